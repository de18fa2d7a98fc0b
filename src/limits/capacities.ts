/**
 * Numbers that only the host knows: the tier it pays for, the most it wants to spend.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Network } from "../model/keys.js";
import type { LimitObservation, LimitRule } from "../model/limit.js";

/** Rules with the host's own numbers. */
export interface Capacities {
  /** The rules as they are kept. */
  readonly rules: readonly LimitRule[];
  /** Puts what the network told in terms of the host's number, where that is the lower one. */
  readonly within: (observation: LimitObservation) => LimitObservation;
}

/** The initials that the rules of one network begin with: `bs` of `bs.writes.hour`. */
const initialsOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf(".")));

/** The number of a rule without its host. */
const wholeOf = (rule: LimitRule | undefined): number | undefined => rule?.capacity ?? (rule?.unit === "percent" ? 100 : undefined);

/**
 * Puts a host's numbers into the rules of one network. Ids of other networks are passed over, because one host has one set of options for
 * all; an id that begins with this network's initials and names no rule is a slip.
 *
 * @throws FolkmootError `misconfigured` for such an id, naming those that exist, and for a number that is not above 0.
 */
export function withCapacities(
  network: Network,
  rules: readonly LimitRule[],
  capacities: Readonly<Record<string, number>> = {},
): Capacities {
  const given = Object.entries(capacities);
  if (given.length === 0) return { rules, within: (observation) => observation };
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const initials = new Set(rules.map(({ id }) => initialsOf(id)).filter((part) => part !== ""));
  for (const [id, capacity] of given) {
    if (!byId.has(id) && initials.has(initialsOf(id)))
      throw new FolkmootError(
        "misconfigured",
        `limiter.capacities names "${id}", which is no limit of ${network}; it has ${[...byId.keys()].join(", ")}.`,
      );
    if (!(Number.isFinite(capacity) && capacity > 0))
      throw new FolkmootError("misconfigured", `limiter.capacities["${id}"] must be a number above 0, not ${String(capacity)}.`);
  }
  const own = new Map(given);
  return {
    rules: rules.map((rule) => {
      const capacity = own.get(rule.id);
      return capacity === undefined ? rule : { ...rule, capacity };
    }),
    within: (observation) => {
      const cap = own.get(observation.rule);
      if (cap === undefined) return observation;
      const { limit, remaining, usedFraction, ...rest } = observation;
      const whole = limit ?? wholeOf(byId.get(observation.rule));
      // The network's word wins where it is the lower one.
      if (whole !== undefined && whole <= cap) return observation;
      if (whole === undefined) return remaining === undefined ? observation : { ...observation, remaining: Math.min(remaining, cap) };
      const used = remaining === undefined ? (usedFraction === undefined ? undefined : usedFraction * whole) : whole - remaining;
      return {
        ...rest,
        ...(limit !== undefined && { limit: cap }),
        ...(used !== undefined && { remaining: Math.max(0, cap - used) }),
      };
    },
  };
}
