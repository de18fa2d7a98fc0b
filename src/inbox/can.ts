/**
 * May this be done, now: gathers account, conversation and budget, then asks the adapter. No request.
 * @module
 */
import { budgetFor } from "./budget-for.js";
import { budgetsOf } from "../adapter/budgets.js";
import { can } from "../adapter/can.js";
import { checkKind } from "./act-input.js";
import { FolkmootError } from "../errors.js";
import { lookAround } from "./act-target.js";
import { parseKey } from "../model/keys.js";
import { stamp } from "./outbox.js";
import { targetKinds } from "./act-table.js";
import type { Actor } from "../model/actor.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { CanAnswer, CanFacts, Refused } from "../model/can.js";
import type { ErrorCode, ErrorInfo } from "../model/error-info.js";
import type { InboxContext } from "./context.js";
import type { Key } from "../model/keys.js";
import type { OperationName, TargetOf } from "../adapter/operations.js";
import type { Surroundings } from "./act-target.js";

/** Asks the adapter about a target that was loaded already. */
export async function ask(
  context: InboxContext,
  adapter: AnyAdapter,
  operation: OperationName,
  around: Surroundings,
  by: Actor | undefined,
): Promise<CanAnswer> {
  const { account, conversation } = around;
  const budget = budgetFor(adapter, operation, around.target.key, await budgetsOf(adapter));
  const facts: CanFacts = {
    now: context.runtime.clock.now(),
    ...(by !== undefined && { by }),
    ...(account !== undefined && { account }),
    ...(conversation !== undefined && { conversation }),
    ...(budget !== undefined && { budget }),
  };
  // The kind of the key was checked against the operation before.
  return can(adapter, operation, around.target as TargetOf<typeof operation>, facts);
}

/** Says whether the limiter would wait for the budget that lacks: it knows the lanes, so the call is left to it. */
export function waitsForBudget({ runtime }: InboxContext, { reason, retryAt }: Refused): boolean {
  return reason === "budget" && retryAt !== undefined && runtime.limiter.mode !== "throw";
}

/** Answers `inbox.can`. */
export async function canNow(context: InboxContext, operation: OperationName, key: Key, by: Actor | undefined): Promise<CanAnswer> {
  const parts = typeof key === "string" ? parseKey(key) : undefined;
  if (parts === undefined)
    throw new FolkmootError(
      "invalid-request",
      `can ${operation}: \`key\` is no key; take it from a stored object, or make it with \`makeKey\`.`,
    );
  const kinds = targetKinds(operation);
  // No network has an operation that we do not know: that is the answer, whatever the key.
  if (kinds !== undefined) checkKind(parts, `can ${operation}`, kinds, "`key`");
  const [adapter, around] = await Promise.all([context.adapter(parts.account), lookAround(context, { key })]);
  return ask(context, adapter, operation, around, by);
}

const codes: { readonly [R in Refused["reason"]]: ErrorCode } = {
  unsupported: "unsupported",
  "missing-scope": "forbidden",
  "not-owner": "forbidden",
  "window-closed": "window-closed",
  "user-must-open": "window-closed",
  "not-mutual": "forbidden",
  region: "forbidden",
  "too-deep": "invalid-request",
  already: "duplicate",
  budget: "rate-limited",
  reauthorize: "unauthenticated",
  tier: "forbidden",
  closed: "forbidden",
  gone: "not-found",
  refused: "forbidden",
  own: "forbidden",
  "human-only": "forbidden",
};

/** Makes the error of a refusal: nothing was asked of the network. */
export function refusal(refused: Refused, where: string): ErrorInfo {
  const { reason, detail, retryAt } = refused;
  return {
    code: codes[reason],
    message: `${where}: not allowed (${reason}). ${detail}`,
    retryable: retryAt !== undefined,
    ...(retryAt !== undefined && { retryAt }),
  };
}

/** The instant a timestamp of now would show. */
export const nowOf = (context: InboxContext): string => stamp(context.runtime.clock.now());
