import { describe, expect, it } from "vitest";
import { account, brand, errorOf, freja, instance, malik, named, person, status, us, type Answer, type Seen } from "./support.js";
import { can } from "../../../src/adapter/can.js";

const key = (kind: string, id: string): string => `${account}:${kind}:${id}`;
const post = "POST /api/v1/statuses";
const without = (fields: object, name: string): object => Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
const written = ({ body }: Seen): Answer => ({
  body: status(
    "99",
    {
      content: `<p>${String(body["status"])}</p>`,
      visibility: body["visibility"] ?? "public",
      in_reply_to_id: body["in_reply_to_id"] ?? null,
    },
    us,
  ),
});
const refs = { authorId: malik, acct: "malik@far.example", audience: "unlisted", rootId: "1", rootAuthorId: us };
const target = { key: key("message", "5"), refs };
const picture = { type: "image", url: `data:image/png;base64,${btoa("picture")}`, alt: "Boots" } as const;

describe("mastodon replies", () => {
  it("names whom it answers, copies who may read it, and asks for nothing that the refs tell", async () => {
    const { adapter, seen, of } = brand({ [post]: written });
    const { message } = await adapter.reply(target, { text: "Tak!", language: "da" });
    expect(seen.map(({ line }) => line)).toEqual(["GET /api/v2/instance", post]);
    expect(of(post)[0]?.body).toEqual({ status: "@malik@far.example Tak!", in_reply_to_id: "5", visibility: "unlisted", language: "da" });
    expect(message).toMatchObject({
      kind: "comment",
      direction: "outbound",
      via: "send",
      parent: target.key,
      conversation: key("conversation", "1"),
    });
    expect(message).not.toHaveProperty("raw");
  });
  it.each([
    ["@malik@far.example hej", "@malik@far.example hej"],
    ["hej @Malik@Far.Example!", "hej @Malik@Far.Example!"],
    ["@malik hej", "@malik@far.example @malik hej"],
    ["@malik@far.example.org hej", "@malik@far.example @malik@far.example.org hej"],
  ])("names nobody twice: %s", async (text, sent) => {
    const { adapter, of } = brand({ [post]: written });
    await adapter.reply(target, { text });
    expect(of(post)[0]?.body["status"]).toBe(sent);
  });
  it("knows people of its own server by their short name, and does not name the account itself", async () => {
    const { adapter, of } = brand({ [post]: written });
    await adapter.reply({ ...target, refs: { ...refs, authorId: freja, acct: "freja" } }, { text: "@freja@social.example hej" });
    await adapter.reply({ ...target, refs: { ...refs, authorId: us, acct: "nordlys" } }, { text: "and more" });
    expect(of(post).map(({ body }) => body["status"])).toEqual(["@freja@social.example hej", "and more"]);
  });
  it("lets the draft decide who may read it", async () => {
    const { adapter, of } = brand({ [post]: written });
    await adapter.reply(target, { text: "x", audience: "private" });
    expect(of(post)[0]?.body["visibility"]).toBe("private");
    expect(await errorOf(adapter.reply(target, { text: "x", audience: "Everybody!" }))).toMatchObject({ code: "invalid-request" });
  });
  it("never answers a direct message before others, whatever the draft says", async () => {
    const { adapter, of } = brand({ [post]: written });
    await adapter.reply({ ...target, refs: { ...refs, audience: "direct" } }, { text: "Tak!", audience: "public" });
    expect(of(post)[0]?.body).toMatchObject({ visibility: "direct" });
  });
  it("counts the name, the warning and the text together, a link as the server weighs it, a name without its server", async () => {
    const { adapter, of } = brand({ [post]: written });
    const link = `https://shop.example/${"x".repeat(200)}`;
    // "@malik " + link + warning + rest = 7 + 23 + 10 + 460
    const draft = { contentWarning: "w".repeat(10), text: `${link}${" y".repeat(230)}` };
    await adapter.reply(target, draft);
    const error = await errorOf(adapter.reply(target, { ...draft, text: `${draft.text}z` }));
    expect(error.message).toContain("501 graphemes and 500 are allowed");
    expect(of(post)).toHaveLength(1);
    expect(of(post)[0]?.body["spoiler_text"]).toBe("w".repeat(10));
  });
  it("takes as much as the server does, once it was asked, and does not ask again", async () => {
    const more = instance({
      configuration: { statuses: { max_characters: 5000, characters_reserved_per_url: 40, max_media_attachments: 16 } },
    });
    const { adapter, of } = brand({ [post]: written, "GET /api/v2/instance": { body: more } });
    expect(adapter.textRules("reply").limits[0]?.max).toBe(500);
    await adapter.reply(target, { text: "a".repeat(4000) });
    await adapter.reply(target, { text: "b" });
    expect(adapter.textRules("reply")).toMatchObject({ limits: [{ max: 5000 }], urlWeight: 40, most: { attachments: 16 } });
    expect(of("GET /api/v2/instance")).toHaveLength(1);
    expect(await errorOf(adapter.reply(target, { text: "a".repeat(5001) }))).toMatchObject({ code: "invalid-request" });
  });
  it("writes by the defaults where the server does not say what it is", async () => {
    const { adapter, of } = brand({ [post]: written, "GET /api/v2/instance": { status: 404 }, "GET /api/v1/instance": { status: 404 } });
    await adapter.reply(target, { text: "x" });
    expect(await errorOf(adapter.reply(target, { text: "a".repeat(501) }))).toMatchObject({ code: "invalid-request" });
    expect(of(post)).toHaveLength(1);
  });
});

