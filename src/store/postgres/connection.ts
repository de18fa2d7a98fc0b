/**
 * One piece of work on one connection: within a time limit, again after what passes, and never a broken connection back into the pool.
 * @module
 */
import { systemClock } from "../../clock.js";
import { FolkmootError } from "../../errors.js";
import { asError, Failed } from "./failures.js";
import { migrate, type Migrations } from "./migrations.js";
import { openPool, type OpenPool, type PostgresClient, type PostgresSource } from "./pool.js";

/** One row, all of it in text. */
export type Row = Readonly<Record<string, unknown>>;

/** A connection while it is ours. */
export interface Session {
  /** Runs statements in one round trip. Gives the rows of each. */
  readonly query: (statements: string) => Promise<readonly (readonly Row[])[]>;
}

/** How a connection is made. */
export interface ConnectionSetup {
  /** The host's pool, or where to connect to. */
  readonly source: PostgresSource;
  /** Where the tables are. */
  readonly schema: string;
  /** Longest time of one piece of work, from asking for a connection to the commit. Milliseconds. */
  readonly timeoutMs: number;
  /** What uses it, for errors. @defaultValue "coordinator" */
  readonly what?: string;
}

/** The database, for those who keep things in it. */
export interface PostgresConnection {
  /** Where the tables are. */
  readonly schema: string;
  /** Longest time of one piece of work. Milliseconds. */
  readonly timeoutMs: number;
  /**
   * Does a piece of work once the tables are there. What PostgreSQL rolled back itself, and what a lost connection ended, is done again
   * while time remains; `work` has to stand that.
   */
  run<T>(doing: string, tables: Migrations, work: (session: Session) => Promise<T>): Promise<T>;
  /** Calls back when a connection was lost that had been good. Returns how to stop. */
  watch(lost: () => void): () => void;
  /** Lets connections go. Every later call rejects with `misconfigured`. */
  close(): Promise<void>;
}

/** How often one piece of work is tried. */
const tries = 5;

/** How long between two tries. Milliseconds, times the try. */
const pauseMs = 10;

/** A first start on a busy server may wait for the tables that others make. Times the limit of one piece of work. */
const migrationTimes = 20;

/** Makes a connection; nothing is opened before the first piece of work. */
export function connectPostgres({ source, schema, timeoutMs, what = "coordinator" }: ConnectionSetup): PostgresConnection {
  // The server takes its time in the real one, whatever clock a test has.
  const clock = systemClock;
  const watchers = new Set<() => void>();
  let opening: Promise<OpenPool> | undefined;
  let closed = false;
  const ready = new Map<string, Promise<void>>();

  const open = (): Promise<OpenPool> => {
    if (closed) throw new FolkmootError("misconfigured", `The connection to PostgreSQL was closed: make a new ${what}.`);
    return (opening ??= openPool(source, timeoutMs, lost));
  };
  const lost = (): void => {
    for (const watcher of watchers) watcher();
  };

  const late = (doing: string): FolkmootError =>
    new FolkmootError(
      "connection-failed",
      `PostgreSQL did not answer in time while ${doing}: look whether it can be reached from here, whether it is overloaded, and whether the pool has connections left.`,
      { retryable: true },
    );

  /** Waits for the database as long as there is time. What it throws is told from what others throw. */
  async function within<T>(answer: Promise<T>, until: number, doing: string, connected: boolean): Promise<T> {
    const ended = new AbortController();
    const limit = clock.sleep(Math.max(0, until - clock.now()), { signal: ended.signal }).then(() => {
      throw late(doing);
    });
    // Ends with the signal's reason when the answer was faster; nobody waits for it then.
    limit.catch(() => undefined);
    const told = answer.catch((thrown: unknown) => {
      throw new Failed(thrown, connected);
    });
    try {
      return await Promise.race([told, limit]);
    } finally {
      ended.abort();
    }
  }

  async function take(until: number, doing: string): Promise<PostgresClient> {
    const { pool } = await open();
    // A pool that cannot read its connection string throws at once.
    const asked = Promise.resolve().then(() => pool.connect());
    try {
      return await within(asked, until, doing, false);
    } catch (error) {
      // One that comes after all goes back at once.
      asked.then(
        (client) => client.release(),
        () => undefined,
      );
      throw error;
    }
  }

  /** One try on one connection. */
  async function once<T>(until: number, doing: string, work: (session: Session) => Promise<T>): Promise<T> {
    const client = await take(until, doing);
    // A connection that ends while it is out tells it twice: to the query, and as an event that would end the process if nobody heard.
    let broken: Error | undefined;
    const heard = (error: Error): void => {
      broken = error;
    };
    client.on("error", heard);
    const query = async (statements: string): Promise<readonly (readonly Row[])[]> => {
      try {
        return rowsOf(await within(client.query(statements), until, doing, true));
      } catch (error) {
        // Lost, or still busy with what took too long.
        if (!(error instanceof Failed && error.refused)) broken ??= new Error("The connection is of no use any more.");
        throw error;
      }
    };
    try {
      return await work({ query });
    } catch (error) {
      if (broken === undefined) await query("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      // A broken one may still have something to say on its way out.
      if (broken === undefined) client.removeListener("error", heard);
      client.release(broken);
    }
  }

  async function again<T>(doing: string, limitMs: number, work: (until: number) => Promise<T>): Promise<T> {
    const until = clock.now() + limitMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(until);
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        if (error.undone) ready.clear();
        if (error.lost) lost();
        if (!error.again || attempt >= tries || clock.now() + pauseMs * attempt >= until) throw asError(error, doing);
        await clock.sleep(pauseMs * attempt);
      }
    }
  }

  function prepare(tables: Migrations): Promise<void> {
    const known = ready.get(tables.part);
    if (known !== undefined) return known;
    const doing = "looking for its tables";
    const made = again(doing, timeoutMs * migrationTimes, async (until) => {
      // Who cannot connect is told so in time; only waiting for others who make the tables may take longer.
      const client = await take(Math.min(until, clock.now() + timeoutMs), doing);
      client.release();
      await once(until, doing, (session) => migrate(session, schema, tables));
    });
    ready.set(tables.part, made);
    made.catch(() => {
      if (ready.get(tables.part) === made) ready.delete(tables.part);
    });
    return made;
  }

  return {
    schema,
    timeoutMs,
    run: async (doing, tables, work) => {
      if (closed) await open();
      await prepare(tables);
      return again(doing, timeoutMs, async (until) => {
        await prepare(tables);
        return once(until, doing, work);
      });
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    close: async () => {
      closed = true;
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      await opened?.end();
    },
  };
}

/** `pg` gives one result for one statement, and a list for several. */
function rowsOf(results: unknown): readonly (readonly Row[])[] {
  const list: readonly unknown[] = Array.isArray(results) ? results : [results];
  return list.map((result) => {
    const rows = typeof result === "object" && result !== null && "rows" in result ? result.rows : undefined;
    return Array.isArray(rows) ? (rows as readonly Row[]) : [];
  });
}
