/**
 * How long members waited.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { counted, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { percentileMethod } from "../percentile.js";
import { atLeast, proportion } from "../proportion.js";
import { fewObservations, workingBase } from "../responsiveness/durations.js";
import type { ResponseTimes } from "../responsiveness/response-times.js";
import type { AccountPart } from "./account-part.js";
import { excludedOf } from "./rates.js";
import { checkWord, readScope, type RollupSampleOptions } from "./scope.js";
import type { State } from "./state.js";
import type { Clocked, WaitClock, Waits } from "./waits.js";
import { Words } from "./words.js";

/** Which waits are asked for. */
export interface RollupWaitOptions extends RollupSampleOptions {
  /** `working` tells the time within the business hours of `schedule`. @defaultValue "elapsed" */
  readonly clock?: WaitClock;
}

/** Which waits are asked for, and within what time. */
export interface RollupRateWithinOptions extends RollupWaitOptions {
  /** Counts only replies that came within so many milliseconds: one of `withinMs` of the rollup. @defaultValue any reply */
  readonly withinMs?: number;
}

/**
 * How long members waited for our replies, without the single episodes. Median, p90 and p95 carry an `errorBound`, the others are exact.
 */
export type RollupResponseTimes = Omit<ResponseTimes, "episodes">;

/** Tells how long members waited, for any reply or for the first one. */
export function tellTimes(state: State, options: RollupWaitOptions, which: "all" | "first"): RollupResponseTimes {
  const { waits, clocked, leftOut, base } = read(state, options, which);
  const { answered } = clocked;
  const { n } = answered;
  const details: MeasureDetails = { ...excludedOf(leftOut), ...base };
  const caution = n < fewObservations ? ({ caution: "insufficient-sample" } as const) : {};
  const time = (aggregation: string, value: number | undefined, errorBound = 0): Measure => {
    const all: MeasureDetails = { ...details, n, aggregation, ...(errorBound > 0 && { errorBound }) };
    return value === undefined ? unknown("no-data", "ms", all) : atLeast({ ...known(value, "ms", all), ...caution }, options);
  };
  const quantile = (p: number): Measure => {
    const found = answered.at(p);
    return time(percentileMethod, found?.value, found?.errorBound);
  };
  return {
    n: counted(n),
    unanswered: counted(waits.unanswered),
    withdrawn: counted(waits.withdrawn),
    mean: time("mean", n === 0 ? undefined : answered.sum.toNumber() / n),
    median: quantile(0.5),
    p90: quantile(0.9),
    p95: quantile(0.95),
    min: time("min", answered.min),
    max: time("max", answered.max),
  };
}

/** Tells how many of those who waited were answered. */
export function tellRate(state: State, options: RollupRateWithinOptions): Measure {
  const { waits, clocked, leftOut, base } = read(state, options, "all");
  const { withinMs } = options;
  const all = clocked.answered.n + waits.unanswered;
  if (withinMs === undefined) return proportion(clocked.answered.n, all, options, excludedOf(leftOut));
  const found = clocked.within(withinMs);
  if (found === undefined)
    return refuse(
      `withinMs is ${String(withinMs)}, which is none of the limits of this rollup`,
      `use ${state.written.withinMs.join(", ") || "withinMs of its options"}`,
    );
  leftOut.add("not-due", all - found.due);
  return proportion(found.met, found.due, options, { ...excludedOf(leftOut), ...base });
}

/** Tells how many promises were kept. */
export function tellSla(state: State, options: RollupWaitOptions): Measure {
  const { promises, leftOut, base, clock } = read(state, options, "all");
  const stands = promises?.by(clock);
  if (promises === undefined || stands === undefined) return refuse("This rollup knows of no promises", "give it `sla`");
  const [met, breached] = [stands.of("met"), stands.of("breached") + stands.of("overdue")];
  leftOut.add("open", stands.of("open"));
  leftOut.add("no-target", promises.none);
  return proportion(met, met + breached, options, { ...excludedOf(leftOut), components: { met, breached }, ...base });
}

interface Read extends Pick<AccountPart, "promises"> {
  readonly waits: Waits;
  readonly clock: WaitClock;
  readonly clocked: Clocked;
  /** What took no part in waits. */
  readonly leftOut: Words;
  /** Which time counts, where it is not the elapsed. */
  readonly base: Pick<MeasureDetails, "base">;
}

function read(state: State, options: RollupWaitOptions, which: "all" | "first"): Read {
  const accounts = readScope(options);
  const { clock = "elapsed" } = options;
  checkWord("clock", clock, ["elapsed", "working"]);
  const sum = state.sumOf(accounts);
  const waits = which === "first" ? sum.firstWaits : sum.waits;
  const clocked = clock === "working" ? waits.working : waits.elapsed;
  if (clocked === undefined) return refuse("clock is working, but the rollup has no schedule", "give it `schedule`");
  const leftOut = new Words();
  leftOut.merge(sum.noWaits);
  leftOut.add("withdrawn", waits.withdrawn);
  return { waits, clock, clocked, leftOut, promises: sum.promises, base: clock === "working" ? { base: workingBase } : {} };
}
