/**
 * What a call costs and in which ledgers: names, costs and the share kept for faster lanes.
 * @module
 */
import { accountKey } from "../model/keys.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { Budget, Lane, LimitRule, Partition } from "../model/limit.js";
import type { LedgerDemand, LedgerState } from "../store/coordinator.js";
import type { CallShape, Meter } from "./meter.js";
import { restartsOnInbound } from "./restarts.js";

/** Names ledgers and prices calls for one app on one network. */
export interface Pricing {
  /** What a call wants from which ledgers. Rules that pause a whole partition are asked too, with cost 0. The same list for the same. */
  demands(call: CallShape, lane: Lane, account: AccountKey): readonly LedgerDemand[];
  /** The ledger of a rule for a call: `network:app:rule:subject`. `undefined` when there is no such rule. */
  ledgerOf(ruleId: string, call: CallShape, account: AccountKey): { readonly ledger: string; readonly rule: LimitRule } | undefined;
  /** Remembers a limit that the server named, for the share that is kept. */
  learn(ruleId: string, call: CallShape, account: AccountKey, limit: number): void;
  /** The ledgers that an inbound message of a conversation begins anew. `conversation`: the network's own id. */
  restarting(conversation: string, account: AccountKey): readonly { readonly ledger: string; readonly rule: LimitRule }[];
  /** What a call wants now, where the meter has learnt since that it counts elsewhere than in the ledgers of its demands. */
  renewed(waiting: {
    readonly call: CallShape;
    readonly lane: Lane;
    readonly account: AccountKey;
    readonly demands: readonly LedgerDemand[];
  }): readonly LedgerDemand[] | undefined;
  /** Begins every ledger of this app on this network. */
  readonly prefix: string;
  /** Makes one line of `budgets()`; `undefined` for a ledger of a rule that is gone, and for one that nothing is known of (yet, or any more). */
  budgetOf(state: LedgerState): Budget | undefined;
}

/** A demand whose kept share follows what is learnt of the limit while calls wait with it. */
interface LiveDemand extends Omit<LedgerDemand, "keep"> {
  keep: number;
}

interface Named {
  readonly ledger: string;
  /** How much a full budget holds, as far as anybody knows. */
  limit: number | undefined;
  /** What calls of the fastest lane wanted, by cost. */
  readonly fast: LiveDemand[];
  /** What calls of the other lanes wanted, by cost. */
  readonly slow: LiveDemand[];
}

/** Lists of demands, as a tree: each is the end of a path. */
interface Known {
  list?: readonly LedgerDemand[];
  readonly next: WeakMap<LedgerDemand, Known>;
}

/** Money is told to the millionth: sums of prices are not exact. */
const exact = (amount: number): number => Math.round(amount * 1e6) / 1e6;

/** How many names and learned limits are remembered before starting anew. */
const remembered = 10_000;

/** So many costs are remembered for a name. */
const rememberedCosts = 32;

const special = /[%:/]/;

const escape = (part: string): string =>
  special.test(part) ? part.replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll("/", "%2F") : part;

const unescape = (part: string): string => part.replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%25", "%");

/** Sets an entry; a map that has grown too long starts anew. */
function remember<V>(map: Map<string, V>, key: string, value: V): V {
  if (map.size >= remembered) map.clear();
  map.set(key, value);
  return value;
}

/**
 * Makes the names and prices of one app on one network.
 *
 * @param reserve - fraction of each budget that `moderation` and `sync` leave alone, from 0 to below 1. Rounded down, but for money: at
 *   0.2, nothing of a capacity of 4 or less, exactly one of 5. So a second reply in the same window of 5 may have to wait for the next one.
 */
