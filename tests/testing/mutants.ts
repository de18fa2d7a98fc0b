/** What broken adapters are made of: a real one, and one thing done wrong. @module */
import { blueskyWorld, type BlueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { createBlueskyAdapter, type BlueskyAdapter } from "../../src/networks/bluesky/index.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { Page, Paged } from "../../src/model/page.js";
import type { Runtime } from "../../src/adapter/runtime.js";

/** What a mutant may use beside the adapter that it breaks. */
export interface Setting {
  readonly world: BlueskyWorld;
  /** Makes a sound adapter of the same account that shares neither sessions nor budgets with others. */
  readonly stranger: () => BlueskyAdapter;
}

/** One defect, and the behaviours that have to notice it. */
export interface Mutant {
  /** Ends of the names of the behaviours. */
  readonly breaks: readonly string[];
  /** What the adapter does wrong. */
  readonly adapter?: (adapter: BlueskyAdapter, setting: Setting) => Partial<BlueskyAdapter>;
  /** What it was given wrong. */
  readonly runtime?: (runtime: Runtime) => Runtime;
}

export type Mutants = Readonly<Record<string, Mutant>>;

export const soundAdapter = (runtime: Runtime, { account, fake }: BlueskyWorld): BlueskyAdapter =>
  createBlueskyAdapter({
    accountId: account.did,
    password: account.privilegedAppPassword,
    service: fake.baseUrl,
    chatProxy: fake.chatProxy,
    runtime,
  });

export const world = (): BlueskyWorld => blueskyWorld();

/** Makes the broken adapter. */
export const broken =
  ({ adapter: change, runtime: give = (runtime) => runtime }: Mutant) =>
  (runtime: Runtime, here: BlueskyWorld): AnyAdapter => {
    const given = give(runtime);
    const adapter = soundAdapter(given, here);
    // What adapters share in one process they share by their clock.
    const stranger = (): BlueskyAdapter => soundAdapter({ ...given, clock: { ...here.clock } }, here);
    return { ...adapter, ...change?.(adapter, { world: here, stranger }) };
  };

/** Changes the pages of a list. Given `undefined`, the list ends there. */
export function changed<T>(list: Paged<T>, change: (page: Page<T>) => Page<T> | undefined): Paged<T> {
  async function* pages(): AsyncGenerator<Page<T>, void, undefined> {
    for await (const page of list.pages()) {
      const next = change(page);
      if (next === undefined) return;
      yield next;
    }
  }
  return {
    pages,
    then: (resolve, reject) =>
      pages()
        .next()
        .then((first) => first.value ?? { items: [], stoppedBy: "end" as const, quarantined: [] })
        .then(resolve, reject),
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.items;
    },
  };
}

/** Changes every item of a list. */
export const each = <T>(list: Paged<T>, change: (item: T) => unknown): Paged<T> =>
  changed(list, (page) => ({ ...page, items: page.items.map((item) => change(item) as T) }));

/** Copies without some fields. */
export const without = <T extends object>(value: T | undefined, ...names: readonly string[]): T =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !names.includes(name))) as T;
