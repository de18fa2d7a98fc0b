/**
 * What a delivered change tells, judged before it is taken in: networks deliver again, late, and through queues of others.
 * @module
 */
import { changeRow } from "./storage-keys.js";
import { changeTypes } from "./words.js";
import { fieldsOf } from "../adapter/fields.js";
import { foundIn } from "./stream-changes.js";
import { rowsOf } from "./rows.js";
import { unfit, unfitMessage } from "./clean.js";
import type { Change } from "../model/change.js";
import type { Content } from "../model/content.js";
import type { Found } from "./draw-batch.js";
import type { InboxContext } from "./context.js";

/** Says why a change cannot be taken in; `undefined` when it can. Names no content. */
export function unfitChange(change: Change): string | undefined {
  if (!changeTypes().includes(change.type)) return "its type is unknown to this release";
  if (change.origin !== "live") return "its origin is not live";
  switch (change.type) {
    case "message.created":
    case "message.updated":
      return unfitContent(change.message) ?? unfitMessage(change.message, change.account);
    case "post.created":
    case "post.updated":
      return unfitContent(change.post) ?? unfit(change.post, "post", change.account);
    case "message.deleted":
      return typeof change.message === "string" ? undefined : "it names no message";
    case "post.deleted":
      return typeof change.post === "string" ? undefined : "it names no post";
    default:
      return undefined;
  }
}

/** What merging relies on. */
function unfitContent(content: unknown): string | undefined {
  const { text, entities, attachments, counts } = fieldsOf(content);
  if (typeof text !== "string") return "it has no text";
  if (!Array.isArray(entities) || !Array.isArray(attachments)) return "its entities or attachments are no list";
  return typeof counts === "object" && counts !== null ? undefined : "its counts are no object";
}

/**
 * Says what a delivered change tells. The news that something was said may come again after it was edited: then what is stored is newer,
 * and only what was not known (a text that was hidden) is taken of it.
 */
export async function foundInDelivery(context: InboxContext, change: Change): Promise<Found> {
  if (change.type !== "message.created" && change.type !== "post.created") return foundIn(context, change);
  const row = changeRow(change.account, change.id);
  const known = (await rowsOf(context, "change", [row])).has(row);
  if (!known) return foundIn(context, change);
  if (change.type === "post.created") {
    const stored = (await rowsOf(context, "post", [change.post.key])).get(change.post.key)?.value;
    return { posts: [stored === undefined ? change.post : { ...change.post, ...newerOf(stored, change.post) }] };
  }
  const stored = (await rowsOf(context, "message", [change.message.key])).get(change.message.key)?.value;
  return { messages: [stored === undefined ? change.message : { ...change.message, ...newerOf(stored, change.message) }] };
}

/** What somebody or the network did to a message after it was said. */
const taken: ReadonlySet<Content["visibility"]> = new Set<Content["visibility"]>(["hidden", "held", "removed"]);

/** What is said, of the stored one unless it says nothing or the told one was edited later. What was hidden meanwhile stays so. */
function newerOf(stored: Content, told: Content): Partial<Content> {
  const isNewer = told.editedAt !== undefined && (stored.editedAt === undefined || told.editedAt > stored.editedAt);
  if (isNewer) return {};
  const { text, entities, attachments, counts, visibility } = stored;
  if (text === "") return taken.has(visibility) ? { visibility } : {};
  return { text, entities, attachments, counts, visibility };
}
