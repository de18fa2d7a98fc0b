import { describe, expect, it } from "vitest";
import { annotateWith } from "../../src/reply/classify-annotate.js";
import { blocklist } from "../../src/reply/classify-blocklist.js";
import { byLanguage, ensemble, firstConfident } from "../../src/reply/classify-combine.js";
import { intents, readIntent } from "../../src/reply/classify-intent.js";
import { findCopies } from "../../src/reply/classify-spam.js";
import { abstain, classify, type Classification, type Classifier, type ClassifyInput } from "../../src/reply/classify.js";
import { inbound } from "./message.js";

const texts = (...all: readonly string[]): readonly ClassifyInput[] => all.map((text) => ({ text }));

/** A classifier that says what it is told to, and remembers what it was shown. */
function parrot<L extends string>(
  labels: readonly L[],
  say: (input: ClassifyInput) => Classification<L>,
  more: Partial<Classifier<L>> = {},
): Classifier<L> & { readonly shown: ClassifyInput[] } {
  const shown: ClassifyInput[] = [];
  return {
    id: "parrot",
    version: "3",
    labels,
    classify: (inputs) => {
      shown.push(...inputs);
      return Promise.resolve(inputs.map(say));
    },
    ...more,
    shown,
  };
}

describe("reading intents", () => {
  it.each([
    ["Er jeres støvler vandtætte?", "da", "question"],
    ["hvornår kommer de på lager", "da", "question"],
    ["Sind die wasserdicht", "de", "question"],
    ["kiedy wysyłka", "pl", "question"],
    ["când ajunge coletul", "ro", "question"],
    ["Can you ship to Norway", "en", "question"],
    ["Τι ώρα ανοίγετε;".replace(";", "\u037e"), "el", "question"],
    ["@anna se lige her", "da", "tag-a-friend"],
    ["Tak for hjælpen!", "da", "thanks"],
    ["Elsker dem", "da", "praise"],
    ["❤️😍", undefined, "emoji-only"],
    ["😡😡", undefined, "complaint"],
    ["My parcel never came.", "en", "complaint"],
    ["not good at all", "en", "complaint"],
    ["nie polecam", "pl", "complaint"],
    ["Polecam! Świetne buty", "pl", "praise"],
    ["Nu funcționează", "ro", "complaint"],
    ["Nu functioneaza, cand primesc banii inapoi?", "ro", "complaint"],
    ["Earn money daily, DM me on whatsapp https://t.me/abc", "en", "spam"],
    ["Сrypto is my pаssion, DM me", "en", "spam"],
  ] as const)("%s (%s) is %s", (text, language, label) => {
    expect(readIntent({ text, ...(language !== undefined && { language }) })).toMatchObject({ label });
  });

  it("does not take a Polish yes for Danish thanks", () => {
    expect(readIntent({ text: "tak, wiem", language: "pl" })).toEqual(abstain("unsure"));
  });

  it("looks for no question in a link, and believes a rhetorical one less", () => {
    expect(readIntent({ text: "see https://a.example/?q=1" }).label).toBeNull();
    expect(readIntent({ text: "Really?!" }).score).toBe(0.5);
  });

  it("points at what it found", () => {
    const { signals = [] } = readIntent({ text: "Hej! Hvad koster de?", language: "da" });
    expect(signals.map(({ code, range }) => [code, range])).toEqual([
      ["question-mark", [19, 20]],
      ["question-word", [5, 9]],
    ]);
  });

  it("takes any text", () => {
    for (const text of ["", " ", "\ud800", "?", "@", "\u202e", "a".repeat(20_000)]) expect(() => readIntent({ text })).not.toThrow();
  });
});

describe("a blocklist", () => {
  const words = blocklist({ words: ["fuck", "dick"], allow: ["Dick Van Dyke"] });
  it.each(["f u c k", "fuuuck you!", "fu\u0441k", "f*u*c*k", "Dick", "FU\u200bCK", "d1ck!", "ｆｕｃｋ"])("finds %j", async (text) => {
    expect((await classify(words, texts(text)))[0]?.label).toBe("blocked");
  });
  it.each(["Dick Van Dyke", "slutspurt", "duck", "Dickens", "of uck"])("lets %j be", async (text) => {
    expect((await classify(words, texts(text)))[0]?.label).toBeNull();
  });
  it("wants words", () => {
    expect(() => blocklist({ words: [] })).toThrow(/at least one letter/);
  });
});

describe("holding a classifier to its word", () => {
  it("abstains for labels and numbers that it did not promise", async () => {
    const answers: readonly unknown[] = [
      { label: "no", score: 2 },
      { label: "other", score: 1 },
      "yes",
      { label: "yes", score: 1, value: Number.NaN },
      { label: null, score: 1, abstained: "tired" },
      { label: "yes", score: 0.5, extra: "<script>", scores: { yes: 0.5, other: 1 } },
    ];
    let next = 0;
    const wild = parrot(["yes", "no"], () => answers[next++] as Classification<"yes" | "no">);
    const found = await classify(wild, texts("a", "b", "c", "d", "e", "f"));
    expect(found.map(({ label, abstained }) => label ?? abstained)).toEqual(["invalid", "invalid", "invalid", "invalid", "tired", "yes"]);
    expect(found[5]).toEqual({ label: "yes", score: 0.5, scores: { yes: 0.5 } });
  });

  it("refuses another number of answers", async () => {
    const few: Classifier = { id: "few", version: "1", labels: ["a"], classify: () => Promise.resolve([]) };
    await expect(classify(few, texts("a"))).rejects.toMatchObject({ code: "unexpected-response" });
  });

  it("shows a text only to who reads its language", async () => {
    const danish = parrot(["x"], () => ({ label: "x", score: 1 }), { languages: ["da"] });
    const found = await classify(danish, [{ text: "a", language: "en" }, { text: "b", language: "da-DK" }, { text: "c" }]);
    expect(found.map(({ label, abstained }) => label ?? abstained)).toEqual(["language", "x", "x"]);
    expect(danish.shown.map(({ text }) => text)).toEqual(["b", "c"]);
  });
});

