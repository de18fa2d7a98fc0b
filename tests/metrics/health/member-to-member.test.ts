import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import { memberToMemberRatio, type MemberToMemberOptions, type ReplyMessage } from "../../../src/metrics/index.js";
import {
  at,
  botSaid,
  expectRefusal,
  expectSameInAnyOrder,
  hour,
  person,
  said,
  sharedRefusals,
  talk,
  unsigned,
  weSaid,
  type Refused,
} from "./said.js";

const ratio = memberToMemberRatio;

describe("metrics", () => {
  describe("memberToMemberRatio", () => {
    const anna = said("anna", 0);
    const bo = said("bo", hour, { parent: anna.key, root: anna.key });
    const ours = weSaid(2 * hour, { parent: anna.key, root: anna.key });
    const thanks = said("anna", 3 * hour, { parent: ours.key, root: anna.key });
    const more = said("anna", 4 * hour, { parent: anna.key, root: anna.key });
    const cleo = said("cleo", 5 * hour, { parent: more.key, root: anna.key });
    const thread = [anna, bo, ours, thanks, more, cleo];

    it("gives the share of all replies with which a member answers another", () => {
      // bo to anna and cleo to anna; ours to anna, anna to us and anna to herself are below the line only.
      expect(ratio(thread)).toMatchObject({
        value: 0.4,
        unit: "fraction",
        numerator: 2,
        denominator: 5,
        n: 5,
        complete: true,
        missing: [],
      });
      expect(ratio(thread)).toMatchObject({ interval: { method: "wilson" }, coverage: 1, excluded: { "no-reply": 1 } });
    });

    it("takes a comment below a post for no reply, and a message that is its own root neither", () => {
      expect(ratio([said("anna", 0), said("bo", 0, { key: "x:1:message:1", root: "x:1:message:1" })])).toMatchObject({
        value: null,
        reason: "no-data",
        excluded: { "no-reply": 2 },
      });
    });

    it("guesses no parent: one that was not given, or not told, is missing", () => {
      const lost = said("dan", 6 * hour, { parent: "bluesky:1:message:gone" });
      const untold = said("dan", 6 * hour, { root: anna.key });
      expect(ratio([...thread, lost])).toMatchObject({ value: 0.4, n: 5, complete: false, missing: ["parent"], coverage: 5 / 6 });
      expect(ratio([...thread, lost, untold])).toMatchObject({ value: 0.4, n: 5, coverage: 5 / 7 });
      expect(ratio([lost])).toMatchObject({ value: null, reason: "unknown-input", missing: ["parent"], coverage: 0 });
      expect(ratio([...thread, lost], { strict: true })).toMatchObject({ value: null, reason: "unknown-input", complete: false });
    });

    it("knows no member in a shell, on either side", () => {
      const scrubbed = thread.map((one) => (one === bo ? messageShell(one, at(9 * hour)) : one));
      expect(ratio(scrubbed)).toMatchObject({ numerator: 1, denominator: 4, complete: false, missing: ["author"], coverage: 0.8 });
      expect(ratio([unsigned(anna), bo])).toMatchObject({ value: null, reason: "unknown-input", missing: ["author"] });
    });

    it("takes for ours what one of us wrote, whatever its direction", () => {
      const colleague = said("us", 6 * hour, { author: person("us", { isOwn: true }), parent: anna.key });
      expect(ratio([...thread, colleague])).toMatchObject({ numerator: 2, denominator: 6 });
    });

    it("leaves out bots, what answers bots, and what people cannot see, and says how many", () => {
      const bot = botSaid(6 * hour, { parent: anna.key });
      const toBot = said("bo", 7 * hour, { parent: bot.key });
      const hidden = said("bo", 8 * hour, { parent: anna.key, visibility: "hidden" });
      expect(ratio([...thread, bot, toBot, hidden])).toMatchObject({
        value: 0.4,
        excluded: { "no-reply": 1, bot: 1, "to-bot": 1, hidden: 1 },
      });
      expect(ratio(thread, { isBot: ({ key }) => key === person("cleo").key })).toMatchObject({ numerator: 1, n: 4, excluded: { bot: 1 } });
    });

    it("looks at our own spaces only, and at those the host calls so", () => {
      const elsewhere = [said("bo", 0, { kind: "mention", parent: anna.key }), said("bo", 0, { kind: "direct", parent: anna.key })];
      expect(ratio([...thread, ...elsewhere])).toMatchObject({ n: 5, excluded: { elsewhere: 2 } });
      expect(ratio([...thread, said("bo", 0, { kind: "chat", parent: anna.key })])).toMatchObject({ n: 6 });
      expect(ratio([...thread, ...elsewhere], { isOwnedSpace: ({ kind }) => kind !== "direct" })).toMatchObject({ numerator: 3, n: 6 });
    });

    it("belongs to the period of the reply, and takes older messages for parents", () => {
      expect(ratio(thread, { from: at(5 * hour) })).toMatchObject({ numerator: 1, denominator: 1 });
      expect(ratio(thread, { from: at(hour), to: at(2 * hour) })).toMatchObject({ numerator: 1, denominator: 1 });
    });

    it("has no value below a least sample", () => {
      expect(ratio(thread, { minN: 6 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 5 });
      expect(ratio(thread, { minN: 5 }).value).toBe(0.4);
    });

    it("counts a message once, and of two states of it the later one", () => {
      const gone = messageShell(bo, at(9 * hour));
      expect(ratio([...thread, { ...bo }])).toMatchObject({ n: 5 });
      for (const both of [
        [...thread, gone],
        [gone, ...thread],
      ])
        expect(ratio(both)).toEqual(ratio(thread.map((one) => (one === bo ? gone : one))));
      const edited = { ...bo, editedAt: at(8 * hour) };
      for (const both of [
        [...thread, edited, gone],
        [gone, edited, ...thread],
      ])
        expect(ratio(both)).toMatchObject({ numerator: 1, missing: ["author"] });
      const moved = { ...cleo, editedAt: at(6 * hour), parent: ours.key };
      expect(ratio([moved, ...thread])).toMatchObject({ numerator: 1, n: 5 });
      expect(ratio([...thread, moved])).toMatchObject({ numerator: 1, n: 5 });
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => ratio(list));
    });

    it.each<Refused>([
      ...sharedRefusals({}),
      ["a space that is no function", [], { isOwnedSpace: true }, "`isOwnedSpace`"],
      ["a space that is nothing", [anna], { isOwnedSpace: () => undefined }, "`isOwnedSpace`"],
      ["a period that ends before it begins", [], { from: at(1), to: at(0) }, "from is later than to"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => ratio(messages as readonly ReplyMessage[], options as MemberToMemberOptions), field);
    });
  });
});
