/**
 * Values and names inside of SQL. Several statements travel in one message only without parameters, and that halves the round trips.
 * @module
 */
import { FolkmootError } from "../../errors.js";

/**
 * Writes a text as a literal. `E` strings read the same whatever `standard_conforming_strings` says: quotes and backslashes doubled,
 * nothing else means anything in them. A NUL is no character of PostgreSQL's texts and is refused.
 */
export function text(value: string): string {
  if (value.includes("\0"))
    throw new FolkmootError("invalid-request", "A name holds a NUL character, which PostgreSQL cannot keep: leave it out of the name.");
  return ` E'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'::text`;
}

/** Writes a whole number as a literal. */
export function whole(value: number): string {
  if (!Number.isSafeInteger(value))
    throw new FolkmootError("invalid-request", "A number of a ledger or lease is not whole: hand in whole milliseconds and revisions.");
  return `(${String(value)})::bigint`;
}

/** Writes the name of a schema, table or column. */
export function identifier(name: string): string {
  if (name === "" || name.includes("\0"))
    throw new FolkmootError("misconfigured", "The name of a schema is empty or holds a NUL character: name one, or leave `schema` out.");
  return `"${name.replaceAll('"', '""')}"`;
}

/** An instant of the database as milliseconds since 1970, in text, so that no type parser of a host changes it. */
export const millis = (instant: string): string => `floor(extract(epoch FROM ${instant}) * 1000)::bigint::text`;

/** Some milliseconds behind an instant. */
export const after = (instant: string, ms: number): string => `${instant} + ${whole(Math.ceil(ms))} * interval '1 millisecond'`;

/** Where a book reads the time: the database's own, or that of tests. */
export const instantOf = (clock: { now(): number } | undefined): string =>
  clock === undefined ? "clock_timestamp()" : `to_timestamp(${whole(Math.floor(clock.now()))} / 1000.0)`;
