import { describe, expect, it } from "vitest";
import { blueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/index.js";
import type { CollectionName } from "../../src/store/collections.js";
import type { Store } from "../../src/store/store.js";

const by = { type: "human", id: "sandra" } as const;

/** Two brands on one network, in one inbox and one store that writes down every key that it is given. */
async function twoBrands() {
  const world = blueskyWorld();
  const other = world.fake.state.addAccount("other-brand.test");
  const written = new Map<string, CollectionName>();
  const memory = memoryStore();
  const note = (batch: Parameters<Store["write"]>[0]): void => {
    for (const { key, collection, value } of batch) if (value !== null) written.set(key, collection);
  };
  const store: Store = {
    ...memory,
    write: (batch) => {
      note(batch);
      return memory.write(batch);
    },
    settle: (settlements, writes = []) => {
      note(writes);
      return memory.settle(settlements, writes);
    },
  };
  const service = "https://bluesky.test";
  const inbox = createInbox({
    tenant: "acme",
    accounts: [
      createBlueskyAdapter({ accountId: world.brand.id, password: world.account.privilegedAppPassword, service }),
      createBlueskyAdapter({ accountId: other.did, password: other.privilegedAppPassword, service }),
    ],
    store,
    ...world.runtime,
  });
  return { world, other: { id: other.did, handle: other.handle }, inbox, store: memory, written };
}

describe("inbox", () => {
  describe("keys", () => {
    it("are one for an object however it was found, and two where two accounts see it", async () => {
      const { world, other, inbox } = await twoBrands();
      const member = await world.member(1);
      const post = await world.publish(world.brand, "Our boots are back.");
      // Under the one's post and naming both: a comment and a mention for the one, a mention for the other.
      const id = await world.reply(member, post, `@${world.brand.handle} @${other.handle} are they waterproof?`);
      for (let round = 0; round < 2; round++) expect((await inbox.sync()).ok).toBe(true);
      const found = (await inbox.items()).items.map(({ message }) => message).filter((message) => message.id === id);
      expect(found.map(({ key, kind }) => [key.split(":message:")[0], kind]).sort()).toEqual(
        [
          [`bluesky:${world.brand.id.replaceAll(":", "%3A")}`, "comment"],
          [`bluesky:${other.id.replaceAll(":", "%3A")}`, "mention"],
        ].sort(),
      );
      expect(new Set(found.map(({ author }) => author?.key)).size).toBe(2);
      await inbox.close();
    });

    it("begin with tenant and account in every collection, so that one prefix erases an account", async () => {
      const { world, other, inbox, store, written } = await twoBrands();
      const member = await world.member(1);
      for (const brand of [world.brand, other]) {
        const post = await world.publish(brand, "Our boots are back.");
        await world.reply(member, post, "Are they waterproof?");
        await world.directMessage!(member, brand, "Do you have size 42?");
      }
      await inbox.sync();
      for (const { message } of (await inbox.items({ direction: "inbound" })).items)
        expect((await inbox.respond(message, "Yes.", { by })).status).toBe("sent");
      const own = (await inbox.items({ direction: "outbound", kinds: ["comment"] })).items;
      for (const { message } of own) await inbox.act("delete", { key: message.key }, null, { by });
      await inbox.handle(() => Promise.reject(new Error("no")), { drain: true, origin: "backfill", maxAttempts: 1 });
      expect([...new Set(written.values())].sort()).toEqual([
        "account",
        "audit",
        "author",
        "change",
        "conversation",
        "cursor",
        "dead",
        "message",
        "observation",
        "outbox",
        "post",
        "tombstone",
      ]);
      const prefixes = [world.brand, other].map(({ id }) => `acme/bluesky:${id.replaceAll(":", "%3A")}`);
      const [one = "", two = ""] = prefixes;
      // What tenants of one account share stands before no tenant's name, and names lists and keys only.
      const shared = [...written].filter(([key]) => key.startsWith("%/"));
      expect(shared.filter(([, collection]) => collection !== "cursor")).toEqual([]);
      const tenants = [...written.keys()].filter((key) => !key.startsWith("%/"));
      expect(tenants.filter((key) => !prefixes.some((prefix) => key === prefix || key.startsWith(`${prefix}:`)))).toEqual([]);
      const left = async (below: string): Promise<number> => {
        const pages = await Promise.all([...new Set(written.values())].map((name) => store.query(name, { below: [below], limit: 1_000 })));
        return pages.reduce((sum, { items }) => sum + items.length, 0);
      };
      const both = [await left(one), await left(two)];
      expect(Math.min(...both)).toBeGreaterThan(15);
      expect(await store.erase({ below: one })).toBe(both[0]);
      expect([await left(one), await left(two)]).toEqual([0, both[1]]);
      await inbox.close();
    });
  });
});
