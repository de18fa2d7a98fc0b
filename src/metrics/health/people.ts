/**
 * Who speaks: members, we, bots, and those of whom nobody knows any more.
 * @module
 */
import type { Author } from "../../model/author.js";
import type { Measure, MeasureUnit } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import type { Timestamp } from "../../model/ref.js";
import { isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { atLeast, proportion, readMinN, type SampleOptions } from "../proportion.js";
import { readTime } from "../read-time.js";
import { oncePerKey } from "./once.js";

/** What the metrics of people read of a message. Of a shell nobody knows which member wrote it: it is `missing`, never a person of its own. */
export type MemberMessage = Pick<Message, "key" | "direction" | "createdAt"> &
  Partial<Pick<Message, "author" | "visibility" | "deletedAt" | "editedAt" | "kind" | "shell">>;

/** Whose messages count, and when there is a value. */
export interface MemberOptions extends SampleOptions {
  /** Tells which further authors are bots, beside those that the network marks. Bots are left out and counted in `excluded`. */
  readonly isBot?: (author: Author) => boolean;
  /** True refuses a value that rests on a part of the input: `null` as soon as something is missing. @defaultValue false */
  readonly strict?: boolean;
}

/** A stretch of time. */
export interface PeriodOptions {
  /** What was written before is left out. @defaultValue since ever */
  readonly from?: Timestamp;
  /** What was written at this instant or later is left out. @defaultValue for ever */
  readonly to?: Timestamp;
}

/** Who wrote a message. `unknown`: a shell, or the network does not tell. */
export type Speaker = "member" | "own" | "bot" | "unknown";

/** Makes the function that tells who wrote a message. A bot of ours is a bot. */
export function speakers({ isBot }: MemberOptions): (message: Pick<MemberMessage, "key" | "author" | "direction" | "shell">) => Speaker {
  return ({ key, author, direction, shell }) => {
    if (author !== undefined) {
      if (!isObject(author) || typeof author.key !== "string" || author.key === "")
        refuse(`\`author\` of ${key} has no key`, "give authors as they were read, and leave out who is unknown");
      if (author.isBot === true || (isBot !== undefined && saysSo(isBot(author), "isBot"))) return "bot";
    }
    if (shell?.was.includes("bot") === true) return "bot";
    if (direction === "outbound" || author?.isOwn === true || shell?.was.includes("own") === true) return "own";
    return author === undefined ? "unknown" : "member";
  };
}

/** Reads what a function of the host said. A promise would count as true. */
export function saysSo(answer: unknown, name: string): boolean {
  return typeof answer === "boolean" ? answer : refuse(`\`${name}\` gives neither true nor false`, "answer at once, with one of them");
}

/** Says whether people can see a message, or could until it was deleted or forgotten. */
export function isSeen({ visibility, deletedAt, shell }: Pick<MemberMessage, "visibility" | "deletedAt" | "shell">): boolean {
  if (shell !== undefined) return !shell.was.some((trait) => unseen.has(trait));
  return visibility === undefined || !unseen.has(visibility) || (visibility === "removed" && deletedAt !== undefined);
}

const unseen: ReadonlySet<string> = new Set(["internal", "held", "hidden", "removed"]);

/** Refuses options that cannot be, before anything is computed. */
export function checkOptions(options: unknown, functions: readonly string[] = []): void {
  if (!isObject(options)) refuse("`options` is no object", "give one, or leave it out");
  const given: MemberOptions & Readonly<Record<string, unknown>> = { ...options };
  for (const name of ["isBot", ...functions])
    if (given[name] !== undefined && typeof given[name] !== "function") refuse(`\`${name}\` is no function`, "give one, or leave it out");
  checkFlag(given.strict, "strict");
  readMinN(given);
}

/** Refuses what is neither true nor false: `"false"` would count as true. */
export function checkFlag(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== "boolean") refuse(`\`${name}\` is neither true nor false`, "give one of them");
}

/** Refuses a length of time that is no number above 0. */
export function checkLength(value: unknown, name: string): void {
  if (!(typeof value === "number" && value > 0 && Number.isFinite(value)))
    refuse(`\`${name}\` is no number above 0`, "give milliseconds, such as 86_400_000 for a day");
}

