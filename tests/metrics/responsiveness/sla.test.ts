import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { businessHours, responseRate, slaAttainment, slaDue, type SlaOptions, type WorkingTime } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { answers, asks, at, hour, minute, says, town } from "./timeline-of.js";

const now = { now: at(100 * hour) };
const place = (name: string | number): { readonly conversation: string } => ({ conversation: `bluesky:1:conversation:${name}` });
const when = (direction: Message["direction"], createdAt: string, fields: Partial<Message> = {}): Message =>
  says(direction, 0, { createdAt, ...fields });
const week = (from: string, to: string): Record<"mon" | "tue" | "wed" | "thu" | "fri", [[string, string]]> => ({
  mon: [[from, to]],
  tue: [[from, to]],
  wed: [[from, to]],
  thu: [[from, to]],
  fri: [[from, to]],
});

/** Four of each: kept, kept late, waiting with time left, waiting too long. */
const mixed = [
  ...[asks(0, place(1)), answers(hour, place(1))],
  ...[asks(0, place(2)), answers(2 * hour + 1, place(2))],
  asks(99 * hour, place(3)),
  asks(90 * hour, place(4)),
  ...[asks(0, place(5)), answers(2 * hour, place(5))],
];

describe("metrics", () => {
  describe("slaDue", () => {
    it("says until when each is due and where it stands, the first due first", () => {
      const { dues, noTarget } = slaDue(mixed, { ...now, targetMs: 2 * hour });
      expect(noTarget).toBe(0);
      expect(dues.map(({ dueAt, state, targetMs }) => [dueAt, state, targetMs])).toEqual([
        [at(2 * hour), "met", 2 * hour],
        [at(2 * hour), "breached", 2 * hour],
        [at(2 * hour), "met", 2 * hour],
        [at(92 * hour), "overdue", 2 * hour],
        [at(101 * hour), "open", 2 * hour],
      ]);
    });

    it("takes a target for each episode, or none", () => {
      const [first, second] = [asks(0), asks(2 * hour)];
      const messages = [first, answers(hour), second, answers(4 * hour)];
      const { dues, noTarget } = slaDue(messages, { ...now, targetMs: ({ isFirst }) => (isFirst ? hour : undefined) });
      expect(dues).toMatchObject([{ episode: { opened: first.key }, state: "met" }]);
      expect(noTarget).toBe(1);
    });

    it.each<readonly [who: string, timeZone: string, from: string, to: string, created: string, target: number, due: string]>([
      // A Wednesday at 10:00, 12 working hours: until 14:00 the next day.
      ["Thulium (show/229)", "UTC", "08:00", "16:00", "2026-01-07T10:00:00.000Z", 12, "2026-01-08T14:00:00.000Z"],
      // A Friday at 17:00, when it closes, 4 hours: Monday at 13:00 in Copenhagen.
      ["Ticket0 (sla/business-hours)", "Europe/Copenhagen", "09:00", "17:00", "2026-01-09T16:00:00.000Z", 4, "2026-01-12T12:00:00.000Z"],
      // A Friday at 16:00, 4 hours: Monday at 12:00.
      ["Airclou (helpdesk/admin/business-hours)", "UTC", "09:00", "17:00", "2026-01-09T16:00:00.000Z", 4, "2026-01-12T12:00:00.000Z"],
      // A Monday at 16:00, 8 hours of 9:00 to 18:00: 2 hours on Monday, so Tuesday at 15:00.
      ["Zoho (resolution time, cases)", "UTC", "09:00", "18:00", "2026-01-05T16:00:00.000Z", 8, "2026-01-06T15:00:00.000Z"],
    ])("gives the due time of %s", (_, timeZone, from, to, created, target, due) => {
      const hours = businessHours({ timeZone, week: week(from, to) });
      const options = { targetMs: target * hour, hours };
      const asked = when("inbound", created);
      expect(slaDue([asked], { ...options, now: created }).dues).toMatchObject([{ dueAt: due, state: "open" }]);
      expect(slaDue([asked], { ...options, now: due }).dues[0]?.state).toBe("open");
      const after = new Date(Date.parse(due) + minute).toISOString();
      expect(slaDue([asked], { ...options, now: after }).dues[0]?.state).toBe("overdue");
      expect(slaDue([asked, when("outbound", due)], { ...options, now: after }).dues[0]?.state).toBe("met");
      expect(slaDue([asked, when("outbound", after)], { ...options, now: after }).dues[0]?.state).toBe("breached");
    });

    it("is in time when nobody was there: after the last working minute of the target and before the next", () => {
      const hours = businessHours({ timeZone: "UTC", week: week("09:00", "17:00") });
      const asked = when("inbound", "2026-01-05T16:00:00.000Z");
      const options = { now: "2026-01-08T00:00:00.000Z", targetMs: hour, hours };
      const state = (reply: string): string | undefined => slaDue([asked, when("outbound", reply)], options).dues[0]?.state;
      expect(slaDue([asked], options).dues[0]?.dueAt).toBe("2026-01-05T17:00:00.000Z");
      expect(state("2026-01-06T09:00:00.000Z")).toBe("met");
      expect(state("2026-01-06T09:00:00.001Z")).toBe("breached");
    });

    it("is never due where nobody is ever there again", () => {
      const never: WorkingTime = { between: () => 0, add: () => undefined };
      const { dues } = slaDue([asks(0), asks(0, place("bo"))], { ...now, targetMs: hour, hours: never });
      expect(dues).toHaveLength(2);
      expect(dues[0]).not.toHaveProperty("dueAt");
      expect(dues[0]?.state).toBe("open");
    });

    it("counts from the hand-off where the wait does", () => {
      const { dues } = slaDue([asks(0)], {
        ...now,
        targetMs: hour,
        baseline: "lastNonHumanActivity",
        handOffs: [{ key: "bluesky:1:conversation:anna", at: at(5 * hour) }],
      });
      expect(dues[0]?.dueAt).toBe(at(6 * hour));
    });

    describe("by priority", () => {
      const targets = { urgent: hour, normal: 8 * hour };
      const change = (key: string, priority: string, ms: number): { key: string; priority: string; at: string } => ({
        key,
        priority,
        at: at(ms),
      });

      it("takes the priority of when the promise was made, not what it was changed to", () => {
        const asked = asks(2 * hour);
        const { conversation } = asked;
        const state = (...priorities: readonly { key: string; priority: string; at: string }[]): unknown =>
          slaDue([asked, answers(6 * hour)], { ...now, targets, priorities }).dues.map(({ targetMs }) => targetMs / hour);
        expect(state(change(conversation, "normal", 0), change(conversation, "urgent", 3 * hour))).toEqual([8]);
        expect(state(change(conversation, "urgent", 3 * hour), change(conversation, "normal", 4 * hour))).toEqual([1]);
        expect(state(change(conversation, "urgent", 2 * hour), change(conversation, "normal", 0))).toEqual([1]);
        // After the reply it is too late to promise anything.
        expect(state(change(conversation, "urgent", 7 * hour))).toEqual([]);
        expect(state(change(conversation, "low", 0))).toEqual([]);
        expect(state(change("bluesky:1:conversation:bo", "urgent", 0))).toEqual([]);
      });

      it("looks at the message, then at the first of its tree, then at the conversation", () => {
        const under = { kind: "comment", conversation: "bluesky:1:conversation:post" } as const;
        const first = asks(0, under);
        const middle = answers(hour, { ...under, parent: first.key });
        const again = asks(2 * hour, { ...under, parent: middle.key });
        const dues = (...priorities: readonly { key: string; priority: string; at: string }[]): readonly number[] =>
          slaDue([again, middle, first], { ...now, targets, priorities }).dues.map(({ targetMs }) => targetMs / hour);
        expect(dues(change(first.key, "urgent", 0))).toEqual([1, 1]);
        expect(dues(change(under.conversation, "normal", 0), change(again.key, "urgent", 0))).toEqual([1, 8]);
        expect(dues(change(under.conversation, "normal", 0), change(first.key, "urgent", 0))).toEqual([1, 1]);
      });
    });

    it.each<readonly [what: string, options: unknown, text: string]>([
      ["no options", undefined, "`options` is missing"],
      ["no promise", now, "Nothing or two things were promised"],
      ["two promises", { ...now, targetMs: 1, targets: {}, priorities: [] }, "Nothing or two things were promised"],
      ["a target of nothing", { ...now, targetMs: 0 }, "targetMs is no number above 0"],
      ["a target without end", { ...now, targetMs: Infinity }, "targetMs is no number above 0"],
      ["a target that is no number", { ...now, targetMs: Number.NaN }, "targetMs is no number above 0"],
      ["a target in words", { ...now, targetMs: "1h" }, "targetMs is no number and no function"],
      ["targets that are none", { ...now, targets: 5, priorities: [] }, "`targets` holds no targets"],
      ["a target of a priority that is none", { ...now, targets: { urgent: -1 }, priorities: [] }, "targets.urgent is no number above 0"],
      ["targets without priorities", { ...now, targets: { urgent: 1 } }, "`priorities` is missing"],
      ["a priority of nothing", { ...now, targets: { urgent: 1 }, priorities: [{ priority: "urgent", at: at(0) }] }, "position 0"],
      ["a priority at no time", { ...now, targets: { urgent: 1 }, priorities: [{ key: "a", priority: "urgent", at: "x" }] }, "position 0"],
    ])("refuses %s, naming it", (_, options, text) => {
      for (const compute of [slaDue, slaAttainment])
        expect(() => compute([], options as SlaOptions)).toThrow(
          expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
        );
    });

    it("refuses a function that finds no target but something else", () => {
      expect(() => slaDue([asks(0)], { ...now, targetMs: () => -1 })).toThrow("what targetMs found is no number above 0");
    });
  });

  describe("slaAttainment", () => {
    it("gives met / (met + breached): who waits too long is breached, who has time is left out", () => {
      expect(slaAttainment(mixed, { ...now, targetMs: 2 * hour })).toMatchObject({
        value: 0.5,
        numerator: 2,
        denominator: 4,
        n: 4,
        components: { met: 2, breached: 2 },
        excluded: { open: 1 },
        interval: { method: "wilson", level: 0.95 },
      });
    });

    it("says how many had no promise, and has no value where none had", () => {
      const first = ({ opened }: { readonly opened: string }): number | undefined => (opened === mixed[0]?.key ? hour : undefined);
      expect(slaAttainment(mixed, { ...now, targetMs: first })).toMatchObject({ value: 1, excluded: { "no-target": 4 } });
      expect(slaAttainment(mixed, { ...now, targetMs: () => undefined })).toMatchObject({
        value: null,
        reason: "no-data",
        excluded: { "no-target": 5 },
      });
      expect(slaAttainment(mixed, { ...now, targetMs: 2 * hour, minN: 5 })).toMatchObject({ value: null, reason: "insufficient-sample" });
    });

    it("names working time", () => {
      const hours = businessHours({ timeZone: "UTC", week: week("09:00", "17:00") });
      expect(slaAttainment(mixed, { ...now, targetMs: hour, hours }).base).toBe("business-hours");
    });

    it("is the response rate within the target", () => {
      fc.assert(
        fc.property(town(), fc.integer({ min: 1, max: 40 }), (messages, hours) => {
          const options = { now: at(60 * hour), gapHours: 10 };
          const attained = slaAttainment(messages, { ...options, targetMs: hours * hour });
          const rate = responseRate(messages, { ...options, withinMs: hours * hour });
          expect([attained.value, attained.numerator, attained.denominator]).toEqual([rate.value, rate.numerator, rate.denominator]);
          expect(attained.excluded?.["open"]).toBe(rate.excluded?.["not-due"]);
        }),
      );
    });
  });

  describe("responseRate", () => {
    it("leaves out who still has time, and counts them", () => {
      expect(responseRate(mixed, { ...now, withinMs: 2 * hour })).toMatchObject({
        numerator: 2,
        denominator: 4,
        excluded: { "not-due": 1 },
      });
      expect(responseRate(mixed, now)).toMatchObject({ numerator: 3, denominator: 5 });
      expect(responseRate(mixed, now)).not.toHaveProperty("excluded");
    });

    it("takes a least sample and working time", () => {
      expect(responseRate(mixed, { ...now, minN: 6 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 5 });
      const hours = businessHours({ timeZone: "UTC", week: week("09:00", "17:00") });
      const night = [when("inbound", "2026-01-05T18:00:00.000Z"), when("outbound", "2026-01-06T10:00:00.000Z")];
      const options = { now: "2026-01-08T00:00:00.000Z", withinMs: hour };
      expect(responseRate(night, options).value).toBe(0);
      expect(responseRate(night, { ...options, hours })).toMatchObject({ value: 1, base: "business-hours" });
      expect(responseRate(night, { now: options.now, hours })).not.toHaveProperty("base");
      expect(() => responseRate(night, { ...options, minN: -1 })).toThrow("minN");
      expect(() => responseRate(night, { ...options, withinMs: "1h" as unknown as number })).toThrow("withinMs is no number above 0");
    });
  });
});
