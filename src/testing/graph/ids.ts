/**
 * Ids as Meta's networks make them: long decimal numbers, told as texts.
 * @module
 */
import { bytesFrom } from "../seed.js";

/** Makes ids and secrets that depend on the seed alone. */
export interface GraphIds {
  /** A decimal id of 15 to 17 digits, greater than those before it. `prefix` is what it begins with. */
  id(prefix?: string): string;
  /** An opaque id such as those of messages: `prefix` and letters. */
  opaque(prefix: string): string;
  /** The next `fbtrace_id`. */
  trace(): string;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Makes the ids of one network. */
export function makeGraphIds(seed: string | number): GraphIds {
  const [high = 0, low = 0] = bytesFrom(seed, "ids");
  let row = 0;
  let traces = 0;
  const lettersOf = (kind: string, at: number, length: number): string =>
    [...bytesFrom(seed, kind, at), ...bytesFrom(seed, kind, at, "more")]
      .slice(0, length)
      .map((byte) => letters[byte % letters.length] ?? "A")
      .join("");
  return {
    id: (prefix = "1") => {
      row += 1;
      // Beyond 2^53 once a prefix such as "178" stands in front: numbers would lose digits.
      return `${prefix}${String(high * 256 + low).padStart(5, "0")}${String(row * 7).padStart(10, "0")}`;
    },
    opaque: (prefix) => {
      row += 1;
      return `${prefix}${lettersOf("opaque", row, 40)}`;
    },
    trace: () => {
      traces += 1;
      return `A${lettersOf("trace", traces, 22)}`;
    },
  };
}
