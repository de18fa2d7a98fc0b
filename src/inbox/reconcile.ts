/**
 * Finds out what became of a write without an answer: an echo that is stored already, then our own message at the network.
 * Says "not sent" only after the network's settling time, and only when the whole list could be read.
 * @module
 */
import { errorName, isFolkmootError } from "../errors.js";
import { adds } from "./act-table.js";
import { auditWrite } from "./audit.js";
import {
  absentFrom,
  changeEntry,
  leaseIsDead,
  noAnswer,
  outcomeOf,
  readEntry,
  stamp,
  textIsOut,
  textSteps,
  wantsLike,
  without,
} from "./outbox.js";
import { alone } from "./outbox-desk.js";
import { findEcho, mayBeBuried, ownedElsewhere } from "./reconcile-echo.js";
import { keep, ownOf } from "./steps-keep.js";
import { lookAround } from "./act-target.js";
import { nowOf } from "./can.js";
import { partOf } from "./plan.js";
import { pieceOf } from "./outbox-pieces.js";
import { recordSent } from "./steps-record.js";
import { supports } from "../adapter/can.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Desk } from "./outbox-desk.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { Message } from "../model/message.js";
import type { MessageTarget } from "../model/target.js";
import type { Outcome, OutcomeStep } from "../model/outcome.js";
import type { OutboxEntry } from "../store/collections.js";
import type { OutboxRow } from "./outbox.js";
import type { Piece } from "./outbox-pieces.js";
import type { Receipt } from "../adapter/operations.js";
import type { Surroundings } from "./act-target.js";

/** How far our clock and the network's may differ. Milliseconds. The same text in the same place so shortly before is the same reply. */
const skewMs = 5 * 60_000;

/** Says whether the worker of an entry in `sending` is gone. Asked by whoever works on the entry alone in this process. */
export function workerIsGone(desk: Desk, entry: OutboxEntry): boolean {
  return entry.lease?.worker === desk.worker || leaseIsDead(entry, desk.context.runtime.clock.now());
}

/** Settles an entry by its id: `inbox.reconcile`. */
export async function reconcileById(desk: Desk, id: string): Promise<Outcome> {
  await readEntry(desk.context, id, "reconcile");
  return alone(desk, id, async () => {
    const row = await readEntry(desk.context, id, "reconcile");
    const open = row.value.state === "unknown" || (row.value.state === "sending" && workerIsGone(desk, row.value));
    const settled = open ? await reconcileEntry(desk, row) : row;
    return outcomeOf((settled ?? (await readEntry(desk.context, id, "reconcile"))).value);
  });
}

/** Settles an entry whose answer nobody has. `undefined` = somebody else changed it meanwhile. */
export async function reconcileEntry(desk: Desk, found: OutboxRow): Promise<OutboxRow | undefined> {
  const { context } = desk;
  const adapter = await context.adapter(found.value.account);
  const row = found.value.state === "sending" ? await takeOver(desk, adapter, found) : found;
  const step = row === undefined ? undefined : textSteps(row.value).find(({ status }) => status === "unknown");
  if (row === undefined || step === undefined) return row;
  return adds(row.value.operation) ? lookFor(desk, adapter, row, step) : lookAt(desk, row, step);
}

/** Takes an entry over whose worker died: what was about to leave may have left. */
async function takeOver(desk: Desk, adapter: AnyAdapter, row: OutboxRow): Promise<OutboxRow | undefined> {
  const entry = without(row.value, "lease");
  // The text is out; whether the like went out too changes nothing: it is a switch, and may be asked for again. Until somebody has, the
  // entry stays where `recover` finds it.
  if (textIsOut(row.value)) return changeEntry(desk.context, row, { ...entry, state: wantsLike(row.value) ? "sending" : "sent" });
  if (!entry.steps.some(({ status }) => status === "pending")) return changeEntry(desk.context, row, { ...entry, state: "queued" });
  return changeEntry(desk.context, row, {
    ...entry,
    state: "unknown",
    error: noAnswer,
    // The worker may have been alive until now.
    checkAt: absentFrom(desk.context, adapter.settlingMs(entry.operation)),
    steps: entry.steps.map((step) => (step.status === "pending" ? { ...step, status: "unknown", error: noAnswer } : step)),
  });
}

/** A switch that stands as asked is done, whoever turned it. Otherwise nobody can tell, and the same call may be made again. */
async function lookAt(desk: Desk, row: OutboxRow, step: OutcomeStep): Promise<OutboxRow | undefined> {
  const { context } = desk;
  const entry = row.value;
  const around = await lookAround(context, entry.target);
  const object = around.message ?? around.post;
  const stands =
    (entry.operation === "delete" && around.gone) ||
    (entry.operation === "hide" && object?.visibility === "hidden") ||
    (entry.operation === "like" && (object?.ownReactions?.length ?? 0) > 0) ||
    (entry.operation === "react" && typeof entry.input === "string" && object?.ownReactions?.includes(entry.input) === true);
  if (!stands) return row;
  return recordSent(desk, row, { step: step.step, index: step.index, status: "sent" }, auditSent(desk, []));
}

