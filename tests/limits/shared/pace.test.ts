import { describe, expect, it } from "vitest";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import type { Coordinator, LedgerDemand } from "../../../src/store/coordinator.js";
import { simulatedClock, windowRule } from "../simulator.js";
import { memoryBook } from "./memory-book.js";

const global = windowRule({ id: "global", capacity: 20, refill: { kind: "window", windowMs: 1_000, rolling: true } });
const route = windowRule({ id: "route", capacity: 1_000 });

/** Four processes call on many routes below one small limit; answers how many changes each call cost, and how many calls left. */
async function run(keep: number) {
  const clock = simulatedClock();
  const book = memoryBook({ clock, latency: () => 1 });
  const until = clock.now() + 20_000;
  let calls = 0;
  const caller = async (coordinator: Coordinator, index: number): Promise<void> => {
    const demands: readonly LedgerDemand[] = [
      { ledger: `x:a:route:${index}`, rule: route, cost: 1, keep: 0 },
      { ledger: "x:a:global:1", rule: global, cost: 1, keep },
    ];
    while (clock.now() < until) {
      const reservation = await coordinator.reserve(demands, clock.now());
      if (!reservation.ok) {
        await clock.sleep(Math.max(1, reservation.retryAt - clock.now()));
        continue;
      }
      calls++;
      const sentAt = clock.now();
      await clock.sleep(40);
      await coordinator.observe(demands.map(({ ledger, rule }) => ({ ledger, rule: rule.id, limitRule: rule, settled: 1, sentAt })));
    }
  };
  const processes = [0, 1, 2, 3].map(() => sharedCoordinator(book.connect(), { clock }));
  await Promise.all(processes.flatMap((coordinator) => Array.from({ length: 12 }, (_, index) => caller(coordinator, index))));
  for (const coordinator of processes) await coordinator.close();
  return { perCall: book.commands / calls, calls };
}

describe("limits", () => {
  describe("shared coordinator", { timeout: 60_000 }, () => {
    it("asks less often where others were quicker, unless a reply waits, and leaves little unused", async () => {
      const [patient, replying] = [await run(1), await run(0)];
      expect(patient.perCall).toBeLessThan(0.75 * replying.perCall);
      expect(patient.calls).toBeGreaterThan(0.9 * replying.calls);
    });
  });
});
