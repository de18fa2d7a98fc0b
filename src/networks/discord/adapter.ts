/**
 * The Discord adapter.
 * @module
 */
import { discordOperations, type DiscordOperation } from "../catalog-operations.js";
import { accountKey, makeKey } from "../../model/keys.js";
import { checkOptions, type DiscordAdapterOptions } from "./options.js";
import { createSession, type BotSession } from "./session.js";
import { defineAdapter } from "../../adapter/define-adapter.js";
import { discordCan } from "./can.js";
import { discordLimits } from "./limits.js";
import { discordCosts, discordMeter } from "./meter.js";
import { discordFailure } from "./errors.js";
import { discordScopes } from "./permissions.js";
import { discordTextRules } from "./text.js";
import { loadOperations } from "../../adapter/load-operations.js";
import { readMessageUrl } from "./ids.js";
import type { AdapterOf } from "../../adapter/adapter.js";
import type { Change } from "../../model/change.js";
import type { Loaded } from "./operations.js";
import type { SurfaceName } from "../../adapter/surface.js";
import type { WriteName } from "../../model/write.js";

export type { DiscordOperation } from "../catalog-operations.js";

/** One guild, seen by one bot. */
export interface DiscordAdapter extends AdapterOf<"discord", DiscordOperation> {
  /**
   * Reads one raw gateway event, `{ t, d }`, as discord.js emits it under `raw`: for hosts with a client of their own. Never throws for what
   * it is given; what is no event, or another guild's, is an empty list.
   */
  acceptGatewayEvent(event: unknown): Promise<readonly Change[]>;
}

/** What was written can be read at once; this is for the copies that take a moment. */
const settling: Partial<Record<WriteName, number>> = { publishPost: 2_000, reply: 2_000, replyPrivately: 2_000, sendMessage: 2_000 };

/**
 * Makes the adapter of one guild. Asks nothing; the first request asks who the bot is.
 *
 * Posts are forum posts, threads, and messages of announcement channels. Text channels, threads and known direct channels are conversations;
 * `listConversations` gives those where something was said, so that polling reads no quiet room. Nothing that is sent pings anybody.
 * Messages go out at most once for each `idempotencyKey` within minutes; forum posts are sent once and looked for.
 * A message whose text is hidden from the bot, for want of the privileged intent, has an empty text and `refs.contentHidden`.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const discord = createDiscordAdapter({ accountId: "1100000000000000001", token: process.env.DISCORD_TOKEN ?? "" });
 * for await (const message of discord.listMentions({ limit: 20 })) console.log(message.text);
 */
export function createDiscordAdapter(options: DiscordAdapterOptions): DiscordAdapter {
  const checked = checkOptions(options);
  const account = accountKey("discord", checked.guild);
  let session: BotSession | undefined;
  let load: (() => Promise<Loaded>) | undefined;
  const surfaces: readonly SurfaceName[] = ["posts", "messages", ...(checked.messageContent ? (["mentions"] as const) : [])];
  const adapter = defineAdapter<"discord", DiscordOperation>({
    network: "discord",
    account,
    ...(options.app !== undefined && { app: options.app }),
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    baseUrl: checked.baseUrl,
    limits: discordLimits,
    meter: discordMeter(),
    costs: discordCosts,
    scopes: discordScopes,
    textRules: discordTextRules,
    canRules: discordCan(checked),
    readFailure: discordFailure(() => session?.refused()),
    settlingMs: (operation) => settling[operation] ?? 0,
    pollEveryMs: checked.pollEveryMs,
    surfaces: surfaces.map((name) => ({ name, ...(name !== "posts" && { jumps: true }) })),
    refFromUrl: (url) => {
      const place = readMessageUrl(url);
      if (place === undefined || (place.guild !== checked.guild && place.guild !== "@me")) return undefined;
      return { key: makeKey(account, "message", place.message), refs: { channelId: place.channel } };
    },
    credentials: (_request, runtime) => (session = createSession(account, checked, runtime.clock)).credentials,
    operations: (request, runtime) => {
      let loaded: Loaded | undefined;
      const once = async (): Promise<Loaded> => {
        const { discordOperations } = await import("./operations.js");
        return (loaded ??= discordOperations(account, checked, options.gateway, request, runtime));
      };
      load = once;
      return loadOperations(discordOperations, async () => (await once()).operations);
    },
  });
  return Object.assign(adapter, {
    acceptGatewayEvent: async (event: unknown): Promise<readonly Change[]> => (await load?.())?.push.acceptGatewayEvent(event) ?? [],
  });
}
