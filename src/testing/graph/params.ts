/**
 * Parameters as the Graph API reads them: from the query, a form, a multipart form or JSON; values may be JSON written as text.
 * @module
 */
import type { FakeRequest } from "../exchange.js";
import { formParts } from "../multipart.js";
import { invalidParameter } from "./errors.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";

/** A file that came in a form. */
export interface GraphFile {
  readonly bytes: Uint8Array;
  /** `content-type` of the part. */
  readonly mimeType: string;
  /** Name of the file. */
  readonly name: string;
}

/** Says whether a parameter is a file. */
export const isGraphFile = (value: unknown): value is GraphFile => isJson(value) && value.bytes instanceof Uint8Array;

/** Reads the parameters of a call. */
export interface GraphParams {
  /** Everything, as it came. */
  readonly all: Json;
  /** The texts and numbers among them, as texts. */
  readonly texts: Readonly<Record<string, string>>;
  /** A text; numbers and booleans too. */
  text(name: string): string | undefined;
  /** A yes or no; refuses what is neither. */
  flag(name: string): boolean | undefined;
  /** A value that JSON says, also where it came as text; refuses what is no JSON. */
  json(name: string): unknown;
  /** A list of texts: as JSON, or with commas between them. */
  list(name: string): readonly string[];
  /** A file. */
  file(name: string): GraphFile | undefined;
}

const utf8 = new TextDecoder();

/** Reads the body of a request; `undefined` where there is none, or none that the network understands. */
export function graphBody({ body, headers }: Pick<FakeRequest, "body" | "headers">): Json | undefined {
  if (body.length === 0) return undefined;
  const type = headers.get("content-type") ?? "";
  const kind = type.split(";")[0]?.trim().toLowerCase();
  if (kind === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(utf8.decode(body)));
  if (kind === "multipart/form-data")
    return Object.fromEntries(
      (formParts(type, body) ?? []).map(({ name, filename, contentType, bytes }) => [
        name,
        filename === undefined ? utf8.decode(bytes) : { bytes, mimeType: contentType ?? "application/octet-stream", name: filename },
      ]),
    );
  if (kind !== "application/json") return undefined;
  try {
    const parsed: unknown = JSON.parse(utf8.decode(body));
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;

/** Makes the reader of a call's parameters. */
export function graphParams(all: Json): GraphParams {
  const text = (name: string): string | undefined => textOf(all[name]);
  return {
    all,
    texts: Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => {
        const found = textOf(value);
        return found === undefined ? [] : [[name, found]];
      }),
    ),
    text,
    flag: (name) => {
      const value = text(name)?.toLowerCase();
      if (value === undefined || value === "") return undefined;
      if (["true", "1"].includes(value)) return true;
      if (["false", "0"].includes(value)) return false;
      throw invalidParameter(`Param ${name} must be a boolean`);
    },
    json: (name) => {
      const value = all[name];
      if (typeof value !== "string") return value;
      try {
        return JSON.parse(value) as unknown;
      } catch {
        throw invalidParameter(`Param ${name} must be valid JSON`);
      }
    },
    list: (name) => {
      const value = all[name];
      const items = Array.isArray(value) ? value.map(textOf) : (textOf(value) ?? "").replace(/^\[|\]$/g, "").split(",");
      return items.map((one) => (one ?? "").trim().replace(/^"|"$/g, "")).filter((one) => one !== "");
    },
    file: (name) => {
      const value = all[name];
      return isGraphFile(value) ? value : undefined;
    },
  };
}
