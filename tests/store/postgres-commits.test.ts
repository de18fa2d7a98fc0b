import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { PostgresClient, PostgresPool } from "../../src/store/postgres/index.js";
import type { Claim, Write } from "../../src/store/index.js";
import {
  changeKey,
  changesIn,
  claim,
  end as ended,
  keysOf,
  message,
  messageWrite,
  one,
  outboxWrite,
  outgoing,
} from "../../src/testing/store-contract/samples.js";
import { answers, url } from "./postgres-world.js";
import { emptyStores } from "./postgres-stores.js";

const { create, open, admin, end } = emptyStores();
// A schema of which nothing is there yet.
const fresh = emptyStores();
const pools: pg.Pool[] = [];
afterAll(end);
afterAll(fresh.end);
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end();
});

type Around = (statements: string, send: (statements: string) => Promise<unknown>, client: pg.PoolClient) => Promise<unknown>;

/** A pool whose statements a test can get at. */
function meddling(around: Around): PostgresPool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on("error", () => undefined);
  pools.push(pool);
  return {
    connect: async (): Promise<PostgresClient> => {
      const client = await pool.connect();
      return {
        query: async (statements) => around(statements, async (sent) => client.query(sent), client),
        release: (error) => client.release(error),
        on: (event, listener) => client.on(event, listener),
        removeListener: (event, listener) => client.removeListener(event, listener),
      };
    },
  };
}
const isCommit = (statements: string): boolean => /[^]+;\s*COMMIT$/.test(statements) && !statements.startsWith("BEGIN");
const lost = (): Error => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
const kill = async (client: pg.PoolClient): Promise<void> => {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  await admin.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
};
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe.skipIf(!answers)("store", () => {
  describe("postgres", () => {
    it.each(["one conversation", "two accounts"])(
      "hands out no later entry before one whose transaction is still to commit, in %s",
      async (where) => {
        const quick = await create();
        await quick.read("change", ["k"]);
        let letGo: () => void = () => undefined;
        let reached: () => void = () => undefined;
        const held = new Promise<void>((done) => (letGo = done));
        const inside = new Promise<void>((done) => (reached = done));
        // Everything is written and numbered, and the commit does not come for a while.
        const slow = open(
          meddling(async (statements, send) => {
            if (!isCommit(statements)) return send(statements);
            await send(statements.replace(/;\s*COMMIT$/, ""));
            reached();
            await held;
            return send("COMMIT");
          }),
        );
        const [first, second] =
          where === "one conversation" ? changesIn(["boots", "boots"]) : [...changesIn(["boots"]), ...changesIn(["boots"], "forum:2")];
        if (first === undefined || second === undefined) throw new Error("Expected two changes.");
        const early = slow.write([first]);
        await inside;
        const late = quick.write([second]);
        await sleep(150);
        const meanwhile = await claim(quick, "change");
        letGo();
        expect([await early, await late]).toEqual([{ ok: true }, { ok: true }]);
        expect(keysOf(meanwhile)).toEqual([]);
        const seen: string[] = [];
        for (let claims = await claim(quick, "change"); claims.length > 0; claims = await claim(quick, "change")) {
          seen.push(...keysOf(claims));
          await quick.settle(claims.map((of) => ended(of)));
        }
        expect(seen).toEqual([first.key, second.key]);
      },
    );

    describe("a connection that is lost", () => {
      const batch: readonly Write[] = [messageWrite(message(1), "absent"), ...changesIn(["boots"])];

      it("before the commit: the batch is written once", async () => {
        await (await create()).read("message", ["k"]);
        let times = 0;
        const store = open(
          meddling(async (statements, send, client) => {
            if (isCommit(statements) && ++times === 1) await kill(client);
            return send(statements);
          }),
        );
        expect(await store.write(batch)).toEqual({ ok: true });
        expect(times).toBe(2);
        expect((await one(store, "message", message(1).key))?.version).toBe(1);
      });

      it("after the commit, before its answer: the caller is told that it was written, and it is not written again", async () => {
        await (await create()).read("message", ["k"]);
        let times = 0;
        const store = open(
          meddling(async (statements, send) => {
            const answer = await send(statements);
            if (isCommit(statements) && ++times === 1) throw lost();
            return answer;
          }),
        );
        expect(await store.write(batch)).toEqual({ ok: true });
        expect(times).toBe(1);
        expect((await one(store, "message", message(1).key))?.version).toBe(1);
        // A refresh token that was stored although nobody heard of it must not look like somebody else's.
        times = 0;
        expect(await store.tokens?.swap("forum:1", { accessToken: "a" }, "absent")).toBe(true);
        expect(times).toBe(1);
        times = 0;
        const claims = await claim(store, "change");
        times = 0;
        expect(await store.settle(claims.map((of: Claim<unknown>) => ended(of)))).toEqual([true]);
        expect(times).toBe(1);
      });

      it("for good, after the commit: the caller is told that nobody knows, and a conflict tells it later", async () => {
        const other = await create();
        await other.read("message", ["k"]);
        let away = false;
        const store = open(
          meddling(async (statements, send) => {
            if (away) throw lost();
            const answer = await send(statements);
            if (!isCommit(statements)) return answer;
            away = true;
            throw lost();
          }),
        );
        const error: unknown = await store.write(batch).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
          code: "connection-failed",
          retryable: true,
          message: expect.stringMatching(/nobody could be asked.*do it again with the versions/) as string,
        });
        expect(await other.write(batch)).toEqual({ ok: false, conflicts: [0, 1].map((index) => ({ index, version: 1 })) });
      });
    });

    it("has batches that touch the same rows in another order wait for each other, and not in a circle", async () => {
      await (await create()).read("message", ["k"]);
      const failures: unknown[] = [];
      const store = open(
        meddling(async (statements, send) =>
          send(statements).catch((error: unknown) => {
            failures.push(error);
            throw error;
          }),
        ),
      );
      const ids = Array.from({ length: 30 }, (_, id) => id);
      const writes = ids.map((id) => messageWrite(message(id, {}, `forum:${id % 10}`)));
      const batches = Array.from({ length: 24 }, (_, round) => (round % 2 === 0 ? writes : writes.toReversed()));
      expect(await Promise.all(batches.map((batch) => store.write(batch)))).toEqual(batches.map(() => ({ ok: true })));
      // PostgreSQL would end one of them, and the store would try again.
      expect(failures).toEqual([]);
      const read = await store.read(
        "message",
        writes.map(({ key }) => key),
      );
      expect(read.map((row) => row?.version)).toEqual(ids.map(() => 24));
    });

    it("notices no circle between those who change an entry, settle it and claim", async () => {
      const store = await create();
      await store.write(Array.from({ length: 5 }, (_, id) => outboxWrite(outgoing(id + 1, {}, `forum:${id}`))));
      const work = async (): Promise<number> => {
        let settled = 0;
        for (let round = 0; round < 8; round++) {
          const claims = await claim(store, "outbox", { limit: 3, now: round * 10, leaseMs: 5 });
          for (const of of claims) {
            const done = await store.settle(
              [ended(of, "outbox")],
              [{ collection: "outbox", key: of.key, value: { ...of.value, state: "sent" } }],
            );
            settled += Number(done[0]);
          }
          await store.write([outboxWrite(outgoing(1, { state: round % 2 === 0 ? "held" : "queued" }, "forum:0"))]);
        }
        return settled;
      };
      const done = await Promise.all([work(), work(), work(), work()]);
      expect(done.reduce((sum, count) => sum + count, 0)).toBe(5);
    });

    it("keeps any text of a network apart, in values, keys and fields", async () => {
      const store = await create();
      const odd = [
        "\0",
        "\u0001",
        "\u0001\u0001",
        "\ud800",
        "\udc00",
        "\ud800\udc00",
        "\ud7ff",
        "\ud7ff!",
        "\ufffd",
        "\\u0000",
        "'",
        "\\",
        "$1",
        "%",
        "_",
      ];
      const rows = odd.map((text, id) => message(id, { text: `a${text}b`, surface: text, raw: { [text]: [text] } }));
      const keys = odd.map((text) => `forum:1:message:${text}`);
      await store.write(rows.map((value, id) => ({ collection: "message", key: keys[id] ?? "", value })));
      const read = await store.read("message", keys);
      expect(read.map((row) => row?.value)).toEqual(JSON.parse(JSON.stringify(rows)));
      for (const [id, text] of odd.entries()) {
        const found = await store.query("message", { where: { surface: [text] }, below: ["forum:1"], limit: 9 });
        expect(found.items.map(({ value }) => value.id)).toEqual([String(id)]);
        expect((await store.query("message", { below: [keys[id] ?? ""], limit: 9 })).items).toHaveLength(1);
        const [change] = changesIn(["boots"]);
        if (change?.collection !== "change" || change.value === null) throw new Error("Expected a change.");
        await store.write([{ ...change, key: `forum:${id}:change:${text}`, value: { ...change.value, conversation: `c${text}` } }]);
      }
      const claims = await claim(store, "change", { consumer: "\0crm" });
      expect(claims.map(({ key }) => key)).toEqual(odd.map((text, id) => `forum:${id}:change:${text}`));
      expect(await store.settle(claims.map((of) => ended(of, "change", { consumer: "\0crm" })))).toEqual(odd.map(() => true));
    });

    it("makes its tables once, when eight start at the same time", async () => {
      const all = await Promise.all(Array.from({ length: 8 }, () => fresh.open().read("message", [changeKey(1)])));
      expect(all).toEqual(Array.from({ length: 8 }, () => [undefined]));
    });
  });
});
