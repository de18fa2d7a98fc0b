/**
 * Turning hours on the wall into instants.
 * @module
 */
import type { Plan, PlanInForce, WallInterval } from "./schedule.js";
import type { Zone } from "./zone.js";

/** A stretch of time, the end not included. Milliseconds since 1970, UTC. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const dayMs = 86_400_000;
const none: readonly WallInterval[] = [];

/** Finds when it is open from `from` to before `to`, each plan while it is in force: in order, none touching another. */
export function openTimes(plans: readonly PlanInForce[], from: number, to: number): readonly Span[] {
  const open: Span[] = [];
  for (const [index, { from: since, plan }] of plans.entries()) {
    const start = Math.max(from, since);
    const end = Math.min(to, plans[index + 1]?.from ?? to);
    if (start < end) for (const span of openTimesOf(plan, start, end)) open.push(span);
  }
  return merge(open);
}

function openTimesOf(plan: Plan, from: number, to: number): readonly Span[] {
  const open: Span[] = [];
  const closed: Span[] = [];
  // An interval lasts until 48 hours after its midnight, and midnight is up to 16 hours from that of UTC.
  for (let day = Math.floor(from / dayMs) - 2; day <= Math.floor(to / dayMs) + 1; day++) {
    add(open, plan.zone, day, plan.days.get(day) ?? plan.week[weekdayOf(day)] ?? none);
    add(closed, plan.zone, day, plan.breaks.get(day) ?? none);
  }
  return subtract(merge(open), merge(closed)).flatMap(({ start, end }) =>
    start < to && end > from ? [{ start: Math.max(start, from), end: Math.min(end, to) }] : [],
  );
}

/** 0 for Monday. 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

function add(spans: Span[], zone: Zone, day: number, intervals: readonly WallInterval[]): void {
  const midnight = day * dayMs;
  for (const { opens, closes } of intervals) {
    const start = zone.instantOf(midnight + opens, "start");
    // A day ends where the next one begins, also where the clock shows that midnight twice.
    const end = zone.instantOf(midnight + closes, closes % dayMs === 0 ? "start" : "end");
    if (start < end && !(closes > dayMs && isSkipped(zone, midnight))) spans.push({ start, end });
  }
}

/** Says whether a zone left a whole day out: nobody began a night shift on it. */
const isSkipped = (zone: Zone, midnight: number): boolean =>
  zone.instantOf(midnight, "start") === zone.instantOf(midnight + dayMs, "start");

function merge(spans: Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || span.start > last.end) merged.push(span);
    else if (span.end > last.end) merged[merged.length - 1] = { start: last.start, end: span.end };
  }
  return merged;
}

/** Takes spans out of others. Both in order, none touching another of its list. */
function subtract(spans: readonly Span[], taken: readonly Span[]): readonly Span[] {
  if (taken.length === 0) return spans;
  return spans.flatMap(({ start, end }) => {
    const left: Span[] = [];
    let from = start;
    for (const gap of taken) {
      if (gap.end <= from || gap.start >= end) continue;
      if (gap.start > from) left.push({ start: from, end: gap.start });
      from = gap.end;
    }
    if (from < end) left.push({ start: from, end });
    return left;
  });
}
