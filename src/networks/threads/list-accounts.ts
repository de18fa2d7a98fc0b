/**
 * What a token reaches: the one profile that it was given for.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { lateList } from "../../adapter/load-operations.js";
import { profileFields } from "./fields.js";
import { serverOrigin } from "../../http/server-origin.js";
import { defaultOrigin, threadsVersion } from "./options.js";
import { threadsLimits } from "./limits.js";
import { threadsMeter } from "./meter.js";
import { usOf } from "./ids.js";
import type { AccountListing } from "../_graph/visitor.js";
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
  return lateList(async () => {
    const [{ accountLister }, { toAccount }] = await Promise.all([import("../_graph/list-accounts.js"), import("./normalize.js")]);
    const list = accountLister(() => listing, {
      path: "/me",
      fields: profileFields,
      read: (wire) => toAccount(usOf(wire.id), wire, undefined),
    });
    return () => list(app, token, call);
  });
}
