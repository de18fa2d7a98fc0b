/**
 * Shutting out, timing out, throwing out: the same rules for bots over HTTP and for people in a test.
 * @see https://discord.com/developers/docs/resources/guild, read 2026-11
 * @module
 */
import type { AuditEntry, Core, GuildData, MemberData } from "./core.js";
import { demandInGuild } from "./permissions.js";
import { drop } from "./say.js";
import { channelAt, userAt } from "./find.js";
import { invalidForm, refused } from "./errors.js";
import { personEvent } from "./events.js";

const longestTimeoutMs = 28 * 86_400_000;

const note = (guild: GuildData, entry: Omit<AuditEntry, "reason">, reason: string | undefined): void => {
  guild.audit.push({ ...entry, ...(reason !== undefined && { reason }) });
};

/** Gives a member; 10007 without them. */
export function memberAt(guild: GuildData, userId: string): MemberData {
  const member = guild.members.get(userId);
  if (member === undefined) throw refused(10007);
  return member;
}

/** Shuts somebody out, member or not; again changes nothing. Throws `DiscordError`. */
export function ban(
  core: Core,
  by: string,
  guild: GuildData,
  userId: string,
  how: { readonly deleteSeconds?: number; readonly reason?: string } = {},
): void {
  demandInGuild(core, by, guild.id, "BAN_MEMBERS");
  const user = userAt(core, userId);
  if (userId === guild.ownerId || userId === by) throw refused(50013);
  const again = guild.bans.has(userId);
  guild.bans.set(userId, how.reason === undefined ? {} : { reason: how.reason });
  guild.members.delete(userId);
  const since = core.clock.now() - (how.deleteSeconds ?? 0) * 1000;
  if ((how.deleteSeconds ?? 0) > 0)
    for (const message of [...core.messages.values()]) {
      const channel = channelAt(core, message.channelId);
      if (message.authorId === userId && channel.guildId === guild.id && message.at >= since) drop(core, message, channel);
    }
  note(guild, { action: "ban", by, target: userId }, how.reason);
  if (!again) core.emit(personEvent("GUILD_BAN_ADD", guild.id, user));
}

/** Lets somebody in again; 10026 where they are not shut out. Throws `DiscordError`. */
export function unban(core: Core, by: string, guild: GuildData, userId: string, reason?: string): void {
  demandInGuild(core, by, guild.id, "BAN_MEMBERS");
  const user = userAt(core, userId);
  if (!guild.bans.delete(userId)) throw refused(10026);
  note(guild, { action: "unban", by, target: userId }, reason);
  core.emit(personEvent("GUILD_BAN_REMOVE", guild.id, user));
}

/** Throws somebody out; they may come back. Throws `DiscordError`. */
export function kick(core: Core, by: string, guild: GuildData, userId: string, reason?: string): void {
  demandInGuild(core, by, guild.id, "KICK_MEMBERS");
  memberAt(guild, userId);
  if (userId === guild.ownerId) throw refused(50013);
  guild.members.delete(userId);
  note(guild, { action: "kick", by, target: userId }, reason);
  core.emit(personEvent("GUILD_MEMBER_REMOVE", guild.id, userAt(core, userId)));
}

/** Silences somebody until an instant, at most 28 days ahead; `undefined` ends it. Throws `DiscordError`. */
export function timeOut(core: Core, by: string, guild: GuildData, userId: string, until: number | undefined, reason?: string): MemberData {
  demandInGuild(core, by, guild.id, "MODERATE_MEMBERS");
  const member = memberAt(guild, userId);
  if (userId === guild.ownerId) throw refused(50013);
  if (until !== undefined && until > core.clock.now() + longestTimeoutMs)
    throw invalidForm(
      ["communication_disabled_until"],
      "GUILD_MEMBER_COMMUNICATION_DISABLED_DURATION_EXCEEDED",
      "The duration is longer than 28 days.",
    );
  if (until === undefined) delete member.timedOutUntil;
  else member.timedOutUntil = until;
  note(guild, { action: until === undefined ? "end time-out" : "time-out", by, target: userId }, reason);
  return member;
}
