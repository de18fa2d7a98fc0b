/**
 * Finds what a path names, or refuses in the network's words.
 * @module
 */
import type { ChannelData, Core, GuildData, MessageData, UserData } from "./core.js";
import { demand } from "./permissions.js";
import { refused } from "./errors.js";

/** Gives a channel; 10003 without it. */
export function channelAt(core: Core, id: string): ChannelData {
  const channel = core.channels.get(id);
  if (channel === undefined) throw refused(10003);
  return channel;
}

/** Gives a channel that somebody can see; 50001 where they cannot. */
export function channelFor(core: Core, id: string, userId: string): ChannelData {
  const channel = channelAt(core, id);
  demand(core, userId, channel);
  return channel;
}

/** Gives a message and its channel; 10008 without it. */
export function messageAt(core: Core, id: string): { readonly message: MessageData; readonly channel: ChannelData } {
  const message = core.messages.get(id);
  if (message === undefined) throw refused(10008);
  return { message, channel: channelAt(core, message.channelId) };
}

/** Gives a message of a channel; 10008 where it is not in that one. */
export function messageIn(core: Core, channel: ChannelData, id: string): MessageData {
  const message = core.messages.get(id);
  if (message?.channelId !== channel.id) throw refused(10008);
  return message;
}

/** Gives a guild that somebody is a member of; 10004 without it, 50001 from outside. */
export function guildFor(core: Core, id: string, userId: string): GuildData {
  const guild = core.guilds.get(id);
  if (guild === undefined) throw refused(10004);
  if (!guild.members.has(userId)) throw refused(50001);
  return guild;
}

/** Gives somebody; 10013 without them. */
export function userAt(core: Core, id: string): UserData {
  const user = core.users.get(id);
  if (user === undefined) throw refused(10013);
  return user;
}
