/**
 * What an engagement cost.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { known, refuse, unknown } from "../measure.js";
import { atLeast } from "../proportion.js";
import { givenOptions } from "./counting.js";
import { divide, total, type EngagementSources } from "./counts.js";
import { engagementKinds } from "./engagement-by.js";
import { checkMoney, micros, type Money } from "./money.js";
import { sumReadings } from "./ratio.js";
import { readPosts } from "./readings.js";
import type { EngagementKindOptions, PostOptions } from "./options.js";

/** What was spent, and what counts. */
export interface CostOptions extends PostOptions, EngagementKindOptions {
  /** What was spent on the posts, all in one currency. */
  readonly spend: readonly Money[];
}

/**
 * Computes what an engagement cost: all that was spent by all engagement of the posts. The value is in units of the currency, and `unit` is
 * its ISO 4217 code. Paid posts count here unless `ads` says otherwise. Without engagement there is no value. Where a kind is `missing`
 * there was more engagement than is known, so the value is an upper bound.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`; for amounts in several currencies, which nobody can add up without a rate of
 * exchange, and for a currency that is none.
 *
 * @example
 * const spend = [{ amountMicros: 700_000_000, currency: "USD" }];
 * costPerEngagement({ likes: 1_400, replies: 0, shares: 0, saves: 0 }, { spend }); // { value: 0.5, unit: "USD", ... }
 */
export function costPerEngagement(sources: EngagementSources, options: CostOptions): Measure {
  const { spend } = givenOptions(options, "`spend`");
  const given: unknown = spend;
  if (spend === undefined || !Array.isArray(given)) refuse("spend is no list", "give amounts as { amountMicros, currency } in one");
  const unit = checkMoney(spend, "spend");
  const question = { kinds: engagementKinds(options), base: "posts", unit: unit ?? "currency" } as const;
  const read = readPosts(question, sources, options, "include");
  const { usable, numerator: engagements, details: all } = sumReadings(question, read);
  const details = { ...all, base: "engagements", aggregation: "ratioOfSums" };
  if (unit === undefined || read.readings.length === 0) return unknown("no-data", question.unit, details);
  if (usable.length === 0 || (options.strict === true && !all.complete)) return unknown("unknown-input", unit, details);
  const spent = total(spend.map(({ amountMicros }) => amountMicros));
  const sums = { ...details, numerator: spent / micros, denominator: engagements };
  if (engagements === 0) return unknown("zero-denominator", unit, sums);
  return atLeast(known(divide(spent / micros, engagements), unit, sums), options);
}
