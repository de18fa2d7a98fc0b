import { describe, expect, it } from "vitest";
import { at, plaza } from "./plaza.js";
import { created, pushedPlaza } from "./receive-harness.js";
import { createInbox } from "../../src/inbox/index.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { idsOf, journal } from "./sync-harness.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Envelope } from "../../src/webhooks/envelope.js";
import type { Store } from "../../src/store/store.js";

/** A receiver at the edge, and an inbox that shares nothing with it but the texts in a queue. */
function setUp(store: Store = memoryStore()) {
  const clock = virtualClock({ start: at(100) });
  const queue: string[] = [];
  const push = pushedPlaza();
  const receiver = createReceiver({ apps: [push.app], clock, deliver: async (envelope) => void queue.push(JSON.stringify(envelope)) });
  const net = plaza({ surfaces: [{ name: "mentions" }] });
  const inbox = createInbox({ accounts: [net.adapter], clock, store });
  const next = (): Envelope => JSON.parse(queue.shift() ?? "null") as Envelope;
  return { push, receiver, net, inbox, store, next };
}

const envelope: Envelope = { version: 1, id: "a1", app: "plaza-app", receivedAt: at(100), delivery: { changes: [] } };

describe("inbox", () => {
  describe("ingest", () => {
    it("takes in what a receiver put into a queue, and the same envelope once", async () => {
      const { push, receiver, net, inbox, store, next } = setUp();
      await receiver.receive(push.request({ changes: [created(net.say({ id: "m1", minutes: 99 }))] }));
      const taken = next();
      await inbox.ingest(taken);
      await inbox.ingest(taken);
      await inbox.handle(() => undefined, { drain: true });
      await inbox.ingest(taken);
      expect(await idsOf(inbox)).toEqual(["m1"]);
      expect((await journal(store)).map(({ id }) => id)).toEqual(["message.created:plaza:1:message:m1"]);
    });

    it("tells of accounts that the inbox does not have, and ends well", async () => {
      const { push, receiver, inbox, next } = setUp();
      const unrouted: unknown[] = [];
      inbox.on("unrouted", (news) => unrouted.push(news));
      await receiver.receive(push.request({ changes: [created(plaza({ id: "9" }).say({ id: "m9", minutes: 99 }))] }));
      await inbox.ingest(next());
      expect(unrouted).toEqual([{ app: "plaza-app", account: "plaza:9" }]);
    });

    it("has asked the lists that an envelope points at when it ends", async () => {
      const { net, inbox } = setUp();
      net.say({ id: "m1", minutes: 99 });
      await inbox.ingest({ ...envelope, delivery: { changes: [], pull: [{ account: "plaza:1", surface: "mentions" }] } });
      expect(await idsOf(inbox)).toEqual(["m1"]);
    });

    it("rejects with what the store threw, so that the envelope stays in the queue", async () => {
      const store = memoryStore();
      const { push, receiver, net, inbox, next } = setUp({ ...store, write: () => Promise.reject(new RangeError("away")) });
      await receiver.receive(push.request({ changes: [created(net.say({ id: "m1", minutes: 99 }))] }));
      await expect(inbox.ingest(next())).rejects.toThrow(RangeError);
    });

    const change = created(plaza().say({ id: "m1", minutes: 99 }));
    it.each([
      ["JSON.parse", JSON.stringify(envelope)],
      ["hand over one message of the queue", [envelope]],
      ["hand over one message of the queue", undefined],
      ["has version 2, and this release reads version 1", { ...envelope, version: 2 }],
      ["`version` is missing", { body: envelope }],
      ["`id` of the envelope is missing", { ...envelope, id: "" }],
      ["`app` of the envelope is missing", { ...envelope, app: 7 }],
      ["`receivedAt` of the envelope is no time", { ...envelope, receivedAt: "soon" }],
      ["`delivery.changes` of the envelope is no list", { ...envelope, delivery: {} }],
      ["`delivery.changes[1].id` is missing", { ...envelope, delivery: { changes: [change, { ...change, id: undefined }] } }],
      ["`delivery.changes[0].type` is missing", { ...envelope, delivery: { changes: [{ ...change, type: 1 }] } }],
      ["`delivery.changes[0].account` is not the key", { ...envelope, delivery: { changes: [{ ...change, account: "plaza" }] } }],
      ["`delivery.changes[0].at` is no time", { ...envelope, delivery: { changes: [{ ...change, at: 5 }] } }],
      ["`delivery.pull` of the envelope is no list", { ...envelope, delivery: { changes: [], pull: {} } }],
      ["`delivery.pull[0]` must name", { ...envelope, delivery: { changes: [], pull: [{ account: "plaza:1" }] } }],
    ])("says %s of what is no envelope, and stores nothing", async (says, given) => {
      const { inbox, store } = setUp();
      await expect(inbox.ingest(given as Envelope)).rejects.toMatchObject({
        code: "invalid-request",
        message: expect.stringContaining(says) as string,
      });
      expect((await store.query("change", { limit: 1 })).items).toEqual([]);
    });
  });

  describe("ingest, of one account that two tenants have connected", () => {
    it("reaches both by one webhook, and neither can query the other", async () => {
      const store = memoryStore();
      const clock = virtualClock({ start: at(100) });
      const push = pushedPlaza();
      const tenants = ["acme", "umbrella"].map((tenant) => createInbox({ accounts: [plaza().adapter], tenant, clock, store }));
      const receiver = createReceiver({
        apps: [push.app],
        clock,
        deliver: async (one) => {
          await Promise.all(tenants.map((inbox) => inbox.ingest(one)));
        },
      });
      const message = plaza().say({ id: "m1", minutes: 99, text: "Hello, both" });
      for (let time = 0; time < 2; time++) expect((await receiver.receive(push.request({ changes: [created(message)] }))).status).toBe(200);
      const [acme, umbrella] = tenants;
      if (acme === undefined || umbrella === undefined) throw new Error("no tenants");
      expect([await idsOf(acme), await idsOf(umbrella)]).toEqual([["m1"], ["m1"]]);
      // What one of them does about it is its own business.
      const handled: string[] = [];
      await acme.handle((one) => void handled.push(`acme ${one.id}`), { drain: true });
      await umbrella.handle((one) => void handled.push(`umbrella ${one.id}`), { drain: true });
      expect(handled).toEqual(["acme message.created:plaza:1:message:m1", "umbrella message.created:plaza:1:message:m1"]);
      const only = { ...created(plaza().say({ id: "m2", minutes: 99 })) };
      await acme.ingest({ ...envelope, delivery: { changes: [only] } });
      expect([[...(await idsOf(acme))].sort(), await idsOf(umbrella)]).toEqual([["m1", "m2"], ["m1"]]);
      expect((await store.query("message", { below: ["umbrella/"], limit: 10 })).items.length).toBe(1);
    });

    it("has the network deliver again when one of them failed, and the other takes it in once", async () => {
      const clock = virtualClock({ start: at(100) });
      const push = pushedPlaza();
      const inner = memoryStore();
      let away = true;
      const flaky: Store = { ...inner, write: (batch) => (away ? Promise.reject(new Error("away")) : inner.write(batch)) };
      const sound = memoryStore();
      const acme = createInbox({ accounts: [plaza().adapter], tenant: "acme", clock, store: sound });
      const umbrella = createInbox({ accounts: [plaza().adapter], tenant: "umbrella", clock, store: flaky });
      const receiver = createReceiver({
        apps: [push.app],
        clock,
        deliver: async (one) => {
          for (const inbox of [acme, umbrella]) await inbox.ingest(one);
        },
      });
      const request = () => push.request({ changes: [created(plaza().say({ id: "m1", minutes: 99 }))] });
      expect((await receiver.receive(request())).status).toBe(503);
      away = false;
      expect((await receiver.receive(request())).status).toBe(200);
      expect([(await journal(sound)).length, (await journal(inner)).length]).toEqual([1, 1]);
    });

    it("lets both receive with one app object, where both stand on one store", async () => {
      const store = memoryStore();
      const clock = virtualClock({ start: at(100) });
      const push = pushedPlaza();
      const [acme, umbrella] = ["acme", "umbrella"].map((tenant) =>
        createInbox({ accounts: [plaza().adapter], apps: [push.app], tenant, clock, store }),
      );
      const request = push.request({ changes: [created(plaza().say({ id: "m1", minutes: 99 }))] });
      expect((await acme?.receive(request.clone()))?.status).toBe(200);
      expect((await umbrella?.receive(request))?.status).toBe(200);
      expect((await journal(store)).length).toBe(2);
    });
  });
});
