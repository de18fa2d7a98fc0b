/**
 * Profiles to authors and accounts.
 * @module
 */
import { keyOf, type Us } from "./ids.js";
import { listOf, present, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { wireAccount, type WireAccount } from "./wire.js";
import type { Account } from "../../model/account.js";
import type { Author } from "../../model/author.js";

/** Reads a profile. The refs hold the name by which a text reaches the person. */
export function toAuthor(us: Us, wire: WireAccount): Author {
  const { id, acct, display_name: name, url, avatar, bot } = wire;
  const author: Writable<Author> = { key: keyOf(us, "author", id), refs: { acct }, id, isOwn: id === us.id };
  if (acct !== "") author.handle = acct;
  const shown = textOf(name);
  if (shown !== undefined) author.name = shown;
  const address = textOf(url);
  if (address !== undefined) author.url = address;
  const picture = textOf(avatar);
  if (picture !== undefined) author.avatarUrl = picture;
  if (typeof bot === "boolean") author.isBot = bot;
  // Some software writes -1 for "hidden".
  const followers = wholeOf(wire["followers_count"]);
  if (followers !== undefined) author.followers = followers;
  return author;
}

/** Reads people out of a list; what is none is left out. */
export function toAuthors(us: Us, list: unknown): readonly Author[] {
  return listOf(list)
    .filter((one) => wireAccount.accepts(one))
    .map((one) => toAuthor(us, one));
}

/** Reads the account's own profile. @param scopes - what the token may do, where the host told */
export function toAccount(us: Us, wire: WireAccount, scopes: readonly string[] | undefined): Account {
  const { handle, name, url, avatarUrl, followers } = toAuthor(us, wire);
  return present({
    key: us.account,
    network: "mastodon",
    id: us.accountId,
    actors: [us.accountId, us.id],
    handle,
    name,
    url,
    avatarUrl,
    followers,
    scopes,
    raw: wire,
  });
}
