/**
 * Channels, threads and direct channels: what each is to us. Pure.
 * @module
 */
import { fieldsOf, listOf, present, textOf, wholeOf } from "../../adapter/fields.js";
import { isSnowflake, timeOfId, type Us } from "./ids.js";
import { makeKey } from "../../model/keys.js";
import { Unreadable } from "../../adapter/read-items.js";
import { toAuthor } from "./normalize-author.js";
import type { Conversation } from "../../model/conversation.js";
import type { Timestamp } from "../../model/ref.js";
import type { WireChannel } from "./wire.js";

/** The channels that hold something said, by the network's number (reference, channel types; read 2026-11). */
export const channelTypes = {
  text: 0,
  direct: 1,
  voice: 2,
  groupDirect: 3,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  stage: 13,
  forum: 15,
  media: 16,
} as const;

/** Where something is said. */
export interface Place {
  /** Channel, thread or direct channel. */
  readonly id: string;
  /** How it is talked in: `posts` is a forum, which holds threads only; `other` holds nothing said (a category) or is not known yet. */
  readonly kind: "chat" | "announcement" | "thread" | "direct" | "posts" | "other";
  /** The network's word for the place. */
  readonly surface: "text" | "voice" | "stage" | "announcement" | "thread" | "forum" | "dm" | "other";
  /** Of a thread: the channel that it is in. */
  readonly parentId?: string;
  /** Of a thread: who began it. */
  readonly ownerId?: string;
  /** Its name. */
  readonly title?: string;
  /** The newest message that was ever in it; it may be gone. */
  readonly lastMessageId?: string;
  /** Of a thread: moved out of sight; a message brings it back. */
  readonly archived?: boolean;
  /** Of a thread: when that changed last. */
  readonly archivedAt?: Timestamp;
  /** Of a thread: nobody but moderators may write. */
  readonly locked?: boolean;
  /** True where not everybody in the guild can read it. */
  readonly isPrivate?: boolean;
  /** As the network gave it. */
  readonly wire: WireChannel;
}

const { text, direct, voice, groupDirect, announcement, announcementThread, publicThread, privateThread, stage, forum, media } =
  channelTypes;

type Sort = Pick<Place, "kind" | "surface">;

const sorts: Readonly<Record<number, Sort>> = {
  [text]: { kind: "chat", surface: "text" },
  [voice]: { kind: "chat", surface: "voice" },
  [stage]: { kind: "chat", surface: "stage" },
  [announcement]: { kind: "announcement", surface: "announcement" },
  [direct]: { kind: "direct", surface: "dm" },
  [groupDirect]: { kind: "direct", surface: "dm" },
  [announcementThread]: { kind: "thread", surface: "thread" },
  [publicThread]: { kind: "thread", surface: "thread" },
  [privateThread]: { kind: "thread", surface: "thread" },
  [forum]: { kind: "posts", surface: "forum" },
  [media]: { kind: "posts", surface: "forum" },
};

/** A kind of channel that is newer than we are is told by what it has. */
function unknownSort(wire: WireChannel): Sort {
  if (typeof wire["thread_metadata"] === "object" && wire["thread_metadata"] !== null) return { kind: "thread", surface: "thread" };
  return Array.isArray(wire["recipients"]) ? { kind: "direct", surface: "dm" } : { kind: "other", surface: "other" };
}

/**
 * Reads a channel or thread.
 * @param parent - of a thread: the channel that it is in, which tells a forum post from a thread beside a chat. Not known = `thread`
 */
export function toPlace(wire: WireChannel, parent?: Pick<WireChannel, "type">): Place {
  if (!isSnowflake(wire.id)) throw new Unreadable("id: not a snowflake");
  const sort = sorts[wire.type] ?? unknownSort(wire);
  const { archived, locked, archive_timestamp: archivedAt } = fieldsOf(wire["thread_metadata"]);
  const at = typeof archivedAt === "string" ? Date.parse(archivedAt) : Number.NaN;
  return present({
    id: wire.id,
    kind: sort.kind,
    surface: sort.kind === "thread" && (parent?.type === forum || parent?.type === media) ? "forum" : sort.surface,
    parentId: textOf(wire["parent_id"]),
    ownerId: textOf(wire["owner_id"]),
    title: textOf(wire["name"]),
    lastMessageId: isSnowflake(wire["last_message_id"]) ? wire["last_message_id"] : undefined,
    archived: archived === true ? true : undefined,
    archivedAt: Number.isNaN(at) ? undefined : new Date(at).toISOString(),
    locked: locked === true ? true : undefined,
    isPrivate: wire.type === privateThread || sort.kind === "direct" ? true : undefined,
    wire,
  });
}

/**
 * Reads a place as a conversation. `lastActivityAt` lets an inbox pass over rooms without news; the network does not tell who spoke last.
 */
export function toConversation(us: Us, place: Place): Conversation {
  const recipients = listOf(place.wire["recipients"]).flatMap((one) => (isSnowflake(fieldsOf(one)["id"]) ? [toAuthor(us, one)] : []));
  const isThread = place.kind === "thread";
  // What is said in an announcement channel is a post or answers one, as `toMessage` reads it.
  const isComments = isThread || place.kind === "announcement";
  return present({
    key: makeKey(us.account, "conversation", place.id),
    network: "discord",
    accountId: us.guild,
    id: place.id,
    refs: { channelId: place.id },
    kind: place.kind === "direct" ? ("direct" as const) : isComments ? ("comment" as const) : ("chat" as const),
    title: place.title,
    post: isThread ? makeKey(us.account, "post", place.id) : undefined,
    participants: recipients,
    isGroup: place.kind !== "direct" || recipients.length > 1,
    state: place.locked === true ? ("closed" as const) : place.archived === true ? ("archived" as const) : ("open" as const),
    lastActivityAt: place.lastMessageId === undefined ? undefined : timeOfId(place.lastMessageId),
    raw: place.wire,
  });
}

/** Gives how many answers a thread has, without its first message; absent where it is not told. */
export function repliesOf({ wire }: Place): number | undefined {
  return wholeOf(wire["message_count"]);
}
