import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import { tidOf } from "../../../src/networks/bluesky/tid.js";
import { brand, errorOf, failure, freja, malik, person, postUri, replyTo, us, view, type Answer, type Seen } from "./support.js";

const account = accountKey("bluesky", us);
const put = "com.atproto.repo.putRecord";
const get = "com.atproto.repo.getRecord";
const remove = "com.atproto.repo.deleteRecord";
const getPosts = "app.bsky.feed.getPosts";
const uri = postUri(freja, "3kcomment22aa");
const ownRoot = postUri(us, "3kownpost22aa");
const target = { key: makeKey(account, "message", uri), refs: { cid: "bafyc", rootUri: ownRoot, rootCid: "bafyr" } };
const bareTarget = { key: target.key };
const author = { key: makeKey(account, "author", freja) };

type Fields = Record<string, unknown>;
const written = ({ body }: Seen): Answer => ({
  body: { uri: `at://${us}/${String(body["collection"])}/${String(body["rkey"])}`, cid: "bafynew", commit: { cid: "x", rev: "y" } },
});
const record = (seen: Seen | undefined): Fields => seen?.body["record"] as Fields;

/** A repository that compares before it writes, as the network does. */
function repository(): { readonly records: Map<string, Fields>; readonly script: Record<string, (seen: Seen) => Answer> } {
  const records = new Map<string, Fields>();
  const place = (fields: Fields): string => `${String(fields["collection"])}/${String(fields["rkey"])}`;
  const cid = (value: Fields | undefined): string | null =>
    value === undefined ? null : `bafy-${JSON.stringify(value).length}-${JSON.stringify(value["createdAt"])}`;
  return {
    records,
    script: {
      [put]: (seen) => {
        const standing = records.get(place(seen.body));
        const next = seen.body["record"] as Fields;
        const same = JSON.stringify(standing) === JSON.stringify(next);
        const expected = seen.body["swapRecord"];
        if (!same && expected !== undefined && expected !== cid(standing)) return failure(400, "InvalidSwap", "Record was at another cid");
        records.set(place(seen.body), next);
        return { body: { uri: `at://${us}/${place(seen.body)}`, cid: cid(next) } };
      },
      [get]: ({ url }) => {
        const where = `${url.searchParams.get("collection") ?? ""}/${url.searchParams.get("rkey") ?? ""}`;
        const value = records.get(where);
        return value === undefined
          ? failure(400, "RecordNotFound", "Could not locate record")
          : { body: { uri: `at://${us}/${where}`, cid: cid(value), value } };
      },
      [remove]: (seen) => {
        records.delete(place(seen.body));
        return { body: {} };
      },
    },
  };
}

