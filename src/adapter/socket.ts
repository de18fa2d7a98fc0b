/**
 * Reads a socket as a list that grows: one connection, from its opening to its end.
 * @module
 */
import type { ResolvedRuntime } from "./runtime.js";

/** What happens on a socket. From `open` on something can be sent; it ends after `closed`. */
export type SocketEvent =
  | { readonly type: "open"; readonly send: (text: string) => void }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "closed"; readonly code: number };

/** How one connection is opened. */
export interface SocketOptions {
  /** `wss:` address, without secrets: addresses end up in logs. */
  readonly url: string;
  /** Subprotocols, which some networks take a token in. @defaultValue none */
  readonly protocols?: readonly string[];
  /** Closes the connection. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for the opening. Milliseconds. @defaultValue 30,000 */
  readonly openMs?: number;
  /** Longest silence after which the line counts as dead: one that broke in between tells neither end. Milliseconds. @defaultValue no end */
  readonly quietMs?: number;
}

const defaultOpenMs = 30_000;

/**
 * Opens one connection and yields what happens on it, in order, until it ends; whoever stops reading closes it. Never throws for a broken
 * line: that is `closed`. Reconnecting is the caller's, who knows what was missed meanwhile.
 *
 * @example
 * for await (const event of readSocket(runtime, { url, signal })) if (event.type === "text") take(event.text);
 */
export async function* readSocket(
  runtime: Pick<ResolvedRuntime, "webSocket" | "clock">,
  { url, protocols, signal, openMs = defaultOpenMs, quietMs }: SocketOptions,
): AsyncGenerator<SocketEvent, void, undefined> {
  if (signal?.aborted === true) return;
  const waiting: SocketEvent[] = [];
  let wake: (() => void) | undefined;
  let over = false;
  const tell = (event: SocketEvent): void => {
    if (over) return;
    over = event.type === "closed";
    waiting.push(event);
    wake?.();
  };
  let socket: WebSocket;
  try {
    socket = runtime.webSocket(url, protocols);
  } catch {
    // An address or subprotocol that the platform does not take.
    yield { type: "closed", code: 1006 };
    return;
  }
  const close = (): void => {
    tell({ type: "closed", code: 1000 });
    socket.close();
  };
  let patience = new AbortController();
  /** Gives the line up unless something is heard on it in time. */
  const listen = (ms: number | undefined): void => {
    patience.abort();
    patience = new AbortController();
    if (ms !== undefined && !over) runtime.clock.sleep(ms, { signal: patience.signal }).then(close, () => undefined);
  };
  socket.addEventListener("open", () => {
    listen(quietMs);
    tell({
      type: "open",
      send: (text) => {
        socket.send(text);
      },
    });
  });
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    listen(quietMs);
    if (typeof data === "string") tell({ type: "text", text: data });
  });
  socket.addEventListener("close", ({ code }) => {
    patience.abort();
    tell({ type: "closed", code });
  });
  signal?.addEventListener("abort", close, { once: true });
  listen(openMs);
  try {
    for (;;) {
      const next = waiting.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
        continue;
      }
      yield next;
      if (next.type === "closed") return;
    }
  } finally {
    over = true;
    patience.abort();
    signal?.removeEventListener("abort", close);
    socket.close();
  }
}
