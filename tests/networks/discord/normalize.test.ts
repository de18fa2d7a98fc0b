import { describe, expect, it } from "vitest";
import { compareIds, idAtTime, readEmoji, readMessageUrl, timeOfId } from "../../../src/networks/discord/ids.js";
import { isSaid, toMessage, toPost } from "../../../src/networks/discord/normalize.js";
import { toAuthor } from "../../../src/networks/discord/normalize-author.js";
import { toConversation, toPlace, type Place } from "../../../src/networks/discord/places.js";
import { botId, freja, guildId, key, us, user, wireMessage } from "./support.js";
import type { Message } from "../../../src/model/message.js";

const text = toPlace({ id: "1100000000000000010", type: 0, name: "general" });
const forum = { id: "1100000000000000020", type: 15 };
const thread = (more: Record<string, unknown> = {}): Place =>
  toPlace(
    { id: "1100000000000000030", type: 11, name: "Cold feet", parent_id: forum.id, owner_id: freja, message_count: 3, ...more },
    forum,
  );
const direct = toPlace({ id: "1100000000000000040", type: 1, recipients: [user(freja)] });
const news = toPlace({ id: "1100000000000000050", type: 5 });
const read = (more: Record<string, unknown> = {}, place: Place = text): Message =>
  toMessage(us, wireMessage({ channel_id: place.id, ...more }), place);
const answer = (id: string): Record<string, unknown> => ({ type: 19, message_reference: { type: 0, message_id: id, channel_id: text.id } });

