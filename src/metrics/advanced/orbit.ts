/**
 * The Orbit model: how strongly a community pulls, and who is connected in it.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { checkCount, checkList, isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { divide } from "../engagement/counts.js";
import { sortNumbers } from "../percentile.js";
import { atLeast, type SampleOptions } from "../proportion.js";
import { readTime } from "../read-time.js";
import { checkNumber, isList, isNumber, readOptions } from "./check.js";

/** How many members there are at each level. A level that is absent is unknown, not empty. */
export type OrbitMembers = Readonly<Record<string, number>>;

/** What a level weighs. */
export interface GravityOptions extends SampleOptions {
  /** The weight of each level. @defaultValue { exploring: 1, participating: 4, contributing: 7, leading: 10 } */
  readonly weights?: Readonly<Record<string, number>>;
}

/** Two members who had to do with each other. */
export interface OrbitConnection {
  /** Who. The order does not matter. */
  readonly members: readonly [string, string];
  /** How strong: the Orbit model proposes 10 for who spoke with each other, and 1 for who were in the same place. */
  readonly strength: number;
  /** When they last had to do with each other. */
  readonly lastAt: Timestamp;
}

/** Which connections count, and how much. */
export interface ReachOptions extends SampleOptions {
  /** The instant of the question. What came later is left out. */
  readonly now: Timestamp;
  /** Whose reach. @defaultValue that of all: every connection once */
  readonly member?: string;
  /** The share that an idle connection loses with every month. @defaultValue 0.1 */
  readonly monthlyDecay?: number;
}

/**
 * Computes the gravity of a community between two instants: the change of Σ weight²·members, by the members at the start. 2.1 says that on
 * average each member came so much nearer to the centre.
 *
 * `numerator` is the change, `denominator` the members at the start, `components` the weighed sums of both instants. Who joined or left moves
 * it too. Leave out your own team at every level: they are paid to be there. A level unknown in either makes it unknown; members without a
 * start make `zero-denominator`.
 *
 * The Orbit model (orbitmodel.com, `pages/gravity/measure.mdx` of github.com/orbit-love/orbit-model, read November 2026).
 *
 * @throws FolkmootError `invalid-request` for a count that is negative or no number, and for a level without a weight.
 *
 * @example
 * orbitGravity(
 *   { exploring: 17, participating: 8, contributing: 4, leading: 1 },
 *   { exploring: 15, participating: 9, contributing: 5, leading: 1 },
 * ).value; // 2.1
 */
export function orbitGravity(before: OrbitMembers, after: OrbitMembers, options: GravityOptions = {}): Measure {
  const { weights = defaultWeights } = readOptions(options);
  checkWeights(weights);
  const levels = Object.keys(weights);
  checkMembers(before, "before", levels);
  checkMembers(after, "after", levels);
  const missing = levels.filter((level) => before[level] === undefined || after[level] === undefined);
  const n = total(levels.map((level) => before[level] ?? 0));
  const details: MeasureDetails = { n, complete: missing.length === 0, missing, weights };
  if (missing.length > 0) return unknown("unknown-input", "points", details);

  const weigh = (members: OrbitMembers): number => total(levels.map((level) => (weights[level] ?? 0) ** 2 * (members[level] ?? 0)));
  const components = { before: weigh(before), after: weigh(after) };
  if (!isNumber(components.before) || !isNumber(components.after))
    refuse("The weighed members are too many to add up", "give smaller weights");
  const all: MeasureDetails = { ...details, numerator: components.after - components.before, denominator: n, components };
  if (n === 0) return unknown("zero-denominator", "points", all);
  return atLeast(known(divide(components.after - components.before, n), "points", all), options);
}

