import { can } from "../../../src/adapter/can.js";
import { describe, expect, it } from "vitest";
import { account, all, answer, brand, errorOf, failure, ours, page, post, us, type Answer, type Fields, type Script } from "./support.js";
import type { Message } from "../../../src/model/message.js";
import type { ThreadsAdapter } from "../../../src/networks/threads/index.js";

const image = (n: number): { readonly type: "image"; readonly url: string; readonly alt: string } => ({
  type: "image",
  url: `https://cdn.example/${n}.jpg`,
  alt: `Boot ${n}`,
});
const comment = { key: `${account}:message:2`, refs: { rootId: "1", rootIsOwn: "true", parentId: "1", handle: "freja.w" } } as const;
const now = Date.parse("2026-01-01T00:00:00.000Z");

/** A network that takes anything: containers are ready at the second question. */
function publishing(more: Script = {}): Script {
  let made = 0;
  const status = (_: unknown, nth: number): Answer => ({ body: { id: "c", status: nth > 1 ? "FINISHED" : "IN_PROGRESS" } });
  return {
    "POST /me/threads": ({ body }) => ({ body: { id: body["auto_publish_text"] === true ? "900" : `c${(made += 1)}` } }),
    "POST /me/threads_publish": { body: { id: "900" } },
    "GET /c1": status,
    "GET /c2": status,
    "GET /c3": { body: { status: "FINISHED" } },
    ...more,
  };
}

const bodies = (seen: readonly { readonly body: Fields }[]): readonly Fields[] => seen.map(({ body }) => body);

