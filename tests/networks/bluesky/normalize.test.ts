import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import { fromNotification, toMessage, toPost } from "../../../src/networks/bluesky/normalize.js";
import { wireNotification, wirePost, type WirePost } from "../../../src/networks/bluesky/wire.js";
import { freja, malik, notification, postUri, replyTo, us as did, view, type Shape } from "./support.js";

const us = { account: accountKey("bluesky", did), did };
const key = (kind: "post" | "message" | "conversation" | "author", id: string): string => makeKey(us.account, kind, id);

const ownPost = postUri(did, "3kownpost22aa");
const theirPost = postUri(malik, "3ktheirpost2a");
const ourReply = postUri(did, "3kourreply2aa");
const theirReply = postUri(malik, "3ktheirreply2");

/** Reads a view the way a page does: checked first. */
const asPost = (wire: unknown): WirePost => {
  if (!wirePost.accepts(wire)) throw new Error(wirePost.complaint(wire));
  return wire;
};
const message = (shape: Shape): ReturnType<typeof toMessage> => toMessage(us, asPost(view(shape)));
const notified = (reason: string, shape: Shape = {}): ReturnType<typeof fromNotification> => {
  const wire: unknown = notification(reason, shape);
  if (!wireNotification.accepts(wire)) throw new Error(wireNotification.complaint(wire));
  return fromNotification(us, wire);
};
const mentionOfUs = { text: "@brand hej", facets: [{ index: { byteStart: 0, byteEnd: 6 }, features: [{ did }] }] };
const quoting = (uri: string, more: object = {}): Record<string, unknown> => ({
  embed: { $type: "app.bsky.embed.record", record: { uri, cid: "bafyq", ...more } },
});

describe("bluesky notifications", () => {
  it.each<[string, string, Shape, string]>([
    ["a reply below our post", "reply", { record: { reply: replyTo(ownPost) } }, "comment"],
    ["a reply to our reply elsewhere", "reply", { record: { reply: replyTo(ourReply, theirPost) } }, "comment"],
    ["a reply further below our reply elsewhere", "reply", { record: { reply: replyTo(theirReply, theirPost) } }, "comment"],
    ["a mention elsewhere", "mention", { record: mentionOfUs }, "mention"],
    ["a mention below somebody's post", "mention", { record: { ...mentionOfUs, reply: replyTo(theirPost) } }, "mention"],
    ["a mention below our post", "mention", { record: { ...mentionOfUs, reply: replyTo(ownPost) } }, "comment"],
    ["a mention whose facet is unknown", "mention", {}, "mention"],
    ["a quote of our post", "quote", { record: quoting(ownPost) }, "quote"],
    ["a quote that mentions us", "quote", { record: { ...mentionOfUs, ...quoting(ownPost) } }, "quote"],
    ["a quote below our post", "quote", { record: { ...quoting(ownPost), reply: replyTo(ownPost) } }, "comment"],
    ["a quote whose embed is unknown", "quote", {}, "quote"],
  ])("reads %s", (_, reason, shape, kind) => {
    expect(notified(reason, shape)).toMatchObject({ kind, direction: "inbound", via: "poll" });
  });

  it.each(["like", "repost", "follow", "starterpack-joined", "verified", "subscribed-post", "contact-match", "word-of-tomorrow"])(
    "passes over %s, which says nothing",
    (reason) => expect(notified(reason)).toBeUndefined(),
  );

  it("says that it mentions us whatever its kind", () => {
    expect(notified("reply", { record: { ...mentionOfUs, reply: replyTo(ownPost) } })).toMatchObject({ kind: "comment", mentionsUs: true });
    expect(notified("mention")).toMatchObject({ mentionsUs: true });
    expect(notified("reply", { record: { reply: replyTo(ownPost) } })).not.toHaveProperty("mentionsUs");
  });

  it("does not know whether a reply in our thread is hidden, and knows that other posts are public", () => {
    expect(notified("reply", { record: { reply: replyTo(ownPost) } })?.visibility).toBe("unknown");
    expect(notified("mention", { record: mentionOfUs })?.visibility).toBe("public");
  });

  it("knows no counts and no reactions of ours", () => {
    const read = notified("mention", { record: mentionOfUs });
    expect(read?.counts).toEqual({});
    expect(read).not.toHaveProperty("ownReactions");
  });
});

