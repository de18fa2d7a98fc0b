import { describe, expect, it } from "vitest";
import { account, all, comment, errorOf, freja, from, graphError, graphTime, list, malik, page, post, scripted, token } from "./support.js";

describe("facebook lists", () => {
  it("asks for posts since an instant, and keeps what is younger although the order is not sure", async () => {
    const data = [post("1001_3", { created_time: graphTime(10) }), post("1001_1", { created_time: graphTime(9000) }), post("1001_2")];
    const { adapter, of } = scripted({ "GET /1001/published_posts": { body: list(data) } });
    const found = await all(adapter.listPosts({ since: "2026-11-22T08:00:00.000Z" }));
    expect(found.map(({ id }) => id)).toEqual(["1001_3", "1001_2"]);
    expect(of("GET /1001/published_posts")[0]?.url.searchParams.get("since")).toBe(String(Date.parse("2026-11-22T08:00:00Z") / 1000 - 1));
  });
  it("lists comments of every level, newest first, with the token in the header alone", async () => {
    const { adapter, of } = scripted({
      "GET /1001_5/comments": { body: list([comment("5_72", { parent: { id: "5_71" } }), comment("5_71")]) },
    });
    const found = await all(adapter.listComments({ key: `${account}:post:1001_5` }));
    expect(found.map(({ key }) => key)).toEqual([`${account}:message:5_72`, `${account}:message:5_71`]);
    const asked = of("GET /1001_5/comments")[0];
    expect(asked?.url.searchParams.get("filter")).toBe("stream");
    expect(asked?.url.searchParams.get("order")).toBe("reverse_chronological");
    expect(asked?.headers.get("authorization")).toBe(`Bearer ${token}`);
    expect(asked?.url.href).not.toContain(token);
  });
  it("finds out from the comments whether they are below a comment or below somebody's post", async () => {
    const { adapter } = scripted({
      "GET /88_9/comments": { body: list([comment("9_2", { parent: { id: "9_1" } }), comment("9_1")]) },
      "GET /5_71/comments": { body: list([comment("5_72")]) },
    });
    const below = await all(adapter.listComments({ key: `${account}:message:88_9` }));
    expect(below.map(({ parent, root, post: at }) => [parent, root, at])).toEqual([
      [`${account}:message:9_1`, `${account}:message:88_9`, `${account}:post:88_9`],
      [`${account}:message:88_9`, `${account}:message:88_9`, `${account}:post:88_9`],
    ]);
    const [answer] = await all(adapter.listComments({ key: `${account}:message:5_71` }));
    expect([answer?.parent, answer?.post]).toEqual([`${account}:message:5_71`, `${account}:post:1001_5`]);
  });
  it("says that the token is no Page's where the network answers with an empty list", async () => {
    const { adapter, seen } = scripted({ "GET /1001_5/comments": { body: { data: [] } }, "GET /me": { body: { id: "55501" } } });
    const error = await errorOf(adapter.listComments({ key: `${account}:post:1001_5` }));
    expect([error.code, error.reauthorize]).toEqual(["unauthenticated", "wrong-token-kind"]);
    expect(error.message).toContain("pageToken");
    expect(seen).toHaveLength(2);
  });
  it("believes an empty list of the Page's own token, and asks for its kind once", async () => {
    const { adapter, of } = scripted({ "GET /1001_5/comments": { body: { data: [] } } });
    for (let at = 0; at < 3; at += 1) expect((await adapter.listComments({ key: `${account}:post:1001_5` })).items).toEqual([]);
    expect(of("GET /me")).toHaveLength(1);
  });
  it("refuses to list the comments of all posts", async () => {
    const { adapter, seen } = scripted({});
    expect((await errorOf(adapter.listComments(null))).code).toBe("unsupported");
    expect(seen).toHaveLength(0);
  });
  it("gives tags and visitors' posts in one order, each once", async () => {
    const at = (minutes: number) => ({ created_time: graphTime(minutes) });
    const { adapter } = scripted({
      "GET /1001/tagged": { body: list([post("88_1", at(1), malik), post("1001_7", at(20), freja), post("88_3", at(40), malik)]) },
      "GET /1001/visitor_posts": { body: list([post("1001_6", at(10), freja), post("1001_7", at(20), freja)]) },
    });
    const found = await all(adapter.listMentions());
    expect(found.map(({ id }) => id)).toEqual(["88_1", "1001_6", "1001_7", "88_3"]);
    expect(found.map(({ surface, mentionsUs }) => [surface, mentionsUs])).toEqual([
      [undefined, true],
      ["visitor-post", undefined],
      ["visitor-post", true],
      [undefined, true],
    ]);
  });
  it("goes on in both lists with one cursor, whatever page each is on", async () => {
    const at = (minutes: number) => ({ created_time: graphTime(minutes) });
    const tagged = [post("88_1", at(1), malik), post("88_2", at(12), malik), post("88_3", at(14), malik)];
    const script = {
      "GET /1001/tagged": ({ url }: { readonly url: URL }) => {
        const start = Number(url.searchParams.get("after") ?? 0);
        const end = start + Math.min(2, Number(url.searchParams.get("limit")));
        return { body: list(tagged.slice(start, end), end < tagged.length ? String(end) : undefined) };
      },
      "GET /1001/visitor_posts": { body: list([post("1001_6", at(10), freja), post("1001_7", at(20), freja)]) },
    };
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page_ = await scripted(script).adapter.listMentions({ limit: 1, ...(after !== undefined && { after }) });
      ids.push(...page_.items.map(({ id }) => id));
      after = page_.next;
    } while (after !== undefined);
    expect(ids).toEqual(["88_1", "1001_6", "88_2", "88_3", "1001_7"]);
    expect((await all(scripted(script).adapter.listMentions())).map(({ id }) => id)).toEqual(ids);
  });
  it("reads on past what is too old, and says that `since` ended it", async () => {
    const at = (minutes: number) => ({ created_time: graphTime(minutes) });
    const { adapter } = scripted({
      "GET /1001/tagged": { body: list([post("88_9", at(9000), malik), post("88_1", at(1), malik)]) },
      "GET /1001/visitor_posts": { body: list([]) },
    });
    const found = await adapter.listMentions({ since: "2026-11-22T09:00:00.000Z" });
    expect([found.items.map(({ id }) => id), found.stoppedBy]).toEqual([["88_1"], "since"]);
  });
  it("refuses a cursor that is none of this list's", async () => {
    const { adapter } = scripted({});
    expect((await errorOf(adapter.listMentions({ after: "QVFI" }))).code).toBe("invalid-request");
  });
  it("lists recommendations", async () => {
    const data = [
      {
        created_time: graphTime(1),
        review_text: "Fine",
        recommendation_type: "positive",
        reviewer: from(freja),
        open_graph_story: { id: "777" },
      },
      { created_time: graphTime(2) },
    ];
    const { adapter } = scripted({ "GET /1001/ratings": { body: list(data) } });
    const { items, quarantined } = await adapter.listReviews();
    expect([items.map(({ id }) => id), quarantined.length]).toEqual([["777"], 1]);
  });
});

