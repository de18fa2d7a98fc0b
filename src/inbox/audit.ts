/**
 * The audit trail: who did what, by keys and hashes. No text and no names.
 * @module
 */
import { hashOf } from "../model/hash.js";
import type { Actor } from "../model/actor.js";
import type { AuditAction, AuditEntry, OutboxEntry } from "../store/collections.js";
import type { InboxContext } from "./context.js";
import type { OutcomeStatus } from "../model/outcome.js";
import type { Write } from "../store/store.js";

/** What an audit row says beside the entry it speaks of. */
export interface Deed {
  /** What was done. @defaultValue `escalate` for an escalation, else the entry's operation */
  readonly action?: AuditAction;
  /** Who did it. @defaultValue the entry's own */
  readonly by?: Actor;
  /** What became of it. */
  readonly status?: OutcomeStatus;
  /** The reason that a person or policy gave. */
  readonly reason?: string;
}

/** Makes the write of an audit row; it belongs into the same batch as what was done. `more` tells apart what the row itself does not. */
export function auditRow(context: InboxContext, row: Omit<AuditEntry, "id">, more?: number): Write {
  // Made of what it says: a row written twice is one row, whoever writes it.
  const id = hashOf(more === undefined ? [row] : [row, more]);
  const key = row.account === undefined ? `audit:${id}` : `${row.account}:audit:${id}`;
  return { collection: "audit", key: context.stored(key), value: { id, ...row } };
}

/** Makes the audit row of something that was done to an outbox entry. */
export function auditWrite(context: InboxContext, entry: OutboxEntry, at: string, deed: Deed): Write {
  return auditRow(
    context,
    {
      at,
      by: deed.by ?? entry.by,
      action: deed.action ?? (entry.escalates === undefined ? entry.operation : "escalate"),
      account: entry.account,
      // Whoever asks about a message hears of what was said to its author in private as well.
      target: (entry.escalates ?? entry.target).key,
      outbox: entry.id,
      hash: entry.hash,
      ...(deed.status !== undefined && { status: deed.status }),
      ...(deed.reason !== undefined && { reason: deed.reason }),
      ...(entry.meta !== undefined && { meta: entry.meta }),
    },
    entry.steps.length,
  );
}
