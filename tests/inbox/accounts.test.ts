import { describe, expect, it } from "vitest";
import { at, plaza, type Plaza } from "./plaza.js";
import { bookAccounts } from "../../src/inbox/accounts.js";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { holdAdapter } from "../../src/inbox/accounts-found.js";
import { resolveRuntime } from "../../src/adapter/defaults.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AccountKey } from "../../src/model/keys.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";

const keyOf = (id: number | string): AccountKey => `plaza:${id}`;

/** A host with as many accounts as anybody asks for, and what it was asked. */
function host(options: Parameters<typeof plaza>[0] = {}) {
  const asked: string[] = [];
  const nets = new Map<string, Plaza>();
  const state: { fails: (account: string) => boolean } = { fails: () => false };
  return {
    asked,
    nets,
    state,
    find: async (account: AccountKey): Promise<AnyAdapter | undefined> => {
      asked.push(account);
      await Promise.resolve();
      if (state.fails(account)) throw new Error("the vault is away");
      const id = account.split(":")[1] ?? "";
      if (id === "stranger") return undefined;
      const net = plaza({ surfaces: [{ name: "mentions" }], ...options, id });
      nets.set(account, net);
      return net.adapter;
    },
  };
}

function book(most: number, { find } = host()) {
  const joined = new Map<string, number>();
  const accounts = bookAccounts(
    find,
    resolveRuntime(),
    ({ account }) => {
      joined.set(account, (joined.get(account) ?? 0) + 1);
      return () => joined.set(account, (joined.get(account) ?? 0) - 1);
    },
    most,
  );
  const open = (): string[] => [...joined].filter(([, times]) => times > 0).map(([account]) => account);
  return { accounts, open, joined };
}

