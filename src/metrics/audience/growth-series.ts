/**
 * Reading a series of follower numbers: which of them stand for the ends of a period, and where nobody looked.
 * @module
 */
import type { Key } from "../../model/keys.js";
import { readNumber } from "../engagement/counts.js";
import { checkList, isObject, refuse } from "../measure.js";
import type { ObservedValue } from "../observed.js";
import { sortNumbers } from "../percentile.js";
import { readTime } from "../read-time.js";

/** A number at an instant. */
export interface Point {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** What it was. */
  readonly value: number;
}

/** A period, and how closely it must have been watched. Milliseconds. */
export interface Watch {
  /** Where it begins. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
  /** How far from an end of the period its observation may lie. */
  readonly nearMs: number;
  /** The longest stretch between two observations. Absent = by the custom of the series. */
  readonly maxGapMs: number | undefined;
}

/** What a series says of a period. */
export interface Watched {
  /** The observation nearest to the beginning, if it is near. */
  readonly start: Point | undefined;
  /** The observation nearest to the end, if it is near and another one. */
  readonly end: Point | undefined;
  /** How many observations lie from the first to the second, both included. */
  readonly n: number;
  /** Stretches between them that are too long. */
  readonly holes: readonly { readonly from: number; readonly to: number }[];
}

const leastGapMs = 172_800_000;

/** Reads a series into one list of points for each subject, in the order of time. */
export function readSeries(series: readonly ObservedValue[], metric: string): ReadonlyMap<Key, readonly Point[]> {
  checkList(series, "series", "observation");
  const found = new Map<Key, Map<number, number>>();
  for (const observation of series) {
    const { subject } = observation;
    if (typeof subject !== "string" || subject === "") refuse("An observation has no `subject`", "give the key of the account");
    if (observation.metric !== metric)
      refuse(`The series holds ${observation.metric} beside ${metric}`, "give one metric, and name it in `metric` if it is another");
    const value = readNumber(observation.value, metric) ?? refuse("An observation has no `value`", "leave out what was not told");
    const at = readTime(observation.at, `at of an observation of ${subject}`);
    const points = found.get(subject) ?? new Map<number, number>();
    found.set(subject, points);
    if ((points.get(at) ?? value) !== value) refuse(`${subject} has two values at ${observation.at}`, "keep the one that holds");
    points.set(at, value);
  }
  return new Map(
    Array.from(found, ([subject, points]) => [subject, Array.from(points, ([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at)]),
  );
}

/** Reads the period, and how closely it must have been watched. */
export function readWatch(options: {
  readonly from: string;
  readonly to: string;
  readonly maxGapMs?: number;
  readonly nearMs?: number;
}): Watch {
  if (!isObject(options)) refuse("`options` is missing", "give at least `from` and `to`");
  const from = readTime(options.from, "from");
  const to = readTime(options.to, "to");
  if (from >= to) refuse("from is not earlier than to", "give a period that lasts");
  const { maxGapMs, nearMs } = options;
  if (maxGapMs !== undefined && !(typeof maxGapMs === "number" && maxGapMs > 0))
    refuse("maxGapMs is no number above 0", "give milliseconds, or Infinity where holes do not matter");
  if (nearMs !== undefined && !(typeof nearMs === "number" && nearMs >= 0 && Number.isFinite(nearMs)))
    refuse("nearMs is no number from 0", "give milliseconds");
  const usual = maxGapMs !== undefined && Number.isFinite(maxGapMs) ? maxGapMs : leastGapMs;
  return { from, to, maxGapMs, nearMs: nearMs ?? Math.min(usual, (to - from) / 2) };
}

/** Finds what a series says of a period. The points must be in the order of time. */
export function watch(points: readonly Point[], { from, to, nearMs, maxGapMs }: Watch): Watched {
  let first = nearest(points, from, nearMs);
  let last = nearest(points, to, nearMs);
  // One observation cannot tell a difference: it stands for the end to which it is nearer.
  if (first !== undefined && first === last) {
    const { at } = points[first] ?? { at: from };
    if (to - at < at - from) first = undefined;
    else last = undefined;
  }
  const start = first === undefined ? undefined : points[first];
  const end = last === undefined ? undefined : points[last];
  if (first === undefined || last === undefined) return { start, end, n: 0, holes: [] };
  const among = points.slice(first, last + 1);
  const longest = maxGapMs ?? customaryGap(among);
  const holes = among.flatMap(({ at }, index) => {
    const next = among[index + 1];
    return next !== undefined && next.at - at > longest ? [{ from: at, to: next.at }] : [];
  });
  return { start, end, n: among.length, holes };
}

/** Three times what lies between two observations as a rule, at least 48 hours: a daily reading may fail twice. */
function customaryGap(points: readonly Point[]): number {
  const steps = sortNumbers(points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at)));
  return Math.max(leastGapMs, 3 * (steps[(steps.length - 1) >> 1] ?? 0));
}

/** Finds the point nearest to an instant; of two as near the earlier. */
function nearest(points: readonly Point[], at: number, withinMs: number): number | undefined {
  let best: number | undefined;
  let bestMs = Number.POSITIVE_INFINITY;
  for (const [index, point] of points.entries()) {
    const awayMs = Math.abs(point.at - at);
    if (awayMs > withinMs || awayMs >= bestMs) continue;
    best = index;
    bestMs = awayMs;
  }
  return best;
}
