/**
 * What failures of the Graph API mean. The numbers in the body decide, whatever the status is: failures come with 200 as well.
 * @module
 */
import { byCode, bySubcode, bySubcodeOnly, byWords, type GraphRow } from "./error-table.js";
import { failureByStatus } from "../../http/failure.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { throttleOf } from "./throttle.js";
import type { Failure, ReadFailure, WireAnswer } from "../../http/answer.js";
import type { GraphNetwork } from "./app-options.js";

/** The numbers of a failure. */
export interface GraphFault {
  /** What went wrong. */
  readonly code: number;
  /** What exactly. */
  readonly subcode?: number;
  /** Whether it passes by itself, where that is told. */
  readonly transient?: boolean;
}

/** Reads the numbers off a body. `undefined` where it tells of no failure. */
export function faultOf(body: unknown): GraphFault | undefined {
  const { error, error_type: errorType, code: bare } = fieldsOf(body);
  const { code, error_subcode: subcode, is_transient: transient } = fieldsOf(error);
  if (typeof code === "number")
    return {
      code,
      ...(typeof subcode === "number" && { subcode }),
      ...(typeof transient === "boolean" && { transient }),
    };
  // The token calls of Instagram and Threads have a form of their own, with the status for a code.
  return textOf(errorType) !== undefined && typeof bare === "number" ? { code: bare } : undefined;
}

/** All words of a failure; read for what they mean, and never passed on. */
function wordsOf(body: unknown): string {
  const { error, error_message: alone } = fieldsOf(body);
  const { message, error_user_title: title, error_user_msg: more } = fieldsOf(error);
  return [message, title, more, alone].filter((one) => typeof one === "string").join(" ");
}

const throttled: GraphRow = ["rate-limited", "the account has called as often as it may"];
const anyPermission: GraphRow = byCode[10] ?? throttled;

function rowOf({ code, subcode }: GraphFault, words: string): GraphRow | undefined {
  const known = subcode === undefined ? undefined : (bySubcode[`${code}/${subcode}`] ?? bySubcodeOnly[subcode]);
  if (known !== undefined) return known;
  const told = byWords.find(([of, form]) => (of === undefined || of === code) && form.test(words))?.[2];
  if (told !== undefined) return told;
  if (code >= 80_000 && code <= 80_014) return throttled;
  return byCode[code] ?? (code >= 200 && code <= 299 ? anyPermission : undefined);
}

const notHad: GraphRow = ["invalid-request", "the network refused a parameter; check text and options"];

/** The numbers, for whoever looks them up. */
function numbers({ code, subcode }: GraphFault): string {
  return subcode === undefined ? String(code) : `${code}/${subcode}`;
}

/** Writes what a row says, with the numbers that whoever looks it up needs. */
function told([, message]: GraphRow, fault: GraphFault): string {
  return `${message} [Graph error ${numbers(fault)}]`;
}

function unknownFault(answer: WireAnswer, fault: GraphFault): Failure {
  if (fault.transient === true || answer.status >= 500)
    return { code: "server-error", message: `the network has a problem of its own [Graph error ${numbers(fault)}]; try again later` };
  const plain = answer.status < 400 ? undefined : failureByStatus(emptyCall, answer);
  if (plain !== undefined) return { ...plain, message: `${plain.message} [Graph error ${numbers(fault)}]` };
  return { code: "invalid-request", message: `the network refused the request; check what was sent [Graph error ${numbers(fault)}]` };
}

const notDone: Failure = {
  code: "unexpected-response",
  message: "the network says that it was not done, and not why; try again later",
  nothingHappened: true,
};

const emptyCall = { operation: "", method: "", route: "", subject: {} };

/**
 * Makes what reads failures off answers of any status.
 * @param network - whose answers they are
 * @param now - milliseconds since 1970: headers tell when a block ends
 */
export function graphFailure(network: GraphNetwork, now: () => number): ReadFailure {
  return (call, answer): Failure | undefined => {
    const fault = faultOf(answer.body);
    if (fault === undefined) {
      // What was not done is sometimes told without an error.
      if (answer.status < 400 && fieldsOf(answer.body)["success"] === false) return notDone;
      return failureByStatus(call, answer);
    }
    const row = rowOf(fault, wordsOf(answer.body));
    if (row === undefined) return unknownFault(answer, fault);
    // "Unknown", with a number of its own and told not to pass: a parameter that the network will not have.
    if (fault.code === 1 && fault.transient === false && fault.subcode !== undefined && row === byCode[1])
      return { code: "invalid-request", message: told(notHad, fault), nothingHappened: true };
    const [code, , { reauthorize, retryable, retryAfterMs } = {}] = row;
    const failure: Failure = {
      code,
      message: told(row, fault),
      // A refusal with a number of its own comes before anything is done, whatever the status. Trouble of the network's own does not tell.
      nothingHappened: code !== "server-error" || fault.code === 9007 || fault.subcode === 2207027,
      ...(reauthorize !== undefined && { reauthorize }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(retryable !== undefined && { retryable }),
    };
    // The host may have replaced the token meanwhile: it is asked for once more.
    if (code === "unauthenticated") return { ...failure, stale: true };
    // 1 and 2 are nearly always passing; where the network says that they are not, sending again would only repeat a mistake.
    if (code === "server-error" && fault.transient === false && (fault.code === 1 || fault.code === 2))
      return { ...failure, retryable: false };
    if (code !== "rate-limited") return failure;
    const throttle = throttleOf(network, call, answer, now());
    return throttle === undefined ? failure : { ...failure, metered: true, retryAfterMs: Math.max(1_000, throttle.blockedUntil - now()) };
  };
}
