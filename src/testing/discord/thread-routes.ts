/**
 * Channels, threads and forum posts over HTTP.
 * @see https://discord.com/developers/docs/resources/channel, read 2026-11
 * @module
 */
import type { CallContext, CallResult, Route } from "./route.js";
import { changeThread, deleteThread, startBareThread, startPost, startThread } from "./threads.js";
import { channelFor, guildFor, messageIn } from "./find.js";
import type { ChannelData } from "./core.js";
import { channelTypes } from "./core.js";
import { channelView, messageView, threadMemberView } from "./views.js";
import { cut } from "./route.js";
import { demand, may } from "./permissions.js";
import { draftOf } from "./draft-form.js";
import { DiscordError, invalidForm, refused } from "./errors.js";
import type { FormReader } from "./form.js";
import type { Json } from "../json.js";
import { present } from "../json.js";
import type { ThreadStart } from "./threads.js";

const channelOf = ({ core, bot, path }: CallContext): ChannelData => channelFor(core, path("channel_id"), bot.userId);

const durations = [60, 1440, 4320, 10_080];

function durationOf(body: FormReader): number | undefined {
  const minutes = body.integer("auto_archive_duration", { min: 0, max: 10_080 });
  if (minutes !== undefined && !durations.includes(minutes))
    throw invalidForm(["auto_archive_duration"], "BASE_TYPE_CHOICES", `Value must be one of (${durations.join(", ")}).`);
  return minutes;
}

const startOf = (body: FormReader): ThreadStart =>
  present({
    name: body.needed("name"),
    autoArchiveMinutes: durationOf(body),
    slowModeSeconds: body.integer("rate_limit_per_user", { min: 0, max: 21_600 }),
    appliedTags: body.snowflakes("applied_tags", 5),
  });

/** Shows threads with what the bot itself is in them. */
function threadsBody({ core, bot }: CallContext, threads: readonly ChannelData[]): Json {
  const members = threads.flatMap(({ id, thread }) => {
    const since = thread?.memberIds.get(bot.userId);
    return since === undefined ? [] : [threadMemberView(id, bot.userId, since)];
  });
  return { threads: threads.map((one) => channelView(core, bot, one)), members };
}

const startAtMessage: Route["run"] = (context) => {
  const { core, bot, body, path } = context;
  const message = messageIn(core, channelOf(context), path("message_id"));
  return { status: 201, body: channelView(core, bot, startThread(core, bot.userId, message, startOf(body))) };
};

const start: Route["run"] = (context): CallResult => {
  const { core, bot, body, files } = context;
  const channel = channelOf(context);
  if (channel.type !== channelTypes.forum) {
    // Documented: without a type it is a private thread, which the fake does not have.
    if (body.integer("type", { min: 10, max: 12 }) !== 11) throw new DiscordError(501, 0, "The fake network has no private threads");
    return { status: 201, body: channelView(core, bot, startBareThread(core, bot.userId, channel, startOf(body))) };
  }
  const said = body.below("message");
  if (said === undefined) throw invalidForm(["message"], "BASE_TYPE_REQUIRED", "This field is required");
  const { thread, message } = startPost(core, bot.userId, channel, startOf(body), draftOf(said, files, ["message"]));
  return { status: 201, body: { ...channelView(core, bot, thread), message: messageView(core, bot, message) } };
};

const active: Route["run"] = (context) => {
  const { core, bot, path } = context;
  const guild = guildFor(core, path("guild_id"), bot.userId);
  const open = [...core.channels.values()].filter(
    (one) => one.guildId === guild.id && one.thread?.archived === false && may(core, bot.userId, one, "VIEW_CHANNEL"),
  );
  return {
    body: {
      ...threadsBody(
        context,
        open.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1)),
      ),
      has_more: false,
    },
  };
};

const archived: Route["run"] = (context) => {
  const { core, bot, query } = context;
  const channel = channelOf(context);
  if (channel.thread !== undefined || channel.type === channelTypes.category || channel.guildId === undefined) throw refused(50024);
  demand(core, bot.userId, channel, "READ_MESSAGE_HISTORY");
  const before = query.time("before") ?? Number.POSITIVE_INFINITY;
  const limit = query.integer("limit", { min: 2, max: 100, otherwise: 50 });
  const archivedAt = ({ thread }: ChannelData): number => thread?.archivedAt ?? 0;
  const all = [...core.channels.values()]
    .filter((one) => one.parentId === channel.id && one.thread?.archived === true && archivedAt(one) < before)
    .sort((a, b) => archivedAt(b) - archivedAt(a));
  const { items, more } = cut(all, limit, context);
  return { body: { ...threadsBody(context, items), has_more: more } };
};

const show: Route["run"] = (context) => ({ body: channelView(context.core, context.bot, channelOf(context)) });

const change: Route["run"] = (context) => {
  const { core, bot, body } = context;
  const channel = channelOf(context);
  if (channel.thread === undefined) throw new DiscordError(501, 0, "The fake network changes threads only");
  changeThread(
    core,
    bot.userId,
    channel,
    present({
      name: body.text("name", 100),
      archived: body.flag("archived"),
      locked: body.flag("locked"),
      autoArchiveMinutes: durationOf(body),
      slowModeSeconds: body.integer("rate_limit_per_user", { min: 0, max: 21_600 }),
      appliedTags: body.snowflakes("applied_tags", 5),
    }),
  );
  return { body: channelView(core, bot, channel) };
};

const drop: Route["run"] = (context) => {
  const { core, bot } = context;
  const channel = channelOf(context);
  if (channel.thread === undefined) throw new DiscordError(501, 0, "The fake network deletes threads only");
  const body = channelView(core, bot, channel);
  deleteThread(core, bot.userId, channel);
  return { body };
};

/** Calls about channels and threads. */
export const threadRoutes: readonly Route[] = [
  { verb: "GET", path: "/channels/{channel_id}", bucket: "channel", run: show },
  { verb: "PATCH", path: "/channels/{channel_id}", bucket: "threads", run: change },
  { verb: "DELETE", path: "/channels/{channel_id}", bucket: "threads", run: drop },
  { verb: "POST", path: "/channels/{channel_id}/messages/{message_id}/threads", bucket: "threads", run: startAtMessage },
  { verb: "POST", path: "/channels/{channel_id}/threads", bucket: "threads", run: start },
  { verb: "GET", path: "/channels/{channel_id}/threads/archived/public", bucket: "threads", run: archived },
  { verb: "GET", path: "/guilds/{guild_id}/threads/active", bucket: "threads", run: active },
];
