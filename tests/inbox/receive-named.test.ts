import { describe, expect, it } from "vitest";
import { at, plaza, type PlazaOptions } from "./plaza.js";
import { created, pushedPlaza } from "./receive-harness.js";
import { createInbox } from "../../src/inbox/index.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { FolkmootError } from "../../src/errors.js";
import { idsOf } from "./sync-harness.js";
import { memoryStore } from "../../src/store/index.js";
import { rowsOf } from "./forget-town.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Delivery } from "../../src/adapter/app.js";
import type { Envelope } from "../../src/webhooks/envelope.js";

function setUp(options: PlazaOptions = { named: true }) {
  const net = plaza({ surfaces: [{ name: "mentions" }], ...options });
  const push = pushedPlaza();
  const clock = virtualClock({ start: at(100) });
  const store = memoryStore();
  const logs: string[] = [];
  const log = (message: string): void => void logs.push(message);
  const inbox = createInbox({ accounts: [net.adapter], apps: [push.app], clock, store, logger: { warn: log, error: log } });
  return { net, push, clock, inbox, store, logs };
}

const named = (...ids: readonly string[]): Delivery => ({
  changes: [],
  pull: [{ account: "plaza:1", surface: "mentions", messages: ids.map((id) => ({ key: `plaza:1:message:${id}` })) }],
});

const ann = { key: "plaza:1:author:ann" };

/** Waits until something holds, for work that nobody awaits. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error("It did not come to hold.");
}

describe("inbox", () => {
  describe("receive, of messages that no list has", () => {
    it("asks for them by themselves before its answer, and for no list", async () => {
      const { net, push, inbox } = setUp();
      net.say({ id: "m1", minutes: 99 });
      net.say({ id: "m2", minutes: 99 });
      expect((await inbox.receive(push.request(named("m1", "gone")))).status).toBe(200);
      expect(await idsOf(inbox)).toEqual(["m1"]);
      expect(net.calls).toEqual(["messages plaza:1:message:m1 plaza:1:message:gone"]);
    });

    it("has the network deliver again when they cannot be read now, and then has them once", async () => {
      const { net, push, inbox } = setUp();
      net.say({ id: "m1", minutes: 99 });
      net.before = () => {
        throw new FolkmootError("server-error", "plaza: away", { retryable: true });
      };
      expect((await inbox.receive(push.request(named("m1")))).status).toBe(503);
      net.before = () => undefined;
      expect((await inbox.receive(push.request(named("m1")))).status).toBe(200);
      expect((await inbox.receive(push.request(named("m1")))).status).toBe(200);
      expect(await idsOf(inbox)).toEqual(["m1"]);
    });

    it("acknowledges what the account may not read, and says so to the logger", async () => {
      const { net, push, inbox, logs } = setUp();
      net.before = () => {
        throw new FolkmootError("forbidden", "plaza: no");
      };
      expect((await inbox.receive(push.request(named("m1")))).status).toBe(200);
      expect(logs).toEqual(["A message that a webhook points at cannot be read."]);
    });

    it("waits four seconds for them at most, and stores what comes later", async () => {
      const { net, push, clock, inbox } = setUp();
      net.say({ id: "m1", minutes: 99 });
      let open = (): void => undefined;
      const held = new Promise<void>((resolve) => (open = resolve));
      net.before = () => held;
      const answer = inbox.receive(push.request(named("m1")));
      await until(() => net.calls.length === 1);
      await clock.advance(4_000);
      expect((await answer).status).toBe(503);
      open();
      await until(async () => (await idsOf(inbox)).length === 1);
      await inbox.close();
    });

    it("asks the list where the network lets nobody read single messages", async () => {
      const { net, push, inbox } = setUp({});
      net.say({ id: "m1", minutes: 99 });
      expect((await inbox.receive(push.request(named("m1")))).status).toBe(200);
      expect(await idsOf(inbox)).toEqual(["m1"]);
      expect(net.calls).toEqual(["mentions"]);
    });

    it("comes through a queue, and stays in it while they cannot be read", async () => {
      const { net, push, inbox } = setUp();
      const queue: Envelope[] = [];
      const receiver = createReceiver({ apps: [push.app], deliver: async (envelope) => void queue.push(envelope) });
      net.say({ id: "m1", minutes: 99 });
      await receiver.receive(push.request(named("m1")));
      net.before = () => {
        throw new FolkmootError("server-error", "plaza: away", { retryable: true });
      };
      const [envelope] = queue;
      await expect(inbox.ingest(envelope!)).rejects.toMatchObject({ code: "server-error" });
      net.before = () => undefined;
      await inbox.ingest(envelope!);
      expect(await idsOf(inbox)).toEqual(["m1"]);
    });

    it("refuses names of something else in an envelope", async () => {
      const { inbox } = setUp();
      const envelope: Envelope = { version: 1, id: "a1", app: "plaza-app", receivedAt: at(100), delivery: named("m1") };
      const of = (delivery: unknown): Envelope => ({ ...envelope, delivery: delivery as Delivery });
      const pull = { account: "plaza:1", surface: "mentions", messages: [{ key: "plaza:1:post:m1" }] };
      await expect(inbox.ingest(of({ changes: [], pull: [pull] }))).rejects.toThrow("`delivery.pull[0].messages`");
      await expect(inbox.ingest(of({ changes: [], forget: [{ key: "plaza:1" }] }))).rejects.toThrow("`delivery.forget`");
    });
  });

  describe("receive, of people who want to be forgotten", () => {
    it("forgets them before its answer, and leaves a line in the audit", async () => {
      const { net, push, inbox, store } = setUp();
      const said = net.say({ id: "m1", minutes: 99, text: "my name is ann" });
      await inbox.receive(push.request({ changes: [created(said)] }));
      expect((await inbox.receive(push.request({ changes: [], forget: [ann] }))).status).toBe(200);
      expect(JSON.stringify(await rowsOf(store, "message"))).not.toContain("ann");
      const [line] = await rowsOf(store, "audit");
      expect(line).toMatchObject({ action: "forget", by: { type: "system", id: "plaza-app" } });
      // Delivered again, nobody is there any more.
      expect((await inbox.receive(push.request({ changes: [], forget: [ann] }))).status).toBe(200);
    });

    it("reaches the inbox through a queue, although nothing else was said", async () => {
      const { net, push, inbox, store } = setUp();
      const queue: Envelope[] = [];
      const receiver = createReceiver({ apps: [push.app], deliver: async (envelope) => void queue.push(envelope) });
      await inbox.receive(push.request({ changes: [created(net.say({ id: "m1", minutes: 99 }))] }));
      await receiver.receive(push.request({ changes: [], forget: [ann] }));
      await inbox.ingest(queue[0]!);
      expect(JSON.stringify(await rowsOf(store, "message"))).not.toContain("ann.example");
    });

    it("does not take an account of ours away", async () => {
      const { net, push, inbox, logs } = setUp();
      const ours = net.say({ id: "m1", minutes: 99, by: "1" });
      await inbox.receive(push.request({ changes: [created(ours)] }));
      const own = { key: "plaza:app:author:1" };
      expect((await inbox.receive(push.request({ changes: [], forget: [own] }))).status).toBe(200);
      expect(await idsOf(inbox)).toEqual(["m1"]);
      expect(logs.some((line) => line.includes("inbox.forget"))).toBe(true);
    });
  });
});
