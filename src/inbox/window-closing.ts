/**
 * Tells when the time to answer somebody runs out.
 * @module
 */
import { can } from "../adapter/can.js";
import { errorName } from "../errors.js";
import { supports } from "../adapter/can.js";
import type { AccountKey } from "../model/keys.js";
import type { Actor } from "../model/actor.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { CanFacts } from "../model/can.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";

/** How long before it closes a window is told. Milliseconds. */
const aheadMs = 2 * 3_600_000;
/** How often an account is looked at. Milliseconds. */
const everyMs = 5 * 60_000;
/** The longest window of any network is seven days (the human agent tag of Messenger and Instagram, 2026-11); whoever wrote earlier has none left. */
const longestMs = 8 * 24 * 3_600_000;
const pageSize = 200;
/** Conversations of one account that are looked at. */
const mostLookedAt = 5_000;

// A program's window may close while a person's stays open: both closings are told.
const askers: readonly Actor[] = [
  { type: "automation", id: "window" },
  { type: "human", id: "window" },
];

/** What this process has told, and when it looked. */
interface Told {
  /** Windows by conversation and instant, with that instant. */
  readonly windows: Map<string, number>;
  readonly lookedAt: Map<AccountKey, number>;
}

const books: WeakMap<InboxContext, Told> = new WeakMap();

/**
 * Tells of reply windows of accounts that close within two hours while somebody waits for an answer: once a window and process.
 * Looks at an account every five minutes at most, at the store only. Never throws.
 */
export async function tellWindows(context: InboxContext, accounts: readonly AccountKey[]): Promise<void> {
  const book = books.get(context) ?? { windows: new Map<string, number>(), lookedAt: new Map<AccountKey, number>() };
  books.set(context, book);
  const now = context.runtime.clock.now();
  for (const [window, closesAt] of book.windows) if (closesAt <= now) book.windows.delete(window);
  for (const account of accounts) {
    if (now - (book.lookedAt.get(account) ?? Number.NEGATIVE_INFINITY) < everyMs) continue;
    book.lookedAt.set(account, now);
    try {
      await lookAt(context, account, book, now);
    } catch (error) {
      context.runtime.logger.warn?.("Reply windows could not be looked at.", { account, error: errorName(error) });
    }
  }
}

async function lookAt(context: InboxContext, account: AccountKey, { windows }: Told, now: number): Promise<void> {
  const adapter = await context.adapter(account);
  const [own] = await context.store.read("account", [context.stored(account)]);
  const facts: CanFacts = { now, ...(own !== undefined && { account: own.value }) };
  let after: string | undefined;
  let seen = 0;
  do {
    const page = await context.store.query("conversation", {
      below: [context.stored(account)],
      since: new Date(now - longestMs).toISOString(),
      order: "newest",
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    for (const { value: conversation } of page.items) {
      if (conversation.waitingSince === undefined || conversation.state === "closed") continue;
      for (const closesAt of closingsOf(adapter, conversation, facts)) {
        const at = Date.parse(closesAt);
        const window = `${conversation.key} ${String(at)}`;
        if (!(at > now && at - now <= aheadMs) || windows.has(window)) continue;
        windows.set(window, at);
        context.emit("window-closing", { conversation: conversation.key, closesAt: new Date(at).toISOString() });
      }
    }
    seen += page.items.length;
    after = page.next;
  } while (after !== undefined && seen < mostLookedAt);
}

/** When writing into a conversation ends: as the network told, and as the adapter answers for programs and for people. */
function closingsOf(adapter: AnyAdapter, conversation: Conversation, facts: CanFacts): ReadonlySet<string> {
  const told = conversation.replyWindow === undefined ? [] : [conversation.replyWindow.closesAt];
  const isPlace = conversation.kind === "direct" || conversation.kind === "chat";
  if (!isPlace || !supports(adapter, "sendMessage")) return new Set(told);
  const answered = askers.flatMap((by) => {
    const answer = can(adapter, "sendMessage", conversation, { ...facts, by, conversation });
    return answer.ok && answer.until !== undefined ? [answer.until] : [];
  });
  return new Set([...told, ...answered].map((at) => new Date(at).toISOString()));
}
