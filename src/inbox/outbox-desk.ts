/**
 * The desk of one inbox: which writes are under way in this process.
 * @module
 */
import type { InboxContext } from "./context.js";
import type { Outcome } from "../model/outcome.js";

/** Who sends in this process. */
export interface Desk {
  /** What the inbox shares. */
  readonly context: InboxContext;
  /** Names this worker in leases. */
  readonly worker: string;
  /** Writes under way in this process, by entry. */
  readonly flights: Map<string, Promise<Outcome>>;
}

// One desk for all parts of one inbox, so that they know of each other's writes.
const desks: WeakMap<InboxContext, Desk> = new WeakMap();

/** Gives the desk of an inbox. */
export function deskOf(context: InboxContext): Desk {
  const found = desks.get(context) ?? { context, worker: crypto.randomUUID(), flights: new Map<string, Promise<Outcome>>() };
  desks.set(context, found);
  return found;
}

/** Runs a piece of work on an entry when nobody else in this process works on it. */
export async function alone(desk: Desk, id: string, work: () => Promise<Outcome>): Promise<Outcome> {
  for (let other = desk.flights.get(id); other !== undefined; other = desk.flights.get(id))
    await other.catch(() => {
      // Whoever asked for that one hears of its failure.
    });
  return fly(desk, id, work);
}

/** Starts a piece of work on an entry, visible to all others in this process. `close` waits for it. */
export function fly(desk: Desk, id: string, work: () => Promise<Outcome>): Promise<Outcome> {
  const flight = desk.context.track(work()).finally(() => {
    if (desk.flights.get(id) === flight) desk.flights.delete(id);
  });
  desk.flights.set(id, flight);
  return flight;
}
