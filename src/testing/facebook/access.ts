/**
 * Who may do what: kinds of tokens, permissions, and whose Page it is.
 * @module
 */
import type { Core } from "./core.js";
import type { GraphCall } from "../graph/node.js";
import { noPermission, notThere, refusal } from "../graph/errors.js";

/** A call of this network. */
export type Call = GraphCall<Core>;

/** Every permission that the fake knows: what a Page's token has unless a test takes some. */
export const everyScope: readonly string[] = [
  "pages_show_list",
  "pages_read_engagement",
  "pages_read_user_content",
  "pages_manage_engagement",
  "pages_manage_posts",
  "pages_manage_metadata",
  "pages_messaging",
  "read_insights",
];

/** Refuses a token without a permission. Reads are refused with code 10, writes with 200. */
export function needs(call: Call, ...scopes: readonly string[]): void {
  for (const scope of scopes) if (!call.token.scopes.includes(scope)) throw noPermission(scope, call.method === "GET" ? 10 : 200);
}

/** Says whether a call speaks for a Page. */
export const isPage = ({ token }: Call, pageId: string): boolean => token.kind === "page" && token.subject === pageId;

/** Says whether a call speaks for the person who runs a Page. */
const isOwner = ({ core, token }: Call, pageId: string): boolean =>
  token.kind === "user" && core.pages.get(pageId)?.ownerId === token.subject;

/** Lets in whoever may see a Page's things at all: its own token, and whoever runs it. For others there is nothing there. */
export function admitTo(call: Call, pageId: string, id: string): void {
  if (!isPage(call, pageId) && !isOwner(call, pageId)) throw notThere(call.method, id);
}

/** Lets in the Page itself. A person's token is told that it is of the wrong kind. */
export function actAs(call: Call, pageId: string, ...scopes: readonly string[]): void {
  if (!isPage(call, pageId)) throw refusal(210, "(#210) A page access token is required to request this resource.");
  needs(call, ...scopes);
}
