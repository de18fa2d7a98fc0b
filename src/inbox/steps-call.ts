/**
 * One call of a write at the adapter, and what its failure means.
 * @module
 */
import { errorInfo, errorName, isFolkmootError } from "../errors.js";
import { partOf } from "./plan.js";
import { shapes } from "./act-table.js";
import { noAnswer } from "./outbox.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { AnyTarget } from "./act-input.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { OutboxEntry } from "../store/collections.js";
import type { Receipt, WriteOptions } from "../adapter/operations.js";
import type { Refs } from "../model/ref.js";
import type { WriteName } from "../model/write.js";

/** What became of one call. */
export type Called =
  | { readonly is: "sent"; readonly receipt: Receipt }
  /** Nothing happened. */
  | { readonly is: "rejected"; readonly error: ErrorInfo }
  /** Nothing happened, for want of budget. */
  | { readonly is: "no-budget"; readonly error: ErrorInfo }
  /** The signal ended a wait; nothing has left. */
  | { readonly is: "stopped" }
  /** Nobody knows. `refs` are what the network may know it by. */
  | { readonly is: "unknown"; readonly error: ErrorInfo; readonly refs?: Refs };

type AnyWrite = (...args: readonly unknown[]) => Promise<Receipt | undefined>;

function argumentsOf(entry: OutboxEntry, target: AnyTarget, index: number, options: WriteOptions): readonly unknown[] {
  switch (shapes[entry.operation].takes) {
    case "text": {
      const draft = entry.plan === undefined ? { text: "" } : partOf(entry.plan, index);
      return entry.operation === "publishPost" ? [draft, options] : [target, draft, options];
    }
    case "reaction":
      return [target, entry.input, options];
    case "ban":
      return [target, typeof entry.input === "object" ? { ...entry.input, ...options } : options];
    case "nothing":
      return [target, options];
  }
}

/** Calls the adapter once. Never throws. */
export async function call(
  adapter: AnyAdapter,
  entry: OutboxEntry,
  target: AnyTarget,
  index: number,
  options: WriteOptions,
): Promise<Called> {
  return attempt(adapter, entry.operation, argumentsOf(entry, target, index, options), options.signal);
}

/** Likes a target once. Never throws. */
export async function callLike(adapter: AnyAdapter, target: AnyTarget, options: WriteOptions): Promise<Called> {
  return attempt(adapter, "like", [target, options], options.signal);
}

async function attempt(
  adapter: AnyAdapter,
  operation: WriteName,
  args: readonly unknown[],
  signal: AbortSignal | undefined,
): Promise<Called> {
  try {
    const write = adapter[operation] as AnyWrite | undefined;
    if (write === undefined)
      return {
        is: "rejected",
        error: {
          code: "unsupported",
          message: `${operation}: ${adapter.network} no longer has this operation for ${adapter.account}.`,
          retryable: false,
        },
      };
    return { is: "sent", receipt: (await write.apply(adapter, [...args])) ?? {} };
  } catch (error) {
    return failure(error, `${operation} on ${adapter.network}`, signal);
  }
}

/** Adapters throw errors of our family when nothing happened, and the signal's reason when it ended a wait; after anything else nobody knows. */
function failure(error: unknown, where: string, signal: AbortSignal | undefined): Called {
  if (signal?.aborted === true && error === signal.reason) return { is: "stopped" };
  if (!isFolkmootError(error))
    // What a stranger's error says may hold a secret or a text, so only its kind is told.
    return { is: "unknown", error: { ...noAnswer, message: `${where}: the call ended in ${errorName(error)}. ${noAnswer.message}` } };
  const info = errorInfo(error);
  if (error.code === "outcome-unknown") {
    const refs = "refs" in error ? (error.refs as Refs | undefined) : undefined;
    return { is: "unknown", error: info, ...(refs !== undefined && { refs }) };
  }
  return { is: error.code === "rate-limited" ? "no-budget" : "rejected", error: info };
}
