/**
 * The contract of a network: one adapter, one account.
 * @module
 */
import type { AccountKey, Key, Network } from "../model/keys.js";
import type { App } from "./app.js";
import type { Attachable } from "./runtime.js";
import type { CanAnswer, CanFacts } from "../model/can.js";
import type { LimitRule } from "../model/limit.js";
import type { MessageRef, PostRef, Refs } from "../model/ref.js";
import type { OperationName, Operations, TargetOf } from "./operations.js";
import type { RequestFunction } from "../http/request.js";
import type { Surface } from "./surface.js";
import type { Target } from "../model/target.js";
import type { WriteName } from "../model/write.js";
import type { TextRules } from "../model/text-rules.js";

/** One small function for each operation that has conditions. An operation without one is allowed where it exists. */
export type CanRules<O extends OperationName> = { readonly [K in O]?: (target: TargetOf<K>, facts: CanFacts) => CanAnswer };

/** Text rules of one way of writing; with what the server told, once it did. */
export type TextRulesOf = (operation: "publishPost" | "reply" | "replyPrivately" | "sendMessage") => TextRules;

/** Which page of a list is priced. */
export interface ListPage {
  /** Some networks let us turn pages less often than they let us call. */
  readonly page: "first" | "next";
  /** How many items it is expected to hold, where the network charges by them. */
  readonly items: number;
}

/**
 * What an operation on a target takes at least, by rule id, in the rule's unit; a rule that is not named gives nothing. Pure, no I/O.
 * With `list` it prices the call that reads that page when it succeeds, for `estimate`; what an author leaves unpriced there counts
 * as free. Lookups beside the page are counted by the inbox.
 */
export type CostsOf = (operation: OperationName, target: Key, list?: ListPage) => Readonly<Record<string, number>>;

/** The scopes or permissions that each operation needs, in the network's words. An operation that is not named needs none. */
export type ScopesOf<O extends OperationName> = { readonly [K in O]?: readonly string[] };

/** What every adapter has, whatever it can do. */
export interface Adapter<N extends Network = Network, O extends OperationName = OperationName> extends Attachable {
  /** The network's word. */
  readonly network: N;
  /** Known from the options, before any request. */
  readonly account: AccountKey;
  /** The app that it belongs to; a private one where none was given. */
  readonly app: App;
  /** Read off the methods; cannot disagree with them. */
  readonly operations: ReadonlySet<O>;
  /** The network's limits as data. */
  readonly limits: readonly LimitRule[];
  /** When an operation is allowed. Asked through `can`. */
  readonly canRules: CanRules<O>;
  /** What an operation takes of which rule. @defaultValue not known, so `can` never answers `budget` */
  readonly costs?: CostsOf;
  /** What each operation wants the token to be allowed, in the network's words. Asked through `requiredScopes`. @defaultValue not known */
  readonly scopes?: ScopesOf<O>;
  /** Text rules by way of writing. */
  readonly textRules: TextRulesOf;
  /** How long after a write its absence may not be believed. Milliseconds. */
  readonly settlingMs: (operation: WriteName) => number;
  /** How often `listen` asks, where the network does not push. Milliseconds. */
  readonly pollEveryMs: number;
  /** The lists that an inbox asks for news. @defaultValue one for each list operation, see `surfacesOf` */
  readonly surfaces?: readonly Surface[];
  /** The escape hatch: same budgets, retries and errors. */
  readonly request: RequestFunction;
  /** Makes a target of a network's own id. */
  ref(of: { readonly message: string; readonly refs?: Refs }): MessageRef;
  /** Makes a target of a network's own id. */
  ref(of: { readonly post: string; readonly refs?: Refs }): PostRef;
  /** Makes a target of a public address; `undefined` when the address names none. No request. */
  refFromUrl(url: string): Target | undefined;
}

/** An adapter with exactly these operations. */
export type AdapterOf<N extends Network, O extends OperationName> = Adapter<N, O> & Pick<Operations, O>;

/** Any adapter: every operation may be missing, so generic code has to ask. */
export type AnyAdapter = Adapter & Partial<Operations>;