describe("discord messages", () => {
  it("calls them by where they are said", () => {
    expect(read()).toMatchObject({ kind: "chat", direction: "inbound", surface: "text", visibility: "public" });
    expect(read({}, thread())).toMatchObject({ kind: "comment", surface: "forum", post: `${key}:post:${thread().id}` });
    expect(read({}, direct)).toMatchObject({
      kind: "direct",
      visibility: "private",
      url: expect.stringContaining("/channels/@me/") as unknown,
    });
    expect(read(answer("7"), news)).toMatchObject({ kind: "comment", post: `${key}:post:7` });
    expect(read({ author: user(botId) })).toMatchObject({ direction: "outbound", author: { isOwn: true } });
  });
  it("keeps channel, nonce and parent in refs", () => {
    expect(read({ ...answer("7"), nonce: "abc" }).refs).toEqual({ channelId: text.id, nonce: "abc", parentId: "7" });
    expect(read(answer("7")).parent).toBe(`${key}:message:7`);
  });
  it("takes what begins somebody else's forum post for the question, and ours for the post", () => {
    const theirs = read({ id: "1100000000000000031" }, thread());
    expect([theirs.parent, theirs.root]).toEqual([`${key}:message:${thread().id}`, `${key}:message:${thread().id}`]);
    const first = read({ id: thread().id }, thread());
    expect([first.parent, first.root]).toEqual([undefined, undefined]);
    expect([first.subject, theirs.subject]).toEqual(["Cold feet", undefined]);
    const ours = read({ id: "1100000000000000031", ...answer(thread().id) }, thread({ owner_id: botId }));
    expect([ours.parent, ours.root]).toEqual([undefined, undefined]);
  });
  it("writes names for mentions that the message explains, and leaves the rest as it was", () => {
    const message = read({
      content: `<@${botId}> and <@999>, see https://example.com/a. <:boot:77> #boots <#1>`,
      mentions: [user(botId, { username: "brand" })],
    });
    expect(message.text).toBe("@brand and <@999>, see https://example.com/a. <:boot:77> #boots <#1>");
    expect(message.mentionsUs).toBe(true);
    expect(message.entities.map(({ type, start, end, value }) => [type, message.text.slice(start, end), value])).toEqual([
      ["mention", "@brand", "brand"],
      ["mention", "<@999>", "999"],
      ["link", "https://example.com/a", "https://example.com/a"],
      ["emoji", "<:boot:77>", "boot:77"],
      ["hashtag", "#boots", "boots"],
    ]);
    expect(message.raw).toMatchObject({ content: expect.stringContaining(`<@${botId}>`) as unknown });
  });
  it("says of an empty text that it is hidden, only where that is why", () => {
    const hidden = (more: Record<string, unknown> = {}, place = text): string | undefined =>
      read({ content: "", ...more }, place).refs?.["contentHidden"];
    expect(hidden()).toBe("true");
    expect(hidden({}, direct)).toBeUndefined();
    expect(hidden({ author: user(botId) })).toBeUndefined();
    expect(hidden({ mentions: [user(botId)] })).toBeUndefined();
    expect(hidden({ attachments: [{ id: "1", url: "https://cdn.example/a.png" }] })).toBeUndefined();
    expect(hidden({ sticker_items: [{ id: "1", name: "Wave", format_type: 1 }] })).toBeUndefined();
    expect(hidden({ poll: {} })).toBeUndefined();
    expect(hidden({ message_reference: { type: 1, message_id: "9" }, message_snapshots: [{ message: {} }] })).toBeUndefined();
  });
  it("counts reactions by emoji, knows our own, and says nothing where a route tells none", () => {
    const reactions = [
      { count: 3, me: true, emoji: { id: null, name: "👍" } },
      { count: 1, me: false, emoji: { id: "77", name: "boot" } },
    ];
    expect(read({ reactions })).toMatchObject({ counts: { likes: 3, reactions: { "👍": 3, "boot:77": 1 } }, ownReactions: ["👍"] });
    expect(read()).toMatchObject({ counts: { likes: 0 }, ownReactions: [] });
    // A reaction that is there without its number is not none.
    expect(read({ reactions: [{ emoji: { id: null, name: "👍" }, me: true }] })).toMatchObject({ counts: {}, ownReactions: ["👍"] });
    expect(read({ reactions: [{ emoji: { id: null, name: "👍" }, me: true }] }).counts).not.toHaveProperty("likes");
    const searched = toMessage(us, wireMessage(), text, { reactions: false });
    expect([searched.counts, "ownReactions" in searched]).toEqual([{}, false]);
  });
  it("reads files with what they are, and when their address ends", () => {
    const file = {
      id: "1",
      filename: "SPOILER_a.png",
      url: "https://cdn.example/a.png?ex=65920000&is=1&hm=2",
      content_type: "image/png; x=1",
      description: "A boot",
      width: 4,
      height: 3,
    };
    const message = read({
      attachments: [file, { id: "2", content_type: "audio/ogg", duration_secs: 1.5 }],
      embeds: [{ url: "https://example.com", title: "T" }],
    });
    expect(message.attachments).toEqual([
      {
        type: "image",
        url: file.url,
        alt: "A boot",
        mimeType: "image/png",
        width: 4,
        height: 3,
        expiresAt: new Date(0x65920000 * 1000).toISOString(),
      },
      { type: "audio", mimeType: "audio/ogg", durationMs: 1500 },
      { type: "link", url: "https://example.com", alt: "T" },
    ]);
    expect(message.sensitive).toBe(true);
  });
  it("gives the words of what stands in place of a text: passed-on messages, polls, cards", () => {
    const beside = (more: Record<string, unknown>): unknown => read({ content: "", ...more }).attachments;
    expect(beside({ message_snapshots: [{ message: { content: "Passed on" } }] })).toEqual([{ type: "share", alt: "Passed on" }]);
    expect(beside({ poll: { question: { text: "Which boot?" } } })).toEqual([{ type: "other", alt: "Which boot?" }]);
    expect(beside({ embeds: [{ description: "In a card" }, { color: 1 }] })).toEqual([{ type: "other", alt: "In a card" }]);
  });
  it("tells messages of people from notices", () => {
    expect([0, 19, 20, 23].every((type) => isSaid(wireMessage({ type })))).toBe(true);
    expect([6, 7, 18, 21, 24, 46].some((type) => isSaid(wireMessage({ type })))).toBe(false);
  });
  it("names people as the server does", () => {
    expect(toAuthor(us, user(freja), { nick: "Frejs" })).toMatchObject({ name: "Frejs", handle: "freja", isBot: false, isOwn: false });
    expect(toAuthor(us, user(freja, { global_name: null })).name).toBe("freja");
    expect(() => toAuthor(us, { username: "x" })).toThrow("author.id");
  });
});

