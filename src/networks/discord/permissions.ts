/**
 * Permissions: what the bot may do in the guild, and what each operation needs.
 * @module
 */
import type { OperationName } from "../../adapter/operations.js";

/** Permission bits that operations need, by the network's word (reference, permissions; read 2026-11). Beyond 2^53, so they are bigints. */
const bits: Readonly<
  Record<
    | "BAN_MEMBERS"
    | "ADMINISTRATOR"
    | "ADD_REACTIONS"
    | "VIEW_CHANNEL"
    | "SEND_MESSAGES"
    | "MANAGE_MESSAGES"
    | "ATTACH_FILES"
    | "READ_MESSAGE_HISTORY"
    | "MANAGE_THREADS"
    | "SEND_MESSAGES_IN_THREADS"
    | "MODERATE_MEMBERS"
    | "PIN_MESSAGES",
    bigint
  >
> = {
  BAN_MEMBERS: 1n << 2n,
  ADMINISTRATOR: 1n << 3n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MANAGE_THREADS: 1n << 34n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  MODERATE_MEMBERS: 1n << 40n,
  PIN_MESSAGES: 1n << 51n,
};

/** A permission, in the network's word. */
export type Permission = keyof typeof bits;

/** The privileged intent behind texts of others, as `scopes` names it. */
export const contentIntent = "intent:MESSAGE_CONTENT";

/** Reads the decimal number that the network writes permissions as; `undefined` where it is none. */
export function permissionsOf(value: unknown): readonly Permission[] | undefined {
  if (typeof value !== "string" || !/^\d{1,30}$/.test(value)) return undefined;
  const held = BigInt(value);
  const names = Object.keys(bits) as Permission[];
  return (held & bits.ADMINISTRATOR) === 0n ? names.filter((name) => (held & bits[name]) !== 0n) : names;
}

const read: readonly Permission[] = ["VIEW_CHANNEL", "READ_MESSAGE_HISTORY"];
const write: readonly Permission[] = ["VIEW_CHANNEL", "READ_MESSAGE_HISTORY", "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS"];
const react: readonly Permission[] = ["VIEW_CHANNEL", "READ_MESSAGE_HISTORY", "ADD_REACTIONS"];

/** What each operation needs. Pinning wants its own permission since 2026-02-23 (change log, read 2026-11). */
export const discordScopes: { readonly [O in OperationName]?: readonly string[] } = {
  listPosts: [...read, contentIntent],
  getPost: [...read, contentIntent],
  listComments: [...read, contentIntent],
  listMentions: [...read, contentIntent],
  listConversations: ["VIEW_CHANNEL"],
  listMessages: [...read, contentIntent],
  getMessages: [...read, contentIntent],
  searchPosts: [...read, contentIntent],
  stream: ["VIEW_CHANNEL", contentIntent],
  publishPost: ["VIEW_CHANNEL", "SEND_MESSAGES", "ATTACH_FILES"],
  reply: write,
  edit: ["VIEW_CHANNEL"],
  delete: ["VIEW_CHANNEL", "MANAGE_MESSAGES", "MANAGE_THREADS"],
  like: react,
  unlike: read,
  react,
  unreact: read,
  pin: [...read, "PIN_MESSAGES"],
  unpin: [...read, "PIN_MESSAGES"],
  ban: ["BAN_MEMBERS", "MODERATE_MEMBERS"],
  unban: ["BAN_MEMBERS", "MODERATE_MEMBERS"],
  findOwn: read,
};
