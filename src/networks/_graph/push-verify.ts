/**
 * Checks that Meta sent something: signatures over raw bytes, signed requests of the callbacks, the word of the handshake.
 * @module
 */
import { bytesOfHex, equalBytes } from "../../webhooks/bytes.js";
import { fieldsOf } from "../../adapter/fields.js";
import { FolkmootError } from "../../errors.js";
import { parseDelivered } from "./push-json.js";
import type { Secret } from "../../store/tokens.js";

/** Header of the signature. The older `x-hub-signature` is SHA-1, which verifies nothing any more. */
export const signatureHeader = "x-hub-signature-256";

const digestBytes = 32;
const utf8 = new TextEncoder();

/** Reads secrets: asked for anew with each delivery, so that a rotated one counts at once. One that a function cannot give verifies nothing. */
export async function readSecrets(secrets: readonly Secret[]): Promise<readonly string[]> {
  const read = await Promise.all(
    [...new Set(secrets)].map(async (secret): Promise<unknown> => (typeof secret === "string" ? secret : secret())),
  );
  return [...new Set(read.filter((one): one is string => typeof one === "string" && one !== ""))];
}

/** Tells whether any of the secrets signed these bytes. All are tried, whichever was right: the time does not say. */
export async function isSignedBy(secrets: readonly string[], signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array): Promise<boolean> {
  // WebCrypto reads no bytes of shared memory, and a host may hand some over.
  const message = new Uint8Array(bytes);
  const verdicts = await Promise.all(
    secrets.map(async (secret) => {
      const key = await crypto.subtle.importKey("raw", utf8.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
      return crypto.subtle.verify("HMAC", key, signature, message);
    }),
  );
  return verdicts.includes(true);
}

/** Reads the signature of a header, `sha256=` and 64 hex digits; `undefined` when it is anything else. */
export function signatureOf(header: string | null): Uint8Array<ArrayBuffer> | undefined {
  const [, hex] = /^sha256=([0-9a-f]{64})$/i.exec(header ?? "") ?? [];
  return hex === undefined ? undefined : bytesOfHex(hex, digestBytes);
}

/** Compares two words without telling by the time how much of a guess was right. */
export async function isSameWord(one: string, other: string): Promise<boolean> {
  const digests = await Promise.all([one, other].map((word) => crypto.subtle.digest("SHA-256", utf8.encode(word))));
  const [first, second] = digests.map((digest) => new Uint8Array(digest));
  return first !== undefined && second !== undefined && equalBytes(first, second);
}

/** What a signed request is made of. */
export interface SignedRequest {
  /** Of whatever length was sent. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** What was signed: the payload as it was sent. */
  readonly signed: Uint8Array;
  /** What it says; nothing of it counts before the signature is checked. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Takes a signed request apart: signature and payload in base64url with a dot between them (Facebook Login, parsing a signed request; read
 * 2026-11). `undefined` for anything else, and for one that is signed in another way than by HMAC-SHA256.
 */
export function readSignedRequest(text: string): SignedRequest | undefined {
  const [head, body, ...more] = text.split(".");
  if (head === undefined || body === undefined || more.length > 0) return undefined;
  const signature = bytesOfBase64Url(head);
  const bytes = bytesOfBase64Url(body);
  if (signature?.length !== digestBytes || bytes === undefined) return undefined;
  try {
    const payload = fieldsOf(parseDelivered(new TextDecoder().decode(bytes)));
    const { algorithm } = payload;
    const isKnown = algorithm === undefined || (typeof algorithm === "string" && algorithm.toUpperCase() === "HMAC-SHA256");
    return isKnown ? { signature, signed: utf8.encode(body), payload } : undefined;
  } catch {
    return undefined;
  }
}

function bytesOfBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+={0,2}$/.test(text)) return undefined;
  try {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/").replaceAll("=", ""));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Says that something was not sent by Meta. One message for everything that is wrong: it tells nobody how far a guess went. */
export function notOurs(app: string, what: "delivery" | "callback" | "handshake"): FolkmootError {
  const remedy =
    what === "handshake"
      ? "answer it with 403. If it is the handshake of your own app dashboard, compare `verifyToken` with the word that stands there"
      : "answer it with 401. If all are refused, compare `secrets` and `products` with the app dashboard (Instagram and Threads have secrets of their own) and hand over the raw body";
  return new FolkmootError("bad-signature", `meta: a ${what} for the app ${app} was not sent by Meta; ${remedy}.`);
}
