import { check, observe, reserve } from "../../src/limits/ledger.js";
import type { Ledger, Want } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";

/** Reserves and answers `count` calls at once; says how many got through. */
export function spend(ledger: Ledger, rule: LimitRule, count: number, now: number): number {
  let through = 0;
  for (let index = 0; index < count; index++)
    if (reserve(ledger, rule, { cost: 1, keep: 0 }, now).ok) {
      through++;
      observe(ledger, rule, { settled: 1, sentAt: now }, now);
    }
  return through;
}

/** Says when a call of this cost can leave at the earliest, in milliseconds since 1970; `now` when it can leave at once. */
export function nextAt(ledger: Ledger, rule: LimitRule, want: Want, now: number): number {
  const verdict = check(ledger, rule, want, now);
  return verdict.ok ? now : verdict.retryAt;
}
