/**
 * The question after engagement by some base.
 * @module
 */
import { isObject } from "../measure.js";
import { allKinds, checkKinds, defaultKinds, type EngagementBase } from "./counts.js";
import type { AnyOptions } from "./options.js";
import type { Ratio } from "./ratio.js";

/** Makes the question after engagement by a base. */
export function engagementBy(base: EngagementBase, options: AnyOptions = {}): Ratio {
  return { kinds: engagementKinds(options), base, unit: "fraction" };
}

/** Reads what counts as engagement. */
export function engagementKinds(options: AnyOptions): Ratio["kinds"] {
  if (!isObject(options)) return defaultKinds;
  return options.countedBy === "network" ? ["engagements"] : checkKinds(options.kinds ?? defaultKinds, allKinds);
}
