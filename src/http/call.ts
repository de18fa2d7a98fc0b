/**
 * One call over all its sends: what it has been through, and whether it is sent again.
 * @module
 */
import { askBeforeLeaving } from "./hold-back.js";
import { backoffMs, maxRefusals, maxSends } from "./backoff.js";
import { checkAnswer } from "./check-answer.js";
import { failureByStatus, failureError, isRetryable } from "./failure.js";
import { errorName, FolkmootError, isFolkmootError } from "../errors.js";
import { retryAfterMs } from "./retry-after.js";
import { send, SendError, type TransportAnswer } from "./transport.js";
import type { Address } from "./address.js";
import type { Authorization, Credentials } from "./credentials.js";
import type { CallShape } from "../limits/meter.js";
import type { Clock } from "../clock.js";
import type { Failure, ReadFailure, WireAnswer } from "./answer.js";
import type { Limiter } from "../limits/limiter.js";
import type { LimiterOptions } from "../limits/options.js";
import type { Logger } from "../logger.js";
import type { Outgoing } from "./outgoing.js";
import type { RequestOptions } from "./request.js";
import type { Watch } from "./watch.js";
import type { AccountKey, Network } from "../model/keys.js";

/** The door that every send passes: it holds slot and budget while the send runs, and reads the meter afterwards. */
export type Gate = Pick<Limiter, "run" | "block">;

/** What a call uses. */
export interface Caller {
  /** The network asked. */
  readonly network: Network;
  /** Whose call it is. */
  readonly account: AccountKey;
  /** Budgets and slots. */
  readonly limiter: Gate;
  /** Time limits of single sends. */
  readonly watch: Watch;
  /** The parts of the runtime that a request needs. */
  readonly runtime: {
    /** What sends. */
    readonly fetch: typeof globalThis.fetch;
    /** What waits. */
    readonly clock: Clock;
    /** Chance, for backoff. */
    readonly random: () => number;
    /** What is told of repeated sends. */
    readonly logger: Logger;
    /** Mode and longest wait. */
    readonly limiter: LimiterOptions;
  };
  /** Absent = sent without credentials. */
  readonly credentials?: Credentials;
  /** @defaultValue by HTTP status */
  readonly readFailure?: ReadFailure;
}

/** Says that the call is sent again. */
export class Again extends Error {
  override readonly name: string = "Again";
}

/** Carries what the call ends with through p-retry, which rewrites what is no error. */
export class End extends Error {
  override readonly name: string = "End";
  /** What the caller gets. */
  readonly reason: unknown;
  constructor(reason: unknown) {
    super("The call has ended.");
    this.reason = reason;
  }
}

/** Why one send did not succeed. */
interface Setback {
  readonly failure: Failure;
  /** True when it may have happened all the same. */
  readonly maybe: boolean;
  /** Where a rate limit is reached: what to block. */
  readonly call?: CallShape;
}

/**
 * Makes the function that sends a call once, each time it is asked.
 * @returns a function that gives the checked body, or throws {@link Again} or {@link End}
 */
