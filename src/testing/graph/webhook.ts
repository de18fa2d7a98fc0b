/**
 * What Meta sends over HTTP: signed over the bytes as they are sent, in which everything beyond ASCII is escaped.
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started/, read 2026-08
 * @module
 */
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { present } from "../json.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { WebhookSpoil } from "../adapter-contract/world.js";

/** How a request is made. */
export interface GraphSignedHow extends WebhookSpoil {
  /** Names the delivery: the same twice is a redelivery. @defaultValue another one each time */
  readonly id?: string;
  /** Where it goes. @defaultValue "https://host.test/webhooks/meta" */
  readonly url?: string;
  /** Bytes to send instead of those that the value would give, e.g. a recorded payload. */
  readonly raw?: string;
}

const hook = "https://host.test/webhooks/meta";

/** Writes JSON as Meta does: `\u00e4`, `\/`. Those are the bytes that are signed. */
export const escapedJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Signs bytes: what stands in `x-hub-signature-256`. */
export const signatureOf = (secret: string, bytes: string): string =>
  `sha256=${bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(bytes)))}`;

/** Makes a delivery, signed with the secret of an app. Spoilt ones are signed with another secret, not at all, or malformed. */
export function signedDelivery(secret: string, payload: unknown, how: GraphSignedHow = {}): Request {
  const text = how.raw ?? escapedJson(payload);
  const signature = {
    right: signatureOf(secret, text),
    wrong: signatureOf(`${secret} of somebody else`, text),
    malformed: "sha256=not-hex",
    missing: undefined,
  }[how.signature ?? "right"];
  const legacy = how.signature === undefined ? `sha1=${bytesToHex(hmac(sha1, utf8ToBytes(secret), utf8ToBytes(text)))}` : undefined;
  return new Request(how.url ?? hook, {
    method: "POST",
    headers: present({
      "content-type": "application/json",
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": signature,
      "x-hub-signature": legacy,
    }),
    // A blank at the end changes the bytes and not the meaning.
    body: how.tampered === true ? `${text} ` : text,
  });
}

/** Makes the question whether we are there. A spoilt one has a wrong word in it, or none. */
export function challengeRequest(verifyToken: string, challenge: string, how: GraphSignedHow = {}): Request {
  const url = new URL(how.url ?? hook);
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  const token = { right: verifyToken, wrong: `${verifyToken}-not`, malformed: "", missing: undefined }[how.signature ?? "right"];
  if (token !== undefined) url.searchParams.set("hub.verify_token", how.tampered === true ? `${token}x` : token);
  return new Request(url, { method: "GET" });
}

/** Makes the signed request that tells an app of a person who removed it or wants their data deleted: `signed_request` in a form. */
export function signedRequestForm(secret: string, payload: Readonly<Record<string, unknown>>, how: GraphSignedHow = {}): Request {
  const encode = (text: string): string => btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const body = encode(escapedJson({ algorithm: "HMAC-SHA256", ...payload }));
  const key = how.signature === "wrong" ? `${secret} of somebody else` : secret;
  const bytes = hmac(sha256, utf8ToBytes(key), utf8ToBytes(body));
  const signature = how.signature === "malformed" ? "%%" : encode(String.fromCharCode(...bytes));
  const signed = how.signature === "missing" ? body : `${signature}.${how.tampered === true ? `${body}x` : body}`;
  return new Request(how.url ?? hook, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ signed_request: signed }).toString(),
  });
}
