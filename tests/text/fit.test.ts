import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, measure, textRules, type LengthUnit, type TextRules } from "../../src/text/index.js";

const within = (max: number, unit: LengthUnit = "graphemes"): TextRules => ({
  limits: [{ unit, max, severity: "error" }],
  markup: "plain",
});
const keeps = (text: string, rules: TextRules): boolean => measure(text, rules).every(({ value, max = 0 }) => value <= max);

describe("text", () => {
  describe("fit", () => {
    it("gives a text that fits back as it is", () => {
      expect(fit("  Hej  Sandra \n", textRules.bluesky.reply)).toBe("  Hej  Sandra \n");
      expect(fit("å".repeat(300), textRules.bluesky.reply)).toBe("å".repeat(300));
    });

    it("takes the blanks at the end of a text away before any of its words", () => {
      expect(fit("abc   ", within(5))).toBe("abc");
      expect(fit("  abc \t\n", within(5))).toBe("  abc");
      expect(fit("      ", within(5))).toBe("");
      expect(fit("abc def   ", within(5))).toBe("abc…");
    });

    it("ends with a sentence where that keeps half of the room", () => {
      expect(fit("Vores støvler er vandtætte. Kunne du tænke dig at prøve dem?", within(40))).toBe("Vores støvler er vandtætte.");
      expect(fit("你好。世界你好世界你好世界你好", within(5))).toBe("你好。");
    });

    it("ends with a word where the last sentence ended too early", () => {
      expect(fit("Hej. Vores støvler er vandtætte i al slags vejr", within(40))).toBe("Hej. Vores støvler er vandtætte i al…");
    });

    it("does not take an abbreviation for the end of a sentence", () => {
      expect(fit("Vi har flere farver, f.eks. sort og brun", within(30))).toBe("Vi har flere farver…");
    });

    it("cuts inside a word only when the words are too long", () => {
      expect(fit("a".repeat(50), within(10))).toBe(`${"a".repeat(9)}…`);
      expect(fit("👨‍👩‍👧‍👧".repeat(50), within(3))).toBe("👨‍👩‍👧‍👧👨‍👩‍👧‍👧…");
    });

    it("counts the ellipsis at its real cost", () => {
      expect(fit("æ".repeat(600), textRules.instagram.direct)).toBe(`${"æ".repeat(498)}…`);
      expect(fit("a".repeat(300), textRules.x.post)).toBe(`${"a".repeat(278)}…`);
    });

    it("keeps several limits at once", () => {
      const families = fit("👨‍👩‍👧‍👧".repeat(299), textRules.bluesky.reply);
      expect(measure(families, textRules.bluesky.reply)).toEqual([
        { unit: "graphemes", value: 120, max: 300 },
        { unit: "utf8-bytes", value: 119 * 25 + 3, max: 3_000 },
      ]);
    });

    it.each([
      ["a link", "Se her https://example.com/vandtaette-stoevler", 30, "Se her…"],
      ["a bare address", "Se her www.example.com/vandtaette", 20, "Se her…"],
      ["a mention", "Tak @vandtaette.bsky.social", 15, "Tak…"],
      ["a hashtag", "Tak #vandtættestøvler", 12, "Tak…"],
    ])("drops %s whole", (_, text, max, expected) => {
      expect(fit(text, within(max))).toBe(expected);
    });

    it("sets the ellipsis apart from a link, which would take it for its own", () => {
      expect(fit("Se https://example.com for de mange farver", within(26))).toBe("Se https://example.com …");
    });

    it("leaves nothing when nothing can stay", () => {
      expect(fit("https://example.com/vandtaette-stoevler", within(10))).toBe("");
      expect(fit("ab", within(0))).toBe("");
    });

    it("leaves no comma or open bracket behind", () => {
      expect(fit("Vi har sort, (og brune støvler i alle størrelser)", within(14))).toBe("Vi har sort…");
    });

    const text = fc
      .array(
        fc.oneof(
          fc.constantFrom("Tak!", "støvler.", "f.eks.", "👨‍👩‍👧‍👧", "🇩🇰🇵🇱", "https://example.com/sti?a=1", "(https://a.dk)", "@anna.bsky.social"),
          fc.constantFrom(
            "@bo@server.example",
            "#vandtæt",
            "a\u030a",
            "\r\n",
            "\n\n",
            "—",
            "…",
            "你好。世界",
            "example.com",
            "<@123>",
            "$DSV",
          ),
          fc.string({ unit: "grapheme", maxLength: 6 }),
        ),
        { maxLength: 40 },
      )
      .chain((words) => fc.constantFrom(words.join(" "), words.join("")));
    const rules = fc.oneof(
      fc.constantFrom(textRules.x.reply, textRules.mastodon.status, textRules.bluesky.reply),
      fc.record({
        limits: fc.array(
          fc.record({
            unit: fc.constantFrom<LengthUnit[]>("utf16", "code-points", "graphemes", "utf8-bytes", "emoji-bytes", "weighted"),
            max: fc.integer({ min: 0, max: 120 }),
            severity: fc.constantFrom("error" as const, "warn" as const),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        mentions: fc.constantFrom("full" as const, "user" as const, "leading-free" as const),
        markup: fc.constant("plain" as const),
      }),
      fc.record({
        limits: fc.constant([{ unit: "graphemes" as const, max: 40, severity: "error" as const }]),
        urlWeight: fc.constant(23),
        markup: fc.constant("plain" as const),
      }),
    );

    it("keeps every limit, and changes nothing the second time", () => {
      fc.assert(
        fc.property(text, rules, (whole, limits) => {
          const fitted = fit(whole, limits);
          expect(keeps(fitted, limits)).toBe(true);
          expect(fit(fitted, limits)).toBe(fitted);
        }),
        { numRuns: 1_000 },
      );
    });

    it("keeps the beginning of the text, cut between two graphemes", () => {
      const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
      fc.assert(
        fc.property(text, rules, (whole, limits) => {
          const fitted = fit(whole, limits);
          if (fitted === whole || fitted === "") return;
          const at = [fitted.length, fitted.length - 1, fitted.length - 2].find((end) => whole.startsWith(fitted.slice(0, end)));
          expect(at).toBeDefined();
          const borders = [...segmenter.segment(whole)].map(({ index }) => index);
          expect([...borders, whole.length]).toContain(at);
        }),
        { numRuns: 500 },
      );
    });

    it("never leaves a piece of a link, mention or hashtag", () => {
      const word = fc.constantFrom("Tak", "støvler", "https://example.com/sti?a=1", "@anna.bsky.social", "#vandtæt", "www.example.com/sti");
      fc.assert(
        fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.integer({ min: 0, max: 100 }), (words, max) => {
          const whole = words.join(" ");
          const kept = fit(whole, within(max))
            .replace(/ ?…$/u, "")
            .split(" ")
            .filter((one) => one !== "");
          for (const [index, one] of kept.entries()) if (/[@#./]/u.test(words[index] ?? "")) expect(one).toBe(words[index]);
        }),
        { numRuns: 500 },
      );
    });
  });
});