describe("bluesky messages", () => {
  it("hangs a comment under our post, without a parent", () => {
    const read = message({ rkey: "3kcomment22aa", record: { reply: replyTo(ownPost) } });
    expect(read).toMatchObject({ key: key("message", postUri(freja, "3kcomment22aa")), kind: "comment", post: key("post", ownPost) });
    expect(read.conversation).toBe(key("conversation", ownPost));
    expect(read).not.toHaveProperty("parent");
    expect(read).not.toHaveProperty("root");
  });
  it("hangs an answer under the comment that it answers", () => {
    const read = message({ record: { reply: replyTo(theirReply, ownPost) } });
    expect(read).toMatchObject({ parent: key("message", theirReply), post: key("post", ownPost) });
    expect(read).not.toHaveProperty("root");
  });
  it("names the top of the tree where the thread tells it", () => {
    const wire = asPost(view({ record: { reply: replyTo(theirReply, ownPost) } }));
    expect(toMessage(us, wire, { topUri: theirReply }).root).toBe(key("message", theirReply));
    expect(toMessage(us, wire, { topUri: wire.uri })).not.toHaveProperty("root");
  });
  it("takes the first post of somebody's thread as its root", () => {
    const read = message({ record: { ...mentionOfUs, reply: replyTo(theirReply, theirPost) } });
    expect(read).toMatchObject({
      root: key("message", theirPost),
      parent: key("message", theirReply),
      conversation: key("conversation", theirPost),
    });
  });
  it("is its own conversation when it begins a thread", () => {
    const read = message({ rkey: "3kbegins222aa", record: mentionOfUs });
    expect(read.conversation).toBe(key("conversation", postUri(freja, "3kbegins222aa")));
    expect(read).not.toHaveProperty("post");
  });
  it("keeps in refs all that a reply and a like need", () => {
    const read = message({
      rkey: "3krefs22222aa",
      record: { reply: replyTo(theirReply, ownPost) },
      more: { viewer: { like: "at://like" } },
    });
    expect(read.refs).toEqual({
      cid: "bafy3krefs22222aa",
      rootUri: ownPost,
      rootCid: "bafy3kownpost22aa",
      parentUri: theirReply,
      parentCid: "bafy3ktheirreply2",
      indexedAt: "2026-01-01T08:00:01.000Z",
      likeUri: "at://like",
    });
    const first = message({ rkey: "3kfirst2222aa" });
    expect(first.refs).toMatchObject({ rootUri: first.id, rootCid: "bafy3kfirst2222aa" });
  });
  it("is outbound when we wrote it, and no mention of ourselves", () => {
    expect(message({ did, record: { ...mentionOfUs, reply: replyTo(theirPost) } })).toMatchObject({ direction: "outbound", kind: "other" });
    expect(message({ did, record: { reply: replyTo(theirReply, ownPost) } })).toMatchObject({ direction: "outbound", kind: "comment" });
  });
  it("quotes a post, or a message where the view tells that it is a reply", () => {
    expect(message({ record: quoting(ownPost) }).quoted).toBe(key("post", ownPost));
    expect(message({ more: quoting(ourReply, { value: { text: "x", reply: replyTo(theirPost) } }) }).quoted).toBe(key("message", ourReply));
  });
  it("tells no count that the network did not tell", () => {
    expect(message({ more: { likeCount: 0, replyCount: 3, repostCount: null, quoteCount: "7", bookmarkCount: -1 } }).counts).toEqual({
      likes: 0,
      replies: 3,
    });
  });
  it("says what we did and what is permitted", () => {
    expect(message({ more: { viewer: {} } })).toMatchObject({ ownReactions: [] });
    expect(message({ more: { viewer: { like: "at://x", replyDisabled: true } } })).toMatchObject({
      ownReactions: ["like"],
      allows: { reply: false },
    });
    expect(message({ author: { viewer: { blockedBy: true } } }).allows).toEqual({ reply: false, replyPrivately: false, like: false });
    expect(message({})).not.toHaveProperty("allows");
  });
  it.each([
    ["a label", { labels: [{ val: "porn" }] }, {}],
    ["a label of its author", {}, { labels: { $type: "com.atproto.label.defs#selfLabels", values: [{ val: "graphic-media" }] } }],
  ])("is sensitive by %s", (_, more, record) => expect(message({ more, record }).sensitive).toBe(true));
  it("is not sensitive by a label that was taken back, or by a harmless one", () => {
    expect(message({ more: { labels: [{ val: "porn", neg: true }, { val: "no-promote" }, null, 7] } })).not.toHaveProperty("sensitive");
  });
  it("takes the first language", () => expect(message({ record: { langs: ["da", "en"] } }).language).toBe("da"));
  it("has a handle only where it leads to the account", () => {
    expect(message({ author: { handle: "handle.invalid", displayName: "" } }).author).toEqual({
      key: key("author", freja),
      id: freja,
      url: `https://bsky.app/profile/${freja}`,
      isOwn: false,
      avatarUrl: "https://cdn.example/avatar.jpg",
      followsUs: false,
      weFollow: false,
    });
  });
  it("keeps the block and the verification of an author", () => {
    const author = message({
      author: { viewer: { blocking: "at://block", followedBy: "at://f" }, verification: { verifiedStatus: "valid" } },
    }).author;
    expect(author).toMatchObject({ refs: { blockUri: "at://block" }, followsUs: true, isVerified: true });
  });
  it("is never newer than the network saw it", () => {
    expect(message({ record: { createdAt: "2031-05-05T00:00:00.000Z" } }).createdAt).toBe("2026-01-01T08:00:01.000Z");
    expect(message({ record: { createdAt: "2019-05-05T02:00:00+02:00" } }).createdAt).toBe("2019-05-05T00:00:00.000Z");
    expect(message({ record: { createdAt: "yesterday" } }).createdAt).toBe("2026-01-01T08:00:01.000Z");
  });
  it("survives JSON unchanged, raw included", () => {
    const read = message({ record: { ...mentionOfUs, reply: replyTo(theirReply, ownPost) }, more: { likeCount: 2, viewer: {} } });
    expect(JSON.parse(JSON.stringify(read))).toEqual(read);
  });
});

