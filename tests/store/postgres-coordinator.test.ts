import { afterAll, describe, it } from "vitest";
import type { Coordinator } from "../../src/store/coordinator.js";
import { postgresCoordinator } from "../../src/store/postgres/index.js";
import { coordinatorContract } from "../../src/testing/coordinator-contract.js";
import { answers, ownSchema, url } from "./postgres-world.js";

const { schema, admin } = ownSchema();
const schemas = new WeakMap<Coordinator, string>();
let made = 0;
const create = (where: string): Coordinator => {
  const coordinator = postgresCoordinator({ connectionString: url, schema: where });
  schemas.set(coordinator, where);
  return coordinator;
};
// Hooks of one file run last to first: this one before the pool is ended.
afterAll(async () => {
  if (answers) for (let number = 1; number <= made; number++) await admin.query(`DROP SCHEMA IF EXISTS "${schema} ${number}" CASCADE`);
});

describe.skipIf(!answers)("postgres", () => {
  describe("coordinator", () => {
    const contract = coordinatorContract({
      create: () => create(`${schema} ${++made}`),
      join: (first) => create(schemas.get(first) ?? ""),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
