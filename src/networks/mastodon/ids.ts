/**
 * Names of things: ids of one server, web addresses, and the keys of what the account sees.
 * @module
 */
import { accountKey, makeKey, type AccountKey, type KeyKind, type KeyOf } from "../../model/keys.js";

/** The account that everything is seen by. */
export interface Us {
  /** Key of the account. */
  readonly account: AccountKey;
  /** Id of the account in the model: `host/id`, because ids are unique in their server only. */
  readonly accountId: string;
  /** The server's own id of the account. */
  readonly id: string;
  /** Origin of the server, e.g. `https://social.example`. */
  readonly origin: string;
  /** Host of the server, with its port where that is not the usual one. */
  readonly host: string;
}

/** Says who we are. @param origin - of the server @param id - the server's own id of the account */
export function usOf(origin: string, id: string): Us {
  const { host } = new URL(origin);
  const accountId = `${host}/${id}`;
  return { account: accountKey("mastodon", accountId), accountId, id, origin, host };
}

/** Makes a key. Nearly all ids are letters and digits, which need no escaping: the same key as `makeKey` gives, made quickly. */
export function keyOf<K extends Exclude<KeyKind, "account">>({ account }: Us, kind: K, id: string): KeyOf<K> {
  return id === "" || /[%:/]/.test(id) ? makeKey(account, kind, id) : `${account}:${kind}:${id}`;
}

/** An id in a path. Ids of forks hold `:` and `/` (Hollo's notifications). */
export function inPath(id: string): string {
  return encodeURIComponent(id);
}

// Mastodon, GoToSocial and Pleroma in this order; `/web/` and `/deck/` are the web app's own.
const statusPaths = [
  /^\/(?:web\/|deck\/)?@[^/]+\/([^/]+)\/?$/,
  /^\/@[^/]+\/statuses\/([^/]+)\/?$/,
  /^\/users\/[^/]+\/statuses\/([^/]+)\/?$/,
  /^\/(?:web\/statuses|notice)\/([^/]+)\/?$/,
];

/**
 * Reads the id of a status off a web address of the account's own server, without a request. `undefined` for other servers' addresses:
 * the same status has another id there, and only a search could tell ours.
 */
export function statusIdFromUrl({ origin }: Us, url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin: theirs, pathname } = new URL(url);
  if (theirs !== origin) return undefined;
  for (const form of statusPaths) {
    const id = form.exec(pathname)?.[1];
    if (id !== undefined && /^[\w-]+$/.test(id) && /\d/.test(id)) return id;
  }
  return undefined;
}
