import { describe, expect, it } from "vitest";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createDiscordGateway } from "../../src/networks/discord/gateway-node.js";
import { fakeDiscord } from "../../src/testing/discord/index.js";

describe("testing", () => {
  describe("fake discord", () => {
    it("serves its gateway where it listens, to the client that hosts use", async () => {
      const fake = fakeDiscord();
      const { state } = fake;
      const guild = state.addGuild("Boots");
      const bot = state.addBot("brand", { guilds: [guild.id] });
      const asta = state.addMember(guild.id, "asta");
      const general = state.addChannel(guild.id, "general");
      const { url, close } = await fake.listen();
      const stop = new AbortController();
      const gateway = createDiscordGateway({ token: bot.token, service: url });
      const adapter = createDiscordAdapter({ accountId: guild.id, token: bot.token, service: url, gateway });
      const talking = setInterval(() => state.say(asta, general.id, "Is anybody there?"), 50);
      try {
        for await (const change of adapter.stream({ signal: stop.signal })) {
          expect(change).toMatchObject({ type: "message.created", message: { text: "Is anybody there?" } });
          break;
        }
      } finally {
        clearInterval(talking);
        stop.abort();
        await close();
      }
    });
  });
});