describe("discord posts and rooms", () => {
  it("reads a thread as a post, with its first message where there is one", () => {
    const post = toPost(us, thread(), wireMessage({ id: thread().id, channel_id: thread().id }));
    expect(post).toMatchObject({
      id: thread().id,
      title: "Cold feet",
      text: "Is it warm?",
      isOwn: false,
      commentsOpen: true,
      counts: { replies: 3 },
    });
    expect(post.refs).toEqual({ channelId: thread().id, parentId: forum.id });
    const bare = toPost(us, thread({ owner_id: botId, thread_metadata: { locked: true, archived: true } }));
    expect(bare).toMatchObject({ text: "", isOwn: true, commentsOpen: false, allows: { reply: false }, createdAt: timeOfId(thread().id) });
  });
  it("reads an announcement as a post", () => {
    expect(toPost(us, news, wireMessage({ channel_id: news.id }))).toMatchObject({ id: wireMessage().id, refs: { channelId: news.id } });
    expect(() => toPost(us, news)).toThrow("message");
  });
  it("reads rooms with their state and their latest message", () => {
    const room = toConversation(us, thread({ last_message_id: "1100000000000000099", thread_metadata: { archived: true } }));
    expect(room).toMatchObject({ kind: "comment", state: "archived", isGroup: true, lastActivityAt: timeOfId("1100000000000000099") });
    expect(toConversation(us, direct)).toMatchObject({ kind: "direct", isGroup: false, participants: [{ id: freja }] });
    expect(toConversation(us, text)).toMatchObject({ kind: "chat", title: "general", state: "open" });
    expect(toConversation(us, news)).toMatchObject({ kind: read(answer("7"), news).kind });
  });
  it("reads kinds of channel that are newer than it", () => {
    expect(toPlace({ id: "1", type: 99, thread_metadata: {} }).kind).toBe("thread");
    expect(toPlace({ id: "1", type: 99, recipients: [] }).kind).toBe("direct");
    expect(toPlace({ id: "1", type: 99 }).kind).toBe("other");
  });
});

describe("discord names", () => {
  it("turns ids into times and back", () => {
    const ms = Date.UTC(2026, 0, 1);
    expect(timeOfId(idAtTime(ms))).toBe("2026-01-01T00:00:00.000Z");
    expect(idAtTime(0)).toBe("0");
    expect(compareIds("99", "100")).toBeLessThan(0);
    expect(compareIds("101", "100")).toBeGreaterThan(0);
  });
  it("reads addresses of messages, of all builds of the app", () => {
    const path = `channels/${guildId}/5/6`;
    for (const host of ["discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"])
      expect(readMessageUrl(`https://${host}/${path}`)).toEqual({ guild: guildId, channel: "5", message: "6" });
    for (const url of [`http://discord.com/${path}`, `https://discord.com.evil.example/${path}`, "https://discord.com/channels/1/2", "5"])
      expect(readMessageUrl(url)).toBeUndefined();
  });
  it("reads emoji, and nothing that would lead a path elsewhere", () => {
    expect(["👍", "❤️", "🇩🇰", "<:boot:77>", "boot:77", "<a:boot:77>", "1️⃣"].map(readEmoji)).toEqual([
      "👍",
      "❤️",
      "🇩🇰",
      "boot:77",
      "boot:77",
      "boot:77",
      "1️⃣",
    ]);
    expect(["", "like", "../x", "👍/@me", "a b"].map(readEmoji)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
