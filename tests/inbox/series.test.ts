import { describe, expect, it } from "vitest";
import { createInbox } from "../../src/inbox/index.js";
import { FolkmootError } from "../../src/errors.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza } from "./plaza.js";
import { setUp } from "./sync-harness.js";
import type { Insights } from "../../src/model/counts.js";
import type { PostTarget } from "../../src/model/target.js";

const minute = 60_000;
const hour = 60 * minute;

/** Publishes a post of ours. */
function publish(net: Plaza, id: string, minutes: number, counts: object = {}): string {
  const base = net.say({ id: "template", minutes });
  net.mentions.pop();
  const key = makeKey(net.account, "post", id);
  net.posts.push({ ...base, key, id, isOwn: true, author: net.author("1"), counts });
  return key;
}

describe("series", () => {
  it("lists the followers of an account oldest first, one reading a day, also where a day's run begins earlier", async () => {
    const options: { followers: number } = { followers: 10 };
    const { net, inbox, clock } = setUp(options);
    const account = net.adapter.getAccount!;
    Object.assign(net.adapter, { getAccount: async () => ({ ...(await account()), followers: options.followers }) });
    await inbox.sync();
    for (const followers of [12, 12, 11]) {
      options.followers = followers;
      await clock.advance(24 * hour - minute);
      await inbox.sync();
      await clock.advance(1);
      await inbox.sync();
    }
    const page = await inbox.series(net.account, "followers");
    expect(page.items.map(({ value }) => value)).toEqual([10, 12, 12, 11]);
    expect(page.items[1]).toEqual({ subject: net.account, metric: "followers", value: 12, at: at(100 + 24 * 60 - 1) });
    expect(page.next).toBeUndefined();
  });

  it("has no entry where nothing was told: unknown is not zero", async () => {
    const { net, inbox } = setUp();
    const post = publish(net, "p", 5, { likes: 0 });
    await inbox.sync();
    expect((await inbox.series(net.account, "followers")).items).toEqual([]);
    expect((await inbox.series(post, "shares")).items).toEqual([]);
  });

  it("tells a zero that was told, and each number that changed", async () => {
    const { net, inbox, clock } = setUp({ surfaces: [{ name: "posts" }, { name: "mentions" }] });
    const post = publish(net, "p", 5, { likes: 0, reactions: { wow: 1 } });
    const said = net.say({ id: "a", minutes: 6, more: { counts: { likes: 1 } } });
    for (const likes of [0, 0, 3, 3, 2]) {
      net.posts[0] = { ...net.posts[0]!, counts: { likes, reactions: { wow: likes + 1 } } };
      net.mentions[0] = { ...said, counts: { likes } };
      await inbox.sync();
      await clock.advance(minute);
    }
    const values = async (subject: string, metric: string) => (await inbox.series(subject, metric)).items.map(({ value }) => value);
    expect(await values(post, "likes")).toEqual([0, 3, 2]);
    expect(await values(post, "reactions.wow")).toEqual([1, 4, 3]);
    expect(await values(said.key, "likes")).toEqual([3, 2]);
  });

  it("cuts by time and by number, and goes on behind a page", async () => {
    const { net, inbox, store } = setUp();
    for (let index = 0; index < 450; index++) {
      const value = { subject: net.account, metric: "followers", value: index, at: at(index) };
      await store.write([{ collection: "observation", key: `${net.account}:observation:f:${String(index).padStart(4, "0")}`, value }]);
      const other = { subject: net.account, metric: "likes", value: 1, at: at(index) };
      await store.write([{ collection: "observation", key: `${net.account}:observation:l:${index}`, value: other }]);
    }
    const read = async (options: Parameters<typeof inbox.series>[2]): Promise<readonly number[]> => {
      const values: number[] = [];
      for await (const { value } of inbox.series(net.account, "followers", options)) values.push(value);
      return values;
    };
    expect(await read({})).toEqual(Array.from({ length: 450 }, (_, index) => index));
    expect(await read({ since: "2026-01-01T00:10:00Z", until: at(13) })).toEqual([10, 11, 12]);
    expect(await read({ limit: 3 })).toEqual([0, 1, 2]);
    const { next } = await inbox.series(net.account, "followers", { limit: 3 });
    expect(await read({ after: next!, limit: 2 })).toEqual([3, 4]);
    await expect(read({ signal: AbortSignal.abort(new Error("stopped")) })).rejects.toThrow("stopped");
  });

  it("keeps the numbers of two tenants apart", async () => {
    const store = memoryStore();
    const clock = virtualClock({ start: at(100) });
    const values = async (tenant: string, followers: number): Promise<readonly number[]> => {
      const inbox = createInbox({ accounts: [plaza({ followers, surfaces: [] }).adapter], clock, store, tenant });
      await inbox.sync();
      return (await inbox.series("plaza:1", "followers")).items.map(({ value }) => value);
    };
    expect(await values("acme", 1)).toEqual([1]);
    expect(await values("boots", 2)).toEqual([2]);
  });

  it("refuses a question that cannot be, at once", async () => {
    const { net, inbox } = setUp();
    expect(() => inbox.series("nobody", "followers")).toThrow("`subject` is not a key");
    expect(() => inbox.series(net.account, " ")).toThrow("`metric` is empty");
    expect(() => inbox.series(net.account, "followers", { limit: 0 })).toThrow("`limit`");
    expect(() => inbox.series(net.account, "followers", { since: "today" })).toThrow("`since`");
    expect(() => inbox.series(net.account, "followers", { after: "items:newest:1" })).toThrow("`after`");
    // @ts-expect-error: no such option.
    expect(() => inbox.series(net.account, "followers", { from: at(1) })).toThrow("there is no option");
    await inbox.close();
    await expect(inbox.series(net.account, "followers")).rejects.toThrow("closed");
  });

  describe("of insights", () => {
    /** A network that tells insights, and what was asked of it. */
    function insightful(net: Plaza, tell: (subject: string) => Insights) {
      const asked: string[] = [];
      const ask = async (subject: string): Promise<Insights> => {
        asked.push(subject);
        return Promise.resolve(tell(subject));
      };
      Object.assign(net.adapter, {
        operations: new Set([...net.adapter.operations, "getAccountInsights", "getPostInsights"]),
        getAccountInsights: async () => ask(net.account),
        getPostInsights: async ({ key }: PostTarget) => ask(key),
      });
      return asked;
    }

    it("writes them down once a day, as of when the network reckoned them, of the account and of recent posts of ours", async () => {
      const { net, inbox, clock } = setUp({ surfaces: [{ name: "posts" }] });
      const post = publish(net, "p", 5);
      publish(net, "old", -40 * 24 * 60);
      net.posts.reverse();
      const asked = insightful(net, () => ({ asOf: at(60), impressions: 7, reactions: { wow: 2 }, bucketTimeZone: "Europe/Oslo" }));
      for (let round = 0; round < 3; round++) {
        await inbox.sync();
        await clock.advance(12 * hour);
      }
      expect(asked).toEqual([net.account, post, net.account, post]);
      expect((await inbox.series(post, "impressions")).items).toEqual([{ subject: post, metric: "impressions", value: 7, at: at(60) }]);
      expect((await inbox.series(net.account, "reactions.wow")).items.map(({ value }) => value)).toEqual([2]);
      for (const metric of ["reach", "bucketTimeZone", "asOf"]) expect((await inbox.series(post, metric)).items).toEqual([]);
    });

    it("passes over a post that has none, and reports what else fails without losing a list", async () => {
      const { net, inbox, clock } = setUp({ surfaces: [{ name: "posts" }] });
      const [one, two] = [publish(net, "one", 5), publish(net, "two", 6)];
      let failing = false;
      insightful(net, (subject) => {
        if (subject === two) throw new FolkmootError("not-found", "Too few people.");
        if (failing && subject === net.account) throw new FolkmootError("server-error", "Down.");
        return { asOf: at(60), reach: 3 };
      });
      expect((await inbox.sync()).ok).toBe(true);
      expect((await inbox.series(one, "reach")).items).toHaveLength(1);
      failing = true;
      await clock.advance(24 * hour);
      const { ok, surfaces } = await inbox.sync();
      expect(ok).toBe(false);
      expect(surfaces.map(({ surface, error }) => [surface, error?.code])).toEqual([
        ["posts", undefined],
        ["insights", "server-error"],
      ]);
    });
  });
});
