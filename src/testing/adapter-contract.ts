/**
 * The adapter contract: what every adapter has to keep, ours or a third party's, as behaviours for any test runner.
 * @module
 */
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Behaviour } from "./behaviour.js";
import type { Check, Checks } from "./adapter-contract/bench.js";
import type { ContractWorld } from "./adapter-contract/world.js";
import { direct } from "./adapter-contract/direct.js";
import { failing } from "./adapter-contract/failing.js";
import { laws } from "./adapter-contract/laws.js";
import { makeBench } from "./adapter-contract/bench.js";
import { reading } from "./adapter-contract/reading.js";
import { refusing } from "./adapter-contract/refusing.js";
import type { Runtime } from "../adapter/runtime.js";
import { writing } from "./adapter-contract/writing.js";

export type { ContractWorld, HeldDirect, HeldMessage, HeldRelation, WorldPerson } from "./adapter-contract/world.js";

/** How the adapter contract gets at an adapter and its network. */
export interface AdapterContractOptions<W extends ContractWorld = ContractWorld> {
  /** Gives the network. Called once to see what it can do, then once for each behaviour: a new fake each time, or the same server. */
  readonly world: () => W;
  /** Makes the adapter of the world's brand with this runtime. Sends nothing yet. */
  readonly create: (runtime: Runtime, world: W) => AnyAdapter;
}

const parts: Readonly<Record<string, Checks>> = { laws, reads: reading, writes: writing, direct, input: refusing, faults: failing };

const mostOnSmallPages = 10;

const has: Readonly<Record<NonNullable<Check["where"]>[number], (world: ContractWorld) => boolean>> = {
  faults: ({ inject, calls }) => inject !== undefined && calls !== undefined,
  "small-pages": ({ pageSize }) => pageSize <= mostOnSmallPages,
  directs: ({ directMessage, directs }) => directMessage !== undefined && directs !== undefined,
  quotes: ({ quote }) => quote !== undefined,
  relations: ({ relation }) => relation !== undefined,
  "sends-once": ({ sendsOnce }) => sendsOnce.includes("reply"),
};

/**
 * Lists what an adapter has to keep on its network. What needs an operation that the adapter lacks, or a world that cannot do it
 * (faults, small pages), is left out.
 *
 * @example
 * const contract = adapterContract({ world: () => myWorld(), create: (runtime, world) => createMyAdapter({ ...world.login, runtime }) });
 * for (const { name, run } of contract) it(name, run);
 */
export function adapterContract<W extends ContractWorld>({ world, create }: AdapterContractOptions<W>): readonly Behaviour[] {
  const sample = world();
  const { operations } = create(sample.runtime, sample);
  return Object.entries(parts).flatMap(([part, checks]) =>
    Object.entries(checks)
      .filter(([, { needs = [], where = [] }]) => needs.every((name) => operations.has(name)) && where.every((word) => has[word](sample)))
      .map(([sentence, { run }]) => ({
        name: `${part}: ${sentence}`,
        run: async () => {
          const here = world();
          try {
            await run(makeBench(sentence, here, (runtime) => create(runtime, here)));
          } finally {
            await here.close?.();
          }
        },
      })),
  );
}
