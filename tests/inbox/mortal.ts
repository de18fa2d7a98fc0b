/** Processes that die in the middle of what they do, over a store and a network that live on. */
import { makeDesk, type Desk, type DeskOptions } from "./act-harness.js";

/** A process that can be killed: from then on nothing of it happens any more, and nothing that it waits for comes. */
export interface Mortal {
  readonly desk: Desk;
  /** True once it is dead. */
  dead: boolean;
}

/** Starts a process over a shared store and network. It dies when `dies` says so, asked before each step that it takes. */
export function mortal(options: DeskOptions & { readonly dies?: (step: string) => boolean }): Mortal {
  const { store, clock, dies = () => false } = options;
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
  const process: { dead: boolean } = { dead: false };
  const isDead = (): boolean => process.dead;
  const alive = (step: string): boolean => {
    process.dead ||= dies(step);
    return !process.dead;
  };
  const desk = makeDesk({
    ...options,
    clock: {
      ...clock,
      now: () => clock.now(),
      sleep: async (ms, more) => {
        if (isDead()) return never();
        await clock.sleep(ms, more);
        return isDead() ? never() : undefined;
      },
    },
    store: {
      ...store,
      read: async (collection, keys) => (alive("read") ? store.read(collection, keys) : never()),
      query: async (collection, query) => (alive("query") ? store.query(collection, query) : never()),
      write: async (batch) => {
        if (!alive("before write")) return never();
        const written = await store.write(batch);
        return alive("after write") ? written : never();
      },
    },
  });
  return Object.assign(process, { desk });
}
