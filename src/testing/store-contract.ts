/**
 * The store contract: what every store has to keep, ours or a third party's, as behaviours for any test runner.
 * @module
 */
import type { Store } from "../store/store.js";
import type { TokenStore } from "../store/token-store.js";
import type { Behaviour } from "./behaviour.js";
import type { Behaviours } from "./store-contract/behaviours.js";
import { claiming } from "./store-contract/claiming.js";
import { erasing } from "./store-contract/erasing.js";
import { lasting } from "./store-contract/lasting.js";
import { querying } from "./store-contract/querying.js";
import { settling } from "./store-contract/settling.js";
import { keepingTokens } from "./store-contract/tokens.js";
import { writing } from "./store-contract/writing.js";

/** Ends a store the way a process ends, and opens what it kept. */
export type Reopen = (store: Store) => Promise<Store>;

/** How the store contract gets at stores. */
export interface StoreContractOptions {
  /** Makes an empty store. Called once for each behaviour; the contract closes it. */
  readonly create: () => Store | Promise<Store>;
  /** Closes a store and opens what it kept: adds the behaviours of stores that outlive a process. @defaultValue nothing outlives it */
  readonly reopen?: Reopen;
}

/**
 * Lists what every store has to keep. Each behaviour makes a store of its own, so they may run in any order.
 *
 * @example
 * describe("my store", () => {
 *   for (const { name, run } of storeContract({ create: () => myStore(":memory:") })) it(name, run);
 * });
 */
export function storeContract({ create, reopen }: StoreContractOptions): readonly Behaviour[] {
  const never: Reopen = () => Promise.reject(new Error("This store cannot be opened again."));
  const behave = (part: string, behaviours: Behaviours): Behaviour[] =>
    Object.entries(behaviours).map(([name, check]) => ({
      name: `${part}: ${name}`,
      run: async () => {
        let store = await create();
        try {
          await check(store, async (old) => (store = await (reopen ?? never)(old)));
        } finally {
          await store.close();
        }
      },
    }));
  return [
    ...behave("rows", writing),
    ...behave("queries", querying),
    ...behave("claims", claiming),
    ...behave("settling", settling),
    ...behave("erasing", erasing),
    ...behave("tokens", tokensInStore),
    ...(reopen ? behave("lasting", lasting) : []),
  ];
}

/**
 * Lists what every token store has to keep, for one that stands alone: a host's vault.
 *
 * @param create - Makes an empty token store; called once for each behaviour.
 */
export function tokenStoreContract(create: () => TokenStore | Promise<TokenStore>): readonly Behaviour[] {
  return Object.entries(keepingTokens).map(([name, check]) => ({ name, run: async () => check(await create()) }));
}

/** A store that may not hold secrets has no token store, and nothing to keep. */
const tokensInStore: Behaviours = Object.fromEntries(
  Object.entries(keepingTokens).map(([name, check]) => [
    name,
    async ({ tokens }: Store): Promise<void> => {
      if (tokens !== undefined) await check(tokens);
    },
  ]),
);
