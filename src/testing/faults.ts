/**
 * Faults as data: what goes wrong at a fake network, and when. Nothing here knows a network.
 * @module
 */

import { isJson } from "./json.js";
import { misuse } from "./misuse.js";
import { randomFrom } from "./seed.js";

/** What a call does to the network. `session` = logging in and renewing. */
export type Effect = "read" | "write" | "session";

/** Which calls a fault hits. Every word that is given must fit; without any, every call does. */
export interface FaultMatch {
  /** The network's own name of the call: on Bluesky the NSID, elsewhere the path template. */
  readonly operation?: string;
  /** What the call does. */
  readonly effect?: Effect;
  /** The first call that is hit, counted from 1 among those that fit. @defaultValue 1 */
  readonly nth?: number;
  /** How many calls are hit. @defaultValue 1; with a `rate`, no end */
  readonly times?: number;
}

/** The call does not arrive: the connection is cut, and nothing happens. */
export interface ResetFault {
  /** Names the fault. */
  readonly type: "reset-before-commit";
}

/** The call is carried out, and then the connection is cut. */
export interface CutFault {
  /** Names the fault. */
  readonly type: "timeout-after-commit";
}

/** The network answers with a server error, and nothing happens. */
export interface ServerErrorFault {
  /** Names the fault. */
  readonly type: "server-error";
  /** HTTP status. @defaultValue 502 */
  readonly status?: number;
}

/** The network refuses with its own words and headers, and goes on refusing until the time is over. */
export interface RateLimitFault {
  /** Names the fault. */
  readonly type: "rate-limit";
  /** How long nothing gets through. Milliseconds. */
  readonly retryAfterMs: number;
}

/** The access token that the call carries has expired from now on; renewing it helps. */
export interface ExpiredTokenFault {
  /** Names the fault. */
  readonly type: "expired-token";
}

/** The token has lost its rights from now on, although it is still known: what it asks is refused, and renewing does not help. */
export interface RevokedScopeFault {
  /** Names the fault. */
  readonly type: "revoked-scope";
}

/** The answer takes its time, by the clock of the fake. */
export interface SlowFault {
  /** Names the fault. */
  readonly type: "slow";
  /** Milliseconds. */
  readonly ms: number;
}

/** One item of a page cannot be read. Pages without items are let through. */
export interface BrokenItemFault {
  /** Names the fault. */
  readonly type: "broken-item";
  /** Position on the page, from 0; the last one where the page is shorter. @defaultValue 0 */
  readonly index?: number;
}

/** Every object of the answer has a field that nobody knows, and words appear that are in no list yet. */
export interface UnknownFieldsFault {
  /** Names the fault. */
  readonly type: "unknown-fields";
}

/** A page names the cursor that it was asked with. Pages asked for without one are let through. */
export interface RepeatedCursorFault {
  /** Names the fault. */
  readonly type: "repeat-cursor";
}

/** A page comes without its items but with a cursor that leads to them. */
export interface EmptyPageFault {
  /** Names the fault. */
  readonly type: "empty-page";
}

/** An event that the network pushes comes twice. */
export interface RedeliveryFault {
  /** Names the fault. */
  readonly type: "redelivery";
}

/** An event that the network pushes comes after the one that follows it, or when the fake is told to `deliverLate()`. */
export interface ReorderingFault {
  /** Names the fault. */
  readonly type: "reordering";
}

/** The socket dies without a word just before an event: what is pushed until it is opened again is lost on it. */
export interface DeadSocketFault {
  /** Names the fault. */
  readonly type: "dead-socket";
}

/** Faults that hit before the call is carried out. */
export type EarlyFault = ResetFault | ServerErrorFault | RateLimitFault | ExpiredTokenFault | RevokedScopeFault | SlowFault;

/** Faults of what the network pushes by itself. They hit events; `on.operation` is the event's name, `on.effect` does not fit any. */
export type PushFault = RedeliveryFault | ReorderingFault | DeadSocketFault;

/** Faults that change or lose the answer. */
export type LateFault = CutFault | BrokenItemFault | UnknownFieldsFault | RepeatedCursorFault | EmptyPageFault;

/** What goes wrong. */
export type FaultAction = EarlyFault | LateFault | PushFault;

/** One fault of a plan. */
export interface Fault {
  /** Which calls are hit. @defaultValue the next call */
  readonly on?: FaultMatch;
  /**
   * How likely each call that fits is hit, from 0 to 1; drawn from the seed of the fake, so that the same calls in the same order meet the
   * same faults again. With it `times` is without end unless it is given. @defaultValue 1
   */
  readonly rate?: number;
  /** What goes wrong with them. */
  readonly do: FaultAction;
}

/** A call as a fault sees it. */
export interface FaultedCall {
  /** The network's own name of the call. */
  readonly operation: string;
  /** What the call does. */
  readonly effect: Effect;
}

/** The faults of one fake, in the order in which they were given. */
export interface FaultPlan {
  /** Adds a fault. */
  inject(fault: Fault): void;
  /** Gives the early faults that hit this call, and counts it. */
  early(call: FaultedCall): readonly EarlyFault[];
  /** Gives the faults that hit an event that is about to be pushed, and counts it. */
  push(event: string): readonly PushFault[];
  /** Tries the late faults that fit this call; one counts only where `apply` says that it took effect. */
  late(call: FaultedCall, apply: (action: LateFault) => boolean): void;
}

