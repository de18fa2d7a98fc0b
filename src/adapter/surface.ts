/**
 * Surfaces: the lists of an account that an inbox asks for news.
 * @module
 */
import type { AnyAdapter } from "./adapter.js";
import type { OperationName } from "./operations.js";

/**
 * A list that an inbox asks for news, and the operation behind it: `comments` (listComments), `mentions` (listMentions),
 * `messages` (listConversations, then listMessages), `reviews` (listReviews), `posts` (listPosts), `held` (listHeld).
 * `threads` asks for the comments of each recent post (listComments) beside `comments`, now and then: for networks that do not tell the
 * account of every answer far down. It is read only where an adapter declares it.
 */
export type SurfaceName = "comments" | "mentions" | "messages" | "reviews" | "posts" | "held" | "threads";

/** How one surface of an account is read. */
export interface Surface {
  /** Which one. */
  readonly name: SurfaceName;
  /**
   * Of `comments`: `account` asks `listComments(null)` once for everything,
   * `posts` asks for the comments of each recent post, where the network has no list over all of them.
   * @defaultValue "account"
   */
  readonly under?: "account" | "posts";
  /**
   * True where the network itself leaves out what arrived before `since`: then the inbox asks with `since`, which is cheaper.
   * False where `since` is compared with a time that authors choose, or where the adapter has to read on to filter:
   * then the inbox reads until it meets what it knows.
   * @defaultValue false
   */
  readonly filtersSince?: boolean;
  /**
   * How many items a full page gives, where each of them counts: the network leaves out what is none of the list, nothing has to be
   * looked up for an item, and pages hold what was asked for. Then `estimate` needs to ask nothing for what the store knows.
   * @defaultValue not known
   */
  readonly perPage?: number;
  /** True where a list with `until` begins there, and false where everything newer is read and left out. @defaultValue false */
  readonly jumps?: boolean;
  /**
   * How far back the network tells of it. Milliseconds. What an outage of ours leaves further back is reported as a gap.
   * 0 = it cannot be asked at all: only `stream` tells (Twitch chat). Such a stream ends, or throws, as soon as its line is down and what
   * is said meanwhile is lost; it is opened again at once, and the time between is a gap. The list operation may be missing then.
   * @defaultValue as far as there is anything
   */
  readonly keepsMs?: number;
  /**
   * How many of the newest items the network tells, where that is all: of `messages` in each conversation, of lists below posts below
   * each. @defaultValue all
   */
  readonly keepsItems?: number;
  /**
   * Where the list lacks what only webhooks tell (mentions on Instagram): how long the network goes on trying to deliver. Milliseconds.
   * While `listSubscriptions` shows no active subscription to the surface, and while nobody of ours was there for longer than this, that
   * part is lost, and reported as a gap whatever the list tells. @defaultValue the list has everything
   */
  readonly pushedMs?: number;
}

const needs: Readonly<Record<SurfaceName, readonly OperationName[]>> = {
  posts: ["listPosts"],
  comments: ["listComments"],
  mentions: ["listMentions"],
  messages: ["listConversations", "listMessages"],
  reviews: ["listReviews"],
  held: ["listHeld"],
  threads: ["listComments"],
};

/** What is read of an adapter that declares nothing. */
const byDefault: readonly SurfaceName[] = ["posts", "comments", "mentions", "messages", "reviews", "held"];

/**
 * Lists the surfaces of an adapter: those that it declares, else one for each list that it offers.
 * A declared surface whose operations are missing is left out; one that cannot be asked needs `stream`.
 */
export function surfacesOf(adapter: Pick<AnyAdapter, "operations" | "surfaces">): readonly Surface[] {
  const declared = adapter.surfaces ?? byDefault.map((name): Surface => ({ name }));
  return declared.filter(({ name, keepsMs }) =>
    (keepsMs === 0 ? (["stream"] as const) : needs[name]).every((operation) => adapter.operations.has(operation)),
  );
}
