import { describe, expect, it } from "vitest";
import { openLedger } from "../../src/limits/ledger.js";
import type { Ledger } from "../../src/limits/ledger.js";
import { beganAt, dare, earlyBy, isShort, leadOf, learnTrip, shrink } from "../../src/limits/trip.js";
import type { Trips } from "../../src/limits/trip.js";
import type { LimitRule } from "../../src/model/limit.js";
import { windowRule } from "./simulator.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const rolling = (capacity: number, windowMs = 1_000): LimitRule =>
  windowRule({ capacity, refill: { kind: "window", windowMs, rolling: true } });
const rule = rolling(50);
/** Trips of 80 to 160 ms, whose calls arrive 10 ms after the soonest on average. */
const usual = { seen: 16, short: 80, usual: 120, way: 10, lead: 0 };

function ledgerWith(trips: Partial<Trips> = {}): Ledger & { readonly trips: Trips } {
  return Object.assign(openLedger(start), { trips: { ...usual, ...trips } });
}

/** Trips that answers say nothing of but how long they took. */
function unplaced(): Ledger & { readonly trips: Trips } {
  const ledger = ledgerWith();
  delete ledger.trips.way;
  return ledger;
}

/** So many of our calls count, and one is refused until a second after the first of them. */
function refuseAfter(ledger: Ledger, ours: number): void {
  ledger.log = [[start, ours]];
  shrink(ledger, rule, start + 500, start + 600, start + 1_050);
}

/** A call is accepted that left after the refusal had ended, and is answered then. */
function acceptAt(ledger: Ledger, now: number): void {
  ledger.at = now;
  dare(ledger, rule, { cost: 1, sentAt: now - 20, at: now });
}

