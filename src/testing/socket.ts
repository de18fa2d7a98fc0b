/**
 * Sockets in this process, as every fake network that pushes sees them.
 * @module
 */
import type { FaultPlan } from "./faults.js";

/** The network's end of a socket. */
export interface ServedSocket {
  /** The address that was opened. */
  readonly url: URL;
  /** The subprotocols that were offered. */
  readonly protocols: readonly string[];
  /** Sends a text; nothing once the socket is closed. */
  send(text: string): void;
  /** Hears what the other end sends. */
  onText(listener: (text: string) => void): void;
  /** Hears that the socket has ended, whoever ended it. */
  onClosed(listener: () => void): void;
  /** Ends it with a code and a reason. */
  close(code: number, reason?: string): void;
  /** Ends it without a word, as a dead line does: code 1006. */
  cut(): void;
}

const codes = { dead: 1006, none: 1005 } as const;

/** What `WebSocket` is to those who use it: its state, its events, `send` and `close`. */
class PairedSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readonly protocol: string;
  readonly extensions = "";
  readonly bufferedAmount = 0;
  binaryType: BinaryType = "blob";
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  readyState = 0;
  readonly #heard: (text: string) => void;
  readonly #ended: () => void;

  constructor(url: string, protocols: readonly string[], heard: (text: string) => void, ended: () => void) {
    super();
    this.url = url;
    this.protocol = protocols[0] ?? "";
    this.#heard = heard;
    this.#ended = ended;
  }

  send(data: string): void {
    if (this.readyState === 0) throw new DOMException("Still in CONNECTING state", "InvalidStateError");
    if (this.readyState === 1) this.#heard(data);
  }

  close(code: number = codes.none, reason = ""): void {
    this.end(code, reason, true);
  }

  open(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.#tell("open", new Event("open"));
  }

  receive(text: string): void {
    if (this.readyState === 1) this.#tell("message", new MessageEvent("message", { data: text }));
  }

  end(code: number, reason: string, wasClean: boolean): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#ended();
    queueMicrotask(() => {
      this.readyState = 3;
      if (!wasClean) this.#tell("error", new Event("error"));
      this.#tell("close", Object.assign(new Event("close"), { code, reason, wasClean }));
    });
  }

  #tell(name: "open" | "message" | "error" | "close", event: Event): void {
    const listener = this[`on${name}`] as ((event: Event) => void) | null;
    listener?.(event);
    this.dispatchEvent(event);
  }
}

/**
 * Opens a socket in this process. It connects a moment later, as a real one does; the network's end may refuse it by closing it.
 * @param accept - the network: gets its end
 */
export function openSocket(url: string, protocols: readonly string[], accept: (socket: ServedSocket) => void): WebSocket {
  const heard: ((text: string) => void)[] = [];
  const ended: (() => void)[] = [];
  const client = new PairedSocket(
    url,
    protocols,
    (text) => {
      queueMicrotask(() => {
        for (const listener of heard) listener(text);
      });
    },
    () => {
      for (const listener of ended) listener();
    },
  );
  const server: ServedSocket = {
    url: new URL(url),
    protocols,
    send: (text) => {
      queueMicrotask(() => {
        client.receive(text);
      });
    },
    onText: (listener) => heard.push(listener),
    onClosed: (listener) => ended.push(listener),
    close: (code, reason = "") => {
      client.end(code, reason, true);
    },
    cut: () => {
      client.end(codes.dead, "", false);
    },
  };
  queueMicrotask(() => {
    client.open();
    accept(server);
  });
  // It has everything of a WebSocket that can be seen from outside; the class of the platform cannot be made without a connection.
  return client as unknown as WebSocket;
}

/**
 * Makes the function that pushes events under a plan of faults: twice, after the next one, or into a socket that has just died.
 * @param kill - ends every open socket without a word
 */
export function pushWith(plan: FaultPlan, kill: () => void): (event: string, deliver: () => void) => void {
  let late: (() => void)[] = [];
  return (event, deliver) => {
    const faults = plan.push(event).map(({ type }) => type);
    if (faults.includes("dead-socket")) kill();
    const waiting = late;
    late = [];
    if (faults.includes("reordering")) late.push(deliver);
    else deliver();
    if (faults.includes("redelivery")) deliver();
    for (const one of waiting) one();
  };
}
