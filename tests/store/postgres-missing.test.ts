import { describe, expect, it, vi } from "vitest";
import { postgresCoordinator } from "../../src/store/postgres/index.js";

vi.mock("pg", () => {
  throw Object.assign(new Error("Cannot find package 'pg'"), { code: "ERR_MODULE_NOT_FOUND" });
});

describe("postgres without the package pg", () => {
  it("is imported and made, and says with the first use what to install", async () => {
    const coordinator = postgresCoordinator({ connectionString: "postgres://127.0.0.1:9/test" });
    await expect(coordinator.acquire("poll:1", "worker", 1_000)).rejects.toMatchObject({ code: "misconfigured" });
    await expect(coordinator.acquire("poll:1", "worker", 1_000)).rejects.toThrow(/run `npm install pg`, or hand in a `pool`/);
    await coordinator.close();
  });
});
