/**
 * The adapter contract: what every adapter has to keep, ours or a third party's, as behaviours for any test runner.
 * @module
 */
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Behaviour } from "./behaviour.js";
import { agreeing } from "./adapter-contract/agreeing.js";
import { changing } from "./adapter-contract/changing.js";
import type { Checks, Feature } from "./adapter-contract/bench.js";
import type { ContractWorld } from "./adapter-contract/world.js";
import { direct } from "./adapter-contract/direct.js";
import { expectDiscreet } from "./adapter-contract/legible.js";
import { expectHits } from "./adapter-contract/fault-tools.js";
import { failing } from "./adapter-contract/failing.js";
import { forbidding } from "./adapter-contract/forbidding.js";
import { laws } from "./adapter-contract/laws.js";
import { lists } from "./adapter-contract/lists.js";
import { makeBench } from "./adapter-contract/bench.js";
import { outages } from "./adapter-contract/outages.js";
import { reading } from "./adapter-contract/reading.js";
import { refusing } from "./adapter-contract/refusing.js";
import type { Runtime } from "../adapter/runtime.js";
import { streaming } from "./adapter-contract/streaming.js";
import { tokens } from "./adapter-contract/tokens.js";
import { webhooks } from "./adapter-contract/webhooks.js";
import { writing } from "./adapter-contract/writing.js";

export type {
  ContractWorld,
  HeldDirect,
  HeldMessage,
  HeldRelation,
  WebhookSpoil,
  WorldPerson,
  WorldWebhooks,
} from "./adapter-contract/world.js";

/** How the adapter contract gets at an adapter and its network. */
export interface AdapterContractOptions<W extends ContractWorld = ContractWorld> {
  /** Gives the network. Called once to see what it can do, then once for each behaviour: a new fake each time, or the same server. */
  readonly world: () => W;
  /** Makes the adapter of the world's brand with this runtime. Sends nothing yet. */
  readonly create: (runtime: Runtime, world: W) => AnyAdapter;
  /**
   * Makes the same adapter with a token that lacks what some operations need, so that `can` and the calls are compared there too: for
   * networks that tell what a token may do.
   * @defaultValue that is left out
   */
  readonly createLimited?: (runtime: Runtime, world: W) => AnyAdapter;
  /**
   * Makes the same adapter where a plan, an approval or an intent that some operations need is not there, so that the reason `tier` is
   * compared with the calls.
   * @defaultValue that is left out
   */
  readonly createLesser?: (runtime: Runtime, world: W) => AnyAdapter;
}

const parts: Readonly<Record<string, Checks>> = {
  laws,
  can: { ...agreeing, ...forbidding },
  reads: { ...reading, ...lists },
  writes: { ...writing, ...changing },
  direct,
  input: refusing,
  faults: { ...failing, ...outages, ...tokens },
  webhooks,
  stream: streaming,
};

const mostOnSmallPages = 10;

type Given = { readonly [K in keyof AdapterContractOptions]?: unknown };

const has: Readonly<Record<Feature, (world: ContractWorld, given: Given) => boolean>> = {
  faults: ({ inject, calls }) => inject !== undefined && calls !== undefined,
  "small-pages": ({ pageSize }) => pageSize <= mostOnSmallPages,
  directs: ({ directMessage, directs }) => directMessage !== undefined && directs !== undefined,
  quotes: ({ quote }) => quote !== undefined,
  relations: ({ relation }) => relation !== undefined,
  "sends-once": ({ sendsOnce }) => sendsOnce.includes("reply"),
  renews: ({ renews }) => renews !== false,
  "lasting-token": ({ renews }) => renews === false,
  changes: ({ change }) => change !== undefined,
  reactions: ({ react }) => react !== undefined,
  webhooks: ({ webhooks: pushed }) => pushed !== undefined,
  "webhook-window": ({ webhooks: pushed }) => pushed?.windowMs !== undefined,
  streams: ({ streams }) => streams !== false,
  hashtags: ({ hashtags }) => hashtags !== false,
  "word-search": ({ searchesWords }) => searchesWords !== false,
  limited: (_world, { createLimited }) => createLimited !== undefined,
  lesser: (_world, { createLesser }) => createLesser !== undefined,
  locks: ({ lock }) => lock !== undefined,
  blocks: ({ block }) => block !== undefined,
  pushes: ({ pushes }) => pushes !== undefined,
  "address-ids": ({ addressesHaveIds }) => addressesHaveIds !== false,
  "own-likes": ({ tellsOwnLikes }) => tellsOwnLikes !== false,
};

/**
 * Lists what an adapter has to keep on its network. What needs an operation that the adapter lacks, or a world that cannot do it
 * (faults, small pages), is left out.
 *
 * @example
 * const contract = adapterContract({ world: () => myWorld(), create: (runtime, world) => createMyAdapter({ ...world.login, runtime }) });
 * for (const { name, run } of contract) it(name, run);
 */
export function adapterContract<W extends ContractWorld>(options: AdapterContractOptions<W>): readonly Behaviour[] {
  const { world, create, createLimited, createLesser } = options;
  const sample = world();
  const { operations } = create(sample.runtime, sample);
  return Object.entries(parts).flatMap(([part, checks]) =>
    Object.entries(checks)
      .filter(
        ([, { needs = [], where = [] }]) =>
          needs.every((name) => operations.has(name)) && where.every((word) => has[word](sample, options)),
      )
      .map(([sentence, { run }]) => ({
        name: `${part}: ${sentence}`,
        run: async () => {
          const here = world();
          try {
            const bench = makeBench(sentence, here, {
              create: (runtime) => create(runtime, here),
              limited: createLimited && ((runtime) => createLimited(runtime, here)),
              lesser: createLesser && ((runtime) => createLesser(runtime, here)),
            });
            await run(bench);
            expectHits(bench);
            expectDiscreet(bench, "the log", ...bench.logged());
          } finally {
            await here.close?.();
          }
        },
      })),
  );
}
