/**
 * Posts, replies and the profile to the model. Pure.
 * @module
 */
import { keyOf, sameName } from "../_graph/names.js";
import { entitiesIn } from "./text.js";
import { fieldsOf, listOf, present, textOf, timestampOf, type Writable } from "../../adapter/fields.js";
import { idOf } from "../_graph/task.js";
import { isOurs, type Place } from "./places.js";
import type { Us } from "./ids.js";
import { refId, type WireMedia } from "./wire.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Account } from "../../model/account.js";
import type { Attachment } from "../../model/attachment.js";
import type { Author } from "../../model/author.js";
import type { Content, Visibility } from "../../model/content.js";
import type { Message, MessageKind } from "../../model/message.js";
import type { Post } from "../../model/post.js";

/** Who looks: the profile, and its name once it was told. */
export interface Viewer {
  /** The profile. */
  readonly us: Us;
  /** Its name, without `@`. */
  readonly handle: string | undefined;
}

/** How a message was heard of. */
export interface Seen {
  /** @defaultValue "poll" */
  readonly via?: Message["via"];
  /** True when the list tells only of what mentions us. @defaultValue false */
  readonly mention?: boolean;
}

/** Words of `hide_status` (reply management, read 2026-04). Of `COVERED` the documents say nothing. */
const hideStatuses: Readonly<Record<string, Visibility>> = {
  NOT_HUSHED: "public",
  UNHUSHED: "public",
  HIDDEN: "hidden",
  BLOCKED: "hidden",
  RESTRICTED: "hidden",
};

const approvals: Readonly<Record<string, Visibility>> = { pending: "held", ignored: "removed" };

/** Where a profile is shown. Both domains lead there; answers have the older one. */
const profileUrl = (handle: string): string => `https://www.threads.net/@${encodeURIComponent(handle)}`;

/** Makes an author: the network tells names, and of nobody but ourselves an id. */
export function toAuthor({ us, handle: own }: Viewer, wire: Readonly<Record<string, unknown>>): Author | undefined {
  const isOwn = isOurs(wire, { us, handle: own }) === true;
  const handle = textOf(wire["username"]) ?? (isOwn ? own : undefined);
  if (!isOwn && handle === undefined) return undefined;
  const author: Writable<Author> = { key: keyOf(us, "author", isOwn ? us.id : `@${handle ?? ""}`), isOwn };
  if (isOwn) author.id = us.id;
  if (handle !== undefined) {
    author.handle = handle;
    author.url = profileUrl(handle);
  }
  const picture = textOf(wire["profile_picture_url"]);
  if (picture !== undefined) author.avatarUrl = picture;
  const { is_verified: verified } = wire;
  if (typeof verified === "boolean") author.isVerified = verified;
  return author;
}

/** Reads the profile. @param scopes - what the token may do, where the host told */
export function toAccount(us: Us, wire: Readonly<Record<string, unknown>>, scopes: readonly string[] | undefined): Account {
  const handle = textOf(wire["username"]);
  return present({
    key: us.account,
    network: "threads",
    id: us.id,
    actors: [us.id],
    handle,
    name: textOf(wire["name"]),
    url: handle === undefined ? undefined : profileUrl(handle),
    avatarUrl: textOf(wire["threads_profile_picture_url"]),
    scopes,
    raw: wire,
  });
}

/** Reads a post. */
export function toPost(viewer: Viewer, wire: WireMedia, place?: Place): Post {
  const base = common(viewer, wire);
  const isOwn = base.author?.isOwn === true;
  const rootId = place?.rootId ?? base.id;
  const ownRoot = place === undefined ? isOwn : place.ownRoot;
  return { ...base, refs: { ...base.refs, rootId, rootIsOwn: String(ownRoot) }, key: keyOf(viewer.us, "post", base.id), isOwn, raw: wire };
}

