/**
 * The webhooks of the app: what happened, signed, and what a test makes up.
 * @module
 */
import { challengeRequest, signedDelivery, signedRequestForm } from "../graph/webhook.js";
import { commentTold, directTold, envelopeOf, mentionTold, postTold, reviewTold } from "./events.js";
import type { Core, Told } from "./core.js";
import type { DirectVerb, PostVerb } from "./events.js";
import type { GraphSignedHow } from "../graph/webhook.js";
import type { Json } from "../json.js";
import { misuse } from "../misuse.js";

/** What a webhook request is about. */
export type FacebookEvent =
  /** The question whether we are there, as it comes when an address is entered. */
  | { readonly type: "challenge" }
  /** A post on the timeline. */
  | { readonly type: "post"; readonly id: string; readonly verb?: PostVerb }
  /** A comment. */
  | { readonly type: "comment"; readonly id: string; readonly verb?: PostVerb }
  /** A post elsewhere that names the Page. */
  | { readonly type: "mention"; readonly id: string }
  /** A recommendation. */
  | { readonly type: "review"; readonly id: string; readonly verb?: "add" | "edited" | "remove" }
  /** A direct message. */
  | { readonly type: "message"; readonly id: string; readonly verb?: DirectVerb }
  /** A change of any field; without a value where the network sends none. */
  | { readonly type: "change"; readonly pageId: string; readonly field: string; readonly value?: Json }
  /** Any event of Messenger. */
  | { readonly type: "messaging"; readonly pageId: string; readonly event: Json }
  /** Any payload. */
  | { readonly type: "payload"; readonly payload: unknown }
  /** Something that nobody knows yet. */
  | { readonly type: "unknown"; readonly pageId: string }
  /** Somebody removed the app. */
  | { readonly type: "deauthorize"; readonly userId: string }
  /** Somebody wants their data deleted. */
  | { readonly type: "data-deletion"; readonly userId: string };

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
