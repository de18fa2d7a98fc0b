/**
 * Turns a change that a network pushed into what the store takes in, so that it has the same id by whichever route it came.
 * @module
 */
import { dropRaw } from "./clean.js";
import { parseKey } from "../model/keys.js";
import type { Change, MessagesCleared } from "../model/change.js";
import type { Found } from "./draw-batch.js";
import type { InboxContext } from "./context.js";

/** Says what a change tells. */
export async function foundIn(context: InboxContext, change: Change): Promise<Found> {
  switch (change.type) {
    case "message.created":
    case "message.updated":
      return { messages: [change.message] };
    case "message.deleted":
      return { deleted: [{ kind: "message", key: change.message, at: change.at }] };
    case "post.created":
    case "post.updated":
      return { posts: [change.post] };
    case "post.deleted":
      return { deleted: [{ kind: "post", key: change.post, at: change.at }] };
    case "messages.cleared":
      return { deleted: (await clearedBy(context, change)).map((key) => ({ kind: "message", key, at: change.at })), changes: [change] };
    case "network.event":
      return { changes: [dropRaw(change, context)] };
    default:
      return { changes: [change] };
  }
}

/** Most messages that one clearing takes away. */
const mostCleared = 1_000;

/** The messages that were cleared: those named, else all of the author, else all of the conversation. */
async function clearedBy(
  context: InboxContext,
  { account, messages, author, conversation, at }: MessagesCleared,
): Promise<readonly string[]> {
  if (messages !== undefined) return messages.filter((key) => parseKey(key)?.account === account);
  if (author === undefined && conversation === undefined) return [];
  const { items } = await context.store.query("message", {
    below: [context.stored(account)],
    where: { ...(author !== undefined && { author: [author.key] }), ...(conversation !== undefined && { conversation: [conversation] }) },
    until: new Date(Date.parse(at) + 1).toISOString(),
    order: "newest",
    limit: mostCleared,
  });
  return items.map(({ value }) => value.key);
}
