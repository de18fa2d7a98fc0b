/**
 * Growth of several audiences together.
 * @module
 */
import type { AccountKey, Key } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import { checkFlag } from "./check.js";
import { divide, grow, readMetric, type AudienceGrowth, type FollowerFlow, type GrowthPeriodOptions } from "./growth.js";
import { readSeries, readWatch } from "./growth-series.js";
import { isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import type { ObservedValue } from "../observed.js";
import { atLeast, readMinN } from "../proportion.js";

/** Which period, and what else the networks told of it. */
export interface AudienceGrowthOfAllOptions extends GrowthPeriodOptions {
  /** People who came and went, by account. */
  readonly flows?: Readonly<Record<AccountKey, FollowerFlow>>;
  /** True gives no sum as soon as one account is unknown. @defaultValue false */
  readonly strict?: boolean;
}

/** How several audiences grew. */
export interface AudienceGrowthOfAll extends Omit<AudienceGrowth, "gaps"> {
  /** Each account for itself, whether it is in the sums or not. */
  readonly byAccount: Readonly<Record<AccountKey, AudienceGrowth>>;
}

/**
 * Adds up how the audiences of several accounts grew. The sums are `gross`: who follows two of the accounts counts twice.
 *
 * Only accounts whose growth is known are in a sum, with start and end, so that the numbers fit each other; the rest is named in `missing`,
 * and `coverage` is the share of accounts that are in. The rates are sums divided by sums, so large accounts weigh more.
 *
 * @throws FolkmootError `invalid-request` as `audienceGrowth` does, and for flows of an account that the series does not hold.
 *
 * @example
 * audienceGrowthOfAll([...bluesky, ...mastodon], { from, to }).net; // gross: true
 */
export function audienceGrowthOfAll(series: readonly ObservedValue[], options: AudienceGrowthOfAllOptions): AudienceGrowthOfAll {
  const period = readWatch(options);
  readMinN(options);
  const accounts = readSeries(series, readMetric(options));
  const { flows = {}, strict, metric } = options;
  checkFlag(strict, "strict");
  if (!isObject(flows)) refuse("flows is no object", "give people who came and went by the key of the account");
  for (const account of Object.keys(flows))
    if (!accounts.has(account)) refuse(`flows names ${account}, which is not in the series`, "give its readings as well, or leave it out");

  const grown = Array.from(accounts, ([account, points]) => {
    const { gained, lost } = readFlow(flows, account);
    const flow = { ...(gained !== undefined && { gained }), ...(lost !== undefined && { lost }) };
    return { account, growth: grow(points, period, { ...flow, ...(metric !== undefined && { metric }) }) };
  }).sort((a, b) => (a.account < b.account ? -1 : 1));

  /** Adds up over the accounts of which all of these are known. */
  const add = (
    names: readonly (keyof Omit<AudienceGrowth, "gaps">)[],
    unit: string,
    make: (sums: Sums, details: MeasureDetails) => Measure,
  ): Measure => {
    const usable = grown.filter(({ growth }) => names.every((name) => isTold(growth[name])));
    const missing = grown.filter((one) => !usable.includes(one)).map(({ account }) => account);
    const details: MeasureDetails = {
      n: usable.length,
      gross: true,
      complete: missing.length === 0,
      missing,
      ...(grown.length > 0 && { coverage: usable.length / grown.length }),
      ...(usable.some(({ growth }) => names.some((name) => growth[name].approximated === true)) && { approximated: true }),
    };
    if (grown.length === 0) return unknown("no-data", unit, details);
    if (usable.length === 0 || (strict === true && missing.length > 0)) return unknown("unknown-input", unit, details);
    const sum = (read: (growth: AudienceGrowth) => number | null | undefined): number =>
      usable.reduce((total, { growth }) => total + (read(growth) ?? 0), 0);
    return atLeast(make(sum, details), options);
  };
  const base = { base: readMetric(options), aggregation: "ratioOfSums" };
  const flowRate = (name: "grossRate" | "churnRate"): Measure =>
    add([name], "fraction", (sum, details) =>
      divide(
        sum((growth) => growth[name].numerator),
        sum((growth) => growth[name].denominator),
        { ...base, ...details },
      ),
    );
  const total = (name: "start" | "end" | "net" | "perDay", unit: string): Measure =>
    add(["net", name], unit, (sum, details) =>
      known(
        sum((growth) => growth[name].value),
        unit,
        details,
      ),
    );
  return {
    start: total("start", "count"),
    end: total("end", "count"),
    net: total("net", "count"),
    rate: add(["net"], "fraction", (sum, details) =>
      divide(
        sum(({ net }) => net.value),
        sum(({ start }) => start.value),
        { ...base, ...details },
      ),
    ),
    grossRate: flowRate("grossRate"),
    churnRate: flowRate("churnRate"),
    perDay: total("perDay", "per-day"),
    byAccount: Object.fromEntries(grown.map(({ account, growth }) => [account, growth])),
  };
}

type Sums = (read: (growth: AudienceGrowth) => number | null | undefined) => number;

/** A rate over a start of 0 has no value of its own, but both its numbers are known and belong into the sum. */
const isTold = (measure: Measure): boolean => measure.value !== null || measure.reason === "zero-denominator";

function readFlow(flows: Readonly<Record<string, FollowerFlow>>, account: Key): FollowerFlow {
  if (!Object.hasOwn(flows, account)) return {};
  const flow = flows[account];
  return isObject(flow) ? flow : refuse(`flows of ${account} is nothing`, "give `gained`, `lost` or both, or leave the account out");
}
