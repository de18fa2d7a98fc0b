/**
 * What is used of the package `pg`, and how it is loaded where the host hands in no pool of its own.
 * @module
 */
import { FolkmootError } from "../../errors.js";

/** A connection that was taken out of a pool. A `PoolClient` of `pg` is one. */
export interface PostgresClient {
  /** Runs one or several statements without parameters. */
  query(text: string): Promise<unknown>;
  /** Gives the connection back, or ends it where an error comes along. */
  release(error?: Error | boolean): void;
  /** Hears of a connection that ended while it was out. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** Stops hearing. */
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

/** Where connections come from. A `Pool` of `pg` is one, also behind PgBouncer in transaction mode. */
export interface PostgresPool {
  /** Takes a connection out. */
  connect(): Promise<PostgresClient>;
}

/** Connections of the host's own pool, or of one that is made. */
export type PostgresSource =
  | {
      /** The host's own pool: neither its settings nor its end are touched. */
      readonly pool: PostgresPool;
      /** Not with a pool. */
      readonly connectionString?: never;
    }
  | {
      /** `postgres://user:password@host:5432/database`. Loads the package `pg`, which the host installs. */
      readonly connectionString: string;
      /** Not with a connection string. */
      readonly pool?: never;
    };

/** A pool and whether it ends with us. */
export interface OpenPool {
  /** Where connections come from. */
  readonly pool: PostgresPool;
  /** Ends what was made; nothing where it is the host's. */
  end(): Promise<void>;
}

/** A coordinator has one or two changes under way; four leave room for leases and lists. */
const connections = 4;

/** A store beside it has as many workers as a process runs at once. */
const sharedConnections = 10;

/**
 * Makes one pool for several who use it, opened with the first connection that is taken. A connection that ends while nobody uses it is
 * replaced in silence.
 */
export function sharedPool(source: PostgresSource, timeoutMs: number): OpenPool {
  let opening: Promise<OpenPool> | undefined;
  let ended = false;
  const open = (): Promise<OpenPool> => {
    if (ended) throw new FolkmootError("misconfigured", "The pool of PostgreSQL was closed: make a new store.");
    opening ??= openPool(source, timeoutMs, () => undefined, sharedConnections);
    // Who has installed what was missing is not told of it for ever.
    opening.catch(() => (opening = undefined));
    return opening;
  };
  return {
    pool: { connect: async () => (await open()).pool.connect() },
    end: async () => {
      ended = true;
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      await opened?.end();
    },
  };
}

/** Opens a pool, or takes the host's. `lost` hears of connections that end while nobody uses them. */
export async function openPool(source: PostgresSource, timeoutMs: number, lost: () => void, max: number = connections): Promise<OpenPool> {
  if (source.pool !== undefined) return { pool: source.pool, end: () => Promise.resolve() };
  const { default: pg } = await import("pg").catch((cause: unknown) => {
    throw new FolkmootError(
      "misconfigured",
      "PostgreSQL is named by a `connectionString`, and the package pg is not installed: run `npm install pg`, or hand in a `pool` of your own.",
      { cause },
    );
  });
  const pool = new pg.Pool({
    connectionString: source.connectionString,
    application_name: "folkmoot",
    max,
    connectionTimeoutMillis: timeoutMs,
    // Without this a broken network is noticed by the time limits alone.
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // The pool has dropped such a connection already, and an event that nobody hears ends the process.
  pool.on("error", lost);
  return { pool, end: () => pool.end() };
}
