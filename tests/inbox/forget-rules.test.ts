import { describe, expect, it } from "vitest";
import { at, plaza } from "./plaza.js";
import { collections, dump, rowsOf, sandra, town } from "./forget-town.js";
import { createInbox } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { pseudonymOf } from "../../src/inbox/tombstone-hash.js";
import { rowKey } from "../../src/inbox/forget-rows.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Message } from "../../src/model/message.js";
import type { MessageTree } from "../../src/inbox/index.js";
import type { Store, Write } from "../../src/store/store.js";

const held = (text: string, secrets: readonly string[]): readonly string[] => secrets.filter((word) => text.includes(word));

/** Everything of a store in a new one; marks of people, whose keys no row holds, are not there before anybody was forgotten. */
async function copy(from: Store): Promise<Store> {
  const to = memoryStore();
  for (const collection of collections)
    for (const value of await rowsOf(from, collection)) {
      const key = rowKey(collection, value) ?? ("key" in value ? value.key : undefined);
      if (key !== undefined) await to.write([{ collection, key, value } as Write]);
    }
  return to;
}

/** A store that fails at one of its calls, counted from 0. */
function failing(store: Store, at: number): { readonly store: Store; readonly calls: () => number } {
  let calls = 0;
  const step = (): void => {
    if (calls++ === at) throw new Error("The database is away.");
  };
  return {
    calls: () => calls,
    store: {
      ...store,
      read: async (collection, keys) => {
        step();
        return store.read(collection, keys);
      },
      write: async (batch) => {
        step();
        return store.write(batch);
      },
      query: async (collection, query) => {
        step();
        return store.query(collection, query);
      },
      erase: async (what) => {
        step();
        return store.erase(what);
      },
    },
  };
}

const nodes = (tree: MessageTree | undefined): number =>
  tree === undefined ? 0 : 1 + tree.replies.reduce((sum, one) => sum + nodes(one), 0);

