import { describe, expect, it } from "vitest";
import { blueskyMeter } from "../../../src/networks/bluesky/meter.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { day, fixed, hour, minute, saturate, second, shape, stage } from "./stage.js";
import type { Reply } from "./stage.js";

interface Counter {
  readonly limit: number;
  readonly windowMs: number;
  readonly window: ReturnType<typeof fixed>;
}

/** A personal data server: windows open with the first call; told is the counter of which the least is left. */
function server(): (method: string, now: number) => Reply {
  const counter = (limit: number, windowMs: number): Counter => ({ limit, windowMs, window: fixed(limit, (now) => now + windowMs) });
  const address = counter(3000, 5 * minute);
  const writes = [counter(5000, hour), counter(35_000, day)];
  const points: Readonly<Record<string, number>> = { createRecord: 3, putRecord: 2, deleteRecord: 1 };
  return (method, now) => {
    const cost = points[method] ?? 0;
    const counters: readonly (readonly [Counter, number])[] = [
      [address, 1],
      ...(cost > 0 ? writes.map((one) => [one, cost] as const) : []),
    ];
    const ok = counters.every(([{ limit, window }, price]) => window.used(now) + price <= limit);
    if (ok) for (const [{ window }, price] of counters) window.take(now, price);
    const left = ({ limit, window }: Counter): number => limit - window.used(now);
    const [[tightest]] = [...counters].sort(([one], [other]) => left(one) - left(other)) as [readonly [Counter, number]];
    const headers = {
      "ratelimit-limit": `${tightest.limit}`,
      "ratelimit-remaining": `${left(tightest)}`,
      "ratelimit-reset": `${Math.floor(tightest.window.end(now) / 1000)}`,
      "ratelimit-policy": `${tightest.limit};w=${tightest.windowMs / 1000}`,
    };
    return { ok, headers };
  };
}

describe("limits", () => {
  describe("Bluesky", { timeout: 120_000 }, () => {
    it("uses the points of each hour and of the day together, of which only the tightest is told, and is never refused", async () => {
      const decide = server();
      const network = stage({
        ...{ network: "bluesky", rules: limitRules.bluesky, meter: blueskyMeter },
        server: ({ route }, _account, now) => decide(route.split(".").at(-1) ?? "", now),
      });
      const began = network.clock.now();
      const write = (name: string) => shape("like", `/xrpc/com.atproto.repo.${name}`, { method: "POST" });
      const [create, remove] = [write("createRecord"), write("deleteRecord")];
      // Seven hours of 5000 points are the day's 35,000; then nothing until the day is over.
      await saturate(network, began + day + hour - minute, (caller) => ({ call: caller % 4 === 0 ? remove : create }));
      expect(network.refused()).toBe(0);
      const pointsUntil = (until: number): number =>
        network.visits.filter(({ at }) => at < until).reduce((sum, { call }) => sum + (call === create ? 3 : 1), 0);
      for (let hours = 1; hours <= 6; hours++) expect(pointsUntil(began + hours * hour)).toBeGreaterThanOrEqual(0.99 * 5000 * hours);
      expect(pointsUntil(began + day - minute)).toBeGreaterThanOrEqual(0.99 * 35_000);
      expect(pointsUntil(began + day - minute)).toBeLessThanOrEqual(35_000);
      expect(pointsUntil(began + day + hour)).toBeGreaterThanOrEqual(0.99 * 40_000);
    });

    it("reads on while no point is left", async () => {
      const decide = server();
      const network = stage({
        ...{ network: "bluesky", rules: limitRules.bluesky, meter: blueskyMeter },
        server: ({ route }, _account, now) => decide(route.split(".").at(-1) ?? "", now),
      });
      const began = network.clock.now();
      const create = shape("like", "/xrpc/com.atproto.repo.createRecord", { method: "POST" });
      await saturate(network, began + 15 * minute, () => ({ call: create }));
      expect(network.visits.length).toBeGreaterThanOrEqual(1660);
      const read = shape("listComments", "/xrpc/app.bsky.feed.getPostThread");
      expect(await network.ask(read, network.clock.now() + second)).toMatchObject({ status: 200 });
    });
  });
});
