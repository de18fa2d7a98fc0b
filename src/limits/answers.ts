/**
 * What answers say about ledgers: whose word it is, in our time, and what the call itself leaves there.
 * @module
 */
import { errorName } from "../errors.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { LimitObservation } from "../model/limit.js";
import type { LedgerDemand, LedgerObservation } from "../store/coordinator.js";
import type { Capacities } from "./capacities.js";
import type { LimitedAnswer } from "./limiter.js";
import type { CallShape, Meter } from "./meter.js";
import type { Pricing } from "./pricing.js";
import type { ExactSkew, Skew } from "./skew.js";

/** What a reader of answers needs. */
export interface AnswersSetup {
  /** Named in warnings. */
  readonly network: Network;
  /** Names ledgers. */
  readonly pricing: Pricing;
  /** Reads answers. */
  readonly meter: Meter;
  /** The host's own numbers. */
  readonly within: Capacities["within"];
  /** The clocks of the network's servers. */
  readonly skew: Skew;
  /** Hears of what the meter could not do. */
  readonly warn: (message: string, data: Readonly<Record<string, unknown>>) => void;
}

/** A call that has ended, and what it took. */
export interface Ended {
  /** What was called. */
  readonly call: CallShape;
  /** For whom. */
  readonly account: AccountKey;
  /** What it wanted. */
  readonly demands: readonly LedgerDemand[];
  /** What it got, by ledger. */
  readonly granted: Readonly<Record<string, number>>;
  /** When it left. Milliseconds since 1970. */
  readonly sentAt: number;
  /** When it ended. */
  readonly now: number;
  /** Absent: nobody knows what became of it. */
  readonly answer: LimitedAnswer | undefined;
}

/** Reads answers for one app on one network. */
export interface Answers {
  /** Sorts by ledger what was learnt elsewhere than in an answer; instants are in our time. */
  told(call: CallShape, account: AccountKey, observations: readonly LimitObservation[]): LedgerObservation[];
  /** Settles a call that has ended, with what its answer says. */
  settled(ended: Ended): LedgerObservation[];
  /** What a refusal that named no rule blocks: see {@link refusedIn}. */
  blocked(call: CallShape, account: AccountKey, untilMs: number, now: number): LedgerObservation[];
}

/** What a call belongs to, from the widest to the narrowest. */
const width = { app: 0, ip: 0, account: 1, author: 2, route: 2, resource: 3, conversation: 3 } as const;

/** How long a rule can make wait at most. Milliseconds. */
function longestWait({ refill, penaltyMs = 0 }: LedgerDemand["rule"]): number {
  const period =
    refill.kind === "window"
      ? refill.windowMs
      : refill.kind === "bucket"
        ? refill.perMs
        : refill.kind === "calendar"
          ? (refill.every === "day" ? 1 : 31) * 86_400_000
          : 0;
  return Math.max(period, penaltyMs);
}

/**
 * Finds the budget that a refusal speaks of which names none. It blocks one budget and no more, because a reply elsewhere must not wait for
 * it: of those whose windows are as long as the wait (or of all), the narrowest, and of these the one that is back soonest. The refused
 * call waits there in any case, and a wider limit shows when other calls are refused too.
 */
export function refusedIn(paid: readonly LedgerDemand[], waitMs: number): LedgerDemand | undefined {
  const fitting = paid.filter(({ rule }) => longestWait(rule) >= waitMs);
  const narrowness = ({ rule }: LedgerDemand): number => Math.max(0, ...rule.partition.map((part) => width[part]));
  const [first] = (fitting.length > 0 ? fitting : [...paid]).sort(
    (one, other) => narrowness(other) - narrowness(one) || longestWait(one.rule) - longestWait(other.rule),
  );
  return first;
}

