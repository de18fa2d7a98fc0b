/**
 * Who wrote, and how much.
 * @module
 */
import type { AccountKey, AuthorKey } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import { accountOf } from "../engagement/followers.js";
import { checkConcentration, measureConcentration } from "../health/concentration.js";
import type { ContributorConcentration, ContributorConcentrationOptions } from "../health/concentration.js";
import { countOf, Tally } from "../health/people.js";
import { known, refuse, unknown } from "../measure.js";
import { sortNumbers } from "../percentile.js";
import { Distinct } from "./distinct.js";
import type { Estimate } from "./quantiles.js";
import { readScope, type RollupScope } from "./scope.js";
import type { State } from "./state.js";

/** Whose authors are asked for. */
export interface RollupPeopleOptions extends RollupScope {
  /** True refuses a value that rests on a part of the input: `null` where authors are unknown. @defaultValue false */
  readonly strict?: boolean;
}

/** Whose authors are asked for, and how many. */
export interface RollupTopOptions extends RollupScope {
  /** How many. @defaultValue 50 */
  readonly count?: number;
}

/** How concentrated contributions are. */
export interface RollupConcentrationOptions
  extends RollupPeopleOptions, Pick<ContributorConcentrationOptions, "members" | "followers" | "heavyFrom" | "minN"> {}

/** An author, and how much it wrote. */
export interface TopAuthor {
  /** Who. */
  readonly author: AuthorKey;
  /** How many messages. */
  readonly messages: Measure;
}

/** Tells how many members wrote. */
export function tellUnique(state: State, options: RollupPeopleOptions): Measure {
  const accounts = readScope(options);
  const { value, errorBound } = countUnique(state, accounts);
  const measure = countOf(value, options, tallyOf(state, accounts).details(messagesOf(state, accounts)));
  const places = [...state.parts].filter(([account, { writers }]) => accounts?.has(account) !== false && writers.of("member") > 0);
  // Keys of authors are those of an account: who wrote to two of them counts twice.
  const gross = places.length > 1;
  return { ...measure, ...(errorBound > 0 && { errorBound }), ...(gross && { gross }) };
}

/** Tells who wrote most. */
export function tellTop(state: State, options: RollupTopOptions): readonly TopAuthor[] {
  const accounts = readScope(options);
  const { count = 50 } = options;
  if (!(Number.isSafeInteger(count) && count >= 1)) refuse("count is no whole number from 1", "give how many authors to list");
  const top = state.authors.top(accounts === undefined ? count : Number.POSITIVE_INFINITY);
  return top
    .filter(({ author }) => accounts?.has(accountOf(author) ?? "") !== false)
    .slice(0, count)
    .map(({ author, value, errorBound }) => ({
      author,
      messages: known(value, "count", { n: value, ...(errorBound > 0 && { errorBound }) }),
    }));
}

/** Tells how concentrated contributions are. */
export function tellConcentration(state: State, options: RollupConcentrationOptions): ContributorConcentration {
  const accounts = readScope(options);
  checkConcentration(options);
  const tally = tallyOf(state, accounts);
  const counts = state.authors.counts((author) => accounts?.has(accountOf(author) ?? "") !== false);
  if (counts !== undefined) return measureConcentration(sortNumbers(counts), options, tally);
  const total = messagesOf(state, accounts);
  tally.miss("authors beyond knownAuthors", total);
  const contributors = tellUnique(state, options);
  const lost = (measure: Measure): Measure => unknown("unknown-input", measure.unit, { ...tally.details(0), n: total });
  const measures = Object.entries(measureConcentration([], options, tally)).map(([name, measure]: [string, Measure]) => [
    name,
    lost(measure),
  ]);
  return { ...(Object.fromEntries(measures) as Record<keyof ContributorConcentration, Measure>), contributors };
}

function countUnique(state: State, accounts: ReadonlySet<AccountKey> | undefined): Estimate {
  if (accounts === undefined) return state.authors.unique();
  const counts = state.authors.counts((author) => accounts.has(accountOf(author) ?? ""));
  if (counts !== undefined) return { value: counts.length, errorBound: 0 };
  const all = new Distinct(12);
  for (const [account, part] of state.parts) if (accounts.has(account)) for (const { authors } of part.cells.values()) all.merge(authors);
  return all.count();
}

/** What is left out and missing of the people, in the words of the exact functions. */
function tallyOf(state: State, accounts: ReadonlySet<AccountKey> | undefined): Tally {
  const tally = new Tally();
  for (const [account, { writers }] of state.parts) {
    if (accounts?.has(account) === false) continue;
    for (const reason of ["own", "bot", "hidden"]) tally.leaveOut(reason, writers.of(reason));
    tally.miss("author", writers.of("author"));
  }
  return tally;
}

function messagesOf(state: State, accounts: ReadonlySet<AccountKey> | undefined): number {
  let sum = 0;
  for (const [account, { writers }] of state.parts) if (accounts?.has(account) !== false) sum += writers.of("member");
  return sum;
}
