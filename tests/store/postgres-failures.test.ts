import { createServer, type AddressInfo, type Server } from "node:net";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import type { LedgerBook } from "../../src/store/ledger-book.js";
import { postgresBook, postgresCoordinator, type PostgresClient, type PostgresPool } from "../../src/store/postgres/index.js";
import { addOne, readAll } from "./book-behaviours.js";
import { answers, ownSchema, url } from "./postgres-world.js";

const { schema, admin } = ownSchema();
const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

const host = (connectionString = url, max = 4): pg.Pool => {
  const pool = new pg.Pool({ connectionString, max });
  pool.on("error", () => undefined);
  ended.push(() => pool.end());
  return pool;
};
const bookOn = (pool: PostgresPool, timeoutMs = 5_000): LedgerBook => {
  const book = postgresBook({ pool, schema, timeoutMs });
  ended.push(() => book.close());
  return book;
};

/** A pool whose statements a test can get at. `around` is asked with what is sent and how to send it. */
const meddling = (
  pool: pg.Pool,
  around: (statements: string, send: () => Promise<unknown>, client: pg.PoolClient) => Promise<unknown>,
): PostgresPool => ({
  connect: async (): Promise<PostgresClient> => {
    const client = await pool.connect();
    return {
      query: async (statements) => around(statements, async () => client.query(statements), client),
      release: (error) => client.release(error),
      on: (event, listener) => client.on(event, listener),
      removeListener: (event, listener) => client.removeListener(event, listener),
    };
  },
});
const isWrite = (statements: string): boolean => statements.startsWith("INSERT INTO") && statements.endsWith("COMMIT");
const kill = async (client: pg.PoolClient): Promise<void> => {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  await admin.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
};

