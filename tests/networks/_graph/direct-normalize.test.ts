import { describe, expect, it } from "vitest";
import { directUs, freja, now, pageId } from "./support.js";
import {
  mediaExpiry,
  personOf,
  replyWindowOf,
  toDirectConversation,
  toDirectMessage,
  type DirectUs,
} from "../../../src/networks/_graph/direct.js";
import type { Message } from "../../../src/model/message.js";

const us = directUs();
const ig = directUs({
  network: "instagram",
  account: "instagram:17841400000000001",
  id: "17841400000000001",
  actors: ["17841400000000001", pageId],
  platform: "instagram",
});
const at = "2026-11-22T08:00:00+0000";
const from = { id: freja, name: "Freja Holm", email: "x@facebook.example" };
const brand = { id: pageId, name: "Brand" };

function message(more: Record<string, unknown>, of: DirectUs = us): Message {
  const found = toDirectMessage(of, { id: "m_1", created_time: at, from, message: "", ...more }, { person: freja, threadId: "t_9" });
  if (found === undefined) throw new Error("left out");
  return found;
}

describe("direct messages", () => {
  it("of a person are inbound and private, under that person's conversation, and hold no mail address", () => {
    const found = message({ message: "Er I åbne?" });
    expect(found).toMatchObject({
      key: "facebook:1001:message:m_1",
      conversation: `facebook:1001:conversation:${freja}`,
      refs: { personId: freja, threadId: "t_9" },
      kind: "direct",
      direction: "inbound",
      visibility: "private",
      text: "Er I åbne?",
      createdAt: "2026-11-22T08:00:00.000Z",
      author: { key: `facebook:1001:author:${freja}`, id: freja, name: "Freja Holm", isOwn: false },
      counts: {},
      via: "poll",
    });
    expect(JSON.stringify({ ...found, raw: null })).not.toContain("@facebook");
  });

  it("of ours are outbound, whichever of our ids is told", () => {
    expect(message({ from: brand }).direction).toBe("outbound");
    const told = message({ from: { id: "555", user_id: "17841400000000001", username: "brand" } }, ig);
    expect(told).toMatchObject({ direction: "outbound", author: { id: "17841400000000001", handle: "brand", isOwn: true } });
    expect(personOf(us, { from: brand, to: { data: [from] } })).toBe(freja);
    expect(personOf(us, { from })).toBe(freja);
    expect(personOf(us, { from: brand })).toBeUndefined();
  });

  it("hold files of every kind, with the end of their addresses", () => {
    const cdn = "https://scontent.example/v/a.jpg?oh=1&oe=69218F00";
    const attachments = {
      data: [
        { id: "1", mime_type: "image/jpeg", image_data: { url: cdn, preview_url: "https://p.example", width: 640, height: 480 } },
        { id: "2", image_data: { url: "https://s.example", render_as_sticker: true } },
        { id: "3", image_data: { url: "https://s.example", animated_gif_url: "https://g.example/a.gif" } },
        { id: "4", mime_type: "video/mp4", video_data: { url: "https://v.example", length: 3.5, width: 0 } },
        { id: "5", mime_type: "audio/mp4", name: "voice", file_url: "https://a.example" },
        { id: "6", mime_type: "application/pdf", name: "menu.pdf", file_url: "https://f.example" },
        { id: "7", generic_template: { title: "Offer", media_url: "https://m.example", cta: { url: "https://shop.example" } } },
        { id: "8", name: "odd" },
      ],
    };
    const found = message({ attachments, shares: { data: [{ link: "https://post.example", name: "A post" }, {}] } }).attachments;
    expect(found).toEqual([
      {
        type: "image",
        url: cdn,
        previewUrl: "https://p.example",
        mimeType: "image/jpeg",
        width: 640,
        height: 480,
        expiresAt: new Date(0x69218f00 * 1000).toISOString(),
      },
      { type: "sticker", url: "https://s.example" },
      { type: "gif", url: "https://g.example/a.gif" },
      { type: "video", url: "https://v.example", mimeType: "video/mp4", durationMs: 3500 },
      { type: "audio", url: "https://a.example", alt: "voice", mimeType: "audio/mp4" },
      { type: "file", url: "https://f.example", alt: "menu.pdf", mimeType: "application/pdf" },
      { type: "link", url: "https://shop.example", previewUrl: "https://m.example", alt: "Offer" },
      { type: "other", alt: "odd" },
      { type: "share", url: "https://post.example", alt: "A post" },
      { type: "share" },
    ]);
    expect(mediaExpiry("https://lookaside.example/?asset_id=1")).toBeUndefined();
  });

  it("tell a sticker once", () => {
    const sticker = "https://s.example/1.png";
    expect(message({ sticker }).attachments).toEqual([{ type: "sticker", url: sticker }]);
    const attachments = { data: [{ image_data: { url: sticker, render_as_sticker: true } }] };
    expect(message({ sticker, attachments }).attachments).toHaveLength(1);
  });

  it("say where they come from when it was a story, which is gone a day later", () => {
    const answered = message({ message: "Fint!", story: { reply_to: { id: "9", link: "https://cdn.example/s" } } }, ig);
    expect(answered).toMatchObject({
      surface: "story-reply",
      attachments: [{ type: "share", url: "https://cdn.example/s", expiresAt: "2026-11-23T08:00:00.000Z" }],
    });
    expect(message({ story: { mention: { id: "9" } } }, ig)).toMatchObject({ surface: "story-mention", attachments: [{ type: "share" }] });
    expect(message({ message: "Hej" }, ig).surface).toBeUndefined();
  });

  it("that cannot be shown are not empty, and those of which nothing is told are left out", () => {
    expect(message({ is_unsupported: "true" }, ig).attachments).toEqual([{ type: "other" }]);
    expect(message({ is_unsupported: true }, ig).attachments).toEqual([{ type: "other" }]);
    expect(message({ is_unsupported: false, message: "Hej" }, ig).attachments).toEqual([]);
    expect(toDirectMessage(us, { id: "m_1", created_time: at }, { person: freja })).toBeUndefined();
    expect(() => toDirectMessage(us, { id: "m_1", created_time: "soon", from }, { person: freja })).toThrow("created_time");
  });

  it("count reactions and know our own", () => {
    const reactions = { data: [{ reaction: "love", users: [from, brand] }, { emoji: "👍", users: [from] }, { users: [] }] };
    const found = message({ reactions });
    expect([found.counts, found.ownReactions]).toEqual([{ reactions: { love: 2, "👍": 1 } }, ["love"]]);
  });
});

