import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeLittle, littleMention, unescapeLittle } from "../../src/text/index.js";

const reserved = Array.from("\\|{}@[]()<>#*_~");

describe("text", () => {
  describe("little text", () => {
    it.each(reserved)("escapes %s", (character) => {
      expect(escapeLittle(`a${character}b`)).toBe(`a\\${character}b`);
    });

    it("leaves letters, emoji, line breaks and other signs alone", () => {
      expect(escapeLittle("Hej! Støvler: 1.299,- & “sort” 👩‍🚀\n?=%$'")).toBe("Hej! Støvler: 1.299,- & “sort” 👩‍🚀\n?=%$'");
    });

    it("reads mentions and hashtags as people see them", () => {
      expect(unescapeLittle("Tak @[Freja \\(Holm\\)](urn:li:person:1), se {hashtag|\\#|sko}")).toBe("Tak Freja (Holm), se #sko");
      expect(unescapeLittle(`${littleMention("Bo [DK]", "urn:li:organization:7")}\\!`)).toBe("Bo [DK]\\!");
    });

    it("reads what was written, whatever it is", () => {
      const text = fc.array(fc.oneof(fc.constantFrom(...reserved, "{hashtag|\\#|a}", "@[a](b)"), fc.string({ unit: "binary" })), {
        maxLength: 30,
      });
      fc.assert(
        fc.property(text, (pieces) => {
          const written = pieces.join("");
          expect(unescapeLittle(escapeLittle(written))).toBe(written);
          // Nothing reserved is left without its backslash.
          expect(escapeLittle(written).replace(/\\[^]/gu, "")).not.toMatch(/[\\|{}@[\]()<>#*_~]/);
        }),
        { numRuns: 1_000 },
      );
    });

    it("throws for nothing", () => {
      fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof unescapeLittle(text) === "string"));
    });
  });
});
