import { describe, expect, it } from "vitest";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { FolkmootError } from "../../src/errors.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza } from "./plaza.js";
import type { Surface } from "../../src/adapter/surface.js";

function setUp(surfaces: readonly Surface[]) {
  const clock = virtualClock({ start: at(100) });
  const net = plaza({ surfaces });
  const store = memoryStore();
  return { clock, net, store, inbox: createInbox({ accounts: [net.adapter], clock, store }) };
}

function open(net: Plaza, id: string, last?: { readonly in?: number; readonly out?: number; readonly any?: number }): void {
  const place = net.conversations.find(({ conversation }) => conversation.id === id);
  const conversation = {
    key: makeKey(net.account, "conversation", id),
    network: "plaza",
    accountId: "1",
    id,
    kind: "direct" as const,
    participants: [net.author("ann")],
    ...(last?.any !== undefined && { lastActivityAt: at(last.any) }),
    ...(last?.in !== undefined && { lastInboundAt: at(last.in) }),
    ...(last?.out !== undefined && { lastOutboundAt: at(last.out) }),
  };
  if (place === undefined) net.conversations.push({ conversation, messages: [] });
  else place.conversation = conversation;
}

const idsOf = async (inbox: Inbox): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { message } of inbox.items({ order: "oldest" })) ids.push(message.id);
  return ids;
};

