/**
 * What may be said where, and what becomes of it: the same rules for bots over HTTP and for people in a test.
 * @see https://discord.com/developers/docs/resources/message#create-message and .../topics/threads, read 2026-11
 * @module
 */
import type { AttachmentData, ChannelData, Core, MessageData } from "./core.js";
import { channelTypes, messageTypes } from "./core.js";
import { demand, may } from "./permissions.js";
import { invalidForm, refused } from "./errors.js";
import { channelEvent, messageEvent } from "./events.js";
import type { Json } from "../json.js";
import { lengthOf } from "./form.js";
import { messageAt } from "./find.js";
import { timeOf } from "./snowflake.js";

/** Most characters of a message. */
export const contentLimit = 2000;

/** Within how long a nonce may not come twice. Documented as "the past few minutes". Milliseconds. */
const nonceWindowMs = 300_000;

/** Whom a message may name so that they are told. Absent kinds = those written in the text. */
export interface Allowed {
  readonly parse: readonly string[];
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly repliedUser: boolean;
}

/** A message before it is said. */
export interface Draft {
  readonly content: string;
  readonly embeds?: readonly Json[];
  readonly attachments?: readonly AttachmentData[];
  /** Ids of stickers; they make a message that says nothing else. */
  readonly stickers?: readonly string[];
  /** @defaultValue everybody who is named, as the network does */
  readonly allowed?: Allowed;
  readonly reference?: { readonly messageId: string; readonly channelId?: string; readonly failIfNotExists: boolean };
  readonly nonce?: string | number;
  readonly enforceNonce?: boolean;
  readonly flags?: number;
  readonly tts?: boolean;
  readonly webhook?: { readonly id: string; readonly name: string };
}

const isSaid = ({ type }: MessageData): boolean => type === messageTypes.said || type === messageTypes.reply;

function checkContent({ content, embeds = [], attachments = [], stickers = [] }: Draft, path: readonly string[]): void {
  if (lengthOf(content) > contentLimit)
    throw invalidForm([...path, "content"], "BASE_TYPE_MAX_LENGTH", `Must be ${contentLimit} or fewer in length.`);
  if (content.trim() === "" && embeds.length + attachments.length + stickers.length === 0) throw refused(50006);
}

/** Says whom a text names, as far as it may. */
export function mentionsIn(
  core: Core,
  by: string,
  channel: ChannelData,
  {
    content,
    allowed,
    repliedTo,
  }: { readonly content: string; readonly allowed?: Allowed | undefined; readonly repliedTo?: string | undefined },
): Pick<MessageData, "mentions" | "mentionRoles" | "mentionEveryone"> {
  const named = [...content.matchAll(/<@!?(\d+)>/g)].map(([, id = ""]) => id).filter((id) => core.users.has(id));
  const roles = [...content.matchAll(/<@&(\d+)>/g)].map(([, id = ""]) => id);
  const kinds = new Set(allowed?.parse ?? ["users", "roles", "everyone"]);
  const users = kinds.has("users") ? named : named.filter((id) => allowed?.users.includes(id));
  const pings = repliedTo !== undefined && (allowed?.repliedUser ?? true) && repliedTo !== by ? [repliedTo] : [];
  return {
    mentions: [...new Set([...users, ...pings])],
    mentionRoles: [...new Set(kinds.has("roles") ? roles : roles.filter((id) => allowed?.roles.includes(id)))],
    mentionEveryone: /@(everyone|here)\b/.test(content) && kinds.has("everyone") && may(core, by, channel, "MENTION_EVERYONE"),
  };
}

function checkDirect(core: Core, by: string, channel: ChannelData): void {
  const otherId = channel.recipients?.find((id) => id !== by) ?? "";
  const other = core.users.get(otherId);
  if (other === undefined || other.refusesDirects || other.blocks.has(by)) throw refused(50007);
  const mutual = [...core.guilds.values()].some(({ members }) => members.has(by) && members.has(otherId));
  if (!mutual) throw refused(50278);
}

