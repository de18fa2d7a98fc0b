import { describe, expect, it } from "vitest";
import {
  account,
  bot,
  deliveries,
  forumPlace,
  freja,
  ids,
  inGuild,
  now,
  places,
  push,
  sendToInbox,
  thread,
  us,
  wire,
} from "./push-support.js";
import { FolkmootError } from "../../../src/errors.js";
import { onceId } from "../../../src/model/change-id.js";
import { toPlace, type Place } from "../../../src/networks/discord/places.js";
import { toPost } from "../../../src/networks/discord/normalize.js";

const messageKey = `${account}:message:${ids.message}`;

describe("messages", () => {
  it("become message.created, with the id that a poll gives", async () => {
    expect(await push().of("MESSAGE_CREATE", inGuild())).toMatchObject([
      {
        type: "message.created",
        id: onceId("message.created", messageKey),
        origin: "live",
        at: "2026-10-01T08:00:00.000Z",
        account,
        conversation: `${account}:conversation:${ids.chat}`,
        message: { key: messageKey, kind: "chat", via: "stream", counts: { likes: 0 }, author: { name: "Freja", isOwn: false } },
      },
    ]);
  });

  it("have the id that the webhook gives", async () => {
    const { changes } = await deliveries();
    const [pushed] = await push().of("MESSAGE_CREATE", inGuild());
    const [delivered] = await changes(sendToInbox());
    expect(pushed?.id).toBe(delivered?.id);
  });

  it("of the bot are our own", async () => {
    expect(await push().of("MESSAGE_CREATE", inGuild({ author: bot }))).toMatchObject([
      { message: { direction: "outbound", author: { isOwn: true } } },
    ]);
  });

  it("in somebody's forum post are comments; the first is the post as well", async () => {
    const { of } = push();
    expect(await of("MESSAGE_CREATE", inGuild({ channel_id: ids.thread }))).toMatchObject([
      { type: "message.created", message: { kind: "comment", surface: "forum", post: `${account}:post:${ids.thread}` } },
    ]);
    expect(await of("MESSAGE_CREATE", inGuild({ id: ids.thread, channel_id: ids.thread }))).toMatchObject([
      { type: "post.created", post: { id: ids.thread, title: "Blue?", text: "Kommer støvlerne i blå?", isOwn: false } },
      { type: "message.created", message: { id: ids.thread, kind: "comment" } },
    ]);
  });

  it("that begin our own forum post are the post alone", async () => {
    const place = async (): Promise<Place> => toPlace({ ...thread, owner_id: ids.app }, forumPlace.wire);
    const changes = await push({ place }).of("MESSAGE_CREATE", inGuild({ id: ids.thread, channel_id: ids.thread, author: bot }));
    expect(changes).toMatchObject([{ type: "post.created", post: { isOwn: true } }]);
    expect(changes).toHaveLength(1);
  });

  it("of an announcement channel are posts, answers to them comments", async () => {
    const { of } = push();
    expect(await of("MESSAGE_CREATE", inGuild({ channel_id: ids.news }))).toMatchObject([
      { type: "post.created", id: onceId("post.created", `${account}:post:${ids.message}`) },
    ]);
    const answer = inGuild({
      channel_id: ids.news,
      type: 19,
      message_reference: { message_id: "941000000000000001", channel_id: ids.news },
    });
    expect(await of("MESSAGE_CREATE", answer)).toMatchObject([{ type: "message.created", message: { kind: "comment" } }]);
  });

  it("that are the network's own notices are no news", async () => {
    for (const type of [6, 7, 8, 18, 21, 24]) expect(await push().of("MESSAGE_CREATE", inGuild({ type }))).toEqual([]);
  });

  it("that are edited become message.updated, the same id for the same edit", async () => {
    const { of } = push();
    const edit = inGuild({ content: "Kommer de i rød?", edited_timestamp: "2026-10-01T08:10:00.000000+00:00" });
    const [first] = await of("MESSAGE_UPDATE", edit);
    expect(first).toMatchObject({
      type: "message.updated",
      at: "2026-10-01T08:10:00.000Z",
      changed: ["text", "editedAt"],
      message: { text: "Kommer de i rød?", counts: {} },
    });
    expect((await of("MESSAGE_UPDATE", edit))[0]?.id).toBe(first?.id);
    const again = { ...edit, content: "Kommer de i grøn?", edited_timestamp: "2026-10-01T08:11:00.000000+00:00" };
    expect((await of("MESSAGE_UPDATE", again))[0]?.id).not.toBe(first?.id);
  });

  it("that only got what a link leads to were not edited", async () => {
    expect(await push().of("MESSAGE_UPDATE", inGuild({ embeds: [] }))).toMatchObject([{ at: now, changed: ["attachments"] }]);
  });

  it("that are posts become post.updated, their reactions unknown where they are not told", async () => {
    const [change] = await push().of("MESSAGE_UPDATE", inGuild({ channel_id: ids.news }));
    expect(change).toMatchObject({ type: "post.updated", post: { counts: {} } });
    expect(change).not.toHaveProperty("post.ownReactions");
    const told = { channel_id: ids.news, reactions: [{ emoji: { id: null, name: "👍" }, count: 3, me: true }] };
    expect(await push().of("MESSAGE_UPDATE", inGuild(told))).toMatchObject([{ post: { counts: { likes: 3 }, ownReactions: ["👍"] } }]);
  });

  it("that are deleted are gone, whether or not their channel can be read", async () => {
    const deleted = { id: ids.message, channel_id: ids.chat, guild_id: ids.guild };
    const change = { type: "message.deleted", id: onceId("message.deleted", messageKey), message: messageKey, at: now };
    expect(await push().of("MESSAGE_DELETE", deleted)).toMatchObject([change]);
    expect(await push({ place: () => Promise.reject(new Error("down")) }).of("MESSAGE_DELETE", deleted)).toMatchObject([change]);
    expect(await push().of("MESSAGE_DELETE", { ...deleted, channel_id: ids.news })).toMatchObject([
      { type: "message.deleted" },
      { type: "post.deleted", post: `${account}:post:${ids.message}` },
    ]);
  });

  it("that are deleted at once are cleared, in whatever order they are named", async () => {
    const { of } = push();
    const [first] = await of("MESSAGE_DELETE_BULK", { ids: ["1", "2"], channel_id: ids.chat, guild_id: ids.guild });
    expect(first).toMatchObject({ type: "messages.cleared", messages: [`${account}:message:1`, `${account}:message:2`] });
    const [again] = await of("MESSAGE_DELETE_BULK", { ids: ["2", "1"], channel_id: ids.chat, guild_id: ids.guild });
    expect(again?.id).toBe(first?.id);
  });
});

