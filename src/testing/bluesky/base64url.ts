/**
 * Base64url without padding, for tokens.
 * @module
 */

/** Writes bytes in base64url without padding. */
export function base64urlnopad(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
