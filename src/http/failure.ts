/**
 * Turns answers that are no success into failures, and failures into errors.
 * @module
 */
import { ConflictError, FolkmootError } from "../errors.js";
import type { ErrorCode } from "../model/error-info.js";
import type { Failure, ReadFailure } from "./answer.js";

/** What each status means, and what to do about it. */
const byStatus: Readonly<Record<number, readonly [code: ErrorCode, message: string]>> = {
  400: ["invalid-request", "the network refused the request as invalid (400); check what was sent"],
  401: ["unauthenticated", "the credentials were refused (401); renew or replace them"],
  403: ["forbidden", "the network forbids it (403); check the account's rights and the token's scopes"],
  404: ["not-found", "there is nothing there (404); it may have been deleted"],
  405: ["unsupported", "the network has no such call (405); check its version"],
  408: ["timeout", "the network waited too long for the request (408); try again"],
  409: ["conflict", "it conflicts with what is there (409); read it again first"],
  410: ["not-found", "it is gone for good (410)"],
  413: ["invalid-request", "the request is too large (413); send less"],
  415: ["invalid-request", "the network does not take this kind of content (415); check the attachment's type"],
  422: ["invalid-request", "the network refused the content (422); check what was sent"],
  425: ["server-error", "the network was not ready (425); try again"],
  429: ["rate-limited", "the network's rate limit is reached (429); wait before the next call"],
};

/** Reads failures by HTTP status alone; for networks whose success status is to be believed. */
export const failureByStatus: ReadFailure = (_call, { status }) => {
  if (status >= 200 && status < 300) return undefined;
  const known = byStatus[status];
  if (known !== undefined) return { code: known[0], message: known[1] };
  if (status >= 500) return { code: "server-error", message: `the network has a problem of its own (${status}); try again later` };
  if (status >= 400) return { code: "invalid-request", message: `the network refused the request (${status}); check what was sent` };
  return { code: "unexpected-response", message: `the network answered with status ${status} instead of a result; check the base address` };
};

const transient: ReadonlySet<ErrorCode> = new Set(["rate-limited", "server-error", "timeout", "connection-failed"]);

/** Says whether the same call may succeed later. */
export function isRetryable(failure: Failure): boolean {
  return failure.retryable ?? transient.has(failure.code);
}

/**
 * Makes the error of a failure.
 * @param head - network, operation and account: what the message begins with
 * @param now - milliseconds since 1970, from which `retryAfterMs` counts
 */
export function failureError(head: string, failure: Failure, now: number): FolkmootError {
  const message = `${head}: ${sentence(failure.message)}`;
  const options = {
    retryable: isRetryable(failure),
    ...(failure.retryAfterMs !== undefined && { retryAt: new Date(now + failure.retryAfterMs).toISOString() }),
    ...(failure.reauthorize !== undefined && { reauthorize: failure.reauthorize }),
  };
  return failure.code === "conflict" ? new ConflictError(message, options) : new FolkmootError(failure.code, message, options);
}

/** Ends a text with one full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
