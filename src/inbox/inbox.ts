/**
 * The inbox: many accounts, one place.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { Annotations } from "../model/annotation.js";
import type { Answer } from "./answer.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { App } from "../adapter/app.js";
import type { Care } from "./care.js";
import type { Intake } from "./intake.js";
import type { Look } from "./look.js";
import type { Message } from "../model/message.js";
import type { Policy } from "./policy.js";
import type { Rule } from "./rule.js";
import type { Runtime } from "../adapter/runtime.js";
import type { Store } from "../store/store.js";
import type { Work } from "./work.js";

/** Finds the adapter of an account when it is needed: for hosts with thousands. What it finds is cached within bounds. */
export type AccountResolver<A extends AnyAdapter> = (account: AccountKey) => A | undefined | Promise<A | undefined>;

/** Thinks about messages after commit, in batches; one answer for each message, in order. Slow or failing, it never blocks intake. */
export type Enrich = (
  messages: readonly Message[],
  options: { readonly signal: AbortSignal },
) => Promise<readonly (Annotations | undefined)[]>;

/** What an inbox is made of. Only `accounts` is required. */
export interface InboxOptions<A extends AnyAdapter = AnyAdapter> extends Runtime {
  /** The adapters themselves, or a function that finds one. With a function, lists have to be told which accounts. */
  readonly accounts: readonly A[] | AccountResolver<A>;
  /**
   * Most adapters of a function that are kept while nobody uses them, at least 1; the one used longest ago goes first. Those that a sync or
   * a stream is using are kept besides. @defaultValue 1000
   */
  readonly maxAdapters?: number;
  /** Apps whose webhooks arrive here. Those of listed adapters are known already. */
  readonly apps?: readonly App[];
  /** Where everything is kept. `close` closes it. @defaultValue memory, of this process */
  readonly store?: Store;
  /** Prefixes every stored key: a word without spaces, `/`, `:` and `%`. Budgets and poll leases stay one an app and account. */
  readonly tenant?: string;
  /** Rules of the house, asked before every write. @defaultValue [holdAutomation()] */
  readonly policies?: readonly Policy[];
  /** Thinks about messages after they are stored. Not durable: what a crash cuts off stays without annotations. */
  readonly enrich?: Enrich;
  /** Whether the networks' own objects are kept. @defaultValue "keep" */
  readonly raw?: "keep" | "drop";
}

/** Many accounts, one place. */
export interface Inbox<A extends AnyAdapter = AnyAdapter> extends Intake, Work<A["network"]>, Look, Answer, Rule, Care {
  /** The adapter of an account; narrow it by `network`. Calling it directly skips policies, outbox and audit. */
  adapter(account: AccountKey): Promise<A>;
}