/** Refuses whoever may not speak in a channel, and opens a thread that was put away. */
export function enter(core: Core, by: string, channel: ChannelData): void {
  if (channel.guildId === undefined) {
    if (channel.recipients?.includes(by) !== true) throw refused(50001);
    checkDirect(core, by, channel);
    return;
  }
  demand(core, by, channel);
  if (channel.type === channelTypes.forum) throw refused(40058);
  if (channel.type === channelTypes.category) throw refused(50008);
  demand(core, by, channel, channel.thread ? "SEND_MESSAGES_IN_THREADS" : "SEND_MESSAGES");
  const { thread } = channel;
  if (thread === undefined) return;
  if (thread.locked && !may(core, by, channel, "MANAGE_THREADS")) throw refused(160005);
  if (!thread.archived) return;
  // What is said opens a thread again, but not one that a moderator locked.
  if (thread.locked) throw refused(50083);
  thread.archived = false;
  thread.archivedAt = core.clock.now();
  core.emit(channelEvent(core, "THREAD_UPDATE", channel));
}

function checkSlowMode(core: Core, by: string, channel: ChannelData): void {
  if (channel.slowModeSeconds === 0 || core.users.get(by)?.bot === true || may(core, by, channel, "BYPASS_SLOWMODE")) return;
  const last = core.messagesIn(channel.id).findLast(({ authorId }) => authorId === by);
  if (last !== undefined && core.clock.now() - last.at < channel.slowModeSeconds * 1000) throw refused(20016);
}

