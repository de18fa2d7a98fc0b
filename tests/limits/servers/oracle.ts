/** The best possible client: it sees into the server and knows how long every call will be under way. */
import type { LimitedServer } from "./server.js";
import type { Trip } from "./trips.js";

export interface OracleOptions {
  /** How many calls may be under way at once. */
  readonly slots: number;
  /** When it may send the first call. Milliseconds since 1970. */
  readonly from: number;
  /** Calls arrive before this. Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Counts what a server accepts, from everybody, when one client is the best there could be: it always has something to send on every route, and sends each call so that it arrives the
 * moment when it will be accepted. Takes a server and trips of its own, made from the same options and seeds.
 */
export function bestPossible(server: LimitedServer, trips: () => Trip, { slots, from, until }: OracleOptions): number {
  /** When each slot's call arrives next; a heap. */
  const arrivals: number[] = [];
  const push = (at: number): void => {
    let index = arrivals.push(at) - 1;
    for (let up = (index - 1) >> 1; index > 0 && (arrivals[up] ?? at) > at; up = (index - 1) >> 1) {
      arrivals[index] = arrivals[up] ?? at;
      arrivals[up] = at;
      index = up;
    }
  };
  const pop = (): number => {
    const first = arrivals[0] ?? Infinity;
    const last = arrivals.pop() ?? Infinity;
    if (arrivals.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= arrivals.length) break;
      if ((arrivals[child + 1] ?? Infinity) < (arrivals[child] ?? Infinity)) child++;
      const lower = arrivals[child] ?? Infinity;
      if (lower >= last) break;
      arrivals[index] = lower;
      index = child;
    }
    arrivals[index] = last;
    return first;
  };
  for (let slot = 0; slot < slots; slot++) push(from + trips().out);
  for (;;) {
    const now = pop();
    if (now >= until) return server.accepted + server.others;
    let at = Infinity;
    let best = "";
    for (const route of server.routes) {
      const opens = server.opensAt(route, now);
      if (opens >= at) continue;
      at = opens;
      best = route;
      if (at <= now) break;
    }
    if (at > now) {
      push(at);
      continue;
    }
    server.request(best, now);
    const { back } = trips();
    push(now + back + trips().out);
  }
}
