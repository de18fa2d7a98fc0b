/**
 * Gaps: stretches that can never be read again, because a network cannot be asked for them any more.
 * @module
 */
import { later } from "./merge.js";
import type { Gap } from "./intake.js";
import type { Timestamp } from "../model/ref.js";

/** How far a list reaches back. */
export interface Keeps {
  /** The network tells nothing older. Milliseconds. */
  readonly ms?: number | undefined;
  /** The network tells so many of the newest and no more. */
  readonly items?: number | undefined;
  /** Up to here nothing is missing, as another list tells: a conversation that was quiet has no gap. */
  readonly coveredUntil?: Timestamp | undefined;
}

/** How a reading came to the end of a list without meeting anything that was known. */
export interface ReadToTheEnd {
  /** Up to where the last reading knew everything. Absent = there was none, and nothing was promised. */
  readonly from: Timestamp | undefined;
  /** Items that were read from the top of the list; absent = reading did not begin there. */
  readonly items: number | undefined;
  /** The oldest time among them. Milliseconds since 1970. */
  readonly oldest: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Says what is missing between the last reading and the oldest that the network still tells. */
export function gapOf(keeps: Keeps | undefined, { from, items, oldest, now }: ReadToTheEnd): Gap | undefined {
  const since = from === undefined ? undefined : later(from, keeps?.coveredUntil);
  if (keeps === undefined || since === undefined) return undefined;
  const after = (end: number): Gap | undefined => (end > Date.parse(since) ? { from: since, to: new Date(end).toISOString() } : undefined);
  const tooOld = keeps.ms === undefined ? undefined : after(now - keeps.ms);
  if (tooOld !== undefined) return tooOld;
  // A list that is not full tells all there is.
  if (keeps.items === undefined || oldest === undefined || (items ?? keeps.items) < keeps.items) return undefined;
  return after(oldest);
}

/** The stretch from the first gap to the last. */
export function hull(one: Gap | undefined, other: Gap): Gap {
  if (one === undefined) return other;
  const from = one.from === undefined || other.from === undefined ? undefined : one.from < other.from ? one.from : other.from;
  return { ...(from !== undefined && { from }), to: one.to > other.to ? one.to : other.to };
}
