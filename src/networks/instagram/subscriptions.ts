/**
 * What the network pushes for the account. Where to is set for the whole app, in the app dashboard.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { fieldsOf, listOf } from "../../adapter/fields.js";
import { onePage } from "../../adapter/paged.js";
import { pageAnswer, success } from "../_graph/wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { InstagramLogin } from "./fields.js";
import type { PushOperations, Subscription } from "../../adapter/operations.js";

type SurfaceWord = "comments" | "mentions" | "messages";

/**
 * Fields by surface. With the Facebook log-in the app is installed on the Page: one field of it lets the account's comments and mentions
 * through, which are chosen in the dashboard (webhooks for Instagram, read 2026-09).
 */
const fieldsBySurface: Readonly<Record<InstagramLogin, Readonly<Record<SurfaceWord, readonly string[]>>>> = {
  facebook: {
    comments: ["feed"],
    mentions: ["feed"],
    messages: ["messages", "messaging_postbacks", "message_reactions", "message_edits", "message_reads"],
  },
  instagram: {
    comments: ["comments", "live_comments"],
    mentions: ["mentions"],
    messages: ["messages", "messaging_postbacks", "message_reactions", "message_edit", "messaging_seen"],
  },
};

const words: readonly SurfaceWord[] = ["comments", "mentions", "messages"];

/** Subscribes, lists and ends. With the Facebook log-in comments and mentions come through one field, and end together. */
export function subscriptions(begin: BeginInstagram): PushOperations {
  return {
    subscribe: async ({ surfaces, ...options }) => {
      const task = begin("subscribe", options);
      const wanted = wordsOf(task, surfaces);
      const fields = wanted.flatMap((word) => fieldsBySurface[task.us.login][word]);
      // The call replaces what stands, which another adapter of the same Page may have asked for.
      const all = [...new Set([...(await installed(task)), ...fields])];
      await write(task, all);
      return toSubscriptions(task, all).filter(({ surface }) => wanted.some((word) => word === surface));
    },
    listSubscriptions: (options) => {
      const task = begin("listSubscriptions", options);
      return onePage(async () => toSubscriptions(task, await installed(task)), task.options);
    },
    unsubscribe: async ({ id }, options) => {
      const task = begin("unsubscribe", options);
      const word = words.find((one) => one === id) ?? task.refuse("invalid-request", "`id` is none that `listSubscriptions` gave.");
      const before = await installed(task);
      const ended = fieldsBySurface[task.us.login][word];
      const after = before.filter((field) => !ended.includes(field));
      if (after.length === before.length) return;
      if (after.length > 0) await write(task, after);
      else await task.remove(path(task), {}, { safeToRepeat: true });
    },
  };
}

const path = (task: InstagramTask): string => `/${inPath(task.set.inbox)}/subscribed_apps`;

function wordsOf(task: InstagramTask, surfaces: readonly string[] | undefined): readonly SurfaceWord[] {
  if (surfaces === undefined) return words;
  return surfaces.map(
    (given) =>
      words.find((word) => word === given) ??
      task.refuse("invalid-request", `\`surfaces\` may hold ${words.join(", ")}; nothing else is pushed for an account.`),
  );
}

async function installed(task: InstagramTask): Promise<readonly string[]> {
  const { data } = await task.get(path(task), pageAnswer);
  return data.flatMap((app) => listOf(fieldsOf(app)["subscribed_fields"]).filter((field) => typeof field === "string"));
}

/** Doing it again changes nothing. */
async function write(task: InstagramTask, fields: readonly string[]): Promise<void> {
  await task.post(path(task), success, { subscribed_fields: fields.join(",") }, { safeToRepeat: true });
}

const isWhole = (wanted: readonly string[], fields: readonly string[]): boolean => wanted.every((field) => fields.includes(field));

/** A subscription for each surface of which everything comes. Its id is the surface's word: the network names none. */
function toSubscriptions(task: InstagramTask, fields: readonly string[]): readonly Subscription[] {
  const own = fieldsBySurface[task.us.login];
  return words.filter((word) => isWhole(own[word], fields)).map((word) => ({ id: word, surface: word, state: "active" }));
}
