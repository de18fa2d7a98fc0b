import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { build } from "esbuild";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.js";
import type { LedgerBook } from "../../src/store/ledger-book.js";
import { sqliteFile, type SqliteFile } from "../../src/store/sqlite/file.js";
import { sqliteBook, sqliteCoordinator, type SqliteBookOptions } from "../../src/store/sqlite/index.js";
import type { Migrations } from "../../src/store/sqlite/migrations.js";
import { virtualClock } from "../../src/testing/clock.js";
import { root } from "../repository/source.js";
import { addOne, readAll } from "./book-behaviours.js";

const folder = mkdtempSync(join(tmpdir(), "folkmoot-sqlite-"));
let count = 0;
const fresh = (): string => join(folder, `${++count}.db`);
const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bookOf = (options: SqliteBookOptions): LedgerBook => {
  const book = sqliteBook(options);
  ended.push(() => book.close());
  return book;
};
const open = (file: string): SqliteFile => {
  const opened = sqliteFile({ file, timeoutMs: 5_000, clock: systemClock });
  ended.push(() => opened.close());
  return opened;
};
const first: Migrations = { part: "samples", versions: ["CREATE TABLE samples (id INTEGER)"] };
const second: Migrations = { ...first, versions: [...first.versions, "ALTER TABLE samples ADD COLUMN note TEXT"] };
const columns = async (file: SqliteFile, tables: Migrations): Promise<readonly unknown[]> =>
  file.read("looking", tables, ({ prepare }) =>
    prepare("SELECT name FROM pragma_table_info('samples')")
      .all()
      .map((row) => row["name"]),
  );

