import { describe, expect, it } from "vitest";
import { client, list, square, text, type Reply } from "./mastodon-network.js";

const error = ({ status, body }: Reply): readonly unknown[] => [status, body?.error];
const left = ({ headers }: Reply): readonly (string | null)[] =>
  ["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}`));

describe("testing", () => {
  describe("fake mastodon", () => {
    describe("access", () => {
      it("refuses what needs a token without one, and a token that is none", async () => {
        const { fake } = square();
        for (const token of [undefined, "made-up"])
          expect(error(await client(fake, token).get("/api/v1/notifications"))).toEqual([401, "The access token is invalid"]);
        expect((await client(fake, "made-up").get("/api/v2/instance")).status).toBe(200);
        expect((await client(fake, "made-up").get("/api/v1/statuses/1")).status).toBe(401);
      });
      it("lets anybody read what is public", async () => {
        const { fake, state, mira } = square();
        const id = state.post(mira, "Hello #boots");
        const anybody = client(fake);
        for (const path of [`/api/v1/statuses/${id}`, `/api/v1/accounts/${mira.id}`, "/api/v1/timelines/tag/boots", "/api/v1/instance"])
          expect((await anybody.get(path)).status).toBe(200);
        expect((await anybody.get(`/api/v1/statuses/${id}`)).body).not.toHaveProperty("favourited");
      });
      it("keeps a token to its scopes, coarse and fine", async () => {
        const { fake, shop, state, mira } = square();
        const id = state.post(mira, "Hello");
        const reader = client(fake, shop.readToken);
        expect((await reader.get("/api/v1/notifications")).status).toBe(200);
        expect(error(await reader.post(`/api/v1/statuses/${id}/favourite`))).toEqual([403, "This action is outside the authorized scopes"]);
        const fine = client(fake, state.addToken(shop, ["read:statuses", "write:favourites"]));
        expect((await fine.post(`/api/v1/statuses/${id}/favourite`)).status).toBe(200);
        expect((await fine.get("/api/v1/notifications")).status).toBe(403);
        expect((await fine.post("/api/v1/statuses", { json: { status: "Boots" } })).status).toBe(403);
        expect((await client(fake, state.addToken(shop, ["profile"])).get("/api/v1/accounts/verify_credentials")).status).toBe(200);
      });
      it("says who one is", async () => {
        const { me, shop } = square();
        expect((await me.get("/api/v1/accounts/verify_credentials")).body).toMatchObject({
          id: shop.id,
          acct: "shop",
          source: { privacy: "public" },
        });
      });
      it("registers an app and gives it a token for a code, once, and for its verifier alone", async () => {
        const { fake, state, shop } = square();
        const anybody = client(fake);
        // SHA-256 of "a".repeat(43), without padding.
        const challenge = Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode("a".repeat(43)))).toString(
          "base64url",
        );
        const { clientId, clientSecret, code } = state.authorize(shop, { scopes: ["read"], challenge });
        const asked = {
          grant_type: "authorization_code",
          client_id: clientId,
          client_secret: clientSecret,
          code,
          redirect_uri: "urn:ietf:wg:oauth:2.0:oob",
        };
        const token = async (more: object): Promise<Reply> => anybody.post("/oauth/token", { json: { ...asked, ...more } });
        expect(error(await token({ client_secret: "wrong" }))).toEqual([401, "invalid_client"]);
        expect(error(await token({ code_verifier: "b".repeat(43) }))).toEqual([400, "invalid_grant"]);
        const given = await token({ code_verifier: "a".repeat(43) });
        expect(given.body).toMatchObject({ token_type: "Bearer", scope: "read" });
        expect(given.body).not.toHaveProperty("expires_in");
        expect(error(await token({ code_verifier: "a".repeat(43) }))).toEqual([400, "invalid_grant"]);
        const theirs = client(fake, text(given.body?.access_token));
        expect((await theirs.get("/api/v1/accounts/verify_credentials")).body?.id).toBe(shop.id);
        const sent = { client_id: clientId, client_secret: clientSecret, token: text(given.body?.access_token) };
        expect((await anybody.post("/oauth/revoke", { json: { ...sent, client_secret: "wrong" } })).status).toBe(403);
        expect((await anybody.post("/oauth/revoke", { json: sent })).status).toBe(200);
        expect(error(await theirs.get("/api/v1/accounts/verify_credentials"))).toEqual([401, "The access token was revoked"]);
        expect(JSON.stringify(fake.calls)).not.toContain(text(given.body?.access_token));
      });
      it("gives an app a token of its own, with which it is nobody", async () => {
        const { fake, shop } = square();
        const anybody = client(fake);
        const app = { client_name: "Desk", redirect_uris: ["https://desk.example/back"], scopes: "read write" };
        const { body } = await anybody.post("/api/v1/apps", { json: app });
        const grant = { grant_type: "client_credentials", client_id: text(body?.client_id), client_secret: text(body?.client_secret) };
        const { body: given } = await anybody.post("/oauth/token", {
          json: { ...grant, redirect_uri: "https://desk.example/back", scope: "read" },
        });
        const itself = client(fake, text(given?.access_token));
        expect((await itself.get("/api/v1/apps/verify_credentials")).body?.name).toBe("Desk");
        expect((await client(fake, shop.token).get("/api/v1/apps/verify_credentials")).body?.name).toBe("Tests");
        expect(error(await itself.get("/api/v1/notifications"))).toEqual([422, "This method requires an authenticated user"]);
      });
    });
    describe("limits", () => {
      it("counts by token, in windows that begin at multiples of five minutes, and names their end with microseconds", async () => {
        const { me, clock, fake, mira } = square({ limits: { requests: 2 } });
        await clock.sleep(61_000);
        expect(left(await me.get("/api/v1/markers"))).toEqual(["2", "1", "2026-01-01T00:05:00.000000Z"]);
        await me.get("/api/v1/markers");
        const refused = await me.get("/api/v1/markers");
        expect(error(refused)).toEqual([429, "Too many requests"]);
        expect(left(refused)).toEqual(["2", "0", "2026-01-01T00:05:00.000000Z"]);
        expect(refused.headers.get("retry-after")).toBeNull();
        expect((await client(fake, mira.token).get("/api/v1/markers")).status).toBe(200);
        expect((await client(fake).get("/api/v2/instance")).status).toBe(200);
        await clock.sleep(239_000);
        expect((await me.get("/api/v1/markers")).status).toBe(200);
      });
      it("counts everybody without a token together", async () => {
        const { fake } = square({ limits: { requests: 1 } });
        expect((await client(fake).get("/api/v2/instance")).status).toBe(200);
        expect((await client(fake, "made-up").get("/api/v2/instance")).status).toBe(429);
      });
      it("counts all tokens of an account together as well", async () => {
        const { fake, shop } = square({ limits: { requestsPerAccount: 1 } });
        expect((await client(fake, shop.token).get("/api/v1/markers")).status).toBe(200);
        expect((await client(fake, shop.readToken).get("/api/v1/markers")).status).toBe(429);
      });
      it("counts calls that name a place in a list for themselves, in a quarter of an hour", async () => {
        const { me } = square({ limits: { paging: 1 } });
        expect(left(await me.get("/api/v1/notifications?max_id=9"))).toEqual(["1", "0", "2026-01-01T00:15:00.000000Z"]);
        expect((await me.get("/api/v1/notifications?min_id=9")).status).toBe(429);
        expect((await me.get("/api/v1/notifications")).status).toBe(200);
      });
      it("counts new statuses, deletions, uploads and follows for themselves, and says the limit that is nearest", async () => {
        const { me, say, mira, noor } = square({ limits: { statuses: 2, deletes: 1, follows: 1 } });
        const first = await say("One");
        expect(left(first)).toEqual(["2", "1", "2026-01-01T03:00:00.000000Z"]);
        const second = await say("Two");
        expect((await say("Three")).status).toBe(429);
        expect((await me.delete(`/api/v1/statuses/${text(first.body?.id)}`)).status).toBe(200);
        expect((await me.delete(`/api/v1/statuses/${text(second.body?.id)}`)).status).toBe(429);
        expect((await me.post(`/api/v1/accounts/${mira.id}/follow`)).status).toBe(200);
        expect((await me.post(`/api/v1/accounts/${noor.id}/follow`)).status).toBe(429);
      });
      it("says it in its own language", async () => {
        const { me } = square({ limits: { requests: 0 }, server: { language: "de" } });
        expect(error(await me.get("/api/v1/markers"))).toEqual([429, "Zu viele Anfragen"]);
      });
    });
    describe("discovery", () => {
      it("finds statuses whose authors want to be found, one's own, and those that one had to do with", async () => {
        const { me, state, shop, mira, noor } = square();
        const open = state.addAccount("open", { indexable: true });
        const [own, theirs, named, other] = [
          state.post(shop, "Warm boots"),
          state.post(open, "Old boots"),
          state.post(mira, "@shop boots?"),
          state.post(noor, "Boots boots"),
        ];
        const found = async (query: string): Promise<readonly string[]> =>
          list((await me.get(`/api/v2/search?type=statuses&q=boots${query}`)).body?.statuses).map(({ id }) => text(id));
        expect(await found("")).toEqual([named, theirs, own]);
        await me.post(`/api/v1/statuses/${other}/favourite`);
        expect(await found("&limit=2")).toEqual([other, named]);
        expect(await found("&limit=2&offset=2")).toEqual([theirs, own]);
      });
      it("finds no statuses without a search server, but people, and addresses when it may ask for them", async () => {
        const { me, state, shop, mira } = square({ server: { features: { search: false } } });
        const id = state.post(shop, "Warm boots");
        expect((await me.get("/api/v2/search?q=boots&type=statuses")).body?.statuses).toEqual([]);
        expect(list((await me.get("/api/v2/search?q=mira&type=accounts")).body?.accounts).map((one) => one.id)).toEqual([mira.id]);
        const url = encodeURIComponent(state.held(id)?.url ?? "");
        expect(list((await me.get(`/api/v2/search?q=${url}&resolve=true`)).body?.statuses).map((one) => one.id)).toEqual([id]);
        expect((await me.get(`/api/v2/search?q=${url}`)).body?.statuses).toEqual([]);
      });
      it("lists what is public under a hashtag", async () => {
        const { me, state, mira, juno } = square();
        const id = state.post(mira, "Hello #Boots");
        const far = state.post(juno, "My #boots #red");
        state.post(mira, { text: "Not for all #boots", visibility: "unlisted" });
        const tagged = async (query: string): Promise<readonly unknown[]> =>
          list((await me.get(`/api/v1/timelines/tag/boots${query}`)).body).map((one) => one.id);
        expect(await tagged("")).toEqual([far, id]);
        expect(await tagged("?local=true")).toEqual([id]);
        expect(await tagged("?none[]=red")).toEqual([id]);
        expect(await tagged("?all[]=red")).toEqual([far]);
      });
      it("tells what it is and can, in both versions", async () => {
        const { me, fake } = square({ server: { version: "4.4.2", apiVersion: 5 } });
        const { body } = await me.get("/api/v2/instance");
        expect(body).toMatchObject({ domain: fake.host, version: "4.4.2", api_versions: { mastodon: 5 } });
        expect(body?.configuration?.urls?.streaming).toBe(fake.streamingUrl);
        expect((await me.get("/api/v1/instance")).body).toMatchObject({ uri: fake.host, version: "4.4.2" });
        expect((await me.get("/api/v1/streaming/health")).status).toBe(200);
      });
    });
    describe("attachments", () => {
      const file = (type: string): FormData => {
        const form = new FormData();
        form.append("file", new File([new Uint8Array([0, 13, 10, 200, 45, 45])], "boots", { type }));
        return form;
      };
      it("takes a picture at once, describes it, and attaches it to one status", async () => {
        const { me, say, state, fake } = square();
        const form = file("image/png");
        form.append("description", "Bøots");
        const { status, body } = await me.post("/api/v2/media", { form });
        expect([status, body?.type, body?.description]).toEqual([200, "image", "Bøots"]);
        expect(fake.calls.at(-1)?.body).toMatchObject({ file: { bytes: 6, contentType: "image/png" } });
        const id = text(body?.id);
        const words = new FormData();
        words.append("description", "Red boots");
        expect((await me.put(`/api/v1/media/${id}`, { form: words })).body?.description).toBe("Red boots");
        const posted = await say("", { media_ids: [id] });
        expect(list(posted.body?.media_attachments).map((one) => one.description)).toEqual(["Red boots"]);
        expect(state.held(text(posted.body?.id))?.alts).toEqual(["Red boots"]);
        expect((await me.put(`/api/v1/media/${id}`, { form: words })).status).toBe(404);
        expect(error(await say("Again", { media_ids: [id] }))).toEqual([422, `Media ${id} not found or already attached to another post`]);
      });
      // Unjudged: the document spells the field with its brackets, as one text each.
      it("lets the words of an attached picture be changed with its status", async () => {
        const { me, say, state } = square({ unjudged: true });
        const id = text((await me.post("/api/v2/media", { form: file("image/png") })).body?.id);
        const status = text((await say("Boots", { media_ids: [id] })).body?.id);
        const form = new URLSearchParams([
          ["status", "Boots"],
          ["media_ids[]", id],
          ["media_attributes[][id]", id],
          ["media_attributes[][description]", "Red boots"],
        ]);
        expect((await me.put(`/api/v1/statuses/${status}`, { form })).status).toBe(200);
        expect(state.held(status)?.alts).toEqual(["Red boots"]);
      });
      it("works on a film for a while: 202, then 206, then 200, and not attached before", async () => {
        const { me, say, clock } = square({ mediaProcessingMs: 5000 });
        const { status, body } = await me.post("/api/v2/media", { form: file("video/mp4") });
        const path = `/api/v1/media/${text(body?.id)}`;
        expect([status, body?.url]).toEqual([202, null]);
        expect((await me.get(path)).status).toBe(206);
        expect(error(await say("Film", { media_ids: [text(body?.id)] }))[0]).toBe(422);
        await clock.sleep(5000);
        const ready = await me.get(path);
        expect([ready.status, typeof ready.body?.url]).toEqual([200, "string"]);
        expect((await say("Film", { media_ids: [text(body?.id)] })).status).toBe(200);
      });
      it("refuses what is no film, picture or sound, what is not there, and too long a description", async () => {
        const { me } = square();
        expect(error(await me.post("/api/v2/media", { form: file("text/html") }))).toEqual([
          422,
          "Validation failed: File content type is invalid, File is invalid",
        ]);
        expect((await me.post("/api/v2/media", { form: new URLSearchParams({ description: "none" }) })).status).toBe(422);
        const long = file("image/png");
        long.append("description", "a".repeat(1501));
        expect((await me.post("/api/v2/media", { form: long })).status).toBe(422);
      });
      it("refuses five of them, a film beside a picture, and any beside a poll", async () => {
        const { me, say } = square();
        const add = async (type: string): Promise<string> => text((await me.post("/api/v2/media", { form: file(type) })).body?.id);
        const pictures = await Promise.all([1, 2, 3, 4, 5].map(async () => add("image/png")));
        expect(error(await say("Boots", { media_ids: pictures }))).toEqual([422, "Cannot attach more than 4 files"]);
        expect(error(await say("Boots", { media_ids: [pictures[0], await add("video/mp4")] }))[1]).toContain(
          "video to a post that already contains images",
        );
        const poll = { options: ["red", "blue"], expires_in: 3600 };
        expect((await say("Boots", { media_ids: pictures.slice(0, 1), poll })).status).toBe(422);
        expect((await say("Which?", { poll })).body?.poll).toMatchObject({ multiple: false, expired: false });
      });
    });
  });
});
