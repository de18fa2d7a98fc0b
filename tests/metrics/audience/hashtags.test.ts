import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import { foldHashtag, hashtagUse, type HashtagOptions } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { refusal } from "./followers.js";
import { by, ownPost, said } from "./said.js";

/** Makes a message with hashtags. */
const tagged = (tags: string, fields: Partial<Message> = {}): Message =>
  said({ entities: tags.split(" ").map((value, index) => ({ type: "hashtag", start: index, end: index + 1, value })), ...fields });
const reached = (reach: number): Partial<Message> => ({ counts: { reach } as Message["counts"] });
const at = (day: number, time = "10:00"): Partial<Message> => ({ createdAt: `2026-03-${String(day).padStart(2, "0")}T${time}:00.000Z` });

describe("metrics", () => {
  describe("foldHashtag", () => {
    it.each([
      ["case, and the sign", ["#BrandX", "brandx", "##brandX", "＃ｂｒａｎｄｘ", " brandx "], "brandx"],
      ["marks", ["Café", "CAFE", "cafe\u0301"], "cafe"],
      ["Danish letters", ["Smørrebrød", "smorrebrod", "SMØRREBRØD"], "smorrebrod"],
      ["ligatures", ["Æbleskiver", "aebleskiver"], "aebleskiver"],
      ["Polish letters", ["Łódź", "LODZ"], "lodz"],
      ["the German ß", ["Straße", "STRASSE", "STRAẞE"], "strasse"],
      ["the Turkish i", ["İstanbul", "ıstanbul", "ISTANBUL"], "istanbul"],
      ["Greek accents and the last s", ["Έλληνας", "ΕΛΛΗΝΑΣ", "ελληνασ"], "ελληνασ"],
      ["Vietnamese", ["Việt", "viet"], "viet"],
      ["compatibility forms", ["ﬁt", "fit", "ｆｉｔ"], "fit"],
      ["how an emoji is drawn", ["❤\uFE0F", "❤"], "❤"],
    ])("makes one of spellings that differ in %s", (_what, spellings, folded) => {
      expect(spellings.map(foldHashtag)).toEqual(spellings.map(() => folded));
    });

    it.each([
      ["か", "が"],
      ["мои", "мой"],
      ["हद", "हिद"],
      ["한", "하"],
      ["a", "b"],
    ])("keeps %s and %s apart", (one, other) => {
      expect(foldHashtag(one)).not.toBe(foldHashtag(other));
    });

    it.each(["が", "мой", "한글"])("gives %s back as it is", (tag) => {
      expect(foldHashtag(tag)).toBe(tag);
    });

    it("changes nothing the second time", () => {
      fc.assert(
        fc.property(fc.string({ unit: "grapheme" }), (tag) => {
          expect(foldHashtag(foldHashtag(tag))).toBe(foldHashtag(tag));
        }),
      );
    });
  });

  describe("hashtagUse", () => {
    it("tells uses, authors, reach and what stands beside", () => {
      const messages = [
        tagged("Brandx sko", { ...by("anna"), ...reached(100) }),
        tagged("BrandX sko vinter", { ...by("anna"), ...reached(50) }),
        tagged("BrandX", by("bo")),
      ];
      const [brandx, sko, vinter] = hashtagUse(messages);
      expect(brandx).toEqual({
        tag: "brandx",
        display: "BrandX",
        uses: { value: 3, unit: "count", n: 3, complete: true, missing: [] },
        authors: { value: 2, unit: "count", n: 3, coverage: 1, complete: true, missing: [] },
        reach: { value: 150, unit: "count", n: 2, coverage: 2 / 3, gross: true, complete: false, missing: ["reach"] },
        coTags: [
          { tag: "sko", display: "sko", uses: 2 },
          { tag: "vinter", display: "vinter", uses: 1 },
        ],
      });
      expect(sko).toMatchObject({ tag: "sko", uses: { value: 2 }, authors: { value: 1 }, reach: { value: 150, complete: true } });
      expect(vinter).toMatchObject({ tag: "vinter", coTags: [{ tag: "brandx", display: "BrandX" }, { tag: "sko" }] });
    });

    it("shows the commonest spelling, of equal ones always the same", () => {
      const spellings = ["smorrebrod", "Smørrebrød", "Smørrebrød", "SMØRREBRØD"].map((tag) => tagged(tag));
      expect(hashtagUse(spellings)).toMatchObject([{ tag: "smorrebrod", display: "Smørrebrød", uses: { value: 4 } }]);
      const pair = [tagged("sko"), tagged("Sko")];
      for (const messages of [pair, pair.toReversed()]) expect(hashtagUse(messages)[0]?.display).toBe("Sko");
    });

    it("counts a message once, however often it bears the hashtag and however often it comes", () => {
      const message = tagged("sko SKO sko");
      expect(hashtagUse([message, { ...message }])).toMatchObject([{ uses: { value: 1 }, coTags: [] }]);
    });

    it("sorts by uses, then by name", () => {
      expect(hashtagUse([tagged("b a"), tagged("c b"), tagged("c d")]).map(({ tag }) => tag)).toEqual(["b", "c", "a", "d"]);
    });

    it("reads hashtags only", () => {
      const mention = said({ entities: [{ type: "mention", start: 0, end: 5, value: "sko" }] });
      expect(hashtagUse([mention, tagged("#"), messageShell(tagged("sko"), "2026-02-01T00:00:00.000Z")])).toEqual([]);
    });

    it("knows no authors, or a lower bound, where they are gone", () => {
      expect(hashtagUse([tagged("sko")])[0]?.authors).toMatchObject({
        value: null,
        reason: "unknown-input",
        missing: ["author"],
        coverage: 0,
      });
      expect(hashtagUse([tagged("sko"), tagged("sko", by("anna"))])[0]?.authors).toMatchObject({
        value: 1,
        complete: false,
        missing: ["author"],
        coverage: 0.5,
      });
    });

    it("knows no reach where nobody told any, and takes it from where the host says", () => {
      expect(hashtagUse([tagged("sko")])[0]?.reach).toMatchObject({ value: null, reason: "unknown-input", gross: true });
      expect(hashtagUse([tagged("sko")], { reachOf: () => 7 })[0]?.reach.value).toBe(7);
      expect(hashtagUse([tagged("sko", reached(0))])[0]?.reach.value).toBe(0);
    });

    it("calls authors of several accounts gross: one person may be two", () => {
      const elsewhere = { author: { key: "x:1:author:anna", isOwn: false } };
      expect(hashtagUse([tagged("sko", by("anna")), tagged("sko", elsewhere)])[0]?.authors).toMatchObject({ value: 2, gross: true });
      expect(hashtagUse([tagged("sko", by("anna")), tagged("sko", by("bo"))])[0]?.authors).not.toHaveProperty("gross");
    });

    it("leaves out bots and what we wrote, and says how many", () => {
      const messages = [
        tagged("sko", by("anna")),
        tagged("sko fup", by("bot", { isBot: true })),
        tagged("sko", by("feed")),
        tagged("sko", { direction: "outbound" }),
        ownPost({ entities: [{ type: "hashtag", start: 0, end: 3, value: "sko" }] }),
      ];
      const options: HashtagOptions = { isBot: ({ key }) => key.endsWith("feed") };
      expect(hashtagUse(messages, options)).toMatchObject([
        { tag: "sko", uses: { value: 1, excluded: { bot: 2, own: 2 } }, authors: { value: 1, excluded: { bot: 2, own: 2 } }, coTags: [] },
      ]);
      expect(hashtagUse(messages, { ...options, includeBots: true, includeOwn: true })[0]?.uses.value).toBe(5);
    });

    it("takes what one copy shows to be a bot's for a bot's", () => {
      const message = tagged("sko", by("bot", { isBot: true }));
      const shelled = tagged("sko", { key: message.key });
      for (const messages of [
        [message, shelled],
        [shelled, message],
      ])
        expect(hashtagUse(messages, { tags: ["sko"] })).toMatchObject([{ uses: { value: 0, excluded: { bot: 1 } } }]);
    });

    it("makes one of copies that were read at different times", () => {
      const early = tagged("sko", reached(5));
      const late = tagged("sko vinter", { key: early.key, ...by("anna"), ...reached(9), createdAt: early.createdAt });
      for (const messages of [
        [early, late],
        [late, early],
      ])
        expect(hashtagUse(messages)).toMatchObject([
          { tag: "sko", uses: { value: 1 }, authors: { value: 1 }, reach: { value: 9 } },
          { tag: "vinter" },
        ]);
    });

    describe("asked for some", () => {
      it("tells those, in any spelling, used or not", () => {
        const messages = [tagged("BrandX sko", by("anna")), tagged("vinter")];
        expect(hashtagUse(messages, { tags: ["#brandx", "#Sommer"] })).toMatchObject([
          { tag: "brandx", display: "BrandX", uses: { value: 1 }, coTags: [{ tag: "sko" }] },
          {
            tag: "sommer",
            display: "Sommer",
            uses: { value: 0 },
            authors: { value: 0, complete: true },
            reach: { value: null, reason: "no-data" },
            coTags: [],
          },
        ]);
      });
    });

    describe("in periods", () => {
      it("counts from `from` to before `to`", () => {
        const messages = [tagged("sko", at(1)), tagged("sko", at(2)), tagged("sko", at(3))];
        expect(hashtagUse(messages, { from: "2026-03-02", to: "2026-03-03T10:00:00.000Z" })[0]?.uses.value).toBe(1);
        expect(hashtagUse(messages, { from: "2026-03-02T10:00:00.000Z" })[0]?.uses.value).toBe(2);
        expect(hashtagUse(messages, { to: "2026-03-01" })).toEqual([]);
      });

      it("tells each day of a zone for itself, also the short one", () => {
        const messages = [
          tagged("Sko", at(28, "22:59")),
          tagged("sko", at(28, "23:00")),
          tagged("sko", at(29, "21:59")),
          tagged("sko", at(29, "22:00")),
        ];
        const days = hashtagUse(messages, { every: "day", timeZone: "Europe/Copenhagen" });
        expect(days.map(({ start, end, display, uses }) => [start, end, display, uses.value])).toEqual([
          ["2026-03-28T22:59:00.000Z", "2026-03-28T23:00:00.000Z", "Sko", 1],
          ["2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z", "sko", 2],
          ["2026-03-29T22:00:00.000Z", "2026-03-29T22:00:00.001Z", "sko", 1],
        ]);
      });

      it("tells the hashtags that were asked for in every period", () => {
        const unasked: HashtagOptions = { every: "day", timeZone: "UTC", from: "2026-03-01", to: "2026-03-04" };
        const options: HashtagOptions = { ...unasked, tags: ["sko"] };
        expect(hashtagUse([tagged("sko", at(2))], options).map(({ uses }) => uses.value)).toEqual([0, 1, 0]);
        expect(hashtagUse([tagged("sko", at(2))], unasked)).toHaveLength(1);
        expect(hashtagUse([], { every: "day", timeZone: "UTC" })).toEqual([]);
      });

      it("begins weeks where the host says", () => {
        const messages = [tagged("sko", at(7)), tagged("sko", at(8)), tagged("sko", at(9))];
        const options: HashtagOptions = { every: "week", timeZone: "UTC", from: "2026-03-01", to: "2026-03-15" };
        expect(hashtagUse(messages, options).map(({ uses }) => uses.value)).toEqual([2, 1]);
        expect(hashtagUse(messages, { ...options, weekStartsOn: 7 }).map(({ uses }) => uses.value)).toEqual([1, 2]);
      });
    });

    it.each([
      ["no list", null, {}, "`messages`"],
      ["a message that is nothing", [undefined], {}, "position 0"],
      ["a message without a key", [{ entities: [] }], {}, "key"],
      ["a message without entities", [{ key: "x:1:message:1", createdAt: "2026-03-01" }], {}, "entities of x:1:message:1"],
      ["a hashtag that is no word", [said({ entities: [{ type: "hashtag", start: 0, end: 1, value: 5 as never }] })], {}, "hashtag"],
      ["a time that is none", [tagged("sko", { createdAt: "today" })], {}, "createdAt"],
      ["a negative reach", [tagged("sko", reached(-1))], {}, "reach"],
      ["options that are none", [], "sko", "`options`"],
      ["a reader of reach that is none", [], { reachOf: 5 }, "reachOf"],
      ["a test for bots that is none", [], { isBot: [] }, "isBot"],
      ["tags that are no list", [], { tags: "sko" }, "tags"],
      ["an empty tag", [], { tags: ["#"] }, "tags"],
      ["a tag that is no word", [], { tags: [5] }, "hashtag"],
      ["a from that is no time", [], { from: "soon" }, "from"],
      ["a reversed period", [], { from: "2026-03-02", to: "2026-03-01" }, "from is later than to"],
      ["a bucket that is none", [tagged("sko")], { every: "year", timeZone: "UTC" }, "every"],
      ["a zone that is none", [], { every: "day", timeZone: "Mars/Base" }, "timeZone"],
      ["no zone", [], { every: "day" }, "timeZone"],
    ])("refuses %s", (_what, messages, options, words) => {
      expect(() => hashtagUse(messages as readonly Message[], options as HashtagOptions)).toThrow(refusal(words));
    });

    it("adds fractions up alike in any order", () => {
      const messages = [0.1, 0.2, 0.3].map((reach) => tagged("sko", reached(reach)));
      expect(hashtagUse(messages.toReversed())).toEqual(hashtagUse(messages));
    });

    it("does not depend on the order of the messages", () => {
      const any = fc.record({
        id: fc.nat(15),
        tags: fc.uniqueArray(fc.constantFrom("Sko", "sko", "SKO", "Vinter", "vintér", "øl", "ol"), { maxLength: 3 }),
        author: fc.option(fc.constantFrom("anna", "bo", "bot"), { nil: undefined }),
        reach: fc.option(fc.double({ min: 0, max: 9, noNaN: true }), { nil: undefined }),
        day: fc.integer({ min: 1, max: 4 }),
      });
      fc.assert(
        fc.property(fc.array(any, { maxLength: 30 }), fc.boolean(), (all, isDaily) => {
          const messages = all.map(({ id, tags, author, reach, day }) =>
            tagged(tags.join(" "), {
              key: `x:1:message:${id}`,
              ...(author !== undefined && by(author, { isBot: author === "bot" })),
              ...(reach !== undefined && reached(reach)),
              ...at(day),
            }),
          );
          const options: HashtagOptions = isDaily ? { every: "day", timeZone: "UTC" } : {};
          expect(hashtagUse(messages.toReversed(), options)).toEqual(hashtagUse(messages, options));
        }),
      );
    });
  });
});
