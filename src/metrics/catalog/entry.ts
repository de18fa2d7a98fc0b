/**
 * What the table of metrics says of each.
 * @module
 */
import type { Network } from "../../model/keys.js";

/** Where a metric stands in the table. */
export type MetricGroup = "engagement" | "visibility" | "audience" | "responsiveness" | "health" | "advanced";

/** Something that a metric reads. */
export type MetricInput =
  | "messages"
  | "threads"
  | "authors"
  | "members"
  | "posts"
  | "likes"
  | "replies"
  | "shares"
  | "saves"
  | "views"
  | "clicks"
  | "impressions"
  | "reach"
  | "followers"
  | "lost followers"
  | "sentiment"
  | "audit trail"
  | "schedule"
  | "host";

/** One metric: what it is, what it takes, and what to beware of. Plain text; the page of the guide is written from it. */
export interface MetricEntry {
  /** How it is called in code, without the parentheses: `engagementRate.byReach`. */
  readonly id: string;
  /** Where it stands. */
  readonly group: MetricGroup;
  /** What it tells, in a sentence. */
  readonly says: string;
  /** How it is computed: `engagement / reach`. */
  readonly formula: string;
  /** What the value is in: `fraction`, `ms`, `count`, `per-1000`, `points`, `currency`. */
  readonly unit: string;
  /** What it reads. Where a network does not tell one of these there is no value, or a lower bound. */
  readonly inputs: readonly MetricInput[];
  /** What others call it. */
  readonly also?: readonly string[];
  /** What to beware of, a sentence each. */
  readonly pitfalls: readonly string[];
  /** Where the definition comes from: who, and the address where there is one. */
  readonly source?: string;
}

/** Which networks tell an input. Absent = no network does; the host brings it. */
export interface MetricInputEntry {
  /** What it is. */
  readonly says: string;
  /** The networks that tell it, with a restriction in words or `""` where there is none. */
  readonly networks: Readonly<Partial<Record<Network, string>>>;
}