describe("combining", () => {
  const sure = (label: "a" | "b", score: number): Classification<"a" | "b"> => ({ label, score });
  const broken: Classifier<"a" | "b"> = {
    id: "broken",
    version: "1",
    labels: ["a"],
    classify: () => Promise.reject(new Error("secret text")),
  };

  it("asks the next only about what the first was not sure of, and passes over one that fails", async () => {
    const cheap = parrot(["a", "b"], ({ text }) => sure("a", text === "easy" ? 0.9 : 0.4));
    const dear = parrot(["a", "b"], () => sure("b", 0.8));
    const found = await classify(firstConfident([broken, cheap, dear], 0.7), texts("easy", "hard"));
    expect(found.map(({ label }) => label)).toEqual(["a", "b"]);
    expect(dear.shown.map(({ text }) => text)).toEqual(["hard"]);
    expect(await classify(firstConfident([cheap], 0.7), texts("hard"))).toEqual([abstain("unsure")]);
  });

  it("sends each text to its language, in order", async () => {
    const one = byLanguage({ pt: parrot(["a", "b"], () => sure("a", 1)), "pt-BR": parrot(["a", "b"], () => sure("b", 1)) });
    const inputs = ["pt-BR", "da", "pt-PT", undefined].map((language) => ({ text: "x", ...(language !== undefined && { language }) }));
    expect((await classify(one, inputs)).map(({ label }) => label)).toEqual(["b", null, "a", null]);
  });

  it("lets voices vote and abstains when they disagree", async () => {
    const voices = [parrot(["a", "b"], () => sure("a", 0.9)), parrot(["a", "b"], () => sure("b", 0.6)), broken];
    const [found] = await classify(ensemble(voices), texts("x"));
    expect(found).toMatchObject({ label: "a", score: 0.6 });
    expect(await classify(ensemble(voices, { minShare: 0.7 }), texts("x"))).toEqual([abstain("disagree")]);
  });

  it("stops when the caller does", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(classify(firstConfident([intents], 0.5), texts("x"), { signal })).rejects.toThrow("enough");
  });
});

describe("annotations", () => {
  const clock = { now: () => Date.parse("2026-03-01T00:00:00.000Z"), sleep: () => Promise.resolve() };

  it("are made of what was found, by subject; who abstains leaves none", async () => {
    const mood = parrot(["negative"], ({ text }) =>
      text === "Hvad?" ? { label: "negative", score: 0.8, value: -0.5 } : abstain("unsure"),
    );
    const enrich = annotateWith({ intent: intents, sentiment: mood }, { clock });
    const at = "2026-03-01T00:00:00.000Z";
    expect(await enrich([inbound({ text: "Ours.", direction: "outbound" }), inbound({ text: "Hvad?" }), inbound({ text: "Ok." })])).toEqual(
      [
        undefined,
        {
          intent: { label: "question", score: 0.9, by: "intents@1", at },
          sentiment: { label: "negative", score: 0.8, value: -0.5, by: "parrot@3", at },
        },
        undefined,
      ],
    );
    expect(mood.shown.map(({ text }) => text)).toEqual(["Hvad?", "Ok."]);
  });

  it("survive a classifier that fails, and its failure is told without the text", async () => {
    const lines: unknown[] = [];
    const failing: Classifier = { id: "x", version: "1", labels: ["a"], classify: () => Promise.reject(new Error("said: Hvad?")) };
    const logger = { warn: (...line: readonly unknown[]) => void lines.push(line) };
    const [found] = await annotateWith({ intent: intents, topic: failing }, { clock, logger })([inbound({ text: "Hvad?" })]);
    expect(Object.keys(found ?? {})).toEqual(["intent"]);
    expect(JSON.stringify(lines)).toContain("topic");
    expect(JSON.stringify(lines)).not.toContain("Hvad");
    await expect(annotateWith({ topic: failing })([inbound()])).rejects.toThrow();
  });
});

describe("copies", () => {
  const say = (id: string, author: string, text: string, minute = 0): ReturnType<typeof inbound> =>
    inbound({
      key: `bluesky:brandx:message:${id}`,
      id,
      text,
      createdAt: new Date(Date.parse("2026-01-01T10:00:00.000Z") + minute * 60_000).toISOString(),
      author: { key: `bluesky:brandx:author:${author}`, isOwn: false },
    });
  it("are texts of three authors within an hour, whatever name or link they carry", () => {
    const found = findCopies([
      say("1", "a", "@one Best boots ever, see https://a.example/1"),
      say("2", "b", "@two best boots ever, see https://b.example/22"),
      say("3", "c", "best  boots ever, SEE https://c.example"),
      say("4", "d", "I like the brown ones more"),
    ]);
    expect([...found.keys()]).toEqual([1, 2, 3].map((id) => `bluesky:brandx:message:${String(id)}`));
    const same = [
      say("1", "a", "Best boots to find at a.example"),
      say("2", "b", "best boots to find at b.example"),
      say("3", "c", "BEST boots to find at c.example", 59),
    ];
    expect([...findCopies(same).keys()]).toHaveLength(3);
    expect(findCopies([...same.slice(0, 2), say("3", "c", "best boots to find at c.example", 61)]).size).toBe(0);
    expect(findCopies(["a", "b", "c"].map((who) => say(who, who, "So nice")).slice()).size).toBe(0);
  });
});
