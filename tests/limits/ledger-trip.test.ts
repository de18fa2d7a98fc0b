import { describe, expect, it } from "vitest";
import { observe, openLedger, reserve, take } from "../../src/limits/ledger.js";
import type { Ledger } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";
import { unlimited, windowRule } from "./simulator.js";
import { nextAt } from "./ledger-steps.js";

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

    it("let a call count from the moment that the network names", () => {
      const rule = rolling(50, 1000);
      const ledger = openLedger(start);
      // A way there that never differs leaves nothing to dare.
      const send = (now: number, count: number): void => {
        for (let call = 0; call < count; call++) expect(reserve(ledger, rule, one, now).ok).toBe(true);
        for (let call = 0; call < count; call++) observe(ledger, rule, { settled: 1, sentAt: now, countedAt: now }, now + 400);
      };
      send(start, 50);
      send(start + 1_400, 50);
      expect(nextAt(ledger, rule, one, start + 1_900)).toBe(start + 2_400);
    });

    /** A budget of a second, and what can be done with it every few seconds. */
    const secondOf = (capacity: number) => {
      const rule = rolling(capacity, 1000);
      const ledger = openLedger(start);
      const world = { rule, ledger, now: start };
      /** Sends as much as fits, all of it accepted; says how much. */
      const room = (): number => {
        let count = 0;
        while (reserve(ledger, rule, one, world.now).ok) count++;
        for (let call = 0; call < count; call++) observe(ledger, rule, { settled: 1, sentAt: world.now }, world.now + 100);
        world.now += 2_500;
        return count;
      };
      /** After so many accepted calls, one is refused until a second after they were counted. */
      const refuse = (accepted: number): void => {
        for (let call = 0; call < accepted; call++) take(ledger, rule, 1, world.now);
        for (let call = 0; call < accepted; call++) observe(ledger, rule, { settled: 1, sentAt: world.now }, world.now + 100);
        const at = world.now + 500;
        take(ledger, rule, 1, at);
        observe(ledger, rule, { settled: 1, cost: 0, remaining: 0, blockedUntil: at + 550, sentAt: at }, at + 100);
        world.now += 2_500;
      };
      return { ...world, room, refuse };
    };

    it("leave room for others after a refusal that our own calls cannot explain, and give it back while none comes", () => {
      for (const capacity of [50, 10]) {
        const { room, refuse } = secondOf(capacity);
        expect(room()).toBe(capacity);
        room();
        refuse(capacity * 0.8);
        // The answers of these tell who filled it.
        room();
        const less = room();
        expect(less).toBeLessThanOrEqual(capacity * 0.8);
        expect(less).toBeGreaterThanOrEqual(capacity * 0.6);
        for (let times = 0; times < 3; times++) refuse(capacity * 0.6);
        expect(room()).toBeLessThan(less);
        for (let times = 0; times < 40; times++) refuse(0);
        expect(room()).toBeGreaterThanOrEqual(1);
        for (let round = 0; round < 6_000; round++) room();
        expect(room()).toBe(capacity);
      }
    });

    it("leave no room for others after a refusal of a call that was too bold", () => {
      const { room, refuse } = secondOf(50);
      room();
      for (let times = 0; times < 5; times++) {
        refuse(49);
        room();
        expect(room()).toBe(50);
      }
    });

    it("let all of it go at once when windows begin, where refusals show that they begin for everybody", () => {
      for (const [apart, together] of [
        [3_000, true],
        [3_370, false],
      ] as const) {
        const rule = rolling(50, 1000);
        const ledger = openLedger(start);
        const send = (now: number, count: number): void => {
          for (let call = 0; call < count; call++) expect(reserve(ledger, rule, one, now).ok).toBe(true);
          for (let call = 0; call < count; call++) observe(ledger, rule, { settled: 1, sentAt: now, countedAt: now }, now + 100);
        };
        send(start, 50);
        let now = start + 2_000;
        // All fifty are ours, and each refusal says that there is room again when a second has gone since `start`, or at some other moment.
        for (let times = 0; times < 6; times++) {
          send(now, 50);
          take(ledger, rule, 1, now + 500);
          observe(ledger, rule, { settled: 1, cost: 0, remaining: 0, blockedUntil: now + 1_040, sentAt: now + 500 }, now + 600);
          now += apart;
        }
        send(now + 700, 50);
        // One window ends within a trip after the next whole second, long before any of them is a second old.
        const next = nextAt(ledger, rule, one, now + 800);
        if (together) expect(next).toBeLessThan(now + 1_100);
        else expect(next).toBeGreaterThan(now + 1_600);
      }
    });

    it("leave no room for others where a breach locks out, or where the network says what is left", () => {
      const locked = { ...rolling(50, 1000), penaltyMs: 60_000 };
      const told = unlimited({ refill: { kind: "window", windowMs: 1_000, rolling: false } });
      for (const rule of [locked, told]) {
        const ledger = openLedger(start);
        observe(ledger, rule, { limit: 50, remaining: 50 }, start);
        for (let call = 0; call < 9; call++) {
          take(ledger, rule, 1, start);
          observe(ledger, rule, { settled: 1, cost: 0, remaining: 0, blockedUntil: start + 300, sentAt: start }, start + 100);
        }
        expect(ledger.trips?.others).toBeUndefined();
      }
    });
  });
});
