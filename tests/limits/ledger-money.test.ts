import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { describeLedger, flightMs, isForgettable, isLow, observe, openLedger, reserve, take } from "../../src/limits/ledger.js";
import type { Ledger } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";
import { unlimited, windowRule } from "./simulator.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const one = { cost: 1, keep: 0 };
const daily: LimitRule["refill"] = { kind: "calendar", every: "day", timeZone: "UTC" };

/** One call that was guessed at one price and cost another. */
function pay(ledger: Ledger, rule: LimitRule, guess: number, cost: number, now: number): boolean {
  const { ok } = reserve(ledger, rule, { cost: guess, keep: 0 }, now);
  if (ok) observe(ledger, rule, { settled: guess, cost, sentAt: now }, now + 5);
  return ok;
}

describe("limits", () => {
  describe("what is open at once", () => {
    const rule = windowRule({ unit: "connections", capacity: 2, refill: { kind: "release" } });

    it("comes back as soon as a call ends, and is never spent", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      take(ledger, rule, 1, start);
      expect(reserve(ledger, rule, one, start)).toEqual({ ok: false, retryAt: start + 1000 });
      observe(ledger, rule, { settled: 1, sentAt: start }, start + 10);
      expect(reserve(ledger, rule, one, start + 10).ok).toBe(true);
      for (let index = 0; index < 50; index++) {
        observe(ledger, rule, { settled: 1, cost: 1, remaining: 0, sentAt: start }, start + 20 + index);
        expect(reserve(ledger, rule, one, start + 20 + index).ok).toBe(true);
      }
    });

    it("tells what remains, and no reset", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      expect(describeLedger(ledger, rule, start)).toEqual({ limit: 2, remaining: 1, usedFraction: 0.5 });
      expect(isLow(ledger, rule, start)).toBe(false);
      expect(isForgettable(ledger, rule, start)).toBe(false);
      observe(ledger, rule, { settled: 1, sentAt: start }, start + 10);
      expect(isForgettable(ledger, rule, start + 10)).toBe(true);
    });

    it("is blocked by a refusal that says so", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, blockedUntil: start + 5000, sentAt: start }, start + 10);
      expect(reserve(ledger, rule, one, start + 20)).toEqual({ ok: false, retryAt: start + 5000 });
      expect(reserve(ledger, rule, one, start + 5000).ok).toBe(true);
    });

    it("stays open for days in the process that keeps the ledger, and as long as its lease in another", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      take(ledger, rule, 1, start, { id: "other", leaseMs: 30_000 });
      expect(describeLedger(ledger, rule, start + 30_000).remaining).toBe(0);
      expect(describeLedger(ledger, rule, start + 30_001).remaining).toBe(1);
      expect(describeLedger(ledger, rule, start + 10 * flightMs).remaining).toBe(1);
    });
  });

  describe("money", () => {
    it("is counted without a cap, holds nobody back and asks nobody to go ahead alone", () => {
      const rule = unlimited({ unit: "usd", refill: daily });
      const ledger = openLedger(start);
      for (let index = 0; index < 40; index++) take(ledger, rule, 0.2, start);
      for (let index = 0; index < 40; index++) observe(ledger, rule, { settled: 0.2, cost: 0.015, sentAt: start }, start + index);
      const { spent, ...others } = describeLedger(ledger, rule, start + 50);
      expect(spent).toBeCloseTo(0.6, 12);
      expect(others).toEqual({ resetsAt: start + 12 * hour });
    });

    it("starts anew with the day, the month or the window", () => {
      const refills: LimitRule["refill"][] = [
        daily,
        { kind: "calendar", every: "month", timeZone: "UTC" },
        { kind: "window", windowMs: hour, rolling: false },
        { kind: "window", windowMs: hour, rolling: false, aligned: true },
        { kind: "window", windowMs: hour, rolling: true },
      ];
      for (const refill of refills)
        for (const rule of [unlimited({ unit: "usd", refill }), windowRule({ unit: "usd", capacity: 5, refill })]) {
          const ledger = openLedger(start);
          pay(ledger, rule, 0.2, 0.2, start);
          pay(ledger, rule, 0.2, 0.1, start + minute);
          expect(describeLedger(ledger, rule, start + 2 * minute).spent).toBeCloseTo(0.3, 12);
          expect(isForgettable(ledger, rule, start + 2 * minute)).toBe(false);
          const later = start + 40 * 24 * hour;
          expect(describeLedger(ledger, rule, later).spent).toBe(0);
          pay(ledger, rule, 0.2, 0.05, later);
          expect(describeLedger(ledger, rule, later + 10).spent).toBeCloseTo(0.05, 12);
        }
    });

    it("is settled with what the answer says it cost, right to a billionth, and the cap holds", () => {
      fc.assert(
        fc.property(fc.array(fc.record({ guess: fc.integer({ min: 1, max: 400 }), part: fc.nat(100) }), { maxLength: 300 }), (calls) => {
          const rule = windowRule({ unit: "usd", capacity: 20, refill: daily });
          const ledger = openLedger(start);
          let thousandths = 0;
          calls.forEach(({ guess, part }, index) => {
            const cost = Math.ceil((guess * part) / 100);
            if (pay(ledger, rule, guess / 1000, cost / 1000, start + index)) thousandths += cost;
            else expect(thousandths + guess).toBeGreaterThan(20_000);
          });
          const { spent = NaN, remaining = NaN } = describeLedger(ledger, rule, start + 1000);
          expect(Math.abs(spent * 1000 - thousandths)).toBeLessThanOrEqual(1e-9 * thousandths);
          expect(remaining).toBeCloseTo(20 - thousandths / 1000, 9);
          expect(thousandths).toBeLessThanOrEqual(20_000);
        }),
      );
    });

    it("gives exactly a thousand calls of a tenth of a cent for a dollar, and not one of a millionth more", () => {
      for (const refill of [
        daily,
        { kind: "window", windowMs: hour, rolling: false },
        { kind: "window", windowMs: hour, rolling: true },
      ] as const) {
        const rule = windowRule({ unit: "usd", capacity: 1, refill });
        const ledger = openLedger(start);
        let through = 0;
        while (through < 2000 && pay(ledger, rule, 0.001, 0.001, start)) through++;
        expect(through).toBe(1000);
        expect(pay(ledger, rule, 1e-6, 1e-6, start + 10)).toBe(false);
      }
    });
  });

  describe("low", () => {
    it("is said once a fifth or less is left beside the calls under way", () => {
      const rule = windowRule();
      const ledger = openLedger(start);
      take(ledger, rule, 7, start);
      expect(isLow(ledger, rule, start)).toBe(false);
      take(ledger, rule, 1, start);
      expect(isLow(ledger, rule, start)).toBe(true);
      observe(ledger, rule, { settled: 8, cost: 8, sentAt: start }, start);
      expect(isLow(ledger, rule, start + 59_000)).toBe(true);
      expect(isLow(ledger, rule, start + minute)).toBe(false);
    });

    it("is said of a percentage that was told, and of nothing that nobody knows", () => {
      const percent = unlimited({ unit: "percent", refill: { kind: "window", windowMs: hour, rolling: true } });
      const ledger = openLedger(start);
      expect(isLow(ledger, percent, start)).toBe(false);
      observe(ledger, percent, { usedFraction: 0.79, sentAt: start }, start);
      expect(isLow(ledger, percent, start)).toBe(false);
      observe(ledger, percent, { usedFraction: 0.81, sentAt: start + 1 }, start + 1);
      expect(isLow(ledger, percent, start + 1)).toBe(true);
      const unknown = openLedger(start);
      take(unknown, unlimited(), 500, start);
      expect(isLow(unknown, unlimited(), start)).toBe(false);
    });
  });
});
