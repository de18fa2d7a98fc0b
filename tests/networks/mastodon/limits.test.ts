import { describe, expect, it } from "vitest";
import { account, brand, errorOf, status } from "./support.js";
import { mastodonLimits } from "../../../src/networks/mastodon/limits.js";
import { mastodonMeter } from "../../../src/networks/mastodon/meter.js";
import type { CallShape } from "../../../src/limits/meter.js";

const now = Date.parse("2026-01-01T00:01:00.000Z");
const call = (more: Partial<CallShape> = {}): CallShape => ({
  operation: "x",
  method: "GET",
  route: "/api/v1/notifications",
  subject: {},
  ...more,
});
const headers = (limit: number, remaining: number, reset: string): Headers =>
  new Headers({ "x-ratelimit-limit": String(limit), "x-ratelimit-remaining": String(remaining), "x-ratelimit-reset": reset });
const read = (shape: CallShape, of: Headers, code = 200): unknown =>
  mastodonMeter.read(shape, { status: code, headers: of, body: undefined }, now);
const spent = (shape: CallShape): readonly string[] => Object.keys(mastodonMeter.cost(shape));

describe("mastodon limits", () => {
  it("begin their windows at multiples of their length, as the server does", () => {
    for (const { refill } of mastodonLimits) expect(refill).toMatchObject({ kind: "window", aligned: true, rolling: false });
  });
  it.each(["max_id", "min_id", "since_id", "page"])("prices paging only where the query has %s", (name) => {
    expect(spent(call())).toEqual(["ma.token", "ma.user"]);
    expect(spent(call({ query: { [name]: "5" } }))).toContain("ma.paging");
  });
  it("prices statuses, uploads and deletions, and no change of a status", () => {
    expect(spent(call({ method: "POST", route: "/api/v1/statuses" }))).toContain("ma.post");
    expect(spent(call({ method: "PUT", route: "/api/v1/statuses/:id" }))).toEqual(["ma.token", "ma.user"]);
    expect(spent(call({ method: "POST", route: "/api/v1/statuses/:id/favourite" }))).toEqual(["ma.token", "ma.user"]);
    expect(spent(call({ method: "POST", route: "/api/v2/media" }))).toContain("ma.media");
    expect(spent(call({ method: "DELETE", route: "/api/v1/statuses/:id" }))).toContain("ma.delete");
  });
  it("reads the end of a window as ISO with microseconds, and as seconds of GoToSocial", () => {
    const resetsAt = Date.parse("2026-01-01T00:05:00.000Z");
    expect(read(call(), headers(300, 12, "2026-01-01T00:05:00.000000Z"))).toEqual([
      { rule: "ma.token", limit: 300, remaining: 12, resetsAt },
    ]);
    expect(read(call(), headers(300, 12, String(resetsAt / 1000)))).toEqual([{ rule: "ma.token", limit: 300, remaining: 12, resetsAt }]);
    expect(read(call(), new Headers())).toEqual([]);
  });
  it("knows which limit is shown by its size and the end of its window", () => {
    const post = call({ method: "POST", route: "/api/v1/statuses" });
    expect(read(post, headers(300, 7, "2026-01-01T03:00:00.000000Z"))).toMatchObject([{ rule: "ma.post" }]);
    expect(read(call({ query: { max_id: "1" } }), headers(300, 7, "2026-01-01T00:15:00.000000Z"))).toMatchObject([{ rule: "ma.paging" }]);
    expect(read(call(), headers(1500, 7, "2026-01-01T00:05:00.000000Z"))).toMatchObject([{ rule: "ma.user" }]);
    expect(read(call({ method: "POST", route: "/api/v2/media" }), headers(30, 7, "2026-01-01T00:30:00.000000Z"))).toMatchObject([
      { rule: "ma.media" },
    ]);
  });
  it("takes what is shown for the limit of fewer calls where the windows of two end together, so that reading goes on", () => {
    const at = Date.parse("2026-01-01T00:12:00.000Z");
    const answer = { status: 200, headers: headers(300, 0, "2026-01-01T00:15:00.000000Z"), body: undefined };
    expect(mastodonMeter.read(call({ query: { max_id: "1" } }), answer, at)).toMatchObject([{ rule: "ma.paging", remaining: 0 }]);
    expect(mastodonMeter.read(call(), answer, at)).toMatchObject([{ rule: "ma.token" }]);
  });
  it.each([
    ["as long as it says", new Headers({ "retry-after": "90" }), 90_000],
    ["until the window ends", headers(300, 0, "2026-01-01T00:05:00.000000Z"), 240_000],
    ["a minute where it does not say how long", new Headers(), 60_000],
  ])("holds every call of a rule back when the server refuses one: %s", (_words, of, ms) => {
    expect(read(call(), of, 429)).toMatchObject([{ rule: "ma.token", remaining: 0, blockedUntil: now + ms }]);
  });
  it("waits until the window ends when the server refuses without a `Retry-After`", async () => {
    const { adapter, clock, of } = brand({
      "GET /api/v1/statuses/5": (_seen, nth) =>
        nth === 1
          ? {
              status: 429,
              headers: { "x-ratelimit-limit": "300", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-01-01T00:05:00.000000Z" },
              body: { error: "Too many requests" },
            }
          : { body: status("5") },
    });
    const start = clock.now();
    await adapter.getPost({ key: `${account}:post:5` });
    expect(start).toBe(Date.parse("2026-01-01T00:00:00.000Z"));
    expect(clock.now()).toBeGreaterThanOrEqual(Date.parse("2026-01-01T00:05:00.000Z"));
    expect(of("GET /api/v1/statuses/5")).toHaveLength(2);
  });
  it("says when to come back instead of waiting, where it may not wait", async () => {
    const refusal = {
      status: 429,
      headers: { "x-ratelimit-reset": "2026-01-01T00:05:00.000000Z" },
      body: { error: "For mange forespørgsler" },
    };
    const { fetch, clock } = brand({ "GET /api/v1/statuses/5": refusal });
    const { adapter } = brand({}, { runtime: { fetch, clock, limiter: { mode: "throw" } } });
    expect(await errorOf(adapter.getPost({ key: `${account}:post:5` }))).toMatchObject({
      code: "rate-limited",
      retryAt: "2026-01-01T00:05:00.000Z",
    });
  });
});

describe("mastodon errors", () => {
  const getting = async (answer: object): Promise<{ readonly code: string; readonly message: string }> =>
    errorOf(brand({ "GET /api/v1/statuses/5": answer }).adapter.getPost({ key: `${account}:post:5` }));
  it.each([
    [401, { error: "The access token is invalid" }, "unauthenticated", /token/],
    [403, { error: "This action is outside the authorized scopes" }, "forbidden", /scope/],
    [403, { error: "Denne handling er ikke tilladt" }, "forbidden", /scopes/],
    [404, { error: "Record not found" }, "not-found", /no such thing/],
    [410, { error: "Gone" }, "not-found", /gone/],
    [422, { error: "Validation failed: Text character limit of 500 exceeded" }, "invalid-request", /longer/],
    [503, { error: "Remote data could not be fetched" }, "server-error", /try again/],
  ])("reads %i as %s", async (code, body, word, words) => {
    const error = await getting({ status: code, body });
    expect(error.code).toBe(word);
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain(body.error);
  });
  it("says that a scope is missing, so that a person can grant it", async () => {
    const lacking = await getting({ status: 403, body: { error: "This action is outside the authorized scopes" } });
    const limited = await getting({ status: 403, body: { error: "Your login is currently disabled" } });
    expect(lacking).toMatchObject({ reauthorize: "missing-scope" });
    expect(limited).not.toHaveProperty("reauthorize");
  });
  it("reads bodies that are no JSON by their status, and takes no failure for a success", async () => {
    expect(await getting({ status: 404, text: "404 Not Found" })).toMatchObject({ code: "not-found" });
    expect(await getting({ status: 502, text: "<html>Bad gateway</html>" })).toMatchObject({ code: "server-error" });
    expect(await getting({ body: { error: "nope" } })).toMatchObject({ code: "unexpected-response" });
    expect(await getting({ text: "<html>Sign in</html>" })).toMatchObject({ code: "unexpected-response" });
  });
  it("asks for the token once more when it is refused, and sends again only with another", async () => {
    const tokens = ["old", "new"];
    const { adapter, of } = brand(
      {
        "GET /api/v1/statuses/5": ({ headers }) =>
          headers.get("authorization") === "Bearer new"
            ? { body: status("5") }
            : { status: 401, body: { error: "The access token was revoked" } },
      },
      { token: () => Promise.resolve(tokens.length > 1 ? (tokens.shift() ?? "") : "new") },
    );
    expect((await adapter.getPost({ key: `${account}:post:5` })).id).toBe("5");
    expect(of("GET /api/v1/statuses/5")).toHaveLength(2);
  });
});
