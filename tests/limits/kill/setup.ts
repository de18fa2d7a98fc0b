import type { LimitedAnswer } from "../../../src/limits/limiter.js";
import type { Meter } from "../../../src/limits/meter.js";
import type { LimitObservation, LimitRule } from "../../../src/model/limit.js";

/** What a process of the kill tests is told. */
export interface ChildSetup {
  /** Which of the four. */
  readonly process: number;
  readonly redisUrl: string;
  readonly serverUrl: string;
  readonly rule: LimitRule;
  readonly whenAway: "fail-closed" | "local-share";
  readonly leaseMs: number;
}

/** What a process says. */
export type ChildMessage =
  { readonly type: "started" } | { readonly type: "failed"; readonly error: string } | ({ readonly type: "held" } & HeldBack);

/** From when until when a process was told to wait for budget. Milliseconds since 1970. */
export interface HeldBack {
  readonly from: number;
  readonly until: number;
}

/** As X names its limits. */
export const header = (word: "limit" | "remaining" | "reset"): string => `x-rate-limit-${word}`;

export const network = "forum";
export const app = "kill";

/** Each call costs one; reads those headers where they are there. */
export const meterOf = (rule: string): Meter => ({
  cost: () => ({ [rule]: 1 }),
  read: (_call, { headers }): LimitObservation[] => {
    const [limit, remaining, reset] = (["limit", "remaining", "reset"] as const).map((word) => headers.get(header(word)));
    if (limit == null || remaining == null || reset == null) return [];
    return [{ rule, limit: Number(limit), remaining: Number(remaining), resetsAt: Number(reset) * 1000 }];
  },
});

/** Makes one call in the name of a process. */
export async function callOnce(serverUrl: string, process: number): Promise<LimitedAnswer> {
  const response = await fetch(serverUrl, { headers: { "x-process": String(process) } });
  await response.arrayBuffer();
  return { status: response.status, headers: response.headers, body: undefined };
}
