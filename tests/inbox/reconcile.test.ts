import { describe, expect, it } from "vitest";
import { comment, direct, makeNetwork, plan, put, room, rowsOf, sandra, setUp, textsOf } from "./act-harness.js";
import { mortal } from "./mortal.js";
import type { Desk } from "./act-harness.js";

const by = sandra;
const minute = 60_000;
/** How long an absence is not believed: the settling time of the network, and the half minute in which a call may still arrive. */
const believedMs = 90_000;

describe("reconcile", () => {
  it("finds at the network what happened without an answer", async () => {
    const { desk, network, store } = await setUp();
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(comment, "Yes.", { by });
    const found = await desk.reconcile(unknown.id);
    expect(found).toMatchObject({
      id: unknown.id,
      status: "sent",
      steps: [{ status: "sent", message: { text: "Yes.", via: "send", direction: "outbound" } }],
    });
    expect(network.told).toHaveLength(1);
    expect((await rowsOf(store, "message")).map(({ id }) => id)).toContain("own1");
    expect((await rowsOf(store, "audit")).map(({ status }) => status)).toEqual(expect.arrayContaining(["unknown", "sent"]));
  });

  it("believes an absence only after the settling time, and sends nothing itself", async () => {
    const { desk, network, clock } = await setUp();
    network.fates = ["cut-not"];
    const unknown = await desk.respond(comment, "Yes.", { by });
    await clock.advance(believedMs - 1);
    expect(await desk.reconcile(unknown.id)).toMatchObject({ status: "unknown", checkAt: "2026-01-01T12:01:30.000Z" });
    await clock.advance(1);
    const settled = await desk.reconcile(unknown.id);
    expect(settled).toMatchObject({
      status: "rejected",
      error: { retryable: true, message: expect.stringContaining("nothing was sent") as string },
    });
    expect(network.told).toHaveLength(1);
    expect((await desk.respond(comment, "Yes.", { by })).status).toBe("sent");
    expect(textsOf(network)).toEqual(["Yes."]);
  });

  it("finds what became visible late", async () => {
    const { desk, network, clock } = await setUp();
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(comment, "Yes.", { by });
    const hidden = network.standing.splice(0);
    await clock.advance(30_000);
    expect((await desk.reconcile(unknown.id)).status).toBe("unknown");
    network.standing.push(...hidden);
    expect((await desk.reconcile(unknown.id)).status).toBe("sent");
  });

  it.each(["throws", "quarantines"] as const)("believes no absence when looking %s", async (finding) => {
    const { desk, network, clock } = await setUp();
    network.fates = ["cut-not"];
    network.finding = finding;
    const unknown = await desk.respond(comment, "Yes.", { by });
    await clock.advance(10 * minute);
    expect((await desk.reconcile(unknown.id)).status).toBe("unknown");
    expect(network.told).toHaveLength(1);
  });

  it("stays unknown for ever where the network cannot be asked, unless the echo comes", async () => {
    const { desk, network, store, clock } = await setUp({ findOwn: false });
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(comment, "Yes.", { by });
    await clock.advance(60 * minute);
    expect((await desk.reconcile(unknown.id)).status).toBe("unknown");
    expect((await desk.respond(comment, "Yes.", { by })).status).toBe("unknown");
    expect(network.told).toHaveLength(1);
    await put(store, "message", { ...network.standing[0]!, via: "stream" });
    expect((await desk.reconcile(unknown.id)).status).toBe("sent");
  });

  it("looks for the echo first", async () => {
    const { desk, network, store } = await setUp();
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(direct, "Yes.", { by });
    await put(store, "message", { ...network.standing[0]!, conversation: room.key, text: " Yes. " });
    expect((await desk.reconcile(unknown.id)).status).toBe("sent");
    expect(network.looks).toBe(0);
  });

  it("knows the echo by what follows the names in front of it", async () => {
    const { desk, network, store } = await setUp();
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(direct, "Yes.", { by });
    const named = { type: "mention", start: 0, end: 5, value: "asta" } as const;
    const own = { ...network.standing[0]!, conversation: room.key };
    await put(store, "message", { ...own, text: "So @asta Yes.", entities: [{ ...named, start: 3, end: 8 }], key: `${own.key}x`, id: "x" });
    await put(store, "message", { ...own, text: "@asta Yes.", entities: [named] });
    expect(await desk.reconcile(unknown.id)).toMatchObject({ status: "sent", steps: [{ message: { key: own.key } }] });
    expect(network.looks).toBe(0);
  });

  it("takes no older message, no other text and no other place for the echo", async () => {
    const { desk, network, store } = await setUp({ findOwn: false });
    network.fates = ["cut-not"];
    const unknown = await desk.respond(comment, "Yes.", { by });
    const own = { ...comment, direction: "outbound" as const, text: "Yes.", parent: comment.key };
    await put(store, "message", { ...own, key: "forum:1:message:old", id: "old", createdAt: "2026-01-01T09:00:00.000Z" });
    await put(store, "message", { ...own, key: "forum:1:message:no", id: "no", text: "No.", createdAt: "2026-01-01T12:00:01.000Z" });
    await put(store, "message", {
      ...own,
      key: "forum:1:message:far",
      id: "far",
      parent: "forum:1:message:other",
      createdAt: "2026-01-01T12:00:01.000Z",
    });
    await put(store, "message", {
      ...own,
      key: "forum:1:message:in",
      id: "in",
      direction: "inbound",
      createdAt: "2026-01-01T12:00:01.000Z",
    });
    expect((await desk.reconcile(unknown.id)).status).toBe("unknown");
  });

  it("says of nothing that it was not sent where something of ours was deleted that may have been it", async () => {
    const { desk, network, store, clock } = await setUp();
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(comment, "Yes.", { by });
    const own = { ...network.standing.splice(0)[0]!, via: "stream" as const, text: "" };
    await put(store, "message", { ...own, deletedAt: "2026-01-01T12:01:00.000Z" });
    await clock.advance(10 * minute);
    expect((await desk.reconcile(unknown.id)).status).toBe("unknown");
    expect((await desk.respond(comment, "Yes.", { by })).status).toBe("unknown");
    expect(network.told).toHaveLength(1);
  });

  it("never takes one message for two writes", async () => {
    const { desk, network, clock } = await setUp();
    network.fates = ["ok", "cut-not"];
    const first = await desk.respond(comment, "Yes.", { by, idempotencyKey: "1" });
    const second = await desk.respond(comment, "Yes.", { by, idempotencyKey: "2" });
    expect([first.status, second.status]).toEqual(["sent", "unknown"]);
    expect((await desk.reconcile(second.id)).status).toBe("unknown");
    await clock.advance(believedMs);
    expect((await desk.reconcile(second.id)).status).toBe("rejected");
  });

  it("never takes one message for two unknown writes, also when both look at once", async () => {
    const { desk, open, network } = await setUp();
    network.fates = ["cut-happened", "cut-not"];
    const first = await desk.respond(comment, "Yes.", { by, idempotencyKey: "1" });
    const second = await desk.respond(comment, "Yes.", { by, idempotencyKey: "2" });
    const settled = await Promise.all([desk.reconcile(first.id), open().reconcile(second.id)]);
    expect(settled.map(({ status }) => status).sort()).toEqual(["sent", "unknown"]);
  });

  it("leaves the parts behind an unknown one to the next call", async () => {
    const { desk, network } = await setUp();
    network.fates = ["ok", "cut-happened"];
    const say = plan(["One", "Two", "Three"]);
    const unknown = await desk.respond(comment, say, { by });
    expect(unknown.status).toBe("unknown");
    expect(await desk.reconcile(unknown.id)).toMatchObject({
      status: "pending",
      waitsFor: "resume",
      steps: [{ status: "sent" }, { status: "sent" }],
    });
    expect(textsOf(network)).toEqual(["One", "Two"]);
    expect((await desk.respond(comment, say, { by })).status).toBe("sent");
    expect(textsOf(network)).toEqual(["One", "Two", "Three"]);
  });

  it("is what a call with the same key does first", async () => {
    const { desk, network } = await setUp();
    network.fates = ["cut-happened"];
    await desk.respond(comment, plan(["One", "Two"]), { by });
    expect((await desk.respond(comment, plan(["One", "Two"]), { by })).status).toBe("sent");
    expect(textsOf(network)).toEqual(["One", "Two"]);
  });

  it("settles a switch that stands as asked, and no other", async () => {
    const { desk, network, store } = await setUp();
    network.fates = ["cut-not"];
    const unknown = await desk.act("hide", comment, null, { by });
    expect((await desk.reconcile(unknown.id)).status).toBe("unknown");
    await put(store, "message", { ...comment, visibility: "hidden" });
    expect((await desk.reconcile(unknown.id)).status).toBe("sent");
    expect(network.told).toHaveLength(1);
  });

  it("says what it said of an entry that is settled, and refuses an unknown one", async () => {
    const { desk } = await setUp();
    const sent = await desk.respond(comment, "Yes.", { by });
    expect(await desk.reconcile(sent.id)).toEqual(sent);
    await expect(desk.reconcile("forum:1:outbox:nothing")).rejects.toMatchObject({ code: "not-found" });
    await expect(desk.reconcile("nothing")).rejects.toMatchObject({ code: "invalid-request" });
  });
});