function referenced(core: Core, by: string, channel: ChannelData, draft: Draft): MessageData | undefined {
  const { reference } = draft;
  if (reference === undefined) return undefined;
  if (!may(core, by, channel, "READ_MESSAGE_HISTORY")) throw refused(160002);
  if (reference.channelId !== undefined && reference.channelId !== channel.id)
    throw invalidForm(["message_reference"], "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", "Cannot reply to a message in a different channel");
  const target = core.messages.get(reference.messageId);
  if (target?.channelId === channel.id) {
    if (!isSaid(target))
      throw invalidForm(["message_reference"], "REPLIES_CANNOT_REFERENCE_SYSTEM_MESSAGE", "Cannot reply to a system message");
    return target;
  }
  if (reference.failIfNotExists) throw invalidForm(["message_reference"], "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
  return undefined;
}

function earlier(core: Core, by: string, { nonce, enforceNonce }: Draft): MessageData | undefined {
  if (nonce === undefined || enforceNonce !== true) return undefined;
  const since = core.clock.now() - nonceWindowMs;
  // Documented for the author, whatever the channel.
  return [...core.messages.values()].findLast(
    (message) => message.authorId === by && String(message.nonce) === String(nonce) && timeOf(message.id) >= since,
  );
}

/** Keeps a message, without asking whether it may be said. `starter` = a post begins with it, so that it has its thread's id. */
export function keep(core: Core, message: MessageData, channel: ChannelData, starter = false): MessageData {
  core.addMessage(message);
  channel.lastMessageId = message.id;
  const { thread } = channel;
  if (thread) {
    if (!starter && isSaid(message)) {
      thread.messageCount += 1;
      thread.totalSent += 1;
    }
    if (!thread.memberIds.has(message.authorId)) thread.memberIds.set(message.authorId, core.clock.now());
  }
  core.emit(messageEvent(core, "MESSAGE_CREATE", message));
  return message;
}

/** Makes a message that nobody has seen yet. */
export const freshMessage = (
  core: Core,
  parts: Pick<MessageData, "channelId" | "authorId"> & Partial<Omit<MessageData, "at" | "reactions">>,
): MessageData => ({
  id: core.id(),
  type: messageTypes.said,
  at: core.clock.now(),
  content: "",
  mentions: [],
  mentionRoles: [],
  mentionEveryone: false,
  attachments: [],
  embeds: [],
  flags: 0,
  tts: false,
  reactions: new Map(),
  ...parts,
});

/** What a message takes over from its draft. */
export function drafted(core: Core, by: string, channel: ChannelData, draft: Draft, repliedTo?: string): Partial<MessageData> {
  return {
    content: draft.content.trim(),
    ...mentionsIn(core, by, channel, { content: draft.content, allowed: draft.allowed, repliedTo }),
    attachments: draft.attachments ?? [],
    embeds: draft.embeds ?? [],
    flags: draft.flags ?? 0,
    tts: draft.tts ?? false,
    ...(draft.nonce !== undefined && { nonce: draft.nonce }),
    ...(draft.webhook !== undefined && { webhook: draft.webhook }),
  };
}

/** Refuses a draft that says nothing or too much, or needs a right that is not there. */
export function checkDraft(core: Core, by: string, channel: ChannelData, draft: Draft, path: readonly string[] = []): void {
  checkContent(draft, path);
  if ((draft.attachments ?? []).length > 0) demand(core, by, channel, "ATTACH_FILES");
}

/** Says something in a channel. A nonce that is enforced gives the message that had it before. Throws `DiscordError`. */
export function say(core: Core, by: string, channel: ChannelData, draft: Draft): MessageData {
  enter(core, by, channel);
  checkDraft(core, by, channel, draft);
  const before = earlier(core, by, draft);
  if (before !== undefined) return before;
  checkSlowMode(core, by, channel);
  const target = referenced(core, by, channel, draft);
  const message = freshMessage(core, {
    channelId: channel.id,
    authorId: draft.webhook?.id ?? by,
    type: target === undefined ? messageTypes.said : messageTypes.reply,
    ...drafted(core, by, channel, draft, target?.authorId),
    ...(target !== undefined && {
      reference: { messageId: target.id, channelId: channel.id, ...(channel.guildId !== undefined && { guildId: channel.guildId }) },
    }),
  });
  return keep(core, message, channel);
}

/** Refuses what is not open for changes: an archived thread. */
export function demandOpen(channel: ChannelData): void {
  if (channel.thread?.archived === true) throw refused(50083);
}

/** Changes what an own message says. Throws `DiscordError`. */
export function edit(core: Core, by: string, message: MessageData, change: Partial<Draft>): MessageData {
  const channel = messageAt(core, message.id).channel;
  demand(core, by, channel);
  if (message.authorId !== by || message.webhook !== undefined) throw refused(50005);
  if (!isSaid(message)) throw refused(50021);
  demandOpen(channel);
  const draft = {
    content: change.content ?? message.content,
    embeds: change.embeds ?? message.embeds,
    attachments: change.attachments ?? message.attachments,
    ...(change.allowed !== undefined && { allowed: change.allowed }),
  };
  checkDraft(core, by, channel, draft);
  const repliedTo = message.reference && core.messages.get(message.reference.messageId)?.authorId;
  const {
    content = "",
    mentions = [],
    mentionRoles = [],
    mentionEveryone = false,
    attachments = [],
    embeds = [],
  } = drafted(core, by, channel, draft, repliedTo !== undefined && message.mentions.includes(repliedTo) ? repliedTo : undefined);
  Object.assign(message, { content, mentions, mentionRoles, mentionEveryone, attachments, embeds, editedAt: core.clock.now() });
  if (change.flags !== undefined) message.flags = change.flags;
  core.emit(messageEvent(core, "MESSAGE_UPDATE", message));
  return message;
}

/** Removes a message: one's own, or with MANAGE_MESSAGES. Throws `DiscordError`. */
export function remove(core: Core, by: string, message: MessageData): void {
  const { channel } = messageAt(core, message.id);
  demand(core, by, channel);
  if (message.authorId !== by) demand(core, by, channel, "MANAGE_MESSAGES");
  if (message.type === messageTypes.threadStarter) throw refused(50021);
  drop(core, message, channel);
}

/** Removes a message without asking who may. */
export function drop(core: Core, message: MessageData, channel: ChannelData): void {
  core.dropMessage(message);
  if (channel.thread && message.id !== channel.id && isSaid(message)) channel.thread.messageCount -= 1;
  core.emit({
    type: "MESSAGE_DELETE",
    channelId: channel.id,
    ...(channel.guildId !== undefined && { guildId: channel.guildId }),
    data: () => ({ id: message.id, channel_id: channel.id, ...(channel.guildId !== undefined && { guild_id: channel.guildId }) }),
  });
}
