/**
 * What the gateway tells, as the network writes it.
 * @see https://discord.com/developers/docs/events/gateway-events, read 2026-11
 * @module
 */
import { channelView, memberView, messageView, userView } from "./views.js";
import type { ChannelData, Core, MessageData, NetworkEvent, UserData } from "./core.js";
import type { Json } from "../json.js";

const inGuild = (guildId: string | undefined): { readonly guild_id?: string } => (guildId === undefined ? {} : { guild_id: guildId });

/** What a member is called beside a message or a reaction. */
function memberOf(core: Core, guildId: string | undefined, userId: string): { readonly member?: Json } {
  const member = guildId === undefined ? undefined : core.guilds.get(guildId)?.members.get(userId);
  return member === undefined ? {} : { member: memberView(core, member, false) };
}

/** Tells of a message that was said or changed. */
export function messageEvent(core: Core, type: "MESSAGE_CREATE" | "MESSAGE_UPDATE", message: MessageData): NetworkEvent {
  const guildId = core.channels.get(message.channelId)?.guildId;
  return {
    type,
    channelId: message.channelId,
    ...(guildId !== undefined && { guildId }),
    data: (viewer) => ({
      ...messageView(core, viewer, message),
      ...inGuild(guildId),
      ...(message.webhook === undefined && memberOf(core, guildId, message.authorId)),
    }),
  };
}

/** Tells of a channel or a thread. */
export function channelEvent(core: Core, type: string, channel: ChannelData, more: Json = {}): NetworkEvent {
  return {
    type,
    channelId: channel.id,
    ...(channel.guildId !== undefined && { guildId: channel.guildId }),
    data: (viewer) => ({ ...channelView(core, viewer, channel), ...more }),
  };
}

/** Tells of a reaction. */
export function reactionEvent(
  core: Core,
  type: "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE",
  { message, userId, emoji }: { readonly message: MessageData; readonly userId: string; readonly emoji: Json },
): NetworkEvent {
  const guildId = core.channels.get(message.channelId)?.guildId;
  const added = type === "MESSAGE_REACTION_ADD";
  return {
    type,
    channelId: message.channelId,
    ...(guildId !== undefined && { guildId }),
    data: () => ({
      user_id: userId,
      channel_id: message.channelId,
      message_id: message.id,
      ...inGuild(guildId),
      ...(added && { ...memberOf(core, guildId, userId), message_author_id: message.authorId }),
      emoji,
      burst: false,
      type: 0,
    }),
  };
}

/** Tells that somebody was shut out, let in again, or has left. */
export const personEvent = (
  type: "GUILD_BAN_ADD" | "GUILD_BAN_REMOVE" | "GUILD_MEMBER_REMOVE",
  guildId: string,
  user: UserData,
): NetworkEvent => ({ type, guildId, data: () => ({ guild_id: guildId, user: userView(user) }) });
