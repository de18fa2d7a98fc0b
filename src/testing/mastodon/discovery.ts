/**
 * Search, hashtags and statuses that wait, over HTTP.
 * @see https://docs.joinmastodon.org/methods/search/ and https://docs.joinmastodon.org/methods/timelines/, read 2026-11
 * @module
 */
import { accountAt, acctOf, findAcct } from "./core.js";
import type { AccountData, Core, ScheduledData, StatusData } from "./core.js";
import { accountView, statusUrl, statusView } from "./views.js";
import { answersTo, boostsOf, isHidden } from "./relations.js";
import type { CallContext, Endpoints, Reply } from "./endpoint.js";
import { MastodonError, notFound, unprocessable } from "./wire.js";
import { newestFirst } from "./ids.js";
import { ok, viewerOf } from "./endpoint.js";
import { pageOf, slice } from "./paging.js";
import { profileUrl } from "./text.js";
import { scheduledView } from "./schedule.js";
import { wordsOf } from "./words.js";

/** Says whether a search may find a status: one's own, one that one had to do with, or one whose author wants to be found. */
function isSearchable(core: Core, status: StatusData, viewer: AccountData | undefined): boolean {
  if (status.reblogOf !== undefined || isHidden(core, status, viewer)) return false;
  if (accountAt(core, status.authorId).indexable && status.visibility === "public") return true;
  if (viewer === undefined) return false;
  const touched = [...answersTo(core, status.id), ...boostsOf(core, status.id)].some(({ authorId }) => authorId === viewer.id);
  const own = status.authorId === viewer.id || status.mentions.includes(viewer.id);
  return own || touched || status.favourites.has(viewer.id) || status.bookmarks.has(viewer.id);
}

function findStatuses(context: CallContext, q: string): readonly StatusData[] {
  const { core, params, viewer } = context;
  const author = params.text("account_id");
  const words = q.toLowerCase().split(/\s+/);
  // Without a search server the list is empty, and nothing says why.
  if (!core.server.features.search) return [];
  return [...core.statuses.values()]
    .filter((status) => isSearchable(core, status, viewer) && (author === undefined || status.authorId === author))
    .filter((status) => words.every((word) => `${status.spoiler} ${status.text}`.toLowerCase().includes(word)));
}

function findAccounts(core: Core, q: string): readonly AccountData[] {
  const wanted = q.replace(/^@/, "").toLowerCase();
  const exact = findAcct(core, q);
  const near = [...core.accounts.values()].filter(
    (account) => acctOf(account).toLowerCase().startsWith(wanted) || account.displayName.toLowerCase().includes(wanted),
  );
  return [...new Set([...(exact === undefined ? [] : [exact]), ...near])].filter(({ suspended }) => suspended === undefined);
}

