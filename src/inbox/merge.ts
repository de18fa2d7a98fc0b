/**
 * Merges what one more route told about an object into what is known. What is absent never overwrites what is known.
 * @module
 */
import type { Author } from "../model/author.js";
import type { Content } from "../model/content.js";
import type { Conversation } from "../model/conversation.js";
import type { Counts } from "../model/counts.js";
import type { Message, MessageKind } from "../model/message.js";
import type { Post } from "../model/post.js";

/** Kinds by what decides how a message is answered: the first that is true wins. */
const precedence: readonly MessageKind[] = ["direct", "chat", "review", "comment", "quote", "mention", "other"];

/** Leaves out fields that hold nothing, which some code writes for "unknown". */
export function known<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

/** Merges counts: the newer number wins, a number that is not told stays. */
const mergeCounts = (old: Counts, fresh: Counts): Counts => ({ ...old, ...known(fresh) });

/** Merges what two routes told about one person. */
export function mergeAuthor(old: Author | undefined, fresh: Author): Author {
  if (old === undefined) return known(fresh);
  return { ...old, ...known(fresh), isOwn: old.isOwn || fresh.isOwn, ...maps(old, fresh) };
}

/**
 * Merges what two routes told about one message. `old` is what is stored. A message stays in the conversation that it was first seen in:
 * networks tell another one when the first message of a thread is deleted, and who waits, the order of the journal and the copies in it are
 * all kept by conversation.
 */
export function mergeMessage(old: Message, fresh: Message): Message {
  const rank = precedence.indexOf(fresh.kind) - precedence.indexOf(old.kind);
  const better = rank < 0 || (rank === 0 && !isBehind(old, fresh));
  const [base, top] = better ? [old, known(fresh)] : [known(fresh), old];
  return {
    ...base,
    ...top,
    ...mergeContent(old, fresh),
    conversation: old.conversation,
    direction: old.direction === "outbound" ? "outbound" : fresh.direction,
    via: old.via,
    ...((old.mentionsUs === true || fresh.mentionsUs === true) && { mentionsUs: true }),
  };
}

/** Merges what two routes told about one post. `old` is what is stored. */
export function mergePost(old: Post, fresh: Post): Post {
  const [base, top] = isBehind(old, fresh) ? [known(fresh), old] : [old, known(fresh)];
  return { ...base, ...top, ...mergeContent(old, fresh), isOwn: old.isOwn || fresh.isOwn };
}

/** Merges what two routes told about one conversation, whoever took part in it included. */
export function mergeConversation(old: Conversation, fresh: Conversation): Conversation {
  // Who waits is for the inbox to say: it knows what we answered.
  const told = Object.fromEntries(Object.entries(known(fresh)).filter(([field]) => field !== "waitingSince")) as Partial<Conversation>;
  const lastActivityAt = later(old.lastActivityAt, fresh.lastActivityAt);
  const lastInboundAt = later(old.lastInboundAt, fresh.lastInboundAt);
  const lastOutboundAt = later(old.lastOutboundAt, fresh.lastOutboundAt);
  return {
    ...old,
    ...told,
    ...maps(old, fresh),
    participants: joinAuthors(old.participants, fresh.participants),
    ...(lastActivityAt !== undefined && { lastActivityAt }),
    ...(lastInboundAt !== undefined && { lastInboundAt }),
    ...(lastOutboundAt !== undefined && { lastOutboundAt }),
  };
}

/** Most people that a conversation row names: a busy thread has thousands, and its row is written with each message. */
const mostParticipants = 100;

/** Joins lists of people: one entry a person, those who were there first kept, 100 at most. */
export function joinAuthors(old: readonly Author[], fresh: readonly Author[]): readonly Author[] {
  const people = new Map(old.map((author) => [author.key, author]));
  for (const author of fresh) {
    if (people.has(author.key) || people.size < mostParticipants) people.set(author.key, mergeAuthor(people.get(author.key), author));
  }
  return [...people.values()];
}

/** The later of two instants, as far as they are known. */
export function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}

/** The fields that posts and messages share and that follow rules of their own. */
function mergeContent(
  old: Message | Post,
  fresh: Message | Post,
): Pick<Content, "text" | "entities" | "attachments" | "counts" | "createdAt"> & Partial<Content> {
  // A route that is behind must not undo an edit, and one that tells no text must not wipe it out.
  const behind = isBehind(old, fresh);
  const edited = fresh.editedAt !== undefined && fresh.editedAt !== old.editedAt && !behind;
  const silent = fresh.text === "" && old.text !== "" && !edited;
  const said = behind || silent ? old : fresh;
  const author = fresh.author === undefined ? old.author : sameOrKnown(old.author, fresh.author);
  const editedAt = later(old.editedAt, fresh.editedAt);
  const visibility = fresh.visibility === "unknown" ? old.visibility : fresh.visibility;
  return {
    text: said.text,
    entities: said.entities.length === 0 && said.text === old.text ? old.entities : said.entities,
    attachments: said.attachments.length === 0 && !edited ? old.attachments : said.attachments,
    counts: mergeCounts(old.counts, fresh.counts),
    createdAt: old.createdAt,
    visibility,
    ...(author !== undefined && { author }),
    ...(editedAt !== undefined && { editedAt }),
    ...maps(old, fresh),
  };
}

/**
 * Says whether a route tells what was so before an edit that we know of. One that tells no time of editing does: it is how the object was
 * made, and a socket may be faster than the list that names it.
 */
function isBehind(old: Message | Post, fresh: Message | Post): boolean {
  return old.editedAt !== undefined && (fresh.editedAt ?? "") < old.editedAt;
}

/** An author that is only a handle never replaces one with an id. */
function sameOrKnown(old: Author | undefined, fresh: Author): Author {
  if (old === undefined || old.key === fresh.key) return mergeAuthor(old, fresh);
  return fresh.id === undefined && old.id !== undefined ? old : fresh;
}

type Maps = Pick<Message, "refs" | "allows" | "annotations">;

/** Maps are joined word by word. */
function maps(old: Maps, fresh: Maps): Maps {
  return {
    ...((old.refs ?? fresh.refs) && { refs: { ...old.refs, ...fresh.refs } }),
    ...((old.allows ?? fresh.allows) && { allows: { ...old.allows, ...fresh.allows } }),
    ...((old.annotations ?? fresh.annotations) && { annotations: { ...old.annotations, ...fresh.annotations } }),
  };
}