describe("mastodon sends once", () => {
  it("gives one key to one write, whichever process sends it, and none of its words", async () => {
    const [one, other] = [brand({ [post]: written }), brand({ [post]: written })];
    await one.adapter.reply(target, { text: "x" }, { idempotencyKey: "nøgle 1" });
    await other.adapter.reply(target, { text: "x" }, { idempotencyKey: "nøgle 1" });
    await other.adapter.reply(target, { text: "x" });
    const keys = [...one.of(post), ...other.of(post)].map(({ headers }) => headers.get("idempotency-key"));
    expect(keys[0]).toMatch(/^[\da-f]{32}$/);
    expect([keys[1] === keys[0], keys[2] === keys[0]]).toEqual([true, false]);
  });
  it("sends again after a lost answer only to software that removes duplicates", async () => {
    const lost = (_seen: Seen, nth: number): Answer | Error => (nth === 1 ? new TypeError("fetch failed") : written(_seen));
    const kept = brand({ [post]: lost });
    await kept.adapter.reply(target, { text: "x" });
    expect(kept.of(post)).toHaveLength(2);
    const gts = brand({
      [post]: lost,
      "GET /api/v2/instance": { body: instance({ version: "0.19.1", account_domain: "social.example", api_versions: undefined }) },
    });
    expect(await errorOf(gts.adapter.reply(target, { text: "x" }))).toMatchObject({ code: "outcome-unknown" });
    expect(gts.of(post)).toHaveLength(1);
  });
});

describe("mastodon attachments", () => {
  it("uploads with the alternative text, waits for the server, and posts when all is ready", async () => {
    const { adapter, clock, of } = brand({
      [post]: written,
      "POST /api/v2/media": { status: 202, body: { id: "m1", type: "image", url: null } },
      "GET /api/v1/media/m1": (_seen, nth) =>
        nth < 3 ? { status: 206, body: { id: "m1", url: null } } : { body: { id: "m1", url: "https://cdn.example/1" } },
    });
    const start = clock.now();
    await adapter.publishPost({ text: "New", attachments: [picture], sensitive: true });
    expect(of("POST /api/v2/media")[0]?.body["description"]).toBe("Boots");
    expect(of("POST /api/v2/media")[0]?.body["file"]).toBeInstanceOf(File);
    expect(of("GET /api/v1/media/m1")).toHaveLength(3);
    expect(clock.now() - start).toBeGreaterThanOrEqual(7000);
    expect(of(post)[0]?.body).toMatchObject({ media_ids: ["m1"], sensitive: true });
  });
  it("gives up on a file that is never ready, and publishes nothing", async () => {
    const { adapter, of } = brand({
      "POST /api/v2/media": { status: 202, body: { id: "m1", url: null } },
      "GET /api/v1/media/m1": { status: 206, body: { id: "m1", url: null } },
      "DELETE /api/v1/media/m1": { body: {} },
    });
    expect(await errorOf(adapter.publishPost({ text: "New", attachments: [picture] }))).toMatchObject({ code: "timeout" });
    expect(of(post)).toHaveLength(0);
  });
  it("refuses what the server would, before anything is uploaded", async () => {
    const { adapter, of } = brand({});
    const refused = async (...attachments: readonly object[]): Promise<string> =>
      (await errorOf(adapter.publishPost({ text: "x", attachments: attachments as (typeof picture)[] }))).message;
    expect(await refused(picture, { ...picture, type: "video" })).toContain("only attachment");
    expect(await refused({ ...picture, type: "link" })).toContain("links go as text");
    expect(await refused({ ...picture, url: "data:image/webp;base64,AAAA" })).toContain("image/webp");
    expect(await refused({ ...picture, url: `data:image/png;base64,${btoa("x".repeat(1001))}` })).toContain("1000");
    expect(await refused({ ...picture, alt: "x".repeat(101) })).toContain("100 characters");
    expect(await refused(picture, picture, picture, picture, picture)).toContain("5 entries and 4");
    expect(of("POST /api/v2/media")).toHaveLength(0);
  });
});

