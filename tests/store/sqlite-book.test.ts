import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe } from "vitest";
import type { LedgerBook } from "../../src/store/ledger-book.js";
import { sqliteBook } from "../../src/store/sqlite/index.js";
import { bookBehaviours } from "./book-behaviours.js";

const folder = mkdtempSync(join(tmpdir(), "folkmoot-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("sqlite", () => {
  describe("book", () => {
    const open: LedgerBook[] = [];
    afterEach(async () => {
      await Promise.all(open.splice(0).map((book) => book.close()));
    });
    bookBehaviours(() => {
      const book = sqliteBook({ file: join(folder, "book.db"), timeoutMs: 20_000 });
      open.push(book);
      return book;
    });
  });
});
