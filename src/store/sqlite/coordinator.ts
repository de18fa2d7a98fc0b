/**
 * The coordinator over a SQLite file.
 * @module
 */
import { systemClock } from "../../clock.js";
import { FolkmootError } from "../../errors.js";
import { sharedCoordinator } from "../../limits/shared/shared-coordinator.js";
import type { SharedCoordinatorOptions } from "../../limits/shared/shared-coordinator.js";
import type { Coordinator } from "../coordinator.js";
import type { LedgerBook } from "../ledger-book.js";
import { ledgersIn } from "./book.js";
import { sqliteFile } from "./file.js";

/** Options of `sqliteBook`. */
export interface SqliteBookOptions extends Pick<SharedCoordinatorOptions, "clock"> {
  /**
   * Path of the file, on a disk of this machine: locks of network file systems are not to be trusted. Made where it is not there, not so
   * its folder. `:memory:` is shared with nobody.
   */
  readonly file: string;
  /** Longest wait for other processes; then the file counts as away. Milliseconds. @defaultValue 1,000 */
  readonly timeoutMs?: number;
}

/** Options of `sqliteCoordinator`: where the file is, and how processes share. */
export interface SqliteCoordinatorOptions extends SqliteBookOptions, SharedCoordinatorOptions {
  /** Where instants come from, which all processes of a machine share, and every wait. @defaultValue the system's clock */
  readonly clock?: NonNullable<SharedCoordinatorOptions["clock"]>;
}

/**
 * Makes a coordinator that shares budgets and leases with every process of this machine that uses the same file.
 * Opens nothing before its first use, and makes its tables then. Uses `node:sqlite`, which Node 22.13 and newer have; Node 22 prints once
 * that it is experimental.
 *
 * @throws FolkmootError `misconfigured` where no file is named.
 * @example
 * const coordinator = sqliteCoordinator({ file: "/var/lib/app/folkmoot.db" });
 * const lease = await coordinator.acquire("poll:bluesky:did", "worker-1", 30_000);
 */
export function sqliteCoordinator(options: SqliteCoordinatorOptions): Coordinator {
  return sharedCoordinator(sqliteBook(options), options);
}

/** Makes the book alone, for a coordinator of one's own. */
export function sqliteBook({ file, timeoutMs = 1_000, clock = systemClock }: SqliteBookOptions): LedgerBook {
  if (typeof file !== "string" || file === "")
    throw new FolkmootError("misconfigured", "sqliteCoordinator needs a `file`: hand in a path, or `:memory:` for a test.");
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0)
    throw new FolkmootError("misconfigured", "`timeoutMs` of sqliteCoordinator is no time: hand in milliseconds above 0.");
  return ledgersIn(sqliteFile({ file, timeoutMs, clock }), clock);
}
