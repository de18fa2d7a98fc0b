import { describe, expect, it } from "vitest";
import { durationWith } from "../../src/limits/estimate.js";
import type { LimitRule } from "../../src/model/limit.js";
import { windowRule } from "./simulator.js";

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse("2026-03-20T10:20:00.000Z");
const conditions = { now, reserve: 0.2, requestMs: 250 };
const free = (amount: number): { amount: number; busyMs: number } => ({ amount, busyMs: 0 });
const rule = (refill: LimitRule["refill"], capacity = 10): LimitRule => windowRule({ capacity, refill });

describe("limits", () => {
  describe("estimate", () => {
    it("knows when an aligned window ends that nobody has touched", () => {
      const aligned = rule({ kind: "window", windowMs: hour, rolling: false, aligned: true });
      expect(durationWith({ rule: aligned }, free(9), conditions)).toBe(40 * minute);
      expect(durationWith({ rule: aligned }, free(17), conditions)).toBe(100 * minute);
    });

    it("takes a bucket whose time has passed for full", () => {
      const bucket = { rule: rule({ kind: "bucket", perMs: 10 * minute }), remaining: 0, resetsAt: now - 1 };
      expect(durationWith(bucket, free(8), conditions)).toBe(0);
      expect(durationWith({ ...bucket, resetsAt: now + 10 * minute }, free(8), conditions)).toBe(10 * minute);
    });

    it("believes no more to be left than a full budget holds", () => {
      const window = rule({ kind: "window", windowMs: hour, rolling: false }, 1_000);
      expect(durationWith({ rule: window, limit: 10, remaining: 900 }, free(9), conditions)).toBe(hour);
    });

    it("counts each day of a zone by itself", () => {
      const days = rule({ kind: "calendar", every: "day", timeZone: "Europe/Copenhagen" });
      const before = Date.parse("2026-03-27T12:00:00.000Z");
      // Eight today, eight on Saturday, eight on Sunday, which has 23 hours, and one on Monday.
      expect(before + durationWith({ rule: days }, free(25), { ...conditions, now: before })).toBe(Date.parse("2026-03-29T22:00:00.000Z"));
    });

    it("adds what is to be done after a wait to the wait", () => {
      const short = { rule: rule({ kind: "window", windowMs: minute, rolling: false }, 100), remaining: 30, resetsAt: now + 10 * minute };
      // Ten at once; the ninety others take nine tenths of an hour, and begin ten minutes later.
      expect(durationWith(short, { amount: 100, busyMs: hour }, conditions)).toBe(10 * minute + 0.9 * hour);
    });
  });
});
