import { describe, expect, it } from "vitest";
import { observe, openLedger, reserve, take } from "../../src/limits/ledger.js";
import { windowRule } from "./simulator.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const rule = windowRule({ capacity: 4 });
const ends = start + 60_000;
const one = { cost: 1, keep: 0 };

describe("limits", () => {
  describe("calls under way", () => {
    it("are asked for again within a trip where another process waits for them, unless it leaves something to faster lanes", () => {
      const ledger = openLedger(start);
      for (let index = 0; index < 4; index++) take(ledger, rule, 1, start, { id: "other", leaseMs: 30_000 });
      observe(ledger, rule, { settled: 1, remaining: 3, resetsAt: ends, sentAt: start }, start + 100, "other");
      for (const [after, soon] of [
        [100, 50],
        [400, 200],
        [5_000, 1_000],
      ] as const) {
        expect(reserve(ledger, rule, one, start + after)).toEqual({ ok: false, retryAt: start + after + soon });
        expect(reserve(ledger, rule, { ...one, keep: 1 }, start + after)).toEqual({ ok: false, retryAt: start + after + 1000 });
      }
    });
  });
});
