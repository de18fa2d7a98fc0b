/**
 * What the parts of one inbox share.
 * @module
 */
import type { AnyAdapter } from "../adapter/adapter.js";
import type { ResolvedRuntime } from "../adapter/runtime.js";
import type { AccountKey } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { Store } from "../store/store.js";
import type { Policy } from "./policy.js";
import type { InboxEvents } from "./work.js";

/** What the parts of one inbox share. Made once by `createInbox`. */
export interface InboxContext<A extends AnyAdapter = AnyAdapter> {
  /** Where everything is kept. */
  readonly store: Store;
  /** What the host handed in, defaults filled in. */
  readonly runtime: ResolvedRuntime;
  /** Puts the tenant before a key, where there is one: `acme/` + key. */
  readonly stored: (key: string) => string;
  /** The tenant's own prefix (`acme/`); empty without a tenant. */
  readonly prefix: string;
  /** The listed accounts; `undefined` when the host gave a function. */
  readonly accounts: readonly AccountKey[] | undefined;
  /** Finds an adapter, attached to the runtime. Throws `misconfigured` when the host knows none. */
  readonly adapter: (account: AccountKey) => Promise<A>;
  /** Tells listeners of this process. Never throws. */
  readonly emit: <E extends keyof InboxEvents>(event: E, news: InboxEvents[E]) => void;
  /** Tells workers of this process that the journal grew. */
  readonly bell: Bell;
  /** The rules of the house. */
  readonly policies: readonly Policy[];
  /** Whether the networks' own objects are kept. */
  readonly raw: "keep" | "drop";
  /** Tells budgets that begin anew with them of messages that were just stored. Returns at once; never throws. */
  readonly arrived: (messages: readonly Message[]) => void;
  /** Hands messages that were just stored to the host's `enrich`. Returns at once; never throws. */
  readonly enrich: (messages: readonly Message[]) => void;
  /** Aborted by `close`. */
  readonly closing: AbortSignal;
  /** Remembers a piece of work that `close` waits for. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
}

/** Wakes those who wait for the journal, within this process. */
export interface Bell {
  /** How often it rang. Taken before looking, so that no ring is missed between looking and waiting. */
  readonly rings: number;
  /** Wakes everybody who waits. */
  ring(): void;
  /** Waits until it has rung more often than `rings`, at most `ms` milliseconds, or until aborted. Never throws. */
  wait(rings: number, ms: number, signal: AbortSignal): Promise<void>;
}
