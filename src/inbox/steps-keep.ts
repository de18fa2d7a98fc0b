/**
 * Keeps what a write left behind: our message or post, the conversation's state, and what a switch turned.
 * @module
 */
import { actorsOf, cleanMessage, cleanPost, unfit, unfitMessage } from "./clean.js";
import { adds } from "./act-table.js";
import { changeRow } from "./storage-keys.js";
import { countTurn } from "./waiting.js";
import { conversationOf } from "./draw-conversations.js";
import { createdChange } from "./draw-sheet.js";
import { draw } from "./absorb.js";
import { later, mergeMessage, mergePost } from "./merge.js";
import { parseKey } from "../model/keys.js";
import type { CleanRules } from "./clean.js";
import type { Content } from "../model/content.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { Key } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { OutboxEntry } from "../store/collections.js";
import type { Post } from "../model/post.js";
import type { Receipt } from "../adapter/operations.js";
import type { Surroundings } from "./act-target.js";
import type { Timestamp } from "../model/ref.js";
import type { Write } from "../store/store.js";

/** What a receipt named, in the form that is stored. */
export interface Own {
  /** Ours, outbound, sent by us. */
  readonly message?: Message;
  /** Ours. */
  readonly post?: Post;
}

/** Brings what a receipt named into the form that is stored. What cannot be stored is left out and logged: the write itself has happened. */
export function ownOf(context: InboxContext, entry: OutboxEntry, around: Surroundings, receipt: Receipt): Own {
  const rules: CleanRules = { account: entry.account, actors: actorsOf(entry.account, around.account), raw: context.raw };
  const { message, post, visibility } = receipt;
  const seen = visibility === undefined ? {} : { visibility };
  const wrong = (message && unfitMessage(message, entry.account)) ?? (post && unfit(post, "post", entry.account));
  if (wrong !== undefined) {
    context.runtime.logger.warn?.("A receipt could not be stored.", { account: entry.account, operation: entry.operation, reason: wrong });
    return {};
  }
  return {
    ...(message !== undefined && {
      message: { ...cleanMessage(placed(message, entry, around), rules), ...seen, direction: "outbound" as const, via: "send" as const },
    }),
    ...(post !== undefined && { post: { ...cleanPost(post, rules), ...seen, isOwn: true } }),
  };
}

/** A receipt may leave out in which tree our answer stands; we know what it answers. */
function placed(message: Message, entry: OutboxEntry, around: Surroundings): Message {
  const target = around.message;
  if (entry.operation !== "reply" || target === undefined || message.root !== undefined || message.conversation !== target.conversation)
    return message;
  return { ...message, parent: message.parent ?? target.key, root: target.root ?? target.key };
}

/** Makes the writes that keep what a receipt tells; they belong into the batch that says `sent`. */
export async function keep(
  context: InboxContext,
  entry: OutboxEntry,
  around: Surroundings,
  own: Own,
  receipt: Receipt,
  now: Timestamp,
): Promise<readonly Write[]> {
  if (entry.operation === "delete") return buried(context, entry, now);
  const { message, post } = own;
  const writes: Write[] = [];
  if (message !== undefined) {
    const key = context.stored(message.key);
    const [known] = await context.store.read("message", [key]);
    // Its echo may have been faster: then the two are one. Its end may have been faster too: then it stays gone.
    const value = known === undefined ? message : mergeMessage(known.value, message);
    if (known?.value.deletedAt === undefined) writes.push({ collection: "message", key, value, expect: known?.version ?? "absent" });
    // Our own words stand in the journal once, whether the network echoes them or not; handlers get them when they ask for `own`.
    if (known === undefined) {
      const change = createdChange(entry.account, value, "live");
      writes.push({ collection: "change", key: context.stored(changeRow(entry.account, change.id)), value: change });
    }
  }
  if (post !== undefined) {
    const key = context.stored(post.key);
    const [known] = await context.store.read("post", [key]);
    writes.push({
      collection: "post",
      key,
      value: known === undefined ? post : mergePost(known.value, post),
      expect: known?.version ?? "absent",
    });
  }
  if (adds(entry.operation))
    writes.push(...(await answered(context, entry, around, message, now)), ...(await permitted(context, entry, receipt)));
  else if (writes.length === 0) writes.push(...(await switched(context, entry, receipt)));
  return writes;
}

