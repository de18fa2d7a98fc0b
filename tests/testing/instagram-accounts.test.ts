import { describe, expect, it } from "vitest";
import { client, dataOf, day, each, minute, refusalOf, shopWith, textOf } from "./instagram-network.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { proofFor } from "../../src/testing/graph/tokens.js";

describe("testing", () => {
  describe("fake instagram", () => {
    describe("accounts", () => {
      it("has an id on the new log-in that is good for nothing, beside the one that edges use", async () => {
        const { shop, me } = shopWith();
        const { body } = await me.get("me", { fields: "id,user_id,username,account_type" });
        expect(body).toEqual({ id: shop.appScopedId, user_id: shop.id, username: "boots.shop", account_type: "BUSINESS" });
        expect(refusalOf(await me.get(`${shop.appScopedId}/media`))).toEqual([100, 33]);
        expect((await me.get(`${shop.id}/media`)).status).toBe(200);
      });
      it("is found through the Page with Facebook log-in", async () => {
        const { fake, shop, me } = shopWith({ login: "facebook" });
        expect(fake.baseUrl).toBe("https://graph.facebook.com");
        const page = await me.get("me", { fields: "instagram_business_account{id,username,followers_count}" });
        expect(page.body).toEqual({
          id: shop.pageId,
          instagram_business_account: { id: shop.id, username: "boots.shop", followers_count: 1200 },
        });
        const pages = await client(fake, shop.userToken ?? "").get("me/accounts", {
          fields: "id,name,access_token,instagram_business_account",
        });
        expect(dataOf(pages)).toEqual([
          { id: shop.pageId, name: "Boots & Co", access_token: shop.token, instagram_business_account: { id: shop.id } },
        ]);
      });
      it("keeps the fields of one log-in from the other", async () => {
        const [ig, fb] = [shopWith(), shopWith({ login: "facebook" })];
        expect(refusalOf(await ig.me.get("me", { fields: "ig_id" }))).toEqual([100, undefined]);
        expect(refusalOf(await fb.me.get(fb.shop.id, { fields: "user_id" }))).toEqual([100, undefined]);
        expect(textOf((await ig.me.get("me", { fields: "wings" })).body?.error?.message)).toContain("nonexisting field (wings)");
      });
      it("names exceptions after the host, and tells nobody of an account that is not theirs", async () => {
        const { fake, me } = shopWith();
        const other = fake.state.addAccount("sandals.shop");
        const { body, status } = await me.get(other.id, { fields: "username" });
        expect([status, body?.error?.type, body?.error?.code]).toEqual([400, "IGApiException", 100]);
      });
      it("refuses what a token has no permission for, by its name", async () => {
        const { fake, shop, mira } = shopWith();
        const media = fake.state.share(shop, "Our boots are back");
        fake.state.comment(mira, media, "Finally");
        const poor = client(fake, fake.state.addToken(shop, ["instagram_business_basic"]));
        expect(each(await poor.get("me/media", { fields: "caption" }), "caption")).toEqual(["Our boots are back"]);
        const refused = await poor.get(`${media}/comments`);
        expect([refused.status, ...(refusalOf(refused) ?? [])]).toEqual([403, 10, undefined]);
        expect(textOf(refused.body?.error?.message)).toContain("instagram_business_manage_comments");
        expect(refusalOf(await poor.post(`${media}/comments`, { message: "Hello" }))).toEqual([200, undefined]);
        expect(refusalOf(await poor.get("me/conversations", { platform: "instagram" }))).toEqual([10, undefined]);
        expect(refusalOf(await poor.post("me/media", { image_url: "https://shop.test/a.jpg" }))).toEqual([200, undefined]);
        expect(refusalOf(await poor.get("me/insights", { metric: "reach", period: "day" }))).toEqual([10, undefined]);
      });
    });
    describe("tokens", () => {
      it("ends after 60 days, and can be extended once it is a day old", async () => {
        const { fake, shop, clock } = shopWith();
        const refresh = async (token: string): ReturnType<ReturnType<typeof client>["get"]> =>
          client(fake, token).get("refresh_access_token", { grant_type: "ig_refresh_token" });
        expect(refusalOf(await refresh(shop.token))).toEqual([100, undefined]);
        await clock.advance(day);
        const { body } = await refresh(shop.token);
        expect([body?.token_type, body?.expires_in]).toEqual(["bearer", 5_184_000]);
        await clock.advance(59 * day);
        expect(refusalOf(await client(fake, shop.token).get("me"))).toEqual([190, 463]);
        expect(refusalOf(await refresh(shop.token))).toEqual([190, 463]);
        expect((await client(fake, textOf(body?.access_token)).get("me")).status).toBe(200);
      });
      it("gives a token for a code once, and a longer one for it", async () => {
        const { fake, shop } = shopWith();
        const code = fake.state.authorize(shop);
        const swap = (): Promise<Response> =>
          fake.fetch(`${fake.baseUrl}/oauth/access_token`, {
            method: "POST",
            body: new URLSearchParams({ client_id: fake.app.id, client_secret: fake.app.secret, grant_type: "authorization_code", code }),
          });
        const first = (await (await swap()).json()) as { access_token: string; user_id: string; permissions: string[] };
        expect([first.user_id, first.permissions.includes("instagram_business_basic")]).toEqual([shop.id, true]);
        expect((await swap()).status).toBe(400);
        const longer = await client(fake, first.access_token).get("access_token", {
          grant_type: "ig_exchange_token",
          client_secret: fake.app.secret,
        });
        expect(longer.body?.expires_in).toBe(5_184_000);
        expect(JSON.stringify(fake.calls)).not.toContain(first.access_token);
      });
      it("tells why a token is dead", async () => {
        const { fake, shop, me } = shopWith();
        fake.state.endTokens(shop, 458);
        expect(refusalOf(await me.get("me"))).toEqual([190, 458]);
        expect(refusalOf(await client(fake, "IGnonsense").get("me"))?.[0]).toBe(190);
      });
      it("checks the proof where it is documented", async () => {
        const { fake, shop, me } = shopWith({ login: "facebook", requireProof: true });
        expect(refusalOf(await me.get(shop.id))).toEqual([100, undefined]);
        const proof = proofFor(fake.app.secret, shop.token);
        expect((await me.get(shop.id, { appsecret_proof: proof })).status).toBe(200);
        expect(refusalOf(await me.get(shop.id, { appsecret_proof: `${proof}0` }))?.[0]).toBe(100);
      });
    });
    describe("limits", () => {
      it("refuses everything while it is throttled, and says for how many minutes", async () => {
        const { fake, shop, me, clock } = shopWith({ faults: [{ do: { type: "rate-limit", retryAfterMs: 5 * minute } }] });
        const { headers, body } = await me.get("me");
        expect(body?.error?.code).toBe(80002);
        const usage = JSON.parse(headers.get("x-business-use-case-usage") ?? "{}") as Record<string, unknown>;
        expect(usage[shop.id]).toMatchObject([{ type: "instagram", call_count: 100, estimated_time_to_regain_access: 5 }]);
        await clock.advance(5 * minute);
        expect((await me.get("me")).status).toBe(200);
        fake.throttle(minute, 4);
        expect(refusalOf(await me.get("me"))).toEqual([4, undefined]);
      });
      it("bundles calls with Facebook log-in only, and no longer gives several things by `ids`", async () => {
        const [ig, fb] = [shopWith(), shopWith({ login: "facebook" })];
        const batch = [{ method: "GET", relative_url: `v26.0/${fb.shop.id}?fields=username` }];
        expect(await fb.me.post("", { batch })).toMatchObject({ status: 200, body: [{ code: 200 }] });
        expect(refusalOf(await ig.me.post("", { batch }))).toEqual([2500, undefined]);
        expect(refusalOf(await fb.me.get("", { ids: fb.shop.id }))).toEqual([100, undefined]);
      });
      it("plays the same network from the same seed", () => {
        const [one, other] = [fakeNetwork("instagram", { seed: "boots" }), fakeNetwork("instagram", { seed: "boots" })];
        expect(one.state.addAccount("shop")).toEqual(other.state.addAccount("shop"));
        expect(fakeNetwork("instagram").state.addAccount("shop").token).not.toBe(fakeNetwork("instagram").state.addAccount("shop").token);
      });
    });
  });
});
