import { describe, expect, it } from "vitest";
import { lintGate, requireAlt } from "../../src/inbox/policies.js";
import { makeKey } from "../../src/model/keys.js";
import { messageHash } from "../../src/model/hash.js";
import type { Conversation } from "../../src/model/conversation.js";
import { account, comment, direct, entryOf, mikkel, plan, put, robot, rowsOf, sandra, setUp } from "./act-harness.js";

const by = { by: sandra };
const plans = { publicPlan: "I have sent you a message.", privatePlan: "What is your order number?" };
const told = ({ told: calls }: { readonly told: readonly { readonly operation: string; readonly text: string }[] }) =>
  calls.map(({ operation, text }) => `${operation}: ${text}`);

describe("escalate", () => {
  it("says so in public first, then answers in private, and names the steps", async () => {
    const { desk, network, store } = await setUp({ privately: true });
    const outcome = await desk.escalate(comment, plans, by);
    expect(outcome).toMatchObject({
      status: "sent",
      steps: [
        { step: "part", index: 0, status: "sent" },
        { step: "private", index: 0, status: "sent" },
      ],
    });
    expect(told(network)).toEqual(["reply: I have sent you a message.", "replyPrivately: What is your order number?"]);
    expect(network.told.map(({ target, refs }) => [target, refs])).toEqual([
      [comment.key, comment.refs],
      [comment.key, comment.refs],
    ]);
    expect((await rowsOf(store, "audit")).map(({ action, target, status }) => [action, target, status])).toEqual([
      ["escalate", comment.key, "sent"],
    ]);
  });

  it("answers in private alone when nothing is to be said in public", async () => {
    const { desk, network } = await setUp({ privately: true });
    const outcome = await desk.escalate(comment, { privatePlan: "Hej" }, by);
    expect(outcome.steps.map(({ step, index }) => [step, index])).toEqual([["private", 0]]);
    expect(told(network)).toEqual(["replyPrivately: Hej"]);
  });

  it("sends all public parts in order, each under the one before, before the private ones", async () => {
    const { desk, network } = await setUp({ privately: true });
    const outcome = await desk.escalate(comment, { publicPlan: plan(["One.", "Two."]), privatePlan: plan(["Three.", "Four."]) }, by);
    expect(outcome.steps.map(({ step, index }) => [step, index])).toEqual([
      ["part", 0],
      ["part", 1],
      ["private", 0],
      ["private", 1],
    ]);
    expect(network.told.map(({ text, target }) => [text, target])).toEqual([
      ["One.", comment.key],
      ["Two.", network.standing[0]?.key],
      ["Three.", comment.key],
      ["Four.", comment.key],
    ]);
    expect(new Set(network.told.map(({ options }) => options.idempotencyKey)).size).toBe(4);
  });

  it("sends nothing in private when the public part is not sent, and goes on there with the same key", async () => {
    const { desk, network } = await setUp({ privately: true });
    network.fates = ["rejects"];
    const refused = await desk.escalate(comment, plans, by);
    expect(refused).toMatchObject({ status: "rejected", steps: [{ step: "part", index: 0, status: "rejected" }] });
    expect(told(network)).toEqual(["reply: I have sent you a message."]);
    expect((await desk.escalate(comment, plans, by)).status).toBe("sent");
    expect(told(network)).toHaveLength(3);
  });

  it("says nothing twice in public when only the private half failed", async () => {
    const { desk, network } = await setUp({ privately: true });
    network.fates = ["ok", "rejects"];
    const half = await desk.escalate(comment, plans, by);
    expect(half).toMatchObject({
      status: "rejected",
      steps: [
        { step: "part", status: "sent" },
        { step: "private", index: 0, status: "rejected" },
      ],
    });
    expect((await desk.escalate(comment, plans, by)).status).toBe("sent");
    expect(told(network)).toEqual([
      "reply: I have sent you a message.",
      "replyPrivately: What is your order number?",
      "replyPrivately: What is your order number?",
    ]);
  });

  it.each([
    ["public", ["cut-happened"], 2],
    ["private", ["ok", "cut-happened"], 2],
  ] as const)("finds the %s half that got no answer, and sends it once", async (_half, fates, calls) => {
    const { desk, network, clock } = await setUp({ privately: true });
    network.fates = [...fates];
    const unknown = await desk.escalate(comment, plans, by);
    expect(unknown.status).toBe("unknown");
    await clock.sleep(120_000);
    const settled = await desk.reconcile(unknown.id);
    expect((settled.status === "sent" ? settled : await desk.escalate(comment, plans, by)).status).toBe("sent");
    expect(network.told).toHaveLength(calls);
    expect(network.standing.map(({ text }) => text)).toEqual([plans.publicPlan, plans.privatePlan]);
  });

  it("asks `can` for both halves before anything leaves", async () => {
    const closed = { ok: false, reason: "window-closed", detail: "Seven days have passed." } as const;
    const { desk, network } = await setUp({ privately: true, message: false, canRules: { replyPrivately: () => closed } });
    expect(await desk.escalate(comment, plans, by)).toMatchObject({ status: "rejected", error: { code: "window-closed" }, steps: [] });
    expect(network.told).toEqual([]);
  });

  it("begins nothing where the public half is not allowed", async () => {
    const locked = { ok: false, reason: "closed", detail: "The thread is locked." } as const;
    const { desk, network } = await setUp({ privately: true, canRules: { reply: () => locked } });
    expect(await desk.escalate(comment, plans, by)).toMatchObject({ status: "rejected", error: { code: "forbidden" }, steps: [] });
    expect(network.told).toEqual([]);
  });

  it("lets only a person use a window that is for people", async () => {
    const rule = {
      replyPrivately: (_: unknown, { by: who }: { readonly by?: { readonly type: string } }) =>
        who?.type === "human"
          ? ({ ok: true, mode: "human" } as const)
          : ({ ok: false, reason: "human-only", detail: "Let a person write." } as const),
    };
    const { desk, network } = await setUp({ privately: true, message: false, policies: [], canRules: rule });
    expect(await desk.escalate(comment, plans, { by: robot })).toMatchObject({ status: "rejected", error: { code: "forbidden" } });
    expect(network.told).toEqual([]);
    expect((await desk.escalate(comment, plans, by)).status).toBe("sent");
  });

  it("writes into the direct conversation with the author where the network has no answer in private", async () => {
    const { desk, network, store } = await setUp();
    const known: Conversation = {
      key: makeKey(account, "conversation", "dm-asta"),
      network: "forum",
      accountId: "1",
      id: "dm-asta",
      kind: "direct",
      participants: comment.author === undefined ? [] : [comment.author],
      refs: { convo: "ref-asta" },
      lastInboundAt: comment.createdAt,
    };
    await put(store, "conversation", { ...known, key: makeKey(account, "conversation", "group"), id: "group", isGroup: true });
    await put(store, "conversation", known);
    expect((await desk.escalate(comment, plans, by)).status).toBe("sent");
    expect(network.told.at(-1)).toMatchObject({ operation: "sendMessage", target: known.key, refs: known.refs });
  });

  it("begins a conversation with the author where there is none, and keeps to it when the same key goes on", async () => {
    const { desk, network, store } = await setUp();
    network.fates = ["ok", "rejects"];
    expect((await desk.escalate(comment, plans, by)).status).toBe("rejected");
    const begun = makeKey(account, "conversation", "dm-later");
    await put(store, "conversation", {
      key: begun,
      network: "forum",
      accountId: "1",
      id: "dm-later",
      kind: "direct",
      participants: comment.author === undefined ? [] : [comment.author],
    });
    expect((await desk.escalate(comment, plans, by)).status).toBe("sent");
    expect(network.told.map(({ target }) => target)).toEqual([comment.key, comment.author?.key, comment.author?.key]);
  });

  it("takes the direct message where the answer in private is not allowed", async () => {
    const used = { ok: false, reason: "already", detail: "One private reply a comment." } as const;
    const { desk, network } = await setUp({ privately: true, canRules: { replyPrivately: () => used } });
    expect((await desk.escalate(comment, plans, by)).status).toBe("sent");
    expect(network.told.at(-1)?.operation).toBe("sendMessage");
  });

  it("is unsupported where there is no way into private, and says what to do", async () => {
    const { desk, store } = await setUp({ message: false });
    await expect(desk.escalate(comment, plans, by)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/respond/) as string,
    });
    expect(await rowsOf(store, "outbox")).toEqual([]);
  });

  it("refuses what cannot be escalated, naming field and remedy", async () => {
    const { desk, network } = await setUp({ privately: true });
    const wrong: readonly (readonly [unknown, unknown, unknown, RegExp])[] = [
      [direct, plans, by, /private already/],
      [{ key: comment.conversation }, plans, by, /must be a message/],
      [null, plans, by, /must be a message/],
      [comment, { privatePlan: 7 }, by, /replyPrivately on forum/],
      [comment, { publicPlan: "x" }, by, /replyPrivately on forum/],
      [comment, { ...plans, secretPlan: "x" }, by, /secretPlan/],
      [comment, { ...plans, publicPlan: "x".repeat(301) }, by, /301/],
      [comment, plans, {}, /`by`/],
    ];
    for (const [target, say, options, message] of wrong)
      await expect(desk.escalate(target as never, say as never, options as never), String(message)).rejects.toThrow(message);
    const { desk: plain } = await setUp();
    await expect(plain.escalate({ key: makeKey(account, "message", "unseen") }, plans, by)).rejects.toMatchObject({ code: "not-found" });
    expect(network.told).toEqual([]);
  });

  it("refuses a key that stands for other words, in either half", async () => {
    const { desk } = await setUp({ privately: true });
    await desk.escalate(comment, plans, { ...by, idempotencyKey: "k" });
    for (const other of [{ ...plans, publicPlan: "Other." }, { ...plans, privatePlan: "Other." }, { privatePlan: plans.privatePlan }])
      await expect(desk.escalate(comment, other, { ...by, idempotencyKey: "k" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is held as one, and lets both halves out after one approval", async () => {
    const { desk, network, store } = await setUp({ privately: true });
    const held = await desk.escalate(comment, plans, { by: robot });
    expect(held).toMatchObject({ status: "pending", waitsFor: "approval" });
    expect((await entryOf(store, held.id)).publicPlan?.text).toBe(plans.publicPlan);
    expect((await desk.approveReply(held.id, mikkel)).status).toBe("sent");
    expect(network.told).toHaveLength(2);
  });

  it("counts no approval when the public half was changed since", async () => {
    const { desk, store, network } = await setUp({ privately: true });
    const held = await desk.escalate(comment, plans, { by: robot });
    const entry = await entryOf(store, held.id);
    const swapped = {
      ...entry,
      publicPlan: plan(["Something else."]),
      approvals: [{ verdict: "approved", by: sandra, at: entry.createdAt, hash: entry.hash }],
    } as const;
    await store.write([{ collection: "outbox", key: held.id, value: { ...swapped, state: "queued" } }]);
    await desk.recover();
    expect(network.told).toEqual([]);
    expect((await entryOf(store, held.id)).state).toBe("held");
  });

  it("is held as stale when the message was edited after either plan was made", async () => {
    for (const half of ["publicPlan", "privatePlan"] as const) {
      const { desk, network } = await setUp({ privately: true });
      const made = plan(["Hej."], { provenance: { target: { key: comment.key, hash: messageHash({ ...comment, text: "before" }) } } });
      expect(await desk.escalate(comment, { ...plans, [half]: made }, by), half).toMatchObject({ status: "pending", reason: "stale" });
      expect(network.told).toEqual([]);
    }
  });

  it("likes the public message once both halves are out", async () => {
    const { desk, network } = await setUp({ privately: true });
    const publicPlan = plan(["Thanks, I wrote to you."], { actions: [{ type: "like", onUnsupported: "skip" }] });
    const outcome = await desk.escalate(comment, { ...plans, publicPlan }, by);
    expect(outcome.steps.at(-1)).toMatchObject({ step: "like", status: "sent" });
    expect(network.told.at(-1)).toMatchObject({ operation: "like", target: comment.key });
  });

  it("shows policies both halves: ours look at the public one too", async () => {
    const flagged = plan(["Hej."], { warnings: [{ code: "banned-phrase", severity: "warn", message: "x" }] });
    const { desk } = await setUp({ privately: true, policies: [lintGate(["banned-phrase"]), requireAlt()] });
    expect(await desk.escalate(comment, { ...plans, publicPlan: flagged }, by)).toMatchObject({ status: "pending", waitsFor: "approval" });
    const bare = { text: "Look.", attachments: [{ type: "image" as const, url: "https://brand.example/a.png" }] };
    const refused = await desk.escalate(comment, { ...plans, publicPlan: bare }, by);
    expect(refused).toMatchObject({ status: "rejected", error: { message: expect.stringContaining("alt") as string } });
  });
});
