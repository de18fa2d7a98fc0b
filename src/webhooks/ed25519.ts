/**
 * Ed25519 signatures, checked by the platform's WebCrypto (RFC 8032).
 * @module
 */
import { bytesOfHex } from "./bytes.js";
import { FolkmootError } from "../errors.js";

/** Length of a public key and of a signature. Bytes. */
const keyBytes = 32;
const signatureBytes = 64;

/** Checks a signature, written in hex, over a message. False for whatever is wrong with it. */
export type VerifySignature = (signature: string, message: Uint8Array<ArrayBuffer>) => Promise<boolean>;

/** Tells whether a text has the form of a public key: 64 hex digits. */
export function isEd25519Key(text: unknown): text is string {
  return typeof text === "string" && bytesOfHex(text, keyBytes) !== undefined;
}

/**
 * Makes the check of signatures by one of several public keys: several, so that one can be exchanged without losing a delivery.
 * Keys are read at the first check. It fails closed: a key or signature that cannot be read verifies nothing.
 * @param publicKeys - in hex
 * @throws FolkmootError `misconfigured` at the first check where the platform's WebCrypto has no Ed25519.
 */
export function ed25519Verifier(publicKeys: readonly string[]): VerifySignature {
  let keys: Promise<readonly CryptoKey[]> | undefined;
  return async (signature, message) => {
    const bytes = bytesOfHex(signature, signatureBytes);
    if (bytes === undefined) return false;
    const usable = await (keys ??= importKeys(publicKeys));
    const verdicts = await Promise.all(usable.map((key) => crypto.subtle.verify("Ed25519", key, bytes, message).catch(() => false)));
    return verdicts.includes(true);
  };
}

async function importKeys(publicKeys: readonly string[]): Promise<readonly CryptoKey[]> {
  const read = await Promise.all(publicKeys.map(importKey));
  return read.filter((key) => key !== undefined);
}

async function importKey(hex: string): Promise<CryptoKey | undefined> {
  const bytes = bytesOfHex(hex, keyBytes);
  if (bytes === undefined) return undefined;
  try {
    return await crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
  } catch (error) {
    if (error instanceof Error && error.name === "NotSupportedError")
      throw new FolkmootError(
        "misconfigured",
        "The platform's WebCrypto has no Ed25519, so no signature can be checked; use Node 20 or later, Deno, Bun or Workers.",
        { cause: error },
      );
    // Bytes that are no point of the curve: a key that verifies nothing.
    return undefined;
  }
}
