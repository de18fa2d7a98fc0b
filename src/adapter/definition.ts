/**
 * What a network's author writes.
 * @module
 */
import type { AccountKey, Network } from "../model/keys.js";
import type { App } from "./app.js";
import type { CanRules, CostsOf, ScopesOf, TextRulesOf } from "./adapter.js";
import type { LimitRule } from "../model/limit.js";
import type { Meter } from "../limits/meter.js";
import type { OperationName, Operations } from "./operations.js";
import type { RequestFunction } from "../http/request.js";
import type { Credentials } from "../http/credentials.js";
import type { ReadFailure } from "../http/answer.js";
import type { ResolvedRuntime, Runtime } from "./runtime.js";
import type { Surface } from "./surface.js";
import type { WriteName } from "../model/write.js";
import type { Target } from "../model/target.js";

/** What a network's author writes. */
export interface AdapterDefinition<N extends Network, O extends OperationName> {
  /** The network's word. */
  readonly network: N;
  /** Known before any request, so it comes from the options. */
  readonly account: AccountKey;
  /** @defaultValue a private app of this account */
  readonly app?: App;
  /** For use without an inbox: attached at once. @defaultValue what an inbox attaches, else this process's own parts */
  readonly runtime?: Runtime;
  /** Where paths begin, unless the credentials name another server. */
  readonly baseUrl: string;
  /** The network's limits as data. */
  readonly limits: readonly LimitRule[];
  /** Prices calls and reads what responses say about limits. */
  readonly meter: Meter;
  /** What an operation takes of which rule, so that `can` answers `budget`. @defaultValue not known */
  readonly costs?: CostsOf;
  /** What each operation wants the token to be allowed, in the network's words. @defaultValue not known */
  readonly scopes?: ScopesOf<NoInfer<O>>;
  /** Text rules by way of writing. */
  readonly textRules: TextRulesOf;
  /** One small function for each operation that has conditions. @defaultValue none */
  readonly canRules?: CanRules<NoInfer<O>>;
  /** Reads a public address. @defaultValue none is known */
  readonly refFromUrl?: (url: string) => Target | undefined;
  /** Makes the credentials. `request` goes out without them (for logging in): same budgets, retries and errors. @defaultValue none */
  readonly credentials?: (request: RequestFunction, runtime: ResolvedRuntime) => Credentials;
  /** Reads failures off answers, the body too. @defaultValue by HTTP status */
  readonly readFailure?: ReadFailure;
  /** How long after a write its absence may not be believed. Milliseconds. @defaultValue 60,000 */
  readonly settlingMs?: (operation: WriteName) => number;
  /** How often `listen` asks, where the network does not push. Milliseconds. @defaultValue 60,000 */
  readonly pollEveryMs?: number;
  /** The lists that an inbox asks for news, where the list operations alone do not say it. @defaultValue one for each list operation */
  readonly surfaces?: readonly Surface[];
  /** Builds the operations over the one door to the network. */
  readonly operations: (request: RequestFunction, runtime: ResolvedRuntime) => Pick<Operations, O>;
}
