import { describe, expect, it } from "vitest";
import { account, all, answer, brand, errorOf, failure, ourName, ours, page, post, us } from "./support.js";

const ids = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);

describe("threads lists", () => {
  it("asks each edge for its own fields, with the token in the header only", async () => {
    const { adapter, seen } = brand({
      "GET /me/threads": { body: page([ours("1")]) },
      "GET /me/mentions": { body: page([]) },
      "GET /1/conversation": { body: page([]) },
    });
    await all(adapter.listPosts());
    await all(adapter.listMentions());
    await all(adapter.listComments(adapter.ref({ post: "1" })));
    const fields = Object.fromEntries(seen.map(({ line, url }) => [line, (url.searchParams.get("fields") ?? "").split(",")]));
    expect(fields["GET /me/threads"]).toContain("owner");
    expect(fields["GET /me/mentions"]).not.toContain("owner");
    expect(fields["GET /1/conversation"]).toContain("hide_status");
    // Both are refused there.
    expect(fields["GET /1/conversation"]).not.toContain("alt_text");
    expect(fields["GET /1/conversation"]).not.toContain("reply_approval_status");
    expect(seen.every(({ url, headers }) => !url.href.includes("THQVJ") && headers.get("authorization") === "Bearer THQVJtoken")).toBe(
      true,
    );
    expect(seen.every(({ url }) => url.href.startsWith("https://graph.threads.net/v1.0/"))).toBe(true);
  });

  it("follows cursors although no page tells an address, and ends at an empty page", async () => {
    const { adapter, of } = brand({
      "GET /me/threads": ({ url }) => ({
        body:
          url.searchParams.get("after") === null
            ? page([ours("2")], "c1")
            : url.searchParams.get("after") === "c1"
              ? page([ours("1")], "c2")
              : page([], "c2"),
      }),
    });
    expect(ids(await all(adapter.listPosts()))).toEqual(["2", "1"]);
    expect(of("GET /me/threads").length).toBe(3);
  });

  it("leaves reposts out of our posts", async () => {
    const { adapter } = brand({ "GET /me/threads": { body: page([ours("2", { media_type: "REPOST_FACADE" }), ours("1")]) } });
    expect(ids(await all(adapter.listPosts()))).toEqual(["1"]);
  });

  it("asks for the whole conversation of our own post, and finds the comment on top of each", async () => {
    const { adapter, of } = brand({
      "GET /1/conversation": { body: page([answer("5", "4", "1"), answer("4", "3", "1"), answer("2", "1", "1")]) },
      "GET /3": { body: { id: "3", username: "malik", is_reply: true, root_post: { id: "1" }, replied_to: { id: "2" } } },
    });
    const own = { key: `${account}:post:1`, refs: { rootId: "1", rootIsOwn: "true" } };
    const found = await all(adapter.listComments(own));
    expect(found.map(({ id, root, parent }) => [id, parent?.split(":").at(-1), root?.split(":").at(-1)])).toEqual([
      ["5", "4", "2"],
      ["4", "3", "2"],
      ["2", undefined, undefined],
    ]);
    expect(found.every(({ kind, post: under }) => kind === "comment" && under === `${account}:post:1`)).toBe(true);
    // What stood on another page is asked for once.
    expect(of("GET /3").length).toBe(1);
  });

  it("ends the climb where the chain is broken", async () => {
    const { adapter } = brand({
      "GET /1/conversation": { body: page([answer("4", "3", "1")]) },
      "GET /3": { status: 400, body: failure(100, 33) },
    });
    const [comment] = await all(adapter.listComments({ key: `${account}:post:1`, refs: { rootId: "1", rootIsOwn: "true" } }));
    expect([comment?.parent, comment?.root]).toEqual([`${account}:message:3`, `${account}:message:3`]);
  });

  it("asks for what answers somebody else's post, or a reply, directly", async () => {
    const { adapter, of } = brand({
      "GET /9/replies": { body: page([]) },
      "GET /3/replies": { body: page([answer("4", "3", "1")]) },
      "GET /3": { body: answer("3", "1", "1") },
      "GET /1": { body: ours("1") },
    });
    await all(adapter.listComments({ key: `${account}:post:9`, refs: { rootId: "9", rootIsOwn: "false" } }));
    expect(ids(await all(adapter.listComments(adapter.ref({ message: "3" }))))).toEqual(["4"]);
    expect(of("GET /9/replies")[0]?.url.searchParams.get("reverse")).toBe("true");
  });

  it("has no list of all replies, and says what to do", async () => {
    const { adapter, seen } = brand({});
    expect(await errorOf(all(adapter.listComments(null)))).toMatchObject({ code: "unsupported" });
    expect(seen.length).toBe(0);
  });

  it("takes a thread whose beginning is not told for somebody else's, and asks once", async () => {
    const mentions = page([answer("6", "5", "5", { text: `@${ourName}` }), answer("7", "5", "5", { text: `@${ourName}` })]);
    const { adapter, of } = brand({ "GET /me/mentions": { body: mentions }, "GET /5": { status: 400, body: failure(100, 33) } });
    const found = await all(adapter.listMentions());
    expect(found.map(({ kind, refs }) => [kind, refs?.["rootIsOwn"]])).toEqual([
      ["mention", "false"],
      ["mention", "false"],
    ]);
    expect(of("GET /5").length).toBe(1);
  });

  it("reads messages again, without those that are gone", async () => {
    const { adapter } = brand({ "GET /2": { body: post("2") }, "GET /3": { status: 400, body: failure(100, 33) } });
    expect(ids(await all(adapter.getMessages([adapter.ref({ message: "2" }), adapter.ref({ message: "3" })])))).toEqual(["2"]);
  });

  it("takes a thread for ours by the name that stands beside its beginning, and asks for nothing more", async () => {
    const { adapter, seen } = brand({ "GET /2": { body: answer("2", "1", "1", { root_post: { id: "1", username: "Nordlys" } }) } });
    const [found] = await all(adapter.getMessages([adapter.ref({ message: "2" })]));
    expect([found?.kind, found?.refs?.["rootIsOwn"]]).toEqual(["comment", "true"]);
    expect(seen.map(({ line }) => line)).toEqual(["GET /me", "GET /2"]);
  });

  it("collects what waits below the newest posts, newest first", async () => {
    const { adapter, of } = brand(
      {
        "GET /me/threads": { body: page([ours("2"), ours("1")]) },
        "GET /2/pending_replies": { body: page([answer("21", "2", "2", { reply_approval_status: "pending" })]) },
        "GET /1/pending_replies": ({ url }) => ({
          body:
            url.searchParams.get("after") === null
              ? page([answer("12", "1", "1", { timestamp: "2025-12-31T09:00:00+0000" })], "c")
              : page([]),
        }),
      },
      { heldPosts: 2 },
    );
    const found = await all(adapter.listHeld());
    expect(found.map(({ id, visibility, kind }) => [id, visibility, kind])).toEqual([
      ["12", "held", "comment"],
      ["21", "held", "comment"],
    ]);
    expect(of("GET /me/threads")[0]?.url.searchParams.get("limit")).toBe("2");
    expect(of("GET /2/pending_replies")[0]?.url.searchParams.get("approval_status")).toBe("pending");
  });

  it("passes over posts that take no approvals", async () => {
    const { adapter } = brand({
      "GET /me/threads": { body: page([ours("1")]) },
      "GET /1/pending_replies": { status: 400, body: failure(100) },
    });
    expect(await all(adapter.listHeld())).toEqual([]);
  });

  it("searches for words in all posts, newest first", async () => {
    const { adapter, of } = brand({ "GET /keyword_search": { body: page([post("8"), ours("9")]) } });
    const found = await all(adapter.searchPosts({ text: "boots", since: "2025-01-01T00:00:00.000Z" }));
    expect(found.map(({ id, isOwn }) => [id, isOwn])).toEqual([
      ["8", false],
      ["9", true],
    ]);
    const query = of("GET /keyword_search")[0]?.url.searchParams;
    expect(["q", "search_mode", "search_type", "since"].map((name) => query?.get(name))).toEqual([
      "boots",
      "KEYWORD",
      "RECENT",
      "1735689600",
    ]);
  });

  it("searches for one hashtag after the other, by topic", async () => {
    const { adapter, of } = brand({
      "GET /keyword_search": ({ url }) => {
        const { q = "", after } = Object.fromEntries(url.searchParams);
        return { body: after === undefined ? page([post(`${q}1`, { topic_tag: q })], `${q}c`) : page([]) };
      },
    });
    expect(ids(await all(adapter.searchPosts({ hashtags: ["#boots", "snow"] })))).toEqual(["boots1", "snow1"]);
    expect(of("GET /keyword_search").map(({ url }) => [url.searchParams.get("q"), url.searchParams.get("search_mode")])).toEqual([
      ["boots", "TAG"],
      ["boots", "TAG"],
      ["snow", "TAG"],
      ["snow", "TAG"],
    ]);
  });

  it("keeps what was asked beside the words, and refuses a search for nothing", async () => {
    const { adapter, of } = brand({
      "GET /keyword_search": {
        body: page([post("8", { text: "boots for @freja.w" }), post("9"), post("7", { timestamp: "2020-01-01T00:00:00+0000" })]),
      },
    });
    expect(ids(await all(adapter.searchPosts({ text: "boots", handles: ["@freja.w"], since: "2023-01-01T00:00:00.000Z" })))).toEqual(["8"]);
    // Nothing older can be asked for.
    expect(of("GET /keyword_search")[0]?.url.searchParams.get("since")).toBe("1688540400");
    expect(await errorOf(all(adapter.searchPosts({ hashtags: ["#"] })))).toMatchObject({ code: "invalid-request" });
  });

  it("says that the token is another profile's", async () => {
    const { adapter } = brand({ "GET /me": { body: { id: "1", username: "else" } } });
    expect(await errorOf(adapter.getAccount())).toMatchObject({ code: "misconfigured" });
  });

  it("reads the profile", async () => {
    const me = { id: us, username: ourName, name: "Nordlys", threads_profile_picture_url: "https://s.example/p.jpg" };
    const { adapter } = brand({ "GET /me": { body: me } }, { scopes: ["threads_basic"] });
    expect(await adapter.getAccount()).toMatchObject({
      key: account,
      actors: [us],
      handle: ourName,
      name: "Nordlys",
      avatarUrl: "https://s.example/p.jpg",
      scopes: ["threads_basic"],
    });
  });

  it("reads the numbers of a post, and leaves out what is not told", async () => {
    const metric = (name: string, value: number): object => ({
      name,
      period: "lifetime",
      values: [{ value }],
      id: `1/insights/${name}/lifetime`,
    });
    const { adapter } = brand({ "GET /1/insights": { body: { data: [metric("views", 90), metric("likes", 0), metric("reposts", 3)] } } });
    const { asOf, ...told } = await adapter.getPostInsights(adapter.ref({ post: "1" }));
    expect(told).toEqual({ views: 90, likes: 0, shares: 3 });
    expect(asOf).toMatch(/Z$/);
  });

  it("adds up the days of the profile's numbers, and leaves a dead metric out", async () => {
    const { adapter, of } = brand({
      "GET /me/threads_insights": ({ url }) => {
        const asked = (url.searchParams.get("metric") ?? "").split(",");
        if (asked.includes("clicks")) return { status: 400, body: failure(100) };
        const data = asked.flatMap((name): object[] =>
          name === "views"
            ? [{ name, period: "day", values: [{ value: 2 }, { value: 3 }] }]
            : name === "replies"
              ? [{ name, period: "day", total_value: { value: 4 } }]
              : [],
        );
        return { body: { data } };
      },
    });
    const told = await adapter.getAccountInsights({ since: "2020-01-01T00:00:00.000Z" });
    expect(told).toMatchObject({ views: 5, replies: 4, bucketTimeZone: "America/Los_Angeles" });
    expect([told.likes, told.clicks]).toEqual([undefined, undefined]);
    expect(of("GET /me/threads_insights")[0]?.url.searchParams.get("since")).toBe("1712991600");
  });

  it.each([
    [{ since: "2999-01-01T00:00:00.000Z" }, "`since`"],
    [{ until: "2024-01-01T00:00:00.000Z" }, "`until`"],
    [{ since: "soon" }, "`since`"],
    [{ since: "2025-02-01T00:00:00.000Z", until: "2025-01-01T00:00:00.000Z" }, "`until`"],
  ])("refuses the time %j of insights before anything is asked", async (query, field) => {
    const { adapter, seen } = brand({});
    const error = await errorOf(adapter.getAccountInsights(query));
    expect([error.code, error.message.includes(field), seen.length]).toEqual(["invalid-request", true, 0]);
  });
});
