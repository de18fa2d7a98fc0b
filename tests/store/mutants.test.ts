import { describe, expect, it } from "vitest";
import { memoryStore, type CollectionName, type Store, type Write } from "../../src/store/index.js";
import { storeContract } from "../../src/testing/store-contract.js";

/** Stores with one defect each, as somebody could write them. */
const mutants: Readonly<Record<string, (store: Store) => Partial<Store>>> = {
  "ignores what a write expects": (store) => ({
    write: (batch) => store.write(batch.map((write) => without(write, "expect") as Write)),
  }),
  "inserts although the row is there": (store) => ({
    write: (batch) =>
      store.write(batch.map(({ expect: wanted, ...write }) => (wanted === "absent" ? write : { ...write, expect: wanted }) as Write)),
  }),
  "checks first and writes a moment later": (store) => ({
    write: async (batch) => {
      const rows = await Promise.all(batch.map(({ collection, key }) => store.read(collection, [key])));
      const conflicts = batch.flatMap(({ expect: wanted }, index) => {
        const version = rows[index]?.[0]?.version ?? "absent";
        return wanted === undefined || wanted === version ? [] : [{ index, version } as const];
      });
      return conflicts.length > 0 ? { ok: false, conflicts } : store.write(batch.map((write) => without(write, "expect") as Write));
    },
  }),
  "writes what it can of a batch": (store) => ({
    write: async (batch) => {
      const results = await Promise.all(batch.map((write) => store.write([write])));
      const conflicts = results.flatMap((result, index) => (result.ok ? [] : result.conflicts.map(({ version }) => ({ index, version }))));
      return conflicts.length > 0 ? { ok: false, conflicts } : { ok: true };
    },
  }),
  "leaves holes out when it reads": (store) => ({
    read: async (collection, keys) => (await store.read(collection, keys)).filter((row) => row !== undefined),
  }),
  "says version 1 for ever": (store) => ({
    read: async (collection, keys) => (await store.read(collection, keys)).map((row) => row && { ...row, version: 1 }),
  }),
  "hands out the object itself": (store) => {
    const kept = new Map<string, unknown>();
    return {
      write: async (batch) => {
        const result = await store.write(batch);
        if (result.ok) for (const { collection, key, value } of batch) kept.set(`${collection} ${key}`, value);
        return result;
      },
      read: async (collection, keys) =>
        (await store.read(collection, keys)).map(
          (row, index) => row && { ...row, value: (kept.get(`${collection} ${keys[index]}`) ?? row.value) as never },
        ),
    };
  },
  "ignores the order asked for": (store) => ({ query: (collection, query) => store.query(collection, without(query, "order")) }),
  "forgets the last row of a page": (store) => ({
    query: async (collection, query) => {
      const page = await store.query(collection, query);
      return page.next === undefined ? page : { ...page, items: page.items.slice(0, -1) };
    },
  }),
  "begins each page one row too early": (store) => {
    const last = new Map<CollectionName, unknown>();
    return {
      query: async (collection, query) => {
        const page = await store.query(collection, query);
        const before = query.after === undefined ? [] : [last.get(collection) as never];
        last.set(collection, page.items.at(-1));
        return { ...page, items: [...before, ...page.items] };
      },
    };
  },
  "ends `until` too late": (store) => ({
    query: (collection, query) => store.query(collection, query.until === undefined ? query : { ...query, until: `${query.until}~` }),
  }),
  "asks for all values of a field": (store) => ({
    query: async (collection, query) =>
      Object.values({ ...query.where }).some((values) => values.length > 1) ? { items: [] } : store.query(collection, query),
  }),
  "does not see that something expired": (store) => ({
    query: (collection, query) => store.query(collection, without(query, "expiredAt")),
  }),
  "reads prefixes without their boundary": (store) => ({
    query: async (collection, { below, ...query }) => {
      const page = await store.query(collection, { ...query, limit: 1000 });
      const rows = page.items.filter(
        ({ value }) => below === undefined || ("key" in value && below.some((prefix) => value.key.startsWith(prefix))),
      );
      return { items: rows };
    },
  }),
  "erases by the beginning of the key": (store) => ({
    erase: async (what) => {
      if ("about" in what) return store.erase(what);
      let erased = 0;
      for (const collection of ["account", "message", "change", "outbox", "cursor"] as const)
        for (const other of [what.below, `${what.below}0`, `${what.below}2/`]) {
          const rows = (await store.query(collection, { limit: 1000, below: [other] })).items;
          if (rows.length > 0) erased += await store.erase({ below: other });
        }
      return erased;
    },
  }),
  "erases rows and leaves their progress": (store) => {
    const seen = new Map<string, number>();
    return {
      claim: async (request) =>
        (await store.claim(request)).map((claim) => {
          const attempt = (seen.get(claim.key) ?? 0) + 1;
          seen.set(claim.key, attempt);
          return { ...claim, attempt };
        }),
    };
  },
  "erases nothing about an author": (store) => ({
    erase: (what) => ("about" in what && what.about.includes(":author:") ? Promise.resolve(0) : store.erase(what)),
  }),
  "erases about an object in every tenant": (store) => ({
    erase: async (what) => {
      if ("below" in what) return store.erase(what);
      const plain = what.about.slice(what.about.lastIndexOf("/") + 1);
      return (await Promise.all(["", "acme/", "bolt/"].map((tenant) => store.erase({ about: tenant + plain })))).reduce(
        (sum, one) => sum + one,
        0,
      );
    },
  }),
  "ignores fences": (store) => {
    const fences = new Map<string, number>();
    return {
      claim: async (request) => {
        const claims = await store.claim(request);
        for (const { key, fence } of claims) fences.set(`${request.consumer} ${key}`, fence);
        return claims;
      },
      settle: (settlements, writes) =>
        store.settle(
          settlements.map((one) => ({ ...one, fence: fences.get(`${one.consumer} ${one.key}`) ?? one.fence })),
          writes,
        ),
    };
  },
  "writes although the fence is old": (store) => ({
    settle: async (settlements, writes = []) => {
      const answers = await store.settle(settlements, writes);
      if (answers.includes(false)) await store.write(writes);
      return answers;
    },
  }),
  "settles although a write conflicts": (store) => ({
    settle: async (settlements, writes = []) => {
      const answers = await store.settle(settlements);
      await store.write(writes);
      return answers;
    },
  }),
  "settles what it can": (store) => ({
    settle: async (settlements, writes = []) => {
      const answers = (await Promise.all(settlements.map((one) => store.settle([one])))).flat();
      if (answers.every(Boolean)) await store.write(writes);
      return answers;
    },
  }),
  "hands two entries of one conversation out": (store) => ({
    claim: async (request) => {
      const keys = Array.from({ length: 9 }, (_, id) => `forum:1:${request.from}:${id}`);
      return (await Promise.all(keys.map((key) => store.claim({ ...request, below: [key] })))).flat();
    },
  }),
  "hands an entry out as often as asked": (store) => ({
    claim: (request) => store.claim({ ...request, consumer: `${request.consumer} ${Math.random()}` }),
  }),
  "loses the order of arrival": (store) => ({ claim: async (request) => (await store.claim(request)).toReversed() }),
  "never hands out again after the lease": (store) => ({ claim: (request) => store.claim({ ...request, leaseMs: 10 ** 15 }) }),
  "forgets the lease at once": (store) => ({ claim: (request) => store.claim({ ...request, now: request.now + 120_000 }) }),
  "shares progress between consumers": (store) => ({ claim: (request) => store.claim({ ...request, consumer: "crm" }) }),
  "ignores the filter of a claim": (store) => ({ claim: (request) => store.claim(without(request, "match")) }),
  "ignores the prefixes of a claim": (store) => ({ claim: (request) => store.claim(without(request, "below")) }),
  "lets entries that do not match block": (store) => ({
    claim: async (request) => {
      const claims = await store.claim({ ...request, match: {} });
      const origins = request.match?.origins;
      return claims.filter(({ value }) => origins === undefined || ("origin" in value && origins.includes(value.origin)));
    },
  }),
  "hands the dead out again": (store) => ({
    settle: (settlements, writes) =>
      store.settle(
        settlements.map((one) => (one.as === "dead" ? { ...one, as: "retry" } : one)),
        writes,
      ),
  }),
  "does not wait until the time to try again": (store) => ({
    settle: (settlements, writes) =>
      store.settle(
        settlements.map((one) => without(one, "retryAt")),
        writes,
      ),
  }),
  "takes an entry away from who asked for more time": (store) => {
    const asked = new Set<string>();
    return {
      settle: (settlements, writes) => {
        const lost = settlements.map((one) => (asked.has(`${one.key} ${one.fence}`) ? { ...one, fence: one.fence + 1000 } : one));
        for (const one of settlements) if (one.as === "retry") asked.add(`${one.key} ${one.fence}`);
        return store.settle(lost, writes);
      },
    };
  },
  "does not look at who takes part": (store) => ({
    query: (collection, query) =>
      store.query(collection, collection === "conversation" && query.where ? { ...query, where: without(query.where, "author") } : query),
  }),
  "lets the neighbours overtake what is tried again": (store) => ({
    settle: (settlements, writes) =>
      store.settle(
        settlements.map((one) => (one.retryAt === undefined ? one : { ...one, as: "done" })),
        writes,
      ),
  }),
  "hands out writes that are held": (store) => ({
    write: (batch) =>
      store.write(
        batch.map((write) =>
          write.collection === "outbox" && write.value?.state === "held" ? { ...write, value: { ...write.value, state: "queued" } } : write,
        ),
      ),
  }),
  "counts attempts of nobody": (store) => ({
    claim: async (request) => (await store.claim(request)).map((claim) => ({ ...claim, attempt: 1 })),
  }),
  "stores a token whatever is expected": (store) => ({
    tokens: {
      load: async (name) => store.tokens?.load(name),
      swap: async (name, next) => store.tokens?.swap(name, next, (await store.tokens.load(name))?.version ?? "absent") ?? false,
    },
  }),
  "answers after it was closed": () => ({ close: () => Promise.resolve() }),
};

/** The same object without one of its fields. */
function without<T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> {
  const copy: Partial<T> = { ...value };
  Reflect.deleteProperty(copy, name);
  return copy as Omit<T, K>;
}

describe("store contract", () => {
  for (const [defect, mutate] of Object.entries(mutants))
    it(`notices a store that ${defect}`, async () => {
      const create = (): Store => {
        const store = memoryStore();
        return { ...store, ...mutate(store) };
      };
      const behaviours = storeContract({ create }).filter(({ name }) => !name.includes("ten thousand"));
      const broken: string[] = [];
      for (const { name, run } of behaviours) await run().catch(() => broken.push(name));
      expect(broken).not.toEqual([]);
      // A defect that breaks everything would show nothing about the suite.
      expect(broken.length).toBeLessThan(behaviours.length);
    });
});