describe("facebook messages read again", () => {
  const answers = (told: Record<string, { readonly code: number; readonly body: unknown } | null>) => ({
    "POST /": ({ body }: { readonly body: Record<string, unknown> }) => {
      const gets = JSON.parse(String(body["batch"])) as readonly { readonly relative_url: string }[];
      return {
        body: gets.map(({ relative_url: url }) => {
          const id = decodeURIComponent(/^v26\.0\/([^?]+)/.exec(url)?.[1] ?? "");
          const kind = url.includes("can_hide") ? "comment" : url.includes("attachments%7Bmedia_type") ? "post" : "direct";
          const one = told[`${kind} ${id}`];
          return one === null || one === undefined ? null : { code: one.code, headers: [], body: JSON.stringify(one.body) };
        }),
      };
    },
  });
  const ref = (id: string, refs?: Record<string, string>) => ({ key: `${account}:message:${id}`, ...(refs && { refs }) });

  it("tells comments, posts and direct messages apart, and leaves out what is gone", async () => {
    const direct = { id: "m_abc", created_time: graphTime(3), message: "Hello", from: from(freja), to: { data: [from(page)] } };
    const { adapter, seen } = scripted(
      answers({
        "comment 5_71": { code: 200, body: comment("5_71") },
        "comment 88_9": graphErrorPart(100),
        "post 88_9": { code: 200, body: post("88_9", {}, malik) },
        "comment 5_99": graphErrorPart(100, 33),
        "direct m_abc": { code: 200, body: direct },
      }),
    );
    const found = await all(adapter.getMessages([ref("5_71"), ref("88_9"), ref("5_99"), ref("m_abc")]));
    expect(found.map(({ id, kind }) => [id, kind])).toEqual([
      ["5_71", "comment"],
      ["88_9", "mention"],
      ["m_abc", "direct"],
    ]);
    expect(seen).toHaveLength(2);
    expect(found[2]?.conversation).toBe(`${account}:conversation:${freja}`);
  });
  it("asks by itself for what a batch had no time for", async () => {
    const { adapter } = scripted({ ...answers({ "comment 5_71": null }), "GET /5_71": { body: comment("5_71") } });
    expect((await all(adapter.getMessages([ref("5_71", { node: "comment" })]))).map(({ id }) => id)).toEqual(["5_71"]);
  });
  it("passes on that the token ended", async () => {
    const { adapter } = scripted({ ...answers({ "comment 5_71": graphErrorPart(190, 463) }), "GET /5_71": graphError(190, 463) });
    expect((await errorOf(all(adapter.getMessages([ref("5_71")])))).code).toBe("unauthenticated");
  });
});

