/**
 * Statuses over HTTP: saying, reading, changing, taking back, and the thread around one.
 * @see https://docs.joinmastodon.org/methods/statuses/, read 2026-11
 * @module
 */
import { change, remove, say } from "./publish.js";
import type { AccountData, Core, QuotePolicy, Saying, StatusData, Visibility } from "./core.js";
import { answersTo, canSee, isHidden, ownStatusOf, statusesBy, statusOf } from "./relations.js";
import { ok, viewerOf } from "./endpoint.js";
import type { CallContext, Endpoints, Reply } from "./endpoint.js";
import { schedule, scheduledView } from "./schedule.js";
import { statusView, versionView } from "./views.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";
import { numberOf } from "./ids.js";
import { pageOf } from "./paging.js";
import { paramReader } from "./body.js";
import { unprocessable, notFound } from "./wire.js";
import { wordsOf } from "./words.js";

const visibilities: readonly Visibility[] = ["public", "unlisted", "private", "direct"];
const policies: readonly QuotePolicy[] = ["public", "followers", "nobody"];
const idempotentForMs = 3_600_000;

function pollOf({ core, params }: CallContext): Saying["poll"] {
  const { poll } = params.all;
  if (!isJson(poll)) return undefined;
  const reader = paramReader(poll);
  const [options, seconds] = [reader.list("options"), Number(reader.text("expires_in"))];
  const words = wordsOf(core.server.language);
  if (options.length < 2 || options.length > 4) throw unprocessable(words.invalid("Options must be more than one item"));
  if (!(seconds >= 300)) throw unprocessable(words.invalid("Expires at is too soon"));
  return { options, expiresAt: core.clock.now() + seconds * 1000, multiple: reader.flag("multiple") };
}

function oneOf<T extends string>({ core, params }: CallContext, name: string, known: readonly T[]): T | undefined {
  const value = params.text(name);
  if (value === undefined || value === "") return undefined;
  const found = known.find((one) => one === value);
  if (found === undefined) throw unprocessable(wordsOf(core.server.language).invalid(`${name} is not included in the list`));
  return found;
}

