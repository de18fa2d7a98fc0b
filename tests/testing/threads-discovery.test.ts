import { client, ids, problem, street } from "./threads-network.js";
import { describe, expect, it } from "vitest";
import { list } from "./network.js";

describe("testing", () => {
  describe("fake threads", () => {
    describe("search", () => {
      it("finds words and topics, what is liked most first or what is newest", async () => {
        const { me, fake, shop, mira, otto } = street();
        const one = fake.state.post(mira, "My winter boots #boots");
        const two = fake.state.post(otto, "Boots for winter, green #socks");
        fake.state.post(otto, "Sandals");
        fake.state.like(shop, one);
        const found = async (query: Record<string, string>): Promise<readonly string[]> => ids(await me.get("keyword_search", query));
        expect(await found({ q: "winter boots" })).toEqual([one, two]);
        expect(await found({ q: "winter boots", search_type: "RECENT" })).toEqual([two, one]);
        expect(await found({ q: "Socks", search_mode: "TAG" })).toEqual([two]);
        expect(await found({ q: "boots", author_username: "otto.b" })).toEqual([two]);
        expect(await found({ q: "boots", media_type: "IMAGE" })).toEqual([]);
      });
      it("refuses a wrong query", async () => {
        const { me } = street();
        for (const query of [
          {},
          { q: "x", search_type: "BEST" },
          { q: "x", search_mode: "ALL" },
          { q: "x", media_type: "POEM" },
          { q: "x", limit: 101 },
          { q: "x", since: 1_688_540_399 },
          { q: "x", until: "2026-02-01" },
          { q: "x", fields: "like_count" },
        ])
          expect(problem(await me.get("keyword_search", query)).slice(0, 2), JSON.stringify(query)).toEqual([400, 100]);
      });
      it("searches one's own posts alone without the permission", async () => {
        const { fake, shop, mira } = street();
        fake.state.post(mira, "Boots");
        const own = fake.state.post(shop, "Boots");
        const few = client(fake, fake.state.addToken(shop, { scopes: ["threads_basic"] }));
        expect(ids(await few.get("keyword_search", { q: "boots" }))).toEqual([own]);
      });
      it("counts 2200 in a day, those that find nothing not", async () => {
        const { me, fake, mira } = street({ quotas: { searches: 1 }, sensitiveWords: ["Gossip"] });
        fake.state.post(mira, "Boots and gossip");
        for (const q of ["sandals", "sandals", "gossip"]) expect(ids(await me.get("keyword_search", { q }))).toEqual([]);
        expect(ids(await me.get("keyword_search", { q: "boots" }))).toHaveLength(1);
        expect(problem(await me.get("keyword_search", { q: "boots" }))).toEqual([400, 613, undefined, "THApiException"]);
        const { body } = await me.get("me", { fields: "recently_searched_keywords" });
        expect(list(body?.recently_searched_keywords).map((one) => one.query)).toEqual(["sandals", "sandals", "gossip", "boots"]);
      });
    });
    describe("profiles of others", () => {
      it("looks a profile up by its exact name", async () => {
        const { me, fake, shop, mira } = street();
        fake.state.setFollowers(mira, 1200);
        fake.state.like(shop, fake.state.post(mira, "Boots"));
        expect((await me.get("profile_lookup", { username: "mira" })).body).toEqual({
          username: "mira",
          name: "Mira",
          profile_picture_url: "https://scontent.threads.test/mira.jpg",
          biography: "",
          is_verified: false,
          follower_count: 1200,
          likes_count: 1,
        });
        expect(problem(await me.get("profile_lookup", { username: "mir" }))).toEqual([400, 100, 33, "THApiException"]);
        expect(problem(await me.get("profile_lookup"))[1]).toBe(100);
      });
      it("lists somebody's public posts", async () => {
        const { me, fake, mira, otto } = street();
        const one = fake.state.post(mira, "One");
        fake.state.reply(mira, fake.state.post(otto, "Hi"), "Hello");
        const two = fake.state.post(mira, "Two");
        expect(ids(await me.get("profile_posts", { username: "@Mira", fields: "text" }))).toEqual([two, one]);
        fake.state.addAccount("quiet", { isPrivate: true });
        expect(problem(await me.get("profile_posts", { username: "quiet" }))[2]).toBe(33);
        const few = client(fake, fake.state.addToken("shop", { scopes: ["threads_basic"] }));
        expect(problem(await few.get("profile_posts", { username: "mira" })).slice(0, 2)).toEqual([403, 10]);
      });
    });
    describe("insights", () => {
      it("counts what happened to a post, in the words of the documents", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, "Boots");
        fake.state.like(mira, post);
        fake.state.like(otto, post);
        const reply = fake.state.reply(mira, post, "Warm?");
        fake.state.reply(otto, reply, "Mine are");
        fake.state.quote(otto, post, "Look");
        fake.state.repost(mira, post);
        fake.state.measure(post, { views: 40, shares: 3 });
        const answer = await me.get(`${post}/insights`, { metric: "views,likes,replies,reposts,quotes,shares" });
        const told = list(answer.body?.data).map((one) => [one.name, one.period, list(one.values)[0]?.value, one.id]);
        expect(told).toEqual([
          ["views", "lifetime", 40, `${post}/insights/views/lifetime`],
          ["likes", "lifetime", 2, `${post}/insights/likes/lifetime`],
          ["replies", "lifetime", 1, `${post}/insights/thread_replies/lifetime`],
          ["reposts", "lifetime", 1, `${post}/insights/reposts/lifetime`],
          ["quotes", "lifetime", 1, `${post}/insights/quotes/lifetime`],
          ["shares", "lifetime", 3, `${post}/insights/shares/lifetime`],
        ]);
      });
      it("refuses wrong metrics as a whole, and other people's posts; tells nothing of reposts", async () => {
        const { me, fake, shop, mira } = street();
        const post = fake.state.post(shop, "Boots");
        expect(problem(await me.get(`${post}/insights`, { metric: "views,saves" })).slice(0, 2)).toEqual([400, 100]);
        expect(problem(await me.get(`${post}/insights`)).slice(0, 3)).toEqual([400, 3001, 1504028]);
        const theirs = fake.state.post(mira, "@shop boots");
        expect(problem(await me.get(`${theirs}/insights`, { metric: "views" }))[2]).toBe(33);
        expect((await me.get(`${fake.state.repost(shop, theirs)}/insights`, { metric: "views" })).body).toEqual({ data: [] });
      });
      it("tells views of the profile by day, and the rest as totals", async () => {
        const { me, fake, shop, mira, clock } = street();
        fake.state.like(mira, fake.state.post(shop, "Boots"));
        fake.state.addViews(shop, "2026-01-01", 7);
        fake.state.addClicks(shop, "https://shop.test", 2);
        fake.state.follow(mira, shop);
        await clock.sleep(36 * 3_600_000);
        const metric = "views,likes,followers_count,clicks";
        const { body } = await me.get("me/threads_insights", { metric });
        const [views, likes, followers, clicks] = list(body?.data);
        expect(views?.values).toEqual([
          { value: 7, end_time: "2026-01-02T00:00:00+0000" },
          { value: 0, end_time: "2026-01-03T00:00:00+0000" },
        ]);
        expect([likes?.total_value, likes?.period, likes?.values]).toEqual([{ value: 1 }, "day", undefined]);
        expect(followers?.total_value).toEqual({ value: 1 });
        expect([clicks?.link_total_values, clicks?.total_value]).toEqual([[{ value: 2, link_url: "https://shop.test" }], undefined]);
        const later = await me.get("me/threads_insights", {
          metric: "likes,followers_count",
          since: "2026-01-02",
          until: "2026-01-02T12:00:00Z",
        });
        expect(list(later.body?.data).map((one) => one.total_value?.value)).toEqual([0, 1]);
        expect(problem(await me.get("me/threads_insights", { metric, since: 1_712_991_599 }))[1]).toBe(100);
      });
      it("tells who follows once a hundred do, by one breakdown", async () => {
        const { me, fake, shop } = street();
        const ask = (query: Record<string, string> = {}): ReturnType<typeof me.get> =>
          me.get("me/threads_insights", { metric: "follower_demographics", ...query });
        expect(problem(await ask({ breakdown: "country" })).slice(0, 2)).toEqual([403, 10]);
        fake.state.setFollowers(shop, 250, { country: { NO: 200, SE: 50 } });
        expect(problem(await ask()).slice(0, 2)).toEqual([400, 100]);
        expect(list((await ask({ breakdown: "country" })).body?.data)[0]?.total_value).toEqual({
          breakdowns: [
            {
              dimension_keys: ["country"],
              results: [
                { dimension_values: ["NO"], value: 200 },
                { dimension_values: ["SE"], value: 50 },
              ],
            },
          ],
        });
      });
    });
  });
});