export function createCall<T>(caller: Caller, outgoing: Outgoing, options: RequestOptions<T>): () => Promise<T> {
  const { runtime, limiter, readFailure = failureByStatus } = caller;
  const { clock, logger } = runtime;
  const { mode = "wait", maxWaitMs } = runtime.limiter;
  const { head, operation, write } = outgoing;
  const { signal } = options;
  const credentials = options.anonymous === true ? undefined : caller.credentials;
  const signalPart = signal === undefined ? {} : { signal };

  let failures = 0;
  let refusals = 0;
  let waitedMs = 0;
  let pauseMs = 0;
  let renewed = false;
  // True once a send of a write got no answer: from then on nobody can say that nothing happened.
  let maybe = false;

  const unknown = (why: string): FolkmootError =>
    new FolkmootError(
      "outcome-unknown",
      `${head}: ${why}; nobody knows whether it happened, so look for it on the network before sending it again.`,
    );
  const end = (error: unknown): never => {
    if (!maybe) throw new End(error);
    if (isFolkmootError(error, "outcome-unknown")) throw new End(error);
    const how = isFolkmootError(error) ? `a later one ended as ${error.code}` : "the call was ended";
    throw new End(unknown(`an earlier send got no answer and ${how}`));
  };
  const aborted = (): never => end(signal?.reason);

  const pause = async (ms: number): Promise<void> => {
    pauseMs = 0;
    try {
      await clock.sleep(ms, signalPart);
    } catch {
      aborted();
    }
    waitedMs += ms;
  };

  /** Ends a call whose credentials failed. Whatever went wrong there, this call has not been sent by it. */
  const noCredentials = (error: unknown): never => {
    if (signal?.aborted === true) return aborted();
    // A login without an answer leaves this call unsent, which is all that its caller has to know.
    if (isFolkmootError(error, "outcome-unknown"))
      return end(
        new FolkmootError(
          "connection-failed",
          `${head}: logging in got no answer that could be read; check the server's address, or try again.`,
          { cause: error, retryable: true },
        ),
      );
    if (isFolkmootError(error)) return end(error);
    return end(
      new FolkmootError("unauthenticated", `${head}: no credentials could be had (${errorName(error)}); check where the token comes from.`),
    );
  };

  /** Decides after a send without success. */
  const judge = async ({ failure, maybe: perhaps, call }: Setback): Promise<never> => {
    if (perhaps && write) {
      if (!outgoing.safe) return end(unknown(failure.message));
      maybe = true;
    }
    const limited = failure.code === "rate-limited";
    if (limited) refusals += 1;
    else failures += 1;
    const delay = failure.retryAfterMs ?? backoffMs(limited ? refusals : failures, runtime.random);
    const timed: Failure = limited || failure.retryAfterMs !== undefined ? { ...failure, retryAfterMs: delay } : failure;
    const now = clock.now();
    const error = (): FolkmootError => failureError(head, timed, now);
    if (!isRetryable(failure)) return end(error());
    if (limited && call !== undefined && failure.metered !== true) await quietly(() => limiter.block(call, caller.account, now + delay));
    if (outgoing.once || (limited ? mode === "throw" || refusals >= maxRefusals : failures >= maxSends)) return end(error());
    if (maxWaitMs !== undefined && waitedMs + delay > maxWaitMs)
      return end(failureError(head, { ...timed, message: `${failure.message} (waiting longer than maxWaitMs would be needed)` }, now));
    pauseMs = delay;
    logger.warn?.("A request is sent again.", { operation, account: caller.account, code: failure.code, delayMs: delay });
    throw new Again();
  };

  /** Asks for slot and budget, and sends. */
  const pass = async (shape: CallShape, authorization: Authorization | undefined, address: Address): Promise<TransportAnswer> => {
    const queuedAt = clock.now();
    // In one object, because what a callback sets to a variable is invisible to the type checker.
    const seen: { started?: true; answer?: TransportAnswer; lost?: SendError } = {};
    try {
      return await limiter.run(
        shape,
        {
          lane: outgoing.lane,
          account: caller.account,
          ...signalPart,
          unsent: (error) => error instanceof SendError && error.nothingLeft,
          ...(maxWaitMs !== undefined && { until: queuedAt + Math.max(0, maxWaitMs - waitedMs) }),
        },
        async () => {
          seen.started = true;
          waitedMs += clock.now() - queuedAt;
          try {
            await askBeforeLeaving(signal);
            return (seen.answer = await send({
              method: outgoing.method,
              url: address.href,
              headers: outgoing.headers(authorization),
              body: outgoing.body?.body,
              timeoutMs: outgoing.timeoutMs,
              signal,
              fetch: runtime.fetch,
              watch: caller.watch,
            }));
          } catch (error) {
            if (error instanceof SendError) seen.lost = error;
            throw error;
          }
        },
      );
    } catch (error) {
      // The answer is there; that the limiter could not note it down must not make a sent write look unsent.
      if (seen.answer !== undefined) return seen.answer;
      if (seen.lost !== undefined) return judgeLoss(seen.lost);
      if (signal?.aborted === true) return aborted();
      if (isFolkmootError(error)) return end(error);
      if (seen.started === true)
        return judge({ failure: { code: "connection-failed", message: "the request could not be sent" }, maybe: true });
      return end(
        new FolkmootError(
          "connection-failed",
          `${head}: the rate limiter could not be asked (${errorName(error)}); check its coordinator.`,
        ),
      );
    }
  };

  const judgeLoss = (lost: SendError): Promise<never> => {
    const system = lost.systemCode === undefined ? "" : ` (${lost.systemCode})`;
    switch (lost.failure) {
      case "aborted":
        return lost.nothingLeft || !write ? aborted() : end(unknown("it was ended while the answer was awaited"));
      case "not-built":
        return end(new FolkmootError("invalid-request", `${head}: the request cannot be built; check its address, headers and body.`));
      case "timeout": {
        const message = `no answer came within ${Math.round(outgoing.timeoutMs / 1000)} s`;
        return judge({ failure: { code: "timeout", message: write ? message : `${message}; try again later` }, maybe: !lost.nothingLeft });
      }
      case "connection":
        return judge({
          failure: lost.nothingLeft
            ? { code: "connection-failed", message: `the server could not be reached${system}; nothing was sent, try again later` }
            : { code: "connection-failed", message: `the connection failed${system}${write ? "" : "; try again later"}` },
          maybe: !lost.nothingLeft,
        });
    }
  };

  /** An answer that can be read neither as success nor as failure. */
  const unreadable = (why: string): never =>
    write
      ? end(unknown(why))
      : end(new FolkmootError("unexpected-response", `${head}: ${why}; a newer version of the package may know this answer.`));

  const readAnswer = (shape: CallShape, answer: TransportAnswer): Failure | undefined => {
    const { status } = answer;
    // 0 is how browsers show a redirect that was not followed.
    if (status === 0 || (status >= 300 && status < 400))
      return {
        code: "unexpected-response",
        message: `the network redirects (${status}), which is not followed; check the base address`,
        // Only these two say that the request was not acted on.
        nothingHappened: status === 307 || status === 308,
      };
    try {
      return readFailure(shape, answer);
    } catch {
      return unreadable(`the answer (${status}) could not be understood`);
    }
  };

  return async () => {
    if (pauseMs > 0) await pause(pauseMs);
    if (signal?.aborted === true) aborted();
    let authorization: Authorization | undefined;
    let address: Address;
    try {
      if (credentials !== undefined) authorization = await credentials.authorize(signalPart);
    } catch (error) {
      return noCredentials(error);
    }
    if (signal?.aborted === true) aborted();
    try {
      address = outgoing.address(authorization);
    } catch (error) {
      return end(error);
    }
    const shape = outgoing.shape(address);
    const answer = await pass(shape, authorization, address);

    const failure = readAnswer(shape, answer);
    if (failure !== undefined) {
      const nothing = failure.nothingHappened ?? answer.status < 500;
      const wait = failure.retryAfterMs ?? retryAfterMs(answer.headers, clock.now());
      if (failure.stale === true && !renewed && authorization !== undefined && (nothing || outgoing.safe) && !outgoing.once) {
        renewed = true;
        maybe ||= write && !nothing;
        let newer: boolean | undefined;
        try {
          newer = await credentials?.renew?.(authorization, signalPart);
        } catch (error) {
          return noCredentials(error);
        }
        if (newer === true) throw new Again();
      }
      return judge({ failure: wait === undefined ? failure : { ...failure, retryAfterMs: wait }, maybe: !nothing, call: shape });
    }
    if (answer.broken !== undefined) return unreadable(answer.broken);
    const checked = checkAnswer(options.schema, options.whole === true ? wholeAnswer(answer) : answer.body);
    if (checked.ok) return checked.value;
    if (write)
      return end(unknown(`the network accepted it, but its answer could not be read: ${checked.reason}; it has probably happened`));
    return unreadable(`the answer could not be read: ${checked.reason}`);
  };
}

/** What a schema of the whole answer sees, and nothing of the transport. */
function wholeAnswer({ status, headers, body }: TransportAnswer): WireAnswer {
  return { status, headers, body };
}

/** Does something that a request does not depend on. */
async function quietly(step: () => unknown): Promise<void> {
  try {
    await step();
  } catch {
    // A block that was not noted costs politeness, never the call.
  }
}
