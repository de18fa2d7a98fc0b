import { describe, expect, it } from "vitest";
import { account, anything, bench, broken, json, rejection } from "./support.js";
import type { ReadFailure } from "../../src/adapter/index.js";

const write = { schema: anything, operation: "reply", body: { text: "Tak!" } };
const never = (): Promise<Response> => new Promise<Response>(() => undefined);

describe("http", () => {
  describe("writes", () => {
    it("sends once when all is well", async () => {
      const { adapter, seen } = bench([json({ id: "9" })]);
      expect(await adapter.request("POST", "/x", write)).toEqual({ id: "9" });
      expect(seen).toHaveLength(1);
    });
    it.each([
      ["an answer of 500", json({}, 500)],
      ["an answer of 502 that names a wait", json({}, 502, { "retry-after": "1" })],
      ["a redirect that may have acted", new Response(null, { status: 303, headers: { location: "https://acme.example/done" } })],
      ["a connection that breaks", () => Promise.reject(broken("ECONNRESET"))],
      ["a connection that breaks for reasons untold", () => Promise.reject(new TypeError("fetch failed"))],
      ["an unreachable network, which may be told while waiting", () => Promise.reject(broken("EHOSTUNREACH"))],
      ["no answer", never],
      ["a body that ends early", () => new Response(new ReadableStream({ start: (controller) => controller.error(new Error("cut")) }))],
      [
        "a web page with the status of a success, although no content was asked for",
        () => new Response("<!doctype html><title>Log in</title>", { headers: { "content-type": "text/html; charset=utf-8" } }),
      ],
      ["a success that calls itself JSON and is none", () => new Response("{", { headers: { "content-type": "application/json" } })],
    ])("does not send again after %s", async (_what, reply) => {
      const { adapter, seen } = bench([reply]);
      const error = await rejection(adapter.request("POST", "/x", write));
      expect(error).toMatchObject({ code: "outcome-unknown", retryable: false });
      expect((error as Error).message).toMatch(
        new RegExp(
          `^acme reply failed for ${account}: .*; nobody knows whether it happened, so look for it on the network before sending it again\\.$`,
        ),
      );
      expect(seen).toHaveLength(1);
    });
    it("says that it has probably happened when a success does not fit the schema", async () => {
      const schema = {
        parse: (): never => {
          throw new Error("misfit");
        },
      };
      const { adapter, seen } = bench([json({})]);
      const error = await rejection(adapter.request("POST", "/x", { ...write, schema }));
      expect(error).toMatchObject({ code: "outcome-unknown", message: expect.stringContaining("probably happened") as string });
      expect(seen).toHaveLength(1);
    });
    it("ends as unknown when the adapter cannot tell success from failure", async () => {
      const readFailure: ReadFailure = () => {
        throw new Error("never seen before");
      };
      const { adapter } = bench([json({})], { readFailure });
      expect(await rejection(adapter.request("POST", "/x", write))).toMatchObject({ code: "outcome-unknown" });
    });
    it.each([
      ["a rate limit", json({}, 429, { "retry-after": "2" })],
      ["a connection that was refused", () => Promise.reject(broken("ECONNREFUSED"))],
      ["a name that was not found", () => Promise.reject(broken("ENOTFOUND"))],
      ["a request that did not arrive whole", json({}, 408)],
    ])("sends again after %s, because nothing has happened", async (_what, reply) => {
      const { adapter, seen } = bench([reply, json("done")]);
      expect(await adapter.request("POST", "/x", write)).toBe("done");
      expect(seen).toHaveLength(2);
    });
    it("sends again after a failure by which the network proves that nothing happened", async () => {
      const readFailure: ReadFailure = (_call, { status }) =>
        status === 503 ? { code: "server-error", message: "closed for cleaning", nothingHappened: true } : undefined;
      const { adapter, seen } = bench([json({}, 503), json("done")], { readFailure });
      expect(await adapter.request("POST", "/x", write)).toBe("done");
      expect(seen).toHaveLength(2);
    });
    it("does not send again after a rate limit of status 503 that proves nothing", async () => {
      const readFailure: ReadFailure = (_call, { status }) => (status === 503 ? { code: "rate-limited", message: "slow down" } : undefined);
      const { adapter, seen } = bench([json({}, 503), json("done")], { readFailure });
      expect(await rejection(adapter.request("POST", "/x", write))).toMatchObject({ code: "outcome-unknown" });
      expect(seen).toHaveLength(1);
    });
    it("ends as a failed connection when it never left", async () => {
      const { adapter, seen } = bench([() => Promise.reject(broken("ECONNREFUSED"))]);
      const error = await rejection(adapter.request("POST", "/x", write));
      expect(error).toMatchObject({
        code: "connection-failed",
        retryable: true,
        message: expect.stringContaining("nothing was sent") as string,
      });
      expect(seen).toHaveLength(5);
    });
    it("throws a plain failure as what it is", async () => {
      const { adapter, seen } = bench([json({}, 403)]);
      expect(await rejection(adapter.request("POST", "/x", write))).toMatchObject({ code: "forbidden" });
      expect(seen).toHaveLength(1);
    });
    it("throws a conflict as one", async () => {
      const { adapter } = bench([json({}, 409)]);
      expect(await rejection(adapter.request("POST", "/x", write))).toMatchObject({ name: "ConflictError", code: "conflict" });
    });

    describe("that the network removes duplicates of", () => {
      const safe = { ...write, safeToRepeat: true };
      it("are sent again after anything transient", async () => {
        const { adapter, seen } = bench([json({}, 500), () => Promise.reject(broken("ECONNRESET")), never, json("done")]);
        expect(await adapter.request("POST", "/x", safe)).toBe("done");
        expect(seen).toHaveLength(4);
      });
      it("end as unknown when one of the sends may have arrived", async () => {
        const { adapter, seen } = bench([never, json({}, 403)]);
        const error = await rejection(adapter.request("POST", "/x", safe));
        expect(error).toMatchObject({
          code: "outcome-unknown",
          message: expect.stringContaining("a later one ended as forbidden") as string,
        });
        expect(seen).toHaveLength(2);
      });
      it("end as what they are when none can have arrived", async () => {
        const { adapter } = bench([json({}, 429), json({}, 403)]);
        expect(await rejection(adapter.request("POST", "/x", safe))).toMatchObject({ code: "forbidden" });
      });
      it("end as unknown when the last send gets no answer", async () => {
        const { adapter, seen } = bench([never]);
        expect(await rejection(adapter.request("POST", "/x", safe))).toMatchObject({ code: "outcome-unknown" });
        expect(seen).toHaveLength(5);
      });
    });

    it("does not send a stream twice", async () => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode("hi"));
          controller.close();
        },
      });
      const { adapter, seen } = bench([json({}, 429)]);
      expect(await rejection(adapter.request("POST", "/x", { ...write, body }))).toMatchObject({ code: "rate-limited" });
      expect(seen.map((one) => one.body)).toEqual(["hi"]);
    });
  });
});
