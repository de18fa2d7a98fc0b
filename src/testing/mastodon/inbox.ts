/**
 * Notifications, markers and direct conversations over HTTP.
 * @see https://docs.joinmastodon.org/methods/notifications/ and https://docs.joinmastodon.org/methods/conversations/, read 2026-11
 * @module
 */
import { accountAt } from "./core.js";
import type { AccountData, ConversationData, Core, NotificationData } from "./core.js";
import { accountView, notificationView, statusView } from "./views.js";
import type { CallContext, Endpoints, Reply } from "./endpoint.js";
import { ok, viewerOf } from "./endpoint.js";
import { isJson, textAt } from "../json.js";
import type { Json } from "../json.js";
import { notFound, unprocessable } from "./wire.js";
import { numberOf } from "./ids.js";
import { pageOf } from "./paging.js";

const notificationsOf = (core: Core, { id }: AccountData): readonly NotificationData[] =>
  [...core.notifications.values()].filter(({ to, from }) => to === id && core.accounts.get(from)?.suspended === undefined);

function list(context: CallContext): Reply {
  const { core, params } = context;
  const viewer = viewerOf(context);
  const [types, without, from] = [params.list("types"), params.list("exclude_types"), params.text("account_id")];
  const wanted = notificationsOf(core, viewer).filter(
    (one) =>
      (types.length === 0 || types.includes(one.type)) &&
      !without.includes(one.type) &&
      (from === undefined || one.from === from) &&
      (!one.filtered || params.flag("include_filtered")),
  );
  return pageOf(wanted, context, {
    idOf: ({ id }) => id,
    otherwise: 40,
    keeps: ["types", "exclude_types", "account_id", "include_filtered"],
    view: (one) => notificationView(core, one, viewer),
  });
}

function notificationOf(context: CallContext): NotificationData {
  const one = context.core.notifications.get(context.path("id"));
  if (one?.to !== viewerOf(context).id) throw notFound();
  return one;
}

const markersView = ({ markers }: AccountData, names: readonly string[]): Json =>
  Object.fromEntries(
    [...markers]
      .filter(([name]) => names.includes(name))
      .map(([name, { lastReadId, version, updatedAt }]) => [
        name,
        { last_read_id: lastReadId, version, updated_at: new Date(updatedAt).toISOString() },
      ]),
  );

function mark(context: CallContext): Reply {
  const { core, params } = context;
  const viewer = viewerOf(context);
  const named = ["home", "notifications"].filter((name) => isJson(params.all[name]));
  for (const name of named) {
    const value = textAt(params.all[name], "last_read_id");
    if (value === undefined) throw unprocessable("Validation failed: Last read can't be blank");
    const version = (viewer.markers.get(name)?.version ?? 0) + 1;
    viewer.markers.set(name, { lastReadId: String(numberOf(value)), version, updatedAt: core.clock.now() });
  }
  return ok(markersView(viewer, named));
}

/** Writes a direct conversation. */
export function conversationView(core: Core, one: ConversationData, viewer: AccountData): Json {
  const last = core.statuses.get(one.statusIds.at(-1) ?? "");
  // Somebody who wrote to themselves alone is their own company.
  const people = one.participants.length === 0 ? [one.owner] : one.participants;
  return {
    id: one.id,
    unread: one.unread,
    accounts: people.map((id) => accountView(core, accountAt(core, id))),
    last_status: last === undefined ? null : statusView(core, last, viewer),
  };
}

function conversationOf(context: CallContext): ConversationData {
  if (!context.core.server.features.conversations) throw notFound();
  const one = context.core.conversations.get(context.path("id"));
  if (one?.owner !== viewerOf(context).id) throw notFound();
  return one;
}

function conversations(context: CallContext): Reply {
  const { core } = context;
  if (!core.server.features.conversations) throw notFound();
  const viewer = viewerOf(context);
  const own = [...core.conversations.values()].filter(({ owner }) => owner === viewer.id);
  return pageOf(own, context, {
    // The list is cut by the last status of each, not by the id of the conversation.
    idOf: ({ statusIds }) => statusIds.at(-1) ?? "0",
    otherwise: 20,
    keeps: [],
    view: (one) => conversationView(core, one, viewer),
  });
}

const readThem = ["read", "read:notifications"];
const writeThem = ["write", "write:notifications"];
/** Notifications, markers, conversations. */
export const inboxEndpoints: Endpoints = {
  "GET /api/v1/notifications": { auth: "user", scopes: readThem, run: list },
  "GET /api/v1/notifications/unread_count": {
    auth: "user",
    scopes: readThem,
    run: (context) => {
      const viewer = viewerOf(context);
      const read = numberOf(viewer.markers.get("notifications")?.lastReadId ?? "0");
      const unread = notificationsOf(context.core, viewer).filter(({ id, filtered }) => !filtered && numberOf(id) > read);
      return ok({ count: Math.min(100, unread.length) });
    },
  },
  "GET /api/v1/notifications/{id}": {
    auth: "user",
    scopes: readThem,
    run: (context) => ok(notificationView(context.core, notificationOf(context), viewerOf(context))),
  },
  "POST /api/v1/notifications/{id}/dismiss": {
    auth: "user",
    scopes: writeThem,
    run: (context) => {
      context.core.notifications.delete(notificationOf(context).id);
      return ok({});
    },
  },
  "POST /api/v1/notifications/clear": {
    auth: "user",
    scopes: writeThem,
    run: (context) => {
      for (const { id } of notificationsOf(context.core, viewerOf(context))) context.core.notifications.delete(id);
      return ok({});
    },
  },
  "GET /api/v1/markers": {
    auth: "user",
    scopes: ["read", "read:statuses"],
    run: (context) => ok(markersView(viewerOf(context), context.params.list("timeline"))),
  },
  "POST /api/v1/markers": { auth: "user", scopes: ["write", "write:statuses"], run: mark },
  "GET /api/v1/conversations": { auth: "user", scopes: ["read", "read:statuses"], run: conversations },
  "POST /api/v1/conversations/{id}/read": {
    auth: "user",
    scopes: ["write", "write:conversations"],
    run: (context) => {
      const one = conversationOf(context);
      one.unread = false;
      return ok(conversationView(context.core, one, viewerOf(context)));
    },
  },
  "DELETE /api/v1/conversations/{id}": {
    auth: "user",
    scopes: ["write", "write:conversations"],
    run: (context) => {
      context.core.conversations.delete(conversationOf(context).id);
      return ok({});
    },
  },
};
