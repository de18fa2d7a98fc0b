/**
 * One operation under way: what its checks, requests, lists and errors share.
 * @module
 */
import { checkTarget, type CheckedKey, type Keyed } from "./check-target.js";
import { paged, type ReadPage } from "./paged.js";
import { refuse, type CheckedCall, type RefusalCode } from "./refuse.js";
import type { AccountKey, KeyKind, Network } from "../model/keys.js";
import type { CallOptions, Method, RequestFunction, RequestOptions } from "../http/request.js";
import type { ListQuery } from "./operations.js";
import type { Paged } from "../model/page.js";
import type { ResolvedRuntime } from "./runtime.js";
import type { Timestamp } from "../model/ref.js";

/** One operation under way. Helpers of a network take it and nothing else of the call. */
export interface Task extends CheckedCall {
  /** Time, chance, `fetch`. */
  readonly runtime: ResolvedRuntime;
  /** Signal and lane of the query or write, and nothing else of it. */
  readonly options: CallOptions;
  /** Tells the time as the model writes it. */
  now(): Timestamp;
  /** Sends a request under the operation's name, with its signal and lane. */
  request<T>(method: Method, path: string, details: RequestDetails<T>): Promise<T>;
  /** Refuses what cannot succeed. `why` names what is wrong and the remedy. */
  refuse(code: RefusalCode, why: string): never;
  /** Checks what the operation points at, and takes its key apart. */
  target<K extends KeyKind>(target: Keyed, kinds: readonly K[]): CheckedKey<K>;
  /**
   * Makes the operation's list, which is refused when used with a query that cannot be met, e.g. a `since` in the future.
   * Without `timeOf` the network itself, or `read`, has to keep `since` and `until`.
   */
  list<T>(read: ReadPage<T>, query?: ListQuery, timeOf?: (item: T) => Timestamp | undefined): Paged<T>;
}

/** What one request carries, beside what the task knows. */
export type RequestDetails<T> = Omit<RequestOptions<T>, "operation" | "signal" | "lane">;

/** Parameters of a call as the operations write them: what is `undefined` is left out. */
export type GivenQuery = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Leaves out the parameters that are `undefined`. */
export function givenQuery(query: GivenQuery): Readonly<Record<string, string | number | boolean | readonly string[]>> {
  return Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Begins an operation, with the query or options that the host gave. Nothing is asked yet. */
export type Begin<T extends Task = Task> = (operation: string, options?: CallOptions) => T;

/** Makes the function that begins the operations of one account. */
export function taskMaker(network: Network, account: AccountKey, request: RequestFunction, runtime: ResolvedRuntime): Begin {
  return (operation, { signal, lane } = {}) => {
    const call: CheckedCall = { network, operation, account };
    const options: CallOptions = { ...(signal !== undefined && { signal }), ...(lane !== undefined && { lane }) };
    return {
      ...call,
      runtime,
      options,
      now: () => new Date(runtime.clock.now()).toISOString(),
      request: (method, path, details) => request(method, path, { ...details, ...options, operation }),
      refuse: (code, why) => refuse(call, code, why),
      target: (target, kinds) => checkTarget(target, call, kinds),
      list: (read, query = options, timeOf) =>
        paged(read, query, {
          name: `${network} ${operation} of ${account}`,
          now: () => runtime.clock.now(),
          ...(timeOf !== undefined && { timeOf }),
        }),
    };
  };
}
