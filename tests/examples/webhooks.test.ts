import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openInbox } from "../../examples/webhooks/inbox.js";
import { openShop, said, textsOf, type Shop } from "./webhooks-support.js";
import { webhooks as expressApp } from "../../examples/webhooks/express.js";
import { webhooks as honoApp } from "../../examples/webhooks/hono.js";
import type { Inbox } from "folkmoot";

/** How a request reaches an example, and the inbox behind it. */
interface Server {
  readonly send: (request: Request) => Promise<Response>;
  readonly inbox: Inbox;
  readonly close?: () => Promise<void>;
}

const servers: Readonly<Record<string, (shop: Shop) => Promise<Server>>> = {
  Hono: async ({ env }) => {
    const inbox = openInbox(env);
    const app = honoApp(inbox);
    return { inbox, send: async (request) => app.fetch(request) };
  },
  Express: async ({ env }) => {
    const inbox = openInbox(env);
    const server = createServer(expressApp(inbox));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      inbox,
      // Over a real socket, as bytes: what Express does to a body is what is tried here.
      send: async (request) =>
        fetch(new URL(new URL(request.url).pathname, base), {
          method: request.method,
          headers: request.headers,
          ...(request.method !== "GET" && { body: await request.arrayBuffer() }),
        }),
      close: async () => {
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
  "a route handler of Next.js": async ({ env }) => {
    vi.resetModules();
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const route = await import("../../examples/webhooks/next.js");
    return { inbox: route.inbox(), send: (request) => (request.method === "GET" ? route.GET(request) : route.POST(request)) };
  },
};

let close: Server["close"];
afterEach(async () => {
  vi.unstubAllEnvs();
  await close?.();
  close = undefined;
});

const url = "https://host.test/webhooks";

describe("examples/webhooks", () => {
  describe.each(Object.entries(servers))("%s", (_, open) => {
    it("takes a signed webhook in, answers as Discord wants it, and takes a redelivery for one", async () => {
      const shop = openShop();
      const { send, inbox, close: end } = await open(shop);
      close = end;
      const response = await send(await shop.sent({ url }));
      expect([response.status, response.headers.get("content-type")?.split(";")[0]]).toEqual([200, "application/json"]);
      expect(await response.json()).toMatchObject({ type: 4, data: { content: "Thank you, we have it." } });
      expect((await send(await shop.sent({ url }))).status).toBe(200);
      expect(await textsOf(inbox)).toEqual([said]);
      const handled: string[] = [];
      await inbox.handle((change) => void handled.push(change.type), { drain: true });
      expect(handled).toEqual(["message.created"]);
    });

    it("answers Discord's challenge, refuses what it did not sign, and knows no other requests", async () => {
      const shop = openShop();
      const { send, inbox, close: end } = await open(shop);
      close = end;
      const pong = await send(await shop.fake.signedWebhook({ type: "ping" }, { url }));
      expect([pong.status, await pong.json()]).toEqual([200, { type: 1 }]);
      const forged = await send(await shop.sent({ url, signature: "wrong" }));
      expect([forged.status, await forged.text()]).toEqual([401, ""]);
      expect((await send(await shop.sent({ url, tampered: true }))).status).toBe(401);
      expect((await send(new Request(url))).status).toBe(404);
      expect(await textsOf(inbox)).toEqual([]);
    });
  });

  it("leaves Express's other routes their parser", async () => {
    const { send, close: end } = await servers["Express"]!(openShop());
    close = end;
    const body = JSON.stringify({ boots: 1 });
    const request = new Request("https://host.test/echo", { method: "POST", body, headers: { "content-type": "application/json" } });
    expect(await (await send(request)).json()).toEqual({ boots: 1 });
  });

  it("names what is missing in the environment", () => {
    expect(() => openInbox({})).toThrow("Set DISCORD_APP_ID, DISCORD_PUBLIC_KEY, DISCORD_GUILD, DISCORD_TOKEN");
  });
});
