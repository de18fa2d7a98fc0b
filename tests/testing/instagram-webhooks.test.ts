import { describe, expect, it } from "vitest";
import { dataOf, refusalOf, shopWith, textOf } from "./instagram-network.js";
import type { FakeInstagram } from "../../src/testing/instagram/index.js";
import { signatureOf } from "../../src/testing/graph/webhook.js";

/** Reads a delivery as an app has to: the signature is over the bytes. */
async function opened(
  fake: FakeInstagram,
  request: Request,
): Promise<{ readonly ok: boolean; readonly text: string; readonly body: unknown }> {
  const text = await request.text();
  return { ok: request.headers.get("x-hub-signature-256") === signatureOf(fake.app.secret, text), text, body: JSON.parse(text) as unknown };
}

describe("testing", () => {
  describe("fake instagram", () => {
    describe("webhooks", () => {
      it("comes flat with Instagram log-in, and as changes with Facebook, in seconds", async () => {
        for (const login of ["instagram", "facebook"] as const) {
          const { fake, shop, mira, clock } = shopWith({ login });
          const media = fake.state.share(shop, "Our boots");
          const id = fake.state.comment(mira, media, "så fine!");
          const { ok, text, body } = await opened(fake, fake.signedWebhook({ type: "happenings", happenings: fake.happenings }));
          const change = {
            field: "comments",
            value: {
              id,
              from: { id: mira.id, username: "mira.hikes" },
              text: "så fine!",
              media: { id: media, media_product_type: "FEED" },
            },
          };
          const entry = { id: shop.id, time: Math.floor(clock.now() / 1000), ...(login === "facebook" ? { changes: [change] } : change) };
          expect([ok, body]).toEqual([true, { object: "instagram", entry: [entry] }]);
          expect(text).toContain(String.raw`s\u00e5 fine!`);
        }
      });
      it("puts what happened to one account into one entry, messages apart and in milliseconds", async () => {
        const { fake, shop, mira, me, desk, clock } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        fake.state.comment(mira, media, "one");
        fake.state.comment(mira, media, "two");
        const mid = fake.state.write(mira, shop, "hello");
        const sent = await me.post(`${desk}/messages`, { recipient: { id: mira.id }, message: { text: "hi", metadata: "m1" } });
        fake.state.react(mira, mid, "❤️");
        fake.state.react(mira, mid);
        fake.state.see(mira, textOf(sent.body?.["message_id"]));
        const request = fake.signedWebhook({ type: "happenings", happenings: fake.happenings, envelope: "changes" });
        const { body } = (await opened(fake, request)) as { body: { entry: readonly Record<string, unknown>[] } };
        expect(body.entry.map((entry) => [entry.time, Object.keys(entry)])).toEqual([
          [Math.floor(clock.now() / 1000), ["id", "time", "changes"]],
          [clock.now(), ["id", "time", "messaging"]],
        ]);
        expect(body.entry[1]?.messaging).toMatchObject([
          { sender: { id: mira.id }, recipient: { id: shop.id }, timestamp: clock.now(), message: { mid, text: "hello" } },
          { sender: { id: shop.id }, recipient: { id: mira.id }, message: { text: "hi", is_echo: true, metadata: "m1" } },
          { reaction: { mid, action: "react", reaction: "love", emoji: "❤️" } },
          { reaction: { mid, action: "unreact" } },
          { sender: { id: mira.id }, read: { mid: sent.body?.["message_id"] } },
        ]);
      });
      it("tells of broadcasts in a field of their own, and of comments that are gone by then", async () => {
        const { fake, shop, mira } = shopWith();
        const live = fake.state.share(shop, { isLive: true });
        const id = fake.state.comment(mira, live, "hello");
        fake.state.endLive(live);
        const { body } = await opened(fake, fake.signedWebhook({ type: "happenings", happenings: fake.happenings }));
        expect(body).toMatchObject({ entry: [{ field: "live_comments", value: { id } }] });
      });
      it("tells what was subscribed to, once", async () => {
        const { fake, shop, mira, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        fake.state.comment(mira, media, "early");
        expect(fake.news()).toEqual([]);
        expect(dataOf(await me.get("me/subscribed_apps"))).toEqual([]);
        expect((await me.post("me/subscribed_apps", { subscribed_fields: "comments,messages" })).body).toEqual({ success: true });
        expect(dataOf(await me.get("me/subscribed_apps"))).toEqual([{ app_id: fake.app.id, subscribed_fields: ["comments", "messages"] }]);
        const comment = fake.state.comment(mira, media, "later");
        const mid = fake.state.write(mira, shop, "hello");
        fake.state.react(mira, mid, "❤️");
        expect(fake.news().map(({ id }) => id)).toEqual([comment, mid]);
        expect(fake.news()).toEqual([]);
        expect(refusalOf(await me.post("me/subscribed_apps", { subscribed_fields: "feed" }))?.[0]).toBe(100);
        await me.remove("me/subscribed_apps");
        fake.state.comment(mira, media, "latest");
        expect(fake.news()).toEqual([]);
      });
      it("needs the Page to be subscribed with Facebook log-in", async () => {
        const { fake, shop, mira, me } = shopWith({ login: "facebook" });
        expect(refusalOf(await me.post(`${shop.id}/subscribed_apps`, { subscribed_fields: "comments" }))).toEqual([100, 33]);
        expect(refusalOf(await me.post(`${shop.pageId}/subscribed_apps`, { subscribed_fields: "comments" }))?.[0]).toBe(100);
        await me.post(`${shop.pageId}/subscribed_apps`, { subscribed_fields: ["feed"] });
        fake.state.comment(mira, fake.state.share(shop, "Our boots"), "nice");
        expect(fake.news().length).toBe(1);
      });
      it("asks whether the app is there, and spoils signatures", async () => {
        const { fake, shop } = shopWith();
        const question = new URL(fake.signedWebhook({ type: "challenge", challenge: "1158201444" }).url).searchParams;
        expect([question.get("hub.challenge"), question.get("hub.verify_token")]).toEqual(["1158201444", fake.app.verifyToken]);
        const unknown = { type: "unknown", account: shop.id } as const;
        for (const how of [{ signature: "wrong" }, { signature: "missing" }, { signature: "malformed" }, { tampered: true }] as const)
          expect((await opened(fake, fake.signedWebhook(unknown, how))).ok).toBe(false);
        expect((await opened(fake, fake.signedWebhook(unknown))).ok).toBe(true);
      });
      it("tells of who removes the app in a signed form", async () => {
        const { fake, shop } = shopWith();
        const form = new URLSearchParams(await fake.signedRequest(shop.id).text());
        const [, payload = ""] = (form.get("signed_request") ?? "").split(".");
        expect(JSON.parse(atob(payload))).toMatchObject({ user_id: shop.id, algorithm: "HMAC-SHA256" });
      });
    });
    describe("faults", () => {
      it("spoils lists and answers as Graph has them", async () => {
        const { fake, shop, mira, me } = shopWith({ pageSize: 2 });
        const media = fake.state.share(shop, "Our boots");
        for (const text of ["a", "b", "c"]) fake.state.comment(mira, media, text);
        fake.inject({ do: { type: "broken-item" } });
        expect(dataOf(await me.get(`${media}/comments`))[0]).toEqual({ broken: true });
        fake.inject({ do: { type: "empty-page" } });
        const empty = await me.get(`${media}/comments`);
        expect([dataOf(empty), empty.body?.paging?.next !== undefined]).toEqual([[], true]);
        fake.inject({ do: { type: "revoked-scope" } });
        expect(refusalOf(await me.get(`${media}/comments`))).toEqual([10, undefined]);
        fake.inject({ do: { type: "server-error", status: 500 } });
        expect(refusalOf(await me.get(`${media}/comments`))?.[0]).toBe(2);
        fake.inject({ do: { type: "expired-token" } });
        expect(refusalOf(await me.get(`${media}/comments`))).toEqual([190, 463]);
        expect(fake.calls.map(({ operation, effect }) => `${effect} ${operation}`)).toEqual(Array(5).fill("read /{media-id}/comments"));
      });
      it("sends what was cut off after it happened", async () => {
        const { fake, shop, me } = shopWith();
        const media = fake.state.share(shop, "Our boots");
        fake.inject({ do: { type: "timeout-after-commit" } });
        await expect(me.post(`${media}/comments`, { message: "Hello" })).rejects.toThrow("fetch failed");
        expect(fake.state.saidBy(shop).map(({ text }) => text)).toEqual(["Hello"]);
        expect(fake.failures).toEqual([]);
      });
    });
  });
});
