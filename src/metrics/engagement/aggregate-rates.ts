/**
 * From rates of accounts, campaigns or months to one rate.
 * @module
 */
import type { KnownMeasure, Measure, MeasureUnit } from "../../model/measure.js";
import { checkList, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { mean, percentile, sortNumbers } from "../percentile.js";
import { atLeast, type SampleOptions } from "../proportion.js";
import { divide, total } from "./counts.js";
import { givenOptions } from "./counting.js";
import { checkWord, type RateAggregation } from "./options.js";

/** How rates become one. */
export interface AggregateOptions extends SampleOptions {
  /** How rates become one. */
  readonly aggregation: RateAggregation;
  /** True gives no value as soon as one rate has none, or is incomplete. @defaultValue false */
  readonly strict?: boolean;
}

/**
 * Makes one rate of several of the same kind: of brands, accounts, campaigns. A benchmark is commonly the `median` over brands (Rival IQ).
 * `ratioOfSums` adds what is above and below the line, so the rates must be sums themselves. Rates without a value are left out, and
 * counted in `excluded` as `unknown`. n = rates that went in.
 *
 * @throws FolkmootError `invalid-request` for what is no measure, and for rates by different bases, in different units or with different
 * weights: they are different things.
 *
 * @example
 * aggregateRates(brands.map((posts) => engagementRate.byFollowers(posts)), { aggregation: "median" });
 */
export function aggregateRates(measures: readonly Measure[], options: AggregateOptions): Measure {
  const { aggregation, strict } = givenOptions(options, "`aggregation`");
  if (aggregation === undefined) refuse("aggregation is missing", "use ratioOfSums, meanOfRates or median");
  checkWord("aggregation", aggregation, ["ratioOfSums", "meanOfRates", "median"]);
  if (strict !== undefined && typeof strict !== "boolean") refuse("strict is neither true nor false", "give one of them");
  checkList(measures, "measures", "measure");
  const [first] = measures;
  if (first === undefined) return unknown("no-data", "fraction", { aggregation });
  for (const measure of measures) checkSame(first, measure);
  const { unit, base, weights } = first;
  const found = measures.flatMap((measure) => (measure.value === null ? [] : [measure]));
  const missing = [...new Set(measures.flatMap((measure) => measure.missing))].toSorted();
  const complete = found.length === measures.length && measures.every((measure) => measure.complete);
  const details = {
    aggregation,
    n: found.length,
    complete,
    missing,
    ...(base !== undefined && { base }),
    ...(weights !== undefined && { weights }),
    ...(found.length < measures.length && { excluded: { unknown: measures.length - found.length } }),
    ...(found.some(({ approximated }) => approximated) && { approximated: true }),
    ...(found.some(({ includesOwn }) => includesOwn) && { includesOwn: true }),
  };
  if (found.length === 0 || (strict === true && !complete)) return unknown("unknown-input", unit, details);
  if (aggregation === "ratioOfSums") return atLeast(sumRates(found, unit, details), options);
  const values = sortNumbers(found.map(({ value }) => value));
  const value = (aggregation === "median" ? percentile(values, 0.5) : mean(values)) ?? 0;
  return atLeast(known(value, unit, { ...details, ...(found.some(({ gross }) => gross) && { gross: true }) }), options);
}

function sumRates(found: readonly KnownMeasure[], unit: MeasureUnit, details: MeasureDetails): Measure {
  const above = found.flatMap(({ numerator }) => numerator ?? []);
  const below = found.flatMap(({ denominator }) => denominator ?? []);
  if (above.length < found.length || below.length < found.length)
    refuse("A rate does not tell what it was divided from", "take meanOfRates or median, or make each with ratioOfSums");
  const [numerator, denominator] = [total(above), total(below)];
  const people = found.length > 1 && (details.base === "reach" || details.base === "followers");
  const gross = (people || found.some((one) => one.gross)) && { gross: true };
  const per = unit === "per-1000" ? 1000 : 1;
  return known(divide(numerator * per, denominator), unit, { ...details, ...gross, numerator, denominator });
}

/** Refuses two rates that are different things. */
function checkSame(first: Measure, other: Measure): void {
  const isMeasure = (other.value === null || Number.isFinite(other.value)) && Array.isArray(other.missing);
  if (!isMeasure) refuse("`measures` holds what is no measure", "give rates as they were computed");
  for (const name of ["base", "unit"] as const)
    if (first[name] !== other[name])
      refuse(
        `\`measures\` have different ${name}s, ${[first[name], other[name]].map(String).toSorted().join(" and ")}`,
        "give each its own",
      );
  if (weightsOf(first) !== weightsOf(other)) refuse("`measures` have different weights", "give each its own");
}

const weightsOf = ({ weights = {} }: Measure): string => JSON.stringify(Object.entries(weights).toSorted(([a], [b]) => (a < b ? -1 : 1)));
