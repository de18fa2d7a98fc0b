/**
 * One send through ky: no retry, no waiting but for the answer, no opinion about it.
 * @module
 */
import ky from "ky";
import { decodeBody } from "./body.js";
import { isHoldBack } from "./hold-back.js";
import type { Method } from "./request.js";
import type { Watch } from "./watch.js";
import type { WireAnswer } from "./answer.js";

/** What leaves. */
export interface Job {
  /** HTTP method. */
  readonly method: Method;
  /** Where to. */
  readonly url: string;
  /** All headers, credentials included; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent = no body. */
  readonly body: BodyInit | undefined;
  /** Longest wait for the whole answer. Milliseconds. */
  readonly timeoutMs: number;
  /** Ends it. */
  readonly signal: AbortSignal | undefined;
  /** What sends. */
  readonly fetch: typeof globalThis.fetch;
  /** Says when the time is up. */
  readonly watch: Watch;
}

/** An answer, and whether its body could be read. */
export interface TransportAnswer extends WireAnswer {
  /** Why the body could not be read: short, without content. */
  readonly broken?: string;
}

/** Why there is no answer. */
export type SendFailure = "aborted" | "timeout" | "connection" | "not-built";

/** A send without an answer. It keeps neither the request nor what `fetch` threw: both may hold secrets. */
export class SendError extends Error {
  override readonly name: string = "SendError";
  /** Why there is no answer. */
  readonly failure: SendFailure;
  /** True when it is proven that no byte of the request has left. */
  readonly nothingLeft: boolean;
  /** The system's word for it, e.g. `ECONNRESET`. */
  readonly systemCode: string | undefined;
  constructor(failure: SendFailure, nothingLeft: boolean, systemCode?: string) {
    super(failure);
    this.failure = failure;
    this.nothingLeft = nothingLeft;
    this.systemCode = systemCode;
  }
}

/** Failures before a connection stands: nothing can have left. A reset or a closed socket proves nothing. */
const beforeConnection: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Finds the system's word in what `fetch` threw; its message is not read, it may quote the request. */
function systemCodeOf(error: unknown): string | undefined {
  let at: unknown = error;
  for (let depth = 0; depth < 5 && typeof at === "object" && at !== null; depth++) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z][A-Z0-9_]{2,40}$/.test(at.code)) return at.code;
    at = "cause" in at ? at.cause : undefined;
  }
  return undefined;
}

/** Leaves to ky neither repeating, nor time limits, nor an opinion. */
const quiet = { retry: 0, timeout: false, throwHttpErrors: false } as const;

/** True when every header can surely be sent: then `fetch` may make its own object of them, and no other has to be made before. */
function isPlain(headers: Job["headers"]): boolean {
  for (const name in headers) if (!/^[\w-]+$/.test(name) || !/^[!-~]+(?: [!-~]+)*$/.test(headers[name] ?? "")) return false;
  return true;
}

/** Why a request is stopped: nobody reads it, and a ready-made reason spares a stack trace. */
const over = "over";

/**
 * Sends once and reads the whole answer. Redirects are not followed: they would carry credentials to wherever the answer says.
 * Timeout and abort end it at once, even when the host's `fetch` does not listen to its signal.
 * @throws SendError when there is no answer
 */
export async function send(job: Job): Promise<TransportAnswer> {
  const { signal } = job;
  if (signal?.aborted === true) throw new SendError("aborted", true);
  const stop = new AbortController();
  let left = false;

  const work = async (): Promise<TransportAnswer> => {
    const { method, body: carried } = job;
    const response = await ky(job.url, {
      ...quiet,
      // Each option given to ky costs it a copy of all of them, so it hears of these where it makes the request that leaves.
      ...(carried !== undefined && { method, headers: job.headers, body: carried, redirect: "manual" }),
      // Our signal goes to fetch itself: handed to ky it would be joined with ky's own, which costs as much as the request.
      fetch: (input, init) => {
        if (carried !== undefined) {
          left = true;
          return job.fetch(input, { ...init, signal: stop.signal });
        }
        // What carries nothing goes to fetch as it is: handed to ky, its headers would be read four times. What cannot be a header throws
        // here, before anything has left.
        const headers = isPlain(job.headers) ? job.headers : new Headers(job.headers);
        left = true;
        return job.fetch(job.url, { method, headers, redirect: "manual", signal: stop.signal });
      },
    });
    const { body, broken } = await decodeBody(response);
    return { status: response.status, headers: response.headers, body, ...(broken !== undefined && { broken }) };
  };

  return new Promise<TransportAnswer>((resolve, reject) => {
    let open = true;
    const close = (): boolean => {
      const first = open;
      open = false;
      stopWatch();
      signal?.removeEventListener("abort", abort);
      return first;
    };
    const fail = (error: SendError): void => {
      if (!close()) return;
      stop.abort(over);
      reject(error);
    };
    const abort = (): void => {
      // What has left is awaited: holding back keeps in only what can still be kept in.
      if (left && isHoldBack(signal?.reason)) return;
      fail(new SendError("aborted", !left));
    };
    signal?.addEventListener("abort", abort, { once: true });
    const stopWatch = job.watch.start(job.timeoutMs, () => {
      fail(new SendError("timeout", !left));
    });
    work().then(
      (answer) => {
        if (close()) resolve(answer);
      },
      (error: unknown) => {
        const code = systemCodeOf(error);
        fail(left ? new SendError("connection", code !== undefined && beforeConnection.has(code), code) : new SendError("not-built", true));
      },
    );
  });
}
