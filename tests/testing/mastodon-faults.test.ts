import { describe, expect, it } from "vitest";
import { client, ids, linkTo, list, square, type Reply } from "./mastodon-network.js";
import { mastodonWorld } from "../../src/testing/mastodon/contract-world.js";

const error = ({ status, body }: Reply): readonly unknown[] => [status, body?.error];
const mentions = "/api/v1/notifications?types[]=mention";

describe("testing", () => {
  describe("fake mastodon", () => {
    describe("faults", () => {
      it("refuses everything under a rate limit until its time is over, and says when without Retry-After", async () => {
        const { me, fake, clock } = square();
        const until = new Date(clock.now() + 90_000).toISOString().replace("Z", "000Z");
        fake.inject({ do: { type: "rate-limit", retryAfterMs: 90_000 } });
        const refused = await me.get(mentions);
        expect([...error(refused), refused.headers.get("x-ratelimit-reset")]).toEqual([429, "Too many requests", until]);
        expect(refused.headers.get("retry-after")).toBeNull();
        expect((await client(fake).get("/api/v2/instance")).status).toBe(429);
        await clock.sleep(90_000);
        expect((await me.get(mentions)).status).toBe(200);
      });
      it("forgets an expired token for good, and takes the scopes of another", async () => {
        const { me, fake, shop } = square();
        fake.inject({ do: { type: "expired-token" } });
        for (let at = 0; at < 2; at += 1) expect(error(await me.get(mentions))).toEqual([401, "The access token is invalid"]);
        const reader = client(fake, shop.readToken);
        fake.inject({ do: { type: "revoked-scope" } });
        for (let at = 0; at < 2; at += 1)
          expect(error(await reader.get(mentions))).toEqual([403, "This action is outside the authorized scopes"]);
      });
      it("says a broken gateway in HTML, and its own trouble in JSON", async () => {
        const { me, fake } = square();
        fake.inject({ do: { type: "server-error" } });
        const gateway = await me.get(mentions);
        expect([gateway.status, gateway.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
        fake.inject({ do: { type: "server-error", status: 503 } });
        expect(error(await me.get(mentions))[1]).toContain("temporary problem");
      });
      it("cuts the line before or after the deed", async () => {
        const { fake, say, state, shop } = square();
        fake.inject({ on: { effect: "write" }, do: { type: "reset-before-commit" } });
        await expect(say("Lost")).rejects.toThrow("fetch failed");
        expect(state.statusesOf(shop)).toEqual([]);
        fake.inject({ on: { operation: "/api/v1/statuses" }, do: { type: "timeout-after-commit" } });
        await expect(say("Said")).rejects.toThrow("fetch failed");
        expect(state.statusesOf(shop).map((one) => one.text)).toEqual(["Said"]);
      });
      it("breaks one item of a page, of a thread too", async () => {
        const { me, fake, state, mira, shop } = square();
        for (const at of [1, 2, 3]) state.post(mira, `@shop ${at}`);
        fake.inject({ do: { type: "broken-item", index: 1 } });
        expect(list((await me.get(mentions)).body).map((one) => "broken" in one)).toEqual([false, true, false]);
        const root = state.post(shop, "Boots");
        state.reply(mira, root, "Warm?");
        fake.inject({ do: { type: "broken-item" } });
        expect((await me.get(`/api/v1/statuses/${root}/context`)).body?.descendants).toEqual([{ broken: true }]);
      });
      it("adds fields and words that nobody knows", async () => {
        const { me, fake, state, mira } = square();
        state.post(mira, "@shop hello");
        fake.inject({ on: { times: 2 }, do: { type: "unknown-fields" } });
        const [first, added] = list((await me.get(mentions)).body);
        expect(first?.status?.account).toHaveProperty("future_field");
        expect(added?.type).toBe("future_type");
        expect(list((await me.get(`/api/v1/accounts/${mira.id}/statuses`)).body).map((one) => one.visibility)).toEqual([
          "public",
          "future_visibility",
        ]);
      });
      it("names the same page again, and an empty one whose link leads to what it did not give", async () => {
        const { me, fake, state, mira } = square({ pageSize: 2 });
        for (let at = 0; at < 5; at += 1) state.post(mira, `@shop ${at}`);
        const all = ids((await client(fake, state.addToken("shop", ["read"])).get(mentions)).body);
        fake.inject({ do: { type: "empty-page" } });
        const empty = await me.get(mentions);
        expect(empty.body).toEqual([]);
        const first = await me.get(linkTo(empty, "next") ?? "");
        expect(ids(first.body)).toEqual(all);
        fake.inject({ do: { type: "repeat-cursor" } });
        // A page that was asked for without a cursor has none to repeat.
        expect(linkTo(await me.get(mentions), "next")).toBe(linkTo(first, "next")?.replace("&since_id=0", ""));
        const second = await me.get(linkTo(first, "next") ?? "");
        expect(linkTo(second, "next")).toBe(linkTo(first, "next"));
      });
    });
    describe("inside", () => {
      it("makes the same people again from the same seed, and others from another", () => {
        const [one, same, other] = ["a", "a", "b"].map((seed) => square({ seed }).shop);
        expect(one?.token).toBe(same?.token);
        expect(one?.token).not.toBe(other?.token);
      });
      it("refuses what the server refuses, and what is not there", () => {
        const { state, shop, mira, noor } = square();
        const hidden = state.directMessage(mira, noor, "psst");
        expect(() => state.post(shop, "")).toThrow("(422)");
        expect(() => state.reply(shop, hidden, "What?")).toThrow("no such status");
        expect(() => state.post("nobody", "Hello")).toThrow("Nobody of that name");
        expect(() => state.addAccount("mira")).toThrow("taken");
        expect(() => state.addAccount("m i")).toThrow("no name");
        expect(() => {
          state.edit("1", "Hello");
        }).toThrow("no such status");
      });
      it("gives 2,000 answers, and mentions of them page by page", async () => {
        const { state, shop, me } = square({ unjudged: true });
        const root = state.post(shop, "Boots");
        for (let at = 0; at < 2000; at += 1) state.reply(at % 2 === 0 ? "mira" : "juno@other.example", root, `@shop answer ${at}`);
        expect(list((await me.get(`/api/v1/statuses/${root}/context`)).body?.descendants)).toHaveLength(2000);
        expect(list((await me.get(`${mentions}&limit=80`)).body)).toHaveLength(80);
      });
      it("shows what it holds", async () => {
        const { state, shop, mira, clock } = square();
        const root = state.post(shop, { text: "Boots", quotePolicy: "followers", language: "nb" });
        await clock.sleep(1000);
        const one = state.reply(mira, root, "@shop warm?");
        const two = state.reply(shop, one, "@mira very");
        state.favourite(mira, root);
        state.boost(mira, root);
        expect(state.held(two)).toMatchObject({ parent: one, root, mentions: [mira.id], author: shop.id, edited: false });
        expect(state.held(root)).toMatchObject({ likedBy: [mira.id], boostedBy: [mira.id], answers: [one] });
        expect(() => state.quote(mira, root, "Look")).toThrow("(404)");
        state.remove(root);
        expect([state.held(root), state.held(one)?.parent]).toEqual([undefined, undefined]);
      });
    });
    describe("as a world", () => {
      it("has people here and elsewhere, whose words it holds to the last character", async () => {
        const world = mastodonWorld({ seed: "world" });
        const [near, far] = [await world.member(0), await world.member(1)];
        expect([near.handle, far.handle]).toEqual(["member0", "member1@elsewhere.example"]);
        expect(world.accountId).toBe(`${world.fake.host}/${world.brand.id}`);
        const post = await world.publish(world.brand, "Boots");
        const answer = await world.replyMentioning(far, post, world.brand, "Warm?");
        expect(await world.inspect(answer)).toEqual({
          id: answer,
          author: far.id,
          text: "@brand Warm?",
          parent: post,
          root: post,
          likedBy: [],
          hidden: false,
        });
        await world.directMessage?.(near, world.brand, "psst");
        expect(await world.directs?.(world.brand, near)).toEqual([
          { author: near.id, text: `${world.addresses?.(world.brand) ?? ""}psst` },
        ]);
        expect((await world.said(near)).length).toBe(0);
        await world.change?.(post, "Warm boots");
        expect((await world.inspect(post))?.text).toBe("Warm boots");
        await world.remove(post);
        expect(await world.inspect(post)).toBeUndefined();
        expect(world.secrets()).toContain(world.account.token);
      });
    });
  });
});
