import { describe, expect, it } from "vitest";
import { challengeRequest, escapedJson, signatureOf, signedDelivery } from "../../../src/testing/graph/webhook.js";
import {
  comment,
  deliver,
  direct,
  feed,
  ids,
  instagram,
  makeApp,
  only,
  read,
  secret,
  seconds,
  start,
  threads,
  word,
} from "./push-support.js";
import { createGraphApp } from "../../../src/networks/_graph/app.js";
import { createInbox } from "../../../src/inbox/index.js";
import { createReceiver } from "../../../src/webhooks/receiver.js";

const badSignature = { code: "bad-signature" };
const account = `facebook:${ids.page}`;

describe("handshake", () => {
  it("gives the challenge back as plain text, with dots or underscores in the names", async () => {
    for (const url of [undefined, `https://host.test/?hub_mode=subscribe&hub_verify_token=${word}&hub_challenge=11`]) {
      const answer = await read(url === undefined ? challengeRequest(word, "11") : new Request(url));
      if (answer.type !== "challenge") throw new Error("no challenge");
      expect(answer.response.status).toBe(200);
      expect(answer.response.headers.get("content-type")).toMatch(/^text\/plain/);
      expect(await answer.response.text()).toBe("11");
    }
  });

  it("is refused with another word, none, another mode, or where no word was set", async () => {
    for (const signature of ["wrong", "malformed", "missing"] as const)
      await expect(read(challengeRequest(word, "11", { signature }))).rejects.toMatchObject(badSignature);
    await expect(read(new Request(`https://host.test/?hub.mode=leave&hub.verify_token=${word}`))).rejects.toMatchObject(badSignature);
    const { app, logs } = makeApp({ verifyToken: async () => "" });
    await expect(read(new Request("https://host.test/?hub.mode=subscribe&hub.verify_token="), app)).rejects.toMatchObject(badSignature);
    expect(logs.join()).not.toContain(word);
  });

  it("is answered with 403 at the door, and by whichever app knows the word", async () => {
    const one = makeApp({ id: "1", verifyToken: "one" }).app;
    const two = makeApp({ id: "2", verifyToken: async () => "two" }).app;
    const receiver = createReceiver({ apps: [one, two], deliver: async () => undefined });
    expect((await receiver.receive(challengeRequest("three", "11"))).status).toBe(403);
    expect(await (await receiver.receive(challengeRequest("two", "11"))).text()).toBe("11");
  });
});

describe("signature", () => {
  it("verifies by any secret of any product, also one that a function gives", async () => {
    const { app } = makeApp({ secrets: ["new", "old"], products: { instagram: ["ig"], threads: [async () => "th"] } });
    for (const key of ["new", "old", "ig", "th"]) expect((await read(signedDelivery(key, feed(comment())), app)).type).toBe("delivery");
    await expect(read(signedDelivery("other", feed(comment())), app)).rejects.toMatchObject(badSignature);
  });

  it("is made over the bytes as they were sent", async () => {
    const payload = feed(comment({ message: "På æøå https://a.test/ 😀" }));
    const { message } = await only("message.created", payload);
    expect(message.text).toBe("På æøå https://a.test/ 😀");
    const sent = signedDelivery(secret, payload);
    const again = new Request(sent.url, { method: "POST", headers: sent.headers, body: JSON.stringify(payload) });
    await expect(read(again)).rejects.toMatchObject(badSignature);
  });

  it("is refused when it is wrong, missing, malformed or only the old one", async () => {
    for (const signature of ["wrong", "missing", "malformed"] as const)
      await expect(read(signedDelivery(secret, feed(comment()), { signature }))).rejects.toMatchObject(badSignature);
    const right = signatureOf(secret, escapedJson(feed(comment())));
    for (const header of [right.slice(7), `sha1=${right.slice(7, 47)}`, `${right}0`, right.slice(0, -2), ` ${right.replace("=", "= ")}`]) {
      const request = new Request("https://host.test/", { method: "POST", headers: { "x-hub-signature-256": header }, body: "{}" });
      await expect(read(request)).rejects.toMatchObject(badSignature);
    }
    const bodiless = new Request("https://host.test/", { method: "POST", headers: { "x-hub-signature": "sha1=00" } });
    await expect(read(bodiless)).rejects.toMatchObject(badSignature);
  });

  it("tells nothing of secrets, and is checked before anything is read", async () => {
    for (const raw of ["{", "null", "[".repeat(5_000)])
      await expect(read(signedDelivery(secret, undefined, { raw, signature: "wrong" }))).rejects.toMatchObject(badSignature);
    const error: unknown = await read(signedDelivery(secret, {}, { signature: "wrong" })).catch((reason: unknown) => reason);
    expect(String(error)).not.toContain(secret);
  });
});

