import { describe, expect, it } from "vitest";
import { guildWith, refusalOf } from "./discord-network.js";
import { list, text } from "./network.js";

describe("testing", () => {
  describe("fake discord", () => {
    describe("threads", () => {
      it("begins a forum post whose first message has the thread's id", async () => {
        const { me, fake, bot, help } = guildWith();
        const { status, body } = await me.send("POST", `/channels/${help.id}/threads`, {
          name: "Boot care",
          auto_archive_duration: 1440,
          applied_tags: [help.tags.care],
          message: { content: "Grease them twice a year." },
        });
        const id = text(body?.id);
        expect([status, body]).toMatchObject([
          201,
          {
            type: 11,
            name: "Boot care",
            parent_id: help.id,
            owner_id: bot.id,
            message_count: 0,
            applied_tags: [help.tags.care],
            thread_metadata: { archived: false, locked: false, auto_archive_duration: 1440 },
            message: { id, channel_id: id, content: "Grease them twice a year." },
          },
        ]);
        expect((await me.get(`/channels/${id}/messages/${id}`)).body?.content).toBe("Grease them twice a year.");
        expect(fake.state.held(id)?.parent).toBeUndefined();
      });
      it("refuses posts without a message, a name, a tag that is needed or known, and too many tags", async () => {
        const { me, fake, guild, help, general } = guildWith();
        const tagged = fake.state.addChannel(guild.id, "tagged", { type: "forum", tags: ["sizes"], requiresTag: true });
        const post = async (id: string, body: object): Promise<readonly unknown[]> =>
          refusalOf(await me.send("POST", `/channels/${id}/threads`, body));
        const message = { content: "Grease them." };
        expect(await post(help.id, { name: "Boots" })).toEqual([400, 50035]);
        expect(await post(help.id, { message })).toEqual([400, 50035]);
        expect(await post(help.id, { name: "b".repeat(101), message })).toEqual([400, 50035]);
        expect(await post(help.id, { name: "Boots", message: { content: "" } })).toEqual([400, 50006]);
        expect(await post(help.id, { name: "Boots", message, auto_archive_duration: 61 })).toEqual([400, 50035]);
        expect(await post(help.id, { name: "Boots", message, applied_tags: ["1"] })).toEqual([404, 10087]);
        expect(await post(help.id, { name: "Boots", message, applied_tags: ["1", "2", "3", "4", "5", "6"] })).toEqual([400, 50035]);
        expect(await post(tagged.id, { name: "Boots", message })).toEqual([400, 40067]);
        expect(list((await me.get(`/guilds/${guild.id}/threads/active`)).body?.threads)).toEqual([]);
        expect((await me.send("POST", `/channels/${general.id}/threads`, { name: "Boots", type: 11 })).status).toBe(201);
      });
      it("starts one thread at a message, with its id, and counts what is said in it", async () => {
        const { me, fake, mira, general } = guildWith();
        const { id } = fake.state.say(mira, general.id, "Which size?");
        const path = `/channels/${general.id}/messages/${id}/threads`;
        const started = await me.send("POST", path, { name: "Sizes" });
        expect([started.status, started.body?.id, started.body?.type]).toEqual([201, id, 11]);
        expect(refusalOf(await me.send("POST", path, { name: "Sizes" }))).toEqual([400, 160004]);
        fake.state.say(mira, id, "38 or 39");
        const gone = fake.state.say(mira, id, "hm");
        fake.state.remove(gone.id);
        const { body } = await me.get(`/channels/${id}`);
        expect([body?.message_count, body?.total_message_sent, body?.member_count]).toEqual([1, 2, 2]);
        const all = list((await me.get(`/channels/${id}/messages`)).body);
        expect(all.map(({ type, content, referenced_message: shown }) => [type, content, shown?.content])).toEqual([
          [0, "38 or 39", undefined],
          [21, "", "Which size?"],
        ]);
        expect((await me.get(`/channels/${general.id}/messages/${id}`)).body?.thread?.id).toBe(id);
      });
      it("opens what was put away when somebody speaks, but neither reacts nor changes in it, and not when it is locked", async () => {
        const { me, fake, mira, bot, help } = guildWith();
        const { state } = fake;
        const { id } = state.post(mira, help.id, "My boots leak");
        const own = state.reply(bot, id, "Send a picture");
        const said = (): ReturnType<typeof me.send> => me.send("POST", `/channels/${id}/messages`, { content: "Still there?" });
        state.changeThread(id, { archived: true });
        expect(refusalOf(await me.send("PUT", `/channels/${id}/messages/${id}/reactions/%F0%9F%91%8D/@me`))).toEqual([400, 50083]);
        expect(refusalOf(await me.send("PATCH", `/channels/${id}/messages/${own.id}`, { content: "?" }))).toEqual([400, 50083]);
        expect((await said()).status).toBe(200);
        expect((await me.get(`/channels/${id}`)).body?.thread_metadata?.archived).toBe(false);
        state.changeThread(id, { archived: true, locked: true });
        expect(refusalOf(await said())).toEqual([400, 50083]);
        state.deny(bot, help.id, "MANAGE_THREADS");
        expect(refusalOf(await said())).toEqual([400, 160005]);
        expect(() => state.say(mira, id, "me too")).toThrow("160005");
        expect(refusalOf(await me.send("PATCH", `/channels/${id}`, { archived: false }))).toEqual([403, 50013]);
      });
      it("puts a thread away by itself when nothing happens in it", async () => {
        const { me, fake, mira, guild, help, clock } = guildWith();
        const { id } = fake.state.post(mira, help.id, "My boots leak");
        const isOpen = async (): Promise<boolean> => list((await me.get(`/guilds/${guild.id}/threads/active`)).body?.threads).length === 1;
        await clock.advance(2 * 86_400_000);
        fake.state.say(mira, id, "Anybody?");
        await clock.advance(2 * 86_400_000);
        expect(await isOpen()).toBe(true);
        await clock.advance(86_400_000);
        expect(await isOpen()).toBe(false);
        fake.state.say(mira, id, "Hello?");
        expect(await isOpen()).toBe(true);
      });
      it("lists what is open, newest first, and what was put away in pages by the time of that", async () => {
        const { me, fake, mira, guild, help, clock } = guildWith({ pageSize: 2 });
        const ids: string[] = [];
        for (let at = 0; at < 5; at += 1) {
          await clock.advance(1000);
          ids.push(fake.state.post(mira, help.id, `question ${at}`).id);
        }
        for (const id of ids.slice(0, 3)) {
          await clock.advance(1000);
          fake.state.changeThread(id, { archived: true });
        }
        const active = await me.get(`/guilds/${guild.id}/threads/active`);
        expect(list(active.body?.threads).map((one) => ids.indexOf(text(one.id)))).toEqual([4, 3]);
        const path = `/channels/${help.id}/threads/archived/public`;
        const { body } = await me.get(path, { limit: 50 });
        expect([list(body?.threads).map((one) => ids.indexOf(text(one.id))), body?.has_more]).toEqual([[2, 1], true]);
        const before = text(list(body?.threads).at(-1)?.thread_metadata?.archive_timestamp);
        const rest = await me.get(path, { before });
        expect([list(rest.body?.threads).map((one) => ids.indexOf(text(one.id))), rest.body?.has_more]).toEqual([[0], false]);
        expect(refusalOf(await me.get(path, { before: ids[0] ?? "" }))).toEqual([400, 50035]);
        expect(refusalOf(await me.get(path, { limit: 1 }))).toEqual([400, 50035]);
      });
      it("renames, closes and removes threads with the right only", async () => {
        const { me, fake, mira, bot, help, guild } = guildWith();
        const { id } = fake.state.post(mira, help.id, "My boots leak");
        const closed = await me.send("PATCH", `/channels/${id}`, { archived: true, locked: true });
        expect(closed.body?.thread_metadata).toMatchObject({ archived: true, locked: true });
        fake.state.deny(bot, guild.id, "MANAGE_THREADS");
        expect(refusalOf(await me.send("DELETE", `/channels/${id}`))).toEqual([403, 50013]);
        fake.state.allow(bot, guild.id, "MANAGE_THREADS");
        expect((await me.send("DELETE", `/channels/${id}`)).status).toBe(200);
        expect(refusalOf(await me.get(`/channels/${id}`))).toEqual([404, 10003]);
        expect(fake.state.held(id)).toBeUndefined();
      });
    });
  });
});
