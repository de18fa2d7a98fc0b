/**
 * Reading hashtags off messages.
 * @module
 */
import type { Author } from "../../model/author.js";
import type { Entity } from "../../model/entity.js";
import type { AuthorKey } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";
import { bareHashtag, foldHashtag } from "./hashtag-fold.js";
import { graver, type Spoken } from "./speakers.js";
import type { VoiceCounts } from "./voices.js";
import { readNumber } from "../engagement/counts.js";
import { isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";

/** What the use of hashtags reads of a message or post. */
export interface TaggedSource extends Spoken {
  /** Hashtags in its text, among others. */
  readonly entities: readonly Pick<Entity, "type" | "value">[];
  /** When it was said. */
  readonly createdAt: Timestamp;
  /** Who said it. */
  readonly author?: Author;
  /** How many people it reached, as far as it is known. */
  readonly counts?: VoiceCounts;
}

/** What was read of a message that bears hashtags. */
export interface Tagged {
  /** When it was said, in milliseconds. */
  readonly at: number;
  /** Its hashtags as they are written, by their folded form. */
  readonly tags: ReadonlyMap<string, string>;
  /** Who said it. */
  readonly author: AuthorKey | undefined;
  /** How many people it reached. */
  readonly reach: number | undefined;
  /** Why it does not count. */
  readonly why: string | undefined;
}

/** A hashtag, as it is shown and as it is compared. */
interface Word {
  readonly bare: string;
  readonly folded: string;
}

/** Makes the reader: folding a word takes long, and a million messages bear few different ones. */
export function tagReader<S extends TaggedSource>(
  reachOf: (message: S) => number | undefined,
  whyNot: (message: S) => string | undefined,
): (message: S) => Tagged | undefined {
  const words = new Map<string, Word>();
  const wordOf = (value: string): Word => {
    const before = words.get(value);
    if (before !== undefined) return before;
    const word: Word = { bare: bareHashtag(value), folded: foldHashtag(value) };
    words.set(value, word);
    return word;
  };
  return (message) => {
    const { key, entities } = message;
    if (!Array.isArray(entities)) refuse(`entities of ${key} is no list`, "give the message as it was read");
    const at = readTime(message.createdAt, `createdAt of ${key}`);
    const tags = new Map<string, string>();
    for (const entity of entities as TaggedSource["entities"]) {
      if (!isObject(entity)) refuse(`entities of ${key} holds what is none`, "give the message as it was read");
      const { type, value } = entity;
      if (type !== "hashtag") continue;
      const { bare, folded } = wordOf(value);
      if (folded !== "") tags.set(folded, first(tags.get(folded), bare));
    }
    if (tags.size === 0) return undefined;
    return { at, tags, author: message.author?.key, reach: readNumber(reachOf(message), "reach"), why: whyNot(message) };
  };
}

/** Makes one reading of those of two copies: all that either says. */
export function mergeTagged(one: Tagged, other: Tagged): Tagged {
  const tags = new Map(one.tags);
  for (const [folded, word] of other.tags) tags.set(folded, first(tags.get(folded), word));
  return {
    at: Math.min(one.at, other.at),
    tags,
    author: first(one.author, other.author),
    reach: one.reach === undefined || other.reach === undefined ? (one.reach ?? other.reach) : Math.max(one.reach, other.reach),
    why: graver(one.why, other.why),
  };
}

/** Of two words the same one whatever came first. */
function first<W extends string | undefined>(one: string | undefined, other: W): string | W {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}
