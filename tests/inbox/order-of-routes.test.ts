import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absorb } from "../../src/inbox/absorb.js";
import { createInbox } from "../../src/inbox/index.js";
import { foundIn } from "../../src/inbox/stream-changes.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/index.js";
import { resolveRuntime } from "../../src/adapter/defaults.js";
import { rowsOf } from "./act-harness.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import { journal } from "./sync-harness.js";
import type { Change } from "../../src/model/change.js";
import type { InboxContext } from "../../src/inbox/context.js";
import type { Message } from "../../src/model/message.js";
import type { Post } from "../../src/model/post.js";

const net = plaza();
const { account } = net;

/** An inbox without a network: what routes tell it comes from the test. */
function intake() {
  const clock = virtualClock({ start: at(200) });
  const store = memoryStore();
  const runtime = resolveRuntime({ clock });
  const told: string[] = [];
  // What taking in needs of an inbox; the rest is never asked.
  const context = {
    store,
    runtime,
    stored: (key: string) => key,
    prefix: "",
    accounts: [account],
    bell: { rings: 0, ring: () => undefined, wait: async () => Promise.resolve() },
    emit: (event: string) => void told.push(event),
    raw: "keep",
    arrived: () => undefined,
    enrich: () => undefined,
  } as Partial<InboxContext> as InboxContext;
  return {
    store,
    told,
    poll: async (...messages: readonly Message[]) => absorb(context, account, { messages }),
    pollPosts: async (...posts: readonly Post[]) => absorb(context, account, { posts }),
    push: async (change: Change) => absorb(context, account, await foundIn(context, change)),
    waits: async (conversation: string) => (await store.read("conversation", [conversation]))[0]?.value.waitingSince,
  };
}
type Intake = ReturnType<typeof intake>;

const made: Message = net.say({ id: "a", minutes: 101, text: "What does it cost?", more: { refs: { v: "1" }, sensitive: false } });
const edited: Message = { ...made, text: "What do two cost?", editedAt: at(110), sensitive: true, refs: { v: "1" } };
// What a post has not, a store keeps all the same: rows are what was told.
const post: Post = { ...made, key: makeKey(account, "post", "p"), id: "p", isOwn: true };
const postEdited: Post = { ...post, text: "Boots, two pairs", sensitive: true, editedAt: at(110) };
const live = { origin: "live", account } as const;

/** All that routes can tell of one object, by name. */
const messageNews: Readonly<Record<string, (inbox: Intake) => Promise<unknown>>> = {
  "poll made": async ({ poll }) => poll(made),
  "push made": async ({ push }) => push({ ...live, type: "message.created", id: "x1", at: at(101), message: made }),
  "poll edited": async ({ poll }) => poll(edited),
  "push edited": async ({ push }) =>
    push({ ...live, type: "message.updated", id: "x2", at: at(110), message: edited, changed: ["text", "editedAt"] }),
  "push deleted": async ({ push }) => push({ ...live, type: "message.deleted", id: "x3", at: at(120), message: made.key }),
};
const postNews: typeof messageNews = {
  "poll made": async ({ pollPosts }) => pollPosts(post),
  "push made": async ({ push }) => push({ ...live, type: "post.created", id: "x1", at: at(101), post }),
  "poll edited": async ({ pollPosts }) => pollPosts(postEdited),
  "push edited": async ({ push }) => push({ ...live, type: "post.updated", id: "x2", at: at(110), post: postEdited, changed: ["text"] }),
  "push deleted": async ({ push }) => push({ ...live, type: "post.deleted", id: "x3", at: at(120), post: post.key }),
};