describe("a delivery", () => {
  it("may be anything that was signed: what is no envelope says nothing", async () => {
    for (const raw of ["{", "", "null", "7", "[]", '{"object":"page"}', "[".repeat(5_000), '{"entry":[null,4,{"changes":{}}]}'])
      expect((await deliver(undefined, { raw })).changes).toEqual([]);
  });

  it("keeps ids that a number would round, and leaves digits in texts alone", async () => {
    const raw = `{"object":"page","entry":[{"id":${ids.page},"time":${String(seconds)},"changes":[{"field":"feed","value":
      {"item":"comment","verb":"add","comment_id":"501_601","post_id":"${ids.page}_501","parent_id":"${ids.page}_501",
       "sender_id":90071992547409931234,"message":"call \\"12345678901234567\\" or 12345678901234567","created_time":${String(seconds)}}}]}]}`;
    const { changes } = await deliver(undefined, { raw });
    expect(changes).toMatchObject([
      { message: { author: { id: "90071992547409931234" }, text: 'call "12345678901234567" or 12345678901234567', createdAt: start } },
    ]);
  });

  it("reads seconds and milliseconds, and takes when it came for what it cannot read", async () => {
    for (const [told, at] of [
      [seconds, start],
      [seconds * 1000, start],
      [String(seconds), start],
      ["2026-10-01T10:00:00+0200", start],
      [-5, "2026-10-01T08:00:05.000Z"],
      [1e300, "2026-10-01T08:00:05.000Z"],
      [{}, "2026-10-01T08:00:05.000Z"],
    ] as const)
      expect((await only("message.created", feed(comment({ created_time: told })))).at).toBe(at);
  });

  it("comes in batches, in the order that was sent, and one odd thing keeps none of the others", async () => {
    const changes = Array.from({ length: 1_000 }, (_, index) =>
      index === 500 ? { field: "feed" } : { field: "feed", value: comment({ comment_id: `501_${String(index)}` }) },
    );
    const { changes: told } = await deliver({ object: "page", entry: [{ id: ids.page, time: seconds, changes }] });
    expect(told).toHaveLength(1_000);
    expect(told.map(({ type }) => type).filter((type) => type !== "message.created")).toEqual(["network.event"]);
    expect(told[999]).toMatchObject({ message: { id: "501_999" } });
  });

  it("takes messages that come as changes for messages", async () => {
    const value = {
      sender: { id: ids.maren },
      recipient: { id: ids.instagram },
      timestamp: seconds,
      message: { mid: "aWdf1", text: "hej" },
    };
    const { message } = await only("message.created", instagram("messages", value));
    expect(message).toMatchObject({ kind: "direct", id: "aWdf1", createdAt: start });
  });

  it("tells of permissions to the accounts that they are for", async () => {
    const payload = {
      object: "permissions",
      entry: [{ id: "5", time: seconds, changes: [{ field: "pages_messaging", value: { verb: "revoke", target_ids: [ids.page] } }] }],
    };
    expect(await only("network.event", payload)).toMatchObject({ account, name: "permissions.pages_messaging" });
  });

  it("tells what it does not know as an event, without what is secret in it", async () => {
    const value = { item: "novelty", access_token: "EAAB", nested: [{ page_token: "x", kept: 1 }], app_secret: "y" };
    const event = await only("network.event", feed(value, "novelties"));
    expect(event).toMatchObject({ account, name: "novelties", raw: { item: "novelty", nested: [{ kept: 1 }] } });
    expect(JSON.stringify(event)).not.toMatch(/EAAB|token|secret/);
    expect(
      (await only("network.event", { object: "user", entry: [{ id: "5", time: 1, changed_fields: ["x"], changes: [{ field: "email" }] }] }))
        .name,
    ).toBe("user.email");
  });

  it("of no account that it names goes to a key of the app", async () => {
    expect((await only("network.event", { object: "page", entry: [{ changes: [{ field: "x" }] }] })).account).toBe(`facebook:${ids.app}`);
  });

  it("has the same ids when it comes again, and others for another event of the same words", async () => {
    const like = feed({ item: "like", verb: "add", user_id: 5 });
    const [first] = (await deliver(like)).changes;
    expect((await deliver(like)).changes).toEqual([first]);
    const later = {
      object: "page",
      entry: [{ id: ids.page, time: seconds + 900, changes: [{ field: "feed", value: { item: "like", verb: "add", user_id: 5 } }] }],
    };
    expect((await deliver(later)).changes[0]?.id).not.toBe(first?.id);
  });

  it("is acknowledged by an inbox that does not have the account, which it tells", async () => {
    const app = createGraphApp({ id: ids.app, secrets: [secret] });
    const inbox = createInbox({ accounts: [], apps: [app] });
    const unrouted: unknown[] = [];
    inbox.on("unrouted", (news) => unrouted.push(news));
    expect((await inbox.receive(signedDelivery(secret, feed(comment())))).status).toBe(200);
    expect((await inbox.receive(signedDelivery(secret, feed(comment()), { signature: "wrong" }))).status).toBe(401);
    expect(unrouted).toEqual([{ app: ids.app, account }]);
    await inbox.close();
  });
});

