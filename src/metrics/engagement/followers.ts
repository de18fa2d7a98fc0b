/**
 * How many followed an account when a post appeared.
 * @module
 */
import { checkList, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import { readNumber, type CountedContent } from "./counts.js";
import type { ObservedValue } from "../observed.js";

/** How many followed, and whether a value of another time stood in. */
export interface Followers {
  /** How many. */
  readonly value: number;
  /** True when it was not told of the day itself. */
  readonly approximated: boolean;
}

/** Whose followers, and when. */
export interface FollowersQuestion {
  /** The account or author; absent where nobody says. */
  readonly subject: string | undefined;
  /** Milliseconds since 1970; absent where nobody says. */
  readonly atMs: number | undefined;
}

/** Where followers come from. */
export interface FollowersSource {
  /** Finds how many followed somebody, in the observations. */
  readonly observed: (question: FollowersQuestion) => Followers | undefined;
  /** The number that was given for all. */
  readonly given: Followers | undefined;
}

/** How old an observation may be and still stand for the day of a post. A choice of ours: followers are commonly read once a day. */
const freshMs = 7 * 86_400_000;

/** Observations of one subject, oldest first. */
interface Series {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/**
 * Reads where followers come from: a number, observations, or nothing. Observations of other numbers are passed over.
 *
 * @throws FolkmootError `invalid-request` for a number that counts nothing, and for what is no observation.
 */
export function findFollowers(option: number | readonly ObservedValue[] | undefined): FollowersSource {
  const none = (): undefined => undefined;
  if (option === undefined) return { observed: none, given: undefined };
  if (typeof option === "number") return { observed: none, given: { value: readNumber(option, "followers") ?? 0, approximated: true } };
  if (!Array.isArray(option)) refuse("followers is neither a number nor a list", "give followers of now, or observations of the accounts");
  checkList(option, "followers", "observation");
  const all = sortIntoSeries(option);
  const only = all.size === 1 ? [...all.values()][0] : undefined;
  const observed = ({ subject, atMs }: FollowersQuestion): Followers | undefined => {
    const series = subject === undefined ? only : all.get(subject);
    return series === undefined || atMs === undefined ? undefined : lookUp(series, atMs);
  };
  return { observed, given: undefined };
}

function sortIntoSeries(observations: readonly ObservedValue[]): ReadonlyMap<string, Series> {
  const found = new Map<string, { readonly at: number; readonly value: number }[]>();
  for (const { subject, metric, value, at } of observations) {
    if (metric !== "followers") continue;
    if (typeof subject !== "string") refuse("An observation of followers has no `subject`", "give the key of the account");
    const read = readNumber(value, "followers") ?? refuse("An observation of followers has no value", "leave out what is unknown");
    const one = { at: readTime(at, "at of an observation"), value: read };
    const list = found.get(subject);
    if (list === undefined) found.set(subject, [one]);
    else list.push(one);
  }
  return new Map(
    [...found].map(([subject, list]) => {
      list.sort((a, b) => a.at - b.at || a.value - b.value);
      return [subject, { at: list.map(({ at }) => at), values: list.map(({ value }) => value) }];
    }),
  );
}

function lookUp({ at, values }: Series, when: number): Followers | undefined {
  const after = firstAfter(at, when);
  const [before, beforeAt] = [values[after - 1], at[after - 1]];
  const [next, nextAt] = [values[after], at[after]];
  if (before !== undefined && beforeAt !== undefined) {
    if (when - beforeAt <= freshMs) return { value: before, approximated: false };
    if (nextAt === undefined || when - beforeAt <= nextAt - when) return { value: before, approximated: true };
  }
  return next === undefined ? undefined : { value: next, approximated: true };
}

/** Finds the first position whose time is later. */
function firstAfter(at: readonly number[], when: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) > when) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Gives the key of the account under which something stands: `x:1` of `x:1:post:8`. */
export function accountOf(key: string): string | undefined {
  const network = key.indexOf(":");
  if (network < 1) return undefined;
  const account = key.indexOf(":", network + 1);
  return account < 0 ? key : key.slice(0, account);
}

/** Says whether somebody else posted it. */
export const isForeign = ({ isOwn, direction }: Partial<CountedContent>): boolean => isOwn === false || direction === "inbound";
