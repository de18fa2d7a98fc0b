import { describe, expect, it } from "vitest";
import { compose, defineFramework, nordic, type FrameworkStep, type ReplyFramework } from "../../src/reply/index.js";
import { textRules } from "../../src/text/index.js";
import { inbound } from "./message.js";

const step: FrameworkStep = { id: "thanks", kind: "acknowledge", required: "always" };
const framework: ReplyFramework = { id: "short", version: 1, joiner: " ", steps: [step] };
const withStep = (fields: object): ReplyFramework => ({ ...framework, steps: [step, { ...step, id: "more", ...fields }] });

describe("reply", () => {
  describe("defineFramework", () => {
    it("gives a frozen copy of a framework of one's own", () => {
      const mine = defineFramework(framework);
      expect(mine).toEqual(framework);
      expect(Object.isFrozen(mine.steps[0])).toBe(true);
      expect(Object.isFrozen(framework)).toBe(false);
    });

    it("keeps the preset plain JSON and unchangeable", () => {
      expect(JSON.parse(JSON.stringify(nordic))).toEqual(nordic);
      expect(Object.isFrozen(nordic.steps[0]?.actions?.[0])).toBe(true);
    });

    it.each([
      ["no id", { ...framework, id: " " }, "The framework has no id"],
      ["no version", { ...framework, version: 0.5 }, 'Framework "short" has no version'],
      ["another joiner", { ...framework, joiner: "," as " " }, 'Framework "short" has a joiner'],
      ["no steps", { ...framework, steps: [] }, 'Framework "short" has no steps'],
      ["a step without id", withStep({ id: "" }), 'Framework "short": step 2 has no id'],
      ["one step twice", withStep({ id: "thanks" }), 'step "thanks" is there twice'],
      ["a step without kind", withStep({ kind: undefined }), 'step "more" has no kind'],
      ["an unknown requirement", withStep({ required: "sometimes" }), 'step "more" does not say whether it is required'],
      ["a group without a name", withStep({ group: "" }), 'step "more" has a group without a name'],
      ["a rank below zero", withStep({ dropRank: -1 }), 'step "more" has a dropRank'],
      ["actions that are no list", withStep({ actions: {} }), 'step "more" has actions that are no list'],
      [
        "an unknown action",
        withStep({ actions: [{ type: "wave", onUnsupported: "skip" }] }),
        'step "more" has an action of an unknown type',
      ],
      ["an action without a way out", withStep({ actions: [{ type: "like" }] }), 'step "more" does not say what becomes of an action'],
    ])("refuses %s, when it is made and when it is used", (_, wrong, message) => {
      expect(() => defineFramework(wrong)).toThrow(message);
      expect(() => compose(wrong, { to: inbound(), rules: textRules.bluesky.reply, values: { thanks: "Tak!" } })).toThrow(message);
    });
  });
});
