/** Keys and signatures of tests, made by WebCrypto. */

/** A key pair that signs. */
export interface Signer {
  /** In hex. */
  readonly publicKey: string;
  /** Signs bytes; the signature in hex. */
  sign(...parts: readonly (string | Uint8Array)[]): Promise<string>;
}

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Makes a key pair. */
export async function makeSigner(): Promise<Signer> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  return {
    publicKey: hex(await crypto.subtle.exportKey("raw", pair.publicKey)),
    sign: async (...parts) => hex(await crypto.subtle.sign("Ed25519", pair.privateKey, await new Blob(parts as BlobPart[]).arrayBuffer())),
  };
}
