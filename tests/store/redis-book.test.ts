import { Cluster, Redis } from "ioredis";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { BookEntry, Decision, LedgerBook } from "../../src/store/ledger-book.js";
import { redisBook } from "../../src/store/redis/index.js";
import type { RedisClient } from "../../src/store/redis/index.js";
import { redisUrl, whyNoRedis } from "./redis-server.js";

const why = await whyNoRedis();
const admin = new Redis(redisUrl, { lazyConnect: true });
admin.on("error", () => undefined);
const prefix = `test-${process.pid}-${Date.now().toString(36)}`;
const books: LedgerBook[] = [];
const open = (options: Partial<Parameters<typeof redisBook>[0]> = {}): LedgerBook => {
  const book = redisBook({ prefix, ...(options.client === undefined ? { url: redisUrl } : {}), ...options });
  books.push(book);
  return book;
};
const keysBelow = async (start: string): Promise<string[]> => (await admin.keys(`${start}:*`)).sort();

/** Adds one to a number that is kept as text. */
const plusOne =
  (name: string, keepMs = 60_000) =>
  ([entry]: readonly BookEntry[]): Decision<number> => {
    const { revision, text = "0" } = entry ?? { revision: 0 };
    const next = Number(text) + 1;
    return { changes: [{ ledger: name, text: String(next), revision: revision + 1, keepMs }], result: next };
  };
const look = ([entry]: readonly BookEntry[]): Decision<BookEntry | undefined> => ({ changes: [], result: entry });
const add = (book: LedgerBook, name: string, keepMs?: number): Promise<number> => book.change([name], plusOne(name, keepMs));

afterEach(async () => {
  await Promise.all(books.splice(0).map((book) => book.close()));
  if (why === undefined) for (const key of await admin.keys(`${prefix}*`)) await admin.del(key);
});
afterAll(() => admin.disconnect());

