/**
 * Credentials. None of them ever appears in an error, event or log.
 * @module
 */
import type { Timestamp } from "../model/ref.js";

/** What a network gave us to log in with. */
export interface TokenSet {
  /** Goes with each request. */
  readonly accessToken: string;
  /** Fetches the next access token. Often good for one use only. */
  readonly refreshToken?: string;
  /** When the access token stops working. Absent = not told. */
  readonly expiresAt?: Timestamp;
  /** What it may do, in the network's words. */
  readonly scopes?: readonly string[];
  /** Address of the server to ask, where it is known only after logging in. Origin without a slash at the end. */
  readonly server?: string;
}

/** A token with the version it was read at. */
export interface VersionedToken {
  /** The token. */
  readonly tokens: TokenSet;
  /** Opaque; as the vault counts. */
  readonly version: string;
}

/** One account's rotating token in the host's vault. Refresh is single-flight, and written before use. */
export interface TokenSource {
  /** Reads the token as it is now. */
  read(options?: { readonly signal?: AbortSignal }): Promise<VersionedToken>;
  /** Compare and swap. False = another process refreshed first: read again. */
  write(next: TokenSet, expect: string): Promise<boolean>;
}

/** How a host hands in a token: as it is, asked for before each use, or rotated by us. */
export type Token = string | (() => Promise<string>) | TokenSource;

/** A secret that we only read. */
export type Secret = string | (() => Promise<string>);
