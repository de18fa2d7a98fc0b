import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { Miniflare, Response as Answer } from "miniflare";
import { openShop, said, textsOf } from "./webhooks-support.js";
import { takeIn } from "../../examples/webhooks/home.js";
import type { Envelope } from "folkmoot";

const path = (to: string): string => fileURLToPath(new URL(`../../${to}`, import.meta.url));

/** The Worker as its host would bundle it: for browsers, so that nothing of Node is there. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path("examples/webhooks/worker.ts")],
    alias: { folkmoot: path("src/index.ts"), "folkmoot/discord": path("src/networks/discord/index.ts") },
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["worker"],
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

describe("examples/webhooks", () => {
  describe("a Worker in workerd", () => {
    const shop = openShop();
    const queue: string[] = [];
    let workerd: Miniflare;

    /** What the queue has handed out: a batch comes a moment after it was filled. */
    const queued = async (count: number): Promise<readonly Envelope[]> => {
      for (let tries = 0; tries < 500 && queue.length < count; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
      return queue.map((text) => JSON.parse(text) as Envelope);
    };

    beforeAll(async () => {
      const script = await bundle();
      const edge = {
        compatibilityDate: "2026-01-01",
        modules: [{ type: "ESModule", path: "worker.mjs", contents: script }] as const,
        bindings: { DISCORD_APP_ID: shop.env.DISCORD_APP_ID, DISCORD_PUBLIC_KEY: shop.env.DISCORD_PUBLIC_KEY },
      };
      // Whoever is at the other end of the queue hands its messages out of workerd.
      const consumer = `export default { queue: async ({ messages }, { HOME }) => {
        for (const { body } of messages) await HOME.fetch("https://home.test", { method: "POST", body: JSON.stringify(body) });
      } };`;
      const home = async (request: { readonly text: () => Promise<string> }) => {
        queue.push(await request.text());
        return new Answer();
      };
      workerd = new Miniflare({
        workers: [
          { name: "edge", ...edge, modules: [...edge.modules], queueProducers: { WEBHOOKS: "webhooks" } },
          { name: "cut-off", ...edge, modules: [...edge.modules], routes: ["cut-off.test/*"] },
          {
            name: "consumer",
            compatibilityDate: "2026-01-01",
            modules: [{ type: "ESModule", path: "consumer.mjs", contents: consumer }],
            queueConsumers: { webhooks: { maxBatchSize: 1, maxBatchTimeout: 0 } },
            serviceBindings: { HOME: home },
          },
        ],
      });
      await workerd.ready;
    });
    afterAll(async () => workerd.dispose());

    const send = async (request: Request) =>
      workerd.dispatchFetch(request.url, {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        body: await request.arrayBuffer(),
      });

    it("verifies, queues, and answers as Discord wants it; home takes it in once, for each tenant", async () => {
      const response = await send(await shop.sent());
      expect([response.status, await response.json()]).toMatchObject([200, { type: 4 }]);
      expect((await send(await shop.sent())).status).toBe(200);
      const [first, again] = await queued(2);
      if (first === undefined || again === undefined) throw new Error("nothing was queued");
      expect(again.id).toBe(first.id);
      const inboxes = [shop.home("acme"), shop.home("umbrella")];
      for (const envelope of [first, again]) await takeIn(inboxes, envelope);
      for (const inbox of inboxes) expect(await textsOf(inbox)).toEqual([said]);
    });

    it("answers the challenge and refuses what Discord did not sign, without the queue", async () => {
      const before = queue.length;
      const pong = await send(await shop.fake.signedWebhook({ type: "ping" }));
      expect([pong.status, await pong.json()]).toEqual([200, { type: 1 }]);
      expect((await send(await shop.sent({ signature: "wrong" }))).status).toBe(401);
      expect((await send(await shop.sent({ tampered: true }))).status).toBe(401);
      expect((await send(await shop.sent({ id: "two" }))).status).toBe(200);
      // Were there anything of the others, it would stand before this one.
      expect((await queued(before + 1)).length).toBe(before + 1);
    });

    it("has Discord deliver again when the queue is away", async () => {
      expect((await send(await shop.sent({ url: "https://cut-off.test/webhooks" }))).status).toBe(503);
    });

    it("has nothing of Node in it", async () => {
      expect(await bundle()).not.toMatch(/["']node:/);
    });
  });
});
