/**
 * What a token reaches: the one profile that it was given for.
 * @module
 */
import { accountLister, type AccountListing } from "../_graph/list-accounts.js";
import { FolkmootError } from "../../errors.js";
import { profileFields } from "./fields.js";
import { serverOrigin } from "../../http/server-origin.js";
import { defaultOrigin, threadsVersion } from "./options.js";
import { threadsLimits } from "./limits.js";
import { threadsMeter } from "./meter.js";
import { toAccount } from "./normalize.js";
import { usOf } from "./ids.js";
import type { Account } from "../../model/account.js";
import type { App } from "../../adapter/app.js";
import type { CallOptions } from "../../http/request.js";
import type { Paged } from "../../model/page.js";
import type { Token } from "../../store/tokens.js";

/** What `listAccounts` takes. */
export interface ThreadsListOptions extends CallOptions {
  /** Where the Threads API is: an origin, without version. @defaultValue "https://graph.threads.net" */
  readonly baseUrl?: string;
}

/**
 * Finds the profile that a token was given for. One request.
 * @throws FolkmootError `misconfigured` for a `baseUrl` that is none; `unauthenticated` when the network refuses the token
 *
 * @example
 * for await (const { id, handle } of listAccounts(app, token)) console.log(id, handle);
 */
export function listAccounts(app: App, token: Token, options: ThreadsListOptions = {}): Paged<Account> {
  const { baseUrl, ...call } = options;
  const origin = serverOrigin(baseUrl ?? defaultOrigin);
  if (origin === undefined)
    throw new FolkmootError("misconfigured", "threads listAccounts: `baseUrl` must be an address with https: (or http: on this machine).");
  const listing: AccountListing = {
    network: "threads",
    origin,
    version: threadsVersion,
    limits: threadsLimits,
    meter: threadsMeter,
    proved: false,
  };
  const read = (wire: { readonly id: string } & Readonly<Record<string, unknown>>): Account => toAccount(usOf(wire.id), wire, undefined);
  return accountLister(() => listing, { path: "/me", fields: profileFields, read })(app, token, call);
}
