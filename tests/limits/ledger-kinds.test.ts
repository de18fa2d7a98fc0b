import { describe, expect, it } from "vitest";
import { describeLedger, giveBack, observe, openLedger, reserve, take } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";
import { unlimited, windowRule } from "./simulator.js";
import { nextAt } from "./ledger-steps.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const one = { cost: 1, keep: 0 };
const ask = { cost: 0, keep: 0 };

describe("limits", () => {
  describe("a budget that nobody has told of", () => {
    const rule = windowRule({ told: true });

    it("lets one call go ahead alone where answers tell what is left, although the rule names a number", () => {
      const ledger = openLedger(start);
      expect(reserve(ledger, rule, one, start).ok).toBe(true);
      expect(reserve(ledger, rule, one, start + 1)).toEqual({ ok: false, retryAt: start + 251 });
      expect(reserve(ledger, rule, { cost: 0, keep: 0 }, start + 1).ok).toBe(true);
      // It asks only whether the ledger is blocked.
      giveBack(ledger, 0);
      observe(ledger, rule, { settled: 1, remaining: 2, resetsAt: start + 30_000, sentAt: start }, start + 100);
      expect(reserve(ledger, rule, one, start + 100).ok).toBe(true);
      expect(reserve(ledger, rule, one, start + 100).ok).toBe(true);
      expect(reserve(ledger, rule, one, start + 100).ok).toBe(false);
    });

    it("lets all of them go where nothing tells what is left", () => {
      const ledger = openLedger(start);
      for (let call = 0; call < 10; call++) expect(reserve(ledger, windowRule(), one, start).ok).toBe(true);
    });

    it("lets the others go when the first answer says nothing", () => {
      const ledger = openLedger(start);
      reserve(ledger, rule, one, start);
      observe(ledger, rule, { settled: 1, sentAt: start }, start + 100);
      for (let call = 0; call < 9; call++) expect(reserve(ledger, rule, one, start + 100).ok).toBe(true);
    });

    it("lets the next one try alone when the first was lost or never left", () => {
      const ledger = openLedger(start);
      reserve(ledger, rule, one, start);
      observe(ledger, rule, { settled: 1, sentAt: start, lost: true }, start + 100);
      expect(reserve(ledger, rule, one, start + 100).ok).toBe(true);
      expect(reserve(ledger, rule, one, start + 100).ok).toBe(false);
      giveBack(ledger, 1);
      expect(reserve(ledger, rule, one, start + 200).ok).toBe(true);
      expect(reserve(ledger, rule, one, start + 200).ok).toBe(false);
    });

    it("keeps nobody back behind a first call that hangs, but lets out one at a time", () => {
      const ledger = openLedger(start);
      reserve(ledger, rule, one, start);
      expect(reserve(ledger, rule, one, start + 9_999).ok).toBe(false);
      expect(reserve(ledger, rule, one, start + 10_000).ok).toBe(true);
      expect(reserve(ledger, rule, one, start + 10_000).ok).toBe(false);
    });

    it("asks with one call where only a percentage is told", () => {
      const refill = { kind: "window", windowMs: hour, rolling: true } as const;
      const percent: LimitRule = { ...unlimited({ unit: "percent", refill }), told: true };
      const ledger = openLedger(start);
      expect(reserve(ledger, percent, ask, start).ok).toBe(true);
      expect(reserve(ledger, percent, ask, start).ok).toBe(false);
      observe(ledger, percent, { settled: 0, usedFraction: 0.5, sentAt: start }, start + 100);
      for (let call = 0; call < 9; call++) expect(reserve(ledger, percent, ask, start + 100).ok).toBe(true);
    });
  });

  describe("answers without a word in between", () => {
    const rule = windowRule();
    const next = { resetsAt: start + 2 * minute };

    it("are not counted twice where only our own calls spend", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { remaining: 0, resetsAt: start + minute }, start);
      const now = start + minute + 2000;
      for (let call = 0; call < 3; call++) take(ledger, rule, 1, now);
      observe(ledger, rule, { settled: 1, remaining: 9, ...next, sentAt: now }, now + 100);
      observe(ledger, rule, { settled: 1, sentAt: now }, now + 110);
      observe(ledger, rule, { settled: 1, remaining: 7, ...next, sentAt: now }, now + 120);
      expect(describeLedger(ledger, rule, now + 130).remaining).toBe(7);
    });

    it("count twice where a word tells of somebody else, until a later call has asked", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { remaining: 0, resetsAt: start + minute }, start);
      const now = start + minute + 2000;
      for (let call = 0; call < 3; call++) take(ledger, rule, 1, now);
      observe(ledger, rule, { settled: 1, remaining: 5, ...next, sentAt: now }, now + 100);
      observe(ledger, rule, { settled: 1, sentAt: now }, now + 110);
      observe(ledger, rule, { settled: 1, remaining: 4, ...next, sentAt: now }, now + 120);
      expect(describeLedger(ledger, rule, now + 130).remaining).toBe(3);
      take(ledger, rule, 1, now + 200);
      observe(ledger, rule, { settled: 1, remaining: 3, ...next, sentAt: now + 200 }, now + 300);
      expect(describeLedger(ledger, rule, now + 300).remaining).toBe(3);
    });
  });

  describe("a percentage", () => {
    const rule = unlimited({ unit: "percent", refill: { kind: "window", windowMs: hour, rolling: true } });

    it("lets one call ask when the last word is old, and the others wait for its answer", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { usedFraction: 0.5, sentAt: start }, start);
      take(ledger, rule, 0, start + 1000);
      const read = { ...ask, keep: 20 };
      expect(reserve(ledger, rule, read, start + minute - 1).ok).toBe(true);
      expect(reserve(ledger, rule, read, start + minute)).toEqual({ ok: false, retryAt: start + minute + 1000 });
      observe(ledger, rule, { settled: 0, usedFraction: 0.5, sentAt: start + 1000 }, start + minute);
      expect(reserve(ledger, rule, read, start + minute).ok).toBe(true);
    });

    it("lets a reply go on an old word that left a tenth, and wait for the one that asks below that", () => {
      for (const [usedFraction, ok] of [
        [0.87, true],
        [0.9, false],
      ] as const) {
        const ledger = openLedger(start);
        observe(ledger, rule, { usedFraction, sentAt: start }, start);
        take(ledger, rule, 0, start + 1000);
        expect(reserve(ledger, rule, { ...ask, keep: 0 }, start + minute).ok).toBe(ok);
      }
    });

    it("asks again each minute while there is room for that, and every five minutes where others left none", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { usedFraction: 0.96, blockedUntil: start + 10, sentAt: start }, start);
      expect(reserve(ledger, rule, ask, start + 1000)).toEqual({ ok: false, retryAt: start + minute });
      expect(reserve(ledger, rule, ask, start + minute).ok).toBe(true);
      observe(ledger, rule, { settled: 0, usedFraction: 0.98, sentAt: start + minute }, start + minute);
      expect(reserve(ledger, rule, ask, start + 3 * minute)).toEqual({ ok: false, retryAt: start + 6 * minute });
    });

    it("is left alone above that where our own calls filled it, until they leave the window", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { usedFraction: 0, sentAt: start }, start);
      for (let percent = 1; percent < 100; percent++) {
        take(ledger, rule, 0, start + percent);
        observe(ledger, rule, { settled: 0, usedFraction: percent / 100, sentAt: start + percent }, start + percent);
      }
      expect(reserve(ledger, rule, ask, start + 30 * minute)).toEqual({ ok: false, retryAt: start + hour + 1 });
    });

    it("leaves more alone after a refusal, for two windows", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { usedFraction: 0.1, blockedUntil: start + minute, sentAt: start }, start);
      observe(ledger, rule, { usedFraction: 0.96, sentAt: start + minute }, start + minute);
      expect(reserve(ledger, rule, ask, start + minute + 1).ok).toBe(false);
      const calm = openLedger(start);
      observe(calm, rule, { usedFraction: 0.96, sentAt: start + minute }, start + minute);
      expect(reserve(calm, rule, ask, start + minute + 1).ok).toBe(true);
      const later = start + 2 * hour + minute + 1;
      observe(ledger, rule, { usedFraction: 0.96, sentAt: later }, later);
      expect(reserve(ledger, rule, ask, later + 1).ok).toBe(true);
    });

    it("is blocked until the network gives access again", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { usedFraction: 1, blockedUntil: start + 7 * minute, sentAt: start }, start);
      expect(reserve(ledger, rule, ask, start + 6 * minute)).toEqual({ ok: false, retryAt: start + 7 * minute });
    });
  });

  it("keeps a lockout although a shorter one is told later", () => {
    const rule = windowRule({ capacity: 50, refill: { kind: "window", windowMs: 5000, rolling: true }, penaltyMs: hour });
    const ledger = openLedger(start);
    observe(ledger, rule, { blockedUntil: start + hour }, start);
    observe(ledger, rule, { blockedUntil: start + minute }, start + 1);
    expect(nextAt(ledger, rule, ask, start + 2)).toBe(start + hour);
    expect(nextAt(ledger, rule, one, start + hour)).toBe(start + hour);
  });

  it("believes the latest end where seconds from now are told, as they shrink by more than was passed", () => {
    const rule = windowRule({ refill: { kind: "window", windowMs: 600_000, rolling: false } });
    const ledger = openLedger(start);
    observe(ledger, rule, { remaining: 1, resetsAt: start + 10_900 + 300_000, sentAt: start }, start);
    observe(ledger, rule, { remaining: 0, resetsAt: start + 10_100 + 300_000, sentAt: start + 50 }, start + 100);
    expect(describeLedger(ledger, rule, start + 100).resetsAt).toBe(start + 310_900);
  });

  it("counts a day by itself where no header says anything, and another beside it", () => {
    const refill: LimitRule["refill"] = { kind: "calendar", every: "day", timeZone: "America/Los_Angeles" };
    const [units, searches] = [windowRule({ capacity: 200, unit: "units", refill }), windowRule({ capacity: 3, refill })];
    const [day, apart] = [openLedger(start), openLedger(start)];
    let sent = 0;
    while (reserve(day, units, { cost: 50, keep: 0 }, start).ok && reserve(apart, searches, one, start).ok) {
      sent++;
      observe(day, units, { settled: 50, sentAt: start }, start + 10);
      observe(apart, searches, { settled: 1, sentAt: start }, start + 10);
    }
    expect(sent).toBe(3);
    expect(nextAt(apart, searches, one, start)).toBe(Date.parse("2026-03-02T08:00:02.000Z"));
  });
});