describe("sqlite", () => {
  describe("migrations", () => {
    it("make the tables once, when eight start at the same time", async () => {
      const file = fresh();
      const all = await Promise.all(Array.from({ length: 8 }, async () => columns(open(file), second)));
      expect(all).toEqual(Array.from({ length: 8 }, () => ["id", "note"]));
    });

    it("bring older tables up to date", async () => {
      const file = fresh();
      expect(await columns(open(file), first)).toEqual(["id"]);
      expect(await columns(open(file), second)).toEqual(["id", "note"]);
    });

    it("refuse tables that are newer than they know, and name both versions", async () => {
      const file = fresh();
      await columns(open(file), second);
      await expect(columns(open(file), first)).rejects.toMatchObject({ code: "misconfigured", retryable: false });
      await expect(columns(open(file), first)).rejects.toThrow(/samples tables .* are of version 2, .* knows 1.*up to date/);
    });

    it("leave nothing behind when a version fails", async () => {
      const file = fresh();
      const broken: Migrations = { ...first, versions: [...first.versions, "CREATE TABEL nonsense ()"] };
      await expect(columns(open(file), broken)).rejects.toMatchObject({ code: "connection-failed" });
      expect(await columns(open(file), second)).toEqual(["id", "note"]);
    });
  });

  describe("a file", () => {
    it("that another process holds too long is away, without stopping this process meanwhile, and works again by itself", async () => {
      const file = fresh();
      const book = bookOf({ file, timeoutMs: 400 });
      await addOne(book, ["x:s:busy:1"]);
      const console = new DatabaseSync(file);
      console.exec("BEGIN IMMEDIATE");
      let turns = 0;
      let longest = 0;
      let last = performance.now();
      const watch = setInterval(() => {
        turns++;
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 1);
      const refused = await addOne(book, ["x:s:busy:1"]).catch((error: unknown) => error);
      clearInterval(watch);
      expect(refused).toMatchObject({ code: "connection-failed", retryable: true });
      expect(String(refused)).toMatch(/another process has held it too long/);
      expect(turns).toBeGreaterThan(3);
      expect(longest).toBeLessThan(1_000);
      expect((await book.list("x:s:")).entries).toHaveLength(1);
      console.exec("COMMIT");
      console.close();
      expect(await addOne(book, ["x:s:busy:1"])).toEqual([2]);
    });

    it("that somebody deletes under a running process is made anew, so that all share again", async () => {
      const file = fresh();
      const one = bookOf({ file });
      await addOne(one, ["x:s:gone:1"]);
      for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
      const two = bookOf({ file });
      expect(await addOne(two, ["x:s:gone:1"])).toEqual([1]);
      expect(await addOne(one, ["x:s:gone:1"])).toEqual([2]);
      expect(await addOne(two, ["x:s:gone:1"])).toEqual([3]);
    });

    it("in a folder that is not there cannot be opened, and says so", async () => {
      const book = bookOf({ file: join(folder, "nowhere", "x.db") });
      await expect(addOne(book, ["x:s:no:1"])).rejects.toMatchObject({ code: "misconfigured" });
      await expect(addOne(book, ["x:s:no:1"])).rejects.toThrow(
        /nowhere.x\.db failed .*: it cannot be opened: the folder has to exist and be writable/,
      );
      mkdirSync(join(folder, "nowhere"));
      expect(await addOne(book, ["x:s:no:1"])).toEqual([1]);
    });

    it("that is something else is told apart", async () => {
      const file = fresh();
      writeFileSync(file, "Dear diary, nothing happened today, and I wrote it down at great length. ".repeat(30));
      await expect(addOne(bookOf({ file }), ["x:s:diary:1"])).rejects.toThrow(/it is no SQLite database: name another file/);
    });

    it("in a folder that may only be read is refused, with the remedy", async () => {
      const place = join(folder, "read-only");
      mkdirSync(place);
      const file = join(place, "x.db");
      const script = join(folder, "read-only.mjs");
      await build({
        stdin: {
          contents: `import { sqliteBook } from "./src/store/sqlite/index.ts";
process.setuid?.(65534);
const book = sqliteBook({ file: ${JSON.stringify(file)} });
console.log(await book.list("").then(() => "listed", ({ code, message }) => code + " " + message));`,
          resolveDir: root,
        },
        bundle: true,
        platform: "node",
        format: "esm",
        outfile: script,
        logLevel: "silent",
      });
      chmodSync(folder, 0o755);
      chmodSync(place, 0o555);
      const told = execFileSync(process.execPath, [script], { encoding: "utf8", stdio: "pipe" });
      expect(told).toMatch(/^misconfigured .*writable for this process/);
      chmodSync(place, 0o755);
    });
  });

  it("shares nothing in `:memory:`", async () => {
    const one = bookOf({ file: ":memory:" });
    const two = bookOf({ file: ":memory:" });
    await addOne(one, ["x:s:memory:1"]);
    expect(await readAll(one, ["x:s:memory:1"])).toEqual([{ text: "1", revision: 1 }]);
    expect(await readAll(two, ["x:s:memory:1"])).toEqual([{ revision: 0 }]);
  });

  it("reads its clock, forgets what nobody needs, and lets fences grow after that", async () => {
    const clock = virtualClock();
    const book = bookOf({ file: ":memory:", clock });
    await book.change(["x:s:old:1"], () => ({
      changes: [{ ledger: "x:s:old:1", text: "1", revision: 1, keepMs: 1_000 }],
      result: undefined,
    }));
    const before = await book.acquire("poll:old", "worker-1", 30_000);
    expect(before?.expiresAt).toBe(clock.now() + 30_000);
    await clock.advance(29_999);
    expect(await book.acquire("poll:old", "worker-2", 30_000)).toBeUndefined();
    await clock.advance(2 * 86_400_000);
    await addOne(book, ["x:s:new:1"]);
    expect((await book.list("")).entries.map(({ ledger }) => ledger)).toEqual(["x:s:new:1"]);
    const after = await book.acquire("poll:old", "worker-2", 30_000);
    expect(after?.fence).toBeGreaterThan(before!.fence);
  });

  it("checks its options, with the remedy", () => {
    expect(() => sqliteCoordinator({} as never)).toThrow(/needs a `file`/);
    expect(() => sqliteCoordinator({ file: ":memory:", timeoutMs: Number.NaN })).toThrow(/`timeoutMs`/);
  });
});
