/**
 * One SQLite file, opened when it is first used. Work on it is synchronous and short; waiting for other processes is not.
 * @module
 */
import { statSync } from "node:fs";
import { scheduler } from "node:timers/promises";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Clock } from "../../clock.js";
import { FolkmootError } from "../../errors.js";
import { asError, busy, isBusy } from "./failures.js";
import { migrate, type Migrations } from "./migrations.js";

/** How a file is opened. */
export interface FileSetup {
  /** Path of the file; `:memory:` for none. */
  readonly file: string;
  /** Longest time of one piece of work, waiting for other processes included. Milliseconds. */
  readonly timeoutMs: number;
  /** Where instants and waits come from. */
  readonly clock: Clock;
  /**
   * What lies in it must outlive a power failure, and leave no trace where it is deleted: commits wait for the disk, what is freed is
   * overwritten, and a file that somebody deletes or replaces is missed instead of made anew. @defaultValue false
   */
  readonly durable?: boolean;
}

/** What work may do with the file. Everything happens at once, inside of one transaction. */
export interface SqliteSession {
  /** Runs statements that give nothing. */
  readonly exec: (statements: string) => void;
  /** Gives a prepared statement, compiled once a connection. */
  readonly prepare: (statement: string) => StatementSync;
}

/** The file, for those who keep things in it. */
export interface SqliteFile {
  /** Does a piece of work alone among all processes, once the tables are there, and commits it. Throwing rolls it back. */
  write<T>(doing: string, tables: Migrations, work: (session: SqliteSession) => T): Promise<T>;
  /** Does a piece of work that only reads; nobody waits for it and it waits for nobody. */
  read<T>(doing: string, tables: Migrations, work: (session: SqliteSession) => T): Promise<T>;
  /**
   * Writes the whole file anew, without what is gone, and empties the log. Overwriting what is freed is not enough: pages that grew full
   * and were divided keep copies of rows that moved (SQLite, `secure_delete`). Ten to twenty seconds for a gigabyte, in which the process waits.
   */
  rewrite(doing: string): Promise<void>;
  /** Closes the file. Every later call rejects with `misconfigured`. */
  close(): Promise<void>;
}

interface Opened extends SqliteSession {
  readonly database: DatabaseSync;
  /** Which file the path meant when it was opened. */
  readonly inode: string | undefined;
  readonly ready: Set<string>;
}

/** SQLite itself waits this long for a lock, and the whole process with it; after that the wait is the clock's. Milliseconds. */
const blockMs = 2;

/** So many statements are kept compiled; the one compiled first goes first. */
const mostPrepared = 500;

/** Longest pause before the file is asked again. Milliseconds. */
const pauseMs = 10;

/**
 * After so many pieces of work the rest of the process gets a turn. Each ends at once, so whoever does one after the other (working off a
 * journal) would let no timer, socket or signal through until the end.
 */
const mostInARow = 16;

