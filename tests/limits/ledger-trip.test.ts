import { describe, expect, it } from "vitest";
import { nextAt, observe, openLedger, reserve, take } from "../../src/limits/ledger.js";
import type { Ledger } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";
import { windowRule } from "./simulator.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const one = { cost: 1, keep: 0 };
const rolling = (capacity: number, windowMs: number): LimitRule =>
  windowRule({ capacity, refill: { kind: "window", windowMs, rolling: true } });

/** Sends as much as fits, answered after `ms`; says how long the last rounds took for as much as a whole budget. */
function roundOf(rule: LimitRule, ms: number, rounds: number, ledger: Ledger = openLedger(start)): number {
  let now = start;
  let [from, calls] = [start, 0];
  for (let round = 0; round < rounds; round++) {
    // The first rounds learn.
    if (round === rounds >> 1) [from, calls] = [now, 0];
    let sent = 0;
    while (reserve(ledger, rule, one, now).ok) sent++;
    for (let call = 0; call < sent; call++) observe(ledger, rule, { settled: 1, sentAt: now }, now + ms);
    calls += sent;
    now = nextAt(ledger, rule, one, now + ms);
  }
  return ((now - from) * (rule.capacity ?? NaN)) / calls;
}

describe("limits", () => {
  describe("trips", () => {
    it("let a second go as soon as it lasts once enough of them were seen", () => {
      const later = roundOf(rolling(50, 1000), 100, 80);
      expect(later).toBeLessThan(1020);
      expect(later).toBeGreaterThanOrEqual(1000);
    });

    it("are not believed where windows are long or budgets small", () => {
      expect(roundOf(rolling(50, 6000), 100, 80)).toBe(6100);
      expect(roundOf(rolling(39, 1000), 100, 80)).toBe(1100);
    });

    it("are believed less after a refusal", () => {
      const rule = rolling(50, 1000);
      const ledger = openLedger(start);
      roundOf(rule, 100, 40, ledger);
      const before = ledger.trips?.lead ?? NaN;
      const now = ledger.at + 5000;
      take(ledger, rule, 1, now);
      observe(ledger, rule, { settled: 1, cost: 0, remaining: 0, blockedUntil: now + 300, sentAt: now }, now + 100);
      expect(ledger.trips?.lead).toBeLessThan(before - 3);
      // What filled it leaves when the block ends.
      expect(reserve(ledger, rule, one, now + 300).ok).toBe(true);
    });
  });
});
