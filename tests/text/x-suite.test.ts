import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isVisible } from "../../src/text/visible.js";
import { measure } from "../../src/text/measure.js";
import { findXEntities, findXReply, type XEntity } from "../../src/text/x-names.js";
import { weigh } from "../../src/text/weighted.js";
import { hasForbidden } from "../../src/text/forbidden.js";
import { textRules } from "../../src/text/rules.js";
import { isXAddress } from "../../src/text/x-address.js";

interface Case {
  readonly description: string;
  readonly text: string;
  readonly expected: unknown;
}
const folder = join(process.env["CONTRACT_DATA"] ?? "", "text", "twitter-text");
const absent = process.env["CONTRACT_DATA"] === undefined || !existsSync(folder);
const read = (file: string): Readonly<Record<string, readonly Case[]>> =>
  absent
    ? {}
    : (JSON.parse(readFileSync(join(folder, file), "utf8")) as { readonly tests: Readonly<Record<string, readonly Case[]>> }).tests;

const of = (text: string, ...types: readonly XEntity["type"][]): readonly XEntity[] =>
  findXEntities(text).filter(({ type }) => types.includes(type));
const words = (text: string, type: XEntity["type"], from = 0): readonly string[] =>
  of(text, type).map(({ start, end }) => text.slice(start + from, end));
const isOne = (text: string, type: XEntity["type"]): boolean => words(text, type)[0] === text;
/** The suite counts code points from the start. */
const places = (text: string, { start, end }: XEntity): readonly number[] => [
  Array.from(text.slice(0, start)).length,
  Array.from(text.slice(0, end)).length,
];
const name = (text: string, { start, end }: XEntity): readonly string[] => text.slice(start + 1, end).split("/");
const weightOf = (text: string): number => measure(text, textRules.x.post)[0]?.value ?? Number.NaN;

const answers: Readonly<Record<string, (text: string) => unknown>> = {
  // Counted as before 2017: 140 characters, each the same.
  tweets: (text) => {
    const lengths = measure(text, { limits: [{ unit: "code-points", max: 140, severity: "error" }], urlWeight: 23, markup: "plain" });
    return isVisible(text) && lengths.every(({ value, max = 0 }) => value <= max);
  },
  usernames: (text) => isOne(text, "mention"),
  lists: (text) => isOne(text, "list"),
  hashtags: (text) => isOne(text, "hashtag"),
  urls: isXAddress,
  urls_without_protocol: (text) => isOne(text, "link"),
};
const extracted: Readonly<Record<string, (text: string) => unknown>> = {
  // A list names who keeps it.
  mentions: (text) => of(text, "mention", "list").map((one) => name(text, one)[0]),
  mentions_with_indices: (text) => of(text, "mention").map((one) => ({ screen_name: name(text, one)[0], indices: places(text, one) })),
  mentions_or_lists_with_indices: (text) =>
    of(text, "mention", "list").map((one) => {
      const [screen_name, slug] = name(text, one);
      return { screen_name, list_slug: slug === undefined ? "" : `/${slug}`, indices: places(text, one) };
    }),
  replies: (text) => findXReply(text) ?? null,
  urls: (text) => words(text, "link"),
  tco_urls_with_params: (text) => words(text, "link"),
  urls_with_indices: (text) => of(text, "link").map((one) => ({ url: text.slice(one.start, one.end), indices: places(text, one) })),
  urls_with_directional_markers: (text) =>
    of(text, "link").map((one) => ({ url: text.slice(one.start, one.end), indices: places(text, one) })),
  hashtags: (text) => words(text, "hashtag", 1),
  hashtags_from_astral: (text) => words(text, "hashtag", 1),
  hashtags_with_indices: (text) =>
    of(text, "hashtag").map((one) => ({ hashtag: text.slice(one.start + 1, one.end), indices: places(text, one) })),
  cashtags: (text) => words(text, "cashtag", 1),
  cashtags_with_indices: (text) =>
    of(text, "cashtag").map((one) => ({ cashtag: text.slice(one.start + 1, one.end), indices: places(text, one) })),
};

describe.skipIf(absent)("X's own suite (needs CONTRACT_DATA/text/twitter-text)", () => {
  const validate = read("validate.json");
  const extract = read("extract.json");

  it("is read whole", () => {
    const weighted = ["WeightedTweetsCounterTest", "WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"];
    expect(Object.keys(validate).sort()).toEqual([...Object.keys(answers), ...weighted].sort());
    expect(Object.keys(extract).sort()).toEqual(Object.keys(extracted).sort());
  });

  for (const [suite, groups, table] of [
    ["validates", validate, answers],
    ["extracts", extract, extracted],
  ] as const)
    for (const [group, cases] of Object.entries(groups)) {
      const answer = table[group];
      if (answer !== undefined)
        it.each(cases.map((one) => [one.description, one] as const))(`${suite} ${group}: %s`, (_, { text, expected }) =>
          expect(answer(text)).toEqual(expected),
        );
    }

  const lengths = ["WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"].flatMap(
    (group) => validate[group] ?? [],
  );
  it.each(lengths.map((one) => [one.description, one] as const))("weighs: %s", (_, { text, expected }) => {
    const weight = weightOf(text);
    expect({ weight, valid: isVisible(text) && weight <= 280 && !hasForbidden(text, textRules.x.post) }).toEqual({
      weight: (expected as { readonly weightedLength: number }).weightedLength,
      valid: (expected as { readonly valid: boolean }).valid,
    });
  });

  // Configuration v2, which is not used any more: every code point of an emoji counts by its range.
  it.each((validate["WeightedTweetsCounterTest"] ?? []).map((one) => [one.description, one] as const))(
    "weighs as before emoji were one: %s",
    (_, { text, expected }) => {
      const composed = text.normalize("NFC");
      const without = findXEntities(composed)
        .filter(({ type }) => type === "link")
        .reduceRight((rest, { start, end }) => rest.slice(0, start) + "x".repeat(23) + rest.slice(end), composed);
      expect(weigh(without, { emoji: false })).toBe((expected as { readonly weightedLength: number }).weightedLength);
    },
  );
});
