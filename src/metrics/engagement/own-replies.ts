/**
 * Our own replies below posts. Networks count them among the replies.
 * @module
 */
import type { Message } from "../../model/message.js";
import { checkList, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import { accountOf } from "./followers.js";

/** What is read of a message in order to know whether it is a reply of ours. A shell is enough. */
export type OwnMessage = Pick<Message, "key" | "direction"> &
  Partial<Pick<Message, "post" | "parent" | "root" | "kind" | "createdAt" | "deletedAt" | "shell" | "visibility">>;

/** How many of our replies are in the count of one post. */
export interface OwnReplies {
  /** In it for certain. */
  readonly sure: number;
  /** Perhaps in it: deleted, and nobody knows whether before it was counted; or an answer to a comment where nobody says whether such count. */
  readonly unsure: number;
}

/** When something was counted: everything until then, or what came in a stretch of time. Milliseconds since 1970. */
export interface CountedTime {
  /** What came before is not in the count. Absent where all of it is. */
  readonly fromMs?: number;
  /** What came later, or at this instant, is not in the count. Absent where nobody knows. */
  readonly toMs?: number;
}

/** Finds our replies to a post or message, or all of an account. */
export type OwnRepliesOf = (key: string, counted?: CountedTime) => OwnReplies;

/**
 * Whether a network's count holds the whole tree below a post, or the answers to the post alone. Bluesky `replyCount` and Mastodon
 * `replies_count` are of those whose parent is the post. Facebook is asked for `comments.filter(stream)`; Instagram `comments_count`,
 * YouTube `commentCount`, Discord `message_count` and Reddit `num_comments` hold the answers to comments. X, Threads, LinkedIn and TikTok do
 * not say. Read November 2026.
 */
const countedBy: Readonly<Partial<Record<string, "direct" | "all">>> = {
  bluesky: "direct",
  mastodon: "direct",
  facebook: "all",
  instagram: "all",
  youtube: "all",
  discord: "all",
  reddit: "all",
};

/** A reply of ours to something. */
interface Reply {
  readonly nested: boolean;
  readonly createdMs: number | undefined;
  readonly deletedMs: number | undefined;
}

const uncounted: readonly string[] = ["internal", "held", "private", "removed"];
const others: readonly (string | undefined)[] = ["direct", "quote", "review"];

/** What nobody but we can see, or what is no comment, is in no count. A shell is `removed` by itself, and says what it was. */
function isComment({ kind, visibility, deletedAt, shell }: OwnMessage): boolean {
  if (others.includes(kind)) return false;
  if (shell !== undefined) return !shell.was.some((trait) => uncounted.includes(trait));
  return visibility === undefined || !uncounted.includes(visibility) || (visibility === "removed" && deletedAt !== undefined);
}

/**
 * Sorts our replies by what they are below. Inbound messages are passed over, and the same key twice counts once.
 *
 * @throws FolkmootError `invalid-request` for what is no message, and for times that are none.
 */
export function findOwnReplies(messages: readonly OwnMessage[], replyCounts: "direct" | "all" | undefined): OwnRepliesOf {
  checkList(messages, "excludeOwn", "message");
  const found = new Map<string, Reply[]>();
  const seen = new Set<string>();
  for (const message of messages) {
    const { key, direction, post, parent, root } = message;
    if (typeof key !== "string") refuse("excludeOwn has a message without a key", "give messages as they were read");
    if (direction !== "outbound" || seen.has(key) || !isComment(message)) continue;
    seen.add(key);
    const times = { createdMs: time(message, "createdAt"), deletedMs: deletedMs(message) };
    const reply = (nested: boolean): Reply => ({ nested, ...times });
    const account = accountOf(key);
    if (post !== undefined) add(found, post, reply(parent !== undefined));
    const isBelowOurs = message.kind === undefined || message.kind === "comment";
    if (post !== undefined && account !== undefined && isBelowOurs) add(found, account, reply(parent !== undefined));
    if (parent !== undefined) add(found, parent, reply(false));
    if (root !== undefined && root !== parent && root !== key) add(found, root, reply(true));
  }
  return (key, { fromMs = Number.NEGATIVE_INFINITY, toMs } = {}) => {
    const scope = replyCounts ?? countedBy[key.slice(0, key.indexOf(":"))];
    let sure = 0;
    let unsure = 0;
    for (const { nested, createdMs, deletedMs } of found.get(key) ?? []) {
      if (nested && scope === "direct") continue;
      if (createdMs !== undefined && (createdMs < fromMs || (toMs !== undefined && createdMs >= toMs))) continue;
      const mayBeGone = deletedMs !== undefined && !(toMs !== undefined && deletedMs >= toMs);
      if (mayBeGone || (nested && scope === undefined)) unsure++;
      else sure++;
    }
    return { sure, unsure };
  };
}

function add(found: Map<string, Reply[]>, key: string, reply: Reply): void {
  const list = found.get(key);
  if (list === undefined) found.set(key, [reply]);
  else list.push(reply);
}

function time(message: OwnMessage, name: "createdAt" | "deletedAt"): number | undefined {
  const value = message[name];
  return value === undefined ? undefined : readTime(value, `${name} of ${message.key}`);
}

/** When it was taken down. What may only be kept no longer, or was forgotten, stands where it stood. */
function deletedMs(message: OwnMessage): number | undefined {
  const { shell } = message;
  return shell === undefined || shell.why === "deleted" ? time(message, "deletedAt") : undefined;
}
