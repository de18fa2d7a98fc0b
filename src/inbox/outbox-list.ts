/**
 * Lists the outbox. Apart from what writes it, so that a process that only looks loads no more.
 * @module
 */
import { checkAccounts, checkNames, checkSignal, checkWords } from "./check.js";
import { cursorsOf } from "./cursor.js";
import { outboxStates } from "./words.js";
import { paged } from "../adapter/paged.js";
import { refuseClosed } from "./closed.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { OutboxEntry } from "../store/collections.js";
import type { OutboxQuery } from "./care.js";
import type { Paged } from "../model/page.js";

/** Prefixes of what an inbox may look at: the accounts asked for, else those listed, else all of the tenant. `undefined` = everything. */
export function belowAccounts(context: InboxContext, accounts: readonly AccountKey[] | undefined): readonly string[] | undefined {
  const chosen = accounts ?? context.accounts;
  if (chosen !== undefined) return chosen.map(context.stored);
  return context.prefix === "" ? undefined : [context.prefix];
}

const pageSize = 50;

const names = { accounts: true, states: true, after: true, signal: true } as const satisfies Readonly<Record<keyof OutboxQuery, true>>;

/** Lists entries, newest first. The query is checked at once, the store is read when the list is used. */
export function listOutbox(context: InboxContext, query: OutboxQuery = {}): Paged<OutboxEntry> {
  checkNames("outbox", query, names);
  const { accounts, states, after, signal } = query;
  if (accounts !== undefined) checkAccounts("outbox", accounts);
  checkWords("outbox", "states", states, outboxStates());
  checkSignal("outbox", signal);
  const cursors = cursorsOf("outbox", "newest", after);
  return paged(
    async (cursor) => {
      refuseClosed(context, "outbox");
      const below = belowAccounts(context, accounts);
      const place = cursors.read(cursor);
      const { items, next } = await context.store.query("outbox", {
        ...(below !== undefined && { below }),
        ...(states !== undefined && { where: { state: states } }),
        order: "newest",
        limit: pageSize,
        ...(place !== undefined && { after: place }),
      });
      return { items: items.map(({ value }) => value), next: cursors.write(next) };
    },
    { ...(signal !== undefined && { signal }), ...(after !== undefined && { after }) },
    { name: "outbox" },
  );
}
