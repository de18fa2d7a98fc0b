/**
 * Sockets in this process, as every fake network that pushes sees them.
 * @module
 */
import type { FaultPlan, PushFault } from "./faults.js";

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

/** What the client's end does to the network's. */
interface OtherEnd {
  /** Hears a text. */
  hear(text: string): void;
  /** Hears that the client has gone. */
  leave(): void;
}

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
  readonly #other: OtherEnd;

  constructor(url: string, protocols: readonly string[], other: OtherEnd) {
    super();
    this.url = url;
    this.protocol = protocols[0] ?? "";
    this.#other = other;
  }

  send(data: string): void {
    if (this.readyState === 0) throw new DOMException("Still in CONNECTING state", "InvalidStateError");
    if (this.readyState !== 1) return;
    queueMicrotask(() => {
      this.#other.hear(data);
    });
  }

  close(code: number = codes.none, reason = ""): void {
    // Whoever leaves before it is open ends it as a failure, as the platform does.
    if (this.readyState === 0) this.end(codes.dead, "", false);
    else if (this.readyState === 1) {
      queueMicrotask(() => {
        this.#other.leave();
      });
      this.end(code, reason, true);
    }
  }

  open(): boolean {
    if (this.readyState !== 0) return false;
    this.readyState = 1;
    this.#tell("open", new Event("open"));
    return true;
  }

  receive(text: string): void {
    if (this.readyState === 1) this.#tell("message", new MessageEvent("message", { data: text }));
  }

  end(code: number, reason: string, wasClean: boolean): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
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
 * What one end sends arrives at the other in order, and before its closing does.
 * @param accept - the network: gets its end
 */
export function openSocket(url: string, protocols: readonly string[], accept: (socket: ServedSocket) => void): WebSocket {
  const heard: ((text: string) => void)[] = [];
  const ended: (() => void)[] = [];
  let over = false;
  const finish = (): boolean => {
    if (over) return false;
    over = true;
    for (const listener of ended) listener();
    return true;
  };
  const client = new PairedSocket(url, protocols, {
    hear: (text) => {
      if (!over) for (const listener of heard) listener(text);
    },
    leave: finish,
  });
  const server: ServedSocket = {
    url: new URL(url),
    protocols,
    send: (text) => {
      if (over) return;
      queueMicrotask(() => {
        client.receive(text);
      });
    },
    onText: (listener) => heard.push(listener),
    onClosed: (listener) => ended.push(listener),
    close: (code, reason = "") => {
      if (!finish()) return;
      queueMicrotask(() => {
        client.end(code, reason, true);
      });
    },
    cut: () => {
      if (finish()) client.end(codes.dead, "", false);
    },
  };
  queueMicrotask(() => {
    if (client.readyState !== 0) return;
    // A network that cuts it here has refused it: it was never open.
    accept(server);
    client.open();
  });
  // It has everything of a WebSocket that can be seen from outside; the class of the platform cannot be made without a connection.
  return client as unknown as WebSocket;
}

/** How a fake pushes under a plan of faults. */
export interface Pusher {
  /** Hands an event to those who should hear it: twice, after the next one, or into sockets that have just died, as the plan has it. */
  readonly push: (event: string, deliver: () => void) => void;
  /** Delivers what still waits for an event to come after, the latest first. */
  readonly deliverLate: () => void;
}

/**
 * Makes what pushes events under a plan of faults. Events that follow one another late come in reverse.
 * @param kill - ends every open socket without a word
 * @param note - hears of every event, before it is delivered, with the faults that hit it
 */
export function pushWith(plan: FaultPlan, kill: () => void, note?: (event: string, faults: readonly PushFault["type"][]) => void): Pusher {
  let late: (() => void)[] = [];
  const deliverLate = (): void => {
    const waiting = late.reverse();
    late = [];
    for (const deliver of waiting) deliver();
  };
  return {
    deliverLate,
    push: (event, deliver) => {
      const faults = plan.push(event).map(({ type }) => type);
      note?.(event, faults);
      if (faults.includes("dead-socket")) kill();
      const times = faults.includes("redelivery") ? 2 : 1;
      const all = (): void => {
        for (let time = 0; time < times; time += 1) deliver();
      };
      if (faults.includes("reordering")) {
        late.push(all);
        return;
      }
      all();
      deliverLate();
    },
  };
}
