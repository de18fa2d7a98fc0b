/**
 * Accounts over HTTP.
 * @see https://docs.joinmastodon.org/methods/accounts/, read 2026-11
 * @module
 */
import { accountOf } from "./relations.js";
import { accountView, credentialView, relationView } from "./views.js";
import { block, follow, mute, unfollow } from "./people.js";
import { ok, viewerOf } from "./endpoint.js";
import type { CallContext, Endpoint, Endpoints } from "./endpoint.js";
import { MastodonError, notFound } from "./wire.js";
import type { AccountData } from "./core.js";
import { findAcct } from "./core.js";
import { statusesOfAccount } from "./statuses.js";

/** Accounts that were taken away for good are said to have been there. */
function lastingOf(context: CallContext): AccountData {
  const account = accountOf(context);
  if (account.suspended === "gone") throw new MastodonError(410, "Gone");
  return account;
}

const act = (
  scopes: readonly string[],
  run: (context: CallContext, viewer: AccountData, account: AccountData) => void,
  family?: "follows",
): Endpoint => ({
  auth: "user",
  scopes: ["write", "follow", ...scopes],
  ...(family !== undefined && { family }),
  run: (context) => {
    const [viewer, account] = [viewerOf(context), lastingOf(context)];
    run(context, viewer, account);
    return ok(relationView(context.core, viewer, account));
  },
});

const read = ["read", "read:accounts"];

/** Accounts. */
export const accountEndpoints: Endpoints = {
  "GET /api/v1/accounts/verify_credentials": {
    auth: "user",
    scopes: ["profile", ...read],
    run: (context) => ok(credentialView(context.core, viewerOf(context))),
  },
  "GET /api/v1/accounts/lookup": {
    auth: "optional",
    scopes: read,
    run: ({ core, params }) => {
      const found = findAcct(core, params.text("acct") ?? "");
      if (found === undefined || found.suspended === "gone") throw notFound();
      return ok(accountView(core, found));
    },
  },
  "GET /api/v1/accounts/relationships": {
    auth: "user",
    scopes: ["read", "follow", "read:follows"],
    run: (context) => {
      const { core, params } = context;
      const single = params.text("id");
      const ids = new Set([...params.list("id"), ...(single === undefined ? [] : [single])]);
      const found = [...ids].map((id) => core.accounts.get(id)).filter((one) => one !== undefined);
      const shown = found.filter(({ suspended }) => suspended === undefined || params.flag("with_suspended"));
      return ok(shown.map((one) => relationView(core, viewerOf(context), one)));
    },
  },
  "GET /api/v1/accounts/{id}": {
    auth: "optional",
    scopes: read,
    run: (context) => ok(accountView(context.core, lastingOf(context))),
  },
  "GET /api/v1/accounts/{id}/statuses": {
    auth: "optional",
    scopes: ["read", "read:statuses"],
    run: (context) => statusesOfAccount(context, lastingOf(context)),
  },
  "POST /api/v1/accounts/{id}/follow": act(
    ["write:follows"],
    ({ core, params }, viewer, account) => {
      follow(core, viewer, account, params.all.notify === undefined ? undefined : params.flag("notify"));
    },
    "follows",
  ),
  "POST /api/v1/accounts/{id}/unfollow": act(["write:follows"], ({ core }, viewer, account) => {
    unfollow(core, viewer, account);
  }),
  "POST /api/v1/accounts/{id}/block": act(["write:blocks"], ({ core }, viewer, account) => {
    block(core, viewer, account);
  }),
  "POST /api/v1/accounts/{id}/unblock": act(["write:blocks"], (_context, viewer, account) => {
    viewer.blocks.delete(account.id);
  }),
  "POST /api/v1/accounts/{id}/mute": act(["write:mutes"], ({ core, params }, viewer, account) => {
    const seconds = Number.parseInt(params.text("duration") ?? "0", 10) || 0;
    mute(core, viewer, account, { notifications: params.flag("notifications", true), seconds });
  }),
  "POST /api/v1/accounts/{id}/unmute": act(["write:mutes"], (_context, viewer, account) => {
    viewer.mutes.delete(account.id);
  }),
};
