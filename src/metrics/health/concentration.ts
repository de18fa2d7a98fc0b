/**
 * How much of what is said comes from how few.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { refuse, unknown, type MeasureDetails } from "../measure.js";
import { sortNumbers } from "../percentile.js";
import { gini } from "./gini.js";
import { checkOptions, checkWhole, countOf, eachMember, readPeriod, shareOf, Tally, valueOf } from "./people.js";
import type { MemberMessage, MemberOptions, PeriodOptions } from "./people.js";

/** How many there are, and who is heavy. */
export interface ContributorConcentrationOptions extends MemberOptions, PeriodOptions {
  /** How many people could have written: the members of the guild, subreddit or channel, without bots and us. */
  readonly members?: number;
  /** Followers of the account, where nobody knows members. The shares of members are then `approximated`. */
  readonly followers?: number;
  /** Who wrote so many messages is heavy. @defaultValue whoever is in the top 1 % of the members */
  readonly heavyFrom?: number;
}

/** Who contributes, and how much. */
export interface ContributorConcentration {
  /** How many people wrote. */
  readonly contributors: Measure;
  /** The share of the members who wrote. */
  readonly contributorRatio: Measure;
  /** The share of the members who write most. */
  readonly heavy: Measure;
  /** The share of the members who write, but are not heavy. */
  readonly light: Measure;
  /** The share of the members who wrote nothing. */
  readonly lurkers: Measure;
  /** The share of all messages that the heavy wrote. */
  readonly heavyMessages: Measure;
  /** How many contributors make up their top 1 %. */
  readonly topOnePercentPeople: Measure;
  /** The share of all messages that the top 1 % of the contributors wrote. */
  readonly topOnePercentMessages: Measure;
  /** How many contributors make up their top 10 %. */
  readonly topTenPercentPeople: Measure;
  /** The share of all messages that the top 10 % of the contributors wrote. */
  readonly topTenPercentMessages: Measure;
  /** The Gini coefficient of messages by contributor: 0 when all write as much, towards 1 when one writes everything. */
  readonly gini: Measure;
  /** The same among all members: who wrote nothing has 0. */
  readonly giniOfMembers: Measure;
}

/**
 * Computes how concentrated contributions are: the 90-9-1 rule of Nielsen (2006) as it is here, the share of messages by the most active, and
 * the Gini coefficient.
 *
 * The top 1 % of `n` people are `n / 100` of them, rounded up: of 100 people 1, of 101 people 2, and of fewer than 100 still 1. So in a small
 * community the top 1 % is one person, who may be a tenth of all: look at `topOnePercentPeople`. `topOnePercentMessages` and
 * `topTenPercentMessages` count among those who wrote; `heavy` counts among all members, and is at most as many as wrote.
 *
 * `heavy`, `light` and `lurkers` add up to 1. They need `members`, else `followers` (`approximated`), else there is no value. People who do
 * not follow write too: with more contributors than followers there is no value either. Bots, our own messages and what people cannot see are
 * left out and counted; messages of whom nobody knows the author are `missing`, and the counts lower bounds. Give messages of one period.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time or option, and for fewer `members` than wrote.
 *
 * @example
 * const { lurkers, light, heavy } = contributorConcentration(messages, { members: 5_000 });
 */
export function contributorConcentration(
  messages: readonly MemberMessage[],
  options: ContributorConcentrationOptions = {},
): ContributorConcentration {
  checkConcentration(options);
  const tally = new Tally();
  const written = countMessages(messages, options, tally);
  return measureConcentration(written, options, tally);
}

/** Refuses options that cannot be, before anything is counted. */
export function checkConcentration(options: ContributorConcentrationOptions): void {
  checkOptions(options);
  const { members, followers, heavyFrom } = options;
  if (members !== undefined) checkWhole(members, "members", 0);
  if (followers !== undefined) checkWhole(followers, "followers", 0);
  if (heavyFrom !== undefined) checkWhole(heavyFrom, "heavyFrom", 1);
}

/** Measures how concentrated counts of messages are. `written` = how many each member wrote, smallest count first. */
export function measureConcentration(
  written: readonly number[],
  options: ContributorConcentrationOptions,
  tally: Tally,
): ContributorConcentration {
  const { members, followers, heavyFrom } = options;
  const n = written.length;
  if (members !== undefined && members < n)
    refuse(`\`members\` is ${members}, but ${n} people wrote`, "give the members of the whole period, or the followers as `followers`");

  const total = written.reduce((sum, count) => sum + count, 0);
  const details = tally.details(total);
  const topMessages = (people: number): number => written.slice(n - people).reduce((sum, count) => sum + count, 0);
  const topPeople = (of: number, parts: number): number => Math.min(n, Math.ceil(of / parts));
  const share = (people: number): Measure => shareOf(topMessages(people), total, options, { ...details, base: "messages" });
  const [one, ten] = [topPeople(n, 100), topPeople(n, 10)];

  const base = members ?? (followers !== undefined && followers >= n ? followers : undefined);
  const heavy = heavyFrom !== undefined ? n - firstFrom(written, heavyFrom) : base === undefined ? undefined : topPeople(base, 100);
  const ofMembers = memberShares(base, options, details, members === undefined);
  const inequality = gini(written);
  return {
    contributors: countOf(n, options, details),
    contributorRatio: ofMembers(n),
    heavy: ofMembers(heavy),
    light: ofMembers(heavy === undefined ? undefined : n - heavy),
    lurkers: ofMembers(base === undefined ? undefined : base - n),
    heavyMessages: heavy === undefined ? withoutMembers(details, total) : share(heavy),
    topOnePercentPeople: countOf(one, options, details),
    topOnePercentMessages: share(one),
    topTenPercentPeople: countOf(ten, options, details),
    topTenPercentMessages: share(ten),
    gini: valueOf(inequality, "fraction", n, options, { ...details, base: "contributors" }),
    giniOfMembers:
      base === undefined
        ? withoutMembers(details, n)
        : valueOf(
            // Those without a message add nothing but their number.
            inequality === undefined ? undefined : 1 - (n / base) * (1 - inequality),
            "fraction",
            base,
            options,
            { ...details, base: "members", ...(members === undefined && { approximated: true }) },
          ),
  };
}

/** Counts the messages of each member who wrote. Smallest count first. */
function countMessages(messages: readonly MemberMessage[], options: ContributorConcentrationOptions, tally: Tally): readonly number[] {
  const counts = new Map<string, number>();
  eachMember(messages, options, readPeriod(options), tally, (author) => {
    counts.set(author, (counts.get(author) ?? 0) + 1);
  });
  return sortNumbers([...counts.values()]);
}

/** Finds where the counts from `least` begin. */
function firstFrom(sorted: readonly number[], least: number): number {
  const index = sorted.findIndex((count) => count >= least);
  return index < 0 ? sorted.length : index;
}

function memberShares(
  base: number | undefined,
  options: MemberOptions,
  details: MeasureDetails,
  byFollowers: boolean,
): (people: number | undefined) => Measure {
  if (base === undefined) return () => withoutMembers(details, 0);
  const all = { ...details, base: byFollowers ? "followers" : "members", ...(byFollowers && { approximated: true }) };
  return (people = 0) =>
    base === 0 ? unknown("zero-denominator", "fraction", { ...all, denominator: 0 }) : shareOf(people, base, options, all);
}

const withoutMembers = (details: MeasureDetails, n: number): Measure =>
  unknown("unknown-input", "fraction", {
    ...details,
    n,
    complete: false,
    missing: [...(details.missing ?? []), "members"].toSorted(),
  });