describe("direct messages", () => {
  const direct = wire({ channel_id: ids.direct });

  it("belong to the account, and their channel is remembered for their writer", async () => {
    const met: unknown[] = [];
    const { of } = push({ keepDirect: (person, channel) => met.push([person, channel.id]) });
    expect(await of("MESSAGE_CREATE", direct)).toMatchObject([{ message: { kind: "direct", visibility: "private" } }]);
    expect(await of("MESSAGE_CREATE", { ...direct, author: bot })).toHaveLength(1);
    expect(met).toEqual([[ids.freja, ids.direct]]);
  });

  it("belong to nobody where they are another account's", async () => {
    expect(await push({ isOurDirect: (id) => id !== ids.direct }).of("MESSAGE_CREATE", direct)).toEqual([]);
  });
});

describe("reactions", () => {
  const reaction = {
    user_id: ids.freja,
    channel_id: ids.chat,
    message_id: ids.message,
    guild_id: ids.guild,
    emoji: { id: null, name: "🔥" },
  };

  it("come and go with who and what, the same ids on a redelivery", async () => {
    const { of } = push();
    const [added] = await of("MESSAGE_REACTION_ADD", { ...reaction, member: { user: freja, roles: [] } });
    expect(added).toMatchObject({
      type: "reaction.added",
      target: messageKey,
      reaction: "🔥",
      author: { id: ids.freja, name: "Freja Holm" },
    });
    expect((await of("MESSAGE_REACTION_ADD", reaction))[0]?.id).toBe(added?.id);
    const [removed] = await of("MESSAGE_REACTION_REMOVE", reaction);
    expect(removed).toMatchObject({ type: "reaction.removed", target: messageKey, reaction: "🔥" });
    expect(removed?.id).not.toBe(added?.id);
    expect((await of("MESSAGE_REACTION_ADD", { ...reaction, emoji: { id: "77", name: "boot" } }))[0]).toMatchObject({
      reaction: "boot:77",
    });
  });

  it("to posts point at the post", async () => {
    expect(await push().of("MESSAGE_REACTION_ADD", { ...reaction, channel_id: ids.news })).toMatchObject([
      { target: `${account}:post:${ids.message}` },
    ]);
  });
});

