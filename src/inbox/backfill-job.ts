/**
 * What a backfill is asked for: written down with its first run, so that the same id goes on with the same job.
 * @module
 */
import { backfillRow } from "./storage-keys.js";
import { ConflictError } from "../errors.js";
import type { AccountKey } from "../model/keys.js";
import type { BackfillJob } from "./intake.js";
import type { BackfillSpan, SyncCursor } from "../store/collections.js";
import type { InboxContext } from "./context.js";

/** Writes a job down for an account, or holds it against what was written. @throws ConflictError when the id stands for another job. */
export async function openJob(context: InboxContext, account: AccountKey, job: BackfillJob): Promise<void> {
  const key = context.stored(backfillRow(account, job.id));
  const span = spanOf(job);
  const value: SyncCursor = { account, surface: "account", backfill: job.id, span };
  const [row] = await context.store.read("cursor", [key]);
  if (row === undefined) {
    const { ok } = await context.store.write([{ collection: "cursor", key, value, expect: "absent" }]);
    // Another process has begun the same job in this moment.
    if (!ok) await openJob(context, account, job);
    return;
  }
  const begun = row.value.span;
  if (JSON.stringify(begun) === JSON.stringify(span)) return;
  throw new ConflictError(
    `backfill: the job ${JSON.stringify(job.id.slice(0, 40))} of ${account} was begun ${inWords(begun)}. Ask for exactly that to go on with it, or give the new job an id of its own.`,
  );
}

/** One form for one job, whatever form its times have. */
function spanOf({ from, to, surfaces }: BackfillJob): BackfillSpan {
  return {
    from: new Date(from).toISOString(),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
    surfaces: [...new Set(surfaces)].sort(),
  };
}

function inWords(span: BackfillSpan | undefined): string {
  if (span === undefined) return "otherwise";
  const end = span.to === undefined ? "the connection" : span.to;
  return `from ${span.from} to ${end}, with ${span.surfaces?.join(", ") ?? "other lists"}`;
}
