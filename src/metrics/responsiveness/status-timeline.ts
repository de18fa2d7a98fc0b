/**
 * What stood where, read from changes of state.
 * @module
 */
import type { Key } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";
import { checkList, isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import type { StatusChange, WorkStatus } from "./audit-trail.js";
import { readHours, readPeriod, type WorkingTime } from "./episode-options.js";

/** Which conversations count, and until when. */
export interface StatusOptions {
  /** The instant of the question. What came later is left out. */
  readonly now: Timestamp;
  /** Conversations that began before are left out. */
  readonly from?: Timestamp;
  /** Conversations that began at this instant or later are left out. */
  readonly to?: Timestamp;
  /** Counts by these hours. @defaultValue elapsed time */
  readonly hours?: WorkingTime;
}

/** Options, checked. */
export interface StatusRules {
  readonly now: number;
  readonly from: number;
  readonly to: number;
  readonly between: (from: number, to: number) => number;
}

/** A stretch of time in one state, up to `now`. */
export interface Stretch {
  readonly status: WorkStatus;
  readonly from: number;
  readonly to: number;
}

/** What stood where. */
export interface StatusTimeline {
  /** By conversation, in the order of their beginnings: stretches without a gap, the first from its beginning, the last until now. */
  readonly conversations: readonly { readonly key: Key; readonly stretches: readonly Stretch[] }[];
  /** How many begin as resolved: nobody told when they began. */
  readonly noStart: number;
}

const statuses: readonly WorkStatus[] = ["open", "pending", "snoozed", "resolved"];

/** Checks options. */
export function readStatusOptions(options: StatusOptions): StatusRules {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now`, the instant of the question");
  const hours = readHours(options.hours);
  const between = (from: number, to: number): number => (hours === undefined ? to - from : hours.between(from, to));
  return { ...readPeriod(options), now: readTime(options.now, "now"), between };
}

/** A change, read. */
interface Change {
  readonly status: WorkStatus;
  readonly at: number;
}

/** Reads changes of state up to `now`, by conversation, oldest first. */
function readChanges(changes: readonly StatusChange[], now: number): ReadonlyMap<Key, readonly Change[]> {
  checkList(changes, "changes", "status change");
  const byKey = new Map<Key, Change[]>();
  for (const [index, { key, status, at }] of changes.entries()) {
    if (typeof key !== "string" || !statuses.includes(status))
      refuse(`\`changes\` has no key and status at position ${index}`, "give open, pending, snoozed or resolved, and of what");
    const change = { status, at: readTime(at, `at of \`changes\` at position ${index}`) };
    if (change.at > now) continue;
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [change]);
    else others.push(change);
  }
  for (const list of byKey.values()) list.sort((a, b) => a.at - b.at || statuses.indexOf(a.status) - statuses.indexOf(b.status));
  return byKey;
}

/** Finds what stands where at `now`. */
export const readStatusesAt = (changes: readonly StatusChange[], now: number): ReadonlyMap<Key, WorkStatus | undefined> =>
  new Map([...readChanges(changes, now)].map(([key, list]) => [key, list.at(-1)?.status]));

/** Reads changes of state into stretches. */
export function readStatuses(changes: readonly StatusChange[], { now, from, to }: StatusRules): StatusTimeline {
  const conversations: { readonly key: Key; readonly stretches: readonly Stretch[] }[] = [];
  let noStart = 0;
  for (const [key, list] of readChanges(changes, now)) {
    const begins = list[0];
    if (begins === undefined || !(begins.at >= from && begins.at < to)) continue;
    if (begins.status === "resolved") noStart++;
    else
      conversations.push({ key, stretches: list.map(({ status, at }, place) => ({ status, from: at, to: list[place + 1]?.at ?? now })) });
  }
  const beginningOf = ({ stretches }: (typeof conversations)[number]): number => stretches[0]?.from ?? 0;
  conversations.sort((a, b) => beginningOf(a) - beginningOf(b) || (a.key < b.key ? -1 : 1));
  return { conversations, noStart };
}