describe("direct conversations", () => {
  const wire = {
    id: "t_9",
    updated_time: "2026-11-22T09:30:00+0000",
    unread_count: 2,
    can_reply: true,
    folder: "inbox",
    participants: { data: [from, brand] },
    messages: {
      data: [
        { id: "m_3", created_time: "2026-11-22T09:30:00+0000", from: brand },
        { id: "m_2", created_time: at, from },
        { id: "m_1", created_time: "2026-11-20T08:00:00+0000", from },
      ],
    },
  };

  it("are known by the other person, and tell who last wrote and how long we may answer", () => {
    expect(toDirectConversation(us, wire, now)).toMatchObject({
      key: `facebook:1001:conversation:${freja}`,
      id: freja,
      refs: { threadId: "t_9", personId: freja },
      kind: "direct",
      unread: 2,
      lastActivityAt: "2026-11-22T09:30:00.000Z",
      lastInboundAt: "2026-11-22T08:00:00.000Z",
      lastOutboundAt: "2026-11-22T09:30:00.000Z",
      replyWindow: { closesAt: "2026-11-23T08:00:00.000Z", mode: "standard" },
      allows: { sendMessage: true },
      participants: [
        { id: freja, isOwn: false },
        { id: pageId, isOwn: true },
      ],
    });
  });

  it("find the person where participants are not told, and want one", () => {
    const bare = { id: "t_9", messages: wire.messages };
    expect(toDirectConversation(us, bare, now).id).toBe(freja);
    expect(() => toDirectConversation(us, { id: "t_9", participants: { data: [brand] } }, now)).toThrow("nobody but us");
    expect(toDirectConversation(us, { ...wire, folder: "page_done" }, now).state).toBe("archived");
    expect(toDirectConversation(us, { ...wire, participants: { data: [from, brand, { id: "8" }] } }, now).isGroup).toBe(true);
    expect("lastInboundAt" in toDirectConversation(us, { ...wire, messages: undefined }, now)).toBe(false);
  });

  it("keep a closed door apart from the time in which a human may write", () => {
    const later = now + 36 * 3_600_000;
    const shut = { ...wire, can_reply: false };
    expect(toDirectConversation(us, shut, later).allows).toEqual({ sendMessage: false });
    expect(toDirectConversation(directUs({ humanAgent: true }), shut, later)).toMatchObject({
      replyWindow: { closesAt: "2026-11-29T08:00:00.000Z", mode: "human" },
    });
    expect("allows" in toDirectConversation(directUs({ humanAgent: true }), shut, later)).toBe(false);
  });

  it("have a window of 24 hours, and of seven days for humans of an app with the feature", () => {
    const last = "2026-11-22T10:00:00.000Z";
    const day = 86_400_000;
    expect(replyWindowOf(undefined, now, true)).toBeUndefined();
    expect(replyWindowOf(last, now + day, true)).toEqual({ closesAt: "2026-11-23T10:00:00.000Z", mode: "standard" });
    expect(replyWindowOf(last, now + day + 1, true)).toEqual({ closesAt: "2026-11-29T10:00:00.000Z", mode: "human" });
    expect(replyWindowOf(last, now + 2 * day, false)).toEqual({ closesAt: "2026-11-23T10:00:00.000Z", mode: "standard" });
  });
});
