import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { created, pushedPlaza } from "../inbox/receive-harness.js";
import { createInbox } from "../../src/inbox/index.js";
import { plaza } from "../inbox/plaza.js";
import { requestFromNode, type NodeRequest } from "../../src/webhooks/node-request.js";

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** Serves on a loopback port. */
async function serve(handler: Handler | Express): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const bytes = Uint8Array.from([0, 255, 123, 195, 40, 10]);
const send = (url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

/** Answers with what a request became. */
async function tell(request: Request): Promise<object> {
  const body = [...new Uint8Array(await request.arrayBuffer())];
  return { method: request.method, url: request.url, one: request.headers.get("x-one"), body };
}

describe("webhooks", () => {
  describe("requestFromNode", () => {
    it("keeps method, address, headers and the bytes as they came", async () => {
      const base = await serve((incoming: IncomingMessage, outgoing: ServerResponse) => {
        void tell(requestFromNode(incoming)).then((told) => outgoing.end(JSON.stringify(told)));
      });
      expect(await (await send(`${base}/hooks/a?b=%20c`, bytes, { "x-one": "1" })).json()).toEqual({
        method: "POST",
        url: `${base}/hooks/a?b=%20c`,
        one: "1",
        body: [...bytes],
      });
      expect(await (await fetch(`${base}/hooks?challenge=x`)).json()).toMatchObject({
        method: "GET",
        url: `${base}/hooks?challenge=x`,
        body: [],
      });
    });

    it.each([
      ["without a parser", undefined],
      ["behind express.raw", express.raw({ type: () => true })],
      ["behind a parser of another type", express.urlencoded()],
    ])("keeps the bytes in Express %s, and the path before a router cut it", async (_, parser) => {
      const app = express();
      if (parser !== undefined) app.use(parser);
      const router = express.Router();
      router.post("/a", async (req, res) => void res.json(await tell(requestFromNode(req))));
      app.use("/hooks", router);
      const base = await serve(app);
      expect(await (await send(`${base}/hooks/a`, bytes)).json()).toMatchObject({ url: `${base}/hooks/a`, body: [...bytes] });
    });

    it("names the remedy where express.json has read the body", async () => {
      const app = express();
      app.use(express.json());
      app.post("/hooks", (req, res) => {
        try {
          requestFromNode(req);
          res.end("taken");
        } catch (error) {
          res.end((error as Error).message);
        }
      });
      const base = await serve(app);
      const said = await (await send(`${base}/hooks`, "{}")).text();
      expect(said).toContain("a body parser has read the body of the request");
      expect(said).toContain("express.raw({ type: () => true }) and put it before express.json()");
    });

    it("takes the raw bytes that a host kept beside what it parsed", async () => {
      const app = express();
      app.use(express.json({ verify: (req, _, buffer) => void Object.assign(req, { rawBody: buffer }) }));
      app.post("/hooks", async (req, res) => void res.json(await tell(requestFromNode(req))));
      const base = await serve(app);
      expect(await (await send(`${base}/hooks`, '{ "a" : 1 }')).json()).toMatchObject({
        body: [...new TextEncoder().encode('{ "a" : 1 }')],
      });
    });

    it("passes over what HTTP/2 writes among the headers, joins lists, and copes with a host that is none", () => {
      const incoming: NodeRequest = {
        method: "GET",
        url: "/hooks",
        headers: { ":path": "/hooks", "x-two": ["a", "b"], "x-none": undefined, host: "not a host" },
        async *[Symbol.asyncIterator]() {
          // Nothing comes.
        },
      };
      const request = requestFromNode(incoming);
      expect([...request.headers]).toEqual([
        ["host", "not a host"],
        ["x-two", "a, b"],
      ]);
      expect(request.url).toBe("http://localhost/hooks");
      expect(requestFromNode(incoming, { url: "https://shop.example/hooks" }).url).toBe("https://shop.example/hooks");
    });

    it("lets what is too large be refused in an answer that arrives", async () => {
      const push = pushedPlaza();
      const inbox = createInbox({ accounts: [], apps: [push.app] });
      const base = await serve((incoming: IncomingMessage, outgoing: ServerResponse) => {
        void inbox.receive(requestFromNode(incoming)).then(({ status }) => outgoing.writeHead(status).end());
      });
      const pieces = new ReadableStream<Uint8Array>({
        start: (stream) => {
          for (let piece = 0; piece < 6; piece++) stream.enqueue(new Uint8Array(1024 * 1024));
          stream.close();
        },
      });
      const init = { method: "POST", body: pieces, duplex: "half", headers: { "x-plaza-signature": "" } };
      expect((await fetch(base, init as RequestInit)).status).toBe(413);
    });

    it("brings a signed webhook from Express into the inbox", async () => {
      const push = pushedPlaza();
      const net = plaza();
      const inbox = createInbox({ accounts: [net.adapter], apps: [push.app] });
      const app = express();
      app.post("/hooks", async (req, res) => {
        const response = await inbox.receive(requestFromNode(req));
        res.status(response.status).send(await response.text());
      });
      app.use(express.json());
      const base = await serve(app);
      const signed = push.request({ changes: [created(net.say({ id: "m1", minutes: 99 }))] }, { url: `${base}/hooks` });
      expect((await fetch(signed)).status).toBe(200);
      expect((await inbox.items()).items.map(({ message }) => message.id)).toEqual(["m1"]);
    });
  });
});
