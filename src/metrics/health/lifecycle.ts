/**
 * Who is new, who stays, who comes back, and who is gone.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { unknown } from "../measure.js";
import { readActivity, readKnownSince, timestamp, withGaps, type HistoryOptions } from "./activity.js";
import { checkWhole, countOf, type MemberMessage } from "./people.js";

/** When somebody counts as gone. */
export interface ContributorLifecycleOptions extends HistoryOptions {
  /** After so many whole periods without a message somebody is churned. @defaultValue 1 */
  readonly idlePeriods?: number;
}

/** The members of one period, by where they come from. All are counts of people. */
export interface LifecyclePeriod {
  /** Where the period begins. */
  readonly start: Timestamp;
  /** Where it ends. */
  readonly end: Timestamp;
  /** Who wrote: the new, the returning and the resurrected. */
  readonly active: Measure;
  /** Who wrote for the first time ever. */
  readonly newContributors: Measure;
  /** Who wrote before, and was idle for less than `idlePeriods`. */
  readonly returning: Measure;
  /** Who was churned, and wrote again. */
  readonly resurrected: Measure;
  /** Who had written, and has been idle for `idlePeriods` or longer when the period ends. */
  readonly churned: Measure;
  /** Those of the churned for whom this was the period in which it came to that. */
  readonly newlyChurned: Measure;
}

type Kind = "newContributors" | "returning" | "resurrected" | "newlyChurned" | "churned";

/**
 * Computes for each week or month who is new, who returns, who is resurrected after a silence, and who is churned.
 *
 * With one idle period, the default, it is the growth accounting of Social Capital and others: the active of a period are those of the period
 * before, and the new and the resurrected, without the newly churned. A fixed number of periods takes who writes once a quarter for gone: it
 * suits a community where people write about as often.
 *
 * Who wrote first when is known as far as the messages go back, so give those from before `from` too, and say in `knownSince` since when they
 * are all there; without it the measures are not `complete`, and `history` is missing: some of the new are then resurrected or returning, and
 * some of the churned are not known. In a period that is not over, nobody is churned yet (`null`, `no-data`), and the other counts may grow.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time, zone or option, and for a stretch that ends before it begins.
 *
 * @example
 * const periods = contributorLifecycle(messages, { every: "month", timeZone: "UTC", from, to, knownSince, idlePeriods: 3 });
 */
export function contributorLifecycle(messages: readonly MemberMessage[], options: ContributorLifecycleOptions): readonly LifecyclePeriod[] {
  const knownSince = readKnownSince(options);
  const { idlePeriods = 1 } = options;
  checkWhole(idlePeriods, "idlePeriods", 1);
  const { periods, members, details } = readActivity(messages, options);
  const counts: Record<Kind, number[]> = {
    newContributors: periods.map(() => 0),
    returning: periods.map(() => 0),
    resurrected: periods.map(() => 0),
    newlyChurned: periods.map(() => 0),
    // Who begins to be churned and who ends it; added up below.
    churned: periods.map(() => 0),
  };
  const add = (kind: Kind, period: number, by = 1): void => {
    if (period < periods.length) counts[kind][period] = (counts[kind][period] ?? 0) + by;
  };
  for (const member of members)
    for (const [place, period] of member.entries()) {
      const before = member[place - 1];
      if (period >= 0) {
        if (before === undefined) add("newContributors", period);
        else add(period - before > idlePeriods ? "resurrected" : "returning", period);
      }
      const gone = period + idlePeriods;
      const back = member[place + 1] ?? Number.POSITIVE_INFINITY;
      if (gone >= back) continue;
      if (gone >= 0) add("newlyChurned", gone);
      add("churned", Math.max(gone, 0));
      add("churned", Math.max(back, 0), -1);
    }

  let churned = 0;
  return periods.map(({ start, end, isOver, isWhole }, index) => {
    const told = withGaps(details, start < knownSince && "history", !isWhole && "whole-period");
    const count = (kind: Kind): number => counts[kind][index] ?? 0;
    const soFar = (value: number): Measure => countOf(value, options, withGaps(told, !isOver && "whole-period"));
    const inTheEnd = (value: number): Measure => (isOver ? countOf(value, options, told) : unknown("no-data", "count", told));
    churned += count("churned");
    return {
      start: timestamp(start),
      end: timestamp(end),
      active: soFar(count("newContributors") + count("returning") + count("resurrected")),
      newContributors: soFar(count("newContributors")),
      returning: soFar(count("returning")),
      resurrected: soFar(count("resurrected")),
      churned: inTheEnd(churned),
      newlyChurned: inTheEnd(count("newlyChurned")),
    };
  });
}
