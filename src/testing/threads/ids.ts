/**
 * Ids as Threads has them: digits without an order, and the shorter codes that stand in addresses.
 * @module
 */
import { bytesFrom } from "../seed.js";

/** Makes ids. */
export interface IdMaker {
  /** An id of 17 digits. Later ones are not greater: nobody may sort by them. */
  next(kind: "person" | "media" | "container" | "subscription"): string;
  /** The code of a post in its address. */
  shortcode(id: string): string;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const first = { person: "2", media: "18", container: "17", subscription: "7" };

/** Makes the ids of one network. */
export function makeIds(seed: string | number): IdMaker {
  const made = new Set<string>();
  return {
    next: (kind) => {
      for (let round = 0; ; round += 1) {
        const bytes = [...bytesFrom(seed, kind, made.size, round)];
        const id = `${first[kind]}${bytes.map((byte) => byte % 10).join("")}`.slice(0, 17);
        if (made.has(id)) continue;
        made.add(id);
        return id;
      }
    },
    shortcode: (id) =>
      `D${[...bytesFrom(seed, "shortcode", id)]
        .slice(0, 10)
        .map((byte) => alphabet[byte % 64] ?? "")
        .join("")}`,
  };
}
