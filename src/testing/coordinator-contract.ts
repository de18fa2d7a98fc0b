/**
 * The coordinator contract: what every coordinator has to keep, ours or a third party's, as behaviours for any test runner.
 * @module
 */
import { systemClock } from "../clock.js";
import type { Clock } from "../clock.js";
import type { Coordinator } from "../store/coordinator.js";
import type { Behaviour } from "./behaviour.js";
import { answering } from "./coordinator-contract/answering.js";
import type { CoordinatorBehaviours } from "./coordinator-contract/bench.js";
import { leasing, listing } from "./coordinator-contract/listing.js";
import { reserving } from "./coordinator-contract/reserving.js";
import { sharing } from "./coordinator-contract/sharing.js";

/** How the coordinator contract gets at coordinators. */
export interface CoordinatorContractOptions {
  /** Makes a coordinator over something empty. Called once for each behaviour; the contract closes it. */
  readonly create: () => Coordinator | Promise<Coordinator>;
  /**
   * Makes another one over the same ledgers, as another process would: adds the behaviours of several processes. The contract closes it.
   * @defaultValue ledgers of one process
   */
  readonly join?: (first: Coordinator) => Coordinator | Promise<Coordinator>;
  /** The clock of the coordinators; one that a test moves has to move by itself (`auto`). @defaultValue the system's clock */
  readonly clock?: Clock;
}

/**
 * Lists what every coordinator has to keep. Each behaviour makes a coordinator of its own, so they may run in any order.
 *
 * @example
 * describe("my coordinator", () => {
 *   for (const { name, run } of coordinatorContract({ create: () => myCoordinator() })) it(name, run);
 * });
 */
export function coordinatorContract({ create, join, clock = systemClock }: CoordinatorContractOptions): readonly Behaviour[] {
  const behave = (part: string, behaviours: CoordinatorBehaviours): Behaviour[] =>
    Object.entries(behaviours).map(([name, check]) => ({
      name: `${part}: ${name}`,
      run: async () => {
        const coordinator = await create();
        const others: Coordinator[] = [];
        const another = async (): Promise<Coordinator> => {
          if (join === undefined) throw new Error("This coordinator serves one process only; give `join`.");
          const other = await join(coordinator);
          others.push(other);
          return other;
        };
        try {
          await check({ coordinator, join: another, clock });
        } finally {
          for (const one of [...others, coordinator]) await one.close();
        }
      },
    }));
  return [
    ...behave("reserving", reserving),
    ...behave("answers", answering),
    ...behave("ledgers", listing),
    ...behave("leases", leasing),
    ...(join === undefined ? [] : behave("several processes", sharing)),
  ];
}
