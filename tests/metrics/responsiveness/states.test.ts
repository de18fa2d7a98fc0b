import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  businessHours,
  statusChanges,
  statusTimes,
  timeToResolution,
  type AuditRow,
  type StatusChange,
  type StatusOptions,
  type WorkStatus,
} from "../../../src/metrics/index.js";
import { answers, asks, at, author, hour, minute, shuffled } from "./timeline-of.js";

const by = { type: "human", id: "sandra" } as const;
const anna = "bluesky:1:conversation:anna";
const now = { now: at(100 * hour) };
const row = (action: string, ms: number, target: string = anna, more: Partial<AuditRow> = {}): AuditRow => ({
  action,
  by,
  at: at(ms),
  target,
  ...more,
});
/** Changes of one conversation, by hours. */
const stood = (...list: readonly (readonly [hours: number, status: WorkStatus])[]): readonly StatusChange[] =>
  list.map(([hours, status]) => ({ key: anna, status, at: at(hours * hour) }));
const told = (changes: readonly StatusChange[]): readonly string[] =>
  changes.map(
    ({ key, status, at: when }) =>
      `${key.split(":").slice(2).join(" ")} ${status} ${String((Date.parse(when) - Date.parse(at(0))) / hour)}`,
  );

describe("metrics", () => {
  describe("statusChanges", () => {
    it("reads what the team did, in the order of time, and passes over the rest", () => {
      const entries = [
        row("resolve", 5 * hour),
        row("markPending", hour),
        row("note", 2 * hour),
        row("reply", 2 * hour),
        row("reopen", 9 * hour),
        { action: "pause", by, at: at(0) },
      ];
      expect(told(statusChanges(entries))).toEqual([
        "conversation anna pending 1",
        "conversation anna resolved 5",
        "conversation anna open 9",
      ]);
    });

    it("opens what slept when its time has come, unless somebody was faster", () => {
      const until = { meta: { until: at(20 * hour) } };
      expect(told(statusChanges([row("snooze", hour, anna, until)]))).toEqual(["conversation anna snoozed 1", "conversation anna open 20"]);
      expect(told(statusChanges([row("snooze", hour, anna, until), row("resolve", 4 * hour)]))).toEqual([
        "conversation anna snoozed 1",
        "conversation anna resolved 4",
      ]);
      expect(told(statusChanges([row("snooze", hour, anna, until), row("resolve", 30 * hour)]))).toEqual([
        "conversation anna snoozed 1",
        "conversation anna open 20",
        "conversation anna resolved 30",
      ]);
      expect(told(statusChanges([row("snooze", hour, anna, until), row("resolve", 20 * hour)]))).toEqual([
        "conversation anna snoozed 1",
        "conversation anna open 20",
        "conversation anna resolved 20",
      ]);
      // A clock that was wrong: what wakes before it sleeps does not sleep.
      expect(told(statusChanges([row("snooze", 21 * hour, anna, until)]))).toEqual(["conversation anna open 21"]);
      expect(told(statusChanges([row("snooze", hour, anna, until)], { messages: [asks(0), asks(2 * hour), asks(30 * hour)] }))).toEqual([
        "conversation anna open 0",
        "conversation anna snoozed 1",
        "conversation anna open 2",
      ]);
    });

    it("begins with the first message that asks, and opens again with what comes in", () => {
      const messages = [
        asks(0, { author: author({ isBot: true }) }),
        asks(hour),
        asks(2 * hour),
        answers(3 * hour),
        asks(8 * hour, { author: author({ isBot: true }) }),
        asks(9 * hour),
      ];
      expect(told(statusChanges([row("resolve", 4 * hour), row("resolve", 10 * hour)], { messages }))).toEqual([
        "conversation anna open 1",
        "conversation anna resolved 4",
        "conversation anna open 8",
        "conversation anna resolved 10",
      ]);
    });

    it("keeps comment trees and reviews by the keys of the inbox", () => {
      const post = "bluesky:1:conversation:post";
      const first = asks(0, { kind: "comment", conversation: post });
      const under = asks(hour, { kind: "comment", conversation: post, parent: first.key });
      const lost = asks(2 * hour, {
        kind: "comment",
        conversation: post,
        root: "bluesky:1:message:gone",
        parent: "bluesky:1:message:gone",
      });
      const review = asks(3 * hour, { kind: "review", conversation: "bluesky:1:conversation:review" });
      const changes = statusChanges([row("resolve", 0.5 * hour, first.key), row("resolve", 4 * hour, review.conversation)], {
        messages: [first, under, lost, review],
      });
      expect(changes.map(({ key, status }) => [key, status])).toEqual([
        [first.key, "open"],
        [first.key, "resolved"],
        [first.key, "open"],
        ["bluesky:1:message:gone", "open"],
        [review.conversation, "open"],
        [review.conversation, "resolved"],
      ]);
    });

    it("finds the tree of a first message that is not in the list", () => {
      const gone = "bluesky:1:message:gone";
      const under = asks(hour, { kind: "comment", conversation: "bluesky:1:conversation:post", parent: gone });
      const changes = statusChanges([row("resolve", 2 * hour, gone)], { messages: [under] });
      expect(changes.map(({ key, status }) => [key, status])).toEqual([
        [gone, "open"],
        [gone, "resolved"],
      ]);
    });

    it("takes the message for the first of two things in one instant: whoever resolved had seen it", () => {
      expect(told(statusChanges([row("resolve", hour)], { messages: [asks(0), asks(hour)] }))).toEqual([
        "conversation anna open 0",
        "conversation anna resolved 1",
      ]);
    });

    it("does not depend on the order of what it reads", () => {
      const entry = fc
        .record({ action: fc.constantFrom("resolve", "snooze", "markPending", "reopen"), ms: fc.nat(9), until: fc.nat(20) })
        .map(({ action, ms, until }) => row(action, ms * hour, anna, { meta: { until: at(until * hour) } }));
      fc.assert(
        fc.property(shuffled(fc.array(entry)), ([a, b]) => {
          expect(statusChanges(b)).toEqual(statusChanges(a));
        }),
      );
    });

    it.each<readonly [what: string, run: () => unknown, text: string]>([
      ["entries that are no list", () => statusChanges(null as unknown as []), "`entries` is no list"],
      ["messages that are no list", () => statusChanges([], { messages: {} as unknown as [] }), "`messages` is no list"],
      [
        "a snooze until no time",
        () => statusChanges([row("snooze", 0, anna, { meta: { until: "later" } })]),
        "until of a snooze is no time",
      ],
      ["options that are none", () => statusChanges([], null as unknown as object), "`options`"],
    ])("refuses %s, naming it", (_, run, text) => {
      expect(run).toThrow(expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }));
    });
  });

  describe("timeToResolution", () => {
    it("measures until the first time, and until the last where it stayed so", () => {
      const times = timeToResolution(stood([0, "open"], [4, "resolved"], [10, "open"], [26, "resolved"]), now);
      expect(times.first).toMatchObject({ n: { value: 1 }, unresolved: { value: 0 }, max: { value: 4 * hour } });
      expect(times.final).toMatchObject({ n: { value: 1 }, unresolved: { value: 0 }, max: { value: 26 * hour } });
      expect(times.reopened).toMatchObject({ value: 1, numerator: 1, denominator: 1 });
    });

    it("leaves what is open again unresolved for good, and what was resolved twice as it was the first time", () => {
      const open = timeToResolution(stood([0, "open"], [4, "resolved"], [10, "open"]), now);
      expect(open.first.max.value).toBe(4 * hour);
      expect(open.final).toMatchObject({ n: { value: 0 }, unresolved: { value: 1 }, max: { value: null, reason: "no-data" } });
      const twice = timeToResolution(stood([0, "open"], [4, "resolved"], [9, "resolved"]), now);
      expect(twice.final.max.value).toBe(4 * hour);
      expect(twice.reopened.value).toBe(0);
    });

    it("knows nothing of what comes after now, and keeps to conversations that began in the period", () => {
      const changes = stood([0, "open"], [4, "resolved"], [10, "open"], [26, "resolved"]);
      expect(timeToResolution(changes, { now: at(5 * hour) }).final.max.value).toBe(4 * hour);
      expect(timeToResolution(changes, { now: at(12 * hour) }).final.n.value).toBe(0);
      expect(timeToResolution(changes, { ...now, from: at(1) }).first.n.value).toBe(0);
      expect(timeToResolution(changes, { ...now, from: at(0), to: at(1) }).first.n.value).toBe(1);
      expect(timeToResolution(changes, { ...now, to: at(0) }).first).toMatchObject({ n: { value: 0 }, unresolved: { value: 0 } });
    });

    it("counts what begins as resolved apart, since nobody told when it began", () => {
      const times = timeToResolution([...stood([4, "resolved"]), { key: "b", status: "open", at: at(0) }], now);
      expect(times.first).toMatchObject({ n: { value: 0 }, unresolved: { value: 1 } });
      expect(times.first.mean.excluded).toEqual({ "no-start": 1 });
      expect(times.reopened).toMatchObject({ value: null, reason: "no-data", excluded: { "no-start": 1 } });
    });

    it("takes working time and a least sample", () => {
      const hours = businessHours({ timeZone: "UTC", week: { thu: [["09:00", "17:00"]] } });
      const changes = stood([8, "open"], [30, "resolved"]);
      expect(timeToResolution(changes, { ...now, hours }).first.max).toMatchObject({ value: 8 * hour, base: "business-hours" });
      expect(timeToResolution(changes, { ...now, minN: 2 }).first.max).toMatchObject({ value: null, reason: "insufficient-sample" });
      expect(timeToResolution(changes, now).first.max).toMatchObject({ caution: "insufficient-sample" });
    });
  });

  describe("statusTimes", () => {
    it("gives Klipfolio's requester wait: new at 9, pending at 10, open at 12, solved at 14 is 1 + 2 = 3 hours (2023-01-27)", () => {
      const times = statusTimes(stood([9, "open"], [10, "pending"], [12, "open"], [14, "resolved"]), now);
      expect(times.requesterWait.mean.value).toBe(3 * hour);
      expect(times.agentWait.mean.value).toBe(2 * hour);
      expect(times.onHold.mean.value).toBe(0);
      expect(times.conversations).toEqual([
        { key: anna, agentWaitMs: 2 * hour, requesterWaitMs: 3 * hour, agentWorkMs: 3 * hour, onHoldMs: 0 },
      ]);
    });

    it("gives Klipfolio's agent wait: 4 hours and 26 hours of waiting for the user are 30 (2023-01-27)", () => {
      const changes = stood([0, "open"], [1, "pending"], [5, "open"], [6, "pending"], [32, "open"], [33, "resolved"]);
      expect(statusTimes(changes, now).agentWait.mean.value).toBe(30 * hour);
    });

    it("counts on-hold to the requester's wait and not to our work, as Zendesk defines them", () => {
      const times = statusTimes(stood([0, "open"], [2, "snoozed"], [7, "open"], [8, "resolved"]), now);
      expect([times.requesterWait, times.agentWork, times.onHold, times.agentWait].map(({ max }) => max.value)).toEqual([
        8 * hour,
        3 * hour,
        5 * hour,
        0,
      ]);
    });

    it("counts the stretch that is not over until now, and nothing while it is resolved", () => {
      expect(statusTimes(stood([0, "open"], [1, "resolved"], [50, "pending"]), { now: at(60 * hour) }).conversations).toMatchObject([
        { agentWaitMs: 10 * hour, agentWorkMs: hour },
      ]);
    });

    it("never adds up to more than the time since the beginning, whatever the order of the changes", () => {
      const changes = fc.array(
        fc.record({
          key: fc.constantFrom("a", "b"),
          status: fc.constantFrom<WorkStatus[]>("open", "pending", "snoozed", "resolved"),
          at: fc.integer({ min: 0, max: 20 }).map((ms) => at(ms * minute)),
        }),
      );
      fc.assert(
        fc.property(shuffled(changes), ([a, b]) => {
          const times = statusTimes(a, { now: at(hour) });
          expect(statusTimes(b, { now: at(hour) })).toEqual(times);
          for (const { agentWaitMs, requesterWaitMs } of times.conversations)
            expect(agentWaitMs + requesterWaitMs).toBeLessThanOrEqual(hour);
        }),
      );
    });
  });

  it.each<readonly [what: string, changes: unknown, options: unknown, text: string]>([
    ["no options", [], undefined, "`options` is missing"],
    ["an instant that is none", [], { now: "soon" }, "now is no time"],
    ["a period that ends before it begins", [], { ...now, from: at(2), to: at(1) }, "from is later than to"],
    ["hours that are none", [], { ...now, hours: 8 }, "hours counts no working time"],
    ["a least sample that is none", [], { ...now, minN: 1.5 }, "minN is no whole number"],
    ["changes that are no list", {}, now, "`changes` is no list"],
    ["a change that is none", [undefined], now, "`changes` has no status change at position 0"],
    ["an unknown state", [{ key: "a", status: "closed", at: at(0) }], now, "no key and status at position 0"],
    ["a change of nothing", [{ status: "open", at: at(0) }], now, "no key and status at position 0"],
    ["a change at no time", [{ key: "a", status: "open", at: 4 }], now, "at of `changes` at position 0"],
  ])("refuses %s, naming it", (_, changes, options, text) => {
    for (const compute of [timeToResolution, statusTimes])
      expect(() => compute(changes as readonly StatusChange[], options as StatusOptions)).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
  });
});
