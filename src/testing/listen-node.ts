/**
 * A fake network on a loopback port.
 * @module
 */
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { wireText } from "./exchange.js";
import type { Listening, Serve } from "./exchange.js";

/** Serves a fake on a free port of 127.0.0.1. A cut connection is a closed socket. */
export async function listenOnLoopback(serve: Serve): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const { port } = server.address() as AddressInfo;
      const delivered = await serve({
        method: incoming.method ?? "GET",
        url: new URL(incoming.url ?? "/", `http://127.0.0.1:${port}`),
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
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
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
