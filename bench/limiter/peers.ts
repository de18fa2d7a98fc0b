/**
 * Limiters that sit in front of a call, each told the exact limit and set up as its documents recommend for such a limit.
 * None of them retries, so each stands inside p-retry, and every try passes the limiter anew.
 */
import { untilAccepted } from "./retry.js";
import type { Client, Contender, Job, Quota, Setting } from "./types.js";

/** Bottleneck's timers run in multiples of this. Milliseconds. */
const beat = 250;

/** bottleneck: "Reservoir Intervals" of its README; for routes a group, chained to the limit over all. */
export const bottleneck: Contender = {
  name: "bottleneck",
  make: async ({ quota, slots }) => {
    const { default: Bottleneck } = await import("bottleneck");
    const optionsOf = ({ kind, capacity, perMs }: Quota): object => {
      if (kind === "bucket") {
        // "Increase Intervals", as for Shopify's bucket: little and often.
        const steps = perMs / beat;
        const every = Math.max(1, Math.ceil(steps / capacity));
        return {
          reservoir: capacity,
          reservoirIncreaseInterval: beat * every,
          reservoirIncreaseAmount: Math.floor((capacity * every) / steps),
          reservoirIncreaseMaximum: capacity,
        };
      }
      return { reservoir: capacity, reservoirRefreshAmount: capacity, reservoirRefreshInterval: perMs };
    };
    const priority = ({ urgent }: Job): { priority: number } => ({ priority: urgent ? 0 : 5 });
    if (quota.kind !== "routes") {
      const limiter = new Bottleneck({ ...optionsOf(quota), maxConcurrent: slots });
      return { call: (job) => untilAccepted(() => limiter.schedule(priority(job), job.send)) };
    }
    const all = new Bottleneck({
      ...optionsOf({ kind: "window", capacity: quota.global ?? Infinity, perMs: 1_000 }),
      maxConcurrent: slots,
    });
    const group = new Bottleneck.Group({ ...optionsOf({ ...quota, kind: "window" }), timeout: 3_600_000 });
    group.on("created", (limiter) => limiter.chain(all));
    return { call: (job) => untilAccepted(() => group.key(job.route).schedule(priority(job), job.send)) };
  },
};

/** bottleneck: "minTime", an even distance between calls. */
export const bottleneckEven: Contender = {
  name: "bottleneck, minTime",
  make: async ({ quota, slots }) => {
    if (quota.kind === "routes") return undefined;
    const { default: Bottleneck } = await import("bottleneck");
    const limiter = new Bottleneck({ minTime: Math.ceil(quota.perMs / quota.capacity), maxConcurrent: slots });
    return { call: (job) => untilAccepted(() => limiter.schedule({ priority: job.urgent ? 0 : 5 }, job.send)) };
  },
};

/** Lines up one after the other: the route's own limit, then the one over all. */
function inTurn(quota: Quota, lineOf: (capacity: number, perMs: number) => (job: Job) => Promise<void>): Client {
  if (quota.kind !== "routes") {
    const line = lineOf(quota.capacity, quota.perMs);
    return { call: (job) => untilAccepted(() => line(job).then(job.send)) };
  }
  const lines = new Map<string, (job: Job) => Promise<void>>();
  const all = lineOf(quota.global ?? Infinity, 1_000);
  return {
    call: (job) => {
      const line = lines.get(job.route) ?? lineOf(quota.capacity, quota.perMs);
      lines.set(job.route, line);
      return untilAccepted(() =>
        line(job)
          .then(() => all(job))
          .then(job.send),
      );
    },
  };
}

/** p-throttle: `strict`, "ensuring the limit is not exceeded for any interval". Knows neither priorities nor how many calls are under way. */
export const pThrottle: Contender = {
  name: "p-throttle",
  make: async ({ quota }) => {
    const { default: throttleOf } = await import("p-throttle");
    return inTurn(quota, (limit, interval) => throttleOf({ limit, interval, strict: true })(() => Promise.resolve()));
  },
};

/** rate-limiter-flexible: its queue over its memory limiter, "Rate limit requests to third-party API". */
export const rateLimiterFlexible: Contender = {
  name: "rate-limiter-flexible",
  make: async ({ quota }) => {
    const { RateLimiterMemory, RateLimiterQueue } = await import("rate-limiter-flexible");
    return inTurn(quota, (points, perMs) => {
      const queue = new RateLimiterQueue(new RateLimiterMemory({ points, duration: perMs / 1000 }));
      return () => queue.removeTokens(1).then(() => undefined);
    });
  },
};

/** p-queue: `interval` and `intervalCap` with `strict`, which it advises "when an API enforces strict rate limits". */
export const pQueue: Contender = {
  name: "p-queue + p-retry",
  make: async ({ quota, slots }: Setting) => {
    const { default: PQueue } = await import("p-queue");
    const queueOf = (intervalCap: number, interval: number): InstanceType<typeof PQueue> =>
      new PQueue({ concurrency: slots, interval, intervalCap, strict: true });
    const priority = ({ urgent }: Job): { priority?: number } => (urgent ? { priority: 1 } : {});
    if (quota.kind !== "routes") {
      const queue = queueOf(quota.capacity, quota.perMs);
      return { call: (job) => untilAccepted(() => queue.add(job.send, priority(job))) };
    }
    const all = queueOf(quota.global ?? Infinity, 1_000);
    const queues = new Map<string, InstanceType<typeof PQueue>>();
    return {
      call: (job) => {
        const queue = queues.get(job.route) ?? queueOf(quota.capacity, quota.perMs);
        queues.set(job.route, queue);
        return untilAccepted(() => queue.add(() => all.add(job.send, priority(job)), priority(job)));
      },
    };
  },
};
