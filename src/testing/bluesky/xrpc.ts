/**
 * XRPC: errors, parameters, answers.
 * @see https://atproto.com/specs/xrpc
 * @module
 */
import type { FakeAnswer } from "../exchange.js";
import { isDid, isHandle, partsOf } from "./ids.js";

/** A refusal in the network's own words: `{ error, message }` with a status. */
export class XrpcError extends Error {
  override readonly name: string = "XrpcError";
  /** HTTP status. */
  readonly status: number;
  /** The network's word. */
  readonly error: string;
  constructor(status: number, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

/** Makes the refusal of a request that is not as it should be. */
export const invalid = (message: string): XrpcError => new XrpcError(400, "InvalidRequest", message);

/** Makes an answer with a JSON body. Without one the body is empty. */
export const answerOf = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): FakeAnswer => ({
  status,
  headers: { ...(body === undefined ? { "content-length": "0" } : { "content-type": "application/json; charset=utf-8" }), ...headers },
  ...(body !== undefined && { body }),
});

/** Makes the answer to a refusal. */
export const refusal = ({ status, error, message }: XrpcError, headers?: Readonly<Record<string, string>>): FakeAnswer =>
  answerOf(status, { error, message }, headers);

/** Query parameters as sent. */
export type Params = Readonly<Record<string, string | readonly string[]>>;

/** Reads the parameters of one query and refuses what its lexicon refuses. */
export interface ParamReader {
  /** A text that must be there. */
  text(name: string): string;
  /** A text that may be there. */
  maybe(name: string): string | undefined;
  /** A whole number within bounds. */
  integer(name: string, bounds: { readonly min: number; readonly max: number; readonly otherwise: number }): number;
  /** A yes or no. */
  flag(name: string, otherwise: boolean): boolean;
  /** A list, with bounds of its length. */
  list(name: string, bounds?: { readonly min?: number; readonly max?: number }): readonly string[];
  /** A DID or handle. */
  actor(name: string): string;
  /** An AT-URI of a record. */
  uri(name: string): string;
}

/** Makes the reader of one call's parameters. */
export function paramReader(nsid: string, params: Params): ParamReader {
  const refuse = (what: string): XrpcError => invalid(`Invalid ${nsid} params: ${what}`);
  const maybe = (name: string): string | undefined => {
    const value = params[name];
    return typeof value === "string" ? value : value?.[0];
  };
  const text = (name: string): string => {
    const value = maybe(name);
    if (value === undefined) throw refuse(`Missing required key "${name}" at $.${name}`);
    return value;
  };
  return {
    text,
    maybe,
    integer: (name, { min, max, otherwise }) => {
      const value = maybe(name);
      if (value === undefined) return otherwise;
      const number = Number(value);
      if (!Number.isInteger(number)) throw refuse(`Expected integer value type at $.${name}`);
      if (number < min) throw refuse(`integer too small (minimum ${min}, got ${number}) at $.${name}`);
      if (number > max) throw refuse(`integer too big (maximum ${max}, got ${number}) at $.${name}`);
      return number;
    },
    flag: (name, otherwise) => {
      const value = maybe(name);
      if (value === undefined) return otherwise;
      if (value !== "true" && value !== "false") throw refuse(`Expected boolean value type at $.${name}`);
      return value === "true";
    },
    list: (name, { min = 0, max = Number.POSITIVE_INFINITY } = {}) => {
      const value = params[name] ?? [];
      const list = typeof value === "string" ? [value] : value;
      if (list.length < min) throw refuse(`array too small (minimum ${min}, got ${list.length})`);
      if (list.length > max) throw refuse(`array too big (maximum ${max}, got ${list.length})`);
      return list;
    },
    actor: (name) => {
      const value = text(name);
      if (!isDid(value) && !isHandle(value)) throw refuse(`Invalid at-identifier at $.${name}`);
      return value;
    },
    uri: (name) => {
      const value = text(name);
      if (partsOf(value) === undefined) throw refuse(`Invalid AT-URI at $.${name}`);
      return value;
    },
  };
}
