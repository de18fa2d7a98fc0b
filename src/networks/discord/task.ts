/**
 * One operation of a guild under way: calls the API, knows the bot and the channels.
 * @module
 */
import { channelDirectory, type Channels } from "./channels.js";
import { contentRemedy } from "./errors.js";
import { givenQuery, taskMaker, type GivenQuery, type Begin, type RequestDetails, type Task } from "../../adapter/task.js";
import { userAnswer, type WireUser } from "./wire.js";
import type { CheckedOptions } from "./options.js";
import type { AccountKey } from "../../model/keys.js";
import type { Method, RequestFunction, Schema } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { Us } from "./ids.js";

/** One operation of the guild under way. */
export interface DiscordTask extends Task {
  /** What the adapter was made with. */
  readonly set: CheckedOptions;
  /** The channels of the guild, remembered. */
  readonly channels: Channels;
  /** Tells who we are; asks for the bot once. */
  us(): Promise<Us>;
  /** The bot's user; asked once. */
  bot(): Promise<WireUser>;
  /** Reads. What is `undefined` in the query is left out. */
  get<T>(path: string, schema: Schema<T>, query?: GivenQuery): Promise<T>;
  /** Writes. A channel, guild or webhook in the path is what its budget is kept for. */
  send<T>(method: Method, path: string, schema: Schema<T>, more?: Pick<RequestDetails<T>, "body" | "headers" | "safeToRepeat">): Promise<T>;
  /** Says once for each adapter that texts are hidden from us, and what helps. */
  warnOfHidden(): void;
}

/** Begins operations of the guild. */
export type BeginDiscord = Begin<DiscordTask>;

/** What the budget of a call is kept for: the first id of its path (topics, rate limits; read 2026-11). */
function resourceOf(path: string): { readonly subject?: { readonly resource: string } } {
  const resource = /^\/(?:channels|guilds|webhooks)\/(\d+)/.exec(path)?.[1];
  return resource === undefined ? {} : { subject: { resource } };
}

/** Makes the function that begins the guild's operations. */
export function beginner(account: AccountKey, set: CheckedOptions, request: RequestFunction, runtime: ResolvedRuntime): BeginDiscord {
  const begin = taskMaker("discord", account, request, runtime);
  const channels = channelDirectory(set, runtime.clock);
  let bot: Promise<WireUser> | undefined;
  let warned = false;
  return (operation, options) => {
    const task = begin(operation, options);
    const get: DiscordTask["get"] = (path, schema, query = {}) =>
      task.request("GET", path, { schema, query: givenQuery(query), ...resourceOf(path) });
    const askBot = (): Promise<WireUser> =>
      (bot ??= get("/users/@me", userAnswer).catch((error: unknown) => {
        bot = undefined;
        throw error;
      }));
    return {
      ...task,
      set,
      channels,
      get,
      bot: askBot,
      us: async () => ({ account, guild: set.guild, bot: (await askBot()).id, like: set.like }),
      send: (method, path, schema, more = {}) => task.request(method, path, { ...more, schema, ...resourceOf(path) }),
      warnOfHidden: () => {
        // Whoever made it without the intent knows.
        if (!warned && set.messageContent)
          runtime.logger.warn?.(`Texts of others come empty: ${contentRemedy}, or give the adapter \`messageContent: false\`.`, {
            account,
          });
        warned = true;
      },
    };
  };
}
