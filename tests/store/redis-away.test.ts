import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import type { BookEntry, Decision, LedgerBook } from "../../src/store/ledger-book.js";
import { redisBook } from "../../src/store/redis/index.js";
import { freePort, ownServer, whyNoServer } from "./redis-server.js";
import type { OwnServer } from "./redis-server.js";

const why = whyNoServer();
const name = "net:app:a";
const plusOne = ([entry]: readonly BookEntry[]): Decision<number> => {
  const { revision, text = "0" } = entry ?? { revision: 0 };
  const next = Number(text) + 1;
  return { changes: [{ ledger: name, text: String(next), revision: revision + 1, keepMs: 60_000 }], result: next };
};
const add = (book: LedgerBook): Promise<number> => book.change([name], plusOne);
const unreachable: unknown = expect.objectContaining({
  code: expect.stringMatching(/^(timeout|connection-failed)$/) as string,
  retryable: true,
});

const opened: { close(): unknown }[] = [];
const keep = <T extends { close(): unknown }>(one: T): T => {
  opened.push(one);
  return one;
};
const server = async (...options: string[]): Promise<OwnServer> => {
  const made = keep(await ownServer(...options));
  await made.start();
  return made;
};
const hostClient = (url: string): Redis => {
  const client = new Redis(url);
  client.on("error", () => undefined);
  keep({ close: () => client.disconnect() });
  return client;
};
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

describe.skipIf(why !== undefined)(`redis that is away${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  it("refuses at once, and works again by itself", async () => {
    const redis = await server();
    const book = keep(redisBook({ url: redis.url }));
    let ready = 0;
    book.watch?.(() => ready++);
    expect(await add(book)).toBe(1);
    await redis.kill();
    const began = Date.now();
    for (let turn = 0; turn < 10; turn++) await expect(add(book)).rejects.toEqual(unreachable);
    await expect(book.list("net:app:")).rejects.toEqual(unreachable);
    await expect(book.acquire("lease", "me", 1_000)).rejects.toEqual(unreachable);
    await expect(book.release("lease", "me")).rejects.toEqual(unreachable);
    expect(Date.now() - began).toBeLessThan(2_000);
    ready = 0;
    await redis.start();
    // What Redis lost is given back.
    await expect.poll(() => add(book).catch(() => 0), { timeout: 5_000 }).toBe(2);
    expect(ready).toBeGreaterThan(0);
  });

  it("does not have to be there when the process starts", async () => {
    const redis = keep(await ownServer());
    const book = keep(redisBook({ url: redis.url }));
    await expect(add(book)).rejects.toEqual(unreachable);
    await redis.start();
    await expect.poll(() => add(book).catch(() => 0), { timeout: 5_000 }).toBe(1);
  });

  it("is given up after a second where it is silent, for all who wait at once", async () => {
    const redis = await server();
    const book = keep(redisBook({ url: redis.url }));
    await add(book);
    redis.pause(true);
    const began = Date.now();
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => add(book)));
    const took = Date.now() - began;
    redis.pause(false);
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => "rejected"));
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(2_000);
  });

  it("is found again behind a connection that only seems to be there", async () => {
    const redis = await server();
    const sockets: Socket[] = [];
    const proxy = createServer((near) => {
      const far = connect(redis.port, "127.0.0.1");
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) sockets.push(socket.on("error", () => undefined));
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    keep({ close: () => (sockets.forEach((socket) => socket.destroy()), proxy.close()) });
    const book = keep(redisBook({ url: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}` }));
    await add(book);
    // Nothing passes any more, and nobody is told.
    for (const socket of sockets) socket.unpipe().pause();
    await expect(add(book)).rejects.toEqual(unreachable);
    await expect.poll(() => add(book).catch(() => 0), { timeout: 5_000 }).toBe(2);
  });

  it("may have done what nobody heard of: the next decision sees it", async () => {
    const redis = await server();
    const book = keep(redisBook({ url: redis.url }));
    await add(book);
    redis.pause(true);
    await expect(add(book)).rejects.toEqual(unreachable);
    redis.pause(false);
    // One of them happened although it was given up, and counts once.
    await expect.poll(() => book.change([name], ([entry]) => ({ changes: [], result: entry?.text }))).toBe("2");
    expect(await add(book)).toBe(3);
  });

  it("is given up after a second with a client of the host that waits for ever, and what it sends later changes nothing", async () => {
    const redis = await server();
    const client = hostClient(redis.url);
    const [book, other] = [keep(redisBook({ client })), keep(redisBook({ url: redis.url }))];
    await add(book);
    await redis.kill();
    const began = Date.now();
    await expect(add(book)).rejects.toEqual(unreachable);
    expect(Date.now() - began).toBeLessThan(2_000);
    await new Promise((done) => setTimeout(done, 1_500));
    await redis.start();
    await client.ping();
    // The late command found no memory, gave the alarm, and did not add.
    const moments: unknown[] = [];
    await other.change([name], ([entry], { now, rebornUntil = 0 }) => {
      moments.push([entry?.revision, rebornUntil > now]);
      return { changes: [], result: null };
    });
    expect(moments).toEqual([[0, true]]);
    expect(await add(book)).toBe(2);
  });

  it("lets a process that knows nothing wait after it has just started: others may know", async () => {
    const redis = await server();
    const moments: boolean[] = [];
    await keep(redisBook({ url: redis.url })).change([name], (_entries, { now, rebornUntil = 0 }) => {
      moments.push(rebornUntil > now && rebornUntil <= now + 3_000);
      return { changes: [], result: null };
    });
    expect(moments).toEqual([true]);
  });

  it("lets it wait as long a few seconds later: busy machines take their time to come back with what they know", async () => {
    const redis = await server();
    await new Promise((done) => setTimeout(done, 3_500));
    const moments: boolean[] = [];
    await keep(redisBook({ url: redis.url })).change([name], (_entries, { now, rebornUntil = 0 }) => {
      moments.push(rebornUntil > now + 2_000 && rebornUntil <= now + 3_000);
      return { changes: [], result: null };
    });
    expect(moments).toEqual([true]);
  });

  it("works without the right to ask how long it has been there", async () => {
    const redis = await server();
    const admin = hostClient(redis.url);
    await admin.acl("SETUSER", "limited", "on", ">secret", "~*", "&*", "+@all", "-info", "-config");
    const client = new Redis({ port: redis.port, host: "127.0.0.1", username: "limited", password: "secret", enableReadyCheck: false });
    client.on("error", () => undefined);
    keep({ close: () => client.disconnect() });
    const moments: unknown[] = [];
    await keep(redisBook({ client })).change([name], (entries, { rebornUntil }) => {
      moments.push(rebornUntil);
      return plusOne(entries);
    });
    expect(moments).toEqual([undefined]);
  });

  it("is not mistaken for away when a decision throws", async () => {
    const redis = await server();
    const book = keep(redisBook({ url: redis.url }));
    const broken = book.change([name], () => {
      throw new TypeError("a mistake of ours");
    });
    const next = add(book);
    await expect(broken).rejects.toThrow("a mistake of ours");
    expect(await next).toBe(1);
  });

  it("names no address and no password in errors", async () => {
    const book = keep(redisBook({ url: `redis://someone:hush@127.0.0.1:${await freePort()}` }));
    const error = await add(book).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error)).not.toMatch(/hush|someone|127\.0/);
  });
});
