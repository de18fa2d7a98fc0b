import { describe, expect, it } from "vitest";
import { all, byHand, failure, guildId, inWorld, key, user, wireMessage } from "./support.js";
import { makeKey } from "../../../src/model/keys.js";

describe("discord posts", () => {
  it("lists forum posts, threads and announcements in one order, then archived threads", async () => {
    const { world, adapter } = inWorld();
    const { state } = world.fake;
    const one = await world.member(0);
    const archived = await world.publish(one, "An old question");
    state.changeThread(archived, { archived: true });
    const first = await world.publish(one, "My feet are cold");
    await world.clock.sleep(1000);
    const news = state.say(world.brand.id, world.channels.news.id, "New boots").id;
    const last = await world.publish(world.brand, "Our catalogue");
    const posts = await all(adapter.listPosts());
    expect(posts.map(({ id }) => id)).toEqual([last, news, first, archived]);
    expect(posts.map(({ isOwn }) => isOwn)).toEqual([true, true, false, false]);
    expect((await all(adapter.listPosts({ limit: 2 }))).map(({ id }) => id)).toEqual([last, news]);
    const since = posts[2]?.createdAt ?? "";
    expect((await all(adapter.listPosts({ since }))).map(({ id }) => id)).toEqual([last, news, first]);
    expect((await all(adapter.listPosts({ until: since }))).map(({ id }) => id)).toEqual([archived]);
  });
  it("goes through long lists page by page, each post once", async () => {
    const { world, adapter } = inWorld();
    const ids: string[] = [];
    for (let at = 0; at < 33; at += 1) {
      await world.clock.sleep(1000);
      ids.push(
        at % 2 === 0
          ? world.fake.state.say(world.brand.id, world.channels.news.id, `News ${at}`).id
          : await world.publish(world.brand, `Post ${at}`),
      );
    }
    expect((await all(adapter.listPosts())).map(({ id }) => id)).toEqual(ids.toReversed());
  });
  it("asks once for what begins a thread, however often posts are listed", async () => {
    const { world, adapter } = inWorld();
    const post = await world.publish(world.brand, "Our catalogue");
    await all(adapter.listPosts());
    await all(adapter.listPosts());
    const first = world.fake.calls.filter(({ method, operation }) => method === "GET" && operation.includes("{message_id}"));
    expect(first).toHaveLength(1);
    await world.change?.(post, "Our new catalogue");
    expect((await adapter.getPost(adapter.ref({ post }))).text).toBe("Our new catalogue");
  });
  it("publishes in a forum, with title and tags, pinging nobody", async () => {
    const { world, adapter } = inWorld((made) => {
      const forum = made.fake.state.addChannel(made.guild.id, "ideas", { type: "forum", tags: ["boots"], requiresTag: true });
      return { publishTo: forum.id, publishTags: Object.values(forum.tags) };
    });
    const { post } = await adapter.publishPost({ text: "What do you want? @everyone", title: "Your ideas" });
    expect(post).toMatchObject({ title: "Your ideas", isOwn: true, text: "What do you want? @everyone" });
    const untitled = await adapter.publishPost({ text: `${"long words ".repeat(20)}\nand more` });
    expect(untitled.post?.title?.length).toBeLessThanOrEqual(100);
    expect(untitled.post?.title?.endsWith("…")).toBe(true);
    const sent = world.fake.calls.find(({ method }) => method === "POST");
    expect(sent?.body).toMatchObject({ message: { allowed_mentions: { parse: [] } } });
  });
  it("publishes announcements once for each key, and hands them on where it shall", async () => {
    const { world, adapter } = inWorld((made) => ({ publishTo: made.channels.news.id, crosspost: true }));
    const one = await adapter.publishPost({ text: "New boots" }, { idempotencyKey: "a" });
    const two = await adapter.publishPost({ text: "New boots" }, { idempotencyKey: "a" });
    expect(two.post?.key).toBe(one.post?.key);
    expect(one.refs?.["crossposted"]).toBe("true");
    expect((await failure(adapter.publishPost({ text: "Other boots" }, { idempotencyKey: "a" }))).code).toBe("conflict");
    expect((await failure(adapter.publishPost({ text: "x", title: "y" }))).code).toBe("invalid-request");
    expect(world.fake.calls.length).toBeGreaterThan(0);
  });
  it("keeps an announcement that could not be handed on", async () => {
    const { adapter } = byHand(
      ({ path, method }) => {
        if (path.endsWith("/crosspost")) return { status: 403, body: { code: 50013, message: "Missing Permissions" } };
        if (method === "POST")
          return { body: wireMessage({ channel_id: "50", content: "New boots", author: user("1100000000000000002") }) };
        return { body: { id: "50", type: 5, guild_id: guildId } };
      },
      { publishTo: "50", crosspost: true },
    );
    const { post, refs } = await adapter.publishPost({ text: "New boots" });
    expect([post?.isOwn, refs?.["crossposted"]]).toEqual([true, "false"]);
  });
  it("refuses to publish without a place, before any request", async () => {
    const { adapter, world } = inWorld();
    expect((await failure(adapter.publishPost({ text: "x" }))).message).toContain("publishTo");
    expect(world.fake.calls).toHaveLength(0);
  });
  it("lists what answers an announcement, and answers it in its channel", async () => {
    const { world, adapter } = inWorld();
    const { state } = world.fake;
    const news = state.say(world.brand.id, world.channels.news.id, "New boots");
    await world.clock.sleep(1000);
    const post = { key: makeKey(adapter.account, "post", news.id), refs: { channelId: news.channelId } };
    const { message } = await adapter.reply(post, { text: "In three colours" });
    expect(message).toMatchObject({
      kind: "comment",
      post: post.key,
      conversation: makeKey(adapter.account, "conversation", news.channelId),
    });
    state.say(world.brand.id, world.channels.news.id, "Other news");
    expect((await all(adapter.listComments(post))).map(({ id }) => id)).toEqual([message?.id]);
    const room = { key: makeKey(adapter.account, "conversation", news.channelId) };
    expect((await all(adapter.listMessages(room))).map(({ id }) => id)).toEqual([message?.id]);
  });
  it("answers a thread inside it, and a message with a reference, pinging nobody", async () => {
    const { world, adapter } = inWorld();
    const post = await world.publish(await world.member(0), "My feet are cold");
    const inside = await adapter.reply({ key: makeKey(adapter.account, "post", post) }, { text: "Try wool" }, { idempotencyKey: "k" });
    const id = await world.reply(await world.member(1), post, "Or dance");
    await adapter.reply({ key: makeKey(adapter.account, "message", id), refs: { channelId: post } }, { text: "Or that" });
    const [first, second] = world.fake.calls.filter(({ method }) => method === "POST").map(({ body }) => body);
    expect(first).toMatchObject({ allowed_mentions: { parse: [], replied_user: false }, enforce_nonce: true });
    expect(first).not.toHaveProperty("message_reference");
    expect((first as { nonce: string }).nonce).toMatch(/^[\da-f]{25}$/);
    expect(inside.refs).toMatchObject({ channelId: post, nonce: (first as { nonce: string }).nonce });
    expect(second).toMatchObject({ message_reference: { message_id: id, fail_if_not_exists: true } });
  });
  it("finds a post that got no answer, and one that was never sent not", async () => {
    const { adapter, world } = inWorld((made) => ({ publishTo: made.channels.forum.id }));
    const since = new Date(world.clock.now()).toISOString();
    await adapter.publishPost({ text: "Our catalogue" });
    const account = { key: adapter.account } as never;
    expect(await all(adapter.findOwn(account, { text: "Our catalogue" }, { since }))).toHaveLength(1);
    expect(await all(adapter.findOwn(account, { text: "Never said" }, { since }))).toHaveLength(0);
  });
  it("sends files with what they are for those who cannot see them", async () => {
    const { world, adapter } = inWorld();
    const id = await world.mention(await world.member(0), world.brand, "hello");
    const target = { key: makeKey(adapter.account, "message", id), refs: { channelId: world.channels.text.id } };
    const draft = {
      text: "Look",
      sensitive: true,
      attachments: [{ type: "image" as const, url: "data:image/png;base64,iVBORw0KGgo=", alt: "A boot" }],
    };
    const { message } = await adapter.reply(target, draft);
    expect(message?.attachments).toMatchObject([{ type: "image", alt: "A boot" }]);
    expect(message?.sensitive).toBe(true);
    const tooLong = {
      text: "x",
      attachments: [{ type: "image" as const, url: "data:image/png;base64,iVBORw0KGgo=", alt: "a".repeat(1025) }],
    };
    expect((await failure(adapter.reply(target, tooLong))).message).toContain("1024");
  });
});

