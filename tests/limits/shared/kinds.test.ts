import { describe, expect, it } from "vitest";
import { countOf, fleet } from "./fleet.js";
import type { Counted, FleetSetup } from "./fleet.js";
import { kinds } from "./kinds.js";
import type { Kind } from "./kinds.js";

const setupOf = (kind: Kind, seed: number, foreign = 0): FleetSetup => ({
  rules: kind.rules,
  meter: kind.meter,
  server: () => kind.server(seed, foreign),
  seed,
});

/** Everybody calls without pause. */
async function saturated(setup: FleetSetup, forMs: number, processes = 4): Promise<Counted> {
  const all = fleet({ ...setup, processes });
  const from = all.clock.now();
  await Promise.all(all.limiters.map((_, process) => all.saturate(process, 20, from + forMs)));
  return countOf(all, setup, from, from + forMs);
}

/** How many changes a call may cost at most, and what may be refused of a hundred. */
const most: Readonly<Record<string, number>> = {
  bucket: 1,
  "rolling window": 0.2,
  "window that opens with a call": 0.2,
  "window that tells its end": 0.2,
  "aligned window": 0.2,
  percentage: 0.6,
  "short window": 0.2,
};

describe("limits", () => {
  describe("shared coordinator", { timeout: 120_000 }, () => {
    for (const [name, changes] of Object.entries(most)) {
      const kind = kinds[name];
      if (kind === undefined) throw new Error(`There is no ${name}.`);

      it(`lets four saturated processes use a ${name} for at most ${changes} of a change a call`, async () => {
        const counted = await saturated(setupOf(kind, 1), kind.forMs);
        expect(counted.used).toBeGreaterThanOrEqual(0.985);
        expect(counted.refused).toBeLessThanOrEqual(0.5);
        expect(counted.changes).toBeLessThanOrEqual(changes);
      });

      // A percentage has no lanes: what a call takes of it is known only from its answer.
      if (name !== "percentage")
        it(`lets replies out at once behind a backfill of four processes in a ${name}`, async () => {
          const setup = setupOf(kind, 2);
          const all = fleet(setup);
          const from = all.clock.now();
          const until = from + kind.forMs;
          await Promise.all(
            all.limiters.flatMap((_, process) => [
              all.saturate(process, 40, until, "sync"),
              all.trickle(process, kind.forMs / 50, until, "interactive"),
            ]),
          );
          const { longest, refused, changes: each } = countOf(all, setup, from, until);
          expect(all.waits.length).toBeGreaterThan(100);
          expect(longest).toBeLessThanOrEqual(50);
          expect(refused).toBe(0);
          expect(each).toBeLessThanOrEqual(1);
        });
    }

    it("uses as much of a percentage with four processes as with one, beside somebody else", async () => {
      const kind = kinds["percentage"];
      if (kind === undefined) throw new Error("There is no percentage.");
      const setup = setupOf(kind, 3, 0.2);
      const [four, one] = [await saturated(setup, kind.forMs), await saturated(setup, kind.forMs, 1)];
      expect(four.used).toBeGreaterThanOrEqual(one.used * 0.99);
      expect(four.refused).toBeLessThanOrEqual(0.5);
    });
  });
});
