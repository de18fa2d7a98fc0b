/**
 * Checks rules that may come out of a host's own configuration. As cheap as it can be: measuring is hot.
 * @module
 */
import { FolkmootError } from "../errors.js";

/**
 * Refuses what are no text rules.
 * @throws FolkmootError `invalid-request`, naming the field
 */
export function checkRules(rules: unknown): void {
  if (!(typeof rules === "object" && rules !== null && "limits" in rules && Array.isArray(rules.limits)))
    throw new FolkmootError("invalid-request", "`rules.limits` is no list: give text rules, such as textRules.bluesky.reply.");
}

/**
 * Refuses a limit that holds nothing.
 * @throws FolkmootError `invalid-request`, naming the field
 */
export function checkLimit(limit: unknown): void {
  const max = typeof limit === "object" && limit !== null && "max" in limit ? limit.max : undefined;
  if (typeof max !== "number" || !(max >= 0))
    throw new FolkmootError("invalid-request", "`rules.limits` has a `max` that is no number from 0: say how many there may be.");
}
