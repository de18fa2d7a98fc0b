/**
 * Numbers in time, as `inbox.series` lists them and the store keeps them.
 * @module
 */
import type { Key } from "../model/keys.js";
import type { Timestamp } from "../model/ref.js";

/** A number of a network at an instant. An `Observation` of the store is such. */
export interface ObservedValue {
  /** What it is about: an account, author, post or message. */
  readonly subject: Key;
  /** `followers`, a field of `Counts` or `Insights`, or `reactions.<word>`. */
  readonly metric: string;
  /** The number. */
  readonly value: number;
  /** When it was told. */
  readonly at: Timestamp;
}
