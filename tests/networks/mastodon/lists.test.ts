import { describe, expect, it } from "vitest";
import { account, brand, errorOf, freja, instance, malik, named, notification, status, us } from "./support.js";
import type { Message } from "../../../src/model/message.js";
import type { Paged } from "../../../src/model/page.js";

const all = async <T>(list: Paged<T>): Promise<readonly T[]> => {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
};
const key = (kind: string, id: string): string => `${account}:${kind}:${id}`;
const mention = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => status(id, { mentions: [named(us)], ...more });
const path = "GET /api/v1/notifications";

describe("mastodon lists", () => {
  it("goes on at the address that the server names, whatever is in it", async () => {
    const next =
      '<https://social.example/api/v1/notifications?older_than=2026-01-01T00%3A00%3A00Z&types%5B%5D=mention&limit=80>; rel="next"';
    const { adapter, of } = brand({
      [path]: (_seen, nth) =>
        nth === 1
          ? { body: [notification("2", mention("12"))], headers: { link: `${next}, <https://social.example/x?min_id=9>; rel="prev"` } }
          : { body: [notification("1", mention("11"))] },
    });
    const pages: (readonly Message[])[] = [];
    for await (const { items } of adapter.listMentions().pages()) pages.push(items);
    expect(pages.map((items) => items.map(({ id }) => id))).toEqual([["12"], ["11"]]);
    expect(of(path)[0]?.url.searchParams.getAll("types[]")).toEqual(["mention", "quote"]);
    expect(Object.fromEntries(of(path)[1]?.url.searchParams ?? [])).toEqual({
      older_than: "2026-01-01T00:00:00Z",
      "types[]": "mention",
      limit: "80",
    });
  });
  it("takes the token to no other server, whatever a header or a host says", async () => {
    const { adapter, seen } = brand({
      [path]: { body: [], headers: { link: '<https://evil.example/api/v1/notifications?max_id=1>; rel="next"' } },
    });
    expect(await errorOf(adapter.listMentions())).toMatchObject({ code: "unexpected-response" });
    expect(await errorOf(adapter.listMentions({ after: "https://evil.example/api/v1/notifications?max_id=1" }))).toMatchObject({
      code: "invalid-request",
    });
    expect(await errorOf(adapter.listMentions({ after: "https://social.example/api/v1/conversations?max_id=1" }))).toMatchObject({
      code: "invalid-request",
    });
    expect(new Set(seen.map(({ url }) => url.host))).toEqual(new Set(["social.example"]));
  });
  it("asks the own server by its own scheme, where a proxy made the server believe in another", async () => {
    const { adapter, of } = brand({
      [path]: (_seen, nth) =>
        nth === 1 ? { body: [], headers: { link: '<http://social.example/api/v1/notifications?max_id=5>; rel="next"' } } : { body: [] },
    });
    await all(adapter.listMentions());
    expect(of(path)[1]?.url.href).toBe("https://social.example/api/v1/notifications?max_id=5");
  });
  it("ends a list whose next page is the same again", async () => {
    const { adapter } = brand({
      [path]: { body: [], headers: { link: '<https://social.example/api/v1/notifications?max_id=5>; rel="next"' } },
    });
    expect(await errorOf(all(adapter.listMentions()))).toMatchObject({ code: "unexpected-response" });
  });
  it("asks for no type of notification that the server may not know", async () => {
    const { adapter, of } = brand({ [path]: { body: [] }, "GET /api/v2/instance": { body: instance({ api_versions: { mastodon: 6 } }) } });
    await adapter.listMentions();
    expect(of(path)[0]?.url.searchParams.getAll("types[]")).toEqual(["mention"]);
  });
  it("tells comments, quotes and mentions apart, and leaves direct messages to their own list", async () => {
    const own = status("1", {}, us);
    const { adapter } = brand({
      [path]: {
        body: [
          notification("9", mention("19", { visibility: "direct" })),
          notification("8", mention("18", { in_reply_to_id: "2", in_reply_to_account_id: malik })),
          notification("7", status("17", { quote: { state: "accepted", quoted_status: own } }), "quote"),
          notification("6", mention("16")),
          notification("5", mention("15", { in_reply_to_id: "14", in_reply_to_account_id: malik })),
          notification("4", mention("13", { in_reply_to_id: "1", in_reply_to_account_id: us })),
        ],
      },
      "GET /api/v1/statuses/13/context": { body: { ancestors: [own], descendants: [] } },
      "GET /api/v1/statuses/15/context": {
        body: { ancestors: [own, status("14", { in_reply_to_id: "1", in_reply_to_account_id: us }, malik)], descendants: [] },
      },
      "GET /api/v1/statuses/18/context": { body: { ancestors: [status("2", {}, malik)], descendants: [] } },
    });
    const found = await all(adapter.listMentions());
    expect(found.map(({ id, kind, conversation }) => [id, kind, conversation])).toEqual([
      ["18", "mention", key("conversation", "2")],
      ["17", "quote", key("conversation", "17")],
      ["16", "mention", key("conversation", "16")],
      ["15", "comment", key("conversation", "1")],
      ["13", "comment", key("conversation", "1")],
    ]);
    expect(found[1]?.quoted).toBe(key("post", "1"));
    expect(found[3]).toMatchObject({ post: key("post", "1"), parent: key("message", "14"), root: key("message", "14"), mentionsUs: true });
    expect(found[4]).not.toHaveProperty("parent");
    expect((await all(adapter.listComments(null))).map(({ id }) => id)).toEqual(["15", "13"]);
  });
  it("lists private mentions where they are asked for, those of strangers too, and nothing else that the account has kept apart", async () => {
    const body = [
      notification("9", mention("19", { visibility: "direct" })),
      { ...notification("8", mention("18", { visibility: "direct" })), filtered: true },
      { ...notification("7", mention("17", { in_reply_to_id: "2" })), filtered: true },
      notification("6", mention("16")),
    ];
    const { adapter, of } = brand({ [path]: { body } });
    const asked = () => of(path).at(-1)?.url.searchParams.get("include_filtered");
    expect((await all(adapter.listMentions({ directs: true }))).map(({ id, kind }) => [id, kind])).toEqual([
      ["19", "direct"],
      ["18", "direct"],
      ["16", "mention"],
    ]);
    expect(asked()).toBe("true");
    expect((await all(adapter.listMentions())).map(({ id }) => id)).toEqual(["16"]);
    expect(asked()).toBeNull();
  });
  it("asks for the thread of an answer once, and for none of those that it learnt on the way", async () => {
    const answer = (id: string, parent: string): Record<string, unknown> =>
      mention(id, { in_reply_to_id: parent, in_reply_to_account_id: freja });
    const { adapter, seen } = brand({
      [path]: { body: [notification("3", answer("13", "12")), notification("2", answer("12", "11"))] },
      "GET /api/v1/statuses/12/context": { body: { ancestors: [status("10"), answer("11", "10")], descendants: [] } },
    });
    for (let time = 0; time < 2; time++)
      expect((await all(adapter.listMentions())).map(({ conversation }) => conversation)).toEqual(Array(2).fill(key("conversation", "10")));
    expect(seen.filter(({ line }) => line.endsWith("/context"))).toHaveLength(1);
  });
  it("gives all answers below a hidden first status one conversation", async () => {
    const top = status("11", { in_reply_to_id: "10", in_reply_to_account_id: malik });
    const { adapter } = brand({
      [path]: {
        body: [
          notification("2", mention("12", { in_reply_to_id: "11", in_reply_to_account_id: freja })),
          notification("1", { ...top, mentions: [named(us)] }),
        ],
      },
      "GET /api/v1/statuses/11/context": { body: { ancestors: [], descendants: [] } },
      "GET /api/v1/statuses/12/context": { body: { ancestors: [top], descendants: [] } },
    });
    const found = await all(adapter.listMentions());
    expect(new Set(found.map(({ conversation }) => conversation))).toEqual(new Set([key("conversation", "10")]));
  });
  it("sets a broken notification aside and gives its neighbours", async () => {
    const { adapter } = brand({
      [path]: {
        body: [
          notification("3", mention("13")),
          notification("2", { ...mention("12"), created_at: 5 }),
          { id: 7 },
          notification("1", mention("11")),
        ],
      },
    });
    const { items, quarantined } = await adapter.listMentions();
    expect(items.map(({ id }) => id)).toEqual(["13", "11"]);
    expect(quarantined.map(({ reason, path: where }) => [where, reason])).toEqual([
      ["notifications[1]", expect.stringContaining("status.created_at")],
      ["notifications[2]", expect.stringContaining("id")],
    ]);
  });
  it("lists own first posts only: no answers to itself, no direct messages, no boosts", async () => {
    const { adapter, of } = brand({
      "GET /api/v1/accounts/901/statuses": {
        body: [
          status("4", {}, us),
          status("3", { in_reply_to_id: "2", in_reply_to_account_id: us }, us),
          status("2", { visibility: "direct" }, us),
          status("1", { reblog: status("9") }, us),
        ],
      },
    });
    expect((await all(adapter.listPosts())).map(({ id }) => id)).toEqual(["4"]);
    expect(of("GET /api/v1/accounts/901/statuses")[0]?.url.searchParams.get("exclude_reblogs")).toBe("true");
  });
  it("finds one hashtag on its timeline, several by `any`, and words by the search", async () => {
    const boots = status("5", { content: '<p>My <a href="https://social.example/tags/Boots" class="mention hashtag">#Boots</a></p>' });
    const { adapter, of } = brand({
      "GET /api/v1/timelines/tag/boots": { body: [boots] },
      "GET /api/v2/search": { body: { accounts: [], hashtags: [], statuses: [boots, status("6")] } },
    });
    expect((await all(adapter.searchPosts({ hashtags: ["#boots", "wax"] }))).map(({ id }) => id)).toEqual(["5"]);
    expect(of("GET /api/v1/timelines/tag/boots")[0]?.url.searchParams.getAll("any[]")).toEqual(["wax"]);
    expect((await all(adapter.searchPosts({ text: "my", hashtags: ["boots"] }))).map(({ id }) => id)).toEqual(["5"]);
    expect(of("GET /api/v2/search")[0]?.url.searchParams.get("q")).toBe("my #boots");
    expect(await errorOf(adapter.searchPosts({ text: " " }))).toMatchObject({ code: "invalid-request" });
  });
  it("reads many messages in one request where the server can, else one by one, and leaves out what is gone", async () => {
    const targets = ["5", "6"].map((id) => ({ key: key("message", id) }));
    const many = brand({ "GET /api/v1/statuses": { body: [status("5")] } });
    expect((await all(many.adapter.getMessages(targets))).map(({ id }) => id)).toEqual(["5"]);
    expect(many.of("GET /api/v1/statuses")[0]?.url.searchParams.getAll("id[]")).toEqual(["5", "6"]);
    const one = brand({
      "GET /api/v2/instance": { body: instance({ version: "4.2.1", api_versions: undefined }) },
      "GET /api/v1/statuses/5": { body: status("5") },
      "GET /api/v1/statuses/6": { status: 404, text: "404 Not Found" },
    });
    expect((await all(one.adapter.getMessages(targets))).map(({ id }) => id)).toEqual(["5"]);
  });
});

