import { describe, expect, it } from "vitest";
import { createInbox, type InboxEvents } from "../../src/inbox/index.js";
import { FolkmootError } from "../../src/errors.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import type { Change } from "../../src/model/change.js";
import type { HandleOptions } from "../../src/inbox/index.js";
import type { Logger } from "../../src/logger.js";

const idOf = (change: Change): string => (change.type === "message.created" ? change.message.id : change.type);

/** An inbox that is connected at minute 100; what is said afterwards is live. */
async function setUp(logger: Logger = {}) {
  const clock = virtualClock({ start: at(100), auto: true });
  const net = plaza({ surfaces: [{ name: "mentions" }] });
  const store = memoryStore();
  const inbox = createInbox({ accounts: [net.adapter], clock, store, logger, random: () => 0.5 });
  await inbox.sync();
  return { clock, net, store, inbox };
}

describe("inbox", () => {
  describe("handle", () => {
    it("hands out each change once and ends when the journal is worked off", async () => {
      const { net, inbox } = await setUp();
      for (let index = 0; index < 5; index++) net.say({ id: `m${index}`, minutes: 101 + index });
      await inbox.sync();
      const seen: string[] = [];
      await inbox.handle((change, { attempt }) => void seen.push(`${idOf(change)} ${attempt}`), { drain: true });
      await inbox.handle((change) => void seen.push(idOf(change)), { drain: true });
      expect(seen).toEqual(["m0 1", "m1 1", "m2 1", "m3 1", "m4 1"]);
    });

    it("gives each consumer its own progress", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      const seen: string[] = [];
      for (const consumer of ["crm", "bot", "crm"]) await inbox.handle(() => void seen.push(consumer), { drain: true, consumer });
      expect(seen).toEqual(["crm", "bot"]);
    });

    it("never wakes a live handler with history, and hands history to those who ask for it", async () => {
      const clock = virtualClock({ start: at(100), auto: true });
      const net = plaza({ surfaces: [{ name: "mentions" }] });
      net.say({ id: "old", minutes: 1 });
      const inbox = createInbox({ accounts: [net.adapter], clock });
      const news: string[] = [];
      inbox.on("message", ({ id }) => news.push(id));
      await inbox.sync();
      net.say({ id: "new", minutes: 101 });
      await inbox.sync();
      const seen: string[] = [];
      await inbox.handle((change) => void seen.push(idOf(change)), { drain: true });
      expect([seen, news]).toEqual([["new"], ["new"]]);
      await inbox.handle((change) => void seen.push(idOf(change)), { drain: true, origin: "backfill" });
      expect(seen).toEqual(["new", "old"]);
    });

    it("passes over our own messages unless they are asked for", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "ours", minutes: 101, by: "1" });
      net.say({ id: "theirs", minutes: 102 });
      const news: string[] = [];
      inbox.on("message", ({ id }) => news.push(id));
      await inbox.sync();
      const seen: string[] = [];
      await inbox.handle((change) => void seen.push(idOf(change)), { drain: true });
      await inbox.handle((change) => void seen.push(`crm ${idOf(change)}`), { drain: true, own: true, consumer: "crm" });
      expect(seen).toEqual(["theirs", "crm ours", "crm theirs"]);
      expect(news).toEqual(["theirs"]);
    });

    it("delivers again what a handler threw on, later each time, and keeps the order of the conversation meanwhile", async () => {
      const { net, inbox, clock } = await setUp();
      net.say({ id: "a1", minutes: 101, conversation: "a" });
      net.say({ id: "a2", minutes: 102, conversation: "a" });
      net.say({ id: "b1", minutes: 103, conversation: "b" });
      await inbox.sync();
      const seen: string[] = [];
      const began = clock.now();
      await inbox.handle(
        (change, { attempt }) => {
          seen.push(`${idOf(change)}#${attempt} ${Math.round((clock.now() - began) / 1000)}s`);
          if (idOf(change) === "a1" && attempt < 3) throw new Error("no luck");
        },
        { drain: true },
      );
      expect(seen).toEqual(["a1#1 0s", "b1#1 0s", "a1#2 2s", "a1#3 10s", "a2#1 10s"]);
    });

    it("gives a change up after the last attempt, shows it, and goes on with its neighbours", async () => {
      const logs: unknown[] = [];
      const { net, inbox } = await setUp({ warn: (...words) => logs.push(words), error: (...words) => logs.push(words) });
      const dead: InboxEvents["dead"][] = [];
      inbox.on("dead", (letter) => dead.push(letter));
      net.say({ id: "a1", minutes: 101, text: "my secret" });
      net.say({ id: "a2", minutes: 102 });
      await inbox.sync();
      const seen: string[] = [];
      const handler = (change: Change): void => {
        seen.push(idOf(change));
        if (idOf(change) === "a1") throw new Error("cannot parse my secret");
      };
      await inbox.handle(handler, { drain: true, maxAttempts: 2 });
      await inbox.handle(handler, { drain: true, maxAttempts: 2 });
      expect(seen).toEqual(["a1", "a1", "a2"]);
      const failed = await inbox.failed();
      expect(failed.items).toHaveLength(1);
      expect(failed.items[0]).toMatchObject({
        id: net.mentions[0]!.key.replace(/^/, "message.created:"),
        consumer: "default",
        attempts: 2,
        error: { code: "unexpected-error" },
        change: { type: "message.created", message: { id: "a1" } },
      });
      expect(dead.map(({ id }) => id)).toEqual([failed.items[0]!.id]);
      expect((await inbox.failed({ consumer: "other" })).items).toEqual([]);
      expect(JSON.stringify([dead, logs])).not.toContain("my secret");
    });

    it("waits at least as long as an error of ours names", async () => {
      const { net, inbox, clock } = await setUp();
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      const times: number[] = [];
      await inbox.handle(
        (_change, { attempt }) => {
          times.push(clock.now());
          if (attempt === 1) throw new FolkmootError("rate-limited", "Later.", { retryAt: new Date(clock.now() + 300_000).toISOString() });
        },
        { drain: true },
      );
      expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(300_000);
    });

    it("runs as many conversations at once as it may, and one conversation never twice at once", async () => {
      const { net, inbox } = await setUp();
      for (let index = 0; index < 12; index++) net.say({ id: `m${index}`, minutes: 101 + index, conversation: `c${index % 4}` });
      await inbox.sync();
      const running = new Set<string>();
      const order = new Map<string, string[]>();
      let most = 0;
      await inbox.handle(
        async (change) => {
          const place = change.conversation!;
          expect(running.has(place)).toBe(false);
          running.add(place);
          most = Math.max(most, running.size);
          order.set(place, [...(order.get(place) ?? []), idOf(change)]);
          await new Promise((resolve) => setTimeout(resolve, 2));
          running.delete(place);
        },
        { drain: true, concurrency: 3 },
      );
      expect(most).toBe(3);
      expect([...order.values()].map((ids) => ids.map((id) => Number(id.slice(1))))).toEqual([
        [0, 4, 8],
        [1, 5, 9],
        [2, 6, 10],
        [3, 7, 11],
      ]);
    });

    it("does not let a slow conversation hold up the others", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "slow", minutes: 101, conversation: "slow" });
      for (let index = 0; index < 4; index++) net.say({ id: `m${index}`, minutes: 102 + index, conversation: "quick" });
      await inbox.sync();
      const seen: string[] = [];
      let finish: () => void = () => undefined;
      const slow = new Promise<void>((resolve) => (finish = resolve));
      await inbox.handle(
        async (change) => {
          if (idOf(change) === "slow") await slow;
          seen.push(idOf(change));
          if (seen.length === 4) finish();
        },
        { drain: true, concurrency: 2 },
      );
      expect(seen).toEqual(["m0", "m1", "m2", "m3", "slow"]);
    });

    it("wakes up for what a sync brings, without a second's wait", async () => {
      const clock = virtualClock({ start: at(100) });
      const net = plaza({ surfaces: [{ name: "mentions" }] });
      const inbox = createInbox({ accounts: [net.adapter], clock });
      await inbox.sync();
      const stop = new AbortController();
      const seen: string[] = [];
      const handling = inbox.handle((change) => void seen.push(idOf(change)), { signal: stop.signal });
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(seen).toEqual(["a"]);
      expect(clock.now()).toBe(Date.parse(at(100)));
      stop.abort();
      await handling;
    });

    it("gives back what it holds when aborted: the next worker gets it at once", async () => {
      const { net, inbox, clock } = await setUp();
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      const stop = new AbortController();
      const seen: string[] = [];
      const before = clock.now();
      await inbox.handle(
        (change, { signal }) => {
          seen.push(idOf(change));
          stop.abort();
          signal.throwIfAborted();
        },
        { signal: stop.signal, drain: true },
      );
      await inbox.handle((change) => void seen.push(`again ${idOf(change)}`), { drain: true });
      expect(seen).toEqual(["a", "again a"]);
      expect(clock.now() - before).toBeLessThan(1_000);
    });

    it("delivers again what a worker held that was killed, as soon as its lease runs out", async () => {
      const { net, inbox, store, clock } = await setUp();
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      // The killed worker: it claimed and was never heard of again.
      await store.claim({ from: "change", consumer: "default", limit: 1, leaseMs: 60_000, now: clock.now() });
      const stop = new AbortController();
      const seen: string[] = [];
      const began = clock.now();
      await inbox.handle(
        (change, { attempt }) => {
          seen.push(`${idOf(change)} ${attempt} after ${(clock.now() - began) / 1_000} s`);
          stop.abort();
        },
        { signal: stop.signal },
      );
      expect(seen).toEqual(["a 2 after 60 s"]);
    });

    it("tells a handler that its lease has run out", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      const reasons: string[] = [];
      await inbox.handle(
        async (_change, { signal }) => {
          await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
          reasons.push((signal.reason as Error).name);
        },
        { drain: true, leaseMs: 5_000 },
      );
      expect(reasons).toEqual(["TimeoutError"]);
    });

    it("hands out only the kinds, types and accounts that were asked for", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "m", minutes: 101 });
      net.say({ id: "q", minutes: 102, kind: "quote" });
      await inbox.sync();
      const ask = async (consumer: string, options: HandleOptions): Promise<readonly string[]> => {
        const seen: string[] = [];
        await inbox.handle((change) => void seen.push(idOf(change)), { drain: true, consumer, ...options });
        return seen;
      };
      expect(await ask("kinds", { kinds: ["quote"] })).toEqual(["q"]);
      expect(await ask("types", { types: ["message.updated"] })).toEqual([]);
      expect(await ask("accounts", { accounts: [net.account] })).toEqual(["m", "q"]);
    });

    it("refuses options that cannot be", async () => {
      const { inbox } = await setUp();
      const bad: readonly (readonly [HandleOptions, string])[] = [
        [{ concurrency: 0 }, "`concurrency` must be a whole number"],
        [{ maxAttempts: 1.5 }, "`maxAttempts` must be a whole number"],
        [{ leaseMs: -1 }, "`leaseMs` must be a positive number"],
        [{ consumer: " " }, "`consumer` is empty"],
        [{ accounts: ["plaza:1:post:1"] }, "give that of an account"],
      ];
      for (const [options, words] of bad) await expect(inbox.handle(() => undefined, options)).rejects.toThrow(words);
    });

    it("ends when the inbox closes, which waits for the handler", async () => {
      const { net, inbox } = await setUp();
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      const steps: string[] = [];
      const handling = inbox.handle(async () => {
        steps.push("began");
        await new Promise((resolve) => setTimeout(resolve, 5));
        steps.push("ended");
      });
      await new Promise((resolve) => setTimeout(resolve, 1));
      await inbox.close();
      steps.push("closed");
      await handling;
      expect(steps).toEqual(["began", "ended", "closed"]);
      await inbox.close();
    });
  });

  describe("on", () => {
    it("sends what a listener throws to the logger, without its words", async () => {
      const logs: unknown[] = [];
      const { net, inbox } = await setUp({ error: (...words) => logs.push(words) });
      const heard: string[] = [];
      inbox.on("message", () => {
        throw new TypeError("Ann said it");
      });
      // Hosts hand in async listeners as well.
      const late: () => unknown = () => Promise.reject(new RangeError("Ann said it later"));
      inbox.on("message", late);
      const end = inbox.on("message", ({ id }) => heard.push(id));
      net.say({ id: "a", minutes: 101 });
      await inbox.sync();
      end();
      net.say({ id: "b", minutes: 102 });
      await inbox.sync();
      expect(heard).toEqual(["a"]);
      expect(logs.map((log) => (log as [string, { error: string }])[1].error)).toEqual([
        "TypeError",
        "RangeError",
        "TypeError",
        "RangeError",
      ]);
      expect(JSON.stringify(logs)).not.toContain("Ann");
    });

    it("refuses an event that does not exist", async () => {
      const { inbox } = await setUp();
      expect(() => inbox.on("massage" as "message", () => undefined)).toThrow("choose of message");
    });
  });
});
