/**
 * Ids as Mastodon makes and compares them.
 * @module
 */
import { bytesFrom } from "../seed.js";
import type { Clock } from "../../clock.js";

/** Makes ids. */
export interface IdMaker {
  /** An id that holds the time in its upper bits, as statuses, accounts and attachments have it. */
  timed(): string;
  /** The next whole number of a row, as notifications, conversations and favourites have it. */
  row(table: string): string;
}

/**
 * Makes the ids of one server: milliseconds since 1970 and 16 bits that settle equal times. Later ones are always greater; the real server
 * does not promise that within one millisecond.
 * @see https://docs.joinmastodon.org/api/guidelines/#id, read 2026-11
 */
export function makeIds(clock: Clock, seed: string | number): IdMaker {
  const [high = 0, low = 0] = bytesFrom(seed, "ids");
  const tail = BigInt(((high & 127) << 8) | low);
  const rows = new Map<string, number>();
  let last = 0n;
  return {
    timed: () => {
      const fresh = (BigInt(Math.floor(clock.now())) << 16n) + tail;
      last = fresh > last ? fresh : last + 1n;
      return String(last);
    },
    row: (table) => {
      // Rows of other people stand in between.
      const next = (rows.get(table) ?? 1000 + low) + 3;
      rows.set(table, next);
      return String(next);
    },
  };
}

/** Reads an id as the server's database does: what is no number counts as 0. */
export const numberOf = (id: string): bigint => BigInt(/^\d+/.exec(id)?.[0] ?? "0");

/** Says which id is greater, for sorting newest first. */
export function newestFirst(a: string, b: string): number {
  const [one, other] = [numberOf(a), numberOf(b)];
  return one === other ? 0 : one > other ? -1 : 1;
}
