/** Bots of the brand's guild that may do less than the brand's own. @module */
import { createDiscordAdapter, type DiscordAdapter, type DiscordAdapterOptions } from "../../src/networks/discord/index.js";
import type { DiscordWorld } from "../../src/testing/discord/contract-world.js";
import type { FakeBot } from "../../src/testing/discord/index.js";
import type { Runtime } from "../../src/adapter/runtime.js";

const make = (
  runtime: Runtime,
  { fake, guild, channels }: DiscordWorld,
  bot: FakeBot,
  more: Partial<DiscordAdapterOptions> = {},
): DiscordAdapter =>
  createDiscordAdapter({
    accountId: guild.id,
    token: bot.token,
    publishTo: channels.forum.id,
    service: new URL(fake.baseUrl).origin,
    runtime,
    ...more,
  });

/** A bot whose role lacks what moderators and speakers need. */
export function weakDiscord(runtime: Runtime, world: DiscordWorld): DiscordAdapter {
  const { state } = world.fake;
  const bot = state.addBot("weak", { guilds: [world.guild.id] });
  state.deny(bot, world.guild.id, "BAN_MEMBERS", "MODERATE_MEMBERS", "SEND_MESSAGES", "ADD_REACTIONS");
  return make(runtime, world, bot);
}

/** A bot without the intent for message content, and a host who says so. */
export function blindDiscord(runtime: Runtime, world: DiscordWorld): DiscordAdapter {
  return make(runtime, world, world.fake.state.addBot("blind", { guilds: [world.guild.id], messageContent: false }), {
    messageContent: false,
  });
}
