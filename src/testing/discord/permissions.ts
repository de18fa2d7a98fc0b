/**
 * Who may do what where.
 * @see https://discord.com/developers/docs/topics/permissions, read 2026-11
 * @module
 */
import type { ChannelData, Core } from "./core.js";
import { refused } from "./errors.js";

/** The permissions that the fake knows, as bits. */
export const permissionBits: Readonly<
  Record<
    | "KICK_MEMBERS"
    | "BAN_MEMBERS"
    | "MANAGE_CHANNELS"
    | "MANAGE_GUILD"
    | "ADD_REACTIONS"
    | "VIEW_CHANNEL"
    | "SEND_MESSAGES"
    | "MANAGE_MESSAGES"
    | "EMBED_LINKS"
    | "ATTACH_FILES"
    | "READ_MESSAGE_HISTORY"
    | "MENTION_EVERYONE"
    | "MANAGE_THREADS"
    | "CREATE_PUBLIC_THREADS"
    | "SEND_MESSAGES_IN_THREADS"
    | "MODERATE_MEMBERS"
    | "PIN_MESSAGES"
    | "BYPASS_SLOWMODE",
    bigint
  >
> = {
  KICK_MEMBERS: 1n << 1n,
  BAN_MEMBERS: 1n << 2n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  MODERATE_MEMBERS: 1n << 40n,
  PIN_MESSAGES: 1n << 51n,
  BYPASS_SLOWMODE: 1n << 52n,
};

/** A permission by its documented name. @useDeclaredType */
export type DiscordPermission = keyof typeof permissionBits;

const sumOf = (names: readonly DiscordPermission[]): bigint => names.reduce((sum, name) => sum | permissionBits[name], 0n);

/** Every permission. */
export const everything: bigint = Object.values(permissionBits).reduce((sum, bit) => sum | bit, 0n);

const membersMay = sumOf([
  "ADD_REACTIONS",
  "VIEW_CHANNEL",
  "SEND_MESSAGES",
  "EMBED_LINKS",
  "ATTACH_FILES",
  "READ_MESSAGE_HISTORY",
  "CREATE_PUBLIC_THREADS",
  "SEND_MESSAGES_IN_THREADS",
]);

/** What is left to somebody who is timed out. */
const silencedMay = sumOf(["VIEW_CHANNEL", "READ_MESSAGE_HISTORY"]);

/** Gives the channel that decides about another one: a thread asks its parent. */
export const decidingChannel = (core: Core, channel: ChannelData): ChannelData =>
  (channel.thread && channel.parentId !== undefined ? core.channels.get(channel.parentId) : undefined) ?? channel;

/** Gives what somebody may do in a guild; nothing for those who are no members. */
export function guildPermissions(core: Core, userId: string, guildId: string): bigint {
  const guild = core.guilds.get(guildId);
  const member = guild?.members.get(userId);
  if (guild === undefined || member === undefined) return 0n;
  if (guild.ownerId === userId) return everything;
  const base = core.users.get(userId)?.bot === true ? everything : membersMay | (member.granted ?? 0n);
  const left = base & ~(guild.denied.get(userId) ?? 0n);
  return (member.timedOutUntil ?? 0) > core.clock.now() ? left & silencedMay : left;
}

/** Gives what somebody may do in a channel. In a direct channel that is everything for both, and nothing for others. */
export function channelPermissions(core: Core, userId: string, channel: ChannelData): bigint {
  if (channel.guildId === undefined) return channel.recipients?.includes(userId) === true ? everything : 0n;
  const all = guildPermissions(core, userId, channel.guildId);
  const left = all & ~(decidingChannel(core, channel).denied.get(userId) ?? 0n);
  return (left & permissionBits.VIEW_CHANNEL) === 0n ? 0n : left;
}

/** Says whether somebody has a permission in a channel. */
export const may = (core: Core, userId: string, channel: ChannelData, name: DiscordPermission): boolean =>
  (channelPermissions(core, userId, channel) & permissionBits[name]) !== 0n;

/** Refuses whoever lacks a permission in a channel: 50001 who cannot see it, 50013 who can. */
export function demand(core: Core, userId: string, channel: ChannelData, ...names: readonly DiscordPermission[]): void {
  if (!may(core, userId, channel, "VIEW_CHANNEL")) throw refused(50001);
  for (const name of names) if (!may(core, userId, channel, name)) throw refused(50013);
}

/** Refuses whoever lacks a permission in a guild. */
export function demandInGuild(core: Core, userId: string, guildId: string, name: DiscordPermission): void {
  if ((guildPermissions(core, userId, guildId) & permissionBits[name]) === 0n) throw refused(50013);
}

/** Gives the bits of permissions. */
export const bitsOf: (names: readonly DiscordPermission[]) => bigint = sumOf;
