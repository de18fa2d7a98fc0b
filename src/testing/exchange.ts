/**
 * HTTP as every fake network sees it.
 * @module
 */
import type { Runtime } from "../adapter/runtime.js";
import type { Effect, Fault, FaultAction, PushFault } from "./faults.js";
import type { Timestamp } from "../model/ref.js";

/** A request that arrived. */
export interface FakeRequest {
  /** HTTP verb, upper case. */
  readonly method: string;
  /** The full address. */
  readonly url: URL;
  /** Request headers. */
  readonly headers: Headers;
  /** Raw bytes; empty where nothing was sent. */
  readonly body: Uint8Array;
}

/** An answer about to leave. */
export interface FakeAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Response headers, lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. Absent = an empty body. */
  readonly body?: unknown;
  /** What goes out instead of JSON, e.g. a page of something in between. Its type stands in `headers`. */
  readonly text?: string;
}

/** An answer, or `cut` where the connection fails instead. */
export type Delivered = FakeAnswer | "cut";

/** What a fake received and said, without secrets. */
export interface ReceivedCall {
  /** When it arrived, by the fake's clock. */
  readonly at: Timestamp;
  /** HTTP verb. */
  readonly method: string;
  /** The network's own name of the call. */
  readonly operation: string;
  /** What the call does. */
  readonly effect: Effect;
  /** Query parameters; a list where one is repeated. */
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  /** The JSON that came, secrets replaced; `{ bytes, contentType }` where it was no JSON. */
  readonly body?: unknown;
  /** Who called, as the network names accounts. Absent without a valid token. */
  readonly account?: string;
  /** HTTP status answered. Absent where the connection was cut. */
  readonly status?: number;
  /** What went wrong inside the fake itself. Then it answered 500, and nothing else about the answer can be relied on. */
  readonly failure?: string;
  /** Faults that hit the call. */
  readonly faults: readonly FaultAction["type"][];
}

/** What a fake told by itself, over a socket or a webhook. */
export interface PushedEvent {
  /** When it happened, by the fake's clock. */
  readonly at: Timestamp;
  /** The network's own name of the event. */
  readonly event: string;
  /** Faults that hit it. */
  readonly faults: readonly PushFault["type"][];
}

/** One call with both bodies, for a judge that holds the official documents against it. May hold secrets: do not print it. */
export interface Exchange extends ReceivedCall {
  /** The full address that was asked, query included. */
  readonly url: string;
  /** The bytes that came: what a form says, or JSON before anybody read it. Empty where nothing was sent. */
  readonly inputBytes: Uint8Array;
  /** JSON of the request as it came; `undefined` where there was none. */
  readonly input?: unknown;
  /** `content-type` of the request. */
  readonly inputType?: string;
  /** JSON of the answer; `undefined` where it was empty or cut. */
  readonly output?: unknown;
}

/** A network in this process: stateful, in the network's own wire format. */
export interface FakeNetwork {
  /** Which network it plays. */
  readonly network: string;
  /** Where an adapter finds it when it asks through `fetch`. */
  readonly baseUrl: string;
  /** Answers in-process: hand it to the runtime. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Serves the same network on a loopback port, for programs that bring their own HTTP. Sockets are served there too where the network
   * pushes over them; that takes the package `ws`, which you install.
   */
  readonly listen: () => Promise<Listening>;
  /** Opens sockets in-process: hand it to the runtime. Absent where the network pushes over none. */
  readonly webSocket?: NonNullable<Runtime["webSocket"]>;
  /** Everything received, oldest first. */
  readonly calls: readonly ReceivedCall[];
  /** Everything told by itself, oldest first. An event stands here once, also where it comes twice, late or never. */
  readonly pushes: readonly PushedEvent[];
  /**
   * What the fake's own code threw, oldest first, each with its `cause`; empty unless it has a defect, or an observer or clock of yours
   * threw. The call is answered with 500, and the error is thrown once more where nothing catches it, so that the test run fails.
   */
  readonly failures: readonly Error[];
  /** Adds a fault to those that the fake was made with. */
  inject(fault: Fault): void;
  /** Pushes the events that the fault `reordering` still holds back, so that the last one is not lost. */
  deliverLate(): void;
  /** Hears every exchange; the returned function ends it. */
  observe(listener: (exchange: Exchange) => void): () => void;
}

/** A fake that listens on a port. */
export interface Listening {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Ends it and its connections. */
  readonly close: () => Promise<void>;
}

/** What answers the requests of a fake. */
export type Serve = (request: FakeRequest) => Promise<Delivered>;

/** Makes a `fetch` that asks the fake without a socket. A cut connection is a `TypeError`, as in the real one. */
export function fetchOf(serve: Serve): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = new Uint8Array(await request.arrayBuffer());
    request.signal.throwIfAborted();
    const delivered = await untilAborted(
      serve({ method: request.method, url: new URL(request.url), headers: request.headers, body }),
      request.signal,
    );
    if (delivered === "cut")
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }) });
    return new Response(wireText(delivered) ?? null, {
      status: delivered.status,
      headers: delivered.headers,
    });
  };
}

/** What an answer is on the wire; `undefined` where it is empty. */
export function wireText({ body, text }: FakeAnswer): string | undefined {
  return text ?? (body === undefined ? undefined : JSON.stringify(body));
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let end: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    end = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", end, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (end !== undefined) signal.removeEventListener("abort", end);
  }
}
