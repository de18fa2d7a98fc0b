/**
 * Identifiers: DIDs, TIDs, handles, AT-URIs.
 * @see https://atproto.com/specs/tid
 * @module
 */
import { base32 } from "./cid.js";
import { bytesFrom } from "../seed.js";

const sortable = "234567abcdefghijklmnopqrstuvwxyz";
const tidForm = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/;
const didForm = /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/;
const handleForm = /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const uriForm = /^at:\/\/([^/]+)\/([a-zA-Z][a-zA-Z0-9.-]*)\/([a-zA-Z0-9._:~-]{1,512})$/;

/** Makes the DID of the account with this number. */
export const didFrom = (seed: string | number, number: number): string => `did:plc:${base32(bytesFrom(seed, "did", number)).slice(0, 24)}`;

/** Makes a TID: 13 characters that sort by time. `micros`: microseconds since 1970; `clockId`: 0 to 1023. */
export function tidAt(micros: number, clockId: number): string {
  let rest = (BigInt(Math.ceil(micros)) << 10n) | BigInt(clockId);
  let out = "";
  for (let at = 0; at < 13; at += 1) {
    out = sortable.charAt(Number(rest & 31n)) + out;
    rest >>= 5n;
  }
  return out;
}

/** Says whether a text is a TID. */
export const isTid = (text: string): boolean => tidForm.test(text);

/** Says whether a text has the form of a DID. */
export const isDid = (text: string): boolean => didForm.test(text);

/** Says whether a text has the form of a handle. */
export const isHandle = (text: unknown): text is string => typeof text === "string" && text.length <= 253 && handleForm.test(text);

/** The parts of an AT-URI that names a record. */
export interface UriParts {
  /** DID or handle. */
  readonly repo: string;
  /** NSID of the record type. */
  readonly collection: string;
  /** Record key. */
  readonly rkey: string;
}

/** Makes the AT-URI of a record. */
export const uriOf = (did: string, collection: string, rkey: string): string => `at://${did}/${collection}/${rkey}`;

/** Takes an AT-URI apart; `undefined` when it names no record. */
export function partsOf(uri: string): UriParts | undefined {
  const [, repo = "", collection = "", rkey = ""] = uriForm.exec(uri) ?? [];
  return rkey === "" ? undefined : { repo, collection, rkey };
}
