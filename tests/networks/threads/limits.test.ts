import { describe, expect, it } from "vitest";
import { brand, failure } from "./support.js";
import { fakeThreads } from "../../../src/testing/threads/index.js";
import { createThreadsAdapter } from "../../../src/networks/threads/index.js";
import { threadsCosts, threadsMeter, publishing } from "../../../src/networks/threads/meter.js";
import { threadsLimits } from "../../../src/networks/threads/limits.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { CallShape } from "../../../src/limits/meter.js";
import type { OperationName } from "../../../src/adapter/operations.js";

const call = (method: string, route: string, operation: OperationName = "listPosts", subject: CallShape["subject"] = {}): CallShape => ({
  operation,
  method,
  route,
  subject,
});
const answered = (body: unknown, status = 200): { status: number; headers: Headers; body: unknown } => ({
  status,
  headers: new Headers(),
  body,
});

describe("threads limits", () => {
  it("names a rule for everything that it prices", () => {
    const ids = threadsLimits.map(({ id }) => id);
    for (const operation of ["publishPost", "reply", "delete", "searchPosts", "listMentions"] as const)
      for (const rule of Object.keys(threadsCosts(operation, "threads:1"))) expect(ids).toContain(rule);
  });

  it("counts what is published and deleted, and nothing for what is only prepared", () => {
    expect(threadsMeter.cost(call("POST", "/me/threads", "publishPost"))).toEqual({ "th.calls": 0 });
    expect(threadsMeter.cost(call("POST", "/me/threads", "publishPost", publishing))).toEqual({ "th.calls": 0, "th.posts": 1 });
    expect(threadsMeter.cost(call("POST", "/me/threads", "reply", publishing))).toEqual({ "th.calls": 0, "th.replies": 1 });
    expect(threadsMeter.cost(call("POST", "/me/threads_publish", "reply"))).toEqual({ "th.calls": 0, "th.replies": 1 });
    expect(threadsMeter.cost(call("DELETE", "/9", "delete"))).toEqual({ "th.calls": 0, "th.deletes": 1 });
    expect(threadsMeter.cost(call("GET", "/keyword_search", "searchPosts"))).toEqual({ "th.calls": 0, "th.search": 1 });
    expect(threadsMeter.cost(call("GET", "/me/threads"))).toEqual({ "th.calls": 0 });
  });

  it("takes a search that finds nothing for free", () => {
    const search = call("GET", "/keyword_search", "searchPosts");
    expect(threadsMeter.read(search, answered({ data: [] }), 0)).toEqual([{ rule: "th.search", cost: 0 }]);
    expect(threadsMeter.read(search, answered({ data: [{ id: "1" }] }), 0)).toEqual([]);
  });

  it("reads the percentages of the header", () => {
    const headers = new Headers({ "x-app-usage": JSON.stringify({ call_count: 42, total_time: 7, total_cputime: 7 }) });
    expect(threadsMeter.read(call("GET", "/me/threads"), { status: 200, headers, body: {} }, 0)).toEqual([
      { rule: "th.calls", usedFraction: 0.42 },
    ]);
  });

  it("blocks the day's replies where those are used up, and nothing else", () => {
    const seen = threadsMeter.read(call("POST", "/me/threads", "reply", publishing), answered(failure(613), 400), 1000);
    expect(seen).toEqual([{ rule: "th.replies", blockedUntil: expect.any(Number) as number, remaining: 0 }]);
  });

  it("learns from the network what is left of the day", async () => {
    const clock = virtualClock({ auto: true });
    const fake = fakeThreads({ clock, quotas: { posts: 3 } });
    const brandAccount = fake.state.addAccount("nordlys");
    const make = (): ReturnType<typeof createThreadsAdapter> =>
      createThreadsAdapter({ accountId: brandAccount.id, token: brandAccount.token, runtime: { fetch: fake.fetch, clock } });
    // Another process published twice.
    await make().publishPost({ text: "one" });
    await make().publishPost({ text: "two" });
    const told = await make().getPublishingLimit();
    expect(told).toEqual({ posts: { used: 2, total: 3 }, replies: { used: 0, total: 1000 }, deletes: { used: 0, total: 100 } });
  });

  it("leaves out what a token is not told", async () => {
    const { adapter } = brand({ "GET /me/threads_publishing_limit": { body: { data: [{ reply_quota_usage: 1 }] } } });
    expect(await adapter.getPublishingLimit()).toEqual({ replies: { used: 1 } });
  });
});