describe("bluesky replies", () => {
  it("names parent and root off the refs, and asks for nothing", async () => {
    const { adapter, of, seen } = brand({ [put]: written });
    const { message, refs } = await adapter.reply(target, { text: "Tak!", language: "da" });
    expect(seen.map(({ nsid }) => nsid)).toEqual(["com.atproto.server.createSession", put]);
    expect(of(put)[0]?.body).toMatchObject({ repo: us, collection: "app.bsky.feed.post", swapRecord: null });
    expect(record(of(put)[0])).toEqual({
      $type: "app.bsky.feed.post",
      text: "Tak!",
      createdAt: "2026-01-01T00:00:00.000Z",
      langs: ["da"],
      reply: { root: { uri: ownRoot, cid: "bafyr" }, parent: { uri, cid: "bafyc" } },
    });
    expect(message).toMatchObject({
      direction: "outbound",
      via: "send",
      text: "Tak!",
      parent: target.key,
      post: makeKey(account, "post", ownRoot),
      kind: "comment",
    });
    expect(message).not.toHaveProperty("raw");
    expect(refs).toMatchObject({ cid: "bafynew", parentUri: uri, rootUri: ownRoot });
  });
  it("finds the root by the parent's own record when only a key is given", async () => {
    const { adapter, of } = brand({
      [put]: written,
      [getPosts]: { body: { posts: [view({ rkey: "3kcomment22aa", record: { reply: replyTo(ownRoot) } })] } },
    });
    await adapter.reply(bareTarget, { text: "Tak!" });
    expect(record(of(put)[0])["reply"]).toEqual({
      root: { uri: ownRoot, cid: "bafy3kownpost22aa" },
      parent: { uri, cid: "bafy3kcomment22aa" },
    });
  });
  it("says nothing where nobody would be shown it: the thread is closed, or a block stands between", async () => {
    const closed = { ...view({ rkey: "3kcomment22aa" }), viewer: { replyDisabled: true } };
    const { adapter, of } = brand({ [put]: written, [getPosts]: { body: { posts: [closed] } } });
    const refused = { code: "forbidden", message: expect.stringContaining("nobody would be shown") as string };
    expect(await errorOf(adapter.reply(bareTarget, { text: "Tak!" }))).toMatchObject(refused);
    expect(await errorOf(adapter.reply({ ...target, allows: { reply: false } }, { text: "Tak!" }))).toMatchObject(refused);
    expect([of(put).length, of(getPosts).length]).toEqual([0, 1]);
  });
  it("takes a first post as parent and root", async () => {
    const { adapter, of } = brand({ [put]: written, [getPosts]: { body: { posts: [view({ rkey: "3kcomment22aa" })] } } });
    await adapter.reply(bareTarget, { text: "Tak!" });
    const ref = { uri, cid: "bafy3kcomment22aa" };
    expect(record(of(put)[0])["reply"]).toEqual({ root: ref, parent: ref });
  });
  it("finds on its server what the index does not have yet", async () => {
    const { adapter, of } = brand({
      [put]: written,
      [getPosts]: { body: { posts: [] } },
      [get]: { body: { uri, cid: "bafyfresh", value: { text: "x", createdAt: "2026-01-01T00:00:00.000Z", reply: replyTo(ownRoot) } } },
    });
    await adapter.reply(bareTarget, { text: "Tak!" });
    expect(record(of(put)[0])["reply"]).toMatchObject({ parent: { uri, cid: "bafyfresh" }, root: { uri: ownRoot } });
  });
  it("refuses a parent that never was, and writes nothing", async () => {
    const { adapter, of } = brand({ [put]: written, [getPosts]: { body: { posts: [] } }, [get]: failure(400, "RecordNotFound") });
    expect(await errorOf(adapter.reply(bareTarget, { text: "Tak!" }))).toMatchObject({ code: "not-found" });
    expect(of(put)).toHaveLength(0);
  });
  it("mentions whom it can find, once each, and leaves the others as text", async () => {
    const { adapter, of } = brand({
      [put]: written,
      "com.atproto.identity.resolveHandle": ({ url }) =>
        url.searchParams.get("handle") === "freja.example.com"
          ? { body: { did: freja } }
          : failure(400, "InvalidRequest", "Unable to resolve handle"),
    });
    await adapter.reply(target, { text: "@freja.example.com @Freja.example.com @nobody.example.com" });
    expect(of("com.atproto.identity.resolveHandle")).toHaveLength(2);
    expect((record(of(put)[0])["facets"] as { index: unknown }[]).map(({ index }) => index)).toEqual([
      { byteStart: 0, byteEnd: 18 },
      { byteStart: 19, byteEnd: 37 },
    ]);
  });
  it("does not answer without the mention when the search for it fails", async () => {
    const { adapter, of } = brand({ [put]: written, "com.atproto.identity.resolveHandle": failure(502, "UpstreamFailure") });
    expect(await errorOf(adapter.reply(target, { text: "@freja.example.com" }))).toMatchObject({ code: "server-error" });
    expect(of(put)).toHaveLength(0);
  });
  it("labels what is sensitive", async () => {
    const { adapter, of } = brand({ [put]: written });
    await adapter.publishPost({ text: "x", sensitive: true });
    await adapter.publishPost({ text: "x", contentWarning: "nudity" });
    expect(of(put).map((seen) => record(seen)["labels"])).toEqual(
      ["graphic-media", "nudity"].map((val) => ({ $type: "com.atproto.label.defs#selfLabels", values: [{ val }] })),
    );
  });
});

