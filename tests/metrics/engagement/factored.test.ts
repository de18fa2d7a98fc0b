import { describe, expect, it } from "vitest";
import { engagementRate, type FactoredOptions } from "../../../src/metrics/index.js";
import { expectRefused } from "./refused.js";

const counts = { likes: 10, replies: 4, shares: 2, saves: 1, reach: 100, impressions: 200, followers: 400, views: 50 };
const weights = { likes: 1, replies: 2 };

describe("metrics", () => {
  describe("engagementRate.factored", () => {
    it("weighs the kinds that it names, and prints the weights beside what was counted", () => {
      expect(engagementRate.factored(counts, { weights, base: "reach" })).toMatchObject({
        value: 0.18,
        numerator: 18,
        denominator: 100,
        base: "reach",
        weights,
        components: { likes: 10, replies: 4 },
        complete: true,
        includesOwn: true,
      });
    });

    it.each([
      ["reach", 0.18],
      ["impressions", 0.09],
      ["followers", 0.045],
      ["views", 0.36],
    ] as const)("is by %s where the options say so", (base, value) => {
      expect(engagementRate.factored(counts, { weights, base })).toMatchObject({ value, base });
    });

    it("weighs each post in a mean, and leaves out a kind without weight", () => {
      const two = [counts, { ...counts, likes: 0, replies: 0, reach: 50 }];
      expect(engagementRate.factored(two, { weights, base: "reach", aggregation: "meanOfRates" }).value).toBe(0.09);
      expect(engagementRate.factored(counts, { weights: { likes: 1, shares: 0 }, base: "reach" })).toMatchObject({
        value: 0.1,
        components: { likes: 10, shares: 2 },
        weights: { likes: 1, shares: 0 },
      });
    });

    it("is the plain rate where all weigh 1, and the same rate for weights and posts in any order", () => {
      const ones = { likes: 1, replies: 1, shares: 1, saves: 1 };
      expect(engagementRate.factored(counts, { weights: ones, base: "reach" }).value).toBe(engagementRate.byReach(counts).value);
    });

    it.each([
      ["no options", undefined, "weights is no object"],
      ["no weights", { base: "reach" }, "weights is no object"],
      ["weights of nothing", { weights: {}, base: "reach" }, "weights holds nothing"],
      ["a list of weights", { weights: [1, 2], base: "reach" }, "weights holds nothing, or what no network counts"],
      ["an unknown kind", { weights: { hugs: 1 }, base: "reach" }, "weights holds nothing, or what no network counts"],
      ["a negative weight", { weights: { likes: 1, dislikes: -1 }, base: "reach" }, "The weight of dislikes is -1"],
      ["a weight that is no number", { weights: { likes: "2" }, base: "reach" }, 'The weight of likes is "2"'],
      ["an endless weight", { weights: { likes: Infinity }, base: "reach" }, "The weight of likes is Infinity"],
      ["weights of 0 alone", { weights: { likes: 0 }, base: "reach" }, "Every weight is 0"],
      ["no base", { weights }, "base is missing"],
      ["an unknown base", { weights, base: "hearts" }, "base is none that we know"],
      ["weights that no number can hold", { weights: { likes: 1e308 }, base: "reach" }, "too large for a number"],
    ])("refuses %s", (_, options, part) => {
      expectRefused(() => engagementRate.factored([counts, counts], options as unknown as FactoredOptions), part);
    });
  });
});