/** Makes a file; nothing is opened before the first piece of work. */
export function sqliteFile({ file, timeoutMs, clock, durable = false }: FileSetup): SqliteFile {
  const lasting = file !== "" && file !== ":memory:";
  let opened: Opened | undefined;
  let opening: Promise<Opened> | undefined;
  let closed = false;
  let inARow = 0;

  const inodeOf = (): string | undefined => {
    if (!lasting) return undefined;
    const found = statSync(file, { throwIfNoEntry: false });
    return found === undefined ? undefined : `${String(found.dev)}:${String(found.ino)}`;
  };

  async function connect(): Promise<Opened> {
    const { DatabaseSync } = await import("node:sqlite").catch((cause: unknown) => {
      throw new FolkmootError(
        "misconfigured",
        "This Node has no node:sqlite: run Node 22.13 or newer, or Node 22.12 with --experimental-sqlite.",
        { cause },
      );
    });
    const database = new DatabaseSync(file);
    try {
      // Written ahead: readers and a writer do not wait for each other, and a commit need not wait for the disk. A power failure may then
      // take the last moments; it also takes every process that shared them.
      database.exec(`PRAGMA busy_timeout = ${blockMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? "FULL" : "NORMAL"}`);
      if (durable) database.exec("PRAGMA secure_delete = ON");
    } catch (error) {
      database.close();
      throw error;
    }
    const prepared = new Map<string, StatementSync>();
    const prepare = (statement: string): StatementSync => {
      let known = prepared.get(statement);
      if (known === undefined) {
        const oldest = prepared.size < mostPrepared ? undefined : prepared.keys().next().value;
        if (oldest !== undefined) prepared.delete(oldest);
        prepared.set(statement, (known = database.prepare(statement)));
      }
      return known;
    };
    return { database, inode: inodeOf(), ready: new Set(), prepare, exec: (statements) => database.exec(statements) };
  }

  function drop(): void {
    const old = opened;
    opened = undefined;
    old?.database.close();
  }

  async function open(): Promise<Opened> {
    // Somebody deleted or replaced the file: what is written into the old one is seen by nobody else.
    if (opened !== undefined && opened.inode !== inodeOf()) {
      if (durable)
        throw new FolkmootError(
          "connection-failed",
          `The SQLite file ${file} was deleted, moved or replaced while this process had it open: put it back where it was, or restart this process to begin with what lies there now.`,
          { retryable: true },
        );
      drop();
    }
    if (opened !== undefined) return opened;
    opening ??= connect().finally(() => (opening = undefined));
    const fresh = await opening;
    if (closed) fresh.database.close();
    refuseClosed();
    return (opened ??= fresh);
  }

  function refuseClosed(): void {
    if (closed) throw new FolkmootError("misconfigured", "The SQLite file was closed: make a new store or coordinator.");
  }

  function transaction<T>(session: SqliteSession, begin: string, work: () => T): T {
    session.exec(begin);
    try {
      const result = work();
      session.exec("COMMIT");
      return result;
    } catch (error) {
      try {
        session.exec("ROLLBACK");
      } catch {
        // SQLite rolled back by itself (disk full, i/o error): the first error says why.
      }
      throw error;
    }
  }

  /** Tries until other processes let it. */
  async function patiently<T>(doing: string, work: (session: Opened) => T): Promise<T> {
    refuseClosed();
    const until = clock.now() + timeoutMs;
    if (++inARow >= mostInARow) {
      inARow = 0;
      await scheduler.yield();
      refuseClosed();
    }
    for (let attempt = 1; ; attempt++) {
      try {
        const session = await open();
        // Dropped or closed while this waited its turn.
        if (session !== opened) continue;
        return work(session);
      } catch (error) {
        if (!isBusy(error) || clock.now() >= until) throw asError(error, file, doing);
        // Of those who wait, nobody keeps in step with another.
        await clock.sleep(Math.min(pauseMs, attempt) * (0.5 + Math.random()));
      }
    }
  }

  function run<T>(begin: string, doing: string, tables: Migrations, work: (session: SqliteSession) => T): Promise<T> {
    return patiently(doing, (session) => {
      if (!session.ready.has(tables.part)) {
        transaction(session, "BEGIN IMMEDIATE", () => migrate(session, tables));
        session.ready.add(tables.part);
      }
      return transaction(session, begin, () => work(session));
    });
  }

  return {
    write: (doing, tables, work) => run("BEGIN IMMEDIATE", doing, tables, work),
    read: (doing, tables, work) => run("BEGIN", doing, tables, work),
    rewrite: async (doing) => {
      // Each on its own: a reader that is in the way of the log would have the file written again and again.
      await patiently(doing, ({ database }) => {
        database.exec("VACUUM");
      });
      await patiently(doing, ({ database }) => {
        // Not kept like other statements: it answers with a row instead of failing where others are in its way.
        const told = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
        if (Number(told?.["busy"]) !== 0) throw busy();
      });
    },
    close: () => {
      closed = true;
      drop();
      return Promise.resolve();
    },
  };
}