describe("bluesky embeds", () => {
  const attachments = (embed: unknown, record: Record<string, unknown> = {}): unknown => message({ record, more: { embed } }).attachments;
  it.each<[string, unknown, unknown]>([
    [
      "pictures, with their alternative text even when it is empty",
      {
        $type: "app.bsky.embed.images#view",
        images: [{ fullsize: "https://cdn/f", thumb: "https://cdn/t", alt: "", aspectRatio: { width: 4, height: 3 } }],
      },
      [{ type: "image", url: "https://cdn/f", previewUrl: "https://cdn/t", alt: "", width: 4, height: 3 }],
    ],
    [
      "galleries",
      { $type: "app.bsky.embed.gallery#view", items: [{ fullsize: "https://cdn/f", thumbnail: "https://cdn/t", alt: "En støvle" }] },
      [{ type: "image", url: "https://cdn/f", previewUrl: "https://cdn/t", alt: "En støvle" }],
    ],
    [
      "videos",
      { $type: "app.bsky.embed.video#view", playlist: "https://v/p.m3u8", thumbnail: "https://v/t", alt: "Film" },
      [{ type: "video", url: "https://v/p.m3u8", previewUrl: "https://v/t", alt: "Film" }],
    ],
    [
      "moving pictures",
      { $type: "app.bsky.embed.video#view", playlist: "https://v", presentation: "gif" },
      [{ type: "gif", url: "https://v" }],
    ],
    [
      "cards",
      {
        $type: "app.bsky.embed.external#view",
        external: { uri: "https://butik.example", title: "Butik", description: "", thumb: "https://t" },
      },
      [{ type: "link", url: "https://butik.example", previewUrl: "https://t", alt: "Butik" }],
    ],
    [
      "feeds that are shared",
      { $type: "app.bsky.embed.record#view", record: { uri: `at://${malik}/app.bsky.feed.generator/x` } },
      [{ type: "share" }],
    ],
    [
      "quotes with pictures",
      {
        $type: "app.bsky.embed.recordWithMedia#view",
        record: { record: { uri: ownPost } },
        media: { $type: "app.bsky.embed.images#view", images: [{ alt: "x" }] },
      },
      [{ type: "image", alt: "x" }],
    ],
    ["what is new", { $type: "app.bsky.embed.hologram#view" }, [{ type: "other" }]],
    ["what has no type", {}, [{ type: "other" }]],
    [
      "broken sizes",
      { $type: "app.bsky.embed.images#view", images: [{ alt: "x", aspectRatio: { width: 0, height: "9" } }, null] },
      [{ type: "image", alt: "x" }, { type: "image" }],
    ],
  ])("reads %s", (_, embed, wanted) => expect(attachments(embed)).toEqual(wanted));

  it("reads the record's own embed where there is no view", () => {
    const embed = {
      $type: "app.bsky.embed.images",
      images: [{ alt: "En støvle", image: { mimeType: "image/png" }, aspectRatio: { width: 2, height: 1 } }],
    };
    expect(attachments(undefined, { embed })).toEqual([{ type: "image", alt: "En støvle", mimeType: "image/png", width: 2, height: 1 }]);
  });
  it("keeps the quote beside the pictures", () => {
    const embed = {
      $type: "app.bsky.embed.recordWithMedia#view",
      record: { record: { uri: ownPost } },
      media: { $type: "app.bsky.embed.images#view", images: [] },
    };
    expect(message({ more: { embed } })).toMatchObject({ quoted: key("post", ownPost), kind: "quote" });
  });
});

describe("bluesky posts", () => {
  it("knows its owner, counts and address", () => {
    const post = toPost(us, asPost(view({ did, rkey: "3kownpost22aa", more: { likeCount: 4, viewer: {} } })));
    expect(post).toMatchObject({
      key: key("post", ownPost),
      isOwn: true,
      counts: { likes: 4 },
      url: `https://bsky.app/profile/${did}/post/3kownpost22aa`,
      visibility: "public",
    });
    expect(post).not.toHaveProperty("commentsOpen");
  });
  it.each([
    ["nobody may answer", { record: { allow: [] } }, false],
    ["some may answer", { record: { allow: [{ $type: "app.bsky.feed.threadgate#mentionRule" }] } }, true],
    ["everybody may answer", { record: {} }, true],
  ])("says whether comments are open when %s", (_, threadgate, open) =>
    expect(toPost(us, asPost(view({ did, more: { threadgate } }))).commentsOpen).toBe(open),
  );
});
