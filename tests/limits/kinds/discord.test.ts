import { describe, expect, it } from "vitest";
import { discordMeter } from "../../../src/networks/discord/meter.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { fixed, hour, minute, mostWithin, saturate, second, shape, sliding, stage } from "./stage.js";
import type { Reply, Stage } from "./stage.js";

/** 50 calls a second for the bot, and 5 in 5 seconds for each bucket of each channel; two routes share one. */
function server(perBucket = 5): (route: string, channel: string, now: number) => Reply {
  const all = sliding(50, second);
  const windows = new Map<string, ReturnType<typeof fixed>>();
  const buckets: Readonly<Record<string, string>> = { "/messages": "b1", "/threads": "b1", "/reactions": "b2" };
  return (route, channel, now) => {
    const bucket = buckets[route] ?? "";
    const name = `${bucket} ${channel}`;
    const window = windows.get(name) ?? fixed(perBucket, (at) => at + 5 * second);
    windows.set(name, window);
    const end = window.end(now);
    const shared = { "x-ratelimit-bucket": bucket, "x-ratelimit-limit": `${perBucket}` };
    const after = (end - now) / 1000;
    if (window.used(now) >= perBucket) {
      const headers = { ...shared, "x-ratelimit-remaining": "0", "x-ratelimit-reset-after": after.toFixed(3), "x-ratelimit-scope": "user" };
      return { ok: false, headers, body: { message: "…", retry_after: after, global: false } };
    }
    if (!all.take(now))
      return { ok: false, headers: { "x-ratelimit-global": "true" }, body: { message: "…", retry_after: 0.3, global: true } };
    window.take(now);
    const headers = { ...shared, "x-ratelimit-remaining": `${perBucket - window.used(now)}`, "x-ratelimit-reset-after": after.toFixed(3) };
    return { ok: true, headers };
  };
}

const open = (perBucket?: number): Stage => {
  const decide = server(perBucket);
  return stage({
    ...{ network: "discord", rules: limitRules.discord, meter: discordMeter() },
    server: ({ route, subject }, _account, now) => decide(route, subject.resource ?? "", now),
  });
};

const say = (route: string, channel: number) => ({ call: shape("reply", route, { method: "POST", subject: { resource: `${channel}` } }) });

describe("limits", () => {
  describe("Discord", { timeout: 60_000 }, () => {
    it("learns which routes share a bucket and what it holds, and uses 95 % of it in each channel", async () => {
      const network = open();
      const minutes = 5;
      await saturate(network, network.clock.now() + minutes * minute, (caller) =>
        say(["/messages", "/threads", "/reactions"][caller % 3] ?? "", caller % 2),
      );
      const accepted = network.visits.length - network.refused();
      // Two channels with two buckets each.
      expect(accepted).toBeGreaterThanOrEqual(0.95 * 4 * 5 * minutes * 12);
      expect(network.refused() / accepted).toBeLessThanOrEqual(0.005);
    });

    it("keeps all buckets together under 50 a second", async () => {
      const network = open(1000);
      await saturate(network, network.clock.now() + minute, (caller) => say("/messages", caller));
      expect(network.refused() / network.visits.length).toBeLessThanOrEqual(0.005);
      expect(mostWithin(network.visits, second)).toBeLessThanOrEqual(50);
      expect(network.visits.length).toBeGreaterThanOrEqual(0.85 * 60 * 50);
    });

    it("stops everything for an hour when the wall in front of the network shuts the address out", async () => {
      let calls = 0;
      const network = stage({
        ...{ network: "discord", rules: limitRules.discord, meter: discordMeter() },
        server: () => (calls++ === 0 ? { ok: false, status: 429, body: "<html>…" } : { ok: true }),
      });
      const began = network.clock.now();
      await network.ask(say("/messages", 1).call);
      expect(await network.ask(say("/reactions", 2).call, began + hour - minute)).toBeUndefined();
      await network.ask(say("/reactions", 2).call);
      expect(network.refused()).toBe(1);
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(began + hour);
    });
  });
});
