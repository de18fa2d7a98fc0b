/**
 * How long members wait, when some wait still.
 * @module
 */
import type { Measure, MeasureInterval } from "../../model/measure.js";
import { checkList, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { atLeast, type SampleOptions } from "../proportion.js";
import { checkWord, isNumber, readOptions } from "./check.js";
import { readConfidence, type LevelOptions } from "./confidence.js";

/** A wait in plain numbers. */
export interface Wait {
  /** How long it took, or how long it lasts already. Milliseconds. */
  readonly ms: number;
  /** True where it ended with an answer. */
  readonly answered: boolean;
}

/** What is read of a `WaitingEpisode`. */
export interface EpisodeWait {
  /** How long it took, or until now when nobody answered. Milliseconds. */
  readonly waitedMs: number;
  /** The same in working time, which is taken for the wait where it is there. Milliseconds. */
  readonly workingMs?: number;
  /** When it was answered. Absent while it was not. */
  readonly closedAt?: string;
}

/** How the curve of waits is computed. */
export interface SurvivalOptions extends SampleOptions, LevelOptions {
  /**
   * How the intervals are computed from Greenwood's variance. `log-log`: of log(−log share), which stays between 0 and 1 and is better in small
   * samples; the default of SAS and Stata. `greenwood`: plain, share ± z standard errors, which may pass 0 and 1. @defaultValue "log-log"
   */
  readonly interval?: "log-log" | "greenwood";
}

/** One step of the curve: an instant at which somebody was answered. */
export interface SurvivalPoint {
  /** How long after the question. Milliseconds. */
  readonly ms: number;
  /** How many still waited just before, and were in sight. */
  readonly waiting: number;
  /** How many were answered then. */
  readonly answered: number;
  /** The share that waits longer. A fraction. */
  readonly share: number;
  /** Greenwood's standard error of the share. Absent where nobody is left to wait: then it is not known. */
  readonly standardError?: number;
  /** The lower end of the interval of the share. Absent with the standard error. */
  readonly low?: number;
  /** Its upper end. */
  readonly high?: number;
}

/** The curve of waits, and what is read from it. */
export interface Survival {
  /** The steps, in time. Before the first the share is 1. Those who still wait are in `waiting` until their own wait ends. */
  readonly points: readonly SurvivalPoint[];
  /** The wait that half were answered within. */
  readonly median: Measure;
  /** The lower end of its interval. Milliseconds. */
  readonly medianLow: Measure;
  /** The upper end of its interval, which many waits without an answer leave unknown. Milliseconds. */
  readonly medianHigh: Measure;
  /** How many were answered. */
  readonly answered: Measure;
  /** How many still wait. */
  readonly unanswered: Measure;
}

/**
 * Computes the median wait with those in it who still wait: the Kaplan-Meier estimate, in which a wait without an answer counts as long as it
 * lasts. The median of the answered alone flatters whoever leaves the hard ones lying.
 *
 * Takes the episodes of `responseTimes`, in working time where those were given `hours`, or plain waits. `null` with `insufficient-sample` where the curve never falls to one half: fewer than
 * half are answered, and when the others will be nobody knows. Where the curve lies on one half for a while, the middle of that, so that
 * without anybody waiting it is the ordinary median. The interval is Brookmeyer and Crowley's, and left out where its upper end is not reached;
 * `survival` tells the lower one then. It takes for granted that who waits still is like who was answered.
 *
 * E. L. Kaplan and P. Meier, Journal of the American Statistical Association 53 (1958), 457.
 *
 * @throws FolkmootError `invalid-request` for what is no wait, for a wait that is negative or no finite number, and for an unknown option.
 *
 * @example
 * censoredMedian(responseTimes(messages, { now }).episodes).value; // milliseconds
 */
export function censoredMedian(waits: readonly (Wait | EpisodeWait)[], options: SurvivalOptions = {}): Measure {
  return survival(waits, options).median;
}

/**
 * Computes the share of members who wait longer than any time, with those in it who still wait (Kaplan-Meier), and its median.
 *
 * @throws FolkmootError `invalid-request` for what is no wait, for a wait that is negative or no finite number, and for an unknown option.
 *
 * @example
 * survival([{ ms: 60_000, answered: true }, { ms: 90_000, answered: false }]).points; // [{ ms: 60_000, waiting: 2, answered: 1, share: 0.5, ... }]
 */
export function survival(waits: readonly (Wait | EpisodeWait)[], options: SurvivalOptions = {}): Survival {
  const { interval: transform = "log-log" } = readOptions(options);
  checkWord(transform, "interval", ["log-log", "greenwood"]);
  const { level, z } = readConfidence(options);
  const { answered, unanswered } = readWaits(waits);
  const points = curve(answered, unanswered, transform === "greenwood" ? plainBand(z) : logLogBand(z));

  const n = answered.length + unanswered.length;
  const details: MeasureDetails = {
    n,
    aggregation: "kaplan-meier",
    components: { answered: answered.length, unanswered: unanswered.length },
  };
  const time = (at: number | undefined): Measure =>
    at === undefined ? unknown(n === 0 ? "no-data" : "insufficient-sample", "ms", details) : known(at, "ms", details);
  const low = fallsToHalf(points, ({ low }) => low);
  const high = fallsToHalf(points, ({ high }) => high);
  const interval: MeasureInterval | undefined =
    low === undefined || high === undefined ? undefined : { low, high, level, method: `brookmeyer-crowley-${transform}` };
  const median = time(fallsToHalf(points, ({ share }) => share));
  const count = (value: number): Measure => known(value, "count", { n });
  return {
    points,
    median: atLeast(median.value === null ? median : { ...median, ...(interval !== undefined && { interval }) }, options),
    medianLow: atLeast(time(low), options),
    medianHigh: atLeast(time(high), options),
    answered: count(answered.length),
    unanswered: count(unanswered.length),
  };
}

/** Gives the ends of the interval of a share from the sum in Greenwood's formula, whose root times the share is the standard error. */
type Band = (share: number, sum: number) => { readonly low: number; readonly high: number };

const plainBand =
  (z: number): Band =>
  (share, sum) => ({ low: share - z * share * Math.sqrt(sum), high: share + z * share * Math.sqrt(sum) });

const logLogBand =
  (z: number): Band =>
  (share, sum) => {
    const factor = Math.exp((z * Math.sqrt(sum)) / Math.log(share));
    return { low: share ** (1 / factor), high: share ** factor };
  };

function curve(answered: Float64Array, unanswered: Float64Array, band: Band): readonly SurvivalPoint[] {
  const points: SurvivalPoint[] = [];
  let waiting = answered.length + unanswered.length;
  let share = 1;
  let sum = 0;
  let gone = 0;
  for (let at = 0; at < answered.length;) {
    const ms = answered[at] ?? 0;
    // Who is answered and who goes out of sight in one instant: the answer came first.
    for (; gone < unanswered.length && (unanswered[gone] ?? 0) < ms; gone++) waiting--;
    const first = at;
    while (at < answered.length && answered[at] === ms) at++;
    const now = at - first;
    share *= (waiting - now) / waiting;
    sum += now / (waiting * (waiting - now));
    const spread = waiting > now && { standardError: share * Math.sqrt(sum), ...band(share, sum) };
    points.push({ ms, waiting, answered: now, share, ...spread });
    waiting -= now;
  }
  return points;
}

/** Finds when a curve falls to one half; the middle of the time in which it lies there. */
function fallsToHalf(points: readonly SurvivalPoint[], height: (point: SurvivalPoint) => number | undefined): number | undefined {
  // A product of many fractions misses one half by its last digits.
  const slack = 1e-9;
  const at = points.findIndex((point) => (height(point) ?? 1) <= 0.5 + slack);
  const point = points[at];
  if (point === undefined) return undefined;
  const next = points[at + 1];
  return (height(point) ?? 0) < 0.5 - slack || next === undefined ? point.ms : (point.ms + next.ms) / 2;
}

interface Waits {
  /** Sorted. */
  readonly answered: Float64Array;
  /** Sorted. */
  readonly unanswered: Float64Array;
}

function readWaits(waits: readonly (Wait | EpisodeWait)[]): Waits {
  checkList(waits, "waits", "wait");
  const answered = new Float64Array(waits.length);
  const unanswered = new Float64Array(waits.length);
  let [done, open, working] = [0, 0, 0];
  waits.forEach((wait, at) => {
    const isEpisode = "waitedMs" in wait;
    const ms = isEpisode ? (wait.workingMs ?? wait.waitedMs) : wait.ms;
    const isAnswered = isEpisode ? wait.closedAt !== undefined : wait.answered;
    if (!isNumber(ms) || ms < 0) refuse(`The wait at position ${at} is ${String(ms)}`, "give milliseconds from 0");
    if (typeof isAnswered !== "boolean")
      refuse(`The wait at position ${at} says not whether it was answered`, "give `answered`, true or false");
    if (isEpisode && wait.workingMs !== undefined) working++;
    if (isAnswered) answered[done++] = ms;
    else unanswered[open++] = ms;
  });
  if (working > 0 && working < waits.length) refuse("Some of the waits are in working time", "give all with the same `hours`");
  return { answered: answered.subarray(0, done).sort(), unanswered: unanswered.subarray(0, open).sort() };
}