describe("mastodon edits, deletes and pins", () => {
  it("sends everything again that the draft does not change, and keeps naming whom it named", async () => {
    const now = status(
      "7",
      {
        visibility: "direct",
        spoiler_text: "Feet",
        sensitive: true,
        language: "da",
        mentions: [named(malik), named(freja)],
        media_attachments: [{ id: "m1", type: "image" }],
        edited_at: "2026-01-01T00:00:00.000Z",
      },
      us,
    );
    const { adapter, of } = brand({ "GET /api/v1/statuses/7": { body: now }, "PUT /api/v1/statuses/7": { body: now } });
    const receipt = await adapter.edit({ key: key("message", "7") }, { text: "Rettet" });
    expect(of("PUT /api/v1/statuses/7")[0]?.body).toEqual({
      status: "@malik@far.example @freja Rettet",
      spoiler_text: "Feet",
      sensitive: true,
      language: "da",
      media_ids: ["m1"],
    });
    expect(receipt.message?.key).toBe(key("message", "7"));
    expect(await errorOf(adapter.edit({ key: key("message", "7") }, { text: "x", audience: "public" }))).toMatchObject({
      code: "invalid-request",
    });
  });
  it("changes no status with a poll, whose votes would be lost", async () => {
    const { adapter, of } = brand({ "GET /api/v1/statuses/7": { body: status("7", { poll: { id: "3", options: [] } }, us) } });
    expect(await errorOf(adapter.edit({ key: key("post", "7") }, { text: "x" }))).toMatchObject({ code: "unsupported" });
    expect(of("PUT /api/v1/statuses/7")).toHaveLength(0);
  });
  it("takes an own status that is gone for deleted, and does not believe it of other people's", async () => {
    const gone = brand({ "DELETE /api/v1/statuses/7": { status: 404 }, "GET /api/v1/statuses/7": { status: 404 } });
    expect(await gone.adapter.delete({ key: key("message", "7") })).toEqual({});
    const theirs = brand({ "DELETE /api/v1/statuses/7": { status: 404 }, "GET /api/v1/statuses/7": { body: status("7") } });
    expect(await errorOf(theirs.adapter.delete({ key: key("message", "7") }))).toMatchObject({ code: "forbidden" });
  });
  it("believes no success that tells of an error", async () => {
    const line = "DELETE /api/v1/statuses/7";
    const { adapter, of } = brand({ [line]: { body: { error: "Record not found" } } });
    expect(await errorOf(adapter.delete({ key: key("message", "7") }))).toMatchObject({
      code: "unexpected-response",
      message: expect.stringContaining("an error as a success") as string,
    });
    expect(of(line)).toHaveLength(1);
  });
  it.each([
    ["like", "statuses/7/favourite", "message", status("7", { favourited: false })],
    ["unlike", "statuses/7/unfavourite", "message", status("7", { favourited: true })],
    ["ban", "accounts/7/block", "author", { id: "7", blocking: false, muting: true }],
    ["unban", "accounts/7/unblock", "author", { id: "7", blocking: true, muting: false }],
    ["mute", "accounts/7/mute", "author", { id: "7", blocking: true, muting: false }],
    ["unmute", "accounts/7/unmute", "author", { id: "7", blocking: false, muting: true }],
  ] as const)("gives no receipt for %s where the answer says that nothing has changed", async (operation, path, kind, body) => {
    const { adapter } = brand({ [`POST /api/v1/${path}`]: { body } });
    expect(await errorOf(adapter[operation]({ key: key(kind, "7") }))).toMatchObject({
      code: "unexpected-response",
      message: expect.stringContaining("it is not") as string,
    });
    const silent = brand({ [`POST /api/v1/${path}`]: { body: kind === "author" ? { id: "7" } : without(body, "favourited") } });
    expect(await silent.adapter[operation]({ key: key(kind, "7") })).toEqual({});
  });
  it("pins twice and counts it as done", async () => {
    const { adapter } = brand({
      "POST /api/v1/statuses/7/pin": { status: 422, body: { error: "Validation failed: Status has already been taken" } },
      "GET /api/v1/statuses/7": { body: status("7", { pinned: true }, us) },
    });
    expect(await adapter.pin({ key: key("post", "7") })).toEqual({});
  });
});

