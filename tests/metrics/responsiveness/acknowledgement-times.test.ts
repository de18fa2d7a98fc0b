import { describe, expect, it } from "vitest";
import {
  acknowledgements,
  acknowledgementTimes,
  businessHours,
  responseRate,
  type AcknowledgementTimesOptions,
  type AuditRow,
} from "../../../src/metrics/index.js";
import { answers, asks, at, author, hour, minute } from "./timeline-of.js";

const now = { now: at(100 * hour) };
const human = { type: "human", id: "sandra" } as const;
const automation = { type: "automation", id: "liker" } as const;

describe("metrics", () => {
  describe("acknowledgementTimes", () => {
    it("measures from the opening to our first like of any of its messages, and counts who has none", () => {
      const [one, two, other] = [asks(0), asks(10 * minute), asks(hour, { conversation: "bluesky:1:conversation:bo" })];
      const messages = [one, two, answers(2 * hour), other];
      const likes = [
        { target: two.key, at: at(30 * minute) },
        { target: two.key, at: at(20 * minute) },
        { target: one.key, at: at(3 * hour) },
      ];
      const times = acknowledgementTimes(messages, { ...now, acknowledgements: likes });
      expect(times).toMatchObject({ n: { value: 1 }, unacknowledged: { value: 1 }, max: { value: 20 * minute, unit: "ms" } });
      expect(times.max).not.toHaveProperty("excluded");
    });

    it("takes a like after our reply for one, as it goes along with it", () => {
      const one = asks(0);
      const acknowledged = acknowledgementTimes([one, answers(hour)], {
        ...now,
        acknowledgements: [{ target: one.key, at: at(hour + 1) }],
      });
      expect(acknowledged).toMatchObject({ max: { value: hour + 1 }, unacknowledged: { value: 0 } });
    });

    it("keeps apart what is liked in one conversation: each like is for the episode of its message", () => {
      const [one, two] = [asks(0), asks(2 * hour)];
      const messages = [one, answers(hour), two, answers(3 * hour)];
      const times = acknowledgementTimes(messages, { ...now, acknowledgements: [{ target: two.key, at: at(2 * hour + minute) }] });
      expect(times).toMatchObject({ n: { value: 1 }, unacknowledged: { value: 1 }, max: { value: minute } });
    });

    it("takes a like that names the conversation for what waited there last", () => {
      const conversation = "bluesky:1:conversation:anna";
      const messages = [asks(0), answers(hour), asks(2 * hour), answers(3 * hour), asks(5 * hour)];
      const likes = [hour + minute, 3 * hour + minute].map((ms) => ({ target: conversation, at: at(ms) }));
      const times = acknowledgementTimes(messages, { ...now, acknowledgements: likes });
      expect(times).toMatchObject({
        n: { value: 2 },
        unacknowledged: { value: 1 },
        min: { value: hour + minute },
        max: { value: hour + minute },
      });
    });

    it("counts likes that match nothing: what is not here, asked for nothing, was not yet written, or was taken back", () => {
      const [bot, one, later] = [
        asks(0, { author: author({ isBot: true }) }),
        asks(0),
        asks(0, { deletedAt: at(minute), conversation: "c" }),
      ];
      const acknowledgements = [
        { target: "bluesky:1:message:none", at: at(hour) },
        { target: "bluesky:1:conversation:none", at: at(hour) },
        { target: bot.key, at: at(hour) },
        { target: later.key, at: at(hour) },
        { target: one.key, at: at(-1) },
        { target: one.key, at: at(200 * hour) },
      ];
      const times = acknowledgementTimes([bot, one, later], { ...now, acknowledgements });
      expect(times).toMatchObject({ n: { value: 0 }, unacknowledged: { value: 1 }, max: { value: null, reason: "no-data" } });
      expect(times.max.excluded).toEqual({ bot: 1, withdrawn: 1, unmatched: 5 });
    });

    it("keeps to the period of the episode, and to working time where it is given", () => {
      const [one, two] = [asks(0), asks(30 * hour)];
      const acknowledgements = [one, two].map(({ key }) => ({ target: key, at: at(33 * hour) }));
      const options = { ...now, acknowledgements };
      expect(acknowledgementTimes([one, two], { ...options, from: at(hour) })).toMatchObject({ n: { value: 1 }, max: { value: 3 * hour } });
      expect(acknowledgementTimes([one, two], { ...options, to: at(hour) })).toMatchObject({ n: { value: 1 }, max: { value: 33 * hour } });
      // 2026-01-02 06:00 to 09:00.
      const hours = businessHours({ timeZone: "UTC", week: { fri: [["08:00", "17:00"]] } });
      expect(acknowledgementTimes([two], { ...options, hours }).max).toMatchObject({ value: hour, base: "business-hours" });
      expect(acknowledgementTimes([two], { ...options, minN: 2 }).max).toMatchObject({ value: null, reason: "insufficient-sample" });
    });

    it.each<readonly [what: string, options: unknown, text: string]>([
      ["no likes", now, "`acknowledgements` is missing"],
      ["likes that are no list", { ...now, acknowledgements: "all" }, "`acknowledgements` is no list"],
      ["a like of nothing", { ...now, acknowledgements: [{ at: at(0) }] }, "no target at position 0"],
      ["no options", undefined, "`options`"],
    ])("refuses %s, naming it", (_, options, text) => {
      expect(() => acknowledgementTimes([], options as AcknowledgementTimesOptions)).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
    });
  });

  describe("acknowledgements", () => {
    const row = (fields: Partial<AuditRow>): AuditRow => ({
      action: "like",
      by: human,
      at: at(0),
      target: "x:1:message:1",
      status: "sent",
      ...fields,
    });

    it("reads likes and reactions that were sent, by people or approved by one", () => {
      const entries = [
        row({}),
        row({ action: "react", at: at(1) }),
        row({ status: "rejected" }),
        row({ status: "unknown" }),
        row({ action: "unlike" }),
        row({ action: "reply" }),
        row({ by: automation, at: at(2), outbox: "held" }),
        { action: "approveReply", by: human, at: at(1), outbox: "held" },
        row({ by: automation, at: at(3), outbox: "alone" }),
        { action: "like", by: human, at: at(4), status: "sent" },
      ];
      expect(acknowledgements(entries).map(({ at: when }) => when)).toEqual([at(0), at(1), at(2)]);
      expect(acknowledgements(entries, { automations: true }).map(({ at: when }) => when)).toEqual([at(0), at(1), at(2), at(3)]);
      expect(acknowledgements(entries)[0]).toEqual({ target: "x:1:message:1", at: at(0) });
    });

    it("feeds a response rate in which likes count", () => {
      const [one, two] = [asks(0), asks(0, { conversation: "bluesky:1:conversation:bo" })];
      const entries = [row({ target: one.key, at: at(minute) })];
      const options = { ...now, acknowledgements: acknowledgements(entries), countLikesAsResponse: true };
      expect(responseRate([one, two], options)).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 });
      expect(responseRate([one, two], { ...now, acknowledgements: acknowledgements(entries) })).toMatchObject({ value: 0 });
      expect(responseRate([one], { ...options, withinMs: minute })).toMatchObject({ value: 1 });
      expect(responseRate([one], { ...options, withinMs: minute - 1 })).toMatchObject({ value: 0 });
    });

    it.each<readonly [what: string, entries: unknown, options: unknown, text: string]>([
      ["no list", {}, {}, "`entries` is no list"],
      ["an entry that is none", [row({}), null], {}, "position 1"],
      ["an entry by nobody", [{ action: "like", at: at(0) }], {}, "position 0"],
      ["an entry at no time", [row({ at: "soon" })], {}, "at of an audit entry is no time"],
      ["options that are none", [], 5, "`options`"],
      ["a flag that is none", [], { automations: "all" }, "automations is neither"],
    ])("refuses %s, naming it", (_, entries, options, text) => {
      expect(() => acknowledgements(entries as readonly AuditRow[], options as { automations: boolean })).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
    });
  });
});
