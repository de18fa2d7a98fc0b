import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { client, data, day, hour, list, market, problem, text, type Loose } from "./facebook-network.js";

const usage = (headers: Headers, name: string): Loose => JSON.parse(headers.get(name) ?? "null") as Loose;

describe("testing", () => {
  describe("fake graph", () => {
    describe("tokens", () => {
      it("takes a token in the header, the query or the body, and refuses none and nonsense", async () => {
        const { fake, page } = market();
        const nobody = client(fake);
        expect((await nobody.get(`/${page.id}`, { access_token: page.token })).status).toBe(200);
        expect((await nobody.post(`/${page.id}/feed`, { json: { message: "Hi", access_token: page.token } })).status).toBe(200);
        expect(problem(await nobody.get(`/${page.id}`))).toEqual([104]);
        expect(problem(await nobody.get("/me"))).toEqual([2500]);
        expect(problem(await client(fake, "made-up").get("/me", {}))).toEqual([190]);
      });
      it("lets tokens end by time, and by what people do", async () => {
        const { fake, state, page, clock } = market();
        const short = client(fake, state.addToken(page, { livesMs: hour }));
        expect((await short.get("/me")).status).toBe(200);
        await clock.sleep(hour);
        expect(problem(await short.get("/me"))).toEqual([190, 463]);
        state.revokeTokens(page);
        expect(problem(await client(fake, page.token).get("/me"))).toEqual([190, 460]);
      });
      it("says which permission is missing: readers with 10, writers with 200", async () => {
        const { fake, state, page } = market();
        const poor = client(fake, state.addToken(page, { scopes: ["pages_show_list"] }));
        expect(problem(await poor.get(`/${page.id}/posts`))).toEqual([10]);
        expect(problem(await poor.post(`/${page.id}/feed`, { json: { message: "Hi" } }))).toEqual([200]);
        expect(problem(await poor.get(`/${page.id}/conversations`))).toEqual([10]);
      });
      it("checks the proof of the app's secret, and demands it where the app does", async () => {
        const free = market();
        const proof = createHmac("sha256", free.fake.app.secret).update(free.page.token).digest("hex");
        expect((await free.me.get("/me", { appsecret_proof: proof })).status).toBe(200);
        expect(problem(await free.me.get("/me", { appsecret_proof: proof.replace(/^./, "x") }))).toEqual([100]);
        const strict = market({ requireProof: true });
        expect((await strict.me.get("/me")).body).toMatchObject({
          error: { code: 100, message: "API calls from the server require an appsecret_proof argument" },
        });
        expect((await strict.me.get("/me", { appsecret_proof: proof })).status).toBe(200);
        const { body } = await strict.me.post("/", {
          query: { appsecret_proof: proof },
          json: { batch: [{ method: "GET", relative_url: "me" }] },
        });
        expect(list(body)[0]?.code).toBe(200);
      });
      it("says what a token is worth", async () => {
        const { fake, state, page, clock } = market();
        const app = client(fake, state.appToken());
        const { body } = await app.get("/debug_token", { input_token: page.token });
        expect(body?.data).toMatchObject({ is_valid: true, type: "PAGE", expires_at: 0, profile_id: page.id, app_id: fake.app.id });
        const short = state.addToken(page, { livesMs: hour });
        await clock.sleep(day);
        expect((await app.get("/debug_token", { input_token: short })).body?.data).toMatchObject({
          is_valid: false,
          error: { code: 190, subcode: 463 },
        });
      });
      it("lists the Pages of whoever runs them with their tokens, and exchanges tokens of people", async () => {
        const { fake, page } = market();
        const { body } = await client(fake, page.userToken).get("/me/accounts");
        expect(body?.data).toMatchObject([{ id: page.id, name: "Boot Shop", access_token: page.token, category: "Shopping & retail" }]);
        const { id: client_id, secret: client_secret } = fake.app;
        const query = { grant_type: "fb_exchange_token", client_id, client_secret, fb_exchange_token: page.userToken };
        const long = (await client(fake).get("/oauth/access_token", query)).body;
        expect(long).toMatchObject({ token_type: "bearer", expires_in: 5_184_000 });
        expect((await client(fake, text(long?.access_token)).get("/me/accounts")).status).toBe(200);
        expect(fake.calls.at(-2)).toMatchObject({
          effect: "session",
          params: { client_secret: "(secret)", fb_exchange_token: "(secret)" },
        });
      });
    });

    describe("limits", () => {
      it("tells how much was used only after enough calls", async () => {
        const { me, page } = market({ limits: { headersAfter: 2, businessCalls: 10 } });
        for (const seen of [null, null]) expect((await me.get("/me")).headers.get("x-business-use-case-usage")).toBe(seen);
        const { headers } = await me.get("/me");
        expect(usage(headers, "x-business-use-case-usage")[page.id]).toMatchObject([
          { type: "pages", call_count: 30, estimated_time_to_regain_access: 0 },
        ]);
      });
      it("refuses what is too much, and says in how many minutes it goes on", async () => {
        const { me, page, clock } = market({ limits: { businessCalls: 2 } });
        for (let at = 0; at < 2; at += 1) await me.get("/me");
        const reply = await me.get("/me");
        expect([reply.status, ...problem(reply)]).toEqual([400, 80001]);
        const [told] = list(usage(reply.headers, "x-business-use-case-usage")[page.id]);
        expect(told).toMatchObject({ type: "pages", estimated_time_to_regain_access: 1440 });
        // Messenger has a limit of its own.
        expect((await me.get(`/${page.id}/conversations`)).status).toBe(200);
        await clock.sleep(day);
        expect((await me.get("/me")).status).toBe(200);
      });
      it("has a code for each limit", async () => {
        const { fake, me, state, page, clock } = market();
        expect(problem(await client(fake, page.userToken).get("/me"))).toEqual([undefined]);
        for (const [code, name] of [
          [4, "x-app-usage"],
          [17, "x-app-usage"],
          [32, "x-page-usage"],
          [613, "x-app-usage"],
          [80001, "x-business-use-case-usage"],
        ] as const) {
          state.throttle(hour, code);
          const reply = await me.get("/me");
          expect([...problem(reply), reply.headers.has(name), reply.headers.has("retry-after")]).toEqual([code, true, false]);
        }
        state.throttle(hour, 80006);
        expect((await me.get("/me")).status).toBe(200);
        expect(problem(await me.get(`/${page.id}/conversations`))).toEqual([80006]);
        await clock.sleep(hour);
        expect((await me.get(`/${page.id}/conversations`)).status).toBe(200);
      });
      it("says errors with the HTTP status that an edge wants", async () => {
        const { me } = market({ errorStatus: 200 });
        const reply = await me.get("/12345");
        expect([reply.status, ...problem(reply)]).toEqual([200, 100, 33]);
      });
    });

    describe("faults", () => {
      it("throttles, ends tokens and takes rights in the network's own words", async () => {
        const { fake, me, page } = market();
        fake.inject({ do: { type: "rate-limit", retryAfterMs: 90_000 } });
        const refused = await me.get(`/${page.id}/posts`);
        expect(problem(refused)).toEqual([80001]);
        const other = market();
        other.fake.inject({ do: { type: "revoked-scope" } });
        expect(problem(await other.me.get(`/${other.page.id}/posts`))).toEqual([10]);
        other.fake.inject({ do: { type: "expired-token" } });
        expect(problem(await other.me.get(`/${other.page.id}/posts`))).toEqual([190, 463]);
      });
      it("spoils pages", async () => {
        const { fake, me, state, page } = market();
        const all = [1, 2, 3].map((at) => state.post(page, `Post ${at}`)).reverse();
        fake.inject({ do: { type: "broken-item", index: 1 } });
        expect((await me.get(`/${page.id}/posts`)).body?.data).toMatchObject([{ id: all[0] }, { broken: true }, { id: all[2] }]);
        fake.inject({ do: { type: "empty-page" } });
        const empty = (await me.get(`/${page.id}/posts`)).body;
        expect(empty?.data).toEqual([]);
        const again = await me.get(text(empty?.paging?.next));
        expect(data(again).length).toBe(3);
        const first = (await me.get(`/${page.id}/posts`, { limit: 1 })).body?.paging;
        fake.inject({ do: { type: "repeat-cursor" } });
        const repeated = (await me.get(text(first?.next))).body?.paging;
        expect(repeated?.cursors?.after).toBe(first?.cursors?.after);
        fake.inject({ do: { type: "unknown-fields" } });
        const news = data(await me.get(`/${page.id}/posts`, { fields: "status_type" }));
        expect([news.length, news.at(-1)?.status_type, news[0]?.future_field]).toEqual([4, "FUTURE_WORD", { since: "2099" }]);
      });
      it("spoils what a bundle holds", async () => {
        const { fake, me, state, page } = market();
        state.post(page, "Hi");
        fake.inject({ on: { effect: "read" }, do: { type: "broken-item" } });
        const { body } = await me.post("/", { json: { batch: [{ method: "GET", relative_url: `${page.id}/posts` }] } });
        expect(JSON.parse(text(list(body)[0]?.body))).toMatchObject({ data: [{ broken: true }] });
      });
    });
  });
});
