import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import type { Limiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { CallShape, Meter } from "../../src/limits/meter.js";
import { sharedCoordinator } from "../../src/limits/shared/shared-coordinator.js";
import type { LimitRule } from "../../src/model/limit.js";
import { discordLimits } from "../../src/networks/discord/limits.js";
import { discordMeter } from "../../src/networks/discord/meter.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import { bucketServer, connect, discordServer, tripsOf, windowServer } from "./servers/index.js";
import type { LimitedServer } from "./servers/index.js";
import { memoryBook } from "./shared/memory-book.js";
import { numbers, simulatedClock, windowRule } from "./simulator.js";

const account = "x:1";
const minute = 60_000;

interface Network {
  readonly server: (seed: number) => LimitedServer;
  readonly rules: readonly LimitRule[];
  readonly meter: () => Meter;
  /** One reply in so long. Milliseconds. */
  readonly every: number;
}

const headerIn = (headers: Headers, name: string): number => Number(headers.get(name));

const x: Network = {
  server: (seed) => windowServer({ seed, capacity: 90, windowMs: minute }),
  rules: [windowRule({ id: "x", capacity: 90, told: true })],
  meter: () => ({
    cost: () => ({ x: 1 }),
    read: (_call, { headers }) => {
      const [limit, remaining] = [headerIn(headers, "x-rate-limit-limit"), headerIn(headers, "x-rate-limit-remaining")];
      return [{ rule: "x", limit, remaining, resetsAt: headerIn(headers, "x-rate-limit-reset") * 1000 }];
    },
  }),
  every: 6_000,
};
const twitch: Network = {
  server: (seed) => bucketServer({ seed, capacity: 800, perMs: minute }),
  rules: [windowRule({ id: "tw", capacity: 800, refill: { kind: "bucket", perMs: minute }, told: true })],
  meter: () => ({
    cost: () => ({ tw: 1 }),
    read: (_call, { headers }) => [
      { rule: "tw", limit: headerIn(headers, "ratelimit-limit"), remaining: headerIn(headers, "ratelimit-remaining") },
    ],
  }),
  every: 1_000,
};
/** 20 routes of 5 in 2 s, one of which is kept; so never two replies to one route in 2 s. */
const discord: Network = { server: (seed) => discordServer({ seed }), rules: discordLimits, meter: discordMeter, every: 640 };

interface Outcome {
  /** How long replies waited. Milliseconds. */
  readonly waits: readonly number[];
  readonly done: number;
  readonly refused: number;
  /** How often a coordinator was asked, for each call that was done. */
  readonly tries: number;
}

/** A backfill of so many calls, and replies until it is over or the time is. */
async function backfill(network: Network, processes: number, calls: number, lastMs: number, seed = 1): Promise<Outcome> {
  const clock = simulatedClock();
  const random = numbers(seed);
  const server = network.server(seed);
  const send = connect(server, tripsOf({ seed, minMs: 80, maxMs: 160 }), clock);
  const book = memoryBook({ clock, latency: () => 0.25 + random() * 0.75 });
  const last = clock.now() + lastMs;
  let tries = 0;
  const limiters = Array.from({ length: processes }, (_, id): Limiter => {
    const own: Coordinator =
      processes === 1 ? memoryCoordinator({ clock }) : sharedCoordinator(book.connect(), { clock, id: `process ${id}` });
    const coordinator: Coordinator = { ...own, reserve: (demands, now) => (tries++, own.reserve(demands, now)) };
    return createLimiter({ network: "x", app: "app", rules: network.rules, meter: network.meter(), coordinator, clock });
  });
  const limiterOf = (n: number): Limiter => {
    const limiter = limiters[n % processes];
    if (limiter === undefined) throw new Error("There is no process.");
    return limiter;
  };
  const routeOf = (n: number): string => server.routes[n % server.routes.length] ?? "/";
  const shapeOf = (route: string): CallShape => ({
    ...{ operation: "getPost", method: "GET", route: route.replace(/\d{17,}/, "{channel}") },
    subject: { resource: route, ip: "192.0.2.1" },
  });
  let done = 0;
  const run = async (lane: "sync" | "interactive", limiter: Limiter, route: string): Promise<void> => {
    for (const from = clock.now(); ;) {
      let left = from;
      const answer = await limiter.run(shapeOf(route), { lane, account, until: last }, async () => {
        left = clock.now();
        const { status, headers, body } = await send(route);
        return { status, headers: new Headers(headers), body };
      });
      if (answer.status === 429) continue;
      if (lane === "interactive") waits.push(left - from);
      return;
    }
  };
  const waits: number[] = [];
  const old = Array.from({ length: calls }, (_, n) =>
    run("sync", limiterOf(n), routeOf(n)).then(
      () => done++,
      () => undefined,
    ),
  );
  const replies: Promise<void>[] = [];
  for (let n = 0; clock.now() < last - minute && done < calls; n++) {
    await clock.sleep(network.every * (0.75 + random() / 2));
    replies.push(run("interactive", limiterOf(n), routeOf(n * 7)));
  }
  await Promise.all([...old, ...replies]);
  return { waits, done, refused: server.refused, tries: tries / (done + waits.length) };
}

describe("limits", () => {
  describe("a long backfill", { timeout: 120_000 }, () => {
    const request = 160;
    it.each([
      ["one process", "X", 1, x],
      ["one process", "Twitch", 1, twitch],
      ["one process", "Discord", 1, discord],
      ["four processes", "X", 4, x],
      ["four processes", "Twitch", 4, twitch],
      ["four processes", "Discord", 4, discord],
    ] as const)("of %s keeps no reply longer than one request takes, on %s", async (_name, _network, processes, network) => {
      for (const seed of [1, 2, 3]) {
        const { waits, done } = await backfill(network, processes, 5_000, 3 * minute, seed);
        expect(waits.length).toBeGreaterThan(15);
        expect(done).toBeGreaterThan(50);
        expect(Math.max(...waits)).toBeLessThanOrEqual(request);
      }
    });

    it("asks no more often for each call when twenty times as many wait", async () => {
      const [short, long] = [await backfill(discord, 1, 1_000, 60 * minute), await backfill(discord, 1, 20_000, 60 * minute)];
      expect([short.done, long.done]).toEqual([1_000, 20_000]);
      expect(long.tries).toBeLessThan(1.2 * short.tries);
      expect(long.tries).toBeLessThan(6);
    });
  });
});
