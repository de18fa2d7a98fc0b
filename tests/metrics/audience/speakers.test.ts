import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import {
  audienceGrowth,
  audienceGrowthOfAll,
  followerChurn,
  hashtagUse,
  mentionSeries,
  netSentiment,
  shareOfSentiment,
  shareOfVoice,
} from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { over, refusal, series } from "./followers.js";
import { by, said, times, toned } from "./said.js";

const week = { timeZone: "UTC", every: "week", from: "2026-01-01T00:00:00.000Z", to: "2026-02-01T00:00:00.000Z" } as const;
const tagged = { entities: [{ type: "hashtag", value: "Vand", start: 0, end: 5 }] } as const;

/** Each calculator that hears messages, over the same messages. */
const hears: readonly (readonly [string, (messages: readonly Message[], options: object) => unknown])[] = [
  ["shareOfVoice.byMentions", (messages, options) => shareOfVoice.byMentions({ ours: messages, others: [] }, options)],
  ["shareOfVoice.byReach", (messages, options) => shareOfVoice.byReach({ ours: messages, others: [] }, options)],
  ["shareOfVoice.byEngagement", (messages, options) => shareOfVoice.byEngagement({ ours: messages, others: [] }, options)],
  ["shareOfSentiment", (messages, options) => shareOfSentiment({ ours: messages, others: [] }, options)],
  ["netSentiment.ofAll", (messages, options) => netSentiment.ofAll(messages, options)],
  ["hashtagUse", (messages, options) => hashtagUse(messages, options)],
  ["mentionSeries", (messages, options) => mentionSeries(messages, { ...week, includeBots: false, ...options })],
];

/** Passes for what it is not, as callers without types have it. */
const wrong = (value: unknown): never => value as never;

describe("metrics", () => {
  describe("audience", () => {
    it("counts the same mentions before and after what was said is forgotten", () => {
      const messages = [
        said(by("anna")),
        said(by("feed", { isBot: true })),
        said(by("us", { isOwn: true })),
        said({ visibility: "internal" }),
        said({ direction: "outbound" }),
        said({ ...by("bent"), visibility: "hidden" }),
      ].map((message) => ({ ...message, createdAt: "2026-01-07T12:00:00.000Z" }));
      const shells = messages.map((message) => messageShell(message, "2026-03-01T00:00:00.000Z", "forgotten"));
      const others = times(2);
      const options = { ...week, includeBots: false };
      expect(shareOfVoice.byMentions({ ours: shells, others })).toEqual(shareOfVoice.byMentions({ ours: messages, others }));
      expect(shareOfVoice.byMentions({ ours: shells, others })).toMatchObject({ numerator: 2, excluded: { bot: 1, own: 2, internal: 1 } });
      expect(mentionSeries(shells, options)).toEqual(mentionSeries(messages, options));
      expect(mentionSeries(shells, week)).toEqual(mentionSeries(messages, week));
      expect(mentionSeries(shells, week)[1]?.count).toMatchObject({ value: 3, excluded: { own: 2, internal: 1 } });
      expect(netSentiment.ofAll(shells)).toMatchObject({ excluded: { bot: 1, own: 2, internal: 1, unclassified: 2 } });
    });

    it.each(hears)("refuses options of %s that are no yes and no no", (_name, hear) => {
      const messages = [said({ ...tagged, ...by("anna") })];
      for (const name of ["includeBots", "includeOwn"]) {
        expect(() => hear(messages, { [name]: "false" })).toThrow(refusal(`${name} is neither true nor false`));
        expect(() => hear(messages, { [name]: 1 })).toThrow(refusal(name));
        expect(() => hear(messages, { [name]: undefined })).not.toThrow();
      }
      expect(() => hear(messages, { isBot: () => Promise.resolve(false) })).toThrow(refusal("isBot answered neither true nor false"));
    });

    it.each(hears.filter(([name]) => name !== "hashtagUse"))("refuses a `strict` of %s that is no yes and no no", (_name, hear) => {
      expect(() => hear([said()], { strict: "true" })).toThrow(refusal("strict is neither true nor false"));
    });

    it.each(hears)("refuses an author that is none in %s", (_name, hear) => {
      for (const author of [null, "anna"])
        expect(() => hear([wrong({ ...said(tagged), author })], {})).toThrow(refusal("leave out who is unknown"));
    });

    it("refuses a list of options", () => {
      expect(() => netSentiment.ofAll([], [] as object)).toThrow(refusal("options"));
    });

    it("refuses functions of the host that answer at another time", () => {
      const messages = [said()];
      const later = wrong(() => Promise.resolve(true));
      expect(() => shareOfVoice.byMentions({ messages, ours: later, others: {} })).toThrow(refusal("The function of ours"));
      expect(() => shareOfVoice.byMentions({ messages, ours: () => true, others: { acme: later } })).toThrow(
        refusal("The function of acme"),
      );
      expect(() => mentionSeries(messages, { ...week, isMention: later })).toThrow(refusal("isMention answered"));
    });

    it("refuses annotations and entities that are none", () => {
      const odd: Message = wrong({ ...said(), annotations: { sentiment: null } });
      expect(() => netSentiment.ofAll([odd])).toThrow(refusal("annotation sentiment"));
      expect(() => hashtagUse([wrong({ ...said(), entities: [null] })])).toThrow(refusal("entities"));
      expect(netSentiment.ofAll([said(toned("positive"))]).value).toBe(1);
    });

    it("refuses a rate of growth that no number can hold, and a `strict` of sums that is no yes and no no", () => {
      const grown = series({ 0: 5e-324, 7: 10 });
      expect(() => audienceGrowth(grown, over(7))).toThrow(refusal("too large"));
      expect(() => followerChurn({ lost: 5, start: 5e-324 })).toThrow(refusal("too large"));
      expect(() => audienceGrowthOfAll(series({ 0: 1, 7: 2 }), { ...over(7), strict: wrong("no") })).toThrow(refusal("strict"));
    });
  });
});
