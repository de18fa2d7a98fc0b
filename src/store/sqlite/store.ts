/**
 * A store in one file.
 * @module
 */
import { scheduler } from "node:timers/promises";
import { systemClock, type Clock } from "../../clock.js";
import { FolkmootError } from "../../errors.js";
import type { CollectionName, Collections } from "../collections.js";
import type { Coordinator } from "../coordinator.js";
import type { Claim, Claimable, ClaimRequest, Settlement, Store, StorePage, StoreQuery, Versioned, Write } from "../store.js";
import type { TokenStore } from "../token-store.js";
import { applyBatch, prepareBatch } from "./batch.js";
import { claimSome, settleAll } from "./claims.js";
import { sqliteCoordinator, type SqliteCoordinatorOptions } from "./coordinator.js";
import { erasingOf } from "./erasing.js";
import { sqliteFile } from "./file.js";
import { listingOf } from "./listing.js";
import { tableOf } from "./shapes.js";
import { storeTables } from "./store-tables.js";
import { tokensIn } from "./token-store.js";

/** Gives the rest of the process its turn. No wait: it takes no time by any clock, so that a clock that stands still stops no listing. */
const turn = (): Promise<void> => scheduler.yield();

/** Options of `sqliteStore`. */
export interface SqliteStoreOptions {
  /**
   * Path of the file, on a disk of this machine: locks of network file systems are not to be trusted. Made where it is not there, not so
   * its folder. `:memory:` is shared with nobody and ends with the store.
   */
  readonly file: string;
  /** Longest wait for other processes; then a call rejects with `connection-failed`. Milliseconds. @defaultValue 5,000 */
  readonly timeoutMs?: number;
  /** Every wait for other processes. @defaultValue the system's clock */
  readonly clock?: Clock;
  /** Where rotating tokens go. @defaultValue the same file */
  readonly tokens?: TokenStore;
  /** How the store's coordinator behaves. It uses the same file. */
  readonly coordinator?: Omit<SqliteCoordinatorOptions, "file">;
}

/** A store in a file, which coordinates processes and keeps tokens as well. */
export interface SqliteStore extends Store {
  /** Over the same file; made when it is first asked for. */
  readonly coordinator: Coordinator;
  /** In the same file, unless the host handed in another. */
  readonly tokens: TokenStore;
}

/**
 * Makes a store in one file, for any number of processes of this machine: what an app needs that has to survive a restart, and nothing to
 * install. Opens nothing before its first use, and makes its tables then. Uses `node:sqlite`, which Node 22.13 and newer have; Node 22
 * prints once that it is experimental.
 *
 * A call that was answered is on the disk. Erasing writes the file anew, ten to twenty seconds for a gigabyte, in which the process waits.
 *
 * @throws FolkmootError `misconfigured` where no file is named.
 * @example
 * const inbox = createInbox({ accounts: [bluesky], store: sqliteStore({ file: "/var/lib/app/folkmoot.db" }) });
 */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  const { file: path, timeoutMs = 5_000, clock = systemClock } = options;
  if (typeof path !== "string" || path === "")
    throw new FolkmootError("misconfigured", "sqliteStore needs a `file`: hand in a path, or `:memory:` for a test.");
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0)
    throw new FolkmootError("misconfigured", "`timeoutMs` of sqliteStore is no time: hand in milliseconds above 0.");
  const file = sqliteFile({ file: path, timeoutMs, clock, durable: true });
  let coordinator: Coordinator | undefined;

  return {
    get coordinator() {
      return (coordinator ??= sqliteCoordinator({ clock, ...options.coordinator, file: path }));
    },
    tokens: options.tokens ?? tokensIn(file),
    read: <C extends CollectionName>(collection: C, keys: readonly string[]) =>
      file.read("reading rows", storeTables, ({ prepare }) => {
        const select = prepare(`SELECT version, body FROM ${tableOf(collection)} WHERE key = ?`);
        return keys.map((key): Versioned<Collections[C]> | undefined => {
          const row = select.get(key);
          return row && { value: JSON.parse(String(row["body"])) as Collections[C], version: Number(row["version"]) };
        });
      }),
    // Written down before the first wait, so that the caller's objects stay the caller's.
    write: async (batch) => {
      const prepared = prepareBatch(batch);
      return file.write("writing rows", storeTables, (session) => applyBatch(session, prepared));
    },
    query: async <C extends CollectionName>(collection: C, query: StoreQuery) => {
      const listing = listingOf(collection, query);
      while (!(await file.read("listing rows", storeTables, listing.read))) await turn();
      const next = listing.next();
      return { items: listing.items, ...(next !== undefined && { next }) } as StorePage<C>;
    },
    claim: async <F extends Claimable>(request: ClaimRequest<F>) => {
      if (!(request.leaseMs > 0)) throw new FolkmootError("invalid-request", "A claim needs a leaseMs above 0.");
      for (;;) {
        const { claims, more } = await file.write("claiming entries", storeTables, (session) => claimSome(session, request));
        if (!more) return claims as Claim<Collections[F]>[];
        await turn();
      }
    },
    settle: async (settlements: readonly Settlement[], writes: readonly Write[] = []) => {
      const prepared = prepareBatch(writes);
      const ended = await file.write("settling entries", storeTables, (session) => settleAll(session, settlements, prepared));
      return settlements.map(() => ended);
    },
    erase: async (what) => {
      let erased = 0;
      for (const piece of erasingOf(what))
        for (let more = true; more;) {
          const step = await file.write("erasing rows", storeTables, piece);
          erased += step.erased;
          more = step.more;
          if (more) await turn();
        }
      // Until then it can be read from the log, and from what is left over in other pages.
      await file.rewrite("erasing rows");
      return erased;
    },
    close: async () => {
      await file.close();
      await coordinator?.close();
    },
  };
}
