import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohensKappa, type ConfusionTable, type KappaOptions, type Label } from "../../../src/metrics/advanced/index.js";
import type { Measure, MeasureInterval } from "../../../src/model/measure.js";
import { refused } from "./refused.js";

const intervalOf = (measure: Measure): MeasureInterval | undefined => (measure.value === null ? undefined : measure.interval);

describe("metrics", () => {
  describe("cohensKappa", () => {
    // SAS/STAT user's guide, PROC FREQ, Agreement Study: two dermatologists rate 88 patients terrible, poor, marginal or clear.
    const skin: ConfusionTable = [
      [10, 4, 1, 0],
      [5, 10, 12, 2],
      [2, 4, 12, 5],
      [0, 2, 6, 13],
    ];

    it("gives the published kappa and interval of two dermatologists", () => {
      const kappa = cohensKappa(skin);
      expect(kappa).toMatchObject({ unit: "fraction", n: 88, complete: true, interval: { level: 0.95, method: "fleiss-cohen-everitt" } });
      expect(kappa.value).toBeCloseTo(0.3449, 4);
      expect(intervalOf(kappa)?.low).toBeCloseTo(0.203, 4);
      expect(intervalOf(kappa)?.high).toBeCloseTo(0.4868, 4);
    });

    it("gives their published weighted kappa", () => {
      const kappa = cohensKappa(skin, { weights: "linear" });
      expect(kappa.value).toBeCloseTo(0.5082, 4);
      expect(intervalOf(kappa)?.low).toBeCloseTo(0.3798, 4);
      expect(intervalOf(kappa)?.high).toBeCloseTo(0.6366, 4);
    });

    it("gives the kappas and standard errors that the R package vcd prints for its data set SexualFun", () => {
      const wives: ConfusionTable = [
        [7, 7, 2, 3],
        [2, 8, 3, 7],
        [1, 5, 4, 9],
        [2, 8, 9, 14],
      ];
      const errorOf = (measure: Measure): number => ((intervalOf(measure)?.high ?? 0) - (measure.value ?? 0)) / 1.959963984540054;
      const [plain, weighted] = [cohensKappa(wives), cohensKappa(wives, { weights: "linear" })];
      expect(plain.value).toBeCloseTo(0.1293, 4);
      expect(errorOf(plain)).toBeCloseTo(0.0686, 4);
      expect(weighted.value).toBeCloseTo(0.2374, 4);
      expect(errorOf(weighted)).toBeCloseTo(0.07832, 5);
    });

    it("tells agreement, agreement by chance, and what was to gain", () => {
      expect(
        cohensKappa([
          [20, 5],
          [10, 15],
        ]),
      ).toMatchObject({
        value: 0.4,
        numerator: 0.2,
        denominator: 0.5,
        components: { agreement: 0.7, byChance: 0.5 },
      });
    });

    it("weighs the square of the distance on request", () => {
      // By hand: quadratic weights 1, 3/4, 0 on three labels; agreement (4 + 6 + 0.75·(2 + 3)) / 15 = 11/12, by chance with margins 6 6 3 and
      // 7 5 3: (78 + 57·3/4) / 225, where 6·7 + 6·5 + 3·3 = 81 lie on the diagonal and 6·5 + 6·7 + 6·3 + 3·5 = 105 beside it.
      const table: ConfusionTable = [
        [4, 2, 0],
        [3, 3, 0],
        [0, 0, 3],
      ];
      const [agreement, byChance] = [(10 + 0.75 * 5) / 15, (81 + 0.75 * 105) / 225];
      expect(cohensKappa(table, { weights: "quadratic" }).value).toBeCloseTo((agreement - byChance) / (1 - byChance), 12);
    });

    it("takes two lists of labels for the table they make", () => {
      const first: Label[] = [];
      const second: Label[] = [];
      const labels = ["terrible", "poor", "marginal", "clear"];
      skin.forEach((row, r) => {
        row.forEach((count, c) => {
          for (let at = 0; at < count; at++) {
            first.push(labels[r] ?? "");
            second.push(labels[c] ?? "");
          }
        });
      });
      expect(cohensKappa(first, second).value).toBeCloseTo(cohensKappa(skin).value ?? Number.NaN, 14);
      expect(cohensKappa(first, second, { weights: "linear", labels })).toEqual(cohensKappa(skin, { weights: "linear" }));
    });

    it('takes 1, "1" and true for three labels', () => {
      expect(cohensKappa([1, "1", true], [1, "1", true]).value).toBe(1);
      expect(cohensKappa([1, 1, 0], ["1", 1, 0]).value).toBeLessThan(1);
    });

    it("is 1 where both always agree, without an interval that would claim certainty", () => {
      const kappa = cohensKappa([
        [3, 0, 0],
        [0, 7, 0],
        [0, 0, 1],
      ]);
      expect(kappa.value).toBe(1);
      expect(intervalOf(kappa)).toBeUndefined();
      expect(
        intervalOf(
          cohensKappa([
            [0, 5],
            [5, 0],
          ]),
        ),
      ).toBeUndefined();
    });

    it("is below 0 where they agree less than by chance, and 0 where as often", () => {
      expect(
        cohensKappa([
          [0, 5],
          [5, 0],
        ]).value,
      ).toBe(-1);
      expect(
        cohensKappa([
          [5, 5],
          [5, 5],
        ]).value,
      ).toBe(0);
    });

    it("has no value where one label is all there is, or nothing, or too little", () => {
      expect(
        cohensKappa([
          [9, 0],
          [0, 0],
        ]),
      ).toMatchObject({ value: null, reason: "zero-denominator", n: 9 });
      expect(cohensKappa(["fine"], ["fine"], { weights: "linear", labels: ["fine"] })).toMatchObject({ reason: "zero-denominator" });
      expect(cohensKappa([])).toMatchObject({ value: null, reason: "no-data", n: 0 });
      expect(cohensKappa([], [])).toMatchObject({ value: null, reason: "no-data", n: 0 });
      expect(
        cohensKappa([
          [0, 0],
          [0, 0],
        ]),
      ).toMatchObject({ value: null, reason: "no-data" });
      expect(cohensKappa(skin, { minN: 89 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 88 });
      expect(cohensKappa(skin, { minN: 88 }).value).not.toBeNull();
    });

    const label = fc.constantFrom("praise", "question", "complaint");
    const pairs = fc.array(fc.tuple(label, label), { maxLength: 40 });
    const kappaOf = (list: readonly (readonly [string, string])[], options?: KappaOptions): Measure =>
      cohensKappa(
        list.map(([a]) => a),
        list.map(([, b]) => b),
        options,
      );

    it("does not depend on the order of the things", () => {
      fc.assert(
        fc.property(
          pairs.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
          ([list, shuffled]) => {
            expect(kappaOf(shuffled)).toEqual(kappaOf(list));
          },
        ),
      );
    });

    it("does not depend on who is first, and is never NaN, above 1 or below −1", () => {
      fc.assert(
        fc.property(pairs, fc.constantFrom("none", "linear", "quadratic"), (list, weights) => {
          const options: KappaOptions = { weights, labels: ["praise", "question", "complaint"] };
          const [one, other] = [
            kappaOf(list, options),
            kappaOf(
              list.map(([a, b]) => [b, a] as const),
              options,
            ),
          ];
          expect(JSON.stringify(one)).not.toMatch(/NaN|null,null/u);
          if (one.value === null) {
            expect(other.value).toBeNull();
            return;
          }
          expect(other.value).toBeCloseTo(one.value, 12);
          expect(Math.abs(one.value)).toBeLessThanOrEqual(1 + 1e-12);
          for (const end of [intervalOf(one)?.low, intervalOf(one)?.high]) expect(end ?? 0).not.toBeNaN();
        }),
      );
    });

    it("narrows its interval with n, and keeps its value", () => {
      const many = skin.map((row) => row.map((count) => count * 100));
      const [few, more] = [cohensKappa(skin), cohensKappa(many)];
      expect(more.value).toBeCloseTo(few.value ?? Number.NaN, 12);
      const width = (measure: Measure): number => (intervalOf(measure)?.high ?? 0) - (intervalOf(measure)?.low ?? 0);
      expect(width(few) / width(more)).toBeCloseTo(10, 6);
    });

    const two = ["a", "b"];
    it.each([
      ["a table that is not square", [[[1, 2]]], "The table is not square"],
      ["a table that is no list", ["agree"], "The table is not square"],
      ["one list of labels", [["a", "b"]], "or two lists of labels"],
      [
        "a negative count",
        [
          [
            [1, -1],
            [0, 1],
          ],
        ],
        "no whole number from 0",
      ],
      [
        "half a count",
        [
          [
            [1, 0.5],
            [0, 1],
          ],
        ],
        "no whole number from 0",
      ],
      [
        "a count that is NaN",
        [
          [
            [1, Number.NaN],
            [0, 1],
          ],
        ],
        "no whole number from 0",
      ],
      ["lists of different length", [two, ["a"]], "not equally long"],
      ["a first list that is none", ["ab", two], "not equally long"],
      ["a label that is missing", [two, ["a", null]], "no label at position 1"],
      [
        "a label that is NaN",
        [
          [1, Number.NaN],
          [1, 2],
        ],
        "no label at position 1",
      ],
      ["a label that is not among them", [two, ["a", "c"], { labels: two }], "position 1 is not in `labels`"],
      ["labels that stand twice", [two, two, { labels: ["a", "b", "a"] }], "`labels` has a label twice"],
      ["labels that are no list", [two, two, { labels: "ab" }], "`labels` is no list"],
      ["weights without an order", [two, two, { weights: "linear" }], "give all `labels`"],
      ["unknown weights", [skin, { weights: "cubic" }], "`weights` is none that we know"],
      ["texts for labels", [Array.from({ length: 1001 }, (_, at) => at), Array.from({ length: 1001 }, () => 0)], "There are 1001 labels"],
      ["a level in percent", [skin, { level: 95 }], "`level`"],
      ["options that are nothing", [skin, null], "`options`"],
      ["options that are a word", [two, two, "linear"], "`options`"],
    ])("refuses %s", (_what, input, text) => {
      const kappa = cohensKappa as (...input: readonly unknown[]) => Measure;
      expect(() => kappa(...input)).toThrow(refused(text));
    });
  });
});
