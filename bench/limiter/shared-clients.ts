/** Clients of which several processes share one budget, each set up as its documents recommend. Real time, real Redis. */
import { redisCoordinator } from "../../src/store/redis/coordinator.js";
import { clientOf, limiterOf } from "./ours.js";
import { bottleneck } from "./peers.js";
import { untilAccepted } from "./retry.js";
import type { Client, Contender, Setting } from "./types.js";

/** bottleneck's clustering; its README asks for refresh intervals that are multiples of its heartbeat of 5 s. */
const clustered = async ({ quota, slots }: Setting, url: string, heartbeatInterval: number): Promise<Client> => {
  const { default: Bottleneck } = await import("bottleneck");
  const { Redis } = await import("ioredis");
  const { hostname, port } = new URL(url);
  const limiter = new Bottleneck({
    id: `bench-${heartbeatInterval}`,
    datastore: "ioredis",
    Redis,
    clientOptions: { host: hostname, port: Number(port) },
    heartbeatInterval,
    maxConcurrent: slots * 4,
    reservoir: quota.capacity,
    reservoirRefreshAmount: quota.capacity,
    reservoirRefreshInterval: quota.perMs,
  });
  await limiter.ready();
  return { call: (job) => untilAccepted(() => limiter.schedule(job.send)) };
};

/** By name, in the order of the table. `url`: where Redis is. */
export const sharedClients = (url: string): readonly Contender[] => [
  {
    name: "folkmoot",
    make: (setting) => Promise.resolve(clientOf(limiterOf(setting, redisCoordinator({ url })), "interactive", setting.seed)),
  },
  { name: "bottleneck, clustering", make: (setting) => clustered(setting, url, 5_000) },
  { name: "bottleneck, clustering, heartbeat 250 ms", make: (setting) => clustered(setting, url, 250) },
  {
    name: "rate-limiter-flexible, Redis queue",
    make: async ({ quota }) => {
      const { RateLimiterQueue, RateLimiterRedis } = await import("rate-limiter-flexible");
      const { Redis } = await import("ioredis");
      const storeClient = new Redis(url, { enableOfflineQueue: true });
      const queue = new RateLimiterQueue(new RateLimiterRedis({ storeClient, points: quota.capacity, duration: quota.perMs / 1000 }));
      return { call: (job) => untilAccepted(() => queue.removeTokens(1).then(job.send)) };
    },
  },
  { name: "nothing but p-retry", make: () => Promise.resolve({ call: (job) => untilAccepted(job.send) }) },
  {
    name: "a quarter each (bottleneck)",
    make: (setting) => bottleneck.make({ ...setting, quota: { ...setting.quota, capacity: Math.floor(setting.quota.capacity / 4) } }),
  },
];
