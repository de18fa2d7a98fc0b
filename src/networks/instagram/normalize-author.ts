/**
 * People and the account itself.
 * @module
 */
import { keyOf, sameName } from "../_graph/names.js";
import { fieldsOf, present, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import type { Us } from "./ids.js";
import type { Account } from "../../model/account.js";
import type { Author } from "../../model/author.js";
import type { WireAccount, WireComment } from "./wire.js";

/** What the adapter has learnt of itself. */
export interface Known {
  /** Name of the account, once it was told. */
  handle?: string;
}

/** Who looks: the account, and what it knows of itself. */
export interface Viewer {
  /** The account. */
  readonly us: Us;
  /** What it has learnt. */
  readonly known: Readonly<Known>;
}

const profileUrl = (handle: string): string => `https://www.instagram.com/${encodeURIComponent(handle)}/`;

/** Makes an author of an id, a name, or both; `undefined` where the network told neither. */
export function authorOf({ us }: Viewer, id: string | undefined, handle: string | undefined, isOwn: boolean): Author | undefined {
  const word = isOwn ? us.id : (id ?? (handle === undefined ? undefined : `@${handle}`));
  if (word === undefined) return undefined;
  const author: Writable<Author> = { key: keyOf(us, "author", word), isOwn };
  if (isOwn) author.id = us.id;
  else if (id !== undefined) author.id = id;
  if (handle !== undefined) {
    author.handle = handle;
    author.url = profileUrl(handle);
  }
  return author;
}

/** Reads who wrote a comment. `user` is told of our own comments only (comment reference, read 2026-09). */
export function commentAuthor(viewer: Viewer, wire: WireComment): Author | undefined {
  const from = fieldsOf(wire["from"]);
  const id = textOf(from["id"]);
  const handle = textOf(from["username"]) ?? textOf(wire["username"]);
  const isOwn =
    textOf(fieldsOf(wire["user"])["id"]) !== undefined ||
    id === viewer.us.id ||
    (id !== undefined && id === textOf(from["self_ig_scoped_id"])) ||
    sameName(handle, viewer.known.handle);
  return authorOf(viewer, id, handle, isOwn);
}

/** Reads the account. @param scopes - what the token may do, where the host told */
export function toAccount({ us }: Viewer, wire: WireAccount, scopes: readonly string[] | undefined): Account {
  const own = textOf(wire["id"]);
  const handle = textOf(wire["username"]);
  return present({
    key: us.account,
    network: "instagram",
    id: us.id,
    // With the Instagram log-in the account has another id in each app, which some answers use.
    actors: own === undefined || own === us.id ? [us.id] : [us.id, own],
    handle,
    name: textOf(wire["name"]),
    url: handle === undefined ? undefined : profileUrl(handle),
    avatarUrl: textOf(wire["profile_picture_url"]),
    followers: wholeOf(wire["followers_count"]),
    scopes,
    raw: wire,
  });
}
