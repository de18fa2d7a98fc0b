/**
 * What Bluesky's errors mean: the word in `error` decides, not the status.
 * @module
 */
import { failureByStatus } from "../../http/failure.js";
import { fieldsOf } from "../../adapter/fields.js";
import type { ErrorCode } from "../../model/error-info.js";
import type { Failure, ReadFailure } from "../../http/answer.js";

/** How direct messages are allowed. */
export const directMessageRemedy =
  "create an app password with direct message access (Settings, Privacy and security, App passwords) and give it to the adapter";

type Row = readonly [code: ErrorCode, message: string];

const table: Readonly<Record<string, Row>> = {
  AccountDeactivated: ["forbidden", "the account is deactivated; activate it in the app"],
  AccountSuspended: ["forbidden", "the account is suspended, so nothing can be sent to it or by it"],
  AccountTakedown: ["forbidden", "the account was taken down by its server; write to the server's moderators"],
  AuthFactorTokenRequired: ["unauthenticated", "the account asks for a code by mail; use an app password, which needs none"],
  AuthMissing: ["unauthenticated", "the request carried no session; check `password` or `token`"],
  // A PDS refuses an app password of an account that it took down in the same words (asked of a real one, 2026-11).
  AuthenticationRequired: [
    "unauthenticated",
    "the server refused the password; check `accountId`, `password` and `service`, and that the account is in good standing",
  ],
  BadQueryString: ["invalid-request", "the search text cannot be read by the network; write it more simply"],
  BlockedActor: ["forbidden", "the account and this person block one another"],
  BlockedByActor: ["forbidden", "this person blocks the account"],
  BlockedSubject: ["forbidden", "the account blocks this person; unban first"],
  ConvoLocked: ["forbidden", "the conversation is locked"],
  ExpiredToken: ["unauthenticated", "the session has expired; log in again"],
  HandleNotFound: ["not-found", "no account has this handle"],
  InvalidConvo: ["not-found", "there is no such conversation, or the account is not in it"],
  InvalidHandle: ["invalid-request", "this is no handle"],
  InvalidSwap: ["conflict", "the record was changed in between; read it and try again"],
  InvalidToken: ["unauthenticated", "the server does not know the session; log in again, and check `service`"],
  MessagesDisabled: ["forbidden", "this person takes no direct messages"],
  MethodNotImplemented: ["unsupported", "the server does not know this method"],
  NotFollowedBySender: ["forbidden", "this person takes direct messages only from people they follow"],
  NotFound: ["not-found", "the post is gone or was never there"],
  PayloadTooLarge: ["invalid-request", "the server takes no file of this size; make it smaller"],
  RateLimitExceeded: ["rate-limited", "the server asks to wait"],
  ReactionInvalidValue: ["invalid-request", "a reaction is one emoji"],
  ReactionLimitReached: ["invalid-request", "the account has used all its reactions on this message; take one back first"],
  ReactionMessageDeleted: ["not-found", "the message is gone"],
  ReactionNotAllowed: ["forbidden", "this message takes no reactions"],
  RecipientNotFound: ["not-found", "the recipient has no account, or never used direct messages"],
  RecordNotFound: ["not-found", "the record is gone or was never there"],
  RepoNotFound: ["not-found", "the server does not host this account; check `accountId` and `service`"],
  ReplyTargetNotFound: ["not-found", "the message to reply to is gone"],
  UpstreamFailure: ["server-error", "a service behind the server is down"],
  UpstreamTimeout: ["server-error", "a service behind the server did not answer in time"],
  XRPCNotSupported: ["unsupported", "the server does not know this method; check `service`"],
};

/**
 * What `sendMessage` says in its message alone, for its lexicon has no words for it: the official app goes by these too (read 2026-11).
 */
const byMessage: readonly (readonly [words: RegExp, error: string])[] = [
  [/^block between recipient and sender/i, "BlockedActor"],
  [/^recipient has disabled incoming messages/i, "MessagesDisabled"],
  [/^recipient requires incoming messages to come from someone they follow/i, "NotFollowedBySender"],
];

/** Words that say that the credentials are stale: renewed once, then the call is sent again. */
const stale = new Set(["ExpiredToken", "InvalidToken", "AuthMissing"]);

/** What a status means here, where that is more than it means everywhere. */
const byStatus: Readonly<Record<number, Row>> = {
  401: ["unauthenticated", "the server refused the session; check `password` or `token`"],
  404: ["not-found", "the server knows nothing at this address; check `service`"],
  501: ["unsupported", "the server does not know this method"],
};

/** Names the field that a record was refused for, e.g. `$.record.text`: the rest of the message may hold what a person wrote. */
function fieldIn(message: string): string {
  const field = /\$(?:\.[A-Za-z]\w*|\[\d+\])+/.exec(message)?.[0] ?? /\b(?:Input|Params)(?:\/\w+)+/.exec(message)?.[0];
  return field === undefined ? "" : ` (${field})`;
}

/** Says what the error's word means; `undefined` where the status has to. */
function byWord(error: string | undefined, message: string): Row | undefined {
  // Older methods have no word of their own for a thing that is not there.
  if ((error ?? "InvalidRequest") === "InvalidRequest") {
    if (/not found|could not (?:locate|find)|unable to resolve/i.test(message)) return ["not-found", "what the request names is not there"];
    return table[byMessage.find(([words]) => words.test(message))?.[1] ?? ""];
  }
  // The words of a session that is in order but may not do this: a plain app password at the chat service.
  if (error === "InvalidToken" && /bad token (?:method|scope)/i.test(message))
    return ["forbidden", `the password does not allow this; ${directMessageRemedy}`];
  return table[error ?? ""];
}

/** Reads a failure off an answer of any status. */
export const blueskyFailure: ReadFailure = (call, answer): Failure | undefined => {
  const { error: word, message: said } = fieldsOf(answer.body);
  const error = typeof word === "string" ? word : undefined;
  const message = typeof said === "string" ? said : "";
  if (answer.status < 400) {
    // No method that we call answers a success with an `error`: a proxy in between made one out of a failure.
    return error === undefined ? undefined : { code: "unexpected-response", message: "the server answered an error as a success" };
  }
  const row = byWord(error, message) ?? byStatus[answer.status];
  const failure = row === undefined ? failureByStatus(call, answer) : { code: row[0], message: row[1] };
  if (failure === undefined) return undefined;
  const login = /\.(?:create|refresh)Session$/.test(call.route);
  const isStale = failure.code === "unauthenticated" && !login && error !== undefined && stale.has(error);
  return {
    ...failure,
    message: failure.message + (row === undefined ? fieldIn(message) : ""),
    ...(isStale && { stale: true }),
    ...(error === "ExpiredToken" && { reauthorize: "expired" as const }),
    // A method that is not there has done nothing, although its status is that of a server in trouble.
    ...(failure.code === "unsupported" && { nothingHappened: true }),
  };
};
