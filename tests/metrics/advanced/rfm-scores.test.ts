import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rfmScores, type RfmOptions, type RfmPerson } from "../../../src/metrics/advanced/index.js";
import { percentile } from "../../../src/metrics/percentile.js";
import { refused } from "./refused.js";

const person = (key: string | number, recencyDays: number, frequency: number, amount: number): RfmPerson => ({
  key: String(key),
  recencyDays,
  frequency,
  amount,
});

describe("metrics", () => {
  describe("rfmScores", () => {
    // The R package rfm (A. Hebbali, 0.3.0, 2024), vignette "RFM - Introduction" and `rfm_table_order`: its orders of 995 customers on 2006-12-31,
    // with the thresholds that it prints.
    const thresholds = { recencyDays: [115, 181, 297, 482], frequency: [4, 5, 6, 8], amount: [256, 382, 506, 666] };
    it.each([
      [205, 6, 472, "343"],
      [140, 3, 340, "412"],
      [194, 4, 405, "323"],
      [98, 7, 596, "544"],
      [132, 5, 448, "433"],
      [90, 9, 843, "555"],
      [84, 9, 763, "555"],
      [281, 8, 699, "355"],
      [246, 4, 157, "321"],
      [349, 3, 363, "212"],
      [619, 4, 196, "121"],
      [160, 7, 779, "445"],
    ])("gives the published score of a customer of %i days, %i orders and %i", (recencyDays, frequency, amount, code) => {
      const table = rfmScores([person("anna", recencyDays, frequency, amount)], { thresholds });
      const [recency, often, much] = Array.from(code, Number);
      expect(table.people).toEqual([{ key: "anna", recency, frequency: often, amount: much, code }]);
      expect(table.thresholds).toEqual(thresholds);
    });

    it("gains a step with each threshold that is reached, and loses one for days", () => {
      const steps = rfmScores(
        [1, 2, 3, 4, 5].map((at) => person(at, at, at, at)),
        { thresholds: { recencyDays: [2, 3, 4, 5], frequency: [2, 3, 4, 5], amount: [2, 3, 4, 5] } },
      );
      expect(steps.people.map(({ code }) => code)).toEqual(["511", "422", "333", "244", "155"]);
    });

    it("cuts people into fifths", () => {
      const people = Array.from({ length: 25 }, (_, at) => person(at, at + 1, at + 1, (at + 1) / 10));
      const table = rfmScores(people);
      expect(table.thresholds).toEqual({ recencyDays: [6, 11, 16, 21], frequency: [6, 11, 16, 21], amount: [0.6, 1.1, 1.6, 2.1] });
      const fifths = [1, 2, 3, 4, 5].flatMap((score) => new Array<number>(5).fill(score));
      expect(table.people.map(({ frequency }) => frequency)).toEqual(fifths);
      expect(table.people.map(({ amount }) => amount)).toEqual(fifths);
      expect(table.people.map(({ recency }) => recency)).toEqual(fifths.toReversed());
      expect(table.scored).toMatchObject({ value: 25, unit: "count", n: 25, complete: true, coverage: 1 });
    });

    it("begins a fifth with the first who is above the percentile", () => {
      const table = rfmScores(Array.from({ length: 101 }, (_, at) => person(at, at, at, at)));
      expect(table.thresholds).toEqual({ recencyDays: [21, 41, 61, 81], frequency: [21, 41, 61, 81], amount: [21, 41, 61, 81] });
    });

    it("gives the scores of R on whole numbers whose percentiles are whole: one more than how many of percentile + 1 are reached", () => {
      // Of 5k + 1 people the fifths end on people, so that percentiles are values.
      const counts = fc.integer({ min: 5, max: 8 }).chain((k) => fc.array(fc.nat(12), { minLength: 5 * k + 1, maxLength: 5 * k + 1 }));
      fc.assert(
        fc.property(counts, (values) => {
          const sorted = values.toSorted((a, b) => a - b);
          const bins = [0.2, 0.4, 0.6, 0.8].map((share) => (percentile(sorted, share) ?? 0) + 1);
          const table = rfmScores(values.map((value, at) => person(at, value, value, value)));
          table.people.forEach((scores, at) => {
            const score = 1 + bins.filter((bin) => bin <= (values[at] ?? 0)).length;
            expect(scores).toMatchObject({ frequency: score, amount: score, recency: 6 - score });
          });
        }),
      );
    });

    const people = fc.array(fc.tuple(fc.nat(30), fc.nat(8), fc.double({ min: -50, max: 50, noNaN: true })), {
      minLength: 25,
      maxLength: 60,
    });

    it("scores alike who is alike, and never less who came more, more lately or with more", () => {
      fc.assert(
        fc.property(people, (rows) => {
          const scores = rfmScores(rows.map(([days, often, much], at) => person(at, days, often, much))).people;
          for (const [a, [days, often, much]] of rows.entries()) {
            for (const [b, [otherDays, otherOften, otherMuch]] of rows.entries()) {
              const [one, other] = [scores[a], scores[b]];
              if (one === undefined || other === undefined) throw new Error("Everybody has scores.");
              if (days <= otherDays) expect(one.recency).toBeGreaterThanOrEqual(other.recency ?? 9);
              if (often >= otherOften) expect(one.frequency).toBeGreaterThanOrEqual(other.frequency ?? 9);
              if (much >= otherMuch) expect(one.amount).toBeGreaterThanOrEqual(other.amount ?? 9);
            }
          }
        }),
        { numRuns: 20 },
      );
    });

    it("does not depend on the order of the people, and gives them in it", () => {
      fc.assert(
        fc.property(
          people.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows.keys()], { minLength: rows.length }))),
          ([rows, order]) => {
            const list = rows.map(([days, often, much], at) => person(at, days, often, much));
            const shuffled = order.map((at) => list[at] ?? person("", 0, 0, 0));
            const [one, other] = [rfmScores(list), rfmScores(shuffled)];
            expect(other.thresholds).toEqual(one.thresholds);
            expect(other.people).toEqual(order.map((at) => one.people[at]));
          },
        ),
      );
    });

    it("gives the same again with the thresholds that it found", () => {
      fc.assert(
        fc.property(people, (rows) => {
          const list = rows.map(([days, often, much], at) => person(at, days, often, much));
          const found = rfmScores(list);
          expect(rfmScores(list, { thresholds: found.thresholds })).toEqual(found);
        }),
      );
    });

    it("gives the best recency and the least of the rest where all are alike", () => {
      const table = rfmScores(Array.from({ length: 25 }, (_, at) => person(at, 3, 1, 0)));
      expect(new Set(table.people.map(({ code }) => code))).toEqual(new Set(["511"]));
      expect(table.thresholds).toEqual({ recencyDays: [], frequency: [], amount: [] });
    });

    it("does not scale: euros and cents score the same", () => {
      const euros = Array.from({ length: 40 }, (_, at) => person(at, at, at, (at * 37) % 41));
      const cents = euros.map(({ key, recencyDays = 0, frequency = 0, amount = 0 }) => person(key, recencyDays, frequency, amount / 100));
      expect(rfmScores(cents).people).toEqual(rfmScores(euros).people);
    });

    it("scores what is known, and says what is not", () => {
      const table = rfmScores([person("anna", 3, 4, 5), { key: "bo", frequency: 4, amount: 5 }, { key: "cleo" }], {
        thresholds: { recencyDays: [10], frequency: [2], amount: [2] },
      });
      expect(table.people).toEqual([
        { key: "anna", recency: 5, frequency: 2, amount: 2, code: "522" },
        { key: "bo", frequency: 2, amount: 2 },
        { key: "cleo" },
      ]);
      expect(table.scored).toEqual({
        value: 1,
        unit: "count",
        n: 3,
        complete: false,
        missing: ["recencyDays", "frequency", "amount"],
        coverage: 1 / 3,
      });
      const noAmounts = Array.from({ length: 25 }, (_, at) => ({ key: String(at), recencyDays: at, frequency: at }));
      expect(rfmScores(noAmounts)).toMatchObject({ scored: { value: 0, missing: ["amount"] }, thresholds: { amount: [] } });
    });

    it("knows nothing of nobody", () => {
      expect(rfmScores([])).toMatchObject({ people: [], scored: { value: null, reason: "no-data", n: 0 } });
    });

    const few = [person("anna", 1, 1, 1)];
    const fixed = { recencyDays: [1], frequency: [1], amount: [1] };
    it.each([
      [
        "fewer than 25 without thresholds",
        Array.from({ length: 24 }, (_, at) => person(at, at, at, at)),
        {},
        "24 people with `recencyDays`",
      ],
      ["fewer than 25 without one of them", few, { thresholds: { ...fixed, amount: undefined } }, "give `thresholds.amount`"],
      ["no list", "anna", {}, "`people` is no list"],
      ["a person who is nothing", [null], {}, "`people` has no person at position 0"],
      ["a person without a key", [{ frequency: 1 }], { thresholds: fixed }, "position 0 has no `key`"],
      ["a person who is there twice", [...few, ...few], { thresholds: fixed }, "position 1 is in the list twice"],
      ["days to come", [person("anna", -1, 1, 1)], { thresholds: fixed }, "recencyDays is -1"],
      ["fewer engagements than none", [person("anna", 1, -1, 1)], { thresholds: fixed }, "frequency is -1"],
      ["a count that is NaN", [person("anna", 1, Number.NaN, 1)], { thresholds: fixed }, "frequency is NaN"],
      ["a count that is nothing", [{ key: "anna", frequency: null }], { thresholds: fixed }, "frequency is null"],
      ["an amount without end", [person("anna", 1, 1, Infinity)], { thresholds: fixed }, "amount is Infinity"],
      ["thresholds that descend", few, { thresholds: { ...fixed, frequency: [3, 2] } }, "`thresholds.frequency` are no four"],
      ["five thresholds", few, { thresholds: { ...fixed, amount: [1, 2, 3, 4, 5] } }, "`thresholds.amount` are no four"],
      ["a threshold that is NaN", few, { thresholds: { ...fixed, amount: [Number.NaN] } }, "`thresholds.amount` are no four"],
      ["thresholds that are no list", few, { thresholds: { ...fixed, recencyDays: 5 } }, "`thresholds.recencyDays` are no four"],
      ["thresholds that are nothing", few, { thresholds: null }, "`thresholds` is no object"],
      ["options that are nothing", few, null, "`options`"],
    ])("refuses %s", (_what, list, options, text) => {
      expect(() => rfmScores(list as readonly RfmPerson[], options as RfmOptions)).toThrow(refused(text));
    });
  });
});
