/**
 * How much of Discord's budgets a client can use that sees into the server at every moment, and knows how trips are distributed, but not how
 * long the next one will be. It sends a call at the first moment when its odds of being refused are small enough; how small, is what
 * uses most of the budget with at most half a refusal in a hundred. No client sees as much; the best possible one sees the trips too.
 */
import { numbersOf, tripsOf } from "../../tests/limits/servers/index.js";
import type { Trip } from "../../tests/limits/servers/index.js";
import type { Asked } from "./arguments.js";
import { discord } from "./families.js";
import { percent, print, rate } from "./format.js";
import type { Row } from "./format.js";
import { best, serverFor, startOf } from "./run.js";
import type { Variation } from "./types.js";

const [routes, ofRoute, windowMs, ofAll, secondMs, slots] = [20, 5, 2_000, 50, 1_000, 80];
/** As long as ours is judged: a shorter run has a larger part of its time at the start, where all budgets are fresh. Milliseconds. */
const forMs = 60_000;
/** How often it thinks of sending. Milliseconds. */
const step = 4;

interface Flight {
  readonly route: number;
  readonly sentAt: number;
  readonly arrives: number;
  readonly back: number;
}

interface World {
  readonly variation: Variation;
  readonly seed: number;
  /** Ways there, as they are distributed: equally likely ones, in order. */
  readonly ways: readonly number[];
}

