import { describe, expect, it } from "vitest";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { account, comment, direct, mikkel, plan, robot, rowsOf, sandra, setUp, textsOf } from "./act-harness.js";

const by = sandra;

describe("act", () => {
  it("sends, and says what became of it", async () => {
    const { desk, network, store } = await setUp();
    const outcome = await desk.act("reply", comment, "Yes, they are.", { by });
    expect(outcome).toMatchObject({
      status: "sent",
      steps: [{ step: "part", index: 0, status: "sent", message: { text: "Yes, they are." } }],
    });
    expect(textsOf(network)).toEqual(["Yes, they are."]);
    expect(network.told[0]).toMatchObject({ operation: "reply", refs: { cid: "ref-1" }, options: { by } });
    const [entry] = await rowsOf(store, "outbox");
    expect(entry).toMatchObject({ state: "sent", id: outcome.id, by });
    expect(entry).not.toHaveProperty("lease");
    const sent = (await rowsOf(store, "message")).find(({ id }) => id === "own1");
    expect(sent).toMatchObject({ direction: "outbound", via: "send", parent: comment.key });
  });

  it("takes parts that make up the text, whatever the white space between them", async () => {
    const { desk } = await setUp();
    const parts = ["They come in small.", "From size 24.", "æøå"];
    const said = plan(parts, { text: "They come in small.\n\n From  size 24.æøå " });
    expect((await desk.respond(comment, said, { by })).status).toBe("sent");
  });

  it("hands the adapter a key of its own for each part", async () => {
    const { desk, network } = await setUp();
    await desk.act("reply", comment, plan(["One", "Two"]), { by, idempotencyKey: "k" });
    expect(network.told.map(({ options }) => options.idempotencyKey)).toEqual(["k#0", "k#1"]);
  });

  it("sends parts in order, each under the one before", async () => {
    const { desk, network } = await setUp();
    await desk.act("reply", comment, plan(["One", "Two", "Three"]), { by });
    expect(network.standing.map(({ text, parent }) => [text, parent])).toEqual([
      ["One", comment.key],
      ["Two", "forum:1:message:own1"],
      ["Three", "forum:1:message:own2"],
    ]);
  });

  it("sends attachments and title with the first part only", async () => {
    const { desk, network } = await setUp();
    const image = { type: "image", url: "data:image/png;base64,AA==", alt: "a" } as const;
    await desk.act("reply", comment, plan(["One", "Two"], { attachments: [image], title: "Boots", contentWarning: "mud" }), { by });
    expect(network.told.map(({ draft }) => draft)).toEqual([
      { text: "One", attachments: [image], title: "Boots", contentWarning: "mud" },
      { text: "Two", contentWarning: "mud" },
    ]);
  });

  it("stops at the first part that is not sent, and goes on there with the same key", async () => {
    const { desk, network } = await setUp();
    network.fates = ["ok", "rejects"];
    const say = plan(["One", "Two", "Three"]);
    const first = await desk.act("reply", comment, say, { by, idempotencyKey: "k" });
    expect(first).toMatchObject({
      status: "rejected",
      error: { code: "forbidden" },
      steps: [{ status: "sent" }, { index: 1, status: "rejected" }],
    });
    const second = await desk.act("reply", comment, say, { by, idempotencyKey: "k" });
    expect(second.status).toBe("sent");
    expect(textsOf(network)).toEqual(["One", "Two", "Three"]);
  });

  it("sends once for twenty parallel calls with one key, and tells all of them the same", async () => {
    const { desk, network } = await setUp();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => desk.respond(comment, "Yes.", { by, idempotencyKey: "k" })));
    expect(network.told).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(outcomes[0]?.status).toBe("sent");
  });

  it("sends once for parallel calls of several processes", async () => {
    const { open, network } = await setUp();
    const desks = [open(), open(), open(), open()];
    network.onWrite = async () => {
      // Slow enough that everybody else comes while it is under way.
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const outcomes = await Promise.all(desks.flatMap((desk) => [1, 2, 3].map(() => desk.respond(comment, plan(["One", "Two"]), { by }))));
    expect(textsOf(network)).toEqual(["One", "Two"]);
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(outcomes[0]?.status).toBe("sent");
  });

  it("takes the same words to the same target for one reply, unless a key tells them apart", async () => {
    const { desk, network } = await setUp();
    await desk.respond(comment, "Thanks!", { by });
    await desk.respond(comment, { text: "Thanks!" }, { by: mikkel });
    expect(network.told).toHaveLength(1);
    await desk.respond(comment, "Thanks!", { by, idempotencyKey: "again" });
    expect(network.told).toHaveLength(2);
  });

  it("takes a plan that lost its like for the same reply", async () => {
    const { desk, network } = await setUp();
    const like = { type: "like", onUnsupported: "skip" } as const;
    await desk.respond(comment, plan(["Thanks!"], { actions: [like] }), { by });
    await desk.respond(comment, plan(["Thanks!"]), { by });
    expect(textsOf(network)).toEqual(["Thanks!"]);
  });

  it("refuses a key that stands for another text", async () => {
    const { desk, network } = await setUp();
    await desk.respond(comment, "Yes.", { by, idempotencyKey: "k" });
    const refused = desk.respond(comment, "No.", { by, idempotencyKey: "k" });
    await expect(refused).rejects.toMatchObject({ name: "ConflictError", code: "conflict" });
    await expect(refused).rejects.toThrow(/idempotencyKey/);
    expect(network.told).toHaveLength(1);
  });

  it("refuses a parallel call with the same key and another text", async () => {
    const { desk } = await setUp();
    const [first, second] = await Promise.allSettled([
      desk.respond(comment, "Yes.", { by, idempotencyKey: "k" }),
      desk.respond(comment, "No.", { by, idempotencyKey: "k" }),
    ]);
    expect(first.status).toBe("fulfilled");
    expect(second).toMatchObject({ status: "rejected", reason: { code: "conflict" } });
  });

  it("waits for budget when the network has none, and goes on then", async () => {
    const { desk, network, clock } = await setUp({ limiter: { mode: "throw" } });
    network.fates = ["limited"];
    const waits = await desk.respond(comment, "Yes.", { by });
    expect(waits).toMatchObject({ status: "pending", waitsFor: "budget", until: "2026-01-01T12:01:00.000Z" });
    expect(await desk.recover()).toEqual([]);
    await clock.advance(60_000);
    expect(await desk.recover()).toMatchObject([{ id: waits.id, status: "sent" }]);
    expect(textsOf(network)).toEqual(["Yes."]);
  });

  it("ends as unknown when nobody knows, and names when it can be known", async () => {
    const { desk, network } = await setUp();
    network.fates = ["cut-happened"];
    const outcome = await desk.respond(comment, plan(["One", "Two"]), { by });
    expect(outcome).toMatchObject({
      status: "unknown",
      error: { code: "outcome-unknown" },
      checkAt: "2026-01-01T12:01:30.000Z",
      steps: [{ status: "unknown" }],
    });
    expect(network.told).toHaveLength(1);
  });

  it("believes nothing after an error that is not ours, and repeats none of it", async () => {
    const { desk, network } = await setUp();
    network.fates = ["strange"];
    const outcome = await desk.respond(comment, "Yes.", { by });
    expect(outcome.status).toBe("unknown");
    expect(JSON.stringify(outcome)).not.toContain("sentinel-strange-error");
  });

  it("waits for the same key when the signal ended a wait before anything left", async () => {
    const { desk, network } = await setUp();
    const stop = new AbortController();
    network.onWrite = ({ options }) => {
      stop.abort(new Error("enough"));
      options.signal?.throwIfAborted();
    };
    const outcome = await desk.respond(comment, "Yes.", { by, signal: stop.signal });
    expect(outcome).toMatchObject({ status: "pending", waitsFor: "resume" });
    network.onWrite = () => undefined;
    expect((await desk.respond(comment, "Yes.", { by })).status).toBe("sent");
    expect(textsOf(network)).toEqual(["Yes."]);
  });

  it("leaves the parts that are left when the signal ends it in between", async () => {
    const { desk, network } = await setUp();
    const stop = new AbortController();
    network.onWrite = () => {
      stop.abort();
    };
    const outcome = await desk.respond(comment, plan(["One", "Two"]), { by, signal: stop.signal });
    expect(outcome).toMatchObject({ status: "pending", waitsFor: "resume", steps: [{ status: "sent" }] });
    expect((await desk.respond(comment, plan(["One", "Two"]), { by })).status).toBe("sent");
    expect(textsOf(network)).toEqual(["One", "Two"]);
  });

  it("tells that an account has to log in again", async () => {
    const heard: unknown[] = [];
    const { desk, network } = await setUp({ heard: (...news) => heard.push(news) });
    network.fates = ["logged-out"];
    expect(await desk.respond(comment, "Yes.", { by })).toMatchObject({ status: "rejected", error: { code: "unauthenticated" } });
    expect(heard).toEqual([["reauthorize", { account, network: "forum", cause: "revoked" }]]);
  });

  it("writes nothing once the inbox is closed", async () => {
    const { desk, network } = await setUp();
    desk.stop();
    await expect(desk.respond(comment, "Yes.", { by })).rejects.toThrow(/closed/);
    expect(network.told).toHaveLength(0);
  });

  it("keeps tenants apart", async () => {
    const { store, network, open } = await setUp({ tenant: "acme" });
    const outcome = await open().respond(comment, "Yes.", { by });
    expect((await store.read("outbox", [`acme/${outcome.id}`]))[0]?.value.state).toBe("sent");
    expect((await store.read("message", ["acme/forum:1:message:own1"]))[0]?.value.text).toBe("Yes.");
    expect(network.told).toHaveLength(1);
  });

  it("turns a switch, keeps what turns it back, and shows it on the object", async () => {
    const { desk, store, network } = await setUp();
    expect((await desk.act("like", comment, null, { by })).status).toBe("sent");
    expect((await store.read("message", [comment.key]))[0]?.value).toMatchObject({
      ownReactions: ["like"],
      refs: { cid: "ref-1", undo: "ref-undo" },
    });
    expect(await desk.act("hide", comment, null, { by })).toMatchObject({
      status: "sent",
      steps: [{ step: "act", index: 0, status: "sent" }],
    });
    expect((await store.read("message", [comment.key]))[0]?.value.visibility).toBe("hidden");
    expect(network.told.map(({ operation }) => operation)).toEqual(["like", "hide"]);
  });

  it("shrinks to a shell what it deleted", async () => {
    const { desk, store } = await setUp();
    await desk.act("delete", comment, null, { by });
    const shell = (await store.read("message", [comment.key]))[0]?.value;
    expect(shell).toMatchObject({ text: "", deletedAt: "2026-01-01T12:00:00.000Z", kind: "comment" });
    expect(shell).not.toHaveProperty("author");
  });

  it("turns a switch again that got no answer", async () => {
    const { desk, network } = await setUp();
    network.fates = ["cut-not"];
    expect((await desk.act("ban", { key: "forum:1:author:u1" }, { durationMs: 60_000 }, { by })).status).toBe("unknown");
    expect((await desk.act("ban", { key: "forum:1:author:u1" }, { durationMs: 60_000 }, { by })).status).toBe("sent");
    expect(network.told).toHaveLength(2);
    expect(network.told[1]?.options).toMatchObject({ durationMs: 60_000 });
  });

  it("drops the network's own objects from everything it keeps", async () => {
    const { store, desk } = await setUp({ raw: "drop" });
    await desk.respond(comment, plan(["One", "Two"]), { by });
    expect(
      JSON.stringify([await rowsOf(store, "outbox"), (await rowsOf(store, "message")).filter(({ via }) => via === "send")]),
    ).not.toContain("sentinel-raw");
  });

  it("answers with key and refs alone, whatever the store holds", async () => {
    const { network, open } = await setUp({ store: memoryStore() });
    const desk = open({ store: memoryStore() });
    expect((await desk.respond({ key: comment.key, refs: { cid: "mine" } }, "Yes.", { by })).status).toBe("sent");
    expect(network.told[0]).toMatchObject({ operation: "reply", target: comment.key, refs: { cid: "mine" } });
  });

  it("goes on when a neighbour of the entry changes at the same time", async () => {
    const inner = memoryStore();
    const { desk, store, network } = await setUp({
      store: {
        ...inner,
        read: async (collection, keys) => {
          const rows = await inner.read(collection, keys);
          // Somebody touches the conversation after each time it is read, three times.
          if (collection === "conversation" && touched++ < 3)
            await inner.write([{ collection: "conversation", key: direct.conversation, value: rows[0]!.value as never }]);
          return rows;
        },
      },
    });
    let touched = 0;
    expect((await desk.respond(direct, "Yes.", { by })).status).toBe("sent");
    expect(network.told).toHaveLength(1);
    const [conversation] = await rowsOf(store, "conversation");
    expect(conversation).toMatchObject({ lastOutboundAt: "2026-01-01T12:00:00.000Z" });
    expect(conversation).not.toHaveProperty("waitingSince");
  });
});

