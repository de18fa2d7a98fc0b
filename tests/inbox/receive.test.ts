import { describe, expect, it } from "vitest";
import { created, edited, published, pushedPlaza, removed, type PushedPlaza } from "./receive-harness.js";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { journal } from "./sync-harness.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza } from "./plaza.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { Store, Write, WriteResult } from "../../src/store/store.js";
import type { UnroutedNews } from "../../src/inbox/work.js";

interface Scene {
  readonly net: Plaza;
  readonly other: Plaza;
  readonly push: PushedPlaza;
  readonly store: Store;
  readonly inbox: Inbox;
  readonly logs: { readonly message: string; readonly data: unknown }[];
  readonly unrouted: UnroutedNews[];
}

function setUp(
  options: { readonly store?: Store; readonly resolve?: (account: string, adapters: readonly AnyAdapter[]) => AnyAdapter | undefined } = {},
): Scene {
  const net = plaza({ surfaces: [{ name: "mentions" }] });
  const other = plaza({ id: "2", surfaces: [{ name: "mentions" }] });
  const push = pushedPlaza();
  const store = options.store ?? memoryStore();
  const logs: Scene["logs"] = [];
  const log = (message: string, data: unknown): void => void logs.push({ message, data });
  const adapters = [net.adapter, other.adapter];
  const { resolve } = options;
  const inbox = createInbox({
    accounts: resolve === undefined ? adapters : (account: string) => resolve(account, adapters),
    apps: [push.app],
    store,
    clock: virtualClock({ start: at(100) }),
    logger: { debug: log, warn: log, error: log },
  });
  const unrouted: UnroutedNews[] = [];
  inbox.on("unrouted", (news) => unrouted.push(news));
  return { net, other, push, store, inbox, logs, unrouted };
}

/** A store whose writes may be made to fail before or after they happened. */
function failing(): { readonly store: Store; fail: "no" | "before" | "after" } {
  const inner = memoryStore();
  const self = {
    fail: "no" as "no" | "before" | "after",
    store: {
      ...inner,
      write: async (batch: readonly Write[]): Promise<WriteResult> => {
        if (self.fail === "before") throw new Error("database of Ann Berg is away");
        const result = await inner.write(batch);
        if (self.fail === "after") throw new Error("database of Ann Berg is away");
        return result;
      },
    },
  };
  return self;
}

const texts = async (inbox: Inbox): Promise<readonly string[]> => {
  const all: string[] = [];
  for await (const { message } of inbox.items({ accounts: ["plaza:1", "plaza:2"], order: "oldest" })) all.push(message.text);
  return all;
};

const bodyOf = async (response: Response): Promise<string> => (await response.text()).trim();

