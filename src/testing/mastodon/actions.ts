/**
 * What people do to statuses over HTTP: liking, boosting, saving, pinning.
 * @see https://docs.joinmastodon.org/methods/statuses/, read 2026-11
 * @module
 */
import { accountView, statusView } from "./views.js";
import { boost, favourite, remove, unfavourite } from "./publish.js";
import { boostsOf, canSee, statusesBy, statusOf } from "./relations.js";
import type { CallContext, Endpoint, Endpoints, Reply } from "./endpoint.js";
import { ok, viewerOf } from "./endpoint.js";
import { notFound, unprocessable } from "./wire.js";
import type { AccountData, StatusData } from "./core.js";
import { pageOf } from "./paging.js";
import { wordsOf } from "./words.js";

/** Boosts stand for what they boost. */
function targetOf(context: CallContext): StatusData {
  const status = statusOf(context);
  const original = status.reblogOf === undefined ? status : context.core.statuses.get(status.reblogOf);
  if (original === undefined) throw notFound();
  return original;
}

const act = (scopes: readonly string[], run: (context: CallContext, status: StatusData, viewer: AccountData) => void): Endpoint => ({
  auth: "user",
  scopes,
  run: (context) => {
    const [status, viewer] = [targetOf(context), viewerOf(context)];
    run(context, status, viewer);
    return ok(statusView(context.core, status, viewer));
  },
});

function reblog(context: CallContext): Reply {
  const { core, params } = context;
  const viewer = viewerOf(context);
  const visibility = params.text("visibility");
  const wanted = visibility === "unlisted" || visibility === "private" ? visibility : "public";
  return ok(statusView(core, boost(core, viewer, targetOf(context), wanted), viewer));
}

function unreblog(context: CallContext): Reply {
  const { core, path } = context;
  const viewer = viewerOf(context);
  const status = core.statuses.get(path("id"));
  const mine = boostsOf(core, status?.id ?? "").find(({ authorId }) => authorId === viewer.id);
  if (status === undefined || (mine === undefined && !canSee(core, status, viewer))) throw notFound();
  if (mine !== undefined) remove(core, mine);
  for (const one of [...core.notifications.values()])
    if (one.type === "reblog" && one.from === viewer.id && one.statusId === status.id) core.notifications.delete(one.id);
  return ok(statusView(core, status, viewer));
}

function pin({ core }: CallContext, status: StatusData, viewer: AccountData): void {
  const refuse = (what: string): never => {
    throw unprocessable(wordsOf(core.server.language).invalid(what));
  };
  if (status.authorId !== viewer.id) refuse("Someone else's post cannot be pinned");
  if (status.visibility === "direct") refuse("Posts that are only visible to mentioned users cannot be pinned");
  const pinned = statusesBy(core, viewer.id).filter((one) => one.pinnedAt !== undefined);
  if (status.pinnedAt === undefined && pinned.length >= 5) refuse("You have already pinned the maximum number of posts");
  status.pinnedAt ??= core.clock.now();
}

/** Lists of people around a status. The document names `read:statuses`, the source `read:accounts`: both are let in. */
const people = (whoOf: (context: CallContext, status: StatusData) => readonly (readonly [rowId: string, account: string])[]): Endpoint => ({
  auth: "optional",
  scopes: ["read", "read:statuses", "read:accounts"],
  run: (context) =>
    pageOf(whoOf(context, statusOf(context)), context, {
      // The rows of the list have ids of their own, which are nowhere but in the links.
      idOf: ([rowId]) => rowId,
      otherwise: 40,
      keeps: [],
      view: ([, id]) => {
        const account = context.core.accounts.get(id);
        return account === undefined ? {} : accountView(context.core, account);
      },
    }),
});

const write = (what: string): readonly string[] => ["write", `write:${what}`];

/** Actions on statuses. */
export const actionEndpoints: Endpoints = {
  "POST /api/v1/statuses/{id}/favourite": act(write("favourites"), ({ core }, status, viewer) => {
    favourite(core, viewer, status);
  }),
  "POST /api/v1/statuses/{id}/unfavourite": act(write("favourites"), ({ core }, status, viewer) => {
    unfavourite(core, viewer, status);
  }),
  "POST /api/v1/statuses/{id}/reblog": { auth: "user", scopes: write("statuses"), family: "statuses", run: reblog },
  "POST /api/v1/statuses/{id}/unreblog": { auth: "user", scopes: write("statuses"), family: "deletes", run: unreblog },
  "POST /api/v1/statuses/{id}/bookmark": act(write("bookmarks"), (_context, status, viewer) => {
    status.bookmarks.add(viewer.id);
  }),
  "POST /api/v1/statuses/{id}/unbookmark": act(write("bookmarks"), (_context, status, viewer) => {
    status.bookmarks.delete(viewer.id);
  }),
  "POST /api/v1/statuses/{id}/pin": act(write("accounts"), pin),
  "POST /api/v1/statuses/{id}/unpin": act(write("accounts"), (_context, status, viewer) => {
    if (status.authorId === viewer.id) delete status.pinnedAt;
  }),
  "GET /api/v1/statuses/{id}/favourited_by": people((_context, status) =>
    [...status.favourites].map(([account, rowId]) => [rowId, account] as const),
  ),
  "GET /api/v1/statuses/{id}/reblogged_by": people(({ core }, status) =>
    boostsOf(core, status.id).map(({ id, authorId }) => [id, authorId] as const),
  ),
};
