import { describe, expect, it } from "vitest";
import type { Meter } from "../../../src/limits/meter.js";
import { readTiktokThrottle } from "../../../src/limits/read-refusal.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { hour, minute, mostWithin, saturate, second, shape, sliding, stage } from "./stage.js";
import type { Reply, Stage } from "./stage.js";

const rules = limitRules.tiktok;

const meter: Meter = {
  cost: ({ operation }) => ({ "tt.qps": 1, "tt.day": 1, ...(operation === "sendMessage" && { "tt.dm": 1 }) }),
  read: (_call, { body }, now) => {
    const throttle = readTiktokThrottle(body);
    if (throttle === undefined) return [];
    const { perSecond } = throttle as { readonly perSecond?: number };
    return [{ rule: "tt.qps", blockedUntil: now + second, ...(perSecond !== undefined && perSecond < 8 && { limit: perSecond }) }];
  },
};

/** Counts all tokens of the app together, and says so in the body of a success. */
function app(perSecond: number): (now: number) => Reply {
  const calls = sliding(perSecond, second);
  return (now) => {
    if (calls.take(now)) return { ok: true, body: { code: 0, message: "OK" } };
    const message = `App 7000000000000000001 reaches the QPS limit ${perSecond}, current QPS is ${perSecond + 1}`;
    return { ok: false, status: 200, body: { code: 40100, message } };
  };
}

const open = (server: (now: number) => Reply): Stage =>
  stage({ network: "tiktok", rules, meter, server: (_call, _account, now) => server(now) });

const comments = (caller: number) => ({ call: shape("listComments", "/business/comment/list/"), account: `tiktok:${caller % 2}` });
const messageIn = (conversation: string) => shape("sendMessage", "/business/message/send/", { method: "POST", subject: { conversation } });

describe("limits", () => {
  describe("TikTok", { timeout: 60_000 }, () => {
    it("lets two accounts of an app make 8 calls a second together, and is never refused at 10", async () => {
      const network = open(app(10));
      const began = network.clock.now();
      await saturate(network, began + 2 * minute, comments);
      expect(network.refused()).toBe(0);
      expect(mostWithin(network.visits, second)).toBeLessThanOrEqual(8);
      // A call counts until a second after its answer: of 8 a second, a trip of 120 ms leaves 7.
      expect(network.visits.length).toBeGreaterThanOrEqual(120 * 7);
      for (const account of ["tiktok:0", "tiktok:1"])
        expect(network.visits.filter((visit) => visit.account === account).length).toBeGreaterThan(0.45 * network.visits.length);
    });

    it("learns from the first refusals what a sandbox has", async () => {
      const network = open(app(1));
      await saturate(network, network.clock.now() + minute, comments);
      expect(network.refused()).toBeLessThanOrEqual(8);
      expect(network.visits.findLast(({ ok }) => !ok)?.at).toBeLessThan((network.visits[0]?.at ?? 0) + 3 * second);
      expect(network.visits.length - network.refused()).toBeGreaterThanOrEqual(50);
    });

    it("sends ten messages into a conversation, then none until the person writes, and into another one meanwhile", async () => {
      const network = open(() => ({ ok: true, body: { code: 0 } }));
      const { clock, limiter } = network;
      /** The person writes: ten more, for 48 hours from now. */
      const wrote = (conversation: string): Promise<void> => limiter.inbound(conversation, "tiktok:0", clock.now());
      await wrote("c1");
      await Promise.all(Array.from({ length: 15 }, () => network.ask(messageIn("c1"), clock.now() + hour)));
      expect(network.visits.length).toBe(10);
      await network.ask(messageIn("c2"), clock.now() + second);
      expect(network.visits.length).toBe(11);
      await wrote("c1");
      await Promise.all(Array.from({ length: 15 }, () => network.ask(messageIn("c1"), clock.now() + hour)));
      expect(network.visits.length).toBe(21);
    });

    it("gives ten again to a conversation where the person writes before they are used up", async () => {
      const network = open(() => ({ ok: true, body: { code: 0 } }));
      const { clock, limiter } = network;
      const wrote = (): Promise<void> => limiter.inbound("c1", "tiktok:0", clock.now());
      await wrote();
      for (let index = 0; index < 7; index++) await network.ask(messageIn("c1"));
      await clock.sleep(hour);
      await wrote();
      await Promise.all(Array.from({ length: 15 }, () => network.ask(messageIn("c1"), clock.now() + hour)));
      expect(network.visits.length).toBe(17);
    });
  });
});