/** What we deleted goes as completely as what others delete: row, journal copies, and whoever waited for it. */
async function buried(context: InboxContext, { account, target: { key } }: OutboxEntry, now: Timestamp): Promise<readonly Write[]> {
  const kind = parseKey(key)?.kind;
  if (kind !== "message" && kind !== "post") return [];
  return (await draw(context, account, { deleted: [{ kind, key, at: now }] })).writes;
}

/** Counts our answer into its conversation: nobody waits for it any more. */
async function answered(
  context: InboxContext,
  entry: OutboxEntry,
  around: Surroundings,
  message: Message | undefined,
  now: Timestamp,
): Promise<readonly Write[]> {
  const key = message?.conversation ?? around.conversation?.key;
  if (key === undefined) return [];
  const [row] = await context.store.read("conversation", [context.stored(key)]);
  // What we said may be what begins the conversation.
  const conversation = row?.value ?? (message && conversationOf(message, entry));
  if (conversation === undefined) return [];
  const value =
    message === undefined ? unseen(conversation, now) : await countTurn(context, { conversation, added: [message], removed: [] });
  return [{ collection: "conversation", key: context.stored(key), value, expect: row?.version ?? "absent" }];
}

/** Keeps what may be done with the target from now on, where the network said so by taking what was sent. */
async function permitted(context: InboxContext, { target }: OutboxEntry, { allows }: Receipt): Promise<readonly Write[]> {
  if (allows === undefined || parseKey(target.key)?.kind !== "message") return [];
  const key = context.stored(target.key);
  const [row] = await context.store.read("message", [key]);
  if (row === undefined) return [];
  const value: Message = { ...row.value, allows: { ...row.value.allows, ...allows } };
  return [{ collection: "message", key, value, expect: row.version }];
}

/** Some networks name nothing that we sent: the time is known all the same. */
function unseen(conversation: Conversation, now: Timestamp): Conversation {
  const { waitingSince, ...rest } = conversation;
  const alone = conversation.kind === "direct" || conversation.kind === "chat";
  return {
    ...rest,
    lastOutboundAt: later(conversation.lastOutboundAt, now) ?? now,
    ...(waitingSince !== undefined && !alone && { waitingSince }),
  };
}

/** What a switch turns on the object itself; `undefined` = nothing that the model shows. */
function turned(object: Pick<Content, "ownReactions">, entry: Pick<OutboxEntry, "operation" | "input">): Partial<Content> | undefined {
  const now = object.ownReactions ?? [];
  const reaction = typeof entry.input === "string" ? entry.input : "like";
  switch (entry.operation) {
    case "like":
    case "react":
      return { ownReactions: [...new Set([...now, reaction])] };
    case "unlike":
    case "unreact":
      return { ownReactions: now.filter((one) => one !== reaction) };
    case "hide":
      return { visibility: "hidden" };
    case "unhide":
    case "approve":
      return { visibility: "public" };
    default:
      return undefined;
  }
}

/** Turns a switch on the stored target, and keeps the refs that turn it back. */
function switched(context: InboxContext, entry: OutboxEntry, receipt: Receipt): Promise<readonly Write[]> {
  return switchOn(context, entry, entry.target.key, receipt);
}

/** Keeps a like that went along with a reply. */
export function keepLike(context: InboxContext, target: Key, receipt: Receipt): Promise<readonly Write[]> {
  return switchOn(context, { operation: "like" }, target, receipt);
}

async function switchOn(
  context: InboxContext,
  entry: Pick<OutboxEntry, "operation" | "input">,
  target: Key,
  receipt: Receipt,
): Promise<readonly Write[]> {
  const key = context.stored(target);
  const { visibility, refs } = receipt;
  const turn = <T extends Message | Post>(object: T): T | undefined => {
    const change = turned(object, entry);
    if (change === undefined) return undefined;
    const seen = visibility === undefined ? {} : { visibility };
    return { ...object, ...change, ...seen, ...(refs !== undefined && { refs: { ...object.refs, ...refs } }) };
  };
  const [message] = await context.store.read("message", [key]);
  if (message !== undefined) {
    const value = turn(message.value);
    return value === undefined ? [] : [{ collection: "message", key, value, expect: message.version }];
  }
  const [post] = await context.store.read("post", [key]);
  if (post === undefined) return [];
  const value = turn(post.value);
  return value === undefined ? [] : [{ collection: "post", key, value, expect: post.version }];
}
