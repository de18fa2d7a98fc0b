/**
 * Who is answered first, with every term shown.
 * @module
 */
import type { TriageFacts } from "./triage-facts.js";

/** What makes a message urgent. Each is brought to 0 to 1. */
export type PriorityTerm =
  /** Somebody waits for an answer. */
  | "needs-reply"
  /** How long, against `respondWithinMinutes`. */
  | "waiting"
  /** How bad it sounds: the sentiment below zero, else how sure a complaint is. */
  | "negativity"
  /** Followers of the author, by their logarithm: a million is 1. */
  | "reach"
  /** Likes of the message, by their logarithm: a thousand is 1. */
  | "likes"
  /** The author is one of our most faithful. */
  | "superfan";

/** How much each term weighs. 0 leaves it out. */
export type PriorityWeights = Readonly<Record<PriorityTerm, number>>;

/** One term of a priority. */
export interface PriorityPart {
  /** What it is about. */
  readonly term: PriorityTerm;
  /** 0 to 1. */
  readonly value: number;
  /** How much it weighs. */
  readonly weight: number;
}

/** How urgent a message is. */
export interface Priority {
  /** The weighted mean of what is known, 0 to 1. */
  readonly score: number;
  /** Its terms, those that weigh most first. */
  readonly terms: readonly PriorityPart[];
  /** Terms that nobody knows: they count neither for nor against. */
  readonly unknown: readonly PriorityTerm[];
}

/** The weights unless a host gives others. A choice of ours: who waits, and how it sounds, before who it is. */
export const priorityWeights: PriorityWeights = { "needs-reply": 3, waiting: 3, negativity: 3, reach: 2, likes: 1, superfan: 1 };

/** Weighs how urgent a message is. */
export function priorityOf(facts: TriageFacts, weights: Partial<PriorityWeights> = {}): Priority {
  const { message, labels, known, ageMinutes } = facts;
  const { respondWithinMinutes = 240, superfan } = known;
  const log = (value: number | undefined, full: number): number | undefined =>
    value === undefined ? undefined : Math.min(1, Math.log10(1 + Math.max(0, value)) / Math.log10(1 + full));
  const sentiment = message.annotations?.["sentiment"]?.value;
  const values: Readonly<Record<PriorityTerm, number | undefined>> = {
    "needs-reply": facts.needsReply ? 1 : 0,
    waiting: facts.needsReply ? Math.min(1, ageMinutes / Math.max(1, respondWithinMinutes)) : 0,
    negativity: sentiment === undefined ? (labels["complaint"] ?? 0) : Math.max(0, -sentiment),
    reach: log(message.author?.followers, 1_000_000),
    likes: log(message.counts.likes, 1_000),
    superfan: superfan === undefined ? undefined : Number(superfan),
  };
  const all = { ...priorityWeights, ...weights };
  const terms: PriorityPart[] = [];
  const unknown: PriorityTerm[] = [];
  for (const term of Object.keys(priorityWeights) as PriorityTerm[]) {
    const [value, weight] = [values[term], all[term]];
    if (weight <= 0) continue;
    if (value === undefined) unknown.push(term);
    else terms.push({ term, value: round(value), weight });
  }
  const whole = terms.reduce((sum, { weight }) => sum + weight, 0);
  const score = whole === 0 ? 0 : terms.reduce((sum, { value, weight }) => sum + value * weight, 0) / whole;
  return { score: round(score), terms: terms.toSorted((a, b) => b.value * b.weight - a.value * a.weight), unknown };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
