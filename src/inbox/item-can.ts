/**
 * Answers what may be done with listed messages: the facts of each account are gathered once a page.
 * @module
 */
import { budgetsOf } from "../adapter/budgets.js";
import { can } from "../adapter/can.js";
import { parseKey, type AccountKey } from "../model/keys.js";
import { rowsOf } from "./rows.js";
import { budgetFor } from "./budget-for.js";
import type { Actor } from "../model/actor.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Budget } from "../model/limit.js";
import type { CanAnswer, CanFacts } from "../model/can.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { OperationName, TargetOf } from "../adapter/operations.js";

/** Operations that point at a conversation; for them the message's own is meant. */
const ofConversation: ReadonlySet<OperationName> = new Set(["sendMessage", "markRead", "listMessages"]);

/** Operations that point at a person; for them the message's author is meant. */
const ofAuthor: ReadonlySet<OperationName> = new Set(["ban", "unban", "mute", "unmute"]);

/** Operations that point at the account as a whole. */
const ofAccount: ReadonlySet<OperationName> = new Set([
  "getAccount",
  "listPosts",
  "listMentions",
  "listConversations",
  "listReviews",
  "listHeld",
  "searchPosts",
  "stream",
  "publishPost",
  "getAccountInsights",
  "subscribe",
  "listSubscriptions",
  "unsubscribe",
]);

/** Gathers the facts of a page, then answers for each of its messages. No request. */
export async function answersFor<O extends OperationName>(
  context: InboxContext,
  messages: readonly Message[],
  operations: readonly O[],
  by: Actor | undefined,
): Promise<(message: Message) => { readonly [K in O]: CanAnswer }> {
  const accounts = operations.length === 0 ? [] : [...new Set(messages.map(({ key }) => accountOf(key)))];
  const facts = new Map<AccountKey, readonly [AnyAdapter, CanFacts, readonly Budget[]]>();
  const [accountRows, conversations] = await Promise.all([
    rowsOf(context, "account", accounts),
    rowsOf(context, "conversation", operations.length === 0 ? [] : messages.map(({ conversation }) => conversation)),
  ]);
  for (const key of accounts) {
    const adapter = await context.adapter(key);
    const account = accountRows.get(key)?.value;
    facts.set(key, [
      adapter,
      {
        now: context.runtime.clock.now(),
        ...(by !== undefined && { by }),
        ...(account !== undefined && { account }),
      },
      await budgetsOf(adapter),
    ]);
  }
  return (message) => {
    const account = accountOf(message.key);
    const conversation = conversations.get(message.conversation)?.value;
    const answers = operations.map((operation): readonly [O, CanAnswer] => {
      const [adapter, known, lines = []] = facts.get(account) ?? [];
      const target = targetOf(operation, message, account);
      if (adapter === undefined || known === undefined || target === undefined)
        return [operation, { ok: false, reason: "gone", detail: "The network did not say who wrote this message." }];
      const budget = budgetFor(adapter, operation, target.key, lines);
      const given = { ...known, ...(conversation !== undefined && { conversation }), ...(budget !== undefined && { budget }) };
      return [operation, can(adapter, operation, target as TargetOf<O>, given)];
    });
    return Object.fromEntries(answers) as { readonly [K in O]: CanAnswer };
  };
}

function targetOf(operation: OperationName, message: Message, account: AccountKey): { readonly key: string } | undefined {
  if (ofConversation.has(operation)) return { key: message.conversation };
  if (ofAuthor.has(operation)) return message.author;
  return ofAccount.has(operation) ? { key: account } : message;
}

/** The account of a stored key. */
function accountOf(key: string): AccountKey {
  return parseKey(key)?.account ?? key;
}
