import { describe, expect, it } from "vitest";
import { as, chatHeader, client, text, town } from "./network.js";

const hours = 3_600_000;

describe("testing", () => {
  describe("fake bluesky", () => {
    describe("sessions", () => {
      it("logs in with the main password and with app passwords, and says so in the token", async () => {
        const { fake, shop } = town();
        const scopes = await Promise.all(
          [shop.password, shop.appPassword, shop.privilegedAppPassword].map(async (password) => {
            const { body } = await client(fake).post("com.atproto.server.createSession", { identifier: "shop.test", password });
            expect(body).toMatchObject({ did: shop.did, handle: "shop.test", active: true });
            expect(text(body?.didDoc?.service?.[0]?.serviceEndpoint)).toBe(fake.baseUrl);
            return (JSON.parse(atob(text(body?.accessJwt).split(".")[1]!)) as { scope: string }).scope;
          }),
        );
        expect(scopes).toEqual(["com.atproto.access", "com.atproto.appPass", "com.atproto.appPassPrivileged"]);
      });
      it("says in the token when it ends: after two hours", async () => {
        const { fake, shop, clock } = town();
        const { body } = await client(fake).post("com.atproto.server.createSession", { identifier: shop.did, password: shop.password });
        const claims = JSON.parse(atob(text(body?.accessJwt).split(".")[1]!)) as { exp: number; iat: number; sub: string };
        expect([claims.exp * 1000, claims.exp - claims.iat, claims.sub]).toEqual([clock.now() + 2 * hours, 7200, shop.did]);
      });
      it("refuses a wrong password with 401", async () => {
        const { fake } = town();
        const { status, body } = await client(fake).post("com.atproto.server.createSession", {
          identifier: "shop.test",
          password: "guess",
        });
        expect([status, body?.error]).toEqual([401, "AuthenticationRequired"]);
      });
      it("refuses calls without a token, with a foreign one, and with an expired one in its own words", async () => {
        const { fake, shop, clock } = town();
        const asking = (who: ReturnType<typeof client>): ReturnType<typeof who.get> => who.get("app.bsky.notification.getUnreadCount");
        const me = await as(fake, shop);
        expect(await asking(client(fake))).toMatchObject({ status: 401, body: { error: "AuthMissing" } });
        expect(await asking(client(fake, "a.b.c"))).toMatchObject({ status: 400, body: { error: "InvalidToken" } });
        expect((await asking(me)).status).toBe(200);
        await clock.advance(2 * hours);
        expect(await asking(me)).toMatchObject({ status: 400, body: { error: "ExpiredToken" } });
      });
      it("names no limit in the answer to a call without valid credentials", async () => {
        const { fake } = town();
        const { headers } = await client(fake).get("app.bsky.notification.getUnreadCount");
        expect(headers.has("ratelimit-limit")).toBe(false);
      });
      it("renews a session, and takes the old refresh token for two more hours", async () => {
        const { fake, shop, clock } = town();
        const { body } = await client(fake).post("com.atproto.server.createSession", { identifier: "shop.test", password: shop.password });
        const old = client(fake, text(body?.refreshJwt));
        const renewed = await old.post("com.atproto.server.refreshSession");
        expect(renewed.body?.did).toBe(shop.did);
        expect(renewed.body?.refreshJwt).not.toBe(body?.refreshJwt);
        await clock.advance(hours);
        expect((await old.post("com.atproto.server.refreshSession")).status).toBe(200);
        await clock.advance(hours);
        expect(await old.post("com.atproto.server.refreshSession")).toMatchObject({
          status: 400,
          body: { error: "ExpiredToken", message: "Token has been revoked" },
        });
      });
      it("renews with refresh tokens only, and reads with access tokens only", async () => {
        const { fake, shop } = town();
        const { body } = await client(fake).post("com.atproto.server.createSession", { identifier: "shop.test", password: shop.password });
        expect((await client(fake, text(body?.accessJwt)).post("com.atproto.server.refreshSession")).body?.error).toBe("InvalidToken");
        expect((await client(fake, text(body?.refreshJwt)).get("com.atproto.server.getSession")).body?.error).toBe("InvalidToken");
        expect((await client(fake, text(body?.accessJwt)).get("com.atproto.server.getSession")).body?.handle).toBe("shop.test");
      });
      it("keeps plain app passwords out of direct messages", async () => {
        const { fake, shop } = town();
        const plain = await as(fake, shop, shop.appPassword);
        const refused = await plain.get("chat.bsky.convo.listConvos", {}, chatHeader);
        expect(refused).toMatchObject({ status: 400, body: { error: "InvalidToken", message: "Bad token method" } });
        expect((await (await as(fake, shop)).get("chat.bsky.convo.listConvos", {}, chatHeader)).status).toBe(200);
      });
      it("keeps passwords and tokens out of the list of calls", async () => {
        const { fake, shop } = town();
        await as(fake, shop, shop.password);
        expect(JSON.stringify(fake.calls)).not.toContain(shop.password);
        expect(fake.calls[0]).toMatchObject({ operation: "com.atproto.server.createSession", effect: "session", status: 200 });
      });
    });
    describe("limits", () => {
      it("shows the limit that is nearest to its end", async () => {
        const { fake, shop } = town();
        const { headers } = await client(fake).post("com.atproto.server.createSession", {
          identifier: "shop.test",
          password: shop.password,
        });
        expect([headers.get("ratelimit-limit"), headers.get("ratelimit-remaining"), headers.get("ratelimit-policy")]).toEqual([
          "30",
          "29",
          "30;w=300",
        ]);
        const me = await as(fake, shop);
        const read = await me.get("app.bsky.notification.getUnreadCount");
        expect([read.headers.get("ratelimit-policy"), read.headers.get("ratelimit-remaining")]).toEqual(["3000;w=300", "2997"]);
        const sent = await me.post("com.atproto.repo.uploadBlob", new Uint8Array([1]), { "content-type": "image/png" });
        expect(sent.headers.get("ratelimit-policy")).toBe("1000;w=86400");
      });
      it("refuses in its own words until the window ends", async () => {
        const { fake, shop, clock } = town({ limits: { requests: 3 } });
        const me = await as(fake, shop);
        const ask = (): ReturnType<typeof me.get> => me.get("app.bsky.notification.getUnreadCount");
        await ask();
        await ask();
        await clock.advance(100_000);
        const refused = await ask();
        expect(refused).toMatchObject({ status: 429, body: { error: "RateLimitExceeded", message: "Rate Limit Exceeded" } });
        expect([refused.headers.get("retry-after"), refused.headers.get("ratelimit-remaining")]).toEqual(["200", "0"]);
        expect(Number(refused.headers.get("ratelimit-reset")) * 1000).toBe(clock.now() + 200_000);
        await clock.advance(200_000);
        expect((await ask()).status).toBe(200);
      });
      it("counts write points: create 3, put 2, delete 1", async () => {
        const { fake, shop } = town({ limits: { pointsPerHour: 6 } });
        const me = await as(fake, shop);
        const base = { repo: shop.did, collection: "app.bsky.feed.post" };
        const record = { $type: "app.bsky.feed.post", text: "Hello", createdAt: "2026-01-01T00:00:00Z" };
        await me.post("com.atproto.repo.createRecord", { ...base, record });
        await me.post("com.atproto.repo.putRecord", { ...base, rkey: "3l2222222222k", record });
        const last = await me.post("com.atproto.repo.deleteRecord", { ...base, rkey: "3l2222222222k" });
        expect([last.status, last.headers.get("ratelimit-remaining"), last.headers.get("ratelimit-policy")]).toEqual([
          200,
          "0",
          "6;w=3600",
        ]);
        expect((await me.post("com.atproto.repo.deleteRecord", { ...base, rkey: "3l2222222222k" })).status).toBe(429);
      });
    });
  });
});