describe("bluesky writes with a key", () => {
  it("stand under a record key that the write's key decides", async () => {
    const { adapter, of } = brand({ [put]: written });
    await adapter.reply(target, { text: "Tak!" }, { idempotencyKey: "k1" });
    expect(of(put)[0]?.body["rkey"]).toBe(tidOf(us, "app.bsky.feed.post", "k1"));
  });
  it("go out once, although another process repeats them days later", async () => {
    const { script, records } = repository();
    const first = brand(script);
    const one = await first.adapter.reply(target, { text: "Tak!" }, { idempotencyKey: "k1" });
    const second = brand(script);
    await second.clock.sleep(3 * 86_400_000);
    const two = await second.adapter.reply(target, { text: "Tak!" }, { idempotencyKey: "k1" });
    expect(records.size).toBe(1);
    expect(two.message?.key).toBe(one.message?.key);
    expect(two.message?.createdAt).toBe(one.message?.createdAt);
    expect(two.refs?.["cid"]).toBe(one.refs?.["cid"]);
  });
  it("are refused when the same key says something else, or says it elsewhere", async () => {
    const { script, records } = repository();
    const { adapter } = brand(script);
    await adapter.reply(target, { text: "Tak!" }, { idempotencyKey: "k1" });
    const other = { key: makeKey(account, "message", postUri(malik, "3kx")), refs: { cid: "c", rootUri: ownRoot, rootCid: "r" } };
    expect(await errorOf(adapter.reply(target, { text: "Nej!" }, { idempotencyKey: "k1" }))).toMatchObject({ code: "conflict" });
    expect(await errorOf(adapter.reply(other, { text: "Tak!" }, { idempotencyKey: "k1" }))).toMatchObject({ code: "conflict" });
    expect(records.size).toBe(1);
  });
  it("are sent again after a lost answer, and stand once", async () => {
    const { script, records } = repository();
    const { adapter } = brand({
      ...script,
      [put]: (seen, nth) => (nth === 1 ? (script[put]?.(seen), new TypeError("socket hang up")) : (script[put]?.(seen) ?? {})),
    });
    const { message } = await adapter.reply(target, { text: "Tak!" }, { idempotencyKey: "k1" });
    expect(records.size).toBe(1);
    expect(message?.text).toBe("Tak!");
  });
  it("say under which address they may stand when nobody knows", async () => {
    const { adapter } = brand({ [put]: new TypeError("socket hang up") });
    const error = await errorOf(adapter.reply(target, { text: "Tak!" }, { idempotencyKey: "k1" }));
    const rkey = tidOf(us, "app.bsky.feed.post", "k1");
    expect(error).toMatchObject({ code: "outcome-unknown", refs: { rkey, uri: postUri(us, rkey) } });
  });
  it("are found by that key, and their absence is proven by it", async () => {
    const { script } = repository();
    const { adapter, of } = brand(script);
    const query = { since: "2026-01-01T00:00:00.000Z", idempotencyKey: "k1" };
    expect((await adapter.findOwn(target, { text: "Tak!" }, query)).items).toEqual([]);
    const { message } = await adapter.reply(target, { text: "Tak!" }, { idempotencyKey: "k1" });
    expect((await adapter.findOwn(target, { text: "Tak!" }, query)).items.map(({ key }) => key)).toEqual([message?.key]);
    expect(
      (await adapter.findOwn(target, { text: "Tak!" }, { since: query.since, refs: { rkey: tidOf(us, "app.bsky.feed.post", "k1") } }))
        .items,
    ).toHaveLength(1);
    expect(of("app.bsky.feed.getAuthorFeed")).toHaveLength(0);
  });
  it("are searched among our own posts where no key is known", async () => {
    const mine = (rkey: string, text: string, parent: string, at: string): unknown => ({
      post: view({ did: us, rkey, record: { text, createdAt: at, reply: replyTo(parent, ownRoot) }, more: { indexedAt: at } }),
    });
    const { adapter } = brand({
      "app.bsky.feed.getAuthorFeed": {
        body: {
          feed: [
            mine("3kd", "Tak!", uri, "2026-01-01T10:03:00.000Z"),
            mine("3kc", "Tak!", postUri(malik, "3kz"), "2026-01-01T10:02:00.000Z"),
            mine("3kb", "Tak!", uri, "2026-01-01T10:01:00.000Z"),
            mine("3ka", "Tak!", uri, "2026-01-01T09:00:00.000Z"),
          ],
        },
      },
    });
    const found = await adapter.findOwn(target, { text: "Tak!" }, { since: "2026-01-01T10:00:00.000Z" });
    expect(found.items.map(({ id }) => id)).toEqual([postUri(us, "3kb"), postUri(us, "3kd")]);
  });
});

