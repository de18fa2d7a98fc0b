import { describe, expect, it } from "vitest";
import { checkOutdated } from "../../src/reply/answers-check.js";
import { defineAnswers, findAnswers, outdatedFacts, type AnswerLibrary } from "../../src/reply/answers.js";
import { lint } from "../../src/reply/lint.js";
import { textRules } from "../../src/text/index.js";

const source: AnswerLibrary = {
  id: "boots",
  version: 1,
  topics: [
    {
      id: "waterproof",
      words: { da: ["vandtæt*", "regn"], en: ["waterproof", "rain"] },
      facts: [
        { id: "membrane-2024", text: { da: "De er tætte i fem år." }, source: "handbook p. 3", reviewBy: "2025-06-01T00:00:00.000Z" },
        {
          id: "membrane",
          text: { da: "Vores støvler er vandtætte.", und: "Our boots are waterproof." },
          source: "lab",
          reviewBy: "2027-01-01T00:00:00.000Z",
          approvedBy: "mikkel",
        },
      ],
    },
    {
      id: "returns",
      words: { da: ["retur*", "bytte*"], und: ["refund*"] },
      facts: [
        { id: "thirty-days", text: { da: "Du har 30 dage til at returnere." }, source: "terms", reviewBy: "2027-01-01T00:00:00.000Z" },
      ],
    },
  ],
};
const library = defineAnswers(source);
const now = "2026-01-01T00:00:00.000Z";

describe("the answer library", () => {
  it("finds topics by their words, whatever ending or marks they have, the most words first", () => {
    const found = findAnswers(
      library,
      { text: "Kan jeg returnere dem, hvis de ikke er VANDTAETTE... vandtætte i regn?", language: "da-DK" },
      { now },
    );
    expect(found.map(({ topic, score }) => [topic, score])).toEqual([
      ["waterproof", 2],
      ["returns", 1],
    ]);
    expect(findAnswers(library, { text: "Godmorgen!", language: "da" }, { now })).toEqual([]);
  });

  it("says facts in the language asked for, the outdated last", () => {
    const [match] = findAnswers(library, { text: "vandtætte?", language: "da" }, { now });
    expect(match?.facts).toEqual([
      {
        id: "membrane",
        text: "Vores støvler er vandtætte.",
        language: "da",
        source: "lab",
        reviewBy: "2027-01-01T00:00:00.000Z",
        outdated: false,
      },
      {
        id: "membrane-2024",
        text: "De er tætte i fem år.",
        language: "da",
        source: "handbook p. 3",
        reviewBy: "2025-06-01T00:00:00.000Z",
        outdated: true,
      },
    ]);
    const [english] = findAnswers(library, { text: "are they waterproof", language: "en" }, { now });
    expect(english?.facts.map(({ id, text, language }) => [id, text, language])).toEqual([
      ["membrane", "Our boots are waterproof.", undefined],
    ]);
  });

  it("lists what is to be reviewed", () => {
    expect(outdatedFacts(library, { now }).map(({ id }) => id)).toEqual(["membrane-2024"]);
    expect(() => outdatedFacts(library, { now: "soon" })).toThrow(/ISO 8601/);
  });

  it("refuses a library that cannot be, naming what is wrong", () => {
    const [waterproof] = source.topics;
    const [fact] = waterproof?.facts ?? [];
    if (waterproof === undefined || fact === undefined) throw new Error("unreachable");
    const withFact =
      (change: Partial<typeof fact>): (() => unknown) =>
      () =>
        defineAnswers({ ...source, topics: [{ ...waterproof, facts: [{ ...fact, ...change }] }] });
    expect(withFact({ source: "" })).toThrow('Fact "membrane-2024" has no source');
    expect(withFact({ reviewBy: "later" })).toThrow('Fact "membrane-2024" has no review date');
    expect(withFact({ text: {} })).toThrow('Fact "membrane-2024" says nothing');
    expect(() => defineAnswers({ ...source, topics: [waterproof, waterproof] })).toThrow('Topic "waterproof" is there twice');
    expect(() => defineAnswers({ ...source, topics: [{ ...waterproof, words: { da: ["*"] } }] })).toThrow("no words, or an empty one");
  });

  it("is frozen and its own", () => {
    expect(Object.isFrozen(library.topics[0]?.facts)).toBe(true);
    expect(Object.isFrozen(source.topics)).toBe(false);
  });
});

describe("an outdated answer", () => {
  const rules = textRules.bluesky.reply;
  const found = (text: string, used?: readonly string[]): readonly unknown[] =>
    lint({ text }, { rules, checks: [checkOutdated(library, { now, ...(used !== undefined && { used }) })] }).filter(
      ({ code }) => code === "outdated-answer",
    );

  it("is a warning where its sentence stands", () => {
    expect(found("Hej Sandra! De er tætte i fem år. Mvh Brand X")).toMatchObject([
      { severity: "warn", range: [12, 33], message: 'Fact "membrane-2024" was to be reviewed by 2025-06-01.' },
    ]);
  });

  it("is one when it is said in other words, if that is told", () => {
    expect(found("Fem år holder de tæt.")).toEqual([]);
    expect(found("Fem år holder de tæt.", ["membrane-2024"])).toHaveLength(1);
  });

  it("is none while it may be believed", () => {
    expect(found("Vores støvler er vandtætte.", ["membrane"])).toEqual([]);
  });
});
