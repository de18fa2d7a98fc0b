import { describe, expect, it } from "vitest";
import { MessageSchema, PostSchema } from "../../../src/schema/index.js";
import { account, freja, malik, named, person, server, status, us } from "./support.js";
import { statusIdFromUrl, usOf } from "../../../src/networks/mastodon/ids.js";
import { toMessage, toPost } from "../../../src/networks/mastodon/normalize.js";
import { nextLink, wireStatus, type WireStatus } from "../../../src/networks/mastodon/wire.js";

const brand = usOf(server, us);
const wire = (fields: Record<string, unknown>): WireStatus => {
  if (!wireStatus.accepts(fields)) throw new Error(wireStatus.complaint(fields));
  return fields;
};
const root = (id: string, rootAuthor = freja): { rootId: string; rootAuthor: string } => ({ rootId: id, rootAuthor });

describe("mastodon statuses", () => {
  it("reads text, entities, media and counts", () => {
    const content =
      '<p><span class="h-card"><a href="https://far.example/@malik" class="u-url mention">@<span>malik</span></a></span> see <a href="https://shop.example/boots/winter"><span class="invisible">https://</span><span class="ellipsis">shop.example/boots</span><span class="invisible">/winter</span></a></p>';
    const post = toPost(
      brand,
      wire(
        status("5", {
          content,
          mentions: [named(malik)],
          favourites_count: 2,
          quotes_count: 0,
          reblogs_count: undefined,
          favourited: true,
          sensitive: true,
          spoiler_text: "Feet",
          edited_at: "2025-12-31T09:00:00.123Z",
          media_attachments: [
            {
              id: "1",
              type: "image",
              url: "https://cdn.example/1.png",
              preview_url: null,
              description: "Boots",
              meta: { original: { width: 4, height: 3 } },
            },
            { id: "2", type: "gifv", url: null, remote_url: "https://far.example/2.mp4", meta: { original: { duration: 1.5 } } },
            { id: "3", type: "hologram", url: "https://cdn.example/3" },
          ],
        }),
      ),
    );
    expect(PostSchema.safeParse(post).success).toBe(true);
    expect(post.text).toBe("@malik@far.example see https://shop.example/boots/winter");
    expect(post.entities).toEqual([
      { type: "mention", start: 0, end: 18, value: "malik@far.example", targetId: malik },
      { type: "link", start: 23, end: 56, value: "https://shop.example/boots/winter" },
    ]);
    expect(post).toMatchObject({
      counts: { likes: 2, replies: 0, quotes: 0 },
      ownReactions: ["like"],
      sensitive: true,
      contentWarning: "Feet",
      editedAt: "2025-12-31T09:00:00.123Z",
      visibility: "public",
      audience: "public",
      isOwn: false,
    });
    expect(post.counts).not.toHaveProperty("shares");
    expect(post.attachments).toEqual([
      { type: "image", url: "https://cdn.example/1.png", alt: "Boots", width: 4, height: 3 },
      { type: "gif", url: "https://far.example/2.mp4", durationMs: 1500 },
      { type: "other", url: "https://cdn.example/3" },
    ]);
  });
  it.each([
    ["public", "public"],
    ["unlisted", "public"],
    ["private", "private"],
    ["direct", "private"],
    ["moon-only", "unknown"],
  ])("calls the audience %s %s", (audience, visibility) => {
    expect(toPost(brand, wire(status("5", { visibility: audience })))).toMatchObject({ audience, visibility });
  });
  it("leaves out the address that stands for a quote, and says what is quoted", () => {
    const content = '<p class="quote-inline">RE: <a href="https://social.example/@x/1">social.example/@x/1</a></p><p>So true</p>';
    const quoted = status("1", { in_reply_to_id: "9" });
    expect(toMessage(brand, wire(status("5", { content, quote: { state: "accepted", quoted_status: quoted } })), root("5"))).toMatchObject({
      text: "So true",
      quoted: `${account}:message:1`,
    });
    // Not shown to us: then the address is all there is.
    expect(toMessage(brand, wire(status("5", { content, quote: { state: "pending", quoted_status: null } })), root("5")).text).toContain(
      "/@x/1",
    );
  });
  it("keeps the account's own answers outbound, and comments below its posts", () => {
    const own = toMessage(brand, wire(status("6", { in_reply_to_id: "5", in_reply_to_account_id: freja }, us)), root("1", us));
    expect(own).toMatchObject({ kind: "comment", direction: "outbound", author: { isOwn: true } });
    expect(toMessage(brand, wire(status("6", {}, us)), root("6", us)).kind).toBe("other");
  });
});

