import { describe, expect, it } from "vitest";
import { createInbox } from "../../src/inbox/index.js";
import { FolkmootError } from "../../src/errors.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type PlazaOptions } from "./plaza.js";
import type { Change } from "../../src/model/change.js";
import type { Message } from "../../src/model/message.js";

const idOf = (change: Change): string => (change.type === "message.created" ? change.message.id : change.type);

async function setUp(options: PlazaOptions = {}) {
  const clock = virtualClock({ start: at(100), auto: true });
  const net = plaza({ surfaces: [{ name: "mentions" }], ...options });
  const store = memoryStore();
  const inbox = createInbox({ accounts: [net.adapter], clock, store });
  await inbox.sync();
  return { clock, net, store, inbox };
}

const created = (message: Message): Change => ({
  type: "message.created",
  id: "a word of the network",
  origin: "live",
  at: message.createdAt,
  account: "plaza:1",
  conversation: message.conversation,
  message,
});

describe("inbox", () => {
  describe("stream", () => {
    it("yields news as they come and commits the last when asked for the next", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "a", minutes: 101 });
      net.say({ id: "b", minutes: 102 });
      const seen: string[] = [];
      for await (const change of inbox.stream()) {
        seen.push(idOf(change));
        if (seen.length === 2) net.say({ id: "c", minutes: 103 });
        if (seen.length === 3) break;
      }
      expect(seen).toEqual(["a", "b", "c"]);
      // Leaving the loop gave the last one back.
      await inbox.handle((change) => void seen.push(`again ${idOf(change)}`), { drain: true });
      expect(seen).toEqual(["a", "b", "c", "again c"]);
    });

    it("gives back the change at which the loop threw", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "a", minutes: 101 });
      await expect(async () => {
        for await (const change of inbox.stream()) throw new Error(idOf(change));
      }).rejects.toThrow("a");
      const seen: string[] = [];
      for await (const change of inbox.stream({ drain: true })) seen.push(idOf(change));
      expect(seen).toEqual(["a"]);
    });

    it("ends when aborted, while it waits", async () => {
      const { inbox } = await setUp();
      const stop = new AbortController();
      setTimeout(() => {
        stop.abort();
      }, 5);
      for await (const change of inbox.stream({ signal: stop.signal })) expect(change).toBeUndefined();
    });

    it("says so when it cannot know whom to listen to", async () => {
      const net = plaza();
      const inbox = createInbox({ accounts: () => net.adapter, clock: virtualClock({ auto: true }) });
      expect(() => inbox.stream()).toThrow("name them in `accounts`");
    });
  });

  describe("listen", () => {
    it("polls each account as often as its network wants", async () => {
      const { net, inbox, clock } = await setUp({ pollEveryMs: 30_000 });
      net.calls.length = 0;
      const stop = new AbortController();
      const times: number[] = [];
      net.before = () => {
        times.push((clock.now() - Date.parse(at(100))) / 1_000);
        if (times.length === 4) stop.abort();
      };
      await inbox.listen({ signal: stop.signal });
      expect(times).toEqual([0, 30, 60, 90]);
    });

    it("waits as long as a network that refuses everything says", async () => {
      const { net, inbox, clock } = await setUp({ pollEveryMs: 30_000 });
      const stop = new AbortController();
      const times: number[] = [];
      net.before = () => {
        times.push((clock.now() - Date.parse(at(100))) / 1_000);
        if (times.length === 2) stop.abort();
        throw new FolkmootError("rate-limited", "Later.", { retryable: true, retryAt: at(110) });
      };
      await inbox.listen({ signal: stop.signal });
      expect(times).toEqual([0, 600]);
    });

    it("journals what a stream pushes under the same id as a poll, once", async () => {
      const { net, inbox } = await setUp({ stream: true });
      const message = net.say({ id: "a", minutes: 101 });
      net.pushed.push(created(message), created(message));
      const seen: string[] = [];
      const stop = new AbortController();
      const listening = inbox.listen({ signal: stop.signal });
      await new Promise((resolve) => setTimeout(resolve, 30));
      stop.abort();
      await listening;
      await inbox.sync();
      await inbox.handle((change) => void seen.push(change.id), { drain: true });
      expect(seen).toEqual([`message.created:${message.key}`]);
    });

    it("polls on, and asks no more, where an adapter is made without what its stream needs", async () => {
      const { net, inbox } = await setUp({ stream: true });
      let asked = 0;
      Object.assign(net.adapter, {
        stream: () => {
          asked += 1;
          throw new FolkmootError("unsupported", "No socket.");
        },
      });
      net.say({ id: "a", minutes: 101 });
      const stop = new AbortController();
      const listening = inbox.listen({ signal: stop.signal });
      await new Promise((resolve) => setTimeout(resolve, 30));
      stop.abort();
      await listening;
      expect(asked).toBe(1);
      expect((await inbox.items()).items.map(({ message }) => message.id)).toEqual(["a"]);
    });

    it("shrinks a message that was deleted, everywhere, and keeps it from coming back", async () => {
      const { net, inbox, store } = await setUp({ stream: true });
      const message = net.say({ id: "a", minutes: 101, text: "do not keep me" });
      await inbox.sync();
      net.pushed.push({
        type: "message.deleted",
        id: "x",
        origin: "live",
        at: at(103),
        account: net.account,
        conversation: message.conversation,
        message: message.key,
      });
      const stop = new AbortController();
      const listening = inbox.listen({ signal: stop.signal });
      await new Promise((resolve) => setTimeout(resolve, 30));
      stop.abort();
      await listening;
      await inbox.sync();
      const [row] = await store.read("message", [message.key]);
      expect(row?.value).toMatchObject({
        key: message.key,
        kind: "mention",
        direction: "inbound",
        createdAt: at(101),
        deletedAt: at(103),
        text: "",
      });
      expect(row?.value).not.toHaveProperty("author");
      expect((await inbox.items()).items).toEqual([]);
      expect(await inbox.conversation(message.conversation)).not.toHaveProperty("waitingSince");
      const seen: Change[] = [];
      await inbox.handle((change) => void seen.push(change), { drain: true });
      expect(seen.map(({ type }) => type)).toEqual(["message.created", "message.deleted"]);
      expect(JSON.stringify(seen)).not.toContain("do not keep me");
    });

    it("clears what a moderator cleared, and journals what is none of our messages as it is", async () => {
      const { net, inbox, store } = await setUp({ stream: true });
      for (const id of ["a", "b"]) net.say({ id, minutes: 101, by: "spam" });
      net.say({ id: "c", minutes: 101 });
      await inbox.sync();
      net.pushed.push(
        { type: "messages.cleared", id: "clear 1", origin: "live", at: at(103), account: net.account, author: net.author("spam") },
        { type: "network.event", id: "raid 1", origin: "live", at: at(104), account: net.account, name: "raid", raw: { viewers: 3 } },
        { type: "network.event", id: "raid 1", origin: "live", at: at(104), account: net.account, name: "raid" },
      );
      const stop = new AbortController();
      const listening = inbox.listen({ signal: stop.signal });
      await new Promise((resolve) => setTimeout(resolve, 30));
      stop.abort();
      await listening;
      expect((await inbox.items()).items.map(({ message }) => message.id)).toEqual(["c"]);
      const { items } = await store.query("change", { limit: 100 });
      expect(items.map(({ value }) => value.type).sort()).toEqual([
        "message.created",
        "message.created",
        "message.created",
        "message.deleted",
        "message.deleted",
        "messages.cleared",
        "network.event",
      ]);
    });
  });
});
