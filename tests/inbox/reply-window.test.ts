import { describe, expect, it } from "vitest";
import { created, pushedPlaza } from "./receive-harness.js";
import { createInbox } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";

describe("inbox", () => {
  describe("reply window", () => {
    it.each([
      ["no reply window that was told before somebody wrote again", at(80), false],
      ["the reply window that was told of what is pushed", at(98), true],
    ])("keeps %s", async (_what, lastInboundAt, kept) => {
      const net = plaza({ surfaces: [{ name: "mentions" }] });
      const push = pushedPlaza();
      const store = memoryStore();
      const inbox = createInbox({ accounts: [net.adapter], apps: [push.app], store, clock: virtualClock({ start: at(100) }) });
      const { conversation: key, ...message } = { ...net.say({ id: "m1", minutes: 98 }), kind: "direct" as const };
      const replyWindow = { closesAt: at(80 + 24 * 60), mode: "standard" } as const;
      const row = {
        key,
        network: "plaza",
        accountId: "1",
        id: "c1",
        kind: "direct",
        participants: [],
        lastInboundAt,
        replyWindow,
      } as const;
      await store.write([{ collection: "conversation", key, value: row }]);
      await inbox.receive(push.request({ changes: [created({ ...message, conversation: key })] }));
      const [stored] = await store.read("conversation", [key]);
      expect(stored?.value.lastInboundAt).toBe(at(98));
      expect(stored?.value.replyWindow).toEqual(kept ? replyWindow : undefined);
    });
  });
});
