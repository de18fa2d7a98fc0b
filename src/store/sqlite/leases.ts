/**
 * Leases in a SQLite file, by the machine's clock.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { Lease } from "../coordinator.js";
import type { LedgerBook } from "../ledger-book.js";
import type { SqliteFile } from "./file.js";
import { coordinatorTables } from "./schema.js";

/**
 * Makes the part of the book that hands out leases. A fence begins with the milliseconds since 1970, so that it goes on growing where
 * the row of a name long unused was removed.
 */
export function sqliteLeases(file: SqliteFile, clock: Clock): Pick<LedgerBook, "acquire" | "release"> {
  return {
    acquire: (name, owner, ttlMs) =>
      file.write("taking a lease", coordinatorTables, ({ prepare }): Lease | undefined => {
        const now = Math.floor(clock.now());
        const expiresAt = now + Math.ceil(ttlMs);
        const row = prepare("SELECT owner, fence, expires_at FROM folkmoot_leases WHERE name = ?").get(name);
        const alive = row !== undefined && Number(row["expires_at"]) > now;
        if (alive && row["owner"] !== owner) return undefined;
        const before = row === undefined ? now - 1 : Number(row["fence"]);
        const fence = alive ? before : before + 1;
        prepare("INSERT OR REPLACE INTO folkmoot_leases (name, owner, fence, expires_at) VALUES (?, ?, ?, ?)").run(
          name,
          owner,
          fence,
          expiresAt,
        );
        return { fence, expiresAt };
      }),
    release: (name, owner) =>
      file.write("giving a lease back", coordinatorTables, ({ prepare }) => {
        // The row stays: it holds the fence.
        prepare("UPDATE folkmoot_leases SET owner = '', expires_at = min(expires_at, ?) WHERE name = ? AND owner = ?").run(
          Math.floor(clock.now()),
          name,
          owner,
        );
      }),
  };
}
