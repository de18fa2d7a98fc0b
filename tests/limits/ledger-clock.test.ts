import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { describeLedger, flightMs, observe, openLedger, reserve, setHolder, take } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";
import { windowRule } from "./simulator.js";
import { nextAt, spend } from "./ledger-steps.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const one = { cost: 1, keep: 0 };
const aligned: LimitRule["refill"] = { kind: "window", windowMs: minute, rolling: false, aligned: true };

describe("limits", () => {
  describe("clock skew", () => {
    it("ends days and aligned windows by the network's clock", () => {
      for (const refill of [aligned, { kind: "calendar", every: "day", timeZone: "UTC" }] as const) {
        const rule = windowRule({ refill });
        const end = refill.kind === "calendar" ? start + 12 * hour : start + minute;
        const late = refill.kind === "calendar" ? 1000 : 600;
        for (const skewMs of [-7000, -2000, 0, 2000, 7000]) {
          const ledger = openLedger(start);
          observe(ledger, rule, { skewMs, sentAt: end - 30_000 }, end - 30_000);
          expect(spend(ledger, rule, 20, end - 30_000)).toBe(10);
          expect(nextAt(ledger, rule, one, end - 20_000)).toBe(end - skewMs + late);
          expect(describeLedger(ledger, rule, end - 20_000).resetsAt).toBe(end - skewMs);
        }
      }
    });

    it("moves an end that was counted before the skew was known", () => {
      const rule = windowRule({ refill: aligned });
      const ledger = openLedger(start);
      take(ledger, rule, 1, start + 50_000);
      observe(ledger, rule, { settled: 1, skewMs: 2000, sentAt: start + 50_000 }, start + 50_100);
      expect(describeLedger(ledger, rule, start + 50_100)).toMatchObject({ remaining: 9, resetsAt: start + minute - 2000 });
      observe(ledger, rule, { skewMs: -2000 }, start + 50_200);
      expect(describeLedger(ledger, rule, start + 50_200)).toMatchObject({ remaining: 9, resetsAt: start + minute + 2000 });
    });

    it("leaves an end alone that the server named: that is in our time already", () => {
      const rule = windowRule({ refill: aligned });
      const ledger = openLedger(start);
      observe(ledger, rule, { skewMs: 2000, remaining: 0, resetsAt: start + 40_500 }, start);
      observe(ledger, rule, { skewMs: 1500 }, start + 100);
      expect(describeLedger(ledger, rule, start + 200).resetsAt).toBe(start + 40_500);
    });

    it("never exceeds an aligned window on the network's clock, whatever the skew and wherever calls arrive", () => {
      const calls = fc.array(fc.record({ gap: fc.oneof(fc.nat(9000), fc.nat(50)), flight: fc.nat(3000), where: fc.nat(100) }), {
        maxLength: 200,
      });
      fc.assert(
        fc.property(calls, fc.integer({ min: -9000, max: 9000 }), fc.integer({ min: -90, max: 90 }), (sent, skewMs, wrong) => {
          const windowMs = 10_000;
          const rule = windowRule({ refill: { kind: "window", windowMs, rolling: false, aligned: true } });
          const ledger = openLedger(start);
          observe(ledger, rule, { skewMs: skewMs + wrong }, start);
          const counted = new Map<number, number>();
          let flying: { readonly at: number; readonly ends: number }[] = [];
          let now = start;
          for (const { gap, flight, where } of sent) {
            now += gap;
            for (const { at, ends } of flying.filter(({ ends: when }) => when <= now).sort((a, b) => a.ends - b.ends))
              observe(ledger, rule, { settled: 1, sentAt: at, skewMs: skewMs + wrong }, ends);
            flying = flying.filter(({ ends }) => ends > now);
            if (!reserve(ledger, rule, one, now).ok) continue;
            flying.push({ at: now, ends: now + flight });
            const window = Math.floor((now + (flight * where) / 100 + skewMs) / windowMs);
            counted.set(window, (counted.get(window) ?? 0) + 1);
          }
          for (const count of counted.values()) expect(count).toBeLessThanOrEqual(10);
        }),
        { numRuns: 300 },
      );
    });
  });

  describe("a named end", () => {
    const rule = windowRule();

    it("is believed a second late where it is told in whole seconds", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { remaining: 0, resetsAt: start + 30_000 }, start);
      expect(nextAt(ledger, rule, one, start)).toBe(start + 31_600);
      const exact = openLedger(start);
      observe(exact, rule, { remaining: 0, resetsAt: start + 30_123 }, start);
      expect(nextAt(exact, rule, one, start)).toBe(start + 30_723);
      const skewed = openLedger(start);
      observe(skewed, rule, { remaining: 0, resetsAt: start + 30_123, skewMs: 877 }, start);
      expect(nextAt(skewed, rule, one, start)).toBe(start + 31_623);
    });

    it("is believed later once the server was caught counting on after it", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { remaining: 0, resetsAt: start + 30_123 }, start);
      const early = start + 30_723;
      expect(reserve(ledger, rule, one, early).ok).toBe(true);
      observe(ledger, rule, { settled: 1, cost: 0, remaining: 0, resetsAt: start + 30_123, sentAt: early }, early + 100);
      const again = nextAt(ledger, rule, one, early + 100);
      expect(again).toBe(early + 350);
      expect(reserve(ledger, rule, one, again).ok).toBe(true);
      observe(ledger, rule, { settled: 1, remaining: 0, resetsAt: start + 90_123, sentAt: again }, again + 100);
      expect(nextAt(ledger, rule, one, again + 100)).toBe(start + 90_123 + (early + 350 - start - 30_123));
    });
  });

  describe("an inbound message", () => {
    const rule = windowRule({ unit: "messages", refill: { kind: "window", windowMs: 48 * hour, rolling: false, restartsOn: "inbound" } });

    it("begins the window anew, exactly then", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { restartedAt: start }, start + 10);
      expect(spend(ledger, rule, 20, start + hour)).toBe(10);
      observe(ledger, rule, { restartedAt: start + 2 * hour }, start + 2 * hour + 10);
      expect(describeLedger(ledger, rule, start + 3 * hour)).toEqual({
        limit: 10,
        remaining: 10,
        usedFraction: 0,
        resetsAt: start + 50 * hour,
      });
      expect(spend(ledger, rule, 20, start + 3 * hour)).toBe(10);
    });

    it("changes nothing when it is older than the one that began the window, the same one, or as old as a window", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { restartedAt: start - minute }, start);
      expect(spend(ledger, rule, 7, start)).toBe(7);
      for (const restartedAt of [start - hour, start - minute, start - 48 * hour]) {
        observe(ledger, rule, { restartedAt }, start + 100);
        expect(describeLedger(ledger, rule, start + 100)).toMatchObject({ remaining: 3, resetsAt: start - minute + 48 * hour });
      }
      const fresh = openLedger(start);
      observe(fresh, rule, { restartedAt: start - 48 * hour }, start);
      expect(describeLedger(fresh, rule, start)).not.toHaveProperty("resetsAt");
    });

    it("keeps calls under way counted, and what was sent after it while nobody had heard of it", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { restartedAt: start }, start);
      expect(spend(ledger, rule, 4, start + 1000)).toBe(4);
      expect(spend(ledger, rule, 3, start + 5000)).toBe(3);
      take(ledger, rule, 1, start + 6000);
      observe(ledger, rule, { restartedAt: start + 4000 }, start + 7000);
      expect(describeLedger(ledger, rule, start + 7000)).toMatchObject({ remaining: 6, resetsAt: start + 4000 + 48 * hour });
      observe(ledger, rule, { settled: 1, sentAt: start + 6000 }, start + 8000);
      expect(describeLedger(ledger, rule, start + 8000)).toMatchObject({ remaining: 6 });
    });

    it("counts what was sent before anybody had heard of the first one", () => {
      const ledger = openLedger(start);
      expect(spend(ledger, rule, 3, start + 1000)).toBe(3);
      observe(ledger, rule, { restartedAt: start }, start + 2000);
      expect(describeLedger(ledger, rule, start + 2000)).toMatchObject({ remaining: 7, resetsAt: start + 48 * hour });
    });
  });

  describe("a holder that dies", () => {
    const dead = { id: "dead", leaseMs: 30_000 };
    const alive = { id: "alive", leaseMs: 30_000 };
    const refills: Readonly<Record<string, LimitRule["refill"]>> = {
      window: { kind: "window", windowMs: minute, rolling: false },
      rolling: { kind: "window", windowMs: minute, rolling: true },
      aligned,
      day: { kind: "calendar", every: "day", timeZone: "UTC" },
      bucket: { kind: "bucket", perMs: 100 * hour },
    };

    for (const [name, refill] of Object.entries(refills)) {
      const rule = windowRule({ refill });

      it(`has spent what it held once its lease has ended, and others go on (${name})`, () => {
        const ledger = openLedger(start);
        take(ledger, rule, 4, start, dead);
        take(ledger, rule, 1, start + 20_000, alive);
        expect(describeLedger(ledger, rule, start + 30_001).remaining).toBeCloseTo(5, 2);
        expect(Object.keys(ledger.holders)).toEqual(["alive"]);
        expect([ledger.flights, ledger.flying]).toEqual([1, 1]);
        observe(ledger, rule, { settled: 1, cost: 0, sentAt: start + 20_000 }, start + 31_000, "alive");
        expect(describeLedger(ledger, rule, start + 31_000).remaining).toBeCloseTo(6, 2);
        expect(reserve(ledger, rule, { cost: 7, keep: 0 }, start + 32_000, alive).ok).toBe(false);
        expect(reserve(ledger, rule, { cost: 6, keep: 0 }, start + 32_000, alive).ok).toBe(true);
      });
    }

    it("has not spent it in a window that began after it was last heard of", () => {
      for (const name of ["rolling", "aligned", "window"]) {
        const rule = windowRule({ refill: refills[name] ?? aligned });
        const ledger = openLedger(start);
        observe(ledger, rule, name === "window" ? { remaining: 10, resetsAt: start + minute } : {}, start);
        take(ledger, rule, 4, start + 50_000, dead);
        expect(describeLedger(ledger, rule, start + 65_000).remaining).toBe(6);
        // Where each call counts from its own moment, it counts until a minute after that.
        expect(describeLedger(ledger, rule, start + 80_001).remaining).toBe(name === "rolling" ? 6 : 10);
        expect(describeLedger(ledger, rule, start + 50_000 + 2000 + minute).remaining).toBe(10);
      }
    });

    it("has spent it in the window into which its last call may have come", () => {
      const rule = windowRule({ refill: aligned });
      const ledger = openLedger(start);
      take(ledger, rule, 4, start + minute - 500, dead);
      expect(describeLedger(ledger, rule, start + minute + 29_501).remaining).toBe(6);
    });

    it("has spent it there as well where windows are of seconds: what it took ahead may have left half a second later", () => {
      const windowMs = 3_000;
      const rule = windowRule({ refill: { kind: "window", windowMs, rolling: false } });
      const ledger = openLedger(start);
      observe(ledger, rule, { remaining: 10, resetsAt: start + windowMs }, start);
      take(ledger, rule, 4, start + windowMs - 450, { id: "dead", leaseMs: 2_000 });
      expect(describeLedger(ledger, rule, start + windowMs + 1_551)).toMatchObject({ remaining: 6 });
      expect(ledger.flights).toBe(0);
      expect(describeLedger(ledger, rule, start + 2 * windowMs + 2_000).remaining).toBe(10);
    });

    it("has its money spent", () => {
      const rule = windowRule({ unit: "usd", capacity: 5, refill: { kind: "calendar", every: "day", timeZone: "UTC" } });
      const ledger = openLedger(start);
      take(ledger, rule, 0.2, start, dead);
      expect(describeLedger(ledger, rule, start + 30_001)).toMatchObject({ spent: 0.2, remaining: 4.8 });
    });

    it("is counted again when it turns out to live", () => {
      const rule = windowRule({ refill: { kind: "bucket", perMs: 100 * hour } });
      const ledger = openLedger(start);
      take(ledger, rule, 4, start, dead);
      describeLedger(ledger, rule, start + 30_001);
      setHolder(ledger, "dead", { flying: 2, flights: 1, leftAt: start, until: start + 90_000 });
      expect(ledger).toMatchObject({ flying: 2, flights: 1 });
      setHolder(ledger, "dead", undefined);
      expect(ledger).toMatchObject({ flying: 0, flights: 0, holders: {} });
    });

    it("renews its lease with each call", () => {
      const rule = windowRule({ refill: { kind: "bucket", perMs: 100 * hour } });
      const ledger = openLedger(start);
      take(ledger, rule, 4, start, dead);
      take(ledger, rule, 1, start + 20_000, dead);
      describeLedger(ledger, rule, start + 40_000);
      expect(ledger.flights).toBe(2);
      describeLedger(ledger, rule, start + 50_001);
      expect(ledger.flights).toBe(0);
      expect(flightMs).toBe(10 * minute);
    });
  });
});
