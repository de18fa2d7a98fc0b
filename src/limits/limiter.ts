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
import { answersOf } from "./answers.js";
import { withCapacities } from "./capacities.js";
import { openDoor } from "./door.js";
import type { Admission } from "./door.js";
import { laneOrder } from "./lanes.js";
import type { CallShape, Meter } from "./meter.js";
import { newsDesk } from "./news.js";
import type { LimitNews } from "./news.js";
import type { LimiterOptions } from "./options.js";
import { pricingOf } from "./pricing.js";
import { clockSkew } from "./skew.js";

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
  /** Mode, reserved share and the host's own numbers; `maxWaitMs` reaches the limiter as `until` of each call. */
  readonly options?: LimiterOptions;
  /** How many calls may be under way at once. A whole number from 1. @defaultValue 20 */
  readonly concurrency?: number;
  /** Hears of answers that the meter could not read and of a coordinator that failed. */
  readonly logger?: Logger;
  /** Told once when a budget begins to hold calls back, or a fifth or less of it is left. Must not throw. */
  readonly onNews?: (news: LimitNews) => void;
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
  /**
   * Stops calls like this one until an instant in our time (or for the rule's penalty, if that is longer and the call has one budget only):
   * for a refusal that named no rule. Blocks one budget, the narrowest that can make wait so long.
   */
  block(call: CallShape, account: AccountKey, untilMs: number): Promise<void>;
  /** Applies what was learned elsewhere than in an answer to `run`: a probe of the network's limits. Instants are in our time. */
  observe(call: CallShape, account: AccountKey, observations: readonly LimitObservation[]): Promise<void>;
  /**
   * Begins budgets anew that restart with an inbound message. Nothing happens where no rule does.
   * @param conversation - the network's own id, as calls name it in `subject`
   * @param at - when the message came, by the network's clock. Milliseconds since 1970
   */
  inbound(conversation: string, account: AccountKey, at: number): Promise<void>;
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
  const { network, meter, coordinator, clock, concurrency = 20, logger } = setup;
  const { mode = "wait", reserve = 0.2, capacities } = setup.options ?? {};
  if (!(reserve >= 0 && reserve < 1))
    throw new FolkmootError("misconfigured", `limiter.reserve must be a fraction from 0 to below 1, not ${String(reserve)}.`);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new FolkmootError("misconfigured", `concurrency must be a whole number from 1, not ${String(concurrency)}.`);
  const warn = (message: string, data: Readonly<Record<string, unknown>>): void => logger?.warn?.(message, data);
  const { rules, within } = withCapacities(network, setup.rules, capacities);
  const pricing = pricingOf(network, setup.app, rules, meter, reserve, warn);
  const skew = clockSkew();
  const answers = answersOf({ network, pricing, meter, within, skew, warn });
  const desk = newsDesk(clock, setup.onNews, (error) => warn("Hearing of a budget failed.", { network, error: errorName(error) }));
  // One server for most limiters: messages come from where calls go.
  let lastServer = "";
  const door = openDoor({
    network,
    coordinator,
    clock,
    concurrency,
    kept: Math.floor(concurrency * reserve),
    mode,
    news: desk,
    renewed: (departure) => pricing.renewed(departure),
    giveBack: (granted) => tell([], granted),
    failed: (error) => logger?.error?.("The limiter failed.", { network, error: errorName(error) }),
  });

  const heard = (observations: readonly LedgerObservation[], account: AccountKey): void => {
    for (const { ledger, limitRule, blockedUntil } of observations)
      if (blockedUntil !== undefined && limitRule !== undefined) desk.throttled({ ledger, rule: limitRule }, account, blockedUntil);
  };
  const observe = async (observations: readonly LedgerObservation[], unused?: Readonly<Record<string, number>>): Promise<void> => {
    await coordinator.observe(observations, unused);
    for (const { ledger } of observations) door.kick(ledger);
    for (const ledger in unused) door.kick(ledger);
  };
  /** Nobody waits for this: a coordinator that is lost costs politeness for a moment. */
  const tell = (observations: readonly LedgerObservation[], unused?: Readonly<Record<string, number>>): void => {
    observe(observations, unused).catch((error: unknown) => {
      warn("The coordinator could not be told about an answer.", { network, error: errorName(error) });
    });
  };
  const settle = (
    call: CallShape,
    account: AccountKey,
    demands: readonly LedgerDemand[],
    granted: Readonly<Record<string, number>>,
    sentAt: number,
    answer: LimitedAnswer | undefined,
  ): void => {
    const observations = answers.settled({ call, account, demands, granted, sentAt, now: clock.now(), answer });
    heard(observations, account);
    if (observations.length > 0) tell(observations);
  };

  const depart = async <T extends LimitedAnswer>(
    call: CallShape,
    { account, signal, unsent }: RunOptions,
    send: () => Promise<T>,
    admission: Admission,
  ): Promise<T> => {
    if (!admission.ok) throw admission.reason;
    const { demands, granted, free } = admission;
    if (signal?.aborted === true) {
      free();
      if (demands.length > 0) tell([], granted);
      throw signal.reason;
    }
    const sentAt = clock.now();
    lastServer = call.subject.ip ?? "";
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
        return depart(call, options, send, { ok: false, reason: error });
      }
      // `then` and no `await`: a waiting async function weighs a third more, and lines can be long.
      return door.admit({ call, lane, account, demands, signal, until }).then((admission) => depart(call, options, send, admission));
    },
    block: async (call, account, untilMs) => {
      const observations = answers.blocked(call, account, untilMs, clock.now());
      heard(observations, account);
      await coordinator.observe(observations);
    },
    observe: async (call, account, observations) => {
      await observe(answers.told(call, account, observations));
    },
    inbound: async (conversation, account, at) => {
      const restartedAt = at - (skew.of(lastServer) ?? 0);
      const seen = pricing
        .restarting(conversation, account)
        .map(({ ledger, rule }) => ({ ledger, rule: rule.id, limitRule: rule, restartedAt }));
      if (seen.length > 0) await observe(seen);
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
