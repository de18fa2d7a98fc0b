/**
 * The ledgers that one process knows, by name, within bounds.
 * @module
 */
import type { Clock } from "../../clock.js";
import { forgetAnswers, isIdle, openOwn } from "./own-ledger.js";
import type { OwnLedger } from "./own-ledger.js";

/** How many ledgers are known before those are dropped that are of no use. */
const maxOwns = 1_000;

/** The ledgers of one app in one process. */
export interface OwnLedgers {
  /** All, by name. */
  readonly all: ReadonlyMap<string, OwnLedger>;
  /** One of them, opened where it is new. */
  readonly of: (name: string) => OwnLedger;
}

/** Begins with none. */
export function openOwns(clock: Clock): OwnLedgers {
  const all = new Map<string, OwnLedger>();
  let sweepAbove = maxOwns;
  const sweep = (): void => {
    const now = clock.now();
    for (const own of all.values()) {
      forgetAnswers(own, now);
      if (isIdle(own, now)) all.delete(own.name);
    }
    // Where all are in use, sweeping again before they have doubled would cost a look at each for every new one.
    sweepAbove = Math.max(maxOwns, all.size * 2);
  };
  return {
    all,
    of: (name) => {
      const known = all.get(name);
      if (known !== undefined) return known;
      if (all.size >= sweepAbove) sweep();
      const fresh = openOwn(name);
      all.set(name, fresh);
      return fresh;
    },
  };
}
