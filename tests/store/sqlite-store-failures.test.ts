import { mkdtempSync, readFileSync, renameSync, rmSync, existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.js";
import type { Write } from "../../src/store/index.js";
import { applyBatch, prepareBatch } from "../../src/store/sqlite/batch.js";
import { sqliteFile } from "../../src/store/sqlite/file.js";
import { sqliteStore, type SqliteStore, type SqliteStoreOptions } from "../../src/store/sqlite/index.js";
import { storeTables } from "../../src/store/sqlite/store-tables.js";
import { virtualClock } from "../../src/testing/clock.js";
import {
  changesIn,
  claim,
  created,
  finish,
  keysOf,
  message,
  messageWrite,
  outboxWrite,
  outgoing,
  put,
} from "../../src/testing/store-contract/samples.js";

const folder = mkdtempSync(join(tmpdir(), "folkmoot-sqlite-store-"));
let count = 0;
const fresh = (): string => join(folder, `${++count}.db`);
const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (options: SqliteStoreOptions): SqliteStore => {
  const store = sqliteStore(options);
  ended.push(() => store.close());
  return store;
};
const consoleOf = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file);
  ended.push(() => database.isOpen && database.close());
  return database;
};
/** Which of these words stand anywhere in the file, its log and its index. */
const bytesSay = (file: string, words: readonly string[]): readonly string[] => {
  const bytes = Buffer.concat(
    ["", "-wal", "-shm"].filter((ending) => existsSync(file + ending)).map((ending) => readFileSync(file + ending)),
  );
  return words.filter((word) => bytes.includes(word));
};

