import { describe, expect, it } from "vitest";
import { account, comment, errorOf, freja, from, graphError, graphTime, list, page, post, scripted, all, token } from "./support.js";
import { createGraphApp } from "../../../src/networks/facebook/index.js";
import type { DraftAttachment } from "../../../src/model/draft.js";

const target = (id: string, refs?: Record<string, string>) => ({ key: `${account}:message:${id}`, ...(refs && { refs }) });
const postRef = (id: string) => ({ key: `${account}:post:${id}` });
const done = { body: { success: true } };
const picture = (url: string, alt?: string): DraftAttachment => ({ type: "image", url, ...(alt !== undefined && { alt }) });

describe("facebook publishing", () => {
  it("sends text and reads the post back in the same call", async () => {
    const { adapter, of } = scripted({ "POST /1001/feed": { body: post("1001_9", { message: "New in the shop" }) } });
    const receipt = await adapter.publishPost({ text: "New in the shop" });
    expect(receipt.post).toMatchObject({ key: `${account}:post:1001_9`, text: "New in the shop", isOwn: true });
    expect(receipt.post).not.toHaveProperty("raw");
    const { body } = of("POST /1001/feed")[0] ?? {};
    expect(body).toMatchObject({ message: "New in the shop" });
    expect(String(body?.["fields"])).toContain("permalink_url");
    expect(String(body?.["fields"])).not.toContain("reactions");
  });
  it("knows what it sent where the network gave its id alone", async () => {
    const { adapter } = scripted({ "POST /1001/feed": { body: { id: "1001_9" } } });
    expect((await adapter.publishPost({ text: "Hello" })).post).toMatchObject({
      text: "Hello",
      isOwn: true,
      createdAt: "2026-11-22T10:00:00.000Z",
    });
  });
  it("uploads pictures unseen, each with its words, and publishes them together", async () => {
    const { adapter, of } = scripted({
      "POST /1001/photos": (_, nth) => ({ body: { id: String(500 + nth) } }),
      "POST /1001/feed": { body: { id: "1001_9" } },
    });
    await adapter.publishPost({
      text: "",
      attachments: [picture("https://cdn.example/1.jpg", "A boot"), picture("data:image/png;base64,aGk=", "Two boots")],
    });
    const [first, second] = of("POST /1001/photos");
    expect(first?.body).toEqual({ url: "https://cdn.example/1.jpg", published: false, alt_text_custom: "A boot" });
    expect(second?.body).toMatchObject({ published: "false", alt_text_custom: "Two boots" });
    expect(second?.body["source"]).toBeInstanceOf(Blob);
    expect(of("POST /1001/feed")[0]?.body).toMatchObject({ attached_media: [{ media_fbid: "501" }, { media_fbid: "502" }] });
    expect(of("POST /1001/feed")[0]?.body).not.toHaveProperty("message");
  });
  it("sends a link", async () => {
    const { adapter, of } = scripted({ "POST /1001/feed": { body: { id: "1001_9" } } });
    await adapter.publishPost({ text: "Look", attachments: [{ type: "link", url: "https://shop.example/boots" }] });
    expect(of("POST /1001/feed")[0]?.body).toMatchObject({ link: "https://shop.example/boots" });
  });
  it.each([
    [[{ type: "video", url: "https://cdn.example/v.mp4" }], "unsupported"],
    [[{ type: "link", url: "https://a.example" }, picture("https://cdn.example/1.jpg")], "invalid-request"],
    [
      [
        { type: "link", url: "https://a.example" },
        { type: "link", url: "https://b.example" },
      ],
      "invalid-request",
    ],
    [[{ type: "link", url: "data:text/plain,hi" }], "invalid-request"],
  ] as const)("refuses %o", async (attachments, code) => {
    const { adapter, seen } = scripted({});
    expect((await errorOf(adapter.publishPost({ text: "x", attachments }))).code).toBe(code);
    expect(seen).toHaveLength(0);
  });
  it("sends once, and says so where nobody knows", async () => {
    const { adapter, of } = scripted({ "POST /1001/feed": new TypeError("gone") });
    expect((await errorOf(adapter.publishPost({ text: "Hello" }))).code).toBe("outcome-unknown");
    expect(of("POST /1001/feed")).toHaveLength(1);
  });
  it("proves the token with the app's secret", async () => {
    const app = createGraphApp({ id: "42", secrets: ["s3cret"] });
    const { adapter, of } = scripted({ "POST /1001/feed": { body: { id: "1001_9" } } }, { app });
    await adapter.publishPost({ text: "Hello" });
    const { url, headers } = of("POST /1001/feed")[0] ?? {};
    expect(url?.searchParams.get("appsecret_proof")).toMatch(/^[\da-f]{64}$/);
    expect(headers?.get("authorization")).toBe(`Bearer ${token}`);
  });
});

