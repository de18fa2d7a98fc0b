/** What goes wrong outside: faults of networks and of the database, each with its own chance, until the sky clears. @module */
import type { Fault, FaultAction, FaultMatch } from "../../src/testing/faults.js";

/** Whether anything goes wrong. */
export interface Weather {
  /** True while it does. */
  stormy: boolean;
}

/** A fault that hits by chance while it storms: the fakes read the chance at each call, so it is asked for anew. */
const faultOf = (weather: Weather, rate: number, action: FaultAction, on?: FaultMatch): Fault =>
  Object.defineProperty({ do: action, ...(on !== undefined && { on }) }, "rate", {
    get: () => (weather.stormy ? rate : 0),
    enumerable: true,
  });

/** Everything that a fake knows to do wrong. Rates are per call; of pushes, per event. */
export function stormFaults(weather: Weather): readonly Fault[] {
  const fault = (rate: number, action: FaultAction, on?: FaultMatch): Fault => faultOf(weather, rate, action, on);
  return [
    fault(0.01, { type: "reset-before-commit" }),
    fault(0.005, { type: "timeout-after-commit" }, { effect: "read" }),
    fault(0.06, { type: "timeout-after-commit" }, { effect: "write" }),
    fault(0.03, { type: "reset-before-commit" }, { effect: "write" }),
    fault(0.01, { type: "server-error" }),
    fault(0.02, { type: "server-error", status: 503 }, { effect: "write" }),
    fault(0.002, { type: "rate-limit", retryAfterMs: 20_000 }),
    fault(0.002, { type: "expired-token" }),
    fault(0.01, { type: "slow", ms: 4_000 }),
    fault(0.002, { type: "slow", ms: 45_000 }, { effect: "read" }),
    fault(0.01, { type: "slow", ms: 45_000 }, { effect: "write" }),
    fault(0.01, { type: "broken-item", index: 1 }, { effect: "read" }),
    fault(0.02, { type: "unknown-fields" }, { effect: "read" }),
    fault(0.003, { type: "repeat-cursor" }, { effect: "read" }),
    fault(0.003, { type: "empty-page" }, { effect: "read" }),
    fault(0.05, { type: "redelivery" }),
    fault(0.05, { type: "reordering" }),
    fault(0.01, { type: "dead-socket" }),
  ];
}
