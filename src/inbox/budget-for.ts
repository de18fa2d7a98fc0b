/**
 * Finds the budget that an operation runs out of first.
 * @module
 */
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Budget, Partition } from "../model/limit.js";
import type { CanFacts } from "../model/can.js";
import type { Key } from "../model/keys.js";
import type { OperationName } from "../adapter/operations.js";

/** What is kept for the account, its app or this machine: of finer budgets nobody can tell which one a call would take from. */
const coarse: ReadonlySet<Partition> = new Set(["account", "app", "ip"]);

/**
 * The budget that an operation runs out of first, among those that it takes from: by what it costs, because rules count in units of their own.
 * Of several that are spent it is the one that is back last. What nobody knows is left out.
 */
export function budgetFor(
  adapter: Pick<AnyAdapter, "costs">,
  operation: OperationName,
  target: Key,
  lines: readonly Budget[],
): CanFacts["budget"] {
  const costs = adapter.costs?.(operation, target) ?? {};
  const known = lines.flatMap(({ rule, partition, remaining, resetsAt }) => {
    const cost = costs[rule] ?? 0;
    if (cost <= 0 || remaining === undefined || !partition.every((word) => coarse.has(word))) return [];
    return [{ remaining, cost, ...(resetsAt !== undefined && { resetsAt }) }];
  });
  const spent = known.filter(({ remaining, cost }) => remaining < cost);
  if (spent.length > 0) return spent.reduce((last, one) => ((one.resetsAt ?? "") > (last.resetsAt ?? "") ? one : last));
  return known.sort((one, other) => one.remaining / one.cost - other.remaining / other.cost)[0];
}
