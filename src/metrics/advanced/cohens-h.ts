/**
 * How large a difference of two shares is, apart from how sure it is.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { known, refuse, unknown } from "../measure.js";
import { readShare, type CountedShare, type ReadShare } from "./tally.js";

/**
 * Computes Cohen's h of two shares: 2·asin √first − 2·asin √second, in radians from −π to π; positive where the first is larger.
 *
 * A share is a number from 0 to 1, a `{ successes, n }`, or a measure with a Wilson interval, such as of `responseRate`; of nothing tried there
 * is no value. `n` is how many were tried in both; a bare number counts for one. It is no test: how sure the difference is, `differenceOfRates`
 * tells.
 *
 * Jacob Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition 1988, section 6.2. His rule of thumb: 0.2 is small, 0.5
 * medium, 0.8 large.
 *
 * @throws FolkmootError `invalid-request` for what is no share, and for more successes than tries.
 *
 * @example
 * cohensH(0.65, 0.45).value; // 0.405, between small and medium
 */
export function cohensH(first: number | CountedShare, second: number | CountedShare): Measure {
  const [a, b] = [read(first, "first"), read(second, "second")];
  const missing = [...new Set([...a.missing, ...b.missing])];
  const details = { n: a.n + b.n, complete: missing.length === 0, missing };
  const reason = a.reason ?? b.reason;
  if (reason !== undefined) return unknown(reason, "radians", details);
  return known(angle(a.share) - angle(b.share), "radians", details);
}

type Read = Pick<ReadShare, "n" | "missing" | "reason"> & { readonly share: number };

function read(given: number | CountedShare, name: string): Read {
  if (typeof given !== "number") {
    const share = readShare(given, name);
    return { ...share, share: share.successes / share.n };
  }
  if (!(given >= 0 && given <= 1)) refuse(`\`${name}\` is no share`, "give a number from 0 to 1, such as 0.25 for a quarter");
  return { n: 1, missing: [], reason: undefined, share: given };
}

const angle = (share: number): number => 2 * Math.asin(Math.sqrt(share));
