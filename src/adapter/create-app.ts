/**
 * Makes apps: the part that all networks' app factories share.
 * @module
 */
import { fieldsOf, listOf, textOf } from "./fields.js";
import { FolkmootError } from "../errors.js";
import { runtimeSlot, type RuntimeSlot } from "./attach.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { App } from "./app.js";

// How an adapter finds the runtime that it shares with the other accounts of its app.
const slots = new WeakMap<App, RuntimeSlot>();

/**
 * Makes an app. Its accounts share its runtime: attaching one attaches all.
 * @param parts - everything but `attach`; `id` names the app's ledgers and leases, so it stays the same between processes
 * @throws FolkmootError `misconfigured` when the id is empty or no text, or no network is named.
 */
export function createApp(parts: Omit<App, "attach">): App {
  const given: { readonly [K in keyof App]?: unknown } = fieldsOf(parts);
  if (textOf(given.id) === undefined) throw new FolkmootError("misconfigured", "An app needs an id; give its client id.");
  if (textOf(listOf(given.networks)[0]) === undefined)
    throw new FolkmootError("misconfigured", `The app ${parts.id} speaks for no network; name one.`);
  const slot = runtimeSlot(`The app ${parts.id}`);
  const app: App = { ...parts, attach: slot.attach };
  slots.set(app, slot);
  return app;
}

/** Makes the private app of one account, for hosts that never meet the word. */
export function privateApp(network: Network, account: AccountKey): App {
  return createApp({ id: account, networks: [network] });
}

/**
 * Gives the runtime's place of an app. An app that was not made by {@link createApp} keeps its runtime to itself,
 * so it is attached beside a place of our own.
 */
export function slotOf(app: App): RuntimeSlot {
  const found = slots.get(app);
  if (found !== undefined) return found;
  const own = runtimeSlot(`The app ${app.id}`);
  const slot: RuntimeSlot = {
    ...own,
    attach: (runtime) => {
      own.attach(runtime);
      app.attach(runtime);
    },
  };
  slots.set(app, slot);
  return slot;
}
