/**
 * Reads what answers of the Graph API (Facebook, Instagram, Threads) tell of budgets: percentages in headers, throttles in bodies.
 * @module
 */
import { fieldsOf, listOf, wordsOf } from "./read-fields.js";

/** How much of a budget is used, or until when the network has shut us out. Spread it into an observation, beside the rule's id. */
export interface GraphUsage {
  /**
   * The highest of what is told of calls, time and computing. From 0 to 1. Absent beside `blockedUntil`: all is used then, but not for the
   * whole window, and how much is used after the block the first answer tells.
   */
  readonly usedFraction?: number;
  /** When the network lets us call again, where it has shut us out. Milliseconds since 1970. */
  readonly blockedUntil?: number;
}

/** The same for one use case of one business, Page or Instagram account. */
export interface GraphBusinessUsage extends GraphUsage {
  /** The network's id of whose budget it is. */
  readonly id: string;
  /** The use case, e.g. "pages", "messenger", "instagram". */
  readonly type: string;
}

/** A throttle that a body told. */
export interface GraphThrottle {
  /** The network's code. */
  readonly code: number;
  /** The network's second code, where there is one. */
  readonly subcode?: number;
  /**
   * Whose budget was overdrawn: the app's (4), the user's (17), the Page's (32), a use case's (80000 and up), or a limit of its own that
   * some call has (613).
   */
  readonly scope: "app" | "user" | "page" | "business" | "other";
  /** The use case, where the code tells it. */
  readonly type?: "pages" | "instagram" | "messenger";
}

/** Nobody waits longer for a header: more than this (31 days) is taken for a broken one. Minutes. */
const longestMinutes = 31 * 24 * 60;

/** The words for what is counted, the undocumented ones as well. */
const measures = ["call_count", "total_time", "total_cputime", "call_volume", "cpu_time"];

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 && Number.isFinite(number) ? number : undefined;
}

function usageOf(value: unknown, now: number): GraphUsage | undefined {
  const fields = fieldsOf(value);
  const told = measures.flatMap((name) => numberOf(fields[name]) ?? []);
  const minutes = numberOf(fields["estimated_time_to_regain_access"]) ?? 0;
  if (minutes > 0 && minutes <= longestMinutes) return { blockedUntil: now + Math.ceil(minutes * 60_000) };
  // A percentage: more than 100 is told of who went on calling.
  return told.length === 0 ? undefined : { usedFraction: Math.min(1, Math.max(...told) / 100) };
}

function jsonOf(headers: Headers, name: string): unknown {
  const text = headers.get(name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads `x-app-usage`, or `x-page-usage` of older calls: the platform's limit. `undefined` where nothing readable is told, which is so
 * while little is used.
 *
 * @param name - which header
 * @param now - milliseconds since 1970, as the meter got it
 */
export function readGraphUsage(headers: Headers, name: "x-app-usage" | "x-page-usage", now: number): GraphUsage | undefined {
  return usageOf(jsonOf(headers, name), now);
}

/**
 * Reads `x-business-use-case-usage`: every use case of every business, Page or account that the header tells of, up to 32 of them. The
 * caller picks those that its call counts in.
 *
 * @param now - milliseconds since 1970, as the meter got it
 */
export function readGraphBusinessUsage(headers: Headers, now: number): readonly GraphBusinessUsage[] {
  return Object.entries(fieldsOf(jsonOf(headers, "x-business-use-case-usage"))).flatMap(([id, uses]) =>
    listOf(uses).flatMap((use) => {
      const usage = usageOf(use, now);
      return usage === undefined ? [] : [{ id, type: wordsOf(fieldsOf(use)["type"]), ...usage }];
    }),
  );
}

const scopes: Readonly<Record<number, GraphThrottle["scope"]>> = { 4: "app", 17: "user", 32: "page", 341: "app", 613: "other" };

const types: Readonly<Record<number, GraphThrottle["type"]>> = { 32: "pages", 80001: "pages", 80002: "instagram", 80006: "messenger" };

/** Reads a throttle off a body (codes 4, 17, 32, 341, 613, 80000 to 80014), whatever the status of the answer is. */
export function readGraphThrottle(body: unknown): GraphThrottle | undefined {
  const error = fieldsOf(fieldsOf(body)["error"]);
  const { code, error_subcode: subcode } = error;
  if (typeof code !== "number") return undefined;
  const scope = scopes[code] ?? (code >= 80_000 && code <= 80_014 ? "business" : undefined);
  if (scope === undefined) return undefined;
  const type = types[code];
  return { code, scope, ...(typeof subcode === "number" && { subcode }), ...(type !== undefined && { type }) };
}
