import { beforeAll, describe, expect, it } from "vitest";
import { chaosRun } from "./run.js";
import { groundOf, postgresAnswers, storeNames } from "./stores.js";
import { longRun, warmUp } from "./long.js";
import type { RunReport } from "./run.js";

const { CHAOS_SEED: seed = "20261120", CHAOS_STEPS = "60", CHAOS_STORE } = process.env;
const steps = Number(CHAOS_STEPS);
const isThere = await postgresAnswers();
if (!isThere) console.warn("PostgreSQL does not answer at POSTGRES_URL: the chaos run is done without it.");
const stores = storeNames.filter((name) => (CHAOS_STORE ?? name) === name && (name !== "postgres" || isThere));

describe("chaos", () => {
  beforeAll(warmUp);

  it.each(stores)(
    "loses nothing, doubles nothing and counts right under every fault, with processes that die: on %s",
    async (store) => {
      const reports: RunReport[] = [];
      const wrongs = await longRun({ store, seed, steps, calmSteps: 25, onTown: (_, report) => reports.push(report) });
      expect(wrongs.join("\n")).toBe("");
      // A run in which nothing happened would find nothing.
      const [first] = reports;
      expect(first?.tally["faults"]).toBeGreaterThan(0);
      expect(first?.tally["stored"]).toBeGreaterThan(steps / 4);
      expect(first?.tally["journaled"]).toBeGreaterThanOrEqual(first?.tally["stored"] ?? 0);
    },
    600_000,
  );

  it("does the same again with the same seed, so that what it finds can be looked for", async () => {
    const once = async (): Promise<readonly string[]> => {
      const calls: string[] = [];
      const ground = groundOf("memory");
      await chaosRun({
        ground,
        seed: `${seed}-again`,
        steps: 60,
        calmSteps: 5,
        look: ({ run: { town } }) => {
          for (const fake of [town.bluesky, town.mastodon, town.discord])
            for (const { at, method, operation, status, faults } of fake.calls)
              calls.push(`${at} ${method} ${operation} ${status ?? "cut"} ${faults.join(" ")}`);
        },
      });
      await ground.end();
      return calls;
    };
    const first = await once();
    expect(first.length).toBeGreaterThan(100);
    expect(await once()).toEqual(first);
  }, 600_000);
});
