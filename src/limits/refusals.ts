/**
 * What a call is told that may not leave.
 * @module
 */
import { errorName, FolkmootError, isFolkmootError } from "../errors.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { LimitRule } from "../model/limit.js";

/** A call that may not leave. */
export interface Refused {
  /** For whom it would have been made. */
  readonly account: AccountKey;
  /** True while the coordinator is asked. */
  readonly asking: boolean;
}

/** What holds calls back. */
export interface Holding {
  /** The ledger's rule. */
  readonly demand: { readonly rule: LimitRule };
  /** Why, where it is not for lack of budget. */
  readonly why: string | undefined;
}

/** Makes the errors of one door. */
export interface Refusals {
  /** The wait is over, or there is none: names the rule that says no, else what was waited for. `retryAt`: milliseconds since 1970. */
  tooLong(call: Refused, hold: Holding | undefined, retryAt: number): FolkmootError;
  /** The coordinator threw. What it threw is not shown, it may hold secrets; an error of ours goes through. */
  unasked(call: Pick<Refused, "account">, error: unknown): unknown;
}

/** Makes the errors of one door. */
export function refusalsOf(network: Network, concurrency: number, mode: "wait" | "throw"): Refusals {
  return {
    tooLong: ({ account, asking }, hold, retryAt) => {
      const rule = hold?.demand.rule;
      const when = new Date(Math.min(retryAt, 8.64e15)).toISOString();
      if (hold?.why !== undefined)
        return new FolkmootError(
          "connection-failed",
          `A call of ${account} to ${network} could not leave: ${hold.why} Nothing was sent. Call again once that is mended; it is tried again at ${when}.`,
          { retryable: true, retryAt: when },
        );
      const busy = asking ? `The coordinator has not told the budgets of ${network}` : `All ${concurrency} slots for ${network} are taken`;
      const what = rule === undefined ? busy : `The budget "${rule.id}" of ${network} is used up`;
      const remedy = mode === "throw" ? "Call again then." : "Call again then, or allow a longer wait with maxWaitMs.";
      return new FolkmootError("rate-limited", `${what} for ${account} until ${when}. ${remedy}`, { retryable: true, retryAt: when });
    },
    unasked: ({ account }, error) =>
      isFolkmootError(error)
        ? error
        : new FolkmootError(
            "connection-failed",
            `A call of ${account} could not leave: its budgets at ${network} could not be asked (${errorName(error)}). ` +
              "Nothing was sent. Check the coordinator and its database, then call again.",
            { retryable: true },
          ),
  };
}
