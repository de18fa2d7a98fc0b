/** A process that works over a store that others share, and that may die at any moment. @module */
import { createInbox } from "../../src/index.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { App } from "../../src/adapter/app.js";
import type { Chance } from "./chance.js";
import type { ChaosClock } from "./clock.js";
import type { Clock } from "../../src/clock.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import type { Inbox } from "../../src/inbox/inbox.js";
import type { Runtime } from "../../src/adapter/runtime.js";
import type { Settlement, Store } from "../../src/store/store.js";
import type { Weather } from "./weather.js";

/** What a process tells of its store. */
export interface StoreEar {
  /** Hears what a claim handed out: where the row is, and which change it holds. */
  claimed(key: string, change: string): void;
  /** Hears what is about to be settled, and what the store said to it. */
  settled(settlements: readonly Settlement[], answers: readonly boolean[]): void;
  /** Hears of a settling whose end this process never heard of: it failed, or the process died over it. */
  lost(settlements: readonly Settlement[]): void;
}

/** What a process is made of. */
export interface ProcessOptions {
  /** Names it in the log. */
  readonly name: string;
  /** The store as this process opens it. */
  readonly store: Store;
  /** Budgets and poll leases, shared by all processes. */
  readonly coordinator: Coordinator;
  readonly clock: ChaosClock;
  readonly chance: Chance;
  readonly weather: Weather;
  /** What reaches the networks. */
  readonly wire: Required<Pick<Runtime, "fetch" | "webSocket">>;
  readonly tenant: string;
  /** Makes the adapters and apps of this process. `death` ends what they opened by themselves. */
  readonly connect: (death: AbortSignal) => { readonly adapters: readonly AnyAdapter[]; readonly apps: readonly App[] };
  readonly ear: StoreEar;
  /** Changes the store, so that a test can put a defect into it. */
  readonly spoil?: (store: Store) => Store;
}

/** A process. */
export interface Process {
  readonly name: string;
  readonly inbox: Inbox;
  readonly accounts: readonly string[];
  /** True once it is dead: nothing of it happens any more, and nothing that it waits for comes. */
  readonly dead: boolean;
  /** When it died. Milliseconds since 1970. */
  readonly diedAt: number | undefined;
  /** Lets it die at so many verbs of the store from now. */
  dieAfter(verbs: number): void;
  /** Kills it now. */
  kill(): void;
  /** Waits for work of this process; `undefined` when it dies first, or what the work threw. */
  attempt<T>(work: () => Promise<T>): Promise<{ readonly value?: T; readonly error?: unknown } | undefined>;
}

/** How often a verb of the store fails while it storms. Half of those that fail have happened. */
const storeFails = 0.002;

/** What a store says that is away for a moment. */
export class StoreAway extends Error {
  override readonly name = "StoreAway";
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** Starts a process. */
export function startProcess(options: ProcessOptions): Process {
  const { name, clock, chance, weather, wire, ear } = options;
  const death = new AbortController();
  let verbsLeft = Number.POSITIVE_INFINITY;
  let diedAt: number | undefined;
  const isDead = (): boolean => diedAt !== undefined;
  let tellDeath: () => void = () => undefined;
  const died = new Promise<undefined>((resolve) => {
    tellDeath = () => {
      resolve(undefined);
    };
  });
  const kill = (): void => {
    if (isDead()) return;
    diedAt = clock.now();
    death.abort(new Error("killed"));
    tellDeath();
  };

  /** One call of the store: it may fail before or after it happened, and the process may die there. */
  const verb = async <T>(call: () => Promise<T>, heard?: (value: T) => void): Promise<T> => {
    if (isDead()) return never();
    verbsLeft -= 1;
    const last = verbsLeft < 0;
    const before = chance.hits(0.5);
    if (last && before) kill();
    if (isDead()) return never();
    const fails = weather.stormy && chance.hits(storeFails);
    if (fails && before) throw new StoreAway("the database was away before");
    const value = await clock.hold(call());
    // What has happened counts, whether or not this process hears of it.
    heard?.(value);
    if (last) kill();
    if (isDead()) return never();
    if (fails) throw new StoreAway("the database was away after");
    return value;
  };
  const real = options.spoil?.(options.store) ?? options.store;
  const store: Store = {
    read: (collection, keys) => verb(() => real.read(collection, keys)),
    write: (batch) => verb(() => real.write(batch)),
    query: (collection, query) => verb(() => real.query(collection, query)),
    claim: (request) =>
      verb(
        () => real.claim(request),
        (claims) => {
          for (const { key, value } of claims) if ("origin" in value) ear.claimed(key, value.id);
        },
      ),
    settle: async (settlements, writes) => {
      const lose = (): void => {
        ear.lost(settlements);
      };
      death.signal.addEventListener("abort", lose);
      try {
        if (isDead()) ear.lost(settlements);
        return await verb(
          () => real.settle(settlements, writes),
          (answers) => {
            ear.settled(settlements, answers);
          },
        );
      } catch (error) {
        ear.lost(settlements);
        throw error;
      } finally {
        death.signal.removeEventListener("abort", lose);
      }
    },
    erase: (what) => verb(() => real.erase(what)),
    ...(real.tokens !== undefined && { tokens: real.tokens }),
    // The store is the run's: a process that ends leaves it to the others.
    close: async () => undefined,
  };
  const ownClock: Clock = {
    now: () => clock.now(),
    sleep: async (ms, more) => {
      if (isDead()) return never();
      await clock.sleep(ms, more);
      return isDead() ? never() : undefined;
    },
  };
  const { adapters, apps } = options.connect(death.signal);
  const inbox = createInbox({
    accounts: adapters,
    apps,
    store,
    coordinator: options.coordinator,
    tenant: options.tenant,
    clock: ownClock,
    random: chance,
    fetch: async (input, init) => {
      if (isDead()) return never();
      try {
        const answer = await wire.fetch(input, init);
        return isDead() ? await never() : answer;
      } catch (error) {
        if (isDead()) return never();
        throw error;
      }
    },
    webSocket: (url, protocols) => {
      const socket = wire.webSocket(url, protocols);
      const close = (): void => {
        socket.close();
      };
      death.signal.addEventListener("abort", close);
      socket.addEventListener("close", () => {
        death.signal.removeEventListener("abort", close);
      });
      return socket;
    },
  });
  return {
    name,
    inbox,
    accounts: adapters.map(({ account }) => account),
    get dead() {
      return isDead();
    },
    get diedAt() {
      return diedAt;
    },
    dieAfter: (verbs) => {
      verbsLeft = Math.min(verbsLeft, verbs);
    },
    kill,
    attempt: async (work) => {
      if (isDead()) return undefined;
      const told = work().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      return Promise.race([told, died]);
    },
  };
}
