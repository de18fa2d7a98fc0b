import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  businessHours,
  firstResponseTimes,
  responseTimes,
  type EpisodeOptions,
  type Measure,
  type TimedMessage,
} from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { answers, asks, at, author, hour, minute, says, town } from "./timeline-of.js";

const now = { now: at(100 * hour) };
const day = 24 * hour;

/** One conversation for each wait in minutes. */
const waited = (...minutes: readonly number[]): readonly Message[] =>
  minutes.flatMap((wait, index) => {
    const conversation = `bluesky:1:conversation:${index}`;
    return [asks(hour, { conversation }), answers(hour + wait * minute, { conversation })];
  });
/** A message at an instant. */
const when = (direction: Message["direction"], createdAt: string, fields: Partial<Message> = {}): Message =>
  says(direction, 0, { createdAt, ...fields });
const minutes = ({ value }: Measure): number | undefined => (value === null ? undefined : value / minute);

describe("metrics", () => {
  describe("responseTimes", () => {
    it("names its percentile: type 7 gives 45.5 minutes where the nearest rank gives 40", () => {
      const times = responseTimes(waited(5, 8, 10, 12, 15, 20, 25, 30, 40, 95), now);
      expect(times.p90).toMatchObject({ value: 45.5 * minute, aggregation: "type-7", n: 10, unit: "ms" });
      expect(times.p95).toMatchObject({ value: 70.25 * minute, aggregation: "type-7" });
      expect(times.median).toMatchObject({ value: 17.5 * minute, aggregation: "type-7" });
      expect(times.min).toMatchObject({ value: 5 * minute, aggregation: "min" });
      expect(times.max).toMatchObject({ value: 95 * minute, aggregation: "max" });
      expect(JSON.parse(JSON.stringify(times))).toEqual(times);
    });

    it("says when a value rests on fewer than five answers, and gives none below `minN`", () => {
      for (const measure of ["mean", "median", "p90", "p95", "min", "max"] as const) {
        expect(responseTimes(waited(1, 2, 3, 4), now)[measure]).toMatchObject({ caution: "insufficient-sample", n: 4 });
        expect(responseTimes(waited(1, 2, 3, 4, 5), now)[measure]).not.toHaveProperty("caution");
        const few = responseTimes(waited(1, 2, 3, 4), { ...now, minN: 5 })[measure];
        expect(few).toMatchObject({ value: null, reason: "insufficient-sample", n: 4 });
        expect(few).not.toHaveProperty("caution");
      }
      expect(responseTimes(waited(1, 2, 3, 4), { ...now, minN: 5 }).n.value).toBe(4);
    });

    it("counts what took no part, by reason, within the period", () => {
      const out = (fields: Partial<Message>): Message => asks(0, { ...fields, conversation: "bluesky:1:conversation:out" });
      const messages = [
        ...waited(5),
        out({ author: author({ isBot: true }) }),
        out({ author: author({ isOwn: true }) }),
        out({ visibility: "hidden" }),
        out({ visibility: "held" }),
        out({ visibility: "removed" }),
        out({ visibility: "internal" }),
        out({ annotations: { intent: { label: "spam", score: 0.9, by: "words@1", at: at(0) } } }),
        out({ annotations: { intent: { label: "spam", score: 0.4, by: "words@1", at: at(0) } }, deletedAt: at(minute) }),
        answers(hour, { visibility: "internal" }),
        answers(hour, { author: author({ isBot: true }) }),
      ];
      const excluded = { bot: 1, own: 1, hidden: 1, held: 1, removed: 1, note: 2, spam: 1, automatic: 1, withdrawn: 1 };
      for (const measure of [responseTimes(messages, now).mean, responseTimes(messages, now).max])
        expect(measure.excluded).toEqual(excluded);
      expect(responseTimes(messages, { ...now, from: at(minute) }).mean.excluded).toEqual({ note: 1, automatic: 1 });
      expect(responseTimes(waited(5), now).mean).not.toHaveProperty("excluded");
    });

    it("counts working time where hours are given, and says so", () => {
      const hours = businessHours({ timeZone: "UTC", week: { thu: [["09:00", "17:00"]], fri: [["09:00", "17:00"]] } });
      // 2026-01-01 is a Thursday.
      const messages = [when("inbound", "2026-01-01T16:00:00.000Z"), when("outbound", "2026-01-02T10:00:00.000Z")];
      const times = responseTimes(messages, { ...now, hours });
      expect(times.mean).toMatchObject({ value: 2 * hour, base: "business-hours" });
      expect(times.episodes).toMatchObject([{ waitedMs: 18 * hour, workingMs: 2 * hour }]);
      expect(responseTimes(messages, now).mean).toMatchObject({ value: 18 * hour });
      expect(responseTimes(messages, now).mean).not.toHaveProperty("base");
      expect(responseTimes(messages, now).episodes[0]).not.toHaveProperty("workingMs");
    });

    it("lets the host name bots that no network marks", () => {
      const isBot: NonNullable<EpisodeOptions["isBot"]> = ({ key }) => key.endsWith("helper");
      const helper = { ...author({ isOwn: true }), key: "bluesky:1:author:helper" };
      const spammer = { ...author({}), key: "bluesky:1:author:spam-helper" };
      const messages = [asks(0), answers(minute, { author: helper }), answers(9 * minute)];
      expect(responseTimes(messages, { ...now, isBot }).max.value).toBe(9 * minute);
      expect(responseTimes(messages, now).max.value).toBe(minute);
      expect(responseTimes([asks(0, { author: spammer })], { ...now, isBot }).unanswered.value).toBe(0);
    });

    it("attributes by the message or by our reply; who was not answered stays where the message is", () => {
      const place = (name: string): Partial<Message> => ({ conversation: `bluesky:1:conversation:${name}` });
      const messages = [asks(0, place("a")), answers(30 * hour, place("a")), asks(hour, place("b")), asks(26 * hour, place("c"))];
      const second = { ...now, from: at(day), to: at(2 * day) };
      expect(responseTimes(messages, second)).toMatchObject({ n: { value: 0 }, unanswered: { value: 1 } });
      expect(responseTimes(messages, { ...second, attribution: "reply" })).toMatchObject({ n: { value: 1 }, unanswered: { value: 1 } });
      const first = { ...now, to: at(day), attribution: "reply" } as const;
      expect(responseTimes(messages, first)).toMatchObject({ n: { value: 0 }, unanswered: { value: 1 } });
    });

    it("lets automatic replies answer where the host says so", () => {
      const messages = [asks(0), answers(minute, { author: author({ isBot: true }) }), answers(9 * minute)];
      expect(responseTimes(messages, { ...now, autoRepliesClose: true }).max.value).toBe(minute);
      expect(responseTimes(messages, { ...now, autoRepliesClose: false }).max.value).toBe(9 * minute);
    });

    it("does not depend on the moment at which a like came, unless likes count as responses", () => {
      const [one, two] = [asks(0), asks(minute)];
      const messages = [one, two, answers(hour)];
      const acknowledgements = [{ target: two.key, at: at(4 * minute) }];
      expect(responseTimes(messages, { ...now, acknowledgements }).max.value).toBe(hour);
      const liked = responseTimes(messages, { ...now, acknowledgements, countLikesAsResponse: true });
      expect(liked.max.value).toBe(4 * minute);
      expect(liked.episodes[0]).toMatchObject({ opened: one.key, closedAt: at(4 * minute) });
      expect(liked.episodes[0]).not.toHaveProperty("closed");
    });

    describe("in examples of others", () => {
      it("gives the average of Sprout Social: 120 cases, 15,000 seconds in all, 125 seconds (sproutsocial.com/insights/first-response-time)", () => {
        const waits = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? 100 : 150) / 60);
        expect(responseTimes(waited(...waits), now).mean.value).toBe(125_000);
      });

      it("gives the average of MetricHQ: 50 tickets, 3,000 minutes in all, one hour (first-response-time, read 2026-11-22)", () => {
        const waits = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 20 : 100));
        expect(firstResponseTimes(waited(...waits), now).mean.value).toBe(hour);
      });

      it("gives the average of SocialRails: 5, 10 and 15 minutes are 10 (socialrails.com/social-media-terms/average-response-time)", () => {
        expect(minutes(responseTimes(waited(5, 10, 15), now).mean)).toBe(10);
      });

      it("gives the median of Intercom: half of the conversations were answered faster (medium.com/rasper-com, 2017-08-01)", () => {
        // "If your median response time was 45 minutes, 50 % were responded to in less than 45 minutes, and 50 % in more."
        expect(minutes(responseTimes(waited(10, 45, 600), now).median)).toBe(45);
      });

      it("gives the hour and a half of Zoho's glossary: submitted at 10:00, first response at 11:30", () => {
        const messages = [when("inbound", "2026-01-05T10:00:00.000Z"), when("outbound", "2026-01-05T11:30:00.000Z")];
        expect(firstResponseTimes(messages, { now: "2026-01-06T00:00:00.000Z" }).max.value).toBe(1.5 * hour);
      });

      it("gives 14 hours without a schedule and one with it, as Keeping: 18:00 to 8:00, and a day that begins at 7:00", () => {
        const messages = [when("inbound", "2026-01-05T18:00:00.000Z"), when("outbound", "2026-01-06T08:00:00.000Z")];
        const hours = businessHours({ timeZone: "UTC", week: { mon: [["07:00", "17:00"]], tue: [["07:00", "17:00"]] } });
        const options = { now: "2026-01-07T00:00:00.000Z" };
        expect(firstResponseTimes(messages, options).max.value).toBe(14 * hour);
        expect(firstResponseTimes(messages, { ...options, hours }).max.value).toBe(hour);
        // "Someone replies off-hours: 0 hours and 0 minutes."
        const late = [when("inbound", "2026-01-05T18:00:00.000Z"), when("outbound", "2026-01-05T19:00:00.000Z")];
        expect(firstResponseTimes(late, { ...options, hours }).max.value).toBe(0);
      });

      it("waits for a public comment, as Zendesk: a private note is no first reply (Calculating first reply time, read 2026-11-22)", () => {
        const messages = [asks(0), answers(10 * minute, { visibility: "internal" }), answers(42 * minute, { visibility: "public" })];
        expect(minutes(firstResponseTimes(messages, now).max)).toBe(42);
      });

      it("counts from the first question and not from the last, which ZoomSphere does: 32 hours, not 8 (situation A)", () => {
        const messages = [asks(12 * hour), asks(36 * hour - 1), answers(44 * hour - 1)];
        expect(responseTimes(messages, now).max.value).toBe(32 * hour - 1);
        // Situation B: two questions, two answers, 8 and 2 hours. Situation C: a second answer answers nobody.
        const two = [asks(12 * hour), answers(20 * hour), asks(36 * hour), answers(38 * hour), answers(62 * hour)];
        expect(responseTimes(two, now).episodes.map(({ waitedMs }) => waitedMs / hour)).toEqual([8, 2]);
      });

      it("counts from the hand-off of a bot as Chatwoot: 42 seconds, not 62 (reporting_event_listener_spec)", () => {
        const conversation = "bluesky:1:conversation:anna";
        const messages = [asks(0, { conversation }), answers(62_000, { conversation })];
        const handOffs = [{ key: conversation, at: at(20_000) }];
        const moved = firstResponseTimes(messages, { ...now, baseline: "lastNonHumanActivity", handOffs });
        expect(moved.max.value).toBe(42_000);
        expect(moved.episodes[0]).toMatchObject({ openedAt: at(0), since: at(20_000) });
        expect(firstResponseTimes(messages, { ...now, handOffs }).max.value).toBe(62_000);
        expect(firstResponseTimes(messages, { ...now, handOffs }).episodes[0]).not.toHaveProperty("since");
      });

      it("counts from the opening again as Chatwoot: ten minutes, not five days", () => {
        const conversation = "bluesky:1:conversation:anna";
        const bot = answers(minute, { conversation, author: author({ isBot: true, isOwn: true }) });
        const messages = [
          asks(0, { conversation }),
          bot,
          asks(5 * day, { conversation }),
          answers(5 * day + 10 * minute, { conversation }),
        ];
        const options = { now: at(6 * day), gapHours: Infinity };
        expect(firstResponseTimes(messages, options).max.value).toBe(5 * day + 10 * minute);
        const opened = { ...options, baseline: "lastNonHumanActivity", handOffs: [{ key: conversation, at: at(5 * day) }] } as const;
        expect(firstResponseTimes(messages, opened).max.value).toBe(10 * minute);
        // The silence alone tells it as well, and keeps the first one, which nobody answered.
        expect(firstResponseTimes(messages, { now: at(6 * day) })).toMatchObject({ max: { value: 10 * minute }, unanswered: { value: 1 } });
      });
    });
  });

  describe("firstResponseTimes", () => {
    it("takes the first episode of each conversation, and what begins after a silence as a first one", () => {
      const messages = [asks(0), answers(5 * minute), asks(10 * minute), answers(40 * minute), asks(30 * hour), answers(31 * hour)];
      expect(firstResponseTimes(messages, now).episodes.map(({ waitedMs }) => waitedMs / minute)).toEqual([5, 60]);
      expect(firstResponseTimes(messages, { ...now, gapHours: Infinity }).episodes.map(({ waitedMs }) => waitedMs / minute)).toEqual([5]);
      expect(responseTimes(messages, now).episodes.map(({ isFirst }) => isFirst)).toEqual([true, false, true]);
    });

    it("takes an answer that came late for the end of the old conversation, not for the beginning of a new one", () => {
      const late = [asks(0), answers(30 * hour), asks(30 * hour + minute), answers(31 * hour)];
      expect(firstResponseTimes(late, now).episodes).toHaveLength(1);
      // What we write first after a silence does begin one.
      const ours = [asks(0), answers(minute), answers(40 * hour), asks(41 * hour), answers(42 * hour)];
      expect(firstResponseTimes(ours, now).episodes.map(({ waitedMs }) => waitedMs / minute)).toEqual([1, 60]);
    });

    it("leaves what was withdrawn out, and takes the next for the first", () => {
      const messages = [asks(0, { deletedAt: at(minute) }), asks(2 * minute), answers(5 * minute), asks(hour, { deletedAt: at(2 * hour) })];
      expect(firstResponseTimes(messages, now)).toMatchObject({ n: { value: 1 }, withdrawn: { value: 1 }, max: { value: 3 * minute } });
      expect(responseTimes(messages, now).withdrawn.value).toBe(2);
    });

    it("has among its episodes none that responseTimes does not have, and one of each conversation at least", () => {
      fc.assert(
        fc.property(town(), (messages) => {
          const [all, first] = [responseTimes(messages, now).episodes, firstResponseTimes(messages, now).episodes];
          expect(first).toEqual(all.filter(({ isFirst }) => isFirst));
          const silent = { ...now, gapHours: Infinity };
          const once = firstResponseTimes(messages, silent).episodes.length;
          expect(once).toBeLessThanOrEqual(first.length);
          expect(once > 0).toBe(responseTimes(messages, silent).episodes.length > 0);
        }),
      );
    });
  });

  it.each<readonly [what: string, options: unknown, text: string]>([
    ["a rule that is none", { ...now, needsReply: true }, "needsReply is no function"],
    ["bots that are a list", { ...now, isBot: ["x"] }, "isBot is no function"],
    ["automation that is no rule", { ...now, isAutomatic: 1 }, "isAutomatic is no function"],
    ["an unknown attribution", { ...now, attribution: "outbound" }, "attribution is none"],
    ["an unknown baseline", { ...now, baseline: "opened" }, "baseline is none"],
    ["a flag that is no flag", { ...now, autoRepliesClose: "yes" }, "autoRepliesClose is neither"],
    ["likes that are not there", { ...now, countLikesAsResponse: true }, "countLikesAsResponse has no likes"],
    ["likes that are no list", { ...now, countLikesAsResponse: true, acknowledgements: {} }, "`acknowledgements` is no list"],
    ["a like of nothing", { ...now, countLikesAsResponse: true, acknowledgements: [{ at: at(0) }] }, "no target at position 0"],
    ["a like at no time", { ...now, countLikesAsResponse: true, acknowledgements: [{ target: "x", at: "x" }] }, "at of `acknowledgements`"],
    ["a hand-off of nothing", { ...now, handOffs: [null] }, "`handOffs` has no key at position 0"],
    ["hours that are a schedule", { ...now, hours: { week: {} } }, "hours counts no working time"],
    ["a gap in words", { ...now, gapHours: "24" }, "gapHours is no number"],
    ["a gap of no number", { ...now, gapHours: Number.NaN }, "gapHours is no number"],
    ["a least sample below nothing", { ...now, minN: -1 }, "minN is no whole number"],
  ])("refuses %s, naming it", (_, options, text) => {
    for (const compute of [responseTimes, firstResponseTimes])
      expect(() => compute([], options as EpisodeOptions)).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
  });

  it.each<readonly [what: string, message: unknown, text: string]>([
    ["a message without a key", { ...asks(0), key: undefined }, "position 0"],
    ["a message without a conversation", { ...asks(0), conversation: 5 }, "position 0"],
    ["a message that went nowhere", { ...asks(0), direction: "sideways" }, "direction of"],
    ["a time in numbers", { ...asks(0), createdAt: 5 }, "createdAt of"],
    ["a deletion at no time", { ...asks(0), deletedAt: "later" }, "deletedAt of"],
  ])("refuses %s, naming it", (_, message, text) => {
    expect(() => responseTimes([message as TimedMessage], now)).toThrow(
      expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
    );
  });
});
