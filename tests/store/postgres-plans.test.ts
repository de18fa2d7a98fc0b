import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listing } from "../../src/store/postgres/query.js";
import { shapes, namesIn } from "../../src/store/postgres/tables.js";
import type { CollectionName, IndexedField, Store, StoreQuery, Write } from "../../src/store/index.js";
import {
  at,
  changesIn,
  claim,
  end as ended,
  home,
  keysOf,
  message,
  messageWrite,
  outboxWrite,
  outgoing,
} from "../../src/testing/store-contract/samples.js";
import { answers } from "./postgres-world.js";
import { emptyStores } from "./postgres-stores.js";

const { create, admin, schema, end } = emptyStores();
const names = namesIn(`"${schema}"`);
const accounts = Array.from({ length: 40 }, (_, id) => `forum:${id}`);
afterAll(end);

/** Makes many rows out of one: in forty accounts, a thousand talks, one every second. */
async function multiply(collection: CollectionName, times: number): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2",
    [schema, `folkmoot_${collection}`],
  );
  const few: readonly IndexedField[] = ["kind", "surface", "direction", "state", "status", "action", "metric"];
  const columns = rows.map(({ name }) => {
    if (name === "key") return `'forum:' || n % 40 || ':${collection}:n' || n`;
    if (name === "owner") return "'forum:' || n % 40";
    if (name === "time") return `to_char(timestamp '2026-01-01' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    if (name === "seq") return `nextval('${names.arrivals}')`;
    if (name === "unit") return "'unit ' || n % 1000";
    // A word in the index of tags for each of a hundred thousand rows takes longer than everything else, and claims never look there.
    if (name === "tags" && times > 10_000) return "NULL";
    if (name === "retain") return `CASE WHEN n % 500 = 0 THEN '${at(1)}' END`;
    const field = shapes[collection].fields.find((one) => one === name);
    if (field === undefined) return `"${name}"`;
    return few.includes(field) ? `CASE WHEN n % 100 = 0 THEN 'rare' ELSE "${name}" END` : `"${name}" || n % 1000`;
  });
  const list = rows.map(({ name }) => `"${name}"`).join(", ");
  await admin.query(
    `INSERT INTO ${names.rows(collection)} (${list}) SELECT ${columns.join(", ")} FROM ${names.rows(collection)}, generate_series(1, ${times}) AS n`,
  );
}

/** Every way in which the inbox reads a list, and those that the contract names. */
const asked: readonly (readonly [string, CollectionName, Omit<StoreQuery, "limit"> & { readonly limit?: number }])[] = [
  ["items, newest", "message", { below: accounts, order: "newest" }],
  ["items of a kind", "message", { below: accounts, where: { kind: ["rare"] }, order: "newest" }],
  [
    "items of surfaces and a direction",
    "message",
    { below: accounts, where: { surface: ["rare", "none"], direction: ["rare"] }, order: "newest" },
  ],
  ["items of one account in a stretch of time", "message", { below: [home], since: at(100), until: at(900), order: "oldest" }],
  [
    "who waits",
    "message",
    { below: [home], where: { conversation: ["forum:1:conversation:boots7"], direction: ["inbound"] }, since: at(1) },
  ],
  ["a tree", "message", { below: [home], where: { conversation: ["forum:1:conversation:boots7"] }, limit: 500 }],
  ["our latest texts", "message", { below: [home], where: { direction: ["outbound"] }, order: "newest" }],
  ["an echo", "message", { below: [home], where: { direction: ["outbound"] }, since: at(1), order: "oldest" }],
  [
    "what is cleared of an author",
    "message",
    { below: [home], where: { author: ["forum:1:author:ada7"] }, until: at(9), order: "newest", limit: 1000 },
  ],
  ["messages under a post", "message", { where: { post: ["forum:1:post:p7"] } }],
  ["what is known of a surface", "message", { below: [home], since: at(1), where: { kind: ["mention", "comment"] }, order: "newest" }],
  ["what may no longer be kept", "message", { expiredAt: at(5) }],
  ["posts to watch", "post", { below: [home], since: at(1), order: "newest" }],
  ["copies of a message", "change", { below: [home], where: { conversation: ["forum:1:conversation:boots7"] }, since: at(1), limit: 500 }],
  ["copies of a post", "change", { below: [home], where: { post: ["forum:1:post:7"] }, since: at(1), limit: 500 }],
  ["what there is to recover", "outbox", { where: { state: ["queued", "sending", "unknown"] }, order: "oldest" }],
  ["what one account has to recover", "outbox", { below: [home], where: { state: ["rare"] }, order: "oldest" }],
  ["the outbox", "outbox", { order: "newest" }],
  ["what other writes left behind", "outbox", { below: [`${home}:outbox`], order: "newest" }],
  ["writes to a target", "outbox", { where: { target: [`${message(1).key}7`] } }],
  ["what failed", "dead", { order: "newest" }],
  ["what failed in some accounts", "dead", { below: accounts, order: "newest" }],
  ["the audit of a target", "audit", { where: { target: ["forum:1:message:17"] }, order: "newest" }],
  ["the audit of an actor", "audit", { where: { by: ["sandra7"] }, order: "newest" }],
  ["a series", "observation", { where: { subject: ["forum:17"], metric: ["rare"] } }],
  ["workflows with a label", "workflow", { where: { label: ["rare"] } }],
  ["workflows of somebody", "workflow", { where: { assignee: ["sandra7"] } }],
];

describe.skipIf(!answers)("store", () => {
  describe("postgres", () => {
    describe("a listing", () => {
      beforeAll(async () => {
        const store = await create();
        const by = { type: "human", id: "sandra" } as const;
        const [change] = changesIn(["boots"]);
        if (change?.collection !== "change" || change.value === null) throw new Error("Expected a change.");
        const network = { network: "forum", accountId: "1", raw: {} };
        await store.write([
          messageWrite(message(1, { surface: "wall", post: "forum:1:post:p" })),
          { ...change, value: { ...change.value, post: "forum:1:post:" } as never },
          outboxWrite(outgoing(1)),
          {
            collection: "post",
            key: "forum:1:post:1",
            value: { ...network, key: "forum:1:post:1", author: { key: "forum:1:author:ada" }, createdAt: at(1) } as never,
          },
          {
            collection: "dead",
            key: "forum:1:dead:1",
            value: {
              id: "1",
              type: "post.deleted",
              account: home,
              consumer: "crm",
              attempts: 1,
              error: { code: "server-error", message: "m", retryable: true },
              at: at(1),
            },
          },
          {
            collection: "audit",
            key: "forum:1:audit:1",
            value: { id: "1", at: at(1), by, action: "hide", target: "forum:1:message:1", status: "sent" },
          },
          { collection: "observation", key: "forum:1:observation:1", value: { subject: home, metric: "followers", value: 1, at: at(1) } },
          {
            collection: "workflow",
            key: "forum:1:conversation:1",
            value: { key: "forum:1:conversation:1", status: "open", assignee: "sandra", labels: [], notes: [], version: 0 },
          },
        ]);
        for (const collection of new Set(asked.map(([, name]) => name))) await multiply(collection, 2_500);
        await store.write([
          {
            collection: "workflow",
            key: "forum:1:conversation:2",
            value: { key: "forum:1:conversation:2", status: "open", labels: ["rare"], notes: [], version: 0 },
          },
        ]);
        await admin.query([...new Set(asked.map(([, name]) => name))].map((name) => `ANALYZE ${names.rows(name)}`).join(";"));
      });

      it.each(asked)("of %s reads indexes alone, at the first page and at those that follow", async (_name, collection, query) => {
        const after = JSON.stringify(["700:900:", at(4_000), "forum:1:x"]);
        for (const more of [{}, { after }]) {
          const { rows } = await admin.query<{ "QUERY PLAN": string }>(
            `EXPLAIN ${listing(names, collection, { limit: 51, ...query, ...more })}`,
          );
          const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
          expect(plan).toMatch(/Index/);
          expect(plan).not.toMatch(/Seq Scan/);
        }
      });
    });

    describe("a claim", () => {
      const finished = 100_000;
      const medianOf = async (work: (round: number) => Promise<unknown>): Promise<number> => {
        const times: number[] = [];
        for (let round = 1; round <= 7; round++) {
          const began = performance.now();
          await work(round);
          times.push(performance.now() - began);
        }
        return times.sort((a, b) => a - b)[3] ?? Infinity;
      };
      const median = async (store: Store, consumer: string, match = {}): Promise<number> =>
        medianOf((round) => claim(store, "change", { consumer, limit: 10, leaseMs: 1, now: round * 10, ...match }));
      const filter = { match: { types: ["message.deleted" as const] } };
      let store: Store;
      beforeAll(async () => {
        store = await create();
        await store.write(changesIn(["boots"]));
        const first = await claim(store, "change");
        await store.settle(first.map((of) => ended(of)));
        await multiply("change", finished);
        await admin.query(`
          INSERT INTO ${names.progress("change")} (seq, consumer, key, unit, type, origin, message_kind, fence, attempt, finished)
            SELECT seq, 'crm', key, unit, type, origin, message_kind, nextval('${names.fences}'), 1, true FROM ${names.rows("change")} ON CONFLICT DO NOTHING;
          UPDATE ${names.views} SET fed = (SELECT max(seq) FROM ${names.rows("change")})`);
        await store.write(changesIn(["socks", "socks", "hats"], "forum:99"));
      });

      it("costs what is unfinished, with a hundred thousand finished behind it", async () => {
        expect(keysOf(await claim(store, "change", { limit: 10, leaseMs: 1, now: 0 }))).toEqual(["forum:99:change:1", "forum:99:change:3"]);
        const behind = await median(store, "crm");
        const other = await median(store, "late");
        const idle = await medianOf(() => claim(store, "outbox", { limit: 10 }));
        console.info(
          `a claim behind ${finished} finished entries: ${behind.toFixed(1)} ms; of a consumer that begins: ${other.toFixed(1)} ms`,
        );
        // Going through a hundred thousand rows takes some 40 ms on a machine at rest, where a claim of nothing takes 2.
        expect(behind).toBeLessThan(4 * idle + 10);
      });

      it("looks once at what its filter passes over", async () => {
        expect(await claim(store, "change", { consumer: "deletions", ...filter })).toEqual([]);
        const idle = await medianOf(() => claim(store, "outbox", { limit: 10 }));
        expect(await median(store, "deletions", filter)).toBeLessThan(4 * idle + 10);
        const { rows } = await admin.query(`SELECT 1 FROM ${names.progress("change")} WHERE consumer = 'deletions'`);
        expect(rows).toEqual([]);
      });

      it("finds what is free behind hundreds that wait in one conversation", async () => {
        const again = await create();
        await again.write(changesIn([...Array.from({ length: 600 }, () => "crowd"), "quiet"]));
        expect(keysOf(await claim(again, "change", { limit: 1 }))).toEqual(["forum:1:change:1"]);
        expect(keysOf(await claim(again, "change", { limit: 2 }))).toEqual(["forum:1:change:601"]);
        expect(keysOf(await claim(again, "change", { limit: 2 }))).toEqual([]);
      });

      it("never overtakes what a wider filter has still to read, with what a narrow one has read already", async () => {
        const again = await create();
        const talks = [...Array.from({ length: 4_200 }, () => "crowd"), "boots"];
        const past = changesIn(talks).flatMap((write): Write[] =>
          write.collection === "change" && write.value !== null ? [{ ...write, value: { ...write.value, origin: "backfill" } }] : [],
        );
        for (let from = 0; from < past.length; from += 1_000) await again.write(past.slice(from, from + 1_000));
        const [live] = changesIn(["boots"], home);
        if (live === undefined) throw new Error("Expected a change.");
        await again.write([{ ...live, key: "forum:1:change:live" }]);
        const narrow = await claim(again, "change", { match: { origins: ["live"] } });
        expect(keysOf(narrow)).toEqual(["forum:1:change:live"]);
        await again.settle(narrow.map((of) => ended(of, "change", { as: "retry" })));
        expect(keysOf(await claim(again, "change", { limit: 3 }))).toEqual(["forum:1:change:1", "forum:1:change:4201"]);
      });

      it("reads thousands of entries that it was never asked about in several steps, and in order", async () => {
        const again = await create();
        for (let from = 0; from < 3; from++)
          await again.write(
            changesIn(
              Array.from({ length: 1_000 }, (_, id) => `c${id % 10}`),
              `forum:${from}`,
            ),
          );
        const [first] = await claim(again, "change", { match: { origins: ["live"] }, limit: 1 });
        expect(first?.key).toBe("forum:0:change:1");
        const all = await claim(again, "change", { limit: 100, consumer: "wide" });
        expect(all.map(({ key }) => key)).toEqual(
          [0, 1, 2].flatMap((of) => Array.from({ length: 10 }, (_, id) => `forum:${of}:change:${id + 1}`)),
        );
      });
    });

    it("writes a batch of a hundred messages with their journal in two round trips", async () => {
      const store = await create();
      const times: number[] = [];
      for (let round = 0; round < 9; round++) {
        const batch = Array.from({ length: 100 }, (_, id) => message(round * 100 + id));
        const began = performance.now();
        await store.write([
          ...batch.map((value) => messageWrite(value, "absent")),
          ...changesIn(
            batch.map(() => "boots"),
            `forum:${round}`,
          ),
        ]);
        times.push(performance.now() - began);
      }
      console.info(`a batch of 100 messages with 100 changes: ${(times.sort((a, b) => a - b)[4] ?? 0).toFixed(1)} ms`);
      expect(times[4]).toBeLessThan(500);
    });
  });
});
