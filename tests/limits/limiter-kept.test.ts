import { describe, expect, it } from "vitest";
import type { Meter } from "../../src/limits/meter.js";
import type { LimitRule } from "../../src/model/limit.js";
import { answer, call, headerMeter, unlimited, windowRule } from "./simulator.js";
import { interactive, many, silentMeter, sync, world } from "./world.js";

const minute = 60_000;
const usual = { options: {} };

describe("limits", () => {
  describe("the share that is kept for replies", () => {
    it.each([
      [1, 1],
      [4, 4],
      [5, 4],
      [9, 8],
      [10, 8],
    ])("of a budget of %s leaves %s to reading", async (capacity, expected) => {
      const { clock, go, left } = world([windowRule({ capacity })], silentMeter(), usual);
      const all = many(20, (index) => go(`${index}`));
      await clock.advance(10);
      expect(left).toHaveLength(expected);
      await clock.advance(60 * minute);
      await all;
    });

    it("is the exact part of the number where products of fractions are not", async () => {
      const { clock, go, left } = world([windowRule({ capacity: 100 })], silentMeter(), { options: { reserve: 0.29 }, concurrency: 200 });
      const all = many(100, (index) => go(`${index}`));
      await clock.advance(10);
      expect(left).toHaveLength(71);
      await clock.advance(60 * minute);
      await all;
    });

    it("is not rounded where it is money", async () => {
      const day: LimitRule["refill"] = { kind: "calendar", every: "day", timeZone: "UTC" };
      const rule = unlimited({ id: "money", partition: ["app"], unit: "usd", refill: day });
      const { clock, go, left } = world([{ ...rule, capacity: 2 }], silentMeter({ money: 0.1 }), usual);
      const all = many(18, (index) => go(`${index}`));
      await clock.advance(10);
      expect(left).toHaveLength(16);
      await clock.advance(48 * 60 * minute);
      await all;
    });

    it("is kept of a percentage, too, by calls that nobody can price", async () => {
      const rule = unlimited({
        id: "share",
        unit: "percent",
        refill: { kind: "window", windowMs: 60 * minute, rolling: true },
        told: true,
      });
      let used = 0;
      const meter: Meter = { cost: () => ({ share: 0 }), read: () => [{ rule: "share", usedFraction: used / 100 }] };
      const { clock, limiter } = world([rule], meter, usual);
      const go = (options = sync): Promise<unknown> =>
        limiter.run(call, options, () => {
          used++;
          return clock.sleep(100).then(() => answer(200, {}));
        });
      const all = [many(150, () => go())];
      await clock.advance(30 * minute);
      expect(used).toBeGreaterThan(70);
      expect(used).toBeLessThanOrEqual(80);
      const before = used;
      all.push(go(interactive));
      await clock.advance(200);
      expect(used).toBe(before + 1);
      used = 0;
      await clock.advance(24 * 60 * minute);
      await Promise.all(all);
    });

    it("is kept by those, too, who waited before the network told how much there is", async () => {
      const { clock, limiter } = world([unlimited()], headerMeter("window"), usual);
      const left: string[] = [];
      let remaining = 5;
      const go = (name: string, options = sync): Promise<unknown> =>
        limiter.run(call, options, () => {
          left.push(name);
          const reset = `${clock.now() / 1000 + 60}`;
          return clock.sleep(100).then(() => answer(200, { limit: "5", remaining: `${--remaining}`, reset }));
        });
      const all = [many(10, (index) => go(`old ${index}`))];
      await clock.advance(5_000);
      expect(left).toHaveLength(4);
      all.push(go("reply", interactive));
      await clock.advance(0);
      expect(left.at(-1)).toBe("reply");
      remaining = 1_000;
      await clock.advance(60 * minute);
      await Promise.all(all);
    });
  });
});
