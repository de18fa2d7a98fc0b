import { describe, expect, it } from "vitest";
import { account, comment, freja, from, graphTime, malik, page, post, us, type Fields } from "./support.js";
import { MessageSchema, PostSchema } from "../../../src/schema/index.js";
import { targetFromUrl } from "../../../src/networks/facebook/ids.js";
import { toAccount } from "../../../src/networks/facebook/normalize-author.js";
import { toAttachments, toEntities } from "../../../src/networks/facebook/normalize-content.js";
import { toComment, toMention, toPost, toReview, type Under } from "../../../src/networks/facebook/normalize.js";
import { wireComment, wirePost, wireRating } from "../../../src/networks/facebook/wire.js";
import type { Message } from "../../../src/model/message.js";
import type { Post } from "../../../src/model/post.js";

const asPost = (fields: Fields): Post => {
  const made = toPost(us, wirePost.parse(fields));
  expect(PostSchema.safeParse(made).success).toBe(true);
  return made;
};
const asMessage = (message: Message): Message => {
  expect(MessageSchema.safeParse(message).success).toBe(true);
  return message;
};
const asComment = (fields: Fields, under: Under = {}): Message => asMessage(toComment(us, wireComment.parse(fields), under));

describe("facebook posts", () => {
  it("reads text, counts, reaction and times", () => {
    const made = asPost(post("1001_5", { shares: { count: 4 } }));
    expect(made).toMatchObject({
      key: `${account}:post:1001_5`,
      text: "Winter boots are here",
      counts: { likes: 3, replies: 2, shares: 4 },
      ownReactions: [],
      isOwn: true,
      visibility: "public",
      createdAt: "2026-11-22T09:00:00.000Z",
      allows: { reply: true },
    });
  });
  it("leaves counts out that were not told", () => {
    const made = asPost(post("1001_5", { reactions: undefined, comments: undefined }));
    expect(made.counts).toEqual({});
    expect(made.ownReactions).toBeUndefined();
  });
  it("tells our reaction by the network's word", () => {
    expect(asPost(post("1001_5", { reactions: { summary: { total_count: 1, viewer_reaction: "LIKE" } } })).ownReactions).toEqual(["like"]);
  });
  it.each([
    [{ is_hidden: true }, "hidden"],
    [{ is_published: false }, "held"],
    [{ is_published: undefined }, "public"],
  ])("sees %o as %s", (more, visibility) => {
    expect(asPost(post("1001_5", more)).visibility).toBe(visibility);
  });
  it("reads a visitor's post as a mention of its own, with the post that it is", () => {
    const made = asMessage(toMention(us, wirePost.parse(post("1001_8", {}, freja)), { surface: "visitor-post" }));
    expect(made).toMatchObject({
      key: `${account}:message:1001_8`,
      kind: "mention",
      surface: "visitor-post",
      direction: "inbound",
      conversation: `${account}:conversation:1001_8`,
      post: `${account}:post:1001_8`,
      refs: { node: "post", authorId: freja },
    });
    expect(made.mentionsUs).toBeUndefined();
  });
  it("says of a tagged post that it mentions us", () => {
    expect(toMention(us, wirePost.parse(post("88_9", {}, malik)), { tagged: true })).toMatchObject({ kind: "mention", mentionsUs: true });
  });
  it("refuses a post without a time", () => {
    expect(() => toPost(us, wirePost.parse(post("1001_5", { created_time: undefined })))).toThrow("created_time");
  });
});

