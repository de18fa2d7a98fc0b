import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../src/model/keys.js";
import { blueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox } from "../../src/inbox/index.js";
import { defineAdapter, paged } from "../../src/adapter/index.js";
import { memoryCoordinator } from "../../src/limits/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import type { Message } from "../../src/model/message.js";

const by = { type: "human", id: "sandra" } as const;
const account = accountKey("acme", "1");
const anything = { parse: (value: unknown): unknown => value };
const minute = 60_000;

const mention = (number: number): Message => ({
  key: makeKey(account, "message", `m${number}`),
  network: "acme",
  accountId: "1",
  id: `m${number}`,
  kind: "mention",
  direction: "inbound",
  conversation: makeKey(account, "conversation", `c${number}`),
  text: "Are they waterproof?",
  entities: [],
  attachments: [],
  counts: {},
  createdAt: new Date(Date.parse("2026-01-01T00:00:00.000Z") - number * minute).toISOString(),
  visibility: "public",
  via: "poll",
});

/** An account with ten calls in a quarter of an hour, and more mentions than that has pages. */
function busyAccount() {
  const clock = virtualClock({ start: "2026-01-01T00:00:00.000Z", auto: true });
  const sent: string[] = [];
  const adapter = defineAdapter({
    network: "acme",
    account,
    baseUrl: "https://acme.example",
    limits: [
      {
        id: "all",
        partition: ["account"],
        unit: "requests",
        capacity: 10,
        refill: { kind: "window", windowMs: 15 * minute, rolling: false },
        source: "test",
      },
    ],
    meter: { cost: () => ({ all: 1 }), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [] }),
    surfaces: [{ name: "mentions" }],
    operations: (request) => ({
      listMentions: (query) =>
        paged(
          async (cursor = "0") => {
            await request("GET", `/mentions/${cursor}`, { schema: anything, operation: "listMentions" });
            return { items: [mention(Number(cursor))], next: String(Number(cursor) + 1) };
          },
          query,
          { timeOf: ({ createdAt }) => createdAt, name: "acme listMentions" },
        ),
      reply: async (target) => {
        await request("POST", "/replies", { schema: anything, body: { to: target.key }, operation: "reply" });
        return {};
      },
    }),
  });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push(new Request(input, init).method);
    return Response.json({});
  };
  const inbox = createInbox({ accounts: [adapter], clock, fetch, limiter: { mode: "throw" } });
  return { clock, inbox, sent };
}

describe("inbox", () => {
  describe("lanes", () => {
    it("leave a fifth of a budget to replies, however much there is to read", async () => {
      const { clock, inbox, sent } = busyAccount();
      const before = clock.now();
      const { surfaces } = await inbox.sync();
      expect(surfaces[0]).toMatchObject({ error: { code: "rate-limited" } });
      expect(sent).toEqual(Array.from({ length: 8 }, () => "GET"));
      for (const number of [0, 1]) expect((await inbox.respond(mention(number), `Yes ${number}.`, { by })).status).toBe("sent");
      expect(clock.now()).toBe(before);
      expect(sent.slice(8)).toEqual(["POST", "POST"]);
      await inbox.close();
    });

    it("keep every list of a sync and of a poll behind replies, on Bluesky", async () => {
      const world = blueskyWorld();
      const demands: { readonly path: string; readonly keep: readonly number[] }[] = [];
      let last: readonly number[] = [];
      const memory = memoryCoordinator();
      const coordinator: Coordinator = {
        ...memory,
        reserve: (wanted, now) => {
          last = wanted.filter(({ cost }) => cost > 0).map(({ keep }) => keep);
          return memory.reserve(wanted, now);
        },
      };
      const fetch: typeof globalThis.fetch = (input, init) => {
        demands.push({ path: new URL(input instanceof Request ? input.url : input).pathname, keep: last });
        return world.runtime.fetch!(input, init);
      };
      const inbox = createInbox({
        accounts: [
          createBlueskyAdapter({
            accountId: world.brand.id,
            password: world.account.privilegedAppPassword,
            service: "https://bluesky.test",
          }),
        ],
        ...world.runtime,
        coordinator,
        fetch,
      });
      const member = await world.member(1);
      const post = await world.publish(world.brand, "Our boots are back.");
      await world.reply(member, post, "Are they waterproof?");
      await world.directMessage!(member, world.brand, "Do you have size 42?");
      expect((await inbox.sync()).ok).toBe(true);
      const stop = new AbortController();
      await world.reply(member, post, "And warm?");
      inbox.on("message", () => {
        stop.abort();
      });
      await inbox.listen({ signal: stop.signal });
      const keepsBack = ({ keep }: (typeof demands)[number]): boolean => Math.max(...keep) > 0;
      const reads = demands.filter(({ path }) => !path.includes(".server."));
      expect(reads.length).toBeGreaterThan(7);
      expect(reads.filter((one) => !keepsBack(one))).toEqual([]);
      demands.length = 0;
      const asked = (await inbox.items({ kinds: ["comment"] })).items[0]!.message;
      expect((await inbox.respond(asked, "Yes, they are.", { by })).status).toBe("sent");
      expect(demands.filter(({ path }) => path.includes("putRecord")).map(keepsBack)).toEqual([false]);
      await inbox.close();
    });
  });
});
