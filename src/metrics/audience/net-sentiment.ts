/**
 * Net sentiment, of both schools.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { checkFlag, checkWord } from "./check.js";
import { laterSentiment, sentimentReader, type Sentiment, type SentimentOptions, type SentimentSource } from "./sentiment-of.js";
import { gather, readSpeakers, type SpeakerOptions } from "./speakers.js";
import { known, unknown, type MeasureDetails } from "../measure.js";
import { atLeast, readMinN, type SampleOptions } from "../proportion.js";

/** Who counts, and in what the value is. */
export interface NetSentimentOptions<S extends SentimentSource = SentimentSource>
  extends SentimentOptions<S>, SpeakerOptions, SampleOptions {
  /** `fraction`: -1 to 1. `points`: the same times 100, as most tools print it. @defaultValue "fraction" */
  readonly unit?: "fraction" | "points";
  /** True gives no value as soon as one message has no sentiment. @defaultValue false */
  readonly strict?: boolean;
}

/** Computes a net sentiment. */
export type NetSentimentOf = <S extends SentimentSource>(messages: readonly S[], options?: NetSentimentOptions<S>) => Measure;

/** Net sentiment by what it is divided by. */
export interface NetSentiment {
  /** (positive - negative) / (positive + negative + neutral). */
  readonly ofAll: NetSentimentOf;
  /** (positive - negative) / (positive + negative). Neutral messages do not count. */
  readonly ofPolar: NetSentimentOf;
}

/**
 * Computes net sentiment, -1 to 1, or -100 to 100 in `points`. The two schools differ widely where most of what is said is neutral, so never
 * compare one with the other: of 80 positive, 20 negative and 100 neutral messages `ofAll` is 0.3 and `ofPolar` 0.6.
 *
 * Counted are messages of members with a sentiment; `coverage` is their share of the messages of members, and `components` says how many are
 * positive, negative and neutral. Where no message has a sentiment there is no value. A difference of shares is no proportion and carries no
 * interval: look at `n`. `ofAll` as Black Box Intelligence prints it, in points; `ofPolar` as the R package SentimentAnalysis defines polarity
 * (both read November 2026).
 *
 * @throws FolkmootError `invalid-request` for what is no list, message or option, and for a sentiment that is none of the three.
 *
 * @example
 * netSentiment.ofAll(messages, { unit: "points" }).value; // 30
 */
export const netSentiment: NetSentiment = {
  ofAll: (messages, options) => compute(messages, options, true),
  ofPolar: (messages, options) => compute(messages, options, false),
};

function compute<S extends SentimentSource>(
  messages: readonly S[],
  given: NetSentimentOptions<S> | undefined,
  withNeutral: boolean,
): Measure {
  const speakers = readSpeakers(given);
  const options = given ?? {};
  const { unit = "fraction", strict } = options;
  checkWord(unit, ["fraction", "points"], "unit");
  checkFlag(strict, "strict");
  readMinN(options);
  const { readings, excluded: left } = gather(messages, speakers, sentimentReader(options), laterSentiment);

  const tones: Record<Sentiment, number> = { positive: 0, negative: 0, neutral: 0 };
  const excluded: Record<string, number> = { ...left };
  for (const reading of readings.values())
    if (typeof reading === "string") excluded[reading] = (excluded[reading] ?? 0) + 1;
    else tones[reading.sentiment]++;

  const { positive, negative, neutral } = tones;
  const classified = positive + negative + neutral;
  const n = withNeutral ? classified : positive + negative;
  const complete = classified === readings.size;
  const details: MeasureDetails = {
    n,
    complete,
    missing: complete ? [] : ["sentiment"],
    components: { positive, negative, neutral },
    ...(readings.size > 0 && { coverage: classified / readings.size }),
    ...(Object.keys(excluded).length > 0 && { excluded }),
  };
  if (readings.size === 0) return unknown("no-data", unit, details);
  if (classified === 0 || (strict === true && !complete)) return unknown("unknown-input", unit, details);
  const numerator = positive - negative;
  const all: MeasureDetails = { ...details, numerator, denominator: n };
  if (n === 0) return unknown("zero-denominator", unit, all);
  // Multiplied first: 100 * (22 / 56) is another number than 2200 / 56.
  return atLeast(known(unit === "points" ? (100 * numerator) / n : numerator / n, unit, all), options);
}
