/**
 * The store over PostgreSQL.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { CollectionName, Collections } from "../collections.js";
import type { Claim, ClaimRequest, Settlement, Store, StoreQuery, Versioned, Write, WriteResult } from "../store.js";
import type { TokenStore } from "../token-store.js";
import { conflictsOf, prepare } from "./batch.js";
import { claimEntries } from "./claim.js";
import { commitOnce } from "./commit.js";
import { connectPostgres, type Row } from "./connection.js";
import { postgresCoordinator, type PostgresPlace } from "./coordinator.js";
import { eraseAbout, eraseBelow } from "./erase.js";
import { identifier } from "./literal.js";
import { sharedPool, type PostgresSource } from "./pool.js";
import { cursorAt, listing } from "./query.js";
import { settleClaims } from "./settle.js";
import { namesIn, storeTables } from "./tables.js";
import { tokensIn } from "./token-store.js";
import { unstorable, words } from "./words.js";
import { foundIn, isWatch, lockOwners, readFound, writeBatch } from "./write.js";

/** Options of `postgresStore`: where PostgreSQL is (`pool` or `connectionString`). */
export type PostgresStoreOptions = PostgresSource &
  Pick<PostgresPlace, "schema"> & {
    /** Longest time of one transaction, connecting included; then the database counts as away. Milliseconds. @defaultValue 10,000 */
    readonly timeoutMs?: number;
    /** Where rotating tokens go. @defaultValue a table of the same database */
    readonly tokens?: TokenStore;
  };

/**
 * Makes a store for any number of processes on any number of machines. Opens nothing before its first use, and makes its tables then.
 * Needs PostgreSQL 13 or newer, and the package `pg` unless a `pool` is handed in.
 *
 * Its `coordinator` lies on the same connections. `close()` ends only a pool that was made here.
 *
 * When the connection is lost during a commit, PostgreSQL is asked how it ended, and the caller is told. Only where it stays away, a call
 * rejects without anybody knowing: then a write with the same expectations tells, by a conflict with the version that it would have made.
 * A claim whose answer was lost is free again after its lease.
 *
 * @throws FolkmootError `misconfigured` unless exactly one of `pool` and `connectionString` is there.
 * @example
 * const store = postgresStore({ connectionString: "postgres://folkmoot@127.0.0.1:5432/app" });
 * const inbox = createInbox({ accounts, store });
 */
export function postgresStore({ schema = "public", timeoutMs = 10_000, tokens, ...source }: PostgresStoreOptions): Store {
  // JavaScript hands in what it likes.
  const given: { readonly pool?: unknown; readonly connectionString?: unknown } = source;
  // An empty one would lead wherever the environment says.
  if ((given.pool === undefined) === (given.connectionString === undefined) || given.connectionString === "")
    throw new FolkmootError("misconfigured", "postgresStore takes either `pool` or `connectionString`: hand in one of them.");
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0)
    throw new FolkmootError("misconfigured", "`timeoutMs` of postgresStore is no time: hand in milliseconds above 0.");
  const limitMs = Math.ceil(timeoutMs);
  const names = namesIn(identifier(schema));
  const shared = sharedPool(source, limitMs);
  const connection = connectPostgres({ source: { pool: shared.pool }, schema, timeoutMs: limitMs, what: "store" });
  // Its limit is shorter: a call to a network waits for it.
  const coordinator = postgresCoordinator({ pool: shared.pool, schema, timeoutMs: Math.min(limitMs, 1_000) });

  return {
    coordinator,
    tokens: tokens ?? tokensIn(connection),
    read: <C extends CollectionName>(collection: C, keys: readonly string[]) =>
      connection.run("reading rows", storeTables, async ({ query }): Promise<readonly (Versioned<Collections[C]> | undefined)[]> => {
        if (keys.length === 0) return [];
        const [rows = []] = await query(
          `SELECT key, version::text AS version, body::text AS body FROM ${names.rows(collection)} WHERE key = ANY (${words([...new Set(keys)])})`,
        );
        const found = new Map(rows.map((row) => [unstorable(String(row["key"])), row]));
        // A key that was asked for twice gives two copies: what is done to one must not be seen in the other.
        return keys.map((key) => versioned<C>(found.get(key)));
      }),
    write: async (batch: readonly Write[]) => {
      const prepared = prepare(batch);
      if (prepared.length === 0) return connection.run<WriteResult>("writing nothing", storeTables, () => Promise.resolve({ ok: true }));
      return commitOnce<WriteResult>(connection, {
        doing: "writing rows",
        tables: storeTables,
        lock: lockOwners(
          names,
          batch.filter((write) => !isWatch(write)).map(({ key }) => key),
          batch.filter(isWatch).map(({ key }) => key),
        ),
        read: readFound(names, prepared),
        decide: (answers) => {
          const find = foundIn(prepared, answers);
          const conflicts = conflictsOf(prepared, find);
          if (conflicts.length > 0) return { result: { ok: false, conflicts }, write: undefined };
          const statements = writeBatch(names, prepared, find);
          return { result: { ok: true }, write: statements.length === 0 ? undefined : statements.join(";\n") };
        },
      });
    },
    query: async <C extends CollectionName>(collection: C, query: StoreQuery) => {
      const statement = listing(names, collection, query);
      const rows = await connection.run("listing rows", storeTables, async (session) => {
        // The compiler of queries costs more than it saves in what reads a page of an index.
        const [, found = []] = await session.query(`SELECT set_config('jit', 'off', true); ${statement}`);
        return found;
      });
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      const items = page.flatMap((row) => versioned<C>(row) ?? []);
      if (rows.length <= query.limit || last === undefined) return { items };
      const read = (name: string): string => unstorable(String(last[name]));
      return { items, next: cursorAt({ snapshot: read("snapshot"), time: read("time"), key: read("key") }, query.after) };
    },
    claim: <F extends "change" | "outbox">(request: ClaimRequest<F>) =>
      claimEntries(connection, names, request) as Promise<readonly Claim<Collections[F]>[]>,
    settle: async (settlements: readonly Settlement[], writes: readonly Write[] = []) =>
      settleClaims(connection, names, settlements, writes),
    erase: async (what) => ("below" in what ? eraseBelow(connection, names, what.below) : eraseAbout(connection, names, what.about)),
    close: async () => {
      await connection.close();
      await coordinator.close();
      await shared.end();
    },
  };
}

function versioned<C extends CollectionName>(row: Row | undefined): Versioned<Collections[C]> | undefined {
  if (row === undefined) return undefined;
  return { value: JSON.parse(String(row["body"])) as Collections[C], version: Number(row["version"]) };
}
