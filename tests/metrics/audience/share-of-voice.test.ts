import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import type { Message } from "../../../src/model/message.js";
import { shareOfSentiment, shareOfVoice, type VoiceOptions, type Voices, type VoiceSource } from "../../../src/metrics/index.js";
import { refusal } from "./followers.js";
import { by, ownPost, said, times, toned } from "./said.js";

const reached = (reach: number): Message => said({ counts: { reach } as Message["counts"] });
const { byMentions, byReach, byEngagement } = shareOfVoice;

describe("metrics", () => {
  describe("shareOfVoice.byMentions", () => {
    it("divides our mentions by all, with a Wilson interval", () => {
      expect(byMentions({ ours: times(3), others: { acme: times(5), bolt: times(2) } })).toEqual({
        value: 0.3,
        unit: "fraction",
        numerator: 3,
        denominator: 10,
        n: 10,
        coverage: 1,
        complete: true,
        missing: [],
        // R: prop.test(3, 10, correct = FALSE)
        interval: { low: expect.closeTo(0.10779, 5) as number, high: expect.closeTo(0.60322, 5) as number, level: 0.95, method: "wilson" },
        overlap: 0,
        others: { acme: 5, bolt: 2 },
      });
    });

    // Published examples, read November 2026.
    it.each([
      ["kpiexamples.operately.com, Share of Voice: 50 of 500 in the industry", 50, [450], 0.1],
      ["mentiondrop.com, How to Calculate Your Brand's Share of Voice: 20 beside 80", 20, [80], 0.2],
      ["pressbeat.io, How to Calculate Share of Voice: 120,000 beside 480,000, in thousands", 120, [480], 0.2],
      ["brandvani.com, Share of Voice: 1000 of 4000 ad exposures, of which one competitor has 2000", 1000, [2000, 1000], 0.25],
    ])("reproduces %s", (_source, ours, others, share) => {
      const brands = Object.fromEntries(others.map((many, index) => [`brand ${index}`, times(many)]));
      expect(byMentions({ ours: times(ours), others: brands }).value).toBeCloseTo(share, 12);
    });

    it("takes the others in one list as well", () => {
      expect(byMentions({ ours: times(1), others: times(3) })).toMatchObject({ value: 0.25, others: { others: 3 } });
    });

    it("asks the host whom a message names", () => {
      const messages = ["Brand X er bedst", "acme > brand x", "Acme og Bolt", "godmorgen"].map((text) => said({ text }));
      const voices: Voices<Message> = {
        messages,
        ours: ({ text }) => /brand x/iu.test(text),
        others: { acme: ({ text }) => /acme/iu.test(text), bolt: ({ text }) => /bolt/iu.test(text) },
      };
      expect(byMentions(voices)).toMatchObject({ value: 0.4, denominator: 5, overlap: 2, others: { acme: 2, bolt: 1 } });
      expect(byMentions(voices, { outOf: "messages" })).toMatchObject({ value: 2 / 3, denominator: 3, overlap: 2 });
    });

    describe("a message that names two brands", () => {
      const shared = times(2);
      const voices = { ours: [...times(4), ...shared], others: { acme: [...times(4), ...shared], bolt: times(2) } };

      it("counts once for each, so that all shares make 1, and has no interval: mentions then are no sample", () => {
        const share = byMentions(voices);
        expect(share).toMatchObject({ value: 6 / 14, numerator: 6, denominator: 14, n: 14, overlap: 2, others: { acme: 6, bolt: 2 } });
        expect(share).not.toHaveProperty("interval");
      });

      it("counts once out of messages, so that all shares make more than 1, each with its interval", () => {
        const ours = byMentions(voices, { outOf: "messages" });
        expect(ours).toMatchObject({ value: 0.5, numerator: 6, denominator: 12, n: 12, overlap: 2, interval: { method: "wilson" } });
        const acme = byMentions({ ours: voices.others.acme, others: { x: voices.ours, bolt: voices.others.bolt } }, { outOf: "messages" });
        const bolt = byMentions({ ours: voices.others.bolt, others: { x: voices.ours, acme: voices.others.acme } }, { outOf: "messages" });
        expect((ours.value ?? 0) + (acme.value ?? 0) + (bolt.value ?? 0)).toBeCloseTo(14 / 12, 12);
      });

      it("still takes a sample that is large enough", () => {
        expect(byMentions(voices, { minN: 15 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 14, overlap: 2 });
        expect(byMentions(voices, { minN: 14 }).value).toBe(6 / 14);
      });
    });

    it("counts a message once, however often it stands under a brand", () => {
      const [one, two] = [said(), said()];
      expect(byMentions({ ours: [one, { ...one }], others: [two, two, { ...two }] })).toMatchObject({ value: 0.5, n: 2, overlap: 0 });
    });

    it("has no value where nothing was said, and 0 where nothing was said of us", () => {
      expect(byMentions({ ours: [], others: {} })).toMatchObject({ value: null, reason: "no-data", n: 0, overlap: 0 });
      expect(byMentions({ ours: [], others: { acme: [] } })).toMatchObject({ value: null, reason: "no-data", others: { acme: 0 } });
      expect(byMentions({ ours: [], others: times(4) })).toMatchObject({ value: 0, interval: { low: 0 } });
    });

    it("leaves out bots, our own messages and notes of the team, and says how many", () => {
      const ours = [
        said(by("anna")),
        said(by("bot", { isBot: true })),
        said(by("feed")),
        said({ direction: "outbound" }),
        said(by("us", { isOwn: true })),
        said({ visibility: "internal" }),
      ];
      const options: VoiceOptions = { isBot: ({ key }) => key.endsWith("feed") };
      const share = byMentions({ ours, others: times(1) }, options);
      expect(share).toMatchObject({ value: 0.5, n: 2, excluded: { bot: 2, own: 2, internal: 1 } });
      expect(byMentions({ ours, others: times(1) }, { ...options, includeBots: true }).numerator).toBe(3);
      expect(byMentions({ ours, others: times(1) }, { ...options, includeOwn: true }).numerator).toBe(3);
      expect(byMentions({ ours: times(1), others: times(1) })).not.toHaveProperty("excluded");
    });

    it("counts a post that the host gave, though it is ours", () => {
      expect(byMentions({ ours: [ownPost(), ownPost()], others: times(2) }).value).toBe(0.5);
      expect(
        byMentions({ ours: [ownPost({ author: { key: "bluesky:1:author:b", isOwn: true, isBot: true } })], others: times(2) }).value,
      ).toBe(0);
    });

    it("counts shells as what they were", () => {
      const shell = messageShell(said(by("anna")), "2026-02-01T00:00:00.000Z");
      expect(byMentions({ ours: [shell], others: times(1) }).value).toBe(0.5);
    });
  });

  describe("shareOfVoice.byReach", () => {
    it("reproduces bi.wygroup.net, Share of Voice (read November 2026): 195,000 of 1,524,202 impressions are 12.8 %", () => {
      const share = byReach({ ours: [reached(100_000), reached(95_000)], others: [reached(1_524_202 - 195_000)] });
      expect(share.value).toBeCloseTo(0.128, 3);
      expect(share).toMatchObject({
        numerator: 195_000,
        denominator: 1_524_202,
        base: "reach",
        gross: true,
        n: 3,
        coverage: 1,
        complete: true,
      });
      expect(share).not.toHaveProperty("interval");
    });

    it("leaves out what is unknown, says how much is in, and does not take it for 0", () => {
      const share = byReach({ ours: [reached(300), said()], others: { acme: [reached(100), reached(0)], bolt: [said()] } });
      expect(share).toMatchObject({
        value: 0.75,
        n: 3,
        coverage: 0.6,
        complete: false,
        missing: ["reach"],
        excluded: { "unknown-reach": 2 },
        others: { acme: 100 },
      });
      expect(share.others).not.toHaveProperty("bolt");
      expect(byReach({ ours: [reached(300), said()], others: [reached(100)] }, { strict: true })).toMatchObject({
        value: null,
        reason: "unknown-input",
      });
    });

    it("has no value where nothing is known of one side", () => {
      const blind = { value: null, reason: "unknown-input", complete: false };
      expect(byReach({ ours: [said()], others: [reached(100)] })).toMatchObject({ ...blind, coverage: 0.5 });
      expect(byReach({ ours: [reached(100)], others: [said()] })).toMatchObject(blind);
      expect(byReach({ ours: [said()], others: [said()] })).toMatchObject({ ...blind, coverage: 0 });
    });

    it("has no value where nobody was reached, or nothing said", () => {
      expect(byReach({ ours: [reached(0)], others: [reached(0)] })).toMatchObject({
        value: null,
        reason: "zero-denominator",
        denominator: 0,
      });
      expect(byReach({ ours: [], others: [] })).toMatchObject({ value: null, reason: "no-data" });
    });

    it("takes the reach from where the host says", () => {
      const followers = (many: number): Message => said(by("a", { followers: many }));
      expect(
        byReach({ ours: [followers(30)], others: [followers(70), said()] }, { reachOf: ({ author }) => author?.followers }),
      ).toMatchObject({
        value: 0.3,
        coverage: 2 / 3,
      });
    });

    it("adds a message that names two brands to both", () => {
      const both = reached(50);
      expect(byReach({ ours: [reached(50), both], others: [both] })).toMatchObject({ value: 100 / 150, overlap: 1 });
      expect(byReach({ ours: [reached(50), both], others: [both] }, { outOf: "messages" })).toMatchObject({ value: 1, denominator: 100 });
    });

    it("takes the larger of two counts of one message: it was counted later", () => {
      const one = reached(50);
      const copies = [one, { ...one, counts: {} }, { ...one, counts: { reach: 80 } }];
      for (const ours of [copies, copies.toReversed()])
        expect(byReach({ ours, others: [reached(20)] })).toMatchObject({ value: 0.8, complete: true, n: 2 });
    });

    it.each([
      ["fractions", [0.1, 0.2, 0.3]],
      ["numbers too large to be exact together", [Number.MAX_SAFE_INTEGER - 1, 3, 3, 3, 3]],
    ])("adds up %s alike in any order", (_what, reaches) => {
      const ours = reaches.map((reach) => reached(reach));
      const forth = byReach({ ours, others: [reached(7)] });
      expect(byReach({ ours: ours.toReversed(), others: [reached(7)] })).toEqual(forth);
    });

    it("wants enough of a sample, when asked", () => {
      expect(byReach({ ours: [reached(1)], others: [reached(1), said()] }, { minN: 3 })).toMatchObject({
        value: null,
        reason: "insufficient-sample",
        n: 2,
      });
    });
  });

  describe("shareOfVoice.byEngagement", () => {
    const liked = (counts: Message["counts"]): Message => said({ counts });
    const full = (likes: number): Message => liked({ likes, replies: 0, shares: 0, saves: 0 });

    it("weighs by likes, replies, shares and saves, or by what the host names", () => {
      const ours = [liked({ likes: 1, replies: 2, shares: 3, saves: 4, quotes: 100 })];
      const others = [liked({ likes: 20, replies: 10, shares: 0, saves: 0, quotes: 0 })];
      expect(byEngagement({ ours, others })).toMatchObject({
        value: 0.25,
        numerator: 10,
        denominator: 40,
        base: "engagement",
        complete: true,
      });
      expect(byEngagement({ ours, others }, { kinds: ["quotes"] }).value).toBe(1);
      expect(byEngagement({ ours, others })).not.toHaveProperty("interval");
    });

    it("gives a lower bound where kinds are unknown, and leaves out what tells none", () => {
      expect(byEngagement({ ours: [liked({ likes: 10 }), said()], others: [full(30)] })).toMatchObject({
        value: 0.25,
        complete: false,
        missing: ["likes", "replies", "saves", "shares"],
        coverage: 2 / 3,
        excluded: { "unknown-engagement": 1 },
      });
      expect(byEngagement({ ours: [said()], others: [full(30)] })).toMatchObject({ value: null, reason: "unknown-input" });
    });

    it("takes reactions by name for likes", () => {
      expect(byEngagement({ ours: [liked({ reactions: { "❤": 6, "👍": 4 } })], others: [full(30)] }).value).toBe(0.25);
    });

    it("counts what brands published themselves", () => {
      expect(byEngagement({ ours: [ownPost({ counts: { likes: 10 } })], others: [full(10)] }).value).toBe(0.5);
    });
  });

  describe("shareOfVoice", () => {
    const fine = { ours: [said()], others: [said()] };
    const yes = (): boolean => true;
    it.each([
      ["nothing", null, undefined, "by brand"],
      ["no list of ours", { others: [] }, undefined, "`ours`"],
      ["no others", { ours: [] }, undefined, "others"],
      ["others in a Map", { ours: [], others: new Map([["acme", []]]) }, undefined, "others"],
      ["a brand without a list", { ours: [], others: { acme: null } }, undefined, "acme"],
      ["a message that is nothing", { ours: [null], others: [] }, undefined, "position 0"],
      ["a message without a key", { ours: [{}], others: [] }, undefined, "key"],
      ["a matcher of ours that is none", { messages: [], ours: [], others: {} }, undefined, "ours"],
      ["a matcher of others that is none", { messages: [], ours: yes, others: { acme: /acme/u } }, undefined, "acme"],
      ["no messages to match", { messages: null, ours: yes, others: {} }, undefined, "`messages`"],
      ["options that are none", fine, 5, "`options`"],
      ["a whole that is none", fine, { outOf: "people" }, "outOf"],
      ["a test for bots that is none", fine, { isBot: true }, "isBot"],
      ["a least sample that is none", fine, { minN: 1.5 }, "minN"],
    ])("refuses %s, by whatever it weighs", (_what, voices, options, words) => {
      for (const one of [byMentions, byReach, byEngagement, shareOfSentiment])
        expect(() => one(voices as Voices<VoiceSource>, options as VoiceOptions)).toThrow(refusal(words));
    });

    it.each([
      ["a negative reach", () => byReach({ ours: [reached(-1)], others: [] }), "reach"],
      ["a reach that is NaN", () => byReach({ ours: [reached(Number.NaN)], others: [] }), "reach"],
      ["a reader of reach that is none", () => byReach(fine, { reachOf: "reach" as never }), "reachOf"],
      ["negative likes", () => byEngagement({ ours: [said({ counts: { likes: -1 } })], others: [] }), "likes"],
      ["negative reactions", () => byEngagement({ ours: [said({ counts: { reactions: { a: -1 } } })], others: [] }), "reactions"],
      ["counts that are none", () => byEngagement({ ours: [said({ counts: 5 as never })], others: [] }), "counts"],
      ["kinds that nobody counts", () => byEngagement(fine, { kinds: ["hugs" as never] }), "kinds"],
      ["no kinds", () => byEngagement(fine, { kinds: [] }), "kinds"],
      ["kinds in a word", () => byEngagement(fine, { kinds: "likes" as never }), "kinds"],
    ])("refuses %s", (_what, call, words) => {
      expect(call).toThrow(refusal(words));
    });

    const anyVoice = fc.record({
      id: fc.nat(12),
      brand: fc.nat(2),
      reach: fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: undefined }),
      likes: fc.option(fc.nat(50), { nil: undefined }),
      tone: fc.constantFrom("positive", "negative", "neutral", "odd", undefined),
      at: fc.nat(3),
      who: fc.constantFrom("a", "own", "bot"),
    });
    type AnyVoice = typeof anyVoice extends fc.Arbitrary<infer V> ? V : never;
    const source = ({ id, reach, likes, tone, at, who }: AnyVoice): VoiceSource => ({
      key: `x:1:message:${id}`,
      counts: { ...(reach !== undefined && { reach }), ...(likes !== undefined && { likes }) },
      author: { key: `x:1:author:${who}`, isOwn: who === "own", isBot: who === "bot" },
      ...(tone !== undefined && toned(tone, `2026-01-0${at + 1}T00:00:00.000Z`)),
    });
    const sorted = (all: readonly AnyVoice[]): Voices<VoiceSource> => {
      const of = (wanted: number): readonly VoiceSource[] => all.filter(({ brand }) => brand === wanted).map(source);
      return { ours: of(0), others: { acme: of(1), bolt: of(2) } };
    };

    it("does not depend on the order of the messages", () => {
      fc.assert(
        fc.property(fc.array(anyVoice, { maxLength: 40 }), fc.boolean(), (all, isOutOfMessages) => {
          const options: VoiceOptions = isOutOfMessages ? { outOf: "messages" } : {};
          for (const one of [byMentions, byReach, byEngagement, shareOfSentiment])
            expect(one(sorted(all.toReversed()), options)).toEqual(one(sorted(all), options));
        }),
      );
    });

    it("makes 1 of all brands' mentions, and stays within 0 and 1, or says why not", () => {
      fc.assert(
        fc.property(fc.array(anyVoice, { maxLength: 40 }), (all) => {
          const turned = [0, 1, 2].map((turn) => sorted(all.map((one) => ({ ...one, brand: (one.brand + turn) % 3 }))));
          const shares = turned.map((voices) => byMentions(voices));
          if (shares[0]?.value !== null) expect(shares.reduce((sum, { value }) => sum + (value ?? Number.NaN), 0)).toBeCloseTo(1, 9);
          for (const voices of turned)
            for (const one of [byMentions, byReach, byEngagement, shareOfSentiment]) {
              const share = one(voices);
              if (share.value === null) expect(share.reason).toBeTruthy();
              else expect(share.value >= 0 && share.value <= 1).toBe(true);
            }
        }),
      );
    });
  });
});
