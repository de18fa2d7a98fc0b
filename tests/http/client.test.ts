import { describe, expect, it } from "vitest";
import { account, anything, rejection } from "./support.js";
import { createClient, type ClientSetup } from "../../src/http/client.js";
import { virtualClock } from "../../src/testing/clock.js";

/** A client whose limiter is written by the test. */
function client(run: ClientSetup["limiter"]["run"], answers = 1): { request: ReturnType<typeof createClient>; sent: () => number } {
  let sent = 0;
  const fetch: typeof globalThis.fetch = async () => {
    sent += 1;
    return sent <= answers ? new Response("[1]") : new Response("{}", { status: 500 });
  };
  const clock = virtualClock({ auto: true });
  const request = createClient({
    network: "acme",
    account,
    app: "a",
    baseUrl: "https://acme.example",
    limiter: { run, block: async () => undefined },
    runtime: { fetch, clock, random: () => 0, logger: {}, limiter: {} },
  });
  return { request, sent: () => sent };
}

describe("http", () => {
  describe("a limiter that fails", () => {
    it("does not make a write that was answered look lost", async () => {
      const { request, sent } = client(async (_call, _options, send) => {
        await send();
        throw new Error("the ledger is gone");
      });
      expect(await request("POST", "/x", { schema: anything })).toEqual([1]);
      expect(sent()).toBe(1);
    });
    it("ends the call unsent, without its own words", async () => {
      const { request, sent } = client(() => Promise.reject(new RangeError("redis://user:hunter2@host")));
      expect(await rejection(request("POST", "/x", { schema: anything, operation: "reply" }))).toMatchObject({
        code: "connection-failed",
        message: `acme reply failed for ${account}: the rate limiter could not be asked (RangeError); check its coordinator.`,
      });
      expect(sent()).toBe(0);
    });
  });

  it("hands the limiter what rules are kept by", async () => {
    const seen: unknown[] = [];
    const { request } = client((call, options, send) => {
      seen.push(call, options.lane, options.account);
      return send();
    });
    await request("GET", "/posts/123?x=1", { schema: anything, operation: "listPosts", query: { limit: 5 }, subject: { resource: "r" } });
    expect(seen).toEqual([
      {
        operation: "listPosts",
        method: "GET",
        route: "/posts/:id",
        subject: { app: "a", account, ip: "acme.example", route: "GET /posts/:id", resource: "r" },
        query: { limit: 5 },
      },
      "sync",
      account,
    ]);
  });
});
