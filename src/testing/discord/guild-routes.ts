/**
 * Guilds, members and the bot itself over HTTP.
 * @see https://discord.com/developers/docs/resources/guild and .../user, read 2026-11
 * @module
 */
import { ban, kick, memberAt, timeOut, unban } from "./moderate.js";
import type { CallContext, Route } from "./route.js";
import { channelView, counts, guildView, meView, memberView, userView } from "./views.js";
import { directChannel } from "./directs.js";
import { DiscordError, invalidForm, refused } from "./errors.js";
import { everything, guildPermissions, may } from "./permissions.js";
import type { GuildData } from "./core.js";
import { guildFor, userAt } from "./find.js";
import { oldestFirst } from "./snowflake.js";

const guildOf = ({ core, bot, path }: CallContext): GuildData => guildFor(core, path("guild_id"), bot.userId);

const myGuilds: Route["run"] = ({ core, bot, query }) => {
  const limit = query.integer("limit", { min: 1, max: 200, otherwise: 200 });
  const [before, after] = [query.snowflake("before"), query.snowflake("after")];
  const withCounts = query.flag("with_counts") === true;
  const mine = [...core.guilds.values()].filter(({ members }) => members.has(bot.userId)).sort(oldestFirst);
  const found = mine.filter(
    ({ id }) => (before === undefined || BigInt(id) < BigInt(before)) && (after === undefined || BigInt(id) > BigInt(after)),
  );
  return {
    body: found.slice(0, limit).map((guild) => ({
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: guild.ownerId === bot.userId,
      permissions: String(guildPermissions(core, bot.userId, guild.id)),
      features: ["COMMUNITY"],
      ...(withCounts && counts(guild)),
    })),
  };
};

const channels: Route["run"] = (context) => {
  const { core, bot } = context;
  const guild = guildOf(context);
  const all = [...core.channels.values()].filter((one) => one.guildId === guild.id && one.thread === undefined);
  // Threads are not among them, and neither is what the bot cannot see.
  return { body: all.filter((one) => may(core, bot.userId, one, "VIEW_CHANNEL")).map((one) => channelView(core, bot, one)) };
};

const openDirect: Route["run"] = ({ core, bot, body }) => {
  const recipient = body.snowflake("recipient_id");
  if (recipient === undefined) throw invalidForm(["recipient_id"], "BASE_TYPE_REQUIRED", "This field is required");
  if (recipient === bot.userId || userAt(core, recipient).bot) throw refused(50033);
  return { body: channelView(core, bot, directChannel(core, bot.userId, recipient)) };
};

const putBan: Route["run"] = (context) => {
  const { core, bot, body, path, reason } = context;
  const deleteSeconds = body.integer("delete_message_seconds", { min: 0, max: 604_800 });
  ban(core, bot.userId, guildOf(context), path("user_id"), {
    ...(deleteSeconds !== undefined && { deleteSeconds }),
    ...(reason !== undefined && { reason }),
  });
  return {};
};

const showBan: Route["run"] = (context) => {
  const { core, bot, path } = context;
  const guild = guildOf(context);
  if ((guildPermissions(core, bot.userId, guild.id) & everything & (1n << 2n)) === 0n) throw refused(50013);
  const found = guild.bans.get(path("user_id"));
  if (found === undefined) throw refused(10026);
  return { body: { user: userView(userAt(core, path("user_id"))), reason: found.reason ?? null } };
};

const changeMember: Route["run"] = (context) => {
  const { core, bot, body, path, reason } = context;
  const others = Object.keys(body.form).filter((name) => name !== "communication_disabled_until");
  if (others.length > 0 || body.form.communication_disabled_until === undefined)
    throw new DiscordError(501, 0, "The fake network changes communication_disabled_until of members only");
  const text = body.text("communication_disabled_until");
  const until = text === undefined ? undefined : Date.parse(text);
  if (until !== undefined && Number.isNaN(until))
    throw invalidForm(["communication_disabled_until"], "DATE_TIME_TYPE_PARSE", "Could not parse value. Should be ISO8601.");
  return { body: memberView(core, timeOut(core, bot.userId, guildOf(context), path("user_id"), until, reason)) };
};

const gatewayBot: Route["run"] = ({ gatewayUrl }) => ({
  body: { url: gatewayUrl, shards: 1, session_start_limit: { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 } },
});

const member = "/guilds/{guild_id}/members/{user_id}";
const banned = "/guilds/{guild_id}/bans/{user_id}";

/** Calls about guilds, members and the bot itself. */
export const guildRoutes: readonly Route[] = [
  { verb: "GET", path: "/users/@me", bucket: "me", run: ({ core, bot }) => ({ body: meView(userAt(core, bot.userId)) }) },
  { verb: "GET", path: "/users/@me/guilds", bucket: "me", run: myGuilds },
  { verb: "POST", path: "/users/@me/channels", bucket: "directs", run: openDirect },
  {
    verb: "GET",
    path: "/guilds/{guild_id}",
    bucket: "guild",
    run: (context) => ({ body: guildView(guildOf(context), context.query.flag("with_counts") === true) }),
  },
  { verb: "GET", path: "/guilds/{guild_id}/channels", bucket: "guild", run: channels },
  {
    verb: "GET",
    path: member,
    bucket: "guild",
    run: (context) => ({ body: memberView(context.core, memberAt(guildOf(context), context.path("user_id"))) }),
  },
  { verb: "PATCH", path: member, bucket: "moderate", run: changeMember },
  {
    verb: "DELETE",
    path: member,
    bucket: "moderate",
    run: (context) => {
      kick(context.core, context.bot.userId, guildOf(context), context.path("user_id"), context.reason);
      return {};
    },
  },
  { verb: "GET", path: banned, bucket: "moderate", run: showBan },
  { verb: "PUT", path: banned, bucket: "moderate", run: putBan },
  {
    verb: "DELETE",
    path: banned,
    bucket: "moderate",
    run: (context) => {
      unban(context.core, context.bot.userId, guildOf(context), context.path("user_id"), context.reason);
      return {};
    },
  },
  { verb: "GET", path: "/gateway/bot", bucket: "me", run: gatewayBot },
];
