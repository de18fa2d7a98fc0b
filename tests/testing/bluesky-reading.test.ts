import { describe, expect, it } from "vitest";
import { as, list, text, town, type Client, type Loose } from "./network.js";

const texts = (posts: Loose | undefined): unknown[] => list(posts).map((post) => post.record?.text);
const reasons = async (me: Client, params: Parameters<Client["get"]>[1] = {}): Promise<unknown[]> =>
  list((await me.get("app.bsky.notification.listNotifications", params)).body?.notifications).map(({ reason }) => reason);

describe("testing", () => {
  describe("fake bluesky", () => {
    describe("notifications", () => {
      it("tells of replies, mentions, quotes, likes, reposts and follows, newest first", async () => {
        const { fake, shop, mira, clock } = town();
        const { state } = fake;
        const { uri } = state.post(shop, "Boots are back");
        const acts = [
          () => state.reply(mira, uri, "Finally"),
          () => state.post(mira, "I love @shop.test"),
          () => state.quote(mira, uri, "See this"),
          () => state.like(mira, uri),
          () => state.repost(mira, uri),
          () => state.follow(mira, shop),
        ];
        for (const act of acts) {
          await clock.advance(1000);
          act();
        }
        const me = await as(fake, shop);
        expect(await reasons(me)).toEqual(["follow", "repost", "like", "quote", "mention", "reply"]);
        expect(await reasons(me, { reasons: ["mention", "reply"] })).toEqual(["mention", "reply"]);
      });
      it("makes one notice of a reply that also mentions, and it is a mention", async () => {
        const { fake, shop, mira } = town();
        const { uri } = fake.state.post(shop, "Boots are back");
        fake.state.reply(mira, uri, "@shop.test finally");
        expect(await reasons(await as(fake, shop))).toEqual(["mention"]);
      });
      it("tells what a notice is about only where the real one does", async () => {
        const { fake, shop, mira } = town();
        const { uri } = fake.state.post(shop, "Boots are back");
        fake.state.post(mira, "hi @shop.test");
        fake.state.reply(mira, uri, "Finally");
        const { body } = await (await as(fake, shop)).get("app.bsky.notification.listNotifications");
        expect(list(body?.notifications).map((one) => one.reasonSubject)).toEqual([uri, undefined]);
      });
      it("tells the authors of four posts above an answer, and nobody of own acts", async () => {
        const { fake, shop, mira } = town();
        const otto = fake.state.addAccount("otto.test");
        let { uri } = fake.state.post(shop, "Boots are back");
        ({ uri } = fake.state.reply(shop, uri, "And warm"));
        for (let at = 0; at < 5; at += 1) ({ uri } = fake.state.reply(mira, uri, `thought ${at}`));
        expect(await reasons(await as(fake, shop))).toEqual(["reply", "reply", "reply", "reply"]);
        expect(await reasons(await as(fake, mira))).toEqual([]);
        fake.state.reply(otto, uri, "Well");
        expect(await reasons(await as(fake, mira))).toEqual(["reply"]);
      });
      it("leaves out the blocked, the muted and muted threads, and what was deleted", async () => {
        const { fake, shop, mira } = town();
        const { state } = fake;
        const [otto, ida] = [state.addAccount("otto.test"), state.addAccount("ida.test")];
        const { uri } = state.post(shop, "Boots are back");
        const other = state.post(shop, "And socks");
        state.reply(mira, uri, "a");
        state.reply(otto, uri, "b");
        const gone = state.reply(ida, uri, "c");
        state.reply(ida, other.uri, "d");
        state.block(shop, mira);
        state.mute(shop, otto);
        state.remove(gone.uri);
        const me = await as(fake, shop);
        expect(await reasons(me)).toEqual(["reply"]);
        const muted = await me.post("app.bsky.graph.muteThread", { root: other.uri });
        expect([muted.status, muted.body]).toEqual([200, undefined]);
        expect(await reasons(me)).toEqual([]);
      });
      it("pages without losing or doubling, also while news arrive", async () => {
        const { fake, shop, mira } = town();
        for (let at = 0; at < 7; at += 1) fake.state.post(mira, `@shop.test number ${at}`);
        const me = await as(fake, shop);
        const seen: unknown[] = [];
        let cursor: string | undefined;
        do {
          const { body } = await me.get("app.bsky.notification.listNotifications", { limit: 3, ...(cursor !== undefined && { cursor }) });
          seen.push(...texts(body?.notifications));
          cursor = text(body?.cursor) === "" ? undefined : text(body?.cursor);
          fake.state.post(mira, "@shop.test in between");
        } while (cursor !== undefined);
        expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((at) => `@shop.test number ${at}`));
      });
      it("counts what is unread until it is seen", async () => {
        const { fake, shop, mira, clock } = town();
        fake.state.post(mira, "hi @shop.test");
        const me = await as(fake, shop);
        expect((await me.get("app.bsky.notification.getUnreadCount")).body).toEqual({ count: 1 });
        await clock.advance(1000);
        const seen = await me.post("app.bsky.notification.updateSeen", { seenAt: new Date(clock.now()).toISOString() });
        expect([seen.status, seen.body]).toEqual([200, undefined]);
        expect((await me.get("app.bsky.notification.getUnreadCount")).body).toEqual({ count: 0 });
        const { body } = await me.get("app.bsky.notification.listNotifications");
        expect(body?.notifications?.[0]?.isRead).toBe(true);
      });
    });
    describe("posts", () => {
      it("shows a post to each person in their own way", async () => {
        const { fake, shop, mira } = town();
        const { uri } = fake.state.post(shop, "Boots are back");
        const like = fake.state.like(mira, uri);
        const view = async (who: typeof mira): Promise<Loose | undefined> =>
          (await (await as(fake, who)).get("app.bsky.feed.getPosts", { uris: [uri] })).body?.posts?.[0];
        expect((await view(mira))?.viewer?.like).toBe(like.uri);
        expect((await view(shop))?.viewer).not.toHaveProperty("like");
        expect((await view(shop))?.likeCount).toBe(1);
      });
      it("counts two likes of one person once", async () => {
        const { fake, shop, mira } = town();
        const { uri } = fake.state.post(shop, "Boots are back");
        fake.state.like(mira, uri);
        fake.state.like(mira, uri);
        const me = await as(fake, shop);
        const { body } = await me.get("app.bsky.feed.getPosts", { uris: [uri] });
        expect(body?.posts?.[0]?.likeCount).toBe(1);
        expect(list((await me.get("app.bsky.feed.getLikes", { uri })).body?.likes)).toHaveLength(1);
        expect(fake.state.held(uri)?.likedBy).toHaveLength(2);
      });
      it("drops posts that are gone, and refuses more than 25 at once", async () => {
        const { fake, shop } = town();
        const [stays, goes] = [fake.state.post(shop, "a"), fake.state.post(shop, "b")];
        fake.state.remove(goes.uri);
        const me = await as(fake, shop);
        expect(texts((await me.get("app.bsky.feed.getPosts", { uris: [goes.uri, stays.uri] })).body?.posts)).toEqual(["a"]);
        const { status, body } = await me.get("app.bsky.feed.getPosts", { uris: Array.from({ length: 26 }, () => stays.uri) });
        expect([status, body?.message]).toEqual([400, "Invalid app.bsky.feed.getPosts params: array too big (maximum 25, got 26)"]);
      });
      it("filters an author's feed", async () => {
        const { fake, shop, mira, clock } = town();
        const { state } = fake;
        const acts = [
          () => state.post(mira, "hello"),
          () => state.post(shop, { text: "picture", pictures: [{ bytes: new Uint8Array([1]), alt: "boots" }] }),
          () => state.reply(shop, state.postsOf(mira)[0]!.uri, "hi Mira"),
          () => state.reply(shop, state.postsOf(shop)[0]!.uri, "more"),
          () => state.repost(shop, state.postsOf(mira)[0]!.uri),
        ];
        for (const act of acts) {
          await clock.advance(1000);
          act();
        }
        const me = await as(fake, shop);
        const feed = async (filter: string): Promise<unknown[]> =>
          list((await me.get("app.bsky.feed.getAuthorFeed", { actor: shop.did, filter })).body?.feed).map(
            (item) => `${text(item.post?.record?.text)}${item.reason === undefined ? "" : " (repost)"}`,
          );
        expect(await feed("posts_with_replies")).toEqual(["hello (repost)", "more", "hi Mira", "picture"]);
        expect(await feed("posts_no_replies")).toEqual(["hello (repost)", "picture"]);
        expect(await feed("posts_and_author_threads")).toEqual(["hello (repost)", "more", "picture"]);
        expect(await feed("posts_with_media")).toEqual(["picture"]);
      });
      it("refuses the feed of somebody who is blocked", async () => {
        const { fake, shop, mira } = town();
        fake.state.block(shop, mira);
        const feed = async (who: typeof mira, actor: typeof mira): Promise<unknown> =>
          (await (await as(fake, who)).get("app.bsky.feed.getAuthorFeed", { actor: actor.did })).body?.error;
        expect([await feed(shop, mira), await feed(mira, shop)]).toEqual(["BlockedActor", "BlockedByActor"]);
      });
      it("searches by words, author, tag, mention and time", async () => {
        const { fake, shop, mira, clock } = town();
        fake.state.post(mira, "My gumboots are #green");
        await clock.advance(60_000);
        const since = new Date(clock.now()).toISOString();
        fake.state.post(shop, "Gumboots for @mira.test");
        const me = await as(fake, shop);
        const search = async (params: Record<string, string>): Promise<unknown> =>
          list((await me.get("app.bsky.feed.searchPosts", params)).body?.posts).length;
        expect(
          await Promise.all([
            search({ q: "gumboots" }),
            search({ q: "gumboots", author: "mira.test" }),
            search({ q: "#green" }),
            search({ q: "gumboots", tag: "green" }),
            search({ q: "gumboots", mentions: mira.did }),
            search({ q: "gumboots", since }),
            search({ q: "gumboots", until: since }),
            search({ q: "sandals" }),
          ]),
        ).toEqual([2, 1, 1, 1, 1, 1, 1, 0]);
      });
      it("shows people with their relations and numbers", async () => {
        const { fake, shop, mira } = town();
        fake.state.follow(mira, shop);
        fake.state.post(mira, "hello");
        const me = await as(fake, shop);
        const { body } = await me.get("app.bsky.actor.getProfile", { actor: "mira.test" });
        expect(body).toMatchObject({
          did: mira.did,
          displayName: "Mira",
          description: "walks a lot",
          followersCount: 0,
          followsCount: 1,
          postsCount: 1,
        });
        expect(text(body?.viewer?.followedBy)).toContain(mira.did);
        expect(
          list((await me.get("app.bsky.actor.getProfiles", { actors: [mira.did, "nobody.test", shop.did] })).body?.profiles),
        ).toHaveLength(2);
        expect((await me.get("app.bsky.actor.getProfile", { actor: "nobody.test" })).body?.error).toBe("InvalidRequest");
      });
      it("shows nothing new before it has settled, where it lags", async () => {
        const { fake, shop, mira } = town({ indexing: "on-settle" });
        const { uri } = fake.state.post(shop, "Boots are back");
        const me = await as(fake, mira);
        const seen = async (): Promise<number> => list((await me.get("app.bsky.feed.getPosts", { uris: [uri] })).body?.posts).length;
        expect(await seen()).toBe(0);
        expect(
          (await me.get("com.atproto.repo.getRecord", { repo: shop.did, collection: "app.bsky.feed.post", rkey: uri.split("/").at(-1)! }))
            .status,
        ).toBe(200);
        fake.state.settle();
        expect(await seen()).toBe(1);
      });
    });
    describe("threads", () => {
      it("nests answers and parents, and says what is gone or blocked", async () => {
        const { fake, shop, mira } = town();
        const { state } = fake;
        const otto = state.addAccount("otto.test");
        const root = state.post(shop, "root");
        const middle = state.reply(mira, root.uri, "middle");
        const leaf = state.reply(otto, middle.uri, "leaf");
        const me = await as(fake, shop);
        const thread = async (uri: string): Promise<Loose | undefined> =>
          (await me.get("app.bsky.feed.getPostThread", { uri })).body?.thread;
        expect((await thread(root.uri))?.replies?.[0]?.replies?.[0]?.post?.uri).toBe(leaf.uri);
        expect((await thread(leaf.uri))?.parent?.parent?.post?.uri).toBe(root.uri);
        state.block(shop, otto);
        expect((await thread(root.uri))?.replies?.[0]?.replies?.[0]?.$type).toBe("app.bsky.feed.defs#blockedPost");
        state.remove(middle.uri);
        expect((await me.get("app.bsky.feed.getPostThread", { uri: middle.uri })).body?.error).toBe("NotFound");
        expect((await (await as(fake, mira)).get("app.bsky.feed.getPostThread", { uri: leaf.uri })).body?.thread?.parent?.notFound).toBe(
          true,
        );
      });
      it("keeps hidden answers in the first version, and moves them aside in the second", async () => {
        const { fake, shop, mira } = town();
        const { state } = fake;
        const root = state.post(shop, "root");
        const bad = state.reply(mira, root.uri, "bad");
        const good = state.reply(mira, root.uri, "good");
        state.reply(mira, bad.uri, "worse");
        state.gate(shop, root.uri, { hide: [bad.uri] });
        const me = await as(fake, shop);
        const first = await me.get("app.bsky.feed.getPostThread", { uri: root.uri });
        expect(list(first.body?.thread?.replies)).toHaveLength(2);
        expect(first.body?.threadgate?.record?.hiddenReplies?.[0]).toBe(bad.uri);
        const second = await me.get("app.bsky.unspecced.getPostThreadV2", { anchor: root.uri });
        expect(list(second.body?.thread).map((item) => [item.uri, item.depth])).toEqual([
          [root.uri, 0],
          [good.uri, 1],
        ]);
        expect(second.body?.hasOtherReplies).toBe(true);
        const other = await me.get("app.bsky.unspecced.getPostThreadOtherV2", { anchor: root.uri });
        expect(list(other.body?.thread).map((item) => [item.uri, item.value?.hiddenByThreadgate])).toEqual([[bad.uri, true]]);
      });
      it("lists parents above the anchor and cuts by depth and branches", async () => {
        const { fake, shop, mira, clock } = town();
        const { state } = fake;
        const root = state.post(shop, "root");
        const uris: string[] = [];
        for (let at = 0; at < 3; at += 1) {
          await clock.advance(1000);
          uris.push(state.reply(mira, root.uri, `answer ${at}`).uri);
        }
        const nested = state.reply(shop, uris[0]!, "nested");
        const me = await as(fake, shop);
        const depths = async (params: Record<string, string | number | boolean>): Promise<unknown[]> =>
          list((await me.get("app.bsky.unspecced.getPostThreadV2", params as never)).body?.thread).map((item) => item.depth);
        expect(await depths({ anchor: nested.uri })).toEqual([-2, -1, 0]);
        expect(await depths({ anchor: nested.uri, above: false })).toEqual([0]);
        expect(await depths({ anchor: root.uri })).toEqual([0, 1, 2, 1, 1]);
        expect(await depths({ anchor: root.uri, below: 1 })).toEqual([0, 1, 1, 1]);
        const cut = await me.get("app.bsky.unspecced.getPostThreadV2", { anchor: root.uri, branchingFactor: 2, sort: "newest" });
        expect(list(cut.body?.thread).map((item) => item.uri)).toEqual([root.uri, uris[2], uris[1]]);
        expect(cut.body?.thread?.[0]?.value?.moreReplies).toBe(1);
      });
      it("lets only those answer whom the threadgate names", async () => {
        const { fake, shop, mira } = town();
        const { state } = fake;
        const root = state.post(shop, "root");
        state.gate(shop, root.uri, { allow: ["following"] });
        const view = async (): Promise<unknown> =>
          (await (await as(fake, mira)).get("app.bsky.feed.getPosts", { uris: [root.uri] })).body?.posts?.[0]?.viewer?.replyDisabled;
        expect(await view()).toBe(true);
        state.reply(mira, root.uri, "let me in");
        expect(await reasons(await as(fake, shop))).toEqual([]);
        state.follow(shop, mira);
        expect(await view()).toBe(false);
        expect(await reasons(await as(fake, shop))).toEqual(["reply"]);
      });
    });
  });
});