describe("mastodon direct messages", () => {
  const first = status("31", { visibility: "direct", mentions: [named(us)], created_at: "2025-12-30T08:00:00.000Z" });
  const second = status("32", { visibility: "direct", mentions: [named(freja)], in_reply_to_id: "31", in_reply_to_account_id: freja }, us);
  it("names a conversation by its first status, and keeps the server's own id in the refs", async () => {
    const { adapter } = brand({
      "GET /api/v1/conversations": {
        body: [{ id: "77", unread: true, accounts: [{ ...(status("1")["account"] as object) }], last_status: second }],
      },
      "GET /api/v1/statuses/32/context": { body: { ancestors: [first], descendants: [] } },
    });
    const [conversation] = await all(adapter.listConversations());
    expect(conversation).toMatchObject({
      key: key("conversation", "31"),
      kind: "direct",
      unread: 1,
      isGroup: false,
      lastOutboundAt: "2025-12-31T08:00:00.000Z",
      refs: { conversationId: "77", lastStatusId: "32" },
    });
  });
  it("lists what is direct in a thread, newest first, and nothing that is public", async () => {
    const loud = status("33", { in_reply_to_id: "32" });
    const { adapter } = brand({
      "GET /api/v1/statuses/31": { body: first },
      "GET /api/v1/statuses/31/context": { body: { ancestors: [], descendants: [second, loud] } },
    });
    const found = await all(adapter.listMessages({ key: key("conversation", "31") }));
    expect(found.map(({ id, kind, visibility, audience, direction }) => [id, kind, visibility, audience, direction])).toEqual([
      ["32", "direct", "private", "direct", "outbound"],
      ["31", "direct", "private", "direct", "inbound"],
    ]);
    expect(found[0]).not.toHaveProperty("post");
  });
  it("reads on from the last known where the first is gone", async () => {
    const { adapter } = brand({
      "GET /api/v1/statuses/31": { status: 404, body: { error: "Record not found" } },
      "GET /api/v1/statuses/32": { body: second },
      "GET /api/v1/statuses/32/context": { body: { ancestors: [], descendants: [] } },
    });
    const found = await all(adapter.listMessages({ key: key("conversation", "31"), refs: { lastStatusId: "32" } }));
    expect(found.map(({ id, conversation }) => [id, conversation])).toEqual([["32", key("conversation", "31")]]);
  });
  it("reads the branch of the last that is known as well, where something between was deleted", async () => {
    const fallen = status("33", { visibility: "direct", mentions: [named(us)], in_reply_to_account_id: us });
    const answer = status("34", { visibility: "direct", mentions: [named(us)], in_reply_to_id: "33", in_reply_to_account_id: freja });
    const { adapter, seen } = brand({
      "GET /api/v1/statuses/31": { body: first },
      "GET /api/v1/statuses/31/context": { body: { ancestors: [], descendants: [second] } },
      "GET /api/v1/statuses/34": { body: answer },
      "GET /api/v1/statuses/34/context": { body: { ancestors: [fallen], descendants: [] } },
    });
    const list = (lastStatusId: string) => all(adapter.listMessages({ key: key("conversation", "31"), refs: { lastStatusId } }));
    expect((await list("34")).map(({ id }) => id)).toEqual(["34", "33", "32", "31"]);
    seen.length = 0;
    expect((await list("32")).map(({ id }) => id)).toEqual(["32", "31"]);
    expect(seen.map(({ line }) => line)).toEqual(["GET /api/v1/statuses/31", "GET /api/v1/statuses/31/context"]);
  });
  it("finds conversations among the notifications where the server keeps no list of them, and asks only once", async () => {
    const { adapter, of } = brand({
      "GET /api/v1/conversations": { status: 404, text: "404 Not Found" },
      [path]: { body: [notification("2026-01-01T00:00:00Z/mention/abc", first), notification("5", mention("40"))] },
    });
    for (let time = 0; time < 2; time++) {
      const found = await all(adapter.listConversations());
      expect(found.map(({ key: one, participants }) => [one, participants.map(({ handle }) => handle)])).toEqual([
        [key("conversation", "31"), ["freja"]],
      ]);
      expect(found[0]?.refs).toEqual({ lastStatusId: "31" });
    }
    expect(of("GET /api/v1/conversations")).toHaveLength(1);
  });
});
