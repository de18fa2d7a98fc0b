/**
 * What the finding of waiting episodes can be told.
 * @module
 */
import type { Key } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import type { StandingOptions } from "./standing.js";

/** Our like of a message. */
export interface Acknowledgement {
  /** The message. */
  readonly target: Key;
  /** When we liked it. */
  readonly at: Timestamp;
}

/** A conversation that a bot handed to people, or that was opened again. */
export interface HandOff {
  /** Of the conversation, or of any message of a comment tree. */
  readonly key: Key;
  /** When. */
  readonly at: Timestamp;
}

/** Working time of a schedule. `businessHours` makes it. */
export interface WorkingTime {
  /** How many working milliseconds lie between two instants. Milliseconds since 1970. */
  between(fromMs: number, toMs: number): number;
  /** The instant at which so many working milliseconds have passed; `undefined` where that never happens. Milliseconds since 1970. */
  add(atMs: number, ms: number): number | undefined;
}

/** Which messages count, and when. */
export interface EpisodeOptions extends StandingOptions {
  /** The instant of the question. What came later is left out; who is not answered waits until then. */
  readonly now: Timestamp;
  /** Episodes that opened before are left out. */
  readonly from?: Timestamp;
  /** Episodes that opened at this instant or later are left out. */
  readonly to?: Timestamp;
  /** A member who writes after so long a silence on both sides waits anew. Hours; `Infinity` = never. @defaultValue 24 */
  readonly gapHours?: number;
  /**
   * What decides whether an episode lies between `from` and `to`: the message that opened it, or our reply. Who was not answered has no reply,
   * and lies where the message does. @defaultValue "inbound"
   */
  readonly attribution?: "inbound" | "reply";
  /**
   * Where a wait begins. `created`: with the message that opened it. `lastNonHumanActivity`: with what a bot of ours said last, with the
   * hand-off or with the opening again, where one of them came after it. @defaultValue "created"
   */
  readonly baseline?: "created" | "lastNonHumanActivity";
  /** Hand-offs and openings that no message tells, for `baseline: "lastNonHumanActivity"`. Status changes are such. */
  readonly handOffs?: readonly HandOff[];
  /** True where automatic replies answer like any other. @defaultValue false */
  readonly autoRepliesClose?: boolean;
  /** Our likes, for `countLikesAsResponse`. `acknowledgements` reads them from the audit trail. */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** True where liking a message that waits answers it. @defaultValue false */
  readonly countLikesAsResponse?: boolean;
  /** Counts `workingMs` by these hours, and takes it for the wait. */
  readonly hours?: WorkingTime;
}

/** Options, checked and with their defaults; instants in milliseconds since 1970. */
export interface EpisodeRules extends StandingOptions {
  readonly now: number;
  readonly from: number;
  readonly to: number;
  readonly gapMs: number;
  readonly byReply: boolean;
  readonly fromLastActivity: boolean;
  readonly autoRepliesClose: boolean;
  readonly handOffs: readonly Moment[];
  readonly likes: readonly Moment[];
  readonly hours: WorkingTime | undefined;
}

/** Something that happened to an object. */
export interface Moment {
  readonly key: Key;
  readonly at: number;
}

const hourMs = 3_600_000;

/** Checks options. @throws FolkmootError `invalid-request`, naming the field. */
export function readEpisodeOptions(options: EpisodeOptions): EpisodeRules {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now`, the instant of the question");
  const { needsReply, isAutomatic, isBot, gapHours = 24, attribution = "inbound", baseline = "created", hours } = options;
  const { from, to } = readPeriod(options);
  if (!(typeof gapHours === "number" && gapHours > 0))
    refuse("gapHours is no number above 0", "give hours, such as 24, or Infinity for never");
  for (const [name, rule] of Object.entries({ needsReply, isAutomatic, isBot }))
    if (rule !== undefined && typeof rule !== "function") refuse(`${name} is no function`, "give one that says true or false");
  oneOf("attribution", attribution, ["inbound", "reply"]);
  oneOf("baseline", baseline, ["created", "lastNonHumanActivity"]);
  const countLikes = readFlag(options, "countLikesAsResponse");
  if (countLikes && options.acknowledgements === undefined)
    refuse("countLikesAsResponse has no likes to count", "give `acknowledgements`, when we liked what");
  const handOffs = readMoments(options.handOffs ?? [], "handOffs", "key");
  const likes = countLikes ? readMoments(options.acknowledgements ?? [], "acknowledgements", "target") : [];
  return {
    ...(needsReply !== undefined && { needsReply }),
    ...(isAutomatic !== undefined && { isAutomatic }),
    ...(isBot !== undefined && { isBot }),
    now: readTime(options.now, "now"),
    from,
    to,
    gapMs: gapHours * hourMs,
    byReply: attribution === "reply",
    fromLastActivity: baseline === "lastNonHumanActivity",
    autoRepliesClose: readFlag(options, "autoRepliesClose"),
    handOffs,
    likes,
    hours: readHours(hours),
  };
}

/** Reads a period; open at an end that is not given. */
export function readPeriod(options: { readonly from?: Timestamp; readonly to?: Timestamp }): {
  readonly from: number;
  readonly to: number;
} {
  const from = options.from === undefined ? Number.NEGATIVE_INFINITY : readTime(options.from, "from");
  const to = options.to === undefined ? Number.POSITIVE_INFINITY : readTime(options.to, "to");
  if (from > to) refuse("from is later than to", "swap the two");
  return { from, to };
}

/** Refuses a word that is none of those offered. */
export function oneOf<T extends string>(name: string, value: T, words: readonly T[]): void {
  if (!words.includes(value)) refuse(`${name} is none that we know`, `use ${words.join(" or ")}`);
}

/** Reads working hours. */
export function readHours(hours: WorkingTime | undefined): WorkingTime | undefined {
  if (hours === undefined) return undefined;
  const given: unknown = hours;
  if (
    !isObject(given) ||
    !("between" in given) ||
    !("add" in given) ||
    typeof given.between !== "function" ||
    typeof given.add !== "function"
  )
    refuse("hours counts no working time", "give what businessHours makes of a schedule");
  return hours;
}

function readFlag(options: EpisodeOptions, name: "autoRepliesClose" | "countLikesAsResponse"): boolean {
  const value: unknown = options[name] ?? false;
  return typeof value === "boolean" ? value : refuse(`${name} is neither true nor false`, "give one of them, or leave it out");
}

/** Reads what happened to objects, and when. */
export function readMoments(list: unknown, name: string, field: "key" | "target"): readonly Moment[] {
  if (!Array.isArray(list)) refuse(`\`${name}\` is no list`, "give what happened, one entry each");
  return (list as readonly unknown[]).map((one, index) => {
    const entry = isObject(one) ? (one as Readonly<Record<string, unknown>>) : {};
    const key = entry[field];
    if (typeof key !== "string") return refuse(`\`${name}\` has no ${field} at position ${index}`, "say what it happened to");
    return { key, at: readTime(entry["at"] as Timestamp, `at of \`${name}\` at position ${index}`) };
  });
}
