import { client, idOf, problem, street, type Client } from "./threads-network.js";
import { describe, expect, it } from "vitest";
import { text } from "./network.js";

const missing = [400, 100, 33, "THApiException"];
const invalid = [400, 100, undefined, "THApiException"];
const minute = 60_000;

const say = async (me: Client, body: Readonly<Record<string, unknown>>): Promise<ReturnType<typeof problem>> =>
  problem(await me.post("me/threads", { media_type: "TEXT", ...body }));

describe("testing", () => {
  describe("fake threads", () => {
    describe("containers", () => {
      it("makes a text in two steps, and publishes it once", async () => {
        const { me, fake, shop } = street();
        const container = idOf(await me.send("POST", "me/threads", { media_type: "TEXT", text: "Boots are back" }));
        expect(fake.state.saidBy(shop)).toEqual([]);
        expect((await me.get(container, { fields: "status,error_message" })).body).toEqual({ id: container, status: "FINISHED" });
        const id = idOf(await me.send("POST", "me/threads_publish", { creation_id: container }));
        expect(id).not.toBe(container);
        expect(fake.state.held(id)).toMatchObject({ text: "Boots are back", author: shop.id, type: "TEXT_POST" });
        expect((await me.get(container, { fields: "status" })).body?.status).toBe("PUBLISHED");
        expect(problem(await me.post("me/threads_publish", { creation_id: container }))).toEqual([400, 24, 4279009, "THApiException"]);
        expect(fake.state.saidBy(shop)).toHaveLength(1);
      });
      it("publishes a text at once where that was asked for", async () => {
        const { me, fake, shop } = street();
        const id = idOf(await me.post(`${shop.id}/threads`, { media_type: "TEXT", text: "Boots", auto_publish_text: true }));
        expect(fake.state.held(id)?.text).toBe("Boots");
      });
      it("works on pictures and films for a while", async () => {
        const { me, fake, clock } = street();
        const body = {
          media_type: "IMAGE",
          image_url: "https://shop.test/boots.jpg",
          alt_text: "Two boots",
          text: "New",
          auto_publish_text: true,
        };
        const container = idOf(await me.post("me/threads", body));
        const status = async (): Promise<unknown> => (await me.get(container, { fields: "status" })).body?.status;
        expect(await status()).toBe("IN_PROGRESS");
        expect(problem(await me.post("me/threads_publish", { creation_id: container })).slice(0, 3)).toEqual([400, 24, 4279009]);
        await clock.sleep(minute);
        expect(await status()).toBe("FINISHED");
        const id = idOf(await me.post("me/threads_publish", { creation_id: container }));
        expect(fake.state.held(id)).toMatchObject({ type: "IMAGE", alt: "Two boots" });
        expect((await me.get(id, { fields: "media_type,media_url,alt_text" })).body).toEqual({
          id,
          media_type: "IMAGE",
          media_url: "https://shop.test/boots.jpg",
          alt_text: "Two boots",
        });
      });
      it("says why a film fails, and forgets what nobody published in a day", async () => {
        const { me, fake, clock } = street();
        fake.state.spoilFile("https://shop.test/film.mp4", "FAILED_DOWNLOADING_VIDEO");
        const film = idOf(await me.post("me/threads", { media_type: "VIDEO", video_url: "https://shop.test/film.mp4" }));
        const left = idOf(await me.post("me/threads", { media_type: "TEXT", text: "Later" }));
        await clock.sleep(minute);
        expect((await me.get(film, { fields: "status,error_message" })).body).toEqual({
          id: film,
          status: "ERROR",
          error_message: "FAILED_DOWNLOADING_VIDEO",
        });
        expect(problem(await me.post("me/threads_publish", { creation_id: film }))[1]).toBe(24);
        await clock.sleep(24 * 60 * minute);
        expect((await me.get(left, { fields: "status" })).body?.status).toBe("EXPIRED");
      });
      it("makes a carousel of 2 to 20 parts", async () => {
        const { me, fake, clock } = street();
        const part = async (name: string): Promise<string> =>
          idOf(
            await me.post("me/threads", {
              media_type: "IMAGE",
              image_url: `https://shop.test/${name}.jpg`,
              is_carousel_item: true,
              alt_text: name,
            }),
          );
        const parts = [await part("left"), await part("right")];
        await clock.sleep(minute);
        expect(problem(await me.post("me/threads", { media_type: "CAROUSEL", children: parts[0] }))).toEqual(invalid);
        expect(problem(await me.post("me/threads", { media_type: "CAROUSEL", children: [...parts, "1"] }))).toEqual(missing);
        expect(problem(await me.post("me/threads_publish", { creation_id: parts[0] }))).toEqual(missing);
        const whole = idOf(await me.post("me/threads", { media_type: "CAROUSEL", children: parts.join(","), text: "Both" }));
        await clock.sleep(minute);
        const id = idOf(await me.post("me/threads_publish", { creation_id: whole }));
        expect(fake.state.held(id)).toMatchObject({ type: "CAROUSEL_ALBUM", parts: ["left", "right"] });
        expect((await me.get(id, { fields: "children" })).body?.children).toEqual({ data: parts.map((one) => ({ id: one })) });
        expect(problem(await me.post("me/threads", { media_type: "TEXT", text: "x", is_carousel_item: true }))).toEqual(invalid);
      });
      it("shows a container to nobody else", async () => {
        const { me, fake, mira } = street();
        const container = idOf(await me.post("me/threads", { media_type: "TEXT", text: "Boots" }));
        const theirs = client(fake, mira.token);
        expect(problem(await theirs.get(container))).toEqual(missing);
        expect(problem(await theirs.post("me/threads_publish", { creation_id: container }))).toEqual(missing);
        expect(problem(await me.get(container, { fields: "text" }))).toEqual(invalid);
      });
    });
    describe("texts", () => {
      it("takes 500 characters, of which an emoji counts its bytes", async () => {
        const { me } = street();
        expect((await say(me, { text: "ä".repeat(500) }))[0]).toBe(200);
        expect(await say(me, { text: "a".repeat(501) })).toEqual(invalid);
        expect((await say(me, { text: `${"a".repeat(496)}👍` }))[0]).toBe(200);
        expect(await say(me, { text: `${"a".repeat(497)}👍` })).toEqual(invalid);
        expect((await say(me, { text: `${"7".repeat(475)}👩‍👩‍👧‍👦` }))[0]).toBe(200);
        expect(await say(me, { text: `${"7".repeat(476)}👩‍👩‍👧‍👦` })).toEqual(invalid);
        expect((await me.post("me/threads", { media_type: "TEXT", text: "a".repeat(501) })).body?.error?.message).toContain(
          "must be at most 500 characters",
        );
      });
      it("refuses a sixth link when the container is made", async () => {
        const { me } = street();
        const links = (count: number): string => Array.from({ length: count }, (_, at) => `https://shop.test/${at}`).join(" ");
        expect((await say(me, { text: `${links(5)} ${links(5)}` }))[0]).toBe(200);
        const refused = await me.post("me/threads", { media_type: "TEXT", text: links(5), link_attachment: "https://shop.test/more" });
        expect(problem(refused)).toEqual(invalid);
        expect(refused.body?.error?.message).toContain("THREADS_API__LINK_LIMIT_EXCEEDED");
      });
      it("refuses what is missing or wrong", async () => {
        const { me } = street();
        expect(await say(me, {})).toEqual(invalid);
        expect(await say(me, { media_type: "POEM", text: "x" })).toEqual(invalid);
        expect(await say(me, { media_type: "IMAGE", text: "x" })).toEqual(invalid);
        expect(await say(me, { text: "x", topic_tag: "boots.green" })).toEqual(invalid);
        expect(await say(me, { text: "x", reply_control: "nobody" })).toEqual(invalid);
        expect(await say(me, { text: "x", alt_text: "a".repeat(1001) })).toEqual(invalid);
        expect(await say(me, { text: "x", reply_to_id: "12345" })).toEqual(missing);
        expect(await say(me, { text: "x", quote_post_id: "12345" })).toEqual(missing);
        expect(await say(me, { media_type: "IMAGE", image_url: "https://shop.test/a.jpg", link_attachment: "https://shop.test" })).toEqual(
          invalid,
        );
        expect(problem(await me.post("me/threads_publish"))).toEqual(invalid);
      });
      it("keeps topic, link and poll", async () => {
        const { me } = street();
        const body = {
          ...{
            media_type: "TEXT",
            text: "Which?",
            auto_publish_text: true,
            topic_tag: "Winter boots",
            link_attachment: "https://shop.test",
          },
          poll_attachment: { option_a: "Green", option_b: "Blue" },
        };
        const id = idOf(await me.post("me/threads", body));
        const fields = "topic_tag,link_attachment_url,poll_attachment{option_a,option_b,total_votes}";
        expect((await me.get(id, { fields })).body).toEqual({
          id,
          topic_tag: "Winter boots",
          link_attachment_url: "https://shop.test",
          poll_attachment: { option_a: "Green", option_b: "Blue", total_votes: 0 },
        });
      });
    });
    describe("answering and quoting", () => {
      it("answers under what it answers", async () => {
        const { me, fake, shop, mira } = street();
        const post = fake.state.post(shop, "Boots");
        const question = fake.state.reply(mira, post, "Warm?");
        const id = idOf(await me.post("me/threads", { media_type: "TEXT", text: "Very", reply_to_id: question, auto_publish_text: true }));
        expect(fake.state.held(id)).toMatchObject({ parent: question, root: post, text: "Very" });
      });
      it("answers only where the author lets us", async () => {
        const { me, fake, shop, mira, otto } = street();
        const answer = async (to: string): Promise<unknown> => (await say(me, { text: "Hello", reply_to_id: to })).slice(0, 2);
        const post = (replyControl: "mentioned_only" | "followers_only" | "accounts_you_follow", words = "Mine"): string =>
          fake.state.post(mira, { text: words, replyControl });
        expect(await answer(post("mentioned_only"))).toEqual([403, 10]);
        expect(await answer(post("mentioned_only", "Mine, @shop"))).toEqual([200, undefined]);
        expect(await answer(post("followers_only"))).toEqual([403, 10]);
        expect(await answer(post("accounts_you_follow"))).toEqual([403, 10]);
        fake.state.follow(shop, mira);
        fake.state.follow(mira, shop);
        expect(await answer(post("followers_only"))).toEqual([200, undefined]);
        expect(await answer(post("accounts_you_follow"))).toEqual([200, undefined]);
        const closed = post("mentioned_only", "Mine, @otto.b");
        expect(await answer(fake.state.reply(otto, closed, "Hi"))).toEqual([403, 10]);
        fake.state.block(mira, shop);
        expect(await answer(post("followers_only"))).toEqual([400, 100]);
      });
      it("quotes and reposts", async () => {
        const { me, fake, mira } = street();
        const theirs = fake.state.post(mira, "My boots");
        const quote = idOf(
          await me.post("me/threads", { media_type: "TEXT", text: "Look", quote_post_id: theirs, auto_publish_text: true }),
        );
        expect(fake.state.held(quote)?.quotes).toBe(theirs);
        const repost = idOf(await me.send("POST", `${theirs}/repost`));
        expect(fake.state.held(repost)).toMatchObject({ type: "REPOST_FACADE", reposts: theirs, text: "" });
        fake.state.remove(theirs);
        expect(fake.state.held(repost)).toBeUndefined();
      });
      it("needs the permission for answers beside that for publishing", async () => {
        const { fake, shop } = street();
        const post = fake.state.post(shop, "Boots");
        const few = client(fake, fake.state.addToken(shop, { scopes: ["threads_basic", "threads_content_publish"] }));
        expect((await say(few, { text: "Hi" }))[0]).toBe(200);
        expect((await say(few, { text: "Hi", reply_to_id: post })).slice(0, 2)).toEqual([403, 200]);
      });
    });
    describe("deleting", () => {
      it("takes back one's own, and says what", async () => {
        const { me, fake, shop, mira } = street();
        const id = fake.state.post(shop, "Oops");
        expect((await me.send("DELETE", id)).body).toEqual({ success: true, deleted_id: id });
        expect(fake.state.held(id)).toBeUndefined();
        expect(problem(await me.send("DELETE", id))).toEqual(missing);
        expect(problem(await me.send("DELETE", fake.state.post(mira, "Mine")))).toEqual([403, 10, undefined, "THApiException"]);
        const few = client(fake, fake.state.addToken(shop, { scopes: ["threads_basic"] }));
        expect(problem(await few.send("DELETE", fake.state.post(shop, "x"))).slice(0, 2)).toEqual([403, 200]);
      });
    });
    describe("quotas", () => {
      const fields =
        "quota_usage,config,reply_quota_usage,reply_config,delete_quota_usage,delete_config,location_search_quota_usage,location_search_config";
      it("tells what is used of 250, 1000, 100 and 500 a day", async () => {
        const { me, fake, shop } = street();
        const post = idOf(await me.post("me/threads", { media_type: "TEXT", text: "One", auto_publish_text: true }));
        await me.post("me/threads", { media_type: "TEXT", text: "never published" });
        await me.post("me/threads", { media_type: "TEXT", text: "Two", reply_to_id: post, auto_publish_text: true });
        await me.send("DELETE", fake.state.post(shop, "by hand"));
        const config = (total: number): unknown => ({ quota_total: total, quota_duration: 86_400 });
        expect((await me.get("me/threads_publishing_limit", { fields })).body?.data).toEqual([
          {
            ...{ quota_usage: 1, config: config(250), reply_quota_usage: 1, reply_config: config(1000) },
            ...{ delete_quota_usage: 1, delete_config: config(100), location_search_quota_usage: 0, location_search_config: config(500) },
          },
        ]);
        expect(problem(await me.get("me/threads_publishing_limit", { fields: "like_quota_usage" }))[1]).toBe(100);
      });
      it("refuses what is over, until the first is a day old", async () => {
        const { me, clock } = street({ quotas: { posts: 2, deletes: 1 } });
        const post = (): ReturnType<Client["post"]> => me.post("me/threads", { media_type: "TEXT", text: "One", auto_publish_text: true });
        const first = idOf(await post());
        const second = idOf(await post());
        const over = await post();
        expect(problem(over)).toEqual([400, 613, undefined, "THApiException"]);
        expect(text(over.body?.error?.message)).toContain("#613");
        expect((await me.send("DELETE", first)).status).toBe(200);
        expect(problem(await me.send("DELETE", second))[1]).toBe(613);
        await clock.sleep(24 * 60 * minute + 1);
        expect((await post()).status).toBe(200);
      });
    });
  });
});
