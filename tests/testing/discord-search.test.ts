import { describe, expect, it } from "vitest";
import { guildWith, refusalOf, type Guild, type Query } from "./discord-network.js";
import { list, text, type Loose } from "./network.js";

const found = async ({ me, guild }: Guild, query: Query): Promise<Loose | undefined> =>
  (await me.get(`/guilds/${guild.id}/messages/search`, query)).body;
const words = (body: Loose | undefined): unknown[] => list(body?.messages).map((group) => list(group)[0]?.content);

describe("testing", () => {
  describe("fake discord", () => {
    describe("search", () => {
      it("finds by words, author, mention, channel, answer and place, each in a list of its own and without reactions", async () => {
        const town = guildWith();
        const { fake, mira, otto, bot, general, news, help } = town;
        const { state } = fake;
        const one = state.say(mira, general.id, "Brown BOOTS please");
        state.react(otto, one.id, "👍");
        const two = state.say(otto, general.id, `<@${bot.id}> boots`);
        state.reply(otto, one.id, "boots, brown");
        state.say(bot, news.id, `<@${mira.id}> <@${otto.id}> sandals`);
        const post = state.post(mira, help.id, "My boots leak");
        expect(words(await found(town, { content: "boots brown" }))).toEqual(["boots, brown", "Brown BOOTS please"]);
        expect(words(await found(town, { author_id: [mira.id, bot.id], sort_order: "asc" }))).toEqual([
          "Brown BOOTS please",
          `<@${mira.id}> <@${otto.id}> sandals`,
          "My boots leak",
        ]);
        expect(words(await found(town, { mentions: [bot.id, otto.id] }))).toEqual([
          `<@${mira.id}> <@${otto.id}> sandals`,
          `<@${bot.id}> boots`,
        ]);
        expect(words(await found(town, { channel_id: [news.id] }))).toEqual([`<@${mira.id}> <@${otto.id}> sandals`]);
        expect(words(await found(town, { replied_to_user_id: [mira.id] }))).toEqual(["boots, brown"]);
        expect(words(await found(town, { min_id: one.id, max_id: post.id, content: "boots" }))).toEqual([
          "boots, brown",
          `<@${bot.id}> boots`,
        ]);
        const all = await found(town, { content: "boots" });
        expect([all?.total_results, all?.doing_deep_historical_index, list(all?.threads).map(({ id }) => id)]).toEqual([
          4,
          false,
          [post.id],
        ]);
        expect(list(all?.messages).every((group) => list(group).length === 1 && list(group)[0]?.reactions === undefined)).toBe(true);
        state.remove(two.id);
        expect((await found(town, { content: "boots" }))?.total_results).toBe(3);
      });
      it("goes on by offset and by id", async () => {
        const town = guildWith({ pageSize: 2 });
        for (let at = 0; at < 5; at += 1) town.fake.state.say(town.mira, town.general.id, `boots ${at}`);
        expect(words(await found(town, { content: "boots" }))).toEqual(["boots 4", "boots 3"]);
        const second = await found(town, { content: "boots", offset: 2 });
        expect([words(second), second?.total_results]).toEqual([["boots 2", "boots 1"], 5]);
        const last = list(list(second?.messages).at(-1))[0]?.id;
        expect(words(await found(town, { content: "boots", max_id: text(last) }))).toEqual(["boots 0"]);
      });
      it("shows only what the bot can read, and nothing to a bot without the intent", async () => {
        const town = guildWith();
        const { fake, me, mira, bot, guild, general, help } = town;
        fake.state.say(mira, general.id, "boots in general");
        fake.state.post(mira, help.id, "boots in the forum");
        fake.state.deny(bot, help.id, "VIEW_CHANNEL");
        expect(words(await found(town, { content: "boots" }))).toEqual(["boots in general"]);
        fake.state.grantMessageContent(bot, false);
        expect(refusalOf(await me.get(`/guilds/${guild.id}/messages/search`, { content: "boots" }))).toEqual([403, 50001]);
      });
      it("answers 202 while its index is being built, and then finds", async () => {
        const { me, fake, mira, guild, general, clock } = guildWith({ search: { indexingForMs: 5000 } });
        fake.state.say(mira, general.id, "boots");
        const path = `/guilds/${guild.id}/messages/search`;
        const early = await me.get(path, { content: "boots" });
        expect([early.status, early.body?.code, early.body?.retry_after, early.body?.messages]).toEqual([202, 110_000, 2, undefined]);
        await clock.advance(5000);
        expect((await me.get(path, { content: "boots" })).status).toBe(200);
      });
      it("refuses what is out of bounds", async () => {
        const { me, guild } = guildWith();
        const search = async (query: Query): Promise<readonly unknown[]> =>
          refusalOf(await me.get(`/guilds/${guild.id}/messages/search`, query));
        for (const query of [
          { limit: 26 },
          { limit: 0 },
          { offset: 9976 },
          { author_id: ["mira"] },
          { sort_by: "likes" },
          { content: "b".repeat(1025) },
          { pinned: "perhaps" },
        ])
          expect(await search(query)).toEqual([400, 50035]);
      });
    });
  });
});
