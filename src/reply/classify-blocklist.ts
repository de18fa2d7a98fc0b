/**
 * Words that a host wants found, however they are written.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { abstain, type Classification, type Classifier, type Signal } from "./classify.js";
import { foldTricks } from "./classify-fold.js";

/** The words of a host. The package brings none: what is an insult in one language is a finishing spurt in another. */
export interface BlocklistOptions {
  /** Words and phrases to find, by whole words. */
  readonly words: readonly string[];
  /** Phrases in which they are fine: `Dick Van Dyke`. */
  readonly allow?: readonly string[];
  /** Its name in annotations. @defaultValue "blocklist" */
  readonly id?: string;
}

/**
 * Makes a classifier that finds a host's words, also with lookalike letters, digits for letters, repeated letters, invisible characters or
 * blanks between single letters. Label `blocked`; a text without any is abstained from (`clean`).
 *
 * @throws FolkmootError `misconfigured` without words.
 */
export function blocklist(options: BlocklistOptions): Classifier<"blocked"> {
  const { words, allow = [], id = "blocklist" } = options;
  if (words.length === 0 || words.some((word) => foldTricks(word).trim() === ""))
    throw new FolkmootError("misconfigured", "blocklist has no words, or an empty one: give each at least one letter.");
  const wanted = pattern(words);
  const fine = allow.length === 0 ? undefined : pattern(allow);
  const read = (text: string): Classification<"blocked"> => {
    const folded = foldTricks(text);
    const rest = fine === undefined ? folded : folded.replace(fine, (one) => " ".repeat(one.length));
    // Folding takes characters away, so there is no place in the text to point at.
    const signals: Signal[] = [...rest.matchAll(wanted)].map(() => ({ code: "blocked-word", weight: 0.95 }));
    return signals.length === 0 ? abstain("clean") : { label: "blocked", score: 0.95, signals };
  };
  return { id, version: "1", labels: ["blocked"], classify: (inputs) => Promise.resolve(inputs.map(({ text }) => read(text))) };
}

function pattern(words: readonly string[]): RegExp {
  const escape = (one: string): string => one.replace(/[.*+?^${}()|[\]\\/-]/gu, String.raw`\$&`);
  const sources = words.map((word) => {
    const letters = Array.from(foldTricks(word).trim(), (one) => (/\s/u.test(one) ? String.raw`\s+` : `${escape(one)}+`));
    // Blanks count only where every letter stands alone: "an us" is no word.
    const spaced = letters.filter((one) => one !== String.raw`\s+`);
    return letters.length > 2 ? `${letters.join("")}|${spaced.join(String.raw`[\s._*-]+`)}` : letters.join("");
  });
  return new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])(?:${sources.join("|")})(?![\p{L}\p{M}\p{N}])`, "gu");
}
