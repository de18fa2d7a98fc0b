import { describe, expect, it } from "vitest";
import { account, brand, freja, malik, named, status, us, type Answer } from "./support.js";

const key = (kind: string, id: string): string => `${account}:${kind}:${id}`;
const refs = { authorId: malik, acct: "malik@far.example", audience: "unlisted", rootId: "1", rootAuthorId: us };
const target = { key: key("message", "5"), refs };

describe("mastodon finds its own", () => {
  it("compares what was meant: names in front, short names and HTML aside", async () => {
    const own = (id: string, more: Record<string, unknown>): Record<string, unknown> =>
      status(id, { created_at: "2026-01-01T00:00:02.000Z", ...more }, us);
    const content =
      '<p><a href="https://far.example/@malik" class="u-url mention">@<span>malik</span></a> Tak &amp; hilsen<br />Nordlys</p>';
    const { adapter, seen } = brand({
      "GET /api/v1/accounts/901/statuses": {
        body: [
          own("13", { content, in_reply_to_id: "5" }),
          own("12", { content, in_reply_to_id: "6" }),
          own("11", { in_reply_to_id: "5" }),
          own("10", { content, in_reply_to_id: "5", created_at: "2025-12-31T00:00:00.000Z" }),
        ],
      },
      "GET /api/v1/statuses/13/context": { body: { ancestors: [status("5")], descendants: [] } },
      "GET /api/v1/statuses/12/context": { body: { ancestors: [status("6")], descendants: [] } },
    });
    const { items } = await adapter.findOwn(target, { text: "Tak & hilsen\nNordlys" }, { since: "2026-01-01T00:00:00.000Z" });
    expect(items.map(({ id }) => id)).toEqual(["13"]);
    expect(seen.map(({ line }) => line)).not.toContain("GET /api/v1/statuses/11/context");
  });
  it("knows a name in the letters of its owner, and trusts no clock to the second", async () => {
    const content = '<p>Ask <a href="https://social.example/@freja" class="u-url mention">@<span>freja</span></a></p>';
    const said = status("13", { content, in_reply_to_id: "5", created_at: "2025-12-31T23:59:30.000Z" }, us);
    const { adapter } = brand({
      "GET /api/v1/accounts/901/statuses": { body: [said] },
      "GET /api/v1/statuses/13/context": { body: { ancestors: [status("5")], descendants: [] } },
    });
    const { items } = await adapter.findOwn(target, { text: "Ask @Freja" }, { since: "2026-01-01T00:00:00.000Z" });
    expect(items.map(({ id }) => id)).toEqual(["13"]);
  });
});

describe("mastodon finds its own in threads that fell apart", () => {
  const since = "2026-01-01T00:00:00.000Z";
  const gone = { status: 404, body: { error: "Record not found" } };
  const own = (id: string, more: Record<string, unknown>): Record<string, unknown> =>
    status(id, { created_at: "2026-01-01T00:00:02.000Z", content: "<p>Tak</p>", mentions: [named(malik)], ...more }, us);
  const whisper = { visibility: "direct" };
  const list = (...items: readonly Record<string, unknown>[]): Record<string, Answer> => ({
    "GET /api/v1/accounts/901/statuses": { body: items },
  });
  const idsOf = async (answers: Record<string, Answer>, to: { readonly key: string; readonly refs: Record<string, string> }) => {
    const { adapter } = brand(answers);
    return (await adapter.findOwn(to, { text: "Tak" }, { since })).items.map(({ id }) => id);
  };

  it("takes an answer that answers nothing any more, once what it answered is gone", async () => {
    const answers = list(own("13", {}), own("12", { mentions: [named(freja)] }));
    expect(await idsOf({ ...answers, "GET /api/v1/statuses/5": gone }, target)).toEqual(["13"]);
    expect(await idsOf({ ...answers, "GET /api/v1/statuses/5": { body: status("5") } }, target)).toEqual([]);
  });
  const talk = { key: key("conversation", "1"), refs: { conversationId: "7", lastStatusId: "3" } };
  const last = status("3", { ...whisper, mentions: [named(us)] }, malik);
  it("finds a direct message in the conversation whose first is gone", async () => {
    const answers = {
      ...list(own("13", { ...whisper, in_reply_to_id: "3" }), own("12", { ...whisper, in_reply_to_id: "3", mentions: [named(freja)] })),
      "GET /api/v1/statuses/13/context": { body: { ancestors: [last], descendants: [] } },
      "GET /api/v1/statuses/12/context": { body: { ancestors: [last], descendants: [] } },
      "GET /api/v1/statuses/1": gone,
    };
    expect(await idsOf({ ...answers, "GET /api/v1/statuses/3": { body: last } }, talk)).toEqual(["13"]);
    expect(await idsOf({ ...answers, "GET /api/v1/statuses/3": gone }, talk)).toEqual(["12", "13"]);
  });
  it("finds a direct message whose middle is gone, and leaves other conversations alone", async () => {
    const first = status("1", { ...whisper, mentions: [named(us)] }, malik);
    const other = status("8", { ...whisper, mentions: [named(us)] }, malik);
    const answers = {
      ...list(
        own("14", { ...whisper }),
        own("13", { ...whisper, in_reply_to_id: "3" }),
        own("12", { ...whisper, in_reply_to_id: "8" }),
        own("11", { in_reply_to_id: "8" }),
      ),
      "GET /api/v1/statuses/13/context": { body: { ancestors: [last], descendants: [] } },
      "GET /api/v1/statuses/12/context": { body: { ancestors: [other], descendants: [] } },
      "GET /api/v1/statuses/11/context": { body: { ancestors: [other], descendants: [] } },
      "GET /api/v1/statuses/1": { body: first },
      "GET /api/v1/statuses/3": { body: last },
      "GET /api/v1/statuses/8": { body: other },
    };
    expect(await idsOf(answers, talk)).toEqual(["13", "14"]);
  });
  it("finds a direct message below a branch that fell off, although the first and the last that were known still stand", async () => {
    const first = status("1", { ...whisper, mentions: [named(us)] }, malik);
    const fallen = own("9", { ...whisper, content: "<p>Hej</p>", in_reply_to_account_id: malik });
    const whole = own("8", { ...whisper, content: "<p>Hej</p>" });
    const answers = {
      ...list(
        own("14", { ...whisper, in_reply_to_id: "9" }),
        own("13", { ...whisper, in_reply_to_id: "8" }),
        own("12", { ...whisper, in_reply_to_id: "7" }),
        own("11", { ...whisper, in_reply_to_id: "9", mentions: [named(freja)] }),
      ),
      "GET /api/v1/statuses/14/context": { body: { ancestors: [fallen], descendants: [] } },
      "GET /api/v1/statuses/13/context": { body: { ancestors: [whole], descendants: [] } },
      "GET /api/v1/statuses/12/context": { body: { ancestors: [], descendants: [] } },
      "GET /api/v1/statuses/11/context": { body: { ancestors: [fallen], descendants: [] } },
      "GET /api/v1/statuses/1": { body: first },
      "GET /api/v1/statuses/7": gone,
      "GET /api/v1/statuses/8": { body: whole },
      "GET /api/v1/statuses/9": { body: fallen },
    };
    expect(await idsOf(answers, { ...talk, refs: { conversationId: "7", lastStatusId: "1" } })).toEqual(["12", "14"]);
  });
});
