/**
 * Ledgers in a SQLite file. A change is one transaction without a pause in it: who is killed in the middle has changed nothing, and who
 * is slow elsewhere keeps nobody waiting.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { BookEntry, LedgerBook } from "../ledger-book.js";
import { behind } from "../name-range.js";
import type { SqliteFile } from "./file.js";
import { sqliteLeases } from "./leases.js";
import { coordinatorTables } from "./schema.js";

/** How often a process removes rows that nobody needs. Milliseconds. */
const sweepEveryMs = 600_000;

/** How long the fence of a lease outlives it. Milliseconds. */
const fenceMs = 86_400_000;

/** Longest that a row may stay unused (400 days). Milliseconds. */
const longestMs = 34_560_000_000;

/** Makes a book. Opens nothing before it is used. */
export function ledgersIn(file: SqliteFile, clock: Clock): LedgerBook {
  let sweptAt = -Infinity;
  return {
    change: (names, decide) =>
      file.write("changing ledgers", coordinatorTables, ({ prepare }) => {
        const now = Math.floor(clock.now());
        const select = prepare("SELECT revision, body FROM folkmoot_ledgers WHERE name = ?");
        const { changes, result } = decide(
          names.map((name) => entryOf(select.get(name))),
          { now },
        );
        const upsert = prepare("INSERT OR REPLACE INTO folkmoot_ledgers (name, revision, body, expires_at) VALUES (?, ?, ?, ?)");
        for (const { ledger, revision, text, keepMs } of changes)
          upsert.run(ledger, revision, text, now + Math.ceil(Math.min(Math.max(keepMs, 0), longestMs)));
        if (changes.length > 0 && now >= sweptAt + sweepEveryMs) {
          prepare("DELETE FROM folkmoot_ledgers WHERE expires_at < ?").run(now);
          prepare("DELETE FROM folkmoot_leases WHERE expires_at < ?").run(now - fenceMs);
          sweptAt = now;
        }
        return result;
      }),
    list: (prefix) =>
      file.read("listing ledgers", coordinatorTables, ({ prepare }) => {
        const columns = "SELECT name, revision, body FROM folkmoot_ledgers WHERE name >= ?";
        const end = behind(prefix);
        const rows =
          end === undefined
            ? prepare(`${columns} ORDER BY name`).all(prefix)
            : prepare(`${columns} AND name < ? ORDER BY name`).all(prefix, end);
        return { now: Math.floor(clock.now()), entries: rows.map((row) => ({ ledger: String(row["name"]), ...entryOf(row) })) };
      }),
    ...sqliteLeases(file, clock),
    close: () => file.close(),
  };
}

function entryOf(row: Readonly<Record<string, unknown>> | undefined): BookEntry {
  return row === undefined ? { revision: 0 } : { text: String(row["body"]), revision: Number(row["revision"]) };
}
