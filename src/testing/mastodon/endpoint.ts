/**
 * One call of the server, and what it is given.
 * @module
 */
import type { Access, TokenData } from "./access.js";
import type { AccountData, Core } from "./core.js";
import type { FakeRequest } from "../exchange.js";
import type { ParamReader } from "./body.js";

/** What a call is given. */
export interface CallContext {
  readonly core: Core;
  readonly access: Access;
  /** Most items on a page, whatever was asked for. */
  readonly pageSize: number;
  readonly request: FakeRequest;
  /** Query and body. */
  readonly params: ParamReader;
  /** A part of the path. */
  readonly path: (name: string) => string;
  /** Who asks. Absent without a person's token, where that is allowed. */
  readonly viewer?: AccountData;
  /** Absent without a token, where that is allowed. */
  readonly token?: TokenData;
}

/** What a call gives back. */
export interface Reply {
  /** JSON; absent = an empty body. */
  readonly body?: unknown;
  /** @defaultValue 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a call counts for beside one request: uploads, deletions, statuses, follows. */
export type Family = "media" | "deletes" | "statuses" | "follows";

/** One call of the server. */
export interface Endpoint {
  /** Who may ask: `none` = the token is not looked at, `optional` = anybody, but a token has to be good, `app` = any token, `user` = a person's. */
  readonly auth: "none" | "optional" | "app" | "user";
  /** Scopes of which the token needs one. */
  readonly scopes?: readonly string[];
  /** What it counts for. */
  readonly family?: Family;
  /** Carries it out. Throws `MastodonError`. */
  readonly run: (context: CallContext) => Reply;
}

/** Calls by verb and path, such as `GET /api/v1/statuses/{id}`. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

/** Makes the reply of a call. */
export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({ body, headers });

/** Gives the caller of a call whose `auth` promises one. */
export function viewerOf({ viewer }: CallContext): AccountData {
  if (viewer === undefined) throw new TypeError("A call that needs a caller is declared without auth.");
  return viewer;
}
