/**
 * Reads what headers tell of one budget, in the shapes that networks have.
 * @module
 */
import type { LimitObservation } from "../model/limit.js";

/** What headers told of one budget: what is absent was not told. Spread it into an observation, beside the rule's id. */
export type ToldWindow = Pick<LimitObservation, "limit" | "remaining" | "resetsAt">;

/** Nobody waits longer for a header: more seconds than this (31 days) are no length of time. */
const longestSeconds = 31 * 86_400;

/** Seconds since 1970 until the year 5138; more are milliseconds. */
const mostSeconds = 1e11;

/** Reads a number that is not negative, decimals included. */
function numberOf(text: string | null): number | undefined {
  const trimmed = text?.trim() ?? "";
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/**
 * Reads when something ends, whichever way it is written: seconds from now (at most 31 days), seconds or milliseconds since 1970,
 * ISO 8601. What is none of these is nothing.
 *
 * @param text - e.g. "412.5", "1767225600", "2026-01-01T00:05:00.000000Z"
 * @param now - milliseconds since 1970, by the clock of who wrote it
 * @returns milliseconds since 1970
 */
export function resetOf(text: string | null, now: number): number | undefined {
  const number = numberOf(text);
  if (number === undefined) {
    // Only ISO 8601: `Date.parse` alone takes almost anything for a date.
    const at = /^\d{4}-\d{2}-\d{2}T/.test(text ?? "") ? Date.parse(text ?? "") : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  }
  if (number <= longestSeconds) return now + Math.ceil(number * 1000);
  if (number >= mostSeconds) return Math.ceil(number);
  // Between a month and the year 2001 lies nothing that a network would write.
  return number > 1e9 ? Math.ceil(number * 1000) : undefined;
}

/**
 * Reads a family of headers: `<prefix>limit`, `<prefix>remaining`, and `<prefix>reset-after` (seconds from now) or else `<prefix>reset`.
 * Where only `<prefix>used` stands beside what remains, the limit is their sum. A header that says nothing readable counts as absent.
 *
 * @param prefix - e.g. "x-rate-limit-" (X), "ratelimit-" (Twitch, Bluesky), "x-ratelimit-" (Discord, Mastodon, Reddit)
 * @param now - milliseconds since 1970, as the meter got it
 * @example
 * read: (_call, { headers }, now) => [{ rule: "tw.helix", ...readWindow(headers, "ratelimit-", now) }]
 */
export function readWindow(headers: Headers, prefix: string, now: number): ToldWindow {
  const remaining = numberOf(headers.get(`${prefix}remaining`));
  const used = numberOf(headers.get(`${prefix}used`));
  const limit = numberOf(headers.get(`${prefix}limit`)) ?? (remaining === undefined || used === undefined ? undefined : used + remaining);
  const after = numberOf(headers.get(`${prefix}reset-after`));
  const resetsAt =
    after !== undefined && after <= longestSeconds ? now + Math.ceil(after * 1000) : resetOf(headers.get(`${prefix}reset`), now);
  return {
    ...(limit !== undefined && { limit: Math.floor(limit) }),
    ...(remaining !== undefined && { remaining: Math.floor(remaining) }),
    ...(resetsAt !== undefined && { resetsAt }),
  };
}