describe.skipIf(!answers)("postgres", () => {
  describe("a connection that is lost", () => {
    it("between reading and writing changes nothing; the change is decided anew and made once", async () => {
      let times = 0;
      const pool = host();
      const book = bookOn(
        meddling(pool, async (statements, send, client) => {
          if (isWrite(statements) && ++times === 1) await kill(client);
          return send();
        }),
      );
      expect(await addOne(book, ["x:f:lost:1"])).toEqual([1]);
      expect(times).toBe(2);
      expect(await readAll(book, ["x:f:lost:1"])).toEqual([{ text: "1", revision: 1 }]);
      expect(pool.totalCount).toBe(1);
    });

    it("after the commit, before its answer, does not make the change twice", async () => {
      let times = 0;
      const book = bookOn(
        meddling(host(), async (statements, send) => {
          const result = await send();
          if (isWrite(statements) && ++times === 1) throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
          return result;
        }),
      );
      expect(await addOne(book, ["x:f:lost:2", "x:f:lost:3"])).toEqual([1, 1]);
      expect(times).toBe(1);
      expect(await readAll(book, ["x:f:lost:2"])).toEqual([{ text: "1", revision: 1 }]);
    });

    it("in a commit that nobody can tell the end of, because others wrote since, is said to be unknown", async () => {
      const other = bookOn(host());
      const book = bookOn(
        meddling(host(), async (statements, send) => {
          const result = await send();
          if (!isWrite(statements)) return result;
          await addOne(other, ["x:f:lost:4"]);
          throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
        }),
      );
      await expect(addOne(book, ["x:f:lost:4"])).rejects.toThrow(/nobody knows whether/);
      expect(await readAll(other, ["x:f:lost:4"])).toEqual([{ text: "2", revision: 2 }]);
    });

    it("while it lies idle in the pool is replaced", async () => {
      const pool = host(url, 1);
      const book = bookOn(pool);
      await addOne(book, ["x:f:idle:1"]);
      const client = await pool.connect();
      client.release();
      await kill(client);
      expect(await addOne(book, ["x:f:idle:1"])).toEqual([2]);
    });
  });

  describe("a process that stops", () => {
    it("in the middle of a change keeps the others waiting for half a limit, not longer", async () => {
      let stopped: () => void = () => undefined;
      const reached = new Promise<void>((resolve) => (stopped = resolve));
      const held: pg.PoolClient[] = [];
      const pool = meddling(host(), async (statements, send, client) => {
        if (!isWrite(statements)) return send();
        held.push(client);
        stopped();
        return new Promise(() => undefined);
      });
      // As a stopped process: it sends nothing more, closes nothing, and its locks are held.
      const connect = async (): Promise<PostgresClient> => {
        const client = await pool.connect();
        return { ...client, release: (error) => (held.length > 0 ? undefined : client.release(error)) };
      };
      const frozen = bookOn({ connect }, 1_000);
      ended.push(async () => held.forEach((client) => client.release(true)));
      const other = bookOn(host(), 2_000);
      await readAll(other, []);
      const stuck = addOne(frozen, ["x:f:frozen:1"]).catch((error: unknown) => error);
      await reached;
      const began = Date.now();
      expect(await addOne(other, ["x:f:frozen:1"])).toEqual([1]);
      expect(Date.now() - began).toBeLessThan(1_900);
      expect(await stuck).toMatchObject({ code: "connection-failed", retryable: true });
    });
  });

  describe("a database that is away", () => {
    it("rejects at once where nothing listens, and names the remedy", async () => {
      const book = postgresBook({ connectionString: "postgres://postgres@127.0.0.1:9/test" });
      ended.push(() => book.close());
      await expect(book.list("")).rejects.toMatchObject({ code: "connection-failed", retryable: true });
      await expect(book.acquire("poll:1", "worker", 1_000)).rejects.toThrow(/ECONNREFUSED.*look whether the server runs/);
    });

    it.each(["a pool of ours", "a pool of the host"])("rejects within its limit where nobody answers, with %s", async (whose) => {
      const silent: Server = createServer(() => undefined).listen(0, "127.0.0.1");
      ended.push(async () => new Promise((resolve) => silent.close(resolve)));
      await new Promise((resolve) => silent.once("listening", resolve));
      const connectionString = `postgres://postgres@127.0.0.1:${(silent.address() as AddressInfo).port}/test`;
      const sockets = new Set<{ destroy(): void }>();
      silent.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
      const theirs = new pg.Pool({ connectionString });
      theirs.on("error", () => undefined);
      const book = postgresBook({ ...(whose === "a pool of ours" ? { connectionString } : { pool: theirs }), timeoutMs: 200 });
      const began = Date.now();
      await expect(addOne(book, ["x:f:silent:1"])).rejects.toMatchObject({ code: "connection-failed", retryable: true });
      expect(Date.now() - began).toBeLessThan(5_000);
      for (const socket of sockets) socket.destroy();
      await book.close();
      await theirs.end();
    });

    it("says what is wrong where a person has to act", async () => {
      const nowhere = new URL(url);
      nowhere.pathname = "/folkmoot_no_such_database";
      const book = postgresBook({ connectionString: nowhere.href });
      ended.push(() => book.close());
      await expect(book.list("")).rejects.toMatchObject({ code: "misconfigured" });
      await expect(book.list("")).rejects.toThrow("there is no such database: create it");
    });

    it("works again by itself", async () => {
      let away = true;
      const pool = host();
      const book = bookOn({
        connect: async () => {
          if (away) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
          return pool.connect();
        },
      });
      await expect(addOne(book, ["x:f:again:1"])).rejects.toMatchObject({ code: "connection-failed" });
      away = false;
      expect(await addOne(book, ["x:f:again:1"])).toEqual([1]);
    });
  });

  describe("a crash of the database", () => {
    it("is noticed by the table that it empties: nobody takes for a while, and everybody is asked to give back", async () => {
      const moments: (number | undefined)[] = [];
      const book = bookOn(host());
      const look = async (): Promise<void> =>
        book.change(["x:f:crash:1"], (_entries, { now, rebornUntil }) => {
          moments.push(rebornUntil === undefined ? undefined : rebornUntil - now);
          return { changes: [], result: undefined };
        });
      let asked = 0;
      const stop = book.watch?.(() => asked++);
      await look();
      await admin.query(`DELETE FROM "${schema}".folkmoot_births`);
      await look();
      await look();
      stop?.();
      const [before, first = 0, second = 0] = moments;
      expect(before).toBeUndefined();
      expect(first).toBe(6_000);
      expect(second).toBeGreaterThan(0);
      expect(second).toBeLessThanOrEqual(6_000);
      expect(asked).toBeGreaterThan(0);
      await admin.query(`UPDATE "${schema}".folkmoot_births SET born_at = to_timestamp(0)`);
    });

    it("empties that table and no other", async () => {
      const { rows } = await admin.query<{ relname: string; relpersistence: string }>(
        "SELECT relname, relpersistence FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind = 'r' ORDER BY relname",
        [`"${schema}"`],
      );
      expect(rows.map(({ relname, relpersistence }) => `${relname} ${relpersistence}`)).toEqual([
        "folkmoot_births u",
        "folkmoot_leases p",
        "folkmoot_ledgers p",
        "folkmoot_migrations p",
      ]);
    });
  });

  describe("rows that nobody needs", () => {
    it("go, those that somebody has at this moment and the fences of a day stay", async () => {
      const book = bookOn(host());
      const keep = (ledger: string, keepMs: number) => ({ ledger, text: "1", revision: 1, keepMs });
      await bookOn(host()).change(["x:f:old:1", "x:f:old:2"], () => ({
        changes: [keep("x:f:old:1", 0), keep("x:f:old:2", 60_000)],
        result: undefined,
      }));
      await book.acquire("poll:old", "worker", 1);
      await admin.query(
        `INSERT INTO "${schema}".folkmoot_leases VALUES ('poll:older', 'worker', 1, clock_timestamp() - interval '2 days')`,
      );
      await addOne(book, ["x:f:old:3"]);
      expect((await book.list("x:f:old:")).entries.map(({ ledger }) => ledger)).toEqual(["x:f:old:2", "x:f:old:3"]);
      const { rows } = await admin.query<{ name: string }>(`SELECT name FROM "${schema}".folkmoot_leases ORDER BY name`);
      expect(rows.map(({ name }) => name)).toEqual(["poll:old"]);
      const lease = await book.acquire("poll:older", "worker", 1);
      expect(lease?.fence).toBeGreaterThan(1);
    });
  });

  describe("round trips", () => {
    it("are two for a change, one for a list or a lease", async () => {
      let sent = 0;
      const book = bookOn(
        meddling(host(), async (_statements, send) => {
          sent++;
          return send();
        }),
      );
      const cost = async (work: () => Promise<unknown>): Promise<number> => {
        const before = sent;
        await work();
        return sent - before;
      };
      await book.list("");
      expect(await cost(async () => addOne(book, ["x:f:trips:1", "x:f:trips:2"]))).toBe(2);
      expect(await cost(async () => readAll(book, ["x:f:trips:1"]))).toBe(2);
      expect(await cost(async () => book.list("x:f:"))).toBe(1);
      expect(await cost(async () => book.acquire("poll:trips", "worker", 1_000))).toBe(1);
      expect(await cost(async () => book.release("poll:trips", "worker"))).toBe(1);
    });
  });

  describe("options", () => {
    it("are checked, with the remedy", () => {
      expect(() => postgresCoordinator({} as never)).toThrow(/either `pool` or `connectionString`/);
      expect(() => postgresCoordinator({ pool: host(), connectionString: url } as never)).toThrow(/hand in one of them/);
      expect(() => postgresCoordinator({ connectionString: url, timeoutMs: 0 })).toThrow(/`timeoutMs`/);
    });
  });
});