export function pricingOf(
  network: Network,
  app: string,
  rules: readonly LimitRule[],
  meter: Meter,
  reserve: number,
  warn: (message: string, data: Readonly<Record<string, unknown>>) => void,
): Pricing {
  const prefix = `${escape(network)}:${escape(app)}:`;
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const pausing = rules.filter((rule) => rule.pauses === "partition");
  const restarted = rules.filter(restartsOnInbound);
  const escaped = new Map<string, string>();
  const named = new Map<string, Map<string, Named>>();
  const strangers = new Set<string>();

  const escapeOnce = (part: string): string => escaped.get(part) ?? remember(escaped, part, escape(part));
  const partOf = (partition: Partition, call: CallShape, account: AccountKey): string => {
    const told = call.subject[partition];
    if (told !== undefined) return told;
    if (partition === "account") return account;
    if (partition === "app") return app;
    if (partition === "route") return `${call.method} ${call.route}`;
    // Better one ledger too few than a limit that nobody keeps.
    return "-";
  };
  /** The call under the names that it counts for now. */
  const renamed = (call: CallShape): CallShape => {
    if (meter.subject === undefined) return call;
    try {
      return { ...call, subject: { ...call.subject, ...meter.subject(call) } };
    } catch {
      // As with prices: a meter's mistake stops nobody, and must not lose an answer.
      if (!strangers.has("")) warn("The meter could not name what a call counts for.", { network, operation: call.operation });
      strangers.add("");
      return call;
    }
  };
  // Names and demands are shared by the calls that wait: a hundred thousand of them would otherwise each hold their own.
  const namedOf = (rule: LimitRule, call: CallShape, account: AccountKey): Named => {
    const [first, ...others] = rule.partition;
    let subject = first === undefined ? "" : partOf(first, call, account);
    if (others.length > 0) {
      subject = escapeOnce(subject);
      for (const partition of others) subject += `:${escapeOnce(partOf(partition, call, account))}`;
    }
    const names = namesOf(rule);
    const known = names.get(subject);
    if (known !== undefined) return known;
    const parts = others.length > 0 ? subject : escape(subject);
    const ledger = `${prefix}${escape(rule.id)}${first === undefined ? "" : ":"}${parts}`;
    return remember(names, subject, { ledger, limit: rule.capacity ?? (rule.unit === "percent" ? 100 : undefined), fast: [], slow: [] });
  };
  const namesOf = (rule: LimitRule): Map<string, Named> => {
    const known = named.get(rule.id);
    if (known !== undefined) return known;
    const fresh = new Map<string, Named>();
    named.set(rule.id, fresh);
    return fresh;
  };
  // Until its own limit is told, a budget is believed to be like the last of its kind.
  const lastLimits = new Map<string, number>();
  const keptOf = (rule: LimitRule, limit: number | undefined): number => {
    const share = (limit ?? lastLimits.get(rule.id) ?? 0) * reserve;
    // Products of fractions are not exact: of 100, 0.29 are 29.
    return rule.unit === "usd" ? share : Math.floor(share + 1e-9);
  };
  const demandOf = (rule: LimitRule, cost: number, call: CallShape, lane: Lane, account: AccountKey): LedgerDemand => {
    const { ledger, limit, fast, slow } = namedOf(rule, call, account);
    // A percentage runs out by calls that nobody can price.
    const free = lane === "interactive" || (cost === 0 && rule.unit !== "percent");
    const known = free ? fast : slow;
    const last = known.find((demand) => demand.cost === cost);
    if (last !== undefined) return last;
    const demand = { ledger, rule, cost, keep: free ? 0 : keptOf(rule, limit) };
    if (known.length >= rememberedCosts) known.shift();
    known.push(demand);
    return demand;
  };
  const lists: Known = { next: new WeakMap() };
  /** One list for all that want the same, so that they can wait together. */
  const listed = (demands: readonly LedgerDemand[]): readonly LedgerDemand[] => {
    let known = lists;
    for (const demand of demands) {
      let next = known.next.get(demand);
      if (next === undefined) known.next.set(demand, (next = { next: new WeakMap() }));
      known = next;
    }
    return (known.list ??= demands);
  };
  const demandsOf: Pricing["demands"] = (asked, lane, account) => {
    const costs = meter.cost(asked);
    const call = renamed(asked);
    const demands: LedgerDemand[] = [];
    for (const id in costs) {
      const rule = byId.get(id);
      const cost = costs[id];
      if (rule === undefined || cost === undefined || !(cost >= 0)) {
        // A meter's mistake must not stop anybody from answering; it is told once.
        if (!strangers.has(id)) warn("The meter named a rule or a cost that does not exist.", { network, rule: id });
        strangers.add(id);
        continue;
      }
      demands.push(demandOf(rule, cost, call, lane, account));
    }
    for (const rule of pausing) if (costs[rule.id] === undefined) demands.push(demandOf(rule, 0, call, lane, account));
    return listed(demands);
  };

  return {
    prefix,
    demands: demandsOf,
    ledgerOf: (ruleId, call, account) => {
      const rule = byId.get(ruleId);
      return rule === undefined ? undefined : { ledger: namedOf(rule, renamed(call), account).ledger, rule };
    },
    restarting: (conversation, account) => {
      const call: CallShape = { operation: "", method: "", route: "", subject: { conversation } };
      return restarted.map((rule) => ({ ledger: namedOf(rule, call, account).ledger, rule }));
    },
    renewed: ({ call: asked, lane, account, demands }) => {
      if (meter.subject === undefined) return undefined;
      const call = renamed(asked);
      return demands.some(({ ledger, rule }) => namedOf(rule, call, account).ledger !== ledger)
        ? demandsOf(asked, lane, account)
        : undefined;
    },
    learn: (ruleId, call, account, limit) => {
      const rule = byId.get(ruleId);
      const name = rule === undefined ? undefined : namedOf(rule, renamed(call), account);
      if (rule === undefined || name === undefined || name.limit === limit) return;
      name.limit = limit;
      lastLimits.set(rule.id, limit);
      const keep = keptOf(rule, limit);
      for (const demand of name.slow) demand.keep = keep;
    },
    budgetOf: ({ ledger, limit, remaining, resetsAt, blockedUntil, spent }) => {
      const [id = "", ...subject] = ledger.slice(prefix.length).split(":").map(unescape);
      const rule = byId.get(id);
      if (rule === undefined) return undefined;
      // A route that counts elsewhere since it was learnt, or whose limit no answer has told.
      const money = rule.unit === "usd" && spent !== undefined ? { spent: exact(spent), currency: "USD" } : undefined;
      if (limit === undefined && remaining === undefined && blockedUntil === undefined && money === undefined) return undefined;
      const owner = subject[rule.partition.indexOf("account")];
      const until = blockedUntil ?? resetsAt;
      const left = blockedUntil === undefined ? remaining : 0;
      return {
        rule: id,
        partition: rule.partition,
        ...(owner === undefined ? {} : { account: owner.startsWith(`${network}:`) ? owner : accountKey(network, owner) }),
        unit: rule.unit,
        ...(limit === undefined ? {} : { limit }),
        ...(left === undefined ? {} : { remaining: money === undefined ? left : exact(left) }),
        ...(until === undefined ? {} : { resetsAt: new Date(until).toISOString() }),
        ...(money === undefined ? {} : { money }),
      };
    },
  };
}