describe("inbox", () => {
  describe("sync of conversations", () => {
    it("reads the messages of each conversation and who waits in it", async () => {
      const { net, inbox } = setUp([{ name: "messages" }]);
      for (const id of ["x", "y"]) open(net, id);
      net.say({ id: "x1", minutes: 1, kind: "direct", conversation: "x" });
      net.say({ id: "x2", minutes: 2, kind: "direct", conversation: "x", by: "1" });
      net.say({ id: "x3", minutes: 3, kind: "direct", conversation: "x" });
      net.say({ id: "x4", minutes: 4, kind: "direct", conversation: "x" });
      net.say({ id: "y1", minutes: 5, kind: "direct", conversation: "y" });
      net.say({ id: "y2", minutes: 6, kind: "direct", conversation: "y", by: "1" });
      expect((await inbox.sync()).surfaces).toEqual([{ account: net.account, surface: "messages", fetched: 6, stoppedBy: "end" }]);
      expect(await inbox.conversation(makeKey(net.account, "conversation", "x"))).toMatchObject({
        kind: "direct",
        participants: [{ id: "ann" }],
        lastInboundAt: at(4),
        lastOutboundAt: at(2),
        waitingSince: at(3),
      });
      expect(await inbox.conversation(makeKey(net.account, "conversation", "y"))).not.toHaveProperty("waitingSince");
    });

    it.each(["in", "any"])("asks a quiet conversation no more, and a lively one again (%s)", async (known) => {
      const { net, inbox, clock } = setUp([{ name: "messages" }]);
      open(net, "x", { [known]: 1 });
      open(net, "y", { [known]: 2 });
      net.say({ id: "x1", minutes: 1, kind: "direct", conversation: "x" });
      net.say({ id: "y1", minutes: 2, kind: "direct", conversation: "y" });
      await inbox.sync();
      await clock.advance(30 * 60_000);
      open(net, "y", { [known]: 129 });
      net.say({ id: "y2", minutes: 129, kind: "direct", conversation: "y" });
      net.calls.length = 0;
      await inbox.sync();
      expect(net.calls).toEqual(["conversations", "messages of plaza:1:conversation:y"]);
      expect(await idsOf(inbox)).toEqual(["x1", "y1", "y2"]);
    });

    it("treats what is said in a new conversation as news, and what was said before the connection as history", async () => {
      const { net, inbox, clock } = setUp([{ name: "messages" }]);
      open(net, "x");
      net.say({ id: "old", minutes: 1, kind: "direct", conversation: "x" });
      await inbox.sync();
      await clock.advance(3_600_000);
      open(net, "y");
      net.say({ id: "new", minutes: 120, kind: "direct", conversation: "y" });
      await inbox.sync();
      const seen: string[] = [];
      await inbox.handle((change) => void seen.push(change.type === "message.created" ? change.message.id : ""), { drain: true });
      expect(seen).toEqual(["new"]);
    });

    it("gets to every conversation with a short deadline", async () => {
      const { net, inbox, clock } = setUp([{ name: "messages" }]);
      for (let index = 0; index < 5; index++) {
        open(net, `c${index}`);
        for (let turn = 0; turn < 7; turn++) net.say({ id: `c${index}-${turn}`, minutes: turn, kind: "direct", conversation: `c${index}` });
      }
      net.before = async () => clock.advance(1_000);
      for (let round = 0; round < 30; round++) await inbox.sync({ deadlineMs: 1_500 });
      expect(await idsOf(inbox)).toHaveLength(35);
      expect((await inbox.sync()).surfaces[0]).toMatchObject({ stoppedBy: "end" });
    });

    it("passes over a conversation that is closed to us", async () => {
      const { net, inbox } = setUp([{ name: "messages" }]);
      for (const id of ["x", "y"]) open(net, id);
      for (const id of ["x", "y"]) net.say({ id, minutes: 1, kind: "direct", conversation: id });
      net.before = (call) => {
        if (call.endsWith(":x")) throw new FolkmootError("forbidden", "Not yours.");
      };
      expect((await inbox.sync()).ok).toBe(true);
      expect(await idsOf(inbox)).toEqual(["y"]);
    });
  });

  describe("sync of comments by post", () => {
    it("reads the posts, then the comments of our recent ones", async () => {
      const { net, inbox } = setUp([{ name: "posts" }, { name: "comments", under: "posts" }]);
      const base = net.say({ id: "template", minutes: 5, kind: "comment" });
      net.comments.length = 0;
      for (const [id, isOwn] of [
        ["p1", true],
        ["p2", true],
        ["foreign", false],
      ] as const)
        net.posts.push({ ...base, key: makeKey(net.account, "post", id), id, isOwn, author: net.author(isOwn ? "1" : "bob") });
      for (const post of ["p1", "p2", "foreign"])
        net.say({
          id: `under ${post}`,
          minutes: 10,
          kind: "comment",
          conversation: post,
          more: { post: makeKey(net.account, "post", post) },
        });
      const { surfaces } = await inbox.sync();
      expect(surfaces.map(({ surface, fetched, stoppedBy }) => [surface, fetched, stoppedBy])).toEqual([
        ["posts", 3, "end"],
        ["comments", 2, "end"],
      ]);
      expect(await idsOf(inbox)).toEqual(["under p1", "under p2"]);
    });

    it("keeps the numbers of a post as observations, and its edits as news", async () => {
      const { net, inbox, store, clock } = setUp([{ name: "posts" }]);
      const base = net.say({ id: "template", minutes: 5 });
      const post = { ...base, key: makeKey(net.account, "post", "p"), id: "p", isOwn: true, counts: { likes: 1, reactions: { wow: 2 } } };
      net.posts.push(post);
      await inbox.sync();
      await clock.advance(60_000);
      net.posts[0] = { ...post, counts: { likes: 5, reactions: { wow: 2 } } };
      await inbox.sync();
      await clock.advance(60_000);
      net.posts[0] = { ...post, text: "edited", editedAt: at(101), counts: { likes: 5 } };
      await inbox.sync();
      const { items } = await store.query("observation", { where: { subject: [post.key] }, limit: 10 });
      expect(items.map(({ value }) => [value.metric, value.value]).sort()).toEqual([
        ["likes", 1],
        ["likes", 5],
        ["reactions.wow", 2],
      ]);
      const changes = (await store.query("change", { limit: 10 })).items.map(({ value }) => value);
      expect(changes.map(({ type }) => type)).toEqual(["post.created", "post.updated"]);
      expect(changes[1]).toMatchObject({ changed: ["text", "editedAt"], at: at(101) });
    });
  });
});
