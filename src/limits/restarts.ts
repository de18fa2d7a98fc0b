/**
 * Which budgets begin anew with an inbound message.
 * @module
 */
import type { LimitRule } from "../model/limit.js";

/** Says whether inbound messages begin the windows of a rule anew. */
export function restartsOnInbound({ refill, partition }: LimitRule): boolean {
  return refill.kind === "window" && refill.restartsOn === "inbound" && partition.includes("conversation");
}
