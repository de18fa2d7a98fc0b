import { describe, expect, it } from "vitest";
import { hashOf, messageHash } from "../../src/model/hash.js";
import { comment, direct, plan, put, room, rowsOf, sandra, setUp } from "./act-harness.js";

const by = sandra;
const like = { type: "like", onUnsupported: "skip" } as const;

describe("respond", () => {
  it.each(["comment", "chat", "mention", "quote", "review", "other"] as const)("replies under a %s", async (kind) => {
    const { desk, network, store } = await setUp();
    await put(store, "message", { ...comment, kind });
    expect((await desk.respond({ key: comment.key }, "Yes.", { by })).status).toBe("sent");
    expect(network.told).toMatchObject([{ operation: "reply", target: comment.key, refs: { cid: "ref-1" } }]);
  });

  it.each([
    ["direct", true],
    ["chat", false],
  ] as const)("answers a %s message into its conversation, with the conversation's refs (replying: %s)", async (kind, reply) => {
    const { desk, network, store } = await setUp({ reply });
    await put(store, "message", { ...direct, kind });
    expect((await desk.respond({ key: direct.key }, "Yes.", { by })).status).toBe("sent");
    expect(network.told).toMatchObject([{ operation: "sendMessage", target: room.key, refs: { convo: "ref-dm" } }]);
  });

  it("answers each direct message, also with the same words", async () => {
    const { desk, network, store } = await setUp();
    const next = { ...direct, key: `${direct.key}b`, id: "d1b", createdAt: "2026-01-01T11:00:00.000Z" };
    await put(store, "message", next);
    await desk.respond(direct, "Thanks!", { by });
    await desk.respond(next, "Thanks!", { by });
    await desk.respond(next, "Thanks!", { by });
    expect(network.told).toHaveLength(2);
  });

  it("ends the waiting of a conversation it has answered", async () => {
    const { desk, store } = await setUp();
    await desk.respond(direct, "Yes.", { by });
    const [conversation] = await rowsOf(store, "conversation");
    expect(conversation).not.toHaveProperty("waitingSince");
    expect(conversation?.lastOutboundAt).toBe("2026-01-01T12:00:00.000Z");
  });

  it("leaves those waiting under a post whom it has not answered", async () => {
    const { desk, store } = await setUp();
    const other = { ...comment, key: `${comment.key}b`, id: "c1b", createdAt: "2026-01-01T10:00:00.000Z" };
    await put(store, "message", other);
    await put(store, "conversation", { ...room, key: comment.conversation, id: "p1", kind: "comment", waitingSince: comment.createdAt });
    await desk.respond(comment, "Yes.", { by });
    const [conversation] = (await rowsOf(store, "conversation")).filter(({ id }) => id === "p1");
    expect(conversation?.waitingSince).toBe(other.createdAt);
  });

  it("audits who answered, by keys and hashes", async () => {
    const { desk, store } = await setUp();
    const outcome = await desk.respond(comment, "sentinel-text", { by, meta: { ticket: "7" } });
    const rows = await rowsOf(store, "audit");
    expect(rows).toMatchObject([
      { action: "reply", by, account: "forum:1", target: comment.key, outbox: outcome.id, status: "sent", meta: { ticket: "7" } },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/sentinel|Asta/i);
  });
});

describe("respond, with a like", () => {
  it("likes after the text", async () => {
    const { desk, network, store } = await setUp();
    const outcome = await desk.respond(comment, plan(["One", "Two"], { actions: [like] }), { by });
    expect(network.told.map(({ operation }) => operation)).toEqual(["reply", "reply", "like"]);
    expect(outcome.steps.map(({ step, status }) => [step, status])).toEqual([
      ["part", "sent"],
      ["part", "sent"],
      ["like", "sent"],
    ]);
    expect((await store.read("message", [comment.key]))[0]?.value).toMatchObject({ ownReactions: ["like"], refs: { undo: "ref-undo" } });
  });

  it("likes the message, not the conversation, that it answers in private", async () => {
    const { desk, network } = await setUp();
    const provenance = { target: { key: direct.key, hash: messageHash(direct) } };
    await desk.respond(direct, plan(["Yes."], { actions: [like], provenance }), { by });
    expect(network.told.map(({ operation, target }) => [operation, target])).toEqual([
      ["sendMessage", room.key],
      ["like", direct.key],
    ]);
  });

  it.each(["rejects", "cut-not", "limited", "strange"] as const)("stays sent when the like %s", async (fate) => {
    const { desk, network } = await setUp();
    network.fates = ["ok", fate];
    const outcome = await desk.respond(comment, plan(["Yes."], { actions: [like] }), { by });
    expect(outcome.status).toBe("sent");
    expect(outcome.steps[1]).toMatchObject({ step: "like", status: fate === "cut-not" || fate === "strange" ? "unknown" : "rejected" });
    await desk.respond(comment, plan(["Yes."], { actions: [like] }), { by });
    expect(network.told).toHaveLength(2);
  });

  it("likes nothing when the text is not out", async () => {
    const { desk, network } = await setUp();
    network.fates = ["rejects"];
    await desk.respond(comment, plan(["Yes."], { actions: [like] }), { by });
    expect(network.told.map(({ operation }) => operation)).toEqual(["reply"]);
  });

  it.each([
    ["skip", 0, 0],
    ["warn", 1, 0],
    ["fail", 1, 1],
  ] as const)("where there is no like: %s", async (onUnsupported, warnings, steps) => {
    const lines: string[] = [];
    const { desk } = await setUp({ like: false, logger: { warn: (line) => lines.push(line) } });
    const outcome = await desk.respond(comment, plan(["Yes."], { actions: [{ type: "like", onUnsupported }] }), { by });
    expect(outcome.status).toBe("sent");
    expect(lines).toHaveLength(warnings);
    expect(outcome.steps.filter(({ step }) => step === "like")).toHaveLength(steps);
  });

  it("asks `can` before it likes, and leaves out what is liked already", async () => {
    const { desk, network } = await setUp({ canRules: { like: () => ({ ok: false, reason: "already", detail: "Liked." }) } });
    const outcome = await desk.respond(comment, plan(["Yes."], { actions: [{ type: "like", onUnsupported: "fail" }] }), { by });
    expect(outcome).toMatchObject({ status: "sent", steps: [{ step: "part" }] });
    expect(network.told).toHaveLength(1);
  });
});

describe("respond, to what changed since", () => {
  const stale = (text: string) => plan([text], { provenance: { target: { key: comment.key, hash: messageHash(comment) } } });

  it("sends a plan whose target is as it was", async () => {
    const { desk } = await setUp();
    expect((await desk.respond(comment, stale("Yes."), { by })).status).toBe("sent");
  });

  it("holds a plan whose target was edited, until a person who saw that approves", async () => {
    const { desk, store, network } = await setUp();
    await put(store, "message", { ...comment, text: "Never mind." });
    const held = await desk.respond(comment, stale("Yes."), { by });
    expect(held).toMatchObject({ status: "pending", waitsFor: "approval", reason: "stale" });
    expect(network.told).toHaveLength(0);
    await put(store, "message", { ...comment, text: "Never mind. Or do." });
    expect((await desk.approveReply(held.id, by)).status).toBe("sent");
  });

  it("holds it anew when the target is edited after it was approved", async () => {
    const { desk, store, network } = await setUp();
    await put(store, "message", { ...comment, text: "Never mind." });
    network.onWrite = async () => {
      await put(store, "message", { ...comment, text: "Edited again." });
    };
    network.fates = ["rejects"];
    const held = await desk.respond(comment, stale("Yes."), { by });
    expect((await desk.approveReply(held.id, by)).status).toBe("rejected");
    expect(await desk.respond(comment, stale("Yes."), { by })).toMatchObject({ status: "pending", reason: "stale" });
    expect(network.told).toHaveLength(1);
  });

  it("holds a plan whose target was deleted, whatever anybody approves", async () => {
    const { desk, store, network } = await setUp();
    await put(store, "message", { ...comment, text: "", deletedAt: "2026-01-01T11:00:00.000Z" });
    const held = await desk.respond(comment, stale("Yes."), { by });
    expect(held).toMatchObject({ status: "pending", reason: "stale" });
    expect(await desk.approveReply(held.id, by)).toMatchObject({ status: "pending", reason: "stale" });
    expect(network.told).toHaveLength(0);
  });

  it("holds a plan for a direct message that was edited", async () => {
    const { desk, store, network } = await setUp();
    await put(store, "message", { ...direct, text: "Never mind." });
    const say = plan(["Yes."], { provenance: { target: { key: direct.key, hash: messageHash(direct) } } });
    expect(await desk.respond(direct, say, { by })).toMatchObject({ status: "pending", reason: "stale" });
    expect(network.told).toHaveLength(0);
    expect(hashOf(direct)).not.toBe(hashOf(comment));
  });
});
