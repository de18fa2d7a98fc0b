/**
 * Posts, replies, quotes and notifications to the model. Pure.
 * @module
 */
import type { Author } from "../../model/author.js";
import type { Content } from "../../model/content.js";
import type { Counts } from "../../model/counts.js";
import type { Message, MessageKind } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { WireNotification, WirePost } from "./wire.js";
import { fieldsOf, listOf, textOf, timestampOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { isBlocked, profileUrl, toAuthor } from "./normalize-author.js";
import { escapeId, keyOf, parseAtUri, repoOf, type Us } from "./ids.js";
import { toEmbedded, type Embedded } from "./normalize-embed.js";
import { toEntities } from "./facets.js";
import { Unreadable } from "../../adapter/read-items.js";

/** Fields that posts and messages have in any case. */
interface Always extends Pick<Content, "text" | "entities" | "attachments" | "counts" | "createdAt"> {
  readonly author: Author;
  readonly url: string;
  readonly refs: Record<string, string>;
}

/** What a message is seen with, beside its post. */
export interface Seen {
  /** How it came. @defaultValue "poll" */
  readonly via?: Message["via"];
  /** True when the thread's author hid it. */
  readonly hidden?: boolean;
  /** True when the network said that it answers something of ours, whatever its parent. */
  readonly answersUs?: boolean;
  /** AT-URI of the first message of the tree, where the tree is known. */
  readonly topUri?: string;
}

interface Thread {
  readonly rootUri: string;
  readonly parentUri?: string;
}

/** Reads a post view as a post. */
export function toPost(us: Us, wire: WirePost): Post {
  const { always, embed } = read(us, wire);
  // Written out, here and below: copying an object with many fields costs more than reading it.
  const post: Writable<Post> = {
    key: keyOf(us, "post", escapeId(us, wire.uri)),
    network: "bluesky",
    accountId: us.did,
    id: wire.uri,
    refs: always.refs,
    author: always.author,
    text: always.text,
    entities: always.entities,
    attachments: always.attachments,
    counts: always.counts,
    createdAt: always.createdAt,
    url: always.url,
    visibility: "public",
    isOwn: wire.author.did === us.did,
    raw: wire,
  };
  readSometimes(us, wire, embed, post, always.refs);
  const gate = wire["threadgate"];
  // The gate is shown with the first post of a thread only; without one nothing is known here about who may answer.
  if (typeof gate === "object" && gate !== null) {
    const { allow } = fieldsOf(fieldsOf(gate)["record"]);
    post.commentsOpen = !(Array.isArray(allow) && allow.length === 0);
  }
  return post;
}

/** Reads a post view as a message. */
export function toMessage(us: Us, wire: WirePost, seen: Seen = {}): Message {
  const { always, embed, thread } = read(us, wire);
  const mentionsUs = always.entities.length > 0 && always.entities.some(({ targetId }) => targetId === us.did);
  const own = wire.author.did === us.did;
  const { rootUri, parentUri } = thread;
  const ownRoot = repoOf(rootUri) === us.did;
  const id = escapeId(us, wire.uri);
  const rootId = rootUri === wire.uri ? id : escapeId(us, rootUri);
  const message: Writable<Message> = {
    key: keyOf(us, "message", id),
    network: "bluesky",
    accountId: us.did,
    id: wire.uri,
    refs: always.refs,
    author: always.author,
    text: always.text,
    entities: always.entities,
    attachments: always.attachments,
    counts: always.counts,
    createdAt: always.createdAt,
    url: always.url,
    visibility: seen.hidden === true ? "hidden" : "public",
    kind: kindOf(us, thread, { own, ownRoot, mentionsUs, quotedUri: embed.quotedUri, answersUs: seen.answersUs === true }),
    direction: own ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", rootId),
    via: seen.via ?? "poll",
    raw: wire,
  };
  readSometimes(us, wire, embed, message, always.refs);
  if (mentionsUs) message.mentionsUs = true;
  if (parentUri !== undefined) {
    message.post = keyOf(us, "post", rootId);
    // Our own root is a post. Elsewhere the root is a message like the others: it may be the mention that began it.
    if (parentUri !== rootUri) message.parent = keyOf(us, "message", escapeId(us, parentUri));
    else if (!ownRoot) message.parent = keyOf(us, "message", rootId);
    if (!ownRoot) message.root = keyOf(us, "message", rootId);
    else if (seen.topUri !== undefined && seen.topUri !== wire.uri) message.root = keyOf(us, "message", escapeId(us, seen.topUri));
  }
  return message;
}

/** Reads a notification that is caused by a post; `undefined` for likes, follows and whatever else is no message. */
export function fromNotification(us: Us, wire: WireNotification): Message | undefined {
  const { reason } = wire;
  if (reason !== "reply" && reason !== "mention" && reason !== "quote") return undefined;
  const message: Writable<Message> = toMessage(us, wire, reason === "reply" ? { answersUs: true } : {});
  // Whether we hid a reply is told by its thread, never by a notification; a guess would undo what the thread told.
  if (message.refs?.["parentUri"] !== undefined && repoOf(message.refs["rootUri"] ?? "") === us.did) message.visibility = "unknown";
  // A notification is the bare record. Its word is enough where a facet or embed is not as we know it.
  if (reason === "mention" && message.mentionsUs !== true) return { ...message, mentionsUs: true, kind: atLeast(message.kind, "mention") };
  return reason === "quote" ? { ...message, kind: atLeast(message.kind, "quote") } : message;
}

function atLeast(kind: MessageKind, told: "quote" | "mention"): MessageKind {
  return kind === "other" || (kind === "mention" && told === "quote") ? told : kind;
}

interface KindFacts {
  readonly own: boolean;
  readonly ownRoot: boolean;
  readonly mentionsUs: boolean;
  readonly quotedUri: string | undefined;
  readonly answersUs: boolean;
}

/** The first that is true: comment (below our own post, or an answer to us), quote, mention, other. */
function kindOf(us: Us, { parentUri }: Thread, facts: KindFacts): MessageKind {
  if (parentUri !== undefined && (facts.ownRoot || (!facts.own && (facts.answersUs || repoOf(parentUri) === us.did)))) return "comment";
  if (facts.own) return "other";
  if (facts.quotedUri !== undefined && repoOf(facts.quotedUri) === us.did) return "quote";
  return facts.mentionsUs ? "mention" : "other";
}

interface Read {
  readonly always: Always;
  readonly embed: Embedded;
  readonly thread: Thread;
}

function read(us: Us, wire: WirePost): Read {
  const { uri, cid, author, record } = wire;
  const parts = parseAtUri(uri);
  if (parts === undefined) throw new Unreadable("uri: not an AT-URI");
  if (!author.did.startsWith("did:")) throw new Unreadable("author.did: not a DID");
  const indexedAt = timestampOf(wire.indexedAt);
  const written = timestampOf(record["createdAt"]) ?? indexedAt;
  if (written === undefined) throw new Unreadable("indexedAt: not a time");
  const embed = toEmbedded(wire["embed"] ?? record["embed"]);
  const refs: Record<string, string> = { cid };
  const thread = readThread(uri, cid, record["reply"], refs);
  if (indexedAt !== undefined) refs["indexedAt"] = indexedAt;
  const always: Always = {
    refs,
    author: toAuthor(us, author),
    text: record.text,
    entities: toEntities(record.text, record["facets"]),
    attachments: embed.attachments,
    counts: toCounts(wire),
    // Authors may claim any time; the network never shows a post as newer than it saw it, and so do we.
    createdAt: indexedAt !== undefined && indexedAt < written ? indexedAt : written,
    url: `${profileUrl(parts.repo)}/post/${parts.rkey}`,
  };
  return { always, embed, thread };
}

/** Fields that only some posts have. */
function readSometimes(us: Us, wire: WirePost, embed: Embedded, into: Writable<Content>, refs: Record<string, string>): void {
  const { langs, labels } = wire.record;
  const language = textOf(listOf(langs)[0]);
  if (language !== undefined) into.language = language;
  if (isSensitive(wire["labels"]) || (labels !== undefined && isSensitive(fieldsOf(labels)["values"]))) into.sensitive = true;
  if (embed.quotedUri !== undefined)
    into.quoted = keyOf(us, embed.quotesReply === true ? "message" : "post", escapeId(us, embed.quotedUri));
  readViewer(wire, into, refs);
}

/** Root and parent with their versions, so that a reply needs nothing but the refs. A first post is its own root. */
function readThread(uri: string, cid: string, reply: unknown, refs: Record<string, string>): Thread {
  const { root, parent } = fieldsOf(reply);
  const { uri: rootUri, cid: rootCid } = fieldsOf(root);
  const { uri: parentUri, cid: parentCid } = fieldsOf(parent);
  if (
    typeof rootUri !== "string" ||
    typeof parentUri !== "string" ||
    !rootUri.startsWith("at://did:") ||
    !parentUri.startsWith("at://did:")
  ) {
    refs["rootUri"] = uri;
    refs["rootCid"] = cid;
    return { rootUri: uri };
  }
  refs["rootUri"] = rootUri;
  if (typeof rootCid === "string") refs["rootCid"] = rootCid;
  refs["parentUri"] = parentUri;
  if (typeof parentCid === "string") refs["parentCid"] = parentCid;
  return { rootUri, parentUri };
}

/** What the network says about us and this post: our like, and whether we may answer. Absent in notifications. */
function readViewer(wire: WirePost, into: Writable<Content>, refs: Record<string, string>): void {
  const viewer = wire["viewer"];
  let closed = false;
  if (typeof viewer === "object" && viewer !== null) {
    const { like, replyDisabled } = viewer as Readonly<Record<string, unknown>>;
    into.ownReactions = typeof like === "string" ? ["like"] : [];
    if (typeof like === "string") refs["likeUri"] = like;
    closed = replyDisabled === true;
  }
  if (isBlocked(wire.author["viewer"])) into.allows = { reply: false, replyPrivately: false, like: false };
  else if (closed) into.allows = { reply: false };
}

function toCounts(wire: WirePost): Counts {
  const counts: Writable<Counts> = {};
  const likes = wholeOf(wire["likeCount"]);
  const replies = wholeOf(wire["replyCount"]);
  const shares = wholeOf(wire["repostCount"]);
  const quotes = wholeOf(wire["quoteCount"]);
  const saves = wholeOf(wire["bookmarkCount"]);
  if (likes !== undefined) counts.likes = likes;
  if (replies !== undefined) counts.replies = replies;
  if (shares !== undefined) counts.shares = shares;
  if (quotes !== undefined) counts.quotes = quotes;
  if (saves !== undefined) counts.saves = saves;
  return counts;
}

/** Labels that a reader is asked about before the content is shown (com.atproto.label.defs, read 2026-08). */
const sensitiveLabels = new Set(["!hide", "!warn", "porn", "sexual", "nudity", "graphic-media", "gore", "nsfl"]);

function isSensitive(labels: unknown): boolean {
  const all = listOf(labels);
  // Nearly always there are none.
  if (all.length === 0) return false;
  return all.some((label) => {
    const { val, neg } = fieldsOf(label);
    return typeof val === "string" && neg !== true && sensitiveLabels.has(val);
  });
}
