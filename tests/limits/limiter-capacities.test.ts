import { describe, expect, it } from "vitest";
import type { Meter } from "../../src/limits/meter.js";
import type { LimitObservation, LimitRule } from "../../src/model/limit.js";
import { answer, call, unlimited, windowRule } from "./simulator.js";
import { interactive, many, silentMeter, world } from "./world.js";

const minute = 60_000;
const day: LimitRule["refill"] = { kind: "calendar", every: "day", timeZone: "UTC" };
const money = unlimited({ id: "x.money", partition: ["app"], unit: "usd", refill: day });

/** A limiter whose network tells this of "x.reads" in its only answer. */
async function afterWord(rule: Partial<LimitRule>, capacity: number, word: Omit<LimitObservation, "rule">): Promise<unknown> {
  const meter: Meter = { cost: () => ({ "x.reads": 1 }), read: () => [{ rule: "x.reads", ...word }] };
  const { limiter } = world([{ ...unlimited({ id: "x.reads" }), ...rule }], meter, {
    options: { reserve: 0, capacities: { "x.reads": capacity } },
  });
  await limiter.run(call, interactive, () => Promise.resolve(answer()));
  const [budget] = await limiter.budgets();
  return { limit: budget?.limit, remaining: budget?.remaining };
}

describe("limits", () => {
  describe("a host's own number", () => {
    it.each([
      ["a tier that allows more", 10, 25],
      ["a cap below the rule's", 10, 4],
    ])("wins over the rule's: %s", async (_what, capacity, own) => {
      const { clock, go, left } = world([windowRule({ id: "x.reads", capacity })], silentMeter({ "x.reads": 1 }), {
        options: { reserve: 0, capacities: { "x.reads": own } },
      });
      const all = many(30, (index) => go(`${index}`));
      await clock.advance(0);
      expect(left).toHaveLength(own);
      await clock.advance(10 * minute);
      await all;
    });

    it("keeps a fifth of itself for replies", async () => {
      const { clock, go, left } = world([windowRule({ id: "x.reads", capacity: 1_000 })], silentMeter({ "x.reads": 1 }), {
        options: { capacities: { "x.reads": 10 } },
      });
      const all = many(12, (index) => go(`${index}`));
      await clock.advance(0);
      expect(left).toHaveLength(8);
      await clock.advance(minute);
      await all;
    });

    it.each<[string, Partial<LimitRule>, number, Omit<LimitObservation, "rule">, unknown]>([
      ["gives way to a lower one of the network", { capacity: 100 }, 1_000, { limit: 600, remaining: 599 }, { limit: 600, remaining: 599 }],
      [
        "stands against a higher one, of which as much is used",
        { capacity: 100 },
        50,
        { limit: 600, remaining: 590 },
        { limit: 50, remaining: 40 },
      ],
      ["counts what is used where only that is left is told", { capacity: 100 }, 50, { remaining: 70 }, { limit: 50, remaining: 20 }],
      ["is used up where more is used than it allows", { capacity: 100 }, 50, { limit: 600, remaining: 3 }, { limit: 50, remaining: 0 }],
      ["bounds what is left where nobody knows of how much", {}, 50, { remaining: 70 }, { limit: 50, remaining: 50 }],
      ["of percent is a ceiling", { unit: "percent" }, 80, { usedFraction: 0.5 }, { limit: 80, remaining: 30 }],
      [
        "of a higher tier takes the network's word for what is left",
        { capacity: 100 },
        1_000,
        { remaining: 700 },
        { limit: 1_000, remaining: 700 },
      ],
    ])("%s", async (_what, rule, own, word, expected) => {
      expect(await afterWord(rule, own, word)).toEqual(expected);
    });

    it("of another network is passed over", async () => {
      const { go } = world([windowRule({ id: "x.reads" })], silentMeter({ "x.reads": 1 }), {
        options: { capacities: { "yt.units": 50_000, "bs.ip": 10 } },
      });
      expect(await go("first")).toMatchObject({ status: 200 });
    });

    it.each<[string, Readonly<Record<string, number>>, string]>([
      ["an id that this network does not have", { "x.raeds": 10 }, 'names "x.raeds", which is no limit of x; it has x.reads, x.money.'],
      ["zero", { "x.reads": 0 }, "must be a number above 0, not 0"],
      ["a negative number", { "x.reads": -1 }, "must be a number above 0"],
      ["no number", { "x.reads": Number.NaN }, "must be a number above 0"],
      ["no end", { "yt.units": Infinity }, "must be a number above 0"],
    ])("is refused when it is %s", (_what, capacities, message) => {
      const make = (): unknown => world([windowRule({ id: "x.reads" }), money], silentMeter(), { options: { capacities } });
      expect(make).toThrow(expect.objectContaining({ code: "misconfigured", message: expect.stringContaining(message) as string }));
    });
  });

  describe("money", () => {
    it("is told where nothing but what was spent is known", async () => {
      const { go, limiter } = world([money], silentMeter({ "x.money": 0.1 }));
      for (let index = 0; index < 3; index++) await go(`${index}`);
      expect(await limiter.budgets()).toEqual([
        expect.objectContaining({ rule: "x.money", unit: "usd", money: { spent: 0.3, currency: "USD" } }),
      ]);
      expect((await limiter.budgets())[0]).not.toHaveProperty("limit");
      expect((await limiter.budgets())[0]).not.toHaveProperty("remaining");
    });

    it("holds calls back at the cap that the host has set, until the next day", async () => {
      const { clock, go, left, limiter } = world([money], silentMeter({ "x.money": 0.2 }), {
        options: { reserve: 0, capacities: { "x.money": 1 } },
      });
      const all = many(7, (index) => go(`${index}`));
      await clock.advance(0);
      expect(left).toHaveLength(5);
      expect(await limiter.budgets()).toMatchObject([{ limit: 1, remaining: 0, money: { spent: 1, currency: "USD" } }]);
      await clock.advance(25 * 60 * minute);
      await all;
      expect(await limiter.budgets()).toMatchObject([{ money: { spent: 0.4 } }]);
    });

    it("is what the answer says, not what was guessed", async () => {
      const meter: Meter = { cost: () => ({ "x.money": 0.5 }), read: () => [{ rule: "x.money", cost: 0.005 }] };
      const { go, limiter } = world([money], meter, { options: { capacities: { "x.money": 1 } } });
      for (let index = 0; index < 20; index++) await go(`${index}`, interactive);
      expect(await limiter.budgets()).toMatchObject([{ limit: 1, remaining: 0.9, money: { spent: 0.1, currency: "USD" } }]);
    });

    it("is not told of what is counted in something else", async () => {
      const { go, limiter } = world([windowRule()]);
      await go("first");
      expect((await limiter.budgets())[0]).not.toHaveProperty("money");
    });
  });
});
