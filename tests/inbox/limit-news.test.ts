import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../src/model/keys.js";
import { createApp, defineAdapter, paged } from "../../src/adapter/index.js";
import { createInbox } from "../../src/inbox/index.js";
import { memoryCoordinator } from "../../src/limits/index.js";
import { memoryTokenStore } from "../../src/store/memory/memory-token-store.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { App } from "../../src/adapter/index.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import type { Inbox, InboxOptions } from "../../src/inbox/index.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { Message } from "../../src/model/message.js";

const anything = { parse: (value: unknown): unknown => value };
const hour = 3_600_000;
const minute = 60_000;
const start = Date.parse("2026-01-01T00:00:00.000Z");
const fetch: typeof globalThis.fetch = async () => Response.json({});

const rule = (id: string, partition: LimitRule["partition"], capacity: number): LimitRule => ({
  id,
  partition,
  unit: "requests",
  capacity,
  refill: { kind: "window", windowMs: hour, rolling: false },
  source: "test",
});

function adapterOf(id: string, app?: App): AnyAdapter {
  return defineAdapter({
    network: "acme",
    account: accountKey("acme", id),
    baseUrl: "https://acme.example",
    limits: [rule("own", ["account"], 10), rule("all", ["app"], 12)],
    meter: { cost: ({ operation }) => (operation === "own" ? { own: 1 } : { all: 1 }), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [] }),
    ...(app && { app }),
    operations: () => ({}),
  });
}

interface Heard {
  readonly inbox: Inbox;
  readonly news: (readonly [event: string, news: unknown])[];
}

function hearing(options: InboxOptions): Heard {
  const inbox = createInbox(options);
  const news: [string, unknown][] = [];
  for (const event of ["throttled", "budget-low"] as const) inbox.on(event, (told) => news.push([event, told]));
  return { inbox, news };
}

const ask = (adapter: AnyAdapter, operation: string): Promise<unknown> =>
  adapter.request("GET", "/", { schema: anything, operation, lane: "interactive" });