describe("threads", () => {
  it("beside a chat are posts when they are begun", async () => {
    const beside = { ...thread, parent_id: ids.chat, newly_created: true };
    expect(await push().of("THREAD_CREATE", beside)).toMatchObject([{ type: "post.created", post: { id: ids.thread, title: "Blue?" } }]);
  });

  it("of a forum wait for the message that begins them, whose place nobody has to ask for", async () => {
    const { of, asked } = push();
    expect(await of("THREAD_CREATE", { ...thread, newly_created: true })).toEqual([]);
    expect(asked).toEqual([ids.forum]);
    expect(await of("MESSAGE_CREATE", inGuild({ id: ids.thread, channel_id: ids.thread }))).toHaveLength(2);
    expect(asked).toEqual([ids.forum]);
  });

  it("that change are read as a whole, because the event leaves out what they say", async () => {
    const asked: string[] = [];
    const post = async (id: string) => {
      asked.push(id);
      return toPost(us, places[ids.thread]!, wire({ id: ids.thread, channel_id: ids.thread }) as never);
    };
    expect(await push({ post }).of("THREAD_UPDATE", thread)).toMatchObject([
      { type: "post.updated", changed: ["title", "commentsOpen"], post: { text: "Kommer støvlerne i blå?" } },
    ]);
    expect(asked).toEqual([ids.thread]);
    expect(await push().of("THREAD_UPDATE", thread)).toEqual([]);
  });

  it("that are deleted take their messages along", async () => {
    expect(await push().of("THREAD_DELETE", { id: ids.thread, guild_id: ids.guild, parent_id: ids.forum, type: 11 })).toMatchObject([
      { type: "messages.cleared", conversation: `${account}:conversation:${ids.thread}` },
      { type: "post.deleted", post: `${account}:post:${ids.thread}` },
    ]);
  });
});

