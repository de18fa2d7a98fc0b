import { afterEach, describe, expect, it, vi } from "vitest";
import { fakeServer, type FakeServer, type FakeWire } from "../../src/testing/fake-server.js";
import type { Listening } from "../../src/testing/exchange.js";
import type { ServedSocket } from "../../src/testing/socket.js";
import { systemClock } from "../../src/clock.js";

const echo: Pick<FakeWire, "network" | "baseUrl" | "clock" | "understand" | "answer" | "faults"> = {
  network: "echo",
  baseUrl: "https://echo.test",
  clock: systemClock,
  understand: ({ method, url }) => ({ operation: url.pathname, effect: method === "GET" ? "read" : "write", params: {} }),
  answer: ({ body }) => ({ status: 200, headers: { "content-type": "application/octet-stream" }, text: `${body.length} bytes` }),
  faults: {
    exhaust: () => undefined,
    expire: () => undefined,
    serverError: (status) => ({ status, headers: {} }),
    spoil: () => undefined,
  },
};

/** A network that repeats what it hears over its sockets. */
function parrot(): { readonly fake: FakeServer; readonly sockets: ServedSocket[]; readonly heard: string[] } {
  const sockets: ServedSocket[] = [];
  const heard: string[] = [];
  const fake = fakeServer({
    ...echo,
    accept: (socket) => {
      sockets.push(socket);
      socket.onClosed(() => heard.push("closed"));
      socket.onText((text) => {
        heard.push(text);
        socket.send(`${text} ${socket.url.pathname} ${socket.protocols.join("+")}`);
      });
    },
  });
  return { fake, sockets, heard };
}

/** Opens a socket with the global class; gives what it hears. */
async function opened(url: string, protocols: string[] = []): Promise<{ readonly socket: WebSocket; readonly seen: string[] }> {
  const socket = new WebSocket(url.replace("http", "ws"), protocols);
  const seen: string[] = [];
  socket.addEventListener("message", ({ data }) => seen.push(String(data)));
  socket.addEventListener("close", ({ code, reason }) => seen.push(`closed ${code} ${reason}`.trim()));
  await new Promise((resolve) => {
    for (const name of ["open", "error"]) socket.addEventListener(name, resolve, { once: true });
  });
  return { socket, seen };
}

let listening: Listening | undefined;
const served = async (fake: FakeServer): Promise<string> => {
  listening = await fake.listen();
  return listening.url;
};

describe("testing", () => {
  describe("listen", () => {
    afterEach(async () => {
      await listening?.close();
      listening = undefined;
      vi.doUnmock("ws");
    });
    it("takes bytes and multipart bodies over HTTP as they are", async () => {
      const { fake } = parrot();
      const url = await served(fake);
      const form = new FormData();
      form.set("file", new Blob([new Uint8Array(70_000)]), "boots.png");
      const size = Number.parseInt(await (await fetch(url, { method: "POST", body: form })).text(), 10);
      expect(size).toBeGreaterThan(70_000);
      expect(fake.calls).toHaveLength(1);
    });
    it("serves sockets to the global WebSocket, with address and subprotocols", async () => {
      const { fake, heard } = parrot();
      const { socket, seen } = await opened(`${await served(fake)}/streaming?stream=user`, ["token"]);
      socket.send("hello æøå 👩‍👩‍👧");
      await vi.waitFor(() => {
        expect(seen).toEqual(["hello æøå 👩‍👩‍👧 /streaming token"]);
      });
      expect([heard, socket.protocol]).toEqual([["hello æøå 👩‍👩‍👧"], "token"]);
    });
    it("ends a socket with a code, or without a word where a fault kills it", async () => {
      const { fake, sockets } = parrot();
      const url = await served(fake);
      const [closed, dead] = [await opened(url), await opened(url)];
      sockets[0]?.close(4004, "Authentication failed");
      await vi.waitFor(() => {
        expect(closed.seen).toEqual(["closed 4004 Authentication failed"]);
      });
      fake.inject({ do: { type: "dead-socket" } });
      fake.push("update", () => {
        for (const socket of sockets) socket.send("news");
      });
      await vi.waitFor(() => {
        expect(dead.seen).toEqual(["closed 1006"]);
      });
    });
    it("hears when the other end goes, and takes everybody along when it closes", async () => {
      const { fake, heard } = parrot();
      const url = await served(fake);
      const [one, other] = [await opened(url), await opened(url)];
      one.socket.close(1000);
      await vi.waitFor(() => {
        expect(heard).toEqual(["closed"]);
      });
      await listening?.close();
      await vi.waitFor(() => {
        expect(other.seen).toEqual(["closed 1006"]);
      });
    });
    it("refuses sockets where the network has none", async () => {
      const fake = fakeServer(echo);
      const { socket } = await opened(await served(fake));
      expect(socket.readyState).toBe(3);
      expect(fake).not.toHaveProperty("webSocket");
    });
    it("says which package is missing, and serves HTTP without it", async () => {
      vi.doMock("ws", () => {
        throw new Error("Cannot find package 'ws'");
      });
      const before = process.listeners("uncaughtException");
      const uncaught: unknown[] = [];
      process.removeAllListeners("uncaughtException");
      process.on("uncaughtException", (error) => uncaught.push(error));
      try {
        const url = await served(parrot().fake);
        expect((await fetch(url)).status).toBe(200);
        const { socket } = await opened(url);
        expect(socket.readyState).toBe(3);
        await new Promise((resolve) => setImmediate(resolve));
      } finally {
        process.removeAllListeners("uncaughtException");
        for (const listener of before) process.on("uncaughtException", listener);
      }
      expect(uncaught).toMatchObject([{ code: "misconfigured", message: expect.stringContaining("npm install --save-dev ws") as string }]);
    });
  });
});
