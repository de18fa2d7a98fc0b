import { client, idOf, ids, problem, street } from "./threads-network.js";
import { describe, expect, it } from "vitest";
import { text } from "./network.js";

const missing = [400, 100, 33, "THApiException"];

describe("testing", () => {
  describe("fake threads", () => {
    describe("profile", () => {
      it("gives the fields that were asked for, and the id alone without any", async () => {
        const { me, shop } = street();
        const fields = "id,username,name,is_verified,threads_profile_picture_url,threads_biography,is_eligible_for_geo_gating";
        const { body } = await me.get("me", { fields });
        expect(body).toMatchObject({
          id: shop.id,
          username: "shop",
          name: "The Shop",
          is_verified: false,
          threads_biography: "Boots and more",
        });
        expect((await me.get("me")).body).toEqual({ id: shop.id });
        expect((await me.get(shop.id, { fields: "username" })).body).toEqual({ id: shop.id, username: "shop" });
      });
      it("knows no followers, and no other profile", async () => {
        const { me, mira } = street();
        expect(problem(await me.get("me", { fields: "followers_count" }))).toEqual([400, 100, undefined, "THApiException"]);
        expect(problem(await me.get(mira.id))).toEqual(missing);
      });
      it("takes the address without a version, and the token as a parameter", async () => {
        const { fake, shop } = street();
        const answer = await fake.fetch(`${fake.baseUrl}/me?fields=username&access_token=${shop.token}`);
        expect(await answer.json()).toEqual({ id: shop.id, username: "shop" });
      });
    });
    describe("posts", () => {
      it("shows a post as the documents do", async () => {
        const { me, fake, shop } = street();
        const id = fake.state.post(shop, "Boots are back #boots");
        const fields =
          "id,media_product_type,media_type,permalink,owner,username,text,timestamp,shortcode,is_quote_post,has_replies,topic_tag";
        const { body } = await me.get(id, { fields });
        expect(body).toEqual({
          id,
          media_product_type: "THREADS",
          media_type: "TEXT_POST",
          permalink: `https://www.threads.net/@shop/post/${text(body?.shortcode)}`,
          owner: { id: shop.id },
          username: "shop",
          text: "Boots are back #boots",
          timestamp: "2026-01-01T00:00:00+0000",
          shortcode: expect.stringMatching(/^[\w-]{11}$/) as unknown,
          is_quote_post: false,
          has_replies: false,
          topic_tag: "boots",
        });
      });
      it("lists posts newest first, with reposts and quotes, without answers", async () => {
        const { me, fake, shop, mira } = street();
        const theirs = fake.state.post(mira, "My boots");
        const first = fake.state.post(shop, "One");
        fake.state.reply(shop, theirs, "Nice");
        const quote = fake.state.quote(shop, theirs, "Look");
        const repost = fake.state.repost(shop, theirs);
        const answer = await me.get("me/threads", { fields: "id,text,media_type,quoted_post,reposted_post" });
        expect(ids(answer)).toEqual([repost, quote, first]);
        expect(answer.body?.data?.[0]).toEqual({ id: repost, media_type: "REPOST_FACADE", reposted_post: { id: theirs } });
        expect(answer.body?.data?.[1]).toEqual({ id: quote, text: "Look", media_type: "TEXT_POST", quoted_post: { id: theirs } });
      });
      it("pages by cursors alone: what follows the last page is empty", async () => {
        const { me, fake, shop } = street();
        const made = [1, 2, 3].map((number) => fake.state.post(shop, `Number ${number}`));
        const first = await me.get("me/threads", { limit: 2 });
        expect(Object.keys(first.body?.paging ?? {})).toEqual(["cursors"]);
        const second = await me.get("me/threads", { limit: 2, after: text(first.body?.paging?.cursors?.after) });
        const third = await me.get("me/threads", { limit: 2, after: text(second.body?.paging?.cursors?.after) });
        expect([ids(first), ids(second), ids(third)]).toEqual([[made[2], made[1]], [made[0]], []]);
        expect(third.body?.paging).toBeUndefined();
        const both = { after: text(first.body?.paging?.cursors?.after), before: text(second.body?.paging?.cursors?.before) };
        expect(problem(await me.get("me/threads", both))).toEqual([400, 100, undefined, "THApiException"]);
      });
      it("takes `since` and `until` in seconds or as dates", async () => {
        const { me, fake, shop, clock } = street();
        const early = fake.state.post(shop, "Early");
        await clock.sleep(86_400_000);
        const late = fake.state.post(shop, "Late");
        const noon = Date.parse("2026-01-01T12:00:00Z") / 1000;
        expect(ids(await me.get("me/threads", { since: noon }))).toEqual([late]);
        expect(ids(await me.get("me/threads", { until: noon }))).toEqual([early]);
        expect(ids(await me.get("me/threads", { since: "2026-01-02" }))).toEqual([late]);
        expect(problem(await me.get("me/threads", { since: noon, until: noon }))[1]).toBe(100);
      });
      it("refuses a field that the edge does not know", async () => {
        const { me, fake, shop } = street();
        const id = fake.state.post(shop, "One");
        for (const [path, field] of [
          ["me/threads", "hide_status"],
          [`${id}/replies`, "alt_text"],
          [`${id}/conversation`, "reply_approval_status"],
          ["me/replies", "owner"],
          [id, "like_count"],
        ] as const)
          expect(problem(await me.get(path, { fields: `id,${field}` })).slice(0, 2), `${path} ${field}`).toEqual([400, 100]);
        expect((await me.get(`${id}/pending_replies`, { fields: "alt_text,reply_approval_status" })).status).toBe(200);
        expect((await me.get(id, { fields: "alt_text,reply_approval_status" })).status).toBe(200);
      });
      it("says of what is gone, and of what is nothing, the same", async () => {
        const { me, fake, shop } = street();
        const id = fake.state.post(shop, "One");
        fake.state.remove(id);
        expect(problem(await me.get(id))).toEqual(missing);
        expect(problem(await me.get("12345"))).toEqual(missing);
      });
      it("shows posts of others that name us, and all public ones to who may discover", async () => {
        const { me, fake, shop, mira } = street();
        const naming = fake.state.post(mira, "Hello @shop");
        const other = fake.state.post(mira, "Hello");
        const few = client(fake, fake.state.addToken(shop, { scopes: ["threads_basic", "threads_manage_mentions"] }));
        expect((await few.get(naming, { fields: "username,owner" })).body).toEqual({ id: naming, username: "mira" });
        expect(problem(await few.get(other))).toEqual(missing);
        expect(idOf(await me.get(other))).toBe(other);
        fake.state.block(mira, shop);
        expect(problem(await me.get(naming))).toEqual(missing);
      });
    });
    describe("mentions", () => {
      it("lists what names us, answers and quotes too, newest first", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, "Boots are back, says @shop");
        const plain = fake.state.post(mira, "I love @Shop.");
        const answer = fake.state.reply(otto, post, "@shop are they warm?");
        const quote = fake.state.quote(mira, post, "@shop did it again");
        fake.state.post(mira, "write to mira@shop.test");
        fake.state.post(mira, "@shopping is fun");
        const found = await me.get("me/mentions", { fields: "id,is_reply,root_post{id,username},replied_to,is_quote_post,quoted_post" });
        expect(ids(found)).toEqual([quote, answer, plain]);
        expect(found.body?.data?.[1]).toEqual({
          id: answer,
          is_reply: true,
          root_post: { id: post, username: "shop" },
          replied_to: { id: post },
          is_quote_post: false,
        });
        expect(found.body?.data?.[0]?.quoted_post).toEqual({ id: post });
      });
      it("leaves out private profiles, and where an answer stands from who may not read answers", async () => {
        const { me, fake, shop, mira } = street();
        const quiet = fake.state.addAccount("quiet", { isPrivate: true });
        fake.state.post(quiet, "@shop hello");
        expect(ids(await me.get("me/mentions"))).toEqual([]);
        const id = fake.state.reply(mira, fake.state.post(mira, "Boots"), "@shop what do you say?");
        const few = client(fake, fake.state.addToken(shop, { scopes: ["threads_basic", "threads_manage_mentions"] }));
        expect((await few.get("me/mentions", { fields: "is_reply,root_post,replied_to" })).body?.data?.[0]).toEqual({ id });
      });
    });
    describe("permissions", () => {
      it("asks each list for its own", async () => {
        const { fake, shop } = street();
        const id = fake.state.post(shop, "One");
        const basic = client(fake, fake.state.addToken(shop, { scopes: ["threads_basic"] }));
        expect((await basic.get("me/threads")).status).toBe(200);
        for (const path of [
          "me/mentions",
          "me/replies",
          `${id}/replies`,
          `${id}/conversation`,
          `${id}/insights`,
          "me/threads_publishing_limit",
        ])
          expect(problem(await basic.get(path)).slice(0, 2), path).toEqual([403, 10]);
        expect(problem(await basic.post("me/threads", { media_type: "TEXT", text: "Hi" })).slice(0, 2)).toEqual([403, 200]);
        const none = client(fake, fake.state.addToken(shop, { scopes: [] }));
        expect(problem(await none.get("me"))).toEqual([403, 10, undefined, "THApiException"]);
      });
    });
  });
});
