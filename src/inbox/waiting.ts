/**
 * Who waits: the oldest inbound message of a conversation that nobody answered.
 * Under a comment tree an answer counts for the tree it stands in, in private and in chats for the whole conversation.
 * @module
 */
import { later } from "./merge.js";
import { parseKey } from "../model/keys.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Timestamp } from "../model/ref.js";

/** What is new in a conversation. */
export interface Turn {
  /** As stored, the new messages not yet counted. */
  readonly conversation: Conversation;
  /** Messages that were not known. */
  readonly added: readonly Message[];
  /** Messages that are gone now. */
  readonly removed: readonly Message[];
  /** Messages that stand in another tree than the row says, as they stand now: a route that tells where a tree begins came later. */
  readonly moved?: readonly Message[];
}

/** Most stored messages that are looked at in order to find who waits next. */
const mostLookedAt = 1_000;

// Flat networks (Discord) name what a message answers and never where its tree begins.
const treeOf = (message: Message, perTree: boolean): string => (perTree ? (message.root ?? message.parent ?? message.key) : "");

/** Says whether a message stands in another tree than before. */
export const moves = (before: Message, after: Message): boolean => treeOf(before, true) !== treeOf(after, true);

/** Counts new messages into a conversation: the latest times, and who waits since when. */
export async function countTurn(context: InboxContext, turn: Turn): Promise<Conversation> {
  const { waitingSince, replyWindow, ...row } = turn.conversation;
  const moved = turn.moved ?? [];
  const inbound = turn.added.filter(({ direction, deletedAt }) => direction === "inbound" && deletedAt === undefined);
  const outbound = turn.added.filter(({ direction }) => direction === "outbound");
  const lastInboundAt = inbound.reduce((last, { createdAt }) => later(last, createdAt), row.lastInboundAt);
  const lastOutboundAt = outbound.reduce((last, { createdAt }) => later(last, createdAt), row.lastOutboundAt);

  const perTree = row.kind === "comment";
  const answered = new Map<string, Timestamp>();
  const answer = (tree: string, at: Timestamp | undefined): void => {
    const last = later(answered.get(tree), at);
    if (last !== undefined) answered.set(tree, last);
  };
  if (!perTree) answer("", lastOutboundAt);
  else if (lastOutboundAt !== undefined)
    for (const message of [...outbound, ...asMoved(await stored(context, row.key, "outbound"), moved)])
      answer(treeOf(message, true), message.createdAt);
  // What stands below another message and was answered itself: without a root the answer's tree is that message.
  const open = (message: Message): boolean =>
    message.deletedAt === undefined && message.createdAt > (later(answered.get(treeOf(message, perTree)), answered.get(message.key)) ?? "");

  // Only an answer, a deletion or another tree can end an old wait; then the next in line is looked for.
  const gone = new Set(turn.removed.map(({ key }) => key));
  const stands = waitingSince !== undefined && outbound.length === 0 && gone.size === 0 && moved.length === 0;
  const others =
    stands || waitingSince === undefined
      ? []
      : asMoved(await stored(context, row.key, "inbound", waitingSince), moved).filter((message) => !gone.has(message.key));
  const back = moved.filter(({ direction }) => direction === "inbound");
  const waits = [...inbound, ...others, ...back].filter(open).map(({ createdAt }) => createdAt);
  const first = [...waits, ...(stands ? [waitingSince] : [])].sort()[0];
  // A window runs from what was last said to us: one that was told before that is another by now, and until it is told anew `can` knows it.
  const isFresh = replyWindow !== undefined && lastInboundAt === row.lastInboundAt;
  return {
    ...row,
    ...(isFresh && { replyWindow }),
    ...(lastInboundAt !== undefined && { lastInboundAt }),
    ...(lastOutboundAt !== undefined && { lastOutboundAt }),
    ...(first !== undefined && { waitingSince: first }),
  };
}

/** Puts messages that moved in the place of their rows. */
function asMoved(rows: readonly Message[], moved: readonly Message[]): readonly Message[] {
  if (moved.length === 0) return rows;
  const now = new Map(moved.map((message) => [message.key, message]));
  return rows.map((row) => now.get(row.key) ?? row);
}

/** Reads stored messages of a conversation: the newest outbound ones, or the oldest inbound ones from an instant on. */
async function stored(
  context: InboxContext,
  conversation: string,
  direction: "inbound" | "outbound",
  since?: Timestamp,
): Promise<readonly Message[]> {
  const { items } = await context.store.query("message", {
    below: [context.stored(parseKey(conversation)?.account ?? conversation)],
    where: { conversation: [conversation], direction: [direction] },
    order: direction === "inbound" ? "oldest" : "newest",
    limit: mostLookedAt,
    ...(since !== undefined && { since }),
  });
  return items.map(({ value }) => value);
}
