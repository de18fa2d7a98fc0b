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
  /** What was done. @defaultValue the entry's operation */
  readonly action?: AuditAction;
  /** Who did it. @defaultValue the entry's own */
  readonly by?: Actor;
  /** What became of it. */
  readonly status?: OutcomeStatus;
  /** The reason that a person or policy gave. */
  readonly reason?: string;
}

/** Makes the audit row of something that was done to an outbox entry; it belongs into the same batch as the entry. */
export function auditWrite(context: InboxContext, entry: OutboxEntry, at: string, deed: Deed): Write {
  const row: Omit<AuditEntry, "id"> = {
    at,
    by: deed.by ?? entry.by,
    action: deed.action ?? entry.operation,
    account: entry.account,
    target: entry.target.key,
    outbox: entry.id,
    hash: entry.hash,
    ...(deed.status !== undefined && { status: deed.status }),
    ...(deed.reason !== undefined && { reason: deed.reason }),
    ...(entry.meta !== undefined && { meta: entry.meta }),
  };
  // Made of what it says: a row written twice is one row, whoever writes it.
  const id = hashOf([row, entry.steps.length]);
  return { collection: "audit", key: context.stored(`${entry.account}:audit:${id}`), value: { id, ...row } };
}
