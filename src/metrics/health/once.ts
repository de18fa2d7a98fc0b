/**
 * Each message once, however often it came.
 * @module
 */
import type { Message } from "../../model/message.js";
import { checkList, refuse } from "../measure.js";

/**
 * Lists messages by key. Of two states of one message the later one counts: deleted before not deleted, then the later edit.
 *
 * @throws FolkmootError `invalid-request` for what is no list of messages, and for a message without key or direction.
 */
export function oncePerKey<M extends Pick<Message, "key" | "direction">>(messages: readonly M[]): ReadonlyMap<string, M> {
  checkList(messages, "messages", "message");
  const found = new Map<string, M>();
  for (const message of messages) {
    const { key, direction } = message;
    if (typeof key !== "string" || key === "") refuse("a message has no `key`", "give messages as they were read");
    // Read as text: callers without types may give any word.
    if (!["inbound", "outbound"].includes(direction)) refuse(`\`direction\` of ${key} is none`, "give `inbound` or `outbound`");
    const before = found.get(key);
    found.set(key, before === undefined || before === message ? message : laterOf(before, message));
  }
  return found;
}

function laterOf<M extends Partial<Message>>(a: M, b: M): M {
  return sketch(a) >= sketch(b) ? a : b;
}

/** Sorts states of one message, and tells those apart that a calculator would read as different. */
function sketch(message: Partial<Message>): string {
  const { deletedAt, editedAt, author, parent, root, conversation, post, kind, visibility, counts, annotations } = message;
  return JSON.stringify([
    deletedAt ?? "",
    editedAt ?? "",
    message.createdAt,
    message.direction,
    [author?.key, author?.isOwn, author?.isBot],
    [parent, root, conversation, post, kind, visibility],
    [counts?.likes, counts?.reactions, annotations?.["intent"]?.label],
  ]);
}
