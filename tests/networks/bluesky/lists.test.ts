import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import {
  brand,
  errorOf,
  failure,
  freja,
  malik,
  notification,
  person,
  postUri,
  replyTo,
  us,
  view,
  type Answer,
  type Script,
  type Seen,
} from "./support.js";

const account = accountKey("bluesky", us);
const ownRoot = postUri(us, "3kownpost22aa");
const post = { key: makeKey(account, "post", ownRoot) };
const thread = "app.bsky.unspecced.getPostThreadV2";
const others = "app.bsky.unspecced.getPostThreadOtherV2";
const nested = "app.bsky.feed.getPostThread";
const getPosts = "app.bsky.feed.getPosts";
const list = "app.bsky.notification.listNotifications";

const uri = (rkey: string): string => postUri(freja, rkey);
const comment = (rkey: string, parent = ownRoot, more: Record<string, unknown> = {}): Record<string, unknown> =>
  view({ rkey, record: { reply: replyTo(parent, ownRoot), text: rkey }, more });
const anchor = { uri: ownRoot, depth: 0, value: { post: view({ did: us, rkey: "3kownpost22aa" }) } };
const item = (rkey: string, depth: number, parent?: string, more: Record<string, unknown> = {}): unknown => ({
  uri: uri(rkey),
  depth,
  value: { post: comment(rkey, parent), moreReplies: 0, hiddenByThreadgate: false, ...more },
});
const ids = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id.slice(id.lastIndexOf("/") + 1));

