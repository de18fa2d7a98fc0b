/**
 * Keys: `network:accountId` for an account, `network:accountId:kind:id` for everything below it.
 * `%`, `:` and `/` are escaped in `accountId` and `id` (AT-URIs, URNs, `host/id` of Mastodon), so a key splits on `:` and is safe in a path.
 * Every key starts with its account's key and a colon, so one prefix erases an account.
 * @module
 */

/** The networks that ship with the package. */
export type KnownNetwork =
  "facebook" | "instagram" | "threads" | "x" | "linkedin" | "tiktok" | "youtube" | "twitch" | "discord" | "bluesky" | "mastodon" | "reddit";

/** A network: one of ours, or a third party's own lower-case word (`[a-z][a-z0-9-]*`). */
export type Network = KnownNetwork | (string & {});

/** What a key points at: the object's kind, never `Message.kind`. One object has one key, however it was found. */
export type KeyKind = "account" | "author" | "post" | "message" | "conversation";

declare const keyKind: unique symbol;

/** A key of kind `K`. Plain strings are accepted; a post key where a message key is expected does not compile. */
export type KeyOf<K extends KeyKind> = string & {
  /** Tells kinds of key apart while compiling; never there at run time. */
  readonly [keyKind]?: K;
};

/** Key of an account: `x:1`. */
export type AccountKey = KeyOf<"account">;

/** Key of an author: `x:1:author:7`. */
export type AuthorKey = KeyOf<"author">;

/** Key of a post: `x:1:post:8`. */
export type PostKey = KeyOf<"post">;

/** Key of a message: `x:1:message:9`. */
export type MessageKey = KeyOf<"message">;

/** Key of a conversation: `x:1:conversation:9`. */
export type ConversationKey = KeyOf<"conversation">;

/** Any key. */
export type Key = KeyOf<KeyKind>;

/** A key taken apart, its parts unescaped. */
export interface KeyParts {
  /** Where the object is. */
  readonly network: Network;
  /** Of the account, unescaped. */
  readonly accountId: string;
  /** Key of the account. */
  readonly account: AccountKey;
  /** What the key points at. */
  readonly kind: KeyKind;
  /** The network's own id, unescaped. Of an account the same as `accountId`. */
  readonly id: string;
}

const special = /[%:/]/;

const escape = (part: string): string =>
  special.test(part) ? part.replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll("/", "%2F") : part;

// `%25` comes last: every `%` of an escaped part begins `%25`, `%3A` or `%2F`, so nothing that is unescaped earlier can be mistaken.
const unescape = (part: string): string => part.replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%25", "%");

const networkWord = /^[a-z][a-z0-9-]*$/;

/** A part as `escape` leaves it. Anything else would give one object two keys. */
const escaped = /^(?:[^%/]|%25|%3A|%2F)+$/;

const kindsBelow: readonly string[] = ["author", "post", "message", "conversation"] satisfies KeyKind[];

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/**
 * Makes the key of an account: `network:accountId`.
 *
 * @param accountId - The network's own id; with the server where ids are unique in their server only: `mastodon.social/109`.
 * @throws TypeError when the network is no lower-case word or the id is empty or no string.
 *
 * @example
 * accountKey("bluesky", "did:plc:abc"); // "bluesky:did%3Aplc%3Aabc"
 */
export function accountKey(network: Network, accountId: string): AccountKey {
  if (!networkWord.test(network))
    throw new TypeError("`network` is no network: give a lower-case word such as bluesky, or one of your own ([a-z][a-z0-9-]*).");
  if (!isText(accountId)) throw new TypeError("`accountId` is empty or no string: give the network's own id as a string.");
  return `${network}:${escape(accountId)}`;
}

/**
 * Makes the key of something below an account: `network:accountId:kind:id`.
 *
 * @param account - As `accountKey` makes it.
 * @param id - The network's own id, unescaped.
 * @throws TypeError when `account` is no key of an account, `kind` none of the four, or `id` is empty or no string.
 *
 * @example
 * makeKey("x:1", "message", "9"); // "x:1:message:9"
 */
export function makeKey<K extends Exclude<KeyKind, "account">>(account: AccountKey, kind: K, id: string): KeyOf<K> {
  const colon = account.indexOf(":");
  if (colon < 1 || colon === account.length - 1 || account.includes(":", colon + 1))
    throw new TypeError("`account` is no key of an account: make it with accountKey(network, accountId).");
  if (!kindsBelow.includes(kind)) throw new TypeError("`kind` is none of author, post, message and conversation.");
  if (!isText(id)) throw new TypeError("`id` is empty or no string: give the network's own id as a string.");
  return `${account}:${kind}:${escape(id)}`;
}

/**
 * Takes a key apart; `undefined` when it is not a key. Storage keys with a tenant in front are none.
 *
 * @example
 * parseKey("bluesky:did%3Aplc%3Aabc:post:3k")?.accountId; // "did:plc:abc"
 */
export function parseKey(key: Key): KeyParts | undefined {
  if (!isText(key)) return undefined;
  const [network = "", account = "", kind, id, ...more] = key.split(":");
  if (!networkWord.test(network) || !escaped.test(account)) return undefined;
  const accountId = unescape(account);
  const parts = { network, accountId, account: `${network}:${account}` };
  if (kind === undefined) return { ...parts, kind: "account", id: accountId };
  if (!isKindBelow(kind) || id === undefined || !escaped.test(id) || more.length > 0) return undefined;
  return { ...parts, kind, id: unescape(id) };
}

function isKindBelow(kind: string): kind is Exclude<KeyKind, "account"> {
  return kindsBelow.includes(kind);
}
