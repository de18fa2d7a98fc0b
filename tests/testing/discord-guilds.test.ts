import { describe, expect, it } from "vitest";
import { as, guildWith, refusalOf } from "./discord-network.js";
import { list, text } from "./network.js";

const day = 86_400_000;

describe("testing", () => {
  describe("fake discord", () => {
    describe("guilds", () => {
      it("tells counts only when asked, and channels without threads and without what the bot cannot see", async () => {
        const { me, fake, bot, mira, guild, general, news, help } = guildWith();
        const plain = (await me.get(`/guilds/${guild.id}`)).body;
        expect([plain?.name, plain?.approximate_member_count]).toEqual(["Boots & Co", undefined]);
        expect((await me.get(`/guilds/${guild.id}`, { with_counts: true })).body?.approximate_member_count).toBe(4);
        fake.state.post(mira, help.id, "My boots leak");
        fake.state.deny(bot, news.id, "VIEW_CHANNEL");
        const { body } = await me.get(`/guilds/${guild.id}/channels`);
        expect(list(body).map(({ id, type, name }) => [id, type, name])).toEqual([
          [general.id, 0, "general"],
          [help.id, 15, "help"],
        ]);
        expect(list(list(body)[1]?.available_tags).map(({ name }) => name)).toEqual(["sizes", "care"]);
      });
      it("keeps guilds from bots that are in others", async () => {
        const { me, fake, guild } = guildWith();
        const other = as(fake, fake.state.addBot("otherbot", {}));
        expect(refusalOf(await other.get(`/guilds/${guild.id}`))).toEqual([403, 50001]);
        expect(refusalOf(await me.get("/guilds/1"))).toEqual([404, 10004]);
        expect(list((await other.get("/users/@me/guilds")).body)).toEqual([]);
      });
    });
    describe("direct messages", () => {
      it("opens one channel for two people, and writes in it", async () => {
        const { me, fake, mira, bot } = guildWith();
        const opened = await me.send("POST", "/users/@me/channels", { recipient_id: mira.id });
        const again = await me.send("POST", "/users/@me/channels", { recipient_id: mira.id });
        expect([opened.body?.type, list(opened.body?.recipients).map(({ id }) => id), again.body?.id]).toEqual([
          1,
          [mira.id],
          opened.body?.id,
        ]);
        const path = `/channels/${text(opened.body?.id)}/messages`;
        expect((await me.send("POST", path, { content: "What is your number?" })).status).toBe(200);
        fake.state.directMessage(mira, bot, "12");
        expect(list((await me.get(path)).body).map(({ content }) => content)).toEqual(["12", "What is your number?"]);
        expect(fake.state.directsBetween(bot, mira).map(({ author }) => author)).toEqual([bot.id, mira.id]);
      });
      it("refuses strangers, those who want none, and channels of others, only when something is said", async () => {
        const { me, fake, mira, otto, guild } = guildWith();
        const stranger = fake.state.addUser("stranger");
        const write = async (id: string): Promise<readonly unknown[]> => {
          const { status, body } = await me.send("POST", "/users/@me/channels", { recipient_id: id });
          expect(status).toBe(200);
          return refusalOf(await me.send("POST", `/channels/${text(body?.id)}/messages`, { content: "boots!" }));
        };
        expect(await write(stranger.id)).toEqual([403, 50278]);
        fake.state.refuseDirects(mira);
        expect(await write(mira.id)).toEqual([403, 50007]);
        expect(await write(otto.id)).toEqual([200, undefined]);
        fake.state.leave(guild.id, otto);
        expect(await write(otto.id)).toEqual([403, 50278]);
        const theirs = fake.state.directChannel(otto, stranger);
        expect(refusalOf(await me.get(`/channels/${theirs}/messages`))).toEqual([403, 50001]);
        expect(refusalOf(await me.send("POST", "/users/@me/channels", { recipient_id: "1" }))).toEqual([404, 10013]);
        expect(refusalOf(await me.send("POST", "/users/@me/channels", {}))).toEqual([400, 50035]);
      });
    });
    describe("moderation", () => {
      it("shuts out with a reason and what was said lately, and lets in again", async () => {
        const { me, fake, mira, guild, general, clock } = guildWith();
        const old = fake.state.say(mira, general.id, "hello");
        await clock.advance(2 * day);
        const spam = fake.state.say(mira, general.id, "buy gold");
        const path = `/guilds/${guild.id}/bans/${mira.id}`;
        const reason = { "x-audit-log-reason": encodeURIComponent("Spam – again") };
        for (let at = 0; at < 2; at += 1) expect((await me.send("PUT", path, { delete_message_seconds: 86_400 }, reason)).status).toBe(204);
        expect(fake.state.standing(guild.id, mira)).toEqual({ member: false, banned: true });
        expect([fake.state.held(old.id)?.text, fake.state.held(spam.id)]).toEqual(["hello", undefined]);
        expect((await me.get(path)).body?.reason).toBe("Spam – again");
        expect(fake.state.auditLog(guild.id)[0]).toMatchObject({ action: "ban", target: mira.id, reason: "Spam – again" });
        expect(() => fake.state.say(mira, general.id, "me again")).toThrow("50001");
        expect((await me.send("DELETE", path)).status).toBe(204);
        expect(refusalOf(await me.send("DELETE", path))).toEqual([404, 10026]);
        expect(fake.state.standing(guild.id, mira).banned).toBe(false);
        expect(refusalOf(await me.send("PUT", path, { delete_message_seconds: 604_801 }))).toEqual([400, 50035]);
        expect(refusalOf(await me.send("PUT", `/guilds/${guild.id}/bans/1`))).toEqual([404, 10013]);
      });
      it("silences for at most 28 days, and not the owner", async () => {
        const { me, fake, mira, guild, general, clock } = guildWith();
        const until = (ms: number): object => ({ communication_disabled_until: new Date(clock.now() + ms).toISOString() });
        const path = `/guilds/${guild.id}/members/${mira.id}`;
        const { status, body } = await me.send("PATCH", path, until(day));
        expect([status, Date.parse(text(body?.communication_disabled_until))]).toEqual([200, clock.now() + day]);
        expect(() => fake.state.say(mira, general.id, "hm")).toThrow("50013");
        expect(fake.state.standing(guild.id, mira).timedOutUntil).toBe(clock.now() + day);
        expect((await me.send("PATCH", path, { communication_disabled_until: null })).body?.communication_disabled_until).toBeNull();
        fake.state.say(mira, general.id, "hm");
        expect(refusalOf(await me.send("PATCH", path, until(29 * day)))).toEqual([400, 50035]);
        expect(refusalOf(await me.send("PATCH", `/guilds/${guild.id}/members/${guild.owner.id}`, until(day)))).toEqual([403, 50013]);
        expect(refusalOf(await me.send("PATCH", `/guilds/${guild.id}/members/1`, until(day)))).toEqual([404, 10007]);
      });
      it("does nothing without the right", async () => {
        const { me, fake, mira, bot, guild } = guildWith();
        fake.state.deny(bot, guild.id, "BAN_MEMBERS", "KICK_MEMBERS", "MODERATE_MEMBERS");
        const member = `/guilds/${guild.id}/members/${mira.id}`;
        expect(refusalOf(await me.send("PUT", `/guilds/${guild.id}/bans/${mira.id}`))).toEqual([403, 50013]);
        expect(refusalOf(await me.send("DELETE", member))).toEqual([403, 50013]);
        expect(refusalOf(await me.send("PATCH", member, { communication_disabled_until: null }))).toEqual([403, 50013]);
        fake.state.allow(bot, guild.id, "KICK_MEMBERS");
        expect((await me.send("DELETE", member)).status).toBe(204);
        expect(refusalOf(await me.get(member))).toEqual([404, 10007]);
      });
      it("keeps people to slow mode, but not bots", async () => {
        const { me, fake, mira, general, clock } = guildWith();
        fake.state.slowMode(general.id, 30);
        fake.state.say(mira, general.id, "one");
        expect(() => fake.state.say(mira, general.id, "two")).toThrow("20016");
        await clock.advance(30_000);
        fake.state.say(mira, general.id, "two");
        for (let at = 0; at < 2; at += 1)
          expect((await me.send("POST", `/channels/${general.id}/messages`, { content: "boots" })).status).toBe(200);
      });
    });
  });
});
