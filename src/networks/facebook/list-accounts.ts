/**
 * What a person's token reaches: the Pages that they have a role on, and the token of each.
 * @module
 */
import { facebookLimits } from "./limits.js";
import { facebookMeter } from "./meter.js";
import { defaultOrigin } from "./options.js";
import { FolkmootError } from "../../errors.js";
import { graphVersion } from "../_graph/app.js";
import { lateList } from "../../adapter/load-operations.js";
import { serverOrigin } from "../../http/server-origin.js";
import type { AccountListing } from "../_graph/visitor.js";
import type { Account } from "../../model/account.js";
import type { App } from "../../adapter/app.js";
import type { CallOptions } from "../../http/request.js";
import type { Paged } from "../../model/page.js";
import type { Token } from "../../store/tokens.js";

/** What `listAccounts` and `pageToken` take. */
export interface FacebookListOptions extends CallOptions {
  /** Where the Graph API is: an origin, without version. @defaultValue "https://graph.facebook.com" */
  readonly baseUrl?: string;
}

/** How Facebook is asked at an address. Throws `misconfigured` for what is none. */
export function listingAt(baseUrl: string, operation: string): (app: App) => AccountListing {
  const origin = serverOrigin(baseUrl);
  if (origin === undefined)
    throw new FolkmootError(
      "misconfigured",
      `facebook ${operation}: \`baseUrl\` must be an address with https: (or http: on this machine).`,
    );
  return (app) => ({
    ...{ network: "facebook", origin, proved: true },
    ...{ version: graphVersion(app), limits: facebookLimits, meter: facebookMeter },
  });
}

/**
 * Lists the Pages that a person's token reaches. What the person may do on each stands in `raw.tasks`; comments want `MODERATE`, messages
 * `MESSAGING`. Their tokens are not among it: `pageToken` gives one.
 *
 * @example
 * for await (const { id, name } of listAccounts(app, userToken)) console.log(id, name);
 */
export function listAccounts(app: App, token: Token, options: FacebookListOptions = {}): Paged<Account> {
  const { baseUrl = defaultOrigin, ...call } = options;
  const listing = listingAt(baseUrl, "listAccounts");
  return lateList(async () => {
    const { accountLister, pageAccount, pageFields } = await import("../_graph/list-accounts.js");
    const list = accountLister(listing, { path: "/me/accounts", fields: pageFields, read: pageAccount });
    return () => list(app, token, call);
  });
}

/**
 * Gives the Page's own token for that of a person with a role on it: what the adapter wants. It has no end of its own when the person's is
 * a long-lived one. Keep it like a password.
 * @throws FolkmootError `forbidden` when the person has no role on the Page, or did not grant it
 *
 * @example
 * const token = await pageToken(app, userToken, "1122334455");
 */
export async function pageToken(app: App, token: Token, accountId: string, options: FacebookListOptions = {}): Promise<string> {
  const { baseUrl = defaultOrigin, ...call } = options;
  const { tokenOfPage } = await import("../_graph/list-accounts.js");
  return tokenOfPage(listingAt(baseUrl, "pageToken")(app), app, token, accountId, call);
}