/** Makes the reader of answers of one app on one network. */
export function answersOf({ network, pricing, meter, within, skew, warn }: AnswersSetup): Answers {
  const serverOf = (call: CallShape): string => call.subject.ip ?? "";
  const knownSkew = (call: CallShape): { readonly skewMs?: number } => {
    const skewMs = skew.of(serverOf(call));
    return skewMs === undefined ? {} : { skewMs };
  };
  /** Turns the network's instants into ours: those of a clock that tells when it counted into the moment to leave. */
  const inOurTime = (observation: LimitObservation, skewMs: number, exact: ExactSkew | undefined): LimitObservation => {
    const { resetsAt, blockedUntil, countedAt, ...rest } = observation;
    const known = countedAt === undefined ? undefined : exact;
    if (known === undefined && (skewMs === 0 || (resetsAt === undefined && blockedUntil === undefined))) return observation;
    const { arrives, from = skewMs } = known ?? {};
    return {
      ...rest,
      ...(resetsAt !== undefined && { resetsAt: resetsAt - (arrives ?? from) }),
      ...(blockedUntil !== undefined && { blockedUntil: blockedUntil - skewMs }),
      ...(countedAt !== undefined && arrives !== undefined && { countedAt: countedAt - arrives }),
    };
  };
  /** Sorts what was read by ledger. */
  const addressed = (
    call: CallShape,
    account: AccountKey,
    observations: readonly LimitObservation[],
    more: { readonly sentAt?: number; readonly skewMs?: number },
  ): Map<string, LedgerObservation> => {
    const byLedger = new Map<string, LedgerObservation>();
    for (const observation of observations) {
      const found = pricing.ledgerOf(observation.rule, call, account);
      if (found === undefined) {
        warn("The meter read a rule that does not exist.", { network, rule: observation.rule });
        continue;
      }
      const { ledger, rule } = found;
      const seen = within(observation);
      if (seen.limit !== undefined) pricing.learn(rule.id, call, account, seen.limit);
      byLedger.set(ledger, { ...byLedger.get(ledger), ...seen, ...more, ledger, limitRule: rule });
    }
    return byLedger;
  };

  return {
    told: (call, account, observations) => [...addressed(call, account, observations, knownSkew(call)).values()],
    settled: ({ call, account, demands, granted, sentAt, now, answer }) => {
      if (demands.length === 0 && answer === undefined) return [];
      if (answer !== undefined) skew.learn(serverOf(call), answer.headers, sentAt, now);
      const known = knownSkew(call);
      const { skewMs = 0 } = known;
      let read: readonly LimitObservation[] = [];
      try {
        if (answer !== undefined) {
          read = meter.read(call, answer, now + skewMs);
          const countedAt = read.find((observation) => observation.countedAt !== undefined)?.countedAt;
          if (countedAt !== undefined) skew.learnExactly(serverOf(call), countedAt, sentAt, now);
          const exact = countedAt === undefined ? undefined : skew.exactly(serverOf(call));
          read = read.map((observation) => inOurTime(observation, skewMs, exact));
        }
      } catch (error) {
        // A body that nobody has seen before must not lose the answer.
        warn("The limits of an answer could not be read.", { network, operation: call.operation, error: errorName(error) });
      }
      const byLedger = addressed(call, account, read, { sentAt, ...known });
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
        const named = { rule: rule.id, limitRule: rule, sentAt, ...known, ...(answer === undefined ? { lost: true as const } : {}) };
        const block = blockedUntil > 0 ? { blockedUntil } : {};
        if (ledger === reservedIn) byLedger.set(ledger, { ...seen, ...named, ...block, ledger, settled });
        else {
          byLedger.set(reservedIn, { ...named, ledger: reservedIn, settled });
          byLedger.set(ledger, { cost: settled, ...seen, ...named, ...block, ledger });
        }
      }
      return [...byLedger.values()];
    },
    blocked: (call, account, untilMs, now) => {
      const paid = pricing.demands(call, "interactive", account).filter(({ cost }) => cost > 0);
      const refused = refusedIn(paid, untilMs - now);
      if (refused === undefined) return [];
      const { ledger, rule } = refused;
      // A lockout is believed where only one budget can have been broken.
      const penaltyMs = paid.length === 1 ? (rule.penaltyMs ?? 0) : 0;
      return [{ ledger, rule: rule.id, limitRule: rule, blockedUntil: Math.max(untilMs, now + penaltyMs), ...knownSkew(call) }];
    },
  };
}
