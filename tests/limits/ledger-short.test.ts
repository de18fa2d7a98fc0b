import { describe, expect, it } from "vitest";
import { observe, openLedger, reserve, take } from "../../src/limits/ledger.js";
import type { LimitRule } from "../../src/model/limit.js";
import { windowRule } from "./simulator.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const one = { cost: 1, keep: 0 };
const rule: LimitRule = windowRule({ refill: { kind: "window", windowMs: 2_000, rolling: false } });

describe("limits", () => {
  describe("short windows that are told in whole seconds", () => {
    it("count what is answered after their named end, while they may still last", () => {
      const ledger = openLedger(start);
      observe(ledger, rule, { remaining: 3, resetsAt: start + 1_000, sentAt: start, skewMs: 0 }, start + 100);
      const now = start + 1_500;
      for (let call = 0; call < 3; call++) take(ledger, rule, 1, now);
      for (const remaining of [2, 1, 0])
        observe(ledger, rule, { settled: 1, remaining, resetsAt: start + 1_000, sentAt: now, skewMs: 0 }, now + 100);
      expect(reserve(ledger, rule, one, now + 100)).toEqual({ ok: false, retryAt: start + 2_020 });
      expect(reserve(ledger, rule, one, start + 2_020).ok).toBe(true);
    });

    it("last longer than named by as much as they were caught at, however short they are", () => {
      const ledger = openLedger(start);
      // Their clock is 700 ms behind ours, and nobody knows it.
      observe(ledger, rule, { remaining: 0, resetsAt: start, sentAt: start - 1_000 }, start - 900);
      const now = start + 1_500;
      take(ledger, rule, 1, now);
      observe(ledger, rule, { settled: 1, cost: 0, remaining: 0, resetsAt: start, sentAt: now }, now + 100);
      expect(reserve(ledger, rule, one, now + 100)).toEqual({ ok: false, retryAt: start + 1_620 });
      // The next one is known by its end, although that has passed as well when it is told again.
      const next = start + 1_620;
      for (let call = 0; call < 10; call++) expect(reserve(ledger, rule, one, next).ok).toBe(true);
      for (let call = 0; call < 10; call++)
        observe(ledger, rule, { settled: 1, remaining: 9 - call, resetsAt: start + 2_000, sentAt: next }, next + 500 + call);
      expect(reserve(ledger, rule, one, start + 3_000).ok).toBe(false);
    });
  });
});