describe("facebook comments", () => {
  it("reads a comment on our post", () => {
    const made = asComment(comment("5_71", { like_count: 2, user_likes: true, object: { id: "1001_5" } }));
    expect(made).toMatchObject({
      key: `${account}:message:5_71`,
      kind: "comment",
      direction: "inbound",
      conversation: `${account}:conversation:1001_5`,
      post: `${account}:post:1001_5`,
      counts: { likes: 2, replies: 0 },
      ownReactions: ["like"],
      allows: { hide: true, unhide: true, delete: true, like: true, reply: true, replyPrivately: true },
      refs: { node: "comment", postId: "1001_5", authorId: freja },
    });
    expect(made).not.toHaveProperty("parent");
    expect(made).not.toHaveProperty("root");
  });
  it("finds the post in the comment's own id where nothing else tells", () => {
    expect(asComment(comment("5_71", { object: { id: "5" } })).post).toBe(`${account}:post:1001_5`);
    expect(asComment(comment("5_71")).post).toBe(`${account}:post:1001_5`);
    expect(asComment(comment("5_71"), { postId: "88_5" }).post).toBe(`${account}:post:88_5`);
  });
  it("takes the parent, and the parent's own as the top of the tree", () => {
    const second = asComment(comment("5_72", { parent: { id: "5_71" } }));
    expect([second.parent, second.root]).toEqual([`${account}:message:5_71`, `${account}:message:5_71`]);
    const third = asComment(comment("5_73", { parent: { id: "5_72", parent: { id: "5_71" } } }));
    expect([third.parent, third.root]).toEqual([`${account}:message:5_72`, `${account}:message:5_71`]);
  });
  it("takes a post that is told as the parent for no parent", () => {
    expect(asComment(comment("5_71", { parent: { id: "1001_5" } }))).not.toHaveProperty("parent");
  });
  it("calls our own outbound, and what is said elsewhere by what it says of us", () => {
    expect(asComment(comment("5_71", {}, page))).toMatchObject({ direction: "outbound", kind: "comment", author: { isOwn: true } });
    const tags = [{ id: page, name: "Nordlys Boots", offset: 0, length: 13, type: "page" }];
    const named = { message: "Nordlys Boots are better", message_tags: tags };
    expect(asComment(comment("9_1", named), { postId: "88_9" })).toMatchObject({ kind: "mention", mentionsUs: true });
    expect(asComment(comment("9_2"), { postId: "88_9" }).kind).toBe("other");
  });
  it("leaves out an author who is not told", () => {
    const made = asComment(comment("5_71", { from: undefined }));
    expect(made.author).toBeUndefined();
    expect(made.direction).toBe("inbound");
  });
  it.each([
    [{ is_hidden: true }, "hidden"],
    [{ is_private: true }, "private"],
    [{ is_hidden: undefined }, "public"],
  ])("sees %o as %s", (more, visibility) => {
    expect(asComment(comment("5_71", more)).visibility).toBe(visibility);
  });
  it("puts answers to a recommendation below it", () => {
    expect(asComment(comment("5_71"), { headId: "777" })).toMatchObject({
      conversation: `${account}:conversation:777`,
      parent: `${account}:message:777`,
      root: `${account}:message:777`,
    });
  });
});

describe("facebook recommendations", () => {
  const rating = (more: Fields = {}): Message =>
    asMessage(
      toReview(
        us,
        wireRating.parse({
          created_time: graphTime(5),
          has_rating: false,
          has_review: true,
          recommendation_type: "positive",
          review_text: "Dry feet all winter",
          reviewer: from(freja),
          open_graph_story: { id: "777" },
          ...more,
        }),
      ),
    );
  it("reads one, with what it recommends in refs", () => {
    expect(rating()).toMatchObject({
      key: `${account}:message:777`,
      kind: "review",
      text: "Dry feet all winter",
      conversation: `${account}:conversation:777`,
      refs: { recommendation: "positive", node: "review" },
    });
    expect(rating()).not.toHaveProperty("rating");
    expect(rating({ recommendation_type: "NEGATIVE" }).refs?.["recommendation"]).toBe("negative");
  });
  it("reads stars where there are some", () => {
    expect(rating({ has_rating: true, rating: 4 }).rating).toBe(4);
  });
  it("sets one aside that names no story", () => {
    expect(() => rating({ open_graph_story: undefined })).toThrow("open_graph_story");
  });
});