/** Share of the ways there that take at most so long. */
function within(ways: readonly number[], ms: number): number {
  let [low, high] = [0, ways.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ways[middle] ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low / ways.length;
}

/** The odds that at least so many of independent events happen. */
function atLeast(needed: number, odds: readonly number[]): number {
  if (needed <= 0) return 1;
  if (needed > odds.length) return 0;
  // How likely 0, 1, ... happen; the last place is "enough".
  const likely = new Array<number>(needed + 1).fill(0);
  likely[0] = 1;
  for (const p of odds) {
    likely[needed] = (likely[needed] ?? 0) + (likely[needed - 1] ?? 0) * p;
    for (let count = needed - 1; count > 0; count--) likely[count] = (likely[count] ?? 0) * (1 - p) + (likely[count - 1] ?? 0) * p;
    likely[0] *= 1 - p;
  }
  return likely[needed] ?? 0;
}

/** Of the ways there so many stand for all, the shortest among them, each as likely as the others. */
const fine = 96;

/** One run with so much daring. */
function run({ variation, seed, ways }: World, daring: number): { readonly accepted: number; readonly refused: number } {
  const samples = Array.from({ length: fine }, (_, at) => ways[Math.floor((at / fine) * ways.length)] ?? 0);
  const trips: () => Trip = tripsOf({ ...variation, seed });
  const scene = { family: discord, variation, seed };
  const server = serverFor(scene);
  const start = startOf(scene);
  // It knows what the server drew for itself.
  const phases = numbersOf(seed, "phases");
  const [grid, sliding] = [variation.start === "grid", variation.globalWindow === "sliding"];
  const secondPhase = phases() * secondMs;
  const phaseOf = Array.from({ length: routes }, () => phases() * windowMs);
  /** What each route's window has counted, and when it ends; never where none is open. */
  const used = new Array<number>(routes).fill(0);
  const ends = new Array<number>(routes).fill(-Infinity);
  let counted: number[] = [];
  let flights: Flight[] = [];
  const secondOf = (at: number): number => Math.floor((at - secondPhase) / secondMs) * secondMs + secondPhase;
  const begins = (at: number): number => (sliding ? at - secondMs : secondOf(at));
  const roll = (route: number, at: number): void => {
    if (at < (ends[route] ?? 0)) return;
    used[route] = 0;
    const phase = phaseOf[route] ?? 0;
    ends[route] = grid ? (Math.floor((at - phase) / windowMs) + 1) * windowMs + phase : -Infinity;
  };
  const arrive = ({ route, arrives: at }: Flight): void => {
    roll(route, at);
    if (server.request(server.routes[route] ?? "", at).status !== 200) return;
    counted.push(at);
    used[route] = (used[route] ?? 0) + 1;
    if (ends[route] === -Infinity) ends[route] = at + windowMs;
  };
  /** The odds that a call under way arrives after one instant and until another, now that it has not arrived yet. */
  const between = (now: number, { sentAt }: Flight, from: number, to: number): number => {
    const open = 1 - within(ways, now - sentAt);
    return open <= 0 ? 0 : Math.max(0, within(ways, to - sentAt) - within(ways, Math.max(now, from) - sentAt)) / open;
  };
  /** The odds that the limit over all refuses one more if a call is sent now and takes so long, it or another that it overtakes. */
  const overAllBy = (now: number, way: number): number => {
    const from = begins(now + way);
    const there = counted.filter((one) => (sliding ? one > from : one >= from)).length;
    if (there + flights.length < ofAll) return 0;
    const to = sliding ? Infinity : from + secondMs;
    return atLeast(
      ofAll - there,
      flights.map((flight) => between(now, flight, from, to)),
    );
  };
  const oddsOverAll = (now: number): readonly number[] => {
    // A second is full or not: all that arrive in it have the same odds. Where any second counts, a few ways stand for all.
    const known = new Map<number, number>();
    return samples.map((way, index) => {
      const group = sliding ? Math.floor(index / 8) : begins(now + way);
      const odds = known.get(group) ?? overAllBy(now, way);
      known.set(group, odds);
      return odds;
    });
  };
  const odds = (route: number, now: number, overAll: readonly number[]): number => {
    roll(route, now);
    const mine = flights.filter((flight) => flight.route === route);
    const end = ends[route] ?? -Infinity;
    const open = end > now;
    const fullBy = (from: number, to: number, room: number): number =>
      atLeast(
        room,
        mine.map((flight) => between(now, flight, from, to)),
      );
    const inside = open ? fullBy(now, end, ofRoute - (used[route] ?? 0)) : 0;
    const later = fullBy(open ? end : now, Infinity, ofRoute);
    let sum = 0;
    for (const [index, way] of samples.entries()) {
      const full = open && now + way < end ? inside : later;
      sum += 1 - (1 - full) * (1 - (overAll[index] ?? 0));
    }
    return sum / samples.length;
  };
  for (let now = start; now < start + forMs; now += step) {
    for (const flight of flights.filter(({ arrives }) => arrives <= now).toSorted((a, b) => a.arrives - b.arrives)) arrive(flight);
    flights = flights.filter(({ arrives }) => arrives > now);
    counted = counted.filter((at) => at > now - 2 * secondMs);
    // It hears of what arrived at once, so a slot is free then, and not when the answer is back.
    for (let overAll = oddsOverAll(now); flights.length < slots; overAll = oddsOverAll(now)) {
      let [route, least] = [-1, daring];
      for (let one = 0; one < routes; one++) {
        const risk = odds(one, now, overAll);
        if (risk < least || (risk === 0 && route < 0)) [route, least] = [one, risk];
      }
      if (route < 0) break;
      const { out, back } = trips();
      flights.push({ route, sentAt: now, arrives: now + out, back });
    }
  }
  return { accepted: server.accepted, refused: server.refused };
}

/** The daring that is looked for lies between these odds. */
const [leastDaring, mostDaring] = [0.001, 0.4];
/** So often the stretch is halved where it may lie: what is left of it is a tenth of the odds wide. */
const halvings = 6;

/** What could be reached. */
interface Reached {
  readonly used: number;
  readonly per100: number;
}

/** The share of the most daring client that is refused seldom enough. */
function most(variation: Variation, seed: number): Reached {
  const trips = tripsOf({ ...variation, seed: 0 });
  const ways = Array.from({ length: 2_000 }, () => trips().out).toSorted((a, b) => a - b);
  const full = best({ family: discord, variation, seed }, forMs);
  let found = { used: 0, per100: 0 };
  let [low, high] = [Math.log(leastDaring), Math.log(mostDaring)];
  for (let halving = 0; halving < halvings; halving++) {
    const daring = (low + high) / 2;
    const { accepted, refused } = run({ variation, seed, ways }, Math.exp(daring));
    const per100 = (100 * refused) / accepted;
    if (per100 <= 0.5) low = daring;
    else high = daring;
    if (per100 <= 0.5 && accepted / full > found.used) found = { used: accepted / full, per100 };
  }
  return found;
}

/** By what makes a server, and seed: the verdicts ask for what the table prints. */
const known = new Map<string, Reached>();

/** What sight into a Discord that nobody else uses would give. */
export function reachable(variation: Variation, seed: number): Reached {
  const { start, globalWindow, minMs, maxMs, tail } = variation;
  const key = JSON.stringify([start, globalWindow, minMs, maxMs, tail, seed]);
  const reached = known.get(key) ?? most(variation, seed);
  known.set(key, reached);
  return reached;
}

/** Prints the table. */
export function bound({ seeds: [seed], variation: named }: Asked): void {
  const rows: Row[] = [];
  for (const variation of discord.variations.slice(0, 8).filter(({ name }) => name.includes(named))) {
    const { used, per100 } = reachable(variation, seed);
    rows.push({ server: variation.name, "budget used": percent(used), "429 per 100": rate(per100) });
  }
  print(`Discord: a client that sees into the server, and not into the future, seed ${seed}`, rows);
}
