/**
 * Parameters as the server reads them: from the query, a form, a multipart form or JSON, with `[]` and `[key]` in the names.
 * @module
 */
import type { FakeRequest } from "../exchange.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";

/** A file that came in a form. */
export interface UploadedFile {
  readonly bytes: Uint8Array;
  /** `content-type` of the part. */
  readonly mimeType: string;
  readonly name: string;
}

/** Parameters of a call. */
export type Params = Json;

/** Says whether a parameter is a file. */
export const isFile = (value: unknown): value is UploadedFile => isJson(value) && value.bytes instanceof Uint8Array;

type Pair = readonly [string, unknown];
type Tree = Record<string, unknown>;

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [key = "", next, ...rest] = path;
  if (next === undefined) tree[key] = value;
  else if (next === "") {
    const list = Array.isArray(tree[key]) ? (tree[key] as unknown[]) : [];
    tree[key] = list;
    if (rest.length === 0) list.push(value);
    else {
      // A key that comes again begins the next object of the list.
      const last = list.at(-1) as Tree | undefined;
      const item = last === undefined || (rest[0] !== undefined && rest[0] in last) ? {} : last;
      if (item !== last) list.push(item);
      put(item, rest, value);
    }
  } else {
    const below = isJson(tree[key]) ? (tree[key] as Tree) : {};
    tree[key] = below;
    put(below, [next, ...rest], value);
  }
}

/** Makes a tree of pairs whose names hold brackets. */
export function nest(pairs: Iterable<Pair>): Params {
  const tree: Tree = {};
  for (const [name, value] of pairs) {
    const [, first = name, brackets = ""] = /^([^[]+)((?:\[[^\]]*\])*)$/.exec(name) ?? [];
    put(tree, [first, ...[...brackets.matchAll(/\[([^\]]*)\]/g)].map(([, key = ""]) => key)], value);
  }
  return tree;
}

const utf8 = new TextDecoder();
const bytesOf = (binary: string): Uint8Array => Uint8Array.from(binary, (sign) => sign.charCodeAt(0) & 255);

function multipart(body: Uint8Array, boundary: string): readonly Pair[] {
  // Latin-1 of TextDecoder is Windows-1252; bytes have to stay bytes.
  let binary = "";
  for (let at = 0; at < body.length; at += 8192) binary += String.fromCharCode(...body.subarray(at, at + 8192));
  const pairs: Pair[] = [];
  for (const part of binary.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf("\r\n\r\n");
    const head = utf8.decode(bytesOf(part.slice(0, end)));
    const content = bytesOf(part.slice(end + 4, part.endsWith("\r\n") ? -2 : undefined));
    const name = /\bname="([^"]*)"/i.exec(head)?.[1];
    const filename = /\bfilename="([^"]*)"/i.exec(head)?.[1];
    const mimeType = /^content-type:\s*([^\r\n;]+)/im.exec(head)?.[1] ?? "application/octet-stream";
    if (name === undefined) continue;
    const file: UploadedFile = { bytes: content, mimeType, name: filename ?? "" };
    pairs.push([name, filename === undefined ? utf8.decode(content) : file]);
  }
  return pairs;
}

/** Reads the body of a request; `undefined` where there is none, or none that the server understands. */
export function bodyOf({ body, headers }: Pick<FakeRequest, "body" | "headers">): Params | undefined {
  if (body.length === 0) return undefined;
  const type = headers.get("content-type") ?? "";
  const kind = type.split(";")[0]?.trim().toLowerCase();
  if (kind === "application/x-www-form-urlencoded") return nest(new URLSearchParams(utf8.decode(body)));
  if (kind === "multipart/form-data") {
    const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
    return boundary === undefined ? undefined : nest(multipart(body, boundary));
  }
  if (kind !== "application/json") return undefined;
  try {
    const parsed: unknown = JSON.parse(utf8.decode(body));
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Reads parameters leniently, as the server does: what is no number counts as 0, `1`, `on` and `true` are yes. */
export interface ParamReader {
  /** Everything. */
  readonly all: Params;
  /** A text; numbers too. */
  text(name: string): string | undefined;
  /** A yes or no. */
  flag(name: string, otherwise?: boolean): boolean;
  /** A list of texts, written with `[]`; a single text is none. */
  list(name: string): readonly string[];
  /** How many items a page may have: at most twice of what it has without asking. */
  limit(otherwise: number, pageSize: number): number;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;

/** Makes the reader of a call's parameters. */
export function paramReader(all: Params): ParamReader {
  const text = (name: string): string | undefined => textOf(all[name]);
  return {
    all,
    text,
    flag: (name, otherwise = false) => {
      const value = all[name];
      if (value === undefined || value === null || value === "") return otherwise;
      return !["0", "f", "false", "off", "F", "FALSE", "OFF"].includes(value === false ? "false" : (textOf(value) ?? "true"));
    },
    list: (name) => {
      const value = all[name];
      return Array.isArray(value) ? value.map(textOf).filter((one) => one !== undefined) : [];
    },
    limit: (otherwise, pageSize) => {
      const asked = text("limit");
      const wanted = asked === undefined ? otherwise : Math.min(Math.abs(Number.parseInt(asked, 10) || 0), otherwise * 2);
      return Math.min(wanted, pageSize);
    },
  };
}
