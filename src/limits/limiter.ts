/**
 * Lets calls leave when every budget that they touch allows it. Imports p-queue: load it with the first request.
 * @module
 */
import type { Clock } from "../clock.js";
import { errorName, FolkmootError } from "../errors.js";
import type { Logger } from "../logger.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { Budget, Lane, LimitObservation, LimitRule } from "../model/limit.js";
import type { Coordinator, LedgerDemand, LedgerObservation } from "../store/coordinator.js";
import { openDoor } from "./door.js";
import type { Admission } from "./door.js";
import { laneOrder } from "./lanes.js";
import type { CallShape, Meter } from "./meter.js";
import type { LimiterOptions } from "./options.js";
import { pricingOf } from "./pricing.js";

/** What the limiter reads of an answer. */
export interface LimitedAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Response headers. */
  readonly headers: Headers;
  /** The parsed body; some networks tell their limits there. */
  readonly body: unknown;
}

/** How one call waits. */
export interface RunOptions {
  /** Faster lanes go first. */
  readonly lane: Lane;
  /** For whom the call is made: accounts take turns inside a lane. */
  readonly account: AccountKey;
  /** Ends the waiting; what was reserved goes back. Once the call has left, ending it is up to `send`. */
  readonly signal?: AbortSignal;
  /** When waiting ends, in milliseconds since 1970 (from `maxWaitMs`). @defaultValue never */
  readonly until?: number;
  /** Says of an error that `send` threw whether nothing left this machine: then the budget goes back. @defaultValue it counts as spent */
  readonly unsent?: (error: unknown) => boolean;
}

/** What `createLimiter` takes. */
export interface LimiterSetup {
  /** Names the ledgers. */
  readonly network: Network;
  /** Names the ledgers: the app's id. */
  readonly app: string;
  /** The network's limits as data. */
  readonly rules: readonly LimitRule[];
  /** Prices calls and reads answers. */
  readonly meter: Meter;
  /** Keeps the ledgers. */
  readonly coordinator: Coordinator;
  /** Every instant and every wait. */
  readonly clock: Clock;
  /** Mode and reserved share; `maxWaitMs` reaches the limiter as `until` of each call. */
  readonly options?: LimiterOptions;
  /** How many calls may be under way at once. A whole number from 1. @defaultValue 20 */
  readonly concurrency?: number;
  /** Hears of answers that the meter could not read and of a coordinator that failed. */
  readonly logger?: Logger;
  /** Told once when a ledger begins to hold calls back, until its line is empty again. `retryAt`: milliseconds since 1970. */
  readonly onThrottled?: (rule: string, account: AccountKey, retryAt: number) => void;
}

/** Lets calls leave when every budget that they touch allows it. */
export interface Limiter {
  /**
   * Waits for budget in every ledger that the call touches (all or none) and for a free slot, sends, and reads the answer's limits.
   * A call that waits holds neither. One that waits for its own ledger holds up nobody else.
   *
   * @param call - what is called; the meter prices it
   * @param options - lane, account, and how long to wait
   * @param send - makes the request; called once at most
   * @returns what `send` returned, whatever its status
   * @throws FolkmootError `rate-limited` in mode "throw", or when the budget is not back before `until`; with `retryAt`.
   * @throws the signal's reason when the wait was aborted, and whatever `send` throws.
   */
  run<T extends LimitedAnswer>(call: CallShape, options: RunOptions, send: () => Promise<T>): Promise<T>;
  /** Stops calls like this one until an instant (or for the rule's penalty, if that is longer): for a refusal that named no rule. */
  block(call: CallShape, account: AccountKey, untilMs: number): Promise<void>;
  /** Applies what was learned elsewhere than in an answer to `run`: a probe of the network's limits, an inbound message. */
  observe(call: CallShape, account: AccountKey, observations: readonly LimitObservation[]): Promise<void>;
  /** Reads what is left, by rule and subject, for this app on this network. */
  budgets(): Promise<readonly Budget[]>;
  /** How many calls wait now. */
  readonly waiting: number;
}

/**
 * Makes the limiter of one app on one network.
 *
 * @throws FolkmootError `misconfigured` when an option is out of its range.
 * @example
 * const limiter = createLimiter({ network: "bluesky", app: "solo", rules, meter, coordinator: memoryCoordinator(), clock: systemClock });
 * const answer = await limiter.run(call, { lane: "sync", account }, send);
 */
