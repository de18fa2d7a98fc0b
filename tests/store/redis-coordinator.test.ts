import { Redis } from "ioredis";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Coordinator } from "../../src/store/coordinator.js";
import { redisCoordinator } from "../../src/store/redis/index.js";
import { coordinatorContract } from "../../src/testing/coordinator-contract.js";
import { redisUrl, whyNoRedis } from "./redis-server.js";

const why = await whyNoRedis();
const skipped = why === undefined ? "" : ` (skipped: ${why})`;
const prefix = `test-${process.pid}-${Date.now().toString(36)}-coordinator`;
const admin = new Redis(redisUrl, { lazyConnect: true });
admin.on("error", () => undefined);

const prefixes = new WeakMap<Coordinator, string>();
let made = 0;
const create = (at: string): Coordinator => {
  const coordinator = redisCoordinator({ url: redisUrl, prefix: at });
  prefixes.set(coordinator, at);
  return coordinator;
};

afterEach(async () => {
  if (why === undefined) for (const key of await admin.keys(`${prefix}*`)) await admin.del(key);
});
afterAll(() => admin.disconnect());

describe.skipIf(why !== undefined)(`redis coordinator${skipped}`, () => {
  const contract = coordinatorContract({
    create: () => create(`${prefix}-${++made}`),
    join: (first) => create(prefixes.get(first) ?? ""),
  });
  for (const { name, run } of contract) it(name, run);

  it("wants to know where Redis is, once", () => {
    expect(() => redisCoordinator({})).toThrow(expect.objectContaining({ code: "misconfigured" }));
    expect(() => redisCoordinator({ url: redisUrl, client: admin })).toThrow(expect.objectContaining({ code: "misconfigured" }));
  });
});
