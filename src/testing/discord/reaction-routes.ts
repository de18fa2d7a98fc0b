/**
 * Reactions and pins over HTTP.
 * @module
 */
import type { CallContext, Route } from "./route.js";
import { channelFor, messageIn, userAt } from "./find.js";
import { checkEmoji, pin, pinsOf, react, unreact } from "./react.js";
import { demand, may } from "./permissions.js";
import { messageView, userView } from "./views.js";
import { cut } from "./route.js";
import { instant, oldestFirst } from "./snowflake.js";
import type { MessageData } from "./core.js";

const target = ({ core, bot, path }: CallContext): MessageData =>
  messageIn(core, channelFor(core, path("channel_id"), bot.userId), path("message_id"));

const who: Route["run"] = (context) => {
  const { core, path, query } = context;
  const message = target(context);
  demand(core, context.bot.userId, channelFor(core, message.channelId, context.bot.userId), "READ_MESSAGE_HISTORY");
  const word = checkEmoji(core, path("emoji_name"));
  const after = BigInt(query.snowflake("after") ?? 0);
  const limit = query.integer("limit", { min: 1, max: 100, otherwise: 25 });
  const burst = query.integer("type", { min: 0, max: 1, otherwise: 0 }) === 1;
  const ids = burst ? [] : [...(message.reactions.get(word) ?? [])];
  const users = ids.map((id) => userAt(core, id)).sort(oldestFirst);
  return {
    body: users
      .filter(({ id }) => BigInt(id) > after)
      .slice(0, limit)
      .map(userView),
  };
};

const pins: Route["run"] = (context) => {
  const { core, bot, path, query } = context;
  const channel = channelFor(core, path("channel_id"), bot.userId);
  const before = query.time("before") ?? Number.POSITIVE_INFINITY;
  const limit = query.integer("limit", { min: 1, max: 50, otherwise: 50 });
  const all = may(core, bot.userId, channel, "READ_MESSAGE_HISTORY") ? pinsOf(core, channel) : [];
  const { items, more } = cut(
    all.filter(({ pinnedAt = 0 }) => pinnedAt < before),
    limit,
    context,
  );
  return {
    body: {
      items: items.map((message) => ({ pinned_at: instant(message.pinnedAt ?? 0), message: messageView(core, bot, message) })),
      has_more: more,
    },
  };
};

const reaction = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}";
const pinned = "/channels/{channel_id}/messages/pins/{message_id}";

const act =
  (work: (context: CallContext, message: MessageData) => void): Route["run"] =>
  (context) => {
    work(context, target(context));
    return {};
  };

/** Calls about reactions and pins. */
export const reactionRoutes: readonly Route[] = [
  { verb: "GET", path: reaction, bucket: "react", run: who },
  {
    verb: "PUT",
    path: `${reaction}/@me`,
    bucket: "react",
    run: act(({ core, bot, path }, message) => {
      react(core, bot.userId, message, path("emoji_name"));
    }),
  },
  {
    verb: "DELETE",
    path: `${reaction}/@me`,
    bucket: "react",
    run: act(({ core, bot, path }, message) => {
      unreact(core, bot.userId, message, path("emoji_name"));
    }),
  },
  {
    verb: "DELETE",
    path: `${reaction}/{user_id}`,
    bucket: "react",
    run: act(({ core, bot, path }, message) => {
      unreact(core, bot.userId, message, path("emoji_name"), path("user_id"));
    }),
  },
  { verb: "GET", path: "/channels/{channel_id}/messages/pins", bucket: "read", run: pins },
  {
    verb: "PUT",
    path: pinned,
    bucket: "moderate",
    run: act(({ core, bot }, message) => {
      pin(core, bot.userId, message, true);
    }),
  },
  {
    verb: "DELETE",
    path: pinned,
    bucket: "moderate",
    run: act(({ core, bot }, message) => {
      pin(core, bot.userId, message, false);
    }),
  },
];
