/**
 * Makes an adapter of what a network's author wrote.
 * @module
 */
import { connect } from "./connect.js";
import { fieldsOf } from "./fields.js";
import { FolkmootError } from "../errors.js";
import { keepBudgets } from "./budgets.js";
import { makeKey, parseKey } from "../model/keys.js";
import { privateApp, slotOf } from "./create-app.js";
import type { Adapter, AdapterOf } from "./adapter.js";
import type { AdapterDefinition } from "./definition.js";
import type { MessageRef, PostRef, Refs } from "../model/ref.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { OperationName, Operations } from "./operations.js";

/** How long we do not believe an absence, and how often we ask, unless the network's author knows better. */
const minute = 60_000;

/** Makes a target of a network's own id. */
function refMaker(account: AccountKey): Adapter["ref"] {
  function ref(of: { readonly message: string; readonly refs?: Refs }): MessageRef;
  function ref(of: { readonly post: string; readonly refs?: Refs }): PostRef;
  function ref(of: { readonly message?: string; readonly post?: string; readonly refs?: Refs }): MessageRef | PostRef {
    const refs = of.refs === undefined ? {} : { refs: of.refs };
    const id = of.message ?? of.post ?? "";
    if (id === "") throw new FolkmootError("invalid-request", `${account}: a target needs the network's id of a message or a post.`);
    return of.message !== undefined ? { key: makeKey(account, "message", id), ...refs } : { key: makeKey(account, "post", id), ...refs };
  }
  return ref;
}

const needed = {
  network: ["string", "the network's word"],
  account: ["string", "accountKey(network, id)"],
  baseUrl: ["string", "the address where paths begin"],
  limits: ["object", "the network's limits, or an empty list"],
  meter: ["object", "what prices calls"],
  textRules: ["function", "a function that gives text rules"],
  operations: ["function", "a function that makes the operations"],
} as const satisfies { readonly [K in keyof AdapterDefinition<Network, never>]?: readonly [type: string, what: string] };

/** Refuses a definition that was not written as the types want it. */
function checkDefinition(definition: unknown): void {
  const given = fieldsOf(definition);
  for (const [name, [type, what]] of Object.entries(needed)) {
    const part = given[name];
    if (typeof part !== type || part === null || part === "")
      throw new FolkmootError("misconfigured", `An adapter needs \`${name}\`: give ${what}.`);
  }
}

/**
 * Makes an adapter. The set of operations is read off the object, so the two cannot disagree.
 * Nothing is asked and nothing heavy is loaded before the first request; until then a runtime may be attached.
 * @throws FolkmootError `misconfigured` when a part is missing, when account, network and app do not belong together, or when an operation
 * has a taken name.
 *
 * @example
 * const forum = defineAdapter({
 *   network: "acme-forum",
 *   account: accountKey("acme-forum", "7"),
 *   baseUrl: "https://forum.example/api",
 *   limits: [],
 *   meter: { cost: () => ({}), read: () => [] },
 *   textRules: () => ({ markup: "plain", limits: [] }),
 *   operations: (request) => ({ like: (target) => request("POST", "/like", { schema, body: { key: target.key } }) }),
 * });
 */
export function defineAdapter<N extends Network, O extends OperationName>(definition: AdapterDefinition<N, O>): AdapterOf<N, O> {
  checkDefinition(definition);
  const { network, account } = definition;
  const parts = parseKey(account);
  if (parts?.kind !== "account" || parts.network !== network)
    throw new FolkmootError(
      "misconfigured",
      `The account key of a ${network} adapter must be one of ${network}; make it with accountKey("${network}", id).`,
    );
  const app = definition.app ?? privateApp(network, account);
  if (!app.networks.includes(network))
    throw new FolkmootError("misconfigured", `The app ${app.id} does not speak for ${network}; give ${account} an app that does.`);
  const slot = slotOf(app);
  if (definition.runtime !== undefined) slot.attach(definition.runtime);

  const { request, desk } = connect(definition, app, slot);
  const operations: Pick<Operations, O> = definition.operations(request, slot.view);
  const names = (Object.keys(operations) as O[]).filter((name) => typeof operations[name] === "function");
  const base: Adapter<N, O> = {
    network,
    account,
    app,
    operations: new Set(names),
    limits: definition.limits,
    canRules: definition.canRules ?? {},
    textRules: definition.textRules,
    settlingMs: definition.settlingMs ?? (() => minute),
    pollEveryMs: definition.pollEveryMs ?? minute,
    ...(definition.surfaces !== undefined && { surfaces: definition.surfaces }),
    ...(definition.costs !== undefined && { costs: definition.costs }),
    ...(definition.scopes !== undefined && { scopes: definition.scopes }),
    request,
    ref: refMaker(account),
    refFromUrl: definition.refFromUrl ?? (() => undefined),
    attach: slot.attach,
  };
  const taken = Object.keys(operations).find((name) => name in base);
  if (taken !== undefined)
    throw new FolkmootError("misconfigured", `No operation of ${network} may be called ${taken}: every adapter has that already.`);
  const adapter = Object.assign(base, operations);
  keepBudgets(adapter, desk);
  return adapter;
}
