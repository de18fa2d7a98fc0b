/**
 * Calls of somebody who is not an account yet: what a token reaches and what it may do is asked before there is an adapter, with the app's
 * own budgets and runtime.
 * @module
 */
import { accountKey } from "../../model/keys.js";
import { defineAdapter } from "../../adapter/define-adapter.js";
import { FolkmootError } from "../../errors.js";
import { graphFailure } from "./errors.js";
import { graphSession, isGivenToken, isGraphToken } from "./token.js";
import { graphTasks, type GraphTask } from "./task.js";
import type { App } from "../../adapter/app.js";
import type { CallOptions, RequestFunction } from "../../http/request.js";
import type { Clock } from "../../clock.js";
import type { GraphNetwork } from "./app-options.js";
import type { LimitRule } from "../../model/limit.js";
import type { Meter } from "../../limits/meter.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { Token } from "../../store/tokens.js";

/** How a network is asked what a token reaches. */
export interface AccountListing {
  /** The network. */
  readonly network: GraphNetwork;
  /** Server without version, e.g. `https://graph.facebook.com`. */
  readonly origin: string;
  /** Version behind it. */
  readonly version: string;
  /** The network's limits. */
  readonly limits: readonly LimitRule[];
  /** The network's meter. */
  readonly meter: Meter;
  /** True on graph.facebook.com: calls carry the proof of the token. */
  readonly proved: boolean;
}

/** Begins a call of somebody who is not an account yet. */
export function visitor(
  { network, origin, version, limits, meter, proved }: AccountListing,
  app: App,
  token: Token,
  operation: string,
  options: CallOptions,
): GraphTask {
  if (!isGivenToken(token))
    throw new FolkmootError("misconfigured", `${network} ${operation}: \`token\` is no access token; give one, or what gives one.`);
  const account = accountKey(network, "me");
  const baseUrl = `${origin}/${version}`;
  let clock: Pick<Clock, "now"> | undefined;
  const made: { request?: RequestFunction; runtime?: ResolvedRuntime } = {};
  defineAdapter({
    network,
    account,
    app,
    baseUrl,
    limits,
    meter,
    textRules: () => ({ markup: "plain", limits: [] }),
    readFailure: graphFailure(network, () => clock?.now() ?? 0),
    credentials: (request, runtime) => {
      clock = runtime.clock;
      return graphSession({ account, baseUrl, isToken: isGraphToken }, token, runtime, request, proved ? { proveWith: app } : {})
        .credentials;
    },
    operations: (request, runtime) => {
      made.request = request;
      made.runtime = runtime;
      return {};
    },
  });
  if (made.request === undefined || made.runtime === undefined) throw new TypeError("The adapter was not made.");
  return graphTasks({ us: { network, account, id: "me" }, origin, version }, made.request, made.runtime)(operation, options);
}
