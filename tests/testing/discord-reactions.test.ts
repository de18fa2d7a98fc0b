import { describe, expect, it } from "vitest";
import { guildWith, refusalOf } from "./discord-network.js";
import { list, text } from "./network.js";

const emoji = (word: string): string => encodeURIComponent(word);

describe("testing", () => {
  describe("fake discord", () => {
    describe("reactions", () => {
      it("counts each person once for each emoji, and says which are the bot's own", async () => {
        const { me, fake, mira, otto, general } = guildWith();
        const { id } = fake.state.say(mira, general.id, "Boots!");
        const path = `/channels/${general.id}/messages/${id}`;
        for (let at = 0; at < 2; at += 1) expect((await me.send("PUT", `${path}/reactions/${emoji("👍")}/@me`)).status).toBe(204);
        fake.state.react(mira, id, "👍");
        fake.state.react(otto, id, "❤️");
        const seen = list((await me.get(path)).body?.reactions);
        expect(seen.map(({ emoji: of, count, me: mine }) => [of?.name, count, mine])).toEqual([
          ["👍", 2, true],
          ["❤️", 1, false],
        ]);
        const [first] = list((await me.get(`${path}/reactions/${emoji("👍")}`, { limit: 1 })).body);
        const rest = list((await me.get(`${path}/reactions/${emoji("👍")}`, { after: text(first?.id) })).body);
        expect(new Set([first?.id, ...rest.map((one) => one.id)])).toEqual(new Set([fake.app.id, mira.id]));
        for (let at = 0; at < 2; at += 1) expect((await me.send("DELETE", `${path}/reactions/${emoji("👍")}/@me`)).status).toBe(204);
        expect(fake.state.held(id)?.reactions["👍"]).toEqual([mira.id]);
        expect((await me.send("DELETE", `${path}/reactions/${emoji("👍")}/${mira.id}`)).status).toBe(204);
        expect(list((await me.get(path)).body?.reactions).length).toBe(1);
      });
      it("refuses what is no emoji, a guild's own that is unknown, and a 21st kind", async () => {
        const { me, fake, mira, guild, general } = guildWith();
        const { id } = fake.state.say(mira, general.id, "Boots!");
        const react = async (word: string): Promise<readonly unknown[]> =>
          refusalOf(await me.send("PUT", `/channels/${general.id}/messages/${id}/reactions/${emoji(word)}/@me`));
        expect(await react("boots")).toEqual([400, 10014]);
        expect(await react("boots:1")).toEqual([400, 10014]);
        expect(await react("👍👍")).toEqual([400, 10014]);
        expect(await react(fake.state.addEmoji(guild.id, "boots"))).toEqual([204, undefined]);
        for (let at = 0; at < 19; at += 1) expect(await react(String.fromCodePoint(0x1f600 + at))).toEqual([204, undefined]);
        expect(await react("👢")).toEqual([400, 30010]);
        expect(await react("😀")).toEqual([204, undefined]);
      });
      it("refuses a first reaction without the right, and any to somebody who blocks the bot", async () => {
        const { me, fake, mira, otto, bot, general } = guildWith();
        const { id } = fake.state.say(mira, general.id, "Boots!");
        const path = `/channels/${general.id}/messages/${id}/reactions/${emoji("👍")}/@me`;
        fake.state.deny(bot, general.id, "ADD_REACTIONS");
        expect(refusalOf(await me.send("PUT", path))).toEqual([403, 50013]);
        fake.state.react(otto, id, "👍");
        expect((await me.send("PUT", path)).status).toBe(204);
        fake.state.block(mira, bot);
        expect(refusalOf(await me.send("PUT", path))).toEqual([403, 90001]);
      });
    });
    describe("pins", () => {
      it("lists pins in pages, the last first, and says in the channel that something was pinned", async () => {
        const { me, fake, mira, general, clock } = guildWith({ pageSize: 2 });
        const ids = ["a", "b", "c"].map((words) => fake.state.say(mira, general.id, words).id);
        const path = `/channels/${general.id}/messages/pins`;
        for (const id of ids) {
          await clock.advance(1000);
          expect((await me.send("PUT", `${path}/${id}`)).status).toBe(204);
          expect((await me.send("PUT", `${path}/${id}`)).status).toBe(204);
        }
        const { body } = await me.get(path);
        expect([list(body?.items).map(({ message }) => message?.content), body?.has_more]).toEqual([["c", "b"], true]);
        const rest = await me.get(path, { before: text(list(body?.items).at(-1)?.pinned_at) });
        expect([list(rest.body?.items).map(({ message }) => message?.content), rest.body?.has_more]).toEqual([["a"], false]);
        expect(list((await me.get(`/channels/${general.id}/messages`)).body).filter(({ type }) => (type as unknown) === 6).length).toBe(3);
        expect((await me.send("DELETE", `${path}/${ids[0] ?? ""}`)).status).toBe(204);
        expect(fake.state.held(ids[0] ?? "")?.pinned).toBe(false);
        expect(refusalOf(await me.get(path, { limit: 51 }))).toEqual([400, 50035]);
      });
      it("refuses a pin without its own right, which MANAGE_MESSAGES does not hold", async () => {
        const { me, fake, mira, bot, general } = guildWith();
        const { id } = fake.state.say(mira, general.id, "Boots!");
        fake.state.deny(bot, general.id, "PIN_MESSAGES");
        expect(refusalOf(await me.send("PUT", `/channels/${general.id}/messages/pins/${id}`))).toEqual([403, 50013]);
        expect(refusalOf(await me.send("PUT", `/channels/${general.id}/messages/pins/1`))).toEqual([404, 10008]);
      });
    });
  });
});