/** Reads what somebody wants to say. */
function sayingOf(context: CallContext): Saying {
  const { params, token } = context;
  const filled = (name: string): string | undefined => params.text(name) || undefined;
  const all = {
    spoiler: filled("spoiler_text"),
    visibility: oneOf(context, "visibility", visibilities),
    language: filled("language")?.slice(0, 2),
    inReplyTo: filled("in_reply_to_id"),
    quotes: filled("quoted_status_id"),
    quotePolicy: oneOf(context, "quote_approval_policy", policies),
    poll: pollOf(context),
    application: token?.appName,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return { text: params.text("status") ?? "", sensitive: params.flag("sensitive"), media: params.list("media_ids"), ...given };
}

/** Reads the time that a status should wait for. One that is over is no reason to wait: the server says it at once. */
function scheduledAt({ core, params }: CallContext): number | undefined {
  const value = params.text("scheduled_at");
  if (value === undefined || value === "") return undefined;
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw unprocessable("Invalid date supplied");
  return at <= core.clock.now() ? undefined : at;
}

function post(context: CallContext): Reply {
  const { core, request } = context;
  const viewer = viewerOf(context);
  const header = request.headers.get("idempotency-key");
  const key = header === null || header === "" ? undefined : `${viewer.id} ${header}`;
  const known = key === undefined ? undefined : core.remembered.get(key);
  const shown = (id: string, scheduled: boolean): Reply => {
    const [status, waiting] = [core.statuses.get(id), core.scheduled.get(id)];
    if (scheduled && waiting !== undefined) return ok(scheduledView(core, waiting));
    if (scheduled || status === undefined) throw notFound();
    return ok(statusView(core, status, viewer));
  };
  if (known !== undefined && known.until > core.clock.now()) return shown(known.id, known.scheduled);
  const [saying, at] = [sayingOf(context), scheduledAt(context)];
  const { id } = at === undefined ? say(core, viewer, saying) : schedule(core, viewer, saying, at);
  const scheduled = at !== undefined;
  if (key !== undefined) core.remembered.set(key, { until: core.clock.now() + idempotentForMs, id, scheduled });
  return shown(id, scheduled);
}

function edit(context: CallContext): Reply {
  const { core, params } = context;
  const status = ownStatusOf(context);
  if (status.reblogOf !== undefined) throw notFound();
  const { all } = params;
  const language = params.text("language");
  change(core, status, {
    text: params.text("status") ?? (all.status === undefined ? status.text : ""),
    spoiler: all.spoiler_text === undefined ? status.spoiler : (params.text("spoiler_text") ?? ""),
    ...(all.sensitive !== undefined && { sensitive: params.flag("sensitive") }),
    ...(all.media_ids !== undefined && { media: params.list("media_ids") }),
    ...(language !== undefined && language !== "" && { language }),
  });
  for (const one of Array.isArray(all.media_attributes) ? (all.media_attributes as readonly unknown[]) : []) {
    const reader = paramReader(isJson(one) ? one : {});
    const media = core.media.get(reader.text("id") ?? "");
    if (media?.statusId === status.id) media.description = reader.text("description") ?? media.description;
  }
  return ok(statusView(core, status, viewerOf(context)));
}

function drop(context: CallContext): Reply {
  const { core } = context;
  const status = ownStatusOf(context);
  const body: Json = {
    ...statusView(core, status, viewerOf(context)),
    text: status.text,
    ...(status.poll !== undefined && { poll: null }),
  };
  remove(core, status);
  for (const id of status.media) {
    const media = core.media.get(id);
    if (media !== undefined) delete media.statusId;
  }
  return ok(body);
}

/** What was said above, from the first on. */
function ancestorsOf(core: Core, status: StatusData, viewer: AccountData | undefined): readonly StatusData[] {
  const found: StatusData[] = [];
  const most = viewer === undefined ? 40 : 4096;
  let at = status.inReplyTo;
  while (at !== undefined && found.length < most) {
    const above = core.statuses.get(at);
    if (above === undefined) break;
    found.unshift(above);
    at = above.inReplyTo;
  }
  return found.filter((one) => !isHidden(core, one, viewer));
}

/** What was said below, each answer followed by its own answers; the author's answers to themselves stand first. */
function descendantsOf(core: Core, status: StatusData, viewer: AccountData | undefined): readonly StatusData[] {
  const [most, deepest] = viewer === undefined ? [60, 20] : [4096, Number.POSITIVE_INFINITY];
  const walk = (id: string, depth: number): readonly StatusData[] =>
    depth > deepest ? [] : answersTo(core, id).flatMap((one) => [one, ...walk(one.id, depth + 1)]);
  const all = walk(status.id, 1).slice(0, most);
  const toThemselves = ({ inReplyToAccount, authorId }: StatusData): boolean => inReplyToAccount === authorId;
  const from = all.findIndex((one) => !toThemselves(one));
  const sorted =
    from < 0
      ? all
      : [...all.slice(0, from), ...all.slice(from).filter(toThemselves), ...all.slice(from).filter((one) => !toThemselves(one))];
  return sorted.filter((one) => !isHidden(core, one, viewer));
}

/** What the list of an account's statuses leaves out. */
function listed(context: CallContext, account: AccountData): readonly StatusData[] {
  const { core, params, viewer } = context;
  const tag = params.text("tagged")?.toLowerCase();
  return statusesBy(core, account.id).filter((status) => {
    if (!canSee(core, status, viewer)) return false;
    const toOther = status.inReplyToAccount !== undefined && status.inReplyToAccount !== account.id;
    if (params.flag("exclude_replies") && toOther) return false;
    if (params.flag("exclude_reblogs") && status.reblogOf !== undefined) return false;
    if (params.flag("only_media") && status.media.length === 0) return false;
    if (params.flag("pinned") && status.pinnedAt === undefined) return false;
    return tag === undefined || status.tags.some((one) => one.toLowerCase() === tag);
  });
}

/** Gives an account's statuses. */
export function statusesOfAccount(context: CallContext, account: AccountData): Reply {
  const { core, viewer } = context;
  const all = account.suspended !== undefined ? [] : listed(context, account);
  return pageOf(all, context, {
    idOf: ({ id }) => id,
    otherwise: 20,
    keeps: ["exclude_replies", "exclude_reblogs", "only_media", "pinned", "tagged"],
    view: (status) => statusView(core, status, viewer),
  });
}

const read = ["read", "read:statuses"];
const write = ["write", "write:statuses"];

/** Statuses. */
export const statusEndpoints: Endpoints = {
  "POST /api/v1/statuses": { auth: "user", scopes: write, family: "statuses", run: post },
  "GET /api/v1/statuses": {
    auth: "optional",
    scopes: read,
    run: ({ core, params, viewer }) => {
      if (!core.server.features.batchStatuses) throw notFound();
      const ids = [...new Set(params.list("id").map((id) => String(numberOf(id))))];
      if (ids.length > 20) throw unprocessable("Mastodon::ValidationError");
      const found = ids.map((id) => core.statuses.get(id)).filter((one) => one !== undefined && canSee(core, one, viewer));
      return ok(found.flatMap((one) => (one === undefined ? [] : [statusView(core, one, viewer)])));
    },
  },
  "GET /api/v1/statuses/{id}": {
    auth: "optional",
    scopes: read,
    run: (context) => ok(statusView(context.core, statusOf(context), context.viewer)),
  },
  "PUT /api/v1/statuses/{id}": { auth: "user", scopes: write, run: edit },
  "DELETE /api/v1/statuses/{id}": { auth: "user", scopes: write, family: "deletes", run: drop },
  "GET /api/v1/statuses/{id}/context": {
    auth: "optional",
    scopes: read,
    run: (context) => {
      const { core, viewer } = context;
      const status = statusOf(context);
      const view = (one: StatusData): Json => statusView(core, one, viewer);
      return ok({
        ancestors: ancestorsOf(core, status, viewer).map(view),
        descendants: descendantsOf(core, status, viewer).map(view),
      });
    },
  },
  "GET /api/v1/statuses/{id}/history": {
    auth: "optional",
    scopes: read,
    run: (context) => {
      const status = statusOf(context);
      const now = { ...status, at: status.editedAt ?? status.createdAt };
      return ok([...status.versions, now].map((version) => versionView(context.core, status, version)));
    },
  },
  "GET /api/v1/statuses/{id}/source": {
    auth: "user",
    scopes: read,
    run: (context) => {
      const { id, text, spoiler } = statusOf(context);
      return ok({ id, text, spoiler_text: spoiler });
    },
  },
};
