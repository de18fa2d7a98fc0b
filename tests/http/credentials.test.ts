import { describe, expect, it } from "vitest";
import { account, anything, bench, json, rejection } from "./support.js";
import { FolkmootError } from "../../src/errors.js";
import type { Authorization, Credentials, ReadFailure, RequestFunction } from "../../src/adapter/index.js";

const get = { schema: anything, operation: "getPost" };
const staleAt401: ReadFailure = (_call, { status }) =>
  status === 401 ? { code: "unauthenticated", message: "the token has run out", stale: true } : undefined;

/** Credentials that count, and that renew as often as they are told. */
function counting(renews = 1): { credentials: Credentials; renewed: Authorization[] } {
  let version = 1;
  const renewed: Authorization[] = [];
  const credentials: Credentials = {
    authorize: async () => ({ headers: { Authorization: `Bearer ${version}` } }),
    renew: async (used) => {
      renewed.push(used);
      if (renewed.length > renews) return false;
      version += 1;
      return true;
    },
  };
  return { credentials, renewed };
}

describe("http", () => {
  describe("credentials", () => {
    it("go with every request, and win over its own headers", async () => {
      const { credentials } = counting();
      const { adapter, seen } = bench([json(1)], { credentials: () => credentials });
      await adapter.request("GET", "/x", { ...get, headers: { authorization: "mine", "X-Own": "1" } });
      expect(seen[0]?.headers.get("authorization")).toBe("Bearer 1");
      expect(seen[0]?.headers.get("x-own")).toBe("1");
    });
    it("add their query parameters to those of the path and of the request, and win over them", async () => {
      const credentials: Credentials = { authorize: async () => ({ headers: {}, query: { proof: "p q" } }) };
      const { adapter, seen } = bench([json(1), json(1)], { credentials: () => credentials });
      await adapter.request("GET", "/x?a=1", { ...get, query: { b: 2, proof: "mine" } });
      await adapter.request("POST", "/y", { ...get, body: {} });
      expect(seen.map(({ url }) => url.slice(url.indexOf("?")))).toEqual(["?a=1&b=2&proof=p+q", "?proof=p+q"]);
    });
    it.each(["GET", "POST"] as const)("are renewed once when stale, and the %s goes out again at once", async (method) => {
      const { credentials, renewed } = counting();
      const { adapter, seen } = bench([json({}, 401), json("in")], { credentials: () => credentials, readFailure: staleAt401 });
      expect(await adapter.request(method, "/x", get)).toBe("in");
      expect(seen.map(({ at, headers }) => [at, headers.get("authorization")])).toEqual([
        [0, "Bearer 1"],
        [0, "Bearer 2"],
      ]);
      expect(renewed).toEqual([{ headers: { Authorization: "Bearer 1" } }]);
    });
    it("are not renewed twice in one call", async () => {
      const { credentials, renewed } = counting(9);
      const { adapter, seen } = bench([json({}, 401)], { credentials: () => credentials, readFailure: staleAt401 });
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({ code: "unauthenticated", retryable: false });
      expect(seen).toHaveLength(2);
      expect(renewed).toHaveLength(1);
    });
    it("end the call when there is nothing newer", async () => {
      const { credentials } = counting(0);
      const { adapter, seen } = bench([json({}, 401)], { credentials: () => credentials, readFailure: staleAt401 });
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({ code: "unauthenticated" });
      expect(seen).toHaveLength(1);
    });
    it("do not make a write leave twice when a failure proves nothing", async () => {
      const { credentials } = counting();
      const readFailure: ReadFailure = () => ({ code: "unauthenticated", message: "odd", stale: true, nothingHappened: false });
      const { adapter, seen } = bench([json({}, 401)], { credentials: () => credentials, readFailure });
      expect(await rejection(adapter.request("POST", "/x", get))).toMatchObject({ code: "outcome-unknown" });
      expect(seen).toHaveLength(1);
    });
    it("leave the outcome unknown when the first send may have arrived and the second fails", async () => {
      const { credentials } = counting();
      const readFailure: ReadFailure = (_call, { status }) =>
        status === 401
          ? { code: "unauthenticated", message: "odd", stale: true, nothingHappened: false }
          : { code: "forbidden", message: "no" };
      const { adapter, seen } = bench([json({}, 401), json({}, 403)], { credentials: () => credentials, readFailure });
      const error = await rejection(adapter.request("POST", "/x", { ...get, safeToRepeat: true }));
      expect(error).toMatchObject({ code: "outcome-unknown" });
      expect(seen).toHaveLength(2);
    });
    it("may log in through the same door, without credentials", async () => {
      const credentials = (request: RequestFunction): Credentials => ({
        authorize: async () => {
          const { token } = (await request("POST", "/login", { schema: anything, operation: "login", safeToRepeat: true })) as {
            token: string;
          };
          return { headers: { authorization: token }, baseUrl: "https://pds.example" };
        },
      });
      const { adapter, seen } = bench([json({}, 500), json({ token: "t" }), json("in")], { credentials });
      expect(await adapter.request("GET", "/x", get)).toBe("in");
      expect(seen.map(({ url, headers }) => [url, headers.get("authorization")])).toEqual([
        ["https://acme.example/api/login", null],
        ["https://acme.example/api/login", null],
        ["https://pds.example/x", "t"],
      ]);
    });
    it("leave a write unsent when logging in gets no answer", async () => {
      const credentials = (request: RequestFunction): Credentials => ({
        authorize: () => request("POST", "/login", { schema: anything, operation: "login" }) as Promise<Authorization>,
      });
      const { adapter, seen } = bench([() => new Promise<Response>(() => undefined)], { credentials });
      const error = await rejection(adapter.request("POST", "/x", get));
      expect(error).toMatchObject({ code: "connection-failed", retryable: true, message: expect.stringContaining("logging in") as string });
      expect(seen.map(({ url }) => url)).toEqual(["https://acme.example/api/login"]);
    });
    it("pass their own errors on", async () => {
      const own = new FolkmootError("unauthenticated", "acme login failed: give a new app password.");
      const { adapter, seen } = bench([json(1)], { credentials: () => ({ authorize: () => Promise.reject(own) }) });
      expect(await rejection(adapter.request("GET", "/x", get))).toBe(own);
      expect(seen).toHaveLength(0);
    });
    it("that a host's vault fails to give end the call without the vault's words", async () => {
      const { adapter } = bench([json(1)], {
        credentials: () => ({ authorize: () => Promise.reject(new RangeError("key hunter2 is bad")) }),
      });
      expect(await rejection(adapter.request("GET", "/x", get))).toMatchObject({
        code: "unauthenticated",
        message: `acme getPost failed for ${account}: no credentials could be had (RangeError); check where the token comes from.`,
      });
    });
    it.each([
      ["another server", "https://evil.example/api/x"],
      ["another port", "https://acme.example:8443/api/x"],
      ["no encryption", "http://acme.example/api/x"],
      ["a look-alike", "https://acme.example.evil.example/x"],
      ["a server behind a name", "https://acme.example@evil.example/x"],
    ])("are not sent to %s", async (_what, url) => {
      const { credentials } = counting();
      const { adapter, seen } = bench([json(1)], { credentials: () => credentials });
      const error = await rejection(adapter.request("GET", url, get));
      expect(error).toMatchObject({ code: "invalid-request", message: expect.stringContaining("another server") as string });
      expect(seen).toHaveLength(0);
    });
    it("stay at home when a path tries to leave", async () => {
      const { credentials } = counting();
      const { adapter, seen } = bench([json(1)], { credentials: () => credentials });
      for (const path of ["//evil.example/x", "@evil.example/x", ".evil.example/x", ":8443/x"]) await adapter.request("GET", path, get);
      for (const { url } of seen) expect(new URL(url).origin).toBe("https://acme.example");
    });
    it("go to an absolute address of the account's own servers", async () => {
      const credentials: Credentials = {
        authorize: async () => ({ headers: { authorization: "t" }, baseUrl: "https://pds.example/xrpc" }),
      };
      const { adapter, seen } = bench([json(1)], { credentials: () => credentials });
      await adapter.request("GET", "https://acme.example/other?cursor=a", get);
      await adapter.request("GET", "HTTPS://PDS.example/next", get);
      expect(seen.map(({ url, headers }) => [url, headers.get("authorization")])).toEqual([
        ["https://acme.example/other?cursor=a", "t"],
        ["https://pds.example/next", "t"],
      ]);
    });
    it("are left at home where a request is anonymous", async () => {
      const { credentials } = counting();
      const { adapter, seen } = bench([json(1)], { credentials: () => credentials });
      await adapter.request("PUT", "https://upload.example/signed", { ...get, anonymous: true });
      expect(seen[0]?.headers.has("authorization")).toBe(false);
    });
    it("do not follow a redirect", async () => {
      const { credentials } = counting();
      const { adapter, seen } = bench([new Response(null, { status: 307, headers: { location: "https://evil.example/x" } })], {
        credentials: () => credentials,
      });
      expect(await rejection(adapter.request("POST", "/x", get))).toMatchObject({ code: "unexpected-response" });
      expect(seen).toHaveLength(1);
    });
  });
});
