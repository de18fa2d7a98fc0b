/**
 * Reply frameworks as data.
 * @module
 */
import type { PlanAction } from "../model/draft.js";
import type { StepCondition } from "./condition.js";

/**
 * One wording of a step that the framework itself brings. The one that fits best speaks: by language first (the longest tag that serves it),
 * then by tone.
 */
export interface StepVariant {
  /** BCP 47; `da` serves `da-DK` too. Absent or `und` = any language. */
  readonly locale?: string;
  /** The tone that it has, in words of the framework: `warm`, `formal`. Absent = any. */
  readonly tone?: string;
  /** `short` stands in for `full` when room is short. @defaultValue "full" */
  readonly length?: "full" | "short";
  /** A template: `{{name}}`, `{{name|fallback}}`, `{{#name}}...{{/name}}`. */
  readonly text: string;
}

/** One thing that a reply does: thank, answer, go on, sign. */
export interface FrameworkStep {
  /** What values are given by: `answer`. Unique in its framework. */
  readonly id: string;
  /**
   * What it does, whatever its id: `greet`, `acknowledge`, `empathize`, `affirm`, `apologize`, `thank`, `answer`, `add`, `solve`, `next`,
   * `refocus`, `handoff`, `continue`, `close`, `sign`, or a word of your own. A signature fills a step of kind `sign`, a greeting one of kind
   * `greet`; a step of kind `handoff` moves the conversation into private.
   */
  readonly kind: string;
  /** By language (BCP 47): what to ask a person for who fills the step in. */
  readonly label?: Readonly<Record<string, string>>;
  /** `always`: a reply without it is refused. `when-applicable`: left out when there is nothing of the kind to say. `optional`: nice to have. */
  readonly required: "always" | "when-applicable" | "optional";
  /** Done and not said: listen, find. Takes no value; its actions are in every plan. @defaultValue false */
  readonly internal?: boolean;
  /** When it may speak. Where this does not hold the step is left out, also one that is required. */
  readonly when?: StepCondition;
  /** Steps of one group exclude each other; the first that has a value wins (continue, or else close). */
  readonly group?: string;
  /** What is done when the step is in the reply. */
  readonly actions?: readonly PlanAction[];
  /** 0 = never dropped; higher goes first. @defaultValue 0 */
  readonly dropRank?: number;
  /** Wordings of its own. One is said where the values say `true`, and without being asked by a step that is `always` required or whose `when` holds. */
  readonly variants?: readonly StepVariant[];
}

/** What a framework wants of the conversation around the reply. Lint warns where a plan passes over it. */
export interface FrameworkPolicies {
  /** How many public replies of ours a conversation may hold. A whole number from 1. Needs `publicReplies`. */
  readonly maxPublicReplies?: number;
  /** From this public reply on (the first is 1), one without a step of kind `handoff` carries the warning `switch-channel`. Needs `publicReplies`. */
  readonly switchChannelAfter?: number;
  /** True when a picture without a description must not leave. @defaultValue false */
  readonly requireAlt?: boolean;
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
  /**
   * How one step meets the next. `calm`: of the steps that end with an exclamation mark only the last keeps it, in the others it becomes a full
   * stop; and a step that ends with a letter or a digit gets a full stop where the next follows on the same line. @defaultValue "as-written"
   */
  readonly punctuation?: "as-written" | "calm";
  /**
   * Who signs where the values have no signature. `brand`: the voice's signature, with the agent's initials in its place when room is short.
   * `initials`: the agent's. @defaultValue "brand"
   */
  readonly signature?: "brand" | "initials" | "none";
  /** What it wants of the conversation around the reply. */
  readonly policies?: FrameworkPolicies;
}

/** What is said, by step id. */
export type StepValues = Readonly<Record<string, string>>;

/** What a step says, with shorter words for when room is short. */
export interface StepWords {
  /** What it says: a template as in {@link StepVariant}. */
  readonly text: string;
  /** The same in fewer words. */
  readonly short?: string;
}

/** What one step says: a template, one with shorter words, or `true` for the framework's own wording. */
export type StepValue = string | StepWords | true;