describe("forget", () => {
  it("completes what was cut off at any call to the store, when it is called again", async () => {
    const { store, author, secrets, open, clock } = await town("bluesky");
    const counted = failing(await copy(store), -1);
    await open(counted.store).forget({ author }, { by: sandra });
    const all = counted.calls();
    expect(all).toBeGreaterThan(30);
    for (let call = 0; call < all; call += 1) {
      const base = await copy(store);
      await expect(open(failing(base, call).store).forget({ author }, { by: sandra }), `call ${call}`).rejects.toThrow("away");
      await open(base).forget({ author }, { by: sandra });
      expect(held(await dump(base), secrets), `call ${call}`).toEqual([]);
      expect(await rowsOf(base, "message"), `call ${call}`).toHaveLength((await rowsOf(store, "message")).length);
    }
    expect(clock.now()).toBeGreaterThan(0);
  }, 120_000);

  it("is not undone by a sync that runs meanwhile, wherever the two meet", async () => {
    const { store, author, secrets, open, read } = await town("bluesky");
    for (let turn = 0; turn < 6; turn++) {
      const base = await copy(store);
      // The journal and the person's rows are gone, as if nothing had been read yet: the sync finds everything anew.
      if (turn > 2)
        for (const collection of ["cursor", "message", "change"] as const)
          for (const row of await rowsOf(base, collection))
            await base.write([{ collection, key: rowKey(collection, row) ?? "", value: null }]);
      // A bare name in words of others that nobody had read by then cannot be known again: no name is kept to know it by.
      const known = turn > 2 ? secrets.filter((word) => word !== "Ada Sentinel") : secrets;
      const syncing = open(base).sync();
      for (let wait = 0; wait < turn * 3; wait++) await Promise.resolve();
      await Promise.all([syncing, open(base).forget({ author }, { by: sandra })]);
      expect(held(await dump(base), known), `turn ${turn}`).toEqual([]);
      await open(base).sync();
      expect(held(await dump(base), known), `turn ${turn}`).toEqual([]);
    }
    await read();
  }, 60_000);

  it("fails the batch of a sync that looked before and writes after", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    net.say({ id: "a", minutes: 101, by: "somebody-sesame", text: "sesame" });
    const clock = virtualClock({ start: at(200) });
    const base = memoryStore();
    const forgetting = createInbox({ accounts: [net.adapter], clock, store: base });
    let once = true;
    const slow: Store = {
      ...base,
      write: async (batch) => {
        // Between looking and writing somebody is forgotten whom nobody has stored yet.
        if (once && batch.some(({ collection }) => collection === "message")) {
          once = false;
          await forgetting.forget({ author: net.author("somebody-sesame").key }, { by: sandra });
        }
        return base.write(batch);
      },
    };
    const other = plaza({ surfaces: [{ name: "mentions" }] });
    other.mentions.push(...net.mentions);
    await createInbox({ accounts: [other.adapter], clock, store: slow }).sync();
    expect(once).toBe(false);
    expect(await dump(base)).not.toContain("sesame");
  });

  it("reaches no other tenant", async () => {
    const { store, author, secrets, open } = await town("bluesky", { tenant: "acme" });
    await open(store, "other").sync();
    const others = async (): Promise<readonly string[]> => (await dump(store)).split("\n").filter((line) => held(line, secrets).length > 0);
    const before = await others();
    await open(store, "third").forget({ author }, { by: sandra });
    expect((await others()).length).toBe(before.length);
    await open(store, "acme").forget({ author }, { by: sandra });
    const after = await store.query("message", { below: ["acme/"], limit: 1_000 });
    expect(held(JSON.stringify(after), secrets)).toEqual([]);
    const kept = await store.query("message", { below: ["other/"], limit: 1_000 });
    expect(held(JSON.stringify(kept), secrets)).toContain("secret-comment");
    // A pseudonym of one tenant is none of the other.
    expect(pseudonymOf({ prefix: "acme/" }, author)).not.toBe(pseudonymOf({ prefix: "other/" }, author));
  });

  it("keeps trees together under names that say nothing, and the same by every route", async () => {
    const { inbox, author, read, messages } = await town("bluesky");
    const comment = (await messages()).find(({ text }) => text.includes("secret-comment"));
    const before = nodes(await inbox.tree(comment?.key ?? ""));
    expect(before).toBeGreaterThan(2);
    await inbox.forget({ author }, { by: sandra });
    await read(2);
    const shell = (await messages()).find(
      ({ createdAt, kind, deletedAt }) => createdAt === comment?.createdAt && kind === comment.kind && deletedAt !== undefined,
    );
    expect(shell).toMatchObject({ text: "", direction: "inbound", visibility: "removed" });
    expect(shell?.key).toMatch(/:message:~[0-9a-f]{32}$/);
    expect(nodes(await inbox.tree(shell?.key ?? ""))).toBe(before);
    expect(shell?.author).toBeUndefined();
  });

  it("strikes the person out of what others said, keeps the rest, and says it no more after an edit is read again", async () => {
    const { inbox, author, read, messages } = await town("bluesky");
    await inbox.forget({ author }, { by: sandra });
    await read();
    const texts = (await messages()).filter(({ deletedAt }) => deletedAt === undefined).map(({ text }) => text);
    expect(texts).toContain("[…] they are, says […]");
    expect(texts).toContain("Mine are wet");
    expect(texts).toContain("As we told […], dry them");
  });

  it("stores what the person writes afterwards as new contact, and what they wrote before not", async () => {
    const { inbox, author, secrets, read, says, messages, store, clock } = await town("bluesky");
    await inbox.forget({ author }, { by: sandra });
    await read();
    await clock.sleep(60_000);
    says("Hello again, new-contact");
    await read(3);
    const theirs = (await messages()).filter((one) => one.author?.key === author);
    expect(theirs.map(({ text }) => text)).toEqual(["Hello again, new-contact"]);
    expect(await rowsOf(store, "author")).toContainEqual(expect.objectContaining({ key: author }));
    const old = secrets.filter((word) => word.startsWith("secret-"));
    expect(held(await dump(store), old)).toEqual([]);
    // Forgotten again, this goes as well.
    expect(await inbox.forget({ author }, { by: sandra })).toBeGreaterThan(0);
    await read(2);
    expect(held(await dump(store), [...secrets, "new-contact"])).toEqual([]);
  });

  it("leaves an audit row of who forgot, with numbers and without the person", async () => {
    const { inbox, author, store } = await town("mastodon");
    const count = await inbox.forget({ author }, { by: sandra });
    const [row] = (await inbox.audit({ actions: ["forget"] })).items;
    expect(row).toMatchObject({ action: "forget", by: sandra, target: expect.stringMatching(/:author:~[0-9a-f]{32}$/) as string });
    const { cleaned, ...objects } = row?.meta ?? {};
    expect(Number(cleaned)).toBeGreaterThan(0);
    expect(Object.values(objects).reduce((sum, one) => sum + Number(one), 0)).toBe(count);
    expect(Object.keys(objects)).toEqual(expect.arrayContaining(["message", "author", "conversation"]));
    expect((await rowsOf(store, "outbox")).every(({ steps }) => steps.length > 0)).toBe(true);
  });

  it("refuses a write to what was forgotten, whose key a host still holds, because the outbox would name it again", async () => {
    const { inbox, author, store, secrets, messages } = await town("bluesky");
    const [theirs] = (await messages()).filter((one) => one.author?.key === author);
    await inbox.forget({ author }, { by: sandra });
    await expect(inbox.respond(theirs as Message, "Hello?", { by: sandra })).rejects.toMatchObject({ code: "not-found" });
    expect(held(await dump(store), secrets)).toEqual([]);
  });

  it("thinks no more about what was forgotten while it waited for `enrich`", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }], pageSize: 100 });
    for (let index = 0; index < 60; index++)
      net.say({
        id: `m${index}`,
        minutes: 101 + index / 100,
        by: index < 50 ? "ben" : "ann",
        text: `${index < 50 ? "kept" : "sesame"} ${index}`,
      });
    const thought: string[] = [];
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const inbox = createInbox({
      accounts: [net.adapter],
      clock: virtualClock({ start: at(200) }),
      enrich: async (found) => {
        thought.push(...found.map(({ text }) => text));
        await gate;
        return found.map(() => undefined);
      },
    });
    await inbox.sync();
    await inbox.forget({ author: net.author("ann").key }, { by: sandra });
    go();
    await inbox.close();
    expect(thought).toHaveLength(50);
    expect(thought.join()).not.toContain("sesame");
  });

  it("lets nothing leave that named the person and had not left yet", async () => {
    const { inbox, author, store, messages } = await town("mastodon");
    const wet = (await messages()).find(({ text }) => text.endsWith("Mine are wet")) as Message;
    const robot = { type: "automation", id: "robot" } as const;
    const waiting = await inbox.respond(wet, "Ask @ada_secret, she knows", { by: robot });
    expect(waiting.status).toBe("pending");
    await inbox.forget({ author }, { by: sandra });
    const [entry] = await store.read("outbox", [waiting.id]);
    expect(entry?.value).toMatchObject({ state: "rejected", error: { code: "declined" }, plan: { parts: ["Ask […], she knows"] } });
  });

  it("refuses what is no key, who does not say who acts, and the account as an author", async () => {
    const net = plaza();
    const inbox = createInbox({ accounts: [net.adapter], clock: virtualClock({ start: at(0) }) });
    const refused = { code: "invalid-request" };
    await expect(inbox.forget("nonsense", { by: sandra })).rejects.toMatchObject(refused);
    await expect(inbox.forget({ author: `${net.account}:message:1` }, { by: sandra })).rejects.toMatchObject(refused);
    await expect(inbox.forget({ author: net.author("1").key }, { by: sandra })).rejects.toMatchObject(refused);
    await expect(inbox.forget(net.author("ann").key, {} as never)).rejects.toMatchObject(refused);
    await inbox.close();
  });
});
