/**
 * Refusals in the network's own shape: `{ message, code }`, and a tree of fields where a form is wrong.
 * @see https://discord.com/developers/docs/topics/opcodes-and-status-codes#json, read 2026-11
 * @module
 */
import type { FakeAnswer } from "../exchange.js";
import type { Json } from "../json.js";

/** A refusal in the network's own words. */
export class DiscordError extends Error {
  override readonly name: string = "DiscordError";
  /** HTTP status. */
  readonly status: number;
  /** The network's number. 0 = none of its own. */
  readonly code: number;
  /** What else stands in the body. */
  readonly more: Json;
  constructor(status: number, code: number, message: string, more: Json = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

const refusals = {
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10014: [400, "Unknown Emoji"],
  10026: [404, "Unknown Ban"],
  10087: [404, "Unknown tag"],
  20016: [429, "This action cannot be performed due to slowmode rate limit"],
  30003: [400, "Maximum number of pins reached for the channel (250)"],
  30010: [400, "Maximum number of reactions reached (20)"],
  40005: [413, "Request entity too large"],
  40033: [400, "This message has already been crossposted"],
  40058: [400, "Cannot message this channel until a post is made"],
  40067: [400, "A tag is required to create a forum post in this channel"],
  40333: [403, "internal network error"],
  50001: [403, "Missing Access"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50008: [400, "Cannot send messages in a non-text channel"],
  50013: [403, "Missing Permissions"],
  50021: [403, "Cannot execute action on a system message"],
  50024: [400, "Cannot execute action on this channel type"],
  50033: [400, "Invalid Recipient(s)"],
  50083: [400, "Thread is archived"],
  50109: [400, "The request body contains invalid JSON."],
  50278: [403, "Cannot send messages to this user due to having no mutual guilds"],
  90001: [403, "Reaction was blocked"],
  160002: [403, "Cannot reply without permission to read message history"],
  160004: [400, "A thread has already been created for this message"],
  160005: [400, "Thread is locked"],
} as const;

/** The numbers that the fake refuses with. */
export type RefusalCode = keyof typeof refusals;

/** Makes one of the network's numbered refusals. */
export function refused(code: RefusalCode): DiscordError {
  const [status, message] = refusals[code];
  return new DiscordError(status, code, message);
}

/**
 * Makes the refusal of a form: 50035, with the fault under the field that has it. The refusal of the whole form has the path `[]`.
 * @param path - where in the form: names of fields and places in lists
 */
export function invalidForm(path: readonly (string | number)[], code: string, message: string): DiscordError {
  const leaf: Json = { _errors: [{ code, message }] };
  const errors = path.reduceRight<Json>((below, key) => ({ [key]: below }), leaf);
  return new DiscordError(400, 50035, "Invalid Form Body", { errors });
}

/** Makes an answer with a JSON body. Without one the body is empty. */
export const answerOf = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): FakeAnswer => ({
  status,
  headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
  ...(body !== undefined && { body }),
});

/** Makes the answer to a refusal. */
export const refusal = ({ status, code, message, more }: DiscordError, headers?: Readonly<Record<string, string>>): FakeAnswer =>
  answerOf(status, { message, code, ...more }, headers);
