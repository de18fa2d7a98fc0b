/**
 * One request through budget, retry, body check and errors: the types.
 * @module
 */
import type { Lane, Partition } from "../model/limit.js";

/** Anything with `parse`, e.g. a zod schema. */
export interface Schema<T> {
  /** Gives the value in its checked form; throws when it does not fit. What it throws is never passed on: it may quote the value. */
  parse(value: unknown): T;
}

/** An HTTP method. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Options of every call. */
export interface CallOptions {
  /** Ends waiting and reading. A write whose bytes have left is not undone: it ends as `outcome-unknown`. */
  readonly signal?: AbortSignal;
  /** @defaultValue "sync" for lists, "moderation" for switches, "interactive" for the rest */
  readonly lane?: Lane;
}

/** Options of one request. */
export interface RequestOptions<T> extends CallOptions {
  /** Checks the body of a success. */
  readonly schema: Schema<T>;
  /** Query parameters, added to those of the path. A list repeats its name: `uris=a&uris=b`. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Headers beside those of the credentials. Never logged. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the call is about, for budgets kept by resource, conversation or author. App, account, route and host are filled in. */
  readonly subject?: Readonly<Partial<Record<Partition, string>>>;
  /** JSON, or what `fetch` takes. */
  readonly body?: unknown;
  /** Name for budgets and errors; name it where the path holds an id or a name. @defaultValue the path's template, guessed */
  readonly operation?: string;
  /** Whether the call changes anything. False for a read that the network wants as POST: it is retried like one. @defaultValue true but for GET */
  readonly write?: boolean;
  /** True lets a repeated send happen: only where the network itself removes duplicates. @defaultValue true for reads */
  readonly safeToRepeat?: boolean;
  /** True sends without credentials, so that any server may be asked. @defaultValue false */
  readonly anonymous?: boolean;
  /**
   * True hands `schema` the whole answer, `{ status, headers, body }`, where more than the body tells (a `Link` header, a 202).
   * @defaultValue false
   */
  readonly whole?: boolean;
  /** Longest wait for the answer of one send. Milliseconds. @defaultValue 30,000; 120,000 with a body that is not JSON */
  readonly timeoutMs?: number;
}

/**
 * One request through budget, retry, body check and errors.
 * The path stands below the adapter's base address; an absolute one (`https://…`) gets credentials only on the same server.
 * Redirects are not followed. Rejects with FolkmootError, or with the signal's own reason when nothing was sent or only read.
 */
export type RequestFunction = <T>(method: Method, path: string, options: RequestOptions<T>) => Promise<T>;
