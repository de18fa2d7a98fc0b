/**
 * What Discord delivers over HTTP: interactions, and events of the app. Verified before anything is parsed.
 * @module
 */
import { accountKey } from "../../model/keys.js";
import { ed25519Verifier, type VerifySignature } from "../../webhooks/ed25519.js";
import { eventId, withoutSecrets } from "./change-parts.js";
import { fieldsOf, present, textOf, timestampOf } from "../../adapter/fields.js";
import { FolkmootError } from "../../errors.js";
import { guildOf, interactionTypes, readInteraction } from "./interactions.js";
import { isFresh } from "../../webhooks/fresh.js";
import { isSnowflake, type Us } from "./ids.js";
import { joinBytes } from "../../webhooks/bytes.js";
import { toAuthor } from "./normalize-author.js";
import type { Change } from "../../model/change.js";
import { signatureHeaders, type CheckedApp, type DiscordInteraction } from "./app-options.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { WebhookAnswer } from "../../adapter/app.js";

type Fields = Readonly<Record<string, unknown>>;
type Delivered = Extract<WebhookAnswer, { type: "delivery" }>;

/**
 * How old a signature may be. Milliseconds. Discord names no age; fifteen minutes is how long the token of an interaction lives, so what is
 * older could not be answered any more, and events are sent again for ten.
 */
export const windowMs: number = 15 * 60_000;

/** Discord gives an answer three seconds; what is left pays for the way and for storing. Milliseconds. */
const answerWithinMs = 2_000;

/** How Discord wants to be answered (reference, interaction callback type; read 2026-11). */
const callbacks = { pong: 1, message: 4, updateLater: 6, choices: 8 } as const;
/** Shows a message to nobody but the one who asked. */
const ephemeral = 64;

/** Makes the reader of an app's deliveries. */
export function webhookReader(app: CheckedApp, runtime: ResolvedRuntime): (request: Request, body: Uint8Array) => Promise<WebhookAnswer> {
  const verify = ed25519Verifier(app.publicKeys);
  return async (request, body) => {
    await check(app, verify, runtime.clock.now(), request, body);
    const delivered = parse(body);
    if (delivered === undefined) {
      runtime.logger.warn?.("A signed delivery of Discord's is no JSON and was passed over.", { app: app.id });
      return { type: "delivery", delivery: { changes: [] } };
    }
    return isAppEvent(delivered) ? readAppEvent(app, runtime, delivered) : answerInteraction(app, runtime, delivered);
  };
}

/** Refuses what Discord did not sign just now. One message for everything that is wrong: it tells nobody how far a guess went. */
async function check(app: CheckedApp, verify: VerifySignature, now: number, request: Request, body: Uint8Array): Promise<void> {
  const signature = request.headers.get(signatureHeaders.signature) ?? "";
  const timestamp = request.headers.get(signatureHeaders.timestamp) ?? "";
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (isFresh(seconds * 1000, now, windowMs) && (await verify(signature, joinBytes(timestamp, body)))) return;
  throw new FolkmootError(
    "bad-signature",
    `discord: a request for the app ${app.id} is not signed by Discord, or was signed more than 15 minutes ago; answer it with 401. Discord probes with wrong signatures, so a few are no alarm. If all are refused, compare \`publicKey\` with the developer portal, hand over the raw body, and look at this machine's clock.`,
  );
}

function parse(body: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

/** Both kinds may come to one address. A ping of events has type 0, an event brings `event`; no interaction has either. */
const isAppEvent = (delivered: Fields): boolean => delivered["type"] === 0 || delivered["event"] !== undefined;

/** What speaks of no guild goes to the first of those that were named, else to the app itself, which an inbox reports as `unrouted`. */
function usOf(app: CheckedApp, guild: string = app.guilds[0] ?? app.id): Us {
  return { account: accountKey("discord", guild), guild, bot: app.botId, like: "👍" };
}

function readAppEvent(app: CheckedApp, { clock }: ResolvedRuntime, outer: Fields): WebhookAnswer {
  const done = new Response(null, { status: 204 });
  if (outer["type"] === 0) return { type: "challenge", response: done };
  const event = fieldsOf(outer["event"]);
  const data = fieldsOf(event["data"]);
  const name = textOf(event["type"]) ?? "UNKNOWN";
  const us = usOf(app, guildOf(data));
  const raw = withoutSecrets(event);
  const change: Change = present({
    type: "network.event" as const,
    id: eventId(us, name, raw),
    origin: "live" as const,
    at: timestampOf(event["timestamp"]) ?? new Date(clock.now()).toISOString(),
    account: us.account,
    name,
    author: isSnowflake(fieldsOf(data["user"])["id"]) ? toAuthor(us, data["user"]) : undefined,
    raw,
  });
  return { type: "delivery", delivery: { changes: [change] }, response: done };
}

const json = (body: unknown): Response => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });

async function answerInteraction(app: CheckedApp, runtime: ResolvedRuntime, interaction: Fields): Promise<WebhookAnswer> {
  if (interaction["type"] === interactionTypes.ping) return { type: "challenge", response: json({ type: callbacks.pong }) };
  const us = usOf(app, guildOf(interaction));
  const { changes } = readInteraction(us, interaction, new Date(runtime.clock.now()).toISOString(), app);
  const own = await askHost(app, runtime, interaction);
  const delivered: Delivered = { type: "delivery", delivery: { changes } };
  return { ...delivered, response: own === undefined ? defaultAnswer(app, interaction["type"]) : json(own) };
}

/** Asks the host for an answer of its own. One that fails or takes too long is passed over: somebody is waiting. */
async function askHost({ answer, id }: CheckedApp, { clock, logger }: ResolvedRuntime, interaction: Fields): Promise<object | undefined> {
  if (answer === undefined) return undefined;
  const over = new AbortController();
  const late = clock.sleep(answerWithinMs, { signal: over.signal }).then(
    () => {
      logger.warn?.("`answer` took too long for an interaction of Discord's; it was acknowledged instead.", { app: id });
      return undefined;
    },
    () => undefined,
  );
  try {
    return await Promise.race([Promise.resolve(answer(interaction as DiscordInteraction)), late]);
  } catch {
    logger.error?.("`answer` threw for an interaction of Discord's; it was acknowledged instead.", { app: id });
    return undefined;
  } finally {
    over.abort();
  }
}

function defaultAnswer({ acknowledgement }: CheckedApp, type: unknown): Response {
  switch (type) {
    case interactionTypes.component:
      return json({ type: callbacks.updateLater });
    case interactionTypes.autocomplete:
      return json({ type: callbacks.choices, data: { choices: [] } });
    case interactionTypes.command:
    case interactionTypes.modal:
      return json({ type: callbacks.message, data: { content: acknowledgement, flags: ephemeral, allowed_mentions: { parse: [] } } });
    default:
      // Taken in, and nothing to say: what it wants for an answer is not known yet.
      return new Response(null, { status: 202 });
  }
}
