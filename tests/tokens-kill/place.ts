/** Where the processes keep their tokens and leases. @module */
import { postgresCoordinator, postgresStore } from "../../src/store/postgres/index.js";
import { sqliteStore } from "../../src/store/sqlite/index.js";
import type { Clock } from "../../src/clock.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import type { TokenStore } from "../../src/store/token-store.js";

export type Place = { readonly file: string } | { readonly connectionString: string; readonly schema: string };

export interface Shared {
  readonly coordinator: Coordinator;
  readonly tokens: TokenStore;
  readonly close: () => Promise<void>;
}

/** Longer than a busy machine takes to open a store, and than all that a test moves the clock by: nothing counts as away. Milliseconds. */
const timeoutMs = 600_000;

/** Opens the tokens of a store and its leases, with a clock that the test moves. */
export function openShared(place: Place, clock: Clock): Shared {
  if ("file" in place) {
    const store = sqliteStore({ file: place.file, timeoutMs, clock });
    const { coordinator, tokens } = store;
    return { coordinator, tokens, close: async () => store.close() };
  }
  const store = postgresStore({ ...place, timeoutMs });
  const coordinator = postgresCoordinator({ ...place, timeoutMs, clock });
  if (store.tokens === undefined) throw new Error("PostgreSQL keeps tokens");
  return {
    coordinator,
    tokens: store.tokens,
    close: async () => {
      await coordinator.close();
      await store.close();
    },
  };
}
