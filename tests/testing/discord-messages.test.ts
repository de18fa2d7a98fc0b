import { describe, expect, it } from "vitest";
import { agent, client, guildWith, refusalOf, unjudged } from "./discord-network.js";
import { list, text } from "./network.js";

describe("testing", () => {
  describe("fake discord", () => {
    describe("entry", () => {
      it("tells a bot who it is and which guilds it is in", async () => {
        const { me, bot, guild } = guildWith();
        const who = await me.get("/users/@me");
        expect([who.status, who.body?.id, who.body?.bot]).toEqual([200, bot.id, true]);
        const mine = await me.get("/users/@me/guilds", { with_counts: true });
        expect(list(mine.body).map(({ id, approximate_member_count: count }) => [id, count])).toEqual([[guild.id, 4]]);
      });
      it("refuses a wrong token, a foreign agent, an unknown path and a wrong verb", async () => {
        const { fake, me, bot } = guildWith({}, unjudged);
        const withToken = (authorization: string, userAgent = agent): ReturnType<typeof client> =>
          client(fake, { authorization, "user-agent": userAgent });
        expect(refusalOf(await withToken("Bot nonsense").get("/users/@me"))).toEqual([401, 0]);
        expect(refusalOf(await withToken(`Bearer ${bot.token}`).get("/users/@me"))).toEqual([401, 0]);
        expect(refusalOf(await withToken(`Bot ${bot.token}`, "node").get("/users/@me"))).toEqual([403, 40333]);
        expect(refusalOf(await me.get("/boots"))).toEqual([404, 0]);
        expect(refusalOf(await me.send("DELETE", "/users/@me"))).toEqual([405, 0]);
      });
    });
    describe("messages", () => {
      it("gives messages newest first, before, after and around one", async () => {
        const { fake, me, mira, general, clock } = guildWith();
        const ids: string[] = [];
        for (let at = 0; at < 7; at += 1) {
          await clock.advance(1000);
          ids.push(fake.state.say(mira, general.id, `number ${at}`).id);
        }
        const path = `/channels/${general.id}/messages`;
        const seen = async (query: Record<string, string | number>): Promise<unknown> =>
          list((await me.get(path, query)).body).map(({ id }) => ids.indexOf(text(id)));
        expect(await seen({})).toEqual([6, 5, 4, 3, 2, 1, 0]);
        expect(await seen({ before: ids[3] ?? "", limit: 2 })).toEqual([2, 1]);
        expect(await seen({ after: ids[3] ?? "", limit: 2 })).toEqual([5, 4]);
        expect(await seen({ around: ids[3] ?? "", limit: 3 })).toEqual([4, 3, 2]);
        expect(refusalOf(await me.get(path, { before: ids[3] ?? "", after: ids[1] ?? "" }))).toEqual([400, 50035]);
        expect(refusalOf(await me.get(path, { limit: 101 }))).toEqual([400, 50035]);
        expect(refusalOf(await me.get(path, { limit: 0 }))).toEqual([400, 50035]);
      });
      it("shows a message whole, with the time in its id", async () => {
        const { fake, me, mira, bot, general, guild } = guildWith();
        const { id } = fake.state.say(mira, general.id, `<@${bot.id}> are the boots back?`);
        const { body } = await me.get(`/channels/${general.id}/messages/${id}`);
        expect(body).toMatchObject({
          id,
          channel_id: general.id,
          type: 0,
          content: `<@${bot.id}> are the boots back?`,
          author: { id: mira.id, username: "mira", global_name: "Mira", discriminator: "0" },
          mentions: [{ id: bot.id, bot: true }],
          edited_timestamp: null,
          pinned: false,
        });
        expect(Number((BigInt(id) >> 22n) + 1420070400000n)).toBe(Date.parse(text(body?.timestamp)));
        expect(Object.keys(body ?? {})).not.toContain("referenced_message");
        const shown = await me.get(`/channels/${general.id}`);
        expect([shown.body?.last_message_id, shown.body?.guild_id]).toEqual([id, guild.id]);
      });
      it("refuses what is not there, and a message in another channel than its own", async () => {
        const { fake, me, mira, general, news } = guildWith();
        const { id } = fake.state.say(mira, general.id, "hello");
        expect(refusalOf(await me.get("/channels/1/messages"))).toEqual([404, 10003]);
        expect(refusalOf(await me.get("/channels/boots/messages"))).toEqual([400, 50035]);
        expect(refusalOf(await me.get(`/channels/${general.id}/messages/1`))).toEqual([404, 10008]);
        expect(refusalOf(await me.get(`/channels/${news.id}/messages/${id}`))).toEqual([404, 10008]);
      });
      it("shows nothing without the right to read history, and refuses without that to see the channel", async () => {
        const { fake, me, mira, general, bot } = guildWith();
        const { id } = fake.state.say(mira, general.id, "hello");
        fake.state.deny(bot, general.id, "READ_MESSAGE_HISTORY");
        const found = await me.get(`/channels/${general.id}/messages`);
        expect([found.status, found.body]).toEqual([200, []]);
        expect(refusalOf(await me.get(`/channels/${general.id}/messages/${id}`))).toEqual([403, 50013]);
        fake.state.deny(bot, general.id, "VIEW_CHANNEL");
        expect(refusalOf(await me.get(`/channels/${general.id}/messages`))).toEqual([403, 50001]);
      });
      it("keeps what others say from a bot without the intent, but not what is its own, private, or names it", async () => {
        const { fake, me, mira, bot, general } = guildWith({ messageContent: false });
        const { state } = fake;
        const picture = { name: "boots.png", bytes: new Uint8Array(3), contentType: "image/png" };
        state.say(mira, general.id, { text: "look", files: [picture] });
        state.say(mira, general.id, `<@${bot.id}> look`);
        const own = state.say(bot, general.id, "nice");
        state.reply(mira, own.id, "is it", { ping: true });
        const { channelId } = state.directMessage(mira, bot, "psst");
        const said = list((await me.get(`/channels/${general.id}/messages`)).body);
        expect(said.map(({ content, attachments }) => [content, list(attachments).length])).toEqual([
          ["is it", 0],
          ["nice", 0],
          [`<@${bot.id}> look`, 0],
          ["", 0],
        ]);
        expect(list((await me.get(`/channels/${channelId}/messages`)).body).map(({ content }) => content)).toEqual(["psst"]);
        state.grantMessageContent(bot, true);
        const open = list((await me.get(`/channels/${general.id}/messages`)).body).at(-1);
        expect([open?.content, list(open?.attachments).map(({ filename }) => filename)]).toEqual(["look", ["boots.png"]]);
      });
      it("says what is said by a webhook under a name that is no person's", async () => {
        const { fake, me, bot, general } = guildWith();
        const { id } = fake.state.say(bot, general.id, { text: "build 7 is out", asWebhook: "Build news" });
        const { body } = await me.get(`/channels/${general.id}/messages/${id}`);
        expect([body?.author?.username, body?.author?.id === body?.webhook_id, text(body?.author?.id) === bot.id]).toEqual([
          "Build news",
          true,
          false,
        ]);
        expect(refusalOf(await me.send("PATCH", `/channels/${general.id}/messages/${id}`, { content: "mine" }))).toEqual([403, 50005]);
      });
    });
  });
});