/**
 * Computes reach in the Orbit model: the strength of a member's connections, added up, or of all in the community. A connection loses 10 % with
 * every whole month in which the two had nothing to do with each other.
 *
 * The same two given twice are one connection: strengths add up, and the later time counts. Who is connected with nobody else, and what came
 * after `now`, is left out and counted in `excluded`. A member of whom there is no connection has `no-data`. It is no reach in the sense of
 * unique people: those are `reachRate` and the like.
 *
 * The Orbit model (`pages/reach/measure.mdx` of github.com/orbit-love/orbit-model, read November 2026).
 *
 * @throws FolkmootError `invalid-request` for what is no connection, no strength from 0, or no time, and for a decay that is not from 0 to 1.
 *
 * @example
 * orbitReach([{ members: ["jennifer", "tony"], strength: 7, lastAt: "2022-01-10" }], { now: "2022-04-10" }).value; // 7 · 0.9³ = 5.103
 */
export function orbitReach(connections: readonly OrbitConnection[], options: ReachOptions): Measure {
  const { now, member, monthlyDecay = 0.1 } = readOptions(options);
  const until = new Date(readTime(now, "now"));
  checkNumber(monthlyDecay, "monthlyDecay", (value) => value >= 0 && value <= 1, "give the share lost in a month, such as 0.1");
  if (member !== undefined && typeof member !== "string") refuse("`member` is no key", "give the key of a member, or leave it out");
  checkList(connections, "connections", "connection");

  const pairs = new Map<string, { strength: number[]; lastAt: number }>();
  let [alone, later] = [0, 0];
  connections.forEach(({ members, strength, lastAt }, at) => {
    checkConnection(members, strength, at);
    const [a, b] = members;
    const time = readTime(lastAt, `lastAt at position ${at}`);
    if (member !== undefined && a !== member && b !== member) return;
    if (a === b) alone++;
    else if (time > until.getTime()) later++;
    else {
      const key = JSON.stringify(a < b ? [a, b] : [b, a]);
      const pair = pairs.get(key);
      if (pair === undefined) pairs.set(key, { strength: [strength], lastAt: time });
      else {
        pair.strength.push(strength);
        pair.lastAt = Math.max(pair.lastAt, time);
      }
    }
  });

  const excluded = { ...(alone > 0 && { self: alone }), ...(later > 0 && { later }) };
  const details: MeasureDetails = { n: pairs.size, ...(alone + later > 0 && { excluded }) };
  if (pairs.size === 0) return unknown("no-data", "points", details);
  // Sorted, so that the order of the connections does not change the last digit.
  const strengths = [...pairs.values()].map(
    ({ strength, lastAt }) => total(sortNumbers(strength)) * (1 - monthlyDecay) ** wholeMonths(new Date(lastAt), until),
  );
  return atLeast(known(total(sortNumbers(strengths)), "points", details), options);
}

const defaultWeights: Readonly<Record<string, number>> = { exploring: 1, participating: 4, contributing: 7, leading: 10 };

function checkWeights(weights: Readonly<Record<string, number>>): void {
  const isRight = isObject(weights) && Object.values(weights).every((weight) => isNumber(weight) && weight >= 0);
  if (!isRight || Object.keys(weights).length === 0) refuse("`weights` are no weights of levels", "give a number from 0 for each level");
}

function checkMembers(members: OrbitMembers, name: string, levels: readonly string[]): void {
  if (!isObject(members)) refuse(`\`${name}\` is no object`, "give how many members there are at each level");
  for (const [level, count] of Object.entries(members)) {
    if (!levels.includes(level)) refuse(`\`${name}\` has a level without a weight`, `use ${levels.join(", ")}, or give \`weights\``);
    checkCount(count, `${level} in \`${name}\``);
  }
}

function checkConnection(members: readonly string[], strength: number, at: number): void {
  const isPair = isList(members) && members.length === 2 && members.every((key) => typeof key === "string");
  if (!isPair) refuse(`The connection at position ${at} is not of two`, "give the keys of two members");
  if (!isNumber(strength) || strength < 0) refuse(`The strength at position ${at} is ${String(strength)}`, "give a number from 0");
}

/** Counts the months between two instants that are over, in UTC. A month from the 31st ends with a shorter month. */
function wholeMonths(from: Date, to: Date): number {
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  const due = new Date(to);
  due.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  due.setUTCHours(from.getUTCHours(), from.getUTCMinutes(), from.getUTCSeconds(), from.getUTCMilliseconds());
  return to < due ? months - 1 : months;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
