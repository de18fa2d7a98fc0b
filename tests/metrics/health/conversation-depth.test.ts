import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import { conversationDepth, type ConversationDepthOptions, type ThreadedMessage } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { at, botSaid, expectRefusal, expectSameInAnyOrder, said, talk, weSaid } from "./said.js";

const below = (parent: Message, fields: Partial<Message> = {}): Message => said("anna", 1, { parent: parent.key, ...fields });
/** A chain of so many replies below a first message. */
function chain(replies: number): Message[] {
  const list = [said("anna", 0)];
  for (let index = 0; index < replies; index++) list.push(below(list.at(-1)!));
  return list;
}

describe("metrics", () => {
  describe("conversationDepth", () => {
    // The tree of tweets in "Social Media, Ethics, and Automation" (University of Washington), chapter 14.7: six levels of eleven tweets, so
    // the last is five replies below the first. The Dictionary of Algorithms and Data Structures of NIST gives the root the depth 0.
    it("gives the published tree its depth", () => {
      const first = said("anna", 0);
      const hard = below(first);
      const easy = below(first);
      const how = below(easy);
      const course = below(easy);
      const meaning = below(course);
      const over = below(meaning);
      const tree = [first, hard, below(hard), below(hard), easy, how, course, meaning, over, below(over)];
      const { trees, max, mean, median } = conversationDepth(tree);
      expect(max).toMatchObject({ value: 5, unit: "count", n: 1, complete: true });
      expect([trees.value, mean.value, median.value]).toEqual([1, 5, 5]);
    });

    it("gives mean, median, max and the share that is deeper", () => {
      const depth = conversationDepth([...chain(0), ...chain(0), ...chain(1), ...chain(3), ...chain(6)]);
      expect(depth.trees).toMatchObject({ value: 5, complete: true });
      expect(depth.mean).toMatchObject({ value: 2, n: 5, aggregation: "mean", coverage: 1 });
      expect(depth.median).toMatchObject({ value: 1, aggregation: "type-7" });
      expect(depth.max.value).toBe(6);
      expect(depth.deeper).toMatchObject({ value: 0.4, numerator: 2, denominator: 5, interval: { method: "wilson" } });
      expect(conversationDepth([...chain(2), ...chain(3)], { deeperThan: 3 }).deeper.value).toBe(0);
      expect(conversationDepth([...chain(2), ...chain(3)], { deeperThan: 0 }).deeper.value).toBe(1);
    });

    it("counts everybody's messages, and those of shells", () => {
      const first = said("anna", 0);
      const ours = weSaid(1, { parent: first.key });
      const list = [first, ours, botSaid(2, { parent: ours.key })];
      expect(conversationDepth(list).max.value).toBe(2);
      const shells = list.map((one) => messageShell(one, at(9)));
      expect(conversationDepth(shells)).toEqual(conversationDepth(list));
    });

    it("leaves out direct conversations, notes and what is held", () => {
      const [first, second] = chain(1) as [Message, Message];
      const others = [
        said("bo", 0, { kind: "direct" }),
        weSaid(2, { parent: second.key, visibility: "internal" }),
        below(second, { visibility: "held" }),
      ];
      expect(conversationDepth([first, second, ...others]).max).toMatchObject({ value: 1, n: 1, excluded: { direct: 1, hidden: 2 } });
      const note = {
        ...messageShell(weSaid(2, { parent: second.key }), at(9)),
        shell: { why: "deleted" as const, was: ["internal" as const] },
      };
      expect(conversationDepth([first, second, note]).max).toMatchObject({ value: 1, excluded: { hidden: 1 } });
    });

    it("has no depth where nothing was said", () => {
      const depth = conversationDepth([]);
      expect(depth.trees.value).toBe(0);
      for (const measure of [depth.mean, depth.median, depth.max, depth.deeper])
        expect(measure).toMatchObject({ value: null, reason: "no-data", n: 0 });
    });

    describe("of what is not whole", () => {
      it("counts the depth that is certain, and says that a parent is missing", () => {
        const [, ...rest] = chain(3);
        const depth = conversationDepth([...rest, ...chain(1)]);
        expect(depth.max).toMatchObject({ value: 3, complete: false, missing: ["parent"], coverage: 0.5, n: 2 });
        expect(conversationDepth(rest, { strict: true }).max).toMatchObject({ value: null, reason: "unknown-input" });
      });

      it("places what answers a missing message below the root that it names", () => {
        const first = said("anna", 0);
        const orphan = said("bo", 1, { parent: "bluesky:1:message:gone", root: first.key });
        const twin = said("cleo", 1, { parent: "bluesky:1:message:gone" });
        expect(conversationDepth([first, orphan]).max).toMatchObject({ value: 2, n: 1, complete: false });
        expect(conversationDepth([twin, orphan, first]).max).toMatchObject({ value: 2, n: 1 });
      });

      it("hangs below the root what tells no parent", () => {
        const first = said("anna", 0);
        expect(conversationDepth([first, said("bo", 1, { root: first.key })]).max).toMatchObject({ value: 1, n: 1, complete: false });
        expect(conversationDepth([{ ...first, root: first.key }]).max).toMatchObject({ value: 0, n: 1, complete: true });
      });
    });

    it("neither hangs nor crashes on rings, and counts what it leaves out", () => {
      const [a, b, c] = [said("anna", 0), said("bo", 0), said("cleo", 0)];
      const ring = [
        { ...a, parent: b.key },
        { ...b, parent: a.key },
        { ...c, parent: b.key },
      ];
      expect(conversationDepth(ring)).toMatchObject({
        trees: { value: 0 },
        max: { value: null, reason: "no-data", excluded: { ring: 3 } },
      });
      expect(conversationDepth([...ring, ...chain(2)]).max).toMatchObject({ value: 2, n: 1, excluded: { ring: 3 } });
      expect(conversationDepth([{ ...a, parent: a.key }]).max).toMatchObject({ value: null, excluded: { ring: 1 } });
    });

    it("measures a chain of a hundred thousand, and a hundred thousand trees", () => {
      expect(conversationDepth(chain(100_000)).max.value).toBe(100_000);
      expect(conversationDepth(Array.from({ length: 100_001 }, () => said("anna", 0))).mean).toMatchObject({ value: 0, n: 100_001 });
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => conversationDepth(list));
    });

    it("grows by one when somebody answers the deepest message", () => {
      fc.assert(
        fc.property(fc.nat(30), (replies) => {
          const list = chain(replies);
          expect(conversationDepth([...list, below(list.at(-1)!)]).max.value).toBe(replies + 1);
        }),
      );
    });

    it.each([
      ["messages that are no list", {}, {}, "`messages`"],
      ["a message that is nothing", [null], {}, "position 0"],
      ["a depth below nothing", [], { deeperThan: -1 }, "`deeperThan`"],
      ["a depth that is a word", [], { deeperThan: "2" }, "`deeperThan`"],
      ["a least sample that is no number", [], { minN: "3" }, "minN"],
      ["options that are no object", [], 3, "`options`"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => conversationDepth(messages as readonly ThreadedMessage[], options as ConversationDepthOptions), field);
    });

    it("has no values below a least sample", () => {
      const { mean, deeper } = conversationDepth(chain(1), { minN: 2 });
      expect([mean, deeper]).toMatchObject([{ reason: "insufficient-sample" }, { reason: "insufficient-sample" }]);
    });
  });
});
