import { describe, expect, it } from "vitest";
import { guildWith, refusalOf, type Guild } from "./discord-network.js";
import { list, text, type Loose, type Reply } from "./network.js";

const say = ({ me, general }: Guild, body: object): Promise<Reply> => me.send("POST", `/channels/${general.id}/messages`, body);

/** The code of the first fault that a form's refusal names, and where it is. */
function faultOf({ body }: Reply): readonly [string, string] {
  const walk = (at: Loose | undefined, path: string): readonly [string, string] | undefined => {
    if (at === undefined) return undefined;
    const [fault] = list(at["_errors"]);
    if (fault !== undefined) return [path, text(fault.code)];
    for (const [key, below] of Object.entries(at as Record<string, Loose>)) {
      const found = walk(below, path === "" ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(body?.errors, "") ?? ["", ""];
}

describe("testing", () => {
  describe("fake discord", () => {
    describe("saying", () => {
      it("takes 2,000 characters and refuses one more, also of those that are two units long", async () => {
        const town = guildWith();
        const long = await say(town, { content: "👢".repeat(2000) });
        expect([long.status, text(long.body?.content).length]).toEqual([200, 4000]);
        const over = await say(town, { content: "👢".repeat(2001) });
        expect([refusalOf(over), faultOf(over)]).toEqual([
          [400, 50035],
          ["content", "BASE_TYPE_MAX_LENGTH"],
        ]);
      });
      it("refuses a message that says nothing, and trims what is said", async () => {
        const town = guildWith();
        for (const body of [{}, { content: "" }, { content: " \n " }, { embeds: [] }])
          expect(refusalOf(await say(town, body))).toEqual([400, 50006]);
        expect((await say(town, { content: "  boots  " })).body?.content).toBe("boots");
        expect((await say(town, { embeds: [{ title: "Boots" }] })).status).toBe(200);
      });
      it("refuses a body that is no JSON, and one that does not say what it is", async () => {
        const { fake, bot, general } = guildWith();
        const send = async (body: string, type?: string): Promise<number> => {
          const headers = {
            authorization: `Bot ${bot.token}`,
            "user-agent": "DiscordBot (https://shop.test, 1)",
            ...(type !== undefined && { "content-type": type }),
          };
          return (await fake.fetch(`${fake.baseUrl}/channels/${general.id}/messages`, { method: "POST", headers, body })).status;
        };
        expect(await send("nonsense", "application/json")).toBe(400);
        expect(await send('{"content":"boots"}')).toBe(400);
        expect(await send('{"content":"boots"}', "application/json")).toBe(200);
      });
      it("tells everybody who is named unless it is told whom, as the network does", async () => {
        const town = guildWith();
        const { mira, otto, fake } = town;
        const content = `<@${mira.id}> <@!${otto.id}> <@1> <@&77> @everyone`;
        const seen = async (allowed?: object): Promise<unknown> => {
          const { body } = await say(town, { content, ...(allowed && { allowed_mentions: allowed }) });
          return [list(body?.mentions).map(({ id }) => id), body?.mention_roles, body?.mention_everyone];
        };
        expect(await seen()).toEqual([[mira.id, otto.id], ["77"], true]);
        expect(await seen({ parse: [] })).toEqual([[], [], false]);
        expect(await seen({ parse: ["users"] })).toEqual([[mira.id, otto.id], [], false]);
        expect(await seen({ parse: ["everyone"], users: [otto.id], roles: ["77"] })).toEqual([[otto.id], ["77"], true]);
        fake.state.deny(town.bot, town.guild.id, "MENTION_EVERYONE");
        expect(await seen({ parse: ["everyone"] })).toEqual([[], [], false]);
      });
      it("refuses a kind of mention that is both parsed and listed", async () => {
        const town = guildWith();
        const wrong = await say(town, { content: "boots", allowed_mentions: { parse: ["users"], users: [town.mira.id] } });
        expect([refusalOf(wrong), faultOf(wrong)[0]]).toEqual([[400, 50035], "allowed_mentions"]);
        expect((await say(town, { content: "boots", allowed_mentions: { parse: ["users"], users: [] } })).status).toBe(200);
        expect(refusalOf(await say(town, { content: "boots", allowed_mentions: { parse: ["boots"] } }))).toEqual([400, 50035]);
      });
      it("answers a message, tells its author only when asked, and shows what is answered", async () => {
        const town = guildWith();
        const { fake, mira, general, guild } = town;
        const { id } = fake.state.say(mira, general.id, "where is it?");
        const reply = (more: object = {}): Promise<Reply> => say(town, { content: "here", message_reference: { message_id: id }, ...more });
        const { body } = await reply({ allowed_mentions: { parse: [] } });
        expect(body).toMatchObject({
          type: 19,
          mentions: [],
          message_reference: { type: 0, message_id: id, channel_id: general.id, guild_id: guild.id },
          referenced_message: { id, content: "where is it?" },
        });
        expect(list((await reply({ allowed_mentions: { parse: [], replied_user: true } })).body?.mentions).map((one) => one.id)).toEqual([
          mira.id,
        ]);
        expect(list((await reply()).body?.mentions).map((one) => one.id)).toEqual([mira.id]);
        fake.state.remove(id);
        expect((await town.me.get(`/channels/${general.id}/messages/${text(body?.id)}`)).body?.referenced_message).toBeNull();
      });
      it("refuses to answer what is gone, elsewhere or no message of anybody, unless it may be left out", async () => {
        const town = guildWith();
        const { fake, mira, general, news, bot } = town;
        const elsewhere = fake.state.say(bot, news.id, "boots are back");
        const { id } = fake.state.say(mira, general.id, "where is it?");
        fake.state.pin(id);
        const [pinned] = list((await town.me.get(`/channels/${general.id}/messages`)).body);
        const reply = (message_reference: object): Promise<Reply> => say(town, { content: "here", message_reference });
        expect(refusalOf(await reply({ message_id: elsewhere.id }))).toEqual([400, 50035]);
        expect(refusalOf(await reply({ message_id: elsewhere.id, channel_id: news.id }))).toEqual([400, 50035]);
        expect(refusalOf(await reply({ message_id: "1" }))).toEqual([400, 50035]);
        expect([pinned?.type, refusalOf(await reply({ message_id: text(pinned?.id) }))]).toEqual([6, [400, 50035]]);
        const { body } = await reply({ message_id: "1", fail_if_not_exists: false });
        expect([body?.type, body?.message_reference]).toEqual([0, undefined]);
        fake.state.deny(bot, general.id, "READ_MESSAGE_HISTORY");
        expect(refusalOf(await reply({ message_id: id }))).toEqual([403, 160002]);
      });
      it("says once what comes twice with a nonce that is enforced, for some minutes", async () => {
        const town = guildWith();
        const { clock } = town;
        const first = await say(town, { content: "boots", nonce: "a1", enforce_nonce: true });
        const again = await say(town, { content: "other words", nonce: "a1", enforce_nonce: true });
        expect([again.status, again.body?.id, again.body?.content, again.body?.nonce]).toEqual([200, first.body?.id, "boots", "a1"]);
        expect((await say(town, { content: "boots", nonce: "a2", enforce_nonce: true })).body?.id).not.toBe(first.body?.id);
        expect((await say(town, { content: "boots", nonce: "a1" })).body?.id).not.toBe(first.body?.id);
        expect(refusalOf(await say(town, { content: "boots", nonce: "a".repeat(26), enforce_nonce: true }))).toEqual([400, 50035]);
        await clock.advance(600_000);
        expect((await say(town, { content: "boots", nonce: "a1", enforce_nonce: true })).body?.id).not.toBe(first.body?.id);
      });
      it("takes files as a form, with what they show", async () => {
        const { me, fake, general } = guildWith();
        const form = new FormData();
        form.set("payload_json", JSON.stringify({ content: "look", attachments: [{ id: 3, description: "a brown boot" }] }));
        form.set("files[3]", new Blob([new Uint8Array([13, 10, 45, 45, 0])], { type: "image/png" }), "boot.png");
        const { status, body } = await me.send("POST", `/channels/${general.id}/messages`, form);
        const [file] = list(body?.attachments);
        expect([status, body?.content, file]).toMatchObject([
          200,
          "look",
          { filename: "boot.png", size: 5, content_type: "image/png", description: "a brown boot" },
        ]);
        expect(fake.state.held(text(body?.id))?.files).toEqual([{ name: "boot.png", size: 5, alt: "a brown boot" }]);
        const misnamed = new FormData();
        misnamed.set("boots", new Blob(["x"]), "boot.png");
        expect(refusalOf(await me.send("POST", `/channels/${general.id}/messages`, misnamed))).toEqual([400, 50035]);
      });
      it("refuses to speak in a forum, in a category, and without the right", async () => {
        const { me, fake, guild, bot, help, general } = guildWith();
        const shelf = fake.state.addChannel(guild.id, "shelf", { type: "category" });
        const to = async (id: string): Promise<readonly unknown[]> =>
          refusalOf(await me.send("POST", `/channels/${id}/messages`, { content: "boots" }));
        expect(await to(help.id)).toEqual([400, 40058]);
        expect(await to(shelf.id)).toEqual([400, 50008]);
        fake.state.deny(bot, general.id, "SEND_MESSAGES");
        expect(await to(general.id)).toEqual([403, 50013]);
      });
      it("changes and removes what is one's own, and of others only with the right", async () => {
        const town = guildWith();
        const { fake, me, mira, bot, general } = town;
        const theirs = `/channels/${general.id}/messages/${fake.state.say(mira, general.id, "buy gold").id}`;
        const own = `/channels/${general.id}/messages/${text((await say(town, { content: "hello" })).body?.id)}`;
        const changed = await me.send("PATCH", own, { content: "hello all" });
        expect([changed.status, changed.body?.content, text(changed.body?.edited_timestamp)]).toEqual([
          200,
          "hello all",
          expect.stringMatching(/^\d{4}-/),
        ]);
        expect(refusalOf(await me.send("PATCH", own, { content: "" }))).toEqual([400, 50006]);
        expect(refusalOf(await me.send("PATCH", theirs, { content: "hello" }))).toEqual([403, 50005]);
        fake.state.deny(bot, general.id, "MANAGE_MESSAGES");
        expect(refusalOf(await me.send("DELETE", theirs))).toEqual([403, 50013]);
        expect((await me.send("DELETE", own)).status).toBe(204);
        expect(refusalOf(await me.send("DELETE", own))).toEqual([404, 10008]);
        fake.state.allow(bot, general.id, "MANAGE_MESSAGES");
        expect((await me.send("DELETE", theirs)).status).toBe(204);
      });
      it("spreads news once, and only from a channel for them", async () => {
        const { me, fake, bot, news, general } = guildWith();
        const path = `/channels/${news.id}/messages/${fake.state.say(bot, news.id, "Boots are back").id}/crosspost`;
        expect((await me.send("POST", path)).body?.flags).toBe(1);
        expect(refusalOf(await me.send("POST", path))).toEqual([400, 40033]);
        const { id } = fake.state.say(bot, general.id, "Boots are back");
        expect(refusalOf(await me.send("POST", `/channels/${general.id}/messages/${id}/crosspost`))).toEqual([400, 50024]);
      });
    });
  });
});
