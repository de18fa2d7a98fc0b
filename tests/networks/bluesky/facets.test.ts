import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFacets, toEntities, toFacets, type WireFacet } from "../../../src/networks/bluesky/facets.js";

const didOf = (handle: string): string | undefined => (handle.startsWith("nobody.") ? undefined : `did:fake:${handle}`);
const facets = (text: string): readonly WireFacet[] => toFacets(text, findFacets(text), didOf);

/** What the facets cover, read as bytes, and what they lead to. */
const covered = (text: string): readonly (readonly [string, string])[] => {
  const bytes = new TextEncoder().encode(text);
  return facets(text).map(({ index, features: [feature] }) => [
    new TextDecoder().decode(bytes.slice(index.byteStart, index.byteEnd)),
    feature?.["did"] ?? feature?.["uri"] ?? feature?.["tag"] ?? "",
  ]);
};

describe("bluesky facets", () => {
  it.each<[string, string, (readonly [string, string])[]]>([
    ["mentions a handle", "Hej @freja.example.com!", [["@freja.example.com", "did:fake:freja.example.com"]]],
    ["leaves a handle that leads nowhere as text", "Hej @nobody.example.com", []],
    ["does not take an e-mail address for a mention or a link", "skriv til kontakt@butik.example.com", []],
    ["wants a domain in a handle", "@freja", []],
    ["begins a mention after a bracket", "(@freja.example.com)", [["@freja.example.com", "did:fake:freja.example.com"]]],
    [
      "links an address without the sentence's punctuation",
      "Se https://butik.dk/a?b=1, tak.",
      [["https://butik.dk/a?b=1", "https://butik.dk/a?b=1"]],
    ],
    [
      "keeps a bracket that the address opened",
      "https://da.example/Støvle_(sko)",
      [["https://da.example/Støvle_(sko)", "https://da.example/Støvle_(sko)"]],
    ],
    ["drops a bracket that the sentence opened", "(se https://butik.dk/a)", [["https://butik.dk/a", "https://butik.dk/a"]]],
    ["links a bare domain with a known ending", "Find os på butik.dk/støvler", [["butik.dk/støvler", "https://butik.dk/støvler"]]],
    ["does not link a file name", "se readme.md og foto.jpg", []],
    ["does not link two sentences without a space", "Det er godt.Tak", []],
    ["tags a word", "Nye #støvler!", [["#støvler", "støvler"]]],
    ["does not tag a number", "vi er #1", []],
    ["tags with a full-width sign", "＃støvler", [["＃støvler", "støvler"]]],
    ["ends a tag at an invisible letter", "#støv\u200bler", [["#støv", "støv"]]],
    ["does not tag inside an address", "https://butik.dk/#nyt", [["https://butik.dk/#nyt", "https://butik.dk/#nyt"]]],
    ["writes a cashtag in capitals", "$aapl stiger", [["$aapl", "$AAPL"]]],
    ["finds nothing in a plain sentence", "Tusind tak for din besked", []],
  ])("%s", (_, text, wanted) => expect(covered(text)).toEqual(wanted));

  it("counts UTF-8 bytes, not letters", () => {
    // 👩‍👩‍👧 has 18 bytes and 8 UTF-16 units.
    expect(facets("👩‍👩‍👧 hi @freja.example.com")[0]?.index).toEqual({ byteStart: 22, byteEnd: 40 });
    expect(facets("שלום #שלום")[0]?.index).toEqual({ byteStart: 9, byteEnd: 18 });
  });

  it("refuses a tag of more than 64 graphemes and takes one of 64", () => {
    expect(covered(`#${"å".repeat(64)}`)).toHaveLength(1);
    expect(covered(`#${"å".repeat(65)}`)).toHaveLength(0);
  });

  it("never overlaps and always lies on the borders of characters", () => {
    const word = fc.constantFrom(
      "@freja.example.com",
      "https://butik.dk/a",
      "butik.dk",
      "#tag",
      "$NYT",
      "👩‍👩‍👧",
      "å",
      "(",
      ")",
      ".",
      " ",
      "\n",
      "#@",
      "שלום",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const text = words.join("");
        const bytes = new TextEncoder().encode(text);
        let free = 0;
        for (const { index } of facets(text)) {
          expect(index.byteStart).toBeGreaterThanOrEqual(free);
          expect(index.byteEnd).toBeGreaterThan(index.byteStart);
          free = index.byteEnd;
          expect(new TextDecoder("utf-8", { fatal: true }).decode(bytes.slice(index.byteStart, index.byteEnd))).not.toBe("");
        }
        expect(free).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it("reads back as entities what it wrote", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("Hej", "@freja.example.com", "https://butik.dk/å", "#støvler", "👩‍👩‍👧"), { maxLength: 8 }),
        (words) => {
          const text = words.join(" ");
          const entities = toEntities(text, facets(text));
          expect(entities.map(({ start, end }) => [start, end])).toEqual(findFacets(text).map(({ start, end }) => [start, end]));
        },
      ),
    );
  });
});