describe("bluesky likes", () => {
  it("stand once, and say how they are taken back", async () => {
    const { script, records } = repository();
    const { adapter } = brand({ ...script, [getPosts]: { body: { posts: [view({ rkey: "3kcomment22aa", more: { viewer: {} } })] } } });
    const first = await adapter.like(bareTarget);
    const second = await adapter.like(bareTarget);
    expect(records.size).toBe(1);
    expect(second.refs).toEqual(first.refs);
    await adapter.unlike({ key: target.key, refs: first.refs ?? {} });
    expect(records.size).toBe(0);
  });
  it("count as given when they were given in the app", async () => {
    const { adapter, of } = brand({
      [getPosts]: { body: { posts: [view({ rkey: "3kcomment22aa", more: { viewer: { like: `at://${us}/app.bsky.feed.like/3kapp` } } })] } },
    });
    expect(await adapter.like(bareTarget)).toEqual({ refs: { likeUri: `at://${us}/app.bsky.feed.like/3kapp` } });
    expect(of(put)).toHaveLength(0);
  });
  it("are taken back by the app's own record", async () => {
    const { adapter, of } = brand({
      [getPosts]: { body: { posts: [view({ rkey: "3kcomment22aa", more: { viewer: { like: `at://${us}/app.bsky.feed.like/3kapp` } } })] } },
      [remove]: { body: {} },
    });
    await adapter.unlike(bareTarget);
    expect(of(remove)[0]?.body).toEqual({ repo: us, collection: "app.bsky.feed.like", rkey: "3kapp" });
  });
  it("never delete what is not ours", async () => {
    const { adapter, of } = brand({ [remove]: { body: {} } });
    await adapter.unlike({ key: target.key, refs: { likeUri: `at://${us}/app.bsky.feed.post/3kownpost22aa` } });
    expect(of(remove)[0]?.body["collection"]).toBe("app.bsky.feed.like");
  });
});

