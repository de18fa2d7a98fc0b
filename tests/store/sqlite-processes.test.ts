import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, it } from "vitest";
import { shareAmongFour } from "./four-processes.js";

const folder = mkdtempSync(join(tmpdir(), "folkmoot-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("sqlite", () => {
  it("lets four processes share a file: no window is exceeded, though two are killed and the file is locked for a moment", async () => {
    const file = join(folder, "shared.db");
    await shareAmongFour({ file }, async () => {
      const console = new DatabaseSync(file);
      console.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
      await new Promise((done) => setTimeout(done, 300));
      console.exec("COMMIT");
      console.close();
    });
  });
});
