/**
 * Messages over HTTP: reading, saying, changing, removing.
 * @see https://discord.com/developers/docs/resources/message, read 2026-11
 * @module
 */
import type { CallContext, CallResult, Route } from "./route.js";
import { channelFor, messageIn } from "./find.js";
import type { ChannelData, MessageData } from "./core.js";
import { channelTypes } from "./core.js";
import { changeOf, draftOf } from "./draft-form.js";
import { demand, demandInGuild, may } from "./permissions.js";
import { DiscordError, invalidForm, refused } from "./errors.js";
import { edit, remove, say } from "./say.js";
import { messageEvent } from "./events.js";
import { messageView } from "./views.js";

const crossposted = 1;

const shown = ({ core, bot }: CallContext, message: MessageData): CallResult => ({ body: messageView(core, bot, message) });

const channelOf = ({ core, bot, path }: CallContext): ChannelData => channelFor(core, path("channel_id"), bot.userId);

/** Picks what a list shows, newest first: before, after or around a message, which need not exist any more. */
function pick(all: readonly MessageData[], { query }: CallContext): readonly MessageData[] {
  const limit = query.integer("limit", { min: 1, max: 100, otherwise: 50 });
  const cursors = (["before", "after", "around"] as const).flatMap((name) => {
    const id = query.snowflake(name);
    return id === undefined ? [] : [[name, BigInt(id)] as const];
  });
  const [cursor, other] = cursors;
  if (other !== undefined) throw invalidForm([other[0]], "MUTUALLY_EXCLUSIVE", "before, after and around are mutually exclusive.");
  const newest = all.toReversed();
  if (cursor === undefined) return newest.slice(0, limit);
  const [name, id] = cursor;
  const older = newest.filter((message) => BigInt(message.id) < id);
  const newer = newest.filter((message) => BigInt(message.id) > id);
  if (name === "before") return older.slice(0, limit);
  // The ones that follow at once, not the newest of all; still newest first.
  if (name === "after") return newer.slice(-limit);
  const itself = newest.filter((message) => BigInt(message.id) === id);
  const half = Math.floor(limit / 2);
  return [...(half === 0 ? [] : newer.slice(-half)), ...itself, ...older.slice(0, half)].slice(0, limit);
}

const list: Route["run"] = (context) => {
  const { core, bot } = context;
  const channel = channelOf(context);
  if (channel.type === channelTypes.forum || channel.type === channelTypes.category) throw refused(50008);
  const found = pick(core.messagesIn(channel.id), context);
  // Documented: without the right to read history the list is empty.
  return { body: may(core, bot.userId, channel, "READ_MESSAGE_HISTORY") ? found.map((one) => messageView(core, bot, one)) : [] };
};

const one: Route["run"] = (context) => {
  const channel = channelOf(context);
  demand(context.core, context.bot.userId, channel, "READ_MESSAGE_HISTORY");
  return shown(context, messageIn(context.core, channel, context.path("message_id")));
};

const create: Route["run"] = (context) => {
  const { core, bot, body, files } = context;
  const channel = channelOf(context);
  return shown(context, say(core, bot.userId, channel, draftOf(body, files)));
};

const change: Route["run"] = (context) => {
  const { core, bot, body, files, path } = context;
  const message = messageIn(core, channelOf(context), path("message_id"));
  return shown(context, edit(core, bot.userId, message, changeOf(body, files, message.attachments)));
};

const drop: Route["run"] = (context) => {
  const { core, bot, path } = context;
  const channel = channelOf(context);
  const message = messageIn(core, channel, path("message_id"));
  if (message.authorId !== bot.userId && channel.guildId === undefined)
    throw new DiscordError(403, 50003, "Cannot execute action on a DM channel");
  remove(core, bot.userId, message);
  return {};
};

const crosspost: Route["run"] = (context) => {
  const { core, bot, path } = context;
  const channel = channelOf(context);
  if (channel.type !== channelTypes.announcement || channel.guildId === undefined) throw refused(50024);
  const message = messageIn(core, channel, path("message_id"));
  demand(core, bot.userId, channel, "SEND_MESSAGES");
  if (message.authorId !== bot.userId) demandInGuild(core, bot.userId, channel.guildId, "MANAGE_MESSAGES");
  if ((message.flags & crossposted) !== 0) throw refused(40033);
  message.flags |= crossposted;
  core.emit(messageEvent(core, "MESSAGE_UPDATE", message));
  return shown(context, message);
};

/** Calls about messages. */
export const messageRoutes: readonly Route[] = [
  { verb: "GET", path: "/channels/{channel_id}/messages", bucket: "read", run: list },
  { verb: "GET", path: "/channels/{channel_id}/messages/{message_id}", bucket: "read", run: one },
  { verb: "POST", path: "/channels/{channel_id}/messages", bucket: "write", run: create },
  { verb: "PATCH", path: "/channels/{channel_id}/messages/{message_id}", bucket: "write", run: change },
  { verb: "DELETE", path: "/channels/{channel_id}/messages/{message_id}", bucket: "delete", run: drop },
  { verb: "POST", path: "/channels/{channel_id}/messages/{message_id}/crosspost", bucket: "write", run: crosspost },
];
