import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import type { Coordinator } from "../../../src/store/coordinator.js";
import { numbers, simulatedClock, windowRule } from "../simulator.js";
import { memoryBook } from "./memory-book.js";

const windowMs = 2_000;

interface Process {
  readonly coordinator: Coordinator;
  alive: boolean;
}

/** It may have been killed since it was last looked at. */
const lives = ({ alive }: Process): boolean => alive;

describe("limits", () => {
  describe("shared coordinator", { timeout: 120_000 }, () => {
    it("never grants more than a window holds, whatever is slow, lost or killed", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            seed: fc.nat(),
            processes: fc.integer({ min: 1, max: 5 }),
            callers: fc.integer({ min: 1, max: 8 }),
            capacity: fc.integer({ min: 1, max: 80 }),
            slowMs: fc.constantFrom(0, 2, 30),
            aligned: fc.boolean(),
            mishaps: fc.array(
              fc.record({ at: fc.integer({ min: 0, max: 6_000 }), what: fc.constantFrom("kill", "lose", "lose some", "away") }),
              {
                maxLength: 4,
              },
            ),
          }),
          async ({ seed, processes, callers, capacity, slowMs, aligned, mishaps }) => {
            const clock = simulatedClock();
            const random = numbers(seed);
            const book = memoryBook({ clock, latency: () => random() * slowMs, graceMs: 500 });
            const rule = windowRule({ capacity, refill: { kind: "window", windowMs, rolling: false, ...(aligned ? { aligned } : {}) } });
            const ledger = "x:a:window:1";
            const until = clock.now() + 8_000;
            // The server's windows: aligned ones, or ones that open with the first call that it counts.
            let end = 0;
            let used = 0;
            let most = 0;
            const arrive = (): void => {
              const now = clock.now();
              if (now >= end) {
                end = aligned ? (Math.floor(now / windowMs) + 1) * windowMs : now + windowMs;
                used = 0;
              }
              most = Math.max(most, ++used);
            };
            const all: Process[] = [];
            const start = (): void => {
              const process: Process = {
                alive: true,
                coordinator: sharedCoordinator(book.connect({ alive: () => process.alive }), {
                  clock,
                  leaseMs: 3_000,
                  whenAway: "fail-closed",
                }),
              };
              all.push(process);
              for (let index = 0; index < callers; index++) void caller(process);
            };
            const caller = async (process: Process): Promise<void> => {
              const { coordinator } = process;
              while (process.alive && clock.now() < until) {
                const reservation = await coordinator.reserve([{ ledger, rule, cost: 1, keep: 0 }], clock.now());
                if (!lives(process)) return;
                if (!reservation.ok) {
                  await clock.sleep(Math.max(1, reservation.retryAt - clock.now()));
                  continue;
                }
                if (random() < 0.05) {
                  await coordinator.observe([], reservation.granted);
                  continue;
                }
                const sentAt = clock.now();
                await clock.sleep(10 + random() * 40);
                // What has left arrives, even if its sender dies meanwhile.
                arrive();
                await clock.sleep(10 + random() * 40);
                if (lives(process)) await coordinator.observe([{ ledger, rule: rule.id, settled: 1, sentAt }]);
                if (random() < 0.2) await clock.sleep(random() * 300);
              }
            };
            for (let index = 0; index < processes; index++) start();
            for (const { at, what } of mishaps)
              void clock.sleep(at).then(async () => {
                if (what === "kill") {
                  const victim = all.find(({ alive }) => alive);
                  if (victim === undefined) return;
                  victim.alive = false;
                  start();
                } else if (what === "away") {
                  book.away = random() < 0.5 ? "before" : "after";
                  await clock.sleep(700);
                  book.away = false;
                } else if (all.every(({ alive }) => alive)) book.lose(what === "lose" ? undefined : 3);
              });
            await clock.sleep(8_500);
            for (const { coordinator, alive } of all) if (alive) await coordinator.close();
            expect(most).toBeLessThanOrEqual(capacity);
            expect(most).toBeGreaterThan(0);
          },
        ),
      );
    });
  });
});
