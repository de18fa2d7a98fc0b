/**
 * People and Pages to authors and accounts.
 * @module
 */
import { keyOf } from "../_graph/names.js";
import { fieldsOf, present, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { idOf, type GraphUs } from "../_graph/task.js";
import type { Account } from "../../model/account.js";
import type { Author } from "../../model/author.js";
import type { WirePage } from "./wire.js";

/** Reads who said something. `undefined` where the network does not tell: without `pages_read_user_content` it leaves people out. */
export function toAuthor(us: GraphUs, from: unknown): Author | undefined {
  const { id: told, name, picture } = fieldsOf(from);
  const id = idOf(told);
  if (id === undefined) return undefined;
  const author: Writable<Author> = { key: keyOf(us, "author", id), id, isOwn: id === us.id };
  const shown = textOf(name);
  if (shown !== undefined) author.name = shown;
  const address = textOf(fieldsOf(fieldsOf(picture)["data"])["url"]);
  if (address !== undefined) author.avatarUrl = address;
  return author;
}

/** Reads the Page's own profile. @param scopes - what the token may do, where the host told */
export function toAccount(us: GraphUs, wire: WirePage, scopes: readonly string[] | undefined): Account {
  const { name, username, link, picture, followers_count: followers } = wire;
  // A Page's token is nowhere asked for; should an answer hold one all the same, nobody keeps it.
  const raw = Object.fromEntries(Object.entries(wire).filter(([field]) => field !== "access_token" && field !== "page_token"));
  return present({
    key: us.account,
    network: "facebook",
    id: us.id,
    actors: [us.id],
    handle: textOf(username),
    name: textOf(name),
    url: textOf(link),
    avatarUrl: textOf(fieldsOf(fieldsOf(picture)["data"])["url"]) ?? textOf(fieldsOf(picture)["url"]),
    followers: wholeOf(followers),
    scopes,
    raw,
  });
}
