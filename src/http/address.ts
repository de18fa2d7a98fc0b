/**
 * Addresses: where a request goes, and what may be said of it in an error.
 * @module
 */
import type { RequestOptions } from "./request.js";

/** True for a path that names its own server. */
export function isAbsolute(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** Where a request goes. */
export interface Address {
  /** All of it, as text: `fetch` reads it once more in any case, so that an object of the runtime's would be made for nothing. */
  readonly href: string;
  /** Server and port, e.g. `bsky.social`. */
  readonly host: string;
  /** Scheme, server and port, e.g. `https://bsky.social`. */
  readonly origin: string;
}

/** A base address that paths can be written behind. */
interface Base extends Omit<Address, "href"> {
  /** Without a slash at its end. */
  readonly text: string;
}

/** So many base addresses are remembered before starting anew. */
const remembered = 1_000;
const bases = new Map<string, Base>();

/** Blanks at the end of an address do not count, so a query cannot be written behind them. */
const noQueryBehind = /[?#\s\p{Cc}]/u;

/** Reads a base address, each one once. `undefined` when it has a query of its own. */
function baseOf(baseUrl: string): Base | undefined {
  const known = bases.get(baseUrl);
  if (known !== undefined || noQueryBehind.test(baseUrl)) return known;
  const text = baseUrl.replace(/\/+$/, "");
  // Whatever follows the slash can neither change the server nor make the address none.
  const { host, origin } = new URL(`${text}/`);
  if (bases.size >= remembered) bases.clear();
  const fresh: Base = { text, host, origin };
  bases.set(baseUrl, fresh);
  return fresh;
}

/**
 * Makes the address of a request. The path may carry a query of its own, repeated keys too; `query` is added to it.
 * @throws TypeError when base and path make no address
 */
export function makeAddress(baseUrl: string, path: string, query: RequestOptions<unknown>["query"]): Address {
  const base = isAbsolute(path) ? undefined : baseOf(baseUrl);
  if (base !== undefined && (query === undefined || !noQueryBehind.test(path))) {
    const bare = `${base.text}/${path.replace(/^\/+/, "")}`;
    const text = query === undefined ? "" : queryText(query);
    return { href: text === "" ? bare : `${bare}?${text}`, host: base.host, origin: base.origin };
  }
  const url = new URL(isAbsolute(path) ? path : `${baseUrl.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`);
  if (query !== undefined) for (const [key, value] of pairsOf(query)) url.searchParams.append(key, value);
  return url;
}

function pairsOf(query: NonNullable<RequestOptions<unknown>["query"]>): [key: string, value: string][] {
  const pairs: [string, string][] = [];
  for (const [key, value] of Object.entries(query))
    if (typeof value === "object") for (const one of value) pairs.push([key, one]);
    else pairs.push([key, String(value)]);
  return pairs;
}

function queryText(query: NonNullable<RequestOptions<unknown>["query"]>): string {
  let text = "";
  for (const [key, value] of pairsOf(query)) text += `${text === "" ? "" : "&"}${formText(key)}=${formText(value)}`;
  return text;
}

/** Writes one name or value as forms do. What needs no escape is spared the runtime's parser. */
function formText(text: string): string {
  return /^[\w*.-]*$/.test(text) ? text : new URLSearchParams([["", text]]).toString().slice(1);
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
