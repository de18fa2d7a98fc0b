/**
 * Threads and forum posts: how they begin, are put away and locked.
 * @see https://discord.com/developers/docs/topics/threads, read 2026-11
 * @module
 */
import { channelEvent } from "./events.js";
import type { ChannelData, Core, MessageData } from "./core.js";
import { channelTypes, messageTypes } from "./core.js";
import { checkDraft, drafted, freshMessage, keep } from "./say.js";
import type { Draft } from "./say.js";
import { demand, may } from "./permissions.js";
import { invalidForm, refused } from "./errors.js";
import { lengthOf } from "./form.js";
import { messageAt } from "./find.js";

/** How a thread begins. */
export interface ThreadStart {
  readonly name: string;
  readonly autoArchiveMinutes?: number;
  readonly slowModeSeconds?: number;
  readonly appliedTags?: readonly string[];
}

function addThread(core: Core, by: string, parent: ChannelData, id: string, start: ThreadStart): ChannelData {
  const length = lengthOf(start.name);
  if (length < 1 || length > 100) throw invalidForm(["name"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
  const now = core.clock.now();
  const thread: ChannelData = {
    id,
    type: parent.type === channelTypes.announcement ? channelTypes.announcementThread : channelTypes.thread,
    ...(parent.guildId !== undefined && { guildId: parent.guildId }),
    name: start.name,
    parentId: parent.id,
    position: 0,
    slowModeSeconds: start.slowModeSeconds ?? 0,
    tags: [],
    requiresTag: false,
    denied: new Map(),
    thread: {
      ownerId: by,
      archived: false,
      locked: false,
      archivedAt: now,
      autoArchiveMinutes: start.autoArchiveMinutes ?? 4320,
      createdAt: now,
      messageCount: 0,
      totalSent: 0,
      memberIds: new Map([[by, now]]),
      appliedTags: start.appliedTags ?? [],
    },
  };
  core.channels.set(id, thread);
  return thread;
}

/** Starts a thread at a message: it gets the message's id. Throws `DiscordError`. */
export function startThread(core: Core, by: string, message: MessageData, start: ThreadStart): ChannelData {
  const { channel } = messageAt(core, message.id);
  if (channel.type !== channelTypes.text && channel.type !== channelTypes.announcement) throw refused(50024);
  demand(core, by, channel, "CREATE_PUBLIC_THREADS");
  if (message.threadId !== undefined) throw refused(160004);
  const thread = addThread(core, by, channel, message.id, start);
  message.threadId = thread.id;
  core.emit(channelEvent(core, "THREAD_CREATE", thread, { newly_created: true }));
  const reference = { messageId: message.id, channelId: channel.id, ...(channel.guildId !== undefined && { guildId: channel.guildId }) };
  keep(core, freshMessage(core, { channelId: thread.id, authorId: by, type: messageTypes.threadStarter, reference }), thread, true);
  return thread;
}

/** Starts a thread in a text channel without a message. Throws `DiscordError`. */
export function startBareThread(core: Core, by: string, channel: ChannelData, start: ThreadStart): ChannelData {
  if (channel.type !== channelTypes.text && channel.type !== channelTypes.announcement) throw refused(50024);
  demand(core, by, channel, "CREATE_PUBLIC_THREADS");
  const thread = addThread(core, by, channel, core.id(), start);
  core.emit(channelEvent(core, "THREAD_CREATE", thread, { newly_created: true }));
  return thread;
}

/** Begins a forum post: a thread whose first message has its id. Throws `DiscordError`. */
export function startPost(
  core: Core,
  by: string,
  forum: ChannelData,
  start: ThreadStart,
  draft: Draft,
): { readonly thread: ChannelData; readonly message: MessageData } {
  if (forum.type !== channelTypes.forum) throw refused(50024);
  // In a forum SEND_MESSAGES is the right to begin posts.
  demand(core, by, forum, "SEND_MESSAGES");
  const { appliedTags = [] } = start;
  if (forum.requiresTag && appliedTags.length === 0) throw refused(40067);
  if (appliedTags.length > 5) throw invalidForm(["applied_tags"], "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.");
  for (const tag of appliedTags) if (!forum.tags.some(({ id }) => id === tag)) throw refused(10087);
  checkDraft(core, by, forum, draft, ["message"]);
  const id = core.id();
  const thread = addThread(core, by, forum, id, start);
  forum.lastMessageId = id;
  core.emit(channelEvent(core, "THREAD_CREATE", thread, { newly_created: true }));
  const message = freshMessage(core, { ...drafted(core, by, thread, draft), id, channelId: id, authorId: by, threadId: id });
  return { thread, message: keep(core, message, thread, true) };
}

/** What can be changed about a thread. */
export interface ThreadChange {
  readonly name?: string;
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly autoArchiveMinutes?: number;
  readonly slowModeSeconds?: number;
  readonly appliedTags?: readonly string[];
}

/** Changes a thread: its owner may rename, close and open it; locking needs MANAGE_THREADS. Throws `DiscordError`. */
export function changeThread(core: Core, by: string, channel: ChannelData, change: ThreadChange): void {
  const { thread } = channel;
  if (thread === undefined) throw refused(50024);
  demand(core, by, channel);
  const manages = may(core, by, channel, "MANAGE_THREADS");
  const opens = change.archived === false && Object.values(change).filter((one) => one !== undefined).length === 1;
  if (!manages && thread.locked) throw refused(50013);
  if (!manages && (change.locked !== undefined || change.slowModeSeconds !== undefined)) throw refused(50013);
  if (!manages && thread.ownerId !== by && !(opens && thread.memberIds.has(by))) throw refused(50013);
  // While it is archived it can only be opened, archived again or locked.
  const { name, autoArchiveMinutes, slowModeSeconds, appliedTags } = change;
  const more = [name, autoArchiveMinutes, slowModeSeconds, appliedTags].some((one) => one !== undefined);
  if (thread.archived && change.archived !== false && more) throw refused(50083);
  if (change.name !== undefined) channel.name = change.name;
  if (change.slowModeSeconds !== undefined) channel.slowModeSeconds = change.slowModeSeconds;
  if (change.appliedTags !== undefined) thread.appliedTags = change.appliedTags;
  if (change.locked !== undefined) thread.locked = change.locked;
  if (change.autoArchiveMinutes !== undefined) thread.autoArchiveMinutes = change.autoArchiveMinutes;
  if (change.archived !== undefined && change.archived !== thread.archived) {
    thread.archived = change.archived;
    thread.archivedAt = core.clock.now();
  }
  core.emit(channelEvent(core, "THREAD_UPDATE", channel));
}

/** Puts away every thread in which nothing has happened for as long as it says. */
export function putAway(core: Core): void {
  for (const channel of core.channels.values()) {
    const { thread } = channel;
    if (thread === undefined || thread.archived) continue;
    const last = core.messagesIn(channel.id).at(-1)?.at ?? thread.createdAt;
    const due = Math.max(last, thread.archivedAt) + thread.autoArchiveMinutes * 60_000;
    if (core.clock.now() < due) continue;
    thread.archived = true;
    thread.archivedAt = due;
    core.emit(channelEvent(core, "THREAD_UPDATE", channel));
  }
}

/** Removes a thread with everything that was said in it. Needs MANAGE_THREADS. Throws `DiscordError`. */
export function deleteThread(core: Core, by: string, channel: ChannelData): void {
  demand(core, by, channel, "MANAGE_THREADS");
  for (const message of core.messagesIn(channel.id)) core.dropMessage(message);
  const { id, type, guildId, parentId } = channel;
  core.emit({
    type: "THREAD_DELETE",
    channelId: id,
    ...(guildId !== undefined && { guildId }),
    data: () => ({ id, type, guild_id: guildId, parent_id: parentId }),
  });
  core.channels.delete(id);
}
