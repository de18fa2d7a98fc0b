import { describe, expect, it } from "vitest";
import { at, plaza, type Plaza } from "./plaza.js";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { dump, rowsOf, sandra } from "./forget-town.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Message } from "../../src/model/message.js";
import type { Post } from "../../src/model/post.js";

/** Ann's message may be kept until minute 300; ben's for ever. */
async function setUp(
  more: Partial<Message> = { retainUntil: at(300) },
  net: Plaza = plaza({ surfaces: [{ name: "mentions" }, { name: "posts" }] }),
) {
  const said = net.say({
    id: "a",
    minutes: 101,
    text: "sesame-text",
    more: { raw: { wire: "sesame-raw" }, counts: { likes: 1 }, ...more },
  });
  net.say({ id: "b", minutes: 102, by: "ben", text: "kept", more: { parent: said.key, root: said.key } });
  const clock = virtualClock({ start: at(200) });
  const store = memoryStore();
  const inbox: Inbox = createInbox({ accounts: [net.adapter], clock, store });
  await inbox.sync();
  return { net, said, clock, store, inbox };
}

const until = async (clock: ReturnType<typeof virtualClock>, minutes: number): Promise<void> => {
  await clock.advance(Date.parse(at(minutes)) - clock.now());
};

describe("retention", () => {
  it("hands out nothing that has expired, though no sync has purged it: items leave it out, trees and contexts have its shell", async () => {
    const { said, clock, store, inbox } = await setUp();
    expect((await inbox.items()).items).toHaveLength(2);
    await until(clock, 299);
    expect((await inbox.tree(said.key))?.message.text).toBe("sesame-text");
    await until(clock, 300);
    expect(await dump(store)).toContain("sesame");
    expect((await inbox.items()).items.map(({ message }) => message.text)).toEqual(["kept"]);
    const tree = await inbox.tree(said.key);
    expect(tree).toMatchObject({ message: { text: "", deletedAt: at(300) }, replies: [{ message: { text: "kept" } }] });
    expect((await inbox.tree(`${said.key.slice(0, -1)}b`))?.message.text).toBe("kept");
    expect((await inbox.replyContext(said.key)).to).toMatchObject({ text: "", deletedAt: at(300) });
    expect((await inbox.series(said.key, "likes")).items).toEqual([]);
    await inbox.close();
  });

  it("claims a shell for a change whose message has expired meanwhile, also where its handler gave up on it", async () => {
    const { clock, inbox } = await setUp();
    await until(clock, 300);
    const heard: string[] = [];
    const options = { origin: "backfill", drain: true, types: ["message.created"], maxAttempts: 1 } as const;
    await inbox.handle((change) => {
      if (change.type === "message.created") heard.push(`${change.message.id} ${change.message.text}`);
      throw new Error("no");
    }, options);
    expect(heard.sort()).toEqual(["a ", "b kept"]);
    const dead = (await inbox.failed()).items.map(({ change }) => (change.type === "message.created" ? change.message.text : "?"));
    expect(dead.sort()).toEqual(["", "kept"]);
    await inbox.close();
  });

  it("purges in sync: row, journal and numbers, with a tombstone, and what is told once more stays a shell", async () => {
    const { net, said, clock, store, inbox } = await setUp();
    net.mentions[0] = { ...said, counts: { likes: 2 } };
    await inbox.sync();
    expect((await inbox.series(said.key, "likes")).items).not.toEqual([]);
    await until(clock, 301);
    await inbox.sync();
    for (let round = 0; round < 2; round++) {
      expect(await dump(store)).not.toContain("sesame-text");
      expect(await dump(store)).not.toContain("sesame-raw");
      expect(await rowsOf(store, "tombstone")).toEqual([{ key: said.key, at: at(301), why: "expired" }]);
      expect((await rowsOf(store, "observation")).filter(({ subject }) => subject === said.key)).toEqual([]);
      net.mentions[0] = { ...said, retainUntil: at(900) };
      await inbox.sync();
    }
    expect((await rowsOf(store, "message")).find(({ key }) => key === said.key)).toMatchObject({
      createdAt: at(101),
      deletedAt: at(300),
      text: "",
    });
    await inbox.close();
  });

  it("keeps longer what the network tells anew in time", async () => {
    const { net, said, clock, inbox } = await setUp();
    await until(clock, 299);
    net.mentions[0] = { ...said, retainUntil: at(400) };
    await inbox.sync();
    await until(clock, 350);
    await inbox.sync();
    expect((await inbox.tree(said.key))?.message.text).toBe("sesame-text");
    await inbox.close();
  });

  it("keeps what a network takes down by itself no longer than it stands there", async () => {
    const { said, clock, store, inbox } = await setUp({ expiresAt: at(300), retainUntil: at(900) });
    const post: Post = { ...said, key: `plaza:1:post:p`, id: "p", isOwn: true, text: "sesame-post", expiresAt: at(250) };
    const net = plaza({ surfaces: [{ name: "posts" }] });
    net.posts.push(post);
    const other = createInbox({ accounts: [net.adapter], clock, store });
    await other.sync();
    expect(await dump(store)).toContain("sesame-post");
    await until(clock, 300);
    expect((await inbox.items()).items.map(({ message }) => message.text)).toEqual(["kept"]);
    await inbox.sync();
    expect(await dump(store)).not.toContain("sesame-");
    await inbox.close();
  });

  it("shrinks a profile that may no longer be kept, wherever it stands, and not what the person said", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    const author = { ...net.author("ann"), name: "sesame-name", retainUntil: at(300) };
    const { said, clock, store, inbox } = await setUp({ author, raw: { author: "sesame-name" } }, net);
    await until(clock, 301);
    expect(JSON.stringify((await inbox.items()).items.map(({ message }) => message.author))).not.toContain("sesame");
    expect(JSON.stringify(await inbox.conversation(said.conversation))).not.toContain("sesame");
    // Nothing new is told, so the profile is not told anew either.
    net.mentions.length = 0;
    await inbox.sync();
    const rows = JSON.stringify([
      await rowsOf(store, "author"),
      await rowsOf(store, "message"),
      await rowsOf(store, "conversation"),
      await rowsOf(store, "change"),
    ]);
    expect(rows).not.toContain("sesame-name");
    expect(rows).toContain("sesame-text");
    await inbox.close();
  });

  it("purges more than one batch holds, and what is left over with the next sync", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }], pageSize: 50 });
    for (let index = 0; index < 120; index++)
      net.say({ id: `x${index}`, minutes: 103 + index / 100, text: "sesame-many", more: { retainUntil: at(300) } });
    const { clock, store, inbox } = await setUp({ retainUntil: at(300) }, net);
    await until(clock, 301);
    await inbox.sync();
    expect(await dump(store)).not.toContain("sesame-many");
    expect((await rowsOf(store, "tombstone")).filter(({ why }) => why === "expired")).toHaveLength(121);
    expect(await inbox.forget("plaza:1:message:b", { by: sandra })).toBe(1);
    await inbox.close();
  });
});
