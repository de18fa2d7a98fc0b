/**
 * Webhooks in a Cloudflare Worker: it verifies at the edge and puts what happened into a queue. It has no store and no token of an account.
 * `home.ts` takes the queue in. It needs nothing but folkmoot; `npm install --save-dev wrangler` brings Cloudflare's tool that deploys it.
 */
import { createReceiver, type Envelope } from "folkmoot";
import { createDiscordApp } from "folkmoot/discord";

/** Bindings and variables of the Worker. Neither of the variables is secret: a public key only verifies. */
export interface Env {
  readonly DISCORD_APP_ID: string;
  readonly DISCORD_PUBLIC_KEY: string;
  /** A queue holds messages of up to 128 KB; a delivery of Discord's has a few. */
  readonly WEBHOOKS: { send(envelope: Envelope): Promise<unknown> };
}

interface Worker {
  fetch(request: Request, env: Env): Promise<Response>;
}

const worker: Worker = {
  fetch: (request, env) => {
    const receiver = createReceiver({
      apps: [createDiscordApp({ id: env.DISCORD_APP_ID, publicKey: env.DISCORD_PUBLIC_KEY })],
      // What throws here becomes a 503, and Discord delivers again.
      deliver: async (envelope) => {
        await env.WEBHOOKS.send(envelope);
      },
    });
    return receiver.receive(request);
  },
};

export default worker;
