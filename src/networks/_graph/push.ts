/**
 * What Meta delivers over HTTP: handshakes, webhooks of three networks, callbacks. Verified before anything is parsed; nothing that was
 * signed is ever refused, whatever it says.
 * @module
 */
import { errorName } from "../../errors.js";
import { isForm, readCallback } from "./push-callbacks.js";
import { isSameWord, isSignedBy, notOurs, readSecrets, signatureHeader, signatureOf } from "./push-verify.js";
import { networkEvent, type Read } from "./push-parts.js";
import { openEnvelope, type Opened } from "./push-envelope.js";
import { parseDelivered } from "./push-json.js";
import { readFeed, readMention } from "./push-page-feed.js";
import { readInstagram } from "./push-instagram.js";
import { readMessaging } from "./push-messaging.js";
import { readRatings } from "./push-page-ratings.js";
import { readThreads } from "./push-threads.js";
import { readPermissions } from "./push-permissions.js";
import { secretsOf, settingsOf, type GraphNetwork } from "./app-options.js";
import type { App, Delivery, Pull, WebhookAnswer, WebhookSource } from "../../adapter/app.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";

const networks: readonly GraphNetwork[] = ["facebook", "instagram", "threads"];

/**
 * Makes the reader of an app's deliveries.
 *
 * A handshake with the right word is answered with its challenge. A delivery has to be signed by one of the app's secrets, over the bytes as
 * they were sent; the older SHA-1 signature is not enough. A form is one of the callbacks: an address that says `delete` or `deletion` is
 * that for the deletion of data, any other that for access that was taken back.
 */
export function graphWebhook(app: App, runtime: ResolvedRuntime): WebhookSource["read"] {
  return async (request, body) => {
    if (request.method === "GET") return answerHandshake(app, runtime, request);
    const { clock, logger } = runtime;
    const now = new Date(clock.now()).toISOString();
    if (!request.headers.has(signatureHeader) && isForm(request))
      return readCallback({ app, settings: settingsOf(app), logger, now }, request, body);
    await check(app, request, body);
    const delivered = parse(body);
    if (delivered === undefined) logger.warn?.("A signed delivery of Meta's is no JSON and was passed over.", { app: app.id });
    const opened = openEnvelope({ app: app.id, now }, delivered);
    return { type: "delivery", delivery: join(opened.map((one) => readSafely(runtime, one))) };
  };
}

/** Gives back what Meta wants to see, as it came. */
async function answerHandshake(app: App, { logger }: ResolvedRuntime, request: Request): Promise<WebhookAnswer> {
  const { searchParams } = new URL(request.url);
  const told = (name: string): string => searchParams.get(`hub.${name}`) ?? searchParams.get(`hub_${name}`) ?? "";
  const word = settingsOf(app)?.verifyToken;
  if (word === undefined)
    logger.warn?.(
      "A handshake of Meta's cannot be answered; give `verifyToken` to createGraphApp, and the same word to the app dashboard.",
      { app: app.id },
    );
  const [ours] = word === undefined ? [] : await readSecrets([word]);
  const isRight = ours !== undefined && (await isSameWord(ours, told("verify_token")));
  if (!isRight || told("mode") !== "subscribe") throw notOurs(app.id, "handshake");
  return { type: "challenge", response: new Response(told("challenge"), { headers: { "content-type": "text/plain; charset=utf-8" } }) };
}

async function check(app: App, request: Request, body: Uint8Array): Promise<void> {
  const signature = signatureOf(request.headers.get(signatureHeader));
  if (signature === undefined) throw notOurs(app.id, "delivery");
  const secrets = await readSecrets(networks.flatMap((network) => secretsOf(app, network)));
  if (!(await isSignedBy(secrets, signature, body))) throw notOurs(app.id, "delivery");
}

function parse(body: Uint8Array): unknown {
  try {
    return parseDelivered(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** What cannot be read in any other way is told as it is: one odd thing must not keep a thousand others. */
function readSafely({ logger }: ResolvedRuntime, opened: Opened): Read {
  try {
    return read(opened);
  } catch (error) {
    const { us, field } = opened;
    logger.warn?.("Something that was pushed cannot be read; it is told as an event.", { account: us.account, error: errorName(error) });
    return { changes: [networkEvent(opened, { name: field })] };
  }
}

function read(opened: Opened): Read {
  const { form, object, field } = opened;
  if (form === "event") return readMessaging(opened);
  if (object === "threads") return readThreads(opened);
  if (object === "instagram") return readInstagram(opened);
  if (object === "permissions") return readPermissions(opened);
  if (object === "page" && field === "feed") return readFeed(opened);
  if (object === "page" && field === "mention") return readMention(opened);
  if (object === "page" && field === "ratings") return readRatings(opened);
  return { changes: [networkEvent(opened, { name: object === "page" ? field : `${object}.${field}` })] };
}

/** Puts what was read into one delivery. The same list, or the same message, is asked once. */
function join(read: readonly Read[]): Delivery {
  const pulls = new Map<string, Pull>();
  for (const one of read.flatMap(({ pull = [] }) => pull)) {
    const name = JSON.stringify([one.account, one.surface, one.messages === undefined]);
    const old = pulls.get(name);
    const messages = [...(old?.messages ?? []), ...(one.messages ?? [])];
    const unique = [...new Map(messages.map((message) => [message.key, message])).values()];
    pulls.set(name, { account: one.account, surface: one.surface, ...(one.messages !== undefined && { messages: unique }) });
  }
  return { changes: read.flatMap(({ changes }) => changes), ...(pulls.size > 0 && { pull: [...pulls.values()] }) };
}
