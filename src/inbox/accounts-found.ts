/**
 * Keeps the adapters that the host's function finds: the last used within a bound, and each that somebody is using for as long as it is used.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";

/** Most adapters that are kept while nobody uses them, unless the host says otherwise. */
export const mostKept = 1_000;

/** Joins an adapter to the inbox; gives the function that lets it go. */
export type Join = (adapter: AnyAdapter) => () => void;

/** The adapters of a function. */
export interface FoundAdapters<A> {
  /** Finds an adapter: one that is kept or still used by somebody, else a new one. Rejects with what the search throws, and tries anew then. */
  readonly find: (account: AccountKey) => Promise<A>;
  /** How many are kept, those included that are held or being looked for. */
  readonly size: () => number;
}

/** An adapter that is kept, or being looked for. */
interface Entry<A> {
  readonly adapter: Promise<A>;
  /** Set once it is found. */
  leave?: () => void;
  /** How many hold it. */
  holds: number;
}

// By adapter, so that whoever works with one for long can hold it without knowing where it came from.
const holders = new WeakMap<object, () => () => void>();

/**
 * Holds an adapter for as long as it is worked with: a sync, a stream. A held adapter is not let go, whatever the bound.
 * Listed adapters are always there.
 * @returns the function that ends it
 */
export function holdAdapter(adapter: AnyAdapter): () => void {
  return holders.get(adapter)?.() ?? (() => undefined);
}

/**
 * Makes the place where found adapters are kept.
 * @param search - finds and attaches one; rejects where there is none
 * @param most - bound of those that nobody holds
 */
export function keepFound<A extends AnyAdapter>(
  search: (account: AccountKey) => Promise<A>,
  join: Join,
  most: number = mostKept,
): FoundAdapters<A> {
  /** Nobody holds these; the one used longest ago first. */
  const idle = new Map<AccountKey, Entry<A>>();
  /** Held, or being looked for. */
  const busy = new Map<AccountKey, Entry<A>>();
  /** Let go, but perhaps still in somebody's hands: two of one account would wait in two queues. */
  const past = new Map<AccountKey, WeakRef<A>>();
  const collected = new FinalizationRegistry<AccountKey>((account) => {
    if (past.get(account)?.deref() === undefined) past.delete(account);
  });

  const trim = (): void => {
    for (const [account, entry] of idle) {
      if (idle.size <= most) return;
      idle.delete(account);
      entry.leave?.();
    }
  };
  const rest = (account: AccountKey, entry: Entry<A>): void => {
    if (busy.get(account) !== entry) return;
    busy.delete(account);
    idle.set(account, entry);
    trim();
  };
  const begin = (account: AccountKey, adapter: A, entry: Entry<A>): void => {
    entry.leave = join(adapter);
    holders.set(adapter, () => {
      // It may have been let go between being found and being held.
      const there = idle.get(account) ?? busy.get(account);
      const held = there ?? { adapter: Promise.resolve(adapter), leave: join(adapter), holds: 0 };
      idle.delete(account);
      busy.set(account, held);
      held.holds += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        held.holds -= 1;
        if (held.holds === 0) rest(account, held);
      };
    });
    if (entry.holds === 0) rest(account, entry);
  };
  const look = (account: AccountKey): Entry<A> => {
    const left = past.get(account)?.deref();
    const entry: Entry<A> = { adapter: left === undefined ? search(account) : Promise.resolve(left), holds: 0 };
    busy.set(account, entry);
    entry.adapter.then(
      (adapter) => {
        begin(account, adapter, entry);
        if (left !== undefined) return;
        past.set(account, new WeakRef(adapter));
        collected.register(adapter, account);
      },
      () => {
        // A host that failed once may know the account the next time.
        if (busy.get(account) === entry) busy.delete(account);
      },
    );
    return entry;
  };
  return {
    find: (account) => {
      const kept = idle.get(account);
      if (kept !== undefined) {
        idle.delete(account);
        idle.set(account, kept);
      }
      return (kept ?? busy.get(account) ?? look(account)).adapter;
    },
    size: () => idle.size + busy.size,
  };
}
