/**
 * Search in a guild.
 * @see https://discord.com/developers/docs/resources/message#search-guild-messages, read 2026-11
 * @module
 */
import type { CallContext, CallResult, Route } from "./route.js";
import { channelView, foundView, threadMemberView } from "./views.js";
import type { ChannelData, MessageData } from "./core.js";
import { guildFor } from "./find.js";
import { lengthOf } from "./form.js";
import type { Query } from "./form.js";
import { invalidForm, refused } from "./errors.js";
import { may } from "./permissions.js";

const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");

const choice = (context: CallContext, name: string, choices: readonly string[]): string | undefined => {
  const value = context.query.maybe(name);
  if (value !== undefined && !choices.includes(value))
    throw invalidForm([name], "BASE_TYPE_CHOICES", `Value must be one of (${choices.map((one) => `'${one}'`).join(", ")}).`);
  return value;
};

/** Makes the question whether a message fits the search. */
function filterOf({ query, core }: CallContext): (message: MessageData) => boolean {
  const content = query.maybe("content");
  if (content !== undefined && lengthOf(content) > 1024)
    throw invalidForm(["content"], "BASE_TYPE_MAX_LENGTH", "Must be 1024 or fewer in length.");
  const authors = query.snowflakes("author_id", 100);
  const mentions = query.snowflakes("mentions", 100);
  const channels = query.snowflakes("channel_id", 500);
  const repliedTo = query.snowflakes("replied_to_user_id", 100);
  const pinned = query.flag("pinned");
  const [min, max] = [query.snowflake("min_id"), query.snowflake("max_id")];
  const among = (list: readonly string[], id: string): boolean => list.length === 0 || list.includes(id);
  return (message) =>
    (content === undefined || words(content).every((word) => message.content.toLowerCase().includes(word))) &&
    among(authors, message.authorId) &&
    (mentions.length === 0 || mentions.some((id) => message.mentions.includes(id))) &&
    among(channels, message.channelId) &&
    among(repliedTo, core.messages.get(message.reference?.messageId ?? "")?.authorId ?? "") &&
    (pinned === undefined || pinned === (message.pinnedAt !== undefined)) &&
    (min === undefined || BigInt(message.id) > BigInt(min)) &&
    (max === undefined || BigInt(message.id) < BigInt(max));
}

const notIndexed = (): CallResult => ({
  status: 202,
  body: { message: "Index not yet available. Try again later", code: 110_000, documents_indexed: 0, retry_after: 2 },
});

const search: Route["run"] = (context) => {
  const { core, bot, query, path, pageSize, gaps } = context;
  const guild = guildFor(core, path("guild_id"), bot.userId);
  // Without the intent a bot could read by searching what it may not read.
  if (!bot.messageContent) throw refused(50001);
  choice(context, "sort_by", ["timestamp", "relevance"]);
  const oldest = choice(context, "sort_order", ["asc", "desc"]) === "asc";
  const limit = query.integer("limit", { min: 1, max: 25, otherwise: 25 });
  const asked = query.integer("offset", { min: 0, max: 9975, otherwise: 0 });
  const fits = filterOf(context);
  if (core.clock.now() < context.indexedAt) return notIndexed();
  const readable = new Map<string, ChannelData>();
  for (const channel of core.channels.values())
    if (channel.guildId === guild.id && may(core, bot.userId, channel, "READ_MESSAGE_HISTORY")) readable.set(channel.id, channel);
  const found = [...core.messages.values()]
    .filter((message) => readable.has(message.channelId) && fits(message))
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) === oldest ? -1 : 1));
  const named = searchWords(context.asked);
  if (asked === 0) gaps.delete(named);
  const gap = gaps.get(named) ?? 0;
  const page = found.slice(Math.max(0, asked - gap)).slice(0, Math.min(limit, pageSize));
  const threads = [...new Set(page.map(({ channelId }) => channelId))].flatMap((id) => {
    const channel = readable.get(id);
    return channel?.thread ? [channel] : [];
  });
  return {
    body: {
      messages: page.map((message) => [foundView(core, bot, message)]),
      ...(threads.length > 0 && {
        threads: threads.map((one) => channelView(core, bot, one)),
        members: threads.flatMap(({ id, thread }) => {
          const since = thread?.memberIds.get(bot.userId);
          return since === undefined ? [] : [threadMemberView(id, bot.userId, since)];
        }),
      }),
      total_results: found.length + gap,
      doing_deep_historical_index: false,
    },
  };
};

/** Names a search by its words, whatever page of it is asked for. */
export const searchWords = (query: Query): string =>
  ["content", "author_id", "mentions", "channel_id"].map((name) => [query[name] ?? ""].flat().join(",")).join(" ");

/** Calls that search. */
export const searchRoutes: readonly Route[] = [{ verb: "GET", path: "/guilds/{guild_id}/messages/search", bucket: "search", run: search }];