describe("bluesky entities", () => {
  const tag = (byteStart: unknown, byteEnd: unknown, name: unknown = "x"): unknown => ({
    index: { byteStart, byteEnd },
    features: [{ $type: "app.bsky.richtext.facet#tag", tag: name }],
  });

  it("turns bytes into UTF-16 offsets", () => {
    expect(toEntities("👩‍👩‍👧 #å!", [tag(19, 22, "å")])).toEqual([{ type: "hashtag", start: 9, end: 11, value: "å" }]);
  });
  it("gives mentions their person and links their address", () => {
    const text = "@freja se her";
    const mention = { index: { byteStart: 0, byteEnd: 6 }, features: [{ did: "did:plc:freja" }] };
    const link = { index: { byteStart: 10, byteEnd: 13 }, features: [{ uri: "https://butik.dk" }] };
    expect(toEntities(text, [link, mention])).toEqual([
      { type: "mention", start: 0, end: 6, value: "freja", targetId: "did:plc:freja" },
      { type: "link", start: 10, end: 13, value: "https://butik.dk" },
    ]);
  });
  it.each<[string, unknown]>([
    ["cut a character in two", [tag(1, 3)]],
    ["lie beyond the text", [tag(0, 99)]],
    ["are empty", [tag(2, 2)]],
    ["run backwards", [tag(3, 0)]],
    ["have broken offsets", [tag("0", 2), tag(-1, 2), tag(0.5, 2), tag(Number.NaN, 2)]],
    ["have no feature", [{ index: { byteStart: 0, byteEnd: 2 }, features: [] }]],
    ["have a new feature", [{ index: { byteStart: 0, byteEnd: 2 }, features: [{ $type: "example.new" }] }]],
    ["are no facets", [null, 7, "x", {}]],
    ["are no list", { length: 3 }],
  ])("leaves out facets that %s", (_, given) => expect(toEntities("å b", given)).toEqual([]));
  it("keeps the first of two that overlap", () => {
    expect(toEntities("abcdef", [tag(2, 5, "later"), tag(0, 3, "first")])).toEqual([{ type: "hashtag", start: 0, end: 3, value: "first" }]);
  });
  it("marks a tag with a dollar sign as a cashtag", () => {
    expect(toEntities("$NYT", [tag(0, 4, "$NYT")])).toEqual([{ type: "cashtag", start: 0, end: 4, value: "NYT" }]);
  });
});

const data = process.env["CONTRACT_DATA"];
describe.runIf(data !== undefined)("bluesky facets, held against the network's own table", () => {
  interface Table {
    readonly mentions_and_links: {
      readonly text: string;
      readonly segments: { readonly text: string; readonly target: string | null }[];
    }[];
    readonly [group: string]: { readonly text: string }[];
  }
  const table = JSON.parse(data === undefined ? "{}" : readFileSync(`${data}/text/bluesky/facets.json`, "utf8")) as Table;

  it("finds the same mentions and links", () => {
    for (const { text, segments } of table.mentions_and_links)
      expect(covered(text), text).toEqual(segments.flatMap((part) => (part.target === null ? [] : [[part.text, part.target]])));
  });
  it("finds the same tags at the same bytes", () => {
    for (const [name, cases] of Object.entries(table)) {
      if (name === "mentions_and_links") continue;
      for (const one of cases as unknown as { text: string; tags: string[]; indices: unknown[] }[]) {
        const found = facets(one.text);
        expect(
          found.map(({ features }) => features[0]?.["tag"]),
          one.text,
        ).toEqual(one.tags);
        expect(
          found.map(({ index }) => index),
          one.text,
        ).toEqual(one.indices);
      }
    }
  });
});
