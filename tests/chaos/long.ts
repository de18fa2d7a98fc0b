/** Runs of any length: town after town on one store, which keeps them all. Every town can be replayed alone. @module */
import { chaosRun, type RunReport } from "./run.js";
import { groundOf, type StoreName } from "./stores.js";
import type { Store } from "../../src/store/store.js";

/** How much happens in one town. The fakes of a town are gone after it; what the inbox stored of it stays. */
export const stepsOfTown = 1_500;

/** A long run. */
export interface LongOptions {
  readonly store: StoreName;
  readonly seed: string;
  /** How much happens in all, besides the calm at the end of each town. */
  readonly steps: number;
  /** Only this town, from 1. @defaultValue all */
  readonly town?: number;
  readonly calmSteps?: number;
  readonly spoil?: (store: Store) => Store;
  /** Hears how each town went. */
  readonly onTown?: (town: number, report: RunReport) => void;
}

/** Does a long run. It ends after the first town in which something is wrong. @returns what was wrong, with how to see it again */
export async function longRun({ store, seed, steps, town: only, onTown, ...more }: LongOptions): Promise<readonly string[]> {
  const ground = groundOf(store);
  try {
    const towns = Math.ceil(steps / stepsOfTown);
    for (let town = 1; town <= towns; town += 1) {
      if (only !== undefined && town !== only) continue;
      const own = Math.min(stepsOfTown, steps - (town - 1) * stepsOfTown);
      const again = `CHAOS_STORE=${store} CHAOS_SEED=${seed} CHAOS_STEPS=${steps} CHAOS_TOWN=${town} npm run soak (with Node ${process.version})`;
      let report: RunReport;
      try {
        report = await chaosRun({ ...more, ground, seed: `${seed}-${town}`, steps: own });
      } catch (error) {
        return [`${store}, seed ${seed}, town ${town}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, again];
      }
      onTown?.(town, report);
      if (report.wrongs.length > 0)
        return [...report.wrongs.slice(0, 20).map((wrong) => `${store}, seed ${seed}, town ${town}, ${own} steps: ${wrong}`), again];
    }
    return [];
  } finally {
    await ground.end();
  }
}

let warm: Promise<unknown> | undefined;

/**
 * Loads everything that a run loads while it runs. Loading takes real time, which no seed decides; afterwards the same seed gives the same
 * run on memory and SQLite with the same version of Node, each of which has an order of its own among promises. PostgreSQL answers in an
 * order of its own.
 */
export function warmUp(): Promise<unknown> {
  return (warm ??= longRun({ store: "memory", seed: "warm", steps: 5, calmSteps: 2 }));
}