describe("bluesky threads", () => {
  it("lists replies branch by branch, with the tops of their trees, and passes over what is gone", async () => {
    const { adapter, of } = brand({
      [thread]: {
        body: {
          thread: [
            anchor,
            item("3ka", 1),
            item("3kb", 2, uri("3ka")),
            { uri: uri("3kgone"), depth: 1, value: { $type: "app.bsky.unspecced.defs#threadItemNotFound" } },
            { uri: uri("3kblock"), depth: 1, value: { $type: "app.bsky.unspecced.defs#threadItemBlocked", author: { did: malik } } },
            item("3kc", 1),
          ],
          hasOtherReplies: false,
        },
      },
    });
    const { items, stoppedBy } = await adapter.listComments(post);
    expect(ids(items)).toEqual(["3ka", "3kb", "3kc"]);
    expect(items.map(({ root, parent }) => [root, parent])).toEqual([
      [undefined, undefined],
      [makeKey(account, "message", uri("3ka")), makeKey(account, "message", uri("3ka"))],
      [undefined, undefined],
    ]);
    expect(stoppedBy).toBe("end");
    expect(of(thread)[0]?.url.searchParams.get("anchor")).toBe(ownRoot);
  });
  it("adds what the thread hides, and says so", async () => {
    const { adapter } = brand({
      [thread]: { body: { thread: [anchor, item("3ka", 1)], hasOtherReplies: true } },
      [others]: { body: { thread: [item("3khidden", 1, ownRoot, { hiddenByThreadgate: true }), item("3kmuted", 1)] } },
    });
    const { items } = await adapter.listComments(post);
    expect(items.map(({ visibility }) => visibility)).toEqual(["public", "hidden", "public"]);
    expect(ids(items)).toEqual(["3ka", "3khidden", "3kmuted"]);
  });
  it("goes on below replies that have more, and gives each once", async () => {
    const { adapter, of } = brand({
      [thread]: ({ url }): Answer =>
        url.searchParams.get("anchor") === ownRoot
          ? { body: { thread: [anchor, item("3ka", 1, ownRoot, { moreReplies: 2 }), item("3kb", 2, uri("3ka"))] } }
          : { body: { thread: [item("3ka", 0), item("3kb", 1, uri("3ka")), item("3kc", 1, uri("3ka"))] } },
    });
    const all: string[] = [];
    for await (const message of adapter.listComments(post)) all.push(message.id);
    expect(ids(all.map((id) => ({ id })))).toEqual(["3ka", "3kb", "3kc"]);
    expect(of(thread)).toHaveLength(2);
    const again: string[] = [];
    for await (const message of adapter.listComments(post)) again.push(message.id);
    expect(again).toEqual(all);
  });
  it("reads the older form where the newer is not known, hidden replies included", async () => {
    const node = (rkey: string, parent: string, replies: unknown[] = []): unknown => ({
      $type: "app.bsky.feed.defs#threadViewPost",
      post: comment(rkey, parent),
      replies,
    });
    const { adapter } = brand({
      [thread]: failure(501, "MethodNotImplemented"),
      [nested]: {
        body: {
          thread: {
            post: view({ did: us, rkey: "3kownpost22aa" }),
            replies: [
              node("3ka", ownRoot, [node("3kb", uri("3ka"))]),
              { uri: uri("3kx"), notFound: true },
              { uri: uri("3ky"), blocked: true, author: { did: malik } },
              node("3kc", ownRoot),
            ],
          },
          threadgate: { record: { hiddenReplies: [uri("3kc")] } },
        },
      },
    });
    const { items } = await adapter.listComments(post);
    expect(ids(items)).toEqual(["3ka", "3kb", "3kc"]);
    expect(items.map(({ visibility }) => visibility)).toEqual(["public", "public", "hidden"]);
    expect(items[1]?.root).toBe(makeKey(account, "message", uri("3ka")));
  });
  it.each<[string, Script]>([
    ["the network says so", { [thread]: failure(400, "NotFound", "Post not found") }],
    ["the anchor is not there", { [thread]: { body: { thread: [{ uri: ownRoot, depth: 0, value: { $type: "x#threadItemNotFound" } }] } } }],
    [
      "the older form says so",
      { [thread]: failure(501, "MethodNotImplemented"), [nested]: { body: { thread: { uri: ownRoot, notFound: true } } } },
    ],
  ])("fails as not found when %s", async (_, script) => {
    expect(await errorOf(brand(script).adapter.listComments(post))).toMatchObject({ code: "not-found" });
  });
  it("sets a broken reply aside", async () => {
    const { adapter } = brand({
      [thread]: { body: { thread: [anchor, { uri: uri("3kbad"), depth: 1, value: { post: { uri: 7 } } }, item("3ka", 1), null, "x"] } },
    });
    const { items, quarantined } = await adapter.listComments(post);
    expect(ids(items)).toEqual(["3ka"]);
    expect(quarantined).toMatchObject([{ path: "thread[0]" }]);
  });
});

describe("bluesky notifications as lists", () => {
  const page = (items: unknown[], cursor?: string): Answer => ({ body: { notifications: items, ...(cursor !== undefined && { cursor }) } });
  const reply = notification("reply", { rkey: "3kreply", record: { reply: replyTo(ownRoot) } });
  const mention = notification("mention", { rkey: "3kmention" });

  it("gives comments of the whole account, and mentions and quotes as another list", async () => {
    const { adapter, of } = brand({ [list]: page([reply, mention]) });
    expect(ids((await adapter.listComments(null)).items)).toEqual(["3kreply"]);
    expect(ids((await adapter.listMentions()).items)).toEqual(["3kreply", "3kmention"]);
    expect(of(list).map(({ url }) => url.searchParams.getAll("reasons"))).toEqual([
      ["reply", "mention", "quote"],
      ["mention", "quote"],
    ]);
  });
  it("stops at what the network saw before `since`, whatever authors say of their time", async () => {
    const at = (indexedAt: string, rkey: string, createdAt = indexedAt): unknown =>
      notification("mention", { rkey, record: { createdAt }, more: { indexedAt } });
    const { adapter } = brand(
      {
        [list]: page(
          [
            at("2026-01-03T00:00:00.000Z", "3ka"),
            at("2026-01-02T00:00:00.000Z", "3kb", "2015-01-01T00:00:00.000Z"),
            at("2025-12-31T00:00:00.000Z", "3kc"),
          ],
          "more",
        ),
      },
      {},
    );
    const { items, stoppedBy } = await adapter.listMentions({ since: "2026-01-01T00:00:00.000Z" }).then((value) => value);
    expect(ids(items)).toEqual(["3ka", "3kb"]);
    expect(stoppedBy).toBe("since");
  });
  it("fails when the network repeats a cursor", async () => {
    const { adapter } = brand({ [list]: page([mention], "same") });
    const read = async (): Promise<void> => {
      for await (const message of adapter.listMentions()) expect(message.kind).toBe("mention");
    };
    expect(await errorOf(read())).toMatchObject({ code: "unexpected-response" });
  });
});

