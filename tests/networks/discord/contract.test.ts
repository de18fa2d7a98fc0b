import { describe, it } from "vitest";
import { adapterContract } from "../../../src/testing/adapter-contract.js";
import { createDiscordAdapter, createDiscordApp } from "../../../src/networks/discord/index.js";
import { discordWorld } from "../../../src/testing/discord/contract-world.js";
import { blindDiscord, weakDiscord } from "../../testing/discord-bots.js";
import { judgedByDiscord } from "../../testing/openapi.js";

describe("discord", () => {
  describe("adapter contract", () => {
    const contract = adapterContract({
      world: () =>
        discordWorld({
          prepare: judgedByDiscord,
          createApp: ({ id, publicKey, guildId }) => createDiscordApp({ id, publicKey, guilds: [guildId] }),
          windowMs: 15 * 60_000,
        }),
      create: (runtime, world) => {
        // A bot cannot list them, so hosts keep the ids; here they are there before the first request.
        const directChannels: string[] = [];
        for (const number of [0, 1, 2]) void world.member(number).then((person) => directChannels.push(world.directChannelWith(person)));
        return createDiscordAdapter({
          accountId: world.guild.id,
          token: world.bot.token,
          publishTo: world.channels.forum.id,
          directChannels,
          gateway: world.fake.gateway,
          service: new URL(world.fake.baseUrl).origin,
          runtime,
        });
      },
      createLimited: weakDiscord,
      createLesser: blindDiscord,
    });
    for (const { name, run } of contract) it(name, run);
  });
});
