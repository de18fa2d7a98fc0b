/**
 * A store in memory: everything a store has to do, in one process and until it ends.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { isBelow } from "../below.js";
import type { CollectionName, Collections } from "../collections.js";
import type { TokenStore } from "../token-store.js";
import type { Claim, Claimable, ClaimRequest, Settlement, Store, StoreQuery, Versioned, Write, WriteResult } from "../store.js";
import { createJournal, type Journal } from "./journal.js";
import { memoryTokenStore } from "./memory-token-store.js";
import { frozenCopy } from "./plain.js";
import { queryTable } from "./query.js";
import { speaksOf } from "../speaks-of.js";
import { createTable, type Table } from "./table.js";

/** How a memory store is made. */
export interface MemoryStoreOptions {
  /** Where rotating tokens go. @defaultValue memory, of this store */
  readonly tokens?: TokenStore;
}

/**
 * Makes a store in memory: the default of `createInbox`, and all that a test needs. It ends with its process.
 *
 * What it hands out is frozen: change a copy and write that. Writing takes a copy, so the caller's object stays the caller's.
 *
 * @example
 * const store = memoryStore();
 * await store.write([{ collection: "message", key: message.key, value: message, expect: "absent" }]);
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store & {
  /** Where rotating tokens go. */
  readonly tokens: TokenStore;
} {
  const tables = new Map<CollectionName, Table>();
  const journals: Record<Claimable, Journal> = { change: createJournal(rowsOf("change")), outbox: createJournal(rowsOf("outbox")) };
  let count = 0;
  let closed = false;

  function tableOf(name: CollectionName): Table {
    let table = tables.get(name);
    if (table === undefined) tables.set(name, (table = createTable()));
    return table;
  }
  function rowsOf(name: CollectionName): Table["rows"] {
    return tableOf(name).rows;
  }
  const journalOf = (name: CollectionName): Journal | undefined => (name === "change" || name === "outbox" ? journals[name] : undefined);

  /** Does the work at once, so that it is one transaction; what it throws rejects. */
  const now = <T>(work: () => T): Promise<T> =>
    new Promise((resolve) => {
      if (closed) throw new FolkmootError("misconfigured", "The memory store is closed, and what it held is gone: make a new one.");
      resolve(work());
    });

  const remove = (name: CollectionName, key: string): boolean => {
    const row = tableOf(name).remove(key);
    if (row !== undefined) journalOf(name)?.removed(row);
    return row !== undefined;
  };
  const apply = (batch: readonly Write[]): WriteResult => {
    const conflicts: { index: number; version: number | "absent" }[] = [];
    batch.forEach(({ collection, key, expect }, index) => {
      if (expect === undefined) return;
      const version = rowsOf(collection).get(key)?.version ?? "absent";
      if (version !== expect) conflicts.push({ index, version });
    });
    if (conflicts.length > 0) return { ok: false, conflicts };
    // Copied before the first write, because a value that cannot be stored must not leave half a batch behind.
    const values = batch.map(({ value }) => (value === null ? null : frozenCopy<object>(value)));
    batch.forEach(({ collection, key }, index) => {
      const value = values[index] ?? null;
      if (value === null) {
        remove(collection, key);
        return;
      }
      const { row, before } = tableOf(collection).put(key, value, ++count);
      journalOf(collection)?.wrote(row, before);
    });
    return { ok: true };
  };

  return {
    tokens: options.tokens ?? memoryTokenStore(),
    read: <C extends CollectionName>(collection: C, keys: readonly string[]) =>
      now(() => {
        const rows = rowsOf(collection);
        return keys.map((key) => {
          const row = rows.get(key);
          return row && { value: row.value as Collections[C], version: row.version };
        });
      }),
    write: (batch) => now(() => apply(batch)),
    query: <C extends CollectionName>(collection: C, query: StoreQuery) =>
      now(() => queryTable(tableOf(collection), query, count) as { items: Versioned<Collections[C]>[]; next?: string }),
    claim: <F extends Claimable>(request: ClaimRequest<F>) =>
      now(() => {
        if (!(request.leaseMs > 0)) throw new FolkmootError("invalid-request", "A claim needs a leaseMs above 0.");
        return journals[request.from].claim(request) as Claim<Collections[F]>[];
      }),
    settle: (settlements: readonly Settlement[], writes: readonly Write[] = []) =>
      now(() => {
        const ended = settlements.every((one) => journals[one.from].holds(one)) && apply(writes).ok;
        if (ended) for (const one of settlements) journals[one.from].settle(one);
        return settlements.map(() => ended);
      }),
    erase: (what) =>
      now(() => {
        let erased = 0;
        for (const [name, { rows }] of tables)
          for (const [key, { value }] of rows) {
            const meant = "below" in what ? isBelow(key, what.below) : journalOf(name) !== undefined && speaksOf(key, value, what.about);
            if (meant && remove(name, key)) erased += 1;
          }
        return erased;
      }),
    close: () => {
      closed = true;
      tables.clear();
      return Promise.resolve();
    },
  };
}
