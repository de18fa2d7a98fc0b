/**
 * Ledgers and leases of one process, in memory.
 * @module
 */
import { systemClock } from "../clock.js";
import type { Clock } from "../clock.js";
import type { LimitRule } from "../model/limit.js";
import type { Coordinator, LedgerState, Reservation } from "../store/coordinator.js";
import { check, describeLedger, flightMs, giveBack, isForgettable, isLow, observe, openLedger, take } from "./ledger.js";
import type { Ledger } from "./ledger.js";

/** Options of `memoryCoordinator`. */
export interface MemoryCoordinatorOptions {
  /** Where instants come from. @defaultValue the system's clock */
  readonly clock?: Clock;
  /**
   * How many ledgers are kept before those are dropped that hold nothing; ledgers in use are never dropped.
   * @defaultValue 10,000
   */
  readonly maxLedgers?: number;
}

interface Kept {
  readonly rule: LimitRule;
  readonly ledger: Ledger;
}

interface Held {
  readonly owner: string;
  readonly fence: number;
  readonly expiresAt: number;
}

/**
 * Makes a coordinator for one process. Nothing is shared with other processes, and nothing survives a restart.
 *
 * @example
 * const coordinator = memoryCoordinator();
 * const lease = await coordinator.acquire("poll:bluesky:did", "worker-1", 30_000);
 */
export function memoryCoordinator(options: MemoryCoordinatorOptions = {}): Coordinator {
  const { clock = systemClock, maxLedgers = 10_000 } = options;
  const kept = new Map<string, Kept>();
  const leases = new Map<string, Held>();
  let fences = 0;
  let sweepAbove = maxLedgers;

  const open = (name: string, rule: LimitRule, now: number): Kept => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const fresh: Kept = { rule, ledger: openLedger(now) };
    kept.set(name, fresh);
    return fresh;
  };

  const sweep = (now: number): void => {
    if (kept.size < sweepAbove) return;
    for (const [name, { ledger, rule }] of kept) if (isForgettable(ledger, rule, now)) kept.delete(name);
    // Where all are in use, sweeping again before they have doubled would cost a look at each for every new one.
    sweepAbove = Math.max(maxLedgers, kept.size * 2);
  };

  return {
    reserve: (demands, now) => {
      sweep(now);
      const parts = demands.map((demand) => ({ demand, ledger: open(demand.ledger, demand.rule, now).ledger }));
      for (const { demand, ledger } of parts) {
        const verdict = check(ledger, demand.rule, demand, now);
        if (!verdict.ok) return Promise.resolve<Reservation>({ ok: false, ledger: demand.ledger, retryAt: verdict.retryAt });
      }
      const granted: Record<string, number> = {};
      let low: LedgerState[] | undefined;
      for (const { demand, ledger } of parts) {
        take(ledger, demand.rule, demand.cost, now);
        granted[demand.ledger] = demand.cost;
        if (isLow(ledger, demand.rule, now)) (low ??= []).push({ ledger: demand.ledger, ...describeLedger(ledger, demand.rule, now) });
      }
      return Promise.resolve<Reservation>({ ok: true, granted, expiresAt: now + flightMs, ...(low === undefined ? {} : { low }) });
    },
    observe: (observations, unused) => {
      const now = clock.now();
      sweep(now);
      if (unused !== undefined)
        for (const [name, amount] of Object.entries(unused)) {
          const known = kept.get(name);
          if (known !== undefined) giveBack(known.ledger, amount);
        }
      for (const observation of observations) {
        const known =
          observation.limitRule === undefined ? kept.get(observation.ledger) : open(observation.ledger, observation.limitRule, now);
        if (known !== undefined) observe(known.ledger, known.rule, observation, now);
      }
      return Promise.resolve();
    },
    ledgers: (prefix) => {
      const now = clock.now();
      const states: LedgerState[] = [];
      for (const [name, { rule, ledger }] of kept)
        if (name.startsWith(prefix)) states.push({ ledger: name, ...describeLedger(ledger, rule, now) });
      return Promise.resolve(states);
    },
    acquire: (name, owner, ttlMs) => {
      const now = clock.now();
      const held = leases.get(name);
      const alive = held !== undefined && held.expiresAt > now;
      if (alive && held.owner !== owner) return Promise.resolve(undefined);
      if (leases.size >= maxLedgers) for (const [other, { expiresAt }] of leases) if (expiresAt <= now) leases.delete(other);
      // One counter for all names, so that a fence still grows after its lease was dropped.
      const fence = alive ? held.fence : ++fences;
      const expiresAt = now + ttlMs;
      leases.set(name, { owner, fence, expiresAt });
      return Promise.resolve({ fence, expiresAt });
    },
    release: (name, owner) => {
      if (leases.get(name)?.owner === owner) leases.delete(name);
      return Promise.resolve();
    },
    close: () => {
      kept.clear();
      leases.clear();
      return Promise.resolve();
    },
  };
}
