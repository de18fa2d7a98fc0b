import { describe, expect, it } from "vitest";
import { client, dataOf, day, each, hour, minute, refusalOf, second, shopWith, textOf } from "./instagram-network.js";
import type { Shop } from "./instagram-network.js";
import type { Reply } from "./network.js";

const send = ({ me, desk, mira }: Shop, text: string, more: Record<string, unknown> = {}): Promise<Reply> =>
  me.post(`${desk}/messages`, { recipient: { id: mira.id }, message: { text }, ...more });

describe("testing", () => {
  describe("fake instagram", () => {
    describe.each(["instagram", "facebook"] as const)("direct messages with %s log-in", (login) => {
      it("lists conversations and what was said in them, newest first", async () => {
        const town = shopWith({ login });
        const { fake, shop, mira, otto, me, desk, clock } = town;
        const hello = fake.state.write(mira, shop, "Are you open?");
        await clock.advance(second);
        const other = fake.state.write(otto, shop, { text: "", attachments: [{ type: "image", url: "https://cdn.test/a.jpg" }] });
        await clock.advance(second);
        const sent = await send(town, "We are");
        await clock.advance(second);
        const fields = "id,updated_time,participants,messages.limit(5){id,created_time,from,to,message,attachments}";
        const list = await me.get(`${desk}/conversations`, { platform: "instagram", fields });
        const [first, second_] = dataOf(list);
        expect(first?.participants).toEqual({
          data: [
            { id: shop.id, username: "boots.shop" },
            { id: mira.id, username: "mira.hikes" },
          ],
        });
        expect(first?.messages?.data).toMatchObject([
          { id: sent.body?.["message_id"], message: "We are", from: { id: shop.id }, to: { data: [{ id: mira.id }] } },
          { id: hello, message: "Are you open?", from: { id: mira.id, username: "mira.hikes" } },
        ]);
        expect(second_?.messages?.data).toMatchObject([
          { id: other, message: "", attachments: { data: [{ image_data: { url: "https://cdn.test/a.jpg" } }] } },
        ]);
        const one = await me.get(`${desk}/conversations`, { platform: "instagram", user_id: otto.id });
        expect(each(one, "id")).toEqual([second_?.id]);
      });
      it("answers for a day after the person's last message, and as a person for a week", async () => {
        const town = shopWith({ login });
        const { fake, shop, mira, clock } = town;
        const human = { messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" };
        expect(refusalOf(await send(town, "Buy boots"))).toEqual([100, 2_018_001]);
        fake.state.write(mira, shop, "Hello");
        expect((await send(town, "Hi", { messaging_type: "RESPONSE" })).body).toMatchObject({ recipient_id: mira.id });
        await clock.advance(day);
        expect((await send(town, "Hi")).status).toBe(200);
        await clock.advance(1);
        const late = await send(town, "Hi");
        expect([late.status, refusalOf(late)]).toEqual([403, [10, 2_534_022]]);
        expect((await send(town, "Hi", human)).status).toBe(200);
        await clock.advance(6 * day);
        expect(refusalOf(await send(town, "Hi", human))).toEqual([10, 2_534_022]);
      });
      it("refuses long texts by their bytes, empty ones, dead tags, and actions with a message", async () => {
        const town = shopWith({ login });
        town.fake.state.write(town.mira, town.shop, "Hello");
        expect((await send(town, "å".repeat(500))).status).toBe(200);
        expect(refusalOf(await send(town, `${"å".repeat(500)}.`))).toEqual([100, 2_018_034]);
        expect(refusalOf(await send(town, ""))).toEqual([100, 2_534_015]);
        for (const tag of ["ACCOUNT_UPDATE", "CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE"])
          expect(refusalOf(await send(town, "Hi", { messaging_type: "MESSAGE_TAG", tag }))).toEqual([100, undefined]);
        expect(refusalOf(await send(town, "Hi", { tag: "HUMAN_AGENT" }))).toEqual([100, undefined]);
        expect(refusalOf(await send(town, "Hi", { sender_action: "typing_on" }))).toEqual([100, undefined]);
      });
      it("answers a comment in private once, within a week, which opens nothing", async () => {
        const town = shopWith({ login });
        const { fake, shop, mira, otto, me, desk, clock } = town;
        const media = fake.state.share(shop, "Our boots");
        const [early, late] = [fake.state.comment(mira, media, "mine leak"), fake.state.comment(otto, media, "mine too")];
        const privately = (comment: string): Promise<Reply> =>
          me.post(`${desk}/messages`, { recipient: { comment_id: comment }, message: { text: "What is your number?" } });
        const first = await privately(early);
        expect(first.body).toMatchObject({ recipient_id: mira.id });
        expect(refusalOf(await privately(early))?.[0]).toBe(10_900);
        expect(refusalOf(await send(town, "And your name?"))).toEqual([10, 2_534_022]);
        fake.state.write(mira, shop, "42");
        expect((await send(town, "And your name?")).status).toBe(200);
        await clock.advance(7 * day + 1);
        expect(refusalOf(await privately(late))?.[0]).toBe(10);
        expect(refusalOf(await privately("17800000000000000"))).toEqual([100, 33]);
        expect(fake.state.directsBetween(shop, otto)).toEqual([]);
      });
      it("answers 750 comments an hour in private", async () => {
        const { fake, shop, mira, me, desk, clock } = shopWith({ login });
        const media = fake.state.share(shop, "Our boots");
        const privately = async (): Promise<unknown> => {
          const comment = fake.state.comment(mira, media, "mine leak");
          return refusalOf(await me.post(`${desk}/messages`, { recipient: { comment_id: comment }, message: { text: "Oh" } }));
        };
        for (let at = 0; at < 750; at += 1) expect(await privately()).toBeUndefined();
        expect(await privately()).toEqual([613, undefined]);
        await clock.advance(hour);
        expect(await privately()).toBeUndefined();
      });
      it("answers a message, reacts with love, and marks as read", async () => {
        const { fake, shop, mira, otto, me, desk, clock } = shopWith({ login });
        const hello = fake.state.write(mira, shop, "Hello");
        const elsewhere = fake.state.write(otto, shop, "Hello");
        const to = { recipient: { id: mira.id } };
        const answer = await me.post(`${desk}/messages`, { ...to, message: { text: "Hi" }, reply_to: { mid: hello } });
        expect(fake.state.directsBetween(shop, mira).at(-1)).toMatchObject({ mid: answer.body?.["message_id"], replyTo: hello });
        expect(refusalOf(await me.post(`${desk}/messages`, { ...to, message: { text: "Hi" }, reply_to: { mid: elsewhere } }))?.[0]).toBe(
          100,
        );
        const react = (reaction: string, sender_action = "react"): Promise<Reply> =>
          me.post(`${desk}/messages`, { ...to, sender_action, payload: { message_id: hello, reaction } });
        expect((await react("love")).body).toEqual({ recipient_id: mira.id });
        expect(refusalOf(await react("angry"))).toEqual([100, undefined]);
        expect((await me.get(hello, { fields: "reactions" })).body?.reactions?.data).toMatchObject([
          { reaction: "love", users: [{ id: shop.id }] },
        ]);
        await react("love", "unreact");
        expect(fake.state.directsBetween(shop, mira)[0]?.reactions).toEqual({});
        await clock.advance(second);
        const unread = async (): Promise<unknown> => {
          await clock.advance(second);
          return each(
            await me.get(`${desk}/conversations`, { platform: "instagram", user_id: mira.id, fields: "unread_count" }),
            "unread_count",
          );
        };
        expect(await unread()).toEqual([1]);
        expect((await me.post(`${desk}/messages`, { ...to, sender_action: "mark_seen" })).status).toBe(200);
        expect(await unread()).toEqual([0]);
      });
      it("sends files by address, a heart, and ten pictures at most", async () => {
        const { fake, shop, mira, me, desk } = shopWith({ login });
        fake.state.write(mira, shop, "Show me");
        const say = async (message: unknown): Promise<unknown> =>
          refusalOf(await me.post(`${desk}/messages`, { recipient: { id: mira.id }, message }));
        const picture = { type: "image", payload: { url: "https://shop.test/a.jpg" } };
        expect(await say({ attachment: picture })).toBeUndefined();
        expect(await say({ attachment: { type: "like_heart" } })).toBeUndefined();
        expect(await say({ attachments: Array.from({ length: 10 }, () => picture) })).toBeUndefined();
        expect(await say({ attachments: Array.from({ length: 11 }, () => picture) })).toEqual([100, 2_534_014]);
        expect(await say({ attachment: { type: "image", payload: { url: "boots" } } })).toEqual([100, 2_018_008]);
        expect(await say({ attachment: { type: "hologram" } })).toEqual([100, 2_534_014]);
        expect(fake.state.directsBetween(shop, mira).map(({ attachments }) => attachments.length)).toEqual([0, 1, 1, 10]);
      });
      it("tells more than the id of the twenty newest messages only", async () => {
        const { fake, shop, mira, me, desk, clock } = shopWith({ login });
        const mids = Array.from({ length: 22 }, (_, at) => fake.state.write(mira, shop, `message ${at}`));
        const list = await me.get(`${desk}/conversations`, { platform: "instagram" });
        const thread = textOf(dataOf(list)[0]?.id);
        const messages = dataOf(await me.get(`${thread}/messages`, { limit: 50, fields: "id,created_time,message,from" }));
        expect(messages.map(({ id }) => id)).toEqual(mids.toReversed());
        expect(messages.filter((one) => one.message !== undefined).length).toBe(20);
        expect(Object.keys(messages.at(-1) ?? {})).toEqual(["id", "created_time"]);
        await clock.advance(second);
        expect(refusalOf(await me.get(mids[0] ?? ""))?.[0]).toBe(100);
        expect((await me.get(mids[2] ?? "", { fields: "message" })).body?.message).toBe("message 2");
      });
      it("refuses more than two calls a second for conversations", async () => {
        const { fake, shop, mira, me, desk, clock } = shopWith({ login });
        fake.state.write(mira, shop, "Hello");
        const ask = async (): Promise<unknown> => refusalOf(await me.get(`${desk}/conversations`, { platform: "instagram" }));
        expect([await ask(), await ask(), await ask()]).toEqual([undefined, undefined, [613, undefined]]);
        await clock.advance(second);
        expect(await ask()).toBeUndefined();
      });
      it("cannot reach who has shut the account out", async () => {
        const town = shopWith({ login });
        town.fake.state.write(town.mira, town.shop, "Hello");
        town.fake.state.block(town.mira, town.shop);
        expect(refusalOf(await send(town, "Hi"))).toEqual([551, 1_545_041]);
      });
      it("shows the profile of who has written", async () => {
        const { fake, shop, mira, otto, me } = shopWith({ login });
        fake.state.write(mira, shop, "Hello");
        expect((await me.get(mira.id, { fields: "name,username,follower_count" })).body).toEqual({
          id: mira.id,
          name: "mira.hikes",
          username: "mira.hikes",
          follower_count: 80,
        });
        expect(refusalOf(await me.get(otto.id))).toEqual([230, undefined]);
      });
      it("tells of story mentions and story replies as messages", async () => {
        const { fake, shop, mira, me, clock } = shopWith({ login });
        const story = fake.state.share(shop, { product: "STORY" });
        const [reply, mention] = [fake.state.replyToStory(mira, story, "wow"), fake.state.mentionInStory(mira, shop)];
        expect((await me.get(reply, { fields: "message,story" })).body).toMatchObject({
          message: "wow",
          story: { reply_to: { id: story } },
        });
        const shown = (await me.get(mention, { fields: "message,story,attachments" })).body;
        expect([shown?.message, Object.keys(shown?.story ?? {}), shown?.attachments]).toEqual(["", ["mention"], undefined]);
        expect(fake.happenings.map(({ event }) => event.kind === "messaging" && event.item.message)).toMatchObject([
          { mid: reply, text: "wow", reply_to: { story: { id: story } } },
          { mid: mention, attachments: [{ type: "story_mention", payload: { url: expect.stringMatching(/^https:/) as unknown } }] },
        ]);
        await clock.advance(day + hour);
        expect(() => fake.state.replyToStory(mira, story, "late")).toThrow(/no story/);
      });
      it("forgets what was taken back, and tells of edits", async () => {
        const { fake, shop, mira, me } = shopWith({ login });
        const [kept, gone] = [fake.state.write(mira, shop, "Helo"), fake.state.write(mira, shop, "Oops")];
        fake.state.editDirect(kept, "Hello");
        fake.state.unsend(gone);
        expect((await me.get(kept, { fields: "message" })).body?.message).toBe("Hello");
        expect(refusalOf(await me.get(gone))?.[0]).toBe(100);
        expect(fake.happenings.slice(2).map(({ event }) => event)).toMatchObject([
          { item: { message_edit: { mid: kept, text: "Hello", num_edit: 1 } } },
          { item: { message: { mid: gone, is_deleted: true } } },
        ]);
      });
    });
    describe("the linked Page", () => {
      it("is the place of messages with Facebook log-in, and the account with the other", async () => {
        const [ig, fb] = [shopWith(), shopWith({ login: "facebook" })];
        for (const { fake, shop, mira } of [ig, fb]) fake.state.write(mira, shop, "Hello");
        const body = { recipient: { id: fb.mira.id }, message: { text: "Hi" } };
        expect(refusalOf(await fb.me.post(`${fb.shop.id}/messages`, body))).toEqual([100, 33]);
        expect(refusalOf(await fb.me.get(`${fb.shop.id}/conversations`))).toEqual([100, 33]);
        expect(dataOf(await fb.me.get(`${fb.shop.pageId}/conversations`))).toEqual([]);
        expect(refusalOf(await ig.me.get(`${ig.shop.pageId}/conversations`))).toEqual([100, 33]);
        const person = client(fb.fake, fb.shop.userToken ?? "");
        expect(refusalOf(await person.post(`${fb.shop.pageId}/messages`, body))?.[0]).toBe(190);
        expect((await person.get(`${fb.shop.id}/media`)).status).toBe(200);
      });
      it("shuts people out of conversations", async () => {
        const { fake, shop, mira, otto, me } = shopWith({ login: "facebook" });
        fake.state.write(mira, shop, "spam");
        const ban = (action: string, id: string): Promise<Reply> =>
          me.post(`${shop.pageId}/moderate_conversations`, { user_ids: [id], actions: [action] });
        expect((await ban("BLOCK_USER", mira.id)).body).toEqual({ success: true });
        expect(fake.state.blocks(shop, mira)).toBe(true);
        expect(() => fake.state.write(mira, shop, "spam")).toThrow(/available/);
        await ban("UNBLOCK_USER", mira.id);
        expect(fake.state.blocks(shop, mira)).toBe(false);
        expect(refusalOf(await ban("BLOCK_USER", otto.id))).toEqual([100, 2_018_001]);
        expect(refusalOf(await ban("POKE", mira.id))?.[0]).toBe(100);
      });
      it("answers as a person only where that is approved", async () => {
        const { fake, mira, clock } = shopWith();
        const small = fake.state.addAccount("small.shop", { humanAgent: false });
        fake.state.write(mira, small, "Hello");
        await clock.advance(2 * day + minute);
        const sent = await client(fake, small.token).post("me/messages", {
          recipient: { id: mira.id },
          message: { text: "Hi" },
          messaging_type: "MESSAGE_TAG",
          tag: "HUMAN_AGENT",
        });
        expect(refusalOf(sent)).toEqual([100, 2_018_320]);
      });
    });
  });
});
