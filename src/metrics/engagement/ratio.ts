/**
 * From posts that were read to one rate.
 * @module
 */
import { known, unknown, type MeasureDetails } from "../measure.js";
import { mean, percentile, sortNumbers } from "../percentile.js";
import { atLeast } from "../proportion.js";
import { divide, total } from "./counts.js";
import { readPosts, type Question, type Reading, type Readings } from "./readings.js";
import type { AdChoice, AnyOptions } from "./options.js";
import type { Measure, MeasureUnit } from "../../model/measure.js";

/** A rate: what is counted, by what it is divided, and in what it is told. */
export interface Ratio extends Question {
  /** What the value is in. */
  readonly unit: MeasureUnit;
  /** The value is by so many of the base. @defaultValue 1 */
  readonly per?: number;
  /** How much each kind weighs, in their order. Absent where all weigh the same. */
  readonly weights?: readonly number[];
  /** Whether people are counted more than once where readings are added up. @defaultValue where they are reach or followers */
  readonly gross?: boolean;
  /** How many observations each reading stands for. @defaultValue 1 */
  readonly nEach?: number;
}

/** Measures a rate of posts. `ads` is what happens to those that are paid for, unless the caller says. */
export function measurePosts(ratio: Ratio, sources: unknown, options: AnyOptions = {}, ads?: AdChoice): Measure {
  return measureReadings(ratio, readPosts(ratio, sources, options, ads), options);
}

/** What adding up leaves of the readings. */
export interface Sums {
  /** Those that tell what the rate takes. */
  readonly usable: readonly Reading[];
  /** Above the line, weighted. */
  readonly numerator: number;
  /** What the measure says beside its value. */
  readonly details: MeasureDetails;
}

/** Adds readings up, and says what is missing. */
export function sumReadings(ratio: Ratio, { readings, excluded }: Readings): Sums {
  const { kinds, base } = ratio;
  const usable = readings.filter(({ parts, below }) => below !== undefined && parts.some((part) => part !== undefined));
  const missing = [
    ...kinds.filter((kind, at) => readings.some(({ parts, lower }) => parts[at] === undefined || lower.includes(kind))),
    ...(base !== "posts" && readings.some(({ below }) => below === undefined) ? [base] : []),
  ];
  const sums = kinds.map((_, at) => total(usable.map(({ parts }) => parts[at] ?? 0)));
  const told = kinds.flatMap((kind, at) => (usable.some(({ parts }) => parts[at] !== undefined) ? [[kind, sums[at] ?? 0] as const] : []));
  const left = { ...excluded, ...count("unknown", readings.length - usable.length), ...count("own", total(usable.map(({ own }) => own))) };
  const details: MeasureDetails = {
    base,
    n: usable.length * (ratio.nEach ?? 1),
    complete: missing.length === 0,
    missing,
    ...(usable.length > 0 && { components: Object.fromEntries(told) }),
    ...(ratio.weights !== undefined && { weights: Object.fromEntries(kinds.map((kind, at) => [kind, ratio.weights?.[at] ?? 1])) }),
    ...(Object.keys(left).length > 0 && { excluded: left }),
    ...(usable.some(({ approximated }) => approximated) && { approximated: true }),
    ...(usable.some(({ holdsOwn }) => holdsOwn) && { includesOwn: true }),
  };
  return { usable, numerator: weigh(ratio, sums), details };
}

/** Measures a rate of posts that were read. */
export function measureReadings(ratio: Ratio, read: Readings, options: AnyOptions): Measure {
  const { base, kinds, unit, per = 1 } = ratio;
  const { aggregation = "ratioOfSums", strict } = options;
  const { usable, numerator, details: all } = sumReadings(ratio, read);
  const details = { ...all, aggregation };
  if (read.readings.length === 0) return unknown("no-data", unit, details);
  if (usable.length === 0 || (strict === true && !all.complete)) return unknown("unknown-input", unit, details);
  if (aggregation === "ratioOfSums") {
    const denominator = total(usable.map(({ below }) => below ?? 0));
    const { gross = usable.length > 1 && (base === "reach" || base === "followers" || kinds.includes("reach")) } = ratio;
    const sums = { ...details, numerator, denominator, ...(gross && { gross }) };
    if (denominator === 0) return unknown("zero-denominator", unit, sums);
    return atLeast(known(divide(numerator * per, denominator), unit, sums), options);
  }
  // A post that nobody saw has no rate of its own.
  const seen = usable.filter(({ below }) => below !== 0);
  const rates = sortNumbers(seen.map(({ parts, below }) => divide(weigh(ratio, parts) * per, below ?? 1)));
  const value = aggregation === "median" ? percentile(rates, 0.5) : mean(rates);
  const left = { ...details.excluded, ...count("zero-base", usable.length - seen.length) };
  const among = { ...details, n: rates.length, ...(Object.keys(left).length > 0 && { excluded: left }) };
  return value === undefined ? unknown("zero-denominator", unit, among) : atLeast(known(value, unit, among), options);
}

/** Adds up what stands above the line, each kind by its weight. */
function weigh({ weights }: Ratio, parts: readonly (number | undefined)[]): number {
  return parts.reduce<number>((sum, part, at) => sum + (part ?? 0) * (weights?.[at] ?? 1), 0);
}

const count = (reason: string, many: number): Readonly<Record<string, number>> => (many === 0 ? {} : { [reason]: many });
