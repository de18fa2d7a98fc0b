/**
 * Zones as arithmetic: `Intl` is asked when the clocks change, once, and never again.
 * @module
 */
import { refuse } from "../measure.js";

/** A zone of the IANA database, or a fixed offset. Milliseconds since 1970, in UTC or on the clock on the wall, as the names say. */
export interface Zone {
  /** How far the clock on the wall is before UTC. */
  offsetAt(at: number): number;
  /** The first instant after `at`, and not after `until`, from which the clock on the wall is another one. */
  changeAfter(at: number, until: number): number | undefined;
  /**
   * The instant at which the clock on the wall shows `localMs`. Where it skips that time, the first instant after the gap. Where it shows it
   * twice, the first time for what starts then, and the second for what ends then.
   */
  instantOf(localMs: number, side: "start" | "end"): number;
}

const secondMs = 1000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// No zone was ever this far from UTC: Manila had -15:56.
const farthestMs = 16 * hourMs;
// The shortest time between two changes since 1970 was, and as far as it is planned will be, seven days: Brazil in 2000, Gaza in 2040.
const probeMs = 3 * dayMs;
const blockMs = 30 * probeMs;

/** What is known of one stretch of time: the offset at its beginning, and each change after that, its end included. */
interface Block {
  readonly offset: number;
  readonly changes: readonly { readonly at: number; readonly offset: number }[];
}

const zones = new Map<string, Zone>();

/**
 * Gives a zone. Names as `Intl` takes them, so also aliases and names in lower case; and offsets such as `+02:00`, which not every `Intl` takes.
 *
 * @throws FolkmootError `invalid-request` for a zone that nobody knows, naming `field`.
 */
export function zoneOf(timeZone: string, field: string): Zone {
  // `Intl` would take the absent zone for that of the machine.
  if (typeof timeZone !== "string") refuse(`${field} is no time zone`, remedy);
  const name = timeZone.toLowerCase();
  const cached = zones.get(name);
  if (cached !== undefined) return cached;
  const offset = readOffset(timeZone);
  const zone = offset === undefined ? zoneBy(probeOf(timeZone, field)) : zoneBy(() => offset);
  zones.set(name, zone);
  return zone;
}

const remedy = "give a zone of the IANA database, such as Europe/Copenhagen";

function readOffset(text: string): number | undefined {
  const parts = /^([+-])([01]\d|2[0-3])(?::?([0-5]\d))?$/u.exec(text);
  if (parts === null) return undefined;
  return (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * 60_000;
}

/** Asks `Intl` for an offset: slow, and right to the second. */
function probeOf(timeZone: string, field: string): (at: number) => number {
  const format = formatOf(timeZone) ?? refuse(`${field} is ${JSON.stringify(timeZone)}, which is no time zone`, remedy);
  return (at) => {
    const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/u.exec(format.format(at)) ?? [];
    if (sign === undefined) return 0;
    return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * secondMs;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
}

function zoneBy(probe: (at: number) => number): Zone {
  const blocks = new Map<number, Block>();
  const blockAt = (index: number): Block => {
    const cached = blocks.get(index);
    if (cached !== undefined) return cached;
    const block = findChanges(probe, index * blockMs);
    blocks.set(index, block);
    return block;
  };

  const offsetAt = (at: number): number => {
    const { offset, changes } = blockAt(Math.floor(at / blockMs));
    let last = offset;
    for (const change of changes) if (change.at <= at) last = change.offset;
    return last;
  };
  const changeAfter = (at: number, until: number): number | undefined => {
    const lastIndex = Math.floor(until / blockMs);
    for (let index = Math.floor(at / blockMs); index <= lastIndex; index++)
      for (const change of blockAt(index).changes) if (change.at > at) return change.at <= until ? change.at : undefined;
    return undefined;
  };
  const instantOf = (localMs: number, side: "start" | "end"): number => {
    let from = localMs - farthestMs;
    let found: number | undefined;
    for (;;) {
      const next = changeAfter(from, localMs + farthestMs);
      const at = localMs - offsetAt(from);
      if (next === undefined || at < next) {
        // Before `from` it would be in the gap that ends there.
        if (at >= from) found = at;
        else found ??= from;
        if (side === "start") return found;
      }
      if (next === undefined) return found ?? at;
      from = next;
    }
  };
  return { offsetAt, changeAfter, instantOf };
}

/** Finds the changes of one block: probes every few days, and where two probes differ, halves the time between them. */
function findChanges(probe: (at: number) => number, start: number): Block {
  const offset = probe(start);
  const changes: { at: number; offset: number }[] = [];
  let before = offset;
  for (let from = start; from < start + blockMs; from += probeMs) {
    const until = from + probeMs;
    const after = probe(until);
    for (let low = from; before !== after;) {
      let high = until;
      while (high - low > secondMs) {
        const middle = low + Math.floor((high - low) / (2 * secondMs)) * secondMs;
        if (probe(middle) === before) low = middle;
        else high = middle;
      }
      before = probe(high);
      changes.push({ at: high, offset: before });
      low = high;
    }
  }
  return { offset, changes };
}
