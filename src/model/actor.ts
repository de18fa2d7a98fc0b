/**
 * Who acts.
 * @module
 */

/** Required on every write and workflow call through the inbox. Only a human may use a human-only window. */
export interface Actor {
  /** A person, a program that decides by itself, or the host's own plumbing. Only a `human` may approve. */
  readonly type: "human" | "automation" | "system";
  /** The host's own id of the person or program. */
  readonly id: string;
}
