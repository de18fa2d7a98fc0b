import { describe, expect, it } from "vitest";
import { account, anything, bench, json, rejection } from "./support.js";
import { retryAfterMs } from "../../src/http/retry-after.js";
import { backoffMs } from "../../src/http/backoff.js";
import { laneOf } from "../../src/http/lane.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { Meter, ReadFailure } from "../../src/adapter/index.js";

const get = { schema: anything, operation: "listPosts" };
const rules: readonly LimitRule[] = [
  {
    id: "calls",
    partition: ["app"],
    unit: "requests",
    capacity: 2,
    refill: { kind: "window", windowMs: 60_000, rolling: false },
    source: "test",
  },
];
const meter: Meter = { cost: () => ({ calls: 1 }), read: () => [] };

describe("http", () => {
  describe("waiting", () => {
    // Another try where the machine was busy with something else.
    it("passes a block of a quarter of an hour in no time", { retry: 5 }, async () => {
      const { adapter, seen } = bench([json({}, 429, { "retry-after": "900" }), json("in")], { limits: rules, meter });
      await adapter.request("GET", "/warm-up", get).catch(() => undefined);
      const { adapter: second, seen: seenThere } = bench([json({}, 429, { "retry-after": "900" }), json("in")]);
      const begun = performance.now();
      expect(await second.request("GET", "/x", get)).toBe("in");
      expect(performance.now() - begun).toBeLessThan(100);
      expect(seenThere.map(({ at }) => at)).toEqual([0, 900_000]);
      expect(seen.map(({ at }) => at)).toEqual([0, 900_000]);
    });
    it("makes others wait too after a refusal", async () => {
      let refused = false;
      const reply = (): Response => {
        if (refused) return json("in");
        refused = true;
        return json({}, 429, { "retry-after": "30" });
      };
      const roomy = [{ ...rules[0]!, capacity: 100 }];
      const { adapter, seen, clock } = bench([reply], { limits: roomy, meter });
      const first = adapter.request("GET", "/first", get);
      while (seen.length === 0) await Promise.resolve();
      await clock.sleep(1);
      const second = adapter.request("GET", "/second", get);
      expect(await Promise.all([first, second])).toEqual(["in", "in"]);
      expect(seen.map(({ at }) => at)[0]).toBe(0);
      for (const { at } of seen.slice(1)) expect(at).toBeGreaterThanOrEqual(30_000);
    });
    it("holds no slot while it backs off", async () => {
      const replies = new Map<string, number>();
      const busy = (request: Request): Response => {
        const times = (replies.get(request.url) ?? 0) + 1;
        replies.set(request.url, times);
        return request.url.endsWith("/free") || times > 1 ? json("in") : json({}, 500);
      };
      // More calls back off than there are slots; one more must get through at once.
      const { adapter, seen } = bench([busy]);
      const many = Array.from({ length: 60 }, (_, index) => adapter.request("GET", `/busy/${index}`, get));
      const free = adapter.request("GET", "/free", get);
      await free;
      expect(seen.find(({ url }) => url.endsWith("/free"))?.at).toBe(0);
      await Promise.all(many);
      expect(seen).toHaveLength(121);
    });
    it("pays for every send", async () => {
      const { adapter, seen } = bench([json({}, 500), json({}, 500), json("in")], { limits: rules, meter });
      expect(await adapter.request("GET", "/x", { ...get, lane: "interactive" })).toBe("in");
      // Two calls a minute: the third send waits for the next window.
      expect(seen.map(({ at }) => at)).toEqual([0, 375, 60_000]);
    });
    it("waits at most ten refusals long", async () => {
      const { adapter, seen } = bench([json({}, 429, { "retry-after": "1" })]);
      const error = await rejection(adapter.request("GET", "/x", get));
      expect(error).toMatchObject({ code: "rate-limited", retryable: true, retryAt: "2026-01-01T00:00:10.000Z" });
      expect(seen).toHaveLength(10);
    });
    it("believes the failure before the header, and the header before its own guess", async () => {
      const readFailure: ReadFailure = (_call, { status, headers }) =>
        status === 429 ? { code: "rate-limited", message: "slow", ...(headers.has("x-own") && { retryAfterMs: 7000 }) } : undefined;
      const { adapter, seen } = bench(
        [json({}, 429, { "retry-after": "3", "x-own": "1" }), json({}, 429, { "retry-after": "3" }), json({}, 429), json("in")],
        { readFailure },
      );
      await adapter.request("GET", "/x", get);
      expect(seen.map(({ at }) => at)).toEqual([0, 7000, 10_000, 10_000 + 1500]);
    });
    it("does not wait where the host wants errors", async () => {
      const { adapter, seen } = bench([json({}, 429, { "retry-after": "30" })], {}, { limiter: { mode: "throw" } });
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({
        code: "rate-limited",
        retryable: true,
        retryAt: "2026-01-01T00:00:30.000Z",
        message: expect.stringContaining(`acme listPosts failed for ${account}`) as string,
      });
      expect(seen).toHaveLength(1);
    });
    it("waits no longer than it may, over all sends", async () => {
      const { adapter, seen, clock } = bench([json({}, 429, { "retry-after": "4" })], {}, { limiter: { maxWaitMs: 10_000 } });
      const start = clock.now();
      const error = await rejection(adapter.request("GET", "/x", get));
      expect(error).toMatchObject({ code: "rate-limited", message: expect.stringContaining("maxWaitMs") as string });
      expect(seen.map(({ at }) => at)).toEqual([0, 4000, 8000]);
      expect(clock.now() - start).toBeLessThanOrEqual(10_000);
    });
    it("counts waits for budget and between sends together", async () => {
      const replies = [json("a"), json("b"), json({}, 429, { "retry-after": "30" })];
      const { adapter, seen } = bench(replies, { limits: rules, meter }, { limiter: { maxWaitMs: 80_000, reserve: 0 } });
      await adapter.request("GET", "/x", get);
      await adapter.request("GET", "/x", get);
      // 60 s for the window, then a refusal that wants 30 s more.
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({ code: "rate-limited" });
      expect(seen.map(({ at }) => at)).toEqual([0, 0, 60_000]);
    });
    it("ends when an answer does not come, and sends again where that is safe", async () => {
      const { adapter, seen } = bench([() => new Promise<Response>(() => undefined), json("in")]);
      expect(await adapter.request("GET", "/x", { ...get, timeoutMs: 5000 })).toBe("in");
      expect(seen.map(({ at }) => at)).toEqual([0, 5375]);
    });
    it("ends when the body does not come", async () => {
      const { adapter, seen } = bench([() => new Response(new ReadableStream())]);
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({
        code: "timeout",
        retryable: true,
        message: `acme listPosts failed for ${account}: no answer came within 30 s; try again later.`,
      });
      expect(seen).toHaveLength(5);
    });
    it("tells the network's fetch to stop when time is up", async () => {
      const signals: AbortSignal[] = [];
      const { adapter } = bench([
        (request) => {
          signals.push(request.signal);
          return new Promise<Response>(() => undefined);
        },
      ]);
      await rejection(adapter.request("POST", "/x", get));
      expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    });
    it("gives media more time than JSON", async () => {
      const { adapter, clock } = bench([() => new Promise<Response>(() => undefined)]);
      const start = clock.now();
      await rejection(adapter.request("POST", "/x", { ...get, body: new Uint8Array(3) }));
      expect(clock.now() - start).toBe(120_000);
    });

    describe("a Retry-After header", () => {
      const now = Date.parse("2026-11-22T10:00:00.000Z");
      it.each([
        ["120", 120_000],
        ["0", 0],
        ["1.5", 1500],
        [" 7 ", 7000],
        ["Sun, 22 Nov 2026 10:01:00 GMT", 60_000],
        ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
        ["Sunday, 22-Nov-26 10:01:00 GMT", 60_000],
        ["Sun Nov 22 10:01:00 2026", 60_000],
        ["-5", undefined],
        ["soon", undefined],
        ["", undefined],
        ["2026", 2_026_000],
        ["99999999999", undefined],
        ["Sun, 22 Nov 9999 10:01:00 GMT", undefined],
      ])("of `%s` means %s ms", (value, ms) => {
        expect(retryAfterMs(new Headers({ "retry-after": value }), now)).toBe(ms);
      });
      it("is read against the answer's own date, because it is the server's", () => {
        const date = "Sun, 22 Nov 2026 10:03:00 GMT";
        expect(retryAfterMs(new Headers({ date, "retry-after": "Sun, 22 Nov 2026 10:04:00 GMT" }), now)).toBe(60_000);
        expect(retryAfterMs(new Headers({ date, "retry-after": "30" }), now)).toBe(30_000);
        expect(retryAfterMs(new Headers({ date: "soon", "retry-after": "Sun, 22 Nov 2026 10:04:00 GMT" }), now)).toBe(240_000);
      });
      it("may be missing", () => {
        expect(retryAfterMs(new Headers(), now)).toBeUndefined();
      });
    });

    it("doubles up to half a minute", () => {
      expect([1, 2, 3, 4, 5, 6, 7, 8, 50].map((n) => backoffMs(n, () => 0.999_999_9))).toEqual([
        500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
      ]);
    });
    it("puts lists behind switches, and both behind the rest", () => {
      expect(["listMentions", "searchPosts", "app.acme.listThings"].map(laneOf)).toEqual(["sync", "sync", "sync"]);
      expect(["hide", "ban", "like", "markRead"].map(laneOf)).toEqual(Array(4).fill("moderation"));
      expect(["reply", "getPost", "/posts/:id", "findOwn", "enlist"].map(laneOf)).toEqual(Array(5).fill("interactive"));
    });
  });
});
