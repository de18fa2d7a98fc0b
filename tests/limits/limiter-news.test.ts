import { describe, expect, it } from "vitest";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { LimitNews } from "../../src/limits/news.js";
import type { LimiterSetup } from "../../src/limits/limiter.js";
import type { Meter } from "../../src/limits/meter.js";
import type { LimitRule } from "../../src/model/limit.js";
import { virtualClock } from "../../src/testing/clock.js";
import { answer, call, windowRule } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";
import { callOf, interactive, many, priceList, silentMeter, sync, world } from "./world.js";
import type { World } from "./world.js";

const minute = 60_000;

function told(rules: readonly LimitRule[], meter?: Meter, more: Partial<LimiterSetup> = {}): World & { readonly news: LimitNews[] } {
  const news: LimitNews[] = [];
  return { news, ...world(rules, meter, { onNews: (one) => news.push(one), ...more }) };
}
const typesOf = (news: readonly LimitNews[]): readonly string[] => news.map(({ type }) => type);

describe("limits", () => {
  describe("news of a budget that holds calls back", () => {
    it("is told once, and anew after its line was empty", async () => {
      const { clock, go, news } = told([windowRule({ capacity: 1 })]);
      const start = clock.now();
      await go("first");
      const all = many(3, (index) => go(`${index}`));
      await clock.advance(3 * minute);
      await all;
      expect(news).toEqual([{ type: "throttled", rule: "window", account: "x:1", retryAt: start + minute }]);
      await clock.advance(10 * minute);
      await go("later");
      const again = go("again");
      await clock.advance(0);
      expect(typesOf(news)).toEqual(["throttled", "throttled"]);
      await clock.advance(minute);
      await again;
    });

    it("is told in mode throw as well, once until the instant that it names", async () => {
      const { clock, go, news } = told([windowRule({ capacity: 1 })], silentMeter(), { options: { mode: "throw", reserve: 0 } });
      for (let round = 0; round < 2; round++) {
        await go("first");
        for (let index = 0; index < 5; index++) {
          await expect(go("refused")).rejects.toMatchObject({ code: "rate-limited" });
          await clock.advance(1_000);
        }
        expect(typesOf(news)).toEqual(Array(round + 1).fill("throttled"));
        await clock.advance(minute);
      }
    });

    it("is told when a call may not wait so long", async () => {
      const { clock, go, news } = told([windowRule({ capacity: 1 })]);
      await go("first");
      await expect(go("second", { until: clock.now() + 1 })).rejects.toMatchObject({ code: "rate-limited" });
      expect(typesOf(news)).toEqual(["throttled"]);
    });

    it("is not told of a moment, and of many moments with what is known then", async () => {
      const bucket = windowRule({ capacity: 600, refill: { kind: "bucket", perMs: 10 * minute } });
      const { clock, go, news } = told([bucket]);
      const start = clock.now();
      const all = many(601, (index) => go(`${index}`, { account: "x:1" }));
      await clock.advance(1_000);
      await all;
      expect(typesOf(news)).toEqual(["budget-low"]);
      const more = many(3, (index) => go(`${index}`));
      await clock.advance(5_000);
      await more;
      expect(typesOf(news)).toEqual(["budget-low", "throttled"]);
      expect(news[1]).toMatchObject({ retryAt: start + 3_000 });
    });

    it("waits for the answers under way before it says until when", async () => {
      const { clock, limiter, news } = told([windowRule({ capacity: 1 })]);
      const start = clock.now();
      const send = async (): Promise<FakeAnswer> => {
        await clock.sleep(500);
        return answer();
      };
      const all = many(2, () => limiter.run(call, sync, send));
      await clock.advance(3 * minute);
      await all;
      expect(news).toMatchObject([{ type: "throttled", retryAt: start + minute + 500 }]);
    });

    it("names no account where accounts share the budget", async () => {
      const { clock, go, news } = told([windowRule({ capacity: 1, partition: ["app"] })]);
      await go("first");
      const second = go("second", { account: "x:2" });
      await clock.advance(minute);
      await second;
      expect(news).toEqual([{ type: "throttled", rule: "window", retryAt: clock.now() }]);
    });

    it("is told when the network refuses, be nobody in line", async () => {
      const rule = windowRule({ capacity: 100, penaltyMs: 60 * minute });
      const { clock, limiter, news } = told([rule]);
      await limiter.run(call, sync, () => Promise.resolve(answer(429)));
      await limiter.block(call, "x:1", clock.now() + 1_000);
      expect(news).toEqual([{ type: "throttled", rule: "window", account: "x:1", retryAt: clock.now() + 60 * minute }]);
    });

    it("does no harm when who hears it throws", async () => {
      const warned: string[] = [];
      const { clock, go, left } = world([windowRule({ capacity: 10 })], silentMeter(), {
        onNews: () => {
          throw new Error("deaf");
        },
        logger: { warn: (message) => warned.push(message) },
      });
      const all = many(11, (index) => go(`${index}`));
      await clock.advance(2 * minute);
      await all;
      expect(left).toHaveLength(11);
      expect(warned).toEqual(["Hearing of a budget failed.", "Hearing of a budget failed."]);
    });
  });

  describe("news of a budget that runs low", () => {
    it("is told once a window, with what is left and until when", async () => {
      const { clock, go, news } = told([windowRule({ capacity: 10 })]);
      for (let round = 0; round < 3; round++) {
        for (let index = 0; index < 10; index++) await go(`${index}`, interactive);
        expect(news).toHaveLength(round + 1);
        expect(news[round]).toEqual({ type: "budget-low", rule: "window", account: "x:1", remaining: 2, resetsAt: clock.now() + minute });
        await clock.advance(2 * minute);
      }
    });

    it("is told anew after more was there", async () => {
      const { clock, go, news } = told([windowRule({ capacity: 10, refill: { kind: "bucket", perMs: 10 * minute } })]);
      for (let index = 0; index < 9; index++) await go(`${index}`);
      expect(news).toHaveLength(1);
      await clock.advance(minute);
      await go("still low");
      expect(news).toHaveLength(1);
      await clock.advance(5 * minute);
      await go("more there");
      for (let index = 0; index < 4; index++) await go(`${index}`);
      expect(news).toHaveLength(2);
    });

    it("is told for each account, and without one where all share it", async () => {
      const rules = [windowRule({ id: "own", capacity: 10 }), windowRule({ id: "all", capacity: 20, partition: ["app"] })];
      const { go, news } = told(rules, silentMeter({ own: 1, all: 1 }));
      for (const account of ["x:1", "x:2"]) for (let index = 0; index < 8; index++) await go(`${index}`, { account });
      expect(news.map(({ rule, account }) => [rule, account])).toEqual([
        ["own", "x:1"],
        ["own", "x:2"],
        ["all", undefined],
      ]);
    });

    it.each<[string, Partial<LimitRule>]>([
      ["has fewer than five units", { capacity: 4 }],
      ["is whole again within ten seconds", { capacity: 10, refill: { kind: "window", windowMs: 5_000, rolling: false } }],
      ["lasts as long as its calls", { capacity: 10, refill: { kind: "release" } }],
    ])("is not told of one that %s", async (_what, extra) => {
      const { clock, limiter, news } = told([windowRule(extra)]);
      const all = many(4, () =>
        limiter.run(call, sync, async () => {
          await clock.sleep(100);
          return answer();
        }),
      );
      await clock.advance(100);
      await all;
      expect(news).toEqual([]);
    });

    it("is told of money, however few dollars there are", async () => {
      const rule = windowRule({ id: "x.money", unit: "usd", capacity: 1, refill: { kind: "calendar", every: "day", timeZone: "UTC" } });
      const { go, news } = told([rule], silentMeter({ "x.money": 0.25 }));
      for (let index = 0; index < 4; index++) await go(`${index}`);
      expect(news).toMatchObject([{ type: "budget-low", rule: "x.money" }]);
    });
  });

  describe("a refusal that names no budget", () => {
    const rules = [
      windowRule({ id: "app", capacity: 1_000, partition: ["app"] }),
      windowRule({ id: "day", capacity: 1_000, refill: { kind: "window", windowMs: 24 * 60 * minute, rolling: false } }),
      windowRule({ id: "own", capacity: 1_000, refill: { kind: "window", windowMs: 5 * minute, rolling: false } }),
      windowRule({ id: "route", capacity: 1_000, partition: ["route", "account"], penaltyMs: 60 * minute }),
    ];
    const meter = priceList({ write: { app: 1, day: 1, own: 1, route: 1 }, read: { app: 1, own: 1 }, other: { app: 1 } });
    const blocked = async (operation: string, waitMs: number): Promise<readonly string[]> => {
      const clock = virtualClock();
      const { limiter } = world(rules, meter, { clock, coordinator: memoryCoordinator({ clock }) });
      await limiter.block(callOf(operation), "x:1", clock.now() + waitMs);
      return (await limiter.budgets())
        .filter(({ remaining }) => remaining === 0)
        .map(({ rule, resetsAt }) => {
          return `${rule} ${(Date.parse(resetsAt ?? "") - clock.now()) / 1000}`;
        });
    };

    it("blocks the narrowest, and no other", async () => {
      expect(await blocked("write", 30_000)).toEqual(["route 30"]);
      expect(await blocked("read", 30_000)).toEqual(["own 30"]);
      expect(await blocked("other", 30_000)).toEqual(["app 30"]);
    });

    it("blocks one that can make wait so long", async () => {
      expect(await blocked("write", 2 * 60 * minute)).toEqual(["day 7200"]);
      expect(await blocked("read", 4 * minute)).toEqual(["own 240"]);
      // None can: the narrowest all the same.
      expect(await blocked("read", 60 * minute)).toEqual(["own 3600"]);
    });

    it("lets calls of other accounts and routes leave", async () => {
      const { clock, limiter, go, left } = world(rules, meter);
      await limiter.block(callOf("write"), "x:1", clock.now() + 30_000);
      await go("of another", { account: "x:2" }, callOf("write"));
      await go("reads", {}, callOf("read"));
      const same = go("same", {}, callOf("write"));
      await clock.advance(29_999);
      expect(left).toEqual(["of another", "reads"]);
      await clock.advance(1);
      await same;
    });
  });
});
