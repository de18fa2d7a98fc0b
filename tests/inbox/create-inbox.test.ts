import { describe, expect, it, vi } from "vitest";
import { createInbox } from "../../src/inbox/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import type { Enrich } from "../../src/inbox/index.js";
import type { Message } from "../../src/model/message.js";

const note = (label: string) => ({ language: { label, score: 1, by: "test@1", at: at(0) } });

describe("inbox", () => {
  describe("createInbox", () => {
    it("refuses an account that is there twice, a tenant that is no word, and asks nothing by itself", () => {
      const net = plaza();
      expect(() => createInbox({ accounts: [net.adapter, net.adapter] })).toThrow("plaza:1 twice");
      expect(() => createInbox({ accounts: [net.adapter], tenant: "a/b" })).toThrow("`tenant` must be a word");
      expect(net.calls).toEqual([]);
    });

    it("finds adapters by the host's function once, and asks again after it failed", async () => {
      const net = plaza();
      const find = vi.fn((key: string) => (key === net.account && find.mock.calls.length > 1 ? net.adapter : undefined));
      const inbox = createInbox({ accounts: find, clock: virtualClock() });
      await expect(inbox.adapter(net.account)).rejects.toMatchObject({ code: "misconfigured" });
      expect(await inbox.adapter(net.account)).toBe(net.adapter);
      expect(await inbox.adapter(net.account)).toBe(net.adapter);
      expect(find).toHaveBeenCalledTimes(2);
      await expect(inbox.adapter("plaza:1:post:1")).rejects.toThrow("give that of an account");
    });

    it("refuses the adapter of another account", async () => {
      const net = plaza();
      const inbox = createInbox({ accounts: () => net.adapter, clock: virtualClock() });
      await expect(inbox.adapter("plaza:2")).rejects.toThrow("was asked for plaza:2 and gave the adapter of plaza:1");
    });
  });

  describe("enrich", () => {
    it("annotates messages after they are stored, in batches, without holding up the sync", async () => {
      const net = plaza({ surfaces: [{ name: "mentions" }], pageSize: 60 });
      for (let index = 0; index < 60; index++) net.say({ id: `m${index}`, minutes: index });
      net.say({ id: "ours", minutes: 61, by: "1" });
      let go: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (go = resolve));
      const batches: number[] = [];
      const enrich: Enrich = async (messages) => {
        await gate;
        batches.push(messages.length);
        return messages.map(({ id }) => (id === "m1" ? undefined : note("da")));
      };
      const inbox = createInbox({ accounts: [net.adapter], enrich, clock: virtualClock({ start: at(100) }) });
      await inbox.sync();
      expect((await inbox.items()).items).not.toHaveLength(0);
      go();
      await vi.waitFor(() => {
        expect(batches.reduce((sum, size) => sum + size, 0)).toBe(60);
      });
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(Math.max(...batches)).toBeLessThanOrEqual(50);
      const all: Message[] = [];
      for await (const { message } of inbox.items()) all.push(message);
      expect(all.filter(({ annotations }) => annotations?.["language"]?.label === "da")).toHaveLength(59);
      expect(
        all
          .filter(({ annotations }) => annotations === undefined)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(["m1", "ours"]);
      await inbox.close();
    });

    it("sends its failures to the logger, without a word of the messages, and goes on", async () => {
      const net = plaza({ surfaces: [{ name: "mentions" }] });
      const logs: unknown[] = [];
      let calls = 0;
      const enrich: Enrich = (messages) => {
        calls += 1;
        if (calls === 1) throw new TypeError(messages[0]!.text);
        return Promise.resolve(messages.map(() => note("sv")));
      };
      const inbox = createInbox({
        accounts: [net.adapter],
        enrich,
        clock: virtualClock({ start: at(100) }),
        logger: { error: (...words) => logs.push(words) },
      });
      net.say({ id: "a", minutes: 1 });
      await inbox.sync();
      net.say({ id: "b", minutes: 101 });
      await inbox.sync();
      await new Promise((resolve) => setTimeout(resolve, 5));
      const labels = (await inbox.items()).items.map(({ message }) => message.annotations?.["language"]?.label);
      expect(labels).toEqual(["sv", undefined]);
      expect(logs).toEqual([["enrich failed; the messages are stored without annotations.", { messages: 1, error: "TypeError" }]]);
    });
  });

  describe("close", () => {
    it("stops what runs and closes the store", async () => {
      const net = plaza({ surfaces: [{ name: "mentions" }] });
      const inbox = createInbox({ accounts: [net.adapter], clock: virtualClock({ start: at(100) }) });
      await inbox.sync();
      const listening = inbox.listen({ signal: new AbortController().signal });
      const handling = inbox.handle(() => undefined);
      await inbox.close();
      await Promise.all([listening, handling]);
      await expect(inbox.items()).rejects.toThrow("closed");
    });
  });
});
