import { describe, expect, it } from "vitest";
import { dataOf, day, each, hour, refusalOf, shopWith, textOf } from "./instagram-network.js";

describe("testing", () => {
  describe("fake instagram", () => {
    describe("mentions", () => {
      it("tells of a comment elsewhere by its ids, and shows it by them only", async () => {
        const { fake, shop, mira, otto, me } = shopWith();
        const media = fake.state.share(otto, "My old pair");
        const comment = fake.state.comment(mira, media, "@boots.shop makes better ones");
        expect(fake.happenings.map(({ account, id, event }) => [account, id, event])).toEqual([
          [shop.id, comment, { kind: "change", field: "mentions", value: { media_id: media, comment_id: comment } }],
        ]);
        const fields = `mentioned_comment.comment_id(${comment}){id,text,timestamp,username,like_count,media{id,permalink,media_url}}`;
        const { body } = await me.get("me", { fields });
        expect(body?.["mentioned_comment"]).toMatchObject({
          id: comment,
          text: "@boots.shop makes better ones",
          username: "mira.hikes",
          like_count: 0,
          media: { id: media },
        });
        expect(body?.["mentioned_comment"]?.from).toBeUndefined();
        expect(refusalOf(await me.get(comment))).toEqual([100, 33]);
        expect(refusalOf(await me.get(media))).toEqual([100, 33]);
        expect(refusalOf(await me.get("me", { fields: `mentioned_comment.comment_id(${comment}){from}` }))).toEqual([100, undefined]);
      });
      it("tells of a caption, shows it, and takes an answer under it", async () => {
        const { fake, shop, mira, me } = shopWith({ login: "facebook" });
        const media = fake.state.share(mira, "My new @boots.shop, worn in");
        expect(fake.happenings[0]?.event).toEqual({ kind: "change", field: "mentions", value: { media_id: media } });
        const { body } = await me.get(shop.id, {
          fields: `mentioned_media.media_id(${media}){id,caption,media_type,media_url,permalink,timestamp,username,like_count,comments_count}`,
        });
        expect(body?.["mentioned_media"]).toMatchObject({ id: media, username: "mira.hikes", comments_count: 0 });
        expect(body?.id).toBe(shop.id);
        const made = await me.post(`${shop.id}/mentions`, { media_id: media, message: "They look good on you" });
        expect(fake.state.held(textOf(made.body?.id))).toMatchObject({ author: shop.id, media, text: "They look good on you" });
      });
      it("answers a comment that names the account, where it is", async () => {
        const { fake, shop, mira, otto, me } = shopWith();
        const media = fake.state.share(otto, "My old pair");
        const comment = fake.state.comment(mira, media, "Try @boots.shop");
        const { body } = await me.post(`${shop.id}/mentions`, { media_id: media, comment_id: comment, message: "Please do" });
        expect(fake.state.held(textOf(body?.id))).toMatchObject({ parent: comment, author: shop.id });
        expect(refusalOf(await me.post(`${shop.id}/mentions`, { comment_id: comment, message: "Please do" }))?.[0]).toBe(100);
        expect(refusalOf(await me.post(`${shop.id}/mentions`, { media_id: media, message: "Please do" }))).toEqual([100, 33]);
      });
      it("refuses what does not name the account, and media closed for comments", async () => {
        const { fake, mira, otto, me } = shopWith();
        const media = fake.state.share(otto, "My old pair");
        const comment = fake.state.comment(mira, media, "Try @boots.shopping, or @boots.shop");
        const other = fake.state.comment(mira, media, "Try @boots.shopping");
        const ask = async (id: string): Promise<unknown> =>
          refusalOf(await me.get("me", { fields: `mentioned_comment.comment_id(${id}){text}` }));
        expect(await ask(other)).toEqual([100, 33]);
        expect(await ask(comment)).toBeUndefined();
        fake.state.setComments(media, false);
        expect(await ask(comment)).toEqual([100, undefined]);
      });
      it("tells nothing of private people, of stories, and of those who name themselves", () => {
        const { fake, shop, mira } = shopWith();
        const hermit = fake.state.addPerson("hermit", { isPrivate: true });
        fake.state.share(hermit, "@boots.shop are mine");
        fake.state.share(mira, { caption: "@boots.shop", product: "STORY" });
        fake.state.share(shop, "We are @boots.shop");
        expect(fake.happenings).toEqual([]);
      });
      it("tells of comments under its own media as comments, also where they name it", async () => {
        const { fake, shop, mira } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        const comment = fake.state.comment(mira, media, "@boots.shop are they warm?");
        const answer = fake.state.reply(mira, comment, "hello?");
        expect(fake.happenings.map(({ event }) => event)).toEqual([
          {
            kind: "change",
            field: "comments",
            value: {
              id: comment,
              from: { id: mira.id, username: "mira.hikes" },
              text: "@boots.shop are they warm?",
              media: { id: media, media_product_type: "FEED" },
            },
          },
          expect.objectContaining({ value: expect.objectContaining({ id: answer, parent_id: comment }) as unknown }),
        ]);
      });
    });
    describe("others", () => {
      it("finds media of the last day by hashtag, with Facebook log-in, without their authors", async () => {
        const { fake, shop, mira, me, clock } = shopWith({ login: "facebook" });
        fake.state.share(mira, "old #Gumboots");
        await clock.advance(day + hour);
        const fresh = fake.state.share(mira, "Mine are green #gumboots");
        const found = await me.get("ig_hashtag_search", { user_id: shop.id, q: "gumboots" });
        const tag = textOf(dataOf(found)[0]?.id);
        expect(each(await me.get(`${tag}/recent_media`, { user_id: shop.id, fields: "id,caption" }), "id")).toEqual([fresh]);
        expect(dataOf(await me.get(`${tag}/top_media`, { user_id: shop.id })).length).toBe(2);
        expect(refusalOf(await me.get(`${tag}/recent_media`, { user_id: shop.id, fields: "username" }))?.[0]).toBe(100);
        expect(refusalOf(await me.get(`${tag}/recent_media`))?.[0]).toBe(100);
        for (let at = 0; at < 29; at += 1)
          expect((await me.get("ig_hashtag_search", { user_id: shop.id, q: `tag${at}` })).status).toBe(200);
        expect(refusalOf(await me.get("ig_hashtag_search", { user_id: shop.id, q: "onemore" }))?.[0]).toBe(18);
        expect((await me.get("ig_hashtag_search", { user_id: shop.id, q: "gumboots" })).status).toBe(200);
      });
      it("needs approval to find media by hashtag, and the other log-in cannot", async () => {
        const { fake, me } = shopWith();
        expect(refusalOf(await me.get("ig_hashtag_search", { user_id: "1", q: "gumboots" }))?.[0]).toBe(100);
        const fb = shopWith({ login: "facebook" });
        const small = fb.fake.state.addAccount("small.shop", { searchesHashtags: false });
        const url = `${fb.fake.baseUrl}/ig_hashtag_search?user_id=${small.id}&q=boots`;
        const refused = await fb.fake.fetch(url, { headers: { authorization: `Bearer ${small.token}` } });
        expect([refused.status, fake.failures, fb.fake.failures]).toEqual([403, [], []]);
      });
      it("shows what anybody sees of another professional account", async () => {
        const { fake, shop, me } = shopWith({ login: "facebook" });
        const rival = fake.state.addAccount("sandals.shop", { followers: 9000 });
        fake.state.share(rival, "Sandals for snow");
        const fields = "business_discovery.username(sandals.shop){followers_count,media_count,media.limit(5){caption,like_count}}";
        expect((await me.get(shop.id, { fields })).body?.["business_discovery"]).toMatchObject({
          followers_count: 9000,
          media_count: 1,
          media: { data: [{ caption: "Sandals for snow", like_count: 0 }] },
        });
        expect(refusalOf(await me.get(shop.id, { fields: "business_discovery.username(nobody){id}" }))?.[0]).toBe(100);
      });
    });
  });
});