describe("discord search", () => {
  it("waits while the index is made, and then gives what it finds", async () => {
    const { world, adapter } = inWorld({}, { search: { indexingForMs: 5_000 } });
    world.fake.state.say((await world.member(0)).id, world.channels.text.id, "where are my boots");
    const found = await all(adapter.searchPosts({ text: "boots" }));
    expect(found.map(({ text, counts }) => [text, counts])).toEqual([["where are my boots", {}]]);
  });
  it("gives up after a while, and says that the index is not ready", async () => {
    const { adapter, asked } = byHand(() => ({
      status: 202,
      body: { code: 110_000, message: "Index not yet available", retry_after: 60 },
    }));
    const error = await failure(adapter.searchPosts({ text: "boots" }));
    expect(error.message).toContain("indexed");
    expect(asked.filter(({ path }) => path.endsWith("/search"))).toHaveLength(5);
  });
  it("asks newest first, 25 at a time, for mentions by id, and stops at the last offset", async () => {
    const { adapter, asked } = byHand(({ path, query }) => {
      if (!path.endsWith("/search")) return { body: { id: "10", type: 0, guild_id: guildId } };
      const from = Number(query.get("offset"));
      const messages = Array.from({ length: 25 }, (_, at) => [wireMessage({ id: String(20_000_000 - from - at), channel_id: "10" })]);
      return { body: { messages, total_results: 50_000 } };
    });
    const found = await all(adapter.searchPosts({ text: "boots", handles: ["77"], until: "2026-01-02T00:00:00.000Z" }));
    expect(found).toHaveLength(10_000);
    const searches = asked.filter(({ path }) => path.endsWith("/search"));
    expect(Object.fromEntries(searches[0]?.query ?? [])).toMatchObject({
      content: "boots",
      mentions: "77",
      sort_by: "timestamp",
      limit: "25",
      offset: "0",
    });
    expect(searches[0]?.query.get("max_id")).toMatch(/^\d+$/);
    expect(searches.at(-1)?.query.get("offset")).toBe("9975");
  });
  it("is refused without the intent, before any request", async () => {
    const { world, adapter } = inWorld({ messageContent: false });
    expect((await failure(adapter.listMentions())).message).toContain("Message Content Intent");
    expect((await failure(adapter.searchPosts({ text: "x" }))).code).toBe("unsupported");
    expect(world.fake.calls).toHaveLength(0);
    expect(adapter.surfaces?.map(({ name }) => name)).toEqual(["posts", "messages"]);
  });
  it("takes people by id only", async () => {
    const { adapter } = inWorld();
    expect((await failure(adapter.searchPosts({ handles: ["freja"] }))).message).toContain("ids of users");
    expect(adapter.refFromUrl(`https://discord.com/channels/${guildId}/1/2`)).toBeUndefined();
    expect(key).toContain(guildId);
  });
});
