import { describe, expect, it } from "vitest";
import { createdId, success } from "../../../src/networks/_graph/task.js";
import { graphError, rejection, scene, type Asked, type Given } from "./support.js";
import { shape } from "../../../src/adapter/shape.js";
import type { Edge } from "../../../src/networks/_graph/task.js";

interface Item {
  readonly id: string;
  readonly createdAt: string;
}

const item = shape({ id: "string", created_time: "string" });
const edge = {
  fields: ["id", "created_time"],
  item,
  read: (wire): Item => ({ id: wire.id, createdAt: new Date(wire.created_time).toISOString() }),
} satisfies Edge<{ readonly id: string; readonly created_time: string }, Item>;
const one = (id: string, at = "2026-11-20T10:00:00+0000"): object => ({ id, created_time: at });
const next = "https://graph.facebook.com/v26.0/1/feed?access_token=EAAtoken&limit=2&after=NEXT";

describe("calls of the Graph API", () => {
  it("have the token in the header, and the version in the path", async () => {
    const { asked, begin } = scene({ answer: () => ({ body: { id: 7, more: true } }) });
    expect(await begin().get("/1", createdId, { fields: "id", left: undefined })).toEqual({ id: "7", more: true });
    expect(asked[0]).toMatchObject({ method: "GET", path: "/v26.0/1", query: { fields: "id" } });
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer EAAtoken");
  });

  it("write JSON once, without what is not given", async () => {
    const { asked, begin } = scene({ answer: () => ({ body: { id: "1_2" } }) });
    await begin("reply").post("/1/comments", createdId, { message: "Hi", attachment_url: undefined });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toEqual({ message: "Hi" });
  });

  it("believe a change only where it is said to be made", async () => {
    const answers: Given[] = [{ body: { success: true } }, { body: { success: false } }, { body: true }, { body: {} }];
    const { begin } = scene({ answer: (_, count) => answers[count - 1] ?? {} });
    await begin("delete").remove("/1");
    expect(await rejection(begin("delete").remove("/1"))).toMatchObject({ code: "unexpected-response", retryable: false });
    await begin("delete").remove("/1");
    expect(await rejection(begin("delete").remove("/1"))).toMatchObject({ code: "outcome-unknown" });
    expect(() => success.parse({ success: "true" })).not.toThrow();
  });

  it("hand on no token, however deep the address of a next page lies", async () => {
    const paging = { next: `${next}&appsecret_proof=00`, previous: "no address?access_token=1", cursors: { after: "A" } };
    const comment = { id: "2", replies: { data: [{ id: "3" }], paging } };
    const { begin } = scene({
      answer: ({ path }) =>
        path === "/"
          ? { body: [{ code: 200, body: JSON.stringify(comment) }] }
          : { body: { id: "1", comments: { data: [comment], paging } } },
    });
    const clean = "https://graph.facebook.com/v26.0/1/feed?limit=2&after=NEXT";
    const node = await begin().get("/1", createdId);
    expect(JSON.stringify(node)).not.toMatch(/EAAtoken|appsecret/);
    expect(node).toMatchObject({ comments: { paging: { next: clean, cursors: { after: "A" } } } });
    expect((await begin().batch(["/2"]))[0]?.body).toMatchObject({ replies: { paging: { next: clean } } });
  });

  it("read an id of any kind, and no rounded one", () => {
    expect(createdId.parse({ id: 12 })).toEqual({ id: "12" });
    expect(() => createdId.parse({ id: 2 ** 60 })).toThrow();
    expect(() => createdId.parse({})).toThrow();
  });
});

