import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { fakeNetwork, handlersOf } from "../../src/testing/msw.js";
import { virtualClock } from "../../src/testing/clock.js";
import { as, client, list, text, town } from "./network.js";

const server = setupServer();
/** Serves these for one test, and nothing else: a request that nobody answers is an error. */
const serving = (...handlers: Parameters<typeof server.use>): void => {
  server.use(...handlers);
};

describe("testing", () => {
  describe("msw", () => {
    beforeAll(() => {
      server.listen({ onUnhandledFrame: "error" });
    });
    afterEach(() => {
      server.resetHandlers();
    });
    afterAll(() => {
      server.close();
    });
    it("answers an adapter that asks with the global fetch", async () => {
      const clock = virtualClock({ auto: true });
      const bluesky = fakeNetwork("bluesky", { clock });
      serving(...bluesky.handlers);
      const brand = bluesky.state.addAccount("boots.test");
      const asta = bluesky.state.addAccount("asta.test");
      const { uri } = bluesky.state.post(asta, "@boots.test are they waterproof?");
      const boots = createBlueskyAdapter({
        accountId: brand.did,
        password: brand.appPassword,
        service: bluesky.baseUrl,
        runtime: { clock },
      });
      const mentions = await boots.listMentions();
      expect(mentions.items.map(({ id }) => id)).toEqual([uri]);
      const [question] = mentions.items;
      if (question !== undefined) await boots.reply(question, { text: "Yes!" });
      expect(bluesky.state.postsOf(brand).map(({ text }) => text)).toEqual(["Yes!"]);
      expect(bluesky.calls.length).toBeGreaterThan(2);
    });
    it("makes a network error of a cut connection, and an answer of what the network refuses", async () => {
      const { fake, shop } = town();
      serving(...handlersOf(fake));
      const { body } = await client(fake, undefined, fake.baseUrl, globalThis.fetch).post("com.atproto.server.createSession", {
        identifier: shop.handle,
        password: shop.password,
      });
      const me = client(fake, text(body?.accessJwt), fake.baseUrl, globalThis.fetch);
      fake.inject({ do: { type: "reset-before-commit" } });
      await expect(me.get("app.bsky.notification.getUnreadCount")).rejects.toThrow(TypeError);
      fake.inject({ do: { type: "rate-limit", retryAfterMs: 60_000 } });
      const refused = await me.get("app.bsky.notification.getUnreadCount");
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    });
    it("answers for its own address alone", async () => {
      const { fake } = town();
      serving(
        http.get("https://elsewhere.test/*", () => HttpResponse.json({ from: "elsewhere" })),
        ...handlersOf(fake),
      );
      expect(await (await fetch("https://elsewhere.test/xrpc/x")).json()).toEqual({ from: "elsewhere" });
      for (const url of [`${fake.baseUrl}.evil.test/xrpc/x`, fake.baseUrl.replace("https", "http")])
        await expect(fetch(`${url}/`)).rejects.toThrow();
      expect(fake.calls).toEqual([]);
    });
    it("lets bytes, streams and multipart bodies through as they are", async () => {
      const seen: { readonly type: string | null; readonly bytes: Uint8Array }[] = [];
      const asked = handlersOf({
        baseUrl: "https://echo.test/api",
        fetch: async (input, init) => {
          const request = new Request(input, init);
          seen.push({ type: request.headers.get("content-type"), bytes: new Uint8Array(await request.arrayBuffer()) });
          return new Response(null, { status: 204 });
        },
      });
      serving(...asked);
      const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
      const form = new FormData();
      form.set("file", new Blob([bytes], { type: "image/png" }), "boots.png");
      form.set("description", "Boots, seen from above æøå");
      await fetch("https://echo.test/api/media", { method: "POST", body: form });
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(bytes.slice(0, 40_000));
          controller.enqueue(bytes.slice(40_000));
          controller.close();
        },
      });
      await fetch("https://echo.test/api/media", { method: "POST", body: stream, duplex: "half" } as RequestInit);
      const [multipart, streamed] = seen;
      const read = await new Response(multipart?.bytes as BodyInit, { headers: { "content-type": multipart?.type ?? "" } }).formData();
      expect(read.get("description")).toBe("Boots, seen from above æøå");
      expect(new Uint8Array(await (read.get("file") as File).arrayBuffer())).toEqual(bytes);
      expect(streamed?.bytes).toEqual(bytes);
    });
    it("gives the same network as without it", async () => {
      const fake = fakeNetwork("bluesky", { seed: 7 });
      const shop = fake.state.addAccount("shop.test");
      fake.state.post(shop, "Hello");
      const me = await as(fake, shop);
      const { body } = await me.get("app.bsky.feed.getAuthorFeed", { actor: shop.did });
      expect(list(body?.feed)).toHaveLength(1);
      expect(fake.handlers).toHaveLength(1);
    });
  });
});
