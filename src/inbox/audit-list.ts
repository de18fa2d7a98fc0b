/**
 * Reads the audit trail. Apart from what writes it, so that a process that only looks loads no more.
 * @module
 */
import { checkAccounts, checkCount, checkNames, checkPeriod, checkSignal, checkTexts, checkWords, refuse } from "./check.js";
import { auditActions } from "./words.js";
import { cursorsOf } from "./cursor.js";
import { paged } from "../adapter/paged.js";
import { parseKey } from "../model/keys.js";
import { refuseClosed } from "./closed.js";
import type { AccountKey } from "../model/keys.js";
import type { AuditEntry } from "../store/collections.js";
import type { AuditQuery } from "./rule.js";
import type { InboxContext } from "./context.js";
import type { Paged } from "../model/page.js";

const pageSize = 100;

const names = {
  accounts: true,
  actions: true,
  by: true,
  target: true,
  since: true,
  until: true,
  limit: true,
  after: true,
  signal: true,
} as const satisfies Readonly<Record<keyof AuditQuery, true>>;

/** Prefixes of the rows that are asked for. What was done to all accounts at once stands beside those of single ones. */
function belowOf(context: InboxContext, accounts: readonly AccountKey[] | undefined): readonly string[] | undefined {
  const chosen = accounts ?? context.accounts;
  if (chosen === undefined) return context.prefix === "" ? undefined : [context.prefix];
  const own = chosen.map((account) => context.stored(`${account}:audit`));
  return accounts === undefined ? [...own, context.stored("audit")] : own;
}

/** Lists who did what, newest first. The query is checked at once, the store is read when the list is used. */
export function listAudit(context: InboxContext, query: AuditQuery = {}): Paged<AuditEntry> {
  checkNames("audit", query, names);
  const { accounts, actions, by, target, since, until, limit, signal, after } = query;
  if (accounts !== undefined) checkAccounts("audit", accounts);
  checkWords("audit", "actions", actions, auditActions());
  checkTexts("audit", "by", by);
  if (target !== undefined && (typeof target !== "string" || parseKey(target) === undefined))
    refuse("audit", "`target` is no key; take it from a stored object, or make it with makeKey or accountKey.");
  checkPeriod("audit", since, until, context.runtime.clock.now());
  checkCount("audit", "limit", limit);
  checkSignal("audit", signal);
  const cursors = cursorsOf("audit", "newest", after);
  const below = belowOf(context, accounts);
  return paged(
    async (cursor, size) => {
      refuseClosed(context, "audit");
      const place = cursors.read(cursor);
      const { items, next } = await context.store.query("audit", {
        ...(below !== undefined && { below }),
        where: {
          ...(actions !== undefined && { action: actions }),
          ...(by !== undefined && { by }),
          ...(target !== undefined && { target: [target] }),
        },
        // Stored times have one form; those of hosts may be shorter.
        ...(since !== undefined && { since: new Date(since).toISOString() }),
        ...(until !== undefined && { until: new Date(until).toISOString() }),
        order: "newest",
        limit: Math.min(size ?? pageSize, pageSize),
        ...(place !== undefined && { after: place }),
      });
      return { items: items.map(({ value }) => value), next: cursors.write(next) };
    },
    { ...(limit !== undefined && { limit }), ...(signal !== undefined && { signal }), ...(after !== undefined && { after }) },
    { name: "audit" },
  );
}
