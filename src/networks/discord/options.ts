/**
 * Options of the Discord adapter, checked before anything is asked.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { isSnowflake, readEmoji } from "./ids.js";
import { isContactUrl } from "./user-agent.js";
import { serverOrigin } from "../../http/server-origin.js";
import type { App } from "../../adapter/app.js";
import type { DiscordGateway } from "./gateway.js";
import type { Runtime } from "../../adapter/runtime.js";

/** What `createDiscordAdapter` takes. An account is one guild (a server, as people call it), seen by one bot. */
export interface DiscordAdapterOptions {
  /** Id of the guild: in the app, developer mode on, "Copy Server ID". */
  readonly accountId: string;
  /** The bot's token, from the developer portal, without `Bot ` in front; or a function that gives it. It has no end. */
  readonly token: string | (() => Promise<string>);
  /** Id of the channel for `publishPost`: a forum, an announcement channel or a text channel. @defaultValue none, and `publishPost` is refused */
  readonly publishTo?: string;
  /** Ids of the tags that a forum wants on its posts; five at most. @defaultValue none */
  readonly publishTags?: readonly string[];
  /** True hands what is published in an announcement channel on to the guilds that follow it. @defaultValue false */
  readonly crosspost?: boolean;
  /** Ids of the channels and forums to read, their threads included. @defaultValue all that the bot can read */
  readonly channels?: readonly string[];
  /**
   * Ids of direct channels that belong to this guild's account: a bot cannot list them, and they name no guild. Those that the adapter opens
   * come by themselves. Give a list (it may be empty) where several guilds share one bot, so that each message is taken in once.
   * @defaultValue those that become known by writing and being written to
   */
  readonly directChannels?: readonly string[];
  /**
   * Whether the app was granted the privileged intent for message content (developer portal, Bot, Message Content Intent). Without it texts
   * of others come empty unless they mention the bot, and nothing can be searched. @defaultValue true
   */
  readonly messageContent?: boolean;
  /** The reaction that `like` gives: an emoji, or one of the guild's own as `name:id`. @defaultValue "👍" */
  readonly likeEmoji?: string;
  /** True tells the author of a message when it is answered. @defaultValue false: nobody is pinged by anything that is sent */
  readonly pingOnReply?: boolean;
  /** A socket that pushes, see `folkmoot/discord/gateway`. @defaultValue none, and `stream` is refused; polling goes on */
  readonly gateway?: DiscordGateway;
  /** Where the API is. `https:`, or `http:` on this machine. @defaultValue "https://discord.com" */
  readonly service?: string;
  /** Web address that tells Discord who runs the bot; it is part of every request. @defaultValue this package's page */
  readonly contactUrl?: string;
  /** Shares budgets and runtime with the other guilds of the same bot. @defaultValue a private app of this account */
  readonly app?: App;
  /** Parts of the runtime, for use without an inbox. @defaultValue what the inbox attaches, else this process's own */
  readonly runtime?: Runtime;
  /** How often `listen` asks. Milliseconds, at least 1,000. @defaultValue 60,000 */
  readonly pollEveryMs?: number;
}

/** Options with every default filled in. */
export interface CheckedOptions {
  /** Id of the guild. */
  readonly guild: string;
  /** The bot's token. */
  readonly token: DiscordAdapterOptions["token"];
  /** Where posts go. */
  readonly publishTo: string | undefined;
  /** Tags of forum posts. */
  readonly publishTags: readonly string[];
  /** Whether announcements are handed on. */
  readonly crosspost: boolean;
  /** The channels to read; `undefined` = all. */
  readonly channels: ReadonlySet<string> | undefined;
  /** Known direct channels; `undefined` = those that become known. */
  readonly directChannels: readonly string[] | undefined;
  /** Whether texts of others are told. */
  readonly messageContent: boolean;
  /** The network's word for the emoji of a like. */
  readonly like: string;
  /** Whether an answer pings. */
  readonly pingOnReply: boolean;
  /** Who runs the bot; `undefined` = this package's page. */
  readonly contactUrl: string | undefined;
  /** Where paths begin. */
  readonly baseUrl: string;
  /** Milliseconds. */
  readonly pollEveryMs: number;
}

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createDiscordAdapter: \`${option}\` ${why}`);
}

/** True when a text can be a bot's token: something that fits into a header, with nothing in front. */
export function isBotToken(text: unknown): text is string {
  return typeof text === "string" && /^[\w.-]{8,}$/.test(text);
}

function checkIds(option: string, ids: readonly string[]): readonly string[] {
  if (!Array.isArray(ids) || !ids.every(isSnowflake))
    return refuse(option, "must be a list of ids, as texts of digits; copy them in the app with developer mode on.");
  return ids;
}

/**
 * Checks the options and fills in the defaults. Asks nothing.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy; never what was given.
 */
export function checkOptions(options: DiscordAdapterOptions): CheckedOptions {
  const { accountId, token, publishTo, service = "https://discord.com", pollEveryMs = 60_000, channels, publishTags = [] } = options;
  if (!isSnowflake(accountId))
    return refuse("accountId", "must be the id of the guild, a text of digits (never a number, which is not exact).");
  if (typeof token === "string" && /^(?:bot|bearer)\s/i.test(token))
    return refuse("token", "must be given without `Bot ` in front; a token of a person is not taken.");
  if (typeof token !== "function" && !isBotToken(token))
    return refuse("token", "is missing or no token; copy the bot's token in the developer portal, or give a function that gives it.");
  if (publishTo !== undefined && !isSnowflake(publishTo)) return refuse("publishTo", "must be the id of a channel, a text of digits.");
  if (checkIds("publishTags", publishTags).length > 5) return refuse("publishTags", "has more than the five that a post may have.");
  const like = readEmoji(options.likeEmoji ?? "👍");
  if (like === undefined) return refuse("likeEmoji", "must be one emoji, or name:id for one of the guild's own.");
  const origin = serverOrigin(service);
  if (origin === undefined)
    return refuse("service", "must be an address with https: (or http: on this machine), without a password in it.");
  if (options.contactUrl !== undefined && !isContactUrl(options.contactUrl))
    return refuse("contactUrl", "must be a web address, without blanks, commas or brackets.");
  if (!Number.isSafeInteger(pollEveryMs) || pollEveryMs < 1000)
    return refuse("pollEveryMs", "must be a whole number of milliseconds of at least 1,000.");
  return {
    guild: accountId,
    token,
    publishTo,
    publishTags,
    crosspost: options.crosspost ?? false,
    channels: channels === undefined ? undefined : new Set(checkIds("channels", channels)),
    directChannels: options.directChannels === undefined ? undefined : checkIds("directChannels", options.directChannels),
    messageContent: options.messageContent ?? true,
    like,
    pingOnReply: options.pingOnReply ?? false,
    contactUrl: options.contactUrl,
    baseUrl: `${origin}/api/v10`,
    pollEveryMs,
  };
}
