/**
 * What became of those who came together.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { unknown } from "../measure.js";
import { readActivity, readKnownSince, timestamp, withGaps, type HistoryOptions } from "./activity.js";
import { countOf, shareOf, type MemberMessage } from "./people.js";

/** Those who wrote for the first time in one period. */
export interface RetentionCohort {
  /** Where the period begins. */
  readonly start: Timestamp;
  /** Where it ends. */
  readonly end: Timestamp;
  /** How many they are. */
  readonly size: Measure;
  /**
   * The share of them who were active so many periods later: the first is the period itself, and 1. As many in each cohort as there are
   * periods. `null`, `no-data`, where that period is not over.
   */
  readonly retained: readonly Measure[];
}

/**
 * Computes the table of cohorts: of those who wrote for the first time in a week or month, the share who wrote in each one after. A triangle:
 * who came later has had less time.
 *
 * Who came for the first time is known as far as the messages go back, so give those from before `from` too, and say in `knownSince` since
 * when they are all there. Without it the first cohorts hold old members, who stay longer than new ones: the measures are then not `complete`,
 * and `history` is missing. A period is not over when it ends after `now` or `to`.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time, zone or option, and for a stretch that ends before it begins.
 *
 * @example
 * for (const { start, retained } of retentionCohorts(messages, { every: "week", timeZone: "UTC", from, to, knownSince }))
 *   console.log(start, retained.map(({ value }) => value)); // 2026-03-02T00:00:00.000Z [1, 0.42, 0.31, null]
 */
export function retentionCohorts(messages: readonly MemberMessage[], options: HistoryOptions): readonly RetentionCohort[] {
  const knownSince = readKnownSince(options);
  const { periods, members, details } = readActivity(messages, options);
  const table = periods.map(() => periods.map(() => 0));
  for (const member of members) {
    const first = member[0] ?? -1;
    const row = table[first];
    if (row === undefined) continue;
    for (const period of member) row[period - first] = (row[period - first] ?? 0) + 1;
  }
  return periods.map(({ start, end, isOver }, index) => {
    const told = withGaps(details, start < knownSince && "history");
    const row = table[index] ?? [];
    const size = row[0] ?? 0;
    return {
      start: timestamp(start),
      end: timestamp(end),
      size: countOf(size, options, withGaps(told, !isOver && "whole-period")),
      retained: row.map((count, later) =>
        periods[index + later]?.isOver === true
          ? shareOf(count, size, options, told)
          : unknown("no-data", "fraction", { ...told, denominator: size, n: size }),
      ),
    };
  });
}
