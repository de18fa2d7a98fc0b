import { describe, expect, it } from "vitest";
import type { Meter } from "../../../src/limits/meter.js";
import { readWindow } from "../../../src/limits/read-window.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { day, minute, mostWithin, saturate, second, shape, sliding, stage } from "./stage.js";
import type { Reply, Stage } from "./stage.js";

const meter: Meter = {
  cost: ({ operation }) => ({
    "tw.helix": 1,
    ...(operation === "reply" && { "tw.chat": 1, "tw.chat.channel": 1 }),
    ...(operation === "replyPrivately" && { "tw.whisper": 1, "tw.whisper.minute": 1, "tw.whisper.recipients": 1 }),
  }),
  read: (_call, { status, headers }, now) => {
    const told = readWindow(headers, "ratelimit-", now);
    // Points left and refused all the same: an endpoint's own limit, of which the bucket knows nothing.
    return [{ rule: "tw.helix", ...told, ...(status === 429 && told.remaining === 0 && { blockedUntil: told.resetsAt ?? now + second }) }];
  },
};

/** 800 points that come back at 800 a minute; told are whole points and the second in which all are back. */
function helix(): (now: number) => Reply {
  let level = 800;
  let at: number | undefined;
  return (now) => {
    level = Math.min(800, level + ((now - (at ?? now)) * 800) / minute);
    at = now;
    const ok = level >= 1;
    if (ok) level--;
    const reset = Math.ceil((now + ((800 - level) * minute) / 800) / 1000);
    const headers = { "ratelimit-limit": "800", "ratelimit-remaining": `${Math.floor(level)}`, "ratelimit-reset": `${reset}` };
    return { ok, headers };
  };
}

const open = (server: (now: number, channel?: string) => Reply): Stage =>
  stage({
    ...{ network: "twitch", rules: limitRules.twitch, meter },
    server: ({ subject }, _account, now) => server(now, subject.resource),
  });

describe("limits", () => {
  describe("Twitch", { timeout: 60_000 }, () => {
    it("uses 99 % of a bucket that fills by the second, and is never refused", async () => {
      const network = open(helix());
      await saturate(network, network.clock.now() + 5 * minute, () => ({ call: shape("listMessages", "/helix/users") }));
      expect(network.refused()).toBe(0);
      expect(network.visits.length).toBeGreaterThanOrEqual(0.99 * (800 + 5 * 800));
    });

    it("says 20 lines in 30 seconds and one a second in a channel, because what is too much is dropped in silence", async () => {
      const all = sliding(20, 30 * second);
      const channels = new Map(["c1", "c2", "c3"].map((channel) => [channel, sliding(1, second)]));
      const network = open((now, channel = "") => ({ status: 200, ok: all.take(now) && channels.get(channel)?.take(now) === true }));
      const until = network.clock.now() + 5 * minute;
      await saturate(network, until, (caller) => ({
        call: shape("reply", "/helix/chat/messages", { method: "POST", subject: { resource: `c${(caller % 3) + 1}` } }),
      }));
      expect(network.refused()).toBe(0);
      expect(mostWithin(network.visits, 30 * second)).toBe(20);
      expect(network.visits.length).toBeGreaterThanOrEqual(0.95 * 20 * 10);
    });

    it("whispers to 40 people it has not whispered to before, and to the next ones a day later", async () => {
      const today = sliding(40, day);
      const network = open((now) => ({ ok: today.take(now), status: 204 }));
      const began = network.clock.now();
      const whisper = shape("replyPrivately", "/helix/whispers", { method: "POST" });
      await Promise.all(Array.from({ length: 45 }, () => network.ask(whisper)));
      expect(network.refused()).toBe(0);
      expect(network.visits[39]?.at).toBeLessThan(began + minute);
      expect(network.visits[40]?.at).toBeGreaterThanOrEqual(began + day);
    });
  });
});
