/**
 * Makes tables, once, however many processes start at the same time.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { Session } from "./connection.js";
import { identifier, text, whole } from "./literal.js";

/** Tables of one part of the package, and how they came to be. */
export interface Migrations {
  /** What the tables are for, e.g. `coordinator`. Parts are numbered apart, so that a host has only what it uses. */
  readonly part: string;
  /** Statements of each version, oldest first. What was released is never changed, only added to. `schema` is quoted already. */
  readonly versions: readonly ((schema: string) => string)[];
}

/** Any number that no other program is likely to lock. */
const lockKey = 5_064_772_191_308_046n;

/**
 * Brings the tables of a part to the version that this process knows. Safe from many processes at once: the second waits and finds
 * everything done. Changes nothing where the version is right, so that a role without rights to create tables can work.
 */
export async function migrate(session: Session, schema: string, tables: Migrations): Promise<void> {
  const ours = identifier(schema);
  const list = `${ours}.folkmoot_migrations`;
  const [[there] = []] = await session.query(`SELECT to_regclass(${text(list)})::text AS name`);
  if (typeof there?.["name"] === "string" && (await versionOf(session, list, tables)) === tables.versions.length) return;
  // The lock ends with the transaction, so that it also works where a pooler hands out another connection each time.
  await session.query(`BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(${lockKey.toString()})`);
  const [[place] = []] = await session.query(`SELECT to_regnamespace(${text(ours)})::text AS name`);
  // Asked first: "IF NOT EXISTS" wants the right to create schemas even where nothing is to be created.
  if (typeof place?.["name"] !== "string") await session.query(`CREATE SCHEMA ${ours}`);
  const [[known] = []] = await session.query(`SELECT to_regclass(${text(list)})::text AS name`);
  if (typeof known?.["name"] !== "string")
    await session.query(
      `CREATE TABLE ${list} (part text NOT NULL, version bigint NOT NULL, applied_at timestamptz NOT NULL, PRIMARY KEY (part, version))`,
    );
  for (let version = await versionOf(session, list, tables); version < tables.versions.length; version++) {
    const statements = tables.versions[version]?.(ours) ?? "";
    await session.query(`${statements}; INSERT INTO ${list} VALUES (${text(tables.part)}, ${whole(version + 1)}, clock_timestamp())`);
  }
  await session.query("COMMIT");
}

async function versionOf(session: Session, list: string, { part, versions }: Migrations): Promise<number> {
  const [[row] = []] = await session.query(`SELECT max(version)::text AS version FROM ${list} WHERE part = ${text(part)}`);
  const version = Number(row?.["version"] ?? 0);
  if (version > versions.length)
    throw new FolkmootError(
      "misconfigured",
      `The ${part} tables in ${list} are of version ${version}, and this process knows ${versions.length}: a newer folkmoot has been here. Bring this one up to date.`,
    );
  return version;
}
