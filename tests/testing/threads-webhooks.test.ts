import { client, ids, problem, street } from "./threads-network.js";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { text, type Loose } from "./network.js";

const dayMs = 86_400_000;

/** Checks a delivery as an app has to, over the bytes as they came. */
async function opened(request: Request, secret: string): Promise<{ readonly ok: boolean; readonly bytes: string; readonly body: Loose }> {
  const bytes = await request.text();
  const wanted = `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`;
  return { ok: request.headers.get("x-hub-signature-256") === wanted, bytes, body: JSON.parse(bytes) as Loose };
}

describe("testing", () => {
  describe("fake threads", () => {
    describe("webhooks", () => {
      it("tells of an answer in Threads' own envelope, signed over escaped bytes", async () => {
        const { fake, shop, mira, clock } = street();
        const post = fake.state.post(shop, "Boots");
        const id = fake.state.reply(mira, post, "Är de varma? 👍");
        const { ok, bytes, body } = await opened(await fake.signedWebhook({ type: "reply", id }), fake.app.secret);
        expect(ok).toBe(true);
        expect(bytes).toContain("\\u00c4r de varma? \\ud83d\\udc4d");
        expect(body).toEqual({
          app_id: fake.app.id,
          topic: "moderate",
          target_id: shop.id,
          time: Math.floor(clock.now() / 1000),
          subscription_id: text(body.subscription_id),
          has_uid_field: false,
          values: {
            field: "replies",
            value: {
              id,
              username: "mira",
              text: "Är de varma? 👍",
              media_type: "TEXT_POST",
              permalink: fake.state.held(id)?.url,
              replied_to: { id: post },
              root_post: { id: post, owner_id: shop.id, username: "shop" },
              shortcode: text(body.values?.value?.shortcode),
              timestamp: "2026-01-01T00:00:00+0000",
              is_verified: false,
              profile_picture_url: "https://scontent.threads.test/mira.jpg",
            },
          },
        });
      });
      it("tells the same in a list", async () => {
        const { fake, shop } = street();
        const id = fake.state.post(shop, "Boots");
        const one = await opened(await fake.signedWebhook({ type: "publish", id }), fake.app.secret);
        const listed = await opened(await fake.signedWebhook({ type: "publish", id }, { values: "list" }), fake.app.secret);
        expect(listed.body.values).toEqual([one.body.values]);
        expect([one.body.topic, one.body.values?.field, Object.keys(one.body.values?.value ?? {}).toSorted()]).toEqual([
          "interaction",
          "publish",
          ["id", "media_type", "permalink", "timestamp", "username"],
        ]);
      });
      it("tells of mentions, with where they stand only to who reads answers", async () => {
        const { fake, shop, mira } = street();
        const id = fake.state.reply(mira, fake.state.post(mira, "Boots"), "@shop what do you say?");
        const full = await opened(await fake.signedWebhook({ type: "mention", id }), fake.app.secret);
        expect([full.body.topic, full.body.target_id, full.body.values?.value?.is_reply]).toEqual(["interaction", shop.id, true]);
        const less = await opened(await fake.signedWebhook({ type: "mention", id, readsReplies: false }), fake.app.secret);
        const names = Object.keys(less.body.values?.value ?? {});
        expect(names.filter((name) => ["is_reply", "has_replies", "root_post", "replied_to"].includes(name))).toEqual([]);
      });
      it("tells of what was deleted: who, when, and no words", async () => {
        const { fake, shop, clock } = street();
        const id = fake.state.post(shop, "Oops");
        await clock.sleep(5000);
        fake.state.remove(id);
        const { body } = await opened(await fake.signedWebhook({ type: "delete", id }), fake.app.secret);
        expect([body.topic, body.values]).toEqual([
          "moderate",
          {
            field: "delete",
            value: {
              id,
              owner: { owner_id: shop.id },
              deleted_at: "2026-01-01T00:00:05+0000",
              timestamp: "2026-01-01T00:00:00+0000",
              username: "shop",
            },
          },
        ]);
      });
      it("spoils signatures and bytes, asks whether we are there, and says that the app was removed", async () => {
        const { fake, shop } = street();
        const unknown = { type: "unknown", to: shop.id } as const;
        for (const how of [{ signature: "wrong" }, { signature: "missing" }, { signature: "malformed" }, { tampered: true }] as const)
          expect((await opened(await fake.signedWebhook(unknown, how), fake.app.secret)).ok).toBe(false);
        expect((await opened(await fake.signedWebhook(unknown), fake.app.secret)).ok).toBe(true);
        const { searchParams } = new URL((await fake.signedWebhook({ type: "challenge", challenge: "42" })).url);
        expect(Object.fromEntries(searchParams)).toEqual({
          "hub.mode": "subscribe",
          "hub.challenge": "42",
          "hub.verify_token": fake.app.verifyToken,
        });
        const form = new URLSearchParams(await (await fake.signedWebhook({ type: "removed-app", who: shop.id })).text());
        const [signature = "", payload = ""] = (form.get("signed_request") ?? "").split(".");
        expect(createHmac("sha256", fake.app.secret).update(payload).digest("base64url")).toBe(signature);
        expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ user_id: shop.id, algorithm: "HMAC-SHA256" });
      });
    });
    describe("tokens", () => {
      it("exchanges a code once, and a short token for a long one", async () => {
        const { fake, shop } = street();
        const nobody = client(fake);
        const code = fake.state.authorize(shop, { scopes: ["threads_basic"] });
        const query = {
          ...{ client_id: fake.app.id, client_secret: fake.app.secret, code, grant_type: "authorization_code" },
          redirect_uri: "https://host.test/threads",
        };
        const first = await nobody.send("POST", "oauth/access_token", query);
        expect(first.body).toEqual({ access_token: expect.any(String) as unknown, user_id: shop.id });
        expect(problem(await nobody.send("POST", "oauth/access_token", query))[1]).toBe(100);
        const short = client(fake, text(first.body?.access_token));
        const long = await short.get("access_token", { grant_type: "th_exchange_token", client_secret: fake.app.secret });
        expect(long.body).toMatchObject({ token_type: "bearer", expires_in: 5_184_000 });
        expect((await client(fake, text(long.body?.access_token)).get("me")).status).toBe(200);
        expect(problem(await short.get("access_token", { grant_type: "th_exchange_token", client_secret: "wrong" }))[0]).toBe(400);
      });
      it("refreshes a token that is a day old and still lives", async () => {
        const { fake, me, shop, clock } = street();
        const refresh = { grant_type: "th_refresh_token" };
        expect(problem(await me.get("refresh_access_token", refresh))[1]).toBe(100);
        await clock.sleep(dayMs);
        const fresh = await me.get("refresh_access_token", refresh);
        expect(fresh.body).toEqual({ access_token: expect.any(String) as unknown, token_type: "bearer", expires_in: 5_184_000 });
        expect(text(fresh.body?.access_token)).not.toBe(shop.token);
        await clock.sleep(59 * dayMs);
        expect(problem(await me.get("me"))).toEqual([400, 190, 463, "OAuthException"]);
        expect(problem(await me.get("refresh_access_token", refresh))[1]).toBe(190);
        expect((await client(fake, text(fresh.body?.access_token)).get("me")).status).toBe(200);
      });
      it("says how a token has ended, and what one may do", async () => {
        const { fake, me, shop } = street();
        expect((await me.get("debug_token", { input_token: shop.token })).body?.data).toMatchObject({
          is_valid: true,
          user_id: shop.id,
          type: "USER",
        });
        fake.state.revokeTokens(shop, 460);
        expect(problem(await me.get("me"))).toEqual([400, 190, 460, "OAuthException"]);
        expect(problem(await client(fake, "nonsense").get("me")).slice(0, 2)).toEqual([400, 190]);
        expect(problem(await client(fake).get("me/threads")).slice(0, 2)).toEqual([400, 2500]);
        expect(fake.calls.some((call) => JSON.stringify(call).includes(shop.token))).toBe(false);
      });
    });
    describe("limits and faults", () => {
      it("refuses with code 4 for a while, and tells percentages", async () => {
        const { fake, me, clock } = street({ limits: { headersAfter: 1 } });
        await me.get("me");
        const told = await me.get("me");
        expect(JSON.parse(told.headers.get("x-app-usage") ?? "{}")).toMatchObject({ call_count: 0 });
        fake.inject({ do: { type: "rate-limit", retryAfterMs: 60_000 } });
        expect(problem(await me.get("me"))).toEqual([403, 4, undefined, "THApiException"]);
        expect(problem(await me.get("me"))[1]).toBe(4);
        await clock.sleep(60_000);
        expect((await me.get("me")).status).toBe(200);
      });
      it("knows no bundles, no other paths and no direct messages", async () => {
        const { me, shop } = street();
        for (const path of ["", "me/conversations", `${shop.id}/likes`, "me/threads/1"])
          expect(problem(await me.get(path)).slice(0, 2), path).toEqual([400, 2500]);
        expect(problem(await me.send("POST", "me/messages")).slice(0, 3)).toEqual([400, 100, 33]);
        expect(problem(await me.send("POST", "", { batch: "[]" }))[1]).toBe(2500);
      });
      it("is the same from the same seed", async () => {
        const one = street({ seed: "boots" });
        const other = street({ seed: "boots" });
        expect(one.shop).toEqual(other.shop);
        expect(street({ seed: "sandals" }).shop.id).not.toBe(one.shop.id);
        const id = one.fake.state.post(one.shop, "Hi");
        expect(other.fake.state.post(other.shop, "Hi")).toBe(id);
        expect(ids(await one.me.get("me/threads"))).toEqual([id]);
      });
    });
  });
});
