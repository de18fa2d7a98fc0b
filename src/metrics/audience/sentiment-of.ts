/**
 * Reading what was thought of a message's tone.
 * @module
 */
import type { Annotations } from "../../model/annotation.js";
import { checkFunction } from "./check.js";
import type { Spoken } from "./speakers.js";
import { isObject, refuse } from "../measure.js";

/** How a message sounds. */
export type Sentiment = "positive" | "neutral" | "negative";

/** What sentiment is read from. */
export interface SentimentSource extends Spoken {
  /** What was thought about it; `sentiment` is read. */
  readonly annotations?: Annotations;
}

/** How sentiment is read. */
export interface SentimentOptions<S extends SentimentSource = SentimentSource> {
  /**
   * Tells how a message sounds, nothing where nobody knows. @defaultValue the label of its `sentiment` annotation, where it is positive,
   * neutral or negative
   */
  readonly sentimentOf?: (message: S) => Sentiment | undefined;
}

/** What was read: a sentiment with its time, nothing, or a word that is none. */
export type SentimentReading = { readonly sentiment: Sentiment; readonly at: string } | "unclassified" | "other-label";

const sentiments: readonly string[] = ["negative", "neutral", "positive"] satisfies Sentiment[];
const isSentiment = (word: string): word is Sentiment => sentiments.includes(word);

/** Makes the reader of sentiment that the options ask for. */
export function sentimentReader<S extends SentimentSource>(options: SentimentOptions<S> | undefined): (message: S) => SentimentReading {
  const sentimentOf = options?.sentimentOf;
  if (sentimentOf === undefined) return readAnnotation;
  checkFunction(sentimentOf, "sentimentOf");
  return (message) => {
    const sentiment = sentimentOf(message) ?? undefined;
    if (sentiment === undefined) return "unclassified";
    return isSentiment(sentiment)
      ? { sentiment, at: "" }
      : refuse("sentimentOf answered what is no sentiment", "answer positive, neutral, negative or nothing");
  };
}

function readAnnotation({ annotations }: SentimentSource): SentimentReading {
  const annotation = annotations?.["sentiment"];
  if (annotation === undefined) return "unclassified";
  if (!isObject(annotation)) refuse("The annotation sentiment of something is none", "leave it out where nobody thought about it");
  const word = typeof annotation.label === "string" ? annotation.label.toLowerCase() : "";
  return isSentiment(word) ? { sentiment: word, at: annotation.at } : "other-label";
}

/** Makes one reading of those of two copies: the later thought; of two of one instant always the same one. */
export function laterSentiment(one: SentimentReading, other: SentimentReading): SentimentReading {
  if (typeof one === "string") return typeof other === "string" ? (one < other ? one : other) : other;
  if (typeof other === "string") return one;
  if (one.at !== other.at) return one.at > other.at ? one : other;
  return one.sentiment <= other.sentiment ? one : other;
}
