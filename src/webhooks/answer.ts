/**
 * Answers what a network sends: finds the app, verifies, has it taken in, and only then says so.
 * @module
 */
import { checkRequest } from "./check-request.js";
import { errorName, isFolkmootError } from "../errors.js";
import { rawBody } from "./raw-body.js";
import type { App, Delivery, WebhookAnswer, WebhookSource } from "../adapter/app.js";
import type { Logger } from "../logger.js";

/** Where webhooks arrive. */
export interface WebhookDoor {
  /** What was called, for messages. */
  readonly call: string;
  /** Whose webhooks arrive here. */
  readonly apps: readonly App[];
  /** Hears why a request was refused. */
  readonly logger: Logger;
  /** Takes a verified delivery in. When it throws, the network is told to deliver again. */
  readonly takeIn: (app: App, delivery: Delivery, body: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** An app that is pushed to. */
export type PushedApp = App & { readonly webhook: WebhookSource };

/** Tells whether an app is pushed to over HTTP. */
export const isPushed = (app: App): app is PushedApp => app.webhook !== undefined;

/** When a network may deliver again what could not be taken in. Seconds. Our choice: most wait longer by themselves. */
const retryAfterSeconds = 10;

/** An answer without a body: what failed is for our own log and not for whoever asked. */
const bare = (status: number, headers: Readonly<Record<string, string>> = {}): Response => new Response(null, { status, headers });

/**
 * Answers one request. 200 (or what the network wants instead) = taken in; 401 = not signed by the network, 403 = a
 * handshake without the right word; 404 = no app of ours;
 * 405 = neither GET nor POST; 413 = too large; 400 = broken off; 503 = not taken in, deliver again.
 * @param named - id of the app that the request is for; absent = each that knows the request as its own, until one verifies it
 * @throws FolkmootError `invalid-request` for what is no web request, or one whose body was read before.
 */
export async function answerWebhook(door: WebhookDoor, request: unknown, named?: string): Promise<Response> {
  checkRequest(door.call, request);
  if (request.method !== "GET" && request.method !== "POST") return bare(405, { allow: "GET, POST" });
  try {
    return await answer(door, request, named);
  } catch (error) {
    door.logger.error?.("A webhook was not taken in; the network is told to deliver it again.", { call: door.call, ...told(error) });
    return bare(503, { "retry-after": String(retryAfterSeconds) });
  }
}

async function answer(door: WebhookDoor, request: Request, named: string | undefined): Promise<Response> {
  const { apps, call, logger, takeIn } = door;
  const asked = apps.filter(isPushed).filter((app) => (named === undefined ? app.webhook.matches(request) : app.id === named));
  if (asked.length === 0) {
    if (named === undefined) logger.debug?.("A request is of no network whose app is known here.", { call });
    // The name may stand in the address, so it is a stranger's word: it is not written down.
    else logger.warn?.("A webhook is for an app that is not known here; compare `app` with the ids of the apps.", { call });
    return bare(404);
  }
  const body = await rawBody(request).catch(() => undefined);
  if (body === undefined) return bare(400);
  if (body === "too-large") {
    logger.warn?.("A webhook was refused because it is larger than 5 MiB.", { call, app: asked[0]?.id });
    return bare(413);
  }
  const read = await readBy(door, asked, request, body);
  // Who asks whether we are there and does not know the word is forbidden to (Meta, handshake of webhooks); nothing was signed there.
  if (read === undefined) return bare(request.method === "GET" ? 403 : 401);
  if (read.answer.type === "challenge") return read.answer.response;
  await takeIn(read.app, read.answer.delivery, body);
  return read.answer.response ?? bare(200);
}

/** Asks one app after the other; several may know a request as theirs, but only one can verify it. */
async function readBy(
  { call, logger }: WebhookDoor,
  apps: readonly PushedApp[],
  request: Request,
  body: Uint8Array,
): Promise<{ readonly app: App; readonly answer: WebhookAnswer } | undefined> {
  for (const app of apps) {
    try {
      return { app, answer: await app.webhook.read(request, body) };
    } catch (error) {
      if (!isFolkmootError(error, "bad-signature")) throw error;
      if (app === apps.at(-1)) logger.warn?.("A webhook was refused for its signature.", { call, app: app.id, ...told(error) });
    }
  }
  return undefined;
}

/** What may be written down of an error: the messages of ours hold no content, those of others may. */
const told = (error: unknown): Readonly<Record<string, unknown>> => ({
  error: errorName(error),
  ...(isFolkmootError(error) && { code: error.code, message: error.message }),
});
