import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proactiveShare, type ProactiveOptions, type TimedMessage } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { answers, asks, at, author, hour, shuffled, town } from "./timeline-of.js";

const elsewhere = { kind: "other", conversation: "bluesky:1:conversation:theirs" } as const;
/** What somebody says elsewhere, and what we say to it. */
const said = (fields: Partial<Message>, reply: Partial<Message> = {}): readonly Message[] => {
  const theirs = asks(0, { ...elsewhere, ...fields });
  return [theirs, answers(hour, { ...elsewhere, parent: theirs.key, ...reply })];
};

describe("metrics", () => {
  describe("proactiveShare", () => {
    it("gives the share of what we said on others' content that does not address us", () => {
      const messages = [
        ...said({}),
        ...said({ kind: "mention" }),
        ...said({ mentionsUs: true }),
        ...said({ kind: "quote" }),
        ...said({ kind: "comment" }, { kind: "comment" }),
        answers(hour),
        answers(hour, { kind: "comment" }),
        answers(hour, { kind: "other" }),
      ];
      expect(proactiveShare(messages)).toMatchObject({
        value: 1 / 8,
        numerator: 1,
        denominator: 8,
        n: 8,
        complete: true,
        missing: [],
        interval: { method: "wilson" },
      });
    });

    it("takes a first comment below somebody's post for proactive, and goes on counting what we add to our own", () => {
      const first = answers(hour, { ...elsewhere, post: "bluesky:1:post:theirs" });
      const second = answers(2 * hour, { ...elsewhere, parent: first.key, root: first.key });
      expect(proactiveShare([first, second])).toMatchObject({ numerator: 2, denominator: 2 });
      const own = answers(hour, { kind: "other" });
      expect(proactiveShare([own, answers(2 * hour, { kind: "other", parent: own.key })])).toMatchObject({ numerator: 0, denominator: 2 });
    });

    it("does not know what answers a message that is not here, and says so", () => {
      const lost = answers(hour, { ...elsewhere, parent: "bluesky:1:message:gone" });
      const found = proactiveShare([lost, ...said({})]);
      expect(found).toMatchObject({ value: 1, n: 1, complete: false, missing: ["parents"], excluded: { "unknown-parent": 1 } });
      expect(proactiveShare([lost, ...said({})], { strict: true })).toMatchObject({ value: null, reason: "unknown-input", n: 1 });
      expect(proactiveShare(said({}), { strict: true }).value).toBe(1);
      expect(proactiveShare([lost])).toMatchObject({ value: null, reason: "no-data", complete: false });
    });

    it("is not led astray by messages that answer each other", () => {
      const one = answers(0, { ...elsewhere, parent: "bluesky:1:message:b", key: "bluesky:1:message:a" });
      const other = answers(0, { ...elsewhere, parent: "bluesky:1:message:a", key: "bluesky:1:message:b" });
      expect(proactiveShare([one, other]).n).toBe(2);
    });

    it("leaves out bots, notes and what nobody saw, and what is not in the period", () => {
      const messages = [
        ...said({}),
        ...said({}, { author: author({ isBot: true, isOwn: true }) }),
        ...said({}, { visibility: "internal" }),
        ...said({}, { visibility: "held" }),
        ...said({}, { visibility: "removed" }),
        ...said({}, { createdAt: at(5 * hour) }),
      ];
      const excluded = { automatic: 1, note: 1, held: 1, removed: 1 };
      expect(proactiveShare(messages, { to: at(2 * hour) })).toMatchObject({ n: 1, excluded });
      expect(proactiveShare(messages, { now: at(hour) })).toMatchObject({ n: 1, excluded });
      expect(proactiveShare(messages, { from: at(2 * hour) })).toMatchObject({ n: 1 });
      const ours = said({}, { author: author({ isOwn: true }) });
      expect(proactiveShare(ours, { isBot: ({ isOwn }) => isOwn })).toMatchObject({ value: null, excluded: { automatic: 1 } });
      expect(proactiveShare(messages, { isAutomatic: () => true })).toMatchObject({ value: null, reason: "no-data" });
      expect(proactiveShare(messages, { minN: 3 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 2 });
    });

    it("does not depend on the order of the messages, and counts a copy once", () => {
      fc.assert(
        fc.property(shuffled(town()), ([a, b]) => {
          expect(proactiveShare([...b, ...b.slice(0, 4).map((one) => ({ ...one }))])).toEqual(proactiveShare(a));
        }),
      );
    });

    it.each<readonly [what: string, messages: unknown, options: unknown, text: string]>([
      ["messages that are no list", null, {}, "`messages` is no list"],
      ["a message that is none", [5], {}, "position 0"],
      ["options that are none", [], null, "`options`"],
      ["a rule that is none", [], { isBot: true }, "isBot is no function"],
      ["a period that ends before it begins", [], { from: at(2), to: at(1) }, "from is later than to"],
      ["an instant that is none", [], { now: "now" }, "now is no time"],
      ["a least sample that is none", [], { minN: 0.5 }, "minN"],
      ["strictness in words", [], { strict: "yes" }, "strict is neither true nor false"],
    ])("refuses %s, naming it", (_, messages, options, text) => {
      expect(() => proactiveShare(messages as readonly TimedMessage[], options as ProactiveOptions)).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
    });
  });
});