describe("limits", () => {
  describe("what trips teach", () => {
    it("is used in windows of up to five seconds", () => {
      expect([isShort(rolling(50, 5_000)), isShort(rolling(50, 5_001))]).toEqual([true, false]);
    });

    it("is believed after sixteen answers, in budgets of forty and more", () => {
      expect([15, 16].map((seen) => leadOf(ledgerWith({ seen, lead: 5 }), rule))).toEqual([0, 5]);
      expect([39, 40].map((capacity) => leadOf(ledgerWith({ lead: 5 }), rolling(capacity)))).toEqual([0, 5]);
    });

    it("follows a network that becomes slower or faster", () => {
      const ledger = ledgerWith();
      learnTrip(ledger, rule, start, start + 180, start + 30);
      expect(ledger.trips.short).toBeCloseTo(82, 9);
      expect(ledger.trips.usual).toBeCloseTo(126, 9);
      expect(ledger.trips.way).toBeCloseTo(11, 9);
      learnTrip(ledger, rule, start, start + 60, start + 30);
      expect(ledger.trips.short).toBe(60);
    });

    it("lets a call arrive no sooner than after three tenths of the shortest trip, or a tenth of the usual way more than the shortest", () => {
      for (const [ledger, first, scale] of [
        [ledgerWith(), 1, 20],
        [unplaced(), 24, 120],
      ] as const) {
        acceptAt(ledger, start + 5_000);
        expect(ledger.trips.lead).toBeCloseTo(first + scale / 1_000, 9);
      }
    });

    it("is dared until one call in 417 is refused, and never beyond a whole way", () => {
      const ledger = ledgerWith({ lead: 2 });
      shrink(ledger, rule, start + 500, start + 600, start + 1_050);
      expect(ledger.trips.lead).toBeCloseTo(2 - 20 / 24, 9);
      const { lead } = ledger.trips;
      for (let call = 0; call < 417; call++) acceptAt(ledger, start + 601 + call);
      expect(ledger.trips.lead - lead).toBeCloseTo(417 / 500, 6);
      for (let times = 0; times < 40; times++) shrink(ledger, rule, start + 500, start + 600, start + 1_050);
      expect(ledger.trips.lead).toBe(-10);
      for (let call = 0; call < 20_000; call++) acceptAt(ledger, start + 5_000 + call);
      expect(ledger.trips.lead).toBe(10);
    });

    it("ends a window sooner than told by two shortest ways, where only the time that it lasts is told", () => {
      const told = windowRule({ refill: { kind: "window", windowMs: 1_000, rolling: false } });
      const ledger = Object.assign(ledgerWith(), { delta: true });
      expect(earlyBy(ledger, told)).toBeCloseTo(48, 9);
      ledger.trips.seen = 15;
      expect(earlyBy(ledger, told)).toBe(0);
    });
  });

  describe("others who use a budget", () => {
    const othersAfter = (ledger: Ledger & { readonly trips: Trips }, ours: number): number | undefined => {
      refuseAfter(ledger, ours);
      acceptAt(ledger, start + 1_100);
      return ledger.trips.others;
    };

    it("are blamed once every call is in that was under way: after two and a half usual trips", () => {
      const ledger = ledgerWith({ usual: 240 });
      refuseAfter(ledger, 30);
      acceptAt(ledger, start + 1_199);
      expect(ledger.trips.others).toBeUndefined();
      acceptAt(ledger, start + 1_200);
      expect(ledger.trips.others).toBeDefined();
    });

    it("are left what they took and a little more, two fifths at most", () => {
      expect([40, 36, 0].map((ours) => othersAfter(ledgerWith(), ours))).toEqual([16, 20, 20]);
    });

    it("are blamed for three calls of fifty where it is told when calls count, and for eight where it is not", () => {
      expect([48, 47].map((ours) => othersAfter(ledgerWith(), ours))).toEqual([undefined, 9]);
      expect([43, 42].map((ours) => othersAfter(unplaced(), ours))).toEqual([undefined, 14]);
    });

    it("are left three of fifty more with each refusal, and as much less after 2000 accepted calls, and never the last fifth", () => {
      const ledger = ledgerWith({ others: 10 });
      shrink(ledger, rule, start, start + 100, start + 500);
      expect(ledger.trips.others).toBe(13);
      for (let times = 0; times < 20; times++) shrink(ledger, rule, start, start + 100, start + 500);
      expect(ledger.trips.others).toBe(40);
      const small = ledgerWith({ others: 1 });
      delete small.trips.full;
      dare(small, rule, { cost: 1, sentAt: start, at: start });
      // The whole, of what is not theirs.
      expect(1 - (small.trips.others ?? NaN)).toBeCloseTo(((3 / 2_000) * 50) / 49, 9);
      const most = ledgerWith({ others: 45 });
      dare(most, rule, { cost: 1, sentAt: start, at: start });
      expect(45 - (most.trips.others ?? NaN)).toBeCloseTo((3 / 2_000) * 5, 9);
    });
  });

  describe("when windows begin for everybody", () => {
    /** So many seconds later, a refusal tells that one begins 40 ms after the next whole second, known to within the trip. */
    const tell = (ledger: Ledger, seconds: number, tripMs = 100): void => {
      const now = start + seconds * 1_000 + 600;
      ledger.at = now;
      // All of it is ours.
      ledger.log = [[now - 200, 50]];
      shrink(ledger, rule, now - tripMs, now, start + (seconds + 1) * 1_000 + 40);
    };

    it("is believed once refusals agree that would by chance in one of 300 cases", () => {
      const ledger = ledgerWith();
      const believed = [0, 3, 6, 9, 12].map((seconds) => {
        tell(ledger, seconds);
        return beganAt(ledger, rule, ledger.at) !== undefined;
      });
      // Each agrees by chance in one of ten cases or so: the first has nothing to agree with.
      expect(believed).toEqual([false, false, false, true, true]);
    });

    it("is between the shortest way there and what the refusal's own trip allows, and less certain the longer ago", () => {
      const ledger = ledgerWith();
      for (const seconds of [0, 3, 6, 9]) tell(ledger, seconds);
      const early = beganAt(ledger, rule, start + 10_500);
      // Told at 40 ms after the second; two of the shortest ways sooner at the latest.
      expect(((early?.to ?? NaN) - start) % 1_000).toBeCloseTo(40 - 48 + 1 + 1_000, 0);
      const late = beganAt(ledger, rule, start + 110_500);
      const width = (one: typeof early): number => (one === undefined ? NaN : one.to - one.from);
      expect(width(late) - width(early)).toBeCloseTo(100, 3);
    });

    it("is not looked for in refusals that know it to two fifths of a window only", () => {
      for (const [tripMs, looked] of [
        [440, true],
        [450, false],
      ] as const) {
        const ledger = ledgerWith();
        tell(ledger, 0, tripMs);
        expect(ledger.trips.beat !== undefined).toBe(looked);
      }
    });

    it("is given up after four refusals that it cannot explain", () => {
      const ledger = ledgerWith();
      for (const seconds of [0, 3, 6, 9]) tell(ledger, seconds);
      const still = [12, 15, 18, 21].map((seconds) => {
        tell(ledger, seconds);
        return beganAt(ledger, rule, ledger.at) !== undefined;
      });
      expect(still).toEqual([true, true, true, false]);
    });
  });
});