describe("recover", () => {
  it("never sends again what a dead worker may have sent", async () => {
    const { store, clock, network, open } = await setUp();
    const process = mortal({ store, clock, network });
    network.onWrite = ({ text }) => {
      if (text === "Two") process.dead = true;
    };
    network.fates = ["ok", "crash"];
    const say = plan(["One", "Two", "Three"]);
    void process.desk.respond(comment, say, { by });
    await clock.advance(5_000);
    expect(textsOf(network)).toEqual(["One", "Two"]);

    // While the lease is alive nobody touches it.
    const next = open();
    expect(await next.recover()).toEqual([]);
    await clock.advance(30_000);
    expect(await next.recover()).toMatchObject([{ status: "sent" }]);
    expect((await next.respond(comment, say, { by })).status).toBe("sent");
    expect(textsOf(network)).toEqual(["One", "Two", "Three"]);
  });

  it("sends what a dead worker had not sent, once that is proven", async () => {
    const { store, clock, network, open } = await setUp();
    let writes = 0;
    // Dies with the second part written down as under way, before it leaves.
    const process = mortal({ store, clock, network, dies: (step) => step === "after write" && ++writes === 4 });
    void process.desk.respond(comment, plan(["One", "Two"]), { by });
    await clock.advance(5_000);
    expect(textsOf(network)).toEqual(["One"]);
    const next = open();
    await clock.advance(30_000);
    expect(await next.recover()).toMatchObject([{ status: "unknown" }]);
    await clock.advance(believedMs);
    expect(await next.recover()).toMatchObject([{ status: "rejected" }]);
    expect(textsOf(network)).toEqual(["One"]);
    expect((await next.respond(comment, plan(["One", "Two"]), { by })).status).toBe("sent");
    expect(textsOf(network)).toEqual(["One", "Two"]);
  });

  it("sends what was queued and never left", async () => {
    const { store, clock, network, open } = await setUp();
    const process = mortal({ store, clock, network, dies: (step) => step === "after write" });
    void process.desk.respond(comment, "Yes.", { by });
    await clock.advance(1);
    expect((await rowsOf(store, "outbox"))[0]?.state).toBe("queued");
    expect(await open().recover()).toMatchObject([{ status: "sent" }]);
    expect(textsOf(network)).toEqual(["Yes."]);
  });

  it("asks the policies about what was queued, before it leaves", async () => {
    const { store, clock, network, open } = await setUp();
    const process = mortal({ store, clock, network, dies: (step) => step === "after write", policies: [] });
    void process.desk.respond(comment, "Yes.", { by });
    await clock.advance(1);
    const outcomes = await open({ policies: [() => ({ do: "hold", reason: "Crisis." })] }).recover();
    expect(outcomes).toMatchObject([{ status: "pending", reason: "Crisis." }]);
    expect(network.told).toHaveLength(0);
  });

  it("leaves alone what a living worker sends, however long that takes", async () => {
    const { clock, network, open, desk } = await setUp();
    let go = (): void => undefined;
    network.onWrite = () => new Promise((resolve) => (go = resolve));
    const sending = desk.respond(comment, "Yes.", { by });
    const other = open();
    for (let i = 0; i < 20; i++) {
      await clock.advance(15_000);
      expect(await other.recover()).toEqual([]);
    }
    go();
    expect((await sending).status).toBe("sent");
    expect(network.told).toHaveLength(1);
  });

  it("ends the wait of a worker that lost its entry", async () => {
    const { store, clock, network, open } = await setUp();
    const desk = open();
    network.onWrite = async ({ options }) => {
      const [row] = await store.read("outbox", ["forum:1:outbox:k"]);
      // Another process took it over meanwhile.
      await store.write([{ collection: "outbox", key: "forum:1:outbox:k", value: { ...row!.value, state: "unknown" } }]);
      await new Promise((resolve) => options.signal?.addEventListener("abort", resolve));
      options.signal?.throwIfAborted();
    };
    const outcome = desk.respond(comment, "Yes.", { by, idempotencyKey: "k" });
    await clock.advance(15_000);
    expect((await outcome).status).toBe("unknown");
    expect(textsOf(network)).toEqual([]);
  });

  it("goes on with the others when one fails", async () => {
    const { store, clock, network, open } = await setUp();
    const process = mortal({ store, clock, network, dies: (step) => step === "after write" });
    void process.desk.respond(comment, "Yes.", { by });
    await clock.advance(1);
    const [entry] = await rowsOf(store, "outbox");
    const foreign = { ...entry!, id: "forum:9:outbox:x", account: "forum:9", idempotencyKey: "x", createdAt: "2026-01-01T11:00:00.000Z" };
    await store.write([{ collection: "outbox", key: foreign.id, value: foreign }]);
    const lines: string[] = [];
    const desk = open({ logger: { error: (line) => lines.push(line) } });
    Object.assign(desk.context, { accounts: undefined });
    expect(await desk.recover()).toMatchObject([{ status: "sent" }]);
    expect(lines).toHaveLength(1);
  });

  it("touches nothing of another tenant", async () => {
    const { store, clock, network, open } = await setUp({ tenant: "acme" });
    const process = mortal({ store, clock, network, tenant: "acme", dies: (step) => step === "after write" });
    void process.desk.respond(comment, "Yes.", { by });
    await clock.advance(1);
    const other = makeNetwork({ clock });
    expect(await open({ tenant: "globex", network: other }).recover()).toEqual([]);
    const { desk } = await setUp({ store, clock, network: other });
    Object.assign(desk.context, { accounts: undefined });
    expect(await desk.recover()).toEqual([]);
    expect(other.told).toHaveLength(0);
    expect(await open().recover()).toMatchObject([{ status: "sent" }]);
  });
});

