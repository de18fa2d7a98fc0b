/**
 * Every operation, documented once. An adapter offers some of them.
 * Reads are lazy and retry. Writes send at most once: they resolve with a {@link Receipt}, throw a `FolkmootError`
 * when nothing happened, and throw `outcome-unknown` when nobody knows. A switch that already stands as asked counts as done.
 * @module
 */
import type { Account } from "../model/account.js";
import type { AccountRef, AuthorRef, ConversationRef, Refs, Timestamp } from "../model/ref.js";
import type { Actor } from "../model/actor.js";
import type { BanInput, WriteName } from "../model/write.js";
import type { CallOptions } from "../http/request.js";
import type { Change } from "../model/change.js";
import type { Conversation } from "../model/conversation.js";
import type { Draft, Sayable } from "../model/draft.js";
import type { Insights } from "../model/counts.js";
import type { Keyed } from "./check-target.js";
import type { Message, MessageKind } from "../model/message.js";
import type { MessageTarget, PostTarget, Target } from "../model/target.js";
import type { Paged } from "../model/page.js";
import type { Post } from "../model/post.js";
import type { Visibility } from "../model/content.js";

/** What every list takes. */
export interface ListQuery extends CallOptions {
  /** Most items over all pages. */
  readonly limit?: number;
  /** Nothing older. */
  readonly since?: Timestamp;
  /** Only what is older; exclusive. */
  readonly until?: Timestamp;
  /** Continue after this cursor. */
  readonly after?: string;
}

/** What a list of mentions takes. */
export interface MentionQuery extends ListQuery {
  /**
   * True lists private mentions too, where the network tells of them in the same place. `listMessages` has them as well, but for what is
   * left of a thread that fell apart (Mastodon). @defaultValue false
   */
  readonly directs?: boolean;
}

/** What a search takes. Fields are and, values of one field are or. */
export interface SearchQuery extends ListQuery {
  /** Words, as the network searches for them. */
  readonly text?: string;
  /** Without `#`. */
  readonly hashtags?: readonly string[];
  /** Whom posts mention, without `@`. */
  readonly handles?: readonly string[];
}

/** What insights take. */
export interface InsightsQuery extends CallOptions {
  /** Where the time asked about begins. @defaultValue the network's own */
  readonly since?: Timestamp;
  /** Where it ends; exclusive. @defaultValue now */
  readonly until?: Timestamp;
  /** IANA zone in which days are cut, where the network lets us choose. */
  readonly timeZone?: string;
}

/** `after` is the resume token of an earlier stream. */
export interface StreamQuery extends CallOptions {
  /** Only messages of these kinds. @defaultValue all */
  readonly kinds?: readonly MessageKind[];
  /** Resume token of an earlier stream. */
  readonly after?: string;
}

/** `refs` are those of a receipt or draft that a network knows again (nonce, record key, container id). */
export interface FindOwnQuery extends ListQuery {
  /** When the write was sent. */
  readonly since: Timestamp;
  /** Of the receipt, draft or error of the write. */
  readonly refs?: Refs;
  /** The key of the write, for networks where it names the object (Bluesky record key): an exact answer instead of a search. */
  readonly idempotencyKey?: string;
  /** The write that is looked for: `replyPrivately` lands elsewhere than `reply`. @defaultValue by the kind of the target */
  readonly operation?: WriteName;
}

/** What every write takes. */
export interface WriteOptions extends CallOptions {
  /** Passed on where the network has such a key; otherwise kept for `findOwn`. */
  readonly idempotencyKey?: string;
  /** Decides human-only windows and labels. Absent = treated as an automation. */
  readonly by?: Actor;
}

/** What a ban takes. */
export interface BanOptions extends WriteOptions, BanInput {}

/** What a write left behind. Some networks name nothing (Reddit compose, Twitch whisper): then only `refs` helps `findOwn`. */
export interface Receipt {
  /** As the network has it now. */
  readonly message?: Message;
  /** Of `publishPost`. */
  readonly post?: Post;
  /** `held` and `removed` are successes that nobody sees yet. */
  readonly visibility?: Visibility;
  /** What undoes it, or finds it again. */
  readonly refs?: Refs;
  /**
   * Of a write that says something: what the network permits with its target from now on, by operation name, e.g.
   * `{ replyPrivately: false }` where that can be done once. An inbox keeps it with the target.
   */
  readonly allows?: Readonly<Record<string, boolean>>;
}

/** What a subscription takes. */
export interface SubscribeOptions extends CallOptions {
  /** Where the network delivers. */
  readonly url: string;
  /** Which surfaces, in our words. @defaultValue all that the network pushes */
  readonly surfaces?: readonly string[];
}

/** One webhook subscription at the network. */
export interface Subscription {
  /** The network's own. */
  readonly id: string;
  /** What it pushes. */
  readonly surface: string;
  /** Where to. Absent where the network keeps it for the whole app. */
  readonly url?: string;
  /** `pending` until the network has checked the address. */
  readonly state: "active" | "pending" | "revoked";
  /** When it ends unless it is asked for again. */
  readonly expiresAt?: Timestamp;
}

