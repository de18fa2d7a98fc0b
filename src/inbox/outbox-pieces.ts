/**
 * The calls of a write, one by one: its parts, and of an escalation the public ones before the private ones.
 * @module
 */
import { stepOf } from "./act-table.js";
import type { OutboxEntry, Send } from "../store/collections.js";
import type { OutcomeStep } from "../model/outcome.js";

/** One call of a write. */
export interface Piece {
  /** What the outcome calls it. */
  readonly step: OutcomeStep["step"];
  /** From 0, within its kind of step. */
  readonly index: number;
  /** From 0, among all calls of the write. */
  readonly at: number;
  /** The entry as it would be if this half of it were a write of its own. */
  readonly entry: OutboxEntry;
}

const publicParts = ({ publicPlan }: Pick<Send, "publicPlan">): number => publicPlan?.parts.length ?? 0;

/** Gives the call of a write at a place. */
export function pieceAt(entry: OutboxEntry, at: number): Piece {
  const { escalates, publicPlan, ...own } = entry;
  if (escalates === undefined) return { step: stepOf(entry.operation), index: at, at, entry };
  const before = publicParts(entry);
  return publicPlan !== undefined && at < before
    ? { step: "part", index: at, at, entry: { ...own, operation: "reply", target: escalates, plan: publicPlan } }
    : { step: "private", index: at - before, at, entry: own };
}

/** Gives the call that a step tells of. */
export function pieceOf(entry: OutboxEntry, { step, index }: Pick<OutcomeStep, "step" | "index">): Piece {
  return pieceAt(entry, step === "private" ? publicParts(entry) + index : index);
}
