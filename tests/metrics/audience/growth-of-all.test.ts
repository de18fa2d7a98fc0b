import { describe, expect, it } from "vitest";
import {
  audienceGrowth,
  audienceGrowthOfAll,
  followerChurn,
  type AudienceGrowthOfAllOptions,
  type FollowerChurnInput,
} from "../../../src/metrics/index.js";
import { account, daily, over, refusal, series } from "./followers.js";

describe("metrics", () => {
  describe("audienceGrowthOfAll", () => {
    const mastodon = "mastodon:mastodon.example%2F1";
    const both = [...daily([1000, 1050]), ...daily([200, 210], mastodon)];

    it("adds up accounts, who may follow twice", () => {
      const all = audienceGrowthOfAll(both, over(1));
      expect(all.start).toEqual({ value: 1200, unit: "count", n: 2, gross: true, coverage: 1, complete: true, missing: [] });
      expect(all.end.value).toBe(1260);
      expect(all.net).toMatchObject({ value: 60, gross: true });
      expect(all.rate).toMatchObject({
        value: 0.05,
        numerator: 60,
        denominator: 1200,
        base: "followers",
        aggregation: "ratioOfSums",
        gross: true,
      });
      expect(all.perDay).toMatchObject({ value: 60, unit: "per-day", gross: true });
      expect(all.byAccount[mastodon]?.net.value).toBe(10);
      expect(Object.keys(all.byAccount)).toEqual([account, mastodon]);
    });

    it("leaves out the account that is unknown, from start and end as well, and names it", () => {
      const all = audienceGrowthOfAll([...daily([1000, 1050]), ...series({ 0: 200 }, mastodon)], over(1));
      for (const [name, value] of [
        ["start", 1000],
        ["end", 1050],
        ["net", 50],
        ["rate", 0.05],
        ["perDay", 50],
      ] as const)
        expect(all[name]).toMatchObject({ value, complete: false, missing: [mastodon], coverage: 0.5, n: 1 });
      const strict = audienceGrowthOfAll([...daily([1000, 1050]), ...series({ 0: 200 }, mastodon)], { ...over(1), strict: true });
      for (const one of [strict.start, strict.net, strict.rate]) expect(one).toMatchObject({ value: null, reason: "unknown-input" });
    });

    it("takes an account that began with nobody into the sums", () => {
      const all = audienceGrowthOfAll([...daily([100, 110]), ...daily([0, 40], mastodon)], over(1));
      expect(all.rate).toMatchObject({ value: 0.5, numerator: 50, denominator: 100, n: 2, complete: true });
      expect(audienceGrowthOfAll(daily([0, 40]), over(1)).rate).toMatchObject({ value: null, reason: "zero-denominator" });
    });

    it("divides who went by the starts of the accounts that tell", () => {
      const one = audienceGrowthOfAll(both, { ...over(1), flows: { [mastodon]: { gained: 30, lost: 20 } } });
      expect(one.churnRate).toMatchObject({ value: 0.1, numerator: 20, denominator: 200, missing: [account], coverage: 0.5 });
      expect(one.grossRate).toMatchObject({ value: 0.15, numerator: 30, denominator: 200, complete: false });
      const two = audienceGrowthOfAll(both, { ...over(1), flows: { [mastodon]: { lost: 20 }, [account]: { lost: 40 } } });
      expect(two.churnRate).toMatchObject({ value: 0.05, numerator: 60, denominator: 1200, complete: true });
      expect(audienceGrowthOfAll(both, over(1)).churnRate).toMatchObject({
        value: null,
        reason: "unknown-input",
        missing: [account, mastodon],
      });
    });

    it("counts who came to an account that began with nobody", () => {
      const flows = { [account]: { gained: 20, lost: 10 }, [mastodon]: { gained: 40, lost: 0 } };
      const all = audienceGrowthOfAll([...daily([100, 110]), ...daily([0, 40], mastodon)], { ...over(1), flows });
      expect(all.grossRate).toMatchObject({ value: 0.6, numerator: 60, denominator: 100, complete: true });
      expect(all.churnRate).toMatchObject({ value: 0.1, n: 2 });
    });

    it("is approximated when one account is", () => {
      const all = audienceGrowthOfAll([...daily([1000, 1050]), ...series({ 0.1: 200, 1: 210 }, mastodon)], over(1));
      expect([all.net.approximated, all.start.approximated, all.rate.approximated]).toEqual([true, true, true]);
      expect(audienceGrowthOfAll(both, over(1)).net).not.toHaveProperty("approximated");
    });

    it("has nothing to say of nothing, and little of few accounts", () => {
      expect(audienceGrowthOfAll([], over(1)).net).toMatchObject({ value: null, reason: "no-data" });
      expect(audienceGrowthOfAll(both, { ...over(1), minN: 3 }).net).toMatchObject({ value: null, reason: "insufficient-sample", n: 2 });
      expect(audienceGrowthOfAll(both, { ...over(1), minN: 2 }).net.value).toBe(60);
    });

    it.each([
      ["flows of an account that is not there", { flows: { "x:1": { lost: 1 } } }, "x:1"],
      ["flows that are no object", { flows: null }, "flows"],
      ["flows of nothing", { flows: { [mastodon]: null } }, "flows"],
      ["a negative loss", { flows: { [mastodon]: { lost: -1 } } }, "lost"],
    ])("refuses %s", (_what, options, words) => {
      expect(() => audienceGrowthOfAll(both, { ...over(1), ...options } as AudienceGrowthOfAllOptions)).toThrow(refusal(words));
    });

    it("says of one account what audienceGrowth says, in whatever order accounts come", () => {
      const all = audienceGrowthOfAll(both.toReversed(), over(1));
      expect(all).toEqual(audienceGrowthOfAll(both, over(1)));
      expect(all.byAccount[account]).toEqual(audienceGrowth(daily([1000, 1050]), over(1)));
    });
  });

  describe("followerChurn", () => {
    it("reproduces lifesight.io, glossary, Followers Churn Rate (read November 2026): 500 of 10,000", () => {
      expect(followerChurn({ lost: 500, start: 10_000 })).toMatchObject({ value: 0.05, base: "followers", numerator: 500, n: 1 });
    });

    it("is unknown without the losses or the start, and never 0 for that", () => {
      expect(followerChurn({ start: 100 })).toMatchObject({ value: null, reason: "unknown-input", missing: ["lost"], complete: false });
      expect(followerChurn({ lost: 5 })).toMatchObject({ value: null, reason: "unknown-input", missing: ["start"] });
      expect(followerChurn({})).toMatchObject({ missing: ["lost", "start"] });
      expect(followerChurn({ lost: 0, start: 100 }).value).toBe(0);
      expect(followerChurn({ lost: 0, start: 0 })).toMatchObject({ value: null, reason: "zero-denominator" });
    });

    it("may pass 1, where many came and went", () => {
      const churn = followerChurn({ lost: 30, start: 20 });
      expect(churn.value).toBe(1.5);
      expect(churn).not.toHaveProperty("interval");
    });

    it.each([
      ["nothing", null, "followerChurn"],
      ["a negative loss", { lost: -1, start: 1 }, "lost"],
      ["a start that is NaN", { lost: 1, start: Number.NaN }, "start"],
    ])("refuses %s", (_what, input, words) => {
      expect(() => followerChurn(input as FollowerChurnInput)).toThrow(refusal(words));
    });
  });
});
