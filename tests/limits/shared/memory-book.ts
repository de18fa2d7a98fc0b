import type { Clock } from "../../../src/clock.js";
import { memoryCoordinator } from "../../../src/limits/memory-coordinator.js";
import type { BookEntry, Decision, LedgerBook } from "../../../src/store/ledger-book.js";

export interface BookConnection {
  readonly latency?: () => number;
  readonly offsetMs?: number | (() => number);
  /** How far off its time the connection says that it may be. Milliseconds. */
  readonly offMs?: number;
  readonly alive?: () => boolean;
  /** What this connection alone suffers from, if anything. */
  readonly trouble?: () => Error | undefined;
}

export interface MemoryBook {
  /** One process's connection; nothing comes or goes any more once the process is not `alive`. */
  readonly connect: (connection?: BookConnection) => LedgerBook;
  /** How many changes and lists were asked for. */
  readonly commands: number;
  /**
   * How many commands Redis would count for the changes: the script, what it reads and what it writes, and a round more where somebody
   * else has changed a ledger since the process saw it.
   */
  readonly inner: number;
  /** Ledgers by name. */
  readonly entries: ReadonlyMap<string, BookEntry>;
  /** Rejects from now on, or works again. `after`: rejects what it has done all the same. */
  away: false | "before" | "after";
  /** Loses all, or the last changes of each ledger. */
  readonly lose: (changes?: number) => void;
}

export interface MemoryBookOptions {
  readonly clock: Clock;
  /** How long one way takes. Milliseconds. */
  readonly latency?: () => number;
  /** How long everybody has for giving back what was lost. Milliseconds. */
  readonly graceMs?: number;
}

/** A book in memory, whose commands take time on a clock, fail on demand, and whose memory can be lost. */
export function memoryBook({ clock, latency: usual = () => 0, graceMs = 0 }: MemoryBookOptions): MemoryBook {
  let entries = new Map<string, BookEntry>();
  const history: Map<string, BookEntry>[] = [];
  const watchers = new Set<() => void>();
  const leases = memoryCoordinator({ clock });
  let commands = 0;
  let inner = 0;
  let rebornUntil: number | undefined;
  const book = {
    away: false as MemoryBook["away"],
    get commands() {
      return commands;
    },
    get inner() {
      return inner;
    },
    get entries() {
      return entries;
    },
    lose: (changes = history.length) => {
      entries = history.splice(Math.max(0, history.length - changes))[0] ?? entries;
      rebornUntil = clock.now() + graceMs;
      for (const watcher of watchers) watcher();
    },
    connect: ({ latency = usual, offsetMs: offset = 0, offMs, alive = () => true, trouble }: BookConnection = {}): LedgerBook => {
      const offsetOf = typeof offset === "number" ? (): number => offset : offset;
      const travel = async (): Promise<void> => {
        const ms = latency();
        if (ms > 0) await clock.sleep(ms);
      };
      const call = async <T>(work: () => T | Promise<T>): Promise<T> => {
        if (!alive()) return new Promise(() => undefined);
        commands++;
        await travel();
        const suffered = trouble?.();
        if (suffered !== undefined) throw suffered;
        if (book.away === "before") throw new Error("The book is away.");
        const result = await work();
        if (book.away === "after") throw new Error("The book went away.");
        await travel();
        if (!alive()) return new Promise(() => undefined);
        return result;
      };
      const now = (): number => clock.now() + offsetOf();
      const seen = new Map<string, number>();
      return {
        change: <T>(
          names: readonly string[],
          decide: (found: readonly BookEntry[], moment: { now: number; rebornUntil?: number }) => Decision<T>,
        ) =>
          call(() => {
            const found = names.map((name) => entries.get(name) ?? { revision: 0 });
            const moment = {
              now: now(),
              ...(offMs === undefined ? {} : { offMs }),
              ...(rebornUntil === undefined ? {} : { rebornUntil: rebornUntil + offsetOf() }),
            };
            // A decision may be made several times; only the last one counts.
            decide(found, moment);
            const { changes, result } = decide(found, moment);
            inner += 2 + changes.length + (names.some((name, at) => (seen.get(name) ?? 0) !== found[at]?.revision) ? 2 : 0);
            names.forEach((name, at) => seen.set(name, found[at]?.revision ?? 0));
            for (const { ledger, revision } of changes) seen.set(ledger, revision);
            if (changes.length > 0) {
              history.push(entries);
              if (history.length > 200) history.shift();
              entries = new Map(entries);
              for (const { ledger, text, revision } of changes) entries.set(ledger, { text, revision });
            }
            return result;
          }),
        list: (prefix) =>
          call(() => ({
            now: now(),
            entries: [...entries].filter(([ledger]) => ledger.startsWith(prefix)).map(([ledger, entry]) => ({ ledger, ...entry })),
          })),
        watch: (reborn) => {
          watchers.add(reborn);
          return () => watchers.delete(reborn);
        },
        acquire: (...lease) => call(() => leases.acquire(...lease)),
        release: (...lease) => call(() => leases.release(...lease)),
        close: () => Promise.resolve(),
      };
    },
  };
  return book;
}