export function createLimiter(setup: LimiterSetup): Limiter {
  const { network, rules, meter, coordinator, clock, concurrency = 20, logger } = setup;
  const { mode = "wait", reserve = 0.2 } = setup.options ?? {};
  if (!(reserve >= 0 && reserve < 1))
    throw new FolkmootError("misconfigured", `limiter.reserve must be a fraction from 0 to below 1, not ${String(reserve)}.`);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new FolkmootError("misconfigured", `concurrency must be a whole number from 1, not ${String(concurrency)}.`);
  const warn = (message: string, data: Readonly<Record<string, unknown>>): void => logger?.warn?.(message, data);
  const pricing = pricingOf(network, setup.app, rules, meter, reserve, warn);
  const door = openDoor({
    network,
    coordinator,
    clock,
    concurrency,
    mode,
    onThrottled: setup.onThrottled,
    giveBack: (granted) => tell([], granted),
    failed: (error) => logger?.error?.("The limiter failed.", { network, error: errorName(error) }),
  });

  /** Nobody waits for this: a coordinator that is lost costs politeness for a moment. */
  const tell = (observations: readonly LedgerObservation[], unused?: Readonly<Record<string, number>>): void => {
    coordinator.observe(observations, unused).then(
      () => {
        for (const { ledger } of observations) door.kick(ledger);
        for (const ledger in unused) door.kick(ledger);
      },
      (error: unknown) => warn("The coordinator could not be told about an answer.", { network, error: errorName(error) }),
    );
  };
  /** Sorts what was read by ledger. `when`: when the answered call left, where there was one. */
  const addressed = (
    call: CallShape,
    account: AccountKey,
    observations: readonly LimitObservation[],
    when?: { readonly sentAt: number },
  ): Map<string, LedgerObservation> => {
    const byLedger = new Map<string, LedgerObservation>();
    for (const observation of observations) {
      const found = pricing.ledgerOf(observation.rule, call, account);
      if (found === undefined) {
        warn("The meter read a rule that does not exist.", { network, rule: observation.rule });
        continue;
      }
      const { ledger, rule } = found;
      if (observation.limit !== undefined) pricing.learn(rule.id, call, account, observation.limit);
      byLedger.set(ledger, { ...byLedger.get(ledger), ...observation, ...when, ledger, limitRule: rule });
    }
    return byLedger;
  };
  const settle = (
    call: CallShape,
    account: AccountKey,
    demands: readonly LedgerDemand[],
    granted: Readonly<Record<string, number>>,
    sentAt: number,
    answer: LimitedAnswer | undefined,
  ): void => {
    if (demands.length === 0 && answer === undefined) return;
    const now = clock.now();
    let read: readonly LimitObservation[] = [];
    try {
      if (answer !== undefined) read = meter.read(call, answer, now);
    } catch (error) {
      // A body that nobody has seen before must not lose the answer.
      warn("The limits of an answer could not be read.", { network, operation: call.operation, error: errorName(error) });
    }
    const byLedger = addressed(call, account, read, { sentAt });
    const breach = answer?.status === 429;
    const alone = breach && demands.filter(({ cost }) => cost > 0).length === 1;
    for (const { ledger: reservedIn, rule, cost } of demands) {
      // What the answer taught about names is known by now: it tells of the ledger that the call counts in, which may be another one.
      const ledger = pricing.ledgerOf(rule.id, call, account)?.ledger ?? reservedIn;
      const seen = byLedger.get(ledger);
      const penalty =
        breach && rule.penaltyMs !== undefined && (seen?.remaining === 0 || (alone && cost > 0)) ? now + rule.penaltyMs : undefined;
      const blockedUntil = Math.max(seen?.blockedUntil ?? 0, penalty ?? 0);
      const settled = granted[reservedIn] ?? cost;
      const named = { rule: rule.id, limitRule: rule, sentAt };
      const block = blockedUntil > 0 ? { blockedUntil } : {};
      if (ledger === reservedIn) byLedger.set(ledger, { ...seen, ...named, ...block, ledger, settled });
      else {
        byLedger.set(reservedIn, { ...named, ledger: reservedIn, settled });
        byLedger.set(ledger, { cost: settled, ...seen, ...named, ...block, ledger });
      }
    }
    if (byLedger.size > 0) tell([...byLedger.values()]);
  };

  const depart = async <T extends LimitedAnswer>(
    call: CallShape,
    { account, unsent }: RunOptions,
    demands: readonly LedgerDemand[],
    send: () => Promise<T>,
    admission: Admission,
  ): Promise<T> => {
    if (!admission.ok) throw admission.reason;
    const { granted, free } = admission;
    const sentAt = clock.now();
    let answer: T;
    try {
      answer = await send();
    } catch (error) {
      if (unsent?.(error) === true) tell([], granted);
      else settle(call, account, demands, granted, sentAt, undefined);
      throw error;
    } finally {
      free();
    }
    settle(call, account, demands, granted, sentAt, answer);
    return answer;
  };

  return {
    get waiting() {
      return door.waiting;
    },
    run: <T extends LimitedAnswer>(call: CallShape, options: RunOptions, send: () => Promise<T>) => {
      const { lane, account, signal, until = Infinity } = options;
      let demands: readonly LedgerDemand[];
      try {
        if (!laneOrder.includes(lane))
          throw new FolkmootError("invalid-request", `Lane must be one of ${laneOrder.join(", ")}, not "${lane as string}".`);
        signal?.throwIfAborted();
        demands = pricing.demands(call, lane, account);
      } catch (error) {
        return depart(call, options, [], send, { ok: false, reason: error });
      }
      const enter = (wanted: readonly LedgerDemand[]): Promise<T> =>
        // `then` and no `await`: a waiting async function weighs a third more, and lines can be long.
        door.admit({ lane, account, demands: wanted, signal, until }).then((admission) => {
          if (!admission.ok || !pricing.moved(call, account, wanted)) return depart(call, options, wanted, send, admission);
          // Learnt while it waited: it counts elsewhere, so it waits there.
          admission.free();
          tell([], admission.granted);
          return enter(pricing.demands(call, lane, account));
        });
      return enter(demands);
    },
    block: async (call, account, untilMs) => {
      const now = clock.now();
      const paid = pricing.demands(call, "interactive", account).filter(({ cost }) => cost > 0);
      await coordinator.observe(
        paid.map(({ ledger, rule }) => {
          const blockedUntil = Math.max(untilMs, now + (rule.penaltyMs ?? 0));
          return { ledger, rule: rule.id, limitRule: rule, blockedUntil };
        }),
      );
    },
    observe: async (call, account, observations) => {
      const seen = [...addressed(call, account, observations).values()];
      await coordinator.observe(seen);
      for (const { ledger } of seen) door.kick(ledger);
    },
    budgets: async () => {
      const budgets: Budget[] = [];
      for (const state of await coordinator.ledgers(pricing.prefix)) {
        const budget = pricing.budgetOf(state);
        if (budget !== undefined) budgets.push(budget);
      }
      return budgets;
    },
  };
}
