/**
 * The form in which the parts of the store contract are written down.
 * @module
 */
import type { Store } from "../../store/store.js";
import type { Reopen } from "../store-contract.js";

/** Behaviours by name. Each gets an empty store of its own. */
export type Behaviours = Readonly<Record<string, (store: Store, reopen: Reopen) => Promise<void>>>;
