/**
 * One method of the network, and what it is given.
 * @module
 */
import type { Caller, Sessions } from "./sessions.js";
import type { ChatRoom } from "./chat.js";
import type { Core } from "./core.js";
import type { Cost } from "./limits.js";
import type { FakeRequest } from "../exchange.js";
import type { Json } from "../json.js";
import type { ParamReader } from "./xrpc.js";

/** What a method is given. */
export interface CallContext {
  /** What the network holds. */
  readonly core: Core;
  /** Its sessions. */
  readonly sessions: Sessions;
  /** Its direct conversations. */
  readonly chat: ChatRoom;
  /** Most items on a page, whatever was asked for. */
  readonly pageSize: number;
  /** The request as it came. */
  readonly request: FakeRequest;
  /** Reads the query. */
  readonly params: ParamReader;
  /** The JSON of the request; empty where none came. */
  readonly input: Json;
  /** Who asks. Absent without a token, where that is allowed. */
  readonly caller?: Caller;
}

/** What a method gives back: JSON, or an empty body. */
export type MethodResult = Json | undefined;

/** One method of the network. */
export interface Endpoint {
  /** HTTP verb. */
  readonly verb: "GET" | "POST";
  /** Who may ask: `none` = anybody and the token is not looked at, `optional`, `needed`, `privileged` (direct messages), `refresh`. */
  readonly auth: "none" | "optional" | "needed" | "privileged" | "refresh";
  /** What comes in with a POST. @defaultValue "json" */
  readonly takes?: "json" | "bytes" | "nothing";
  /** What the call costs beside one request. */
  readonly cost?: (input: Json, caller: Caller | undefined) => Cost;
  /** Carries it out. Throws `XrpcError`. */
  readonly run: (context: CallContext) => MethodResult;
}

/** Methods by NSID. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

/** Reads the page size that a query asks for. */
export const limitOf = ({ params, pageSize }: CallContext, otherwise = 50): number =>
  Math.min(pageSize, params.integer("limit", { min: 1, max: 100, otherwise }));

/** Gives the caller of a method whose `auth` promises one. */
export function callerOf({ caller }: CallContext): Caller {
  if (caller === undefined) throw new TypeError("A method that needs a caller is declared without auth.");
  return caller;
}
