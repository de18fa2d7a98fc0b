/** What the parts of the bench agree on. */
import type { Meter } from "../../src/limits/meter.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { LimitedServer, Rounding, ServerAnswer } from "../../tests/limits/servers/index.js";

/** What a client is told about a limit beforehand: what the documents of the network say. */
export interface Quota {
  /** How it comes back: all at once, little by little, for each call after so long, or for each route apart. */
  readonly kind: "window" | "bucket" | "rolling" | "routes";
  readonly capacity: number;
  readonly perMs: number;
  /** A limit over all routes, a second. */
  readonly global?: number;
}

/** How one server differs from the one in the book. */
export interface Variation {
  readonly name: string;
  /** There and back. Milliseconds. */
  readonly minMs: number;
  readonly maxMs: number;
  readonly tail?: number;
  readonly rounding?: Rounding;
  readonly precisionMs?: number;
  readonly silent?: number;
  readonly foreign?: number;
  readonly skewMs?: number;
  readonly date?: boolean;
  readonly phase?: number;
  readonly spent?: number;
  readonly start?: "grid" | "first-call";
  readonly globalWindow?: "second" | "sliding";
  readonly capacity?: number;
  readonly windowMs?: number;
  readonly stepMs?: number;
  readonly regain?: boolean;
}

/** What is asked for, of the budget and of 100 accepted calls. Absent: shown, and held against nobody. */
export interface Goal {
  /** A share of the budget that must be used, from 0 to 1. */
  readonly atLeast?: number;
  /** Refusals per 100 accepted calls. */
  readonly atMost?: number;
}

/** One line of the last table: a goal, the worst that was seen, and where it was missed. */
export interface GoalRow {
  readonly goal: string;
  readonly of: string;
  readonly wanted: string;
  readonly worst: string;
  readonly missed: readonly string[];
}

/** One kind of limit. */
export interface Family {
  readonly id: string;
  readonly title: string;
  /** Its name among the goals. */
  readonly goal: string;
  readonly wanted: Goal;
  /** The same where somebody else uses the budget too. */
  readonly beside: Goal;
  /** The variation of the table beside the peers. */
  readonly usual: Variation;
  readonly variations: readonly Variation[];
  /** How long one run lasts. Milliseconds. */
  readonly durationMs: (variation: Variation) => number;
  /** How many callers always have something to send. */
  readonly callers: number;
  readonly server: (variation: Variation, seed: number) => LimitedServer;
  readonly quota: (variation: Variation) => Quota;
  readonly rules: (variation: Variation) => readonly LimitRule[];
  readonly meter: () => Meter;
}

/** One call that has to be accepted in the end. */
export interface Job {
  readonly route: string;
  /** A reply that somebody waits for, in front of everything else. */
  readonly urgent: boolean;
  /** Sends it once. */
  readonly send: () => Promise<ServerAnswer>;
}

/** A client under test. */
export interface Client {
  /** Resolves when the job was accepted, after as many tries as it takes. */
  readonly call: (job: Job) => Promise<void>;
}

/** What is needed to make a client. */
export interface Setting {
  readonly family: Family;
  readonly variation: Variation;
  readonly quota: Quota;
  readonly routes: readonly string[];
  /** How many calls may be under way at once, where the client has such an option. */
  readonly slots: number;
  readonly seed: number;
}

/** Somebody in the tables. */
export interface Contender {
  readonly name: string;
  /** `undefined` where it does not know such a limit. */
  readonly make: (setting: Setting) => Promise<Client | undefined>;
}

/** True for an answer that says: too much. */
export const isRefusal = ({ status, body }: ServerAnswer): boolean =>
  status === 429 || (status === 403 && typeof body === "object" && body !== null && "error" in body);