/** One that another write has taken for its own meanwhile. */
class Taken extends Error {}

/** Looks for our own message, first among what is stored, then at the network. */
async function lookFor(desk: Desk, adapter: AnyAdapter, row: OutboxRow, step: OutcomeStep): Promise<OutboxRow | undefined> {
  const { context } = desk;
  const piece = pieceOf(row.value, step);
  const { entry, index, at } = piece;
  const [around, owned] = await Promise.all([lookAround(context, entry.target), ownedElsewhere(context, entry, step)]);
  const before = index === 0 ? undefined : textSteps(entry)[at - 1]?.message;
  const since = stamp(Date.parse(entry.createdAt) - skewMs);
  const echo = await findEcho(context, entry, index, { around, before, since, owned });
  const asked = context.runtime.clock.now();
  const look =
    echo === undefined ? await askNetwork(desk, adapter, piece, { step, around, before, since, owned }) : { message: echo, complete: true };
  if (look.message === undefined) {
    const settled = entry.checkAt !== undefined && asked >= Date.parse(entry.checkAt);
    if (!look.complete || !settled || (await mayBeBuried(context, entry, { around, before, since, owned }))) return row;
    return notThere(desk, adapter, row);
  }
  const receipt: Receipt = { message: look.message };
  const own = ownOf(context, entry, around, receipt);
  const key = look.message.key;
  try {
    return await recordSent(desk, row, { step: piece.step, index, status: "sent", ...own }, async (next) => {
      const writes = await keep(context, entry, around, own, receipt, nowOf(context));
      // Asked after the message's version was read: another write that takes it now makes this batch fail.
      if ((await ownedElsewhere(context, entry, step)).has(key)) throw new Taken();
      return [...writes, ...(await auditSent(desk, [])(next))];
    });
  } catch (error) {
    if (error instanceof Taken) return row;
    throw error;
  }
}

interface Place {
  readonly step: OutcomeStep;
  readonly around: Surroundings;
  readonly before: Message | undefined;
  readonly since: string;
  readonly owned: ReadonlySet<string>;
}

interface Look {
  readonly message?: Message;
  /** True when all of the list was read, so that an absence is one. */
  readonly complete: boolean;
}

async function askNetwork(desk: Desk, adapter: AnyAdapter, { entry, at }: Piece, place: Place): Promise<Look> {
  const { step, around, before, since, owned } = place;
  if (!supports(adapter, "findOwn") || entry.plan === undefined) return { complete: false };
  const target = before !== undefined && entry.operation === "reply" ? before : around.target;
  const query = {
    since,
    operation: entry.operation,
    idempotencyKey: `${entry.idempotencyKey}#${at}`,
    ...(step.refs !== undefined && { refs: step.refs }),
  };
  let complete = true;
  try {
    for await (const page of adapter.findOwn(target as MessageTarget, partOf(entry.plan, step.index), query).pages()) {
      const message = page.items.find(({ key }) => !owned.has(key));
      if (message !== undefined) return { message, complete: true };
      // An item that could not be read may be the one; so may one that was not listed.
      complete = page.quarantined.length === 0 && (page.stoppedBy === "end" || page.stoppedBy === "since");
      if (page.quarantined.length > 0) break;
    }
  } catch (error) {
    desk.context.runtime.logger.warn?.("Looking for our own message failed; it stays unknown.", {
      account: entry.account,
      outbox: entry.id,
      kind: errorName(error),
      ...(isFolkmootError(error) && { code: error.code }),
    });
    return { complete: false };
  }
  return { complete };
}

/** Writes down that nothing was sent: the same key may go on. */
async function notThere(desk: Desk, adapter: AnyAdapter, row: OutboxRow): Promise<OutboxRow | undefined> {
  const error: ErrorInfo = {
    code: "connection-failed",
    message: `${row.value.operation} on ${adapter.network}: nothing was sent; the network shows no trace of it after its settling time. The same call may be made again.`,
    retryable: true,
  };
  const next: OutboxEntry = {
    ...without(row.value, "checkAt", "lease"),
    state: "rejected",
    error,
    steps: row.value.steps.map((step) =>
      step.status === "unknown" && step.step !== "like" ? { ...step, status: "rejected", error } : step,
    ),
  };
  return changeEntry(desk.context, row, next, [
    auditWrite(desk.context, next, nowOf(desk.context), { status: "rejected", reason: "not found" }),
  ]);
}

/** Adds the audit row once all of the text is out. */
function auditSent(desk: Desk, writes: readonly []): (next: OutboxEntry) => Promise<readonly ReturnType<typeof auditWrite>[]> {
  return (next) =>
    Promise.resolve(textIsOut(next) ? [...writes, auditWrite(desk.context, next, nowOf(desk.context), { status: "sent" })] : writes);
}
