/**
 * Builds the tree below a message from what is stored.
 * @module
 */
import { checkKey } from "./check.js";
import { keptMessage, readAt } from "./retention.js";
import { parseKey, type MessageKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { MessageTree } from "./look.js";

interface Node {
  readonly message: Message;
  readonly replies: Node[];
}

/** Builds the tree below a message, oldest replies first; `undefined` when the message is not stored. */
export async function treeOf(context: InboxContext, key: MessageKey): Promise<MessageTree | undefined> {
  checkKey("tree", "key", key, "message");
  const [row] = await context.store.read("message", [context.stored(key)]);
  if (row === undefined) return undefined;
  const top: Node = { message: keptMessage(row.value, readAt(context)), replies: [] };
  const nodes = new Map<string, Node>([[key, top]]);
  const now = readAt(context);
  const said = (await conversationOf(context, row.value)).map((message) => keptMessage(message, now));
  for (const message of said) if (!nodes.has(message.key)) nodes.set(message.key, { message, replies: [] });
  for (const message of said) {
    const node = nodes.get(message.key);
    // The top has no place below anything: so whatever hangs on it is a tree, also where the data runs in a circle.
    if (node === undefined || node === top) continue;
    // A reply whose parent nobody has seen hangs on the first message of its tree.
    const parent = nodes.get(message.parent ?? message.root ?? "") ?? nodes.get(message.root ?? "");
    if (parent !== undefined && parent !== node) parent.replies.push(node);
  }
  return top;
}

/** All messages of a conversation, oldest first. */
async function conversationOf(context: InboxContext, message: Message): Promise<readonly Message[]> {
  const found: Message[] = [];
  let after: string | undefined;
  do {
    const page = await context.store.query("message", {
      below: [context.stored(parseKey(message.key)?.account ?? message.key)],
      where: { conversation: [message.conversation] },
      limit: 500,
      ...(after !== undefined && { after }),
    });
    found.push(...page.items.map(({ value }) => value));
    after = page.next;
  } while (after !== undefined);
  return found;
}
