/**
 * The outbox: one entry for each write, changed by version only, so that two workers never send one entry.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { parseKey } from "../model/keys.js";
import { escapePart } from "./storage-keys.js";
import { actionsOf, partCount } from "./plan.js";
import type { AccountKey } from "../model/keys.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { InboxContext } from "./context.js";
import type { Outcome, OutcomeStep } from "../model/outcome.js";
import type { OutboxEntry } from "../store/collections.js";
import type { Timestamp } from "../model/ref.js";
import type { Versioned, Write } from "../store/store.js";

/** An entry as it was read. */
export type OutboxRow = Versioned<OutboxEntry>;

/** Writes milliseconds since 1970 as a timestamp. */
export const stamp = (ms: number): Timestamp => new Date(ms).toISOString();

/**
 * A call that we gave up may still stand in a queue on its way, and be carried out: proxies commonly hold one for a minute, and half of
 * that is over when we give up. Milliseconds.
 */
const underWayMs = 30_000;

/** Says from when on an absence is believed of a write whose answer nobody got. */
export function absentFrom({ runtime: { clock } }: InboxContext, settlingMs: number): Timestamp {
  return stamp(clock.now() + underWayMs + settlingMs);
}

/** Makes the id of an entry: its storage key without the tenant. */
export function outboxId(account: AccountKey, idempotencyKey: string): string {
  return `${account}:outbox:${escapePart(idempotencyKey)}`;
}

/**
 * Reads an entry; `undefined` when there is none.
 */
export async function findEntry(context: InboxContext, id: string): Promise<OutboxRow | undefined> {
  const [row] = await context.store.read("outbox", [context.stored(id)]);
  return row;
}

/**
 * Reads an entry that must be there.
 * @throws FolkmootError `not-found` when there is none, `invalid-request` when the string is no id of an entry.
 */
export async function readEntry(context: InboxContext, id: string, call: string): Promise<OutboxRow> {
  const [network = "", account = "", kind, key] = typeof id === "string" ? id.split(":") : [];
  if (kind !== "outbox" || key === undefined || parseKey(`${network}:${account}`)?.kind !== "account")
    throw new FolkmootError(
      "invalid-request",
      `${call}: \`id\` is no id of an outbox entry; take it from \`outcome.id\` or \`inbox.outbox()\`.`,
    );
  const row = await findEntry(context, id);
  if (row === undefined)
    throw new FolkmootError(
      "not-found",
      `${call}: the outbox of ${network}:${account} has no such entry; it may have been forgotten, or it belongs to another tenant.`,
    );
  return row;
}

/** Makes the write that replaces an entry, or inserts it once. */
export function entryWrite(context: InboxContext, entry: OutboxEntry, expect: number | "absent"): Write {
  return { collection: "outbox", key: context.stored(entry.id), value: entry, expect };
}

/** Replaces an entry when nobody else has changed it, together with what belongs to it. `undefined` = somebody was faster: read again. */
export async function changeEntry(
  context: InboxContext,
  row: OutboxRow,
  next: OutboxEntry,
  more: readonly Write[] = [],
): Promise<OutboxRow | undefined> {
  const written = await context.store.write([entryWrite(context, next, row.version), ...more]);
  return written.ok ? { value: next, version: row.version + 1 } : undefined;
}

/** Takes fields out of an entry: an absent field is not the same as an undefined one. */
export function without<K extends "error" | "lease" | "checkAt" | "hold">(
  entry: OutboxEntry,
  ...names: readonly K[]
): Omit<OutboxEntry, K> {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !(names as readonly string[]).includes(name))) as Omit<OutboxEntry, K>;
}

/** The steps that say or do something, in order; the like that goes along is not among them. */
export function textSteps(entry: Pick<OutboxEntry, "steps">): readonly OutcomeStep[] {
  return entry.steps.filter(({ step }) => step !== "like");
}

/** Says whether all of the text is out. */
export function textIsOut(entry: OutboxEntry): boolean {
  const steps = textSteps(entry);
  return steps.length === partCount(entry) && steps.every(({ status }) => status === "sent");
}

/** Says whether a like goes along that was not tried yet. */
export function wantsLike(entry: OutboxEntry): boolean {
  return (
    actionsOf(entry).some(({ type }) => type === "like") && !entry.steps.some(({ step, status }) => step === "like" && status !== "pending")
  );
}

/** Says whether nobody sends the entry any more: its worker gave up or died. */
export function leaseIsDead(entry: OutboxEntry, now: number): boolean {
  return entry.lease === undefined || Date.parse(entry.lease.until) <= now;
}

/** What is said of a write whose answer nobody has. */
export const noAnswer: ErrorInfo = {
  code: "outcome-unknown",
  message: "Nobody knows yet whether it arrived; call `reconcile` with the outcome's id. Do not send it again another way.",
  retryable: false,
};

/** Makes the outcome of an entry as it stands. */
export function outcomeOf(entry: OutboxEntry): Outcome {
  const { id, steps, error } = entry;
  const base = { id, steps };
  switch (entry.state) {
    case "sent":
      return { ...base, status: "sent" };
    case "held":
      return {
        ...base,
        status: "pending",
        waitsFor: entry.hold?.pause === undefined ? "approval" : "resume",
        ...(entry.hold !== undefined && { reason: entry.hold.reason }),
      };
    case "queued":
      return error?.code === "rate-limited"
        ? { ...base, status: "pending", waitsFor: "budget", ...(error.retryAt !== undefined && { until: error.retryAt }) }
        : { ...base, status: "pending", waitsFor: "resume" };
    case "rejected":
      return { ...base, status: "rejected", error: error ?? { code: "unexpected-response", message: "It was refused.", retryable: false } };
    case "sending":
      // The like of a reply that is out may still be under way: that never changes the status.
      if (textIsOut(entry)) return { ...base, status: "sent" };
      return { ...base, status: "unknown", error: noAnswer, ...(entry.lease !== undefined && { checkAt: entry.lease.until }) };
    case "unknown":
      return { ...base, status: "unknown", error: error ?? noAnswer, ...(entry.checkAt !== undefined && { checkAt: entry.checkAt }) };
  }
}
