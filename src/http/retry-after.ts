/**
 * Reads when to come back.
 * @module
 */
import { dateOf } from "../limits/skew.js";

/** Nobody waits longer for a header: more than this is taken for a broken one. Milliseconds. */
const longest = 31 * 86_400_000;

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date. `undefined` when there is none or it says nothing.
 * A date is the server's, so it is read against the answer's own `Date` where there is one.
 * @param headers - of the answer
 * @param now - milliseconds since 1970
 * @returns milliseconds to wait, at least 0
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return bounded(Math.ceil(Number(value) * 1000));
  // Only the dates of HTTP: `Date.parse` alone takes almost anything for a date, negative numbers too.
  if (!/^[A-Z][a-z]+, \d{2}[ -]/.test(value) && !/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d /.test(value)) return undefined;
  const at = Date.parse(value.endsWith("GMT") || !/^[A-Z][a-z]{2} [A-Z]/.test(value) ? value : `${value} GMT`);
  return Number.isNaN(at) ? undefined : bounded(Math.max(0, at - (dateOf(headers) ?? now)));
}

function bounded(ms: number): number | undefined {
  return ms <= longest ? ms : undefined;
}
