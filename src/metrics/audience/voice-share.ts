/**
 * Our share of what all brands got.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Tally, VoiceOptions } from "./voices.js";
import { known, unknown, type MeasureDetails } from "../measure.js";
import { atLeast, proportion } from "../proportion.js";

/** What a share of voice says beside its measure. */
export interface VoiceOverlap {
  /** How many of the messages that weigh something name more than one brand. Each counts once for each brand that it names. */
  readonly overlap: number;
  /** What each other brand got: mentions, reach or engagement. A brand of which nothing is known is absent. */
  readonly others: Readonly<Record<string, number>>;
}

/** A share of voice: the measure, with how much brands share. */
export type ShareOfVoiceMeasure = Measure & VoiceOverlap;

/** What is said of a share besides what was tallied. */
interface ShareKind {
  /** True when every message weighs 0 or 1: the share may then be one of observations, with an interval. */
  readonly counts: boolean;
  /** What the measure says of itself. */
  readonly details?: MeasureDetails;
}

/** Makes the measure of our share. */
export function shareOf(tally: Tally, options: VoiceOptions | undefined, { counts, details = {} }: ShareKind): ShareOfVoiceMeasure {
  const { outOf = "mentions", strict } = options ?? {};
  const { brands, weights, known: knownOf, all, distinct, overlap, missing, excluded } = tally;
  const sums = outOf === "messages" ? distinct : { weight: total(weights), known: total(knownOf), all: total(all) };
  const numerator = weights[0] ?? 0;
  const complete = missing.length === 0;
  const n = counts ? sums.weight : sums.known;
  const told: MeasureDetails = {
    ...details,
    n,
    complete,
    missing,
    ...(sums.all > 0 && { coverage: sums.known / sums.all }),
    ...(Object.keys(excluded).length > 0 && { excluded }),
  };
  const extra: VoiceOverlap = {
    overlap,
    others: Object.fromEntries(
      brands.flatMap((name, brand) => (brand > 0 && ((knownOf[brand] ?? 0) > 0 || all[brand] === 0) ? [[name, weights[brand] ?? 0]] : [])),
    ),
  };
  return { ...make(), ...extra };

  function make(): Measure {
    if (sums.all === 0) return unknown("no-data", "fraction", told);
    // A side of which nothing is known would weigh 0, and unknown is not zero.
    const isBlind = isUnknown(knownOf[0], all[0]) || isUnknown(total(knownOf.slice(1)), total(all.slice(1)));
    if (isBlind || (strict === true && !complete)) return unknown("unknown-input", "fraction", told);
    const parts: MeasureDetails = { ...told, numerator, denominator: sums.weight };
    if (sums.weight === 0) return unknown("zero-denominator", "fraction", parts);
    // A message that names two brands gives two mentions that do not fall independently: then only messages are a sample.
    if (counts && (overlap === 0 || outOf === "messages")) return proportion(numerator, sums.weight, options, told);
    return atLeast(known(numerator / sums.weight, "fraction", parts), options ?? {});
  }
}

const isUnknown = (known = 0, all = 0): boolean => all > 0 && known === 0;
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
