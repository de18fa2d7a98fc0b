/**
 * Where the tokens of an account are kept: the host's vault, or the runtime's token store. Both compare versions before a write.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { AccountKey } from "../model/keys.js";
import type { ResolvedRuntime } from "./runtime.js";
import type { TokenSet, TokenSource } from "../store/tokens.js";

/** Tokens as they lie in a vault. */
export interface KeptTokens {
  /** The tokens. */
  readonly tokens: TokenSet;
  /** Opaque; as the vault counts. */
  readonly version: string | number;
}

/** A vault, and what was not written to it yet. */
export interface Vault {
  /**
   * Reads the tokens. What could not be written before is written first: the network takes back old tokens when it gives new ones, so
   * new ones that are thrown away cost a login.
   * @throws FolkmootError `misconfigured` when the vault gives something that is none.
   */
  read(): Promise<KeptTokens | undefined>;
  /** Writes when the version is still that of `before`. False = somebody else was faster. What it throws leaves `next` to the next read. */
  write(next: TokenSet, before: KeptTokens | undefined): Promise<boolean>;
}

/** Opens the vault of an account. */
export function openVault(account: AccountKey, source: TokenSource | undefined, { tokens: store }: ResolvedRuntime): Vault {
  const name = `${account}:session`;
  let unwritten: { readonly next: TokenSet; readonly before: KeptTokens | undefined } | undefined;

  const load = async (): Promise<KeptTokens | undefined> => {
    if (source === undefined) {
      const found = await store.load(name);
      return found && { tokens: found.value, version: found.version };
    }
    const found: KeptTokens = await source.read();
    // A host's vault may give anything.
    if (!(found as Partial<KeptTokens> | undefined)?.tokens?.accessToken)
      throw new FolkmootError("misconfigured", `The vault of ${account} gave tokens without an access token.`);
    return found;
  };
  const swap = (next: TokenSet, before: KeptTokens | undefined): Promise<boolean> => {
    if (source !== undefined) return source.write(next, String(before?.version));
    return store.swap(name, next, typeof before?.version === "number" ? before.version : "absent");
  };
  const write = async (next: TokenSet, before: KeptTokens | undefined): Promise<boolean> => {
    unwritten = { next, before };
    const written = await swap(next, before);
    unwritten = undefined;
    return written;
  };

  return {
    read: async () => {
      if (unwritten !== undefined) await write(unwritten.next, unwritten.before);
      return load();
    },
    write,
  };
}
