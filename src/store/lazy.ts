/**
 * Memory that is loaded when it is first used: who brings a store and a coordinator never loads ours, and importing the package stays cheap.
 * @module
 */
import type { Coordinator } from "./coordinator.js";
import type { Store } from "./store.js";
import type { TokenStore } from "./token-store.js";

/** Loads something once, at the first use. What fails is tried again. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}

/** Makes a coordinator of one that is loaded at its first use. `close` loads nothing. */
export function lazyCoordinator(load: () => Promise<Coordinator>): Coordinator {
  let loaded: Coordinator | undefined;
  const ask = once(async () => (loaded = await load()));
  return {
    // Loaded, it is asked without another turn of the loop: each call of a network comes by here.
    reserve: (...args) => (loaded === undefined ? ask().then((made) => made.reserve(...args)) : loaded.reserve(...args)),
    observe: (...args) => (loaded === undefined ? ask().then((made) => made.observe(...args)) : loaded.observe(...args)),
    ledgers: (...args) => (loaded === undefined ? ask().then((made) => made.ledgers(...args)) : loaded.ledgers(...args)),
    acquire: (...args) => (loaded === undefined ? ask().then((made) => made.acquire(...args)) : loaded.acquire(...args)),
    release: (...args) => (loaded === undefined ? ask().then((made) => made.release(...args)) : loaded.release(...args)),
    close: async () => loaded?.close(),
  };
}

/** Makes a store of one that is loaded at its first use, with its tokens. */
export function lazyStore(load: () => Promise<Store & { readonly tokens: TokenStore }>): Store {
  const ask = once(load);
  return {
    read: async (...args) => (await ask()).read(...args),
    write: async (...args) => (await ask()).write(...args),
    query: async (...args) => (await ask()).query(...args),
    claim: async (...args) => (await ask()).claim(...args),
    settle: async (...args) => (await ask()).settle(...args),
    erase: async (...args) => (await ask()).erase(...args),
    tokens: {
      load: async (...args) => (await ask()).tokens.load(...args),
      swap: async (...args) => (await ask()).tokens.swap(...args),
    },
    close: async () => (await ask()).close(),
  };
}
