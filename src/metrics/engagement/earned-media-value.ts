/**
 * What engagement would have cost, by a rate card of the host.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { isObject, known, refuse, unknown } from "../measure.js";
import { atLeast } from "../proportion.js";
import { givenOptions } from "./counting.js";
import { allKinds, checkKinds, type CountName, type EngagementKind, type EngagementSources } from "./counts.js";
import { checkMoney, micros, type Money } from "./money.js";
import { sumReadings } from "./ratio.js";
import { readPosts } from "./readings.js";
import type { OwnReplyOptions, PostOptions } from "./options.js";

/** What has a price on a rate card. */
export type RatedKind = EngagementKind | "impressions" | "reach";

/** The rate card. */
export interface EarnedMediaOptions extends PostOptions, OwnReplyOptions {
  /** What one of each kind is worth to the host, all in one currency. A price for a thousand impressions goes in as a thousandth of it. */
  readonly rates: Readonly<Partial<Record<RatedKind, Money>>>;
}

const rated: readonly RatedKind[] = [...allKinds, "impressions", "reach"];

/**
 * Computes earned media value: each count times its rate, added up. There is no agreed rate for anything, so there is no default: the host
 * brings a rate card, and two values compare only where the card is the same; `weights` prints it, in units of the currency. The value is in
 * units of the currency, and `unit` is its ISO 4217 code. Paid posts earned nothing and are left out unless `ads` says otherwise. A kind
 * that a post does not tell is `missing`, and the value a lower bound.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`; for a card in several currencies, without rates, or with an unknown kind.
 *
 * @example
 * earnedMediaValue({ likes: 1_000 }, { rates: { likes: { amountMicros: 100_000, currency: "USD" } } }); // { value: 100, unit: "USD", ... }
 */
export function earnedMediaValue(sources: EngagementSources, options: EarnedMediaOptions): Measure {
  const { rates } = givenOptions(options, "`rates`");
  if (!isObject(rates)) refuse("rates is no object", "give what one of each kind is worth, as { likes: { amountMicros, currency } }");
  const card = Object.entries(rates).filter(([, rate]: [string, unknown]) => rate !== undefined);
  const kinds: readonly CountName[] = checkKinds(card.map(([kind]) => kind) as RatedKind[], rated, "rates");
  const unit = checkMoney(
    card.map(([, rate]) => rate),
    "rates",
  );
  const prices = card.map(([, { amountMicros }]) => amountMicros);
  const question = { kinds, base: "posts", unit: unit ?? "currency", weights: prices } as const;
  const read = readPosts(question, sources, options);
  const { usable, numerator: value, details: all } = sumReadings(question, read);
  const details = {
    ...all,
    base: "rate card",
    weights: Object.fromEntries(kinds.map((kind, at) => [kind, (prices[at] ?? 0) / micros])),
    ...(kinds.includes("reach") && usable.length > 1 && { gross: true }),
  };
  if (read.readings.length === 0) return unknown("no-data", question.unit, details);
  if (usable.length === 0 || (options.strict === true && !all.complete)) return unknown("unknown-input", question.unit, details);
  return atLeast(known(value / micros, question.unit, details), options);
}