describe("inbox", () => {
  describe("accounts of a function", () => {
    it("are found when they are needed, once, and kept", async () => {
      const { find, asked } = host();
      const inbox = createInbox({ accounts: find, clock: virtualClock({ start: at(100) }) });
      expect(asked).toEqual([]);
      const [one, same] = await Promise.all([inbox.adapter(keyOf(1)), inbox.adapter(keyOf(1))]);
      expect(one).toBe(same);
      expect((await inbox.sync({ accounts: [keyOf(1), keyOf(2)] })).ok).toBe(true);
      expect(asked).toEqual([keyOf(1), keyOf(2)]);
      await inbox.close();
    });

    it("have to be named where all are meant", async () => {
      const inbox = createInbox({ accounts: host().find });
      const named = /createInbox got a function, so it cannot know all accounts; name them in `accounts`/;
      await expect(inbox.sync()).rejects.toThrow(named);
      await expect(inbox.listen({ signal: new AbortController().signal })).rejects.toThrow(named);
      expect(() => inbox.stream()).toThrow(named);
      await inbox.close();
    });

    it("are let go beyond the bound, those used longest ago first, and stop being listened to", async () => {
      const world = host();
      const { accounts, open } = book(3, world);
      for (const id of [1, 2, 3, 1, 4]) await accounts.find(keyOf(id));
      expect(open().sort()).toEqual([keyOf(1), keyOf(3), keyOf(4)]);
      expect(world.asked).toHaveLength(4);
    });

    it("are kept beyond the bound while they are held, and let go afterwards", async () => {
      const { accounts, open } = book(2);
      const held = await accounts.find(keyOf("held"));
      const [once, again] = [holdAdapter(held), holdAdapter(held)];
      for (let id = 0; id < 20; id++) await accounts.find(keyOf(id));
      expect(open().sort()).toEqual([keyOf(18), keyOf(19), keyOf("held")]);
      expect(await accounts.find(keyOf("held"))).toBe(held);
      once();
      once();
      for (let id = 0; id < 20; id++) await accounts.find(keyOf(id));
      expect(open()).toContain(keyOf("held"));
      again();
      for (let id = 0; id < 20; id++) await accounts.find(keyOf(id));
      expect(open().sort()).toEqual([keyOf(18), keyOf(19)]);
    });

    it("are the same adapter as long as somebody works with it, though it was let go: one account has one queue", async () => {
      const world = host();
      const { accounts, open, joined } = book(1, world);
      const mine = await accounts.find(keyOf("mine"));
      for (let id = 0; id < 5; id++) await accounts.find(keyOf(id));
      expect(open()).toEqual([keyOf(4)]);
      expect(await accounts.find(keyOf("mine"))).toBe(mine);
      expect([joined.get(keyOf("mine")), world.asked.filter((one) => one === keyOf("mine")).length]).toEqual([1, 1]);
    });

    it("are tried anew after a search that failed, and a failure leaves nothing behind", async () => {
      const world = host();
      const { accounts, open } = book(5, world);
      world.state.fails = () => true;
      const searches = await Promise.allSettled([accounts.find(keyOf(1)), accounts.find(keyOf(1))]);
      expect(searches.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      world.state.fails = () => false;
      const [one, other] = await Promise.all([accounts.find(keyOf(1)), accounts.find(keyOf(1))]);
      expect(one).toBe(other);
      expect(world.asked).toHaveLength(2);
      expect(open()).toEqual([keyOf(1)]);
      expect(await accounts.knows(keyOf("stranger"))).toBe(false);
      world.state.fails = () => true;
      await expect(accounts.knows(keyOf(2))).rejects.toThrow("the vault is away");
    });

    it("fail alone: the others of a sync are read", async () => {
      const world = host();
      world.state.fails = (account) => account === keyOf(2);
      const inbox = createInbox({ accounts: world.find, clock: virtualClock({ start: at(100) }) });
      const { ok, surfaces } = await inbox.sync({ accounts: [1, 2, "stranger", 3].map(keyOf) });
      expect(ok).toBe(false);
      expect(surfaces.map(({ account, surface, error }) => [account, surface, error?.code])).toEqual([
        [keyOf(1), "mentions", undefined],
        [keyOf(2), "account", "unexpected-error"],
        [keyOf("stranger"), "account", "misconfigured"],
        [keyOf(3), "mentions", undefined],
      ]);
      expect(JSON.stringify(surfaces)).not.toContain("vault");
      await inbox.close();
    });

    it("are not let go while they are read, however many others are looked up", async () => {
      const world = host();
      const inbox = createInbox({ accounts: world.find, maxAdapters: 1, clock: virtualClock({ start: at(100) }) });
      await inbox.adapter(keyOf(1));
      const net = world.nets.get(keyOf(1));
      if (net === undefined) throw new Error("not found");
      net.before = async () => {
        net.before = () => undefined;
        for (let id = 2; id < 9; id++) await inbox.adapter(keyOf(id));
        // Nothing but what holds it keeps it: no line of this test does.
        expect(await inbox.adapter(keyOf(1))).toBe(net.adapter);
      };
      expect((await inbox.sync({ accounts: [keyOf(1)] })).ok).toBe(true);
      expect(world.asked.filter((one) => one === keyOf(1))).toHaveLength(1);
      await inbox.close();
    });

    it("are listened to though the first searches fail, and held as long as they are", async () => {
      const clock = virtualClock({ start: at(100) });
      const world = host({ stream: false });
      let failures = 2;
      world.state.fails = (account) => account === keyOf(1) && failures-- > 0;
      const inbox: Inbox = createInbox({ accounts: world.find, maxAdapters: 1, clock });
      const stop = new AbortController();
      const listening = inbox.listen({ accounts: [keyOf(1), keyOf(2)], signal: stop.signal });
      await clock.advance(61_000);
      const net = world.nets.get(keyOf(1));
      if (net === undefined) throw new Error("never found");
      for (let id = 10; id < 15; id++) await inbox.adapter(keyOf(id));
      net.say({ id: "m1", minutes: 101 });
      await clock.advance(61_000);
      expect((await inbox.items({ accounts: [keyOf(1)] })).items.map(({ message }) => message.id)).toEqual(["m1"]);
      expect(world.asked.filter((one) => one === keyOf(1))).toHaveLength(3);
      stop.abort();
      await listening;
      // Nothing waits any more.
      expect(clock.sleeping).toBe(0);
      await inbox.close();
    });

    it("takes a bound that makes sense", () => {
      for (const maxAdapters of [0, -1, 1.5, Number.NaN])
        expect(() => createInbox({ accounts: host().find, maxAdapters })).toThrow("maxAdapters");
    });
  });
});