describe("the like of a reply whose text was found", () => {
  const liked = plan(["Yes."], { actions: [{ type: "like", onUnsupported: "skip" }] });
  const operations = (network: ReturnType<typeof makeNetwork>): readonly string[] => network.told.map(({ operation }) => operation);
  const both = {
    status: "sent",
    steps: [
      { step: "part", status: "sent" },
      { step: "like", status: "sent" },
    ],
  } as const;

  it.each([
    ["recover", async (desk: Desk) => (await desk.recover())[0]],
    ["a call with the same key", (desk: Desk) => desk.respond(comment, liked, { by })],
  ] as const)("is given by %s, once", async (_name, settle) => {
    const { desk, network, clock } = await setUp();
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(comment, liked, { by });
    expect(operations(network)).toEqual(["reply"]);
    await clock.advance(believedMs);
    expect(await settle(desk)).toMatchObject(both);
    expect(await desk.respond(comment, liked, { by })).toMatchObject(both);
    expect((await desk.reconcile(unknown.id)).status).toBe("sent");
    expect(operations(network)).toEqual(["reply", "like"]);
  });

  it("is given when the worker died between the text and the like", async () => {
    const { store, clock, network, open } = await setUp();
    let writes = 0;
    // Queued, taken, text written down: then it dies.
    const process = mortal({ store, clock, network, dies: (step) => step === "after write" && ++writes === 3 });
    void process.desk.respond(comment, liked, { by });
    await clock.advance(35_000);
    expect(operations(network)).toEqual(["reply"]);
    expect(await open().recover()).toMatchObject([both]);
    expect(operations(network)).toEqual(["reply", "like"]);
  });

  it("is not given by reconcile, which sends nothing", async () => {
    const { desk, network } = await setUp();
    network.fates = ["cut-happened"];
    const unknown = await desk.respond(comment, liked, { by });
    expect((await desk.reconcile(unknown.id)).status).toBe("sent");
    expect(operations(network)).toEqual(["reply"]);
  });

  it("is not given when nothing was sent", async () => {
    const { desk, network, clock } = await setUp();
    network.fates = ["cut-not"];
    const unknown = await desk.respond(comment, liked, { by });
    await clock.advance(believedMs);
    expect((await desk.reconcile(unknown.id)).status).toBe("rejected");
    expect(operations(network)).toEqual(["reply"]);
  });
});
