/**
 * Names of things: DIDs, AT-URIs, web addresses, and the keys of what the account sees.
 * @module
 */
import { makeKey, type AccountKey, type KeyKind, type KeyOf } from "../../model/keys.js";

/** The collection that posts, replies and quotes live in. */
export const postCollection = "app.bsky.feed.post";

/** Where a record stands in a repository. */
export interface Place {
  /** Kind of record, e.g. `app.bsky.feed.post`. */
  readonly collection: string;
  /** Key of the record within its collection. */
  readonly rkey: string;
}

/** An AT-URI taken apart: `at://repo/collection/rkey`. */
export interface AtUri extends Place {
  /** DID of the person whose record it is. */
  readonly repo: string;
}

/** Takes an AT-URI of a record apart; `undefined` when the text is none, or names its owner by handle. */
export function parseAtUri(uri: string): AtUri | undefined {
  if (!uri.startsWith("at://did:")) return undefined;
  const collectionAt = uri.indexOf("/", 5);
  const rkeyAt = uri.indexOf("/", collectionAt + 1);
  if (collectionAt < 0 || rkeyAt < 0 || rkeyAt === collectionAt + 1) return undefined;
  const rkey = uri.slice(rkeyAt + 1);
  if (rkey === "" || rkey.includes("/")) return undefined;
  return { repo: uri.slice(5, collectionAt), collection: uri.slice(collectionAt + 1, rkeyAt), rkey };
}

/** Makes the AT-URI of a record. */
export function atUri({ repo, collection, rkey }: AtUri): string {
  return `at://${repo}/${collection}/${rkey}`;
}

/** Gives the DID that owns a record. Empty when the text is no AT-URI. */
export function repoOf(uri: string): string {
  if (!uri.startsWith("at://")) return "";
  const end = uri.indexOf("/", 5);
  return end < 0 ? uri.slice(5) : uri.slice(5, end);
}

const didForm = /^did:[a-z]+:[\w.:%-]*[\w.-]$/;
const rkeyForm = /^[\w.:~-]{1,512}$/;

/** True for a decentralized identifier, e.g. `did:plc:ewvi7nxzyoun6zhxrhs64oiz`. */
export function isDid(text: string): boolean {
  return text.length <= 2048 && didForm.test(text);
}

/**
 * Reads the AT-URI off a web address of a post, without a request.
 * `undefined` for other addresses, and for one that names the person by handle: only a request could tell whose it is.
 */
export function uriFromUrl(url: string): string | undefined {
  const path = /^https:\/\/(?:www\.)?bsky\.app\/profile\/([^/?#]+)\/post\/([^/?#]+)\/?(?:[?#].*)?$/.exec(url);
  const parts = path === null ? parseAtUri(url) : { repo: unescaped(path[1] ?? ""), collection: postCollection, rkey: path[2] ?? "" };
  return parts?.collection === postCollection && isDid(parts.repo) && rkeyForm.test(parts.rkey) ? atUri(parts) : undefined;
}

function unescaped(part: string): string {
  // Browsers escape the colons of a DID; a host may also hand in something that is no escape at all.
  try {
    return isDid(part) ? part : decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The account that everything is seen by. */
export interface Us {
  /** Key of the account. */
  readonly account: AccountKey;
  /** DID of the account. */
  readonly did: string;
}

/** An id as keys hold it: `%`, `:` and `/` escaped. */
export type EscapedId = string & { readonly escaped?: true };

const plc = "did:plc:";
const plcUri = "at://did:plc:";

// The same keys as `makeKey` gives, made quickly: half the time of reading a page went into them.

/** Makes a key of an escaped id. One id is often in several keys. */
export function keyOf<K extends Exclude<KeyKind, "account">>({ account }: Us, kind: K, id: EscapedId): KeyOf<K> {
  return `${account}:${kind}:${id}`;
}

/** Escapes an id. AT-URIs of the usual form are quick: their special letters stand in known places. */
export function escapeId(us: Us, id: string): EscapedId {
  if (id.startsWith(plcUri) && !id.includes(":", plcUri.length) && !id.includes("%")) {
    const first = id.indexOf("/", plcUri.length);
    const second = id.indexOf("/", first + 1);
    if (first > 0 && second > 0 && !id.includes("/", second + 1))
      return `at%3A%2F%2Fdid%3Aplc%3A${id.slice(plcUri.length, first)}%2F${id.slice(first + 1, second)}%2F${id.slice(second + 1)}`;
  }
  return makeKey(us.account, "message", id).slice(us.account.length + ":message:".length);
}

/** Makes the key of a person. */
export function authorKey(us: Us, did: string): KeyOf<"author"> {
  const rest = did.startsWith(plc) ? did.slice(plc.length) : "";
  return rest === "" || /[:/%]/.test(rest) ? makeKey(us.account, "author", did) : `${us.account}:author:did%3Aplc%3A${rest}`;
}