describe("bluesky messages read again", () => {
  it("asks 25 at a time, leaves out what is gone, and looks at the gates of its own threads", async () => {
    const keys = Array.from({ length: 26 }, (_, n) => ({ key: makeKey(account, "message", uri(`3k${n}`)) }));
    const { adapter, of } = brand({
      [getPosts]: ({ url }: Seen): Answer => {
        const uris = url.searchParams.getAll("uris");
        if (uris.includes(ownRoot))
          return {
            body: { posts: [view({ did: us, rkey: "3kownpost22aa", more: { threadgate: { record: { hiddenReplies: [uri("3k1")] } } } })] },
          };
        return { body: { posts: uris.filter((one) => one !== uri("3k0")).map((one) => comment(one.slice(one.lastIndexOf("/") + 1))) } };
      },
    });
    const found: string[] = [];
    const hidden: string[] = [];
    for await (const message of adapter.getMessages(keys)) {
      found.push(message.id);
      if (message.visibility === "hidden") hidden.push(message.id);
    }
    expect(found).toHaveLength(25);
    expect(hidden).toEqual([uri("3k1")]);
    expect(of(getPosts).map(({ url }) => url.searchParams.getAll("uris").length)).toEqual([25, 1, 1, 1]);
  });
  it("asks nothing for nothing", async () => {
    const { adapter, seen } = brand({});
    expect((await adapter.getMessages([])).items).toEqual([]);
    expect(seen).toHaveLength(0);
  });
});

describe("bluesky posts as lists", () => {
  it("leaves out what the account passed on", async () => {
    const { adapter } = brand({
      "app.bsky.feed.getAuthorFeed": {
        body: {
          feed: [
            { post: view({ did: us, rkey: "3ka" }) },
            { post: view({ rkey: "3kb" }), reason: { $type: "app.bsky.feed.defs#reasonRepost" } },
            { post: view({ did: us, rkey: "3kc" }), reason: { $type: "app.bsky.feed.defs#reasonPin" } },
            {},
          ],
        },
      },
    });
    const { items, quarantined } = await adapter.listPosts();
    expect(ids(items)).toEqual(["3ka", "3kc"]);
    expect(quarantined).toHaveLength(1);
  });
  it("searches with words, handles and tags together", async () => {
    const { adapter, of } = brand({ "app.bsky.feed.searchPosts": { body: { posts: [view()] } } });
    await adapter.searchPosts({
      text: " støvler ",
      handles: ["@brand.example.com"],
      hashtags: ["#vandring", "fjeld"],
      limit: 5,
      since: "2025-12-01T00:00:00.000Z",
    });
    const query = of("app.bsky.feed.searchPosts")[0]?.url.searchParams;
    expect([query?.get("q"), query?.getAll("tag"), query?.get("limit"), query?.get("sort"), query?.get("since")]).toEqual([
      "støvler @brand.example.com",
      ["vandring", "fjeld"],
      "5",
      "latest",
      "2025-12-01T00:00:00.000Z",
    ]);
    await adapter.searchPosts({ hashtags: ["vandring"] });
    expect(of("app.bsky.feed.searchPosts")[1]?.url.searchParams.get("q")).toBe("#vandring");
  });
  it("says when a post is gone", async () => {
    const { adapter } = brand({ [getPosts]: { body: { posts: [] } } });
    expect(await errorOf(adapter.getPost(post))).toMatchObject({ code: "not-found" });
  });
});

