/**
 * Share of sentiment: how much of the praise, or of the blame, is ours.
 * @module
 */
import { checkWord } from "./check.js";
import { laterSentiment, sentimentReader, type Sentiment, type SentimentOptions } from "./sentiment-of.js";
import { shareOf, type ShareOfVoiceMeasure } from "./voice-share.js";
import { tally, type VoiceOptions, type Voices, type VoiceSource, type Weight } from "./voices.js";

/** Who counts, and which sentiment. */
export interface ShareOfSentimentOptions<S extends VoiceSource = VoiceSource> extends VoiceOptions, SentimentOptions<S> {
  /** Which messages count. @defaultValue "positive" */
  readonly sentiment?: Sentiment;
}

/**
 * Computes our share of the positive messages about all brands, or of the negative ones. A fraction.
 *
 * Messages without a sentiment are left out; `coverage` is the share of mentions that have one. Where no message about us has one, or none
 * about the others, there is no value. A message that names two brands counts once for each, with the one sentiment that it has: it may praise
 * one and blame the other. Overlap, `outOf` and interval are those of shareOfVoice.byMentions.
 *
 * @throws FolkmootError `invalid-request` as shareOfVoice does, and for a sentiment that is none of positive, neutral and negative.
 *
 * @example
 * shareOfSentiment({ ours, others }, { sentiment: "negative" }).value; // 0.25: a quarter of all blame is ours
 */
export function shareOfSentiment<S extends VoiceSource, T extends VoiceSource = S>(
  voices: Voices<S, T>,
  options?: ShareOfSentimentOptions<S | T>,
): ShareOfVoiceMeasure {
  const wanted = checkWord(options?.sentiment ?? "positive", ["positive", "neutral", "negative"], "sentiment");
  const told = tally(voices, options, {
    read: sentimentReader(options),
    merge: laterSentiment,
    weigh: (reading) => (typeof reading === "string" ? unknown : reading.sentiment === wanted ? counts : countsNot),
    unknownAs: "unclassified",
  });
  return shareOf(told, options, { counts: true });
}

const unknown: Weight = { missing: ["sentiment"] };
const counts: Weight = { value: 1, missing: [] };
const countsNot: Weight = { value: 0, missing: [] };
