/**
 * Ledgers in PostgreSQL. A change is one transaction of two round trips: lock and read, write and commit.
 * @module
 */
import type { Clock } from "../../clock.js";
import { FolkmootError } from "../../errors.js";
import type { BookChange, BookEntry, Decide, Decision, LedgerBook } from "../ledger-book.js";
import { behind } from "../name-range.js";
import type { PostgresConnection, Row, Session } from "./connection.js";
import { Failed } from "./failures.js";
import { postgresLeases } from "./leases.js";
import { after, identifier, instantOf, millis, text, whole } from "./literal.js";
import { coordinatorTables } from "./schema.js";

/**
 * How long nobody takes anything after a crash, so that everybody can give back what it knows: who could not reach the database tries
 * every five seconds at the latest. Milliseconds.
 */
const graceMs = 6_000;

/** How often a process removes rows that nobody needs. Milliseconds. */
const sweepEveryMs = 600_000;

/** Most rows that are removed at once. */
const sweepRows = 1_000;

/** Longest that a row may stay unused (400 days). Milliseconds. */
const longestMs = 34_560_000_000;

interface Tried<T> extends Decision<T> {
  readonly before: ReadonlyMap<string, number>;
}

/** Makes a book. Opens nothing before it is used. */
export function ledgersIn(connection: PostgresConnection, clock?: Clock): LedgerBook {
  const schema = identifier(connection.schema);
  const ledgers = `${schema}.folkmoot_ledgers`;
  const births = `${schema}.folkmoot_births`;
  const watchers = new Set<() => void>();
  let sweptAt: number | undefined;
  let bornAt: number | undefined;

  /**
   * Locks the names and reads them, in one round trip. The locks are taken in one order, so that nobody waits in a circle; they are of
   * numbers and not of rows, because a row that is not there yet cannot be locked, and locking a row writes it. They end with the
   * transaction. A process that stops between the two round trips loses its session, so that the others wait for it half a limit at most.
   */
  const lock = async (
    session: Session,
    names: readonly string[],
  ): Promise<{ entries: readonly BookEntry[]; now: number; born: number | undefined }> => {
    const { timeoutMs } = connection;
    const asked = names.map((name, index) => `(${index},${text(name)})`).join(",");
    const list = names.map((name) => text(name)).join(",");
    const results = await session.query(`
      BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
      SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '${timeoutMs}', true),
        set_config('statement_timeout', '${timeoutMs}', true),
        set_config('idle_in_transaction_session_timeout', '${Math.ceil(timeoutMs / 2)}', true);
      ${
        names.length === 0
          ? ""
          : `SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(${text(ledgers)} || name, 0) AS key FROM unnest(ARRAY[${list}]) AS n(name) ORDER BY key OFFSET 0) AS k;
      SELECT a.i::text AS i, l.revision::text AS revision, l.body FROM (VALUES ${asked}) AS a(i, name) JOIN ${ledgers} AS l ON l.name = a.name;`
      }
      SELECT ${millis(instantOf(clock))} AS now, (SELECT ${millis("born_at")} FROM ${births}) AS born`);
    const [moment] = results.at(-1) ?? [];
    const rows = names.length === 0 ? [] : (results.at(-2) ?? []);
    const found = new Map(rows.map((row) => [Number(row["i"]), row]));
    const born = moment?.["born"];
    return {
      entries: names.map((_, index) => entryOf(found.get(index))),
      now: Number(moment?.["now"]),
      born: typeof born === "string" ? Number(born) : undefined,
    };
  };

  const write = (changes: readonly BookChange[], unborn: boolean, sweep: boolean): string => {
    const now = instantOf(clock);
    const statements: string[] = [];
    if (changes.length > 0) {
      const rows = changes.map(
        ({ ledger, revision, text: body, keepMs }) =>
          `(${text(ledger)},${whole(revision)},${text(body)},${after(now, Math.min(Math.max(keepMs, 0), longestMs))})`,
      );
      statements.push(
        `INSERT INTO ${ledgers} (name, revision, body, expires_at) VALUES ${rows.join(",")} ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, body = excluded.body, expires_at = excluded.expires_at`,
      );
    }
    if (unborn) statements.push(`INSERT INTO ${births} VALUES (true, ${now}) ON CONFLICT DO NOTHING`);
    // Rows that somebody has locked are in use; waiting for them could become a circle.
    if (sweep)
      for (const [table, before] of [
        [ledgers, now],
        [`${schema}.folkmoot_leases`, `${now} - interval '1 day'`],
      ])
        statements.push(
          `DELETE FROM ${table} WHERE name IN (SELECT name FROM ${table} WHERE expires_at < ${before} LIMIT ${sweepRows} FOR UPDATE SKIP LOCKED)`,
        );
    return [...statements, "COMMIT"].join(";\n");
  };

  return {
    change: async <T>(names: readonly string[], decide: Decide<T>): Promise<T> => {
      let tried: Tried<T> | undefined;
      return connection.run("changing ledgers", coordinatorTables, async (session) => {
        const { entries, now, born } = await lock(session, names);
        if (tried !== undefined) {
          // The connection was lost while it committed. The lock says that the old session is over, and the rows say how it ended.
          const ended = endOf(tried, names, entries);
          if (ended === "unknown")
            throw new FolkmootError(
              "connection-failed",
              "The connection to PostgreSQL was lost during a commit, and others have changed the same ledgers since: nobody knows whether this change is in them.",
              { retryable: true },
            );
          if (ended === "kept") {
            await session.query("COMMIT");
            return tried.result;
          }
        }
        const since = born ?? now;
        if (bornAt !== undefined && bornAt !== since) for (const reborn of watchers) reborn();
        bornAt = since;
        const rebornUntil = since + graceMs;
        const decision = decide(entries, { now, ...(rebornUntil > now && { rebornUntil }) });
        tried = { ...decision, before: new Map(names.map((name, index) => [name, entries[index]?.revision ?? 0])) };
        const sweep = decision.changes.length > 0 && now >= (sweptAt ?? -Infinity) + sweepEveryMs;
        try {
          await session.query(write(decision.changes, born === undefined, sweep));
        } catch (error) {
          if (error instanceof Failed && error.refused) tried = undefined;
          throw error;
        }
        if (sweep) sweptAt = now;
        return decision.result;
      });
    },
    list: (prefix) =>
      connection.run("listing ledgers", coordinatorTables, async (session) => {
        const end = behind(prefix);
        const results = await session.query(`
          SELECT ${millis(instantOf(clock))} AS now;
          SELECT name, revision::text AS revision, body FROM ${ledgers}
          WHERE name >= ${text(prefix)}${end === undefined ? "" : ` AND name < ${text(end)}`} ORDER BY name`);
        const [[moment] = [], rows = []] = results;
        return { now: Number(moment?.["now"]), entries: rows.map((row) => ({ ledger: String(row["name"]), ...entryOf(row) })) };
      }),
    watch: (reborn) => {
      watchers.add(reborn);
      // Who asks for nothing at the moment hears of a crash by the end of its connections.
      const stop = connection.watch(reborn);
      return () => {
        watchers.delete(reborn);
        stop();
      };
    },
    ...postgresLeases(connection, clock),
    close: () => connection.close(),
  };
}

function entryOf(row: Row | undefined): BookEntry {
  if (row === undefined) return { revision: 0 };
  return { text: String(row["body"]), revision: Number(row["revision"]) };
}

/** Finds out what became of a commit that nobody answered. */
function endOf(tried: Tried<unknown>, names: readonly string[], entries: readonly BookEntry[]): "kept" | "undone" | "unknown" {
  const now = new Map(names.map((name, index) => [name, entries[index] ?? { revision: 0 }]));
  if (tried.changes.every(({ ledger, text: body, revision }) => now.get(ledger)?.text === body && now.get(ledger)?.revision === revision))
    return "kept";
  return tried.changes.every(({ ledger }) => now.get(ledger)?.revision === tried.before.get(ledger)) ? "undone" : "unknown";
}
