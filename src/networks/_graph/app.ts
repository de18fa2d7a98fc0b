/**
 * The Meta app: what Pages, Instagram accounts and Threads profiles share, and what Meta delivers to it over HTTP.
 * @module
 */
import { checkGraphApp, keepSettings, type GraphAppOptions } from "./app-options.js";
import { createApp, slotOf } from "../../adapter/create-app.js";
import type { App, WebhookSource } from "../../adapter/app.js";

export { graphVersion, secretsOf, type GraphAppOptions, type GraphNetwork } from "./app-options.js";
export { proofOf } from "./proof.js";

/** A Meta app. Its accounts share its runtime, its budgets and its webhook. */
export interface GraphApp extends App {
  /** Version of the Graph API that is asked. */
  readonly version: string;
  /** Webhooks of the three networks, and the callbacks for taken-back access and deletion of data, at one address or several. */
  readonly webhook: WebhookSource;
}

/** Both forms of a handshake: some frameworks turn dots into underscores. */
const challenges = ["hub.mode", "hub_mode"];

/** A cheap look: a handshake, a signed body, or a form, as which the two callbacks come. */
function isOurs({ method, url, headers }: Request): boolean {
  if (method === "GET") {
    const { searchParams } = new URL(url);
    return challenges.some((name) => searchParams.has(name));
  }
  if (method !== "POST") return false;
  if (headers.has("x-hub-signature-256") || headers.has("x-hub-signature")) return true;
  return headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
}

/**
 * Makes the app of Pages, Instagram accounts and Threads profiles. Asks nothing.
 *
 * Its secrets prove tokens towards graph.facebook.com (`appsecret_proof`) and check what is delivered to its `webhook`; what none of them
 * signed is a `bad-signature`.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const app = createGraphApp({
 *   id: "1029384756",
 *   secrets: [process.env.META_APP_SECRET ?? ""],
 *   verifyToken: process.env.META_VERIFY_TOKEN ?? "",
 * });
 */
export function createGraphApp(options: GraphAppOptions): GraphApp {
  const settings = checkGraphApp(options);
  let reading: Promise<WebhookSource["read"]> | undefined;
  // What reads is loaded with the first delivery, so that making an app costs nothing.
  const load = async (): Promise<WebhookSource["read"]> => {
    const { graphWebhook } = await import("./push.js");
    return graphWebhook(app, slotOf(app).view);
  };
  const webhook: WebhookSource = {
    matches: isOurs,
    read: async (request, body) => (await (reading ??= load()))(request, body),
  };
  const app: GraphApp = Object.assign(
    createApp({
      id: settings.id,
      networks: ["facebook", "instagram", "threads"],
      ...(options.tier !== undefined && { tier: options.tier }),
    }),
    { version: settings.version, webhook },
  );
  keepSettings(app, settings);
  return app;
}
