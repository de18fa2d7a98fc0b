import fc from "fast-check";
import type { OpenInterval, Schedule } from "../../../src/metrics/index.js";

const clock = (quarters: number): string =>
  `${String(Math.floor(quarters / 4)).padStart(2, "0")}:${String((quarters % 4) * 15).padStart(2, "0")}`;

/** Intervals of whole quarters, up to the end of the next day; many of the night, where clocks change. */
const interval: fc.Arbitrary<OpenInterval> = fc
  .tuple(fc.oneof(fc.nat(95), fc.nat(14)), fc.oneof(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 96 })))
  .map(([opens, length]) => [clock(opens), clock(opens + length)]);
const intervals = fc.array(interval, { maxLength: 3 });

/** Draws schedules, with exceptions on some of the given dates. */
export function schedules(timeZone: string, dates: readonly string[]): fc.Arbitrary<Schedule> {
  const date = fc.constantFrom(...dates);
  const exceptions = fc.dictionary(date, intervals, { maxKeys: 3, noNullPrototype: true });
  return fc.record({
    timeZone: fc.constant(timeZone),
    week: fc.record(
      { mon: intervals, tue: intervals, wed: intervals, thu: intervals, fri: intervals, sat: intervals, sun: intervals },
      { requiredKeys: ["sun"] },
    ),
    holidays: fc.array(date, { maxLength: 2 }),
    overrides: exceptions,
    breaks: exceptions,
  });
}
