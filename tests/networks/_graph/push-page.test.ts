import { describe, expect, it } from "vitest";
import { changesOf, comment, feed, ids, only, seconds, start } from "./push-support.js";

const key = (kind: string, id: string): string => `facebook:${ids.page}:${kind}:${id}`;
const post = `${ids.page}_501`;
const maren = { id: ids.maren, name: "Maren Skov" };
const page = { id: ids.page, name: "Skobutikken" };

describe("comments of a Page", () => {
  it("are told when they are made, with what answering needs", async () => {
    const change = await only("message.created", feed(comment()));
    expect(change).toMatchObject({
      id: `message.created:${key("message", "501_601")}`,
      at: start,
      conversation: key("conversation", post),
    });
    expect(change.message).toMatchObject({
      kind: "comment",
      direction: "inbound",
      text: "Har I den i grøn?",
      author: { key: key("author", ids.maren), name: "Maren Skov", isOwn: false },
      post: key("post", post),
      refs: { node: "comment", postId: post, authorId: ids.maren },
      visibility: "public",
      via: "webhook",
    });
    expect(change.message.parent).toBeUndefined();
  });

  it("answer comments where the parent is one, and are ours where the Page wrote them", async () => {
    const { message } = await only("message.created", feed(comment({ parent_id: "501_600", comment_id: "501_602", from: page })));
    expect(message).toMatchObject({
      parent: key("message", "501_600"),
      root: key("message", "501_600"),
      direction: "outbound",
      author: { isOwn: true },
    });
    const old = await only("message.created", feed(comment({ parent_id: "501", from: undefined, sender_id: 61, sender_name: "Maren" })));
    expect(old.message).toMatchObject({ author: { id: "61", name: "Maren" } });
    expect(old.message.parent).toBeUndefined();
  });

  it("are edited, hidden, shown and removed", async () => {
    const edited = await only("message.updated", feed(comment({ verb: "edited", edited_time: seconds + 60 })));
    expect(edited).toMatchObject({ changed: ["text", "editedAt"], at: "2026-10-01T08:01:00.000Z", message: { visibility: "unknown" } });
    const hidden = await only("message.updated", feed(comment({ verb: "hide" })));
    expect(hidden).toMatchObject({ changed: ["visibility"], message: { visibility: "hidden" } });
    expect((await only("message.updated", feed(comment({ verb: "unhide" })))).message.visibility).toBe("public");
    expect((await only("message.created", feed(comment({ is_hidden: true })))).message.visibility).toBe("hidden");
    const gone = await only("message.deleted", feed(comment({ verb: "remove", message: undefined })));
    expect(gone).toMatchObject({
      message: key("message", "501_601"),
      at: "2026-10-01T08:00:05.000Z",
      conversation: key("conversation", post),
    });
  });

  it("show their pictures and films", async () => {
    const { message } = await only("message.created", feed(comment({ photo: "https://cdn.test/a.jpg", video: "https://cdn.test/b.mp4" })));
    expect(message.attachments).toEqual([
      { type: "image", url: "https://cdn.test/a.jpg" },
      { type: "video", url: "https://cdn.test/b.mp4" },
    ]);
  });

  it("without an id, or with a verb of nobody's, are told as events", async () => {
    for (const more of [{ comment_id: undefined }, { post_id: null }, { verb: "mute" }, { verb: undefined }])
      expect((await only("network.event", feed(comment(more)))).name).toBe("feed.comment");
  });
});

describe("posts of a Page", () => {
  const status = { item: "status", verb: "add", post_id: post, from: page, message: "Nye sko", created_time: seconds, published: 1 };

  it("are ours where the Page wrote them", async () => {
    const { post: made } = await only("post.created", feed({ ...status, post: { permalink_url: "https://www.facebook.com/p" } }));
    expect(made).toMatchObject({ key: key("post", post), isOwn: true, url: "https://www.facebook.com/p", createdAt: start });
    const edited = await only(
      "post.updated",
      feed({ ...status, verb: "edited", photos: ["https://cdn.test/a.png", "https://cdn.test/b.png"] }),
    );
    expect(edited.post.attachments.map(({ type }) => type)).toEqual(["image", "image"]);
    expect((await only("post.updated", feed({ ...status, verb: "hide" }))).post.visibility).toBe("hidden");
    expect((await only("post.deleted", feed({ ...status, verb: "remove" }))).post).toBe(key("post", post));
  });

  it("that nobody sees yet are told as events", async () => {
    expect((await only("network.event", feed({ ...status, published: 0 }))).name).toBe("feed.status");
  });

  it("have a picture or film where that is what they are, and a link else", async () => {
    const one = async (item: string, more = {}): Promise<unknown> =>
      (await only("post.created", feed({ ...status, item, link: "https://a.test/x", ...more }))).post.attachments;
    expect(await one("photo")).toEqual([{ type: "image", url: "https://a.test/x" }]);
    expect(await one("video")).toEqual([{ type: "video", url: "https://a.test/x" }]);
    expect(await one("share")).toEqual([{ type: "link", url: "https://a.test/x" }]);
    expect(await one("photo", { photo: "https://cdn.test/a.png" })).toEqual([{ type: "image", url: "https://cdn.test/a.png" }]);
  });

  it("by visitors are messages to us", async () => {
    const { message } = await only("message.created", feed({ ...status, item: "post", from: maren }));
    expect(message).toMatchObject({
      key: key("message", post),
      kind: "mention",
      surface: "visitor-post",
      post: key("post", post),
      conversation: key("conversation", post),
      direction: "inbound",
    });
    expect((await only("message.deleted", feed({ ...status, from: maren, verb: "remove" }))).message).toBe(key("message", post));
    const nobody = await changesOf(feed({ ...status, from: undefined, verb: "remove" }));
    expect(nobody.map(({ type }) => type)).toEqual(["message.deleted", "post.deleted"]);
  });
});

