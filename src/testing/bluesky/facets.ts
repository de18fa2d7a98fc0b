/**
 * Facets as the official app writes them: mentions, links and tags with UTF-8 byte ranges.
 * @module
 */
import { bytesOf } from "./record-check.js";
import type { Core } from "./core.js";
import type { Json } from "../json.js";

const forms = [
  { form: /(?<=^|\s|\()@([a-zA-Z0-9.-]+\.[a-zA-Z]+)/g, kind: "mention" },
  { form: /(?<=^|\s|\()https?:\/\/\S+[^\s.,;:!?)]/g, kind: "link" },
  { form: /(?<=^|\s)#(\p{L}[\p{L}\p{N}_]*)/gu, kind: "tag" },
] as const;

/** Finds the facets of a text. Mentions of people that the network does not know stay plain text. */
export function facetsOf(core: Core, text: string): readonly Json[] {
  return forms
    .flatMap(({ form, kind }) =>
      [...text.matchAll(form)].flatMap((found) => {
        const [whole, word = ""] = found;
        const did = kind === "mention" ? core.find(word)?.did : undefined;
        if (kind === "mention" && did === undefined) return [];
        const value = kind === "mention" ? { did } : kind === "link" ? { uri: whole } : { tag: word };
        const byteStart = bytesOf(text.slice(0, found.index));
        return [
          {
            index: { byteStart, byteEnd: byteStart + bytesOf(whole) },
            features: [{ $type: `app.bsky.richtext.facet#${kind}`, ...value }],
          },
        ];
      }),
    )
    .sort((a, b) => a.index.byteStart - b.index.byteStart);
}