describe("facebook answers", () => {
  it("answers a comment where it was written", async () => {
    const { adapter, of } = scripted({
      "POST /5_71/comments": {
        body: { id: "5_80", message: "They are", created_time: graphTime(0), from: from(page), parent: { id: "5_71" } },
      },
    });
    const { message } = await adapter.reply(target("5_71", { postId: "1001_5" }), { text: "They are" });
    expect(message).toMatchObject({
      key: `${account}:message:5_80`,
      direction: "outbound",
      conversation: `${account}:conversation:1001_5`,
      parent: `${account}:message:5_71`,
      via: "send",
    });
    expect(of("POST /5_71/comments")[0]?.body).toMatchObject({ message: "They are" });
  });
  it("believes the network where it puts an answer to an answer below the first comment", async () => {
    const { adapter } = scripted({ "POST /5_72/comments": { body: { id: "5_80", parent: { id: "5_71" } } } });
    const { message } = await adapter.reply(target("5_72", { postId: "1001_5", parentId: "5_71", rootId: "5_71" }), { text: "They are" });
    expect([message?.parent, message?.root]).toEqual([`${account}:message:5_71`, `${account}:message:5_71`]);
  });
  it("answers a post, and somebody's post that names the Page", async () => {
    const { adapter } = scripted({ "POST /1001_5/comments": { body: { id: "5_80" } }, "POST /88_9/comments": { body: { id: "9_80" } } });
    const own = (await adapter.reply(postRef("1001_5"), { text: "Hello" })).message;
    expect(own).toMatchObject({ kind: "comment", post: `${account}:post:1001_5` });
    expect(own).not.toHaveProperty("parent");
    const theirs = (await adapter.reply(target("88_9", { node: "post" }), { text: "Hello" })).message;
    expect(theirs).toMatchObject({ kind: "other", post: `${account}:post:88_9`, conversation: `${account}:conversation:88_9` });
  });
  it.each([
    [picture("https://cdn.example/1.jpg"), { attachment_url: "https://cdn.example/1.jpg" }],
    [picture("https://cdn.example/1.jpg", "A boot"), { attachment_id: "501" }],
    [{ type: "gif" as const, url: "https://cdn.example/a.gif" }, { attachment_share_url: "https://cdn.example/a.gif" }],
  ])("takes %o along", async (attachment, sent) => {
    const { adapter, of } = scripted({ "POST /5_71/comments": { body: { id: "5_80" } }, "POST /1001/photos": { body: { id: "501" } } });
    await adapter.reply(target("5_71"), { text: "Look", attachments: [attachment] });
    expect(of("POST /5_71/comments")[0]?.body).toMatchObject(sent);
  });
  it("refuses to answer a direct message in public", async () => {
    const { adapter } = scripted({});
    expect((await errorOf(adapter.reply(target("m_abc"), { text: "Hello" }))).code).toBe("invalid-request");
  });
});

