/**
 * What Facebook pushes for the Page: its subscription to the app's webhook. The address itself belongs to the app, in its dashboard.
 * @module
 */
import { anything } from "../../adapter/compiled.js";
import { listOf, textOf } from "../../adapter/fields.js";
import { readItems } from "../../adapter/read-items.js";
import { subscribedAppFields } from "./fields.js";
import { success } from "../_graph/task.js";
import { wireSubscribedApp } from "./wire.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Operations, SubscribeOptions, Subscription } from "../../adapter/operations.js";

/**
 * Fields of the Page's webhook by our word for the list that they tell of (`subscribed_fields`, specification v25.0 of 2026-04). Reads and
 * deliveries of Messenger are told with the messages.
 */
export const fieldsOfSurface: Readonly<Record<string, readonly string[]>> = {
  posts: ["feed"],
  comments: ["feed"],
  mentions: ["feed", "mention"],
  reviews: ["ratings"],
  messages: [
    "messages",
    "message_echoes",
    "message_edits",
    "message_reactions",
    "message_reads",
    "messaging_postbacks",
    "messaging_referrals",
  ],
};

/** One field tells of several lists; it is named by the first. */
const surfaceOfField: Readonly<Record<string, string>> = Object.fromEntries(
  [...Object.entries(fieldsOfSurface)].reverse().flatMap(([surface, fields]) => fields.map((field) => [field, surface])),
);

/** Switches what is pushed on and off. */
export function subscriptions(begin: BeginFacebook): Pick<Operations, "subscribe" | "listSubscriptions" | "unsubscribe"> {
  return {
    subscribe: (options) => subscribe(begin("subscribe", options), options),
    listSubscriptions: (options) => {
      const task = begin("listSubscriptions", options);
      return task.list(async (cursor, size) => {
        const { data, next } = await task.page(`/${task.us.id}/subscribed_apps`, { fields: subscribedAppFields, cursor, size });
        const read = readItems("apps", data, wireSubscribedApp, ({ id, subscribed_fields: fields }) =>
          task.appId === undefined || task.appId === id ? toSubscriptions(id, fields) : undefined,
        );
        return { items: read.items.flat(), quarantined: read.quarantined, next };
      }, options);
    },
    unsubscribe: async ({ id }, options) => {
      const task = begin("unsubscribe", options);
      const field = id.slice(id.indexOf("/") + 1);
      if (surfaceOfField[field] === undefined && !/^[a-z_]+$/.test(field))
        return task.refuse("invalid-request", "`id` is none of a subscription of this Page; give one that `listSubscriptions` gave.");
      const standing = await standingFields(task);
      if (!standing.includes(field)) return;
      await setFields(
        task,
        standing.filter((one) => one !== field),
      );
    },
  };
}

function toSubscriptions(app: string, fields: unknown): readonly Subscription[] {
  return listOf(fields).flatMap((one): Subscription[] => {
    const field = textOf(one);
    return field === undefined ? [] : [{ id: `${app}/${field}`, surface: surfaceOfField[field] ?? field, state: "active" }];
  });
}

/** Asking again sets the same fields again, which renews a Page that Facebook has taken off. Fields that stand already are kept. */
async function subscribe(task: FacebookTask, { surfaces }: SubscribeOptions): Promise<readonly Subscription[]> {
  const known = Object.keys(fieldsOfSurface);
  const wanted = surfaces ?? known;
  const strange = wanted.filter((one) => !known.includes(one));
  if (strange.length > 0 || wanted.length === 0)
    return task.refuse("invalid-request", `\`surfaces\` must be of ${known.join(", ")}; Facebook pushes nothing else of a Page.`);
  const fields = [...new Set([...(await standingFields(task)), ...wanted.flatMap((surface) => fieldsOfSurface[surface] ?? [])])];
  await setFields(task, fields);
  return toSubscriptions(task.appId ?? "app", fields);
}

/** The fields that the app hears of now. Without the app's id: those of the only app, else none are taken for ours. */
async function standingFields(task: FacebookTask): Promise<readonly string[]> {
  const { data } = await task.page(`/${task.us.id}/subscribed_apps`, { fields: subscribedAppFields });
  const apps = data.filter((one) => wireSubscribedApp.accepts(one));
  const ours = task.appId === undefined ? (apps.length === 1 ? apps : []) : apps.filter(({ id }) => id === task.appId);
  return ours.flatMap(({ subscribed_fields: fields }) => listOf(fields).flatMap((field) => textOf(field) ?? []));
}

async function setFields(task: FacebookTask, fields: readonly string[]): Promise<void> {
  const path = `/${task.us.id}/subscribed_apps`;
  if (fields.length > 0) await task.post(path, success, { subscribed_fields: fields.join(",") }, { safeToRepeat: true });
  else await task.request("DELETE", path, { schema: anything, safeToRepeat: true });
}
