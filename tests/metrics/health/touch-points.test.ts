import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { touchPointCoverage, type TouchPoint, type TouchPointOptions } from "../../../src/metrics/index.js";
import type { SyncReport } from "../../../src/inbox/index.js";
import type { SyncCursor } from "../../../src/store/index.js";
import { at, day, expectRefusal, expectSameInAnyOrder, hour } from "./said.js";

const now = at(10 * day);
const within4Hours: TouchPointOptions = { now, withinMs: 4 * hour };
const ago = (hours: number): string => at(10 * day - hours * hour);
const point = (surface: string, checkedAt?: string, account = "x:1"): TouchPoint => ({
  account,
  surface,
  ...(checkedAt !== undefined && { checkedAt }),
});

describe("metrics", () => {
  describe("touchPointCoverage", () => {
    it("gives the share of lists that were read lately, and lists the others", () => {
      const points = [
        point("mentions", ago(1)),
        point("comments", ago(4)),
        point("messages", ago(5)),
        point("mentions", ago(30), "bluesky:1"),
        point("reviews"),
      ];
      const { covered, stale, never, uncovered } = touchPointCoverage(points, within4Hours);
      expect(covered).toMatchObject({ value: 0.4, unit: "fraction", numerator: 2, denominator: 5, n: 5, interval: { method: "wilson" } });
      expect([stale.value, never.value]).toEqual([2, 1]);
      expect(uncovered).toEqual([
        { account: "x:1", surface: "reviews" },
        { account: "bluesky:1", surface: "mentions", checkedAt: ago(30), ageMs: 30 * hour },
        { account: "x:1", surface: "messages", checkedAt: ago(5), ageMs: 5 * hour },
      ]);
    });

    it("reads the lines of a sync report: what failed, or was not reached, was not read", () => {
      const report: SyncReport = {
        ok: false,
        surfaces: [
          { account: "x:1", surface: "mentions", fetched: 3, stoppedBy: "end" },
          { account: "x:1", surface: "comments", fetched: 9, stoppedBy: "more" },
          { account: "x:1", surface: "messages", fetched: 0, error: { code: "unauthenticated", message: "log in", retryable: false } },
          { account: "x:1", surface: "threads", fetched: 0, stoppedBy: "busy" },
          { account: "x:1", surface: "held", fetched: 0, stoppedBy: "budget" },
        ],
      };
      const lines = report.surfaces.map((line) => ({ ...line, checkedAt: ago(1) }));
      const { covered, never } = touchPointCoverage(lines, within4Hours);
      expect(covered).toMatchObject({ numerator: 2, denominator: 5 });
      expect(never.value).toBe(3);
      const earlier = lines.map(({ account, surface }) => ({ account, surface, checkedAt: ago(6) }));
      expect(touchPointCoverage([...lines, ...earlier], within4Hours)).toMatchObject({
        covered: { numerator: 2 },
        never: { value: 0 },
        stale: { value: 3 },
      });
    });

    it("reads cursors of the store, and leaves out those of backfills", () => {
      const cursors: readonly SyncCursor[] = [
        { account: "x:1", surface: "mentions", completeUntil: ago(30), readUntil: ago(2) },
        { account: "x:1", surface: "comments", completeUntil: ago(3) },
        { account: "x:1", surface: "messages" },
        { account: "x:1", surface: "messages", backfill: "history", readUntil: ago(1) },
      ];
      const { covered, never } = touchPointCoverage(cursors, within4Hours);
      expect(covered).toMatchObject({ numerator: 2, denominator: 3, excluded: { backfill: 1 } });
      expect(never.value).toBe(1);
    });

    it("takes the latest reading of a list", () => {
      const points = [point("mentions", ago(9)), point("mentions", ago(1)), point("mentions"), point("mentions", ago(20))];
      expect(touchPointCoverage(points, within4Hours)).toMatchObject({ covered: { value: 1, n: 1 }, uncovered: [] });
    });

    it("tells accounts and lists apart, whatever their names", () => {
      const points = [point("b c", ago(1), "a"), point("c", ago(9), "a b")];
      expect(touchPointCoverage(points, within4Hours).covered).toMatchObject({ numerator: 1, denominator: 2 });
    });

    it("has no share of nothing, and none below a least sample", () => {
      expect(touchPointCoverage([], within4Hours)).toMatchObject({ covered: { value: null, reason: "no-data" }, never: { value: 0 } });
      expect(touchPointCoverage([point("mentions", ago(1))], { ...within4Hours, minN: 2 }).covered).toMatchObject({
        reason: "insufficient-sample",
      });
    });

    const points = fc.array(
      fc
        .record({ account: fc.constantFrom("x:1", "x:2", "x:3"), surface: fc.constantFrom("a", "b", "c"), hours: fc.option(fc.nat(20)) })
        .map(({ account, surface, hours }) => point(surface, hours === null ? undefined : ago(hours), account)),
    );
    it("depends on no order", () => {
      expectSameInAnyOrder(points, (list) => touchPointCoverage(list, within4Hours));
    });

    it("covers more in a longer time, and puts each list into one of the three", () => {
      fc.assert(
        fc.property(points, fc.integer({ min: 1, max: 20 }), (list, hours) => {
          const { covered, stale, never, uncovered } = touchPointCoverage(list, { now, withinMs: hours * hour });
          expect(covered.numerator! + stale.value! + never.value!).toBe(covered.denominator);
          expect(uncovered).toHaveLength(stale.value! + never.value!);
          expect(touchPointCoverage(list, { now, withinMs: (hours + 1) * hour }).covered.numerator).toBeGreaterThanOrEqual(
            covered.numerator!,
          );
        }),
      );
    });

    it.each([
      ["no options", [], undefined, "`options`"],
      ["no now", [], { withinMs: hour }, "now"],
      ["no time", [], { now }, "`withinMs`"],
      ["a time of nothing", [], { now, withinMs: 0 }, "`withinMs`"],
      ["touch-points that are no list", {}, within4Hours, "`touchPoints`"],
      ["a touch-point that is nothing", [null], within4Hours, "position 0"],
      ["a touch-point without a list", [point("a"), { account: "x:1" }], within4Hours, "position 1"],
      ["a reading that is no time", [point("a", "today")], within4Hours, "checkedAt of x:1 a"],
      ["a reading later than now", [point("a", at(10 * day + 1))], within4Hours, "checkedAt of x:1 a is later than now"],
      ["half a sample", [], { ...within4Hours, minN: 0.5 }, "minN"],
    ])("refuses %s", (_, list, options, field) => {
      expectRefusal(() => touchPointCoverage(list as readonly TouchPoint[], options as TouchPointOptions), field);
    });
  });
});
