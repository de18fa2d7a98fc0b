/**
 * What a token reaches: Pages, Instagram accounts, Threads profiles. Asked before there is an adapter, with the app's own budgets and runtime.
 * @module
 */
import { accountKey } from "../../model/keys.js";
import { fieldsOf, present, textOf, wholeOf } from "../../adapter/fields.js";
import { idOf, withId, type WithId } from "./wire.js";
import { onePage } from "../../adapter/paged.js";
import { visitor, type AccountListing } from "./visitor.js";
import type { Account } from "../../model/account.js";
import type { App, ListAccounts } from "../../adapter/app.js";
import type { CallOptions } from "../../http/request.js";
import type { Token } from "../../store/tokens.js";

export type { AccountListing } from "./visitor.js";

/** Where accounts are listed, and how they are read. */
export interface AccountEdge {
  /** `/me/accounts`, or `/me` where a token is that of one account. */
  readonly path: string;
  /** What is asked of each. */
  readonly fields: readonly string[];
  /** Makes an account; `undefined` for one that is none of this network. */
  readonly read: (wire: WithId) => Account | undefined;
}

/** Most Pages at once (?; 2026-11). */
const mostAccounts = 100;

/**
 * Makes the `listAccounts` of a network.
 * @param listing - how the network is asked, with this app
 * @param edge - where accounts are listed
 */
export function accountLister(listing: (app: App) => AccountListing, edge: AccountEdge): ListAccounts {
  const { path, fields, read } = edge;
  return (app, token, options = {}) => {
    const task = visitor(listing(app), app, token, "listAccounts", options);
    if (path !== "/me") return task.edge(path, { fields, item: withId, read, most: mostAccounts }, options);
    return onePage(async () => {
      const found = read(await task.get(path, withId, { fields: fields.join(",") }));
      return found === undefined ? [] : [found];
    }, options);
  };
}

/**
 * Gives the token of a Page for that of a person with a role on it. It has no end of its own when the person's is a long-lived one.
 * @throws FolkmootError `forbidden` when the person has no role on the Page, or did not grant it
 */
export async function tokenOfPage(
  listing: AccountListing,
  app: App,
  token: Token,
  pageId: string,
  options: CallOptions = {},
): Promise<string> {
  const task = visitor(listing, app, token, "pageToken", options);
  if (!/^\d+$/.test(pageId)) return task.refuse("invalid-request", "the id of the Page must be its digits.");
  const { access_token: found } = await task.get(`/${pageId}`, withId, { fields: "id,access_token" });
  return (
    textOf(found) ?? task.refuse("forbidden", "the network gives no token of this Page: the person has no role on it, or did not grant it.")
  );
}

/** What is asked of each Page, and of the Instagram account that is linked to it. */
export const pageFields: readonly string[] = [
  "id",
  "name",
  "username",
  "link",
  "tasks",
  "followers_count",
  "picture.type(large)",
  "instagram_business_account{id,username,name,profile_picture_url,followers_count}",
];

/** Takes tokens out of an answer, before it is handed to a host as `raw`. */
function withoutTokens(wire: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => name !== "access_token"));
}

/** Reads a Page as an account. */
export function pageAccount(wire: WithId): Account {
  return present({
    key: accountKey("facebook", wire.id),
    network: "facebook" as const,
    id: wire.id,
    actors: [wire.id],
    handle: textOf(wire["username"]),
    name: textOf(wire["name"]),
    url: textOf(wire["link"]) ?? `https://www.facebook.com/${wire.id}`,
    avatarUrl: textOf(fieldsOf(fieldsOf(wire["picture"])["data"])["url"]),
    followers: wholeOf(wire["followers_count"]),
    raw: withoutTokens(wire),
  });
}

/** Reads the Instagram account that is linked to a Page; `refs.pageId` names the Page. `undefined` where none is. */
export function linkedInstagramAccount(wire: WithId): Account | undefined {
  const linked = fieldsOf(wire["instagram_business_account"]);
  const id = idOf(linked["id"]);
  if (id === undefined) return undefined;
  const handle = textOf(linked["username"]);
  return present({
    key: accountKey("instagram", id),
    refs: { pageId: wire.id },
    network: "instagram" as const,
    id,
    actors: [id, wire.id],
    handle,
    name: textOf(linked["name"]),
    url: handle === undefined ? undefined : `https://www.instagram.com/${handle}/`,
    avatarUrl: textOf(linked["profile_picture_url"]),
    followers: wholeOf(linked["followers_count"]),
    raw: linked,
  });
}
