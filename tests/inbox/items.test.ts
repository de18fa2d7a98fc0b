import { beforeEach, describe, expect, it } from "vitest";
import { createInbox, type Inbox, type ItemQuery } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza } from "./plaza.js";
import type { Store } from "../../src/store/store.js";

let net: Plaza;
let store: Store;
let inbox: Inbox;

const ids = async (query: ItemQuery = {}): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { message } of inbox.items(query)) found.push(message.id);
  return found;
};

beforeEach(() => {
  net = plaza({ surfaces: [{ name: "mentions" }] });
  store = memoryStore();
  inbox = createInbox({ accounts: [net.adapter], store, clock: virtualClock({ start: at(1_000) }) });
});

describe("inbox", () => {
  describe("items", () => {
    it("filters by kind, surface, direction and time", async () => {
      net.say({ id: "a", minutes: 1 });
      net.say({ id: "b", minutes: 2, kind: "quote", more: { surface: "forum" } });
      net.say({ id: "c", minutes: 3, by: "1" });
      await inbox.sync();
      expect(await ids()).toEqual(["c", "b", "a"]);
      expect(await ids({ order: "oldest" })).toEqual(["a", "b", "c"]);
      expect(await ids({ kinds: ["quote", "chat"] })).toEqual(["b"]);
      expect(await ids({ surfaces: ["forum"] })).toEqual(["b"]);
      expect(await ids({ direction: "outbound" })).toEqual(["c"]);
      expect(await ids({ since: "2026-01-01T00:02:00Z" })).toEqual(["c", "b"]);
      expect(await ids({ until: at(2) })).toEqual(["a"]);
    });

    it("finds words and hashtags without regard to case", async () => {
      net.say({ id: "a", minutes: 1, text: "Wann kommt die RECHNUNG?" });
      net.say({ id: "b", minutes: 2, text: "Cafe\u0301 #Gru\u0308n", more: { subject: "Invoice 7" } });
      net.say({
        id: "c",
        minutes: 3,
        text: "look",
        more: { entities: [{ type: "hashtag", start: 0, end: 4, value: "Boots" }] },
      });
      await inbox.sync();
      expect(await ids({ keywords: ["rechnung", "invoice"] })).toEqual(["b", "a"]);
      expect(await ids({ keywords: ["CAFÉ"] })).toEqual(["b"]);
      expect(await ids({ hashtags: ["#boots"] })).toEqual(["c"]);
      expect(await ids({ hashtags: ["grün"] })).toEqual(["b"]);
      expect(await ids({ hashtags: ["gr"] })).toEqual([]);
    });

    it("shows the state of the conversation or comment tree, and filters by it", async () => {
      const root = net.say({ id: "root", minutes: 1 });
      net.say({ id: "reply", minutes: 2, more: { root: root.key, parent: root.key } });
      net.say({ id: "other", minutes: 3 });
      await inbox.sync();
      await store.write([
        {
          collection: "workflow",
          key: root.key,
          value: { key: root.key, status: "resolved", assignee: "kim", labels: ["vip"], notes: [], version: 0 },
        },
      ]);
      expect(await ids({ status: "resolved" })).toEqual(["reply", "root"]);
      expect(await ids({ status: "open" })).toEqual(["other"]);
      expect(await ids({ assignee: "kim", labels: ["vip", "new"] })).toEqual(["reply", "root"]);
      const [first] = (await inbox.items()).items;
      expect(first!.workflow).toEqual({ key: first!.message.key, status: "open", labels: [], notes: [], version: 0 });
      const [, second] = (await inbox.items()).items;
      expect(second!.workflow).toMatchObject({ key: root.key, assignee: "kim", version: 1 });
    });

    it("lists page by page without losing or repeating an item, also under filters", async () => {
      for (let index = 0; index < 130; index++) net.say({ id: `m${index}`, minutes: index, text: index % 3 === 0 ? "yes" : "no" });
      await inbox.sync();
      expect(await ids()).toHaveLength(130);
      expect(new Set(await ids({ keywords: ["yes"] })).size).toBe(44);
      expect(await ids({ limit: 7 })).toEqual(["m129", "m128", "m127", "m126", "m125", "m124", "m123"]);
      expect(await ids({ keywords: ["yes"], limit: 3 })).toEqual(["m129", "m126", "m123"]);
      const page = await inbox.items({ limit: 60 });
      expect(page.items).toHaveLength(50);
      expect(page.stoppedBy).toBe("more");
    });

    it("orders by priority, by its value or how sure it is, and leaves what has none at the end", async () => {
      const note = (score: number, value?: number) => ({
        annotations: { priority: { label: "p", score, by: "test", at: at(0), ...(value !== undefined && { value }) } },
      });
      net.say({ id: "low", minutes: 1, more: note(0.1) });
      net.say({ id: "none", minutes: 2 });
      net.say({ id: "top", minutes: 3, more: note(0.2, 9) });
      net.say({ id: "high", minutes: 4, more: note(0.9) });
      await inbox.sync();
      expect(await ids({ order: "priority" })).toEqual(["top", "high", "low", "none"]);
    });

    it("orders by who waits longest, over several pages", async () => {
      net.say({ id: "answered", minutes: 1, conversation: "a" });
      net.say({ id: "answer", minutes: 2, conversation: "a", by: "1", more: { root: net.mentions[0]!.key } });
      for (let index = 0; index < 60; index++) net.say({ id: `w${index}`, minutes: 100 - index, conversation: `c${index}` });
      await inbox.sync();
      const found = await ids({ order: "waiting" });
      expect(found).toHaveLength(62);
      expect(found.slice(0, 3)).toEqual(["w59", "w58", "w57"]);
      expect(found.slice(-2)).toEqual(["answer", "answered"]);
    });

    it("answers what may be done, for whom, and leaves nothing out", async () => {
      net.say({ id: "a", minutes: 1 });
      await inbox.sync();
      const [asked] = (await inbox.items({ can: ["hide", "reply"] })).items;
      expect(asked!.can).toEqual({
        hide: { ok: false, reason: "human-only", detail: "Ask a person to hide plaza:1:message:a." },
        reply: { ok: false, reason: "unsupported", detail: expect.stringContaining("reply") as string },
      });
      const [byKim] = (await inbox.items({ can: ["hide"], by: { type: "human", id: "kim" } })).items;
      expect(byKim!.can).toEqual({ hide: { ok: true } });
      expect((await inbox.items()).items[0]!.can).toEqual({});
    });

    it("refuses a question that cannot be", () => {
      const bad: readonly (readonly [ItemQuery, string])[] = [
        [{ limit: 0 }, "`limit` must be a whole number of at least 1"],
        [{ since: "tomorrow" }, "`since` is no time"],
        [{ since: at(2_000) }, "`since` lies in the future"],
        [{ since: at(2), until: at(1) }, "`until` must be later"],
        [{ kinds: ["dm" as "direct"] }, '`kinds` has no "dm"'],
        [{ order: "best" as "newest" }, '`order` has no "best"'],
        [{ status: "done" as "open" }, '`status` has no "done"'],
        [{ keywords: [""] }, "`keywords` has an empty word"],
        [{ accounts: ["plaza:2"] }, "no account plaza:2"],
        [{ accounts: ["plaza:1:author:x"] }, "`accounts` is the key of an author; give that of an account"],
      ];
      for (const [query, words] of bad) expect(() => inbox.items(query)).toThrow(words);
    });
  });

  describe("tree", () => {
    it("builds the tree below a message, oldest replies first", async () => {
      const root = net.say({ id: "root", minutes: 1 });
      const reply = net.say({ id: "r2", minutes: 5, more: { parent: root.key, root: root.key } });
      net.say({ id: "r1", minutes: 3, more: { parent: root.key, root: root.key } });
      net.say({ id: "deep", minutes: 6, more: { parent: reply.key, root: root.key } });
      net.say({ id: "orphan", minutes: 7, more: { parent: "plaza:1:message:unseen", root: root.key } });
      net.say({ id: "other", minutes: 8 });
      await inbox.sync();
      const shape = (tree: Awaited<ReturnType<Inbox["tree"]>>): unknown => tree && [tree.message.id, ...tree.replies.map(shape)];
      expect(shape(await inbox.tree(root.key))).toEqual(["root", ["r1"], ["r2", ["deep"]], ["orphan"]]);
      expect(shape(await inbox.tree(reply.key))).toEqual(["r2", ["deep"]]);
    });

    it("ends where the data runs in a circle", async () => {
      const key = (id: string): string => `plaza:1:message:${id}`;
      net.say({ id: "a", minutes: 1, more: { parent: key("c") } });
      net.say({ id: "b", minutes: 2, more: { parent: key("a") } });
      net.say({ id: "c", minutes: 3, more: { parent: key("b") } });
      net.say({ id: "self", minutes: 4, more: { parent: key("self") } });
      await inbox.sync();
      const tree = await inbox.tree(key("b"));
      expect(tree!.replies[0]!.replies[0]!.message.id).toBe("a");
      expect(tree!.replies[0]!.replies[0]!.replies).toEqual([]);
      expect((await inbox.tree(key("self")))!.replies).toEqual([]);
    });

    it("holds a thread of many thousand levels", async () => {
      const said = net.say({ id: "m0", minutes: 0 });
      const levels = 12_000;
      const rows = Array.from({ length: levels }, (_, index) => ({
        ...said,
        key: `plaza:1:message:m${index}`,
        id: `m${index}`,
        createdAt: at(index / 100),
        ...(index > 0 && { parent: `plaza:1:message:m${index - 1}` }),
      }));
      await store.write(rows.map((value) => ({ collection: "message", key: value.key, value })));
      let depth = 0;
      for (let tree = await inbox.tree("plaza:1:message:m0"); tree !== undefined; tree = tree.replies[0]) depth += 1;
      expect(depth).toBe(levels);
    });

    it("knows nothing of what is not stored, and refuses a key of another kind", async () => {
      expect(await inbox.tree("plaza:1:message:none")).toBeUndefined();
      expect(await inbox.conversation("plaza:1:conversation:none")).toBeUndefined();
      await expect(inbox.tree("plaza:1:post:1")).rejects.toThrow("`key` is the key of a post; give that of a message");
      await expect(inbox.conversation("nonsense")).rejects.toThrow("`key` is not a key");
    });
  });
});