describe("threads writes", () => {
  it("publishes words in one call", async () => {
    const { adapter, of } = brand(publishing());
    const { post: made, visibility } = await adapter.publishPost({ text: "New in the shop", audience: "mentioned_only" });
    expect(bodies(of("POST /me/threads"))).toEqual([
      { media_type: "TEXT", text: "New in the shop", auto_publish_text: true, reply_control: "mentioned_only" },
    ]);
    expect(made).toMatchObject({ key: `${account}:post:900`, isOwn: true, text: "New in the shop", audience: "mentioned_only" });
    expect([visibility, "raw" in (made ?? {})]).toEqual(["public", false]);
  });

  it("attaches a link to words", async () => {
    const { adapter, of } = brand(publishing());
    await adapter.publishPost({ text: "Look", attachments: [{ type: "link", url: "https://example.com/boots" }] });
    expect(of("POST /me/threads")[0]?.body).toMatchObject({ media_type: "TEXT", link_attachment: "https://example.com/boots" });
  });

  it("prepares a picture with its description, waits, and publishes it", async () => {
    const { adapter, of, clock } = brand(publishing());
    const start = clock.now();
    const { post: made, refs } = await adapter.publishPost({ text: "Boots", attachments: [image(1)], sensitive: true });
    expect(bodies(of("POST /me/threads"))).toEqual([
      { media_type: "IMAGE", text: "Boots", image_url: "https://cdn.example/1.jpg", alt_text: "Boot 1", is_spoiler_media: true },
    ]);
    expect(of("POST /me/threads_publish")[0]?.body).toEqual({ creation_id: "c1" });
    expect(of("GET /c1").length).toBe(2);
    expect(clock.now() - start).toBeGreaterThanOrEqual(65_000);
    expect(made?.attachments).toEqual([{ type: "image", url: "https://cdn.example/1.jpg", alt: "Boot 1" }]);
    expect(refs?.["containerId"]).toBe("c1");
  });

  it("makes a carousel of several, each prepared first", async () => {
    const { adapter, of, seen } = brand(publishing());
    await adapter.publishPost({ text: "Boots", attachments: [image(1), { type: "video", url: "https://cdn.example/2.mp4" }] });
    expect(bodies(of("POST /me/threads"))).toEqual([
      { media_type: "IMAGE", image_url: "https://cdn.example/1.jpg", alt_text: "Boot 1", is_carousel_item: true },
      { media_type: "VIDEO", video_url: "https://cdn.example/2.mp4", is_carousel_item: true },
      { media_type: "CAROUSEL", children: "c1,c2", text: "Boots" },
    ]);
    expect(of("POST /me/threads_publish")[0]?.body).toEqual({ creation_id: "c3" });
    // The parts are ready before the whole is made.
    const lines = seen.map(({ line }) => line);
    expect([of("GET /c1").length, of("GET /c2").length]).toEqual([2, 2]);
    expect(lines.lastIndexOf("POST /me/threads")).toBeGreaterThan(Math.max(lines.lastIndexOf("GET /c1"), lines.lastIndexOf("GET /c2")));
  });

  it("says why media was refused, and publishes nothing", async () => {
    const { adapter, of } = brand(publishing({ "GET /c1": { body: { status: "ERROR", error_message: "FAILED_DOWNLOADING_VIDEO" } } }));
    const error = await errorOf(adapter.publishPost({ text: "", attachments: [{ type: "video", url: "https://cdn.example/2.mp4" }] }));
    expect([error.code, error.message.includes("could not be fetched")]).toEqual(["invalid-request", true]);
    expect(of("POST /me/threads_publish").length).toBe(0);
  });

  it("names the container where the answer of publishing is lost, and finds by it what went out", async () => {
    const lost = publishing({
      "POST /me/threads_publish": new TypeError("terminated"),
      "GET /me/threads": {
        body: page([ours("900", { text: "Boots" }), ours("800", { text: "Boots", timestamp: "2025-01-01T00:00:00+0000" })]),
      },
      "GET /c1": (_, nth) => ({ body: { status: nth === 1 ? "FINISHED" : nth === 2 ? "PUBLISHED" : "FINISHED" } }),
    });
    const { adapter, of, clock } = brand(lost);
    const since = new Date(Math.min(clock.now(), Date.parse("2025-12-31T07:59:00.000Z"))).toISOString();
    const draft = { text: "Boots", attachments: [image(1)] };
    const error = (await errorOf(adapter.publishPost(draft))) as unknown as { code: string; refs?: Record<string, string> };
    expect([error.code, error.refs, of("POST /me/threads_publish").length]).toEqual(["outcome-unknown", { containerId: "c1" }, 1]);
    const profile = { key: adapter.account };
    const find = (refs = error.refs): Promise<readonly Message[]> =>
      all(adapter.findOwn(profile as never, draft, { since, ...(refs && { refs }) }));
    expect((await find()).map(({ id }) => id)).toEqual(["900"]);
    // Not published: then nothing that says the same can be it.
    expect(await find()).toEqual([]);
    // A container that is gone was prepared more than a day ago: then the list alone tells.
    const old = brand({ ...lost, "GET /c1": { status: 400, body: failure(100, 33) } });
    const found = await all(old.adapter.findOwn(profile as never, draft, { since, refs: { containerId: "c1" } }));
    expect(found.map(({ id }) => id)).toEqual(["900"]);
  });

  it("prepares again where preparing got no answer, because nobody sees that", async () => {
    const { adapter, of } = brand(
      publishing({ "POST /me/threads": (_, nth) => (nth === 1 ? new TypeError("reset") : { body: { id: "c1" } }) }),
    );
    await adapter.publishPost({ text: "", attachments: [image(1)] });
    expect([of("POST /me/threads").length, of("POST /me/threads_publish").length]).toEqual([2, 1]);
  });

  it.each<readonly [string, Parameters<ThreadsAdapter["publishPost"]>[0], string]>([
    ["six links", { text: "https://a.dk https://b.dk https://c.dk https://d.dk https://e.dk https://f.dk" }, "links"],
    ["an audience that is none", { text: "x", audience: "friends" }, "`audience`"],
    ["a file that is no address", { text: "x", attachments: [{ type: "image", url: "data:image/png;base64,AA" }] }, "https:"],
    ["a sound", { text: "x", attachments: [{ type: "audio", url: "https://cdn.example/a.mp3" }] }, "attachments[0]"],
    ["a link beside a picture", { text: "x", attachments: [image(1), { type: "link", url: "https://example.com" }] }, "attachments[1]"],
    ["a description that is too long", { text: "x", attachments: [{ ...image(1), alt: "a".repeat(1001) }] }, "`alt`"],
    ["21 pictures", { text: "x", attachments: Array.from({ length: 21 }, (_, at) => image(at)) }, "20"],
    ["emoji over the limit", { text: "👍".repeat(126) }, "500"],
  ])("refuses %s before anything is asked", async (_what, draft, words) => {
    const { adapter, seen } = brand({});
    const error = await errorOf(adapter.publishPost(draft));
    expect([error.code, error.message.includes(words), seen.length]).toEqual(["invalid-request", true, 0]);
  });

  it("takes five hundred characters of emoji by their bytes", async () => {
    const { adapter } = brand(publishing());
    expect((await adapter.publishPost({ text: "👍".repeat(125) })).post?.id).toBe("900");
  });

  it("answers a comment with what its refs tell, and asks nothing of the network before", async () => {
    const { adapter, seen, of } = brand(publishing());
    await adapter.getAccount();
    const before = seen.length;
    const { message } = await adapter.reply(comment, { text: "It is" });
    expect(seen.length - before).toBe(1);
    expect(of("POST /me/threads")[0]?.body).toEqual({ media_type: "TEXT", text: "It is", auto_publish_text: true, reply_to_id: "2" });
    expect(message).toMatchObject({
      key: `${account}:message:900`,
      kind: "comment",
      direction: "outbound",
      via: "send",
      parent: `${account}:message:2`,
      root: `${account}:message:2`,
      post: `${account}:post:1`,
      conversation: `${account}:conversation:1`,
    });
  });

  it("answers our own post on top, without a parent", async () => {
    const { adapter } = brand(publishing());
    const { message } = await adapter.reply({ key: `${account}:post:1`, refs: { rootId: "1", rootIsOwn: "true" } }, { text: "Green too" });
    expect([message?.kind, message?.parent, message?.root, message?.post]).toEqual(["comment", undefined, undefined, `${account}:post:1`]);
  });

  it("says that what is answered is gone", async () => {
    const gone = { status: 400, body: failure(100, 33) };
    const { adapter } = brand({ "POST /me/threads": { status: 400, body: failure(100) }, "GET /2": gone });
    expect(await errorOf(adapter.reply(comment, { text: "It is" }))).toMatchObject({ code: "not-found" });
  });

  it("hides and shows what is on top of our post, and sends nothing for what is not", async () => {
    const { adapter, of, seen } = brand({ "POST /2/manage_reply": { body: { success: true } } });
    expect(await adapter.hide(comment)).toEqual({ visibility: "hidden" });
    expect(await adapter.unhide(comment)).toEqual({ visibility: "public" });
    expect(bodies(of("POST /2/manage_reply"))).toEqual([{ hide: true }, { hide: false }]);
    const sent = seen.length;
    const nested = { key: `${account}:message:3`, refs: { ...comment.refs, parentId: "2" } };
    expect(await errorOf(adapter.hide(nested))).toMatchObject({ code: "unsupported" });
    expect(await errorOf(adapter.hide({ ...comment, refs: { ...comment.refs, rootIsOwn: "false" } }))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(adapter.hide({ key: `${account}:message:1`, refs: { rootId: "1" } }))).toMatchObject({ code: "invalid-request" });
    expect(seen.length).toBe(sent);
  });

  it("does not believe a success that says it is none", async () => {
    const { adapter } = brand({ "POST /2/manage_reply": { body: { success: false } } });
    expect(["unexpected-response", "outcome-unknown"]).toContain((await errorOf(adapter.hide(comment))).code);
  });

  it("approves and denies what waits, and takes what was decided so before for done", async () => {
    const state = { approved: false };
    const { adapter, of } = brand({
      "POST /2/manage_pending_reply": () => {
        if (state.approved) return { status: 400, body: failure(100) };
        state.approved = true;
        return { body: { success: true } };
      },
      "GET /2": { body: answer("2", "1", "1", { reply_approval_status: "approved" }) },
    });
    expect(await adapter.approve(comment)).toEqual({ visibility: "public" });
    expect(await adapter.approve(comment)).toEqual({ visibility: "public" });
    expect(await errorOf(adapter.deny(comment))).toMatchObject({ code: "invalid-request" });
    expect(bodies(of("POST /2/manage_pending_reply"))).toEqual([{ approve: true }, { approve: true }, { approve: false }]);
  });

  it("deletes what is ours, takes what is gone for done, and refuses what is others'", async () => {
    const gone = { status: 400, body: failure(100, 33) };
    const { adapter } = brand({
      "DELETE /900": { body: { success: true, deleted_id: "900" } },
      "DELETE /901": gone,
      "GET /901": gone,
      "DELETE /2": { status: 403, body: failure(10) },
      "GET /2": { body: answer("2", "1", "1") },
    });
    expect(await adapter.delete(adapter.ref({ post: "900" }))).toEqual({});
    expect(await adapter.delete(adapter.ref({ message: "901" }))).toEqual({});
    expect(await errorOf(adapter.delete(comment))).toMatchObject({ code: "forbidden" });
    // What can still be read was not deleted.
    const { adapter: other } = brand({ "DELETE /902": gone, "GET /902": { body: ours("902") } });
    expect(await errorOf(other.delete(other.ref({ post: "902" })))).toMatchObject({ code: "not-found" });
  });

  it("finds our own answers with the same words under the same message, oldest first", async () => {
    const own = (id: string, to: string, text: string, at: string): Fields =>
      answer(id, to, "1", { text, is_reply_owned_by_me: true, username: "nordlys", timestamp: `2025-12-31T08:0${at}:00+0000` });
    const { adapter } = brand({
      "GET /me/replies": {
        body: page([own("93", "2", "It  is", "3"), own("92", "3", "It is", "2"), own("91", "2", "It is ", "1"), own("90", "2", "No", "0")]),
      },
      "GET /2": { body: answer("2", "1", "1") },
      "GET /3": { body: answer("3", "2", "1") },
      "GET /1": { body: ours("1") },
    });
    const found = await all(adapter.findOwn(comment, { text: "It is" }, { since: "2025-12-31T08:00:00.000Z" }));
    expect(found.map(({ id, direction }) => [id, direction])).toEqual([
      ["91", "outbound"],
      ["93", "outbound"],
    ]);
  });

  it("says by `can` what the network would refuse", () => {
    const scopes = ["threads_basic", "threads_manage_replies", "threads_content_publish", "threads_delete"];
    const { adapter } = brand({}, { scopes });
    const facts = { now };
    const reason = (answered: ReturnType<typeof can>): string =>
      answered.ok ? (answered.unsure === undefined ? "yes" : "unsure") : answered.reason;
    const about = (
      operation: "hide" | "approve" | "delete" | "reply",
      more: Partial<Message>,
      refs: Record<string, string> = comment.refs,
    ): string => reason(can(adapter, operation, { key: comment.key, refs, ...more }, facts));
    const own = { author: { key: `${account}:author:${us}` as never, isOwn: true } };
    const theirs = { author: { key: `${account}:author:@freja.w` as never, isOwn: false } };
    expect([
      about("hide", theirs),
      about("hide", theirs, { ...comment.refs, parentId: "9" }),
      about("hide", theirs, { ...comment.refs, rootIsOwn: "false" }),
      about("hide", { ...theirs, visibility: "hidden" }),
      about("hide", theirs, {}),
      about("hide", { deletedAt: "2026-01-01T00:00:00.000Z" }),
    ]).toEqual(["yes", "too-deep", "not-owner", "already", "unsure", "gone"]);
    expect([
      about("approve", { ...theirs, visibility: "held" }),
      about("approve", { ...theirs, visibility: "public" }),
      about("approve", theirs),
    ]).toEqual(["yes", "already", "unsure"]);
    expect([about("delete", own), about("delete", theirs), about("delete", {})]).toEqual(["yes", "not-owner", "unsure"]);
    expect([
      about("reply", theirs),
      about("reply", theirs, { rootIsOwn: "false" }),
      about("reply", { ...theirs, visibility: "held" }),
    ]).toEqual(["yes", "unsure", "closed"]);
    expect(reason(can(adapter, "listMentions", { key: adapter.account }, facts))).toBe("missing-scope");
    expect(reason(can(brand({}).adapter, "publishPost", { key: adapter.account }, facts))).toBe("unsure");
  });

  it("reads a post that is asked for by its id", async () => {
    const { adapter } = brand({ "GET /9": { body: post("9") } });
    expect(await adapter.getPost(adapter.ref({ post: "9" }))).toMatchObject({
      id: "9",
      isOwn: false,
      refs: { rootId: "9", rootIsOwn: "false" },
    });
  });
});
