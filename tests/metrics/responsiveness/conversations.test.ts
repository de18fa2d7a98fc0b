import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  oneTouchRate,
  repliesPerConversation,
  responseTimes,
  statusChanges,
  threadSize,
  type AuditRow,
  type OneTouchOptions,
} from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { answers, asks, at, author, hour, minute, shuffled, town } from "./timeline-of.js";

const now = { now: at(100 * hour) };
const place = (name: string | number): { readonly conversation: string } => ({ conversation: `bluesky:1:conversation:${name}` });
const resolve = (target: string, ms: number): AuditRow => ({ action: "resolve", by: { type: "human", id: "sandra" }, at: at(ms), target });
const bot = { author: author({ isBot: true, isOwn: true }) };

/** One reply; three of them; nobody answered; a bot alone. */
const four: readonly Message[] = [
  ...[asks(0, place(1)), answers(hour, place(1)), answers(2 * hour, { ...place(1), visibility: "internal" })],
  ...[asks(0, place(2)), answers(hour, place(2)), answers(hour + 1, place(2)), asks(2 * hour, place(2)), answers(3 * hour, place(2))],
  asks(0, place(3)),
  ...[asks(0, place(4)), answers(minute, { ...place(4), ...bot })],
];

describe("metrics", () => {
  describe("oneTouchRate", () => {
    it("gives the share of closed conversations that took one reply", () => {
      expect(oneTouchRate(four, now)).toMatchObject({
        value: 0.5,
        numerator: 1,
        denominator: 2,
        n: 2,
        excluded: { open: 2, note: 1, automatic: 1 },
        interval: { method: "wilson" },
      });
    });

    it("lets a word of thanks close nothing, and a resolved state everything, as Zendesk: it stays one touch", () => {
      const messages = [asks(0), answers(hour), asks(2 * hour)];
      expect(oneTouchRate(messages, now)).toMatchObject({ value: null, reason: "no-data", excluded: { open: 1 } });
      const statuses = statusChanges([resolve("bluesky:1:conversation:anna", 3 * hour)], { messages });
      expect(oneTouchRate(messages, { ...now, statuses })).toMatchObject({ value: 1, n: 1 });
      // "If a customer re-opens the ticket with an additional question and the agent responds and solves again, it is not one touch."
      const more = [...messages, answers(2.5 * hour)];
      expect(oneTouchRate(more, { ...now, statuses }).value).toBe(0);
      expect(oneTouchRate(messages, { now: at(2.5 * hour), statuses })).toMatchObject({ value: null, excluded: { open: 1 } });
    });

    it("does not call a conversation closed in which somebody waited in vain before", () => {
      const messages = [asks(0), asks(30 * hour), answers(31 * hour)];
      expect(oneTouchRate(messages, now)).toMatchObject({ value: null, excluded: { open: 1 } });
      expect(oneTouchRate(messages, { ...now, gapHours: 48 })).toMatchObject({ value: 1 });
    });

    it("does not call a conversation one-touch that was resolved without a word", () => {
      const statuses = statusChanges([resolve("bluesky:1:conversation:3", 3 * hour)], { messages: four });
      expect(oneTouchRate(four, { ...now, statuses })).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
    });

    it("finds the state of comment trees and reviews", () => {
      const post = { kind: "comment", ...place("post") } as const;
      const first = asks(0, post);
      const other = asks(0, post);
      const review = asks(0, { kind: "review", ...place("review") });
      const messages = [
        ...[first, answers(hour, { ...post, parent: first.key, root: first.key })],
        ...[other, answers(hour, { ...post, parent: other.key, root: other.key })],
        ...[review, answers(hour, { kind: "review", ...place("review"), parent: review.key })],
      ];
      const resolved = [resolve(first.key, 2 * hour), resolve(review.conversation, 2 * hour)];
      const statuses = statusChanges(resolved, { messages });
      expect(oneTouchRate(messages, { ...now, statuses })).toMatchObject({ numerator: 2, denominator: 2, excluded: { open: 1 } });
      expect(oneTouchRate(messages, { ...now, statuses: statusChanges(resolved) })).toMatchObject({ numerator: 2, denominator: 2 });
      expect(oneTouchRate(messages, now)).toMatchObject({ numerator: 3, denominator: 3 });
    });
  });

  describe("repliesPerConversation", () => {
    it("divides our replies by the conversations in which a member asked, answered or not", () => {
      expect(repliesPerConversation(four, now)).toMatchObject({
        value: 1,
        unit: "count",
        numerator: 4,
        denominator: 4,
        n: 4,
        aggregation: "mean",
      });
      expect(repliesPerConversation(four, { ...now, autoRepliesClose: true }).numerator).toBe(5);
      expect(repliesPerConversation([answers(0)], now)).toMatchObject({ value: null, reason: "no-data" });
      expect(repliesPerConversation(four, { ...now, minN: 5 })).toMatchObject({ value: null, reason: "insufficient-sample" });
    });

    it("counts a private reply to a comment where it was said and where it answers", () => {
      const comment = asks(0, { kind: "comment", ...place("post") });
      const messages = [comment, answers(hour, { ...place("dm"), parent: comment.key }), asks(2 * hour, place("dm"))];
      expect(repliesPerConversation(messages, now)).toMatchObject({ numerator: 2, denominator: 2 });
    });

    it("keeps to conversations that began in the period, and to what was said until now", () => {
      const messages = [...four, asks(50 * hour, place(5)), answers(51 * hour, place(5)), answers(52 * hour, place(1))];
      expect(repliesPerConversation(messages, { ...now, from: at(hour) })).toMatchObject({ numerator: 1, denominator: 1 });
      expect(repliesPerConversation(messages, { ...now, to: at(hour) })).toMatchObject({ numerator: 5, denominator: 4 });
      expect(repliesPerConversation(messages, { now: at(10 * hour) })).toMatchObject({ numerator: 4, denominator: 4 });
    });
  });

  describe("threadSize", () => {
    it("counts what went back and forth, and says from whom", () => {
      expect(threadSize(four, now)).toMatchObject({ value: 9 / 4, numerator: 9, denominator: 4, components: { asked: 5, replies: 4 } });
      expect(threadSize([], now)).toMatchObject({ value: null, reason: "no-data", components: { asked: 0, replies: 0 } });
    });

    it("leaves out bots, spam and what was taken back before we replied", () => {
      const messages = [
        asks(0),
        asks(minute, { deletedAt: at(2 * minute) }),
        asks(minute, { author: author({ isBot: true }) }),
        answers(hour),
        asks(2 * hour, { deletedAt: at(5 * hour) }),
        answers(3 * hour),
      ];
      expect(threadSize(messages, now)).toMatchObject({ components: { asked: 2, replies: 2 }, excluded: { bot: 1 } });
    });
  });

  it("do not depend on the order of the messages, and count as many conversations as have episodes", () => {
    fc.assert(
      fc.property(shuffled(town()), ([a, b]) => {
        for (const compute of [oneTouchRate, repliesPerConversation, threadSize]) expect(compute(b, now)).toEqual(compute(a, now));
        const silent = { ...now, gapHours: Infinity };
        const firsts = responseTimes(a, silent).episodes.filter(({ isFirst }) => isFirst);
        expect(repliesPerConversation(a, silent).n).toBe(firsts.length);
        expect((threadSize(a, now).value ?? 0) >= (repliesPerConversation(a, now).value ?? 0)).toBe(true);
      }),
    );
  });

  it.each<readonly [what: string, messages: unknown, options: unknown, text: string]>([
    ["no options", [], undefined, "`options`"],
    ["messages that are no list", {}, now, "`messages` is no list"],
    ["states that are no list", [], { ...now, statuses: {} }, "`changes` is no list"],
    ["a least sample that is none", [], { ...now, minN: -1 }, "minN"],
    ["a gap of nothing", [], { ...now, gapHours: 0 }, "gapHours"],
  ])("refuse %s, naming it", (_, messages, options, text) => {
    for (const compute of [oneTouchRate, repliesPerConversation, threadSize])
      expect(() => compute(messages as readonly Message[], options as OneTouchOptions)).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
  });
});
