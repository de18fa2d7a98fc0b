/**
 * Statuses, notifications and conversations to the model. Pure.
 * @module
 */
import { fieldsOf, listOf, textOf, timestampOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { keyOf, type Us } from "./ids.js";
import { toAttachments, toSaid } from "./normalize-content.js";
import { toAuthor, toAuthors } from "./normalize-author.js";
import { Unreadable } from "../../adapter/read-items.js";
import { wireStatus, type WireConversation, type WireStatus } from "./wire.js";
import type { Content, Visibility } from "../../model/content.js";
import type { Conversation } from "../../model/conversation.js";
import type { Counts } from "../../model/counts.js";
import type { Message, MessageKind } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { Thread } from "./threads.js";

/** What a message is seen with, beside its status. */
export interface Seen {
  /** How it came. @defaultValue "poll" */
  readonly via?: Message["via"];
  /** The notification that told of it, and its type. */
  readonly notification?: { readonly id: string; readonly type: string };
}

/** Network's words to ours: `private` is for followers, `direct` for those who are mentioned; both are answered without the public. */
const visibilities: Readonly<Record<string, Visibility>> = {
  public: "public",
  unlisted: "public",
  local: "public",
  private: "private",
  direct: "private",
};

/** Who may read a status, in the server's word. Empty where it does not tell. */
export function audienceOf(wire: WireStatus): string {
  return textOf(wire["visibility"]) ?? "";
}

/** True for a message to those only who are mentioned in it. */
export function isDirect(wire: WireStatus): boolean {
  return audienceOf(wire) === "direct";
}

/** Reads a status as a post. */
export function toPost(us: Us, wire: WireStatus): Post {
  const base = common(us, wire);
  const isFirst = (wire.in_reply_to_id ?? "") === "";
  const post: Writable<Post> = {
    ...base,
    refs: isFirst ? { ...base.refs, rootId: wire.id, rootAuthorId: wire.account.id } : base.refs,
    key: keyOf(us, "post", wire.id),
    isOwn: wire.account.id === us.id,
    raw: wire,
  };
  sometimes(us, wire, post);
  return post;
}

/** Reads a status as a message. */
export function toMessage(us: Us, wire: WireStatus, thread: Thread, seen: Seen = {}): Message {
  const own = wire.account.id === us.id;
  const ownRoot = thread.rootAuthor === us.id;
  const direct = isDirect(wire);
  const parentId = wire.in_reply_to_id ?? "";
  const mentionsUs = listOf(wire["mentions"]).some((one) => fieldsOf(one)["id"] === us.id);
  const { notification } = seen;
  const base = common(us, wire);
  const message: Writable<Message> = {
    ...base,
    refs: {
      ...base.refs,
      rootId: thread.rootId,
      ...(thread.rootAuthor !== undefined && { rootAuthorId: thread.rootAuthor }),
      ...(parentId !== "" && { parentId }),
      ...(notification && { notificationId: notification.id }),
    },
    key: keyOf(us, "message", wire.id),
    kind: kindOf(us, wire, { own, ownRoot, mentionsUs, told: notification?.type }),
    direction: own ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", thread.rootId),
    via: seen.via ?? "poll",
    raw: wire,
  };
  sometimes(us, wire, message);
  if (mentionsUs) message.mentionsUs = true;
  if (parentId === "") return message;
  // Our own root is a post; what is direct is under no post; elsewhere the root is a message like the others.
  const ownPost = ownRoot && !direct;
  if (!direct) message.post = keyOf(us, "post", thread.rootId);
  if (parentId !== thread.rootId || !ownPost) message.parent = keyOf(us, "message", parentId);
  if (!ownPost) message.root = keyOf(us, "message", thread.rootId);
  else if (thread.topId !== undefined && thread.topId !== wire.id) message.root = keyOf(us, "message", thread.topId);
  return message;
}

/** Reads a direct conversation. @param thread - where its last status belongs */
export function toConversation(us: Us, wire: WireConversation, last: WireStatus, thread: Thread): Conversation {
  const participants = toAuthors(us, wire.accounts);
  const conversation: Writable<Conversation> = {
    key: keyOf(us, "conversation", thread.rootId),
    network: "mastodon",
    accountId: us.accountId,
    id: thread.rootId,
    refs: { conversationId: wire.id, lastStatusId: last.id },
    kind: "direct",
    participants,
    isGroup: participants.length > 1,
    raw: wire,
  };
  const { unread } = wire;
  // The network tells whether there is something unread, not how much.
  if (typeof unread === "boolean") conversation.unread = unread ? 1 : 0;
  const at = timestampOf(last.created_at);
  if (at !== undefined) conversation[last.account.id === us.id ? "lastOutboundAt" : "lastInboundAt"] = at;
  return conversation;
}

interface KindFacts {
  readonly own: boolean;
  readonly ownRoot: boolean;
  readonly mentionsUs: boolean;
  /** Type of the notification that told of it. */
  readonly told: string | undefined;
}

/** The first that is true: direct, comment (below our own post, or an answer to us), quote, mention, other. */
function kindOf(us: Us, wire: WireStatus, { own, ownRoot, mentionsUs, told }: KindFacts): MessageKind {
  if (isDirect(wire)) return "direct";
  if ((wire.in_reply_to_id ?? "") !== "" && (ownRoot || (!own && wire.in_reply_to_account_id === us.id))) return "comment";
  if (own) return "other";
  if (told === "quote" || quoteOf(wire)?.account.id === us.id) return "quote";
  return mentionsUs || told === "mention" ? "mention" : "other";
}

/** Mastodon puts the quoted status into an object that says whether its author agreed; Pleroma and its kin show it as it is. */
function quoteOf(wire: WireStatus): WireStatus | undefined {
  const { quote } = wire;
  if (typeof quote !== "object" || quote === null) return undefined;
  const inner = fieldsOf(quote)["quoted_status"] ?? quote;
  return wireStatus.accepts(inner) ? inner : undefined;
}

type Common = Pick<
  Content,
  "network" | "accountId" | "id" | "author" | "text" | "entities" | "attachments" | "counts" | "createdAt" | "visibility"
> & {
  readonly refs: Readonly<Record<string, string>>;
};

/** What every status has. */
function common(us: Us, wire: WireStatus): Common {
  if (wire.id === "") throw new Unreadable("id: empty");
  if (wire.account.id === "") throw new Unreadable("account.id: empty");
  const createdAt = timestampOf(wire.created_at);
  if (createdAt === undefined) throw new Unreadable("created_at: not a time");
  const { text, entities } = toSaid(wire, quoteOf(wire) !== undefined);
  const audience = audienceOf(wire);
  return {
    network: "mastodon",
    accountId: us.accountId,
    id: wire.id,
    refs: { authorId: wire.account.id, acct: wire.account.acct, ...(audience !== "" && { audience }) },
    author: toAuthor(us, wire.account),
    text,
    entities,
    attachments: toAttachments(wire),
    counts: toCounts(wire),
    createdAt,
    visibility: visibilities[audience] ?? "unknown",
  };
}

/** Fields that only some statuses have. */
function sometimes(us: Us, wire: WireStatus, into: Writable<Content>): void {
  const { url, uri, language, edited_at: edited, sensitive, spoiler_text: warning, favourited } = wire;
  const address = textOf(url) ?? textOf(uri);
  if (address !== undefined && /^https?:/i.test(address)) into.url = address;
  const audience = audienceOf(wire);
  if (audience !== "") into.audience = audience;
  const tongue = textOf(language);
  if (tongue !== undefined) into.language = tongue;
  const editedAt = timestampOf(edited);
  if (editedAt !== undefined) into.editedAt = editedAt;
  if (sensitive === true) into.sensitive = true;
  const spoiler = textOf(warning);
  if (spoiler !== undefined) into.contentWarning = spoiler;
  if (typeof favourited === "boolean") into.ownReactions = favourited ? ["like"] : [];
  const quoted = quoteOf(wire);
  if (quoted !== undefined) into.quoted = keyOf(us, (quoted.in_reply_to_id ?? "") === "" ? "post" : "message", quoted.id);
}

function toCounts(wire: WireStatus): Counts {
  const counts: Writable<Counts> = {};
  const likes = wholeOf(wire["favourites_count"]);
  const replies = wholeOf(wire["replies_count"]);
  const shares = wholeOf(wire["reblogs_count"]);
  const quotes = wholeOf(wire["quotes_count"]);
  if (likes !== undefined) counts.likes = likes;
  if (replies !== undefined) counts.replies = replies;
  if (shares !== undefined) counts.shares = shares;
  if (quotes !== undefined) counts.quotes = quotes;
  return counts;
}
