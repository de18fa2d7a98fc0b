import { describe, expect, it } from "vitest";
import { client, data, ids, list, market, problem, text, type Loose } from "./facebook-network.js";
import { GraphRefusal } from "../../src/testing/graph/errors.js";
import { parseFields } from "../../src/testing/graph/fields.js";

const next = (paging: Loose | undefined): string => text(paging?.next);

describe("testing", () => {
  describe("fake graph", () => {
    describe("fields", () => {
      it("reads names, modifiers, aliases and what is nested", () => {
        expect(parseFields("a,b{c,d},edge.limit(5).summary(total_count).as(e){x}")).toEqual([
          { name: "a", as: "a", params: {} },
          {
            name: "b",
            as: "b",
            params: {},
            fields: [
              { name: "c", as: "c", params: {} },
              { name: "d", as: "d", params: {} },
            ],
          },
          { name: "edge", as: "e", params: { limit: "5", summary: "total_count" }, fields: [{ name: "x", as: "x", params: {} }] },
        ]);
        expect(parseFields("")).toEqual([]);
        expect(parseFields("insights.metric(a,b),id").map(({ name }) => name)).toEqual(["insights", "id"]);
        for (const broken of ["a{", "a}", "a.limit", "a.limit(", ",a", "a b"]) expect(() => parseFields(broken)).toThrow(GraphRefusal);
      });
      it("gives what was asked for and the id, and names each kind's own when nothing was", async () => {
        const { me, state, page } = market();
        const id = state.post(page, "New boots");
        expect((await me.get(`/${id}`, { fields: "message" })).body).toEqual({ message: "New boots", id });
        expect(Object.keys((await me.get(`/${id}`)).body ?? {})).toEqual(["created_time", "message", "id"]);
        expect((await me.get("/me", { fields: "name,username" })).body).toEqual({ name: "Boot Shop", username: "bootshop", id: page.id });
      });
      it("refuses a field that the kind does not have, also below another", async () => {
        const { me, state, page, ana } = market();
        const id = state.post(page, "New boots");
        state.comment(ana, id, "Nice");
        for (const fields of ["wings", "comments{wings}", "from{wings}"]) {
          const reply = await me.get(`/${id}`, { fields });
          expect([reply.status, ...problem(reply)]).toEqual([400, 100]);
          expect(JSON.stringify(reply.body)).toContain("nonexisting field (wings)");
        }
      });
      it("writes times in whole seconds with an offset without a colon", async () => {
        const { me, state, page } = market();
        const { body } = await me.get(`/${state.post(page, "Hi")}`, { fields: "created_time" });
        expect(body?.created_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
      });
    });

    describe("paging", () => {
      it("gives cursors, and a next address that holds the token and all that was asked", async () => {
        const { fake, me, state, page } = market();
        const all = Array.from({ length: 5 }, (_, at) => state.post(page, `Post ${at}`)).reverse();
        const first = await me.get(`/${page.id}/posts`, { limit: 2, fields: "id,message" });
        expect(ids(first)).toEqual(all.slice(0, 2));
        const url = new URL(next(first.body?.paging));
        expect([url.pathname, url.searchParams.get("access_token"), url.searchParams.get("limit"), url.searchParams.get("fields")]).toEqual(
          [`/v26.0/${page.id}/posts`, page.token, "2", "id,message"],
        );
        // The address alone is enough: no header goes along.
        const second = await client(fake).get(url.href);
        expect(ids(second)).toEqual(all.slice(2, 4));
        expect(second.body?.paging).toHaveProperty("previous");
        const third = await client(fake).get(next(second.body?.paging));
        expect(ids(third)).toEqual(all.slice(4));
        expect(third.body?.paging).not.toHaveProperty("next");
        expect(third.body?.paging).toHaveProperty("cursors.after");
        const back = await client(fake).get(text(third.body?.paging?.previous));
        expect(ids(back)).toEqual(all.slice(2, 4));
      });
      it("pages below a field, with an address of the edge", async () => {
        const { fake, me, state, page, ana } = market();
        const post = state.post(page, "New boots");
        const made = [1, 2, 3].map((at) => state.comment(ana, post, `Nice ${at}`));
        const { body } = await me.get(`/${post}`, { fields: "comments.limit(2).filter(stream){id}" });
        const comments = body?.comments;
        expect(list(comments?.data).map(({ id }) => id)).toEqual(made.slice(0, 2));
        const rest = await client(fake).get(next(comments?.paging));
        expect(ids(rest)).toEqual(made.slice(2));
        expect(new URL(next(comments?.paging)).searchParams.get("filter")).toBe("stream");
      });
      it("keeps to the most of an edge, takes 0, and refuses a limit that is none", async () => {
        const { me, state, page } = market();
        for (let at = 0; at < 120; at += 1) state.post(page, `Post ${at}`);
        expect(data(await me.get(`/${page.id}/posts`, { limit: 500 })).length).toBe(100);
        expect(data(await me.get(`/${page.id}/posts`)).length).toBe(25);
        expect(data(await me.get(`/${page.id}/posts`, { limit: 0 })).length).toBe(0);
        expect(problem(await me.get(`/${page.id}/posts`, { limit: "many" }))).toEqual([100]);
        expect(problem(await me.get(`/${page.id}/posts`, { after: "made-up" }))).toEqual([100]);
      });
      it("goes on where something was deleted between two pages", async () => {
        const { fake, me, state, page } = market();
        const all = Array.from({ length: 4 }, (_, at) => state.post(page, `Post ${at}`)).reverse();
        const first = await me.get(`/${page.id}/posts`, { limit: 2 });
        state.remove(all[1] ?? "");
        const rest = ids(await client(fake).get(next(first.body?.paging)));
        expect(rest).toEqual(expect.arrayContaining(all.slice(2)));
      });
    });

    describe("paths", () => {
      it("serves any version, says unknown paths and ids, and refuses `ids`", async () => {
        const { fake, me, state, page } = market();
        const id = state.post(page, "Hi");
        for (const base of ["", "/v19.0", "/v26.0"]) expect((await me.get(`${fake.baseUrl}${base}/${id}`)).status).toBe(200);
        expect(problem(await me.get("/12345"))).toEqual([100, 33]);
        expect(problem(await me.get(`/${id}/wings`))).toEqual([2500]);
        expect(problem(await me.get("/", { ids: id }))).toEqual([100]);
        expect((await me.get("/12345")).body).toMatchObject({
          error: { type: "GraphMethodException", fbtrace_id: expect.any(String) as string },
        });
      });
      it("reads forms and JSON alike", async () => {
        const { me, state, page } = market();
        const sent = [
          { json: { message: "As JSON" } },
          { form: new URLSearchParams({ message: "As a form" }) },
          { query: { message: "As a query" } },
        ];
        for (const one of sent) expect((await me.post(`/${page.id}/feed`, one)).body?.id).toBeDefined();
        expect(state.saidBy(page).map(({ text }) => text)).toEqual(["As JSON", "As a form", "As a query"]);
      });
      it("reads after writing when fields are asked for", async () => {
        const { me, page } = market();
        const { body } = await me.post(`/${page.id}/feed`, { query: { fields: "id,permalink_url" }, json: { message: "Hi" } });
        expect(body?.permalink_url).toMatch(new RegExp(`^https://www.facebook.com/${page.id}/posts/\\d+/$`));
      });
    });

    describe("bundles", () => {
      it("answers each call of a bundle for itself", async () => {
        const { me, state, page } = market();
        const id = state.post(page, "Hi");
        const batch = [
          { method: "GET", relative_url: `v26.0/${id}?fields=message` },
          { method: "GET", relative_url: "v26.0/12345" },
          { method: "POST", relative_url: `${id}/comments`, body: "message=Me%20too" },
        ];
        for (const sent of [{ json: { batch } }, { form: new URLSearchParams({ batch: JSON.stringify(batch) }) }]) {
          const { body } = await me.post("/", sent);
          const answers = list(body);
          expect(answers.map(({ code }) => code)).toEqual([200, 400, 200]);
          expect(JSON.parse(text(answers[0]?.body))).toEqual({ message: "Hi", id });
        }
        expect(state.saidBy(page).filter(({ kind }) => kind === "comment").length).toBe(2);
      });
      it("answers with nothing what took too long", async () => {
        const { me, state, page } = market();
        const batch = [state.post(page, "One"), state.post(page, "Two")].map((id) => ({ method: "GET", relative_url: id }));
        state.loseBundled(1);
        const { body } = await me.post("/", { json: { batch } });
        expect(list(body)).toEqual([null, expect.objectContaining({ code: 200 })]);
      });
      it("takes 50 at most, and none without a token", async () => {
        const { fake, me } = market();
        const batch = Array.from({ length: 51 }, () => ({ method: "GET", relative_url: "me" }));
        expect(problem(await me.post("/", { json: { batch } }))).toEqual([100]);
        const { body } = await client(fake).post("/", { json: { batch: batch.slice(0, 1) } });
        expect(list(body)[0]?.code).toBe(400);
      });
    });
  });
});
