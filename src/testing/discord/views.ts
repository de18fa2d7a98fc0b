/**
 * What the network shows of what it holds.
 * @see https://discord.com/developers/docs/resources/message, .../channel, .../guild, .../user, read 2026-11
 * @module
 */
import type { AttachmentData, BotData, ChannelData, Core, GuildData, MemberData, MessageData, UserData } from "./core.js";
import { channelTypes, messageTypes } from "./core.js";
import { everything } from "./permissions.js";
import { instant } from "./snowflake.js";
import type { Json } from "../json.js";
import { present } from "../json.js";

/** Shows somebody. */
export const userView = (user: UserData): Json => ({
  id: user.id,
  username: user.username,
  discriminator: user.bot ? "0417" : "0",
  global_name: user.globalName ?? null,
  avatar: null,
  public_flags: 0,
  flags: 0,
  primary_guild: null,
  ...(user.bot && { bot: true }),
});

/** Shows a bot to itself. */
export const meView = (user: UserData): Json => ({ ...userView(user), mfa_enabled: true, locale: "en-US", verified: true, email: null });

/** Shows somebody as a member. Without `whole` the user is left out, as beside a message. */
export function memberView(core: Core, member: MemberData, whole = true): Json {
  const user = core.users.get(member.userId);
  return {
    ...(whole && user && { user: userView(user) }),
    nick: member.nick ?? null,
    avatar: null,
    banner: null,
    roles: [],
    joined_at: instant(member.joinedAt),
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: member.timedOutUntil === undefined ? null : instant(member.timedOutUntil),
  };
}

const everyoneRole = (guild: GuildData): Json => ({
  id: guild.id,
  name: "@everyone",
  description: null,
  permissions: String(everything),
  position: 0,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  mentionable: false,
  icon: null,
  unicode_emoji: null,
  flags: 0,
});

/** Shows a guild; with counts where they were asked for. */
export const guildView = (guild: GuildData, withCounts: boolean): Json => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  description: null,
  home_header: null,
  splash: null,
  discovery_splash: null,
  features: ["COMMUNITY"],
  banner: null,
  owner_id: guild.ownerId,
  application_id: null,
  region: "deprecated",
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_id: null,
  system_channel_flags: 0,
  widget_enabled: false,
  widget_channel_id: null,
  verification_level: 1,
  roles: [everyoneRole(guild)],
  default_message_notifications: 1,
  mfa_level: 0,
  explicit_content_filter: 2,
  max_presences: null,
  max_members: 500_000,
  max_stage_video_channel_users: 50,
  max_video_channel_users: 25,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  preferred_locale: "en-US",
  rules_channel_id: null,
  safety_alerts_channel_id: null,
  public_updates_channel_id: null,
  premium_progress_bar_enabled: false,
  nsfw: false,
  nsfw_level: 0,
  emojis: [...guild.emojis].map(([id, name]) => ({
    id,
    name,
    roles: [],
    require_colons: true,
    managed: false,
    animated: false,
    available: true,
  })),
  stickers: [],
  incidents_data: null,
  ...(withCounts && counts(guild)),
});

/** The counts of a guild that are only told when asked for. Both are approximate on the real network. */
export const counts = (guild: GuildData): Json => ({
  approximate_member_count: guild.members.size,
  approximate_presence_count: Math.min(guild.members.size, 1),
});

/** Shows that somebody is a member of a thread. */
export const threadMemberView = (threadId: string, userId: string, since: number): Json => ({
  id: threadId,
  user_id: userId,
  join_timestamp: instant(since),
  flags: 0,
});

function threadPart({ id, thread }: ChannelData, viewer: BotData): Json {
  if (thread === undefined) return {};
  const since = thread.memberIds.get(viewer.userId);
  return {
    owner_id: thread.ownerId,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: instant(thread.archivedAt),
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: thread.locked,
      create_timestamp: instant(thread.createdAt),
    },
    message_count: thread.messageCount,
    // Documented: it stops counting at 50.
    member_count: Math.min(50, thread.memberIds.size),
    total_message_sent: thread.totalSent,
    ...(thread.appliedTags.length > 0 && { applied_tags: thread.appliedTags }),
    ...(since !== undefined && { member: threadMemberView(id, viewer.userId, since) }),
  };
}

/** Shows a channel, a thread or a direct channel. */
export function channelView(core: Core, viewer: BotData, channel: ChannelData): Json {
  const { id, type, guildId, recipients } = channel;
  const last = { last_message_id: channel.lastMessageId ?? null };
  if (guildId === undefined) {
    const others = (recipients ?? []).filter((one) => one !== viewer.userId).flatMap((one) => core.users.get(one) ?? []);
    return { id, type, flags: 0, ...last, recipients: others.map(userView) };
  }
  const pin = channel.lastPinAt === undefined ? {} : { last_pin_timestamp: instant(channel.lastPinAt) };
  const common = { id, type, flags: channel.requiresTag ? 1 << 4 : 0, guild_id: guildId, name: channel.name };
  if (channel.thread)
    return {
      ...common,
      ...last,
      ...pin,
      parent_id: channel.parentId ?? null,
      rate_limit_per_user: channel.slowModeSeconds,
      ...threadPart(channel, viewer),
    };
  return {
    ...common,
    ...(type !== channelTypes.category && { ...last, ...pin, topic: channel.topic ?? null, rate_limit_per_user: channel.slowModeSeconds }),
    parent_id: channel.parentId ?? null,
    position: channel.position,
    permission_overwrites: [],
    nsfw: false,
    ...(type === channelTypes.forum && {
      available_tags: channel.tags.map((tag) => ({ ...tag, moderated: false, emoji_id: null, emoji_name: null })),
      default_reaction_emoji: null,
      default_sort_order: null,
      default_forum_layout: 0,
    }),
  };
}

