/**
 * Whether the book can be reached, when it is tried again, and whether calls may go on without it.
 * @module
 */
import { isFolkmootError } from "../../errors.js";

/** What is known of a book that fails. Instants in our time. */
export interface Absence {
  /** True from a failure until a change is kept again. */
  readonly away: boolean;
  /**
   * True where it is not just one answer that was late. That happens to a process that is busy, while all others go on through the book
   * and count on nobody who takes without it: so one goes on alone only where the book refuses, or is late twice in a row.
   */
  readonly sure: boolean;
  /** When it is tried again. 0 where it can be reached. */
  readonly nextTry: number;
  /** So long after it is back, everybody has told what they did alone: until then nobody takes more than the share. */
  readonly rejoinsAt: number;
  /** It failed. */
  lost(error: unknown, now: number): void;
  /** A change was kept. */
  found(now: number): void;
  /** It is there again, somebody says: nobody waits for the next try. */
  hurry(): void;
}

/** How soon the book is tried again when it could not be reached: doubles up to the longest. Milliseconds. */
export const firstRetryMs = 100;
export const longestRetryMs = 2_000;

/** How long it takes after it is back until everybody has told. Milliseconds. */
const rejoinMs: number = longestRetryMs + 500;

/** Begins with a book that can be reached. */
export function openAbsence(): Absence {
  let away = false;
  let sure = false;
  let nextTry = 0;
  let rejoinsAt = 0;
  let retryMs = firstRetryMs;
  const hurry = (): void => {
    nextTry = 0;
    retryMs = firstRetryMs;
  };
  return {
    get away() {
      return away;
    },
    get sure() {
      return sure;
    },
    get nextTry() {
      return nextTry;
    },
    get rejoinsAt() {
      return rejoinsAt;
    },
    lost: (error, now) => {
      sure = away || !isFolkmootError(error, "timeout");
      away = true;
      nextTry = now + retryMs;
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    },
    found: (now) => {
      if (sure) rejoinsAt = now + rejoinMs;
      away = sure = false;
      hurry();
    },
    hurry,
  };
}
