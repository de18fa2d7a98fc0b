/**
 * Where rotating tokens live.
 * @module
 */
import type { TokenSet } from "./tokens.js";
import type { Versioned } from "./store.js";

/** Where rotating tokens live: durable, because a lost refresh token means asking a person to log in again. Two verbs. */
export interface TokenStore {
  /** Reads what is kept under a name; `undefined` when there is nothing. */
  load(name: string): Promise<Versioned<TokenSet> | undefined>;
  /** Stores `next` when the version is still `expect`. False = another process refreshed first: load again. */
  swap(name: string, next: TokenSet, expect: number | "absent"): Promise<boolean>;
}
