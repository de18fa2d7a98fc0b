/**
 * What is counted of a post, and reading it.
 * @module
 */
import type { Author } from "../../model/author.js";
import type { Counts } from "../../model/counts.js";
import type { Key } from "../../model/keys.js";
import type { Direction } from "../../model/message.js";
import type { Timestamp } from "../../model/ref.js";
import { checkCount, isObject, refuse } from "../measure.js";
import { sortNumbers } from "../percentile.js";

/** A kind of reaction that may count as engagement, by its name in the counts. */
export type EngagementKind = "likes" | "replies" | "shares" | "quotes" | "saves" | "clicks" | "views" | "dislikes";

/** What an engagement rate is measured against. */
export type EngagementBase = "reach" | "impressions" | "followers" | "views";

/** What was counted of one post. `Counts` and `Insights` are such; what is absent is unknown. */
export interface EngagementCounts extends Counts {
  /** Unique people. */
  readonly reach?: number;
  /** Times shown. */
  readonly impressions?: number;
  /** Clicks on links, media or the name. */
  readonly clicks?: number;
  /** Interactions of all kinds, as the network counts them. Read only where `countedBy` is `network`. */
  readonly engagements?: number;
  /** Followers of the account when the post appeared. */
  readonly followers?: number;
  /** When the network told it. Of two readings of one post the later counts. */
  readonly asOf?: Timestamp;
  /** What the counts were made for, where the host knows. A rate by another base refuses them. */
  readonly base?: EngagementBase;
}

/** Anything that holds counts, such as a post or message. */
export interface CountedContent {
  /** What was counted. */
  readonly counts: EngagementCounts;
  /** Followers of who posted it, when it appeared. */
  readonly followers?: number;
  /** Which post or message it is. The same key twice counts once; own replies and followers of the day are looked up by it. */
  readonly key?: Key;
  /** When it appeared. */
  readonly createdAt?: Timestamp;
  /** True when it is paid for. */
  readonly isAd?: boolean;
  /** False when it is not the account's own: its followers are then those of its author. */
  readonly isOwn?: boolean;
  /** Of a message: `inbound` is not the account's own. */
  readonly direction?: Direction;
  /** Who posted it. */
  readonly author?: Pick<Author, "key" | "followers">;
  /** What the counts were made for, where the host knows. A rate by another base refuses it. */
  readonly base?: EngagementBase;
}

/** What an engagement rate reads of one post: its counts or insights, or what holds them. */
export type EngagementSource = EngagementCounts | CountedContent;

/** One post or several. */
export type EngagementSources = EngagementSource | readonly EngagementSource[];

/** What counts as engagement unless said otherwise. */
export const defaultKinds: readonly EngagementKind[] = ["likes", "replies", "shares", "saves"];
/** All that may count as engagement. */
export const allKinds: readonly EngagementKind[] = [...defaultKinds, "quotes", "clicks", "views", "dislikes"];

/** A number that may stand above the line. */
export type CountName = EngagementKind | "engagements" | "reach" | "impressions" | "conversions";

/** A number that may stand below the line. */
export type BelowName = EngagementBase | "likes" | "clicks" | "visits";

/** The counts of something, by name. */
export type CountsByName = Readonly<Partial<Record<CountName | BelowName, number>>> & Pick<Counts, "reactions">;

/** Refuses kinds that nobody counts; gives each once. */
export function checkKinds<K extends string>(kinds: readonly K[], known: readonly K[], name = "kinds"): readonly K[] {
  const given: unknown = kinds;
  if (!Array.isArray(given)) refuse(`${name} is no list`, `give some of ${known.join(", ")} in one`);
  if (kinds.length === 0 || !kinds.every((kind) => known.includes(kind)))
    refuse(`${name} holds nothing, or what no network counts`, `use some of ${known.join(", ")}`);
  return [...new Set(kinds)];
}

/** Reads a count; absent stays absent. Where only reactions by name are told, their sum stands for the likes. */
export function readKind(counts: CountsByName, name: CountName | BelowName): number | undefined {
  const value = readNumber(counts[name], name);
  return value === undefined && name === "likes" ? sumReactions(counts.reactions) : value;
}

/** Reads a number that counts something, of a size that can be added up. */
export function readNumber(value: number | undefined, name: string): number | undefined {
  const read = checkCount(value, name);
  if (read !== undefined && read > Number.MAX_SAFE_INTEGER) refuse(`${name} is ${read}`, "give a number that somebody can have counted");
  return read;
}

function sumReactions(reactions: Counts["reactions"]): number | undefined {
  if (reactions === undefined) return undefined;
  if (!isObject(reactions)) refuse("reactions is no object", "give numbers by the network's word, or leave it out");
  return total(Object.values(reactions).map((count) => readNumber(count, "reactions") ?? 0));
}

/** Adds up. The order of the numbers does not change the last digit. */
export function total(values: readonly number[]): number {
  let sum = 0;
  let parts = 0;
  for (const value of values) {
    sum += value;
    parts += value % 1;
  }
  return parts === 0 && sum <= Number.MAX_SAFE_INTEGER ? sum : sortNumbers(values).reduce((all, value) => all + value, 0);
}

/** Divides by what is not 0, and refuses what no number can hold. */
export function divide(above: number, below: number): number {
  const value = above / below;
  return Number.isFinite(value) ? value : refuse("A rate is too large for a number", "look at its counts and weights");
}