/** Refuses what is no whole number from `least`. */
export function checkWhole(value: unknown, name: string, least: number): void {
  if (!(Number.isSafeInteger(value) && Number(value) >= least)) refuse(`\`${name}\` is no whole number from ${least}`, "give one");
}

/** Reads a stretch of time. */
export function readPeriod({ from, to }: PeriodOptions): (at: number) => boolean {
  const begin = from === undefined ? Number.NEGATIVE_INFINITY : readTime(from, "from");
  const end = to === undefined ? Number.POSITIVE_INFINITY : readTime(to, "to");
  if (begin > end) refuse("from is later than to", "swap the two");
  return (at) => at >= begin && at < end;
}

/**
 * Shows each message of a member in a stretch of time, with who wrote it and when. Counts in `tally` those of bots, of us, those that people
 * cannot see, and those of whom nobody knows the author.
 */
export function eachMember(
  messages: readonly MemberMessage[],
  options: MemberOptions,
  isIn: (at: number) => boolean,
  tally: Tally,
  visit: (author: string, at: number) => void,
): void {
  const speakerOf = speakers(options);
  for (const message of oncePerKey(messages).list) {
    const at = readTime(message.createdAt, `createdAt of ${message.key}`);
    if (!isIn(at)) continue;
    const speaker = speakerOf(message);
    const author = message.author?.key;
    if (speaker === "own" || speaker === "bot") tally.leaveOut(speaker);
    else if (!isSeen(message)) tally.leaveOut("hidden");
    else if (author === undefined) tally.miss("author");
    else visit(author, at);
  }
}

/** Counts what is left out, by reason, and what should have gone in but could not. */
export class Tally {
  readonly #excluded = new Map<string, number>();
  readonly #missing = new Map<string, number>();

  /** Counts something that does not belong to the measure. */
  leaveOut(reason: string, count = 1): void {
    if (count > 0) this.#excluded.set(reason, (this.#excluded.get(reason) ?? 0) + count);
  }

  /** Counts something that belongs to it, but of which an input is unknown. */
  miss(input: string, count = 1): void {
    if (count > 0) this.#missing.set(input, (this.#missing.get(input) ?? 0) + count);
  }

  /** Says it in the words of a measure. @param wentIn - how many did go in, of the same things that were missed */
  details(wentIn: number): MeasureDetails {
    const missed = [...this.#missing.values()].reduce((sum, count) => sum + count, 0);
    return {
      complete: missed === 0,
      missing: [...this.#missing.keys()].toSorted(),
      ...(wentIn + missed > 0 && { coverage: wentIn / (wentIn + missed) }),
      ...(this.#excluded.size > 0 && { excluded: Object.fromEntries([...this.#excluded].toSorted(([a], [b]) => (a < b ? -1 : 1))) }),
    };
  }
}

/** Makes the measure of a share. Where nothing is known of what there was, it is unknown; where there was nothing, there is no data. */
export function shareOf(successes: number, n: number, options: MemberOptions, details: MeasureDetails): Measure {
  const part = { ...details, numerator: successes, denominator: n, n };
  return isLost(options, details) || (n === 0 && details.complete === false)
    ? unknown("unknown-input", "fraction", part)
    : proportion(successes, n, options, details);
}

/** Makes the measure of a value that rests on so many observations. */
export function valueOf(value: number | undefined, unit: MeasureUnit, n: number, options: MemberOptions, details: MeasureDetails): Measure {
  const all = { ...details, n };
  if (isLost(options, details)) return unknown("unknown-input", unit, all);
  if (value === undefined) return unknown(details.complete === false ? "unknown-input" : "no-data", unit, all);
  return atLeast(known(value, unit, all), options);
}

/** Makes the measure of a count of people or things. Where something is missing it is a lower bound. */
export function countOf(value: number, options: MemberOptions, details: MeasureDetails): Measure {
  return isLost(options, details)
    ? unknown("unknown-input", "count", { ...details, n: value })
    : known(value, "count", { ...details, n: value });
}

const isLost = ({ strict }: MemberOptions, { complete }: MeasureDetails): boolean => strict === true && complete === false;
