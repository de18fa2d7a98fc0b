import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import { continuationRate, type ContinuationOptions, type ContinuedMessage } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import {
  at,
  botSaid,
  day,
  expectRefusal,
  expectSameInAnyOrder,
  hour,
  minute,
  said,
  sharedRefusals,
  talk,
  weSaid,
  type Refused,
} from "./said.js";

const now = at(30 * day);
const rate = (messages: readonly ContinuedMessage[], options: Partial<ContinuationOptions> = {}): ReturnType<typeof continuationRate> =>
  continuationRate(messages, { now, ...options });
const direct = (name: string): Partial<Message> => ({ kind: "direct", conversation: `bluesky:1:conversation:${name}` });

describe("metrics", () => {
  describe("continuationRate", () => {
    const anna = [said("anna", 0, direct("anna")), weSaid(hour, direct("anna")), said("anna", 2 * hour, direct("anna"))];
    const bo = [said("bo", 0, direct("bo")), weSaid(hour, direct("bo"))];

    it("gives the share of our replies after which a member wrote again", () => {
      expect(rate([...anna, ...bo])).toMatchObject({ value: 0.5, unit: "fraction", numerator: 1, denominator: 2, n: 2, complete: true });
      expect(rate([...anna, ...bo])).toMatchObject({ interval: { method: "wilson" } });
      expect(rate([])).toMatchObject({ value: null, reason: "no-data" });
    });

    it("waits as long as the window, and not a millisecond more", () => {
      const reply = [said("anna", 0, direct("anna")), weSaid(hour, direct("anna"))];
      const after = (ms: number): Message => said("anna", hour + ms, direct("anna"));
      expect(rate([...reply, after(day)]).value).toBe(1);
      expect(rate([...reply, after(day + 1)]).value).toBe(0);
      expect(rate([...reply, after(day + 1)], { withinMs: 2 * day }).value).toBe(1);
      expect(rate([...reply, after(0)]).value).toBe(0);
    });

    it("leaves out replies that are too young to tell, also those that went well by then, and counts them", () => {
      const list = [...anna, ...bo];
      expect(rate(list, { now: at(hour + day) })).toMatchObject({ value: 0.5, n: 2 });
      expect(rate(list, { now: at(hour + day - 1) })).toMatchObject({ value: null, reason: "no-data", excluded: { "too-young": 2 } });
      const early = [said("cleo", -3 * day, direct("cleo")), weSaid(-2 * day, direct("cleo"))];
      expect(rate([...list, ...early], { now: at(3 * hour) })).toMatchObject({ value: 0, n: 1, excluded: { "too-young": 2 } });
    });

    it("knows nothing of what comes after now", () => {
      expect(rate(anna, { now: at(90 * minute), withinMs: minute })).toMatchObject({ value: 0, n: 1 });
      expect(rate([...bo, botSaid(31 * day), weSaid(31 * day, direct("bo"))])).not.toHaveProperty("excluded");
    });

    it("is a reply only where somebody spoke before, or where it answers something", () => {
      const opener = weSaid(0, direct("cleo"));
      expect(rate([opener, said("cleo", hour, direct("cleo"))])).toMatchObject({ value: null, excluded: { "no-reply": 1 } });
      expect(rate([{ ...opener, parent: "bluesky:1:message:elsewhere" }, said("cleo", hour, direct("cleo"))]).value).toBe(1);
    });

    it("takes what was said in the same instant for the question", () => {
      expect(rate([said("anna", hour, direct("anna")), weSaid(hour, direct("anna"))])).toMatchObject({ value: 0, n: 1 });
    });

    it("counts two replies in a row each", () => {
      expect(rate([...anna, weSaid(90 * minute, direct("anna"))])).toMatchObject({ numerator: 2, n: 2 });
    });

    it("takes bots on neither side, and nothing that people cannot see", () => {
      const noise = [
        weSaid(minute, { ...direct("bo"), author: { key: "bluesky:1:author:us", isOwn: true, isBot: true } }),
        weSaid(minute, { ...direct("bo"), visibility: "internal" }),
        botSaid(2 * hour, direct("bo")),
        said("bo", 2 * hour, { ...direct("bo"), visibility: "hidden" }),
      ];
      expect(rate([...bo, ...noise])).toMatchObject({ value: 0, n: 1, excluded: { bot: 2, hidden: 2 } });
    });

    it("keeps the comments below a post apart, and follows each tree", () => {
      const one = said("anna", 0);
      const two = said("bo", 0);
      const ours = weSaid(hour, { parent: one.key });
      const list = [one, two, ours, said("bo", 2 * hour, { parent: two.key })];
      expect(rate(list)).toMatchObject({ value: 0, n: 1 });
      expect(rate([...list, said("cleo", 2 * hour, { parent: ours.key })])).toMatchObject({ value: 1, n: 1 });
    });

    it("takes a chat for one thread", () => {
      const chat: Partial<Message> = { kind: "chat", conversation: "bluesky:1:conversation:room" };
      expect(rate([said("anna", 0, chat), weSaid(hour, chat), said("bo", 2 * hour, chat)])).toMatchObject({ value: 1, n: 1 });
    });

    it("belongs to the period of the reply", () => {
      const list = [...anna, ...bo, weSaid(3 * day, direct("anna"))];
      expect(rate(list, { from: at(2 * day) })).toMatchObject({ value: 0, n: 1 });
      expect(rate(list, { to: at(2 * day) })).toMatchObject({ value: 0.5, n: 2 });
    });

    it("is the same of shells", () => {
      const list = [...anna, ...bo];
      expect(rate(list.map((one) => messageShell(one, at(9 * hour))))).toEqual(rate(list));
    });

    it("goes through a hundred thousand messages of one room at once", () => {
      const room: Partial<Message> = { kind: "chat", conversation: "bluesky:1:conversation:room" };
      const list = Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? said("anna", index, room) : weSaid(index, room)));
      expect(rate(list)).toMatchObject({ n: 50_000, numerator: 49_999 });
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => rate(list));
    });

    it("grows with the window", () => {
      fc.assert(
        fc.property(talk, fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (messages, a, b) => {
          const within = (hours: number): ReturnType<typeof rate> => rate(messages, { now: at(400 * day), withinMs: hours * hour });
          expect(within(Math.max(a, b)).numerator).toBeGreaterThanOrEqual(within(Math.min(a, b)).numerator!);
        }),
      );
    });

    it.each<Refused>([
      ...sharedRefusals({ now }),
      ["no options", [], undefined, "`options`"],
      ["no now", [], {}, "now"],
      ["a window of nothing", [], { now, withinMs: 0 }, "`withinMs`"],
      ["a window without end", [], { now, withinMs: Infinity }, "`withinMs`"],
      ["a window that is a word", [], { now, withinMs: "day" }, "`withinMs`"],
      ["a message without a conversation", [{ ...said("anna", 0), conversation: undefined }], { now }, "`conversation`"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => continuationRate(messages as readonly ContinuedMessage[], options as ContinuationOptions), field);
    });
  });
});
