/**
 * Leases in PostgreSQL: one statement each, by the database's clock.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { Lease } from "../coordinator.js";
import type { LedgerBook } from "../ledger-book.js";
import type { PostgresConnection } from "./connection.js";
import { after, identifier, instantOf, millis, text } from "./literal.js";
import { coordinatorTables } from "./schema.js";

/**
 * Makes the part of the book that hands out leases. Committed as the database does by default: two owners after a crash would be worse
 * than waiting for the disk, and a lease is taken seldom. A fence begins with the milliseconds since 1970, so that it goes on growing
 * where the row of a name long unused was removed.
 */
export function postgresLeases(connection: PostgresConnection, clock?: Clock): Pick<LedgerBook, "acquire" | "release"> {
  const leases = `${identifier(connection.schema)}.folkmoot_leases`;
  return {
    acquire: (name, owner, ttlMs) =>
      connection.run("taking a lease", coordinatorTables, async (session): Promise<Lease | undefined> => {
        const now = instantOf(clock);
        const [[row] = []] = await session.query(`
          INSERT INTO ${leases} AS l (name, owner, fence, expires_at)
          VALUES (${text(name)}, ${text(owner)}, ${millis(now)}::bigint, ${after(now, ttlMs)})
          ON CONFLICT (name) DO UPDATE SET
            owner = excluded.owner,
            fence = CASE WHEN l.owner = excluded.owner AND l.expires_at > ${now} THEN l.fence ELSE l.fence + 1 END,
            expires_at = ${after(now, ttlMs)}
          WHERE l.owner = excluded.owner OR l.expires_at <= ${now}
          RETURNING fence::text AS fence, ${millis("expires_at")} AS expires_at`);
        return row === undefined ? undefined : { fence: Number(row["fence"]), expiresAt: Number(row["expires_at"]) };
      }),
    release: (name, owner) =>
      connection.run("giving a lease back", coordinatorTables, async (session) => {
        // The row stays: it holds the fence.
        await session.query(
          `UPDATE ${leases} SET expires_at = least(expires_at, ${instantOf(clock)}), owner = '' WHERE name = ${text(name)} AND owner = ${text(owner)}`,
        );
      }),
  };
}