describe("facebook content", () => {
  it("finds mentions by the network's marks, links and hashtags by itself", () => {
    const text = "👋 Nordlys Boots see https://shop.example/a and #boots";
    const entities = toEntities(text, [{ id: page, name: "Nordlys Boots", offset: 2, length: 13 }]);
    expect(entities.map(({ type, start, end, value }) => [type, text.slice(start, end), value])).toEqual([
      ["mention", "Nordlys Boots", "Nordlys Boots"],
      ["link", "https://shop.example/a", "https://shop.example/a"],
      ["hashtag", "#boots", "boots"],
    ]);
  });
  it("reads marks in the form of before, kept by their offset", () => {
    expect(toEntities("Nordlys Boots!", { "0": [{ id: page, name: "Nordlys Boots", offset: 0, length: 13 }] })).toMatchObject([
      { type: "mention", start: 0, end: 13, targetId: page },
    ]);
  });
  it.each([
    [{ type: "photo", media: { image: { src: "https://cdn.example/1.jpg", width: 4, height: 3 } } }, "image", "https://cdn.example/1.jpg"],
    [{ type: "sticker", media: { image: { src: "https://cdn.example/s.png" } } }, "sticker", "https://cdn.example/s.png"],
    [{ type: "animated_image_share", media: { image: { src: "https://cdn.example/a.gif" } } }, "gif", "https://cdn.example/a.gif"],
    [
      { type: "video_inline", media: { source: "https://cdn.example/v.mp4", image: { src: "https://cdn.example/v.jpg" } } },
      "video",
      "https://cdn.example/v.mp4",
    ],
    [
      { type: "share", url: "https://l.facebook.com/l.php?u=x", unshimmed_url: "https://shop.example/", title: "Shop" },
      "link",
      "https://shop.example/",
    ],
    [{ type: "hologram", url: "https://cdn.example/h" }, "other", "https://cdn.example/h"],
  ])("reads %o as %s", (wire, type, url) => {
    expect(toAttachments(wire)).toMatchObject([{ type, url }]);
  });
  it("gives the pictures of an album", () => {
    const photo = (src: string): Fields => ({ type: "photo", media: { image: { src } } });
    const album = { data: [{ type: "album", subattachments: { data: [photo("https://cdn.example/1"), photo("https://cdn.example/2")] } }] };
    expect(toAttachments(album).map(({ url }) => url)).toEqual(["https://cdn.example/1", "https://cdn.example/2"]);
  });
});

describe("facebook addresses", () => {
  it.each([
    ["https://www.facebook.com/1001/posts/5", "post:1001_5"],
    ["https://www.facebook.com/nordlysboots/posts/winter-boots/5/", "post:1001_5"],
    ["https://m.facebook.com/permalink.php?story_fbid=5&id=88", "post:88_5"],
    ["https://www.facebook.com/1001_5", "post:1001_5"],
    ["https://www.facebook.com/1001/posts/5/?comment_id=71", "message:5_71"],
    ["https://www.facebook.com/1001/posts/5/?comment_id=71&reply_comment_id=72", "message:5_72"],
  ])("reads %s", (url, key) => {
    expect(targetFromUrl(us, url)?.key).toBe(`${account}:${key}`);
  });
  it.each([
    "https://www.facebook.com/nordlysboots/posts/pfbid02abc",
    "https://www.facebook.com/share/p/abc/",
    "https://facebook.com.example/1001/posts/5",
    "https://www.facebook.com/1001/posts/5?comment_id=Y29tbWVudDo1",
    "no address",
  ])("reads nothing off %s", (url) => {
    expect(targetFromUrl(us, url)).toBeUndefined();
  });
});

describe("facebook pages", () => {
  it("reads the Page, and keeps no token that an answer held", () => {
    const made = toAccount(
      us,
      {
        id: page,
        name: "Nordlys Boots",
        username: "nordlysboots",
        followers_count: 12,
        access_token: "EAAsecret",
        picture: { data: { url: "https://cdn.example/p" } },
      },
      ["pages_messaging"],
    );
    expect(made).toMatchObject({
      key: account,
      id: page,
      actors: [page],
      handle: "nordlysboots",
      followers: 12,
      avatarUrl: "https://cdn.example/p",
    });
    expect(JSON.stringify(made)).not.toContain("EAAsecret");
  });
});
