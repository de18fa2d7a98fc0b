/**
 * Faults as data: what goes wrong at a fake network, and when. Nothing here knows a network.
 * @module
 */

import { isJson } from "./json.js";
import { misuse } from "./misuse.js";

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
  /** How many calls are hit. @defaultValue 1 */
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

/** An event that the network pushes comes after the one that follows it. */
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

const due = ({ fault: { on = {} }, seen, used }: Planned): boolean => seen + 1 >= (on.nth ?? 1) && used < (on.times ?? 1);

type Loose<T> = { readonly [K in keyof T]?: unknown };

const isFrom = (least: number, value: unknown): boolean => typeof value === "number" && Number.isFinite(value) && value >= least;

/** Refuses a fault that would hit nothing, or something else than was meant. */
function checked(fault: Fault): Fault {
  const { on, do: action }: Loose<Fault> = isJson(fault) ? fault : {};
  const all = [...earlyTypes, ...lateTypes, ...pushTypes];
  if (!isJson(action) || !all.some((type) => type === action.type)) misuse("`do.type` is no fault", `use one of ${all.join(", ")}`);
  if (action.type === "rate-limit" && !isFrom(0, action.retryAfterMs)) misuse("`do.retryAfterMs` is no time", "give milliseconds from 0");
  if (action.type === "slow" && !isFrom(0, action.ms)) misuse("`do.ms` is no time", "give milliseconds from 0");
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
 * @throws FolkmootError `invalid-request`, naming the field, for a fault that is none; `inject` too.
 *
 * @example
 * const plan = faultPlan([{ on: { effect: "write" }, do: { type: "timeout-after-commit" } }]);
 */
export function faultPlan(faults: readonly Fault[] = []): FaultPlan {
  const planned: Planned[] = faults.map((fault) => ({ fault: checked(fault), seen: 0, used: 0 }));
  return {
    inject: (fault) => {
      planned.push({ fault: checked(fault), seen: 0, used: 0 });
    },
    early: (call) => {
      const hit: EarlyFault[] = [];
      for (const one of planned) {
        const action = one.fault.do;
        if (!isEarly(action) || !fits(one, call)) continue;
        if (due(one)) {
          hit.push(action);
          one.used += 1;
        }
        one.seen += 1;
      }
      return hit;
    },
    push: (event) => {
      const hit: PushFault[] = [];
      for (const one of planned) {
        const { do: action, on = {} } = one.fault;
        if (!isPush(action) || on.effect !== undefined || (on.operation !== undefined && on.operation !== event)) continue;
        if (due(one)) {
          hit.push(action);
          one.used += 1;
        }
        one.seen += 1;
      }
      return hit;
    },
    late: (call, apply) => {
      for (const one of planned) {
        const action = one.fault.do;
        if (isEarly(action) || isPush(action) || !fits(one, call)) continue;
        if (!due(one)) one.seen += 1;
        else if (apply(action)) {
          one.used += 1;
          one.seen += 1;
        }
      }
    },
  };
}
