import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import { netSentiment, type NetSentimentOptions } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { refusal } from "./followers.js";
import { by, said, times, toned } from "./said.js";

const { ofAll, ofPolar } = netSentiment;
const tones = (positive: number, negative: number, neutral: number, unknown = 0): readonly Message[] => [
  ...times(positive, toned("positive")),
  ...times(negative, toned("negative")),
  ...times(neutral, toned("neutral")),
  ...times(unknown),
];

describe("metrics", () => {
  describe("netSentiment", () => {
    // Black Box Intelligence, help centre, "What is Net Sentiment and what are the other sentiment options?" (read November 2026):
    // 80 positive, 20 negative, 100 neutral: 40.0 % - 10.0 % = 30.0; without neutral 80.0 % and 20.0 %.
    it("reproduces the example of Black Box, as points and as a fraction", () => {
      const messages = tones(80, 20, 100);
      expect(ofAll(messages, { unit: "points" })).toEqual({
        value: 30,
        unit: "points",
        n: 200,
        numerator: 60,
        denominator: 200,
        components: { positive: 80, negative: 20, neutral: 100 },
        coverage: 1,
        complete: true,
        missing: [],
      });
      expect(ofAll(messages)).toMatchObject({ value: 0.3, unit: "fraction" });
      expect(ofPolar(messages)).toMatchObject({ value: 0.6, unit: "fraction", n: 100, denominator: 100 });
      expect(ofPolar(messages, { unit: "points" })).toMatchObject({ value: 60, unit: "points" });
    });

    // Read November 2026.
    it.each([
      ["help.allears.ai, What is Net Sentiment?: 35 %, 59 % neutral, 6 % make +29", 35, 6, 59, 29],
      ["japio.com, Social Media Sentiment Score: 800 and 150 of 1,500 make 43.3", 800, 150, 550, 43.333_333],
    ])("reproduces %s", (_source, positive, negative, neutral, points) => {
      expect(ofAll(tones(positive, negative, neutral), { unit: "points" }).value).toBeCloseTo(points, 5);
    });

    it("goes from -1 to 1", () => {
      expect([ofAll(tones(0, 3, 0)).value, ofAll(tones(3, 0, 0)).value, ofAll(tones(2, 2, 5)).value]).toEqual([-1, 1, 0]);
      expect([ofPolar(tones(0, 3, 9)).value, ofPolar(tones(3, 0, 9)).value]).toEqual([-1, 1]);
    });

    it("does not count what nobody classified, and says how much was", () => {
      const messages = [...tones(3, 1, 0, 3), said(toned("joy"))];
      expect(ofAll(messages)).toMatchObject({
        value: 0.5,
        n: 4,
        coverage: 0.5,
        complete: false,
        missing: ["sentiment"],
        excluded: { unclassified: 3, "other-label": 1 },
      });
      expect(ofAll(messages, { strict: true })).toMatchObject({ value: null, reason: "unknown-input" });
      expect(ofAll(tones(3, 1, 0), { strict: true }).value).toBe(0.5);
    });

    it("has no value without messages, without sentiment, or without any that is not neutral", () => {
      expect(ofAll([])).toMatchObject({ value: null, reason: "no-data" });
      expect(ofAll(times(3))).toMatchObject({ value: null, reason: "unknown-input", coverage: 0, complete: false });
      expect(ofPolar(tones(0, 0, 3))).toMatchObject({ value: null, reason: "zero-denominator", denominator: 0, coverage: 1 });
      expect(ofAll(tones(0, 0, 3)).value).toBe(0);
    });

    it("carries no interval, but may want a sample", () => {
      expect(ofAll(tones(3, 1, 0))).not.toHaveProperty("interval");
      expect(ofPolar(tones(3, 1, 9), { minN: 5 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 4 });
      expect(ofAll(tones(3, 1, 9), { minN: 5 }).value).toBe(2 / 13);
    });

    it("hears members only", () => {
      const positive = toned("positive");
      const messages = [
        said({ ...toned("negative"), ...by("anna") }),
        said({ ...positive, ...by("bot", { isBot: true }) }),
        said({ ...positive, ...by("feed") }),
        said({ ...positive, direction: "outbound" }),
        said({ ...positive, ...by("us", { isOwn: true }) }),
        said({ ...positive, visibility: "internal" }),
      ];
      const options: NetSentimentOptions = { isBot: ({ key }) => key.endsWith("feed") };
      expect(ofAll(messages, options)).toMatchObject({ value: -1, n: 1, coverage: 1, excluded: { bot: 2, own: 2, internal: 1 } });
      expect(ofAll(messages, { ...options, includeBots: true, includeOwn: true }).components).toEqual({
        positive: 4,
        negative: 1,
        neutral: 0,
      });
    });

    it("takes what one copy shows to be a bot's for a bot's", () => {
      const message = said({ ...toned("positive"), ...by("bot", { isBot: true }) });
      const copies = [message, said({ key: message.key, ...toned("positive") })];
      for (const messages of [copies, copies.toReversed()])
        expect(ofAll(messages)).toMatchObject({ value: null, reason: "no-data", excluded: { bot: 1 } });
    });

    it("counts a shell among what nobody classified", () => {
      const messages = tones(1, 0, 1);
      const shells = [messageShell(said(toned("negative")), "2026-02-01T00:00:00.000Z")];
      expect(ofAll([...messages, ...shells])).toMatchObject({ value: 0.5, coverage: 2 / 3 });
    });

    it("takes labels in any case, and asks the host for words of its own", () => {
      expect(ofAll([said(toned("Positive")), said(toned("NEGATIVE"))])).toMatchObject({ value: 0, n: 2 });
      const stars = [said({ rating: 5 }), said({ rating: 5 }), said({ rating: 1 }), said()];
      const sentimentOf = ({ rating }: Message): "positive" | "negative" | undefined =>
        rating === undefined ? undefined : rating > 3 ? "positive" : "negative";
      expect(ofAll(stars, { sentimentOf })).toMatchObject({ value: 1 / 3, coverage: 0.75 });
    });

    it("counts copies once, with the later thought, and knows more than the copy that nobody classified", () => {
      const one = said(toned("positive", "2026-01-01T00:00:00.000Z"));
      const later = { ...one, ...toned("negative", "2026-01-02T00:00:00.000Z") };
      const bare = said({ key: one.key });
      const odd = { ...one, ...toned("joy", "2026-01-03T00:00:00.000Z") };
      const copies: readonly Message[] = [one, later, bare, odd];
      for (const messages of [copies, copies.toReversed()]) expect(ofAll(messages)).toMatchObject({ value: -1, n: 1, coverage: 1 });
      for (const messages of [
        [bare, odd],
        [odd, bare],
      ])
        expect(ofAll(messages).excluded).toEqual({ "other-label": 1 });
    });

    it.each([
      ["no list", null, {}, "`messages`"],
      ["a message that is nothing", [undefined], {}, "position 0"],
      ["a message without a key", [{}], {}, "key"],
      ["options that are none", [], "points", "`options`"],
      ["a unit that is none", [], { unit: "percent" }, "unit"],
      ["a reader that is none", [], { sentimentOf: {} }, "sentimentOf"],
      ["an answer that is no sentiment", [said()], { sentimentOf: () => "glad" }, "sentimentOf"],
      ["a least sample that is none", [], { minN: Number.NaN }, "minN"],
      ["a test for bots that is none", [], { isBot: /bot/u }, "isBot"],
    ])("refuses %s", (_what, messages, options, words) => {
      for (const one of [ofAll, ofPolar])
        expect(() => one(messages as readonly Message[], options as NetSentimentOptions)).toThrow(refusal(words));
    });

    it("has one value in any order, within its bounds, and points are a hundred times the fraction", () => {
      const anyTone = fc.constantFrom("positive", "negative", "neutral", "odd", undefined);
      const any = fc.array(fc.record({ id: fc.nat(20), tone: anyTone, at: fc.nat(3) }), { maxLength: 40 });
      fc.assert(
        fc.property(any, (all) => {
          const messages = all.map(({ id, tone, at }) => ({
            key: `x:1:message:${id}`,
            ...(tone !== undefined && toned(tone, `2026-01-0${at + 1}T00:00:00.000Z`)),
          }));
          for (const one of [ofAll, ofPolar]) {
            const measure = one(messages);
            expect(one(messages.toReversed())).toEqual(measure);
            if (measure.value === null) continue;
            expect(Math.abs(measure.value)).toBeLessThanOrEqual(1);
            expect(one(messages, { unit: "points" }).value).toBeCloseTo(100 * measure.value, 9);
          }
        }),
      );
    });
  });
});
