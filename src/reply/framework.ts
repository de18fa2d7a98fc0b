/**
 * Reply frameworks as data.
 * @module
 */
import type { PlanAction } from "../model/draft.js";

/** One thing that a reply does: thank, answer, go on, sign. */
export interface FrameworkStep {
  /** What values are given by: `answer`. Unique in its framework. */
  readonly id: string;
  /** What it does, whatever its id: `acknowledge`, `answer`, `continue`, `close`, `sign`. A voice's signature fills a step of kind `sign`. */
  readonly kind: string;
  /** `always`: a reply without it is refused. `when-applicable`: left out when there is nothing of the kind to say. `optional`: nice to have. */
  readonly required: "always" | "when-applicable" | "optional";
  /** Steps of one group exclude each other; the first that has a value wins (continue, or else close). */
  readonly group?: string;
  /** What is done when the step is in the reply. */
  readonly actions?: readonly PlanAction[];
  /** 0 = never dropped; higher goes first. @defaultValue 0 */
  readonly dropRank?: number;
}

/** A framework is data: acknowledge, answer, continue or close, signature; LAST, HEARD, LARA, CARP; a host's own. */
export interface ReplyFramework {
  /** Its name: `nordic`. Stands in the provenance of its plans. */
  readonly id: string;
  /** Counts up when its steps change. A whole number from 1. */
  readonly version: number;
  /** The steps in the order of the text. */
  readonly steps: readonly FrameworkStep[];
  /** What stands between two steps. */
  readonly joiner: " " | "\n" | "\n\n";
}

/** What is said, by step id. */
export type StepValues = Readonly<Record<string, string>>;
