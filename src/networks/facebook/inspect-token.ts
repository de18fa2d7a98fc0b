/**
 * What a token may do, and how long.
 * @module
 */
import { listingAt, type FacebookListOptions } from "./list-accounts.js";
import { defaultOrigin } from "./options.js";
import type { App } from "../../adapter/app.js";
import type { TokenFacts } from "../_graph/token-info.js";

/**
 * Tells what a token of a person or a Page may do, for the option `scopes` of an adapter, and when it ends; also one that an Instagram
 * account with the Facebook log-in uses. One call, in the name of the app.
 * @throws FolkmootError `misconfigured` without an app that `createGraphApp` made; its secret is needed
 *
 * @example
 * const { scopes, expiresAt } = await inspectToken(app, token);
 */
export async function inspectToken(app: App, token: string, options: FacebookListOptions = {}): Promise<TokenFacts> {
  const { baseUrl = defaultOrigin, ...call } = options;
  const { tokenFacts } = await import("../_graph/token-info.js");
  return tokenFacts(listingAt(baseUrl, "inspectToken")(app), app, token, call);
}
