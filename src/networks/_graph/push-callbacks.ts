/**
 * The two callbacks of Facebook Login: somebody took the app's access back, or asks that their data be deleted. Both are forms with a signed
 * request and nothing else, so only the address tells which of the two it is.
 * @module
 */
import { accountKey, makeKey } from "../../model/keys.js";
import { base, networkEvent, timeOf } from "./push-parts.js";
import { hashOf } from "../../model/hash.js";
import { idOf } from "./wire.js";
import { isSignedBy, notOurs, readSecrets, readSignedRequest } from "./push-verify.js";
import { secretsOf, type GraphNetwork, type GraphSettings } from "./app-options.js";
import { usOf } from "./push-envelope.js";
import type { App, WebhookAnswer } from "../../adapter/app.js";
import type { Change } from "../../model/change.js";
import type { Logger } from "../../logger.js";
import type { Timestamp } from "../../model/ref.js";

const networks: readonly GraphNetwork[] = ["facebook", "instagram", "threads"];

/** Digits of a confirmation code: letters and digits, short enough to be read out. */
const codeLength = 20;

/** Tells whether a request is a form. */
export const isForm = ({ headers }: Request): boolean =>
  headers.get("content-type")?.toLowerCase().startsWith("application/x-www-form-urlencoded") === true;

/** Tells whether somebody asks for deletion: the address of that callback has to say so. Anything else takes access back, and deletes nothing. */
const asksForDeletion = (url: string): boolean => /delet/i.test(new URL(url).pathname + new URL(url).search);

/** What a callback is read with. */
export interface CallbackParts {
  readonly app: App;
  readonly settings: GraphSettings | undefined;
  readonly logger: Logger;
  readonly now: Timestamp;
}

/**
 * Reads a callback.
 * @throws FolkmootError `bad-signature` for what none of the app's secrets signed.
 */
export async function readCallback(
  { app, settings, logger, now }: CallbackParts,
  request: Request,
  body: Uint8Array,
): Promise<WebhookAnswer> {
  const signed = readSignedRequest(new URLSearchParams(new TextDecoder().decode(body)).get("signed_request") ?? "");
  if (signed === undefined) throw notOurs(app.id, "callback");
  const { signature, signed: bytes, payload } = signed;
  const verdicts = await Promise.all(
    networks.map(async (network) => isSignedBy(await readSecrets(secretsOf(app, network)), signature, bytes)),
  );
  // Products with a secret of their own have ids of their own too.
  const named = networks.filter((_, index) => verdicts[index] === true);
  if (named.length === 0) throw notOurs(app.id, "callback");
  const user = idOf(payload["user_id"]);
  if (user === undefined) {
    logger.warn?.("A signed callback of Meta's names nobody and was passed over.", { app: app.id });
    return { type: "delivery", delivery: { changes: [] } };
  }
  const at = timeOf(payload["issued_at"]) ?? now;
  if (!asksForDeletion(request.url))
    return { type: "delivery", delivery: { changes: named.map((network) => accessEnded(network, app.id, user, at)) } };
  const code = hashOf([app.id, user, payload["issued_at"]]).slice(0, codeLength);
  if (settings?.deletionStatusUrl === undefined)
    logger.warn?.("A request to delete data was answered without an address to look at; give `deletionStatusUrl` to createGraphApp.", {
      app: app.id,
    });
  return {
    type: "delivery",
    delivery: {
      changes: named.map((network) =>
        networkEvent({ us: usOf(network, user), field: "data_deletion", value: { confirmation_code: code }, sentAt: at }, { at }),
      ),
      forget: named.map((network) => ({ key: makeKey(accountKey(network, app.id), "author", user) })),
    },
    response: new Response(
      JSON.stringify({ ...(settings?.deletionStatusUrl && { url: settings.deletionStatusUrl(code) }), confirmation_code: code }),
      {
        headers: { "content-type": "application/json" },
      },
    ),
  };
}

/** The person's accounts go silent. Of a Page it is the person who let us in, not the Page. */
function accessEnded(network: GraphNetwork, app: string, user: string, at: Timestamp): Change {
  const us = usOf(network, user);
  return {
    ...base(us, "subscription.revoked", `subscription.revoked:${us.account}:${app}:${at}`, at),
    subscription: app,
    reason: "the person took back the access of the app (deauthorize callback)",
  };
}
