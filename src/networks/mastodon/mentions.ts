/**
 * Notifications: who answered, quoted or mentioned the account.
 * @module
 */
import { fieldsOf } from "../../adapter/fields.js";
import { isDirect, toMessage } from "./normalize.js";
import { mostOfPage } from "./limits.js";
import { readItems, Unreadable, type ReadItems } from "../../adapter/read-items.js";
import { wireNotification, wireStatus, type WireNotification, type WireStatus } from "./wire.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
import type { ListQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { GivenQuery } from "../../adapter/task.js";
import type { Paged } from "../../model/page.js";

/** Where notifications are. */
export const notificationsPath = "/api/v1/notifications";

/** First level of Mastodon's API that tells of quotes (4.5). Asking older or other software for a type that it does not know is an error there. */
const quotesSince = 7;

/**
 * Lists mentions and quotes of the account. Direct messages are left to `listMessages`, unless they are asked for: the list of conversations
 * leads to the last status of each alone, and what lies in another branch of a thread that fell apart is told by its notification only.
 */
export function mentions(begin: BeginMastodon): Pick<Operations, "listMentions"> {
  return {
    listMentions: (query) => {
      const directs = query?.directs === true;
      // Private mentions of strangers are kept apart by default (4.3+); conversations list them all the same.
      const asked = directs ? { include_filtered: true } : {};
      return listNotified(begin, "listMentions", ({ kind }) => directs || kind !== "direct", query, asked);
    },
  };
}

/** The types of notification that are messages, as far as the server has them. */
export async function messageTypes(task: MastodonTask): Promise<readonly string[]> {
  const server = await task.server();
  return (server?.apiVersion ?? 0) >= quotesSince ? ["mention", "quote"] : ["mention"];
}

/**
 * Lists messages out of the account's notifications, newest first.
 * @param wanted - which of them belong to the list; the others are skipped
 * @param more - what else the server is asked for
 */
export function listNotified(
  begin: BeginMastodon,
  operation: string,
  wanted: (message: Message) => boolean,
  query?: ListQuery,
  more: GivenQuery = {},
): Paged<Message> {
  const task = begin(operation, query);
  return task.list(
    async (cursor, size) => {
      const asked = cursor === undefined ? { "types[]": await messageTypes(task), ...more } : {};
      const { items, next } = await task.page(notificationsPath, asked, cursor, size, mostOfPage.notifications);
      const read = await readNotified(task, items);
      return { ...read, items: read.items.filter(wanted), next };
    },
    query,
    ({ createdAt }) => createdAt,
  );
}

/** Reads messages out of notifications; what is no message is left out, what is broken set aside. */
export async function readNotified(task: MastodonTask, list: readonly unknown[]): Promise<ReadItems<Message>> {
  const threads = new Map<WireStatus, Awaited<ReturnType<MastodonTask["threadOf"]>>>();
  // Oldest first, so that what answers another finds its thread known.
  for (const item of [...list].reverse()) {
    const { status } = fieldsOf(item);
    if (wireStatus.accepts(status) && !isKeptApart(item, status)) threads.set(status, await task.threadOf(status));
  }
  return readItems("notifications", list, wireNotification, (wire) => {
    if (wire.type !== "mention" && wire.type !== "quote") return undefined;
    const status = statusOf(wire);
    const thread = status === undefined ? undefined : threads.get(status);
    if (status === undefined || thread === undefined) return undefined;
    return toMessage(task.us, status, thread, { notification: { id: wire.id, type: wire.type } });
  });
}

/** True for what the account has its server keep apart, but for private mentions. */
const isKeptApart = (item: unknown, status: WireStatus): boolean => fieldsOf(item)["filtered"] === true && !isDirect(status);

/** The status that a notification is about. `undefined` when it was deleted meanwhile. Throws for one that cannot be read. */
function statusOf({ status }: WireNotification): WireStatus | undefined {
  if (status === undefined || status === null) return undefined;
  if (wireStatus.accepts(status)) return status;
  throw new Unreadable(`status.${wireStatus.complaint(status)}`);
}

/** Lists direct messages out of notifications, for servers that keep no list of conversations. */
export async function directPage(
  task: MastodonTask,
  cursor: string | undefined,
  size: number | undefined,
): Promise<{ readonly statuses: readonly WireStatus[]; readonly next: string | undefined }> {
  const { items, next } = await task.page(notificationsPath, { "types[]": ["mention"] }, cursor, size, mostOfPage.notifications);
  const statuses = items.map((item) => fieldsOf(item)["status"]).filter((one) => wireStatus.accepts(one));
  return { statuses: statuses.filter(isDirect), next };
}
