import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTime } from "../../src/metrics/read-time.js";

describe("metrics", () => {
  describe("readTime", () => {
    it("reads what the calendar of the language reads, in every year of four digits", () => {
      const dates = fc.date({ min: new Date("0000-01-01T00:00:00.000Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
      fc.assert(
        fc.property(dates, (date) => {
          expect(readTime(date.toISOString(), "at")).toBe(date.getTime());
        }),
      );
    });

    it.each([
      ["2026-11-22", Date.UTC(2026, 10, 22)],
      ["2026-11-22T10:00Z", Date.UTC(2026, 10, 22, 10)],
      ["2026-11-22T10:00:00+01:00", Date.UTC(2026, 10, 22, 9)],
      ["2024-02-29T10:00:00.000Z", Date.UTC(2024, 1, 29, 10)],
    ])("reads %s", (text, instant) => {
      expect(readTime(text, "at")).toBe(instant);
    });

    it.each([
      "2026-02-29T10:00:00.000Z",
      "2026-02-30",
      "2026-13-01T10:00:00.000Z",
      "2026-11-31T10:00:00.000Z",
      "2026-11-22T25:00:00.000Z",
      "2026-11-22T10:60:00.000Z",
      "2026-11-22T10:00:00",
      "2026-11-22T10:00:00.00:Z",
      "22.11.2026",
      "",
    ])("refuses %o, naming the field", (text) => {
      expect(() => readTime(text, "`at`")).toThrow(/`at` is no time/u);
    });

    it.each([null, undefined, 5, {}])("refuses %o", (value) => {
      expect(() => readTime(value as string, "at")).toThrow(/at is no time/u);
    });
  });
});
