import { client, data, day, ids, market, problem, text, type Loose } from "./facebook-network.js";
import { describe, expect, it } from "vitest";

describe("testing", () => {
  describe("fake facebook", () => {
    describe("posts", () => {
      it("keeps the timeline, what visitors wrote and what names the Page elsewhere apart", async () => {
        const { me, state, page, ana, clock } = market();
        const own = state.post(page, "New boots");
        await clock.sleep(1000);
        const visitor = state.visitorPost(ana, page, "Is the shop open?");
        await clock.sleep(1000);
        const tagged = state.tag(ana, page, "I love Boot Shop");
        for (const [edge, found] of [
          ["posts", [own]],
          ["published_posts", [own]],
          ["visitor_posts", [visitor]],
          ["tagged", [tagged]],
          ["feed", [tagged, visitor, own]],
        ] as const)
          expect([edge, ids(await me.get(`/${page.id}/${edge}`, { fields: "id" }))]).toEqual([edge, found]);
        const [post] = data(await me.get(`/${page.id}/tagged`, { fields: "from{id,name},message_tags,tagged_time,permalink_url" }));
        expect(post).toMatchObject({
          from: { id: ana.id, name: "Ana Able" },
          message_tags: [{ id: page.id, type: "page", offset: 7, length: 9 }],
          permalink_url: `https://www.facebook.com/${tagged.replace("_", "/posts/")}/`,
        });
        expect(post).toHaveProperty("tagged_time");
      });
      it("takes everything that an inbox asks of a post at once", async () => {
        const { me, state, page, ana, ben } = market();
        const id = state.post(page, "Boots for @[0]");
        const comment = state.comment(ana, id, "Nice");
        state.comment(ben, comment, "Indeed");
        state.react(ana, id);
        state.react(ben, id, "LOVE");
        state.share(ben, id);
        const fields =
          "id,message,story,created_time,updated_time,permalink_url,full_picture,from{id,name},status_type,is_published,is_hidden,is_expired," +
          "message_tags,parent_id,shares,attachments{media_type,type,title,description,url,unshimmed_url,target,media{image{src,height,width},source},subattachments}," +
          "reactions.summary(total_count).limit(0),reactions.type(LOVE).limit(0).summary(total_count).as(love),comments.filter(stream).summary(total_count).limit(0)";
        expect((await me.get(`/${id}`, { fields })).body).toMatchObject({
          is_published: true,
          status_type: "mobile_status_update",
          shares: { count: 1 },
          reactions: { data: [], summary: { total_count: 2, viewer_reaction: "NONE" } },
          love: { summary: { total_count: 1 } },
          comments: { data: [], summary: { total_count: 2, order: "chronological", can_comment: true } },
        });
        const quiet = state.post(page, "Nobody shares this");
        expect((await me.get(`/${quiet}`, { fields: "shares,story" })).body).toEqual({ id: quiet });
      });
      it("gives since and until", async () => {
        const { me, state, page, clock } = market();
        state.post(page, "Old");
        await clock.sleep(day);
        const since = Math.floor(clock.now() / 1000);
        const id = state.post(page, "New");
        expect(ids(await me.get(`/${page.id}/posts`, { since }))).toEqual([id]);
        expect(ids(await me.get(`/${page.id}/posts`, { until: since - 1 })).length).toBe(1);
        expect(problem(await me.get(`/${page.id}/posts`, { since: "soon enough" }))).toEqual([100]);
      });
      it("shows a Page's things to nobody else", async () => {
        const { fake, state, page } = market();
        const id = state.post(page, "New boots");
        const rival = state.addPage("Rival");
        expect(problem(await client(fake, rival.token).get(`/${id}`))).toEqual([100, 33]);
        expect(problem(await client(fake, page.userToken).post(`/${id}/comments`, { json: { message: "Hi" } }))).toEqual([210]);
      });
      it("edits what the app published, and deletes", async () => {
        const { me, state, page, ana } = market();
        const byHand = state.post(page, "By hand");
        const id = text((await me.post(`/${page.id}/feed`, { json: { message: "By the app" } })).body?.id);
        expect((await me.post(`/${id}`, { json: { message: "By the app!" } })).body).toEqual({ success: true });
        expect(state.held(id)?.text).toBe("By the app!");
        expect(problem(await me.post(`/${byHand}`, { json: { message: "No" } }))).toEqual([200]);
        expect((await me.delete(`/${byHand}`)).body).toEqual({ success: true });
        expect(problem(await me.get(`/${byHand}`))).toEqual([100, 33]);
        expect(problem(await me.delete(`/${state.tag(ana, page, "Boot Shop is fine")}`))).toEqual([200]);
      });
      it("lists recommendations without ids, and takes comments under their stories", async () => {
        const { me, state, page, ana, ben } = market();
        const good = state.review(ana, page, { text: "Warm feet", positive: true });
        state.review(ben, page, { positive: false, rating: 2 });
        const fields = "created_time,has_rating,has_review,rating,recommendation_type,review_text,reviewer,open_graph_story";
        const [bad, first] = data(await me.get(`/${page.id}/ratings`, { fields }));
        expect(bad).toMatchObject({ has_rating: true, rating: 2, has_review: false, recommendation_type: "negative" });
        expect(bad).not.toHaveProperty("id");
        expect(first).toMatchObject({
          review_text: "Warm feet",
          recommendation_type: "positive",
          reviewer: { id: ana.id, name: "Ana Able" },
          open_graph_story: { id: good },
        });
        expect(first).not.toHaveProperty("rating");
        const answer = text((await me.post(`/${good}/comments`, { json: { message: "Thank you" } })).body?.id);
        expect(state.held(answer)).toMatchObject({ root: good, author: page.id });
      });
    });

    describe("comments", () => {
      it("lists the first level, or all levels flat, in both orders", async () => {
        const { me, state, page, ana, ben, cleo } = market();
        const post = state.post(page, "New boots");
        const top = state.comment(ana, post, "Are they warm?");
        const other = state.comment(ben, post, "And green?");
        const answer = state.comment(page, top, "They are");
        const deep = state.comment(cleo, answer, "Really?");
        const list = async (query: Record<string, string>): Promise<unknown> =>
          ids(await me.get(`/${post}/comments`, { fields: "id", ...query }));
        expect(await list({})).toEqual([top, other]);
        expect(await list({ filter: "stream" })).toEqual([top, other, answer, deep]);
        expect(await list({ filter: "stream", order: "reverse_chronological" })).toEqual([deep, answer, other, top]);
        expect(ids(await me.get(`/${top}/comments`))).toEqual([answer, deep]);
        // An answer to an answer hangs on the top-level comment.
        expect((await me.get(`/${deep}`, { fields: "parent{id},object{id},permalink_url" })).body).toMatchObject({
          parent: { id: top },
          object: { id: post },
          permalink_url: expect.stringMatching(/\?comment_id=\d+&reply_comment_id=\d+$/) as string,
        });
        expect((await me.get(`/${top}`, { fields: "parent,comment_count" })).body).toEqual({ comment_count: 2, id: top });
        expect(top).toMatch(new RegExp(`^${post.split("_")[1] ?? ""}_\\d+$`));
        expect(problem(await me.get(`/${post}/comments`, { filter: "all" }))).toEqual([100]);
      });
      it("gives a person's token no comments, and no error", async () => {
        const { fake, state, page, ana } = market();
        const post = state.post(page, "New boots");
        state.comment(ana, post, "Are they warm?");
        const reply = await client(fake, page.userToken).get(`/${post}/comments`, { summary: "true" });
        expect([reply.status, reply.body?.data]).toEqual([200, []]);
      });
      it("says what the Page may do to a comment", async () => {
        const { me, state, page, ana, clock } = market();
        const post = state.post(page, "New boots");
        const theirs = state.comment(ana, post, "Are they warm?");
        const ours = state.comment(page, theirs, "They are");
        const elsewhere = state.comment(ana, state.tag(ana, page, "Boot Shop!"), "See?");
        const fields = "can_hide,can_remove,can_like,can_comment,can_reply_privately";
        const may = async (id: string): Promise<unknown> => Object.values((await me.get(`/${id}`, { fields })).body ?? {}).slice(0, 5);
        expect(await may(theirs)).toEqual([true, true, true, true, true]);
        expect(await may(ours)).toEqual([false, true, true, true, false]);
        expect(await may(elsewhere)).toEqual([false, false, true, true, false]);
        await clock.sleep(7 * day + 1000);
        expect(await may(theirs)).toEqual([true, true, true, true, false]);
      });
      it("answers posts and comments, with text or a picture", async () => {
        const { me, state, page, ana } = market();
        const post = state.post(page, "New boots");
        const question = state.comment(ana, post, "Are they warm?");
        const first = text((await me.post(`/${post}/comments`, { json: { message: "Hello" } })).body?.id);
        const second = text(
          (await me.post(`/${question}/comments`, { form: new URLSearchParams({ message: "They are, @[" + ana.id + "]" }) })).body?.id,
        );
        expect(state.held(first)).toMatchObject({ parent: post, root: post, text: "Hello", author: page.id });
        expect(state.held(second)).toMatchObject({ parent: question, root: post, text: "They are, Ana Able" });
        expect((await me.get(`/${second}`, { fields: "message_tags" })).body?.message_tags).toEqual([
          { id: ana.id, name: "Ana Able", type: "user", offset: 10, length: 8 },
        ]);
        const pictured = text((await me.post(`/${post}/comments`, { json: { attachment_url: "https://shop.example/boot.jpg" } })).body?.id);
        expect((await me.get(`/${pictured}`, { fields: "message,attachment{type,media{image{src}}}" })).body).toMatchObject({
          message: "",
          attachment: { type: "photo", media: { image: { src: "https://shop.example/boot.jpg" } } },
        });
        for (const json of [{}, { message: "" }, { message: "x".repeat(8001) }, { attachment_url: "boot" }, { attachment_id: "1" }])
          expect(problem(await me.post(`/${post}/comments`, { json }))).toEqual([100]);
        state.remove(question);
        expect(problem(await me.post(`/${question}/comments`, { json: { message: "Late" } }))).toEqual([100, 33]);
      });
      it("edits the Page's own comments alone, and hides those of others alone", async () => {
        const { me, state, page, ana } = market();
        const post = state.post(page, "New boots");
        const theirs = state.comment(ana, post, "Are they warm?");
        const ours = state.comment(page, theirs, "They iz");
        expect((await me.post(`/${ours}`, { json: { message: "They are" } })).body).toEqual({ success: true });
        expect(problem(await me.post(`/${theirs}`, { json: { message: "They are not" } }))).toEqual([200]);
        for (const is_hidden of [true, true, "false"]) {
          expect((await me.post(`/${theirs}`, { json: { is_hidden } })).body).toEqual({ success: true });
          expect(state.held(theirs)?.hidden).toBe(String(is_hidden) === "true");
        }
        expect(problem(await me.post(`/${ours}`, { json: { is_hidden: true } }))[0]).toBe(200);
        expect([state.held(ours)?.text, state.held(theirs)?.text]).toEqual(["They are", "Are they warm?"]);
      });
      it("likes and takes it back, twice as once", async () => {
        const { me, state, page, ana } = market();
        const comment = state.comment(ana, state.post(page, "New boots"), "Warm?");
        for (let at = 0; at < 2; at += 1) expect((await me.post(`/${comment}/likes`)).body).toEqual({ success: true });
        expect((await me.get(`/${comment}`, { fields: "like_count,user_likes,likes.summary(true)" })).body).toMatchObject({
          like_count: 1,
          user_likes: true,
          likes: { data: [{ id: page.id }], summary: { has_liked: true } },
        });
        for (let at = 0; at < 2; at += 1) expect((await me.delete(`/${comment}/likes`)).body).toEqual({ success: true });
        expect(state.held(comment)?.likedBy).toEqual([]);
      });
      it("deletes what stands on the Page, with what hangs on it, and not what stands elsewhere", async () => {
        const { fake, me, state, page, ana } = market();
        const comment = state.comment(ana, state.post(page, "New boots"), "Spam");
        const below = state.comment(ana, comment, "More spam");
        const poor = client(fake, state.addToken(page, { scopes: ["pages_manage_engagement"] }));
        expect(problem(await poor.delete(`/${comment}`))).toEqual([200]);
        expect((await me.delete(`/${comment}`)).body).toEqual({ success: true });
        expect([state.held(comment), state.held(below)]).toEqual([undefined, undefined]);
        expect(problem(await me.delete(`/${comment}`))).toEqual([100, 33]);
        const elsewhere = state.comment(ana, state.tag(ana, page, "Boot Shop!"), "See?");
        expect(problem(await me.delete(`/${elsewhere}`))).toEqual([200]);
      });
      it("leaves out who said it where the permission is missing", async () => {
        const { fake, state, page, ana } = market();
        const comment = state.comment(ana, state.post(page, "New boots"), "Warm?");
        const poor = client(fake, state.addToken(page, { scopes: ["pages_read_engagement"] }));
        expect((await poor.get(`/${comment}`, { fields: "message,from" })).body).toEqual({ message: "Warm?", id: comment });
      });
      it("shuts people out and lets them in again", async () => {
        const { me, state, page, ana, ben } = market();
        for (let at = 0; at < 2; at += 1)
          expect((await me.post(`/${page.id}/blocked`, { json: { user: ana.id } })).body).toEqual({ success: true });
        expect(ids(await me.get(`/${page.id}/blocked`))).toEqual([ana.id]);
        expect(() => state.visitorPost(ana, page, "Let me in")).toThrow();
        expect((await me.delete(`/${page.id}/blocked`, { user: ana.id })).body).toEqual({ success: true });
        expect(state.standing(page, ana)).toEqual({ banned: false, muted: false });
        const json = { user_ids: [{ id: ben.id }], actions: ["BAN_USER", "BLOCK_USER"] };
        expect((await me.post(`/${page.id}/moderate_conversations`, { json })).body).toEqual({ success: true });
        expect(state.standing(page, ben)).toEqual({ banned: true, muted: true });
        expect(problem(await me.post(`/${page.id}/moderate_conversations`, { json: { ...json, actions: ["SHOUT_AT"] } }))).toEqual([100]);
        expect(problem(await me.post(`/${page.id}/blocked`, { json: { user: "1" } }))).toEqual([100]);
      });
    });

    describe("publishing", () => {
      it("publishes texts and links, and refuses neither, too much and the same again", async () => {
        const { me, state, page, clock } = market();
        const post = async (json: unknown): Promise<readonly unknown[]> => problem(await me.post(`/${page.id}/feed`, { json }));
        expect(await post({ message: "New boots" })).toEqual([undefined]);
        expect(await post({ message: "New boots" })).toEqual([506]);
        await clock.sleep(day);
        expect(await post({ message: "New boots" })).toEqual([undefined]);
        expect(await post({ link: "https://shop.example/boots" })).toEqual([undefined]);
        state.breakLink("https://shop.example/gone");
        expect(await post({ link: "https://shop.example/gone" })).toEqual([1609005]);
        for (const json of [{}, { message: " " }, { message: "x".repeat(63_207) }, { link: "shop" }])
          expect(await post(json)).toEqual([100]);
      });
      it("publishes photos with what they show, alone and in albums", async () => {
        const { me, state, page } = market();
        const photo = async (json: object): Promise<Loose> => (await me.post(`/${page.id}/photos`, { json })).body ?? {};
        const single = await photo({ url: "https://shop.example/a.jpg", caption: "Green", alt_text_custom: "A green boot" });
        expect(state.held(text(single.post_id))).toMatchObject({ text: "Green", alts: ["A green boot"] });
        const kept = await photo({ url: "https://shop.example/b.jpg", published: false, alt_text_custom: "A blue boot" });
        expect(kept).not.toHaveProperty("post_id");
        const another = await photo({ url: "https://shop.example/c.jpg", published: false });
        const attached_media = [kept, another].map(({ id }) => ({ media_fbid: id }));
        const album = text((await me.post(`/${page.id}/feed`, { json: { message: "Both", attached_media } })).body?.id);
        expect(state.held(album)?.alts).toEqual(["A blue boot", ""]);
        expect((await me.get(`/${album}`, { fields: "attachments{subattachments}" })).body).toMatchObject({
          attachments: { data: [{ subattachments: { data: [{ media_type: "photo" }, { media_type: "photo" }] } }] },
        });
        expect(problem(await me.post(`/${page.id}/feed`, { json: { attached_media } }))).toEqual([100]);
        expect(problem(await me.post(`/${page.id}/photos`, { json: { caption: "No photo" } }))).toEqual([324]);
        const form = new FormData();
        form.set("source", new Blob([new Uint8Array([255, 216, 255])], { type: "image/jpeg" }), "boot.jpg");
        form.set("caption", "From a file");
        expect((await me.post(`/${page.id}/photos`, { form })).body).toHaveProperty("post_id");
        form.set("source", new Blob(["hello"], { type: "text/plain" }), "boot.txt");
        expect(problem(await me.post(`/${page.id}/photos`, { form }))).toEqual([100, 1366046]);
      });
      it("keeps what waits for its time, from 10 minutes to 75 days", async () => {
        const { me, state, page, clock } = market();
        const at = (ms: number): number => Math.floor((clock.now() + ms) / 1000);
        const schedule = (time: number, published = false): ReturnType<typeof me.post> =>
          me.post(`/${page.id}/feed`, { json: { message: "Later", published, scheduled_publish_time: time } });
        for (const ms of [60_000, 76 * day]) expect(problem(await schedule(at(ms)))).toEqual([100]);
        expect(problem(await schedule(at(day), true))).toEqual([100]);
        const id = text((await schedule(at(day))).body?.id);
        expect(ids(await me.get(`/${page.id}/scheduled_posts`))).toEqual([id]);
        expect(ids(await me.get(`/${page.id}/posts`))).toEqual([]);
        await clock.sleep(day + 1000);
        expect(ids(await me.get(`/${page.id}/posts`))).toEqual([id]);
        expect(state.held(id)?.published).toBe(true);
      });
    });
  });
});
