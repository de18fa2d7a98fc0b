/**
 * What a token reaches: the professional accounts that are linked to somebody's Pages, or the one account of an Instagram log-in.
 * @module
 */
import { accountFields, type InstagramLogin } from "./fields.js";
import { accountKey } from "../../model/keys.js";
import { FolkmootError } from "../../errors.js";
import { graphVersion } from "../_graph/app.js";
import { idOf, type WithId } from "../_graph/wire.js";
import { lateList } from "../../adapter/load-operations.js";
import { instagramLimits } from "./limits.js";
import { instagramMeter } from "./meter.js";
import { originOf } from "./options.js";
import type { AccountListing } from "../_graph/visitor.js";
import type { Account } from "../../model/account.js";
import type { App } from "../../adapter/app.js";
import type { CallOptions } from "../../http/request.js";
import type { Paged } from "../../model/page.js";
import type { Token } from "../../store/tokens.js";
import type { toAccount as ToAccount } from "./normalize-author.js";

/** What `listAccounts` takes. */
export interface InstagramListOptions extends CallOptions {
  /** How the token was given. @defaultValue "facebook" */
  readonly login?: InstagramLogin;
  /** Where the Graph API is: an origin, without version. @defaultValue that of the log-in */
  readonly baseUrl?: string;
}

const linkedFields: readonly string[] = [
  "id",
  "name",
  "tasks",
  "instagram_business_account{id,username,name,profile_picture_url,followers_count}",
];

/** With the Instagram log-in `user_id` is the id that everything else uses. */
function ownAccount(wire: WithId, toAccount: typeof ToAccount): Account | undefined {
  const id = idOf(wire["user_id"]);
  if (id === undefined) return undefined;
  const us = { network: "instagram" as const, account: accountKey("instagram", id), id, login: "instagram" as const };
  return toAccount({ us, known: {} }, wire, undefined);
}

/**
 * Lists the professional accounts that a token reaches. With the Facebook log-in `refs.pageId` of each names the Page that it is linked
 * with: its token (of `me/accounts`) is what the adapter wants.
 *
 * @example
 * for await (const { id, handle, refs } of listAccounts(app, userToken)) console.log(id, handle, refs?.["pageId"]);
 */
export function listAccounts(app: App, token: Token, options: InstagramListOptions = {}): Paged<Account> {
  const { login = "facebook", baseUrl, ...call } = options;
  const origin = originOf(login, baseUrl);
  if (origin === undefined)
    throw new FolkmootError(
      "misconfigured",
      "instagram listAccounts: `baseUrl` must be an address with https: (or http: on this machine).",
    );
  const listing = (of: App): AccountListing => ({
    network: "instagram",
    origin,
    version: graphVersion(of),
    limits: instagramLimits,
    meter: instagramMeter,
    proved: login === "facebook",
  });
  return lateList(async () => {
    const [{ accountLister, linkedInstagramAccount }, { toAccount }] = await Promise.all([
      import("../_graph/list-accounts.js"),
      import("./normalize-author.js"),
    ]);
    const list =
      login === "facebook"
        ? accountLister(listing, { path: "/me/accounts", fields: linkedFields, read: linkedInstagramAccount })
        : accountLister(listing, { path: "/me", fields: accountFields.instagram, read: (wire) => ownAccount(wire, toAccount) });
    return () => list(app, token, call);
  });
}
