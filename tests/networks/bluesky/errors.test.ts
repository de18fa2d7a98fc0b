import { describe, expect, it } from "vitest";
import { blueskyFailure } from "../../../src/networks/bluesky/errors.js";
import { brand, failure as failed, person, us } from "./support.js";
import type { Failure } from "../../../src/http/answer.js";

const failure = (
  status: number,
  body: unknown,
  nsid = "app.bsky.feed.getPosts",
  headers: Record<string, string> = {},
): Failure | undefined =>
  blueskyFailure({ operation: "x", method: "GET", route: `/xrpc/${nsid}`, subject: {} }, { status, headers: new Headers(headers), body });

describe("bluesky errors", () => {
  it.each<[number, string, string, string]>([
    [400, "ExpiredToken", "Token has expired", "unauthenticated"],
    [401, "AuthMissing", "", "unauthenticated"],
    [401, "AuthenticationRequired", "Invalid identifier or password", "unauthenticated"],
    [401, "AuthFactorTokenRequired", "", "unauthenticated"],
    [400, "InvalidToken", "Token could not be verified", "unauthenticated"],
    [400, "InvalidToken", "Bad token method", "forbidden"],
    [400, "InvalidToken", "Bad token scope", "forbidden"],
    [403, "AccountTakedown", "", "forbidden"],
    [400, "BlockedActor", "", "forbidden"],
    [400, "NotFollowedBySender", "", "forbidden"],
    [400, "MessagesDisabled", "", "forbidden"],
    [400, "InvalidRequest", "block between recipient and sender", "forbidden"],
    [400, "InvalidRequest", "recipient has disabled incoming messages", "forbidden"],
    [400, "ConvoLocked", "", "forbidden"],
    [400, "InvalidConvo", "", "not-found"],
    [400, "RecordNotFound", "Could not locate record", "not-found"],
    [400, "NotFound", "Post not found", "not-found"],
    [400, "InvalidRequest", "Profile not found", "not-found"],
    [400, "InvalidRequest", "Unable to resolve handle", "not-found"],
    [400, "InvalidRequest", "Invalid app.bsky.feed.post record", "invalid-request"],
    [400, "InvalidSwap", "Record was at another cid", "conflict"],
    [429, "RateLimitExceeded", "Rate Limit Exceeded", "rate-limited"],
    [413, "PayloadTooLarge", "", "invalid-request"],
    [501, "MethodNotImplemented", "", "unsupported"],
    [502, "UpstreamFailure", "", "server-error"],
    [504, "UpstreamTimeout", "", "server-error"],
    [500, "InternalServerError", "", "server-error"],
    [400, "WordOfTomorrow", "", "invalid-request"],
    [403, "WordOfTomorrow", "", "forbidden"],
  ])("reads %i %s %j as %s: %s", (status, error, message, code) => expect(failure(status, { error, message })?.code).toBe(code));

  it.each([
    [401, "unauthenticated"],
    [404, "not-found"],
    [429, "rate-limited"],
    [503, "server-error"],
    [418, "invalid-request"],
  ])("goes by status %i where there is no word", (status, code) => {
    expect(failure(status, "<html>")?.code).toBe(code);
    expect(failure(status, undefined)?.code).toBe(code);
  });

  it("asks for a new session by the word, not by the status", () => {
    expect(failure(400, { error: "ExpiredToken" })?.stale).toBe(true);
    expect(failure(401, { error: "ExpiredToken" })?.stale).toBe(true);
    expect(failure(400, { error: "InvalidToken", message: "Bad token method" })).not.toHaveProperty("stale");
    expect(failure(401, { error: "AuthenticationRequired" })).not.toHaveProperty("stale");
    expect(failure(400, { error: "ExpiredToken" }, "com.atproto.server.refreshSession")).not.toHaveProperty("stale");
  });
  it("says how to allow direct messages", () => {
    expect(failure(400, { error: "InvalidToken", message: "Bad token method" })?.message).toMatch(
      /create an app password with direct message access/,
    );
  });
  it("waits as long as the server says, and a while of our own where that says nothing", async () => {
    const waits = async (retryAfter: string): Promise<number> => {
      const times: number[] = [];
      const { adapter, clock } = brand({
        "app.bsky.actor.getProfile": (_, nth) => {
          times.push(clock.now());
          return nth === 1 ? { ...failed(503, "UpstreamFailure"), headers: { "retry-after": retryAfter } } : { body: person(us) };
        },
      });
      await adapter.getAccount();
      return (times[1] ?? 0) - (times[0] ?? 0);
    };
    expect(await waits("12")).toBe(12_000);
    expect(await waits("soon")).toBeGreaterThan(0);
  });
  it("names the field, and nothing else of what the server said", () => {
    const said = failure(400, {
      error: "InvalidRequest",
      message: "Invalid app.bsky.feed.post record: Kære Sandra, at://did:plc:secret at $.record.text",
    })?.message;
    expect(said).toContain("$.record.text");
    expect(said).not.toMatch(/Sandra|secret/);
  });
  it("does not believe a success that holds an error", () => {
    expect(failure(200, { error: "UpstreamFailure" })?.code).toBe("unexpected-response");
    expect(failure(200, { posts: [] })).toBeUndefined();
    expect(failure(200, undefined)).toBeUndefined();
  });
});
