/**
 * Limits with their headers. A header tells percentages, and comes only after enough calls were made.
 * @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting/, read 2026-08
 * @module
 */
import type { Clock } from "../../clock.js";
import { refusal } from "./errors.js";
import type { GraphRefusal } from "./errors.js";
import type { GraphToken } from "./tokens.js";

/** What a call counts for beside the app: the use case of the business. */
export type UseCase = "pages" | "messenger" | "instagram" | "threads";

/** Codes that throttle. */
export type ThrottleCode = 4 | 17 | 32 | 341 | 613 | 80001 | 80002 | 80006;

/** Capacities; a test lowers them to meet a limit soon. */
export interface GraphLimits {
  /** Calls in a rolling hour, with all tokens of the app or of a person. @defaultValue 20,000 */
  readonly appCalls?: number;
  /** Calls in 24 rolling hours, for each account and use case. @defaultValue 48,000 */
  readonly businessCalls?: number;
  /** Calls that have to be made before headers come. @defaultValue 10 */
  readonly headersAfter?: number;
}

/** What the limiter says to one call. */
export interface UsageVerdict {
  /** Set where the call is refused. */
  readonly problem?: GraphRefusal;
  readonly headers: Readonly<Record<string, string>>;
}

/** The limits of one network. */
export interface Usage {
  /** Counts a call. */
  take(token: GraphToken | undefined, useCase: UseCase | undefined): UsageVerdict;
  /** Refuses everything for a while, or what counts for one use case. `forMs` in milliseconds. */
  throttle(forMs: number, code?: ThrottleCode): void;
}

const words: Readonly<Record<number, string>> = {
  4: "(#4) Application request limit reached",
  17: "(#17) User request limit reached",
  32: "(#32) Page request limit reached",
  341: "(#341) Feed action request limit reached",
  613: "(#613) Calls to this api have exceeded the rate limit.",
  80001: "(#80001) There have been too many calls to this Page account. Wait a bit and try again.",
  80002: "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.",
  80006: "(#80006) There have been too many calls to this Messenger account. Wait a bit and try again.",
};

const codeOf: Readonly<Record<UseCase, ThrottleCode>> = { pages: 80001, messenger: 80006, instagram: 80002, threads: 4 };
const useCaseOf: Readonly<Record<number, UseCase>> = { 80001: "pages", 80002: "instagram", 80006: "messenger", 32: "pages" };

const hour = 3_600_000;

/** Makes the limits of a network. */
export function makeUsage(clock: Clock, limits: GraphLimits = {}): Usage {
  const { appCalls = 20_000, businessCalls = 48_000, headersAfter = 10 } = limits;
  const made = new Map<string, number[]>();
  let shut: { readonly until: number; readonly code?: ThrottleCode } | undefined;
  let seen = 0;
  /** How many calls were made in the window that ends now. */
  const count = (id: string, windowMs: number): number => {
    const times = made.get(id) ?? [];
    made.set(id, times);
    while ((times[0] ?? Number.POSITIVE_INFINITY) <= clock.now() - windowMs) times.shift();
    return times.length;
  };
  const add = (id: string): void => {
    made.get(id)?.push(clock.now());
  };
  const percent = (used: number, limit: number): number => Math.min(100, Math.floor((used * 100) / limit));
  const minutesUntil = (at: number): number => Math.max(1, Math.ceil((at - clock.now()) / 60_000));
  const flat = (calls: number): string =>
    JSON.stringify({ call_count: calls, total_time: Math.floor(calls / 2), total_cputime: Math.floor(calls / 2) });
  const business = (token: GraphToken, useCase: UseCase, calls: number, minutes: number): string =>
    JSON.stringify({
      [token.subject]: [
        {
          type: useCase,
          call_count: calls,
          total_cputime: Math.floor(calls / 2),
          total_time: Math.floor(calls / 2),
          estimated_time_to_regain_access: minutes,
        },
      ],
    });
  const hasBusiness = (token: GraphToken | undefined): boolean => token !== undefined && token.kind !== "user" && token.kind !== "app";

  return {
    take: (token, useCase) => {
      seen += 1;
      const isBusiness = useCase !== undefined && useCase !== "threads" && hasBusiness(token);
      if (shut !== undefined && clock.now() < shut.until) {
        const code = shut.code ?? (isBusiness ? codeOf[useCase] : token?.kind === "user" ? 17 : 4);
        const hits = useCaseOf[code];
        if (hits === undefined || hits === useCase) {
          const headers =
            token !== undefined && useCase !== undefined && code > 80_000
              ? { "x-business-use-case-usage": business(token, useCase, 100, minutesUntil(shut.until)) }
              : code === 32
                ? { "x-page-usage": flat(100) }
                : { "x-app-usage": flat(100) };
          return { problem: refusal(code, words[code] ?? "Request limit reached"), headers };
        }
      }
      const appId = `app ${token?.kind === "user" ? token.subject : ""}`;
      const businessId = `${useCase ?? ""} ${token?.subject ?? ""}`;
      const app = percent(count(appId, hour) + 1, appCalls);
      const own = isBusiness ? percent(count(businessId, 24 * hour) + 1, businessCalls) : 0;
      const full = isBusiness ? count(businessId, 24 * hour) >= businessCalls : count(appId, hour) >= appCalls;
      const oldest = made.get(isBusiness ? businessId : appId)?.[0] ?? clock.now();
      const regain = full ? minutesUntil(oldest + (isBusiness ? 24 * hour : hour)) : 0;
      // Business calls are counted by their use case; the others by the app.
      const headers: Record<string, string> =
        seen <= headersAfter && !full
          ? {}
          : isBusiness && token !== undefined
            ? { "x-business-use-case-usage": business(token, useCase, own, regain) }
            : { "x-app-usage": flat(app) };
      if (full) {
        const code = isBusiness ? codeOf[useCase] : token?.kind === "user" ? 17 : 4;
        return { problem: refusal(code, words[code] ?? "Request limit reached"), headers };
      }
      add(isBusiness ? businessId : appId);
      return { headers };
    },
    throttle: (forMs, code) => {
      shut = { until: clock.now() + forMs, ...(code !== undefined && { code }) };
    },
  };
}
