/**
 * What the behaviours of the coordinator contract share: an invented app, its rules, and patience.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { LimitRule } from "../../model/limit.js";
import type { Coordinator, LedgerDemand, LedgerObservation, LedgerState, Reservation } from "../../store/coordinator.js";
import { expectThat } from "../assert.js";

/** What a behaviour gets: coordinators over something empty. */
export interface CoordinatorBench {
  /** The first process. */
  readonly coordinator: Coordinator;
  /** Opens one process more over the same ledgers. The bench closes it. */
  readonly join: () => Promise<Coordinator>;
  /** Every instant and every wait. */
  readonly clock: Clock;
}

/** Behaviours by name. Each gets a bench of its own. */
export type CoordinatorBehaviours = Readonly<Record<string, (bench: CoordinatorBench) => Promise<void>>>;

/** How long an answer may take until other processes and `ledgers` know of it. Milliseconds. */
const patienceMs = 3_000;

/** A window of an hour with room for ten. */
export const hourly: LimitRule = {
  id: "fm.calls",
  partition: ["account"],
  unit: "requests",
  capacity: 10,
  refill: { kind: "window", windowMs: 3_600_000, rolling: false },
  source: "invented",
};

/** The same, back soon. */
export const brief: LimitRule = { ...hourly, id: "fm.brief", refill: { kind: "window", windowMs: 400, rolling: false } };

/** Names a ledger of an invented app. */
export const ledger = (subject: string, rule: LimitRule = hourly, app = "solo"): string => `forum:${app}:${rule.id}:${subject}`;

/** Wants something of a ledger. */
export const want = (name: string, cost = 1, keep = 0, rule: LimitRule = hourly): LedgerDemand => ({ ledger: name, rule, cost, keep });

/** An answer to a call. */
export const answer = (
  name: string,
  said: Omit<Partial<LedgerObservation>, "ledger" | "rule"> = {},
  rule: LimitRule = hourly,
): LedgerObservation => ({ ledger: name, rule: rule.id, limitRule: rule, ...said });

/** Reserves, and demands that it was granted. */
export async function taken(
  bench: CoordinatorBench,
  demands: readonly LedgerDemand[],
  coordinator: Coordinator = bench.coordinator,
): Promise<Reservation> {
  const reservation = await coordinator.reserve(demands, bench.clock.now());
  expectThat(reservation.ok, "there is room");
  return reservation;
}

/** Reserves, and demands that it was refused: with the ledger that said no, and an instant to come. */
export async function refused(
  bench: CoordinatorBench,
  demands: readonly LedgerDemand[],
  coordinator: Coordinator = bench.coordinator,
): Promise<Extract<Reservation, { readonly ok: false }>> {
  const before = bench.clock.now();
  const reservation = await coordinator.reserve(demands, before);
  expectThat(!reservation.ok, "there is no room");
  expectThat(reservation.retryAt >= before, "it says when to ask again, and not an instant that has passed");
  return reservation;
}

/** Waits until something holds that others may hear of a moment later. */
export async function soon(bench: CoordinatorBench, holds: () => Promise<boolean>, expected: string): Promise<void> {
  const until = bench.clock.now() + patienceMs;
  while (!(await holds())) {
    expectThat(bench.clock.now() < until, `${expected}, within ${String(patienceMs)} ms`);
    await bench.clock.sleep(20);
  }
}

/** Reads one ledger. */
export async function read(coordinator: Coordinator, name: string): Promise<LedgerState | undefined> {
  return (await coordinator.ledgers(name)).find((state) => state.ledger === name);
}

/** Waits until so much is left. */
export const left = (
  bench: CoordinatorBench,
  name: string,
  remaining: number,
  coordinator: Coordinator = bench.coordinator,
): Promise<void> => soon(bench, async () => (await read(coordinator, name))?.remaining === remaining, `${String(remaining)} are left`);

/** Takes one after the other as long as there is room, and counts. */
export async function takeAll(bench: CoordinatorBench, name: string, coordinator: Coordinator = bench.coordinator): Promise<number> {
  let count = 0;
  while (count < 1_000 && (await coordinator.reserve([want(name)], bench.clock.now())).ok) count++;
  return count;
}