// One payload each in the form of other software; what they leave out is absent, never 0.
describe("mastodon forks", () => {
  const check = (fields: Record<string, unknown>): ReturnType<typeof toMessage> => {
    const message = toMessage(brand, wire(fields), { rootId: String(fields["id"]) });
    const result = MessageSchema.safeParse(message);
    expect(result.success, JSON.stringify(result.error?.issues)).toBe(true);
    return message;
  };
  it("reads GoToSocial: ULIDs, an interaction policy, no quotes", () => {
    const message = check({
      id: "01KAMPZ6V4S3YQ0R8BD2T9XWFH",
      created_at: "2025-12-31T08:00:00Z",
      account: {
        id: "01KAM000000000000000000000",
        acct: "freja@gts.example",
        username: "freja",
        display_name: "",
        url: "https://gts.example/@freja",
      },
      content: '<p>Hej <a href="https://social.example/@nordlys" class="u-url mention" rel="nofollow">@<span>nordlys</span></a></p>',
      visibility: "mutuals_only",
      mentions: [{ id: us, acct: "nordlys", url: "https://social.example/@nordlys" }],
      interaction_policy: { can_reply: { always: ["public"] } },
      favourites_count: 0,
      url: "https://gts.example/@freja/statuses/01KAMPZ6V4S3YQ0R8BD2T9XWFH",
    });
    expect(message).toMatchObject({
      kind: "mention",
      text: "Hej @nordlys",
      createdAt: "2025-12-31T08:00:00.000Z",
      visibility: "unknown",
      counts: { likes: 0 },
    });
    expect(message.author).not.toHaveProperty("name");
    expect(message).not.toHaveProperty("ownReactions");
  });
  it("reads Pleroma: flake ids, a quote as it is, whole HTML, hidden followers", () => {
    const message = check({
      id: "AxYz9fKqLmNoPqRsTu",
      created_at: "2025-12-31T08:00:00.000Z",
      account: { id: "AxA1", acct: "malik", followers_count: -1, pleroma: { is_admin: false } },
      content: '<h1>Test</h1><ul><li>one</li><li>two</li></ul><a class="hashtag" href="https://p.example/tag/boots">#boots</a>',
      visibility: "local",
      quote: { id: "AxQ", account: { id: us, acct: "nordlys" }, created_at: "2025-12-30T08:00:00.000Z", content: "x" },
      quote_id: "AxQ",
      pleroma: { content: { "text/plain": "Test" }, emoji_reactions: [{ name: "👍", count: 1 }] },
      edited_at: null,
      spoiler_text: null,
      language: null,
    });
    expect(message).toMatchObject({
      kind: "quote",
      text: "Test\n\n- one\n- two\n\n#boots",
      visibility: "public",
      audience: "local",
      quoted: `${account}:post:AxQ`,
    });
    expect(message.author).not.toHaveProperty("followers");
    expect(message.entities).toEqual([{ type: "hashtag", start: 19, end: 25, value: "boots" }]);
  });
  it("reads Akkoma: Misskey-flavoured markup, an unknown attachment, no content at all", () => {
    const message = check({
      id: "B0abc",
      created_at: "2025-12-31T08:00:00.000Z",
      account: { id: "B1", acct: "ida@akko.example", display_name: "Ida 🦊" },
      content: null,
      visibility: "direct",
      media_attachments: [{ id: "-1", type: "unknown", url: "https://akko.example/f" }, null],
      akkoma: { source: { content: "$[spin x]", mediaType: "text/x.misskeymarkdown" } },
      mentions: null,
      in_reply_to_id: null,
    });
    expect(message).toMatchObject({
      kind: "direct",
      text: "",
      attachments: [{ type: "other", url: "https://akko.example/f" }, { type: "other" }],
    });
  });
});

describe("mastodon addresses", () => {
  it.each([
    ["https://social.example/@freja/115", "115"],
    ["https://social.example/@malik@far.example/115/", "115"],
    ["https://social.example/users/freja/statuses/115?x=1", "115"],
    ["https://social.example/@freja/statuses/01KAMPZ6V4S3YQ0R8BD2T9XWFH", "01KAMPZ6V4S3YQ0R8BD2T9XWFH"],
    ["https://social.example/notice/AxYz9fKq", "AxYz9fKq"],
    ["https://social.example/@freja", undefined],
    ["https://social.example/@freja/with_replies", undefined],
    ["https://far.example/@malik/115", undefined],
    ["nonsense", undefined],
  ])("reads %s as %s", (url, id) => {
    expect(statusIdFromUrl(brand, url)).toBe(id);
  });
  it("finds the next page among the links of a header", () => {
    expect(nextLink('<https://a.example/p?x=1>; rel="prev", <https://a.example/p?y=2,3>; rel="next"')).toBe("https://a.example/p?y=2,3");
    expect(nextLink("<https://a.example/p>; rel=next")).toBe("https://a.example/p");
    expect(nextLink('<https://a.example/p>; rel="nextish"')).toBeUndefined();
    expect(nextLink(null)).toBeUndefined();
  });
  it("names people so that a text reaches them", () => {
    const { author } = toPost(brand, wire(status("5", { account: person(malik) })));
    expect(author).toMatchObject({ key: `${account}:author:${malik}`, handle: "malik@far.example", refs: { acct: "malik@far.example" } });
  });
});
