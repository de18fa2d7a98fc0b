import { describe, expect, it } from "vitest";
import { discordFailure } from "../../../src/networks/discord/errors.js";
import { makeKey } from "../../../src/model/keys.js";
import { byHand, failure, key } from "./support.js";
import type { Failure } from "../../../src/http/answer.js";

const call = { operation: "reply", method: "POST", route: "/channels/:id/messages", subject: {} };
const read = (status: number, body: unknown, headers: Record<string, string> = {}, refused = (): void => undefined): Failure | undefined =>
  discordFailure(refused)(call, { status, headers: new Headers(headers), body });

const target = { key: makeKey(key, "message", "5"), refs: { channelId: "10" } };

describe("discord errors", () => {
  it.each([
    [404, 10003, "not-found", /channel/],
    [404, 10008, "not-found", /gone/],
    [403, 50001, "forbidden", /View Channel/],
    [403, 50013, "forbidden", /requiredScopes/],
    [403, 50007, "forbidden", /answer in public/],
    [403, 50278, "forbidden", /answer in public/],
    [403, 50005, "forbidden", /own messages/],
    [403, 160_005, "forbidden", /locked/],
    [403, 160_002, "forbidden", /Read Message History/],
    [400, 50083, "forbidden", /archived/],
    [400, 40058, "invalid-request", /publishPost/],
    [400, 40067, "invalid-request", /publishTags/],
    [400, 30010, "invalid-request", /twenty/],
    [400, 200_000, "declined", /AutoMod/],
    [400, 240_000, "declined", /link/],
    [403, 90001, "forbidden", /blocks/],
    [403, 40333, "forbidden", /user agent/],
  ])("reads %i %i as %s", (status, code, word, message) => {
    const found = read(status, { message: "Something said by a person", code });
    expect(found?.code).toBe(word);
    expect(found?.message).toMatch(message);
    expect(found?.message).not.toContain("a person said");
  });
  it("names the fields of a form and their faults, never a value", () => {
    const errors = {
      content: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length. My secret" }] },
      embeds: { "0": { title: { _errors: [{ code: "NOT a code: Freja" }] } } },
    };
    const found = read(400, { code: 50035, message: "Invalid Form Body", errors });
    expect(found?.code).toBe("invalid-request");
    expect(found?.message).toContain("content: BASE_TYPE_MAX_LENGTH");
    expect(found?.message).toContain("embeds.0.title: refused");
    expect(found?.message).not.toMatch(/secret|Freja/);
  });
  it("reads a form that answers what is gone as `not-found`", () => {
    for (const code of ["MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "REPLIES_UNKNOWN_MESSAGE"]) {
      const errors = { message_reference: { _errors: [{ code, message: "Unknown message" }] } };
      expect(read(400, { code: 50035, errors })?.code).toBe("not-found");
    }
  });
  it("says of a refusal what it is about: a channel, the server, or the search", () => {
    const about = (route: string): string | undefined =>
      discordFailure(() => undefined)({ ...call, route }, { status: 403, headers: new Headers(), body: { code: 50001 } })?.message;
    expect(about("/channels/:id/messages")).toContain("this channel");
    expect(about("/guilds/:id/channels")).toMatch(/this server; invite it/);
    expect(about("/guilds/:id/messages/search")).toContain("Message Content Intent");
  });
  it("takes a search whose index is not ready for no success", () => {
    expect(read(202, { code: 110_000, message: "Index not yet available", retry_after: 2.5 })).toMatchObject({
      code: "server-error",
      retryAfterMs: 2500,
    });
    expect(read(202, { ok: true })).toBeUndefined();
    expect(read(204, undefined)).toBeUndefined();
  });
  it("believes the body about the wait, and blocks no other budget", () => {
    expect(read(429, { retry_after: 0.75, global: false }, { "retry-after": "1", "x-ratelimit-scope": "user" })).toMatchObject({
      code: "rate-limited",
      retryAfterMs: 750,
      metered: true,
    });
    expect(read(429, { code: 20016, retry_after: 12 })?.message).toMatch(/slow mode/);
  });
  it("waits an hour at the wall in front of the API", () => {
    expect(read(429, "<html>You are being blocked</html>", { "content-type": "text/html" })).toMatchObject({
      code: "rate-limited",
      retryAfterMs: 3_600_000,
    });
  });
  it("falls back on the status where no code is known", () => {
    expect(read(403, { code: 99, message: "?" })?.code).toBe("forbidden");
    expect(read(418, {})?.code).toBe("invalid-request");
    expect(read(503, "upstream connect error")?.code).toBe("server-error");
  });
  it("asks no more with a token that was refused, for a minute", async () => {
    const { adapter, asked } = byHand(() => ({ status: 401, body: { message: "401: Unauthorized", code: 0 } }));
    const first = await failure(adapter.like(target));
    expect(first).toMatchObject({ code: "unauthenticated", reauthorize: "revoked" });
    const before = asked.length;
    const second = await failure(adapter.like(target));
    expect(second.code).toBe("unauthenticated");
    expect(second.message).toContain("developer portal");
    expect(asked).toHaveLength(before);
  });
  it("asks the host for another token once where it gives one by a function", async () => {
    const tokens = ["first.token.x", "second.token.x"];
    const { adapter, asked } = byHand(
      ({ headers }) => (headers.get("authorization") === "Bot second.token.x" ? { status: 204 } : { status: 401, body: { code: 0 } }),
      { token: () => Promise.resolve(tokens.length > 1 ? (tokens.shift() ?? "") : (tokens[0] ?? "")) },
    );
    await adapter.like(target);
    expect(asked).toHaveLength(2);
  });
});