describe("facebook direct messages", () => {
  const person = { key: `${account}:conversation:${freja}`, refs: { threadId: "t_1" } };
  const sent = { "POST /1001/messages": { body: { recipient_id: freja, message_id: "m_9" } } };
  const by = { type: "human", id: "anna" } as const;
  const ago = (hours: number): string => new Date(Date.parse("2026-11-22T10:00:00.000Z") - hours * 3_600_000).toISOString();
  const thread = (hours: number) => ({
    "GET /1001/conversations": {
      body: list([
        {
          id: "t_1",
          updated_time: graphTime(hours * 60),
          messages: list([{ id: "m_1", created_time: graphTime(hours * 60), from: from(freja) }]),
        },
      ]),
    },
  });

  it("answers within 24 hours as anybody", async () => {
    const { adapter, of } = scripted(sent);
    const { message } = await adapter.sendMessage({ ...person, lastInboundAt: ago(23) } as typeof person, { text: "Yes" });
    expect(message).toMatchObject({
      key: `${account}:message:m_9`,
      direction: "outbound",
      conversation: person.key,
      visibility: "private",
    });
    expect(of("POST /1001/messages")[0]?.body).toEqual({ recipient: { id: freja }, messaging_type: "RESPONSE", message: { text: "Yes" } });
  });
  it("lets a human answer for seven days, where the app may", async () => {
    const { adapter, of } = scripted({ ...sent, ...thread(40) }, { humanAgent: true });
    await adapter.sendMessage(person, { text: "Yes" }, { by });
    expect(of("POST /1001/messages")[0]?.body).toMatchObject({ messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" });
  });
  it.each([
    ["an automation", { humanAgent: true }, undefined, 40],
    ["an app without the feature", {}, by, 40],
    ["anybody after seven days", { humanAgent: true }, by, 24 * 8],
  ])("refuses %s before anything is sent", async (_, options, actor, hours) => {
    const { adapter, of } = scripted({ ...sent, ...thread(hours) }, options);
    const talk = { ...person, lastInboundAt: ago(hours) } as typeof person;
    expect((await errorOf(adapter.sendMessage(talk, { text: "Yes" }, actor === undefined ? {} : { by: actor }))).code).toBe(
      "window-closed",
    );
    expect(of("POST /1001/messages")).toHaveLength(0);
  });
  it("reads the network's refusal as a closed window", async () => {
    const { adapter } = scripted({ "POST /1001/messages": graphError(10, 2018278) });
    const error = await errorOf(adapter.sendMessage(person, { text: "Yes" }));
    expect(error.code).toBe("window-closed");
    expect(error.message).not.toContain("Freja");
  });
  it("answers a comment in private, and a visitor's post", async () => {
    const { adapter, of } = scripted(sent);
    await adapter.replyPrivately(target("5_71", { node: "comment" }), { text: "Hello" });
    await adapter.replyPrivately(target("1001_8", { node: "post" }), { text: "Hello" });
    // Without refs: posts on our timeline begin with our own id.
    await adapter.replyPrivately(target("1001_9"), { text: "Hello" });
    expect(of("POST /1001/messages").map(({ body }) => body["recipient"])).toEqual([
      { comment_id: "5_71" },
      { post_id: "1001_8" },
      { post_id: "1001_9" },
    ]);
  });
  it("refuses a private answer after seven days", async () => {
    const { adapter, seen } = scripted(sent);
    const old = { ...target("5_71"), createdAt: ago(24 * 7 + 1) };
    expect((await errorOf(adapter.replyPrivately(old, { text: "Hello" }))).code).toBe("window-closed");
    expect(seen).toHaveLength(0);
  });
  it("marks a conversation as seen", async () => {
    const { adapter, of } = scripted({ "POST /1001/messages": { body: { recipient_id: freja } } });
    await adapter.markRead(person);
    expect(of("POST /1001/messages")[0]?.body).toEqual({ recipient: { id: freja }, sender_action: "mark_seen" });
    expect((await errorOf(adapter.markRead(target("5_71")))).code).toBe("unsupported");
  });
});

describe("facebook moderation", () => {
  it("likes, takes it back, hides and shows", async () => {
    const { adapter, of, seen } = scripted({ "POST /5_71/likes": done, "DELETE /5_71/likes": done, "POST /5_71": done });
    await adapter.like(target("5_71"));
    await adapter.unlike(target("5_71"));
    await adapter.hide(target("5_71"));
    await adapter.unhide(target("5_71"));
    expect(of("POST /5_71").map(({ body }) => body)).toEqual([{ is_hidden: true }, { is_hidden: false }]);
    expect(seen).toHaveLength(4);
  });
  it("takes no success for one", async () => {
    const { adapter } = scripted({ "POST /5_71/likes": { body: { success: false } } });
    expect((await errorOf(adapter.like(target("5_71")))).code).toBe("unexpected-response");
  });
  it("counts what is gone as deleted", async () => {
    const { adapter } = scripted({ "DELETE /5_71": graphError(100, 33), "GET /5_71": graphError(100, 33) });
    expect(await adapter.delete(target("5_71"))).toEqual({});
  });
  it("counts what can still be read as standing: the same number says that it is not the Page's to delete", async () => {
    const { adapter } = scripted({ "DELETE /5_71": graphError(100, 33), "GET /5_71": { body: { id: "5_71" } } });
    expect((await errorOf(adapter.delete(target("5_71")))).code).toBe("forbidden");
  });
  it("finds out whether a deletion without an answer was made", async () => {
    const lost = (_: unknown, nth: number) => (nth === 1 ? new TypeError("fetch failed") : graphError(100, 33));
    const gone = scripted({ "DELETE /5_71": lost, "GET /5_71": graphError(100, 33) });
    expect(await gone.adapter.delete(target("5_71"))).toEqual({});
    for (const read of [{ body: { id: "5_71" } }, graphError(190, 463, 401)]) {
      const { adapter } = scripted({ "DELETE /5_71": lost, "GET /5_71": read });
      expect((await errorOf(adapter.delete(target("5_71")))).code).toBe("outcome-unknown");
    }
  });
  it("edits its own words only", async () => {
    const { adapter, of } = scripted({ "POST /5_80": done });
    await adapter.edit(target("5_80", { authorId: page }), { text: "They are warm" });
    expect(of("POST /5_80")[0]?.body).toEqual({ message: "They are warm" });
    expect((await errorOf(adapter.edit(target("5_71", { authorId: freja }), { text: "x" }))).code).toBe("forbidden");
  });
  it("takes what is hidden already for done", async () => {
    const error = { message: "An unknown error occurred", type: "OAuthException", code: 1, error_subcode: 1446036, is_transient: false };
    const { adapter, seen } = scripted({ "POST /5_71": { status: 400, body: { error } } });
    await adapter.hide(target("5_71"));
    expect(seen).toHaveLength(1);
  });
  it("does not hide its own", async () => {
    const { adapter, seen } = scripted({});
    expect((await errorOf(adapter.hide(target("5_80", { authorId: page })))).code).toBe("invalid-request");
    expect(seen).toHaveLength(0);
  });
  it("shuts people out and lets them in", async () => {
    const { adapter, of } = scripted({ "POST /1001/blocked": { body: { [freja]: true } }, "DELETE /1001/blocked": done });
    const author = { key: `${account}:author:${freja}` };
    await adapter.ban(author);
    await adapter.unban({ ...author, refs: { psid: freja } });
    expect(of("POST /1001/blocked")[0]?.body).toEqual({ user: freja });
    expect(of("DELETE /1001/blocked")[0]?.url.searchParams.get("psid")).toBe(freja);
    expect((await errorOf(adapter.ban(author, { durationMs: 1000 }))).code).toBe("unsupported");
    expect((await errorOf(adapter.ban({ key: `${account}:author:${page}` }))).code).toBe("invalid-request");
  });
});

describe("facebook subscriptions", () => {
  const options = () => ({ app: createGraphApp({ id: "42", secrets: ["s3cret"] }) });
  const apps = (fields: readonly string[]) => ({
    body: {
      data: [
        { id: "41", subscribed_fields: ["leadgen"] },
        { id: "42", subscribed_fields: fields },
      ],
    },
  });

  it("adds fields to those that stand", async () => {
    const { adapter, of } = scripted({ "GET /1001/subscribed_apps": apps(["feed"]), "POST /1001/subscribed_apps": done }, options());
    const made = await adapter.subscribe({ url: "https://host.example/hook", surfaces: ["reviews"] });
    expect(of("POST /1001/subscribed_apps")[0]?.body).toEqual({ subscribed_fields: "feed,ratings" });
    expect(made).toEqual([
      { id: "42/feed", surface: "posts", state: "active" },
      { id: "42/ratings", surface: "reviews", state: "active" },
    ]);
  });
  it("lists those of its own app", async () => {
    const { adapter } = scripted({ "GET /1001/subscribed_apps": apps(["feed", "messages"]) }, options());
    expect((await all(adapter.listSubscriptions())).map(({ id, surface }) => [id, surface])).toEqual([
      ["42/feed", "posts"],
      ["42/messages", "messages"],
    ]);
  });
  it("takes one away, and the last one with the app", async () => {
    const { adapter, of } = scripted(
      {
        "GET /1001/subscribed_apps": (_, nth) => apps(nth === 1 ? ["feed", "messages"] : nth === 2 ? ["messages"] : []),
        "POST /1001/subscribed_apps": done,
        "DELETE /1001/subscribed_apps": done,
      },
      options(),
    );
    await adapter.unsubscribe({ id: "42/feed" });
    expect(of("POST /1001/subscribed_apps")[0]?.body).toEqual({ subscribed_fields: "messages" });
    await adapter.unsubscribe({ id: "42/messages" });
    expect(of("DELETE /1001/subscribed_apps")).toHaveLength(1);
    await adapter.unsubscribe({ id: "42/messages" });
    expect(of("DELETE /1001/subscribed_apps")).toHaveLength(1);
  });
  it("refuses what Facebook does not push", async () => {
    const { adapter } = scripted({}, options());
    expect((await errorOf(adapter.subscribe({ url: "https://host.example/hook", surfaces: ["held"] }))).code).toBe("invalid-request");
  });
});

describe("facebook findOwn", () => {
  const since = "2026-11-22T09:00:00.000Z";
  const draft = { text: "They  are warm" };
  const ours = (id: string, more: Record<string, unknown> = {}) =>
    comment(id, { message: "They are warm ", created_time: graphTime(10), ...more }, page);

  it("finds answers of ours with these words at this place", async () => {
    const data = [
      ours("5_82", { parent: { id: "5_71" } }),
      ours("5_83", { parent: { id: "5_70" } }),
      comment("5_84", { message: draft.text, parent: { id: "5_71" } }),
      ours("5_81", { created_time: graphTime(600), parent: { id: "5_71" } }),
    ];
    const { adapter } = scripted({ "GET /5_71/comments": { body: list(data) } });
    expect((await all(adapter.findOwn(target("5_71"), draft, { since }))).map(({ id }) => id)).toEqual(["5_82"]);
  });
  it("looks below the first comment for an answer to an answer", async () => {
    const { adapter } = scripted({ "GET /5_71/comments": { body: list([ours("5_82", { parent: { id: "5_71" } })]) } });
    const found = adapter.findOwn(target("5_72", { parentId: "5_71", rootId: "5_71", postId: "1001_5" }), draft, { since });
    expect((await all(found)).map(({ id }) => id)).toEqual(["5_82"]);
  });
  it("takes no answer to a comment for one to the post", async () => {
    const { adapter } = scripted({ "GET /1001_5/comments": { body: list([ours("5_82", { parent: { id: "5_71" } }), ours("5_83")]) } });
    expect((await all(adapter.findOwn(postRef("1001_5"), draft, { since }))).map(({ id }) => id)).toEqual(["5_83"]);
  });
  it("finds a post", async () => {
    const { adapter } = scripted({
      "GET /1001/published_posts": {
        body: list([
          post("1001_9", { message: "They are warm", created_time: graphTime(10) }),
          post("1001_8", { created_time: graphTime(10) }),
        ]),
      },
    });
    expect((await all(adapter.findOwn({ key: account }, draft, { since }))).map(({ id }) => id)).toEqual(["1001_9"]);
  });
  it("finds a private answer by the conversation that the comment names", async () => {
    const said = { id: "m_9", created_time: graphTime(10), message: "They are warm", from: from(page), to: { data: [from(freja)] } };
    const { adapter } = scripted({
      "GET /5_71": { body: { id: "5_71", private_reply_conversation: { id: "t_1" } } },
      "GET /t_1": { body: { id: "t_1", participants: { data: [from(freja), from(page)] } } },
      "GET /t_1/messages": { body: list([said]) },
    });
    const found = await all(adapter.findOwn(target("5_71", { node: "comment" }), draft, { since, operation: "replyPrivately" }));
    expect(found.map(({ id, conversation }) => [id, conversation])).toEqual([["m_9", `${account}:conversation:${freja}`]]);
  });
  it("goes straight to the conversation of whoever the answer to a write named", async () => {
    const said = { id: "m_9", created_time: graphTime(10), message: "They are warm", from: from(page), to: { data: [from(freja)] } };
    const { adapter, seen } = scripted({
      "GET /1001/conversations": { body: list([{ id: "t_1" }]) },
      "GET /t_1/messages": { body: list([said]) },
    });
    const query = { since, operation: "replyPrivately", refs: { personId: freja } } as const;
    expect((await all(adapter.findOwn(target("5_71", { node: "comment" }), draft, query))).map(({ id }) => id)).toEqual(["m_9"]);
    expect(seen.map(({ line }) => line)).toEqual(["GET /1001/conversations", "GET /t_1/messages"]);
  });
});
