import { describe, expect, it } from "vitest";
import { defineFramework } from "../../src/reply/index.js";
import { fileText, filesBelow } from "../repository/source.js";
import { complaint, compliment, composeExample, examples, presetSection } from "./preset-examples.js";

describe("reply", () => {
  describe("presets", () => {
    it("are the eight of the page, each plain JSON that can be made again", () => {
      expect(examples.map(({ framework }) => framework.id)).toEqual(["nordic", "last", "heard", "heart", "learn", "lara", "carp", "fears"]);
      for (const { framework } of examples) expect(defineFramework(JSON.parse(JSON.stringify(framework)) as never)).toEqual(framework);
    });

    it.each(examples)("$framework.id answers a complaint and a compliment without errors or gaps", (example) => {
      const { framework } = example;
      const speaking = framework.steps.filter(({ internal }) => internal !== true).map(({ id }) => id);
      const plans = [composeExample(framework, complaint, example.complaint), composeExample(framework, compliment, example.compliment)];
      for (const plan of plans) {
        expect(plan.warnings.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(plan.text.match(/!/gu)?.length ?? 0).toBeLessThan(2);
      }
      const [first] = plans;
      expect([...(first?.used ?? []), ...(first?.dropped ?? []), "close"]).toEqual(expect.arrayContaining(speaking));
    });

    it("stand on a page that names no code which lint does not know", () => {
      const [, page = ""] = /## What lint finds([^]*?)## /u.exec(fileText("docs/guide/replies.md")) ?? [];
      const source = filesBelow("src/reply", ".ts")
        .map(({ text }) => text)
        .join("\n");
      const codes = [...page.matchAll(/`([a-z]+(?:-[a-z]+)+)`/gu)].map(([, code = ""]) => code);
      expect(codes.length).toBeGreaterThan(20);
      expect(codes.filter((code) => !source.includes(`"${code}"`))).toEqual([]);
    });

    it("stand on the page as they compose", () => {
      const [, section = ""] = fileText("docs/guide/replies.md").split(/<!-- \/?presets.*-->\n/u);
      expect(section.trim()).toBe(presetSection().trim());
    });
  });
});
