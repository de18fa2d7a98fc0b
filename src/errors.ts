/**
 * One family of errors. No error carries a secret, message text or a name.
 * @module
 */
import type { ErrorCode, ErrorInfo, ReauthorizeCause } from "./model/error-info.js";
import type { Refs, Timestamp } from "./model/ref.js";

/** What an error may say besides code and message. */
export interface FolkmootErrorOptions {
  /** What led to it. Left out of {@link errorInfo}; hand in nothing that holds a secret, text or a name. */
  readonly cause?: unknown;
  /** True when the same call may succeed later. @defaultValue false */
  readonly retryable?: boolean;
  /** When to try again, as far as that is known. */
  readonly retryAt?: Timestamp;
  /** Of an `outcome-unknown`: what `findOwn` needs to look for the write. */
  readonly refs?: Refs;
  /** Why somebody has to log in again, where the network tells it. */
  readonly reauthorize?: ReauthorizeCause;
}

// Registered for the whole process, so that two copies of the package know each other's errors.
const brand = Symbol.for("folkmoot.error");

/** Base of every error that the package throws. `code` says what happened, `message` names field and remedy. */
export class FolkmootError extends Error {
  /** The class, for `error.name`. */
  override readonly name: string = "FolkmootError";
  /** What happened, as a word of ours. */
  readonly code: ErrorCode;
  /** True when the same call may succeed later. */
  readonly retryable: boolean;
  // Declared only: a field would be there with `undefined` in it, and unknown is absent.
  /** When to try again, as far as that is known. */
  declare readonly retryAt?: Timestamp;
  /** Of an `outcome-unknown`: what `findOwn` needs to look for the write. */
  declare readonly refs?: Refs;
  /** Why somebody has to log in again, where the network tells it. */
  declare readonly reauthorize?: ReauthorizeCause;
  /** Makes an error. `message`: what failed, on which network and account, and what to do next; for a person at night. */
  constructor(code: ErrorCode, message: string, options: FolkmootErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    if (options.retryAt !== undefined) this.retryAt = options.retryAt;
    if (options.refs !== undefined) this.refs = options.refs;
    if (options.reauthorize !== undefined) this.reauthorize = options.reauthorize;
    Object.defineProperty(this, brand, { value: true });
  }
  /** Gives its JSON form, for stores and reports: no stack, no cause. */
  toJSON(): ErrorInfo {
    return infoOf(this);
  }
}

/** The same idempotency key with another plan, or a version that somebody else has passed. */
export class ConflictError extends FolkmootError {
  /** The class, for `error.name`. */
  override readonly name: string = "ConflictError";
  /** Always `conflict`. */
  declare readonly code: "conflict";
  /** Makes the error of a lost race. */
  constructor(message: string, options?: FolkmootErrorOptions) {
    super("conflict", message, options);
  }
}

/** Has this very code. */
export interface Coded<C extends ErrorCode> {
  /** What happened, as a word of ours. */
  readonly code: C;
}

/**
 * Tells whether something is an error of ours, and of one code when one is given. Better than `instanceof`:
 * it also knows the errors of another copy of the package.
 *
 * @example
 * try {
 *   await adapter.reply(message, { text });
 * } catch (error) {
 *   if (isFolkmootError(error, "rate-limited")) console.log("again at", error.retryAt);
 *   else throw error;
 * }
 */
export function isFolkmootError<C extends ErrorCode = ErrorCode>(value: unknown, code?: C): value is FolkmootError & Coded<C> {
  if (typeof value !== "object" || value === null || !(brand in value)) return false;
  return code === undefined || ("code" in value && value.code === code);
}

/** Tells whether something is a {@link ConflictError}, also one of another copy of the package. */
export function isConflictError(value: unknown): value is ConflictError {
  return isFolkmootError(value, "conflict");
}

/**
 * Makes the JSON form of whatever was thrown. What is no error of ours (a host's handler, policy or store) becomes `unexpected-error`
 * with its class name only: its message may quote a person or a secret.
 */
export function errorInfo(error: unknown): ErrorInfo {
  if (isFolkmootError(error)) return infoOf(error);
  return {
    code: "unexpected-error",
    message: `Code outside the package threw (${errorName(error)}); its message is not kept, look in that code's own log.`,
    retryable: false,
  };
}

function infoOf({ code, message, retryable, retryAt, reauthorize }: FolkmootError): ErrorInfo {
  return {
    code,
    message,
    retryable,
    ...(retryAt !== undefined && { retryAt }),
    ...(reauthorize !== undefined && { reauthorize }),
  };
}

/**
 * Gives an error's class name, as far as it looks like one: safe to write into a message or log, unlike the error's own message.
 * @returns e.g. `TypeError`; `Error` when the name cannot be trusted
 */
export function errorName(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return /^[A-Za-z][A-Za-z0-9_]{0,40}$/.test(name) ? name : "Error";
}
