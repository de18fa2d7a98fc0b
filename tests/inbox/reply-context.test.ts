import { describe, expect, it } from "vitest";
import { comment, direct, put, sandra, setUp } from "./act-harness.js";

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
      },
      recent: [],
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

  it("refuses a message that the store does not hold", async () => {
    const { desk } = await setUp();
    await expect(desk.replyContext("forum:1:message:nobody")).rejects.toMatchObject({ code: "not-found" });
    await expect(desk.replyContext(comment.conversation as never)).rejects.toMatchObject({ code: "invalid-request" });
  });
});
