/**
 * Asks `can` for all that is still to leave, before the network hears of any of it.
 * @module
 */
import { ask, waitsForBudget } from "./can.js";
import { lookAround } from "./act-target.js";
import { pieceAt } from "./outbox-pieces.js";
import { sentSteps } from "./steps-record.js";
import type { Actor } from "../model/actor.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { AnyTarget } from "./act-input.js";
import type { InboxContext } from "./context.js";
import type { OutboxEntry } from "../store/collections.js";
import type { Refused } from "../model/can.js";
import type { Surroundings } from "./act-target.js";
import type { WriteName } from "../model/write.js";

/** A write that is about to leave. */
interface Leaving {
  readonly entry: OutboxEntry;
  readonly around: Surroundings;
  readonly by: Actor;
  /** What the host holds of the target. */
  readonly handed: AnyTarget | undefined;
}

/** Which operation is not allowed, and why. */
export interface NotNow {
  readonly operation: WriteName;
  readonly answer: Refused;
}

/**
 * Asks whether a write may leave; `undefined` = it may, or the limiter waits for the budget that lacks. Of an escalation both halves are
 * asked for at the start, so that nothing is promised in public that cannot be kept in private.
 */
export async function mayLeave(context: InboxContext, adapter: AnyAdapter, leaving: Leaving): Promise<NotNow | undefined> {
  const { entry, around, by, handed } = leaving;
  const next = pieceAt(entry, sentSteps(entry).length).entry;
  const halves: (readonly [WriteName, Surroundings])[] = [[entry.operation, around]];
  if (next.target.key !== entry.target.key || next.operation !== entry.operation)
    halves.unshift([next.operation, await lookAround(context, handed ?? next.target)]);
  for (const [operation, place] of halves) {
    const answer = await ask(context, adapter, operation, place, by);
    if (!answer.ok && !waitsForBudget(context, answer)) return { operation, answer };
  }
  return undefined;
}
