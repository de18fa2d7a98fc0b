/**
 * The apps whose webhooks an inbox takes in.
 * @module
 */
import { fieldsOf } from "../adapter/fields.js";
import { refuse } from "./check.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { App } from "../adapter/app.js";
import type { Runtime } from "../adapter/runtime.js";

/**
 * Collects the apps: those that were named, attached to the inbox's runtime, and those of listed adapters.
 * @returns `undefined` when the host gave a function and named none: then nobody knows them
 * @throws FolkmootError `invalid-request` for what is no app.
 */
export function bookApps(named: readonly App[] | undefined, accounts: unknown, runtime: Runtime): readonly App[] | undefined {
  for (const [index, app] of (named ?? []).entries()) {
    const { id, attach } = fieldsOf(app);
    if (typeof id !== "string" || typeof attach !== "function")
      refuse("createInbox", `\`apps[${index}]\` is no app; make one with a function such as createDiscordApp.`);
    app.attach(runtime);
  }
  if (!Array.isArray(accounts)) return named;
  return [...new Set([...(named ?? []), ...(accounts as readonly AnyAdapter[]).map(({ app }) => app)])];
}
