/**
 * Followers that went away.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { divide, readNumber } from "../engagement/counts.js";
import { isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";

/** What a churn of followers is made of. What is absent is unknown. */
export interface FollowerChurnInput {
  /** How many ceased to follow in the period. */
  readonly lost?: number;
  /** How many followed at its start. */
  readonly start?: number;
}

/**
 * Computes which share of the followers at the start of a period was lost in it. A fraction; above 1 where many came and went within the
 * period, so it is no proportion and has no interval. Few networks tell who left: without that there is no value, and it is not 0.
 *
 * @throws FolkmootError `invalid-request` for a count that is negative or no number.
 *
 * @example
 * followerChurn({ lost: 500, start: 10_000 }).value; // 0.05
 */
export function followerChurn(input: FollowerChurnInput): Measure {
  if (!isObject(input)) refuse("The input of followerChurn is nothing", "give `lost` and `start`");
  return shareOfStart(readNumber(input.lost, "lost"), readNumber(input.start, "start"), "lost");
}

/** Divides people by the followers at the start. */
export function shareOfStart(people: number | undefined, start: number | undefined, name: string, details: MeasureDetails = {}): Measure {
  const missing = [...(people === undefined ? [name] : []), ...(start === undefined ? ["start"] : [])];
  const all: MeasureDetails = {
    base: "followers",
    ...details,
    ...(people !== undefined && { numerator: people }),
    ...(start !== undefined && { denominator: start }),
    complete: missing.length === 0,
    missing,
  };
  if (people === undefined || start === undefined) return unknown("unknown-input", "fraction", all);
  return start === 0
    ? unknown("zero-denominator", "fraction", { ...all, n: 1 })
    : known(divide(people, start), "fraction", { ...all, n: 1 });
}
