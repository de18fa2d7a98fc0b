import { describe, expect, it, vi } from "vitest";
import { redisCoordinator } from "../../src/store/redis/index.js";

vi.mock("ioredis", () => {
  throw new Error("Cannot find package 'ioredis'");
});

describe("redis coordinator without ioredis", () => {
  it("says how to get it, when it is needed", async () => {
    const coordinator = redisCoordinator({ url: "redis://127.0.0.1:6379" });
    await expect(coordinator.acquire("lease", "me", 1_000)).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("npm install ioredis") as string,
    });
    await coordinator.close();
  });

  it("works with a client of the host's own", async () => {
    const sent: unknown[][] = [];
    const client = {
      evalsha: (...args: unknown[]) => {
        sent.push(args);
        return Promise.resolve("7");
      },
      eval: () => Promise.reject(new Error("not needed")),
    };
    const coordinator = redisCoordinator({ client });
    expect(await coordinator.acquire("lease", "me", 1_000)).toMatchObject({ fence: 7 });
    expect(sent).toHaveLength(1);
    await coordinator.close();
  });
});
