/**
 * Rates that are shares where each of the base counts once at most.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { isObject, refuse } from "../measure.js";
import { proportion } from "../proportion.js";
import { checkWord, type RateOptions } from "./options.js";
import { measureReadings, type Ratio } from "./ratio.js";
import { readPosts } from "./readings.js";

/** Whether one of the base may count more than once. */
export interface CountingOptions extends RateOptions {
  /**
   * `every`: one impression may be clicked twice and one click may convert twice, so the rate is no share, may pass 1, and has no interval.
   * `one`: you know that each counts once at most. Then the rate of all together is a share with a Wilson 95 % interval, n is the base, and
   * more above the line than below it is refused. The interval takes them for independent; who sees a post five times is not, so it is
   * rather too narrow. @defaultValue "every"
   */
  readonly counting?: "every" | "one";
}

/** Measures a rate that may be a share. */
export function measureCounting(ratio: Ratio, sources: unknown, options: CountingOptions = {}): Measure {
  const read = readPosts(ratio, sources, options);
  const { counting, minN, ...rest } = options;
  checkWord("counting", counting, ["every", "one"]);
  if (counting !== "one") return measureReadings(ratio, read, options);
  for (const { parts, below } of read.readings)
    if ((parts[0] ?? 0) > (below ?? Number.POSITIVE_INFINITY))
      refuse(`A post has more ${ratio.kinds.join()} than ${ratio.base}`, "count each once, or leave `counting` out");
  const measure = measureReadings(ratio, read, rest);
  const { numerator, denominator, complete, missing } = measure;
  if (measure.value === null || numerator === undefined || denominator === undefined) return measure;
  return { ...measure, ...proportion(numerator, denominator, minN === undefined ? {} : { minN }, { complete, missing }) };
}

/** Reads options of which something must be said. Callers without types may have left it out. */
export function givenOptions<O extends object>(options: O, what: string): Partial<O> {
  return isObject(options) ? options : refuse("`options` is missing", `give ${what}`);
}