describe("mastodon private words", () => {
  it("answers the last of a direct thread and names everybody in it, whatever the draft says", async () => {
    const first = status("31", { visibility: "direct", mentions: [named(us), named(malik)] });
    const { adapter, of } = brand({
      [post]: written,
      "GET /api/v1/statuses/31": { body: first },
      "GET /api/v1/statuses/31/context": {
        body: {
          ancestors: [],
          descendants: [status("33", { visibility: "public", in_reply_to_id: "31", created_at: "2025-12-31T11:00:00.000Z" })],
        },
      },
    });
    const { message } = await adapter.sendMessage({ key: key("conversation", "31") }, { text: "Hej", audience: "public" });
    expect(of(post)[0]?.body).toMatchObject({ status: "@freja @malik@far.example Hej", in_reply_to_id: "31", visibility: "direct" });
    expect(message).toMatchObject({ kind: "direct", visibility: "private", conversation: key("conversation", "31") });
  });
  it("answers a public message in a thread of its own", async () => {
    const { adapter, of } = brand({ [post]: written });
    const { message } = await adapter.replyPrivately(target, { text: "Your number?" });
    expect(of(post)[0]?.body).toEqual({ status: "@malik@far.example Your number?", visibility: "direct" });
    expect(message?.conversation).toBe(key("conversation", "99"));
  });
  it("marks a conversation by the server's own id, and notifications up to a message", async () => {
    const { adapter, of } = brand({
      "POST /api/v1/conversations/77/read": { body: {} },
      "GET /api/v1/markers": { body: {} },
      "POST /api/v1/markers": { body: {} },
    });
    await adapter.markRead({ key: key("conversation", "31"), refs: { conversationId: "77" } });
    await adapter.markRead({ key: key("message", "5"), refs: { ...refs, notificationId: "2026-01-01T00:00:00Z/mention/a" } });
    expect(of("POST /api/v1/conversations/77/read")).toHaveLength(1);
    expect(of("POST /api/v1/markers")[0]?.body).toEqual({ notifications: { last_read_id: "2026-01-01T00:00:00Z/mention/a" } });
    expect(await errorOf(adapter.markRead(target))).toMatchObject({ code: "invalid-request" });
  });
  it("never makes unread again what was read meanwhile", async () => {
    const { adapter, of } = brand({
      "GET /api/v1/markers": { body: { notifications: { last_read_id: "99" } } },
      "POST /api/v1/markers": { body: {} },
    });
    for (const notificationId of ["98", "99", "100", "9"])
      await adapter.markRead({ key: key("message", "5"), refs: { ...refs, notificationId } });
    expect(of("POST /api/v1/markers").map(({ body }) => body["notifications"])).toEqual([{ last_read_id: "100" }]);
  });
  it("mutes for a time, and blocks without an end only", async () => {
    const { adapter, of } = brand({ "POST /api/v1/accounts/903/mute": { body: { id: malik, muting: true } } });
    await adapter.mute({ key: key("author", malik) }, { durationMs: 3_600_000 });
    expect(of("POST /api/v1/accounts/903/mute")[0]?.body).toEqual({ notifications: true, duration: 3600 });
    expect(await errorOf(adapter.ban({ key: key("author", malik) }, { durationMs: 1000 }))).toMatchObject({ code: "unsupported" });
    expect(await errorOf(adapter.ban({ key: key("author", us) }))).toMatchObject({ code: "invalid-request" });
  });
});

