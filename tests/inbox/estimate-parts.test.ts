import { describe, expect, it } from "vitest";
import { addPrices, priceOf } from "../../src/inbox/estimate-price.js";
import { reachOf } from "../../src/inbox/estimate-reach.js";
import { scene, shop } from "./estimate-shop.js";

const from = Date.parse("2026-03-20T10:00:00.000Z");
const minute = 60_000;

describe("inbox", () => {
  describe("parts of an estimate", () => {
    it("stay unknown as soon as one of them is", () => {
      const known = { calls: 2, costs: { "ac.calls": 2 } };
      expect(addPrices(known, known, 3)).toEqual({ calls: 8, costs: { "ac.calls": 8 } });
      for (const sum of [addPrices(known, { calls: 5 }), addPrices({ calls: 5 }, known)]) expect(sum).toEqual({ calls: 7 });
    });

    it("price the first page and the others by what each takes", () => {
      const costs = (
        _operation: unknown,
        _target: unknown,
        list?: { readonly page: "first" | "next" },
      ): Readonly<Record<string, number>> => (list?.page === "first" ? { first: 1, all: 1 } : { all: 1 });
      const price = priceOf({ adapter: { costs }, operation: "listMentions", of: "acme:1", pages: 4, items: 40 });
      expect(price).toEqual({ calls: 4, costs: { first: 1, all: 4 } });
    });

    it("count what has no time, because it cannot be left out by time", () => {
      const times = [from + 3 * minute, Number.NaN, from + minute, from - minute];
      expect(reachOf({ times, all: true }, from)).toMatchObject({ items: 3 });
      expect(reachOf({ times: [Number.NaN, Number.NaN], all: false }, from)).toBeUndefined();
    });

    it("tell no fraction of a call or a unit", async () => {
      const rule = {
        id: "ac.units",
        partition: ["account"],
        unit: "units",
        refill: { kind: "window", windowMs: minute, rolling: true },
        source: "test",
      } as const;
      const { inbox, job } = scene([
        shop({ limits: [rule], costs: (_operation, _target, list) => ({ "ac.units": 0.3 * (list?.items ?? 1) }) }),
      ]);
      const [line] = (await inbox.estimate(job)).surfaces;
      expect(Number.isInteger(line?.calls)).toBe(true);
      expect(line?.units?.map(({ amount }) => [amount > 1_000, Number.isInteger(amount)])).toEqual([[true, true]]);
      await inbox.close();
    });
  });
});