describe("bluesky direct messages over the chat service", () => {
  const messages = "chat.bsky.convo.getMessages";
  const convo = { key: makeKey(account, "conversation", "c1") };
  const said = (id: string, did: string, text = "Hej"): unknown => ({
    $type: "chat.bsky.convo.defs#messageView",
    id,
    rev: "2",
    text,
    sender: { did },
    sentAt: "2026-01-01T00:00:00.000Z",
  });

  it("asks through the account's server, and passes over deleted and system messages", async () => {
    const { adapter, of } = brand({
      [messages]: {
        body: {
          messages: [
            said("m2", us),
            { $type: "chat.bsky.convo.defs#deletedMessageView", id: "m1" },
            { $type: "chat.bsky.convo.defs#systemMessageView", id: "m0" },
          ],
          relatedProfiles: [person(us)],
        },
      },
    });
    const { items, quarantined } = await adapter.listMessages(convo);
    expect(ids(items)).toEqual(["m2"]);
    expect(quarantined).toEqual([]);
    expect(of(messages)[0]?.headers.get("atproto-proxy")).toBe("did:web:api.bsky.chat#bsky_chat");
    expect(of(messages)[0]?.url.host).toBe("pds.example");
  });
  it("names the senders by what the conversation tells, without a request more", async () => {
    const listed = { id: "c1", members: [person(us), person(freja)] };
    const { adapter, seen } = brand({
      "chat.bsky.convo.listConvos": { body: { convos: [listed] } },
      [messages]: { body: { messages: [said("m2", us), said("m1", freja)] } },
      "chat.bsky.convo.sendMessage": { body: said("m3", us, "Tak!") },
    });
    const [conversation] = (await adapter.listConversations()).items;
    if (conversation === undefined) throw new Error("no conversation");
    const { items } = await adapter.listMessages(JSON.parse(JSON.stringify(conversation)) as typeof conversation);
    expect(items.map(({ author }) => [author?.id, author?.name, author?.handle])).toEqual([
      [us, "Nordlys Boots", "brand.example.com"],
      [freja, "Freja Holm", "freja.example.com"],
    ]);
    const { message } = await adapter.sendMessage(conversation, { text: "Tak!" });
    expect(message?.author).toMatchObject({ id: us, name: "Nordlys Boots", isOwn: true });
    expect(seen.filter(({ nsid }) => nsid.startsWith("app.bsky."))).toEqual([]);
  });
  it("believes the answer about a sender before an older conversation, and names nobody who is unknown", async () => {
    const { adapter } = brand({
      "chat.bsky.convo.listConvos": { body: { convos: [{ id: "c1", members: [person(us), person(freja)] }] } },
      [messages]: {
        body: { messages: [said("m2", freja), said("m1", malik)], relatedProfiles: [person(freja, { displayName: "Freja Ny" })] },
      },
    });
    const [conversation] = (await adapter.listConversations()).items;
    const { items } = await adapter.listMessages(conversation ?? convo);
    expect(items.map(({ author }) => author?.name)).toEqual(["Freja Ny", undefined]);
    expect((await adapter.listMessages(convo)).items.map(({ author }) => author?.id)).toEqual([freja, malik]);
  });
  it("begins a conversation with a person, and does not repeat a message that got no answer", async () => {
    const { adapter, of } = brand({
      "chat.bsky.convo.getConvoForMembers": { body: { convo: { id: "c1", members: [] } } },
      "chat.bsky.convo.sendMessage": (_, nth) => (nth === 1 ? { body: said("m3", us, "Tak!") } : new TypeError("socket hang up")),
    });
    const { message } = await adapter.replyPrivately({ key: makeKey(account, "message", uri("3ka")) }, { text: "Tak!" });
    expect(of("chat.bsky.convo.getConvoForMembers")[0]?.url.searchParams.getAll("members")).toEqual([freja]);
    expect(message).toMatchObject({ kind: "direct", direction: "outbound", conversation: convo.key, refs: { convoId: "c1" } });
    expect(await errorOf(adapter.sendMessage(convo, { text: "Tak!" }))).toMatchObject({ code: "outcome-unknown" });
    expect(of("chat.bsky.convo.sendMessage")).toHaveLength(2);
  });
  it("finds a direct message that it sent by sender and text", async () => {
    const { adapter } = brand({
      [messages]: { body: { messages: [said("m4", freja, "Tak!"), said("m3", us, "Tak!"), said("m2", us, "Nej")] } },
    });
    expect(ids((await adapter.findOwn(convo, { text: "Tak!" }, { since: "2025-12-31T00:00:00.000Z" })).items)).toEqual(["m3"]);
  });
  it("says that a direct message which cannot be read may be the one that is looked for", async () => {
    const { adapter } = brand({
      [messages]: { body: { messages: [said("m4", freja, "Tak!"), { broken: true }, said("m2", us, "Nej")] } },
    });
    const { items, quarantined } = await adapter.findOwn(convo, { text: "Tak!" }, { since: "2025-12-31T00:00:00.000Z" });
    expect(items).toEqual([]);
    expect(quarantined).toHaveLength(1);
  });
  it("says how to allow direct messages when the password does not", async () => {
    const { adapter } = brand({ "chat.bsky.convo.listConvos": failure(400, "InvalidToken", "Bad token method") });
    const error = await errorOf(adapter.listConversations());
    expect(error).toMatchObject({ code: "forbidden" });
    expect(error.message).toMatch(/create an app password with direct message access/);
  });
  it("refuses when the adapter is made without", async () => {
    const { adapter, seen } = brand({}, { chatProxy: null });
    expect(await errorOf(adapter.listConversations())).toMatchObject({ code: "unsupported" });
    expect(seen).toHaveLength(0);
  });
  it("reacts with one emoji, on direct messages only", async () => {
    const { adapter, of, seen } = brand({ "chat.bsky.convo.addReaction": { body: {} } });
    const target = { key: makeKey(account, "message", "m2"), refs: { convoId: "c1" } };
    for (const bad of ["", "ok", "❤️❤️", "1"]) expect(await errorOf(adapter.react(target, bad))).toMatchObject({ code: "invalid-request" });
    expect(await errorOf(adapter.react({ key: makeKey(account, "message", uri("3ka")) }, "❤️"))).toMatchObject({ code: "unsupported" });
    expect(await errorOf(adapter.react({ key: target.key }, "❤️"))).toMatchObject({ code: "invalid-request" });
    expect(seen).toHaveLength(0);
    for (const good of ["❤️", "👍🏽", "🇩🇰", "1️⃣", "👩‍👩‍👧"]) await adapter.react(target, good);
    expect(of("chat.bsky.convo.addReaction")[0]?.body).toEqual({ convoId: "c1", messageId: "m2", value: "❤️" });
  });
  it("marks conversations, single messages and notifications as read", async () => {
    const { adapter, of } = brand({ "chat.bsky.convo.updateRead": { body: {} }, "app.bsky.notification.updateSeen": {} });
    await adapter.markRead(convo);
    await adapter.markRead({ key: makeKey(account, "message", "m2"), refs: { convoId: "c1" } });
    await adapter.markRead({ key: makeKey(account, "message", uri("3ka")), refs: { indexedAt: "2025-12-31T10:00:00.000Z" } });
    await adapter.markRead({ key: makeKey(account, "conversation", ownRoot) });
    expect(of("chat.bsky.convo.updateRead").map(({ body }) => body)).toEqual([{ convoId: "c1" }, { convoId: "c1", messageId: "m2" }]);
    expect(of("app.bsky.notification.updateSeen").map(({ body }) => body)).toEqual([
      { seenAt: "2025-12-31T10:00:00.000Z" },
      { seenAt: "2026-01-01T00:00:00.000Z" },
    ]);
  });
});
