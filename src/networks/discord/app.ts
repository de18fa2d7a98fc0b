/**
 * The Discord app: what its guilds share, and what Discord delivers to it over HTTP.
 * @module
 */
import { checkAppOptions, signatureHeaders, type DiscordAppOptions } from "./app-options.js";
import { createApp, slotOf } from "../../adapter/create-app.js";
import type { App, WebhookAnswer, WebhookSource } from "../../adapter/app.js";

/** A Discord app. Its guilds share its runtime, its budgets and its webhooks. */
export interface DiscordApp extends App {
  /** Interactions and webhook events, at one address or two. */
  readonly webhook: WebhookSource;
}

/**
 * Makes the app of one or more guilds. Asks nothing.
 *
 * Its `webhook` reads interactions and webhook events. What Discord did not sign is a `bad-signature`, which is to be answered with 401; so
 * is what was signed more than 15 minutes ago. A message that somebody sends to the inbox from its menu becomes `message.created`, with its
 * full text whatever intents the app has; everything else becomes a `network.event`.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const app = createDiscordApp({ id: "1098765432109876543", publicKey: process.env.DISCORD_PUBLIC_KEY ?? "" });
 * const discord = createDiscordAdapter({ accountId: "41771983423143937", token: process.env.DISCORD_TOKEN ?? "", app });
 */
export function createDiscordApp(options: DiscordAppOptions): DiscordApp {
  const checked = checkAppOptions(options);
  let reading: Promise<(request: Request, body: Uint8Array) => Promise<WebhookAnswer>> | undefined;
  // What reads is loaded with the first delivery, so that making an app costs nothing.
  const load = async (): Promise<(request: Request, body: Uint8Array) => Promise<WebhookAnswer>> => {
    const { webhookReader } = await import("./webhook.js");
    return webhookReader(checked, slotOf(app).view);
  };
  const webhook: WebhookSource = {
    matches: ({ method, headers }) =>
      method === "POST" && headers.has(signatureHeaders.signature) && headers.has(signatureHeaders.timestamp),
    read: async (request, body) => (await (reading ??= load()))(request, body),
  };
  const app: DiscordApp = Object.assign(
    createApp({ id: checked.id, networks: ["discord"], ...(options.tier !== undefined && { tier: options.tier }) }),
    { webhook },
  );
  return app;
}