interface Planned {
  readonly fault: Fault;
  /** Says whether chance is for it; asked once for each call that fits. */
  readonly drawn: () => boolean;
  seen: number;
  used: number;
}

const earlyTypes: ReadonlySet<FaultAction["type"]> = new Set([
  "reset-before-commit",
  "server-error",
  "rate-limit",
  "expired-token",
  "revoked-scope",
  "slow",
] as const);

const pushTypes: ReadonlySet<FaultAction["type"]> = new Set(["redelivery", "reordering", "dead-socket"] as const);

const lateTypes: ReadonlySet<FaultAction["type"]> = new Set([
  "timeout-after-commit",
  "broken-item",
  "unknown-fields",
  "repeat-cursor",
  "empty-page",
] as const);

const isEarly = (action: FaultAction): action is EarlyFault => earlyTypes.has(action.type);
const isPush = (action: FaultAction): action is PushFault => pushTypes.has(action.type);

const fits = ({ fault: { on = {} } }: Planned, call: FaultedCall): boolean =>
  (on.operation === undefined || on.operation === call.operation) && (on.effect === undefined || on.effect === call.effect);

/** Says whether a call or event that fits is hit. */
function hits(one: Planned): boolean {
  const { on = {}, rate } = one.fault;
  const due = one.seen + 1 >= (on.nth ?? 1) && one.used < (on.times ?? (rate === undefined ? 1 : Number.POSITIVE_INFINITY));
  return due && one.drawn();
}

type Loose<T> = { readonly [K in keyof T]?: unknown };

const isFrom = (least: number, value: unknown): boolean => typeof value === "number" && Number.isFinite(value) && value >= least;

/** Refuses a fault that would hit nothing, or something else than was meant. */
function checked(fault: Fault): Fault {
  const { on, rate, do: action }: Loose<Fault> = isJson(fault) ? fault : {};
  const all = [...earlyTypes, ...lateTypes, ...pushTypes];
  if (!isJson(action) || !all.some((type) => type === action.type)) misuse("`do.type` is no fault", `use one of ${all.join(", ")}`);
  if (action.type === "rate-limit" && !isFrom(0, action.retryAfterMs)) misuse("`do.retryAfterMs` is no time", "give milliseconds from 0");
  if (action.type === "slow" && !isFrom(0, action.ms)) misuse("`do.ms` is no time", "give milliseconds from 0");
  if (rate !== undefined && !(isFrom(0, rate) && Number(rate) <= 1))
    misuse("`rate` is no chance", "give a number from 0 to 1, such as 0.1");
  if (on === undefined) return fault;
  const { effect, nth, times }: Loose<FaultMatch> = isJson(on) ? on : misuse("`on` is no object", "leave it out to hit the next call");
  if (effect !== undefined && effect !== "read" && effect !== "write" && effect !== "session")
    misuse("`on.effect` is no effect", "use read, write or session");
  if (nth !== undefined && !isFrom(1, nth)) misuse("`on.nth` is no number from 1", "give a whole number, or leave it out for the first");
  if (times !== undefined && !isFrom(0, times) && times !== Number.POSITIVE_INFINITY)
    misuse("`on.times` is no number from 0", "give a whole number, Infinity for every call, or leave it out for one");
  return fault;
}

/**
 * Makes the plan of a fake's faults: the same calls in the same order meet the same faults.
 *
 * @param seed - feeds the faults that have a `rate`, each with chances of its own, so that adding one leaves the others as they were
 * @throws FolkmootError `invalid-request`, naming the field, for a fault that is none; `inject` too.
 *
 * @example
 * const plan = faultPlan([{ on: { effect: "write" }, do: { type: "timeout-after-commit" } }]);
 */
export function faultPlan(faults: readonly Fault[] = [], seed: string | number = "faults"): FaultPlan {
  const planned: Planned[] = [];
  const inject = (given: Fault): void => {
    const fault = checked(given);
    const random = randomFrom(seed, "fault", planned.length);
    planned.push({ fault, drawn: () => random() < (fault.rate ?? 1), seen: 0, used: 0 });
  };
  /** Gives the faults of one sort that hit, and counts them. */
  const struck = <A extends FaultAction>(isOfSort: (action: FaultAction) => action is A, isMeant: (one: Planned) => boolean): A[] => {
    const hit: A[] = [];
    for (const one of planned) {
      const action = one.fault.do;
      if (!isOfSort(action) || !isMeant(one)) continue;
      if (hits(one)) {
        hit.push(action);
        one.used += 1;
      }
      one.seen += 1;
    }
    return hit;
  };
  for (const fault of faults) inject(fault);
  return {
    inject,
    early: (call) => struck(isEarly, (one) => fits(one, call)),
    push: (event) =>
      struck(isPush, ({ fault: { on = {} } }) => on.effect === undefined && (on.operation === undefined || on.operation === event)),
    late: (call, apply) => {
      for (const one of planned) {
        const action = one.fault.do;
        if (isEarly(action) || isPush(action) || !fits(one, call)) continue;
        // What chance lets through has been seen; what could not take effect has not.
        if (!hits(one)) one.seen += 1;
        else if (apply(action)) {
          one.used += 1;
          one.seen += 1;
        }
      }
    },
  };
}
