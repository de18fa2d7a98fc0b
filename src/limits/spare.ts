/**
 * What is left to others of a budget that the server speaks of.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import { capacityOf } from "./ledger-state.js";
import type { Ledger } from "./ledger-state.js";
import { isShort } from "./trip.js";

/** In a smaller window one call is too much to leave: half a hundredth. */
const smallestSpared = 200;

/**
 * What is never taken from a budget that the server speaks of, because others may take it while our last call is under way, and no answer
 * can tell of that beforehand: of a bucket a hundredth, two units at most, which costs no throughput, as a bucket loses nothing unless it
 * is full; of a long window one call.
 */
export function spareOf(ledger: Ledger, rule: LimitRule): number {
  if (ledger.wordAt === undefined) return 0;
  const capacity = capacityOf(ledger, rule) ?? 0;
  if (rule.refill.kind === "bucket") return Math.min(2, capacity / 100);
  return rule.unit === "requests" && rule.refill.kind === "window" && !rule.refill.rolling && !isShort(rule) && capacity >= smallestSpared
    ? 1
    : 0;
}
