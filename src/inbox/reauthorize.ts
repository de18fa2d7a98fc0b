/**
 * Tells that somebody has to log in again: once, until the account works again.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { InboxContext } from "./context.js";

/** Of which accounts of an inbox it was told, and whether all of their calls are refused or only some. */
const told = new WeakMap<object, Map<AccountKey, "all" | "some">>();

/** Says whether the network refuses an account as a whole, so that another call would only be refused as well. */
export function isLoggedOut(error: Pick<ErrorInfo, "code" | "reauthorize"> | undefined): boolean {
  return error?.code === "unauthenticated" && error.reauthorize !== "wrong-token-kind";
}

/** Tells it where an error says so: the network refuses the credentials, or named what is wrong with them. */
export function tellReauthorize(
  context: Pick<InboxContext, "emit">,
  { account, network }: Pick<AnyAdapter, "account" | "network">,
  error: ErrorInfo,
): void {
  if (error.code !== "unauthenticated" && error.reauthorize === undefined) return;
  const accounts = told.get(context) ?? new Map<AccountKey, "all" | "some">();
  told.set(context, accounts);
  const known = accounts.has(account);
  if (!known || isLoggedOut(error)) accounts.set(account, isLoggedOut(error) ? "all" : "some");
  if (!known) context.emit("reauthorize", { account, network, cause: error.reauthorize ?? "revoked" });
}

/** Says whether it was told of an account that somebody has to log in, and it has not worked since. */
export function isTold(context: Pick<InboxContext, "emit">, account: AccountKey): boolean {
  return told.get(context)?.has(account) === true;
}

/**
 * Notes that an account works, so that the next trouble is told again.
 * @param which - `one` call went through, which says nothing of a token that may do only some things; or `every` list did
 */
export function noteWorking(context: Pick<InboxContext, "emit">, account: AccountKey, which: "one" | "every"): void {
  const accounts = told.get(context);
  if (which === "every" || accounts?.get(account) === "all") accounts?.delete(account);
}
