/** A book of ledgers as a database near by keeps it: every command takes a part of a millisecond to two. In memory, on virtual time. */
import type { BookEntry, LedgerBook } from "../../src/store/ledger-book.js";
import { numbersOf } from "../../tests/limits/servers/index.js";
import { sleep } from "./sleep.js";

export interface CountingBook extends LedgerBook {
  /** How often it was asked. */
  readonly commands: number;
}

/** Makes a book; everybody who shares it shares its time. Leases are always to be had: nobody asks for one here. */
export function slowBook(seed: number): CountingBook {
  const entries = new Map<string, BookEntry>();
  const draw = numbersOf(seed, "book");
  let commands = 0;
  const way = (): Promise<void> => sleep(0.15 + draw() * 0.85);
  return {
    get commands() {
      return commands;
    },
    change: async (ledgers, decide) => {
      commands++;
      await way();
      const now = Date.now();
      const { changes, result } = decide(
        ledgers.map((ledger) => entries.get(ledger) ?? { revision: 0 }),
        { now },
      );
      for (const { ledger, text, revision } of changes) entries.set(ledger, { text, revision });
      await way();
      return result;
    },
    list: async (prefix) => {
      await way();
      const found = [...entries].filter(([ledger]) => ledger.startsWith(prefix));
      return { now: Date.now(), entries: found.map(([ledger, entry]) => ({ ...entry, ledger })) };
    },
    acquire: (_name, _owner, ttlMs) => Promise.resolve({ fence: 1, expiresAt: Date.now() + ttlMs }),
    release: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
