import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import { blueskyLimits } from "../../../src/networks/bluesky/limits.js";
import { blueskyCosts, blueskyMeter } from "../../../src/networks/bluesky/meter.js";
import type { CallShape } from "../../../src/limits/meter.js";

const call = (nsid: string, method = "POST"): CallShape => ({ operation: "x", method, route: `/xrpc/${nsid}`, subject: {} });
const now = Date.UTC(2026, 0, 1);
const reset = now / 1000 + 120;
const headers = (limit: number, seconds: number, remaining = 7, more: Record<string, string> = {}): Headers =>
  new Headers({
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(reset),
    "ratelimit-policy": `${limit};w=${seconds}`,
    ...more,
  });
const read = (nsid: string, given: Headers, status = 200): unknown =>
  blueskyMeter.read(call(nsid), { status, headers: given, body: {} }, now);

describe("bluesky limits", () => {
  it("says of every number where it was read, and when", () => {
    for (const { source, id } of blueskyLimits) expect(source, id).toMatch(/20\d\d-\d\d/);
  });
  it("prices each operation by its dearest call", () => {
    const account = accountKey("bluesky", "did:plc:us");
    const post = makeKey(account, "message", "at://did:plc:us/app.bsky.feed.post/3kx");
    const direct = makeKey(account, "message", "3kdirect");
    expect(blueskyCosts("reply", post)).toEqual({ "bs.ip": 1, "bs.writes.hour": 2, "bs.writes.day": 2 });
    expect(blueskyCosts("unlike", post)).toEqual({ "bs.ip": 1, "bs.writes.hour": 1, "bs.writes.day": 1 });
    expect(blueskyCosts("delete", post)).toEqual({ "bs.ip": 1, "bs.writes.hour": 1, "bs.writes.day": 1 });
    expect(blueskyCosts("delete", direct)).toEqual({ "bs.ip": 1, "bs.chat": 1 });
    expect(blueskyCosts("listMentions", account)).toEqual({ "bs.ip": 1 });
  });
  it("prices what it knows only by rules that exist", () => {
    const ids = new Set(blueskyLimits.map(({ id }) => id));
    for (const nsid of [
      "com.atproto.repo.createRecord",
      "com.atproto.server.createSession",
      "com.atproto.repo.uploadBlob",
      "chat.bsky.convo.sendMessage",
    ])
      for (const id of Object.keys(blueskyMeter.cost(call(nsid)))) expect(ids).toContain(id);
  });
  it.each([
    ["app.bsky.feed.getPosts", { "bs.ip": 1 }],
    ["com.atproto.repo.createRecord", { "bs.ip": 1, "bs.writes.hour": 3, "bs.writes.day": 3 }],
    ["com.atproto.repo.putRecord", { "bs.ip": 1, "bs.writes.hour": 2, "bs.writes.day": 2 }],
    ["com.atproto.repo.deleteRecord", { "bs.ip": 1, "bs.writes.hour": 1, "bs.writes.day": 1 }],
    ["com.atproto.server.createSession", { "bs.ip": 1, "bs.session": 1, "bs.session.day": 1 }],
    ["com.atproto.repo.uploadBlob", { "bs.ip": 1, "bs.blob": 1 }],
    ["chat.bsky.convo.sendMessage", { "bs.ip": 1, "bs.chat": 1 }],
  ])("prices %s", (nsid, cost) => expect(blueskyMeter.cost(call(nsid))).toEqual(cost));

  it.each([
    ["app.bsky.feed.getPosts", 3000, 300, "bs.ip"],
    ["com.atproto.server.createSession", 30, 300, "bs.session"],
    ["com.atproto.server.createSession", 3000, 300, "bs.ip"],
    ["com.atproto.server.createSession", 300, 86_400, "bs.session.day"],
    ["com.atproto.repo.uploadBlob", 1000, 86_400, "bs.blob"],
    ["com.atproto.repo.putRecord", 5000, 3600, "bs.writes.hour"],
    ["com.atproto.repo.putRecord", 35_000, 86_400, "bs.writes.day"],
    ["com.atproto.repo.putRecord", 3000, 300, "bs.ip"],
    // A server of somebody's own, with another number in the same window.
    ["app.bsky.feed.getPosts", 600, 300, "bs.ip"],
  ])("reads at %s a policy of %i in %i s as %s", (nsid, limit, seconds, rule) =>
    expect(read(nsid, headers(limit, seconds))).toEqual([{ rule, limit, remaining: 7, resetsAt: reset * 1000 }]),
  );

  it.each([
    ["no headers", new Headers()],
    ["a policy that is none", new Headers({ "ratelimit-policy": "many" })],
    ["a window that no rule has", headers(10, 77)],
  ])("learns nothing from %s", (_, given) => expect(read("app.bsky.feed.getPosts", given)).toEqual([]));

  it("leaves out numbers that are none", () => {
    const given = headers(3000, 300, 7, { "ratelimit-remaining": "-1", "ratelimit-reset": "soon" });
    expect(read("app.bsky.feed.getPosts", given)).toEqual([{ rule: "bs.ip", limit: 3000 }]);
  });
  it("blocks the rule that was broken, for the longer of the two times that the server names", () => {
    const blocked = (retryAfter: string): unknown =>
      (read("com.atproto.server.createSession", headers(30, 300, 0, { "retry-after": retryAfter }), 429) as unknown[])[1];
    expect(blocked("9")).toEqual({ rule: "bs.session", remaining: 0, blockedUntil: reset * 1000 });
    expect(blocked("500")).toEqual({ rule: "bs.session", remaining: 0, blockedUntil: now + 500_000 });
  });
  it("blocks the chat service alone when it refuses without naming a rule", () => {
    expect(read("chat.bsky.convo.getMessages", new Headers({ "retry-after": "30" }), 429)).toEqual([
      { rule: "bs.chat", remaining: 0, blockedUntil: now + 30_000 },
    ]);
  });
  it("waits a minute when a refusal names no time", () => {
    expect(read("app.bsky.feed.getPosts", new Headers(), 429)).toEqual([{ rule: "bs.ip", remaining: 0, blockedUntil: now + 60_000 }]);
  });
});