describe("Instagram", () => {
  const said = {
    id: "180001",
    text: "Hvor finder jeg den? #sko",
    from: { id: ids.maren, username: "maren.skov" },
    media: { id: "1790", media_product_type: "FEED" },
  };

  it("tells of comments in changes and flat on the entry, with what answering needs", async () => {
    const inChanges = await only("message.created", instagram("comments", said));
    expect(inChanges.message).toMatchObject({
      key: `instagram:${ids.instagram}:message:180001`,
      kind: "comment",
      direction: "inbound",
      author: { id: ids.maren, handle: "maren.skov", isOwn: false },
      conversation: `instagram:${ids.instagram}:conversation:1790`,
      post: `instagram:${ids.instagram}:post:1790`,
      refs: { postId: "1790", handle: "maren.skov" },
      entities: [{ type: "hashtag", value: "sko" }],
      createdAt: start,
    });
    const flat = { object: "instagram", entry: [{ id: ids.instagram, time: seconds, field: "comments", value: said }] };
    expect((await only("message.created", flat)).message).toEqual(inChanges.message);
  });

  it("tells of answers, of our own comments, of live ones, and takes the other name of the id", async () => {
    const answer = await only("message.created", instagram("comments", { ...said, parent_id: "180000" }));
    expect(answer.message).toMatchObject({
      parent: `instagram:${ids.instagram}:message:180000`,
      root: `instagram:${ids.instagram}:message:180000`,
    });
    for (const parent_id of [said.id, said.media.id])
      expect((await only("message.created", instagram("comments", { ...said, parent_id }))).message).not.toHaveProperty("parent");
    for (const from of [{ id: ids.instagram }, { id: "7", self_ig_scoped_id: "7", username: "os" }]) {
      const own = await only("message.created", instagram("comments", { ...said, from }));
      expect(own.message).toMatchObject({ direction: "outbound", author: { id: ids.instagram, isOwn: true }, allows: { hide: false } });
    }
    const { id: comment_id, ...rest } = said;
    const live = await only("message.created", instagram("live_comments", { ...rest, comment_id }));
    expect(live.message).toMatchObject({ id: "180001", surface: "live", allows: { reply: false } });
    const nameless = await only("message.created", instagram("comments", { ...said, from: { username: "maren.skov" } }));
    expect(nameless.message.author).toMatchObject({ key: `instagram:${ids.instagram}:author:@maren.skov` });
  });

  it("has mentions asked for, for only ids are told, each once", async () => {
    const one = { field: "mentions", value: { media_id: "1790", comment_id: "180005" } };
    const caption = { field: "mentions", value: { media_id: "1791" } };
    const { changes, pull } = await deliver({
      object: "instagram",
      entry: [{ id: ids.instagram, time: seconds, changes: [one, caption, one] }],
    });
    expect(changes).toEqual([]);
    const key = (id: string): string => `instagram:${ids.instagram}:message:${id}`;
    expect(pull).toEqual([
      {
        account: `instagram:${ids.instagram}`,
        surface: "mentions",
        messages: [
          { key: key("180005"), refs: { mediaId: "1790", commentId: "180005" } },
          { key: key("1791"), refs: { mediaId: "1791" } },
        ],
      },
    ]);
  });
});

