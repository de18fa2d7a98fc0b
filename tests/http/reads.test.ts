import { describe, expect, it } from "vitest";
import { account, anything, bench, broken, json, rejection } from "./support.js";
import { failureByStatus } from "../../src/http/failure.js";
import { maxBodyBytes } from "../../src/http/body.js";
import type { ReadFailure } from "../../src/adapter/index.js";

const get = { schema: anything, operation: "getPost" };
const head = `acme getPost failed for ${account}`;

describe("http", () => {
  describe("reads", () => {
    it("gives the checked body", async () => {
      const { adapter, seen } = bench([json({ ok: true })]);
      const found = await adapter.request("GET", "/x?a=1&a=2", { schema: { parse: () => "checked" }, query: { b: true, c: ["d", "e f"] } });
      expect(found).toBe("checked");
      expect(seen).toHaveLength(1);
      expect(seen[0]?.url).toBe("https://acme.example/api/x?a=1&a=2&b=true&c=d&c=e+f");
      expect(seen[0]?.headers.get("accept")).toBe("application/json");
    });
    it("asks again after a problem of the server, waiting longer each time", async () => {
      const { adapter, seen, warnings } = bench([json({}, 500), json({}, 503), json(1)]);
      expect(await adapter.request("GET", "/x", get)).toBe(1);
      expect(seen.map(({ at }) => at)).toEqual([0, 375, 375 + 750]);
      expect(warnings).toEqual([
        ["A request is sent again.", { operation: "getPost", account, code: "server-error", delayMs: 375 }],
        ["A request is sent again.", { operation: "getPost", account, code: "server-error", delayMs: 750 }],
      ]);
    });
    it("leaves the wait between sends to chance, within its bounds", async () => {
      for (const [random, wait] of [
        [0, 250],
        [0.999, 500],
      ] as const) {
        const { adapter, seen } = bench([json({}, 500), json(1)], {}, { random: () => random });
        await adapter.request("GET", "/x", get);
        expect(seen[1]?.at).toBe(wait);
      }
    });
    it("gives up after five sends, and says what failed and what to do", async () => {
      const { adapter, seen } = bench([() => Promise.reject(broken("ECONNRESET"))]);
      const error = await rejection(adapter.request("GET", "/x", get));
      expect(error).toMatchObject({
        code: "connection-failed",
        retryable: true,
        message: `${head}: the connection failed (ECONNRESET); try again later.`,
      });
      expect(seen).toHaveLength(5);
    });
    it.each([
      [400, "invalid-request"],
      [401, "unauthenticated"],
      [403, "forbidden"],
      [404, "not-found"],
      [409, "conflict"],
      [418, "invalid-request"],
      [301, "unexpected-response"],
      [307, "unexpected-response"],
    ])("does not ask again after status %i", async (status, code) => {
      const { adapter, seen } = bench([json({}, status)]);
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({ code, retryable: false });
      expect(seen).toHaveLength(1);
    });
    it("reads a failure from the body of a success status", async () => {
      const readFailure: ReadFailure = (_call, { status, body }) =>
        (body as { error?: string }).error === "Busy" ? { code: "server-error", message: `busy (${status})` } : undefined;
      const { adapter, seen } = bench([json({ error: "Busy" }), json({ fine: 1 })], { readFailure });
      expect(await adapter.request("GET", "/x", get)).toEqual({ fine: 1 });
      expect(seen).toHaveLength(2);
    });
    it("hands on why somebody has to log in again", async () => {
      const { adapter } = bench([json({}, 401)], {
        readFailure: () => ({ code: "unauthenticated", message: "the token has run out", reauthorize: "expired" }),
      });
      expect(await rejection(adapter.request("GET", "/x", { schema: anything }))).toMatchObject({
        code: "unauthenticated",
        reauthorize: "expired",
      });
    });
    it("ends as an unexpected response where a failure cannot be read", async () => {
      const readFailure: ReadFailure = () => {
        throw new TypeError("secret words of Sandra");
      };
      const { adapter } = bench([json({})], { readFailure });
      const error = await rejection(adapter.request("GET", "/x", get));
      expect(error).toMatchObject({ code: "unexpected-response", message: expect.not.stringContaining("Sandra") as string });
    });
    it("says shortly where an answer does not fit, and never its values", async () => {
      const issues = Array.from({ length: 100 }, (_, index) => ({ path: ["posts", index, "author", "Sandra Holm"], message: "Sandra" }));
      const { adapter } = bench([json({ posts: [] })]);
      const schema = {
        parse: (): never => {
          throw Object.assign(new Error("Sandra said hello"), { issues });
        },
      };
      const error = (await rejection(adapter.request("GET", "/x", { schema, operation: "getPost" }))) as Error;
      expect(error).toMatchObject({ code: "unexpected-response", retryable: false });
      expect(error.message).toContain("posts.0.author.*");
      expect(error.message).toContain("95 more");
      expect(error.message).not.toContain("Sandra");
      expect(error.message.length).toBeLessThan(400);
      expect(error.cause).toBeUndefined();
    });
    it("reads a POST that changes nothing like a GET", async () => {
      const { adapter, seen } = bench([json({}, 500), () => Promise.reject(broken("ECONNRESET")), json([])]);
      expect(await adapter.request("POST", "/list", { ...get, body: { fields: ["a"] }, write: false })).toEqual([]);
      expect(seen.map(({ body }) => body)).toEqual(Array(3).fill('{"fields":["a"]}'));
    });
  });

  describe("bodies", () => {
    it.each([
      ["nothing", new Response(null, { status: 204 }), undefined],
      ["an empty text", new Response(""), undefined],
      ["text", new Response("pong", { headers: { "content-type": "text/plain" } }), "pong"],
      ["a number called text", new Response("12", { headers: { "content-type": "text/plain" } }), "12"],
      ["JSON called JavaScript", new Response('{"a":1}', { headers: { "content-type": "text/javascript" } }), { a: 1 }],
      ["JSON of a vendor", new Response("12", { headers: { "content-type": "application/vnd.acme+json; charset=utf-8" } }), 12],
      ["text that only begins like JSON", new Response("[sic]", { headers: { "content-type": "text/plain" } }), "[sic]"],
      ["letters of several bytes", new Response('"støvler 🥾"', { headers: { "content-type": "application/json" } }), "støvler 🥾"],
      ["a body with its length", new Response("[1]", { headers: { "content-type": "application/json", "content-length": "3" } }), [1]],
    ])("gives %s as it is", async (_what, response, body) => {
      const { adapter } = bench([() => response]);
      expect(await adapter.request("GET", "/x", get)).toEqual(body);
    });
    it("joins a letter that arrives in two pieces", async () => {
      const bytes = new TextEncoder().encode('"ø"');
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(bytes.slice(0, 2));
          controller.enqueue(bytes.slice(2));
          controller.close();
        },
      });
      const { adapter } = bench([() => new Response(stream, { headers: { "content-type": "application/json" } })]);
      expect(await adapter.request("GET", "/x", get)).toBe("ø");
    });
    it("refuses what calls itself JSON and is none", async () => {
      const { adapter, seen } = bench([() => new Response("{oops Sandra", { headers: { "content-type": "application/json" } })]);
      const error = (await rejection(adapter.request("GET", "/x", get))) as Error;
      expect(error).toMatchObject({ code: "unexpected-response" });
      expect(error.message).not.toContain("Sandra");
      expect(seen).toHaveLength(1);
    });
    it("stops reading a body that is too large, told or untold", async () => {
      let sent = 0;
      let cancelled = 0;
      const endless = (headers: Record<string, string>) => () =>
        new Response(
          new ReadableStream<Uint8Array>({
            pull: (controller) => {
              sent += 1_000_000;
              controller.enqueue(new Uint8Array(1_000_000).fill(32));
            },
            cancel: () => {
              cancelled += 1;
            },
          }),
          { headers },
        );
      for (const headers of [{}, { "content-length": String(maxBodyBytes + 1) }]) {
        const { adapter } = bench([endless(headers)]);
        expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({
          code: "unexpected-response",
          message: expect.stringContaining("larger than 16 MiB") as string,
        });
      }
      expect(cancelled).toBe(2);
      expect(sent).toBeLessThan(maxBodyBytes * 1.5);
    });
    it("believes the status of a failure whose body is broken", async () => {
      const { adapter } = bench([() => new Response("<html>", { status: 404, headers: { "content-type": "application/json" } })]);
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({ code: "not-found" });
    });
    it("sends JSON with its type, and anything that fetch takes as it is", async () => {
      const { adapter, seen } = bench([json({})]);
      await adapter.request("POST", "/x", { ...get, body: { a: "ø" } });
      await adapter.request("POST", "/x", { ...get, body: new Uint8Array([104, 105]), headers: { "Content-Type": "image/png" } });
      await adapter.request("POST", "/x", { ...get, body: new URLSearchParams({ a: "b c" }) });
      await adapter.request("POST", "/x", { ...get, body: "plain" });
      await adapter.request("POST", "/x", { ...get, body: null });
      expect(seen.map(({ body, headers }) => [headers.get("content-type")?.split(";")[0], body])).toEqual([
        ["application/json", '{"a":"ø"}'],
        ["image/png", "hi"],
        ["application/x-www-form-urlencoded", "a=b+c"],
        ["text/plain", "plain"],
        ["application/json", "null"],
      ]);
    });
    it.each([
      ["GET", undefined],
      ["POST", { a: 1 }],
    ] as const)("refuses a header that is none before anything is sent, once: %s", async (method, body) => {
      const { adapter, seen, clock } = bench([json({})]);
      const before = clock.now();
      const error = await rejection(adapter.request(method, "/x", { ...get, headers: { "x-note": "one\ntwo" }, body }));
      expect(error).toMatchObject({
        code: "invalid-request",
        message: expect.stringContaining("check its address, headers and body") as string,
      });
      expect(seen).toHaveLength(0);
      expect(clock.now()).toBe(before);
    });
    it("refuses a body that is no JSON before anything is sent", async () => {
      const { adapter, seen } = bench([json({})]);
      const error = await rejection(adapter.request("POST", "/x", { ...get, body: { id: 1n } }));
      expect(error).toMatchObject({ code: "invalid-request", message: `${head}: the body cannot be written as JSON; hand in plain data.` });
      expect(seen).toHaveLength(0);
    });
  });

  it("reads every status as a success or a failure with a remedy", () => {
    const call = { operation: "x", method: "GET", route: "/x", subject: {} };
    for (let status = 100; status < 600; status++) {
      const failure = failureByStatus(call, { status, headers: new Headers(), body: undefined });
      if (status >= 200 && status < 300) expect(failure).toBeUndefined();
      else expect(failure?.message).toContain(String(status));
    }
  });
});