/** Operations that change nothing. */
export interface ReadOperations {
  /** Reads the account. One call. */
  getAccount(options?: CallOptions): Promise<Account>;
  /** Lists the account's posts, newest first. One call a page. */
  listPosts(query?: ListQuery): Paged<Post>;
  /** Reads one post. */
  getPost(post: PostTarget, options?: CallOptions): Promise<Post>;
  /** Lists comments under a post, replies to one comment, or, under `null`, those of the whole account. */
  listComments(under: Target | null, query?: ListQuery): Paged<Message>;
  /** Lists messages that mention the account, newest first. */
  listMentions(query?: MentionQuery): Paged<Message>;
  /** Lists direct conversations, newest activity first. */
  listConversations(query?: ListQuery): Paged<Conversation>;
  /** Lists messages of a conversation, newest first. */
  listMessages(conversation: ConversationRef, query?: ListQuery): Paged<Message>;
  /** Reads messages again, in batches as large as the network allows. Those that are gone are absent. */
  getMessages(messages: readonly MessageTarget[], options?: CallOptions): Paged<Message>;
  /** Lists reviews and recommendations, newest first. */
  listReviews(query?: ListQuery): Paged<Message>;
  /** Lists messages that wait for `approve` or `deny`. */
  listHeld(query?: ListQuery): Paged<Message>;
  /** Searches public posts. */
  searchPosts(query: SearchQuery): Paged<Post>;
  /** Follows live changes until aborted. Reconnects; yields in arrival order. */
  stream(query?: StreamQuery): AsyncIterable<Change>;
  /** Reads insights of a post. */
  getPostInsights(post: PostTarget, query?: InsightsQuery): Promise<Insights>;
  /** Reads insights of the account. */
  getAccountInsights(query?: InsightsQuery): Promise<Insights>;
  /** Lists our own messages under a target that could be this draft, oldest first. Feeds `reconcile`. */
  findOwn(target: Target | ConversationRef, draft: Draft, query: FindOwnQuery): Paged<Message>;
}

/** Operations that change what people see. */
export interface WriteOperations {
  /** Publishes a post. Ends when it is out, or `outcome-unknown` with the refs that `findOwn` needs. */
  publishPost(draft: Draft, options?: WriteOptions): Promise<Receipt>;
  /** Replies in public, under the target. Flat networks re-target to the root. */
  reply(target: Target, draft: Draft, options?: WriteOptions): Promise<Receipt>;
  /** Answers a public message in private. */
  replyPrivately(message: MessageTarget, draft: Draft, options?: WriteOptions): Promise<Receipt>;
  /** Sends into a conversation, or to a person where the network lets us begin. */
  sendMessage(to: ConversationRef | AuthorRef, draft: Draft, options?: WriteOptions): Promise<Receipt>;
  /** Changes the text of one of our own. */
  edit(target: Target, draft: Draft, options?: WriteOptions): Promise<Receipt>;
  /** Deletes for good. */
  delete(target: Target, options?: WriteOptions): Promise<Receipt>;
  /** Reacts with the network's default. */
  like(target: Target, options?: WriteOptions): Promise<Receipt>;
  /** Takes our default reaction back. */
  unlike(target: Target, options?: WriteOptions): Promise<Receipt>;
  /** Reacts with one of the network's words, or an emoji. */
  react(target: Target, reaction: string, options?: WriteOptions): Promise<Receipt>;
  /** Takes one of our reactions back. */
  unreact(target: Target, reaction: string, options?: WriteOptions): Promise<Receipt>;
  /** Takes a message out of sight; its author may still see it. */
  hide(message: MessageTarget, options?: WriteOptions): Promise<Receipt>;
  /** Brings a hidden message back into sight. */
  unhide(message: MessageTarget, options?: WriteOptions): Promise<Receipt>;
  /** Releases a held message. */
  approve(message: MessageTarget, options?: WriteOptions): Promise<Receipt>;
  /** Refuses a held message. */
  deny(message: MessageTarget, options?: WriteOptions): Promise<Receipt>;
  /** Puts a message or post on top. */
  pin(target: Target, options?: WriteOptions): Promise<Receipt>;
  /** Takes it off the top. */
  unpin(target: Target, options?: WriteOptions): Promise<Receipt>;
  /** Shuts an author out, for a time or without end. */
  ban(author: AuthorRef, options?: BanOptions): Promise<Receipt>;
  /** Lets an author in again. */
  unban(author: AuthorRef, options?: WriteOptions): Promise<Receipt>;
  /** Stops hearing an author, who is not told. */
  mute(author: AuthorRef, options?: WriteOptions): Promise<Receipt>;
  /** Hears an author again. */
  unmute(author: AuthorRef, options?: WriteOptions): Promise<Receipt>;
  /** Marks a conversation as read, up to a message when one is given. */
  markRead(target: ConversationRef | MessageTarget, options?: WriteOptions): Promise<Receipt>;
}

/** Operations on what the network pushes to us. */
export interface PushOperations {
  /** Makes the network push the account's changes. Asking again renews. */
  subscribe(options: SubscribeOptions): Promise<readonly Subscription[]>;
  /** Lists what the network pushes for the account. */
  listSubscriptions(options?: CallOptions): Paged<Subscription>;
  /** Ends one subscription. Already ended counts as done. */
  unsubscribe(subscription: Pick<Subscription, "id">, options?: CallOptions): Promise<void>;
}

/** Every operation there is. */
export interface Operations extends ReadOperations, WriteOperations, PushOperations {}

/** The name of an operation. */
export type OperationName = keyof Operations;

/** What an operation points at; the account, where it has no target of its own. */
export type TargetOf<O extends OperationName> =
  NonNullable<Parameters<Operations[O]>[0]> extends infer First extends Keyed ? First : AccountRef;

/** What a write needs besides its target; `null` for those that need nothing. */
export type InputOf<O extends WriteName> = O extends "publishPost" | "reply" | "replyPrivately" | "sendMessage" | "edit"
  ? Sayable
  : O extends "react" | "unreact"
    ? string
    : O extends "ban"
      ? BanInput
      : null;
