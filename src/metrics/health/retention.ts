/**
 * Who comes back in the next week or month.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { unknown } from "../measure.js";
import { readActivity, timestamp, withGaps, type ActivityOptions } from "./activity.js";
import { shareOf, type MemberMessage } from "./people.js";

/** Those of one period, and how many of them came back in the next. */
export interface RetentionStep {
  /** Where the period begins. */
  readonly start: Timestamp;
  /** Where it ends, and the next one begins. */
  readonly end: Timestamp;
  /** The share of those active in this period who were active in the next too. `null` while the next is not over. */
  readonly retained: Measure;
}

/** Who came back, period by period. */
export interface ContributorRetention {
  /** All who came back by all who could, over the steps that are over. Who was active in several periods counts in each. */
  readonly overall: Measure;
  /** Each period but the last. */
  readonly steps: readonly RetentionStep[];
}

/**
 * Computes the share of the members active in a period who are active in the next one too. Active is who wrote.
 *
 * Periods are those of the calendar in the zone. The last one has no next, and a step whose next period is not over by `now` or `to` has no
 * value, `no-data`. Where `from` lies within a period a part of it may be unknown, and its step is not `complete`: `whole-period` is missing.
 * Bots, our own messages and what people cannot see are left out and counted, over all periods; messages of whom nobody knows the author are
 * `missing`.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time, zone or option, and for a stretch that ends before it begins.
 *
 * @example
 * const { overall } = contributorRetention(messages, { every: "month", timeZone: "Europe/Copenhagen", from, to });
 */
export function contributorRetention(messages: readonly MemberMessage[], options: ActivityOptions): ContributorRetention {
  const { periods, members, details } = readActivity(messages, options);
  const active = periods.map(() => 0);
  const kept = periods.map(() => 0);
  for (const member of members)
    for (const [place, period] of member.entries()) {
      if (period < 0) continue;
      active[period] = (active[period] ?? 0) + 1;
      if (member[place + 1] === period + 1) kept[period] = (kept[period] ?? 0) + 1;
    }

  const steps: RetentionStep[] = [];
  let allActive = 0;
  let allKept = 0;
  for (const [index, { start, end, isWhole }] of periods.slice(0, -1).entries()) {
    const there = active[index] ?? 0;
    const here = kept[index] ?? 0;
    const isOver = periods[index + 1]?.isOver === true;
    if (isOver) {
      allActive += there;
      allKept += here;
    }
    const told = withGaps(details, !isWhole && "whole-period");
    const retained = isOver ? shareOf(here, there, options, told) : unknown("no-data", "fraction", { ...told, n: there });
    steps.push({ start: timestamp(start), end: timestamp(end), retained });
  }
  const told = withGaps(details, periods[0]?.isWhole === false && "whole-period");
  return { overall: shareOf(allKept, allActive, options, { ...told, aggregation: "ratioOfSums" }), steps };
}