describe.skipIf(why !== undefined)(`redis book${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  it("keeps what was decided, for every process", async () => {
    const [one, two] = [open(), open()];
    expect(await add(one, "net:app:a")).toBe(1);
    expect(await add(two, "net:app:a")).toBe(2);
    expect(await add(one, "net:app:a")).toBe(3);
    expect(await two.change(["net:app:a"], look)).toEqual({ revision: 3, text: "3" });
  });

  it("loses no change of eight processes that all change one ledger at once", async () => {
    const processes = Array.from({ length: 8 }, () => open());
    await Promise.all(processes.flatMap((book) => Array.from({ length: 25 }, () => add(book, "net:app:storm"))));
    expect(await open().change(["net:app:storm"], look)).toEqual({ revision: 200, text: "200" });
  });

  it("keeps all changes of a decision or none", async () => {
    const [one, two] = [open(), open()];
    const names = ["net:app:x", "net:app:y"];
    const both = (entries: readonly BookEntry[]): Decision<readonly number[]> => {
      const next = entries.map(({ text = "0" }) => Number(text) + 1);
      const changes = names.map((ledger, index) => ({
        ledger,
        text: String(next[index]),
        revision: (entries[index]?.revision ?? 0) + 1,
        keepMs: 60_000,
      }));
      return { changes, result: next };
    };
    await one.change(names, both);
    await add(two, "net:app:y");
    expect(await one.change(names, both)).toEqual([2, 3]);
    expect((await two.list("net:app:")).entries).toEqual([
      { ledger: "net:app:x", revision: 2, text: "2" },
      { ledger: "net:app:y", revision: 3, text: "3" },
    ]);
  });

  it("asks Redis also where nothing is changed: what this process remembers may be old", async () => {
    const [one, two] = [open(), open()];
    await add(one, "net:app:a");
    await add(two, "net:app:a");
    expect(await one.change(["net:app:a"], look)).toEqual({ revision: 2, text: "2" });
  });

  it("tells the time of Redis", async () => {
    const book = open();
    const moments: number[] = [];
    for (let turn = 0; turn < 5; turn++)
      await book.change(["net:app:a"], (_entries, { now }) => {
        moments.push(now);
        return { changes: [], result: undefined };
      });
    const [seconds, micros] = await admin.time();
    const there = Number(seconds) * 1_000 + Number(micros) / 1_000;
    for (const now of moments) expect(Math.abs(now - there)).toBeLessThan(1_000);
  });

  it("gives back what it knows where Redis holds less", async () => {
    const book = open();
    await add(book, "net:app:a");
    await add(book, "net:app:a");
    const [key = ""] = await keysBelow(`${prefix}:{net:app}:ledger`);
    // A replica that had not heard of the last change has taken over.
    await admin.set(key, (await admin.get(key))?.replace(/^1 2 /, "1 1 ").replace(/2$/, "1") ?? "");
    expect(await add(book, "net:app:a")).toBe(3);
    expect(await open().change(["net:app:a"], look)).toEqual({ revision: 3, text: "3" });
  });

  it("has everybody give back what they know before anybody takes, when Redis was flushed", async () => {
    const [one, two, newcomer] = [open(), open(), open()];
    await add(one, "net:app:a");
    await add(two, "net:app:a");
    let told = 0;
    two.watch?.(() => told++);
    for (const key of await keysBelow(prefix)) await admin.del(key);
    const seen: unknown[] = [];
    const watching = (entries: readonly BookEntry[], moment: { readonly now: number; readonly rebornUntil?: number }): Decision<null> => {
      seen.push([entries[0]?.revision, (moment.rebornUntil ?? 0) > moment.now]);
      return { changes: [], result: null };
    };
    // Who knew less comes first, somebody who knows nothing second.
    await one.change(["net:app:a"], watching);
    await newcomer.change(["net:app:a"], watching);
    expect(told).toBe(0);
    expect(await add(two, "net:app:a")).toBe(3);
    expect(told).toBe(1);
    await one.change(["net:app:a"], watching);
    expect(seen).toEqual([
      // Decided before it was told, and decided again.
      [1, false],
      [1, true],
      [0, true],
      [1, true],
      [3, true],
    ]);
  });

  it("lets nobody wait where Redis has simply never heard of the app", async () => {
    const moments: unknown[] = [];
    await open().change(["new:app:a"], (_entries, { rebornUntil }) => {
      moments.push(rebornUntil);
      return { changes: [], result: undefined };
    });
    expect(moments).toEqual([undefined]);
  });

  it("notices a newcomer who came first after Redis lost its memory", async () => {
    const [one, newcomer] = [open(), open()];
    await add(one, "net:app:a");
    await add(one, "net:app:a");
    for (const key of await keysBelow(prefix)) await admin.del(key);
    expect(await add(newcomer, "net:app:a")).toBe(1);
    const reborn: boolean[] = [];
    await one.change(["net:app:a"], (entries, moment) => {
      reborn.push(moment.rebornUntil !== undefined);
      return plusOne("net:app:a")(entries);
    });
    expect(reborn).toEqual([false, true]);
    expect(await newcomer.change(["net:app:a"], look)).toEqual({ revision: 3, text: "3" });
  });

  it("takes what nobody can read for absent", async () => {
    const book = open();
    await add(book, "net:app:a");
    const [key = ""] = await keysBelow(`${prefix}:{net:app}:ledger`);
    await admin.set(key, "2:something of a later version");
    expect(await open().change(["net:app:a"], look)).toEqual({ revision: 0 });
  });

  it("forgets what is of no use any more", async () => {
    const book = open();
    await add(book, "net:app:short", 50);
    await add(book, "net:app:long");
    const keys = await keysBelow(prefix);
    for (const key of keys) expect(await admin.pttl(key), key).toBeGreaterThan(0);
    await expect.poll(async () => (await book.list("net:app:")).entries.map(({ ledger }) => ledger)).toEqual(["net:app:long"]);
    expect(await add(book, "net:app:short", 50)).toBe(1);
  });

  it("lists by prefix, across apps, and sees no other installation", async () => {
    const [book, other] = [open(), open({ prefix: `${prefix}-other` })];
    for (const name of ["net:app:a", "net:app:b:1", "net:app2:a", "web:app:a"]) await add(book, name);
    await add(other, "net:app:z");
    const listed = async (below: string): Promise<readonly string[]> => (await book.list(below)).entries.map(({ ledger }) => ledger);
    expect(await listed("net:app:")).toEqual(["net:app:a", "net:app:b:1"]);
    expect(await listed("net:app:b")).toEqual(["net:app:b:1"]);
    expect(await listed("net:")).toEqual(["net:app:a", "net:app:b:1", "net:app2:a"]);
    expect(await listed("")).toEqual(["net:app:a", "net:app:b:1", "net:app2:a", "web:app:a"]);
    expect(await listed("nobody:here:")).toEqual([]);
    expect((await other.list("")).entries.map(({ ledger }) => ledger)).toEqual(["net:app:z"]);
  });

  it("lists more ledgers than one command reads", async () => {
    const book = open();
    const all = Array.from({ length: 450 }, (_, index) => `net:app:r:${String(index).padStart(3, "0")}`);
    await book.change(all, () => ({ changes: all.map((ledger) => ({ ledger, text: "1", revision: 1, keepMs: 60_000 })), result: null }));
    expect((await open().list("net:app:")).entries.map(({ ledger }) => ledger)).toEqual(all);
  });

  it("goes on when Redis has forgotten the scripts", async () => {
    const book = open();
    await add(book, "net:app:a");
    await admin.script("FLUSH");
    expect(await add(book, "net:app:a")).toBe(2);
    expect(await book.acquire("lease", "me", 1_000)).toBeDefined();
  });

  it("refuses ledgers of two apps in one change", async () => {
    const change = open().change(["net:app:a", "net:app2:a"], () => ({ changes: [], result: null }));
    await expect(change).rejects.toMatchObject({ code: "invalid-request" });
  });

  it("decides again by the time of Redis when the clock of the machine was set", async () => {
    const book = open();
    await add(book, "net:app:a");
    const real = Date.now;
    const off: number[] = [];
    try {
      for (const shift of [3_600_000, -7_200_000, -7_198_500]) {
        Date.now = () => real() + shift;
        off.push(await book.change(["net:app:a"], (_entries, { now }) => ({ changes: [], result: now - real() })));
      }
    } finally {
      Date.now = real;
    }
    // What it said a moment ago may be off by as much as a moment.
    for (const ms of off) expect(Math.abs(ms)).toBeLessThan(1_000);
  });

  it("decides nothing by a first look at the time that took long", async () => {
    const redis = new Redis(redisUrl);
    let first = true;
    // As while a connection is made, and while the process is busy with its own start.
    const late = async (): Promise<void> => {
      if (first) await new Promise((done) => setTimeout(done, 400));
      first = false;
    };
    const client: RedisClient = {
      eval: async (script, keys, ...args) => {
        await late();
        return redis.eval(script, keys, ...args);
      },
      evalsha: async (sha, keys, ...args) => {
        await late();
        return redis.evalsha(sha, keys, ...args);
      },
    };
    const off = await open({ client }).change(["net:app:a"], (_entries, { now, offMs = 0 }) => ({
      changes: [],
      result: { ms: Math.abs(now - Date.now()), offMs },
    }));
    redis.disconnect();
    expect(off.ms).toBeLessThanOrEqual(off.offMs + 1);
    // A busy machine may take long each time; then it is at least said.
    expect(off.ms).toBeLessThan(100);
  });

  it("changes nothing with a decision that arrives after another one", async () => {
    let release = (): void => undefined;
    let held = false;
    const slow = new Redis(redisUrl);
    const client: RedisClient = {
      eval: (script, keys, ...args) => slow.eval(script, keys, ...args),
      evalsha: async (sha, keys, ...args) => {
        if (held) await new Promise<void>((go) => (release = go));
        return slow.evalsha(sha, keys, ...args);
      },
    };
    const [book, other] = [open({ client }), open()];
    await add(book, "net:app:a");
    held = true;
    await expect(add(book, "net:app:a")).rejects.toMatchObject({ code: "timeout", retryable: true });
    held = false;
    expect(await add(other, "net:app:a")).toBe(2);
    expect(await add(other, "net:app:a")).toBe(3);
    release();
    await slow.ping();
    expect(await open().change(["net:app:a"], look)).toEqual({ revision: 3, text: "3" });
    slow.disconnect();
  });

  it("works with a client of the host, prefixes of its own included, and leaves it open", async () => {
    const client = new Redis(redisUrl, { keyPrefix: `${prefix}-host:` });
    const book = open({ client });
    expect(await add(book, "net:app:a")).toBe(1);
    expect((await book.list("net:")).entries).toHaveLength(1);
    await book.close();
    await expect(add(book, "net:app:a")).rejects.toMatchObject({ code: "misconfigured" });
    expect(await client.ping()).toBe("PONG");
    expect(client.listenerCount("ready")).toBe(0);
    expect((await keysBelow(`${prefix}-host`)).length).toBeGreaterThan(0);
    client.disconnect();
  });

  it("takes the cluster client of ioredis for a client", () => {
    const cluster = new Cluster([{ host: "127.0.0.1", port: 1 }], { lazyConnect: true });
    expect(() => open({ client: cluster })).not.toThrow();
    cluster.disconnect();
  });
});

describe.skipIf(why !== undefined)(`redis leases${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  it("belong to one owner at a time", async () => {
    const [one, two] = [open(), open()];
    const mine = await one.acquire("poll", "one", 60_000);
    expect(await two.acquire("poll", "two", 60_000)).toBeUndefined();
    expect(await one.acquire("poll", "one", 60_000)).toMatchObject({ fence: mine?.fence });
    await two.release("poll", "two");
    expect(await two.acquire("poll", "two", 60_000)).toBeUndefined();
    await one.release("poll", "one");
    const theirs = await two.acquire("poll", "two", 60_000);
    expect(theirs?.fence).toBeGreaterThan(mine?.fence ?? Infinity);
  });

  it("end by themselves", async () => {
    const [one, two] = [open(), open()];
    const mine = await one.acquire("poll", "one", 30);
    await expect.poll(() => two.acquire("poll", "two", 60_000)).toBeDefined();
    expect(await one.acquire("poll", "one", 60_000)).toBeUndefined();
    const theirs = await two.acquire("poll", "two", 60_000);
    expect(theirs?.fence).toBeGreaterThan(mine?.fence ?? Infinity);
  });

  it("have fences that grow although Redis has lost its memory", async () => {
    const book = open();
    const fences: number[] = [];
    for (let turn = 0; turn < 20; turn++) {
      fences.push((await book.acquire("poll", `owner ${turn}`, 60_000))?.fence ?? 0);
      for (const key of await keysBelow(`${prefix}:lease`)) await admin.del(key);
    }
    expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
    expect(fences.every((fence) => Number.isSafeInteger(fence) && fence > 0)).toBe(true);
  });
});
