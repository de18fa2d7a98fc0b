/**
 * Makes tables, once, however many processes start at the same time.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { SqliteSession } from "./file.js";

/** Tables of one part of the package, and how they came to be. */
export interface Migrations {
  /** What the tables are for, e.g. `coordinator`. Parts are numbered apart, so that a host has only what it uses. */
  readonly part: string;
  /** Statements of each version, oldest first. What was released is never changed, only added to. */
  readonly versions: readonly string[];
}

/** Brings the tables of a part to the version that this process knows, inside of a transaction that keeps all others out. */
export function migrate(session: SqliteSession, { part, versions }: Migrations): void {
  session.exec(
    "CREATE TABLE IF NOT EXISTS folkmoot_migrations (part TEXT NOT NULL, version INTEGER NOT NULL, applied_at INTEGER NOT NULL, PRIMARY KEY (part, version)) STRICT, WITHOUT ROWID",
  );
  const row = session.prepare("SELECT coalesce(max(version), 0) AS version FROM folkmoot_migrations WHERE part = ?").get(part);
  const known = Number(row?.["version"] ?? 0);
  if (known > versions.length)
    throw new FolkmootError(
      "misconfigured",
      `The ${part} tables of the SQLite file are of version ${known}, and this process knows ${versions.length}: a newer folkmoot has been here. Bring this one up to date.`,
    );
  versions.slice(known).forEach((statements, index) => {
    session.exec(statements);
    session
      .prepare("INSERT INTO folkmoot_migrations VALUES (?, ?, CAST(unixepoch('subsec') * 1000 AS INTEGER))")
      .run(part, known + index + 1);
  });
}
