import { describe, expect, it } from "vitest";
import { discordWorld } from "../../src/testing/discord/contract-world.js";

describe("testing", () => {
  describe("fake discord", () => {
    describe("contract world", () => {
      it("gives posts the id of their thread, and answers their post as root", async () => {
        const world = discordWorld();
        const [one, other] = [await world.member(0), await world.member(1)];
        const post = await world.publish(world.brand, "Boots are back");
        expect(world.refsOf?.(post)).toEqual({ channelId: post });
        const first = await world.reply(one, post, "Are they warm?");
        const second = await world.replyMentioning(other, first, world.brand, "Mine are");
        expect(world.refsOf?.(second)).toEqual({ channelId: post });
        const held = await Promise.all([post, first, second].map((id) => world.inspect(id)));
        expect(held.map((message) => [message?.parent, message?.root, message?.author])).toEqual([
          [undefined, undefined, world.brand.id],
          [post, post, one.id],
          [first, post, other.id],
        ]);
        expect(await world.member(0)).toEqual(one);
        expect(one.id).not.toBe(other.id);
      });
      it("mentions in the text channel, and answers there have the first of their chain as root", async () => {
        const world = discordWorld();
        const person = await world.member(0);
        const id = await world.mention(person, world.brand, "hello");
        expect(world.fake.state.held(id)).toMatchObject({ mentions: [world.brand.id], channelId: world.channels.text.id });
        const answer = await world.reply(world.brand, id, "hi");
        const third = await world.reply(person, answer, "how are you");
        expect([await world.inspect(answer), await world.inspect(third)]).toMatchObject([
          { parent: id, root: id },
          { parent: answer, root: id },
        ]);
      });
      it("likes, changes, removes, and still says where what is gone was", async () => {
        const world = discordWorld();
        const person = await world.member(0);
        const post = await world.publish(person, "My boots leak");
        const answer = await world.reply(world.brand, post, "Oh");
        await world.like(person, answer);
        await world.react?.(person, answer, "🎉");
        await world.change?.(answer, "Oh no");
        expect(await world.inspect(answer)).toMatchObject({ text: "Oh no", likedBy: [person.id] });
        await world.remove(answer);
        expect([await world.inspect(answer), world.refsOf?.(answer)]).toEqual([undefined, { channelId: post }]);
        await world.remove(post);
        expect([await world.inspect(post), world.refsOf?.(post)]).toEqual([undefined, { channelId: post }]);
      });
      it("shows direct messages and nothing of them in public, and how the brand stands to somebody", async () => {
        const world = discordWorld();
        const person = await world.member(0);
        await world.directMessage?.(person, world.brand, "psst");
        expect(await world.directs?.(world.brand, person)).toEqual([{ author: person.id, text: "psst" }]);
        expect(await world.said(person)).toEqual([]);
        expect(await world.relation?.(person)).toEqual({ banned: false, muted: false });
        world.fake.state.timeOut(world.guild.id, person, 60_000);
        expect(await world.relation?.(person)).toEqual({ banned: false, muted: true });
        world.fake.state.ban(world.guild.id, person);
        expect(await world.relation?.(person)).toEqual({ banned: true, muted: false });
      });
      it("has webhooks where it is told how to make the app", async () => {
        expect(discordWorld().webhooks).toBeUndefined();
        const made: unknown[] = [];
        const app = { id: "1", networks: ["discord"], attach: () => undefined } as const;
        const world = discordWorld({
          createApp: (about) => {
            made.push(about);
            return app;
          },
        });
        expect(made).toEqual([{ ...world.fake.app, guildId: world.guild.id }]);
        const read = async (what: "challenge" | "message" | "unknown", id?: string): Promise<unknown> => {
          const request = await world.webhooks?.request(what, id === undefined ? {} : { id });
          return request?.json();
        };
        expect(await read("challenge")).toMatchObject({ type: 1 });
        expect(await read("unknown")).toMatchObject({ event: { type: "FUTURE_EVENT" } });
        const [first, again] = [await read("message", "one"), await read("message", "one")];
        expect(again).toEqual(first);
        expect(first).toMatchObject({ type: 2, data: { type: 3 } });
      });
    });
  });
});
