/**
 * Files of what was read and measured.
 * @module
 */
import type { Conversation } from "../../model/conversation.js";
import type { Message } from "../../model/message.js";
import type { NamedMeasure } from "./columns.js";
import type { ObservedValue } from "../observed.js";
import type { Post } from "../../model/post.js";
import { isObject } from "../measure.js";
import { checkSource, writeRows, type ExportOptions, type RowSource } from "./write.js";

/** An item of an inbox. */
export interface MessageItem {
  /** The message. */
  readonly message: Message;
}

/** A message, or an item of `inbox.items()`, which holds one. */
export type MessageRow = Message | MessageItem;

/**
 * Writes messages as JSON lines or CSV, piece by piece: memory stays the same however many there are. Its columns are
 * `exportColumns.messages`. What is unknown has no field in JSON and nothing between the commas in CSV. Each piece ends with a whole row.
 *
 * @throws FolkmootError `invalid-request` at once for options and columns that do not exist; while writing, for a row that is nothing.
 *
 * @example
 * for await (const piece of exportMessages(inbox.items({ order: "oldest" }))) await file.write(piece);
 */
export function exportMessages(messages: RowSource<MessageRow>, options?: ExportOptions): AsyncIterable<string> {
  checkSource("messages", messages);
  return writeRows("messages", unwrapped(messages), options);
}

/** Writes posts, as `exportMessages` writes messages. Its columns are `exportColumns.posts`. */
export function exportPosts(posts: RowSource<Post>, options?: ExportOptions): AsyncIterable<string> {
  return writeRows("posts", posts, options);
}

/** Writes conversations, as `exportMessages` writes messages. Its columns are `exportColumns.conversations`. */
export function exportConversations(conversations: RowSource<Conversation>, options?: ExportOptions): AsyncIterable<string> {
  return writeRows("conversations", conversations, options);
}

/** Writes numbers in time, such as those of `inbox.series()`. Its columns are `exportColumns.observations`. */
export function exportObservations(observations: RowSource<ObservedValue>, options?: ExportOptions): AsyncIterable<string> {
  return writeRows("observations", observations, options);
}

/** Writes measures with their names. Its columns are `exportColumns.measures`; where there is no value, `reason` says why. */
export function exportMeasures(measures: RowSource<NamedMeasure>, options?: ExportOptions): AsyncIterable<string> {
  return writeRows("measures", measures, options);
}

function unwrapped(messages: RowSource<MessageRow>): RowSource<Message> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const row of messages) yield isObject(row) && "message" in row ? row.message : row;
    },
  };
}
