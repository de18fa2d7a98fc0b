/** The networks saw nothing that was not allowed, and no fake broke. @module */
import type { Evidence } from "./judge.js";

/** How long a refusal lasts that a fault makes, with what the clocks of both sides and the way may add. Milliseconds. */
const refusedMs = 20_000;

/** How long the shortest budgets of the fakes last that are told by answers only. Milliseconds. */
const unheardMs = 5_000;

export function judgeOutside({ run, wrong }: Evidence): void {
  for (const failure of run.town.failures()) wrong(`A fake broke: ${failure.message}`);
  for (const fake of [run.town.bluesky, run.town.mastodon, run.town.discord]) {
    const injected = fake.calls.filter(({ faults }) => faults.includes("rate-limit")).map(({ at }) => Date.parse(at));
    // A call may be slow on its way and arrive within the refusal.
    const isInjected = (at: number): boolean => injected.some((from) => at >= from - 45_000 && at <= from + refusedMs);
    // What a network told of its budgets in an answer that never arrived, or to a process that died over it, nobody knows.
    const unheard = [
      ...run.deaths,
      ...fake.calls.filter(({ faults }) => faults.includes("timeout-after-commit")).map(({ at }) => Date.parse(at)),
    ];
    const isUnheard = (at: number): boolean => unheard.some((from) => at >= from && at <= from + unheardMs);
    const over = fake.calls.filter(({ status, at }) => status === 429 && !isInjected(Date.parse(at)) && !isUnheard(Date.parse(at)));
    if (over.length > 0)
      wrong(`${fake.network} refused ${over.length} calls for its limits, the first ${over[0]?.operation ?? ""} at ${over[0]?.at ?? ""}`);
  }
}
