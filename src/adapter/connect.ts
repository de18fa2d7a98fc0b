/**
 * The door of an adapter to its network. What is heavy (ky, p-retry, p-queue) is loaded behind it, at the first request.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { AdapterDefinition } from "./definition.js";
import type { App } from "./app.js";
import type { BudgetDesk, LimitListener } from "./budgets.js";
import { fieldsOf } from "./fields.js";
import { counting } from "./tally.js";
import type { Limiter } from "../limits/limiter.js";
import type { AccountKey, Network } from "../model/keys.js";
import { restartsOnInbound } from "../limits/restarts.js";
import type { OperationName } from "./operations.js";
import type { Method, RequestFunction } from "../http/request.js";
import type { RuntimeSlot } from "./attach.js";

/** An adapter's way to its network. */
export interface Connection {
  /** Every request goes through it. */
  readonly request: RequestFunction;
  /** What the limits still allow, and what is heard of them. */
  readonly desk: BudgetDesk;
}

/** Made once, when first asked for; a failed attempt is made again the next time. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

// Accounts of one app take turns in one limiter. Flavours of a network with rules of their own have one each;
// their ledgers meet in the coordinator all the same, because those are named by network, app and rule.
const shared = new WeakMap<App, Map<string, Shared>>();

/** What adapters of one app with the same rules share. */
interface Shared {
  /** Made with the first request. */
  limiter?: Promise<Limiter>;
  /** Who hears of it, and for which accounts how often. */
  readonly listeners: Map<LimitListener, Map<AccountKey, number>>;
}

function sharedOf(app: App, name: string): Shared {
  const ofApp = shared.get(app) ?? new Map<string, Shared>();
  shared.set(app, ofApp);
  const found = ofApp.get(name) ?? { listeners: new Map() };
  ofApp.set(name, found);
  return found;
}

/** Listens for one account; listening twice needs ending twice. */
function listenFor({ listeners }: Shared, account: AccountKey, listener: LimitListener): () => void {
  const accounts = listeners.get(listener) ?? new Map<AccountKey, number>();
  listeners.set(listener, accounts);
  accounts.set(account, (accounts.get(account) ?? 0) + 1);
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    const times = (accounts.get(account) ?? 0) - 1;
    if (times > 0) accounts.set(account, times);
    else accounts.delete(account);
    if (accounts.size === 0) listeners.delete(listener);
  };
}

const methods: ReadonlySet<unknown> = new Set<Method>(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** Refuses a request that cannot leave as it was meant, before anything is asked. */
function checkRequest(head: string, method: unknown, path: unknown, options: unknown): void {
  const refuse = (what: string): never => {
    throw new FolkmootError("invalid-request", `${head}: ${what}.`);
  };
  if (!methods.has(method)) refuse(`\`method\` is none that is sent; use one of ${[...methods].join(", ")}`);
  if (typeof path !== "string") refuse("`path` is no text; give what follows the base address");
  if (typeof fieldsOf(fieldsOf(options).schema).parse !== "function") refuse("`schema` is missing; give what checks the answer");
}

/** Opens the door of one adapter. Nothing is loaded, and no runtime settled, before the first request. */
export function connect<N extends Network, O extends OperationName>(
  definition: AdapterDefinition<N, O>,
  app: App,
  slot: RuntimeSlot,
): Connection {
  const { network, account, baseUrl, limits, meter, readFailure } = definition;

  const ours = sharedOf(app, [network, ...limits.map(({ id }) => id)].join(" "));
  const onNews: LimitListener = (news) => {
    for (const [listener, accounts] of ours.listeners) if (news.account === undefined || accounts.has(news.account)) listener(news);
  };
  const limiter = (): Promise<Limiter> => {
    const { clock, coordinator, limiter: options, logger } = slot.use();
    return (ours.limiter ??= import("../limits/limiter.js").then(({ createLimiter }) =>
      createLimiter({ network, app: app.id, rules: limits, meter, coordinator, clock, options, logger, onNews }),
    ));
  };

  const clients = lazily(async () => {
    const runtime = slot.use();
    const [{ createClient }, shared] = await Promise.all([import("../http/client.js"), limiter()]);
    const gate = counting(shared, meter);
    const setup = { network, account, app: app.id, baseUrl, limiter: gate, runtime, ...(readFailure !== undefined && { readFailure }) };
    return {
      plain: createClient(setup),
      // The slot's view and not the runtime itself: nothing that credentials keep may outlive what is attached.
      full: createClient({ ...setup, ...(credentials !== undefined && { credentials }) }),
    };
  });

  const plain: RequestFunction = async (method, path, options) => (await clients()).plain(method, path, options);
  const credentials = definition.credentials?.(plain, slot.view);

  return {
    request: async (method, path, options) => {
      checkRequest(`A request to ${network} for ${account} cannot be sent`, method, path, options);
      options.signal?.throwIfAborted();
      return (await clients()).full(method, path, options);
    },
    desk: {
      read: async () => (await (await limiter()).budgets()).filter((budget) => budget.account === undefined || budget.account === account),
      listen: (listener) => listenFor(ours, account, listener),
      ...(limits.some(restartsOnInbound) && {
        inbound: async (conversation: string, at: number) => (await limiter()).inbound(conversation, account, at),
      }),
    },
  };
}
