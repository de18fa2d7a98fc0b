/**
 * How long it takes until a conversation is resolved.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { counted } from "../measure.js";
import { proportion, readMinN, type SampleOptions } from "../proportion.js";
import type { StatusChange } from "./audit-trail.js";
import { durationsOf, excludedDetails, workingBase, type Durations } from "./durations.js";
import { readStatuses, readStatusOptions, type StatusOptions, type Stretch } from "./status-timeline.js";

/** Which conversations count, and how many a value takes. */
export interface ResolutionOptions extends StatusOptions, SampleOptions {}

/** How long conversations took, and how many are not done. */
export interface ResolutionTimes extends Durations {
  /** How many are not resolved. They are in no time. */
  readonly unresolved: Measure;
}

/** How long it took until conversations were resolved: for the first time, and for good. */
export interface TimeToResolution {
  /** Until it was resolved for the first time, also where it was opened again. Zendesk: first resolution time. */
  readonly first: ResolutionTimes;
  /** Until it was resolved the last time, of those that are resolved at `now`. Zendesk: full resolution time. */
  readonly final: ResolutionTimes;
  /** The share of those ever resolved that were opened again. */
  readonly reopened: Measure;
}

/**
 * Computes how long conversations take from their beginning until they are resolved. A conversation begins with its first change; `statusChanges`
 * makes it of the first message. One that begins as resolved tells no time and is counted in `excluded["no-start"]`.
 *
 * The time in which it waited for the member or slept is part of it; `statusTimes` tells those apart. A conversation belongs to the period in
 * which it began. Source of both definitions: Zendesk, "About native Support time duration metrics", read 2026-11-22; there a conversation that
 * was opened again keeps its last full time meanwhile, here it is unresolved.
 *
 * @throws FolkmootError `invalid-request` for what is no list, change, time or option, naming the field.
 *
 * @example
 * timeToResolution(statusChanges(entries, { messages }), { now }).first.median;
 */
export function timeToResolution(changes: readonly StatusChange[], options: ResolutionOptions): TimeToResolution {
  const rules = readStatusOptions(options);
  readMinN(options);
  const { conversations, noStart } = readStatuses(changes, rules);
  const first: number[] = [];
  const final: number[] = [];
  let reopened = 0;
  for (const { stretches } of conversations) {
    const begins = stretches[0]?.from ?? 0;
    const solved = stretches.findIndex(isResolved);
    if (solved < 0) continue;
    first.push(rules.between(begins, stretches[solved]?.from ?? begins));
    if (stretches.slice(solved).some((one) => !isResolved(one))) reopened++;
    // Whoever resolves what is resolved changes nothing.
    const last = stretches.findLastIndex((one) => !isResolved(one)) + 1;
    const end = stretches[last];
    if (end !== undefined) final.push(rules.between(begins, end.from));
  }
  const details = { ...excludedDetails({ "no-start": noStart }), ...(options.hours !== undefined && { base: workingBase }) };
  const times = (values: readonly number[]): ResolutionTimes => ({
    ...durationsOf(values, details, options),
    unresolved: counted(conversations.length - values.length),
  });
  return {
    first: times(first),
    final: times(final),
    reopened: proportion(reopened, first.length, options, excludedDetails({ "no-start": noStart })),
  };
}

const isResolved = ({ status }: Stretch): boolean => status === "resolved";