function search(context: CallContext): Reply {
  const { core, params, viewer, pageSize } = context;
  const q = params.text("q")?.trim() ?? "";
  const type = params.text("type");
  if (q === "") throw new MastodonError(400, "param is missing or the value is empty or invalid: q");
  if (viewer === undefined && params.flag("resolve"))
    throw new MastodonError(401, "Search queries that resolve remote resources are not supported without authentication");
  if (viewer === undefined && params.text("offset") !== undefined)
    throw new MastodonError(401, "Search queries pagination is not supported without authentication");
  const limit = params.limit(20, pageSize);
  const offset = Number.parseInt(params.text("offset") ?? "0", 10) || 0;
  const view = (status: StatusData): unknown => statusView(core, status, viewer);
  const empty = { accounts: [], statuses: [], hashtags: [] };
  if (/^https?:\/\//i.test(q)) {
    const status = [...core.statuses.values()].find((one) => statusUrl(core, one) === q && !isHidden(core, one, viewer));
    const account = [...core.accounts.values()].find((one) => profileUrl(core, one) === q);
    if (!params.flag("resolve")) return ok(empty);
    return ok({
      ...empty,
      statuses: status === undefined ? [] : [view(status)],
      accounts: account === undefined ? [] : [accountView(core, account)],
    });
  }
  const wants = (what: string): boolean => type === undefined || type === what;
  const found = wants("statuses") ? findStatuses(context, q) : [];
  const byDate = found.slice().sort((a, b) => newestFirst(a.id, b.id));
  const from = slice(byDate, context, Number.MAX_SAFE_INTEGER, ({ id }) => id);
  const name = q.replace(/^#/, "").toLowerCase();
  const tags = new Set([...core.statuses.values()].flatMap((status) => status.tags.map((tag) => tag.toLowerCase())));
  return ok({
    accounts: wants("accounts")
      ? findAccounts(core, q)
          .slice(offset, offset + limit)
          .map((one) => accountView(core, one))
      : [],
    statuses: from.slice(offset, offset + limit).map(view),
    hashtags: wants("hashtags")
      ? [...tags]
          .filter((tag) => tag.startsWith(name))
          .slice(offset, offset + limit)
          .map((tag) => ({
            id: `${tag.length}`,
            name: tag,
            url: `${core.server.baseUrl}/tags/${encodeURIComponent(tag)}`,
            history: [],
            following: false,
          }))
      : [],
  });
}

function tagged(context: CallContext): Reply {
  const { core, params, path, viewer } = context;
  const lower = (names: readonly string[]): readonly string[] => names.map((name) => name.toLowerCase());
  const [any, all, none] = [[path("hashtag"), ...params.list("any")], params.list("all"), params.list("none")].map((names) => lower(names));
  const found = [...core.statuses.values()].filter((status) => {
    const tags = lower(status.tags);
    const isLocal = accountAt(core, status.authorId).domain === undefined;
    if (status.visibility !== "public" || status.reblogOf !== undefined || isHidden(core, status, viewer)) return false;
    if ((params.flag("local") && !isLocal) || (params.flag("remote") && isLocal)) return false;
    if (params.flag("only_media") && status.media.length === 0) return false;
    return (
      any?.some((tag) => tags.includes(tag)) === true &&
      all?.every((tag) => tags.includes(tag)) === true &&
      none?.some((tag) => tags.includes(tag)) === false
    );
  });
  return pageOf(found, context, {
    idOf: ({ id }) => id,
    otherwise: 20,
    keeps: ["any", "all", "none", "local", "remote", "only_media"],
    view: (status) => statusView(core, status, viewer),
  });
}

function home(context: CallContext): Reply {
  const { core } = context;
  const viewer = viewerOf(context);
  const shown = [...core.statuses.values()].filter(
    (status) =>
      (status.authorId === viewer.id || viewer.follows.has(status.authorId)) &&
      status.visibility !== "direct" &&
      !isHidden(core, status, viewer),
  );
  return pageOf(shown, context, { idOf: ({ id }) => id, otherwise: 20, keeps: [], view: (status) => statusView(core, status, viewer) });
}

function waitingOf(context: CallContext): ScheduledData {
  const one = context.core.scheduled.get(context.path("id"));
  if (one?.owner !== viewerOf(context).id) throw notFound();
  return one;
}

function move(context: CallContext): Reply {
  const { core, params } = context;
  const one = waitingOf(context);
  const at = Date.parse(params.text("scheduled_at") ?? "");
  const words = wordsOf(core.server.language);
  if (!(at > core.clock.now() + 5 * 60_000)) throw unprocessable(words.invalid(words.tooSoon));
  core.scheduled.set(one.id, { ...one, at });
  return ok(scheduledView(core, { ...one, at }));
}

const [read, write] = [
  ["read", "read:statuses"],
  ["write", "write:statuses"],
] as const;

/** Search, timelines, statuses that wait. */
export const discoveryEndpoints: Endpoints = {
  "GET /api/v2/search": { auth: "optional", scopes: ["read", "read:search"], run: search },
  "GET /api/v1/timelines/tag/{hashtag}": { auth: "optional", scopes: read, run: tagged },
  "GET /api/v1/timelines/home": { auth: "user", scopes: read, run: home },
  "GET /api/v1/scheduled_statuses": {
    auth: "user",
    scopes: read,
    run: (context) => {
      const { core } = context;
      const own = [...core.scheduled.values()].filter(({ owner }) => owner === viewerOf(context).id);
      return pageOf(own, context, { idOf: ({ id }) => id, otherwise: 20, keeps: [], view: (one) => scheduledView(core, one) });
    },
  },
  "GET /api/v1/scheduled_statuses/{id}": {
    auth: "user",
    scopes: read,
    run: (context) => ok(scheduledView(context.core, waitingOf(context))),
  },
  "PUT /api/v1/scheduled_statuses/{id}": { auth: "user", scopes: write, run: move },
  "DELETE /api/v1/scheduled_statuses/{id}": {
    auth: "user",
    scopes: write,
    run: (context) => {
      context.core.scheduled.delete(waitingOf(context).id);
      return ok({});
    },
  },
};