/** Shows an emoji by the word that a path has for it. */
export function emojiView(word: string): Json {
  const [, name, id] = /^(\w+):(\d+)$/.exec(word) ?? [];
  return id === undefined || name === undefined ? { id: null, name: word } : { id, name, animated: false };
}

function reactionsView(message: MessageData, viewer: BotData): { readonly reactions?: readonly Json[] } {
  const all = [...message.reactions].filter(([, who]) => who.size > 0);
  if (all.length === 0) return {};
  return {
    reactions: all.map(([word, who]) => ({
      emoji: emojiView(word),
      count: who.size,
      count_details: { burst: 0, normal: who.size },
      burst_colors: [],
      me_burst: false,
      me: who.has(viewer.userId),
      burst_me: false,
      burst_count: 0,
    })),
  };
}

function attachmentView({ channelId }: MessageData, { id, filename, size, contentType, description }: AttachmentData): Json {
  const path = `attachments/${channelId}/${id}/${encodeURIComponent(filename)}?ex=0&is=0&hm=0`;
  return {
    id,
    filename,
    size,
    url: `https://cdn.discordapp.com/${path}`,
    proxy_url: `https://media.discordapp.net/${path}`,
    ...(contentType !== undefined && { content_type: contentType }),
    ...(description !== undefined && { description }),
  };
}

const isOpenTo = (core: Core, viewer: BotData, message: MessageData): boolean =>
  viewer.messageContent ||
  message.authorId === viewer.userId ||
  core.channels.get(message.channelId)?.guildId === undefined ||
  message.mentions.includes(viewer.userId);

const webhookAuthor = ({ id, name }: { readonly id: string; readonly name: string }): Json => ({
  id,
  username: name,
  discriminator: "0000",
  global_name: null,
  avatar: null,
  public_flags: 0,
  flags: 0,
  primary_guild: null,
  bot: true,
});

/** What a message is in every view of it, also where another one shows it as what it answers. */
function basicView(core: Core, message: MessageData, open: boolean): Json {
  const author = core.users.get(message.authorId);
  const { reference, webhook } = message;
  return present({
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: webhook ? webhookAuthor(webhook) : author && userView(author),
    content: open ? message.content : "",
    timestamp: instant(message.at),
    edited_timestamp: message.editedAt === undefined ? null : instant(message.editedAt),
    tts: message.tts,
    mention_everyone: message.mentionEveryone,
    mentions: message.mentions.flatMap((id) => core.users.get(id) ?? []).map(userView),
    mention_roles: message.mentionRoles,
    attachments: open ? message.attachments.map((one) => attachmentView(message, one)) : [],
    embeds: open ? message.embeds : [],
    components: [],
    pinned: message.pinnedAt !== undefined,
    flags: message.flags,
    webhook_id: webhook?.id,
    message_reference:
      reference && present({ type: 0, message_id: reference.messageId, channel_id: reference.channelId, guild_id: reference.guildId }),
  });
}

/**
 * Shows a message to a bot. Without the privileged intent what others say is empty, but for direct messages and what names the bot.
 * @param open - shows everything, as the target of a command is shown
 */
export function messageView(core: Core, viewer: BotData, message: MessageData, open: boolean = isOpenTo(core, viewer, message)): Json {
  const { reference, threadId, nonce } = message;
  const answers = message.type === messageTypes.reply || message.type === messageTypes.threadStarter;
  const target = reference && core.messages.get(reference.messageId);
  const thread = threadId === undefined || threadId === message.channelId ? undefined : core.channels.get(threadId);
  const channel = core.channels.get(message.channelId);
  return {
    ...basicView(core, message, open),
    ...reactionsView(message, viewer),
    ...(answers && {
      referenced_message: target === undefined ? null : basicView(core, target, isOpenTo(core, viewer, target)),
    }),
    ...(thread && { thread: channelView(core, viewer, thread) }),
    ...(channel?.thread && {
      position: Math.max(
        0,
        core.messagesIn(channel.id).findIndex(({ id }) => id === message.id),
      ),
    }),
    ...(nonce !== undefined && message.authorId === viewer.userId && { nonce }),
  };
}

/** Shows a message as search does: without reactions. */
export function foundView(core: Core, viewer: BotData, message: MessageData): Json {
  const view = messageView(core, viewer, message);
  return { ...Object.fromEntries(Object.entries(view).filter(([name]) => name !== "reactions")), hit: true };
}
