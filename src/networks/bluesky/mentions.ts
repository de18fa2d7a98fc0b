/**
 * Notifications: who answered, quoted or mentioned the account.
 * @module
 */
import { fromNotification } from "./normalize.js";
import { pageSize } from "./limits.js";
import { readItems } from "../../adapter/read-items.js";
import { wireNotification } from "./wire.js";
import type { BeginBluesky } from "./task.js";
import type { ListQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Paged } from "../../model/page.js";

/** Lists mentions and quotes of the account. */
export function mentions(begin: BeginBluesky): Pick<Operations, "listMentions"> {
  return { listMentions: (query) => listNotified(begin, "listMentions", ["mention", "quote"], () => true, query) };
}

/**
 * Lists messages out of the account's notifications, newest first by when the network saw them: authors choose `createdAt` freely.
 * @param wanted - which of them belong to the list; the others are skipped
 */
export function listNotified(
  begin: BeginBluesky,
  operation: string,
  reasons: readonly string[],
  wanted: (message: Message) => boolean,
  query?: ListQuery,
): Paged<Message> {
  const task = begin(operation, query);
  return task.list(
    async (cursor, size) => {
      const answer = await task.get("app.bsky.notification.listNotifications", { reasons, limit: pageSize(size), cursor });
      const read = readItems("notifications", answer.notifications, wireNotification, (wire) => fromNotification(task.us, wire));
      return { ...read, items: read.items.filter(wanted), next: answer.cursor };
    },
    query,
    ({ refs, createdAt }) => refs?.["indexedAt"] ?? createdAt,
  );
}
