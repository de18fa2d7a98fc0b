/**
 * Mentions over time.
 * @module
 */
import type { Key } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { checkFlag, checkFunction, saysSo } from "./check.js";
import { cut, find, type Stretch } from "./periods.js";
import { checkKey, leaveOut, readSpeakers, whyNot, type SpeakerOptions, type Spoken } from "./speakers.js";
import { checkList, isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { readTime } from "../read-time.js";
import type { CalendarOptions, Every } from "../time/calendar.js";

/** What a series of mentions reads of a message or post. A shell is enough. */
export interface MentionSource extends Spoken {
  /** When it was said. */
  readonly createdAt: Timestamp;
}

/** A stretch that was not read. A `gap` of the inbox is such. */
export interface UnreadStretch {
  /** Where it begins. Absent = before everything. */
  readonly from?: Timestamp;
  /** Where it ends. */
  readonly to: Timestamp;
}

/** Which period, how it is cut, and what was not read of it. */
export interface MentionSeriesOptions<S extends MentionSource = MentionSource> extends SpeakerOptions, CalendarOptions {
  /** The zone in which buckets begin. IANA: `Europe/Copenhagen`. */
  readonly timeZone: string;
  /** How long a bucket is. */
  readonly every: Every;
  /** Where the series begins. */
  readonly from: Timestamp;
  /** Where it ends: messages of this instant are not in it. */
  readonly to: Timestamp;
  /** Stretches for which no data could be had. @defaultValue none */
  readonly gaps?: readonly UnreadStretch[];
  /** Tells which of the messages are mentions. @defaultValue all */
  readonly isMention?: (message: S) => boolean;
  /** True gives no count where a part of the bucket was not read. @defaultValue false: a lower bound */
  readonly strict?: boolean;
}

/** The mentions of one stretch. */
export interface MentionBucket {
  /** Its first instant. */
  readonly start: Timestamp;
  /** The first instant after it. */
  readonly end: Timestamp;
  /** How long it lasts: a day of 23, 24 or 25 hours, less where the series begins or ends inside. */
  readonly hours: number;
  /** How many mentions it holds. */
  readonly count: Measure;
}

/**
 * Counts mentions by the hours, days, weeks or months of a zone. Every bucket of the period is there, also where nobody said anything: 0.
 *
 * A bucket that was not read at all and of which nothing is known has no count, and that is not 0; of one that was read in part the count is a
 * lower bound and `coverage` the share of its time that was read. Buckets are cut at `from` and `to`, and an hour that the clock shows twice is
 * two. Raw volume: what bots wrote counts, our own messages and notes do not. Give the messages that are mentions, or `isMention`.
 *
 * @throws FolkmootError `invalid-request` for an unknown zone or bucket, what is no time, a period or gap that ends before it begins, and for
 * what is no list or message.
 *
 * @example
 * const days = mentionSeries(messages, { timeZone: "Europe/Copenhagen", every: "day", from, to });
 * days.map(({ start, count }) => [start, count.value]);
 */
export function mentionSeries<S extends MentionSource>(messages: readonly S[], options: MentionSeriesOptions<S>): readonly MentionBucket[] {
  if (!isObject(options)) refuse("`options` is missing", "give at least timeZone, every, from and to");
  const speakers = readSpeakers(options, { includeBots: true });
  const from = readTime(options.from, "from");
  const to = readTime(options.to, "to");
  if (from > to) refuse("from is later than to", "swap the two");
  const { isMention } = options;
  checkFunction(isMention, "isMention");
  checkFlag(options.strict, "strict");
  const gaps = readGaps(options.gaps ?? []);
  const buckets = cut({ ...options, from, to });
  const tallies = buckets.map((bucket): Tally => ({ ...bucket, count: 0, excluded: {} }));
  const { times, left } = collect(messages, speakers, isMention);
  for (const [key, at] of times) {
    const tally = tallies[find(buckets, at)];
    if (tally === undefined) continue;
    const why = left.get(key);
    if (why === undefined) tally.count++;
    else tally.excluded[why] = (tally.excluded[why] ?? 0) + 1;
  }
  return tallies.map((tally) => ({
    start: new Date(tally.start).toISOString(),
    end: new Date(tally.end).toISOString(),
    hours: (tally.end - tally.start) / hourMs,
    count: measure(tally, gaps, options),
  }));
}

const hourMs = 3_600_000;

/** What is added up of one bucket. */
interface Tally extends Stretch {
  count: number;
  readonly excluded: Record<string, number>;
}

/** Reads when each mention was made, copies once, and which of them do not count. */
function collect<S extends MentionSource>(
  messages: readonly S[],
  speakers: SpeakerOptions,
  isMention: ((message: S) => boolean) | undefined,
): { readonly times: ReadonlyMap<Key, number>; readonly left: ReadonlyMap<Key, string> } {
  checkList(messages, "messages", "message");
  const times = new Map<Key, number>();
  const left = new Map<Key, string>();
  for (const message of messages) {
    checkKey(message, "messages");
    const { key } = message;
    const at = readTime(message.createdAt, `createdAt of ${key}`);
    const why = whyNot(message, speakers);
    if (why !== undefined) leaveOut(left, key, why);
    if (isMention !== undefined && !saysSo(isMention(message), "isMention")) continue;
    const before = times.get(key);
    if (before === undefined || at < before) times.set(key, at);
  }
  return { times, left };
}

function measure(
  { start, end, count, excluded }: Tally,
  gaps: readonly Stretch[],
  { timeZone, strict }: Pick<MentionSeriesOptions, "timeZone" | "strict">,
): Measure {
  const unreadMs = gaps.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.end, end) - Math.max(gap.start, start)), 0);
  const details: MeasureDetails = { n: count, timeZone, ...(Object.keys(excluded).length > 0 && { excluded }) };
  if (unreadMs === 0) return known(count, "count", details);
  const partly: MeasureDetails = { ...details, complete: false, missing: ["messages"], coverage: 1 - unreadMs / (end - start) };
  // What came from an unread stretch by another way is there nevertheless.
  const isBlind = unreadMs === end - start && count === 0;
  return isBlind || strict === true ? unknown("unknown-input", "count", partly) : known(count, "count", partly);
}

/** Reads the gaps, in the order of time and none over another. */
function readGaps(gaps: readonly UnreadStretch[]): readonly Stretch[] {
  checkList(gaps, "gaps", "stretch");
  const found: Stretch[] = [];
  const read = gaps.map(({ from, to }, index) => {
    const start = from === undefined ? Number.NEGATIVE_INFINITY : readTime(from, `from of gap ${index}`);
    const end = readTime(to, `to of gap ${index}`);
    return start > end ? refuse(`Gap ${index} ends before it begins`, "swap its from and to") : { start, end };
  });
  for (const gap of read.sort((one, other) => one.start - other.start)) {
    const before = found.at(-1);
    if (before === undefined || gap.start > before.end) found.push(gap);
    else found[found.length - 1] = { start: before.start, end: Math.max(before.end, gap.end) };
  }
  return found;
}
