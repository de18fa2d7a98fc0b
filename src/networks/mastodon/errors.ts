/**
 * What Mastodon's errors mean. Their words are in the language of the account, so the status decides and words only refine it.
 * @module
 */
import { failureByStatus } from "../../http/failure.js";
import { fieldsOf } from "../../adapter/fields.js";
import { resetOf } from "../../limits/read-window.js";
import type { ErrorCode, ReauthorizeCause } from "../../model/error-info.js";
import type { Failure, ReadFailure } from "../../http/answer.js";

type Row = readonly [code: ErrorCode, message: string, reauthorize?: ReauthorizeCause];

const byStatus: Readonly<Record<number, Row>> = {
  400: ["invalid-request", "the server refused the request as invalid (400); it may be another software or version than it was taken for"],
  401: [
    "unauthenticated",
    "the server refused the token (401); it was revoked, or belongs to another server: make a new one and check `server`",
  ],
  403: ["forbidden", "the server forbids it (403); check the token's scopes, and whether the account is limited or blocked there"],
  404: ["not-found", "there is no such thing, or the account may not see it (404); check `server` where everything is answered so"],
  410: ["not-found", "it is gone for good (410)"],
  422: ["invalid-request", "the server refused the content (422); check text, attachments and options"],
  429: ["rate-limited", "the server asks to wait (429)"],
  503: ["server-error", "the server, or another one that it asked, does not answer (503); try again later"],
};

/** English words of the software, where they tell more than the status (locale files, read 2026-11). None is passed on: they may quote a text. */
const byWords: readonly (readonly [status: number, words: RegExp, row: Row])[] = [
  [
    403,
    /outside the authorized scopes|insufficient_scope/i,
    ["forbidden", "the token lacks a scope for this; make one with the scopes that `requiredScopes` names", "missing-scope"],
  ],
  [
    403,
    /login is (?:currently )?disabled|suspend|pending|not confirmed/i,
    ["forbidden", "the account is suspended, waits for approval, or its mail address is not confirmed"],
  ],
  [422, /character limit|too long/i, ["invalid-request", "the text is longer than this server takes; shorten it"]],
  [422, /blank|empty/i, ["invalid-request", "the server takes no status without words"]],
  [422, /not finished processing|in progress/i, ["invalid-request", "an attachment is still being processed; try again in a moment"]],
  [
    422,
    /media|file|attachment|content type|image|video/i,
    ["invalid-request", "the server refused an attachment; check its type, its size, and that no video stands beside pictures"],
  ],
  [422, /scheduled/i, ["invalid-request", "the time is too soon, or too many posts wait already; give one at least five minutes ahead"]],
  [422, /pin/i, ["invalid-request", "the status cannot be pinned: only own ones that are not direct can, and five at most"]],
  [401, /invalid_grant|revoked/i, ["unauthenticated", "the token was revoked; make a new one"]],
];

function rowOf(status: number, words: string): Row | undefined {
  return byWords.find(([of, form]) => of === status && form.test(words))?.[2] ?? byStatus[status];
}

/**
 * Makes what reads failures off answers of any status.
 * @param now - milliseconds since 1970: a refusal carries the instant when it ends instead of a wait
 */
export function mastodonFailure(now: () => number): ReadFailure {
  return (call, answer): Failure | undefined => {
    const { error, error_description: more } = fieldsOf(answer.body);
    const words = [error, more].filter((one) => typeof one === "string").join(" ");
    if (answer.status < 400) {
      // No call of ours answers a success with an `error`: a proxy in between made one out of a failure.
      if (typeof error === "string") return { code: "unexpected-response", message: "the server answered an error as a success" };
      return failureByStatus(call, answer);
    }
    const row = rowOf(answer.status, words);
    if (row === undefined) return failureByStatus(call, answer);
    const [code, message, reauthorize] = row;
    const failure: Failure = { code, message, ...(reauthorize !== undefined && { reauthorize }) };
    // The token may have been replaced in the host's vault meanwhile: it is asked for once more.
    if (code === "unauthenticated") return { ...failure, stale: true, reauthorize: "revoked" };
    const resetsAt =
      code === "rate-limited" && !answer.headers.has("retry-after") ? resetOf(answer.headers.get("x-ratelimit-reset"), now()) : undefined;
    return resetsAt === undefined || resetsAt <= now() ? failure : { ...failure, retryAfterMs: resetsAt - now() };
  };
}
