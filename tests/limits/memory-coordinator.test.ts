import { describe, expect, it } from "vitest";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { virtualClock } from "../../src/testing/clock.js";
import { windowRule } from "./simulator.js";

const rule = windowRule();

describe("limits", () => {
  describe("memory coordinator", () => {
    it("takes from all ledgers or from none", async () => {
      const clock = virtualClock();
      const coordinator = memoryCoordinator({ clock });
      const demand = (ledger: string, cost: number): Parameters<typeof coordinator.reserve>[0][number] => ({ ledger, rule, cost, keep: 0 });
      expect(await coordinator.reserve([demand("x:a:r:1", 8), demand("x:a:r:2", 1)], clock.now())).toMatchObject({
        ok: true,
        granted: { "x:a:r:1": 8, "x:a:r:2": 1 },
      });
      expect(await coordinator.reserve([demand("x:a:r:2", 1), demand("x:a:r:1", 5)], clock.now())).toMatchObject({
        ok: false,
        ledger: "x:a:r:1",
      });
      expect(await coordinator.ledgers("x:a:")).toEqual([
        expect.objectContaining({ ledger: "x:a:r:1", remaining: 2, limit: 10 }),
        expect.objectContaining({ ledger: "x:a:r:2", remaining: 9, limit: 10 }),
      ]);
    });

    it("says with a reservation which ledgers run low by it", async () => {
      const clock = virtualClock();
      const coordinator = memoryCoordinator({ clock });
      const take = (cost: number): ReturnType<typeof coordinator.reserve> =>
        coordinator.reserve(
          [
            { ledger: "x:a:r:1", rule, cost, keep: 0 },
            { ledger: "x:a:r:2", rule, cost: 1, keep: 0 },
          ],
          clock.now(),
        );
      expect(await take(7)).not.toHaveProperty("low");
      expect(await take(1)).toMatchObject({ ok: true, low: [{ ledger: "x:a:r:1", limit: 10, remaining: 2 }] });
      expect(await take(3)).not.toHaveProperty("low");
    });

    it("gives back what was not used", async () => {
      const clock = virtualClock();
      const coordinator = memoryCoordinator({ clock });
      await coordinator.reserve([{ ledger: "x:a:r:1", rule, cost: 10, keep: 0 }], clock.now());
      await coordinator.observe([], { "x:a:r:1": 10, "x:a:r:gone": 3 });
      expect(await coordinator.ledgers("x:")).toMatchObject([{ remaining: 10 }]);
    });

    it("reads only the ledgers below the prefix", async () => {
      const clock = virtualClock();
      const coordinator = memoryCoordinator({ clock });
      for (const ledger of ["x:a:r:1", "x:ab:r:1", "y:a:r:1"]) await coordinator.reserve([{ ledger, rule, cost: 1, keep: 0 }], clock.now());
      expect((await coordinator.ledgers("x:a:")).map(({ ledger }) => ledger)).toEqual(["x:a:r:1"]);
    });

    it("drops full ledgers before it grows, and keeps those in use", async () => {
      const clock = virtualClock();
      const coordinator = memoryCoordinator({ clock, maxLedgers: 50 });
      const touch = async (ledger: string): Promise<unknown> => coordinator.reserve([{ ledger, rule, cost: 0, keep: 0 }], clock.now());
      await coordinator.reserve([{ ledger: "x:used", rule, cost: 4, keep: 0 }], clock.now());
      for (let index = 0; index < 1000; index++) {
        await touch(`x:${index}`);
        await coordinator.observe([], { [`x:${index}`]: 0 });
      }
      const kept = await coordinator.ledgers("x:");
      expect(kept.length).toBeLessThanOrEqual(200);
      expect(kept).toContainEqual(expect.objectContaining({ ledger: "x:used", remaining: 6 }));
    });

    it("lends a lease to one owner at a time, with a fence that grows", async () => {
      const clock = virtualClock();
      const coordinator = memoryCoordinator({ clock });
      const first = await coordinator.acquire("poll", "a", 1000);
      expect(first).toEqual({ fence: 1, expiresAt: clock.now() + 1000 });
      expect(await coordinator.acquire("poll", "b", 1000)).toBeUndefined();
      await clock.advance(500);
      expect(await coordinator.acquire("poll", "a", 1000)).toEqual({ fence: 1, expiresAt: clock.now() + 1000 });
      await clock.advance(1000);
      expect(await coordinator.acquire("poll", "b", 1000)).toMatchObject({ fence: 2 });
      await coordinator.release("poll", "a");
      expect(await coordinator.acquire("poll", "a", 1000)).toBeUndefined();
      await coordinator.release("poll", "b");
      expect(await coordinator.acquire("poll", "a", 1000)).toMatchObject({ fence: 3 });
    });

    it("forgets everything when it is closed", async () => {
      const clock = virtualClock();
      const coordinator = memoryCoordinator({ clock });
      await coordinator.reserve([{ ledger: "x:1", rule, cost: 1, keep: 0 }], clock.now());
      await coordinator.close();
      expect(await coordinator.ledgers("")).toEqual([]);
    });
  });
});
