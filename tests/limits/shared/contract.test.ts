import { describe, expect, it } from "vitest";
import { memoryCoordinator } from "../../../src/limits/memory-coordinator.js";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import type { Coordinator } from "../../../src/store/coordinator.js";
import { coordinatorContract } from "../../../src/testing/coordinator-contract.js";
import { simulatedClock } from "../simulator.js";
import { memoryBook } from "./memory-book.js";

describe("memory coordinator", () => {
  const clock = simulatedClock();
  for (const { name, run } of coordinatorContract({ create: () => memoryCoordinator({ clock }), clock })) it(name, run);
});

for (const latencyMs of [0, 2, 40])
  describe(`shared coordinator over a book that takes ${latencyMs} ms`, () => {
    const clock = simulatedClock();
    let book = memoryBook({ clock });
    const open = (): Coordinator => sharedCoordinator(book.connect({ latency: () => latencyMs }), { clock });
    const create = (): Coordinator => {
      book = memoryBook({ clock });
      return open();
    };
    for (const { name, run } of coordinatorContract({ create, join: open, clock })) it(name, run);
  });

describe("coordinator contract", () => {
  it("names each behaviour once", () => {
    const create = (): Coordinator => memoryCoordinator();
    const names = coordinatorContract({ create, join: create }).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(30);
  });
});
