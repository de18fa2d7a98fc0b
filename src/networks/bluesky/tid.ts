/**
 * Record keys: timestamp identifiers (TIDs), and why ours do not always tell the time.
 *
 * A record that is put under a key of our own choosing, on the condition that nothing stands there yet (`swapRecord: null`), is written at
 * most once, however often the call is repeated and by whichever process. So the key of the record is made of the key of the write, and of
 * nothing else: a time in it would have to be remembered between processes. The same write tried again days later finds its own record.
 * Feeds order by the record's `createdAt`, never by its key, so the time inside may be any; ours lies in the first half of 2023, which is
 * plausible, never in the future, and apart from the keys of other programs. A write without a key of its own gets a TID of now.
 * @module
 */
import type { Clock } from "../../clock.js";
import { hashOf } from "../../model/hash.js";

const digits = "234567abcdefghijklmnopqrstuvwxyz";

function base32(value: number, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = (digits[rest % 32] ?? "2") + text;
  return text;
}

/**
 * Makes a TID: 13 letters that sort by time.
 * @param micros - microseconds since 1970, below 2^53: the first bit stays clear
 * @param clockId - 0 to 1023, tells apart what was made in the same microsecond
 */
export function makeTid(micros: number, clockId: number): string {
  return base32(micros, 11) + base32(clockId, 2);
}

/**
 * Makes TIDs of now, each later than the one before, also within one instant of a clock that counts milliseconds.
 * @param runtime - time and chance
 */
export function tidMaker(runtime: { readonly clock: Clock; readonly random: () => number }): () => string {
  let last = 0;
  return () => {
    last = Math.max(runtime.clock.now() * 1000 + Math.floor(runtime.random() * 1000), last + 1);
    // Chance keeps apart what two processes make in the same millisecond.
    return makeTid(last, Math.floor(runtime.random() * 1024));
  };
}

const window2023 = Date.UTC(2023, 0, 1) * 1000;

/**
 * Makes the TID that belongs to a write: the same parts give the same key, in every process and at any time.
 * 54 bits of SHA-256: two writes of one account meet by chance once in about a hundred million.
 */
export function tidOf(...parts: readonly string[]): string {
  const hash = hashOf(parts);
  // 44 bits of microseconds are 203 days.
  return makeTid(window2023 + Number.parseInt(hash.slice(0, 11), 16), Number.parseInt(hash.slice(11, 14), 16) % 1024);
}
