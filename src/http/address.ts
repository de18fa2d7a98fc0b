/**
 * Addresses: where a request goes, and what may be said of it in an error.
 * @module
 */
import type { RequestOptions } from "./request.js";

/** True for a path that names its own server. */
export function isAbsolute(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/**
 * Makes the address of a request. The path may carry a query of its own, repeated keys too; `query` is added to it.
 * @throws TypeError when base and path make no address
 */
export function makeUrl(baseUrl: string, path: string, query: RequestOptions<unknown>["query"]): URL {
  const address = isAbsolute(path) ? path : `${baseUrl.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
  if (query === undefined) return new URL(address);
  // Written into the text, a query costs less than through the URL's own parameters. Blanks at the end of an address do not count.
  if (!/[?#\s\p{Cc}]/u.test(address)) {
    const text = addQuery(new URLSearchParams(), query).toString();
    return new URL(text === "" ? address : `${address}?${text}`);
  }
  const url = new URL(address);
  addQuery(url.searchParams, query);
  return url;
}

function addQuery(to: URLSearchParams, query: NonNullable<RequestOptions<unknown>["query"]>): URLSearchParams {
  for (const [key, value] of Object.entries(query))
    if (typeof value === "object") for (const one of value) to.append(key, one);
    else to.append(key, String(value));
  return to;
}

/**
 * Makes a template of a path, for calls whose author named no operation: without server and query, with `:id` where a part looks like
 * an id or a name. A guess, so that ledgers stay few and errors hold no name: name the operation where a path holds either.
 */
export function templateOf(path: string): string {
  // Most paths name no object: they are their own template.
  if (/^(?:\/[A-Za-z_.-]{1,40})+$/.test(path)) return path;
  const bare = path.replace(/^https?:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  const parts = bare.split("/").map((part) => (/^v\d+(?:\.\d+)?$/.test(part) || !/[\d@:%+~]|^.{41,}$/.test(part) ? part : ":id"));
  return parts.join("/").replace(/^\/*/, "/");
}
