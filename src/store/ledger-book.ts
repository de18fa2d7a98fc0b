/**
 * Where the ledgers of several processes are kept: what a database has to offer so that a coordinator can stand on it.
 * @module
 */
import type { Coordinator } from "./coordinator.js";

/** One ledger as it is kept. */
export interface BookEntry {
  /** What was kept, as JSON text. Absent: nothing is. */
  readonly text?: string;
  /** Grows with each change; 0 where nothing is kept. */
  readonly revision: number;
}

/** A new state of one ledger. */
export interface BookChange extends BookEntry {
  /** Which ledger. */
  readonly ledger: string;
  /** What is kept from now on, as JSON text. */
  readonly text: string;
  /** Greater than the one that was read. */
  readonly revision: number;
  /** How long it may be of use; then it may be forgotten. Milliseconds from now. */
  readonly keepMs: number;
}

/** What was decided, and what becomes of the ledgers by it. */
export interface Decision<T> {
  /** Empty where nothing changes. */
  readonly changes: readonly BookChange[];
  /** Handed through once the changes are kept. */
  readonly result: T;
}

/** What a decision may know besides the ledgers. */
export interface BookMoment {
  /** The database's time, which all processes share. Milliseconds since 1970. */
  readonly now: number;
  /** How far `now` may be off the database's time, either way, where it is not the database that says it. Milliseconds. @defaultValue 0 */
  readonly offMs?: number;
  /**
   * Set while the database may have lost its memory and has not heard from everybody again: whoever knows a newer revision than it
   * gives it back, and nobody takes anything before this instant. Milliseconds since 1970, the database's time.
   */
  readonly rebornUntil?: number;
}

/**
 * Decides over ledgers that were read, in the order asked. Pure: it may be called several times, and only what the last call returned
 * counts.
 */
export type Decide<T> = (entries: readonly BookEntry[], moment: BookMoment) => Decision<T>;

/**
 * Keeps ledgers for several processes. The mathematics are not its business: texts go in and out.
 * Every method rejects while the database cannot be reached, within a second or so, and works again by itself once it can.
 */
export interface LedgerBook extends Pick<Coordinator, "acquire" | "release" | "close"> {
  /**
   * Reads ledgers, lets `decide` change them, and keeps what it returns, as one step: nobody else's change comes in between.
   * Where the database itself holds an older revision than the one decided upon, it has lost something, and takes the newer one.
   */
  change<T>(ledgers: readonly string[], decide: Decide<T>): Promise<T>;
  /**
   * Calls `reborn` whenever the database may have lost its memory, so that those who ask for nothing at the moment give back what they
   * know as well. Returns how to stop. Absent: it never loses any, or says so in `BookMoment` only.
   */
  watch?(reborn: () => void): () => void;
  /** Reads the ledgers whose names begin with a prefix. Changes nothing. */
  list(prefix: string): Promise<{
    /** The database's time. Milliseconds since 1970. */
    readonly now: number;
    /** What is kept of each. */
    readonly entries: readonly (BookEntry & {
      /** Its name. */
      readonly ledger: string;
    })[];
  }>;
}