const graphErrorPart = (code: number, subcode?: number): { readonly code: number; readonly body: unknown } => ({
  code: 400,
  body: graphError(code, subcode).body,
});

describe("facebook insights", () => {
  const metric = (name: string, value: unknown, period = "lifetime"): Record<string, unknown> => ({
    name,
    period,
    id: `x/insights/${name}/${period}`,
    values: [{ value }],
  });

  it("reads those of a post by the names that live", async () => {
    const values: Record<string, unknown> = {
      post_media_view: 120,
      post_total_media_view_unique: 80,
      post_clicks: 7,
      post_reactions_by_type_total: { like: 4, love: 2 },
      post_activity_by_action_type: { like: 6, comment: 3, share: 1 },
    };
    const { adapter } = scripted({
      "GET /1001_5/insights": ({ url }) => ({
        body: { data: (url.searchParams.get("metric") ?? "").split(",").map((name) => metric(name, values[name])) },
      }),
    });
    expect(await adapter.getPostInsights({ key: `${account}:post:1001_5` })).toMatchObject({
      ...{ views: 120, reach: 80, clicks: 7, likes: 6, replies: 3, shares: 1 },
      reactions: { like: 4, love: 2 },
    });
  });
  it("leaves a dead metric out and keeps the others", async () => {
    const { adapter } = scripted({
      "GET /1001_5/insights": ({ url }) => {
        const names = (url.searchParams.get("metric") ?? "").split(",");
        return names.includes("post_clicks")
          ? graphError(100)
          : { body: { data: names.filter((name) => name === "post_media_view").map((name) => metric(name, 5)) } };
      },
    });
    const found = await adapter.getPostInsights({ key: `${account}:post:1001_5` });
    expect(found).toMatchObject({ views: 5 });
    expect(found).not.toHaveProperty("clicks");
    expect(found).not.toHaveProperty("likes");
  });
  it("adds the days of the Page up, and asks for people in one stretch", async () => {
    const { adapter, of } = scripted({
      "GET /1001/insights": ({ url }) => {
        const names = (url.searchParams.get("metric") ?? "").split(",");
        const reach = names.includes("page_total_media_view_unique");
        return {
          body: {
            data: reach
              ? [metric("page_total_media_view_unique", 300, "days_28")]
              : names
                  .filter((name) => name === "page_media_view")
                  .map((name) => ({ ...metric(name, 1, "day"), values: [{ value: 10 }, { value: 5 }] })),
          },
        };
      },
    });
    expect(await adapter.getAccountInsights()).toMatchObject({ views: 15, reach: 300, bucketTimeZone: "America/Los_Angeles" });
    expect(of("GET /1001/insights").map(({ url }) => url.searchParams.get("period"))).toEqual(["day", "day", "days_28"]);
  });
  it("refuses more than ninety days before anything is asked", async () => {
    const { adapter, seen } = scripted({});
    expect((await errorOf(adapter.getAccountInsights({ since: "2026-01-01T00:00:00.000Z" }))).code).toBe("invalid-request");
    expect(seen).toHaveLength(0);
  });
});
