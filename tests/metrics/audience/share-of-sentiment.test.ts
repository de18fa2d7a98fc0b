import { describe, expect, it } from "vitest";
import { shareOfSentiment } from "../../../src/metrics/index.js";
import { refusal } from "./followers.js";
import { said, times, toned } from "./said.js";

describe("metrics", () => {
  describe("shareOfSentiment", () => {
    const voices = {
      ours: [...times(3, toned("positive")), ...times(1, toned("negative")), ...times(2, toned("neutral"))],
      others: { acme: [...times(9, toned("positive")), ...times(1, toned("negative"))], bolt: times(2, toned("negative")) },
    };

    it("divides our praise by all praise, and our blame by all blame", () => {
      expect(shareOfSentiment(voices)).toMatchObject({
        value: 0.25,
        numerator: 3,
        denominator: 12,
        n: 12,
        coverage: 1,
        interval: { method: "wilson" },
        others: { acme: 9, bolt: 0 },
      });
      expect(shareOfSentiment(voices, { sentiment: "negative" })).toMatchObject({ value: 0.25, n: 4 });
      expect(shareOfSentiment(voices, { sentiment: "neutral" })).toMatchObject({ value: 1, n: 2 });
    });

    it("leaves out what nobody classified, and says so", () => {
      const share = shareOfSentiment({ ours: [...voices.ours, ...times(6), said(toned("joy"))], others: voices.others });
      expect(share).toMatchObject({
        value: 0.25,
        coverage: 18 / 25,
        complete: false,
        missing: ["sentiment"],
        excluded: { unclassified: 7 },
      });
      expect(shareOfSentiment({ ours: times(6), others: voices.others })).toMatchObject({ value: null, reason: "unknown-input" });
    });

    it("counts as shared only what has the sentiment", () => {
      const both = said(toned("positive"));
      const blame = said(toned("negative"));
      const share = shareOfSentiment({ ours: [both, blame], others: [both, blame] });
      expect(share).toMatchObject({ value: 0.5, n: 2, overlap: 1 });
      expect(share).not.toHaveProperty("interval");
      expect(shareOfSentiment({ ours: [both, blame], others: [both, blame] }, { outOf: "messages" })).toMatchObject({
        value: 1,
        n: 1,
        interval: { high: 1 },
      });
    });

    it("has no value without praise or without messages", () => {
      expect(shareOfSentiment({ ours: [said(toned("neutral"))], others: [said(toned("neutral"))] })).toMatchObject({
        value: null,
        reason: "zero-denominator",
      });
      expect(shareOfSentiment({ ours: [], others: [] })).toMatchObject({ value: null, reason: "no-data" });
    });

    it("asks the host for the sentiment, and takes the later of two thoughts", () => {
      expect(shareOfSentiment({ ours: times(1), others: times(3) }, { sentimentOf: () => "positive" }).value).toBe(0.25);
      const one = said(toned("positive", "2026-01-01T00:00:00.000Z"));
      const again = { ...one, ...toned("negative", "2026-01-02T00:00:00.000Z") };
      for (const ours of [
        [one, again],
        [again, one],
      ])
        expect(shareOfSentiment({ ours, others: [said(toned("positive"))] }).value).toBe(0);
    });

    it.each([
      ["a sentiment that is none", voices, { sentiment: "happy" }, "sentiment"],
      ["a reader that is none", voices, { sentimentOf: "label" }, "sentimentOf"],
      ["an answer that is no sentiment", voices, { sentimentOf: () => "happy" }, "sentimentOf"],
    ])("refuses %s", (_what, input, options, words) => {
      expect(() => shareOfSentiment(input, options as never)).toThrow(refusal(words));
    });
  });
});
