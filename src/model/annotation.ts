/**
 * What somebody thought about an object.
 * @module
 */
import type { Timestamp } from "./ref.js";

/** What somebody thought about an object: language, sentiment, triage. Filled after commit by `createInbox({ enrich })`. */
export interface Annotation {
  /** The finding, as a word: `da`, `negative`, `question`. */
  readonly label: string;
  /** How sure, 0 to 1. */
  readonly score: number;
  /** A number that goes with the label, e.g. sentiment from -1 to 1. */
  readonly value?: number;
  /** Classifier id and version, or the person. */
  readonly by: string;
  /** When. */
  readonly at: Timestamp;
}

/** Annotations by what they are about: `language`, `sentiment`, `triage`, `priority`. */
export type Annotations = Readonly<Record<string, Annotation>>;
