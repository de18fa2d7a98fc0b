/**
 * Whether an operation exists, and whether it is allowed.
 * @module
 */
import type { AnyAdapter } from "./adapter.js";
import type { CanAnswer, CanBudget, CanFacts } from "../model/can.js";
import type { OperationName, Operations, TargetOf } from "./operations.js";

/** True when the adapter offers the operation; narrows its type. */
export function supports<A extends AnyAdapter, O extends OperationName>(adapter: A, operation: O): adapter is A & Pick<Operations, O> {
  return adapter.operations.has(operation);
}

/** Says whether an operation is allowed on this target, now. Pure, no I/O: `inbox.can` gathers the facts. */
export function can<O extends OperationName>(adapter: AnyAdapter, operation: O, target: TargetOf<O>, facts: CanFacts): CanAnswer {
  if (!supports(adapter, operation))
    return { ok: false, reason: "unsupported", detail: `${adapter.network} has no such operation: ${operation}.` };
  const rule = adapter.canRules[operation] as ((target: TargetOf<O>, facts: CanFacts) => CanAnswer) | undefined;
  const answer = rule?.(target, facts) ?? { ok: true };
  // What is refused for good is said first: waiting would not help.
  return answer.ok && isSpent(facts.budget) ? spent(adapter, operation, facts.budget) : answer;
}

function isSpent(budget: CanBudget | undefined): budget is CanBudget {
  return budget?.remaining !== undefined && budget.remaining < (budget.cost ?? 1);
}

function spent({ network, account }: AnyAdapter, operation: OperationName, { resetsAt }: CanBudget): CanAnswer {
  const when = resetsAt === undefined ? "later" : `at ${resetsAt}`;
  return {
    ok: false,
    reason: "budget",
    detail: `The rate limit of ${network} allows ${account} no ${operation} now; try again ${when}.`,
    ...(resetsAt !== undefined && { retryAt: resetsAt }),
  };
}
