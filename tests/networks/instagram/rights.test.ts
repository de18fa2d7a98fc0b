import { all, errorOf, facebook, instagram } from "./support.js";
import { can } from "../../../src/adapter/can.js";
import { createInstagramAdapter } from "../../../src/networks/instagram/index.js";
import { describe, expect, it } from "vitest";
import { instagramMeter } from "../../../src/networks/instagram/meter.js";

const limited = (scopes: readonly string[], told: boolean) => {
  const here = facebook();
  const { fake, account, runtime } = here;
  const token = fake.state.addToken(account, scopes);
  const common = { login: "facebook", accountId: account.id, pageId: account.pageId, token, runtime } as const;
  return { ...here, adapter: createInstagramAdapter({ ...common, ...(told && { scopes }) }) };
};

describe("likes on instagram", () => {
  it("take posts, comments, and what mentions the account", async () => {
    const { adapter, fake, account } = facebook();
    const freja = fake.state.addPerson("freja");
    const post = fake.state.share(account, "Boots");
    const comment = fake.state.comment(freja, post, "warm?");
    const theirs = fake.state.share(freja, { caption: "walk", tags: [account] });
    const [tagged] = (await adapter.listMentions()).items;
    await adapter.like(adapter.ref({ post }));
    await adapter.like(adapter.ref({ message: comment }));
    await adapter.like(tagged ?? expect.fail("a mention"));
    expect([fake.state.media(post), fake.state.held(comment), fake.state.media(theirs)].map((one) => one?.likedBy)).toEqual([
      [account.id],
      [account.id],
      [account.id],
    ]);
  });

  it("are said to be missing after the first refusal for want of the permission, and allowed again after one that goes through", async () => {
    const { adapter, fake, account, clock } = limited(["instagram_basic", "instagram_manage_comments"], false);
    const post = adapter.ref({ post: fake.state.share(account, "Boots") });
    const answer = () => can(adapter, "like", post, { now: clock.now() });
    expect(answer()).toMatchObject({ ok: true });
    const error = await errorOf(adapter.like(post));
    expect(error).toMatchObject({ code: "forbidden", reauthorize: "missing-scope" });
    expect(answer()).toMatchObject({
      ok: false,
      reason: "missing-scope",
      detail: expect.stringMatching(/instagram_manage_engagement/) as unknown,
    });
  });

  it("never come near the fifty in five seconds that lock an account out", async () => {
    const { adapter, fake, account, clock } = facebook();
    const post = adapter.ref({ post: fake.state.share(account, "Boots") });
    const start = clock.now();
    for (let at = 0; at < 120; at++) await adapter.like(post);
    expect(fake.calls.filter(({ status }) => status !== 200)).toEqual([]);
    expect(clock.now() - start).toBeGreaterThanOrEqual(10_000);
  });
});

describe("what a token may do on instagram", () => {
  it("is compared with what each operation wants, deleting posts with one more", () => {
    const { adapter, clock } = limited(["instagram_basic", "instagram_manage_comments"], true);
    const facts = { now: clock.now() };
    const message = adapter.ref({ message: "17800000000000001" });
    expect(can(adapter, "delete", message, facts)).toEqual({ ok: true });
    expect(can(adapter, "delete", adapter.ref({ post: "17900000000000001" }), facts)).toMatchObject({ ok: false, reason: "missing-scope" });
    expect(can(adapter, "replyPrivately", message, facts)).toMatchObject({ ok: false, reason: "missing-scope" });
  });

  it("is not known without the option `scopes`", () => {
    const { adapter, clock } = instagram();
    expect(can(adapter, "hide", adapter.ref({ message: "17800000000000001" }), { now: clock.now() })).toMatchObject({
      ok: true,
      unsure: expect.stringMatching(/scopes/) as unknown,
    });
  });
});

describe("insights on instagram", () => {
  it.each([
    ["FEED", { views: 12, reach: 10, saved: 3, shares: 2, follows: 1 }, { views: 12, reach: 10, saves: 3, shares: 2, follows: 1 }],
    ["REELS", { views: 12, reach: 10, saved: 3, shares: 2 }, { views: 12, reach: 10, saves: 3, shares: 2 }],
    ["STORY", { views: 12, reach: 10, replies: 4, shares: 2, link_clicks: 5 }, { views: 12, reach: 10, replies: 4, clicks: 5 }],
  ] as const)("of a post in %s are asked with the metrics that it has", async (product, figures, told) => {
    const { adapter, fake, account } = instagram();
    const post = fake.state.share(account, { caption: "Boots", product });
    fake.state.measure(post, figures);
    const found = await adapter.getPostInsights(adapter.ref({ post }));
    expect(found).toMatchObject(told);
    expect(found).not.toHaveProperty("impressions");
    expect(fake.calls.every(({ status }) => status === 200)).toBe(true);
  });

  it("of a story that few have seen are empty, not nought", async () => {
    const { adapter, fake, account } = instagram();
    const post = fake.state.share(account, { product: "STORY" });
    fake.state.measure(post, { reach: 3, views: 3 });
    expect(Object.keys(await adapter.getPostInsights(adapter.ref({ post })))).toEqual(["asOf"]);
  });

  it("of the account are asked for thirty days at most, and tell who began to follow", async () => {
    const { adapter, fake, account, clock } = facebook();
    fake.state.measure(account.id, {
      ...{ views: 120, reach: 100, profile_links_taps: 7, total_interactions: 9 },
      ...{ follows_and_unfollows: 5, "follows_and_unfollows.FOLLOWER": 4, "follows_and_unfollows.NON_FOLLOWER": 1 },
    });
    const since = new Date(clock.now() - 7 * 86_400_000).toISOString();
    expect(await adapter.getAccountInsights({ since })).toMatchObject({ views: 120, reach: 100, clicks: 7, engagements: 9, follows: 4 });
    const before = fake.calls.length;
    const far = new Date(clock.now() - 31 * 86_400_000).toISOString();
    expect((await errorOf(adapter.getAccountInsights({ since: far }))).code).toBe("invalid-request");
    expect((await errorOf(adapter.getAccountInsights({ since: "yesterday" }))).code).toBe("invalid-request");
    expect(fake.calls.length).toBe(before);
  });
});

