/**
 * Who has what under way in a ledger: one holder a process, with a lease each.
 *
 * A process that dies takes its calls with it. They may have reached the network, so what it held counts as spent when its lease ends,
 * at the moment when it was last heard of; the others never wait longer than that for it.
 * @module
 */
import type { Hold, Holder, Ledger } from "./ledger-state.js";

/** A call that has not come back after this long (10 minutes) counts as spent. Milliseconds. */
export const flightMs: number = 600_000;

/** The holder of a ledger that one process keeps for itself. */
export const alone: Hold = { id: "", leaseMs: flightMs };

/** What a holder held whose lease has ended. */
export interface Lapsed {
  /** In the rule's unit. */
  readonly flying: number;
  /** When it was last heard of. Milliseconds since 1970. */
  readonly leftAt: number;
}

/** Counts a call as under way, and renews its holder's lease. Changes the ledger. */
export function takeOff(ledger: Ledger, amount: number, now: number, { id, leaseMs }: Hold): void {
  const holder = (ledger.holders[id] ??= { flying: 0, flights: 0, leftAt: now, until: now });
  holder.flying += amount;
  holder.flights += 1;
  holder.leftAt = Math.max(holder.leftAt, now);
  holder.until = Math.max(holder.until, now + leaseMs);
  ledger.flying += amount;
  ledger.flights += 1;
  ledger.leftAt = Math.max(ledger.leftAt, now);
}

/** Counts a call as under way no longer. Nothing happens where its holder has none. Changes the ledger. */
export function land(ledger: Ledger, amount: number, id: string): void {
  const holder = ledger.holders[id];
  if (holder === undefined) return;
  holder.flights = Math.max(0, holder.flights - 1);
  // Sums of fractions are not exact: who has nothing under way holds nothing.
  holder.flying = holder.flights === 0 ? 0 : Math.max(0, holder.flying - amount);
  addUp(ledger);
}

/**
 * Replaces what a holder has under way by what it says itself: a database that lost its last words, or let the holder's lease end,
 * learns it again. Changes the ledger.
 */
export function setHolder(ledger: Ledger, id: string, holder: Holder | undefined): void {
  if (holder !== undefined && holder.flights > 0) ledger.holders[id] = { ...holder };
  else ledger.holders = Object.fromEntries(Object.entries(ledger.holders).filter(([other]) => other !== id));
  addUp(ledger);
}

/** Forgets holders that hold nothing. Changes the ledger. */
export function dropIdle(ledger: Ledger): void {
  const held = Object.entries(ledger.holders).filter(([, { flights }]) => flights > 0);
  if (held.length < Object.keys(ledger.holders).length) ledger.holders = Object.fromEntries(held);
}

const nobody: readonly Lapsed[] = [];

/** Takes out the holders whose lease has ended; `but` names one that is never taken out. Changes the ledger. */
export function lapse(ledger: Ledger, now: number, but?: string): readonly Lapsed[] {
  if (ledger.flights === 0) return nobody;
  let lapsed: Lapsed[] | undefined;
  for (const id in ledger.holders) {
    const holder = ledger.holders[id];
    if (holder === undefined || holder.until >= now || holder.flights === 0 || id === but) continue;
    (lapsed ??= []).push({ flying: holder.flying, leftAt: holder.leftAt });
    setHolder(ledger, id, undefined);
  }
  return lapsed ?? nobody;
}

function addUp(ledger: Ledger): void {
  let flying = 0;
  let flights = 0;
  for (const id in ledger.holders) {
    flying += ledger.holders[id]?.flying ?? 0;
    flights += ledger.holders[id]?.flights ?? 0;
  }
  ledger.flights = flights;
  ledger.flying = flying;
}
