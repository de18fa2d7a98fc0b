/**
 * What Meta delivers over HTTP.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { App, WebhookSource } from "../../adapter/app.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";

/** Makes what reads deliveries of an app. */
export function graphWebhook(app: App, _runtime: ResolvedRuntime): WebhookSource["read"] {
  return () => Promise.reject(new FolkmootError("bad-signature", `The app ${app.id} reads no deliveries yet.`));
}
