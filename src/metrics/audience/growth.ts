/**
 * Growth of an audience, from what the network told over time.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { shareOfStart } from "./churn.js";
import { readSeries, readWatch, watch, type Point, type Watch } from "./growth-series.js";
import { divide as quotient, readNumber } from "../engagement/counts.js";
import { known, refuse, unknown, type MeasureDetails } from "../measure.js";
import type { ObservedValue } from "../observed.js";
import { atLeast, readMinN, type SampleOptions } from "../proportion.js";

/** A period, and how closely its followers must have been watched. */
export interface GrowthPeriodOptions extends SampleOptions {
  /** Where the period begins. */
  readonly from: Timestamp;
  /** Where it ends; a reading at this instant is its last. */
  readonly to: Timestamp;
  /**
   * The longest stretch between two readings inside the period; over a longer one nothing is said of the growth. `Infinity`: only the ends
   * have to be known. @defaultValue three times the usual (median) step of the series, at least 48 hours
   */
  readonly maxGapMs?: number;
  /**
   * How far from an end of the period the reading may lie that stands for it. @defaultValue `maxGapMs` where it is given and finite, else
   * 48 hours; at most half of the period
   */
  readonly nearMs?: number;
  /** What was counted, where it is something else, such as `members`. @defaultValue "followers" */
  readonly metric?: string;
}

/** People who came and went. Few networks tell them; what is absent is unknown. */
export interface FollowerFlow {
  /** How many began to follow in the period. */
  readonly gained?: number;
  /** How many ceased to follow in the period. */
  readonly lost?: number;
}

/** Which period, and what else the network told of it. */
export interface AudienceGrowthOptions extends GrowthPeriodOptions, FollowerFlow {}

/** A stretch in which nobody looked. */
export interface UnwatchedStretch {
  /** The reading before it. */
  readonly from: Timestamp;
  /** The reading after it. */
  readonly to: Timestamp;
}

/** How an audience grew in a period. */
export interface AudienceGrowth {
  /** Followers at the start. `approximated` when the reading was taken at another instant. */
  readonly start: Measure;
  /** Followers at the end. */
  readonly end: Measure;
  /** How many more there were at the end, below 0 when there were fewer. */
  readonly net: Measure;
  /** `net` by the followers at the start. Fraction, below 0 when the audience shrank. */
  readonly rate: Measure;
  /** People who began to follow, by the followers at the start. Fraction. */
  readonly grossRate: Measure;
  /** People who ceased to follow, by the followers at the start. Fraction. */
  readonly churnRate: Measure;
  /** `net` by the days between the two readings. Followers a day, 24 hours each; unit `per-day`. */
  readonly perDay: Measure;
  /** The stretches for which there is no growth, because nobody looked for too long. */
  readonly gaps: readonly UnwatchedStretch[];
}

/**
 * Computes how an audience grew: net, as a share of the followers at the start, gross, lost, and a day. `inbox.series` gives the readings.
 *
 * The reading nearest to each end of the period stands for it. Where there is none near, or a hole inside, `net`, `rate` and `perDay` are
 * `null`, and `missing` says what was: `start`, `end`, `between`. `grossRate` and `churnRate` rest on what the network tells of people who
 * came and went; with `lost` alone those who came are `net + lost`, with `gained` alone nobody knows who went. A start of 0 has no rates.
 * `minN` counts the readings, so it takes away `net`, `rate` and `perDay` only: the others rest on one number each.
 * Rates divide by the start, as databox and Keyhole do (read November 2026); others divide by the audience of today and get less.
 *
 * @throws FolkmootError `invalid-request` for a series of several accounts or of another metric, for two values at one instant, a negative
 * count, what is no time, and a period that does not last.
 *
 * @example
 * const week = { from: "2026-01-05T00:00:00.000Z", to: "2026-01-12T00:00:00.000Z" };
 * const { net, rate } = audienceGrowth(await Array.fromAsync(inbox.series(account, "followers")), week);
 */
export function audienceGrowth(series: readonly ObservedValue[], options: AudienceGrowthOptions): AudienceGrowth {
  const period = readWatch(options);
  readMinN(options);
  const accounts = readSeries(series, readMetric(options));
  if (accounts.size > 1)
    refuse(`The series holds ${accounts.size} accounts`, "give the series of one account, or add them up with audienceGrowthOfAll");
  const [points = []] = accounts.values();
  return grow(points, period, options);
}

/** Computes the growth of one account from its points, which must be in the order of time. */
export function grow(
  points: readonly Point[],
  period: Watch,
  options: FollowerFlow & Pick<GrowthPeriodOptions, "metric" | "minN">,
): AudienceGrowth {
  const gained = readNumber(options.gained, "gained");
  const lost = readNumber(options.lost, "lost");
  const { start, end, n, holes } = watch(points, period);
  const isNear = (start === undefined || start.at === period.from) && (end === undefined || end.at === period.to);
  const details: MeasureDetails = { n, ...(!isNear && { approximated: true }) };
  const missing = [
    ...(start === undefined ? ["start"] : []),
    ...(end === undefined ? ["end"] : []),
    ...(holes.length > 0 ? ["between"] : []),
  ];
  const none = (unit: string): Measure =>
    unknown(points.length === 0 ? "no-data" : "unknown-input", unit, { ...details, complete: false, missing });
  const told = (point: Point | undefined, at: number, name: string): Measure =>
    point === undefined
      ? unknown(points.length === 0 ? "no-data" : "unknown-input", "count", { complete: false, missing: [name] })
      : known(point.value, "count", { n: 1, ...(point.at !== at && { approximated: true }) });

  const base = readMetric(options);
  const net = start !== undefined && end !== undefined && holes.length === 0 ? end.value - start.value : undefined;
  const came = gained ?? (net === undefined || lost === undefined || net + lost < 0 ? undefined : net + lost);
  const enough = (measure: Measure): Measure => atLeast(measure, options);
  const days = ((end?.at ?? 0) - (start?.at ?? 0)) / dayMs;
  const flow = { base, ...(start !== undefined && start.at !== period.from && { approximated: true }) };
  return {
    start: told(start, period.from, "start"),
    end: told(end, period.to, "end"),
    net: net === undefined ? none("count") : enough(known(net, "count", details)),
    rate: net === undefined ? none("fraction") : enough(divide(net, start?.value ?? 0, { ...details, base })),
    grossRate: shareOfStart(came, start?.value, "gained", flow),
    churnRate: shareOfStart(lost, start?.value, "lost", flow),
    perDay: net === undefined ? none("per-day") : enough(known(net / days, "per-day", { ...details, numerator: net, denominator: days })),
    gaps: holes.map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })),
  };
}

const dayMs = 86_400_000;

/** Divides a growth by the followers at the start. */
export function divide(numerator: number, denominator: number, details: MeasureDetails): Measure {
  const all = { ...details, numerator, denominator };
  return denominator === 0 ? unknown("zero-denominator", "fraction", all) : known(quotient(numerator, denominator), "fraction", all);
}

/** Reads what was counted. */
export function readMetric({ metric = "followers" }: Pick<GrowthPeriodOptions, "metric">): string {
  if (typeof metric !== "string" || metric === "") refuse("metric is no word", "give what was counted, such as followers");
  return metric;
}
