/**
 * How many permits are taken ahead.
 * @module
 */
import type { LedgerDemand } from "../../store/coordinator.js";
import { check, describeLedger } from "../ledger.js";
import type { Ledger } from "../ledger.js";

/** Of what is left above the last fifth, a process takes this share at most, divided by the number of processes. */
const share = 1 / 2;

/** The part of a budget from which nothing is taken ahead: it is kept for replies, and what is nearly used up is needed by whoever asks. */
const lastPart = 1 / 5;

/** However fast calls leave. */
const most = 100;

/**
 * Says how many permits for later calls a ledger can spare.
 *
 * @param processes - how many are known to use the ledger
 * @param pressed - whether a line of calls waits for them: then a fair share of all that is there is no more than what they would ask for
 */
export function spareFor(
  { rule, cost, keep, ahead = most }: LedgerDemand,
  ledger: Ledger,
  processes: number,
  pressed: boolean,
  now: number,
): number {
  // What is open at once is not used up: what waits in stock would keep others out.
  if (rule.refill.kind === "release") return 0;
  const limit = Math.min(most, ahead);
  const each = rule.unit === "percent" ? Math.max(cost, ledger.each ?? 1) : cost;
  const state = describeLedger(ledger, rule, now);
  if (state.blockedUntil !== undefined) return 0;
  if (each === 0) return limit;
  // Of a limit that nobody knows, nobody knows a share.
  if (state.remaining === undefined || state.limit === undefined) return 0;
  // Near the end of a percentage, nobody knows what is too much.
  const line = pressed && rule.unit !== "percent";
  const left = line ? keep : Math.max(keep, state.limit * lastPart);
  const part = (line ? 1 : share) / Math.max(1, processes);
  const count = Math.min(limit, Math.floor(((state.remaining - left) * part) / each));
  return count > 0 && check(ledger, rule, { cost: cost * count, keep: left }, now).ok ? count : 0;
}
