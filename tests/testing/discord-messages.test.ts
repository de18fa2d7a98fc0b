import { describe, expect, it } from "vitest";
import { agent, client, guildWith, refusalOf } from "./discord-network.js";
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
        const { fake, me, bot } = guildWith();
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
    });
  });
});
