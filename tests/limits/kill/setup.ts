import type { LimitRule } from "../../../src/model/limit.js";

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
