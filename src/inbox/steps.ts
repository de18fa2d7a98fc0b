/**
 * Lets a write out: policies once more, `can`, then part by part, each written down before the next leaves.
 * @module
 */
import { nowOf, refusal } from "./can.js";
import { auditWrite } from "./audit.js";
import { call } from "./steps-call.js";
import { absentFrom, changeEntry, findEntry, textIsOut, wantsLike, without } from "./outbox.js";
import { giveLike } from "./steps-like.js";
import { holdOf, pauseWatchOf } from "./pause-watch.js";
import { isStale, lookAround, surroundingsOf } from "./act-target.js";
import { admitted, judge } from "./policies-ask.js";
import { keep, ownOf } from "./steps-keep.js";
import { holding, leaseOf } from "./outbox-lease.js";
import { recordSent, sentSteps } from "./steps-record.js";
import { rereadTarget } from "./reread.js";
import { mayLeave } from "./steps-may.js";
import { pieceAt } from "./outbox-pieces.js";
import { tellReauthorize } from "./reauthorize.js";
import type { Actor } from "../model/actor.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { AnyTarget } from "./act-input.js";
import type { Approval, OutboxEntry, Pause } from "../store/collections.js";
import type { Called } from "./steps-call.js";
import type { Desk } from "./outbox-desk.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { OutboxRow } from "./outbox.js";
import type { OutcomeStep } from "../model/outcome.js";
import type { Piece } from "./outbox-pieces.js";
import type { PolicyContext } from "./policy.js";
import type { Surroundings } from "./act-target.js";
import type { Write } from "../store/store.js";

/** How a write is let out. */
export interface LetOutOptions {
  /** What the host holds of the target, used where the store holds nothing. */
  readonly handed?: AnyTarget;
  /** Ends waiting; what has left is not undone. */
  readonly signal?: AbortSignal;
  /** When it was asked for: what was under way when writes were paused does not go on when they are resumed. Milliseconds. @defaultValue now */
  readonly since?: number;
}

/** Gathers what policies may look at. */
export function policyContext(
  around: Surroundings,
  moment: PolicyContext["moment"],
  now: string,
  approvals: readonly Approval[],
): PolicyContext {
  const { account, message, post, conversation } = around;
  return {
    now,
    moment,
    approvals,
    ...(account !== undefined && { account }),
    ...(message !== undefined && { message }),
    ...(post !== undefined && { post }),
    ...(conversation !== undefined && { conversation }),
  };
}

/** Who acts as far as the network is concerned: once a person has approved what a program wrote, a person acts. */
function actorOf(entry: OutboxEntry, approvals: readonly Approval[]): Actor {
  if (entry.by.type === "human") return entry.by;
  return approvals.findLast(({ verdict, by }) => verdict === "approved" && by.type === "human")?.by ?? entry.by;
}

