/**
 * Each message once, however often it came.
 * @module
 */
import type { Message } from "../../model/message.js";
import { checkList, refuse } from "../measure.js";

/** Messages, each once, and where to find them. */
export interface Unique<M> {
  /** The messages. */
  readonly list: readonly M[];
  /** Where in the list the message of a key is. */
  readonly indexOf: ReadonlyMap<string, number>;
}

const directions: readonly string[] = ["inbound", "outbound"];

/**
 * Lists messages, each key once. Of two states of one message the later one counts: deleted before not deleted, then the later edit.
 *
 * @throws FolkmootError `invalid-request` for what is no list of messages, and for a message without key or direction.
 */
export function oncePerKey<M extends Pick<Message, "key" | "direction">>(messages: readonly M[]): Unique<M> {
  checkList(messages, "messages", "message");
  for (const { key, direction } of messages) {
    if (typeof key !== "string" || key === "") refuse("a message has no `key`", "give messages as they were read");
    // Read as text: callers without types may give any word.
    if (!directions.includes(direction)) refuse(`\`direction\` of ${key} is none`, "give `inbound` or `outbound`");
  }
  const all = byKey(messages);
  return all.indexOf.size === messages.length ? all : byKey([...latestStates(messages).values()]);
}

/** Finds messages, of which no two have one key, by it. */
export function byKey<M extends Pick<Message, "key">>(list: readonly M[]): Unique<M> {
  const indexOf = new Map<string, number>();
  for (const [index, { key }] of list.entries()) indexOf.set(key, index);
  return { list, indexOf };
}

function latestStates<M extends Pick<Message, "key">>(messages: readonly M[]): ReadonlyMap<string, M> {
  const found = new Map<string, M>();
  for (const message of messages) {
    const before = found.get(message.key);
    found.set(message.key, before === undefined || before === message ? message : laterOf(before, message));
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