describe("Threads", () => {
  const reply = {
    id: "1801",
    username: "maren.skov",
    text: "Hvor mange er der?",
    media_type: "TEXT_POST",
    permalink: "https://www.threads.net/@maren.skov/post/A",
    replied_to: { id: "1790" },
    root_post: { id: "1790", owner_id: ids.threads, username: "os" },
    timestamp: "2026-10-01T08:00:00+0000",
  };
  const key = (kind: string, id: string): string => `threads:${ids.threads}:${kind}:${id}`;

  it("tells of replies below our post as comments, with values in a list or not", async () => {
    const { message } = await only("message.created", threads("replies", reply));
    expect(message).toMatchObject({
      key: key("message", "1801"),
      kind: "comment",
      author: { key: key("author", "@maren.skov"), handle: "maren.skov" },
      post: key("post", "1790"),
      conversation: key("conversation", "1790"),
      refs: { rootId: "1790", rootIsOwn: "true", parentId: "1790", handle: "maren.skov" },
      createdAt: start,
    });
    expect(message.parent).toBeUndefined();
    const listed = { ...threads("replies", reply), values: [{ field: "replies", value: reply }] };
    expect((await only("message.created", listed)).message).toEqual(message);
    const deeper = await only("message.created", threads("replies", { ...reply, replied_to: { id: "1799" } }));
    expect(deeper.message.parent).toBe(key("message", "1799"));
    const own = await only("message.created", threads("replies", { ...reply, username: "os" }));
    expect(own.message).toMatchObject({ direction: "outbound", author: { id: ids.threads, isOwn: true } });
  });

  it("tells of mentions and quotes, of what we deleted, and has the list asked for what we published", async () => {
    const alone = { ...reply, root_post: undefined, replied_to: undefined };
    const mention = await only("message.created", threads("mentions", alone));
    expect(mention.message).toMatchObject({ kind: "mention", mentionsUs: true, post: key("post", "1801") });
    expect((await only("message.created", threads("mentions", { ...alone, is_quote_post: true }))).message.kind).toBe("quote");
    const deleted = await deliver(
      threads("delete", { id: "1801", deleted_at: "2026-10-01T08:00:00+0000", owner: { owner_id: ids.threads } }),
    );
    expect(deleted.changes.map(({ type, at }) => [type, at])).toEqual([
      ["message.deleted", start],
      ["post.deleted", start],
    ]);
    const published = await deliver(threads("publish", { id: "1802", username: "os", timestamp: "2026-10-01T08:00:00+0000" }));
    expect(published.pull).toEqual([{ account: `threads:${ids.threads}`, surface: "posts" }]);
    expect(published.changes).toMatchObject([{ type: "network.event", name: "publish", at: start }]);
  });
});

it("matches what is Meta's by its looks, and nothing else", () => {
  const { app } = makeApp();
  const form = new Request("https://host.test/", { method: "POST", body: new URLSearchParams({ signed_request: "a.b" }) });
  const ours = [challengeRequest("?", "1"), signedDelivery("?", direct({})), form];
  const theirs = [new Request("https://host.test/?x=1"), new Request("https://host.test/", { method: "POST", body: "{}" })];
  expect([...ours, ...theirs].map((request) => app.webhook.matches(request))).toEqual([true, true, true, false, false]);
});
