/**
 * Who came lately, often, and with much: recency, frequency and amount, each from 1 to 5.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { checkCount, checkList, known, refuse, unknown } from "../measure.js";
import { percentile, sortNumbers } from "../percentile.js";
import { isList, isNumber, readOptions } from "./check.js";

/** What is known of one person. What is absent is unknown and gets no score. */
export interface RfmPerson {
  /** Who it is. Each person stands in the list once. */
  readonly key: string;
  /** Days since the last engagement, at the instant of the question. */
  readonly recencyDays?: number;
  /** How many engagements in the window that the host chose. */
  readonly frequency?: number;
  /** Money spent, or what stands in its place, such as advocacy in weighed points. */
  readonly amount?: number;
}

/** A score: 5 is the best fifth. */
export type RfmScore = 1 | 2 | 3 | 4 | 5;

/** The scores of one person. A score is absent where its input is unknown. */
export interface RfmScores {
  /** Who it is. */
  readonly key: string;
  /** 5 engaged most lately. */
  readonly recency?: RfmScore;
  /** 5 engaged most often. */
  readonly frequency?: RfmScore;
  /** 5 brought most. */
  readonly amount?: RfmScore;
  /** The three in one word, such as `343`. Absent while one is. */
  readonly code?: string;
}

/** Where the scores begin: with each number that a value reaches, it gains a step. At most four, ascending. */
export interface RfmThresholds {
  /** In days. Reaching one loses a step: who was away longer scores less. */
  readonly recencyDays: readonly number[];
  /** In engagements. */
  readonly frequency: readonly number[];
  /** In what `amount` is in. */
  readonly amount: readonly number[];
}

/** How scores are found. */
export interface RfmOptions {
  /** Fixed thresholds, such as those of last quarter, for some or all. @defaultValue quintiles of the people */
  readonly thresholds?: Partial<RfmThresholds>;
}

/** The scores of all. */
export interface RfmTable {
  /** A row for each person, in the order given. */
  readonly people: readonly RfmScores[];
  /** How many have all three scores; `coverage` is their share. */
  readonly scored: Measure;
  /** The thresholds that were used; give them again to keep later scores comparable. */
  readonly thresholds: RfmThresholds;
}

/**
 * Scores people by recency, frequency and amount, each from 1 to 5 in fifths of the people: one more than how many thresholds the value
 * reaches, and for recency the other way round. Who is alike scores alike, so the fifths may differ in size, and a score that nobody has is
 * possible.
 *
 * A threshold is the least value above the 20th, 40th, 60th and 80th percentile (type 7). On whole numbers these are the scores of the R
 * package rfm (0.3.0, 2024), which adds 1 to the percentile, wherever the percentile is whole. Below 25 people fifths say nothing: give
 * `thresholds`. A scale of customers, not of worth; leave out bots, colleagues and people who only came for a prize.
 *
 * @throws FolkmootError `invalid-request` for what is no person, for one who is there twice, for negative days or counts, for numbers that are
 * not finite, for thresholds that do not ascend, and for fewer than 25 known values without thresholds.
 *
 * @example
 * const { people } = rfmScores(members, { thresholds: { recencyDays: [7, 30, 90, 180], frequency: [2, 3, 5, 9], amount: [1, 3, 6, 12] } });
 */
export function rfmScores(people: readonly RfmPerson[], options: RfmOptions = {}): RfmTable {
  const { thresholds: given = {} } = readOptions(options);
  readOptions(given, "thresholds");
  checkPeople(people);
  const thresholds: RfmThresholds = {
    recencyDays: given.recencyDays === undefined ? fifths(people, "recencyDays") : checkThresholds(given.recencyDays, "recencyDays"),
    frequency: given.frequency === undefined ? fifths(people, "frequency") : checkThresholds(given.frequency, "frequency"),
    amount: given.amount === undefined ? fifths(people, "amount") : checkThresholds(given.amount, "amount"),
  };
  const rows = people.map((person) => scoresOf(person, thresholds));
  const scored = rows.filter(({ code }) => code !== undefined).length;
  const missing = parts.filter((part) => people.some((person) => person[part] === undefined));
  const details = { n: rows.length, complete: missing.length === 0, missing };
  return {
    people: rows,
    scored:
      rows.length === 0 ? unknown("no-data", "count", details) : known(scored, "count", { ...details, coverage: scored / rows.length }),
    thresholds,
  };
}

type Part = keyof RfmThresholds;
const parts: readonly Part[] = ["recencyDays", "frequency", "amount"];
const leastPeople = 25;

function scoresOf({ key, recencyDays, frequency, amount }: RfmPerson, thresholds: RfmThresholds): RfmScores {
  const r = recencyDays === undefined ? undefined : backwards[steps(thresholds.recencyDays, recencyDays)];
  const f = frequency === undefined ? undefined : forwards[steps(thresholds.frequency, frequency)];
  const a = amount === undefined ? undefined : forwards[steps(thresholds.amount, amount)];
  return {
    key,
    ...(r !== undefined && { recency: r }),
    ...(f !== undefined && { frequency: f }),
    ...(a !== undefined && { amount: a }),
    ...(r !== undefined && f !== undefined && a !== undefined && { code: `${r}${f}${a}` }),
  };
}

const forwards: readonly RfmScore[] = [1, 2, 3, 4, 5];
const backwards: readonly RfmScore[] = [5, 4, 3, 2, 1];
const steps = (thresholds: readonly number[], value: number): number => thresholds.filter((threshold) => threshold <= value).length;

function fifths(people: readonly RfmPerson[], part: Part): readonly number[] {
  const values = sortNumbers(people.map((person) => person[part]).filter((value) => value !== undefined));
  if (values.length === 0) return [];
  if (values.length < leastPeople)
    refuse(
      `${values.length} people with \`${part}\` are too few for fifths`,
      `give \`thresholds.${part}\`, or score ${leastPeople} people or more`,
    );
  return [0.2, 0.4, 0.6, 0.8].flatMap((share) => leastAbove(values, percentile(values, share) ?? 0));
}

/** Finds the least value above another; none where there is none. */
function leastAbove(sorted: readonly number[], bound: number): readonly number[] {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const half = Math.floor((from + to) / 2);
    if ((sorted[half] ?? 0) > bound) to = half;
    else from = half + 1;
  }
  // A zero with a sign is the same threshold.
  return sorted.slice(from, from + 1).map((value) => value + 0);
}

function checkPeople(people: readonly RfmPerson[]): void {
  checkList(people, "people", "person");
  const keys = new Set<string>();
  people.forEach(({ key, recencyDays, frequency, amount }, at) => {
    if (typeof key !== "string") refuse(`The person at position ${at} has no \`key\``, "give each a string of its own");
    if (keys.has(key)) refuse(`The person at position ${at} is in the list twice`, "add up what is known of each");
    keys.add(key);
    checkCount(recencyDays, "recencyDays");
    checkCount(frequency, "frequency");
    if (amount !== undefined && !isNumber(amount)) refuse(`amount is ${String(amount)}`, "give a number, and leave out what is unknown");
  });
}

function checkThresholds(thresholds: readonly number[], part: Part): readonly number[] {
  const isRight =
    isList(thresholds) &&
    thresholds.length <= 4 &&
    thresholds.every((value, at) => isNumber(value) && (at === 0 || value >= (thresholds[at - 1] ?? value)));
  if (!isRight)
    refuse(`\`thresholds.${part}\` are no four numbers that ascend`, "give what it takes for 2, 3, 4 and 5, such as [2, 3, 5, 9]");
  return [...thresholds];
}
