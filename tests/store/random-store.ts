/** Random steps, taken by a store and by the plainest one there is: they have to say the same. @module */
import fc from "fast-check";
import { expect } from "vitest";
import { type ClaimRequest, type CollectionName, type Settlement, type Store, type StoreQuery, type Write } from "../../src/store/index.js";
import { plainStore } from "./reference.js";

export const second = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();
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

/** Takes random steps with stores from `create`, and holds each answer against that of the plain store. */
export async function saysTheSame(create: () => Store, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120, size: "max" }), async (steps) => {
      const [store, plain] = [create(), plainStore()];
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
      await store.close();
    }),
    { numRuns },
  );
}
