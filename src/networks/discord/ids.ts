/**
 * Names of things: snowflakes, web addresses, emoji, and the account that everything is seen by.
 * @module
 */
import type { AccountKey } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";

/** The account that everything is seen by. */
export interface Us {
  /** Key of the guild's account. */
  readonly account: AccountKey;
  /** Id of the guild. */
  readonly guild: string;
  /** Id of the bot's user: what it wrote is ours. */
  readonly bot: string;
  /** The emoji that counts as a like. */
  readonly like: string;
}

/** True for an id as the network makes them: a 64-bit number, written in digits. */
export function isSnowflake(text: unknown): text is string {
  return typeof text === "string" && /^\d{1,20}$/.test(text);
}

/** The first millisecond of the network's own count: 2015 (reference, snowflakes; read 2026-11). */
const epochMs = 1_420_070_400_000n;

/** Gives when an id was made; ids of messages tell when they were written. */
export function timeOfId(id: string): Timestamp {
  return new Date(Number((BigInt(id) >> 22n) + epochMs)).toISOString();
}

/** Makes the smallest id of an instant: a cursor, for lists that are cut by id. `ms` since 1970. */
export function idAtTime(ms: number): string {
  const since = BigInt(Math.floor(ms)) - epochMs;
  return since <= 0n ? "0" : String(since << 22n);
}

/** Orders ids: negative when the first is older. Their digits differ in number, so they do not sort as texts. */
export function compareIds(one: string, other: string): number {
  return one.length === other.length ? Number(one > other) - Number(one < other) : one.length - other.length;
}

/** What a web address of a message points at. */
export interface MessagePlace {
  /** Guild, or `@me` for a direct message. */
  readonly guild: string;
  /** Channel, thread or direct channel. */
  readonly channel: string;
  /** The message. */
  readonly message: string;
}

const webAddress =
  /^https:\/\/(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com\/channels\/(\d{1,20}|@me)\/(\d{1,20})\/(\d{1,20})\/?(?:[?#].*)?$/;

/** Reads a message's web address; `undefined` for any other. */
export function readMessageUrl(url: string): MessagePlace | undefined {
  const [, guild, channel, message] = webAddress.exec(url) ?? [];
  return guild === undefined || channel === undefined || message === undefined ? undefined : { guild, channel, message };
}

/** Makes the web address of a message. */
export function messageUrl(guild: string | undefined, channel: string, message: string): string {
  return `https://discord.com/channels/${guild ?? "@me"}/${channel}/${message}`;
}

/**
 * Reads a reaction as hosts write it: an emoji, or one of a guild's own as `name:id`, `<:name:id>` or `<a:name:id>`.
 * @returns the network's word for it, as `ownReactions` and `counts.reactions` hold it; `undefined` for what is no emoji
 */
export function readEmoji(text: string): string | undefined {
  const custom = /^<?(?:a?:)?(\w{2,32}):(\d{1,20})>?$/.exec(text);
  if (custom !== null) return `${custom[1] ?? ""}:${custom[2] ?? ""}`;
  return text.length <= 64 &&
    !/[\s/:<>]/.test(text) &&
    /[\p{Emoji_Presentation}\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u.test(text)
    ? text
    : undefined;
}
