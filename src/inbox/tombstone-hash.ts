/**
 * Names for what was forgotten: hashes of keys, with the tenant mixed in, so that neither a tombstone nor a reference says whom it speaks of.
 * @module
 */
import { hashOf } from "../model/hash.js";
import { escapePart } from "./storage-keys.js";
import { makeKey, parseKey, type AccountKey, type Key } from "../model/keys.js";
import type { InboxContext } from "./context.js";

/** Storage key, without the tenant, of the row that says that somebody or something was forgotten here. Nobody looks further without it. */
export const anyForgotten = "forgotten";

/**
 * Names the accounts among which an id means one person: all of a network (`bluesky:`), or those of one server, where ids are unique in their
 * server only (`mastodon:social.example%2F`). Keys of all of them begin with it.
 */
export function realmOf(account: AccountKey): string {
  const { network = "", accountId = "" } = parseKey(account) ?? {};
  return `${network}:${escapePart(accountId.slice(0, accountId.lastIndexOf("/") + 1))}`;
}

/** Makes the name of a person: by id, or, where a network told no id, by `@handle`. One for all accounts of a realm and tenant. */
export function personMark({ prefix }: Pick<InboxContext, "prefix">, realm: string, person: string): string {
  return `${anyForgotten}:${hashOf(["person", prefix, realm, person.startsWith("@") ? person.toLowerCase() : person])}`;
}

/** Makes the name of an account of ours whose history was forgotten. */
export function accountMark({ prefix }: Pick<InboxContext, "prefix">, account: string): string {
  return `${anyForgotten}:${hashOf(["account", prefix, account])}`;
}

/**
 * Makes the key by which something forgotten is known: `bluesky:1:message:~<hash>`. Its tombstone stands there, and where the true key holds
 * the person's id, so does its shell.
 */
export function pseudonymOf({ prefix }: Pick<InboxContext, "prefix">, key: Key): Key {
  const parts = parseKey(key);
  if (parts === undefined || parts.kind === "account" || isPseudonym(parts.id)) return key;
  return makeKey(parts.account, parts.kind, `~${hashOf(["key", prefix, key])}`);
}

/** Tells an id that was made by {@link pseudonymOf}. */
export const isPseudonym = (id: string): boolean => /^~[0-9a-f]{32}$/.test(id);

/**
 * Lists the parts of an object's id that may be a person's: `did:plc:a` of `at://did:plc:a/app.bsky.feed.post/3k`, both halves of the id of
 * a conversation that is made of two people.
 */
export function peopleIn(key: Key): readonly string[] {
  const parts = parseKey(key);
  if (parts === undefined || isPseudonym(parts.id)) return [];
  const { kind, id } = parts;
  if (kind === "author") return [id];
  const above = id
    .split("/")
    .slice(0, -1)
    .filter((part) => part !== "" && !part.endsWith(":"));
  // A person's own id may have one slash (`host/7`).
  const pairs = above.slice(1).map((part, index) => `${above[index] ?? ""}/${part}`);
  const both = kind === "conversation" && !id.includes("/") ? [id, ...id.split(/[-_|,]/)] : [];
  return [...new Set([...above, ...pairs, ...both])].filter((part) => part !== "");
}
