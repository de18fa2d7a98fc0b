/**
 * Refuses what cannot succeed, before any request leaves. No message repeats what a person wrote.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { AccountKey, Network } from "../model/keys.js";

/** Which operation of whom is checked: what the errors begin with. */
export interface CheckedCall {
  /** The adapter's network. */
  readonly network: Network;
  /** The operation, e.g. `reply`. */
  readonly operation: string;
  /** The adapter's account. */
  readonly account: AccountKey;
}

/** Why an operation cannot be done. */
export type RefusalCode = "invalid-request" | "forbidden" | "not-found" | "unsupported";

/**
 * Throws the error of an operation that was not begun.
 * @param why - what is wrong and what to do instead; a sentence
 * @throws FolkmootError with the code
 */
export function refuse({ network, operation, account }: CheckedCall, code: RefusalCode, why: string): never {
  throw new FolkmootError(code, `${network} ${operation} failed for ${account}: ${why}`);
}