describe("edges of the Graph API", () => {
  it("go on behind short and empty pages while there is a next one, by cursors that hold no token", async () => {
    const pages: Given[] = [
      { body: { data: [one("a")], paging: { cursors: { before: "B", after: "A1" }, next } } },
      { body: { data: [], paging: { cursors: { after: "A2" }, next } } },
      { body: { data: [one("b")], paging: { cursors: { after: "A3" } } } },
    ];
    const { asked, begin } = scene({ answer: (_, count) => pages[count - 1] ?? {} });
    const found: string[] = [];
    const cursors: (string | undefined)[] = [];
    for await (const page of begin("listPosts").edge("/1/feed", edge).pages()) {
      found.push(...page.items.map(({ id }) => id));
      cursors.push(page.next);
    }
    expect(found).toEqual(["a", "b"]);
    expect(cursors).toEqual(["A1", "A2", undefined]);
    expect(asked.map(({ query }) => query["after"])).toEqual([undefined, "A1", "A2"]);
    expect(asked[0]?.query).toEqual({ fields: "id,created_time", limit: "100" });
  });

  it("take what points at the next page out of its address where there is no cursor", async () => {
    const time = "https://graph.facebook.com/v26.0/1/feed?access_token=EAAtoken&limit=25&until=1700000000&__paging_token=enc_x";
    const pages: Given[] = [{ body: { data: [one("a")], paging: { next: time, previous: time } } }, { body: { data: [one("b")] } }];
    const { asked, begin } = scene({ answer: (_, count) => pages[count - 1] ?? {} });
    const first = await begin("listPosts").edge("/1/feed", edge);
    expect(first.next).toBe("?until=1700000000&__paging_token=enc_x");
    const second = await begin("listPosts").edge("/1/feed", edge, { after: `${first.next ?? ""}&access_token=x&fields=email` });
    expect(second.items.map(({ id }) => id)).toEqual(["b"]);
    expect(asked[1]?.query).toEqual({ fields: "id,created_time", limit: "100", until: "1700000000", __paging_token: "enc_x" });
  });

  it("follow cursors alone where no next page is ever told, until a page is empty", async () => {
    const pages: Given[] = [
      { body: { data: [one("a")], paging: { cursors: { after: "A1" } } } },
      { body: { data: [one("b")], paging: { cursors: { after: "A2" } } } },
      { body: { data: [], paging: { cursors: { after: "A2" } } } },
    ];
    const { asked, begin } = scene({ answer: (_, count) => pages[count - 1] ?? {} });
    const found: string[] = [];
    for await (const { id } of begin("listMentions").edge("/1/tags", { ...edge, follow: "cursor" })) found.push(id);
    expect([found, asked.length]).toEqual([["a", "b"], 3]);
  });

  it("ask for no more than is wanted, and no more than the edge gives", async () => {
    const { asked, begin } = scene({ answer: () => ({ body: { data: [one("a"), one("b")], paging: { cursors: { after: "A" }, next } } }) });
    const page = await begin().edge("/1/comments", { ...edge, most: 50 }, { limit: 2 });
    expect(page).toMatchObject({ next: "A", stoppedBy: "limit" });
    await begin().edge("/1/comments", { ...edge, most: 50 }, { limit: 90 });
    expect(asked.map(({ query }) => query["limit"])).toEqual(["2", "50"]);
  });

  it("set a broken item aside", async () => {
    const { begin } = scene({ answer: () => ({ body: { data: [{ id: "a" }, one("b")] } }) });
    const page = await begin().edge("/1/comments", edge);
    expect(page.items.map(({ id }) => id)).toEqual(["b"]);
    expect(page.quarantined).toMatchObject([{ reason: "created_time: no string", path: "data[0]" }]);
  });

  it("of no sure order keep the time item by item and are not ended by something old", async () => {
    const pages: Given[] = [
      { body: { data: [one("new"), one("old", "2025-01-01T00:00:00+0000")], paging: { cursors: { after: "A" }, next } } },
      { body: { data: [one("newer", "2026-11-21T00:00:00+0000")] } },
    ];
    const ids = async (ordered: boolean): Promise<readonly string[]> => {
      const { begin } = scene({ answer: (_, count) => pages[count - 1] ?? {} });
      const found: string[] = [];
      const list = begin().edge("/1/feed", { ...edge, ordered }, { since: "2026-01-01T00:00:00.000Z" }, ({ createdAt }) => createdAt);
      for await (const { id } of list) found.push(id);
      return found;
    };
    expect(await ids(false)).toEqual(["new", "newer"]);
    expect(await ids(true)).toEqual(["new"]);
  });

  it("say that a list goes no deeper", async () => {
    const message = "The After Cursor specified exceeds the max limit supported by this endpoint";
    const { begin } = scene({ answer: () => graphError(100, undefined, { message }) });
    expect(await rejection(Promise.resolve(begin("listPosts").edge("/1/feed", edge, { after: "far" })))).toMatchObject({
      code: "invalid-request",
      message: expect.stringContaining("gives no more of this list") as string,
    });
  });
});

describe("batches of the Graph API", () => {
  const batchOf = ({ body }: Asked): { method: string; relative_url: string }[] =>
    JSON.parse((body as { batch: string }).batch) as { method: string; relative_url: string }[];

  it("go to the server itself in fifties, each read with its version, and each is answered by itself", async () => {
    const { asked, begin } = scene({
      answer: (call) => ({
        body: batchOf(call).map(({ relative_url: url }, index) =>
          index === 1 ? null : { code: index === 2 ? 400 : 200, headers: [{ name: "X-A", value: "1" }], body: JSON.stringify({ id: url }) },
        ),
      }),
    });
    const gets = Array.from({ length: 51 }, (_, index) => `/${index}?fields=id`);
    const answers = await begin("getMessages").batch(gets);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /", "POST /"]);
    expect(asked.map((call) => batchOf(call).length)).toEqual([50, 1]);
    expect(batchOf(asked[0] as Asked)[0]).toEqual({ method: "GET", relative_url: "v26.0/0?fields=id" });
    expect(answers).toHaveLength(51);
    expect(answers[1]).toBeUndefined();
    expect(answers[2]).toMatchObject({ status: 400, body: { id: "v26.0/2?fields=id" } });
    expect(answers[0]?.headers.get("x-a")).toBe("1");
    expect(await begin("getMessages").batch([])).toEqual([]);
  });

  it("are reads: asked again after trouble", async () => {
    const { asked, begin } = scene({
      answer: (_, count) => (count === 1 ? { status: 503, body: {} } : { body: [{ code: 200, body: "no json" }, { odd: 1 }] }),
    });
    expect(await begin("getMessages").batch(["/1", "/2", "/3"])).toMatchObject([{ body: "no json" }, undefined, undefined]);
    expect(asked).toHaveLength(2);
  });
});
