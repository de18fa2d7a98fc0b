/**
 * When a calendar day or month ends in an IANA time zone.
 * @module
 */
import type { CalendarRefill } from "../model/limit.js";

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Zone {
  readonly dayOf: (at: number) => string;
  readonly spans: Map<CalendarRefill["every"], Span>;
}

const hour = 3_600_000;

/** No day is longer than 25 hours, no month longer than 31 days and one of those hours; and the next one is longer than the rest of the reach. */
const reach = { day: 26 * hour, month: 32 * 24 * hour };

// Building a formatter costs more than a thousand look-ups, so one is kept for each zone; zones come from rules, which are few.
const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const zone: Zone = { dayOf: (at) => format.format(at), spans: new Map() };
  zones.set(timeZone, zone);
  return zone;
}

/**
 * Finds the instant when the current day or month of a zone ends.
 *
 * @param refill - which period, in which IANA zone, e.g. `{ kind: "calendar", every: "day", timeZone: "America/Los_Angeles" }`
 * @param now - milliseconds since 1970
 * @returns milliseconds since 1970, always later than `now`; daylight saving is counted.
 * @throws RangeError when the zone is not an IANA name that this runtime knows.
 */
export function endOfPeriod(refill: CalendarRefill, now: number): number {
  const zone = zoneOf(refill.timeZone);
  const cached = zone.spans.get(refill.every);
  if (cached !== undefined && cached.from <= now && now < cached.to) return cached.to;
  // "2026-01-31" cut to "2026-01" names a month.
  const length = refill.every === "day" ? 10 : 7;
  const current = zone.dayOf(now).slice(0, length);
  let last = now;
  let next = now + reach[refill.every];
  while (next - last > 1) {
    const middle = Math.floor((last + next) / 2);
    if (zone.dayOf(middle).slice(0, length) === current) last = middle;
    else next = middle;
  }
  zone.spans.set(refill.every, { from: now, to: next });
  return next;
}