describe("bluesky moderation", () => {
  const gate = "app.bsky.feed.threadgate/3kownpost22aa";
  it("hides a reply, keeps who may answer, and hides it once", async () => {
    const { script, records } = repository();
    const allow = [{ $type: "app.bsky.feed.threadgate#mentionRule" }];
    records.set(gate, {
      $type: "app.bsky.feed.threadgate",
      post: ownRoot,
      allow,
      createdAt: "2025-01-01T00:00:00.000Z",
      hiddenReplies: ["at://other"],
    });
    const { adapter, of } = brand(script);
    expect(await adapter.hide(target)).toEqual({ visibility: "hidden" });
    await adapter.hide(target);
    expect(of(put)).toHaveLength(1);
    expect(records.get(gate)).toMatchObject({ allow, createdAt: "2025-01-01T00:00:00.000Z", hiddenReplies: ["at://other", uri] });
    expect(await adapter.unhide(target)).toEqual({ visibility: "public" });
    expect(records.get(gate)?.["hiddenReplies"]).toEqual(["at://other"]);
  });
  it("makes the gate when there is none", async () => {
    const { script, records } = repository();
    const { adapter } = brand(script);
    await adapter.hide(target);
    expect(records.get(gate)).toEqual({
      $type: "app.bsky.feed.threadgate",
      post: ownRoot,
      createdAt: "2026-01-01T00:00:00.000Z",
      hiddenReplies: [uri],
    });
  });
  it("tries again when somebody changes the gate meanwhile, and gives up at last", async () => {
    const { script, records } = repository();
    const { adapter, of } = brand({
      ...script,
      [put]: (seen, nth) => {
        if (nth > 2) return script[put]?.(seen) ?? {};
        records.set(gate, { post: ownRoot, createdAt: `2025-01-0${nth}T00:00:00.000Z`, hiddenReplies: [`at://somebody${nth}`] });
        return failure(400, "InvalidSwap");
      },
    });
    await adapter.hide(target);
    expect(of(put)).toHaveLength(3);
    expect(records.get(gate)?.["hiddenReplies"]).toEqual(["at://somebody2", uri]);
    const stuck = brand({ ...script, [put]: failure(400, "InvalidSwap") });
    expect(await errorOf(stuck.adapter.unhide(target))).toMatchObject({ code: "conflict" });
    expect(stuck.of(put)).toHaveLength(5);
  });
  it("refuses the 301st reply, another's thread and the first post", async () => {
    const { script, records } = repository();
    records.set(gate, { post: ownRoot, hiddenReplies: Array.from({ length: 300 }, (_, n) => `at://x/${n}`) });
    const { adapter, of } = brand(script);
    expect(await errorOf(adapter.hide(target))).toMatchObject({ code: "forbidden" });
    const elsewhere = { key: target.key, refs: { cid: "c", rootUri: postUri(malik, "3kx"), rootCid: "r" } };
    expect(await errorOf(adapter.hide(elsewhere))).toMatchObject({ code: "forbidden" });
    const first = { key: makeKey(account, "message", ownRoot), refs: { rootUri: ownRoot } };
    expect(await errorOf(adapter.hide(first))).toMatchObject({ code: "invalid-request" });
    expect(of(put)).toHaveLength(0);
  });
  it("blocks once, and takes back blocks of the app as well as its own", async () => {
    const { script, records } = repository();
    const app: { blocking?: string } = {};
    const { adapter, of } = brand({
      ...script,
      "app.bsky.actor.getProfile": () => ({ body: person(freja, { viewer: app }) }),
    });
    const { refs } = await adapter.ban(author);
    await adapter.ban(author);
    expect(records.size).toBe(1);
    expect(refs?.["blockUri"]).toBe(`at://${us}/app.bsky.graph.block/${tidOf(us, "app.bsky.graph.block", freja)}`);
    app.blocking = `at://${us}/app.bsky.graph.block/3kapp`;
    await adapter.ban(author);
    expect(of(put)).toHaveLength(2);
    await adapter.unban(author);
    expect(of(remove).map(({ body }) => body["rkey"])).toEqual(["3kapp", tidOf(us, "app.bsky.graph.block", freja)]);
    expect(records.size).toBe(0);
  });
  it("does not pretend to know blocks that end", async () => {
    const { adapter, seen } = brand({});
    expect(await errorOf(adapter.ban(author, { durationMs: 60_000 }))).toMatchObject({ code: "unsupported" });
    expect(await errorOf(adapter.ban(author, { deleteHistoryMs: 60_000 }))).toMatchObject({ code: "unsupported" });
    expect(await errorOf(adapter.ban({ key: makeKey(account, "author", us) }))).toMatchObject({ code: "invalid-request" });
    expect(seen).toHaveLength(0);
  });
  it("mutes by person", async () => {
    const { adapter, of } = brand({ "app.bsky.graph.muteActor": {}, "app.bsky.graph.unmuteActor": {} });
    await adapter.mute(author);
    await adapter.unmute(author);
    expect([of("app.bsky.graph.muteActor")[0]?.body, of("app.bsky.graph.unmuteActor")[0]?.body]).toEqual([
      { actor: freja },
      { actor: freja },
    ]);
  });
  it("deletes its own posts only, and what is gone counts as deleted", async () => {
    const { adapter, of } = brand({ [remove]: { body: {} } });
    await adapter.delete({ key: makeKey(account, "post", ownRoot) });
    expect(of(remove)[0]?.body).toEqual({ repo: us, collection: "app.bsky.feed.post", rkey: "3kownpost22aa" });
    expect(await errorOf(adapter.delete(target))).toMatchObject({ code: "forbidden" });
    expect(of(remove)).toHaveLength(1);
  });
});
