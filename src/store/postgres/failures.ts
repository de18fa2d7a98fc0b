/**
 * What PostgreSQL says when something goes wrong, told to a person who has to mend it.
 * @module
 */
import { FolkmootError } from "../../errors.js";

/** Something that the database or the way to it did; whatever else is thrown while it is used is not its fault. */
export class Failed extends Error {
  /** SQLSTATE (`40P01`) or the system's word (`ECONNREFUSED`). Absent: nothing of the kind was told. */
  readonly code: string | undefined;
  /** The server itself refused: the connection is good and nothing was written. */
  readonly refused: boolean;
  /** A connection ended that had been good. */
  readonly lost: boolean;
  /** Tables or schema are not there: somebody dropped them. */
  readonly undone: boolean;
  /** The same work may succeed at once. */
  readonly again: boolean;
  /** Reads what `pg` threw. `connected`: the connection had been made. */
  constructor(thrown: unknown, connected: boolean) {
    super("PostgreSQL failed");
    const told = typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;
    this.code = typeof told === "string" && /^[A-Z0-9_]{2,40}$/.test(told) ? told : undefined;
    const state = this.code !== undefined && /^[0-9A-Z]{5}$/.test(this.code) && !this.code.startsWith("E") ? this.code : undefined;
    this.refused = connected && state !== undefined && !/^(?:08|57P|25P0[34])/.test(state);
    this.lost = connected && !this.refused;
    this.undone = state !== undefined && missing.has(state);
    this.again = this.lost || this.undone || (state !== undefined && passing.has(state));
  }
}

/** Deadlock, serialization, a lock that was not to be had, a statement that took too long. */
const passing = new Set(["40001", "40P01", "55P03", "57014"]);

/** Undefined table, column, schema. */
const missing = new Set(["42P01", "42703", "3F000"]);

const remedies: Readonly<Record<string, string>> = {
  "25006": "it only reads (a standby, or a switch to another server is under way): name the primary in the connection string",
  "28000": "it does not let this role in: look at user, password and pg_hba.conf",
  "28P01": "the password is not the role's: look at the connection string",
  "3D000": "there is no such database: create it, or look at the connection string",
  "42501": "the role may not do this: grant it CREATE and USAGE on the schema, or let a role that may do so start folkmoot once",
  "53300": "it has no connection left: raise max_connections, or put PgBouncer in front",
  "54000": "a key or word is longer than an index takes, about 2,600 bytes: nothing was written; shorten it, or leave it out",
  "57P03": "it is starting up or shutting down: this passes by itself",
  ECONNREFUSED: "nothing listens there: look whether the server runs, and at host and port",
  ERR_INVALID_URL:
    "the connection string cannot be read: write postgres://user:password@host:5432/database, with %-escapes for special characters",
  ENOTFOUND: "its host name is unknown: look at the connection string",
};

/** Codes that pass only when a person does something. */
const lasting = new Set(["28000", "28P01", "3D000", "42501", "54000", "ERR_INVALID_URL"]);

/** Makes an error of ours of what the database did. Its own words may quote a row or a user and stay out. */
export function asError(error: unknown, doing: string): unknown {
  if (!(error instanceof Failed)) return error;
  const { code } = error;
  const remedy = (code === undefined ? undefined : remedies[code]) ?? "look into its log, and whether it can be reached from here";
  const words = `PostgreSQL failed while ${doing}${code === undefined ? "" : ` (${code})`}: ${remedy}.`;
  if (code !== undefined && lasting.has(code)) return new FolkmootError("misconfigured", words);
  return new FolkmootError("connection-failed", words, { retryable: true });
}