describe("mentions of a Page", () => {
  const mention = {
    item: "comment",
    verb: "add",
    post_id: "88_501",
    comment_id: "501_700",
    message: "Spørg Skobutikken",
    created_time: seconds,
    sender_id: 61,
  };

  it("elsewhere are mentions, below our own posts comments", async () => {
    const { message } = await only("message.created", feed(mention, "mention"));
    expect(message).toMatchObject({
      kind: "mention",
      mentionsUs: true,
      post: key("post", "88_501"),
      conversation: key("conversation", "88_501"),
    });
    expect((await only("message.created", feed({ ...mention, post_id: post }, "mention"))).message).toMatchObject({
      kind: "comment",
      mentionsUs: true,
    });
    const inPost = await only("message.created", feed({ ...mention, item: "post", comment_id: undefined }, "mention"));
    expect(inPost.message).toMatchObject({ key: key("message", "88_501"), kind: "mention", mentionsUs: true });
    expect(inPost.message.surface).toBeUndefined();
    expect((await only("message.deleted", feed({ ...mention, verb: "remove" }, "mention"))).message).toBe(key("message", "501_700"));
  });
});

describe("reactions on a Page", () => {
  const reaction = {
    item: "reaction",
    verb: "add",
    reaction_type: "love",
    post_id: post,
    parent_id: post,
    from: maren,
    created_time: seconds,
  };

  it("are for the comment that they name, else for the post, and come and go", async () => {
    expect(await only("reaction.added", feed(reaction))).toMatchObject({
      target: key("post", post),
      reaction: "love",
      author: { id: ids.maren },
      at: start,
    });
    expect((await only("reaction.added", feed({ ...reaction, reaction_type: "sorry" }))).reaction).toBe("sad");
    expect((await only("reaction.added", feed({ ...reaction, reaction_type: "ANGER" }))).reaction).toBe("angry");
    const onComment = await only("reaction.removed", feed({ ...reaction, verb: "remove", comment_id: "501_601" }));
    expect(onComment).toMatchObject({ target: key("message", "501_601"), conversation: key("conversation", post) });
    expect(await only("reaction.added", feed({ ...reaction, verb: "edit", from: page }))).toMatchObject({ author: { isOwn: true } });
    expect((await only("network.event", feed({ item: "like", verb: "add", user_id: 9 }))).name).toBe("feed.like");
  });

  it("given, taken back and given again are three", async () => {
    const told = await Promise.all(
      [reaction, { ...reaction, verb: "remove", created_time: seconds + 1 }, { ...reaction, created_time: seconds + 2 }].map(
        async (value) => (await changesOf(feed(value)))[0]?.id,
      ),
    );
    expect(new Set(told).size).toBe(3);
  });
});

describe("recommendations of a Page", () => {
  const rating = {
    item: "rating",
    verb: "add",
    open_graph_story_id: "777",
    reviewer_id: ids.maren,
    reviewer_name: "Maren Skov",
    review_text: "God hjælp",
    recommendation_type: "Positive",
    created_time: seconds,
  };

  it("are reviews, with stars where there are some", async () => {
    const { message } = await only("message.created", feed(rating, "ratings"));
    expect(message).toMatchObject({
      key: key("message", "777"),
      kind: "review",
      text: "God hjælp",
      conversation: key("conversation", "777"),
      refs: { node: "review", recommendation: "positive" },
      author: { id: ids.maren },
    });
    expect(message.rating).toBeUndefined();
    expect((await only("message.created", feed({ ...rating, rating: 0 }, "ratings"))).message).not.toHaveProperty("rating");
    expect(
      (await only("message.updated", feed({ ...rating, verb: "edit", rating: 4, recommendation_type: "sideways" }, "ratings"))).message,
    ).toMatchObject({ rating: 4, refs: { node: "review" } });
    expect((await only("message.deleted", feed({ ...rating, verb: "remove" }, "ratings"))).message).toBe(key("message", "777"));
  });

  it("are commented on and reacted to", async () => {
    const below = { item: "comment", verb: "add", open_graph_story_id: "777", comment_id: "777_1", from: page, message: "Tak!" };
    const { message } = await only("message.created", feed(below, "ratings"));
    expect(message).toMatchObject({
      kind: "comment",
      parent: key("message", "777"),
      conversation: key("conversation", "777"),
      direction: "outbound",
    });
    const like = { item: "like", verb: "add", post_id: "61_777", from: maren };
    expect((await only("reaction.added", feed(like, "ratings"))).target).toBe(key("message", "777"));
    expect((await only("network.event", feed({ item: "prize" }, "ratings"))).name).toBe("ratings.prize");
  });
});
