/**
 * The webhooks of the app: what happened, signed, and what a test makes up.
 * @module
 */
import { challengeRequest, signedDelivery, signedRequestForm } from "../graph/webhook.js";
import { commentTold, directTold, envelopeOf, mentionTold, postTold, reviewTold } from "./events.js";
import type { Core, Told } from "./core.js";
import type { FacebookEvent } from "./webhook-event.js";
import type { GraphSignedHow } from "../graph/webhook.js";
import { misuse } from "../misuse.js";

const named = <T>(found: T | undefined): T => found ?? misuse("There is no such thing on this network", "give the id of one that is there");

function toldOf(core: Core, event: FacebookEvent): Told | undefined {
  switch (event.type) {
    case "post":
      return postTold(core, named(core.posts.get(event.id)), event.verb ?? "add");
    case "comment":
      return commentTold(core, named(core.comments.get(event.id)), event.verb ?? "add");
    case "mention":
      return mentionTold(core, named(core.posts.get(event.id)));
    case "review":
      return reviewTold(core, named(core.reviews.get(event.id)), event.verb ?? "add");
    case "message":
      return directTold(core, named(core.messages.get(event.id)), event.verb ?? "add");
    default:
      return undefined;
  }
}

function payloadOf(core: Core, event: FacebookEvent): unknown {
  const now = core.clock.now();
  const time = Math.floor(now / 1000);
  switch (event.type) {
    case "payload":
      return event.payload;
    case "unknown":
      return { object: "page", entry: [{ id: event.pageId, time, changes: [{ field: "future_field", value: { future: true } }] }] };
    case "change": {
      const { pageId, field, value } = event;
      return { object: "page", entry: [{ id: pageId, time, changes: [{ field, ...(value !== undefined && { value }) }] }] };
    }
    case "messaging":
      return { object: "page", entry: [{ id: event.pageId, time: now, messaging: [event.event] }] };
    default: {
      const told = toldOf(core, event);
      return told === undefined ? misuse("The network tells nobody of this", "give something that names the Page") : envelopeOf(core, told);
    }
  }
}

/** Makes a request as the network sends it. */
export function signedFacebookWebhook(core: Core, event: FacebookEvent, how: GraphSignedHow = {}): Request {
  const { secret, verifyToken, id } = core.app;
  const issuedAt = Math.floor(core.clock.now() / 1000);
  if (event.type === "challenge") return challengeRequest(verifyToken, core.ids.id("11"), how);
  if (event.type === "deauthorize" || event.type === "data-deletion")
    return signedRequestForm(secret, { user_id: event.userId, issued_at: issuedAt, app_id: id }, how);
  return signedDelivery(secret, payloadOf(core, event), how);
}
