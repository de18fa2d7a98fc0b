import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import { escapeId, keyOf } from "../../../src/networks/bluesky/ids.js";
import { fromNotification } from "../../../src/networks/bluesky/normalize.js";
import { readItems } from "../../../src/adapter/read-items.js";
import { toConversation, toDirect, toPeople } from "../../../src/networks/bluesky/normalize-direct.js";
import { wireConvo, wireDirect, wireNotification, type WireNotification } from "../../../src/networks/bluesky/wire.js";
import { freja, malik, notification, person, postUri, us as did } from "./support.js";

const us = { account: accountKey("bluesky", did), did };
const key = (kind: "message" | "conversation", id: string): string => makeKey(us.account, kind, id);
const ownPost = postUri(did, "3kownpost22aa");
const theirPost = postUri(malik, "3ktheirpost2a");
const mentionOfUs = { text: "@brand hej", facets: [{ index: { byteStart: 0, byteEnd: 6 }, features: [{ did }] }] };

describe("bluesky direct messages", () => {
  const wire = { id: "3kdirect222aa", rev: "2", text: "Hej", sender: { did: freja }, sentAt: "2026-01-01T08:00:00.000Z" };
  const read = (more: object = {}): ReturnType<typeof toDirect> => {
    const item: unknown = { ...wire, ...more };
    if (!wireDirect.accepts(item)) throw new Error("not accepted");
    return toDirect(us, "convo1", item, toPeople(us, [person(freja)]));
  };
  it("belongs to its conversation", () => {
    expect(read()).toMatchObject({
      kind: "direct",
      visibility: "private",
      direction: "inbound",
      conversation: key("conversation", "convo1"),
      refs: { convoId: "convo1", rev: "2" },
      author: { name: "Freja Holm" },
      ownReactions: [],
    });
  });
  it("knows a sender without a profile by id", () =>
    expect(read({ sender: { did: malik } }).author).toMatchObject({ id: malik, isOwn: false }));
  it("counts reactions and finds ours", () => {
    const reactions = [
      { value: "❤️", sender: { did } },
      { value: "❤️", sender: { did: freja } },
      { value: "__proto__", sender: { did: freja } },
      { value: 7 },
    ];
    expect(read({ reactions })).toMatchObject({ counts: { reactions: { "❤️": 2 } }, ownReactions: ["❤️"] });
  });
  it("names what it answers", () => expect(read({ replyTo: { id: "3kother" } }).parent).toBe(key("message", "3kother")));

  const convo = (more: object = {}): ReturnType<typeof toConversation> => {
    const item: unknown = {
      id: "convo1",
      members: [person(did), person(freja)],
      unreadCount: 2,
      status: "accepted",
      lastMessage: wire,
      ...more,
    };
    if (!wireConvo.accepts(item)) throw new Error("not accepted");
    return toConversation(us, item);
  };
  it("puts the other person first and tells who wrote last", () => {
    const conversation = convo();
    expect(conversation).toMatchObject({ state: "open", unread: 2, lastInboundAt: wire.sentAt, isGroup: false });
    expect(conversation.participants.map(({ id }) => id)).toEqual([freja, did]);
    expect(convo({ lastMessage: { ...wire, sender: { did } } })).toMatchObject({ lastOutboundAt: wire.sentAt });
  });
  it("knows requests, locks, groups and blocks", () => {
    expect(convo({ status: "request" }).state).toBe("request");
    expect(convo({ kind: { $type: "chat.bsky.convo.defs#groupConvo", name: "Testere", lockStatus: "locked" } })).toMatchObject({
      isGroup: true,
      title: "Testere",
      state: "closed",
    });
    expect(convo({ members: [person(freja, { viewer: { blockedBy: true } })] }).allows).toEqual({ sendMessage: false });
  });
});

describe("bluesky pages", () => {
  const page = (items: readonly unknown[]): ReturnType<typeof readItems> =>
    readItems("notifications", items, wireNotification, (wire: WireNotification) => fromNotification(us, wire));
  const good = notification("mention", { record: mentionOfUs });

  it.each<[string, unknown, string]>([
    ["null", null, "item"],
    ["a number", 7, "item"],
    ["nothing inside", {}, "uri"],
    ["an author without a DID", { ...good, author: { handle: "x" } }, "author.did"],
    ["an author with another DID", { ...good, author: { did: "x", handle: "y" } }, "author.did: not a DID"],
    ["no record", { ...good, record: null }, "record"],
    ["a text that is a list", { ...good, record: { text: ["x"] } }, "record.text"],
    ["an address of another kind", { ...good, uri: "https://example.com" }, "uri: not an AT-URI"],
    ["no time at all", { ...good, indexedAt: "never", record: { text: "x" } }, "indexedAt: not a time"],
  ])("sets aside an item with %s and goes on", (_, bad, reason) => {
    const { items, quarantined } = page([good, bad, good]);
    expect(items).toHaveLength(2);
    expect(quarantined).toEqual([{ reason: expect.stringContaining(reason) as string, path: "notifications[1]", raw: bad }]);
    expect(quarantined[0]?.reason.length).toBeLessThan(80);
  });

  it("crashes on nothing, and loses no neighbour", () => {
    const anything = fc.anything({ withNullPrototype: true, withObjectString: true });
    const mixed = fc.record({
      text: fc.anything(),
      facets: anything,
      embed: anything,
      reply: anything,
      langs: anything,
      labels: anything,
      createdAt: anything,
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), mixed, anything, (items, record, viewer) => {
        const odd = { ...good, record: { ...record, text: "x" }, viewer, labels: viewer, embed: record.embed };
        const { items: read, quarantined } = page([good, odd, ...items, good]);
        expect(read.length + quarantined.length).toBeLessThanOrEqual(items.length + 3);
        expect(read.length).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });

  it("does not loop on embeds inside embeds", () => {
    let embed: unknown = { $type: "app.bsky.embed.images#view", images: [] };
    for (let depth = 0; depth < 2000; depth++) embed = { $type: "app.bsky.embed.recordWithMedia#view", record: {}, media: embed };
    expect(page([{ ...good, embed }, good]).items.length).toBeGreaterThanOrEqual(1);
  });
});

describe("bluesky keys", () => {
  it("makes quickly what the model makes, for every id", () => {
    const part = fc.string({ minLength: 1, maxLength: 12 });
    const uri = fc.oneof(
      fc.tuple(part, part, part).map(([a, b, c]) => `at://did:plc:${a}/${b}/${c}`),
      fc.tuple(part, part).map(([a, b]) => `at://did:web:${a}/app.bsky.feed.post/${b}`),
      part,
      fc.constantFrom(ownPost, theirPost, "at://did:plc:x", "at://did:plc:x/y", "at://did:plc:x/y/z/w"),
    );
    fc.assert(
      fc.property(uri, (id) => {
        expect(keyOf(us, "message", escapeId(us, id))).toBe(makeKey(us.account, "message", id));
      }),
    );
  });
});
