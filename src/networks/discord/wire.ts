/**
 * The network's own JSON, as thin as what we read of it: a field is checked only where nothing could be made of an item without it.
 * Everything else is read field by field. Compiled on first use.
 * @module
 */
import { answerSchema, itemCheck, once } from "../../adapter/compiled.js";
import { array, boolean, looseObject, nullable, number, object, optional, string, unknown } from "zod/mini";
import type { ItemCheck } from "../../adapter/read-items.js";
import type { Schema } from "../../http/request.js";

/** A user: a person, a bot, or the face of a webhook. */
export interface WireUser extends Readonly<Record<string, unknown>> {
  /** Snowflake. */
  readonly id: string;
  /** Name in mentions; unique, may change. */
  readonly username: string;
}

/** A message. */
export interface WireMessage extends Readonly<Record<string, unknown>> {
  /** Snowflake. */
  readonly id: string;
  /** Channel, thread or direct channel. */
  readonly channel_id: string;
  /** Who wrote it. */
  readonly author: WireUser;
  /** What was written; empty beside attachments, and without the intent for message content. */
  readonly content: string;
  /** When. */
  readonly timestamp: string;
}

/** A channel or thread. */
export interface WireChannel extends Readonly<Record<string, unknown>> {
  /** Snowflake. */
  readonly id: string;
  /** What it is, see `channelTypes` in places.ts. */
  readonly type: number;
}

type Fields = Readonly<Record<string, unknown>>;

const user = once(() => object({ id: string(), username: string() }));
const message = once(() => object({ id: string(), channel_id: string(), author: user(), content: string(), timestamp: string() }));
const channel = once(() => object({ id: string(), type: number() }));
const list = once(() => array(unknown()));

/** A message. */
export const wireMessage: ItemCheck<WireMessage> = itemCheck(message);
/** A channel or thread. */
export const wireChannel: ItemCheck<WireChannel> = itemCheck(channel);

/** A user. */
export const userAnswer: Schema<WireUser> = answerSchema(user);
/** One message. */
export const messageAnswer: Schema<WireMessage> = answerSchema(message);
/** One channel or thread. */
export const channelAnswer: Schema<WireChannel> = answerSchema(channel);
/** A list whose items are checked one by one. */
export const listAnswer: Schema<readonly unknown[]> = answerSchema(list);
/** A guild. */
export const guildAnswer: Schema<Fields & { readonly id: string; readonly name: string }> = answerSchema(() =>
  object({ id: string(), name: string() }),
);
/** Threads: all that are active, or a page of those that are archived. */
export const threadsAnswer: Schema<{ readonly threads: readonly unknown[]; readonly has_more?: boolean }> = answerSchema(() =>
  object({ threads: list(), has_more: optional(boolean()) }),
);
/** A new thread with the message that begins it. */
export const newThreadAnswer: Schema<WireChannel & { readonly message?: WireMessage }> = answerSchema(() =>
  object({ id: string(), type: number(), message: optional(message()) }),
);
/** A page of a search. Each hit stands in a list of its own, with room for neighbours that are never there. */
export const searchAnswer: Schema<{ readonly messages: readonly unknown[]; readonly threads?: unknown; readonly total_results?: number }> =
  answerSchema(() => object({ messages: list(), total_results: optional(number()) }));
/** A member of the guild. */
export const memberAnswer: Schema<{ readonly communication_disabled_until?: string | null } & Fields> = answerSchema(() =>
  looseObject({ communication_disabled_until: optional(nullable(string())) }),
);
