/**
 * Webhooks at the edge: verify without a store, hand on, take in elsewhere.
 * @module
 */
import { envelopeId, saysNothing, type Envelope } from "./envelope.js";
import { fieldsOf, listOf, textOf } from "../adapter/fields.js";
import { FolkmootError } from "../errors.js";
import { systemClock, type Clock } from "../clock.js";
import type { App } from "../adapter/app.js";
import type { Logger } from "../logger.js";

/** What a receiver is made of. */
export interface ReceiverOptions {
  /** Whose webhooks arrive here. */
  readonly apps: readonly App[];
  /** Hands the envelope to a queue. When it throws the network gets a 503 and delivers again. */
  readonly deliver: (envelope: Envelope) => Promise<void>;
  /** What signatures are aged by; attached to the apps. @defaultValue the system's */
  readonly clock?: Clock;
  /** Hears why requests were refused; attached to the apps. @defaultValue nobody */
  readonly logger?: Logger;
}

/** Which app a request is for. */
export interface ReceiveOptions {
  /** Id of the app, where the address says it. @defaultValue each that knows the request as its own, until one verifies it */
  readonly app?: string;
}

/** Receives webhooks, keeps nothing. */
export interface Receiver {
  /**
   * Answers challenges, refuses bad signatures, delivers the rest. 200 = the queue has it; 401 = not signed by the network (403 for a
   * handshake); 404 = of no app here; 405, 413, 400 = of a wrong method, too large, broken off; 503 = the queue failed, and the network
   * delivers again.
   * @throws FolkmootError `invalid-request` for what is no web request, or one whose body was read before, naming the remedy.
   */
  receive(request: Request, options?: ReceiveOptions): Promise<Response>;
}

const names: Readonly<Record<keyof ReceiverOptions, true>> = { apps: true, deliver: true, clock: true, logger: true };

function check(options: unknown): void {
  const refuse = (what: string): never => {
    throw new FolkmootError("misconfigured", `createReceiver: ${what}`);
  };
  const given: { readonly [K in keyof ReceiverOptions]?: unknown } = fieldsOf(options);
  const strange = Object.keys(given).find((name) => !Object.hasOwn(names, name));
  if (strange !== undefined)
    refuse(`there is no option ${JSON.stringify(strange.slice(0, 40))}; choose of ${Object.keys(names).join(", ")}.`);
  if (typeof given.deliver !== "function") refuse("`deliver` must be a function that hands an envelope to your queue.");
  const apps = listOf(given.apps);
  if (apps.length === 0) refuse("`apps` must be a list of at least one app; make one, e.g. with createDiscordApp.");
  for (const [index, app] of apps.entries()) {
    const { id, attach, webhook } = fieldsOf(app);
    if (textOf(id) === undefined || typeof attach !== "function")
      refuse(`\`apps[${index}]\` is no app; make one, e.g. with createDiscordApp.`);
    if (webhook === undefined) refuse(`\`apps[${index}]\` is of a network that does not push over HTTP; leave it out.`);
  }
}

/**
 * Makes a receiver: verifies where the network delivers (a Worker, a function), without a store and without an account's token, and hands
 * each delivery to a queue. Bring the envelopes home with `inbox.ingest(envelope)`.
 * @throws FolkmootError `misconfigured` for an option that cannot be, or that does not exist.
 *
 * @example
 * const receiver = createReceiver({ apps: [discord], deliver: (envelope) => env.QUEUE.send(envelope) });
 * export default { fetch: (request: Request) => receiver.receive(request) };
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  check(options);
  const { apps, deliver, clock, logger } = options;
  if (clock !== undefined || logger !== undefined)
    for (const app of apps) app.attach({ ...(clock !== undefined && { clock }), ...(logger !== undefined && { logger }) });
  const time = clock ?? systemClock;
  return {
    receive: async (request, { app: named } = {}) => {
      // Loaded with the first request: most who import the package make no receiver.
      const { answerWebhook } = await import("./answer.js");
      return answerWebhook(
        {
          call: "receive",
          apps,
          logger: logger ?? {},
          takeIn: async ({ id: app }, delivery, body) => {
            if (saysNothing(delivery)) return;
            await deliver({ version: 1, id: await envelopeId(app, body), app, receivedAt: new Date(time.now()).toISOString(), delivery });
          },
        },
        request,
        named,
      );
    },
  };
}