/** Reads a post or reply as a message. @param place - where it stands */
export function toMessage(viewer: Viewer, wire: WireMedia, place: Place, { via = "poll", mention = false }: Seen = {}): Message {
  const { us, handle } = viewer;
  const base = common(viewer, wire);
  const own = base.author?.isOwn === true;
  const { rootId, ownRoot, parentId, topId } = place;
  const names = base.entities.some(({ type, value }) => type === "mention" && sameName(value, handle));
  const mentionsUs = names || (mention && !own);
  const message: Writable<Message> = {
    ...base,
    refs: { ...base.refs, rootId, rootIsOwn: String(ownRoot), ...(parentId !== undefined && { parentId }) },
    key: keyOf(us, "message", base.id),
    kind: kindOf(place, { own, mentionsUs, quotes: wire["is_quote_post"] === true }),
    direction: own ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", rootId),
    post: keyOf(us, "post", rootId),
    via,
    raw: wire,
  };
  if (mentionsUs) message.mentionsUs = true;
  if (parentId === undefined) return message;
  // Our own root is a post; elsewhere it is a message like the others, and may have come to us as one.
  if (parentId !== rootId || !ownRoot) message.parent = keyOf(us, "message", parentId);
  if (!ownRoot) message.root = keyOf(us, "message", rootId);
  else if (topId !== undefined && topId !== base.id) message.root = keyOf(us, "message", topId);
  return message;
}

interface KindFacts {
  readonly own: boolean;
  readonly mentionsUs: boolean;
  readonly quotes: boolean;
}

/** The first that is true: comment (below our own post), quote that names us, mention (an answer to us elsewhere is one too), other. */
function kindOf({ ownRoot, parentId, answersUs }: Place, { own, mentionsUs, quotes }: KindFacts): MessageKind {
  if (ownRoot && parentId !== undefined) return "comment";
  if (own) return "other";
  if (mentionsUs && quotes) return "quote";
  return mentionsUs || answersUs === true ? "mention" : "other";
}

type Common = Omit<Content, "refs"> & { readonly refs: Readonly<Record<string, string>> };

/** What posts and replies share. The network counts nothing here; insights do. */
function common(viewer: Viewer, wire: WireMedia): Common {
  const { us } = viewer;
  const id = idOf(wire.id);
  if (id === undefined) throw new Unreadable("id: no string");
  const createdAt = timestampOf(wire.timestamp);
  if (createdAt === undefined) throw new Unreadable("timestamp: not a time");
  const text = textOf(wire["text"]) ?? "";
  const author = toAuthor(viewer, wire);
  const content: Writable<Common> = {
    network: "threads",
    accountId: us.id,
    id,
    refs: { ...(author?.handle !== undefined && { handle: author.handle }), ...(author?.isOwn === true && { authorId: us.id }) },
    text,
    entities: entitiesIn(text),
    attachments: toAttachments(wire),
    counts: {},
    createdAt,
    visibility: visibilityOf(wire),
  };
  if (author !== undefined) content.author = author;
  const url = textOf(wire["permalink"]);
  if (url !== undefined) content.url = url;
  const audience = textOf(wire["reply_audience"]);
  if (audience !== undefined) content.audience = audience.toLowerCase();
  if (wire["is_spoiler_media"] === true) content.sensitive = true;
  const quoted = refId(wire["quoted_post"]);
  if (quoted !== undefined) content.quoted = keyOf(us, "post", quoted);
  return content;
}

/** Who can see it. Where nothing is told it is public: of private profiles the network tells nothing at all. */
function visibilityOf(wire: WireMedia): Visibility {
  const held = approvals[textOf(wire["reply_approval_status"])?.toLowerCase() ?? ""];
  if (held !== undefined) return held;
  const status = textOf(wire["hide_status"]);
  return status === undefined ? "public" : (hideStatuses[status] ?? "unknown");
}

const kinds: Readonly<Record<string, Attachment["type"]>> = { IMAGE: "image", VIDEO: "video", AUDIO: "audio" };

/** Reads media, one or those of a carousel, a moving picture and a link. Addresses of media end after a while. */
export function toAttachments(wire: Readonly<Record<string, unknown>>): readonly Attachment[] {
  const parts = listOf(fieldsOf(wire["children"])["data"]).map((child) => toAttachment(fieldsOf(child)));
  const own = textOf(wire["media_url"]) === undefined && textOf(wire["thumbnail_url"]) === undefined ? [] : [toAttachment(wire)];
  const gif = textOf(wire["gif_url"]);
  const link = textOf(wire["link_attachment_url"]);
  return [
    ...(parts.length > 0 ? parts : own),
    ...(gif === undefined ? [] : [{ type: "gif", url: gif } as const]),
    ...(link === undefined ? [] : [{ type: "link", url: link } as const]),
  ];
}

function toAttachment(fields: Readonly<Record<string, unknown>>): Attachment {
  return present({
    type: kinds[textOf(fields["media_type"]) ?? ""] ?? ("other" as const),
    url: textOf(fields["media_url"]),
    previewUrl: textOf(fields["thumbnail_url"]),
    alt: textOf(fields["alt_text"]),
  });
}
