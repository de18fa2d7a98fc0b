/**
 * A fake network on a loopback port, sockets included.
 * @module
 */
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocketServer } from "ws";
import { wireText } from "./exchange.js";
import type { Listening, Serve } from "./exchange.js";
import { FolkmootError } from "../errors.js";
import type { ServedSocket } from "./socket.js";

/**
 * Serves a fake on a free port of 127.0.0.1. A cut connection is a closed socket.
 * @param accept - the network's door for sockets. Absent = an upgrade is refused, as by a server that has none
 */
export async function listenOnLoopback(serve: Serve, accept?: (socket: ServedSocket) => void): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const delivered = await serve({
        method: incoming.method ?? "GET",
        url: new URL(incoming.url ?? "/", `http://${hostOf(server)}`),
        headers: headersOf(incoming),
        body: await bytesOf(incoming),
      });
      if (delivered === "cut") {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(delivered.status, delivered.headers);
      outgoing.end(wireText(delivered));
    };
    answer().catch(() => incoming.socket.destroy());
  });
  const endSockets = accept === undefined ? undefined : serveSockets(server, accept);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://${hostOf(server)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        endSockets?.();
        server.closeAllConnections();
      }),
  };
}

const hostOf = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

const missing = (cause: unknown): FolkmootError =>
  new FolkmootError(
    "misconfigured",
    "A fake that listens serves sockets through the package ws, which is not there: run npm install --save-dev ws.",
    {
      cause,
    },
  );

/** Lets sockets in; gives what ends them all. The package that speaks their protocol is loaded with the first of them. */
function serveSockets(server: Server, accept: (socket: ServedSocket) => void): () => void {
  let sockets: WebSocketServer | undefined;
  const upgrade = async (incoming: IncomingMessage, line: Duplex, head: Buffer): Promise<void> => {
    try {
      const { WebSocketServer: Sockets } = await import("ws");
      sockets ??= new Sockets({ noServer: true });
    } catch (cause) {
      line.end("HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n");
      // Whoever opens a socket sees only that it failed; a test author has to see why.
      queueMicrotask(() => {
        throw missing(cause);
      });
      return;
    }
    sockets.handleUpgrade(incoming, line, head, (socket) => {
      const protocols = (incoming.headers["sec-websocket-protocol"] ?? "").split(",").flatMap((name) => name.trim() || []);
      // A line that breaks ends the socket; that is heard as its end.
      socket.on("error", () => undefined);
      accept({
        url: new URL(incoming.url ?? "/", `ws://${hostOf(server)}`),
        protocols,
        send: (text) => {
          if (socket.readyState === socket.OPEN) socket.send(text);
        },
        onText: (listener) =>
          socket.on("message", (data: Buffer, isBinary) => {
            if (!isBinary) listener(data.toString("utf8"));
          }),
        onClosed: (listener) => socket.once("close", listener),
        close: (code, reason) => {
          socket.close(code, reason);
        },
        cut: () => {
          socket.terminate();
        },
      });
    });
  };
  server.on("upgrade", (incoming, line, head) => void upgrade(incoming, line, head));
  return () => {
    for (const socket of sockets?.clients ?? []) socket.terminate();
  };
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}

async function bytesOf(incoming: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming) parts.push(part as Uint8Array);
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