describe("mastodon schedules", () => {
  it("hands a post over for later, takes it back, and refuses what is too soon", async () => {
    const { adapter, of } = brand({
      [post]: ({ body }) => ({ body: { id: "s1", scheduled_at: body["scheduled_at"], params: {} } }),
      "DELETE /api/v1/scheduled_statuses/s1": (_seen, nth) => (nth === 1 ? { body: {} } : { status: 404 }),
    });
    const at = "2026-01-02T08:00:00.000Z";
    expect(await adapter.schedulePost({ text: "Soon" }, { at })).toEqual({ id: "s1", at });
    expect(of(post)[0]?.body).toEqual({ status: "Soon", scheduled_at: at });
    await adapter.cancelScheduled("s1");
    await adapter.cancelScheduled("s1");
    expect(await errorOf(adapter.schedulePost({ text: "Soon" }, { at: "2026-01-01T00:04:00.000Z" }))).toMatchObject({
      code: "invalid-request",
    });
  });
});

describe("mastodon `can`", () => {
  const now = 0;
  it("follows the server's software once it is known", async () => {
    const { adapter } = brand({
      "GET /api/v2/instance": { body: instance({ version: "0.17.3", account_domain: "social.example", api_versions: undefined }) },
    });
    const own = { key: key("post", "7"), refs: { ...refs, authorId: us } };
    expect(can(adapter, "edit", own, { now }).ok).toBe(true);
    expect(await adapter.detect()).toMatchObject({ software: "gotosocial", version: "0.17.3" });
    expect(can(adapter, "edit", own, { now })).toMatchObject({ ok: false, reason: "unsupported" });
  });
  it.each([
    ["3.5.3+0.17.3", "0.17.3", false],
    ["3.5.3+0.19.1-git-1a2b3c", "0.19.1-git-1a2b3c", true],
    ["0.19.1+git-1a2b3c", "0.19.1+git-1a2b3c", true],
  ])("reads GoToSocial's own version off %s", async (version, own, edits) => {
    const { adapter } = brand({
      "GET /api/v2/instance": { body: instance({ version, source_url: "https://codeberg.org/superseriousbusiness/gotosocial" }) },
    });
    const { software, version: read, operations } = await adapter.detect();
    expect([software, read, operations.includes("edit")]).toEqual(["gotosocial", own, edits]);
  });
  it("names the scope that is missing; a coarse one holds all below it", async () => {
    const { adapter } = brand({ "GET /api/v1/accounts/verify_credentials": { body: person(us) } }, { scopes: ["read", "write:statuses"] });
    const own = await adapter.getAccount();
    expect(own).toMatchObject({
      id: "social.example/901",
      actors: ["social.example/901", us],
      handle: "nordlys",
      scopes: ["read", "write:statuses"],
    });
    expect(can(adapter, "reply", target, { now, account: own }).ok).toBe(true);
    expect(can(adapter, "like", target, { now, account: own })).toMatchObject({
      ok: false,
      reason: "missing-scope",
      detail: expect.stringContaining("write:favourites") as string,
    });
  });
  it("is not sure while nobody said what the token may do, and knows it from the option without asking", () => {
    const silent = brand({}).adapter;
    expect(can(silent, "reply", target, { now })).toMatchObject({ ok: true, unsure: expect.stringContaining("`scopes`") as string });
    const told = brand({}, { scopes: ["read"] }).adapter;
    expect(can(told, "reply", target, { now })).toMatchObject({ ok: false, reason: "missing-scope" });
    expect(can(told, "listPosts", target, { now })).toEqual({ ok: true });
  });
  it("tells own from other people's, and direct from public", () => {
    const { adapter } = brand({});
    expect(can(adapter, "delete", target, { now })).toMatchObject({ ok: false, reason: "not-owner" });
    expect(can(adapter, "pin", { ...target, refs: { ...refs, authorId: us, audience: "direct" } }, { now })).toMatchObject({
      reason: "unsupported",
    });
    expect(can(adapter, "replyPrivately", { ...target, refs: { ...refs, authorId: us } }, { now })).toMatchObject({ reason: "own" });
    expect(can(adapter, "ban", { key: key("author", us) }, { now })).toMatchObject({ reason: "own" });
  });
  it("refuses the token of another account", async () => {
    const { adapter } = brand({ "GET /api/v1/accounts/verify_credentials": { body: person(freja) } });
    expect(await errorOf(adapter.getAccount())).toMatchObject({ code: "misconfigured" });
  });
});
