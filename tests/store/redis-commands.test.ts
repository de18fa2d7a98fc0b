import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import type { LimitRule } from "../../src/model/limit.js";
import { bundleChild } from "../limits/kill/children.js";
import type { Child } from "../limits/kill/children.js";
import { limitedServer } from "../limits/kill/limited-server.js";
import { numbers } from "../limits/simulator.js";
import { ownServer, whyNoServer } from "./redis-server.js";

const why = whyNoServer();
const rule: LimitRule = {
  id: "fm.posts",
  partition: ["app"],
  unit: "requests",
  capacity: 300,
  refill: { kind: "window", windowMs: 2_000, rolling: false },
  source: "invented",
};

/** What clients do for themselves, and what the test asks. */
const ownBusiness = new Set(["info", "config|resetstat", "client|setinfo", "hello", "ping", "command", "auth", "select"]);

async function counted(redis: Redis): Promise<Readonly<Record<string, number>>> {
  const lines = [...(await redis.info("commandstats")).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)];
  return Object.fromEntries(lines.flatMap(([, name = "", calls]) => (ownBusiness.has(name) ? [] : [[name, Number(calls)]])));
}

describe.skipIf(why !== undefined)(`commands that Redis sees${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  it("are at most one for each call of four saturated processes", { timeout: 90_000 }, async () => {
    const random = numbers(11);
    const program = await bundleChild();
    const server = await ownServer();
    const network = await limitedServer({ capacity: 300, windowMs: 2_000, headers: false, random });
    const children: Child[] = [];
    try {
      await server.start();
      const redis = new Redis(server.url);
      const setup = { redisUrl: server.url, serverUrl: network.url, rule, whenAway: "fail-closed", leaseMs: 30_000 } as const;
      for (let process = 0; process < 4; process++) children.push(await program.start({ ...setup, process }));
      while (network.windows.length < 3) await new Promise((done) => setTimeout(done, 20));
      await redis.config("RESETSTAT");
      const from = network.arrivals.length;
      while (network.windows.length < 7) await new Promise((done) => setTimeout(done, 20));
      const stats = await counted(redis);
      const calls = network.arrivals.length - from;
      redis.disconnect();
      const all = Object.values(stats).reduce((sum, count) => sum + count, 0);
      const outer = (stats["evalsha"] ?? 0) + (stats["eval"] ?? 0);
      const told = `${calls} calls: ${(outer / calls).toFixed(2)} commands each, ${(all / calls).toFixed(2)} with those inside of scripts; ${JSON.stringify(stats)}; windows ${network.windows.map(({ count }) => count).join(" ")}`;
      console.log(told);
      // Of 1,200 that the windows have. A busy machine calls less often; what is measured is what each call costs.
      expect(calls, told).toBeGreaterThan(400);
      expect(outer / calls, told).toBeLessThanOrEqual(1);
      // Those inside of scripts cost no journey, and more of them where processes decide at the same moment: more so on a busy machine.
      expect(all / calls, told).toBeLessThanOrEqual(2);
      expect(network.arrivals.filter(({ refused }) => refused)).toEqual([]);
    } finally {
      await Promise.all(children.map((child) => child.kill()));
      await Promise.all([server.close(), network.close()]);
      program.remove();
    }
  });
});
