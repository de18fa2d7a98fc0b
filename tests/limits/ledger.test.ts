import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { describeLedger, flightMs, giveBack, observe, openLedger, reserve, take } from "../../src/limits/ledger.js";
import type { Ledger } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";
import { unlimited, windowRule } from "./simulator.js";
import { nextAt, spend } from "./ledger-steps.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const minute = 60_000;
const one = { cost: 1, keep: 0 };

describe("limits", () => {
  describe("window", () => {
    const rule = windowRule();

    it("gives everything back at the end of the window", () => {
      const ledger = openLedger(start);
      expect(spend(ledger, rule, 20, start)).toBe(10);
      expect(reserve(ledger, rule, one, start + minute - 1)).toEqual({ ok: false, retryAt: start + minute });
      expect(spend(ledger, rule, 20, start + minute)).toBe(10);
    });

    it("opens with the first call, not with the ledger", () => {
      const ledger = openLedger(start);
      expect(spend(ledger, rule, 10, start + 45_000)).toBe(10);
      expect(nextAt(ledger, rule, one, start + 50_000)).toBe(start + 45_000 + minute);
    });

    it("ends at its latest possible end: the server opened it somewhere between sending and answer", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 10, start);
      observe(ledger, rule, { settled: 10, sentAt: start }, start + 400);
      expect(nextAt(ledger, rule, one, start + 500)).toBe(start + minute + 400);
    });

    it("counts what left when it may have been over in the next one, too", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, sentAt: start }, start + 400);
      expect(spend(ledger, rule, 3, start + minute + 200)).toBe(3);
      expect(spend(ledger, rule, 20, start + minute + 400)).toBe(7);
      expect(nextAt(ledger, rule, one, start + minute + 500)).toBe(start + 2 * minute + 200);
    });

    it("carries nothing where nothing left at its end", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, sentAt: start }, start + 400);
      expect(spend(ledger, rule, 3, start + minute - 1)).toBe(3);
      expect(spend(ledger, rule, 20, start + minute + 400)).toBe(10);
    });

    it("is not over while its first call is under way", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 10, start);
      expect(reserve(ledger, rule, one, start + 2 * minute)).toEqual({ ok: false, retryAt: start + 2 * minute + 1000 });
      observe(ledger, rule, { settled: 10, sentAt: start }, start + 2 * minute);
      expect(nextAt(ledger, rule, one, start + 2 * minute)).toBe(start + 3 * minute);
    });

    it("is not opened by a call that costs nothing", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 0, start);
      observe(ledger, rule, { settled: 0, sentAt: start }, start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, cost: 0, sentAt: start }, start);
      expect(spend(ledger, rule, 20, start + 45_000)).toBe(10);
      expect(nextAt(ledger, rule, one, start + minute)).toBe(start + 45_000 + minute);
    });

    it("ends at multiples of its length when it is aligned", () => {
      const aligned = windowRule({ refill: { kind: "window", windowMs: 5 * minute, rolling: false, aligned: true } });
      const ledger = openLedger(start + minute);
      spend(ledger, aligned, 10, start + minute);
      expect(nextAt(ledger, aligned, one, start + minute)).toBe(start + 5 * minute + 2000);
    });
  });

  describe("rolling window", () => {
    const rule = windowRule({ refill: { kind: "window", windowMs: minute, rolling: true } });

    it("gives back each call by itself", () => {
      const ledger = openLedger(start);
      spend(ledger, rule, 4, start);
      spend(ledger, rule, 6, start + 10_000);
      expect(nextAt(ledger, rule, one, start + 20_000)).toBe(start + minute);
      expect(nextAt(ledger, rule, { cost: 5, keep: 0 }, start + 20_000)).toBe(start + 10_000 + minute);
      expect(spend(ledger, rule, 10, start + minute)).toBe(4);
    });

    it("stays small and never too generous for a large capacity", () => {
      const large = windowRule({ capacity: 5000, refill: { kind: "window", windowMs: minute, rolling: true } });
      const ledger = openLedger(start);
      for (let index = 0; index < 5000; index++) spend(ledger, large, 1, start + index * 2);
      expect(ledger.log?.length).toBeLessThanOrEqual(257);
      expect(reserve(ledger, large, one, start + 10_000).ok).toBe(false);
      const back = spend(ledger, large, 5000, start + minute + 5000);
      expect(back).toBeLessThanOrEqual(2501);
      expect(back).toBeGreaterThan(2200);
    });
  });

  describe("bucket", () => {
    const rule = windowRule({ refill: { kind: "bucket", perMs: minute } });

    it("fills little by little and never above its capacity", () => {
      const ledger = openLedger(start);
      expect(spend(ledger, rule, 20, start)).toBe(10);
      expect(nextAt(ledger, rule, one, start)).toBe(start + 6000);
      expect(spend(ledger, rule, 20, start + 18_000)).toBe(3);
      expect(spend(ledger, rule, 50, start + 10 * minute)).toBe(10);
    });
  });

  describe("calendar", () => {
    const day = windowRule({ refill: { kind: "calendar", every: "day", timeZone: "America/Los_Angeles" } });

    it("gives everything back soon after midnight in the rule's zone", () => {
      const ledger = openLedger(start);
      spend(ledger, day, 10, start);
      expect(nextAt(ledger, day, one, start)).toBe(Date.parse("2026-03-02T08:00:02.000Z"));
      expect(spend(ledger, day, 20, Date.parse("2026-03-02T08:00:02.000Z"))).toBe(10);
    });

    it("counts the day that daylight saving shortens", () => {
      const ledger = openLedger(start);
      const before = Date.parse("2026-03-08T09:00:00.000Z");
      spend(ledger, day, 10, before);
      expect(nextAt(ledger, day, one, before)).toBe(Date.parse("2026-03-09T07:00:02.000Z"));
    });

    it("gives everything back on the first of the month", () => {
      const month = windowRule({ refill: { kind: "calendar", every: "month", timeZone: "UTC" } });
      const ledger = openLedger(start);
      spend(ledger, month, 10, start);
      expect(nextAt(ledger, month, one, start)).toBe(Date.parse("2026-04-01T00:00:02.000Z"));
    });
  });

  describe("unknown capacity", () => {
    const unknown = unlimited();

    it("lets one call ask, then follows the answer", () => {
      const ledger = openLedger(start);
      expect(reserve(ledger, unknown, one, start).ok).toBe(true);
      expect(reserve(ledger, unknown, one, start).ok).toBe(false);
      observe(ledger, unknown, { settled: 1, limit: 3, remaining: 2, resetsAt: start + 30_000 }, start + 100);
      expect(spend(ledger, unknown, 10, start + 200)).toBe(2);
      expect(nextAt(ledger, unknown, one, start + 300)).toBe(start + 30_000 + 1600);
      expect(spend(ledger, unknown, 10, start + 32_000)).toBe(3);
    });

    it("limits nothing when no answer says anything, and tells no numbers", () => {
      const ledger = openLedger(start);
      expect(spend(ledger, unknown, 500, start)).toBe(500);
      expect(describeLedger(ledger, unknown, start)).not.toHaveProperty("remaining");
      expect(describeLedger(ledger, unknown, start)).not.toHaveProperty("limit");
    });
  });

  describe("percent", () => {
    const percent = unlimited({
      unit: "percent",
      refill: { kind: "window", windowMs: 3_600_000, rolling: true },
    });

    it("stops short of 100 and asks again when the window has moved on", () => {
      const ledger = openLedger(start);
      expect(reserve(ledger, percent, { cost: 0, keep: 0 }, start).ok).toBe(true);
      observe(ledger, percent, { settled: 0, usedFraction: 0.99, sentAt: start }, start);
      expect(reserve(ledger, percent, { cost: 0, keep: 0 }, start)).toEqual({ ok: false, retryAt: start + 300_000 });
      expect(describeLedger(ledger, percent, start)).toMatchObject({ limit: 100 });
      expect(describeLedger(ledger, percent, start).usedFraction).toBeCloseTo(0.99);
    });
  });

  describe("correction by answers", () => {
    const rule = windowRule();
    const ends = start + minute;

    it("believes a lower word: somebody else used the budget", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, remaining: 2, resetsAt: ends, sentAt: start }, start + 100);
      expect(spend(ledger, rule, 10, start + 200)).toBe(2);
    });

    it("believes a higher word of a call that left after the last answer", () => {
      const ledger = openLedger(start);
      spend(ledger, rule, 8, start);
      take(ledger, rule, 1, start + 100);
      observe(ledger, rule, { settled: 1, remaining: 7, resetsAt: ends, sentAt: start + 100 }, start + 200);
      expect(spend(ledger, rule, 20, start + 300)).toBe(7);
    });

    it("takes calls under way off what an answer says is left", () => {
      const ledger = openLedger(start);
      for (let index = 0; index < 4; index++) take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, remaining: 3, resetsAt: ends, sentAt: start }, start + 100);
      expect(reserve(ledger, rule, one, start + 100)).toEqual({ ok: false, retryAt: start + 100 + 1000 });
    });

    it("lets a late answer of the same window change nothing", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, remaining: 2, resetsAt: ends, sentAt: start }, start + 100);
      observe(ledger, rule, { settled: 1, remaining: 9, resetsAt: ends, sentAt: start }, start + 200);
      expect(describeLedger(ledger, rule, start + 200).remaining).toBe(2);
    });

    it("lets an answer of an earlier window change nothing", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, limit: 10, remaining: 9, resetsAt: ends + minute, sentAt: start }, start + minute);
      observe(ledger, rule, { settled: 1, limit: 10, remaining: 0, resetsAt: ends, sentAt: start }, start + minute + 100);
      expect(describeLedger(ledger, rule, start + minute + 200)).toMatchObject({ remaining: 9, resetsAt: ends + minute });
    });

    it("counts by itself when headers are missing", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 1, start);
      observe(ledger, rule, { settled: 1, remaining: 5, resetsAt: ends, sentAt: start }, start + 100);
      expect(spend(ledger, rule, 20, start + 200)).toBe(5);
    });

    it("charges the real cost when the answer tells it", () => {
      const ledger = openLedger(start);
      take(ledger, rule, 5, start);
      observe(ledger, rule, { settled: 5, cost: 2, sentAt: start }, start);
      expect(describeLedger(ledger, rule, start).remaining).toBe(8);
    });

    it("lets nobody through while the network has locked us out", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { blockedUntil: start + 5000 }, start);
      expect(reserve(ledger, rule, { cost: 0, keep: 0 }, start + 4999)).toEqual({ ok: false, retryAt: start + 5000 });
      expect(reserve(ledger, rule, one, start + 5000).ok).toBe(true);
    });

    it("counts a call that never came back as spent", () => {
      const day = windowRule({ refill: { kind: "window", windowMs: 86_400_000, rolling: false } });
      const ledger = openLedger(start);
      take(ledger, day, 4, start);
      expect(describeLedger(ledger, day, start + flightMs + 1).remaining).toBe(6);
      expect(ledger.flights).toBe(0);
    });
  });

  describe("need", () => {
    it("leaves what is kept, but lets a costly call use a full budget", () => {
      const rule = windowRule();
      const ledger = openLedger(start);
      expect(reserve(ledger, rule, { cost: 9, keep: 2 }, start).ok).toBe(true);
      giveBack(ledger, 9);
      expect(reserve(ledger, rule, { cost: 25, keep: 2 }, start).ok).toBe(true);
      giveBack(ledger, 25);
      take(ledger, rule, 1, start);
      expect(reserve(ledger, rule, { cost: 9, keep: 2 }, start).ok).toBe(false);
      expect(reserve(ledger, rule, { cost: 7, keep: 2 }, start).ok).toBe(true);
    });
  });

  it("keeps a ledger plain JSON", () => {
    const ledger = openLedger(start);
    const rule = windowRule({ refill: { kind: "window", windowMs: minute, rolling: true } });
    spend(ledger, rule, 3, start);
    observe(ledger, rule, { remaining: 4, resetsAt: start + 1000 }, start);
    expect(JSON.parse(JSON.stringify(ledger))).toEqual(ledger);
  });

  describe("property", () => {
    // A call arrives anywhere in its flight: `where` of it, in hundredths.
    const arrivals = fc.array(
      fc.record({
        gap: fc.oneof(fc.nat(9000), fc.nat(50)),
        flight: fc.oneof(fc.nat(3000), fc.nat(30_000)),
        where: fc.nat(100),
        cost: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 120 },
    );
    interface Sent {
      readonly at: number;
      readonly cost: number;
    }

    /** Sends what the ledger allows at random moments; returns what arrived, by when. */
    function drive(
      rule: LimitRule,
      calls: readonly { gap: number; flight: number; where: number; cost: number }[],
      ledger: Ledger = openLedger(start),
    ): Sent[] {
      const arrived: Sent[] = [];
      let flying: { ends: number; at: number; cost: number }[] = [];
      let now = start;
      for (const { gap, flight, where, cost } of calls) {
        now += gap;
        for (const { ends, at, cost: settled } of flying.filter(({ ends: when }) => when <= now).sort((a, b) => a.ends - b.ends))
          observe(ledger, rule, { settled, sentAt: at }, ends);
        flying = flying.filter(({ ends }) => ends > now);
        if (!reserve(ledger, rule, { cost, keep: 0 }, now).ok) continue;
        arrived.push({ at: now + Math.round((flight * where) / 100), cost });
        flying.push({ ends: now + flight, at: now, cost });
      }
      expect(JSON.parse(JSON.stringify(ledger))).toEqual(ledger);
      return arrived.sort((a, b) => a.at - b.at);
    }
    const inSpan = (arrived: readonly Sent[], from: number, ms: number): number =>
      arrived.filter(({ at }) => at >= from && at < from + ms).reduce((total, { cost }) => total + cost, 0);

    it("never exceeds a rolling window, wherever it is laid", () => {
      const rule = windowRule({ refill: { kind: "window", windowMs: 20_000, rolling: true } });
      fc.assert(
        fc.property(arrivals, (calls) => {
          const arrived = drive(rule, calls);
          for (const { at } of arrived) expect(inSpan(arrived, at, 20_000)).toBeLessThanOrEqual(10);
        }),
      );
    });

    it("never exceeds a window that the server opens with the first call", () => {
      fc.assert(
        fc.property(arrivals, fc.constantFrom(500, 3000, 20_000, 60_000), (calls, windowMs) => {
          const arrived = drive(windowRule({ refill: { kind: "window", windowMs, rolling: false } }), calls);
          let open = -Infinity;
          for (const { at } of arrived)
            if (at >= open + windowMs) {
              open = at;
              expect(inSpan(arrived, open, windowMs)).toBeLessThanOrEqual(10);
            }
        }),
      );
    });

    it("uses a window that nobody speaks of as well as a rolling one, under any steady load", () => {
      const use = (rolling: boolean, gap: number, flight: number): number =>
        drive(
          windowRule({ refill: { kind: "window", windowMs: 20_000, rolling } }),
          Array.from({ length: Math.ceil(1_200_000 / gap) }, () => ({ gap, flight, where: 50, cost: 1 })),
        ).length;
      for (const gap of [100, 900, 1700, 2000, 2100, 2300, 3000])
        for (const flight of [0, 150, 900]) expect(use(false, gap, flight) / use(true, gap, flight)).toBeGreaterThanOrEqual(0.95);
    });

    it("never exceeds a bucket", () => {
      const rule = windowRule({ refill: { kind: "bucket", perMs: 20_000 } });
      fc.assert(
        fc.property(arrivals, (calls) => {
          let level = 10;
          let at = start;
          for (const call of drive(rule, calls)) {
            level = Math.min(10, level + (call.at - at) / 2000) - call.cost;
            at = call.at;
            expect(level).toBeGreaterThanOrEqual(-1e-3);
          }
        }),
      );
    });

    it("says when a call can leave, and it can then", () => {
      const refills: LimitRule["refill"][] = [
        { kind: "window", windowMs: 20_000, rolling: false },
        { kind: "window", windowMs: 20_000, rolling: true },
        { kind: "bucket", perMs: 20_000 },
        { kind: "calendar", every: "day", timeZone: "Europe/Copenhagen" },
      ];
      fc.assert(
        fc.property(fc.constantFrom(...refills), fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 30 }), (refill, costs) => {
          const rule = windowRule({ refill });
          const ledger = openLedger(start);
          let now = start;
          for (const cost of costs) {
            now = nextAt(ledger, rule, { cost, keep: 0 }, now);
            expect(reserve(ledger, rule, { cost, keep: 0 }, now).ok).toBe(true);
            observe(ledger, rule, { settled: cost, sentAt: now }, now);
          }
        }),
      );
    });
  });
});
