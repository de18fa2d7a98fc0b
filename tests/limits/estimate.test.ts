import { describe, expect, it } from "vitest";
import { accountKey } from "../../src/model/keys.js";
import { createLimiter } from "../../src/limits/limiter.js";
import { durationWith } from "../../src/limits/estimate.js";
import { memoryCoordinator } from "../../src/limits/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { LimitRule } from "../../src/model/limit.js";

const minute = 60_000;
const hour = 60 * minute;
const account = accountKey("acme", "1");
const start = "2026-03-20T10:20:00.000Z";
const requestMs = 250;
/** Of twenty a fifth is kept for replies. */
const slots = 16;

const rule = (refill: LimitRule["refill"], capacity?: number): LimitRule => ({
  id: "x.all",
  partition: ["account"],
  unit: "requests",
  ...(capacity !== undefined && { capacity }),
  refill,
  source: "test",
});

/** Lets as many calls leave as can, a fifth of everything kept for replies, on a budget of which some is spent; compares when they are done with the estimate. */
async function compare(one: LimitRule, calls: number, { spent = 0, cost = 1 } = {}) {
  const clock = virtualClock({ start, auto: true });
  const limiter = createLimiter({
    network: "acme",
    app: "solo",
    rules: [one],
    meter: { cost: () => ({ [one.id]: cost }), read: () => [] },
    coordinator: memoryCoordinator({ clock }),
    clock,
    concurrency: 20,
  });
  const call = { operation: "list", method: "GET", route: "/list", subject: {} };
  const answer = { status: 200, headers: new Headers(), body: {} };
  const run = (lane: "interactive" | "sync"): Promise<unknown> =>
    limiter.run(call, { lane, account }, async () => {
      await clock.sleep(lane === "sync" ? requestMs : 1);
      return answer;
    });
  for (let index = 0; index < spent; index++) await run("interactive");
  const began = clock.now();
  const [line] = await limiter.budgets();
  const estimated = durationWith(
    {
      rule: one,
      ...(line?.remaining !== undefined && { remaining: line.remaining }),
      ...(line?.resetsAt !== undefined && { resetsAt: Date.parse(line.resetsAt) }),
    },
    { amount: calls * cost, busyMs: (calls * requestMs) / slots },
    { now: began, reserve: 0.2, requestMs },
  );
  await Promise.all(Array.from({ length: calls }, () => run("sync")));
  return { estimated, took: clock.now() - began };
}

describe("limits", () => {
  describe("estimate", () => {
    it.each([
      ["a budget that is never spent", rule({ kind: "window", windowMs: 15 * minute, rolling: false }, 10_000), 400, {}],
      ["a window that opens with the first call", rule({ kind: "window", windowMs: 15 * minute, rolling: false }, 100), 450, {}],
      ["a window that is half used", rule({ kind: "window", windowMs: 15 * minute, rolling: false }, 100), 450, { spent: 50 }],
      ["an aligned window", rule({ kind: "window", windowMs: 15 * minute, rolling: false, aligned: true }, 100), 450, { spent: 30 }],
      ["a rolling window", rule({ kind: "window", windowMs: 15 * minute, rolling: true }, 100), 450, {}],
      ["a rolling window that is half used", rule({ kind: "window", windowMs: 15 * minute, rolling: true }, 100), 290, { spent: 50 }],
      ["a bucket", rule({ kind: "bucket", perMs: 10 * minute }, 100), 450, {}],
      ["a bucket that is half empty", rule({ kind: "bucket", perMs: 10 * minute }, 100), 450, { spent: 50 }],
      ["a bucket and dear calls", rule({ kind: "bucket", perMs: 10 * minute }, 100), 60, { cost: 9 }],
      [
        "days of a zone, one of which has 23 hours",
        rule({ kind: "calendar", every: "day", timeZone: "Europe/Copenhagen" }, 50),
        450,
        { spent: 10 },
      ],
      ["months", rule({ kind: "calendar", every: "month", timeZone: "Etc/UTC" }, 50), 170, {}],
    ] as const)("says when calls are done on %s, within a twentieth of what the limiter takes", async (_, one, calls, given) => {
      const { estimated, took } = await compare(one, calls, given);
      expect(Math.abs(estimated - took)).toBeLessThanOrEqual(0.05 * took + 2 * requestMs);
    });

    const work = { amount: 1_000, busyMs: 60_000 };
    const now = Date.parse(start);
    const conditions = { now, reserve: 0.2, requestMs };

    it("lets the calls' own time decide where the size of a budget is unknown", () => {
      const unknown = rule({ kind: "window", windowMs: hour, rolling: false });
      expect(durationWith({ rule: unknown }, work, conditions)).toBe(60_000);
    });

    it("takes the rest of a window for its length where only the server knows it", () => {
      const unknown = rule({ kind: "window", windowMs: 1_000, rolling: false });
      const told = { rule: unknown, limit: 5, remaining: 4, resetsAt: now + 5_000 };
      // Three now, then four every 5 s: 20 more are five windows.
      expect(durationWith(told, { amount: 23, busyMs: 0 }, conditions)).toBe(25_000);
    });

    it("keeps a fifth of slots for replies where calls give back what they took", () => {
      expect(durationWith({ rule: rule({ kind: "release" }, 10) }, { amount: 80, busyMs: 0 }, conditions)).toBe(10 * requestMs);
    });

    it("waits for the end of a lock", () => {
      const locked = { rule: rule({ kind: "window", windowMs: hour, rolling: false }, 10_000), remaining: 0, resetsAt: now + 20 * minute };
      expect(durationWith(locked, work, conditions)).toBe(20 * minute + 60_000);
    });

    it("believes no window that is over", () => {
      const over = { rule: rule({ kind: "window", windowMs: hour, rolling: false }, 10_000), remaining: 0, resetsAt: now - 1 };
      expect(durationWith(over, work, conditions)).toBe(60_000);
    });

    it("never ends where a budget never holds anything", () => {
      expect(durationWith({ rule: rule({ kind: "window", windowMs: hour, rolling: false }, 0) }, work, conditions)).toBe(Infinity);
    });

    it("looks at centuries as fast as at minutes", () => {
      const day = rule({ kind: "calendar", every: "day", timeZone: "America/Los_Angeles" }, 10);
      const years = durationWith({ rule: day }, { amount: 8 * 365.25 * 300, busyMs: 0 }, conditions) / (365.25 * 24 * hour);
      expect(years).toBeCloseTo(300, 0);
    });
  });
});
