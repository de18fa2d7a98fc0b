/**
 * A gateway in this process, for adapters that are given one.
 * @module
 */
import { closedForGood } from "../../networks/discord/gateway-errors.js";
import type { DiscordGateway, GatewayEvent } from "../../networks/discord/gateway.js";
import { FolkmootError } from "../../errors.js";
import { isJson } from "../json.js";

interface Waiting {
  readonly events: GatewayEvent[];
  ended: boolean;
  failure?: Error;
  wake: () => void;
}

const lineDied = (code: number): FolkmootError =>
  new FolkmootError("connection-failed", `The gateway's socket has ended with ${code}; follow it again.`, { retryable: true });

/** Opens the line: identifies at the greeting, and hands on what is dispatched after `READY`. */
function openLine(socket: WebSocket, token: string, intents: number, waiting: Waiting): void {
  socket.addEventListener("message", ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    if (!isJson(message)) return;
    if (message.op === 10)
      socket.send(JSON.stringify({ op: 2, d: { token, intents, properties: { os: "test", browser: "folkmoot", device: "folkmoot" } } }));
    if (message.op !== 0 || typeof message.t !== "string" || message.t === "READY") return;
    waiting.events.push({ t: message.t, d: message.d, ...(typeof message.s === "number" && { s: message.s }) });
    waiting.wake();
  });
  socket.addEventListener("close", ({ code }) => {
    waiting.ended = true;
    // 1000 = the follower left.
    if (code !== 1000) waiting.failure = closedForGood(code) ?? lineDied(code);
    waiting.wake();
  });
}

/**
 * Makes a gateway for one bot. Following fails when the socket dies, so that whoever follows has to follow again; what happens until then is
 * lost, because nothing is resumed.
 * @param open - opens a socket to the network
 * @param tokenOf - gives the bot's token at the moment at which a socket is opened
 */
export function gatewayFor(open: () => WebSocket, tokenOf: () => string): DiscordGateway {
  return {
    async *follow({ signal, intents }) {
      if (signal.aborted) return;
      const waiting: Waiting = { events: [], ended: false, wake: () => undefined };
      const socket = open();
      openLine(socket, tokenOf(), intents, waiting);
      const leave = (): void => {
        socket.close(1000);
      };
      signal.addEventListener("abort", leave, { once: true });
      try {
        for (;;) {
          const next = waiting.events.shift();
          if (next !== undefined) yield next;
          else if (waiting.ended) break;
          else
            await new Promise<void>((resolve) => {
              waiting.wake = resolve;
            });
        }
        if (waiting.failure !== undefined) throw waiting.failure;
      } finally {
        signal.removeEventListener("abort", leave);
        leave();
      }
    },
  };
}
