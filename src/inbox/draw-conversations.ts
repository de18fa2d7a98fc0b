/**
 * Keeps conversation rows: who takes part, the latest times, who waits since when.
 * @module
 */
import { countTurn, type Turn } from "./waiting.js";
import { differs } from "./changed.js";
import { joinAuthors, later, mergeConversation } from "./merge.js";
import { parseKey } from "../model/keys.js";
import { rowsOf } from "./rows.js";
import type { CleanRules } from "./clean.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Write } from "../store/store.js";

/** Messages of a batch that are new, and those that are gone. */
export interface Turns {
  readonly added: Message[];
  readonly removed: Message[];
  /** Known messages that stand in another tree now. */
  readonly moved: Message[];
  /** Whether somebody waits for an answer to a new message. What is too old for it opens no wait; an answer of any age ends one. */
  readonly waits: (message: Message) => boolean;
}

/** Draws up the rows of all conversations that a batch touches. */
export async function drawConversations(
  context: InboxContext,
  rules: CleanRules,
  listed: readonly Conversation[],
  turns: Turns,
): Promise<readonly Write[]> {
  const told = new Map(listed.map((conversation) => [conversation.key as string, conversation]));
  const touched = [...turns.added, ...turns.removed, ...turns.moved];
  const keys = new Set([...told.keys(), ...touched.map(({ conversation }) => conversation)]);
  const rows = await rowsOf(context, "conversation", keys);
  const writes = [...keys].map(async (key): Promise<readonly Write[]> => {
    const old = rows.get(key);
    const fresh = told.get(key);
    const added = turns.added.filter(({ conversation }) => conversation === key);
    const removed = turns.removed.filter(({ conversation }) => conversation === key);
    const moved = turns.moved.filter(({ conversation }) => conversation === key);
    const first = added[0] ?? removed[0] ?? moved[0];
    const base = old?.value ?? fresh ?? (first && conversationOf(first, rules));
    if (base === undefined) return [];
    const merged = fresh === undefined || old === undefined ? base : mergeConversation(base, fresh);
    const people = added.flatMap(({ author }) => (author === undefined || author.isOwn ? [] : [author]));
    const joined = { ...merged, participants: joinAuthors(merged.participants, people) };
    const counted =
      touched.length === 0
        ? joined
        : await countTurn(context, { ...turnOf(joined, added, removed, turns.waits), moved: moved.filter(turns.waits) });
    return old !== undefined && !differs(old.value, counted)
      ? []
      : [{ collection: "conversation", key: context.stored(key), value: counted, expect: old?.version ?? "absent" }];
  });
  return (await Promise.all(writes)).flat();
}

/** What is to be counted. What others said long ago moves the latest times and opens no wait. */
function turnOf(conversation: Conversation, added: readonly Message[], removed: readonly Message[], waits: Turns["waits"]): Turn {
  const quiet = added.filter((one) => one.direction === "inbound" && !waits(one));
  const lastInboundAt = quiet.reduce((last, { createdAt }) => later(last, createdAt), conversation.lastInboundAt);
  return {
    conversation: { ...conversation, ...(lastInboundAt !== undefined && { lastInboundAt }) },
    added: added.filter((one) => !quiet.includes(one)),
    removed,
  };
}

/** Makes the row of a conversation that no list told of. */
export function conversationOf(message: Message, rules: Pick<CleanRules, "account">): Conversation | undefined {
  const parts = parseKey(message.conversation);
  if (parts === undefined) return undefined;
  const { kind } = message;
  return {
    key: message.conversation,
    network: parts.network,
    accountId: parseKey(rules.account)?.accountId ?? message.accountId,
    id: parts.id,
    kind: kind === "direct" || kind === "chat" || kind === "review" ? kind : "comment",
    ...(message.post !== undefined && { post: message.post }),
    participants: [],
  };
}
