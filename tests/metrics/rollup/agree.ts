import { expect } from "vitest";
import type { Measure } from "../../../src/metrics/index.js";

/** Expects a measure of a rollup to be that of the exact function: all it says, and the value within the bound that it states. */
export function expectAgreement(ours: Measure, exact: Measure, what: string): void {
  const { value, errorBound = 0, ...rest } = ours;
  const { value: truth, ...wanted } = exact;
  expect(rest, what).toEqual(wanted);
  if (value === null || truth === null) expect(value, what).toBe(truth);
  // Where the reference adds rounded numbers, the last digits are its own.
  else expect(Math.abs(value - truth), what).toBeLessThanOrEqual(errorBound + Math.abs(truth) * 1e-13);
}

/** The same for each of the fields that both have; ours may have more. */
export function expectAllAgree(ours: object, exact: object, what: string): void {
  const mine: Readonly<Record<string, unknown>> = { ...ours };
  for (const [name, measure] of Object.entries(exact) as [string, Measure][]) {
    expect(mine, what).toHaveProperty(name);
    expectAgreement(mine[name] as Measure, measure, `${what}.${name}`);
  }
}
