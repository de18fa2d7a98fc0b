import { describe, expect, it } from "vitest";
import { responseCoverageByMembers, type AskedMessage, type ResponseCoverageOptions } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import {
  at,
  botSaid,
  expectRefusal,
  expectSameInAnyOrder,
  hour,
  minute,
  said,
  sharedRefusals,
  talk,
  unsigned,
  weSaid,
  type Refused,
} from "./said.js";

const coverage = responseCoverageByMembers;
const intent = (label: string): Partial<Message> => ({ annotations: { intent: { label, score: 0.9, by: "words-1", at: at(0) } } });
const asks = (name: string, ms: number, fields: Partial<Message> = {}): Message => said(name, ms, { ...intent("question"), ...fields });
const answers = (name: string, ms: number, to: Message, fields: Partial<Message> = {}): Message =>
  said(name, ms, { ...intent("praise"), parent: to.key, ...fields });

describe("metrics", () => {
  describe("responseCoverageByMembers", () => {
    const one = asks("anna", 0);
    const two = asks("bo", 0);
    const three = asks("cleo", 0);
    const all = [
      ...[one, answers("dan", minute, one), weSaid(2 * minute, { parent: one.key })],
      ...[two, weSaid(minute, { parent: two.key }), answers("dan", 2 * minute, two)],
      three,
    ];

    it("gives the share of questions that a member answered before us, of all questions", () => {
      expect(coverage(all)).toMatchObject({ unit: "fraction", numerator: 1, denominator: 3, n: 3, complete: true, missing: [] });
      expect(coverage(all).value).toBeCloseTo(1 / 3, 12);
      expect(coverage(all)).toMatchObject({ interval: { method: "wilson" } });
    });

    it("asks the host what is a question", () => {
      expect(coverage(all, { isQuestion: ({ key }) => key === one.key })).toMatchObject({ value: 1, n: 1 });
      expect(coverage(all, { isQuestion: () => false })).toMatchObject({ value: null, reason: "no-data" });
    });

    it("knows no questions where nobody thought about what messages want", () => {
      const plain = said("anna", 0);
      expect(coverage([plain])).toMatchObject({ value: null, reason: "unknown-input", missing: ["intent"], coverage: 0 });
      expect(coverage([one, answers("dan", 1, one), plain])).toMatchObject({
        value: 1,
        complete: false,
        missing: ["intent"],
        coverage: 2 / 3,
      });
    });

    it("takes for the answer what anybody but the asker says, below what the asker adds too", () => {
      const added = answers("anna", minute, one);
      expect(coverage([one, added])).toMatchObject({ numerator: 0, n: 1 });
      expect(coverage([one, added, answers("dan", 2 * minute, added)])).toMatchObject({ numerator: 1, n: 1 });
      const early = weSaid(2 * minute, { parent: added.key });
      expect(coverage([one, added, early, answers("dan", 3 * minute, one)])).toMatchObject({ numerator: 0, n: 1 });
    });

    it("is answered by no bot, and by nothing that people cannot see", () => {
      const bot = botSaid(minute, { parent: one.key });
      const hidden = answers("bo", minute, one, { visibility: "hidden" });
      const note = weSaid(minute, { parent: one.key, visibility: "internal" });
      expect(coverage([one, bot, hidden, note])).toMatchObject({ numerator: 0, n: 1, excluded: { bot: 1, hidden: 1 } });
      expect(coverage([one, bot, hidden, note, answers("dan", 2 * minute, one)])).toMatchObject({ numerator: 1 });
    });

    it("leaves out questions of bots, of ours, and those that people cannot see", () => {
      const others = [
        { ...botSaid(0), ...intent("question") },
        { ...weSaid(0), ...intent("question") },
        asks("dan", 0, { visibility: "held" }),
      ];
      expect(coverage([...all, ...others])).toMatchObject({ n: 3, excluded: { bot: 1, hidden: 1 } });
    });

    it("does not know a question by whose first answer nobody knows who wrote it", () => {
      const shell = unsigned(answers("dan", minute, one));
      expect(coverage([one, shell])).toMatchObject({ value: null, reason: "unknown-input", missing: ["author"] });
      expect(coverage([one, shell, weSaid(0, { parent: one.key })])).toMatchObject({ numerator: 0, n: 1, missing: ["author"] });
    });

    it("says where a reply does not tell what it answers", () => {
      expect(coverage([one, said("dan", minute, { root: one.key, ...intent("praise") })])).toMatchObject({
        value: 0,
        complete: false,
        missing: ["parent"],
      });
    });

    it("belongs to the period of the question, whenever it was answered", () => {
      const late = asks("anna", hour);
      const list = [...all, late, answers("dan", 90 * hour, late)];
      expect(coverage(list, { from: at(hour), to: at(2 * hour) })).toMatchObject({ value: 1, n: 1 });
      expect(coverage(list, { from: at(91 * hour) })).toMatchObject({ value: null, reason: "no-data" });
    });

    it("walks through a hundred thousand answers to answers, and around rings", () => {
      let last = asks("anna", 0);
      const chain = [last];
      for (let index = 1; index < 100_000; index++) {
        last = asks("anna", index, { parent: last.key });
        chain.push(last);
      }
      expect(coverage([...chain, answers("dan", 200_000, last)])).toMatchObject({ value: 1, n: 100_000 });
      expect(
        coverage([
          { ...one, parent: two.key },
          { ...two, parent: one.key },
        ]),
      ).toMatchObject({ numerator: 0, n: 2 });
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => coverage(list));
    });

    it("does not depend on the order of two answers in one instant", () => {
      const both = [answers("dan", minute, one), weSaid(minute, { parent: one.key })];
      expect(coverage([one, ...both.toReversed()])).toEqual(coverage([one, ...both]));
    });

    it.each<Refused>([
      ...sharedRefusals({}),
      ["a question that is no function", [], { isQuestion: "?" }, "`isQuestion`"],
      ["a question that is a word", [one], { isQuestion: () => "yes" }, "`isQuestion`"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => coverage(messages as readonly AskedMessage[], options as ResponseCoverageOptions), field);
    });

    it("has no value below a least sample", () => {
      expect(coverage(all, { minN: 4 })).toMatchObject({ value: null, reason: "insufficient-sample" });
    });
  });
});
