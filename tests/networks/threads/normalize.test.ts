import { describe, expect, it } from "vitest";
import { answer, ourName, ours, post, us, type Fields } from "./support.js";
import { countLinks, entitiesIn } from "../../../src/networks/threads/text.js";
import { isOurs, type Place } from "../../../src/networks/threads/places.js";
import { MessageSchema, PostSchema } from "../../../src/schema/index.js";
import { toMessage, toPost } from "../../../src/networks/threads/normalize.js";
import { usOf } from "../../../src/networks/threads/ids.js";
import { wireMedia, type WireMedia } from "../../../src/networks/threads/wire.js";
import type { Message } from "../../../src/model/message.js";

const viewer = { us: usOf(us), handle: ourName };
const key = (kind: string, id: string): string => `threads:${us}:${kind}:${id}`;
const wire = (fields: Fields): WireMedia => wireMedia.parse(fields);

/** A comment below our post 1: on top, or below 2. */
const onTop: Place = { rootId: "1", ownRoot: true, parentId: "1", topId: "2" };
const below: Place = { rootId: "1", ownRoot: true, parentId: "2", topId: "2" };

describe("threads normalize", () => {
  it("reads a post with what stands beside its words", () => {
    const made = toPost(
      viewer,
      wire(
        ours("1", {
          text: "See https://example.com/boots and #boots, @freja.w",
          media_type: "IMAGE",
          media_url: "https://scontent.example/a.jpg",
          alt_text: "Boots in snow",
          link_attachment_url: "https://example.com",
          quoted_post: { id: "77" },
          is_spoiler_media: true,
          reply_audience: "MENTIONED_ONLY",
        }),
      ),
    );
    expect(PostSchema.safeParse(made).success).toBe(true);
    expect(made).toMatchObject({
      key: key("post", "1"),
      isOwn: true,
      author: { key: key("author", us), id: us, handle: ourName, isOwn: true },
      createdAt: "2025-12-31T08:00:00.000Z",
      attachments: [
        { type: "image", url: "https://scontent.example/a.jpg", alt: "Boots in snow" },
        { type: "link", url: "https://example.com" },
      ],
      quoted: key("post", "77"),
      sensitive: true,
      audience: "mentioned_only",
      counts: {},
      visibility: "public",
      refs: { rootId: "1", rootIsOwn: "true", authorId: us },
    });
    expect(made.entities.map(({ type, value }) => [type, value])).toEqual([
      ["link", "https://example.com/boots"],
      ["hashtag", "boots"],
      ["mention", "freja.w"],
    ]);
  });

  it("reads the parts of a carousel, and what is new as something else", () => {
    const children = {
      data: [
        { id: "1", media_type: "IMAGE", media_url: "https://s.example/1", alt_text: "One" },
        { id: "2", media_type: "VIDEO", media_url: "https://s.example/2", thumbnail_url: "https://s.example/t" },
        { id: "3", media_type: "HOLOGRAM" },
      ],
    };
    const { attachments } = toPost(viewer, wire(post("1", { media_type: "CAROUSEL_ALBUM", media_url: "https://s.example/1", children })));
    expect(attachments).toEqual([
      { type: "image", url: "https://s.example/1", alt: "One" },
      { type: "video", url: "https://s.example/2", previewUrl: "https://s.example/t" },
      { type: "other" },
    ]);
  });

  it("knows people by their names", () => {
    const { author, direction } = toMessage(viewer, wire(answer("2", "1", "1")), onTop);
    expect([author, direction]).toEqual([
      { key: key("author", "@freja.w"), isOwn: false, handle: "freja.w", url: "https://www.threads.net/@freja.w" },
      "inbound",
    ]);
  });

  it("places a comment on top, and one below it", () => {
    const places = ({ conversation, post: under, parent, root, kind }: Message): unknown => [kind, conversation, under, parent, root];
    const post1 = [key("conversation", "1"), key("post", "1")];
    expect(places(toMessage(viewer, wire(answer("2", "1", "1")), onTop))).toEqual(["comment", ...post1, undefined, undefined]);
    expect(places(toMessage(viewer, wire(answer("3", "2", "1")), below))).toEqual([
      "comment",
      ...post1,
      key("message", "2"),
      key("message", "2"),
    ]);
  });

  it.each<readonly [string, Fields, Place, boolean, Message["kind"]]>([
    ["a post that names us", post("5", { text: `@${ourName} hello` }), { rootId: "5", ownRoot: false }, true, "mention"],
    ["a quote that names us", post("5", { is_quote_post: true }), { rootId: "5", ownRoot: false }, true, "quote"],
    [
      "an answer to us elsewhere",
      answer("5", "4", "3"),
      { rootId: "3", ownRoot: false, parentId: "4", topId: "4", answersUs: true },
      false,
      "mention",
    ],
    ["an answer elsewhere", answer("5", "4", "3"), { rootId: "3", ownRoot: false, parentId: "4", topId: "4" }, false, "other"],
    [
      "our own answer elsewhere",
      answer("5", "4", "3", { is_reply_owned_by_me: true, username: ourName }),
      { rootId: "3", ownRoot: false, parentId: "4" },
      false,
      "other",
    ],
    [
      "our own comment",
      answer("5", "1", "1", { is_reply_owned_by_me: true, username: ourName }),
      { ...onTop, topId: "5" },
      false,
      "comment",
    ],
  ])("calls %s what it is", (_what, fields, place, mention, kind) => {
    const message = toMessage(viewer, wire(fields), place, { mention });
    expect([message.kind, MessageSchema.safeParse(message).success]).toEqual([kind, true]);
  });

  it("links what stands in somebody else's thread to the messages above it", () => {
    const message = toMessage(viewer, wire(answer("5", "3", "3")), { rootId: "3", ownRoot: false, parentId: "3", topId: "5" });
    expect([message.parent, message.root]).toEqual([key("message", "3"), key("message", "3")]);
  });

  it.each([
    [{ hide_status: "NOT_HUSHED" }, "public"],
    [{ hide_status: "UNHUSHED" }, "public"],
    [{ hide_status: "HIDDEN" }, "hidden"],
    [{ hide_status: "BLOCKED" }, "hidden"],
    [{ hide_status: "COVERED" }, "unknown"],
    [{ hide_status: "SOMETHING_NEW" }, "unknown"],
    [{ hide_status: undefined }, "public"],
    [{ reply_approval_status: "PENDING" }, "held"],
    [{ reply_approval_status: "ignored" }, "removed"],
    [{ reply_approval_status: "approved", hide_status: "HIDDEN" }, "hidden"],
  ])("reads %j as %s", (fields, visibility) => {
    expect(toMessage(viewer, wire(answer("2", "1", "1", fields)), onTop).visibility).toBe(visibility);
  });

  it("says that a text names us, whatever the case", () => {
    const named = (text: string): unknown => toMessage(viewer, wire(answer("2", "1", "1", { text })), onTop).mentionsUs;
    expect([named("@Nordlys is it warm?"), named("nordlys"), named("@nordlys.shop")]).toEqual([true, undefined, undefined]);
  });

  it("tells ours by id, by the network's word and by name, and says nothing where none is told", () => {
    const nameless = { us: usOf(us), handle: undefined };
    expect(isOurs({ owner: { id: us } }, nameless)).toBe(true);
    expect(isOurs({ is_reply_owned_by_me: true }, nameless)).toBe(true);
    expect(isOurs({ username: "NordLys" }, viewer)).toBe(true);
    expect(isOurs({ username: "freja.w" }, viewer)).toBe(false);
    expect(isOurs({ username: "freja.w", is_reply_owned_by_me: false }, nameless)).toBe(false);
    expect(isOurs({ username: "freja.w" }, nameless)).toBe(undefined);
    expect(isOurs({}, viewer)).toBe(undefined);
  });

  it("refuses what has no id and no time, and nothing else", () => {
    expect(wireMedia.accepts({ id: 12, timestamp: "2025-12-31T08:00:00+0000" })).toBe(true);
    expect(wireMedia.complaint({ timestamp: "x" })).toBe("id: no string");
    expect(wireMedia.complaint({ id: "1" })).toBe("timestamp: no string");
    expect(() => toPost(viewer, wire({ id: "1", timestamp: "yesterday" }))).toThrow("timestamp");
    expect(toPost(viewer, wire({ id: "1", timestamp: "2025-12-31T08:00:00+0000" }))).toMatchObject({ text: "", isOwn: false });
  });
});

describe("threads text", () => {
  it.each([
    ["five", "https://a.dk https://b.dk https://c.dk https://d.dk https://e.dk", undefined, 5],
    ["the same twice", "https://example.com/ and http://example.com", undefined, 1],
    ["addresses without a scheme", "www.example.com www.example.com www.test.com", "www.test.com", 2],
    ["one beside the text", "https://a.dk", "https://b.dk", 2],
    ["names of files", "see f.eks. readme.md", undefined, 0],
  ])("counts links: %s", (_what, text, beside, count) => {
    expect(countLinks(text, beside)).toBe(count);
  });

  it("marks cashtags, and no e-mail address", () => {
    expect(entitiesIn("$DSV to me@example.com").map(({ type, value }) => [type, value])).toEqual([["cashtag", "DSV"]]);
  });
});
