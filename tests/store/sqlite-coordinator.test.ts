import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import type { Coordinator } from "../../src/store/coordinator.js";
import { sqliteCoordinator } from "../../src/store/sqlite/index.js";
import { coordinatorContract } from "../../src/testing/coordinator-contract.js";

const folder = mkdtempSync(join(tmpdir(), "folkmoot-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = new WeakMap<Coordinator, string>();
let made = 0;
const create = (file: string): Coordinator => {
  const coordinator = sqliteCoordinator({ file });
  files.set(coordinator, file);
  return coordinator;
};

describe("sqlite", () => {
  describe("coordinator", () => {
    const contract = coordinatorContract({
      create: () => create(join(folder, `${++made}.db`)),
      join: (first) => create(files.get(first) ?? ""),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
