/**
 * Transactions of two round trips of which the caller learns how they ended, also where the connection is lost during the commit.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { PostgresConnection, Row, Session } from "./connection.js";
import { Failed } from "./failures.js";
import type { Migrations } from "./migrations.js";
import { text } from "./literal.js";

/** What a transaction reads and what it makes of it. */
export interface Transaction<T> {
  /** For errors: "writing rows". */
  readonly doing: string;
  /** Which tables have to be there. */
  readonly tables: Migrations;
  /** Statements that take locks: everything that {@link read} says has to hold until the commit. */
  readonly lock: string;
  /** Statements that read, with the locks held. */
  readonly read: readonly string[];
  /** Gets the rows of each statement in `read`. `write` = what is written; `undefined` gives everything up. */
  readonly decide: (rows: readonly (readonly Row[])[]) => { readonly result: T; readonly write: string | undefined };
}

/** Begins a transaction within limits of time, so that a process that stops in the middle keeps nobody waiting for ever. */
export function begin({ timeoutMs }: Pick<PostgresConnection, "timeoutMs">): string {
  return `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SELECT set_config('lock_timeout', '${timeoutMs}', true), set_config('statement_timeout', '${timeoutMs}', true),
      set_config('idle_in_transaction_session_timeout', '${Math.ceil(timeoutMs / 2)}', true), set_config('jit', 'off', true)`;
}

/** Writes the statement that takes the lock of a name until the transaction ends. */
export function lockName(name: string): string {
  return `SELECT pg_advisory_xact_lock(hashtextextended(${text(name)}, 0))`;
}

/**
 * Does a transaction: lock and read, then write and commit in one message.
 *
 * PostgreSQL remembers how recent transactions ended. So when the answer to a commit is lost, the next try asks: it takes the same locks,
 * for which it has to wait until the old session is over, and then knows whether there is anything left to do.
 *
 * @throws FolkmootError `connection-failed` (retryable) when the database stays away, which says so when nobody knows how it ended.
 */
export async function commitOnce<T>(connection: PostgresConnection, { doing, tables, lock, read, decide }: Transaction<T>): Promise<T> {
  let sent: { readonly xid: string; readonly result: T } | undefined;
  const unknown = (cause?: unknown): FolkmootError =>
    new FolkmootError(
      "connection-failed",
      `The connection to PostgreSQL was lost during a commit while ${doing}, and nobody could be asked since whether it was written: read it, or do it again with the versions that were expected; a conflict with the next version says that it was.`,
      { retryable: true, ...(cause !== undefined && { cause }) },
    );
  const attempt = async (session: Session): Promise<T> => {
    const status = sent === undefined ? "NULL" : `pg_xact_status('${sent.xid}'::xid8)`;
    const results = await session.query(
      [begin(connection), lock, `SELECT pg_current_xact_id()::text AS xid, ${status} AS ended`, ...read]
        .filter((statement) => statement !== "")
        .join(";\n"),
    );
    const rows = results.slice(results.length - read.length);
    const [state] = results.at(-read.length - 1) ?? [];
    if (sent !== undefined) {
      if (state?.["ended"] === "committed") {
        await session.query("ROLLBACK");
        return sent.result;
      }
      if (state?.["ended"] !== "aborted") throw unknown();
      sent = undefined;
    }
    const { result, write } = decide(rows);
    if (write === undefined) {
      await session.query("ROLLBACK");
      return result;
    }
    sent = { xid: String(state?.["xid"]), result };
    try {
      await session.query(`${write};\nCOMMIT`);
    } catch (error) {
      if (error instanceof Failed && error.refused) sent = undefined;
      throw error;
    }
    return result;
  };
  try {
    return await connection.run(doing, tables, attempt);
  } catch (error) {
    throw sent === undefined ? error : unknown(error);
  }
}