describe("the guild", () => {
  it("tells who was banned", async () => {
    expect(await push().of("GUILD_BAN_ADD", { guild_id: ids.guild, user: freja })).toMatchObject([
      { type: "author.banned", author: { id: ids.freja }, id: onceId("author.banned", `${account}:author:${ids.freja}`) },
    ]);
  });

  it("that put the bot out pushes no more; one that is out of order comes back", async () => {
    expect(await push().of("GUILD_DELETE", { id: ids.guild })).toMatchObject([{ type: "subscription.revoked", subscription: ids.guild }]);
    expect(await push().of("GUILD_DELETE", { id: ids.guild, unavailable: true })).toEqual([]);
  });

  it("is told of commands as the webhook tells of them", async () => {
    const { changes } = await deliveries();
    for (const interaction of [sendToInbox(), sendToInbox({ type: 3 })])
      expect((await push().of("INTERACTION_CREATE", interaction))[0]?.id).toBe((await changes(interaction))[0]?.id);
  });

  it("tells what nobody knows by its name, without secrets, with the same id each time", async () => {
    const { of } = push();
    const d = { guild_id: ids.guild, user_id: ids.freja, token: "secret", deep: [{ token: "secret", kept: 1 }] };
    const [first] = await of("SOMETHING_NEW", d);
    expect(first).toMatchObject({ type: "network.event", name: "SOMETHING_NEW", author: { id: ids.freja }, raw: { deep: [{ kept: 1 }] } });
    expect(JSON.stringify(first)).not.toContain("secret");
    expect((await of("SOMETHING_NEW", d))[0]?.id).toBe(first?.id);
    expect(await of("constructor", { guild_id: ids.guild })).toMatchObject([{ name: "constructor" }]);
  });

  it("says nothing of its furniture", async () => {
    for (const name of ["TYPING_START", "PRESENCE_UPDATE", "GUILD_CREATE", "CHANNEL_UPDATE", "VOICE_STATE_UPDATE"])
      expect(await push().of(name, { id: ids.guild, guild_id: ids.guild })).toEqual([]);
  });
});

describe("what is not for us", () => {
  it("is an empty list for other guilds, and asks nothing", async () => {
    const { of, asked } = push({ us: () => Promise.reject(new Error("asked")) });
    expect(await of("MESSAGE_CREATE", inGuild({ guild_id: ids.other }))).toEqual([]);
    expect(await of("GUILD_DELETE", { id: ids.other })).toEqual([]);
    expect(await of("READY", { user: bot })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("is left out where the host reads some channels only, threads in them included", async () => {
    const { of } = push({ channels: new Set([ids.forum]) });
    expect(await of("MESSAGE_CREATE", inGuild())).toEqual([]);
    expect(await of("MESSAGE_CREATE", inGuild({ channel_id: ids.thread }))).toHaveLength(1);
    expect(await of("MESSAGE_CREATE", wire({ channel_id: ids.direct }))).toHaveLength(1);
  });

  it.each([
    undefined,
    null,
    7,
    "x",
    [],
    {},
    { t: null, op: 11 },
    { t: "MESSAGE_CREATE" },
    { t: 7, d: {} },
    { t: "MESSAGE_CREATE", d: "x" },
  ])("is an empty list for %j", async (event) => {
    expect(await push().acceptGatewayEvent(event)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["MESSAGE_CREATE", { id: ids.message, channel_id: ids.chat, content: "hemmeligt" }],
    ["MESSAGE_CREATE", wire({ id: "../1" })],
    ["MESSAGE_CREATE", wire({ channel_id: "999" })],
    ["MESSAGE_DELETE", { id: 7, channel_id: ids.chat }],
    ["MESSAGE_DELETE_BULK", { ids: "all", channel_id: ids.chat }],
    ["MESSAGE_REACTION_ADD", { user_id: ids.freja, channel_id: ids.chat, message_id: ids.message, emoji: {} }],
    ["MESSAGE_REACTION_ADD", { channel_id: ids.chat, message_id: ids.message, emoji: { name: "🔥" } }],
    ["THREAD_CREATE", { id: ids.thread }],
    ["GUILD_BAN_ADD", { user: null }],
  ])("is set aside with a warning that quotes nothing: %s %j", async (name, d) => {
    const { of, logs } = push();
    expect(await of(name, { ...d, guild_id: ids.guild })).toEqual([]);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toContain(name);
    expect(logs.join()).not.toMatch(/hemmeligt|støvlerne|Freja/);
  });

  it("falls back on what the event says of a channel that cannot be asked for", async () => {
    const { of } = push({ place: () => Promise.reject(new FolkmootError("connection-failed", "down")) });
    expect(await of("MESSAGE_CREATE", inGuild({ channel_type: 0 }))).toMatchObject([{ message: { kind: "chat" } }]);
    await expect(of("MESSAGE_CREATE", inGuild())).rejects.toMatchObject({ code: "connection-failed" });
  });
});
