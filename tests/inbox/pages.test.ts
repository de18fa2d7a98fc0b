import { describe, expect, it } from "vitest";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox, type Inbox, type ItemQuery } from "../../src/inbox/index.js";
import { fakeNetwork } from "../../src/testing/index.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import * as harness from "./act-harness.js";
import type { Message } from "../../src/model/message.js";
import type { Page } from "../../src/model/page.js";
import type { Store } from "../../src/store/store.js";

/** Reads a list as a web page does: each page by a call of its own, continued by the cursor of the one before. */
async function byPages<T>(list: (after?: string) => PromiseLike<Page<T>>): Promise<readonly (readonly T[])[]> {
  const pages: (readonly T[])[] = [];
  for (let page = await list(); ; page = await list(page.next)) {
    pages.push(page.items);
    if (page.next === undefined) return pages;
  }
}

const note = (score: number): Partial<Message> => ({ annotations: { priority: { label: "p", score, by: "test", at: at(0) } } });

async function setUp(messages: number, store: Store = memoryStore()) {
  const net = plaza({ surfaces: [{ name: "mentions" }], pageSize: 200 });
  const inbox: Inbox = createInbox({ accounts: [net.adapter], store, clock: virtualClock({ start: at(10_000), auto: true }) });
  for (let index = 0; index < messages; index++)
    net.say({ id: `m${index}`, minutes: (index * 37) % 1_000, conversation: `c${index % 60}`, more: note((index % 7) / 10) });
  await inbox.sync();
  return { net, inbox };
}

