/**
 * Ledgers that hold calls back, and who was sent ahead to try whether they still do.
 * @module
 */
import type { Lane } from "../model/limit.js";
import type { LedgerDemand } from "../store/coordinator.js";
import { waitingLine } from "./lanes.js";
import type { Place, WaitingLine } from "./lanes.js";

/** A ledger that holds calls back. */
export interface Held<W extends Place> {
  /** Its name and its rule. */
  readonly demand: Pick<LedgerDemand, "ledger" | "rule">;
  /** Why the coordinator said no, where it was not for lack of budget. */
  why: string | undefined;
  /** Those who wait for it. */
  readonly line: WaitingLine<W>;
  /** When to try again. Infinity while somebody tries. */
  wakeAt: number;
  /** Those of `interactive`, who wait for nobody else: others that were sent ahead may have no slot for long. */
  readonly fast: Round;
  /** The other lanes. */
  readonly slow: Round;
  /** Since when it holds calls back. Milliseconds since 1970. */
  readonly since: number;
  /** True once that was told. */
  told: boolean;
}

/** Who was sent ahead to try. */
export interface Round {
  /** Sent ahead and not back yet. */
  out: number;
  /** How many to send ahead next: doubles as long as they get through, so that a big budget empties a long line fast. 0: nobody. */
  batch: number;
  /** Budget came back while somebody was trying. */
  again: boolean;
}

/** Makes a ledger that begins to hold calls back. */
export function heldBy<W extends Place>({ ledger, rule }: LedgerDemand, now: number): Held<W> {
  const round = { out: 0, batch: 0, again: false };
  return {
    demand: { ledger, rule },
    why: undefined,
    line: waitingLine(ledger),
    wakeAt: Infinity,
    fast: { ...round },
    slow: { ...round },
    since: now,
    told: false,
  };
}

/** The round that a lane tries in. */
export const roundOf = ({ fast, slow }: Held<Place>, lane: Lane): Round => (lane === "interactive" ? fast : slow);

/** Says that nobody waits for it any more, and nobody tries. */
export const isOver = ({ line, fast, slow }: Held<Place>): boolean => line.size === 0 && fast.out === 0 && slow.out === 0;
