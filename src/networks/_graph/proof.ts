/**
 * `appsecret_proof`: shows that a token is used by the app that it was made for.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { settingsOf } from "./app-options.js";
import type { App } from "../../adapter/app.js";

const utf8 = new TextEncoder();

/** Makes the HMAC-SHA256 of a text, in lower-case hex. */
export async function hmacHex(secret: string, text: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Gives the app's newest secret; `undefined` for a private app, which has none.
 * @throws FolkmootError `misconfigured` when the function that gives the secret gives none.
 */
export async function newestSecret(app: App | undefined): Promise<string | undefined> {
  const newest = settingsOf(app)?.secrets[0];
  if (newest === undefined) return undefined;
  const secret: unknown = typeof newest === "string" ? newest : await newest();
  if (typeof secret !== "string" || secret === "")
    throw new FolkmootError("misconfigured", "createGraphApp: the function in `secrets` gave no secret.");
  return secret;
}

/**
 * Makes the `appsecret_proof` of a token: HMAC-SHA256 with the app's newest secret as key, in hex. Only graph.facebook.com takes it.
 * @returns `undefined` for a private app, which has no secret
 * @throws FolkmootError `misconfigured` when the function that gives the secret gives none.
 */
export async function proofOf(app: App | undefined, token: string): Promise<string | undefined> {
  const secret = await newestSecret(app);
  return secret === undefined ? undefined : hmacHex(secret, token);
}
