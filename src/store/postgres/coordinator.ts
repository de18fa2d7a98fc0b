/**
 * The coordinator over PostgreSQL.
 * @module
 */
import { systemClock } from "../../clock.js";
import { FolkmootError } from "../../errors.js";
import { sharedCoordinator } from "../../limits/shared/shared-coordinator.js";
import type { SharedCoordinatorOptions } from "../../limits/shared/shared-coordinator.js";
import type { Coordinator } from "../coordinator.js";
import type { LedgerBook } from "../ledger-book.js";
import { ledgersIn } from "./book.js";
import { connectPostgres } from "./connection.js";
import type { PostgresSource } from "./pool.js";

/** Where the tables are, and how long to wait for them. */
export interface PostgresPlace {
  /** The schema of the tables, which all begin with `folkmoot_`. Made where it is not there. @defaultValue "public" */
  readonly schema?: string;
  /** Longest time of one transaction, connecting included; then the database counts as away. Milliseconds. @defaultValue 1,000 */
  readonly timeoutMs?: number;
}

/** Options of `postgresCoordinator`: where PostgreSQL is (`pool` or `connectionString`), and how processes share. */
export type PostgresCoordinatorOptions = PostgresSource &
  PostgresPlace &
  SharedCoordinatorOptions & {
    /**
     * Where instants come from, for tests: all processes then have to share it.
     * @defaultValue the time of PostgreSQL, which all processes share, and the system's for waits
     */
    readonly clock?: NonNullable<SharedCoordinatorOptions["clock"]>;
  };

/** Options of `postgresBook`. */
export type PostgresBookOptions = PostgresSource & PostgresPlace & Pick<PostgresCoordinatorOptions, "clock">;

/**
 * Makes a coordinator that shares budgets and leases with every process that uses the same database and schema, on any number of machines.
 * Opens nothing before its first use, and makes its tables then. A decision costs two round trips.
 *
 * @throws FolkmootError `misconfigured` unless exactly one of `pool` and `connectionString` is there.
 * @example
 * const coordinator = postgresCoordinator({ connectionString: "postgres://folkmoot@127.0.0.1:5432/app" });
 * const lease = await coordinator.acquire("poll:bluesky:did", "worker-1", 30_000);
 */
export function postgresCoordinator(options: PostgresCoordinatorOptions): Coordinator {
  return sharedCoordinator(postgresBook(options), options);
}

/** Makes the book alone, for a coordinator of one's own. */
export function postgresBook({ schema = "public", timeoutMs = 1_000, clock, ...source }: PostgresBookOptions): LedgerBook {
  // JavaScript hands in what it likes.
  const given: { readonly pool?: unknown; readonly connectionString?: unknown } = source;
  // An empty one would lead wherever the environment says.
  if ((given.pool === undefined) === (given.connectionString === undefined) || given.connectionString === "")
    throw new FolkmootError("misconfigured", "postgresCoordinator takes either `pool` or `connectionString`: hand in one of them.");
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0)
    throw new FolkmootError("misconfigured", "`timeoutMs` of postgresCoordinator is no time: hand in milliseconds above 0.");
  // The system's clock is not shared by several machines.
  return ledgersIn(connectPostgres({ source, schema, timeoutMs: Math.ceil(timeoutMs) }), clock === systemClock ? undefined : clock);
}
