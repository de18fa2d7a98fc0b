/**
 * What happens around a Threads profile: replies, mentions, and what we published or deleted.
 * @module
 */
import {
  authorOf,
  contentOf,
  idIn,
  messageCreated,
  messageDeleted,
  networkEvent,
  postDeleted,
  timeOf,
  withoutSecrets,
  addressesOf,
} from "./push-parts.js";
import { fieldsOf, present, textOf } from "../../adapter/fields.js";
import { idOf } from "./wire.js";
import { makeKey } from "../../model/keys.js";
import type { Attachment } from "../../model/attachment.js";
import type { Author } from "../../model/author.js";
import type { Fields, Pushed, Read } from "./push-parts.js";
import type { Message } from "../../model/message.js";

/** Reads a change of a Threads profile. What has no word of ours is told as an event. */
export function readThreads(pushed: Pushed): Read {
  const { field, value, us } = pushed;
  const id = idOf(value["id"]);
  if (id === undefined) return { changes: [networkEvent(pushed)] };
  switch (field) {
    case "replies":
      return { changes: [messageCreated(pushed, replyOf(pushed, id))] };
    case "mentions":
      return { changes: [messageCreated(pushed, mentionOf(pushed, id))] };
    case "delete": {
      // It may have been a post of ours or a reply: both are told, and one of them is nowhere.
      const at = timeOf(value["deleted_at"]) ?? pushed.sentAt;
      return { changes: [messageDeleted(pushed, id, at), postDeleted(pushed, id, at)] };
    }
    case "publish":
      // What it says is left out, so the list is asked.
      return {
        changes: [networkEvent(pushed, present({ at: timeOf(value["timestamp"]), author: writer(pushed) }))],
        pull: [{ account: us.account, surface: "posts" }],
      };
    default:
      return { changes: [networkEvent(pushed)] };
  }
}

/** Only names are told of people, and ids of those whose thread it is. */
function writer({ us, value }: Pushed): Author | undefined {
  const root = fieldsOf(value["root_post"]);
  const handle = textOf(value["username"]);
  const owner = idIn(value["owner"]) ?? idOf(fieldsOf(value["owner"])["owner_id"]);
  const isOurs = handle !== undefined && handle === textOf(root["username"]) && idOf(root["owner_id"]) === us.id;
  const author = authorOf(us, isOurs ? us.id : owner, { handle });
  return author && { ...author, ...present({ avatarUrl: textOf(value["profile_picture_url"]), isVerified: verified(value) }) };
}

const verified = ({ is_verified: is }: Fields): boolean | undefined => (typeof is === "boolean" ? is : undefined);

/** Where something stands. A thread that begins with something of somebody else is theirs. */
interface Place {
  readonly root: string;
  readonly above: string | undefined;
  readonly isOurs: boolean;
  /** Whether anybody told whose it is: mentions say it to few tokens. */
  readonly isTold: boolean;
}

function placeOf({ us, value, field }: Pushed, id: string): Place {
  const root = fieldsOf(value["root_post"]);
  const owner = idOf(root["owner_id"]);
  const above = idIn(value["replied_to"]);
  return {
    root: idIn(root) ?? (field === "replies" ? (above ?? id) : id),
    above,
    isOurs: owner === undefined ? field === "replies" : owner === us.id,
    isTold: owner !== undefined || field === "replies" || above === undefined,
  };
}

function messageOf(
  pushed: Pushed,
  id: string,
  { root, above, isOurs, isTold }: Place,
  more: Pick<Message, "kind"> & Partial<Message>,
): Message {
  const { us, value, sentAt } = pushed;
  const author = writer(pushed);
  // Our own root is a post; elsewhere it is a message like the others, and may have come to us as one.
  const isBelowPost = above === undefined || (isOurs && above === root);
  const parent = isBelowPost ? undefined : makeKey(us.account, "message", above);
  return present({
    ...contentOf(us, id, value["text"], attachmentsOf(value), timeOf(value["timestamp"]) ?? sentAt),
    ...more,
    key: makeKey(us.account, "message", id),
    refs: present({
      handle: author?.handle,
      authorId: author?.isOwn === true ? us.id : undefined,
      rootId: root,
      rootIsOwn: isTold ? String(isOurs) : undefined,
      parentId: above,
    }),
    conversation: makeKey(us.account, "conversation", root),
    post: makeKey(us.account, "post", root),
    parent,
    root: above === undefined || isOurs ? undefined : makeKey(us.account, "message", root),
    direction: author?.isOwn === true ? ("outbound" as const) : ("inbound" as const),
    author,
    url: textOf(value["permalink"]),
    visibility: "public" as const,
    via: "webhook" as const,
    raw: withoutSecrets(value),
  });
}

/** An answer to us. In a thread of somebody else's it is said elsewhere. */
function replyOf(pushed: Pushed, id: string): Message {
  const place = placeOf(pushed, id);
  return messageOf(pushed, id, place, { kind: place.isOurs ? "comment" : "mention" });
}

/** Somebody named us. Where they stand in a thread is told only to who may read replies. */
function mentionOf(pushed: Pushed, id: string): Message {
  const place = placeOf(pushed, id);
  const isUnderOurs = place.isOurs && place.above !== undefined;
  const kind = isUnderOurs ? "comment" : pushed.value["is_quote_post"] === true ? "quote" : "mention";
  return messageOf(pushed, id, place, { kind, mentionsUs: true });
}

function attachmentsOf(value: Fields): readonly Attachment[] {
  const alt = textOf(value["alt_text"]);
  const [address] = addressesOf(value["media_url"]);
  const [gif] = addressesOf(value["gif_url"]);
  const [link] = addressesOf(value["link_attachment_url"]);
  const type = mediaTypes[textOf(value["media_type"]) ?? ""];
  const previewUrl = textOf(value["thumbnail_url"]);
  return [
    ...(type === undefined ? [] : [present({ type, url: address, previewUrl, alt })]),
    ...(gif === undefined ? [] : [{ type: "gif" as const, url: gif }]),
    ...(link === undefined ? [] : [{ type: "link" as const, url: link }]),
  ];
}

const mediaTypes: Readonly<Record<string, Attachment["type"]>> = { IMAGE: "image", VIDEO: "video", AUDIO: "audio" };
