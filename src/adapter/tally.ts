/**
 * Counts the calls that an operation makes, so that one page tells what the next ones take.
 * @module
 */
import type { CallShape, Meter } from "../limits/meter.js";
import type { Gate } from "../http/call.js";

/** What the calls to one route took. */
export interface RouteTally {
  /** How many there were. */
  readonly calls: number;
  /** What they took, by rule id. */
  readonly costs: Readonly<Record<string, number>>;
}

/** What an operation took, by route. */
export type Tally = ReadonlyMap<string, RouteTally>;

// The signal is the one thing of a query that reaches every call that is made for it, and nothing else of the host's uses it.
const tallies = new WeakMap<AbortSignal, Map<string, RouteTally>>();

/** Begins to count the calls that carry a signal; give each operation one of its own. */
export function tallyCalls(signal: AbortSignal): Tally {
  const tally = new Map<string, RouteTally>();
  tallies.set(signal, tally);
  return tally;
}

/** Counts calls on their way in, where their signal is one that is counted, by the price that every attempt pays. */
export function counting(gate: Gate, meter: Meter): Gate {
  return {
    run: (call, options, send) => {
      const tally = options.signal === undefined ? undefined : tallies.get(options.signal);
      if (tally !== undefined) note(tally, call, meter.cost(call));
      return gate.run(call, options, send);
    },
    block: (call, account, untilMs) => gate.block(call, account, untilMs),
  };
}

function note(tally: Map<string, RouteTally>, { method, route }: CallShape, price: Readonly<Record<string, number>>): void {
  const { calls, costs } = tally.get(`${method} ${route}`) ?? { calls: 0, costs: {} };
  tally.set(`${method} ${route}`, { calls: calls + 1, costs: addCosts(costs, price) });
}

/** Adds what was taken of rules, `times` over. */
export function addCosts(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
  times = 1,
): Readonly<Record<string, number>> {
  const sum: Record<string, number> = { ...one };
  for (const [rule, amount] of Object.entries(other)) sum[rule] = (sum[rule] ?? 0) + amount * times;
  return sum;
}
