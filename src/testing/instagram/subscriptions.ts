/**
 * Which events come for an account.
 * @module
 */
import { acting, need } from "./access.js";
import type { Call } from "./access.js";
import type { AccountData } from "./core.js";
import { invalidParameter } from "../graph/errors.js";
import type { Json } from "../json.js";

/** Fields of the log-in with Instagram, as the official list of v25.0 has them. */
const instagramFields: readonly string[] = [
  "comments",
  "live_comments",
  "mentions",
  "messages",
  "message_reactions",
  "message_edit",
  "messaging_postbacks",
  "messaging_referral",
  "messaging_seen",
  "messaging_handover",
  "messaging_optins",
  "standby",
  "story_insights",
  "story_reactions",
  "share_to_story",
  "comment_poll_response",
  "story_poll_response",
  "follow",
  "delta",
];

/** Fields of a Page: one of them is enough for the app's Instagram events to come. */
const pageFields: readonly string[] = [
  "feed",
  "mention",
  "ratings",
  "messages",
  "messaging_postbacks",
  "message_echoes",
  "message_reads",
  "message_deliveries",
  "message_reactions",
  "message_edits",
  "messaging_referrals",
  "messaging_handovers",
  "standby",
];

const appId = "104200000000001";

/** Installs the app for an account. What was named before is replaced. */
export function subscribe({ brand }: AccountData, call: Call): Json {
  need(call, "webhooks");
  const fields = (
    call.params.text("subscribed_fields") ??
    (call.params.all.subscribed_fields as readonly string[] | undefined)?.join(",") ??
    ""
  )
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  if (fields.length === 0) throw invalidParameter("The parameter subscribed_fields is required");
  const known = call.core.login === "instagram" ? instagramFields : pageFields;
  if (fields.some((one) => !known.includes(one))) throw invalidParameter(`Param subscribed_fields[0] must be one of {${known.join(", ")}}`);
  brand?.subscribed.clear();
  for (const field of fields) brand?.subscribed.add(field);
  return { success: true };
}

/** Takes the app away from an account: nothing comes for it any more. */
export function unsubscribe({ brand }: AccountData, call: Call): Json {
  need(call, "webhooks");
  brand?.subscribed.clear();
  return { success: true };
}

/** Lists what comes for an account. */
export function subscribed({ brand }: AccountData, call: Call): Json {
  need(call, "webhooks");
  acting(call);
  const fields = [...(brand?.subscribed ?? [])];
  return { data: fields.length === 0 ? [] : [{ app_id: appId, subscribed_fields: fields }] };
}
