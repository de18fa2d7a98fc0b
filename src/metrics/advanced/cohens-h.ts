/**
 * How large a difference of two shares is, apart from how sure it is.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { known, refuse } from "../measure.js";

/**
 * Computes Cohen's h of two shares: 2·asin √first − 2·asin √second, from −π to π. Positive where the first is larger.
 *
 * Jacob Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition 1988, section 6.2: 0.2 is small, 0.5 medium, 0.8 large.
 *
 * @throws FolkmootError `invalid-request` for a share that is not between 0 and 1.
 *
 * @example
 * cohensH(0.65, 0.45).value; // 0.405, between small and medium
 */
export function cohensH(first: number, second: number): Measure {
  return known(angle(first, "first") - angle(second, "second"), "radians", { n: 2 });
}

function angle(share: number, name: string): number {
  if (!(typeof share === "number" && share >= 0 && share <= 1))
    refuse(`\`${name}\` is no share`, "give a number from 0 to 1, such as 0.25 for a quarter");
  return 2 * Math.asin(Math.sqrt(share));
}
