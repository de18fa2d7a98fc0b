/**
 * Checks and fills in the options of `handle` and `stream`.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { changeTypes, messageKinds, origins } from "./words.js";
import { checkCount, checkDuration, checkName, checkNames, checkSignal, checkWords } from "./check.js";
import type { ClaimRequest } from "../store/store.js";
import type { HandleOptions } from "./work.js";
import type { InboxContext } from "./context.js";

/** Options with every default filled in. */
export interface HandlePlan {
  readonly consumer: string;
  readonly own: boolean;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly maxAttempts: number;
  readonly drain: boolean;
  readonly below: readonly string[] | undefined;
  readonly match: NonNullable<ClaimRequest["match"]>;
}

/** How long a handler may take before another worker takes over. Milliseconds. */
const defaultLeaseMs = 5 * 60_000;

/** Deliveries before a change is dead: with the waits between them about eleven minutes. */
const defaultAttempts = 6;

const names = {
  consumer: true,
  types: true,
  kinds: true,
  accounts: true,
  origin: true,
  own: true,
  concurrency: true,
  leaseMs: true,
  maxAttempts: true,
  drain: true,
  signal: true,
} as const satisfies Readonly<Record<keyof HandleOptions, true>>;

/** Checks options, and fills in what was left out. */
export function planOf(context: InboxContext, call: string, options: HandleOptions): HandlePlan {
  checkNames(call, options, names);
  const { consumer = "default", types, kinds, origin = "live", accounts } = options;
  checkName(call, "consumer", consumer);
  checkWords(call, "types", types, changeTypes());
  checkWords(call, "kinds", kinds, messageKinds());
  checkWords(call, "origin", [origin], origins());
  checkSignal(call, options.signal);
  checkCount(call, "concurrency", options.concurrency);
  checkCount(call, "maxAttempts", options.maxAttempts);
  checkDuration(call, "leaseMs", options.leaseMs);
  // With a function every account of the tenant is meant: the journal knows them all.
  const listed = accounts === undefined && context.accounts === undefined ? undefined : accountsOf(context, call, accounts);
  return {
    consumer,
    own: options.own ?? false,
    concurrency: options.concurrency ?? 1,
    leaseMs: options.leaseMs ?? defaultLeaseMs,
    maxAttempts: options.maxAttempts ?? defaultAttempts,
    drain: options.drain ?? false,
    below: listed?.map(context.stored) ?? (context.prefix === "" ? undefined : [context.prefix]),
    match: { origins: [origin], ...(types !== undefined && { types }), ...(kinds !== undefined && { kinds }) },
  };
}

/** Wait before the next delivery: 2 s, then four times as long each time, at most 10 minutes, a quarter of it by chance. Whole milliseconds. */
export function backoffMs(attempt: number, random: () => number): number {
  // Clocks and stores count whole milliseconds.
  return Math.round(Math.min(2_000 * 4 ** (attempt - 1), 600_000) * (0.875 + 0.25 * random()));
}
