import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { fit, measure, overrideRules, split, textRules, type LengthUnit, type SplitOptions, type TextRules } from "../../src/text/index.js";
import { findProtected } from "../../src/text/protect.js";

const within = (max: number, unit: LengthUnit = "graphemes", more?: Partial<TextRules>): TextRules => ({
  limits: [{ unit, max, severity: "error" }],
  markup: "plain",
  ...more,
});
const keeps = (text: string, rules: TextRules): boolean => measure(text, rules).every(({ value, max = 0 }) => value <= max);

describe("text", () => {
  describe("split", () => {
    it("gives a text that fits back as one part, as it is and without a counter", () => {
      expect(split("  Hej Sandra \n", within(20), { counter: true })).toEqual(["  Hej Sandra \n"]);
      expect(split("Hej", within(20), { lead: "@anna " })).toEqual(["@anna Hej"]);
    });

    it("makes nothing of blanks", () => {
      expect(split("", within(5))).toEqual([]);
      expect(split(" \n ", within(5))).toEqual([]);
    });

    it.each<[string, string, number, readonly string[]]>([
      ["paragraphs", "Vi har sort. Og brun.\n\nSkriv endelig igen.", 36, ["Vi har sort. Og brun.", "Skriv endelig igen."]],
      ["sentences", "Vores støvler er vandtætte. De tåler sne.", 30, ["Vores støvler er vandtætte.", "De tåler sne."]],
      ["sentences of full width", "你好世界。世界你好。", 7, ["你好世界。", "世界你好。"]],
      ["lines", "sort og brun\nblå og grøn", 16, ["sort og brun", "blå og grøn"]],
      ["clauses", "Vi har sort og brun, men ikke mere blå i år", 26, ["Vi har sort og brun,", "men ikke mere blå i år"]],
      ["words", "Vi har mange farver i butikken", 16, ["Vi har mange", "farver i", "butikken"]],
      ["graphemes of a long word", "👨‍👩‍👧‍👧".repeat(5), 2, ["👨‍👩‍👧‍👧👨‍👩‍👧‍👧", "👨‍👩‍👧‍👧👨‍👩‍👧‍👧", "👨‍👩‍👧‍👧"]],
      ["no abbreviation", "Vi har flere farver, f.eks. sort og brun", 28, ["Vi har flere farver,", "f.eks. sort og brun"]],
    ])("parts between %s", (_, text, max, expected) => {
      expect(split(text, within(max))).toEqual(expected);
    });

    it("keeps a link with the sentence before it", () => {
      expect(split("Tak for dit gode spørgsmål. Se alle vores farver her. https://a.dk/farver", within(45))).toEqual([
        "Tak for dit gode spørgsmål.",
        "Se alle vores farver her. https://a.dk/farver",
      ]);
    });

    it("counts what a counter costs, whose numbers grow longer", () => {
      const parts = split("ord ".repeat(60), within(16), { counter: true });
      expect(parts[0]).toBe("ord ord ord 1/26");
      expect(parts.at(-1)).toBe("ord 26/26");
    });

    it("begins each part with what it is given, which on X is free when it is a mention", () => {
      const rules = overrideRules(textRules.x.reply, { limits: [{ unit: "weighted", max: 10, severity: "error" }] });
      expect(split("Vi har brune støvler", rules, { lead: "@anna " })).toEqual(["@anna Vi har", "@anna brune", "@anna støvler"]);
      expect(split("Vi har brune", within(12), { lead: "@anna " })).toEqual(["@anna Vi har", "@anna brune"]);
    });

    it("keeps ceilings on links", () => {
      const links = Array.from({ length: 7 }, (_, index) => `https://a.dk/${index}`).join(" ");
      expect(split(links, textRules.threads.post).map((part) => part.split(" ").length)).toEqual([5, 2]);
    });

    it("never parts what Markdown holds together, unless no part can hold it", () => {
      const text = "Se **de brune støvler** og [alle farver i butikken](https://a.dk) her";
      expect(split(text, within(42, "graphemes", { markup: "discord" }))).toEqual([
        "Se **de brune støvler** og",
        "[alle farver i butikken](https://a.dk) her",
      ]);
      expect(split("**meget fede ord**", within(12, "graphemes", { markup: "discord" }))).toEqual(["**meget fede", "ord**"]);
    });

    it("refuses a link that no part can hold, and more parts than are allowed", () => {
      expect(() => split("Se https://example.com/lang-sti", within(20))).toThrow(FolkmootError);
      expect(() => split("a b c d", within(1), { most: 3 })).toThrow(/4 parts and 3/);
      expect(() => split(5 as unknown as string, within(20))).toThrow(/`text`/);
    });

    const word = fc.oneof(
      fc.constantFrom("Tak!", "støvler.", "f.eks.", "👨‍👩‍👧‍👧", "🇩🇰🇵🇱", "https://a.dk/s?a=1", "(https://a.dk)", "@anna.dk", "sort,"),
      fc.constantFrom("@bo@b.example", "#vandtæt", "a\u030a", "\r\n", "\n\n", "—", "…", "你好。世界", "example.com", "<@123>", "$DSV"),
      fc.constantFrom("**fed skrift**", "[a](b)", "\\*", ":smile:", "`kode`", "example.co", ".m", "(sort)", "@[Bo](urn:li:person:1)"),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    );
    const text = fc.array(word, { maxLength: 60 }).chain((words) => fc.constantFrom(words.join(" "), words.join("")));
    const rules = fc.record({
      limits: fc.array(
        fc.record({
          unit: fc.constantFrom<LengthUnit[]>("utf16", "code-points", "graphemes", "utf8-bytes", "emoji-bytes", "weighted"),
          max: fc.integer({ min: 30, max: 140 }),
          severity: fc.constantFrom("error" as const, "warn" as const),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      mentions: fc.constantFrom("full" as const, "user" as const, "leading-free" as const),
      markup: fc.constantFrom("plain" as const, "discord" as const, "reddit" as const, "little" as const),
    });
    const options = fc.record({ counter: fc.boolean(), lead: fc.constantFrom("", "@anna ") });

    /** The parts, or nothing when something is too long for every part. */
    function tried(whole: string, limits: TextRules, how: SplitOptions): readonly string[] | undefined {
      try {
        return split(whole, limits, how);
      } catch (error) {
        expect(error).toBeInstanceOf(FolkmootError);
        return undefined;
      }
    }

    it("keeps every limit, gives the text back when joined, cuts nothing that must stay whole, and does the same each time", () => {
      let parted = 0;
      fc.assert(
        fc.property(text, rules, options, (whole, limits, how) => {
          const parts = tried(whole, limits, how);
          if (parts === undefined) return;
          if (parts.length > 1) parted++;
          expect(split(whole, limits, how)).toEqual(parts);
          const firm = findProtected(whole);
          let at = 0;
          parts.forEach((part, index) => {
            expect(keeps(part, limits)).toBe(true);
            const counter = how.counter && parts.length > 1 ? ` ${index + 1}/${parts.length}` : "";
            expect(part.startsWith(how.lead) && part.endsWith(counter)).toBe(true);
            const said = part.slice(how.lead.length, part.length - counter.length);
            expect(said.trim()).not.toBe("");
            if (!whole.startsWith(said, at)) at += whole.slice(at).length - whole.slice(at).trimStart().length;
            expect(whole.startsWith(said, at)).toBe(true);
            const before = at;
            expect(firm.some(({ start, end }) => start < before && before < end)).toBe(false);
            at += said.length;
          });
          expect(whole.slice(at).trim()).toBe("");
        }),
        { numRuns: 1_500 },
      );
      expect(parted).toBeGreaterThan(300);
    });

    it("leaves parts that fit, which it would not part again", () => {
      fc.assert(
        fc.property(text, rules, (whole, limits) => {
          for (const part of tried(whole, limits, {}) ?? []) {
            expect(split(part, limits)).toEqual([part]);
            expect(fit(part, limits)).toBe(part);
          }
        }),
        { numRuns: 500 },
      );
    });

    it("takes a long hostile text in time that grows with its length", () => {
      for (const part of ["a%", "**a ", "[", "\\", "((", "a. ", "https://a.dk ", "@a ", "你好。", ":a", "_a", "`"]) {
        const started = performance.now();
        tried(part.repeat(8_000), { ...textRules.discord.message, limits: textRules.discord.message.limits }, { counter: true });
        expect(performance.now() - started, part).toBeLessThan(20_000);
      }
    });
  });
});
