/**
 * Gathers what composing a reply needs.
 * @module
 */
import { ask, nowOf } from "./can.js";
import { FolkmootError } from "../errors.js";
import { keptMessage } from "./retention.js";
import { lookAround } from "./act-target.js";
import { parseKey } from "../model/keys.js";
import { replyOperation } from "./act-respond.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { MessageKey } from "../model/keys.js";
import type { ReplyContext } from "../model/reply-context.js";

/** How many of our latest texts are told. */
const recentTexts = 20;

/** Gathers what `compose` needs. No request. */
export async function gatherReplyContext(context: InboxContext, key: MessageKey): Promise<ReplyContext> {
  const parts = typeof key === "string" ? parseKey(key) : undefined;
  if (parts?.kind !== "message")
    throw new FolkmootError("invalid-request", "replyContext: `key` must be that of a message; take it from a stored message.");
  const [adapter, around] = await Promise.all([context.adapter(parts.account), lookAround(context, { key })]);
  const { message: to, conversation } = around;
  if (to === undefined)
    throw new FolkmootError(
      "not-found",
      `replyContext for ${parts.account}: the store does not hold this message; sync first, or answer by key with \`respond\`.`,
    );
  const inConversation = conversation === undefined ? { ...around, target: { key: to.conversation } } : { ...around, target: conversation };
  const [reply, replyPrivately, sendMessage, like, hide, recent, publicReplies] = await Promise.all([
    ask(context, adapter, "reply", around, undefined),
    ask(context, adapter, "replyPrivately", around, undefined),
    ask(context, adapter, "sendMessage", inConversation, undefined),
    ask(context, adapter, "like", around, undefined),
    ask(context, adapter, "hide", around, undefined),
    latestTexts(context, parts.account),
    countPublicReplies(context, to),
  ]);
  return {
    to,
    ...(to.surface !== undefined && { surface: to.surface }),
    rules: adapter.textRules(replyOperation(to, adapter)),
    can: { reply, replyPrivately, sendMessage, like, hide },
    recent,
    ...(publicReplies !== undefined && { publicReplies }),
    ...(around.account?.handle !== undefined && { ownHandle: around.account.handle }),
    now: nowOf(context),
  };
}

/** Our latest texts in the account, newest first. */
async function latestTexts(context: InboxContext, account: string): Promise<readonly string[]> {
  const { items } = await context.store.query("message", {
    below: [context.stored(account)],
    where: { direction: ["outbound"] },
    order: "newest",
    limit: recentTexts,
  });
  const now = nowOf(context);
  return items.map(({ value }) => keptMessage(value, now).text).filter((text) => text !== "");
}

/** Counts our answers in the tree of a public message; up to 500 of ours in its conversation are looked at. */
async function countPublicReplies(context: InboxContext, to: Message): Promise<number | undefined> {
  if (to.kind === "direct" || to.visibility === "private" || to.visibility === "internal") return undefined;
  const { items } = await context.store.query("message", {
    below: [context.stored(parseKey(to.key)?.account ?? to.key)],
    where: { conversation: [to.conversation], direction: ["outbound"] },
    order: "newest",
    limit: 500,
  });
  const tree = treeOf(to);
  const now = nowOf(context);
  const ours = items.map(({ value }) => keptMessage(value, now));
  const stands = ({ deletedAt, visibility }: Message): boolean =>
    deletedAt === undefined && visibility !== "private" && visibility !== "internal";
  return ours.filter((message) => stands(message) && (message.parent === to.key || treeOf(message) === tree)).length;
}

// Flat networks name what a message answers and never where its tree begins.
const treeOf = ({ root, parent, key }: Message): MessageKey => root ?? parent ?? key;
