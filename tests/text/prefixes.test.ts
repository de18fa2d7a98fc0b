import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fits } from "../../src/text/fit.js";
import { textRules, type LengthUnit, type TextRules } from "../../src/text/index.js";
import { readPrefixes } from "../../src/text/prefixes.js";

const word = fc.oneof(
  fc.constantFrom("Tak!", "støvler.", "👨‍👩‍👧‍👧", "🇩🇰🇵🇱", "1️⃣", "https://example.com/sti?a=1", "(https://a.dk)", "example.co", "example.com@x"),
  fc.constantFrom(
    "@anna",
    "@a.dk(",
    "@bo@server.example",
    "#vandtæt",
    "a\u030a",
    "\u0308",
    "\u0600",
    "\u200d",
    "\r\n",
    "\t",
    "ブーツは防水です。",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const text = fc.array(word, { maxLength: 40 }).chain((words) => fc.constantFrom(words.join(" "), words.join("")));
const unit = fc.constantFrom<LengthUnit[]>("utf16", "code-points", "graphemes", "utf8-bytes", "emoji-bytes", "weighted");
const rules: fc.Arbitrary<TextRules> = fc.oneof(
  fc.constantFrom(textRules.x.reply, textRules.mastodon.status),
  fc.record({
    limits: fc.array(fc.record({ unit, max: fc.integer({ min: 0, max: 150 }), severity: fc.constant("error" as const) }), { minLength: 1 }),
    urlWeight: fc.constantFrom(1, 23),
    mentions: fc.constantFrom("full" as const, "user" as const, "leading-free" as const),
    markup: fc.constant("plain" as const),
  }),
);
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

describe("text", () => {
  describe("readPrefixes", () => {
    it("tells of each beginning what measuring it tells, or nothing", () => {
      fc.assert(
        fc.property(text, rules, fc.constantFrom("", "…", " …"), (whole, limits, tail) => {
          const { keep, until } = readPrefixes(whole, limits);
          for (const { index } of segmenter.segment(whole)) {
            const measured = fits(whole.slice(0, index) + tail, limits);
            expect(keep(index, tail) ?? measured).toBe(measured);
            if (index >= until) expect(measured).toBe(false);
          }
        }),
        { numRuns: 500 },
      );
    });

    it("tells nothing where links count nothing", () => {
      const free: TextRules = { limits: [{ unit: "graphemes", max: 5, severity: "error" }], urlWeight: 0, markup: "plain" };
      expect(readPrefixes("Se https://a.dk", free).keep(2, "…")).toBeUndefined();
    });
  });
});