/** Lets an entry out that is queued, from its first part that is not out. Gives the entry as it stands afterwards. */
export async function letOut(desk: Desk, row: OutboxRow, options: LetOutOptions): Promise<OutboxEntry> {
  const { context } = desk;
  const entry = row.value;
  // Asked before the target is read again: what is paused costs the network nothing.
  const since = options.since ?? context.runtime.clock.now();
  const pause = await pauseWatchOf(context).stops({ ...entry, since });
  if (pause !== undefined) return holdForPause(desk, row, pause);
  const adapter = await context.adapter(entry.account);
  const approvals = admitted(entry);
  const known = await surroundingsOf(context, entry, options.handed);
  const read = await rereadTarget(context, adapter, entry, {
    around: known,
    approvals,
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  if (read.is === "failed") return putOff(desk, adapter, row, read.error);
  const { around } = read;
  const now = nowOf(context);
  const said = policyContext(around, "leaving", now, approvals);
  const judgement = await judge(context.policies, entry, said, context.runtime.logger);

  if (judgement.do === "reject")
    return end(
      desk,
      row,
      rejected(entry, { code: "forbidden", message: `A policy refused it: ${judgement.reason}`, retryable: false }),
      judgement.reason,
    );
  if (isStale(entry, around, approvals)) return end(desk, row, held(entry, { reason: "stale" }), "stale");
  if (judgement.do === "hold") return end(desk, row, held(entry, judgement.hold), judgement.hold.reason);

  const by = actorOf(entry, approvals);
  const refused = await mayLeave(context, adapter, { entry, around, by, handed: options.handed });
  if (refused !== undefined) {
    const { answer, operation } = refused;
    const error = refusal(answer, `${operation} on ${adapter.network}`);
    if (answer.reason === "budget" && answer.retryAt !== undefined) return end(desk, row, { ...entry, state: "queued", error });
    return end(desk, row, rejected(entry, error), answer.reason);
  }
  return sendParts({ desk, adapter, around, by, options, since }, row);
}

/** Lets an entry wait until the pause is lifted and somebody asks for it again: `recover` leaves it alone. */
async function holdForPause(desk: Desk, row: OutboxRow, pause: Pause): Promise<OutboxEntry> {
  const hold = holdOf(pause);
  return end(desk, row, held(row.value, hold), hold.reason);
}

/** Leaves an entry queued whose target could not be read again: nothing is sent blindly, and `recover` and the same key try anew. */
async function putOff(desk: Desk, adapter: AnyAdapter, row: OutboxRow, error: ErrorInfo | undefined): Promise<OutboxEntry> {
  const entry = without(row.value, "error");
  if (error === undefined) return end(desk, row, entry);
  const { logger } = desk.context.runtime;
  logger.warn?.("A target could not be read again; the write waits.", { account: entry.account, outbox: entry.id, code: error.code });
  tellReauthorize(desk.context, adapter, error);
  return end(desk, row, { ...entry, error }, "target not read");
}

/** Gives the like of a reply whose text was found to be out after all: it follows the text. A like that is given already stays one. */
export async function likeAfter(desk: Desk, row: OutboxRow, options: LetOutOptions): Promise<OutboxEntry> {
  const { context } = desk;
  const entry = row.value;
  if (!textIsOut(entry) || !wantsLike(entry)) return entry;
  const [adapter, around] = await Promise.all([context.adapter(entry.account), surroundingsOf(context, entry, options.handed)]);
  const since = options.since ?? context.runtime.clock.now();
  return giveLike({ desk, adapter, around, by: actorOf(entry, admitted(entry)), options, since }, row);
}

/** What sending the parts of one entry needs. */
export interface Sending {
  /** Who sends. */
  readonly desk: Desk;
  /** Of the account that writes. */
  readonly adapter: AnyAdapter;
  /** The target, and what the store knows around it. */
  readonly around: Surroundings;
  /** Who acts, as the network is told. */
  readonly by: Actor;
  /** What came with the call. */
  readonly options: LetOutOptions;
  /** When it was asked for. Milliseconds since 1970. */
  readonly since: number;
}

async function sendParts(sending: Sending, row: OutboxRow): Promise<OutboxEntry> {
  const { desk, adapter, around, by, options, since } = sending;
  const { context } = desk;
  const pauses = pauseWatchOf(context);
  let current = row;
  while (!textIsOut(current.value)) {
    const paused = await pauses.stops({ ...current.value, since });
    if (paused !== undefined) return holdForPause(desk, current, paused);
    const done = sentSteps(current.value);
    const piece = pieceAt(current.value, done.length);
    const about =
      piece.entry.target.key === current.value.target.key ? around : await lookAround(context, options.handed ?? piece.entry.target);
    // Nothing leaves that is not written down: a worker that dies now leaves a step that is looked for, not sent again.
    const claimed = await changeEntry(context, current, taken(desk, current.value, done, piece));
    if (claimed === undefined) return latest(desk, current.value);
    const { value: entry } = claimed;
    const before = done.at(-1)?.message;
    const to = before !== undefined && piece.entry.operation === "reply" ? before : about.target;
    const idempotencyKey = `${entry.idempotencyKey}#${piece.at}`;
    // It may wait for budget as long as the host allows: a pause that begins meanwhile holds it back.
    const { result, row: kept } = await holding(desk, claimed, options.signal, (signal) =>
      pauses.guard({ ...entry, since }, signal, (guarded) =>
        call(adapter, piece.entry, to, piece.index, { idempotencyKey, by, signal: guarded }),
      ),
    );
    const pause = result.is === "stopped" ? await pauses.stops({ ...entry, since }) : undefined;
    const next = await settle({ ...sending, around: about }, kept, result, { done, piece, pause });
    if (next === undefined || next.value.state !== "sending") return next?.value ?? latest(desk, entry);
    current = next;
    if (options.signal?.aborted === true && !textIsOut(current.value))
      return end(desk, current, { ...without(current.value, "lease"), state: "queued" });
  }
  return giveLike(sending, current);
}

/** Takes the entry for this worker, with the step that is about to leave. */
function taken(desk: Desk, entry: OutboxEntry, done: readonly OutcomeStep[], { step, index }: Piece): OutboxEntry {
  return {
    ...without(entry, "error", "hold", "checkAt"),
    state: "sending",
    lease: leaseOf(desk),
    steps: [...done, { step, index, status: "pending" }],
  };
}

/** What a call was, beside its answer. */
interface Part {
  /** What is out before it. */
  readonly done: readonly OutcomeStep[];
  readonly piece: Piece;
  /** The pause that kept it in. */
  readonly pause: Pause | undefined;
}

/** Writes down what became of a part, with what it left behind. */
async function settle(sending: Sending, row: OutboxRow, called: Called, part: Part): Promise<OutboxRow | undefined> {
  const { desk, adapter, around } = sending;
  const { context } = desk;
  const entry = row.value;
  const { done, piece, pause } = part;
  const { step: kind, index } = piece;
  const at = nowOf(context);
  const free = without(entry, "lease");
  switch (called.is) {
    case "sent": {
      const { receipt } = called;
      const own = ownOf(context, piece.entry, around, receipt);
      const step: OutcomeStep = { step: kind, index, status: "sent", ...own, ...(receipt.refs !== undefined && { refs: receipt.refs }) };
      const more = async (next: OutboxEntry): Promise<readonly Write[]> => [
        ...(await keep(context, piece.entry, around, own, receipt, at)),
        ...(textIsOut(next) ? [auditWrite(context, next, at, { status: "sent" })] : []),
      ];
      return recordSent(desk, row, step, more, (whole) => !textIsOut(whole) || wantsLike(whole));
    }
    case "rejected":
      tellReauthorize(context, adapter, called.error);
      return commit(desk, row, {
        ...rejected(free, called.error),
        steps: [...done, { step: kind, index, status: "rejected", error: called.error }],
      });
    case "stopped":
      if (pause !== undefined) return commit(desk, row, { ...held(free, holdOf(pause)), steps: done }, holdOf(pause).reason);
      return commit(desk, row, { ...free, state: "queued", steps: done });
    case "no-budget":
      return commit(desk, row, {
        ...free,
        state: "queued",
        error: called.error,
        steps: [...done, { step: kind, index, status: "pending", error: called.error }],
      });
    case "unknown": {
      const checkAt = absentFrom(context, adapter.settlingMs(piece.entry.operation));
      const { error, refs } = called;
      const step: OutcomeStep = { step: kind, index, status: "unknown", error, ...(refs !== undefined && { refs }) };
      return commit(desk, row, { ...free, state: "unknown", error, checkAt, steps: [...done, step] });
    }
  }
}

/** Writes an entry and its audit row; `undefined` = another worker holds the entry now. */
async function commit(desk: Desk, row: OutboxRow, next: OutboxEntry, reason?: string): Promise<OutboxRow | undefined> {
  return changeEntry(desk.context, row, next, [
    auditWrite(desk.context, next, nowOf(desk.context), {
      status: next.state === "rejected" || next.state === "unknown" || next.state === "sent" ? next.state : "pending",
      ...(reason !== undefined && { reason }),
    }),
  ]);
}

function held(entry: OutboxEntry, hold: NonNullable<OutboxEntry["hold"]>): OutboxEntry {
  return { ...without(entry, "error", "lease", "checkAt"), state: "held", hold };
}

function rejected(entry: OutboxEntry, error: ErrorInfo): OutboxEntry {
  return { ...without(entry, "lease", "checkAt", "hold"), state: "rejected", error };
}

/** Writes how it ended before anything left, unless somebody else was faster. */
async function end(desk: Desk, row: OutboxRow, next: OutboxEntry, reason?: string): Promise<OutboxEntry> {
  return (await commit(desk, row, next, reason))?.value ?? latest(desk, row.value);
}

async function latest(desk: Desk, entry: OutboxEntry): Promise<OutboxEntry> {
  return (await findEntry(desk.context, entry.id))?.value ?? entry;
}
