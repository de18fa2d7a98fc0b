import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  memoryStore,
  type ClaimRequest,
  type CollectionName,
  type Settlement,
  type Store,
  type StoreQuery,
  type Write,
} from "../../src/store/index.js";
import { plainStore } from "./reference.js";

const second = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();
const account = fc.constantFrom("x:1", "x:1", "x:1", "x:10", "y:2");
// Few of each, so that rows meet again.
const small = fc.nat(3);

const changeWrite = fc
  .tuple(account, small, fc.constantFrom("a", "b", "c"), fc.boolean(), small)
  .map(([owner, id, talk, live, at]): Write => ({
    collection: "change",
    key: `${owner}:change:${id}`,
    value: {
      type: "subscription.revoked",
      id: String(id),
      origin: live ? "live" : "backfill",
      at: second(at),
      account: owner,
      conversation: `${owner}:conversation:${talk}`,
      subscription: "s",
      reason: "r",
    },
  }));
const outboxWrite = fc
  .tuple(account, small, fc.constantFrom("held", "queued", "sending", "sent"), small)
  .map(([owner, id, state, at]): Write => ({
    collection: "outbox",
    key: `${owner}:outbox:${id}`,
    value: {
      id: String(id),
      idempotencyKey: String(id),
      account: owner,
      operation: "like",
      target: { key: owner },
      hash: "h",
      by: { type: "human", id: "s" },
      state: state as "held",
      createdAt: second(at),
      steps: [],
      approvals: [],
    },
  }));
const deletion = fc
  .tuple(fc.constantFrom<"change" | "outbox">("change", "outbox"), account, small)
  .map(([collection, owner, id]): Write => ({ collection, key: `${owner}:${collection}:${id}`, value: null }));
const below = fc.option(fc.subarray(["x", "x:1", "x:10", "y:2", "x:1:change:3"], { minLength: 1 }), { nil: undefined });

type Step =
  | { readonly do: "write"; readonly write: Write }
  | { readonly do: "claim"; readonly request: Omit<ClaimRequest, "now">; readonly waitMs: number }
  | { readonly do: "settle"; readonly which: number; readonly as: Settlement["as"]; readonly retryAfterMs: number | undefined }
  | { readonly do: "query"; readonly collection: CollectionName; readonly query: StoreQuery }
  | { readonly do: "erase"; readonly below: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(changeWrite, outboxWrite, deletion).map((write): Step => ({ do: "write", write })) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom<"change" | "outbox">("change", "outbox"),
        fc.constantFrom("crm", "search"),
        below,
        fc.boolean(),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(150),
      )
      .map(([from, consumer, under, live, limit, waitMs]): Step => {
        const match = live && from === "change" ? { match: { origins: ["live" as const] } } : {};
        return { do: "claim", request: { from, consumer, limit, leaseMs: 100, ...(under && { below: under }), ...match }, waitMs };
      }),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.nat(20), fc.constantFrom<Settlement["as"]>("done", "retry", "dead"), fc.option(fc.nat(200), { nil: undefined }))
      .map(([which, as, retryAfterMs]): Step => ({ do: "settle", which, as, retryAfterMs })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom<CollectionName>("change", "outbox"),
        below,
        fc.constantFrom("oldest" as const, "newest" as const),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        small,
      )
      .map(([collection, under, order, filtered, limit, since]): Step => {
        const where = filtered && collection === "outbox" ? { where: { state: ["queued", "held"] } } : {};
        return { do: "query", collection, query: { order, limit, since: second(since), ...(under && { below: under }), ...where } };
      }),
  },
  { weight: 1, arbitrary: fc.constantFrom("x:1", "y:2", "x:10:outbox").map((prefix): Step => ({ do: "erase", below: prefix })) },
);

async function everyPage(store: Store, collection: CollectionName, query: StoreQuery): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(collection, { ...query, ...(after !== undefined && { after }) });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return found;
}

describe("store", () => {
  describe("memory store", () => {
    it("says the same as a store that goes through everything each time", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120, size: "max" }), async (steps) => {
          const [store, plain] = [memoryStore(), plainStore()];
          let claims: Settlement[] = [];
          let now = 0;
          for (const one of steps)
            switch (one.do) {
              case "write":
                await store.write([one.write]);
                plain.write(one.write);
                break;
              case "claim": {
                now += one.waitMs;
                const found = await store.claim({ ...one.request, now });
                expect(found.map(({ key, attempt }) => ({ key, attempt }))).toEqual(plain.claim({ ...one.request, now }));
                const { from, consumer } = one.request;
                claims = [...claims, ...found.map(({ key, fence }): Settlement => ({ from, consumer, key, fence, as: "done" }))];
                break;
              }
              case "settle": {
                const claim = claims[one.which % claims.length];
                if (claim === undefined) break;
                claims = claims.filter((other) => other !== claim);
                const settlement = { ...claim, as: one.as, ...(one.retryAfterMs !== undefined && { retryAt: now + one.retryAfterMs }) };
                // An old fence has no say; which one is old the store alone knows.
                if ((await store.settle([settlement]))[0]) plain.settle(settlement);
                break;
              }
              case "query":
                expect(await everyPage(store, one.collection, one.query)).toEqual(plain.query(one.collection, one.query));
                break;
              case "erase":
                expect(await store.erase({ below: one.below })).toBe(plain.erase(one.below));
                break;
            }
        }),
        { numRuns: 400 },
      );
    });

    it("claims in a moment, however long the finished journal is", async () => {
      const store = memoryStore();
      const entries = 20_000;
      for (let from = 0; from < entries; from += 1000)
        await store.write(
          Array.from({ length: 1000 }, (_, index): Write => {
            const id = from + index;
            const key = `x:1:conversation:${id % 500}`;
            return {
              collection: "change",
              key: `x:1:change:${id}`,
              value: {
                type: "conversation.read",
                id: String(id),
                origin: "live",
                at: second(id),
                account: "x:1",
                conversation: key,
                upTo: second(id),
              },
            };
          }),
        );
      const request = { from: "change", consumer: "crm", limit: 10, leaseMs: 1000, now: 0 } as const;
      const workOff = async (): Promise<number> => {
        const before = process.cpuUsage();
        for (let done = 0; done < entries / 4;) {
          const claims = await store.claim(request);
          expect(claims).toHaveLength(10);
          await store.settle(claims.map(({ key, fence }) => ({ from: "change", consumer: "crm", key, fence, as: "done" })));
          done += claims.length;
        }
        const { user, system } = process.cpuUsage(before);
        return user + system;
      };
      const first = await workOff();
      await workOff();
      await workOff();
      const last = await workOff();
      expect(await store.claim(request)).toEqual([]);
      // A claim that goes through what is finished takes about seven times as long at the end as at the beginning, and seconds in all.
      expect(last).toBeLessThan(first * 4 + 100_000);
      expect(last).toBeLessThan(2_000_000);
    });
  });
});
