/**
 * What Threads sends over HTTP, in an envelope of its own: without `object` and `entry`, `values` an object or a list.
 * @see https://developers.facebook.com/docs/threads/webhooks, read 2026-01
 * @module
 */
import { answersTo, personAt } from "./core.js";
import type { Core, MediaData } from "./core.js";
import { challengeRequest, signedDelivery, signedRequestForm } from "../graph/webhook.js";
import type { GraphSignedHow } from "../graph/webhook.js";
import { graphTime } from "../graph/node.js";
import type { Json } from "../json.js";
import { misuse } from "../misuse.js";
import { permalink, pictureOf } from "./views.js";
import { present } from "../json.js";
import type { ThreadsApp } from "./oauth.js";

/** What is told: that somebody answered, named the account, or that the account published or took something back. */
export interface ThreadsNews {
  /** What happened. */
  readonly type: "reply" | "mention" | "publish" | "delete";
  /** Id of what it is about. */
  readonly id: string;
  /** Who is told of a mention. @defaultValue the first person whom it names */
  readonly to?: string;
  /** False where the app may not read answers: then a mention does not say whether it is one. @defaultValue true */
  readonly readsReplies?: boolean;
}

/** The question whether we are there. */
export interface ThreadsChallenge {
  /** Names the kind. */
  readonly type: "challenge";
  /** What has to be given back. @defaultValue digits */
  readonly challenge?: string;
}

/** News of a kind that nobody knows yet. */
export interface ThreadsUnknownNews {
  /** Names the kind. */
  readonly type: "unknown";
  /** Id of the account that is told. */
  readonly to: string;
}

/** Somebody removed the app, or wants their data deleted; a form, not JSON. */
export interface ThreadsAppRemoved {
  /** Names the kind. */
  readonly type: "removed-app";
  /** Id of who did. */
  readonly who: string;
}

/** Something that Threads sends. */
export type ThreadsWebhook = ThreadsNews | ThreadsChallenge | ThreadsUnknownNews | ThreadsAppRemoved;

/** How a request of Threads is made. */
export interface ThreadsSignedHow extends GraphSignedHow {
  /** Form of `values`: documents show an object, and lists have been seen. @defaultValue "object" */
  readonly values?: "object" | "list";
}

interface Told {
  readonly field: string;
  readonly topic: "moderate" | "interaction" | "future_topic";
  readonly to: string;
  readonly value: Json;
}

const heldMedia = (core: Core, id: string): MediaData =>
  core.media.get(id) ?? misuse("There is nothing under that id", "give the id of something that was said here and not taken back");

function common(core: Core, media: MediaData): Json {
  return {
    id: media.id,
    username: personAt(core, media.authorId).username,
    media_type: media.type,
    permalink: permalink(core, media),
    timestamp: graphTime(media.createdAt),
  };
}

function placeOf(core: Core, media: MediaData): Json {
  const root = core.media.get(media.rootId ?? "");
  return present({
    replied_to: media.replyTo === undefined ? undefined : { id: media.replyTo },
    root_post: root && { id: root.id, owner_id: root.authorId, username: personAt(core, root.authorId).username },
  });
}

function replyTold(core: Core, id: string): Told {
  const media = heldMedia(core, id);
  const root = heldMedia(core, media.rootId ?? "");
  const author = personAt(core, media.authorId);
  return {
    field: "replies",
    topic: "moderate",
    to: root.authorId,
    value: {
      ...common(core, media),
      text: media.text,
      ...placeOf(core, media),
      shortcode: media.shortcode,
      is_verified: author.verified,
      profile_picture_url: pictureOf(author),
    },
  };
}

function mentionTold(core: Core, { id, to, readsReplies = true }: ThreadsNews): Told {
  const media = heldMedia(core, id);
  const isReply = media.replyTo !== undefined;
  return {
    field: "mentions",
    topic: "interaction",
    to: to ?? media.mentions[0] ?? misuse("That names nobody", "give the id of something that names the account"),
    value: {
      ...common(core, media),
      ...present({ text: media.text === "" ? undefined : media.text, alt_text: media.altText, media_url: media.mediaUrl }),
      media_product_type: "THREADS",
      shortcode: media.shortcode,
      is_quote_post: media.quotes !== undefined,
      ...present({ quoted_post: media.quotes === undefined ? undefined : { id: media.quotes } }),
      ...(readsReplies && { has_replies: answersTo(core, id, "direct").length > 0, is_reply: isReply, ...placeOf(core, media) }),
    },
  };
}

function deleteTold(core: Core, id: string): Told {
  const { media, at } = core.removed.get(id) ?? misuse("That was never taken back", "take it back first");
  return {
    field: "delete",
    topic: "moderate",
    to: media.authorId,
    value: {
      id,
      owner: { owner_id: media.authorId },
      deleted_at: graphTime(at),
      timestamp: graphTime(media.createdAt),
      username: personAt(core, media.authorId).username,
    },
  };
}

function toldOf(core: Core, event: ThreadsNews | ThreadsUnknownNews): Told {
  if (event.type === "unknown") return { field: "future_field", topic: "future_topic", to: event.to, value: { id: "1", future: true } };
  if (event.type === "reply") return replyTold(core, event.id);
  if (event.type === "mention") return mentionTold(core, event);
  if (event.type === "delete") return deleteTold(core, event.id);
  const media = heldMedia(core, event.id);
  return { field: "publish", topic: "interaction", to: media.authorId, value: common(core, media) };
}

/** Makes what sends the webhooks of an app. */
export function makeWebhooks(core: Core, app: ThreadsApp): (event: ThreadsWebhook, how?: ThreadsSignedHow) => Promise<Request> {
  const subscription = core.ids.next("subscription");
  return (event, how = {}) => {
    const now = core.clock.now() - (how.ageMs ?? 0);
    if (event.type === "challenge") return Promise.resolve(challengeRequest(app.verifyToken, event.challenge ?? "1158201444", how));
    if (event.type === "removed-app") {
      const payload = { user_id: event.who, issued_at: Math.floor(now / 1000) };
      return Promise.resolve(signedRequestForm(app.secret, payload, how));
    }
    const { field, topic, to, value } = toldOf(core, event);
    const one = { value, field };
    const body = {
      app_id: app.id,
      topic,
      target_id: to,
      time: Math.floor(now / 1000),
      subscription_id: subscription,
      has_uid_field: false,
      values: how.values === "list" ? [one] : one,
    };
    return Promise.resolve(signedDelivery(app.secret, body, how));
  };
}
