import { Redis } from "ioredis";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { redisBook } from "../../src/store/redis/index.js";
import { namesBelow } from "../../src/store/redis/names.js";
import { serverTime } from "../../src/store/redis/server-time.js";
import { turns } from "../../src/store/redis/turns.js";
import { virtualClock } from "../../src/testing/clock.js";
import { redisUrl, whyNoRedis } from "./redis-server.js";

const why = await whyNoRedis();

afterEach(() => void vi.restoreAllMocks());

describe("turns", () => {
  it("run tasks of one name one after the other, and others beside them", async () => {
    const lines = turns(() => false);
    const order: string[] = [];
    const task = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await new Promise((done) => setTimeout(done, 1));
      order.push(`${name} ends`);
    };
    await Promise.all([lines.run("a", task("1")), lines.run("a", task("2")), lines.run("b", task("3"))]);
    expect(order.indexOf("2 begins")).toBeGreaterThan(order.indexOf("1 ends"));
    expect(order.indexOf("3 begins")).toBeLessThan(order.indexOf("1 ends"));
  });

  it("fail at once for all who wait where nothing works, and not for who comes later", async () => {
    const away = new FolkmootError("timeout", "Away.");
    const lines = turns((error) => error === away);
    let asked = 0;
    const ask = async (): Promise<never> => {
      asked++;
      await Promise.resolve();
      throw away;
    };
    const all = await Promise.allSettled([lines.run("a", ask), lines.run("a", ask), lines.run("a", ask)]);
    expect(all).toEqual(Array(3).fill({ status: "rejected", reason: away }));
    expect(asked).toBe(1);
    expect(await lines.run("a", () => Promise.resolve("back"))).toBe("back");
  });

  it("go on behind a task that failed by itself", async () => {
    const lines = turns(() => false);
    const [first, second] = await Promise.allSettled([
      lines.run("a", () => Promise.reject(new RangeError("its own mistake"))),
      lines.run("a", () => Promise.resolve("done")),
    ]);
    expect([first.status, second]).toEqual(["rejected", { status: "fulfilled", value: "done" }]);
  });
});

describe("time of Redis", () => {
  const aheadMs = 5_000;
  /** Asks; the way there and the way back take so long. */
  const open = () => {
    const clock = virtualClock();
    const time = serverTime(clock);
    const ask = async (thereMs: number, backMs: number): Promise<void> => {
      const sentAt = clock.now();
      await clock.advance(thereMs);
      const told = clock.now() + aheadMs;
      await clock.advance(backMs);
      time.learn(told, sentAt);
    };
    const error = (): number => Math.abs((time.now() ?? Infinity) - clock.now() - aheadMs);
    return { clock, time, ask, error };
  };

  it("is not near after one slow answer, and says how far off it may be", async () => {
    const { time, ask, error } = open();
    expect([time.now(), time.near(), time.offMs()]).toEqual([undefined, false, Infinity]);
    await ask(400, 0);
    expect(error()).toBeGreaterThan(150);
    expect(error()).toBeLessThanOrEqual(time.offMs());
    expect([time.near(), time.sure()]).toEqual([false, false]);
    await ask(2, 3);
    expect(error()).toBeLessThanOrEqual(time.offMs());
    expect(time.offMs()).toBeLessThan(5);
    expect([time.near(), time.sure()]).toEqual([true, true]);
  });

  it("is taken as it is after several answers of which none was fast, and begins anew where the clock was set", async () => {
    const { clock, time, ask, error } = open();
    for (let answers = 0; answers < 5; answers++) {
      expect(time.near()).toBe(false);
      await ask(30, 10 + answers);
    }
    await ask(20, 30);
    expect(time.near()).toBe(true);
    expect(error()).toBeLessThanOrEqual(time.offMs());
    await clock.advance(1_000);
    expect([time.near(), time.sure()]).toEqual([true, false]);
    time.learn(clock.now() + 2 * aheadMs, clock.now() - 100);
    expect(time.near()).toBe(false);
  });
});

describe("keys in Redis", () => {
  it("have one hash tag, whatever braces an app's name has", () => {
    for (const app of ["plain", "a}b", "a{b", "{a}", "}{"]) {
      const keys = namesBelow("mine").of(`x:${app}:rule:1`);
      const tags = [keys.life, keys.index, keys.ledger(`x:${app}:rule:1`)].map((key) => /\{([^}]*)\}/.exec(key)?.[1]);
      expect(new Set(tags).size).toBe(1);
      expect(tags[0]).toMatch(/^x:.+/);
      expect(keys.life.endsWith("}:life")).toBe(true);
    }
  });
});

describe("a change that Redis contradicts each time", () => {
  it("ends with an error that says so, not never", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    let asked = 0;
    const evalsha = (): Promise<unknown> => {
      asked++;
      return Promise.resolve([0, "1700000000000", `${asked} 0`, null]);
    };
    const book = redisBook({ client: { evalsha, eval: evalsha } });
    await expect(book.change(["x:a:r:1"], () => ({ changes: [], result: 0 }))).rejects.toMatchObject({ code: "conflict", retryable: true });
    expect(asked).toBe(200);
  });
});

describe.skipIf(why !== undefined)(`the index of an app${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  const put = (ledger: string, keepMs: number, revision: number) => () => ({
    changes: [{ ledger, text: "1", revision, keepMs }],
    result: undefined,
  });

  it("lists a ledger as long as it is used, drops those that nobody needs, and keeps the fences of leases for a day", async () => {
    const prefix = `folkmoot-test-${crypto.randomUUID()}`;
    const clock = virtualClock();
    const book = redisBook({ url: redisUrl, prefix, clock });
    const direct = new Redis(redisUrl);
    try {
      await book.change(["x:a:gone:1"], put("x:a:gone:1", 1_000, 1));
      for (let revision = 1; revision <= 30; revision++) {
        await book.change(["x:a:used:1"], put("x:a:used:1", 60_000, revision));
        await clock.advance(50_000);
      }
      expect(await direct.zrange(`${prefix}:{x:a}:index`, "0", "-1")).toEqual(["x:a:used:1"]);
      expect((await book.list("x:a:")).entries.map(({ ledger }) => ledger)).toEqual(["x:a:used:1"]);
      await book.acquire("poll:1", "me", 1_000);
      expect(await direct.pttl(`${prefix}:lease:poll:1`)).toBeGreaterThan(86_000_000);
    } finally {
      const keys = await direct.keys(`${prefix}*`);
      if (keys.length > 0) await direct.del(keys);
      direct.disconnect();
      await book.close();
    }
  });
});