describe("sqlite store", () => {
  describe("leaves no trace", () => {
    const secrets = ["Kalamata", "Ventspils", "Ada Zyx", "Draft of a secret answer"];
    const fill = async (store: SqliteStore): Promise<void> => {
      const long = "and it went on ".repeat(2_000);
      const gone = message(1, {
        text: `Kalamata ${long}`,
        author: { key: "forum:1:author:zyx", id: "zyx", name: "Ada Zyx", isOwn: false },
      });
      await put(
        store,
        messageWrite(gone),
        messageWrite(message(2, { text: "It rains in Oulu" })),
        { collection: "change", key: "forum:1:change:1", value: created({ ...gone, text: `Ventspils ${long}` }) },
        outboxWrite(outgoing(1, { meta: { note: "Draft of a secret answer" } })),
      );
      // Written over once, so that there are older copies.
      await put(store, messageWrite({ ...gone, counts: { likes: 2 } }), messageWrite({ ...gone, text: `Kalamata ${long}, edited` }));
    };

    it("of what was erased below an account, in the file, in its log, or elsewhere", async () => {
      const file = fresh();
      const store = open({ file });
      await fill(store);
      await put(store, messageWrite(message(3, { text: "It snows in Turku" }, "forum:2")));
      expect(bytesSay(file, secrets)).toEqual(secrets);
      expect(await store.erase({ below: "forum:1" })).toBe(4);
      expect(bytesSay(file, [...secrets, "zyx", "Oulu"])).toEqual([]);
      expect(bytesSay(file, ["It snows in Turku"])).toEqual(["It snows in Turku"]);
    });

    it("of journal and outbox rows about an author, nor of a row that was deleted or shrunk before", async () => {
      const file = fresh();
      const store = open({ file });
      await fill(store);
      await put(store, { collection: "message", key: message(1).key, value: null });
      expect(await store.erase({ about: "forum:1:author:zyx" })).toBe(1);
      expect(bytesSay(file, ["Kalamata", "Ventspils", "Ada Zyx"])).toEqual([]);
      expect((await store.query("outbox", { limit: 9 })).items).toHaveLength(1);
    });

    it("and says so when somebody who reads keeps the log from being emptied, until it is asked again", async () => {
      const file = fresh();
      const store = open({ file, timeoutMs: 50 });
      await fill(store);
      const reader = consoleOf(file);
      reader.exec("BEGIN");
      reader.prepare("SELECT count(*) FROM folkmoot_message").get();
      await expect(store.erase({ below: "forum:1" })).rejects.toMatchObject({ code: "connection-failed", retryable: true });
      expect((await store.query("message", { limit: 9 })).items).toEqual([]);
      expect(bytesSay(file, ["Kalamata"])).toEqual(["Kalamata"]);
      reader.exec("COMMIT");
      expect(await store.erase({ below: "forum:1" })).toBe(0);
      expect(bytesSay(file, secrets)).toEqual([]);
    });
  });

  describe("a file", () => {
    it("that is locked too long is away: the call says what to look for, and nothing was written", async () => {
      const file = fresh();
      const store = open({ file, timeoutMs: 40 });
      await put(store, messageWrite(message(1)));
      const other = consoleOf(file);
      other.exec("BEGIN IMMEDIATE");
      const refused = store.write([messageWrite(message(2))]);
      await expect(refused).rejects.toMatchObject({ code: "connection-failed", retryable: true });
      await expect(refused).rejects.toThrow(/failed while writing rows \(5\): another process has held it too long/);
      // Readers wait for nobody.
      expect((await store.query("message", { limit: 9 })).items).toHaveLength(1);
      other.exec("COMMIT");
      await put(store, messageWrite(message(2)));
    });

    it("waits for others by its clock, without stopping the process", async () => {
      const file = fresh();
      const clock = virtualClock({ auto: true });
      const store = open({ file, timeoutMs: 3_000, clock });
      await put(store, messageWrite(message(1)));
      const other = consoleOf(file);
      other.exec("BEGIN IMMEDIATE");
      const before = clock.now();
      await expect(store.write([messageWrite(message(2))])).rejects.toMatchObject({ code: "connection-failed" });
      expect(clock.now() - before).toBeGreaterThanOrEqual(3_000);
    });

    it("that was deleted or replaced is missed, never begun anew, and found again when it is put back", async () => {
      const file = fresh();
      const store = open({ file });
      await put(store, messageWrite(message(1)));
      renameSync(file, `${file}.away`);
      const missed = store.read("message", [message(1).key]);
      await expect(missed).rejects.toMatchObject({ code: "connection-failed", retryable: true });
      await expect(missed).rejects.toThrow(/was deleted, moved or replaced .*: put it back where it was, or restart/);
      writeFileSync(file, "");
      await expect(store.write([messageWrite(message(2))])).rejects.toThrow(/put it back/);
      rmSync(file);
      renameSync(`${file}.away`, file);
      expect((await store.read("message", [message(1).key]))[0]?.version).toBe(1);
    });

    it("on a full disk keeps what it had, says so, and can be written again when there is room", async () => {
      const file = sqliteFile({ file: fresh(), timeoutMs: 1_000, clock: systemClock, durable: true });
      ended.push(() => file.close());
      const write = (batch: readonly Write[]): Promise<unknown> =>
        file.write("writing rows", storeTables, (session) => applyBatch(session, prepareBatch(batch)));
      const allow = (pages: number): Promise<void> =>
        file.write("testing", storeTables, ({ exec }) => exec(`PRAGMA max_page_count = ${pages}`));
      await write([messageWrite(message(1))]);
      await allow(1);
      const full = write([messageWrite(message(1, { text: "Edited" })), messageWrite(message(2, { text: "Long ".repeat(10_000) }))]);
      await expect(full).rejects.toMatchObject({ code: "connection-failed", retryable: true });
      await expect(full).rejects.toThrow(/failed while writing rows \(13\): the disk is full: make room/);
      await allow(100_000);
      const rows = await file.read("testing", storeTables, ({ prepare }) => prepare("SELECT version FROM folkmoot_message").all());
      expect(rows.map(({ version }) => version)).toEqual([1]);
      expect(await write([messageWrite(message(2), "absent")])).toEqual({ ok: true });
    });

    it("that is damaged or something else is refused with the remedy", async () => {
      const file = fresh();
      const store = open({ file });
      await put(store, ...Array.from({ length: 200 }, (_, id) => messageWrite(message(id))));
      await store.close();
      const bytes = readFileSync(file);
      bytes.fill(0x5a, 4_096 * 3);
      writeFileSync(file, bytes);
      const damaged = open({ file });
      const all = damaged.read(
        "message",
        Array.from({ length: 200 }, (_, id) => message(id).key),
      );
      await expect(all).rejects.toMatchObject({ code: "misconfigured", retryable: false });
      await expect(all).rejects.toThrow(/\(11\): it is damaged: restore it, or name another file/);
      const diary = fresh();
      writeFileSync(diary, "Dear diary, nothing happened today. ".repeat(50));
      await expect(open({ file: diary }).read("message", ["k"])).rejects.toThrow(/it is no SQLite database: name another file/);
    });

    it("whose tables are newer is refused, with both versions", async () => {
      const file = fresh();
      const store = open({ file });
      await put(store, messageWrite(message(1)));
      consoleOf(file).exec("INSERT INTO folkmoot_migrations VALUES ('store', 99, 0)");
      const late = open({ file });
      await expect(late.read("message", ["k"])).rejects.toMatchObject({ code: "misconfigured", retryable: false });
      await expect(late.read("message", ["k"])).rejects.toThrow(
        /store tables .* are of version 99, and this process knows 1: a newer folkmoot/,
      );
    });
  });

  it("gives the rest of the process its turn while somebody reads and writes without a pause", async () => {
    const store = sqliteStore({ file: ":memory:" });
    let calls = 0;
    const heard = new Promise<number>((done) => setTimeout(() => done(calls), 0));
    for (; calls < 400; calls++) await store.read("message", ["forum:1:message:1"]);
    expect(await heard).toBeLessThan(100);
    await store.close();
  });

  it("ends when it is closed, as often as one likes, with its coordinator and tokens", async () => {
    const store = sqliteStore({ file: fresh() });
    const { coordinator } = store;
    expect(store.coordinator).toBe(coordinator);
    expect((await coordinator.acquire("poll", "worker-1", 1_000))?.fence).toBeGreaterThan(0);
    await store.close();
    await store.close();
    const late = [
      () => store.read("message", []),
      () => store.write([]),
      () => store.query("message", { limit: 1 }),
      () => claim(store, "change"),
      () => store.settle([]),
      () => store.erase({ below: "forum:1" }),
      () => store.tokens.load("x"),
    ];
    for (const call of late) await expect(call()).rejects.toMatchObject({ code: "misconfigured" });
    await expect(coordinator.acquire("poll", "worker-1", 1_000)).rejects.toThrow();
  });

  it("checks its options, with the remedy", () => {
    expect(() => sqliteStore({} as never)).toThrow(/sqliteStore needs a `file`/);
    expect(() => sqliteStore({ file: ":memory:", timeoutMs: 0 })).toThrow(/`timeoutMs` of sqliteStore/);
  });

  it("refuses what JSON cannot hold, and writes nothing of its batch", async () => {
    const store = open({ file: ":memory:" });
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    for (const raw of [1n, circle, { deep: [{ n: 2n }] }]) {
      const batch = [messageWrite(message(1)), messageWrite(message(2, { raw }))];
      await expect(store.write(batch)).rejects.toMatchObject({ code: "invalid-request" });
      await expect(store.settle([], batch)).rejects.toMatchObject({ code: "invalid-request" });
    }
    await expect(store.tokens.swap("a", { accessToken: 1n as never }, "absent")).rejects.toMatchObject({ code: "invalid-request" });
    expect((await store.query("message", { limit: 9 })).items).toEqual([]);
  });

  it("forgets the labels that a row has no more", async () => {
    const store = open({ file: ":memory:" });
    const key = "forum:1:conversation:boots";
    for (const labels of [["vip", "sizes"], ["sizes"]])
      await put(store, { collection: "workflow", key, value: { key, status: "open", labels, notes: [], version: 0 } });
    const having = async (label: string): Promise<number> =>
      (await store.query("workflow", { where: { label: [label] }, limit: 9 })).items.length;
    expect([await having("vip"), await having("sizes")]).toEqual([0, 1]);
  });

  it("writes what it was handed, although the caller changes it before the answer", async () => {
    const store = open({ file: ":memory:" });
    const value = { ...message(1), kind: "comment" as "comment" | "mention" };
    const token = { accessToken: "a1" };
    const answers = [store.write([messageWrite(value)]), store.tokens.swap("a", token, "absent")];
    value.text = "Changed behind its back";
    value.kind = "mention";
    token.accessToken = "changed";
    await Promise.all(answers);
    expect((await store.query("message", { where: { kind: ["comment"] }, limit: 9 })).items[0]?.value.text).toBe(message(1).text);
    expect((await store.tokens.load("a"))?.value.accessToken).toBe("a1");
  });

  it("reads fields of what JSON makes of a value, not of the value", async () => {
    const store = open({ file: ":memory:" });
    const odd = {
      ...message(1),
      createdAt: new Date(Date.UTC(2026, 4, 1)),
      author: { toJSON: () => ({ key: "forum:1:author:cy", isOwn: false }) },
    };
    class Row {
      readonly key = message(2).key;
      readonly kind = "comment";
      toJSON(): object {
        return { ...message(2), kind: "mention" };
      }
    }
    await put(
      store,
      { collection: "message", key: message(1).key, value: odd as never },
      { collection: "message", key: message(2).key, value: new Row() as never },
    );
    const ids = async (where: object, since?: string): Promise<unknown> =>
      (await store.query("message", { where, limit: 9, ...(since !== undefined && { since }) })).items.map(({ value }) => value.id);
    expect(await ids({ author: ["forum:1:author:cy"] }, "2026-05-01T00:00:00.000Z")).toEqual(["1"]);
    expect(await ids({ kind: ["mention"] })).toEqual(["2"]);
  });

  it("lists a page of many unfit rows, many accounts and many values, as it lists any other", async () => {
    const store = open({ file: ":memory:" });
    const rows = Array.from({ length: 9_000 }, (_, id): Write =>
      messageWrite(message(id, id === 8_500 ? { surface: "story" } : {}, `forum:${id % 300}`)),
    );
    await put(store, ...rows);
    const everybody = Array.from({ length: 300 }, (_, id) => `forum:${id}`);
    const first = await store.query("message", { below: everybody, where: { surface: ["story"] }, limit: 5 });
    expect([first.items.map(({ value }) => value.id), first.next]).toEqual([["8500"], undefined]);
    const page = await store.query("message", { below: everybody.slice(0, 40), order: "newest", limit: 3 });
    expect(page.items.map(({ value }) => value.id)).toEqual(["8739", "8738", "8737"]);
    expect((await store.query("message", { below: ["forum"], limit: 9_000 })).items).toHaveLength(9_000);
  });

  describe("claims", () => {
    const request = { from: "change", consumer: "crm", limit: 10, leaseMs: 60_000, now: 0 } as const;
    const cpu = async (work: () => Promise<unknown>): Promise<number> => {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };

    it("in a moment, however much is finished or does not match, also under a narrower filter and after a restart", async () => {
      const file = fresh();
      let store = open({ file });
      const talks = (from: number, many: number): Write[] =>
        changesIn(Array.from({ length: from + many }, (_, index) => `c${index}`)).slice(from);
      const workOff = async (): Promise<number> => {
        for (let done = 0; ;) {
          const claims = await store.claim({ ...request, limit: 500 });
          if (claims.length === 0) return done;
          await finish(store, claims);
          done += claims.length;
        }
      };
      await put(store, ...talks(0, 50));
      const few = await cpu(async () => expect(keysOf(await store.claim({ ...request, consumer: "first" }))).toHaveLength(10));
      await put(store, ...talks(50, 6_000));
      expect(await workOff()).toBe(6_050);
      await store.close();
      store = open({ file });
      await put(store, ...talks(6_050, 50));
      const many = await cpu(async () => expect(keysOf(await store.claim(request))).toHaveLength(10));
      const narrower = await cpu(async () =>
        expect(keysOf(await store.claim({ ...request, match: { origins: ["live"] } }))).toHaveLength(10),
      );
      const late = await cpu(async () => expect(keysOf(await store.claim({ ...request, consumer: "late" }))).toHaveLength(10));
      // Going through what is finished takes hundreds of times as long.
      for (const took of [many, narrower, late]) expect(took).toBeLessThan(few * 5 + 30);
    });

    it("goes through a journal that does not match once, giving others their turn", async () => {
      const store = open({ file: fresh() });
      await put(
        store,
        ...changesIn(Array.from({ length: 9_000 }, () => "a")).map(
          (write): Write => ({ ...write, value: { ...write.value, origin: "backfill" } }) as Write,
        ),
      );
      let turns = 0;
      const watch = setInterval(() => turns++, 0);
      const live = { ...request, match: { origins: ["live" as const] } };
      const first = await cpu(() => store.claim(live));
      clearInterval(watch);
      expect(turns).toBeGreaterThanOrEqual(3);
      const second = await cpu(() => store.claim(live));
      expect(second).toBeLessThan(first);
      await put(store, { collection: "change", key: "forum:1:change:live", value: created(message(1)) });
      expect(keysOf(await store.claim(live))).toEqual(["forum:1:change:live"]);
    });

    it("forgets the filter used longest ago when a consumer has had many, and loses nothing by it", async () => {
      const store = open({ file: ":memory:" });
      await put(store, ...changesIn(["a", "b"]));
      const [one] = await store.claim({ ...request, limit: 1 });
      if (one !== undefined) await finish(store, [one]);
      for (let index = 0; index < 70; index++)
        expect(await store.claim({ ...request, below: [`forum:${index + 2}`], now: index })).toEqual([]);
      expect(keysOf(await store.claim({ ...request, now: 100 }))).toEqual(["forum:1:change:2"]);
    });
  });
});