describe("inbox", () => {
  describe("receive", () => {
    it("has a verified message in the store and the journal when it answers 200", async () => {
      const { net, push, store, inbox } = setUp();
      const heard: string[] = [];
      inbox.on("message", ({ id }) => heard.push(id));
      const response = await inbox.receive(push.request({ changes: [created(net.say({ id: "m1", minutes: 99 }))] }));
      expect([response.status, await bodyOf(response)]).toEqual([200, ""]);
      expect(await texts(inbox)).toEqual(["text of m1"]);
      expect(heard).toEqual(["m1"]);
      expect((await journal(store)).map(({ id, origin }) => [id, origin])).toEqual([["message.created:plaza:1:message:m1", "live"]]);
    });

    it("takes a redelivery in once, and also after it was handled", async () => {
      const { net, push, inbox } = setUp();
      const delivery = { changes: [created(net.say({ id: "m1", minutes: 99 }))] };
      const handled: string[] = [];
      const work = (): Promise<void> => inbox.handle((change) => void handled.push(change.id), { drain: true });
      expect((await inbox.receive(push.request(delivery))).status).toBe(200);
      expect((await inbox.receive(push.request(delivery))).status).toBe(200);
      await work();
      expect((await inbox.receive(push.request(delivery))).status).toBe(200);
      await work();
      expect(handled).toEqual(["message.created:plaza:1:message:m1"]);
    });

    it("takes in once what is delivered to several processes at the same time", async () => {
      const store = memoryStore();
      const clock = virtualClock({ start: at(100) });
      const push = pushedPlaza();
      const processes = Array.from({ length: 4 }, () => createInbox({ accounts: [plaza().adapter], apps: [push.app], store, clock }));
      const changes = ["m1", "m2", "m3"].map((id) => created(plaza().say({ id, minutes: 99 })));
      const answers = await Promise.all(processes.flatMap((inbox) => [1, 2].map(async () => inbox.receive(push.request({ changes })))));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
      expect((await journal(store)).map(({ id }) => id).sort()).toEqual(changes.map(({ id }) => id));
    });

    it("takes in once what comes by webhook and by poll", async () => {
      const { net, push, store, inbox } = setUp();
      await inbox.sync();
      const message = net.say({ id: "m1", minutes: 99 });
      await inbox.receive(push.request({ changes: [created(message)] }));
      await inbox.sync();
      expect((await journal(store)).map(({ type }) => type)).toEqual(["message.created"]);
    });

    it("takes a redelivery in that follows a failing store", async () => {
      const broken = failing();
      const { net, push, inbox, logs } = setUp({ store: broken.store });
      const delivery = { changes: [created(net.say({ id: "m1", minutes: 99 }))] };
      broken.fail = "before";
      const failed = await inbox.receive(push.request(delivery));
      expect([failed.status, failed.headers.get("retry-after"), await bodyOf(failed)]).toEqual([503, "10", ""]);
      expect(JSON.stringify(logs)).toContain("deliver it again");
      expect(JSON.stringify(logs)).not.toContain("Ann Berg");
      broken.fail = "no";
      expect(await texts(inbox)).toEqual([]);
      expect((await inbox.receive(push.request(delivery))).status).toBe(200);
      expect(await texts(inbox)).toEqual(["text of m1"]);
    });

    it("takes in once what was stored although the store failed to say so", async () => {
      const broken = failing();
      const { net, push, store, inbox } = setUp({ store: broken.store });
      const delivery = { changes: [created(net.say({ id: "m1", minutes: 99 }))] };
      broken.fail = "after";
      expect((await inbox.receive(push.request(delivery))).status).toBe(503);
      broken.fail = "no";
      expect((await inbox.receive(push.request(delivery))).status).toBe(200);
      expect((await journal(store)).length).toBe(1);
    });

    it("gives both accounts what one delivery says of both", async () => {
      const { net, other, push, store, inbox } = setUp();
      const changes = [created(net.say({ id: "m1", minutes: 98 })), created(other.say({ id: "m2", minutes: 99 }))];
      expect((await inbox.receive(push.request({ changes }))).status).toBe(200);
      expect(await texts(inbox)).toEqual(["text of m1", "text of m2"]);
      expect((await journal(store)).map(({ account }) => account)).toEqual(["plaza:1", "plaza:2"]);
    });

    it("takes the changes of an account in their order: what was said and deleted in one delivery is gone", async () => {
      const { net, push, inbox, store } = setUp();
      const message = net.say({ id: "m1", minutes: 98, text: "Oh no" });
      await inbox.receive(push.request({ changes: [created(message), removed(message, at(99))] }));
      expect(await texts(inbox)).toEqual([]);
      expect((await journal(store)).map(({ type }) => type)).toEqual(["message.created", "message.deleted"]);
      expect(JSON.stringify(await store.query("change", { limit: 10 }))).not.toContain("Oh no");
    });

    it("does not undo an edit when the news of what was said comes again", async () => {
      const { net, push, inbox, store } = setUp();
      const message = net.say({ id: "m1", minutes: 98, text: "Are the boats blue?" });
      const better = { ...message, text: "Are the boots blue?", editedAt: at(99) };
      const again = { changes: [created(message)] };
      await inbox.receive(push.request(again));
      await inbox.receive(push.request({ changes: [edited(better, at(99))] }));
      await inbox.receive(push.request(again));
      expect(await texts(inbox)).toEqual(["Are the boots blue?"]);
      expect((await journal(store)).map(({ type }) => type)).toEqual(["message.created", "message.updated"]);
    });

    it("does not undo a hiding, or an edit of which the network tells no time, when the news of what was said comes again", async () => {
      const { net, push, inbox, store } = setUp();
      const message = net.say({ id: "m1", minutes: 98, text: "Are the boats blue?" });
      const again = { changes: [created(message)] };
      const better = { ...message, text: "Are the boots blue?", visibility: "hidden" } as const;
      for (const delivery of [again, { changes: [edited(better, at(99))] }, again]) await inbox.receive(push.request(delivery));
      const { items } = await inbox.items();
      expect(items.map(({ message: { text, visibility } }) => [text, visibility])).toEqual([["Are the boots blue?", "hidden"]]);
      expect((await journal(store)).map(({ type }) => type)).toEqual(["message.created", "message.updated"]);
      const post = { key: "plaza:1:post:p1", network: "plaza", accountId: "1", id: "p1", text: "New boats", entities: [], attachments: [] };
      const told = { ...post, counts: {}, createdAt: at(90), visibility: "public", isOwn: true } as const;
      const first = { changes: [published(told)] };
      const now = {
        ...published(told),
        type: "post.updated",
        id: "post.updated:p1:2",
        at: at(99),
        post: { ...told, text: "New boots" },
        changed: [],
      };
      for (const body of [first, { changes: [now] }, first]) await inbox.receive(push.request(JSON.stringify(body)));
      expect((await store.query("post", { limit: 9 })).items.map(({ value }) => value.text)).toEqual(["New boots"]);
    });

    it("takes the text of a webhook where the list did not tell it", async () => {
      const { net, push, inbox } = setUp();
      const message = net.say({ id: "m1", minutes: 98, text: "" });
      await inbox.sync();
      await inbox.receive(push.request({ changes: [created({ ...message, text: "Are the boots blue?" })] }));
      expect(await texts(inbox)).toEqual(["Are the boots blue?"]);
    });

    it("leaves hidden what the list showed hidden, when the news of what was said comes late", async () => {
      const { net, push, inbox } = setUp();
      const message = net.say({ id: "m1", minutes: 98, text: "", more: { visibility: "hidden" } });
      await inbox.sync();
      await inbox.receive(push.request({ changes: [created({ ...message, text: "Are the boots blue?", visibility: "public" })] }));
      const { items } = await inbox.items();
      expect(items.map(({ message: { text, visibility } }) => [text, visibility])).toEqual([["Are the boots blue?", "hidden"]]);
    });

    it("acknowledges what is of an account that it does not have, tells it, and stores nothing of it", async () => {
      const { net, push, inbox, store, unrouted } = setUp();
      const stranger = plaza({ id: "9" });
      const changes = [created(stranger.say({ id: "m9", minutes: 98 })), created(net.say({ id: "m1", minutes: 99 }))];
      expect((await inbox.receive(push.request({ changes: [...changes, created(stranger.say({ id: "m10", minutes: 99 }))] }))).status).toBe(
        200,
      );
      expect(unrouted).toEqual([{ app: "plaza-app", account: "plaza:9" }]);
      expect((await store.query("message", { limit: 10 })).items.map(({ value }) => value.id)).toEqual(["m1"]);
      expect((await journal(store)).length).toBe(1);
    });

    it("asks a function whether it has the account, and takes `undefined` for no", async () => {
      const { net, push, inbox, unrouted } = setUp({ resolve: (account, adapters) => adapters.find((one) => one.account === account) });
      const changes = [created(net.say({ id: "m1", minutes: 99 })), created(plaza({ id: "9" }).say({ id: "m9", minutes: 98 }))];
      expect((await inbox.receive(push.request({ changes }))).status).toBe(200);
      expect(await texts(inbox)).toEqual(["text of m1"]);
      expect(unrouted).toEqual([{ app: "plaza-app", account: "plaza:9" }]);
    });

    it("has the network deliver again when the function fails, after the other accounts got theirs", async () => {
      let away = true;
      const { net, other, push, inbox, store } = setUp({
        resolve: (account, adapters) => {
          if (away && account === "plaza:1") throw new Error("vault is away");
          return adapters.find((one) => one.account === account);
        },
      });
      const delivery = { changes: [created(net.say({ id: "m1", minutes: 98 })), created(other.say({ id: "m2", minutes: 99 }))] };
      expect((await inbox.receive(push.request(delivery))).status).toBe(503);
      expect(await texts(inbox)).toEqual(["text of m2"]);
      away = false;
      expect((await inbox.receive(push.request(delivery))).status).toBe(200);
      expect((await journal(store)).map(({ account }) => account)).toEqual(["plaza:2", "plaza:1"]);
    });

    it("quarantines a change that cannot be stored, and takes its neighbours in", async () => {
      const { net, other, push, inbox } = setUp();
      const reasons: unknown[] = [];
      inbox.on("quarantined", (news) => reasons.push(news));
      const bad = { ...created(net.say({ id: "bad", minutes: 97 })), message: { key: "plaza:1:message:bad", text: "half" } };
      const strange = { ...created(net.say({ id: "odd", minutes: 97 })), type: "poll.closed" };
      const body = JSON.stringify({
        changes: [bad, strange, created(net.say({ id: "m1", minutes: 98 })), created(other.say({ id: "m2", minutes: 99 }))],
      });
      expect((await inbox.receive(push.request(body))).status).toBe(200);
      expect(await texts(inbox)).toEqual(["text of m1", "text of m2"]);
      expect(reasons).toEqual([
        { account: "plaza:1", surface: "webhook", reason: "its entities or attachments are no list" },
        { account: "plaza:1", surface: "webhook", reason: "its type is unknown to this release" },
      ]);
    });

    it("answers a challenge as the network wants it", async () => {
      const { push, inbox } = setUp();
      const response = await inbox.receive(new Request("https://host.example/webhooks?challenge=tulip"));
      expect([response.status, await response.text()]).toEqual([200, "tulip"]);
      expect(push.reads()).toBe(1);
    });
  });

  describe("receive, of what it does not take in", () => {
    it("refuses a bad signature with 401, an empty body, and nothing stored", async () => {
      const { net, push, inbox, store, logs } = setUp();
      const delivery = { changes: [created(net.say({ id: "m1", minutes: 99, text: "Hello Ann Berg" }))] };
      for (const signature of ["", "00".repeat(32), "no hex"]) {
        const response = await inbox.receive(push.request(delivery, { signature }));
        expect([response.status, await bodyOf(response)]).toEqual([401, ""]);
      }
      expect((await store.query("message", { limit: 10 })).items).toEqual([]);
      expect(JSON.stringify(logs)).toContain("is not signed by the network");
      expect(JSON.stringify(logs)).not.toContain("Ann Berg");
    });

    it("answers 404 where no app knows the request, and reads no body for it", async () => {
      const { push, inbox } = setUp();
      const request = new Request("https://host.example/webhooks", { method: "POST", body: "{}" });
      expect((await inbox.receive(request)).status).toBe(404);
      expect([request.bodyUsed, push.reads()]).toEqual([false, 0]);
    });

    it("answers 405 to other methods, and says which it takes", async () => {
      const { inbox } = setUp();
      for (const method of ["PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"]) {
        const response = await inbox.receive(
          new Request("https://host.example/webhooks", { method, headers: { "x-plaza-signature": "" } }),
        );
        expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
      }
    });

    it("answers 413 to what is larger than 5 MiB, said or not, without asking the app", async () => {
      const { push, inbox } = setUp();
      const large = push.request("x".repeat(5 * 1024 * 1024 + 1));
      expect((await inbox.receive(large)).status).toBe(413);
      const said = new Request("https://host.example/webhooks", {
        method: "POST",
        headers: { "x-plaza-signature": "", "content-length": "5242881" },
        body: "{}",
      });
      expect((await inbox.receive(said)).status).toBe(413);
      expect(push.reads()).toBe(0);
      expect((await inbox.receive(push.request(`${" ".repeat(5 * 1024 * 1024 - 14)}{"changes":[]}`))).status).toBe(200);
    });

    it("answers 400 to a body that breaks off", async () => {
      const { inbox } = setUp();
      const body = new ReadableStream<Uint8Array>({ start: (stream) => stream.error(new Error("socket hang up")) });
      const request = new Request("https://host.example/webhooks", {
        method: "POST",
        headers: { "x-plaza-signature": "" },
        body,
        duplex: "half",
      } as RequestInit);
      expect((await inbox.receive(request)).status).toBe(400);
    });

    it("answers 503 when an app fails otherwise than by refusing, for it may do better the next time", async () => {
      const { push, inbox } = setUp();
      expect((await inbox.receive(push.request("no json"))).status).toBe(503);
    });

    it("throws the remedy for a body that was read before", async () => {
      const { push, inbox } = setUp();
      const request = push.request({ changes: [] });
      await request.json();
      await expect(inbox.receive(request)).rejects.toMatchObject({
        code: "invalid-request",
        message: expect.stringContaining("c.req.raw before c.req.json()") as string,
      });
    });
  });

  describe("receive, of several apps", () => {
    it("finds the app whose secret fits, and takes a named one only", async () => {
      const [first, second] = [pushedPlaza("first"), pushedPlaza("second")];
      const net = plaza();
      const inbox = createInbox({ accounts: [net.adapter], apps: [first.app, second.app] });
      const stranger: UnroutedNews[] = [];
      inbox.on("unrouted", (news) => stranger.push(news));
      const delivery = { changes: [created(plaza({ id: "9" }).say({ id: "m9", minutes: 98 }))] };
      expect((await inbox.receive(second.request(delivery))).status).toBe(200);
      expect(stranger).toEqual([{ app: "second", account: "plaza:9" }]);
      expect((await inbox.receive(second.request(delivery), { app: "second" })).status).toBe(200);
      expect((await inbox.receive(second.request(delivery), { app: "first" })).status).toBe(401);
      expect((await inbox.receive(second.request(delivery), { app: "third" })).status).toBe(404);
      expect((await inbox.receive(pushedPlaza("third").request(delivery))).status).toBe(401);
    });

    it("says what to hand over when it cannot know the apps, or none is pushed to", async () => {
      const request = pushedPlaza().request({ changes: [] });
      const lazy = createInbox({ accounts: () => undefined });
      await expect(lazy.receive(request)).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("name the apps in `apps`") as string,
      });
      const deaf = createInbox({ accounts: [plaza().adapter] });
      await expect(deaf.receive(request)).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("no app of this inbox is pushed to") as string,
      });
      expect(() => createInbox({ accounts: [], apps: [{} as never] })).toThrow("`apps[0]` is no app");
    });

    it("refuses options that do not exist", async () => {
      const { push, inbox } = setUp();
      await expect(inbox.receive(push.request({ changes: [] }), { aap: "x" } as never)).rejects.toMatchObject({ code: "invalid-request" });
    });
  });
});