describe("what several routes tell", () => {
  it.each([
    ["message", messageNews, edited],
    ["post", postNews, postEdited],
  ] as const)("ends in the same rows in whatever order it comes, and each change of a %s is journaled once", async (what, news, last) => {
    const orders = fc.array(fc.constantFrom(...Object.keys(news)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const inbox = intake();
        for (const name of order) await news[name]?.(inbox);
        const rows = await rowsOf(inbox.store, what);
        const tombstones = await rowsOf(inbox.store, "tombstone");
        const shown = order.some((name) => name !== "push deleted");
        const gone = order.includes("push deleted");
        expect(rows).toHaveLength(shown ? 1 : 0);
        expect(tombstones).toHaveLength(gone ? 1 : 0);
        const [row] = rows;
        if (row !== undefined && gone) expect(row).toMatchObject({ key: last.key, createdAt: at(101), deletedAt: at(120), text: "" });
        else if (row !== undefined) {
          const final = order.some((name) => name.endsWith("edited")) ? last : what === "message" ? made : post;
          expect(row).toEqual(final);
        }
        if (gone) expect(JSON.stringify([rows, await rowsOf(inbox.store, "change")])).not.toContain("cost");
        expect(await inbox.waits(made.conversation)).toBe(gone || what === "post" || !shown ? undefined : at(101));

        const changes = await journal(inbox.store);
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
        const before = gone ? order.slice(0, order.indexOf("push deleted")) : order;
        const types = changes.map(({ type }) => type.split(".")[1]);
        const updates = before.findIndex((name) => name.endsWith("edited")) > 0;
        expect(types).toEqual([
          ...(before.length > 0 ? ["created"] : []),
          ...(updates ? ["updated"] : []),
          ...(gone && before.length > 0 ? ["deleted"] : []),
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps nothing of a person who is known only by what was gone before", async () => {
    const inbox = intake();
    await messageNews["push deleted"]?.(inbox);
    await inbox.poll(made);
    expect(await rowsOf(inbox.store, "author")).toEqual([]);
    expect(await rowsOf(inbox.store, "conversation")).toEqual([]);
    expect(inbox.told).toEqual([]);
  });

  it("keeps one who was forgotten forgotten: no shell comes of a late creation", async () => {
    const inbox = intake();
    await inbox.store.write([{ collection: "tombstone", key: made.key, value: { key: made.key, at: at(150), why: "forgotten" } }]);
    await messageNews["push deleted"]?.(inbox);
    await inbox.poll(made);
    expect(await rowsOf(inbox.store, "message")).toEqual([]);
    expect((await rowsOf(inbox.store, "tombstone")).map(({ why }) => why)).toEqual(["forgotten"]);
  });

  it("remembers no deletion of another account or of another kind", async () => {
    const inbox = intake();
    for (const message of ["plaza:2:message:a", made.conversation, "nonsense"])
      await inbox.push({ ...live, type: "message.deleted", id: "x", at: at(120), message });
    expect(await rowsOf(inbox.store, "tombstone")).toEqual([]);
  });

  it("does not bring back what a list told as deleted first", async () => {
    const inbox = intake();
    await inbox.poll({ ...made, deletedAt: at(120) });
    await inbox.poll(made);
    expect(await rowsOf(inbox.store, "message")).toMatchObject([{ key: made.key, deletedAt: at(120), text: "" }]);
    expect(await journal(inbox.store)).toEqual([]);
  });

  it("lets a later edit undo an earlier one, by whichever route", async () => {
    const inbox = intake();
    const again: Message = { ...edited, text: "What do three cost?", editedAt: at(115) };
    await inbox.push({ ...live, type: "message.updated", id: "x", at: at(115), message: again, changed: ["text"] });
    await inbox.poll(edited);
    await inbox.poll(made);
    expect(await rowsOf(inbox.store, "message")).toMatchObject([{ text: again.text, editedAt: at(115) }]);
    expect((await journal(inbox.store)).map(({ type }) => type)).toEqual(["message.created"]);
  });

  it("reaches both of two accounts that one post mentions, once each", async () => {
    const one = plaza({ id: "1", surfaces: [{ name: "mentions" }] });
    const other = plaza({ id: "2", surfaces: [{ name: "mentions" }] });
    const clock = virtualClock({ start: at(100) });
    const inbox = createInbox({ accounts: [one.adapter, other.adapter], clock });
    await inbox.sync();
    for (const place of [one, other]) place.say({ id: "both", minutes: 101 });
    await inbox.sync();
    await inbox.sync();
    const seen: string[] = [];
    await inbox.handle((change) => void seen.push(change.type === "message.created" ? change.message.key : ""), { drain: true });
    expect(seen.sort()).toEqual(["plaza:1:message:both", "plaza:2:message:both"]);
  });

  describe("of our own words", () => {
    const asked: Message = { ...made, kind: "direct", key: makeKey(account, "message", "q"), id: "q" };
    const echo: Message = {
      ...asked,
      key: makeKey(account, "message", "echo"),
      id: "echo",
      author: net.author("1"),
      direction: "inbound",
      createdAt: at(105),
      via: "stream",
    };
    const pushed = async (inbox: Intake, message: Message): Promise<unknown> =>
      inbox.push({ ...live, type: "message.created", id: "x", at: message.createdAt, message });

    it("makes an echo outbound, ends the wait with it, and tells nobody", async () => {
      for (const order of [
        [asked, echo],
        [echo, asked],
      ]) {
        const inbox = intake();
        for (const message of order) await pushed(inbox, message);
        await inbox.poll(echo);
        expect(await inbox.waits(asked.conversation)).toBeUndefined();
        expect((await rowsOf(inbox.store, "message")).find(({ id }) => id === "echo")).toMatchObject({ direction: "outbound" });
        expect(inbox.told).toEqual(["message"]);
        expect(await journal(inbox.store)).toHaveLength(2);
      }
    });

    it("keeps each picture of an album, with one wait for all of them, whatever order they come in", async () => {
      const album = [0, 1, 2].map((second): Message => {
        const id = `album${second}`;
        const createdAt = new Date(Date.parse(at(101)) + second * 1_000).toISOString();
        return { ...asked, key: makeKey(account, "message", id), id, createdAt, text: "", attachments: [{ type: "image" }] };
      });
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(album, { minLength: 3 }), fc.nat({ max: 3 }), async (order, answered) => {
          const inbox = intake();
          for (const message of order) await pushed(inbox, message);
          expect(await inbox.waits(asked.conversation)).toBe(at(101));
          expect(await rowsOf(inbox.store, "message")).toHaveLength(3);
          await pushed(inbox, echo);
          expect(await inbox.waits(asked.conversation)).toBeUndefined();
          // A picture that comes after the answer and was sent before it opens no second wait.
          const late = intake();
          for (const message of [...order.slice(0, answered), echo, ...order.slice(answered)]) await pushed(late, message);
          expect(await late.waits(asked.conversation)).toBeUndefined();
        }),
        { numRuns: 30 },
      );
    });
  });
});
