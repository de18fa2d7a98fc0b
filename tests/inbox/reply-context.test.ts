import { describe, expect, it } from "vitest";
import { account, comment, direct, put, sandra, setUp } from "./act-harness.js";
import type { Account } from "../../src/model/account.js";
import type { Message } from "../../src/model/message.js";

describe("replyContext", () => {
  it("gathers what composing needs, as plain data", async () => {
    const { desk, store, network } = await setUp({
      canRules: { like: () => ({ ok: false, reason: "already", detail: "Liked." }) },
    });
    await put(store, "message", { ...comment, surface: "forum-thread" });
    const context = await desk.replyContext(comment.key);
    expect(context).toMatchObject({
      to: { key: comment.key },
      surface: "forum-thread",
      rules: { limits: [{ unit: "graphemes", max: 300 }] },
      can: {
        reply: { ok: true },
        sendMessage: { ok: true },
        replyPrivately: { ok: false, reason: "unsupported" },
        like: { ok: false, reason: "already" },
        hide: { ok: true },
      },
      recent: [],
      publicReplies: 0,
      now: "2026-01-01T12:00:00.000Z",
    });
    expect(JSON.parse(JSON.stringify(context))).toEqual(context);
    expect(network.told).toHaveLength(0);
  });

  it("tells our latest twenty texts, newest first", async () => {
    const { desk, clock } = await setUp();
    for (let i = 0; i < 23; i++) {
      await desk.respond(comment, `Text ${i}`, { by: sandra });
      await clock.advance(1_000);
    }
    const { recent } = await desk.replyContext(direct.key);
    expect(recent).toEqual(Array.from({ length: 20 }, (_, i) => `Text ${22 - i}`));
  });

  it("counts our public replies in the tree of a comment, and none in private", async () => {
    const { desk, store } = await setUp();
    const other: Message = { ...comment, key: "forum:1:message:c2", id: "c2" };
    const ours = (id: string, fields: Partial<Message>): Message => ({
      ...comment,
      key: `forum:1:message:${id}`,
      id,
      direction: "outbound",
      root: comment.key,
      ...fields,
    });
    await put(store, "message", comment);
    await put(store, "message", other);
    await put(store, "message", direct);
    await put(store, "message", ours("o1", {}));
    await put(store, "message", ours("o2", { root: other.key }));
    await put(store, "message", ours("o3", { deletedAt: "2026-01-01T01:00:00.000Z" }));
    await put(store, "message", ours("o4", { visibility: "private" }));
    expect(await desk.replyContext(comment.key)).toMatchObject({ publicReplies: 1 });
    expect(await desk.replyContext(direct.key)).not.toHaveProperty("publicReplies");
  });

  it("tells our own name, so that a reply does not take us for a friend", async () => {
    const { desk, store } = await setUp();
    await put(store, "message", comment);
    await put(store, "account", { key: account, network: "forum", id: "1", actors: ["1"], handle: "boots" } satisfies Account);
    expect(await desk.replyContext(comment.key)).toMatchObject({ ownHandle: "boots" });
  });

  it("refuses a message that the store does not hold", async () => {
    const { desk } = await setUp();
    await expect(desk.replyContext("forum:1:message:nobody")).rejects.toMatchObject({ code: "not-found" });
    await expect(desk.replyContext(comment.conversation as never)).rejects.toMatchObject({ code: "invalid-request" });
  });
});