describe("inbox", () => {
  describe("pages", () => {
    it("continues items in every order behind an earlier page, without losing or repeating one", async () => {
      const { inbox } = await setUp(130);
      for (const order of ["newest", "oldest", "priority", "waiting"] as const) {
        const whole: string[] = [];
        for await (const { message } of inbox.items({ order })) whole.push(message.id);
        const pages = await byPages((after) => inbox.items({ order, ...(after !== undefined && { after }) }));
        expect(pages.map((page) => page.length)).toEqual([50, 50, 30]);
        expect(pages.flat().map(({ message }) => message.id)).toEqual(whole);
      }
    });

    it("continues behind a page that a limit ended", async () => {
      const { inbox } = await setUp(9);
      const pages = await byPages((after) => inbox.items({ limit: 4, order: "waiting", ...(after !== undefined && { after }) }));
      expect(pages.map((page) => page.length)).toEqual([4, 4, 1]);
      expect(new Set(pages.flat().map(({ message }) => message.id)).size).toBe(9);
    });

    it("continues failed", async () => {
      const { net, inbox } = await setUp(0);
      for (let index = 0; index < 60; index++) net.say({ id: `new${index}`, minutes: 10_001 + index, conversation: `d${index}` });
      await inbox.sync();
      const fail = (): void => {
        throw new Error("no");
      };
      await inbox.handle(fail, { drain: true, maxAttempts: 1, consumer: "crm" });
      const pages = await byPages((after) => inbox.failed({ consumer: "crm", ...(after !== undefined && { after }) }));
      expect(pages.map((page) => page.length)).toEqual([50, 10]);
      expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(60);
    });

    it("continues the outbox", async () => {
      const { desk, clock } = await harness.setUp();
      for (let index = 0; index < 60; index++) {
        await desk.respond(harness.comment, `Text ${index}`, { by: harness.sandra });
        await clock.advance(1_000);
      }
      const pages = await byPages((after) => desk.outbox(after === undefined ? {} : { after }));
      expect(pages.flat().map(({ plan }) => plan?.text)).toEqual(Array.from({ length: 60 }, (_, index) => `Text ${59 - index}`));
    });

    it("refuses a cursor of another list, of another order, or of nobody", async () => {
      const { inbox } = await setUp(60);
      const { next } = await inbox.items();
      expect(next).toBeDefined();
      const strange = { code: "invalid-request", message: expect.stringContaining("`after`") as string };
      const refused: readonly (() => unknown)[] = [
        () => inbox.items({ order: "oldest", after: next! }),
        () => inbox.items({ order: "waiting", after: next! }),
        () => inbox.items({ after: "junk" }),
        () => inbox.items({ after: "" }),
        () => inbox.failed({ after: next! }),
        () => inbox.outbox({ after: next! }),
      ];
      for (const call of refused) expect(call).toThrow(expect.objectContaining(strange) as Error);
      await expect(inbox.items({ after: "items:newest:junk" })).rejects.toMatchObject(strange);
      await expect(inbox.items({ order: "waiting", after: "items:waiting:junk" })).rejects.toMatchObject(strange);
    });
  });

  describe("items in an order of their own", () => {
    const orders: readonly NonNullable<ItemQuery["order"]>[] = ["waiting", "priority"];

    it("reads every message once to make the order, however many pages follow", async () => {
      const store = memoryStore();
      let queries = 0;
      const counting: Store = { ...store, query: (collection, query) => ((queries += 1), store.query(collection, query)) };
      const { inbox } = await setUp(230, counting);
      for (const order of orders) {
        queries = 0;
        let shown = 0;
        for await (const page of inbox.items({ order }).pages()) shown += page.items.length;
        expect([shown, queries]).toEqual([230, 1]);
      }
    });

    it("goes on when messages arrive, change and vanish while it is read, and shows them as they are then", async () => {
      const store = memoryStore();
      const { net, inbox } = await setUp(120, store);
      for (const order of orders) {
        const seen: Message[] = [];
        for await (const page of inbox.items({ order }).pages()) {
          seen.push(...page.items.map(({ message }) => message));
          if (seen.length > 60) continue;
          const last = seen.at(-1)!;
          const shell = { ...last, text: "", deletedAt: at(10_000) };
          const rest = net.mentions.filter(({ key }) => !seen.some((one) => one.key === key));
          const [next] = rest;
          net.say({ id: `late ${order}`, minutes: 10_000, conversation: "late" });
          await inbox.sync();
          await store.write([
            { collection: "message", key: last.key, value: shell },
            { collection: "message", key: next!.key, value: { ...next!, text: `edited ${order}` } },
          ]);
        }
        expect(new Set(seen.map(({ key }) => key)).size).toBe(seen.length);
        expect(seen.some(({ text }) => text === `edited ${order}`)).toBe(true);
        expect(seen.some(({ id }) => id === `late ${order}`)).toBe(false);
      }
    });

    it("lets a team answer whoever waits longest, one by one, while others go on writing", async () => {
      const clock = virtualClock({ auto: true });
      const network = fakeNetwork("bluesky", { clock, limits: { requests: 1_000_000 } });
      const brand = network.state.addAccount("brand.test");
      const asta = network.state.addAccount("asta.test");
      const post = network.state.post(brand, "Our boots are back.");
      const questions = 55;
      const text = (index: number): string => `Question ${index}`;
      for (let index = 0; index < questions; index++) {
        network.state.reply(asta, post.uri, text(index));
        await clock.advance(1_000);
      }
      const inbox = createInbox({
        accounts: [createBlueskyAdapter({ accountId: brand.did, password: brand.privilegedAppPassword, service: network.baseUrl })],
        fetch: network.fetch,
        clock,
      });
      await inbox.sync();
      const answered: string[] = [];
      for await (const { message, can } of inbox.items({ direction: "inbound", order: "waiting", can: ["reply"], by: harness.sandra })) {
        expect(can.reply.ok).toBe(true);
        const { status } = await inbox.respond(message, "Yes.", { by: harness.sandra });
        expect(status).toBe("sent");
        answered.push(message.text);
        if (answered.length % 10 === 0) {
          network.state.reply(asta, post.uri, `One more ${answered.length}`);
          await inbox.sync();
        }
      }
      expect([...answered].sort()).toEqual(Array.from({ length: questions }, (_, index) => text(index)).sort());
      await inbox.close();
    });
  });
});
