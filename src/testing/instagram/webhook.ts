/**
 * Deliveries of the app's webhooks, in each of the three envelopes.
 * @see https://developers.facebook.com/docs/instagram-platform/webhooks/, read 2026-09
 * @module
 */
import type { Core, InstagramHappening } from "./core.js";
import { challengeRequest, signedDelivery } from "../graph/webhook.js";
import type { GraphSignedHow } from "../graph/webhook.js";
import type { Json } from "../json.js";
import { misuse } from "../misuse.js";

/** Asks whether we are there. */
export interface InstagramChallenge {
  /** Names the sort. */
  readonly type: "challenge";
  /** What has to come back. @defaultValue letters that are new each time */
  readonly challenge?: string;
}

/** Tells of what happened: one thing, or a batch. */
export interface InstagramNews {
  /** Names the sort. */
  readonly type: "happenings";
  /** What happened. */
  readonly happenings: readonly InstagramHappening[];
  /** How changes are wrapped; messages have one form. @defaultValue "flat" with Instagram log-in, "changes" with Facebook's */
  readonly envelope?: "changes" | "flat";
}

/** Tells of a field that nobody knows yet. */
export interface InstagramUnknownNews {
  /** Names the sort. */
  readonly type: "unknown";
  /** Id of the account that it is about. */
  readonly account: string;
}

/** Tells anything else, signed as it stands. */
export interface InstagramPayload {
  /** Names the sort. */
  readonly type: "payload";
  /** The body. */
  readonly payload: unknown;
}

/** What is delivered. */
export type InstagramWebhook = InstagramChallenge | InstagramNews | InstagramUnknownNews | InstagramPayload;

/** The webhooks of the app. */
export interface InstagramWebhooks {
  /** Makes a request. */
  readonly signed: (what: InstagramWebhook, how?: GraphSignedHow) => Request;
  /** Gives what has happened since it was asked last and what the accounts are subscribed to, oldest first. */
  readonly news: () => readonly InstagramHappening[];
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Puts things that happened into entries: those of one account together, changes and messages apart. */
function entriesOf({ clock }: Core, happenings: readonly InstagramHappening[], envelope: "changes" | "flat"): readonly Json[] {
  const entries: Json[] = [];
  const accounts = [...new Set(happenings.map(({ account }) => account))];
  for (const id of accounts) {
    const events = happenings.filter(({ account }) => account === id).map(({ event }) => event);
    const changes = events.flatMap((event) => (event.kind === "change" ? [{ field: event.field, value: event.value }] : []));
    const messaging = events.flatMap((event) => (event.kind === "messaging" ? [event.item] : []));
    // Dispatch time: in seconds for changes, in milliseconds for messages.
    if (envelope === "flat") entries.push(...changes.map((change) => ({ id, time: seconds(clock.now()), ...change })));
    else if (changes.length > 0) entries.push({ id, time: seconds(clock.now()), changes });
    if (messaging.length > 0) entries.push({ id, time: clock.now(), messaging });
  }
  return entries;
}

/** The field that somebody subscribes to for an event. */
function fieldOf({ event }: InstagramHappening): string {
  if (event.kind === "change") return event.field;
  if ("message_edit" in event.item) return "message_edit";
  if ("reaction" in event.item) return "message_reactions";
  return "read" in event.item ? "messaging_seen" : "messages";
}

/** Makes the webhooks of an app. */
export function makeInstagramWebhooks(core: Core, secret: string, verifyToken: string): InstagramWebhooks {
  let told = 0;
  const usual = core.login === "instagram" ? "flat" : "changes";
  const payloadOf = (what: Exclude<InstagramWebhook, InstagramChallenge>): unknown => {
    if (what.type === "payload") return what.payload;
    if (what.type === "unknown")
      return {
        object: "instagram",
        entry: [{ id: what.account, time: seconds(core.clock.now()), changes: [{ field: "future_field", value: { future: true } }] }],
      };
    if (what.happenings.length === 0) misuse("Nothing happened", "hand over something that did");
    return { object: "instagram", entry: entriesOf(core, what.happenings, what.envelope ?? usual) };
  };
  return {
    signed: (what, how = {}) =>
      what.type === "challenge"
        ? challengeRequest(verifyToken, what.challenge ?? core.letters("challenge", 12), how)
        : signedDelivery(secret, payloadOf(what), how),
    news: () => {
      const fresh = core.happenings.slice(told);
      told = core.happenings.length;
      return fresh.filter((one) => {
        const subscribed = core.accounts.get(one.account)?.brand?.subscribed ?? new Set<string>();
        // With Facebook, the Page has to be subscribed to something; the fields are chosen for the whole app.
        return core.login === "facebook" ? subscribed.size > 0 : subscribed.has(fieldOf(one));
      });
    },
  };
}
