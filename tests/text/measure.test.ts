import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, measure, textRules, type LengthUnit, type TextRules } from "../../src/text/index.js";

const units: readonly LengthUnit[] = ["utf16", "code-points", "graphemes", "utf8-bytes", "emoji-bytes", "weighted"];
const all: TextRules = { limits: units.map((unit) => ({ unit, max: 1_000, severity: "error" })), markup: "plain" };
const lengths = (text: string, rules: TextRules = all): readonly number[] => measure(text, rules).map(({ value }) => value);
const weight = (text: string, rules: TextRules = textRules.x.post): number | undefined => measure(text, rules)[0]?.value;
const graphemes = (text: string, rules: TextRules): number | undefined => measure(text, rules)[0]?.value;

describe("text", () => {
  describe("measure", () => {
    it.each([
      ["a text that is none", 5, all, "`text`"],
      ["rules that are missing", "x", undefined, "`rules.limits`"],
      ["rules without limits", "x", {}, "`rules.limits`"],
      ["a limit that is nothing", "x", { limits: [null] }, "`max`"],
      ["a unit that nobody counts", "x", { limits: [{ unit: "foo", max: 3 }] }, "`unit`"],
      ["a unit that every object has", "x", { limits: [{ unit: "toString", max: 3 }] }, "`unit`"],
      ["a limit without a number", "x", { limits: [{ unit: "graphemes" }] }, "`max`"],
      ["a limit that is no number", "x", { limits: [{ unit: "graphemes", max: Number.NaN }] }, "`max`"],
      ["a limit below 0", "x", { limits: [{ unit: "graphemes", max: -1 }] }, "`max`"],
    ])("refuses %s, naming the field, and so does fit", (_what, text, rules, field) => {
      const refused: unknown = expect.objectContaining({
        name: "FolkmootError",
        code: "invalid-request",
        message: expect.stringContaining(field) as string,
      });
      expect(() => measure(text as string, rules as TextRules)).toThrow(refused);
      expect(() => fit(text as string, rules as TextRules)).toThrow(refused);
    });

    it("gives one length for each limit, in their order, with the limit beside it", () => {
      expect(measure("vandtætte!", textRules.bluesky.reply)).toEqual([
        { unit: "graphemes", value: 10, max: 300 },
        { unit: "utf8-bytes", value: 11, max: 3_000 },
      ]);
    });

    it.each([
      ["", [0, 0, 0, 0, 0, 0]],
      ["støvler", [7, 7, 7, 8, 7, 7]],
      ["👨‍👩‍👧‍👧", [11, 7, 1, 25, 25, 2]],
      ["🇩🇰", [4, 2, 1, 8, 8, 2]],
      ["a\r\nb", [4, 4, 3, 4, 4, 4]],
      ["1️⃣", [3, 3, 1, 7, 7, 2]],
      // A followed by a combining ring: one letter to the reader, and one to X, which composes it first.
      ["a\u030a", [2, 2, 1, 3, 2, 1]],
      ["…", [1, 1, 1, 3, 1, 2]],
      ["–", [1, 1, 1, 3, 1, 1]],
      ["你好", [2, 2, 2, 6, 2, 4]],
    ])("counts %j as UTF-16 units, code points, graphemes, bytes, emoji as bytes, and weight", (text, expected) => {
      expect(lengths(text)).toEqual(expected);
    });

    it("counts graphemes as Intl.Segmenter does", () => {
      const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
      fc.assert(
        fc.property(mixedText(), (text) => {
          expect(lengths(text)[2]).toBe([...segmenter.segment(text)].length);
        }),
        { numRuns: 500 },
      );
    });

    it("counts bytes as TextEncoder and code points as an iterator, lone surrogates included", () => {
      const encoder = new TextEncoder();
      fc.assert(
        fc.property(fc.oneof(mixedText(), fc.string({ unit: "binary", maxLength: 20 }), loneSurrogates()), (text) => {
          const measured = lengths(text);
          expect(measured[3]).toBe(encoder.encode(text).length);
          expect(measured[1]).toBe(Array.from(text).length);
        }),
        { numRuns: 500 },
      );
    });

    describe("weight of X", () => {
      it("counts a link 23, however long or short it is", () => {
        expect(weight("https://example.com")).toBe(23);
        expect(weight(`https://example.com/${"a".repeat(300)}?q=1#top`)).toBe(23);
        expect(weight("Se (https://example.com/a_(b)). Tak")).toBe("Se (). Tak".length + 23);
      });

      it("counts what only looks like a link as it is written", () => {
        expect(weight("http://localhost")).toBe(16);
        expect(weight(`https://${"a".repeat(64)}.com`)).toBe(76);
      });

      it.each([
        ["©", 1],
        ["©️", 2],
        ["❤️", 2],
        ["👍🏽", 2],
        ["👩🏽‍🚀", 2],
        ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2],
        ["☺︎", 4],
        ["🇩🇰🇵🇱", 4],
        ["#", 1],
      ])("weighs %s as %i", (text, expected) => {
        expect(weight(text)).toBe(expected);
      });

      it("does not count the mentions that lead a reply", () => {
        expect(weight("@anna @bo_2 Tak!", textRules.x.reply)).toBe(4);
        expect(weight("Tak @anna!", textRules.x.reply)).toBe(10);
        expect(weight("@anna @bo_2 Tak!", textRules.x.post)).toBe(16);
      });
    });

    describe("lengths of Mastodon", () => {
      it("counts a link 23 and only the name of a mention from another server", () => {
        expect(graphemes(`${"a".repeat(476)} http://${"b".repeat(30)}.com/example`, textRules.mastodon.status)).toBe(500);
        expect(graphemes(`${"a".repeat(475)} @alice@${"b".repeat(30)}.com`, textRules.mastodon.status)).toBe(482);
      });

      it("counts a bare domain as it is written", () => {
        expect(graphemes("example.com/a/long/path/that/counts", textRules.mastodon.status)).toBe(35);
      });

      it("takes the weight that a server told", () => {
        expect(graphemes("https://example.com", { ...textRules.mastodon.status, urlWeight: 256 })).toBe(256);
      });
    });

    it("reads a long hostile text in time that grows with its length", () => {
      for (const part of ["a%", "@a-", "http://", "a.", "#", "@a@", "👨‍", "<@"]) {
        const started = performance.now();
        lengths(part.repeat(20_000), { ...all, urlWeight: 23, mentions: "user" });
        expect(performance.now() - started, part).toBeLessThan(10_000);
      }
    });
  });
});

/** Texts with everything that is more than one unit long. */
function mixedText(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom("👨‍👩‍👧‍👧", "🇩🇰", "1️⃣", "a\u030a", "å", "\r\n", "\r", "\n", "क्षि", "각", "👍🏽", "❤️", "ș", "…", " "),
    fc.string({ unit: "grapheme-ascii", maxLength: 8 }),
    fc.string({ unit: "grapheme", maxLength: 4 }),
  );
  return fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));
}

function loneSurrogates(): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min: 0xd7f0, max: 0xe00f }), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes));
}
