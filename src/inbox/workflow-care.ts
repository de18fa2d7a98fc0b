/**
 * The team's state, as hosts see it.
 * @module
 */
import type { Actor } from "../model/actor.js";
import type { Timestamp } from "../model/ref.js";
import type { Workflow } from "../store/collections.js";

/** Who works, and on what state of it. */
export interface WorkflowOptions {
  /** Who does it; audited. */
  readonly by: Actor;
  /** `Workflow.version` as it was seen. A lost race is a `ConflictError`; without one the last write wins. */
  readonly version?: number;
}

/** Which labels come and which go. */
export interface LabelChange {
  /** Labels to put on; those that are there stay. */
  readonly add?: readonly string[];
  /** Labels to take off; those that are not there do not matter. */
  readonly remove?: readonly string[];
}

/**
 * The team's state of conversations and comment trees. The network never sees it.
 * `key` is that of a conversation, or of a message: then its conversation is meant, or under a post its comment tree. Each call gives the state
 * as it is afterwards; one that changes nothing writes nothing. A new inbound message opens what is pending, snoozed or resolved, in the
 * transaction that stores it; history does not.
 *
 * Each rejects with FolkmootError: `invalid-request` naming field and remedy, `not-found` for what the store does not hold, `misconfigured` for
 * an account that the inbox does not have, and a ConflictError where `version` is no longer that of the state.
 */
export interface TeamWork {
  /** Gives it to somebody, by the host's own id of the person; `null` takes the assignment away. */
  assign(key: Workflow["key"], to: string | null, options: WorkflowOptions): Promise<Workflow>;
  /** Puts labels on and takes labels off. */
  label(key: Workflow["key"], labels: LabelChange, options: WorkflowOptions): Promise<Workflow>;
  /** Says that nothing is left to do. */
  resolve(key: Workflow["key"], options: WorkflowOptions): Promise<Workflow>;
  /** Puts it aside until an instant to come. Then it is open, wherever it is read. */
  snooze(key: Workflow["key"], until: Timestamp, options: WorkflowOptions): Promise<Workflow>;
  /** Says that the team waits for the person: nothing is to be done until they write. */
  markPending(key: Workflow["key"], options: WorkflowOptions): Promise<Workflow>;
  /** Opens it again by hand. */
  reopen(key: Workflow["key"], options: WorkflowOptions): Promise<Workflow>;
  /** Adds a note for the team; the network never sees it. */
  note(key: Workflow["key"], text: string, options: WorkflowOptions): Promise<Workflow>;
}
