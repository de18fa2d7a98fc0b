import { describe, expect, it } from "vitest";
import { dataOf, day, refusalOf, second, shopWith, textOf } from "./instagram-network.js";
import type { Client } from "./instagram-network.js";

const picture = "https://shop.test/boots.jpg";

const make = async (me: Client, body: Record<string, unknown>): Promise<string> => textOf((await me.post("me/media", body)).body?.id);

const status = async (me: Client, id: string): Promise<unknown> => (await me.get(id, { fields: "status_code" })).body?.["status_code"];

describe("testing", () => {
  describe("fake instagram", () => {
    describe("publishing", () => {
      it("takes a picture through container, state and publishing", async () => {
        const { fake, shop, me, clock } = shopWith();
        const container = await make(me, { image_url: picture, caption: "Back again", alt_text: "Green boots in snow" });
        expect((await me.get(container, { fields: "status_code,status" })).body).toEqual({
          id: container,
          status_code: "IN_PROGRESS",
          status: "In Progress: Media is still being processed.",
        });
        expect(refusalOf(await me.post("me/media_publish", { creation_id: container }))).toEqual([9007, 2_207_027]);
        await clock.advance(3 * second);
        expect(await status(me, container)).toBe("FINISHED");
        const { body } = await me.post(`${shop.id}/media_publish`, { creation_id: container });
        const media = textOf(body?.id);
        expect(fake.state.media(media)).toMatchObject({
          caption: "Back again",
          altText: "Green boots in snow",
          author: shop.id,
          type: "IMAGE",
        });
        expect((await me.get(media, { fields: "permalink,alt_text" })).body).toMatchObject({ alt_text: "Green boots in snow" });
        expect(await status(me, container)).toBe("PUBLISHED");
        expect(refusalOf(await me.post("me/media_publish", { creation_id: container }))).toEqual([24, 2_207_006]);
      });
      it("makes an album of two to ten items", async () => {
        const { fake, me, clock } = shopWith();
        const item = (): Promise<string> => make(me, { image_url: picture, is_carousel_item: true, alt_text: "Boots" });
        const film = await make(me, { video_url: "https://shop.test/walk.mp4", media_type: "VIDEO", is_carousel_item: true });
        const items = [await item(), film];
        for (const children of [items.slice(1), Array.from({ length: 11 }, () => film)])
          expect(refusalOf(await me.post("me/media", { media_type: "CAROUSEL", children }))).toEqual([100, 2_207_028]);
        const album = await make(me, { media_type: "CAROUSEL", children: items.join(","), caption: "Both" });
        await clock.advance(10 * second);
        expect(await status(me, album)).toBe("IN_PROGRESS");
        await clock.advance(30 * second);
        expect(await status(me, album)).toBe("FINISHED");
        const { body } = await me.post("me/media_publish", { creation_id: album });
        expect(fake.state.media(textOf(body?.id))?.type).toBe("CAROUSEL_ALBUM");
        const shown = await me.get(textOf(body?.id), { fields: "children{media_type,alt_text}" });
        expect(shown.body?.children?.data).toMatchObject([{ media_type: "IMAGE", alt_text: "Boots" }, { media_type: "VIDEO" }]);
        expect(dataOf(await me.get("me/media")).length).toBe(1);
        expect(refusalOf(await me.post("me/media_publish", { creation_id: await item() }))).toEqual([24, 2_207_006]);
        const plain = await make(me, { image_url: picture });
        expect(refusalOf(await me.post("me/media", { media_type: "CAROUSEL", children: [plain, plain] }))).toEqual([100, 2_207_006]);
      });
      it("refuses what cannot be published, at the container", async () => {
        const { fake, me } = shopWith();
        fake.state.spoilUrl("https://shop.test/gone.jpg");
        const cases: readonly (readonly [Record<string, unknown>, readonly unknown[]])[] = [
          [{ caption: "Text alone" }, [100, undefined]],
          [{ image_url: "https://shop.test/boots.png" }, [36_001, 2_207_005]],
          [{ image_url: "boots.jpg" }, [9004, 2_207_052]],
          [{ image_url: "https://shop.test/gone.jpg" }, [9004, 2_207_052]],
          [{ image_url: picture, caption: "x".repeat(2201) }, [36_004, 2_207_010]],
          [{ image_url: picture, caption: "@a ".repeat(21) }, [100, 2_207_040]],
          [{ image_url: picture, caption: "#a ".repeat(31) }, [100, undefined]],
          [{ image_url: picture, alt_text: "x".repeat(1001) }, [100, undefined]],
          [{ video_url: "https://shop.test/a.mp4", media_type: "REELS", alt_text: "Walking" }, [100, undefined]],
          [{ video_url: "https://shop.test/a.mp4" }, [100, 2_207_023]],
          [{ video_url: "https://shop.test/a.mp4", media_type: "VIDEO" }, [100, 2_207_023]],
          [{ image_url: picture, media_type: "HOLOGRAM" }, [100, 2_207_023]],
        ];
        for (const [body, refusal] of cases)
          expect(refusalOf(await me.post("me/media", body)), JSON.stringify(body).slice(0, 80)).toEqual(refusal);
        expect((await me.post("me/media", { image_url: picture, alt_text: "x".repeat(1000), caption: "x".repeat(2200) })).status).toBe(200);
      });
      it("tells where a film cannot be worked on, and forgets containers after a day", async () => {
        const { fake, me, clock } = shopWith({ login: "facebook" });
        const path = (await me.get("me", { fields: "instagram_business_account" })).body?.["instagram_business_account"]?.id;
        fake.state.spoilUrl("https://shop.test/odd.mp4", "unplayable");
        const film = textOf(
          (await me.post(`${textOf(path)}/media`, { video_url: "https://shop.test/odd.mp4", media_type: "REELS" })).body?.id,
        );
        await clock.advance(30 * second);
        expect((await me.get(film, { fields: "status_code,status" })).body).toMatchObject({
          status_code: "ERROR",
          status: expect.stringContaining("2207026") as unknown,
        });
        const fine = textOf((await me.post(`${textOf(path)}/media`, { image_url: picture })).body?.id);
        await clock.advance(day);
        expect(await status(me, fine)).toBe("EXPIRED");
        expect(refusalOf(await me.post(`${textOf(path)}/media_publish`, { creation_id: fine }))).toEqual([24, 2_207_008]);
      });
      it("has a limit of published media that can be asked for", async () => {
        const { me, clock } = shopWith({ limits: { published: 2 }, processingMs: 0 });
        const publish = async (): Promise<unknown> =>
          refusalOf(await me.post("me/media_publish", { creation_id: await make(me, { image_url: picture }) }));
        expect([await publish(), await publish(), await publish()]).toEqual([undefined, undefined, [9, 2_207_042]]);
        const limit = await me.get("me/content_publishing_limit", { fields: "quota_usage,config" });
        expect(limit.body).toEqual({ data: [{ quota_usage: 2, config: { quota_total: 2, quota_duration: 86_400 } }] });
        await clock.advance(day);
        expect(await publish()).toBeUndefined();
        expect((await me.get("me/content_publishing_limit")).body).toEqual({ data: [{ quota_usage: 1 }] });
      });
      it("makes four hundred containers a day", async () => {
        const { me, clock } = shopWith();
        for (let at = 0; at < 400; at += 1) await me.post("me/media", { image_url: picture });
        expect(refusalOf(await me.post("me/media", { image_url: picture }))).toEqual([9, 2_207_042]);
        await clock.advance(day);
        expect((await me.post("me/media", { image_url: picture })).status).toBe(200);
      });
    });
    describe("figures", () => {
      it("tells figures by what a medium is; one that is none fails all", async () => {
        const { fake, shop, mira, me } = shopWith();
        const feed = fake.state.share(shop, "Our boots");
        const reel = fake.state.share(shop, { type: "VIDEO", product: "REELS" });
        fake.state.like(mira, feed);
        fake.state.comment(mira, feed, "nice");
        fake.state.measure(feed, { views: 300, reach: 200, saved: 3, "profile_activity.email": 4, profile_activity: 4 });
        const found = await me.get(`${feed}/insights`, { metric: "views,reach,likes,comments,saved,total_interactions,shares" });
        expect(dataOf(found).map(({ name, period, values }) => [name, period, values?.[0]?.value])).toEqual([
          ["views", "lifetime", 300],
          ["reach", "lifetime", 200],
          ["likes", "lifetime", 1],
          ["comments", "lifetime", 1],
          ["saved", "lifetime", 3],
          ["total_interactions", "lifetime", 5],
        ]);
        expect(dataOf(found)[0]?.id).toBe(`${feed}/insights/views/lifetime`);
        for (const metric of ["views,impressions", "plays", "replies", "ig_reels_avg_watch_time", "total_views", "engagement"])
          expect(refusalOf(await me.get(`${feed}/insights`, { metric })), metric).toEqual([100, undefined]);
        expect((await me.get(`${reel}/insights`, { metric: "ig_reels_avg_watch_time" })).body?.data).toEqual([]);
        expect(refusalOf(await me.get(`${feed}/insights`))).toEqual([3001, 1_504_028]);
        const broken = await me.get(`${feed}/insights`, { metric: "profile_activity", breakdown: "action_type" });
        expect(dataOf(broken)[0]?.["total_value"]).toEqual({
          value: 4,
          breakdowns: [{ dimension_keys: ["action_type"], results: [{ dimension_values: ["email"], value: 4 }] }],
        });
      });
      it("tells nothing of a story with fewer than five viewers, nor after a day", async () => {
        const { fake, shop, me, clock } = shopWith({ login: "facebook" });
        const story = fake.state.share(shop, { product: "STORY" });
        const ask = async (): Promise<unknown> => refusalOf(await me.get(`${story}/insights`, { metric: "reach,replies,navigation" }));
        fake.state.measure(story, { reach: 4, replies: 1 });
        expect(await ask()).toEqual([10, undefined]);
        fake.state.measure(story, { reach: 5 });
        expect(await ask()).toBeUndefined();
        expect(refusalOf(await me.get(`${story}/insights`, { metric: "reach,likes" }))).toEqual([100, undefined]);
        expect(refusalOf(await me.get(`${story}/insights`, { metric: "reach,facebook_views" }))).toEqual([100, undefined]);
        await clock.advance(day);
        expect(await ask()).toEqual([100, 33]);
      });
      it("tells figures of the account as totals", async () => {
        const { fake, shop, me, clock } = shopWith();
        fake.state.measure(shop.id, { views: 900, reach: 400, "follower_demographics.NO": 700 });
        const query = { metric: "views,reach,likes", period: "day", metric_type: "total_value" };
        const found = dataOf(await me.get("me/insights", query));
        expect(found.map(({ name, total_value }) => [name, total_value?.value])).toEqual([
          ["views", 900],
          ["reach", 400],
        ]);
        expect(refusalOf(await me.get("me/insights", { metric: "views", period: "day" }))).toEqual([100, undefined]);
        expect(refusalOf(await me.get("me/insights", { metric: "impressions", period: "day" }))).toEqual([100, undefined]);
        expect(refusalOf(await me.get("me/insights", { ...query, period: "week", metric: "views" }))).toEqual([100, undefined]);
        const since = Math.floor((clock.now() - 31 * day) / 1000);
        expect(refusalOf(await me.get("me/insights", { ...query, since }))).toEqual([100, undefined]);
        const series = await me.get("me/insights", { metric: "reach", period: "day" });
        expect(dataOf(series)[0]?.values?.[0]).toMatchObject({ value: 400, end_time: expect.stringMatching(/\+0000$/) as unknown });
        const people = { metric: "follower_demographics", period: "lifetime", metric_type: "total_value" };
        expect(refusalOf(await me.get("me/insights", people))).toEqual([100, undefined]);
        const shown = await me.get("me/insights", { ...people, timeframe: "this_month", breakdown: "country" });
        expect(dataOf(shown)[0]?.["total_value"]?.breakdowns?.[0]).toEqual({
          dimension_keys: ["country"],
          results: [{ dimension_values: ["NO"], value: 700 }],
        });
      });
    });
  });
});