describe("inbox", () => {
  describe("news of limits", () => {
    it("says whose budget runs low and holds calls back, once", async () => {
      const clock = virtualClock({ auto: true });
      const adapters = [adapterOf("1"), adapterOf("2")];
      const { inbox, news } = hearing({ accounts: adapters, clock, fetch });
      const [first] = adapters;
      if (first === undefined) throw new Error("No adapter.");
      await Promise.all(Array.from({ length: 12 }, () => ask(first, "own")));
      const ends = new Date(start + hour).toISOString();
      expect(news).toEqual([
        ["budget-low", { account: "acme:1", rule: "own", remaining: 2, resetsAt: ends }],
        ["throttled", { account: "acme:1", rule: "own", retryAt: ends }],
      ]);
      await inbox.close();
    });

    it("is told in mode throw as well", async () => {
      const clock = virtualClock();
      const adapter = adapterOf("1");
      const { inbox, news } = hearing({ accounts: [adapter], clock, fetch, limiter: { mode: "throw" } });
      for (let index = 0; index < 10; index++) await ask(adapter, "own");
      for (let index = 0; index < 3; index++) await expect(ask(adapter, "own")).rejects.toMatchObject({ code: "rate-limited" });
      expect(news.map(([event]) => event)).toEqual(["budget-low", "throttled"]);
      await inbox.close();
    });

    it("is told once of what the accounts of an app share, to each inbox that has some of them", async () => {
      const clock = virtualClock({ auto: true });
      const coordinator = memoryCoordinator({ clock });
      const app = createApp({ id: "shop", networks: ["acme"] });
      const adapters = ["1", "2", "3"].map((id) => adapterOf(id, app));
      const shared = { clock, coordinator, fetch, logger: {}, random: () => 0.5, tokens: memoryTokenStore() };
      const webSocket = (): never => {
        throw new Error("No sockets here.");
      };
      const limiter = {};
      const one = hearing({ accounts: adapters.slice(0, 2), ...shared, webSocket, limiter });
      const two = hearing({ accounts: adapters.slice(2), ...shared, webSocket, limiter });
      for (let index = 0; index < 11; index++) for (const adapter of adapters.slice(0, 1)) await ask(adapter, "all");
      const low = ["budget-low", { rule: "all", remaining: 2, resetsAt: new Date(start + hour).toISOString() }];
      expect(one.news).toEqual([low]);
      expect(two.news).toEqual([low]);
      for (const adapter of adapters) for (let index = 0; index < 8; index++) await ask(adapter, "own");
      expect(one.news.slice(1).map(([, told]) => told)).toMatchObject([{ account: "acme:1" }, { account: "acme:2" }]);
      expect(two.news.slice(1).map(([, told]) => told)).toMatchObject([{ account: "acme:3" }]);
      await two.inbox.close();
      await clock.sleep(2 * hour);
      for (let index = 0; index < 11; index++) for (const adapter of adapters.slice(0, 1)) await ask(adapter, "all");
      expect(one.news).toHaveLength(4);
      expect(two.news).toHaveLength(2);
      await one.inbox.close();
    });

    it("is heard of accounts that a function finds, too", async () => {
      const clock = virtualClock();
      const adapters = new Map(["1", "2"].map((id) => [accountKey("acme", id), adapterOf(id)]));
      const { inbox, news } = hearing({ accounts: (account) => adapters.get(account), clock, fetch });
      const found = await inbox.adapter("acme:2");
      await inbox.adapter("acme:2");
      for (let index = 0; index < 8; index++) await ask(found, "own");
      expect(news).toMatchObject([["budget-low", { account: "acme:2" }]]);
      await inbox.close();
      await clock.advance(2 * hour);
      for (let index = 0; index < 8; index++) await ask(found, "own");
      expect(news).toHaveLength(1);
    });

    it("needs no request: listening loads nothing and settles no runtime", async () => {
      const adapter = adapterOf("1");
      const { inbox } = hearing({ accounts: [adapter], clock: virtualClock(), fetch });
      expect(await inbox.budgets()).toEqual([]);
      await inbox.close();
    });

    it("refuses numbers for limits that do not exist, with the first request", async () => {
      const adapter = defineAdapter({
        network: "acme",
        account: "acme:1",
        baseUrl: "https://acme.example",
        limits: [rule("ac.reads", ["account"], 10)],
        meter: { cost: () => ({}), read: () => [] },
        textRules: () => ({ markup: "plain", limits: [] }),
        operations: () => ({}),
      });
      const inbox = createInbox({
        accounts: [adapter],
        clock: virtualClock(),
        fetch,
        limiter: { capacities: { "ac.raeds": 3, "x.money": 20 } },
      });
      await expect(ask(adapter, "own")).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("ac.reads") as string,
      });
      await inbox.close();
      const wrong = { accounts: [adapterOf("2")], limiter: { capacities: { "ac.reads": -1 } } };
      expect(() => createInbox(wrong)).toThrow('`limiter.capacities["ac.reads"]` must be a number above 0');
    });
  });

  describe("inbound messages", () => {
    const account = accountKey("acme", "1");
    const conversation = makeKey(account, "conversation", "c:1");
    const message = (id: string, at: number, direction: "inbound" | "outbound" = "inbound"): Message => ({
      key: makeKey(account, "message", id),
      network: "acme",
      accountId: "1",
      id,
      kind: "direct",
      direction,
      conversation,
      text: "Are they waterproof?",
      entities: [],
      attachments: [],
      counts: {},
      createdAt: new Date(at).toISOString(),
      visibility: "private",
      via: "poll",
    });

    /** An account that may send ten messages in 48 hours from each message that came in, in each conversation. */
    function chatting(restarts: boolean) {
      const clock = virtualClock();
      const listed: Message[] = [];
      const told: string[] = [];
      const inner = memoryCoordinator({ clock });
      const coordinator: Coordinator = {
        ...inner,
        observe: (observations, unused) => {
          for (const { ledger, restartedAt } of observations) if (restartedAt !== undefined) told.push(`${ledger} ${restartedAt - start}`);
          return inner.observe(observations, unused);
        },
      };
      const adapter = defineAdapter({
        network: "acme",
        account,
        baseUrl: "https://acme.example",
        limits: [
          {
            id: "chats",
            partition: ["conversation"],
            unit: "messages",
            capacity: 10,
            refill: { kind: "window", windowMs: 48 * hour, rolling: false, ...(restarts && { restartsOn: "inbound" }) },
            source: "invented",
          },
        ],
        meter: { cost: ({ operation }) => (operation === "sendMessage" ? { chats: 1 } : {}), read: () => [] },
        textRules: () => ({ markup: "plain", limits: [] }),
        surfaces: [{ name: "mentions" }],
        operations: (request) => ({
          listMentions: (query) =>
            paged(async () => ({ items: listed.toReversed() }), query, {
              timeOf: ({ createdAt }) => createdAt,
              name: "acme listMentions",
            }),
          sendMessage: async () => {
            await request("POST", "/messages", { schema: anything, subject: { conversation: "c:1" }, operation: "sendMessage" });
            return {};
          },
        }),
      });
      const inbox = createInbox({ accounts: [adapter], clock, coordinator, fetch, limiter: { mode: "throw" } });
      const send = (): Promise<unknown> => adapter.sendMessage({ key: conversation }, { text: "Yes." });
      return { clock, inbox, listed, send, told };
    }

    it("begin the budget of their conversation anew, from when they came", async () => {
      const { clock, inbox, listed, send, told } = chatting(true);
      listed.push(message("m1", start - 3 * hour), message("m2", start - 2 * hour));
      await inbox.sync();
      await clock.advance(0);
      // Both as history, each with its own time.
      expect(told.sort()).toEqual([-2 * hour, -3 * hour].map((at) => `acme:acme%3A1:chats:c%3A1 ${at}`).sort());
      for (let index = 0; index < 10; index++) await send();
      await expect(send()).rejects.toMatchObject({ code: "rate-limited" });
      await clock.advance(5 * minute);
      listed.push(message("m3", clock.now() - minute), message("ours", clock.now(), "outbound"));
      await inbox.sync();
      await clock.advance(0);
      expect(told).toHaveLength(3);
      const [line] = await inbox.budgets();
      expect(line).toMatchObject({ rule: "chats", remaining: 10, resetsAt: new Date(start + 4 * minute + 48 * hour).toISOString() });
      for (let index = 0; index < 10; index++) await send();
      await inbox.sync();
      await expect(send()).rejects.toMatchObject({ code: "rate-limited" });
      await inbox.close();
    });

    it("are told to no budget that does not ask for them", async () => {
      const { clock, inbox, listed, told } = chatting(false);
      listed.push(message("m1", start - 3 * hour));
      await inbox.sync();
      await clock.advance(0);
      expect(told).toEqual([]);
      await inbox.close();
    });
  });
});
