/**
 * One call of the network, and what it is given.
 * @module
 */
import type { AttachmentData, BotData, Core } from "./core.js";
import type { DiscordBucket } from "./limits.js";
import type { FormReader, Query, QueryReader } from "./form.js";

/** What a call is given. */
export interface CallContext {
  /** What the network holds. */
  readonly core: Core;
  /** Who asks. */
  readonly bot: BotData;
  /** What stands in the path, by the name in the template. Every `…_id` is a snowflake. */
  readonly path: (name: string) => string;
  /** The query as it came. */
  readonly asked: Query;
  /** Reads the query. */
  readonly query: QueryReader;
  /** Reads the body; empty where none came. */
  readonly body: FormReader;
  /** Files that came along. */
  readonly files: readonly SentFile[];
  /** As given in `X-Audit-Log-Reason`. */
  readonly reason?: string;
  /** Most items of a list that says by itself whether it goes on. */
  readonly pageSize: number;
  /** Until when the search index is being built. Milliseconds since 1970. */
  readonly indexedAt: number;
  /** Where the gateway is found. */
  readonly gatewayUrl: string;
  /** Makes pages of a search begin later, as results that are filtered out do. */
  readonly gaps: SearchGaps;
}

/** A file that came along. */
export interface SentFile {
  /** The number in the name of its field: `files[n]`. */
  readonly place: number;
  /** What becomes of it. */
  readonly file: AttachmentData;
}

/** Results of a search that were counted but not shown, by the words of the search. */
export type SearchGaps = Map<string, number>;

/** What a call answers. */
export interface CallResult {
  /** HTTP status. @defaultValue 200, or 204 without a body */
  readonly status?: number;
  /** JSON. */
  readonly body?: unknown;
}

/** One call of the network. */
export interface Route {
  /** HTTP verb. */
  readonly verb: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path below `/api/v10`, with names in braces as in the official description. */
  readonly path: string;
  /** Which budget it draws from. Several routes may share one. */
  readonly bucket: DiscordBucket;
  /** Carries it out. Throws `DiscordError`. */
  readonly run: (context: CallContext) => CallResult;
}

/** Gives a list cut to the size that was asked for, where the list says by itself whether it goes on. */
export const cut = <T>(
  all: readonly T[],
  limit: number,
  { pageSize }: CallContext,
): { readonly items: readonly T[]; readonly more: boolean } => {
  const items = all.slice(0, Math.min(limit, pageSize));
  return { items, more: all.length > items.length };
};
