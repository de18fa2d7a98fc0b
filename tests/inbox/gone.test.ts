import { describe, expect, it } from "vitest";
import { comment, plan, put, rowsOf, sandra, setUp as setUpDesk } from "./act-harness.js";
import { createInbox } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza } from "./plaza.js";
import type { Change } from "../../src/model/change.js";
import type { Post } from "../../src/model/post.js";
import type { Store } from "../../src/store/store.js";

const keepers = ["message", "post", "conversation", "workflow", "cursor", "change", "dead", "audit", "observation", "tombstone"] as const;

/** Everything that is kept about messages and posts, as text. */
const everything = async (store: Store): Promise<string> => JSON.stringify(await Promise.all(keepers.map((name) => rowsOf(store, name))));

/** An inbox that has read everything so far, and a way to let it hear what a network pushes. */
async function setUp(net: Plaza) {
  const clock = virtualClock({ start: at(200) });
  const store = memoryStore();
  const inbox = createInbox({
    accounts: [net.adapter],
    clock,
    store,
    enrich: async (messages) => messages.map(() => ({ mood: { label: "sentinel-label", score: 1, by: "test", at: at(200) } })),
  });
  await inbox.sync();
  const hear = async (...changes: readonly Change[]): Promise<void> => {
    net.pushed.push(...changes);
    const stop = new AbortController();
    const listening = inbox.listen({ signal: stop.signal });
    await new Promise((resolve) => setTimeout(resolve, 30));
    stop.abort();
    await listening;
  };
  return { clock, store, inbox, hear };
}

describe("what is gone", () => {
  it("leaves a shell of a message, and nothing of what it said in any collection", async () => {
    const net = plaza({ stream: true });
    const said = net.say({
      id: "a",
      minutes: 101,
      text: "sentinel-text",
      more: { raw: { wire: "sentinel-raw" }, refs: { cid: "sentinel-ref" } },
    });
    const { inbox, store, hear } = await setUp(net);
    net.mentions[0] = { ...said, text: "sentinel-text, edited", editedAt: at(150) };
    await inbox.sync();
    const before = await everything(store);
    for (const word of ["text", "text, edited", "raw", "ref", "label"]) expect(before).toContain(`sentinel-${word}`);
    await hear({
      type: "message.deleted",
      id: "x",
      origin: "live",
      at: at(210),
      account: net.account,
      conversation: said.conversation,
      message: said.key,
    });
    await inbox.sync();
    expect(await everything(store)).not.toContain("sentinel");
    expect(await rowsOf(store, "message")).toEqual([
      {
        key: said.key,
        network: "plaza",
        accountId: "1",
        id: "a",
        kind: "mention",
        direction: "inbound",
        conversation: said.conversation,
        createdAt: at(101),
        deletedAt: at(210),
        shell: { why: "deleted", was: [] },
        via: "poll",
        text: "",
        entities: [],
        attachments: [],
        counts: {},
        visibility: "removed",
      },
    ]);
    await inbox.close();
  });

  it("leaves a shell of a post, and nothing of what it said in any collection", async () => {
    const net = plaza({ stream: true, surfaces: [{ name: "posts" }] });
    const { kind, direction, conversation, via, ...content } = plaza().say({ id: "p", minutes: 101, text: "sentinel-text" });
    expect([kind, direction, via, typeof conversation]).toEqual(["mention", "inbound", "poll", "string"]);
    const post: Post = { ...content, key: `${net.account}:post:p`, isOwn: true, raw: { wire: "sentinel-raw" } };
    net.posts.push(post);
    const { inbox, store, hear } = await setUp(net);
    net.posts[0] = { ...post, text: "sentinel-text, edited", editedAt: at(150) };
    await inbox.sync();
    expect(await everything(store)).toContain("sentinel-text, edited");
    await hear({ type: "post.deleted", id: "x", origin: "live", at: at(210), account: net.account, post: post.key });
    await inbox.sync();
    expect(await everything(store)).not.toContain("sentinel");
    expect(await rowsOf(store, "post")).toEqual([
      {
        key: post.key,
        network: "plaza",
        accountId: "1",
        id: "p",
        isOwn: true,
        createdAt: at(101),
        deletedAt: at(210),
        text: "",
        entities: [],
        attachments: [],
        counts: {},
        visibility: "removed",
      },
    ]);
    await inbox.close();
  });

  it("goes as completely when we deleted it ourselves", async () => {
    const { desk, store, network } = await setUpDesk();
    const sent = await desk.respond(comment, "Yes, sentinel-own.", { by: sandra });
    const [own] = network.standing;
    expect(sent.status).toBe("sent");
    expect(await everything(store)).toContain("sentinel-own");
    expect((await desk.act("delete", { key: own!.key }, null, { by: sandra })).status).toBe("sent");
    expect(await everything(store)).not.toContain("sentinel-own");
    const changes = await rowsOf(store, "change");
    expect(changes.map(({ type }) => type).sort()).toEqual(["message.created", "message.deleted"]);
    expect((await rowsOf(store, "tombstone")).map(({ key, why }) => [key, why])).toEqual([[own!.key, "deleted"]]);
  });

  it("does not come back where only a tombstone is left of it", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }, { name: "posts" }] });
    const said = net.say({ id: "a", minutes: 101, text: "sentinel-text" });
    const other = net.say({ id: "b", minutes: 102, by: "ben" });
    const post: Post = { ...said, key: `${net.account}:post:p`, id: "p", isOwn: true };
    net.posts.push(post);
    const store = memoryStore();
    for (const key of [said.key, post.key, net.author("ann").key])
      await store.write([{ collection: "tombstone", key, value: { key, at: at(150), why: "forgotten" } }]);
    const inbox = createInbox({ accounts: [net.adapter], clock: virtualClock({ start: at(200) }), store });
    for (let round = 0; round < 2; round++) expect((await inbox.sync()).ok).toBe(true);
    expect((await inbox.items()).items.map(({ message }) => message.key)).toEqual([other.key]);
    expect((await rowsOf(store, "author")).map(({ id }) => id)).toEqual(["ben"]);
    expect(await everything(store)).not.toContain("sentinel");
    await inbox.close();
  });

  it("stays gone when the network's answer to our write comes later than its end", async () => {
    const { desk, store } = await setUpDesk();
    await put(store, "message", { ...comment, key: "forum:1:message:own1", id: "own1", text: "", deletedAt: comment.createdAt });
    expect((await desk.respond(comment, plan(["Yes, sentinel-own."]), { by: sandra })).status).toBe("sent");
    expect(await everything(store)).not.toContain("sentinel-own");
  });
});
