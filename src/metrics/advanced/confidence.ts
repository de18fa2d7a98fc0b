/**
 * From a level of confidence to the normal distribution.
 * @module
 */
import { refuse } from "../measure.js";
import { confidence95, type Confidence } from "../wilson.js";
import { isNumber } from "./check.js";

/** How sure an interval shall be. */
export interface LevelOptions {
  /** The probability with which the interval holds the true value, between 0 and 1. @defaultValue 0.95 */
  readonly level?: number;
}

/** Reads the level of an interval, and what it is in the normal distribution. */
export function readConfidence({ level = confidence95.level }: LevelOptions): Confidence {
  if (!(isNumber(level) && level > 0 && level < 1))
    refuse("`level` is no number between 0 and 1", "give a probability, such as 0.95 for 95 %");
  return level === confidence95.level ? confidence95 : { level, z: normalQuantile(level) };
}

/**
 * Finds how many standard deviations around its mean a normal variable stays with the probability `level`.
 *
 * Algorithm AS 241 (PPND16) of M. J. Wichura, Applied Statistics 37 (1988), whose relative error is about 1e-16. Its third part, for what is
 * further out, is left out: of the levels that floating point can tell from 1, the last is off by 5e-12 without it.
 */
function normalQuantile(level: number): number {
  const q = level / 2;
  if (q <= 0.425) return q * ratio(central, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log((1 - level) / 2));
  return ratio(outer, r - 1.6);
}

/** A quotient of two polynomials, each from the constant on. */
interface Rational {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

const central: Rational = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813,
    2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
    5226.495278852854,
  ],
};
const outer: Rational = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
    0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345,
    1.0507500716444169e-9,
  ],
};

const ratio = ({ above, below }: Rational, x: number): number => polynomial(above, x) / polynomial(below, x);

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
