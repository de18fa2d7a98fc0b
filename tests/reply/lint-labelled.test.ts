import { describe, expect, it } from "vitest";
import { lint } from "../../src/reply/index.js";
import { textRules } from "../../src/text/index.js";
import { good, labelled } from "./lint-labelled.js";
import { inbound } from "./message.js";

describe("lint on labelled replies", () => {
  it("are about forty, in four languages", () => {
    expect(labelled.length).toBeGreaterThanOrEqual(40);
    for (const language of ["en", "da", "pl", "ro"])
      expect(labelled.filter((one) => one.language === language).length).toBeGreaterThanOrEqual(10);
  });

  it.each(labelled)("$language: $to -> $reply", ({ language, to, reply, codes }) => {
    const found = lint({ text: reply }, { to: inbound({ text: to, language }), rules: textRules.mastodon.reply }).map(({ code }) => code);
    expect([...new Set(found)].toSorted()).toEqual([...codes].toSorted());
  });

  it.each(good)("lets the good reply be: $language: $to -> $reply", ({ language, to, reply }) => {
    const found = lint({ text: reply }, { to: inbound({ text: to, language }), rules: textRules.mastodon.reply });
    expect(found.filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});