describe("act, asking `can`", () => {
  it("sends nothing that is clearly refused, and says why", async () => {
    const { desk, network } = await setUp({
      canRules: {
        reply: () => ({ ok: false, reason: "window-closed", detail: "Answer within a day.", retryAt: "2026-01-02T00:00:00.000Z" }),
      },
    });
    const outcome = await desk.respond(comment, "Yes.", { by });
    expect(outcome).toMatchObject({
      status: "rejected",
      steps: [],
      error: { code: "window-closed", retryable: true, message: expect.stringContaining("Answer within a day.") as string },
    });
    expect(network.told).toHaveLength(0);
  });

  it("waits where only budget lacks and the host does not wait itself", async () => {
    const canRules = { reply: () => ({ ok: false, reason: "budget", detail: "None left.", retryAt: "2026-01-01T13:00:00.000Z" }) as const };
    const throwing = await setUp({ canRules, limiter: { mode: "throw" } });
    expect(await throwing.desk.respond(comment, "Yes.", { by })).toMatchObject({
      status: "pending",
      waitsFor: "budget",
      until: "2026-01-01T13:00:00.000Z",
    });
    expect(throwing.network.told).toHaveLength(0);
    const waiting = await setUp({ canRules });
    expect((await waiting.desk.respond(comment, "Yes.", { by })).status).toBe("sent");
  });

  it("lets a person use a human-only window for what a program wrote, once approved", async () => {
    const { desk, network } = await setUp({
      canRules: {
        reply: (_target, { by: who }) =>
          who?.type === "human" ? { ok: true, mode: "human" } : { ok: false, reason: "human-only", detail: "Let a person approve it." },
      },
    });
    const held = await desk.respond(comment, "Yes.", { by: robot });
    expect(held).toMatchObject({ status: "pending", waitsFor: "approval" });
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
    expect(network.told[0]?.options.by).toEqual(sandra);
  });
});
