import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { censoredMedian, survival, type SurvivalOptions, type Wait } from "../../../src/metrics/advanced/index.js";
import { responseTimes } from "../../../src/metrics/index.js";
import { percentile } from "../../../src/metrics/percentile.js";
import { inbound } from "../../reply/message.js";
import { refused } from "./refused.js";

const answered = (...times: readonly number[]): readonly Wait[] => times.map((ms) => ({ ms, answered: true }));
const waiting = (...times: readonly number[]): readonly Wait[] => times.map((ms) => ({ ms, answered: false }));

// E. J. Freireich and others, The effect of 6-mercaptopurine on the duration of steroid-induced remissions in acute leukemia, Blood 21 (1963),
// 699: weeks of remission, as in C. T. Le, Introductory Biostatistics, example 11.1.
const drug = [...answered(6, 6, 6, 7, 10, 13, 16, 22, 23), ...waiting(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)];
const placebo = answered(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);

describe("metrics", () => {
  describe("survival", () => {
    it("gives the published curve and standard errors of a remission", () => {
      // The usual table of this example, such as in the SAS and Stata manuals: share and Greenwood's standard error.
      const table = [
        [6, 21, 3, 0.8571, 0.0764],
        [7, 17, 1, 0.8067, 0.0869],
        [10, 15, 1, 0.7529, 0.0963],
        [13, 12, 1, 0.6902, 0.1068],
        [16, 11, 1, 0.6275, 0.1141],
        [22, 7, 1, 0.5378, 0.1282],
        [23, 6, 1, 0.4482, 0.1346],
      ];
      const { points } = survival(drug);
      expect(points.map(({ ms, waiting: at, answered: now }) => [ms, at, now])).toEqual(table.map((row) => row.slice(0, 3)));
      points.forEach(({ share, standardError = 0 }, at) => {
        expect(share).toBeCloseTo(table[at]?.[3] ?? 0, 4);
        expect(standardError).toBeCloseTo(table[at]?.[4] ?? 0, 4);
      });
    });

    it("bounds the shares by the logarithm of their logarithm, or plainly", () => {
      // Stata, sts list: 6 weeks 0.6197 to 0.9516, 23 weeks 0.1881 to 0.6801.
      const [first, last] = [survival(drug).points[0], survival(drug).points.at(-1)];
      expect([first?.low, first?.high]).toEqual([expect.closeTo(0.6197, 4), expect.closeTo(0.9516, 4)]);
      expect([last?.low, last?.high]).toEqual([expect.closeTo(0.1881, 4), expect.closeTo(0.6801, 4)]);
      const plain = survival(drug, { interval: "greenwood" }).points[0];
      expect(plain?.low).toBeCloseTo(0.8571 - 1.96 * 0.07636, 4);
      expect(plain?.high).toBeCloseTo(0.8571 + 1.96 * 0.07636, 4);
    });

    it("counts who was answered and who still waits", () => {
      expect(survival(drug)).toMatchObject({
        answered: { value: 9, unit: "count", n: 21 },
        unanswered: { value: 12, unit: "count", n: 21 },
        medianLow: { value: 13, unit: "ms" },
        medianHigh: { value: null, reason: "insufficient-sample" },
      });
    });

    it("knows no error of a share of nothing", () => {
      const { points } = survival(answered(1, 2));
      expect(points).toEqual([
        {
          ms: 1,
          waiting: 2,
          answered: 1,
          share: 0.5,
          standardError: expect.closeTo(0.35355, 5) as number,
          low: expect.any(Number) as number,
          high: expect.any(Number) as number,
        },
        { ms: 2, waiting: 1, answered: 1, share: 0 },
      ]);
    });

    it("has a curve without steps where nobody was answered, or nobody asked", () => {
      expect(survival(waiting(5, 9))).toMatchObject({ points: [], median: { value: null, reason: "insufficient-sample", n: 2 } });
      expect(survival([])).toMatchObject({
        points: [],
        median: { value: null, reason: "no-data", n: 0 },
        medianLow: { reason: "no-data" },
        answered: { value: 0 },
      });
    });

    it("is the share of those who waited longer where nobody waits still", () => {
      fc.assert(
        fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 50 }), (times) => {
          for (const { ms, share } of survival(answered(...times)).points)
            expect(share).toBeCloseTo(times.filter((time) => time > ms).length / times.length, 12);
        }),
      );
    });
  });

  describe("censoredMedian", () => {
    it("gives the published medians of Freireich's remissions: 23 weeks and 8", () => {
      expect(censoredMedian(drug)).toEqual({
        value: 23,
        unit: "ms",
        n: 21,
        complete: true,
        missing: [],
        aggregation: "kaplan-meier",
        components: { answered: 9, unanswered: 12 },
      });
      // Stata, stci: 8 weeks, 4 to 11; SAS, PROC LIFETEST: the same.
      expect(censoredMedian(placebo)).toMatchObject({
        value: 8,
        interval: { low: 4, high: 11, level: 0.95, method: "brookmeyer-crowley-log-log" },
      });
      expect(censoredMedian(placebo, { interval: "greenwood", level: 0.9 })).toMatchObject({
        interval: { level: 0.9, method: "brookmeyer-crowley-greenwood" },
      });
    });

    it("is longer than the median of the answered when the others wait", () => {
      const times = [5, 8, 10, 12, 15, 20, 25, 30, 40, 95];
      expect(censoredMedian(answered(...times)).value).toBe(17.5);
      expect(censoredMedian([...answered(...times), ...waiting(50, 60, 70)]).value).toBe(25);
    });

    it("reads the episodes of responseTimes", () => {
      const at = (minutes: number): string => new Date(Date.parse("2026-01-01T00:00:00.000Z") + minutes * 60_000).toISOString();
      const messages = [3, 7, 20].flatMap((minutes, person) => {
        const conversation = `bluesky:1:conversation:${person}`;
        const asks = inbound({ key: `bluesky:1:message:a${person}`, kind: "direct", conversation, createdAt: at(0) });
        const answers = inbound({
          key: `bluesky:1:message:b${person}`,
          kind: "direct",
          conversation,
          direction: "outbound",
          createdAt: at(minutes),
        });
        return minutes === 20 ? [asks] : [asks, answers];
      });
      const { episodes } = responseTimes(messages, { now: at(60) });
      expect(censoredMedian(episodes)).toMatchObject({ value: 7 * 60_000, n: 3, components: { answered: 2, unanswered: 1 } });
      expect(censoredMedian(episodes)).toEqual(censoredMedian([...answered(3 * 60_000, 7 * 60_000), ...waiting(60 * 60_000)]));
    });

    it("takes an answer without a message of ours, such as a like, and working time where it is there", () => {
      const closedAt = "2026-01-01T00:00:00.000Z";
      expect(censoredMedian([{ waitedMs: 5, closedAt }])).toMatchObject({ value: 5, components: { answered: 1 } });
      expect(censoredMedian([{ waitedMs: 5, workingMs: 2, closedAt }]).value).toBe(2);
      const mixed = [{ waitedMs: 5, workingMs: 2, closedAt }, { waitedMs: 9 }];
      expect(() => censoredMedian(mixed)).toThrow(refused("Some of the waits are in working time"));
    });

    it("is unknown where fewer than half are answered, and known where half are", () => {
      expect(censoredMedian([...answered(1), ...waiting(9, 9)])).toMatchObject({ value: null, reason: "insufficient-sample", n: 3 });
      expect(censoredMedian([...answered(1), ...waiting(9)]).value).toBe(1);
      expect(censoredMedian([...answered(1, 3), ...waiting(9, 9)]).value).toBe(3);
    });

    it("lies in the middle of the time in which half wait, and there is such a time also after sixty thirds of a share", () => {
      expect(censoredMedian(answered(10, 20)).value).toBe(15);
      expect(censoredMedian([...answered(10, 20), ...waiting(15)]).value).toBe(20);
      expect(censoredMedian([...answered(10, 20, 30), ...waiting(5)]).value).toBe(20);
      const many = Array.from({ length: 60 }, (_, at) => at + 1);
      expect(censoredMedian(answered(...many)).value).toBe(30.5);
    });

    it("takes an answer for earlier than going out of sight in the same instant", () => {
      expect(survival([...answered(5, 9), ...waiting(5)]).points[0]).toMatchObject({ ms: 5, waiting: 3, answered: 1 });
      expect(survival([...answered(5, 9), ...waiting(4.999)]).points[0]).toMatchObject({ ms: 5, waiting: 2, answered: 1 });
    });

    it("is the ordinary median where nobody waits still", () => {
      fc.assert(
        fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }), (times) => {
          expect(censoredMedian(answered(...times)).value).toBe(
            percentile(
              times.toSorted((a, b) => a - b),
              0.5,
            ),
          );
        }),
      );
    });

    const waits = fc.array(fc.record({ ms: fc.nat(50), answered: fc.boolean() }), { maxLength: 40 });

    it("does not depend on the order of the waits", () => {
      fc.assert(
        fc.property(
          waits.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
          ([list, shuffled]) => {
            expect(survival(shuffled)).toEqual(survival(list));
          },
        ),
      );
    });

    it("is never shorter when somebody waits longer", () => {
      fc.assert(
        fc.property(waits, fc.nat(50), (list, ms) => {
          const [before, after] = [censoredMedian(list).value, censoredMedian([...list, { ms: 60 + ms, answered: false }]).value];
          expect(after ?? Infinity).toBeGreaterThanOrEqual(before ?? (list.length === 0 ? 0 : Infinity));
        }),
      );
    });

    it("lies in its interval, which widens with the level; shares fall and lie in theirs", () => {
      fc.assert(
        fc.property(waits, fc.constantFrom("log-log", "greenwood"), (list, interval) => {
          const [{ points, median }, wide] = [survival(list, { interval }), censoredMedian(list, { interval, level: 0.99 })];
          let before = 1;
          for (const { share, low = share, high = share } of points) {
            expect(share).toBeLessThan(before);
            expect(low).toBeLessThanOrEqual(share);
            expect(high).toBeGreaterThanOrEqual(share);
            before = share;
          }
          if (median.value === null || median.interval === undefined) return;
          expect(median.interval.low).toBeLessThanOrEqual(median.value);
          expect(median.interval.high).toBeGreaterThanOrEqual(median.value);
          if (wide.value === null || wide.interval === undefined) return;
          expect(wide.interval.low).toBeLessThanOrEqual(median.interval.low);
          expect(wide.interval.high).toBeGreaterThanOrEqual(median.interval.high);
        }),
      );
    });

    it("takes a sample of the size that the host asks for", () => {
      expect(censoredMedian(drug, { minN: 22 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 21 });
      expect(survival(drug, { minN: 22 }).medianLow).toMatchObject({ value: null, reason: "insufficient-sample" });
      expect(censoredMedian(drug, { minN: 21 }).value).toBe(23);
    });

    it("is plain JSON, and fits a million waits", () => {
      const many = Array.from({ length: 1_000_000 }, (_, at) => ({ ms: at % 1000, answered: at % 5 !== 0 }));
      const median = censoredMedian(many);
      expect(JSON.parse(JSON.stringify(median))).toEqual(median);
      expect(median).toMatchObject({ n: 1_000_000, components: { answered: 800_000, unanswered: 200_000 } });
    });

    it.each([
      ["no list", null, {}, "`waits` is no list"],
      ["a wait that is nothing", [null], {}, "`waits` has no wait at position 0"],
      ["a wait that is a number", [5], {}, "`waits` has no wait at position 0"],
      ["a negative wait", [{ ms: -1, answered: true }], {}, "The wait at position 0 is -1"],
      ["a wait that is NaN", [{ ms: Number.NaN, answered: true }], {}, "position 0 is NaN"],
      ["a wait for ever", [{ waitedMs: Infinity }], {}, "position 0 is Infinity"],
      ["a wait without a time", [{ answered: true }], {}, "position 0 is undefined"],
      ["a wait of which nobody says whether it ended", [{ ms: 1 }], {}, "whether it was answered"],
      ["an unknown interval", [], { interval: "log" }, "`interval` is none that we know"],
      ["an interval that is nothing", [], { interval: null }, "`interval` is none that we know"],
      ["a level in percent", [], { level: 95 }, "`level`"],
      ["a sample of half a wait", [], { minN: 0.5 }, "minN"],
      ["options that are nothing", [], null, "`options`"],
    ])("refuses %s, and so does survival", (_what, list, options, text) => {
      expect(() => censoredMedian(list as readonly Wait[], options as SurvivalOptions)).toThrow(refused(text));
      expect(() => survival(list as readonly Wait[], options as SurvivalOptions)).toThrow(refused(text));
    });
  });
});
