/**
 * Tokens in memory.
 * @module
 */
import type { TokenStore } from "../token-store.js";
import type { TokenSet } from "../tokens.js";
import type { Versioned } from "../store.js";
import { frozenCopy } from "./plain.js";

/**
 * Makes a token store in memory. It ends with its process: where tokens rotate and must outlive a restart, hand in a durable one.
 *
 * @example
 * const tokens = memoryTokenStore();
 * await tokens.swap("bluesky:did:plc:abc", { accessToken, refreshToken }, "absent"); // true
 */
export function memoryTokenStore(): TokenStore {
  const kept = new Map<string, Versioned<TokenSet>>();
  return {
    load: (name) => Promise.resolve(kept.get(name)),
    swap: (name, next, expect) => {
      const version = kept.get(name)?.version;
      if ((version ?? "absent") !== expect) return Promise.resolve(false);
      kept.set(name, Object.freeze({ value: frozenCopy(next), version: (version ?? 0) + 1 }));
      return Promise.resolve(true);
    },
  };
}
