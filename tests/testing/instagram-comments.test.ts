import { describe, expect, it } from "vitest";
import { client, dataOf, day, each, hour, refusalOf, shopWith, textOf } from "./instagram-network.js";

const commentFields = "id,text,timestamp,username,from{id,username},user{id},like_count,hidden,parent_id,media{id,media_product_type}";

describe("testing", () => {
  describe("fake instagram", () => {
    describe("media", () => {
      it("lists media newest first, in pages, by time", async () => {
        const { fake, shop, me, clock } = shopWith({ pageSize: 2 });
        const ids: string[] = [];
        for (const caption of ["one", "two", "three"]) {
          ids.push(fake.state.share(shop, caption));
          await clock.advance(hour);
        }
        fake.state.share(shop, { product: "STORY" });
        const first = await me.get("me/media", { fields: "caption,timestamp" });
        expect(each(first, "caption")).toEqual(["three", "two"]);
        expect(textOf(dataOf(first)[0]?.timestamp)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
        const next = await fake.fetch(textOf(first.body?.paging?.next));
        expect((await next.json()) as unknown).toMatchObject({ data: [{ caption: "one", id: ids[0] }] });
        const since = Math.floor((clock.now() - 2.5 * hour) / 1000);
        expect(each(await me.get(`${shop.id}/media`, { since, fields: "caption" }), "caption")).toEqual(["three", "two"]);
      });
      it("shows stories for a day", async () => {
        const { fake, shop, me, clock } = shopWith();
        const story = fake.state.share(shop, { product: "STORY" });
        expect(each(await me.get("me/stories"), "id")).toEqual([story]);
        await clock.advance(day);
        expect(each(await me.get("me/stories"), "id")).toEqual([]);
        expect(refusalOf(await me.get(story))).toEqual([100, 33]);
      });
      it("lists broadcasts and albums apart", async () => {
        const { fake, shop, me } = shopWith();
        const live = fake.state.share(shop, { type: "VIDEO", isLive: true });
        const album = fake.state.share(shop, { caption: "Both", children: ["IMAGE", "VIDEO"] });
        expect(each(await me.get("me/live_media"), "id")).toEqual([live]);
        const { body } = await me.get(album, { fields: "media_type,media_url,children{id,media_type,media_url}" });
        expect(body?.["media_type"]).toBe("CAROUSEL_ALBUM");
        expect(body?.["media_url"]).toBeUndefined();
        expect(body?.children).toMatchObject({ data: [{ media_type: "IMAGE" }, { media_type: "VIDEO" }] });
        expect(each(await me.get("me/media"), "id")).toEqual([album]);
      });
      it("gives photo tags with cursors and without links, and not whose id they are", async () => {
        const { fake, shop, mira, me } = shopWith({ pageSize: 1 });
        const [old, fresh] = [
          fake.state.share(mira, { caption: "old", tags: [shop] }),
          fake.state.share(mira, { caption: "new", tags: [shop] }),
        ];
        const first = await me.get("me/tags", { fields: "username,caption,owner" });
        expect(dataOf(first)).toEqual([{ id: fresh, caption: "new", username: "mira.hikes" }]);
        expect(Object.keys(first.body?.paging ?? {})).toEqual(["cursors"]);
        const after = textOf(first.body?.paging?.cursors?.after);
        const second = await me.get("me/tags", { after });
        expect(each(second, "id")).toEqual([old]);
        expect(dataOf(await me.get("me/tags", { after: textOf(second.body?.paging?.cursors?.after) }))).toEqual([]);
        expect(refusalOf(await me.get(`${fresh}/comments`))).toEqual([100, 33]);
      });
      it("opens and closes media for comments", async () => {
        const { fake, shop, mira, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        expect((await me.post(media, { comment_enabled: false })).body).toEqual({ success: true });
        expect((await me.get(media, { fields: "is_comment_enabled" })).body?.["is_comment_enabled"]).toBe(false);
        expect(() => fake.state.comment(mira, media, "Hello")).toThrow(/Comments are disabled/);
        expect(refusalOf(await me.post(`${media}/comments`, { message: "Hello" }))?.[0]).toBe(10);
        await me.post(media, { comment_enabled: true });
        expect((await me.post(`${media}/comments`, { message: "Hello" })).status).toBe(200);
      });
      it("is deleted with Facebook log-in only", async () => {
        const [ig, fb] = [shopWith(), shopWith({ login: "facebook" })];
        const [one, other] = [ig.fake.state.share(ig.shop, "Oops"), fb.fake.state.share(fb.shop, "Oops")];
        expect(refusalOf(await ig.me.remove(one))).toEqual([100, 33]);
        expect((await fb.me.remove(other)).body).toEqual({ success: true });
        expect([ig.fake.state.media(one) !== undefined, fb.fake.state.media(other)]).toEqual([true, undefined]);
      });
    });
    describe("comments", () => {
      it("gives top-level comments newest first, fifty at most, whatever is asked", async () => {
        const { fake, shop, mira, otto, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        const first = fake.state.comment(mira, media, "comment 0");
        for (let at = 1; at < 60; at += 1) fake.state.comment(otto, media, `comment ${at}`);
        const answer = fake.state.reply(shop, first, "@mira.hikes welcome");
        const page = await me.get(`${media}/comments`, { fields: "text", limit: 100, since: 2_000_000_000 });
        expect([dataOf(page).length, dataOf(page)[0]?.text]).toEqual([50, "comment 59"]);
        const rest = await me.get(`${media}/comments`, { after: textOf(page.body?.paging?.cursors?.after), fields: commentFields });
        expect(dataOf(rest).length).toBe(10);
        expect(dataOf(rest).at(-1)).toMatchObject({
          id: first,
          text: "comment 0",
          username: "mira.hikes",
          from: { id: mira.id, username: "mira.hikes" },
          like_count: 0,
          hidden: false,
          media: { id: media, media_product_type: "FEED" },
        });
        expect(Object.keys(dataOf(rest).at(-1) ?? {})).not.toContain("parent_id");
        const own = await me.get(answer, { fields: "parent_id,user,from" });
        expect(own.body).toEqual({ id: answer, parent_id: first, user: { id: shop.id }, from: { id: shop.id, username: "boots.shop" } });
        expect((await me.get(media, { fields: "comments_count" })).body?.["comments_count"]).toBe(61);
      });
      it("ends after one page where cursors are not given", async () => {
        const { fake, shop, mira, me } = shopWith({ commentCursors: false, pageSize: 2 });
        const media = fake.state.share(shop, "Our boots");
        for (const text of ["a", "b", "c"]) fake.state.comment(mira, media, text);
        const page = await me.get(`${media}/comments`, { fields: "text" });
        expect([each(page, "text"), page.body?.paging]).toEqual([["c", "b"], undefined]);
      });
      it("gives answers by expansion and by their own path", async () => {
        const { fake, shop, mira, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        const [alone, asked] = [fake.state.comment(mira, media, "nice"), fake.state.comment(mira, media, "warm?")];
        const replies = ["yes", "very"].map((text) => fake.state.reply(shop, asked, text));
        const { body } = await me.get(`${media}/comments`, { fields: "id,replies.limit(1){text,parent_id}" });
        expect(body?.data).toMatchObject([{ id: asked, replies: { data: [{ text: "yes", parent_id: asked }] } }, { id: alone }]);
        expect(body?.data?.[1]?.replies).toBeUndefined();
        expect(each(await me.get(`${asked}/replies`), "id")).toEqual(replies);
      });
      it("puts an answer to an answer under the top-level comment", async () => {
        const { fake, shop, mira, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        const top = fake.state.comment(mira, media, "warm?");
        const { body } = await me.post(`${top}/replies`, { message: "Very" });
        const again = fake.state.reply(mira, textOf(body?.id), "great");
        const ours = await me.post(`${again}/replies`, { message: "@mira.hikes see you" });
        expect(fake.state.held(textOf(ours.body?.id))).toMatchObject({ parent: top, author: shop.id, text: "@mira.hikes see you" });
      });
      it("refuses answers to hidden comments, and empty or long ones", async () => {
        const { fake, shop, mira, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        const top = fake.state.comment(mira, media, "spam");
        expect((await me.post(top, { hide: true })).body).toEqual({ success: true });
        expect((await me.get(top, { fields: "hidden" })).body?.hidden).toBe(true);
        expect(refusalOf(await me.post(`${top}/replies`, { message: "Hm" }))?.[0]).toBe(100);
        await me.post(top, { hide: "false" });
        expect((await me.post(`${top}/replies`, { message: "Hm" })).status).toBe(200);
        for (const message of ["", " ", "x".repeat(2201)]) expect(refusalOf(await me.post(`${top}/replies`, { message }))?.[0]).toBe(100);
      });
      it("hides comments of others only, and none under a broadcast", async () => {
        const { fake, shop, mira, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        const own = fake.state.comment(shop, media, "First");
        expect((await me.post(own, { hide: true })).body).toEqual({ success: true });
        expect(fake.state.held(own)?.hidden).toBe(false);
        const live = fake.state.share(shop, { isLive: true });
        const said = fake.state.comment(mira, live, "hello from the hills");
        expect(refusalOf(await me.post(said, { hide: true }))?.[0]).toBe(100);
        expect(refusalOf(await me.post(`${said}/replies`, { message: "hello" }))?.[0]).toBe(100);
        fake.state.endLive(live);
        expect(refusalOf(await me.get(said))).toEqual([100, 33]);
      });
      it("is deleted by the owner of the medium, with its answers, once", async () => {
        const { fake, shop, mira, otto, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        const top = fake.state.comment(mira, media, "spam");
        const below = fake.state.reply(otto, top, "indeed");
        expect((await me.remove(top)).body).toEqual({ success: true });
        expect([fake.state.held(top), fake.state.held(below)]).toEqual([undefined, undefined]);
        expect(refusalOf(await me.remove(top))).toEqual([100, 33]);
        const theirs = fake.state.comment(shop, fake.state.share(mira, "My hills"), "Great place");
        expect(refusalOf(await me.remove(theirs))).toEqual([100, 33]);
        expect(refusalOf(await me.get(theirs))).toEqual([100, 33]);
        expect(fake.state.held(theirs)).toBeDefined();
      });
      it("cannot be changed", async () => {
        const { fake, shop, me } = shopWith();
        const own = fake.state.comment(shop, fake.state.share(shop, "Our boots"), "Frist");
        expect(refusalOf(await me.post(own, { message: "First" }))?.[0]).toBe(100);
      });
      it("keeps comments of restricted people back until they are approved", async () => {
        const { fake, shop, mira, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        fake.state.restrict(shop, mira);
        const waits = fake.state.comment(mira, media, "hm");
        expect([dataOf(await me.get(`${media}/comments`)), fake.happenings]).toEqual([[], []]);
        fake.state.approve(waits);
        expect(each(await me.get(`${media}/comments`), "id")).toEqual([waits]);
      });
    });
    describe("likes", () => {
      it("likes comments and media with Facebook log-in, twice is once", async () => {
        const { fake, shop, mira, me } = shopWith({ login: "facebook" });
        const media = fake.state.share(shop, "Our boots");
        const comment = fake.state.comment(mira, media, "lovely");
        for (const body of [{ comment_id: comment }, { comment_id: comment }, { media_id: media }])
          expect((await me.post(`${shop.id}/likes`, body)).body).toEqual({ success: true });
        expect([fake.state.held(comment)?.likedBy, fake.state.media(media)?.likedBy]).toEqual([[shop.id], [shop.id]]);
        for (const times of [1, 2]) {
          expect((await me.remove(`${shop.id}/likes`, { comment_id: comment })).status, `time ${times}`).toBe(200);
          expect(fake.state.held(comment)?.likedBy).toEqual([]);
        }
      });
      it("refuses both ids at once, stories, private people, and those without the permission", async () => {
        const { fake, shop, mira, me } = shopWith({ login: "facebook" });
        const media = fake.state.share(shop, "Our boots");
        const hermit = fake.state.addPerson("hermit", { isPrivate: true });
        const likes = `${shop.id}/likes`;
        expect(refusalOf(await me.post(likes, { media_id: media, comment_id: media }))?.[0]).toBe(100);
        expect(refusalOf(await me.post(likes, {}))?.[0]).toBe(100);
        expect(refusalOf(await me.post(likes, { media_id: fake.state.share(shop, { product: "STORY" }) }))?.[0]).toBe(100);
        expect(refusalOf(await me.post(likes, { media_id: fake.state.share(hermit, "Alone") }))).toEqual([100, 33]);
        expect((await me.post(likes, { media_id: fake.state.share(mira, "Hills") })).status).toBe(200);
        const poor = client(fake, fake.state.addToken(shop, ["instagram_basic", "instagram_manage_comments"]));
        expect(refusalOf(await poor.post(likes, { media_id: media }))).toEqual([200, undefined]);
      });
      it("does not exist with Instagram log-in", async () => {
        const { fake, shop, me } = shopWith();
        expect(refusalOf(await me.post(`${shop.id}/likes`, { media_id: fake.state.share(shop, "Our boots") }))).toEqual([100, 33]);
      });
      it("locks an account out for an hour after more than fifty in five seconds", async () => {
        const { fake, shop, me, clock } = shopWith({ login: "facebook" });
        const media = fake.state.share(shop, "Our boots");
        const like = async (): Promise<unknown> => refusalOf(await me.post(`${shop.id}/likes`, { media_id: media }))?.[0];
        for (let at = 0; at < 50; at += 1) expect(await like()).toBeUndefined();
        expect(await like()).toBe(613);
        await clock.advance(hour - 1);
        expect(await like()).toBe(613);
        await clock.advance(1);
        expect(await like()).toBeUndefined();
        expect((await me.get(media)).status).toBe(200);
      });
    });
  });
});
