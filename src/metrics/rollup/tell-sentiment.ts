/**
 * How what was said sounds.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { known, unknown, type MeasureDetails } from "../measure.js";
import { atLeast } from "../proportion.js";
import type { NetSentimentOptions } from "../audience/net-sentiment.js";
import { checkWord, readScope, type RollupSampleOptions } from "./scope.js";
import type { State } from "./state.js";
import type { Words } from "./words.js";

/** Whose sentiment is asked for, and in what. */
export interface RollupSentimentOptions extends RollupSampleOptions, Pick<NetSentimentOptions, "unit" | "strict"> {}

/** Tells net sentiment as `netSentiment` does. */
export function tellSentiment(state: State, options: RollupSentimentOptions, withNeutral: boolean): Measure {
  const accounts = readScope(options);
  const { unit = "fraction", strict } = options;
  checkWord("unit", unit, ["fraction", "points"]);
  return measureTones(state.sumOf(accounts).tones, { ...options, unit, strict: strict === true }, withNeutral);
}

function measureTones(
  tones: Words,
  options: RollupSentimentOptions & { readonly unit: string; readonly strict: boolean },
  withNeutral: boolean,
): Measure {
  const { unit, strict } = options;
  const [positive, negative, neutral] = [tones.of("positive"), tones.of("negative"), tones.of("neutral")];
  const classified = positive + negative + neutral;
  const all = classified + tones.of("unclassified") + tones.of("other-label");
  const excluded = tones.toJSON("positive", "negative", "neutral");
  const n = withNeutral ? classified : positive + negative;
  const complete = classified === all;
  const details: MeasureDetails = {
    n,
    complete,
    missing: complete ? [] : ["sentiment"],
    components: { positive, negative, neutral },
    ...(all > 0 && { coverage: classified / all }),
    ...(Object.keys(excluded).length > 0 && { excluded }),
  };
  if (all === 0) return unknown("no-data", unit, details);
  if (classified === 0 || (strict && !complete)) return unknown("unknown-input", unit, details);
  const numerator = positive - negative;
  const sums: MeasureDetails = { ...details, numerator, denominator: n };
  if (n === 0) return unknown("zero-denominator", unit, sums);
  // Multiplied first, as in `netSentiment`.
  return atLeast(known(unit === "points" ? (100 * numerator) / n : numerator / n, unit, sums), options);
}