describe("hashtags on instagram", () => {
  it("are searched one at a time, and nothing else is", async () => {
    const { adapter, fake } = facebook();
    fake.state.share(fake.state.addPerson("freja"), "Walk in #boots");
    const [found, ...more] = await all(adapter.searchPosts({ hashtags: ["#Boots"] }));
    expect([found?.text, found?.author, found?.isOwn, more.length]).toEqual(["Walk in #boots", undefined, false, 0]);
    const before = fake.calls.length;
    for (const query of [{ text: "boots" }, { hashtags: ["a", "b"] }, { handles: ["freja"] }, {}])
      expect((await errorOf(adapter.searchPosts(query))).code).toBe("unsupported");
    expect(fake.calls.length).toBe(before);
  });
});

describe.each([facebook, instagram])("subscriptions on instagram, %o", (make) => {
  it("are kept beside those that stand, and ended one by one", async () => {
    const { adapter } = make();
    const url = "https://brand.example/hooks";
    const words = async () => (await all(adapter.listSubscriptions())).map(({ surface, state }) => [surface, state]);
    expect(await words()).toEqual([]);
    await adapter.subscribe({ url, surfaces: ["messages"] });
    await adapter.subscribe({ url, surfaces: ["messages"] });
    expect(await words()).toEqual([["messages", "active"]]);
    expect((await adapter.subscribe({ url })).map(({ surface }) => surface)).toEqual(["comments", "mentions", "messages"]);
    await adapter.unsubscribe({ id: "messages" });
    await adapter.unsubscribe({ id: "messages" });
    expect(await words()).toEqual([
      ["comments", "active"],
      ["mentions", "active"],
    ]);
    for (const id of ["comments", "mentions"]) await adapter.unsubscribe({ id });
    expect(await words()).toEqual([]);
    expect((await errorOf(adapter.subscribe({ url, surfaces: ["follows"] }))).code).toBe("invalid-request");
    expect((await errorOf(adapter.unsubscribe({ id: "17" }))).code).toBe("invalid-request");
  });
});

describe("the meter of instagram", () => {
  const call = (method: string, route: string, operation = "x") => ({ method, route, operation, subject: { account: "instagram:1" } });

  it("prices what has a limit of its own", () => {
    const price = (...given: Parameters<typeof call>) => instagramMeter.cost(call(...given));
    expect(price("GET", "/v26.0/:id/conversations")).toMatchObject({ "ig.conversations": 1 });
    expect(price("POST", "/:id/messages", "sendMessage")).toMatchObject({ "ig.send.text": 1 });
    expect(price("POST", "/:id/messages", "sendMessage")).not.toHaveProperty("ig.conversations");
    expect(price("POST", "/:id/messages", "replyPrivately")).toMatchObject({ "ig.privateReply": 1 });
    expect(price("DELETE", "/:id/likes")).toMatchObject({ "ig.likes": 1 });
    expect(price("POST", "/:id/media")).toMatchObject({ "ig.containers": 1 });
    expect(price("GET", "/:id/media")).not.toHaveProperty("ig.containers");
    expect(price("POST", "/:id/media_publish")).toMatchObject({ "ig.publish": 1 });
    expect(price("GET", "/ig_hashtag_search")).toMatchObject({ "ig.hashtags": 1 });
  });

  it("reads usage, refusals and what may still be published", () => {
    const now = Date.parse("2026-11-20T10:00:00.000Z");
    const read = (route: string, status: number, body: unknown, headers: Record<string, string> = {}) =>
      instagramMeter.read(call("GET", route), { status, headers: new Headers(headers), body }, now);
    const usage = { "1": [{ type: "instagram", call_count: 40, total_cputime: 5, total_time: 3, estimated_time_to_regain_access: 0 }] };
    expect(read("/:id", 200, {}, { "x-business-use-case-usage": JSON.stringify(usage) })).toMatchObject([
      { rule: "ig.buc", usedFraction: 0.4 },
    ]);
    expect(read("/:id", 400, { error: { code: 80002, message: "" } })).toMatchObject([{ rule: "ig.buc" }]);
    expect(read("/:id/likes", 400, { error: { code: 613, message: "" } })).toEqual([
      { rule: "ig.likes", blockedUntil: now + 3_600_000, remaining: 0 },
    ]);
    const body = { data: [{ quota_usage: 3, config: { quota_total: 25, quota_duration: 86400 } }] };
    expect(read("/:id/content_publishing_limit", 200, body)).toEqual([{ rule: "ig.publish", limit: 25, remaining: 22 }]);
    expect(read("/:id/content_publishing_limit", 200, { data: [{}] })).toEqual([]);
  });
});
