/**
 * The one door for every write: checked, written down, judged, then let out.
 * @module
 */
import { fly } from "./outbox-desk.js";
import { auditWrite } from "./audit.js";
import { changeEntry, entryWrite, findEntry, leaseIsDead, outcomeOf, textIsOut, without } from "./outbox.js";
import { ConflictError, FolkmootError } from "../errors.js";
import { isStale, surroundingsOf } from "./act-target.js";
import { adds, shapes } from "./act-table.js";
import { admitted, judge } from "./policies-ask.js";
import { letOut, likeAfter, policyContext } from "./steps.js";
import { holdOf, isPaused, pauseWatchOf } from "./pause-watch.js";
import { nowOf } from "./can.js";
import { readAct } from "./act-input.js";
import { reconcileEntry, workerIsGone } from "./reconcile.js";
import { saidHash } from "./plan.js";
import type { ActOptions } from "./answer.js";
import type { AnyTarget } from "./act-input.js";
import type { Desk } from "./outbox-desk.js";
import type { Judgement } from "./policies-ask.js";
import type { Key } from "../model/keys.js";
import type { LetOutOptions } from "./steps.js";
import type { Outcome } from "../model/outcome.js";
import type { OutboxEntry, Pause, Send } from "../store/collections.js";
import type { OutboxRow } from "./outbox.js";
import type { WriteName } from "../model/write.js";

/** Runs a write: `inbox.act`. `about` is what is answered, where that is not the target itself: it goes into the default key. */
export async function runAct(
  desk: Desk,
  operation: WriteName,
  target: unknown,
  input: unknown,
  options: ActOptions,
  about?: Key,
): Promise<Outcome> {
  const { context } = desk;
  if (context.closing.aborted)
    throw new FolkmootError("misconfigured", `${operation}: the inbox is closed; make a new one with \`createInbox\`.`);
  const { send } = await readAct(context, operation, target, input, options, about);
  return runSend(desk, send, target as AnyTarget, options);
}

/** Runs a write that was checked. `handed` is what the host holds of the target. */
export async function runSend(desk: Desk, send: Send, handed: AnyTarget, options: ActOptions): Promise<Outcome> {
  const { context } = desk;
  options.signal?.throwIfAborted();
  const letOutOptions: LetOutOptions = {
    handed,
    since: context.runtime.clock.now(),
    ...(options.signal !== undefined && { signal: options.signal }),
  };
  // Calls with one key in this process share one flight, and so one outcome.
  const flight = desk.flights.get(send.id);
  if (flight !== undefined) {
    const outcome = await flight;
    const row = await findEntry(context, send.id);
    if (row !== undefined) sameOrThrow(row.value, send);
    return row === undefined ? outcome : outcomeOf(row.value);
  }
  return fly(desk, send.id, async () => outcomeOf(await goOn(desk, send, letOutOptions)));
}

/** Refuses a key that stands for something else already. */
function sameOrThrow(entry: OutboxEntry, send: Send): void {
  if (saidHash(entry) === saidHash(send)) return;
  throw new ConflictError(
    `${send.operation} for ${send.account}: this \`idempotencyKey\` stands for another write already; pass a key of its own for each thing that is said.`,
  );
}

/** Takes the write as far as it goes: from nothing, or from where an earlier call with the same key left it. */
async function goOn(desk: Desk, send: Send, options: LetOutOptions): Promise<OutboxEntry> {
  const row = (await findEntry(desk.context, send.id)) ?? (await insert(desk, send, options));
  if (row === undefined) return goOn(desk, send, options);
  sameOrThrow(row.value, send);
  return resume(desk, row, send, options);
}

/** Says what state a write is in once the policies were asked for the first time. */
function queued(
  entry: OutboxEntry,
  judgement: Judgement,
  { stale, pause }: { readonly stale: boolean; readonly pause: Pause | undefined },
): { readonly entry: OutboxEntry; readonly reason?: string } {
  if (judgement.do === "reject") {
    const error = { code: "forbidden", message: `A policy refused it: ${judgement.reason}`, retryable: false } as const;
    return { entry: { ...entry, state: "rejected", error }, reason: judgement.reason };
  }
  if (stale) return { entry: { ...entry, state: "held", hold: { reason: "stale" } }, reason: "stale" };
  if (judgement.do === "hold") return { entry: { ...entry, state: "held", hold: judgement.hold }, reason: judgement.hold.reason };
  // Last: what waits for a person all the same says so, and is asked about the pause when it is to leave.
  if (pause !== undefined) return { entry: { ...entry, state: "held", hold: holdOf(pause) }, reason: holdOf(pause).reason };
  return { entry: { ...entry, state: "queued" } };
}

/** Asks the policies, then writes the entry down. `undefined` = another call with the same key was faster. */
async function insert(desk: Desk, send: Send, options: LetOutOptions): Promise<OutboxRow | undefined> {
  const { context } = desk;
  const fresh: OutboxEntry = { ...send, state: "queued", createdAt: nowOf(context), steps: [], approvals: [] };
  const { entry, reason } = await consider(desk, fresh, options);
  const written = await context.store.write([
    entryWrite(context, entry, "absent"),
    ...(reason === undefined
      ? []
      : [auditWrite(context, entry, nowOf(context), { status: entry.state === "held" ? "pending" : "rejected", reason })]),
  ]);
  return written.ok ? { value: entry, version: 1 } : undefined;
}

/**
 * Asks the policies about an entry that is about to be queued.
 * @throws FolkmootError `not-found` when something is said to a target that is known to be gone, and no plan was made while it was there.
 */
async function consider(
  desk: Desk,
  entry: OutboxEntry,
  options: LetOutOptions,
): Promise<{ readonly entry: OutboxEntry; readonly reason?: string }> {
  const { context } = desk;
  const around = await surroundingsOf(context, entry, options.handed);
  if (around.gone && shapes[entry.operation].takes === "text" && entry.plan?.provenance.target === undefined)
    throw new FolkmootError(
      "not-found",
      `${entry.operation} for ${entry.account}: the target was deleted, so there is nothing to answer; look at the conversation again.`,
    );
  const approvals = admitted(entry);
  const judgement = await judge(
    context.policies,
    entry,
    policyContext(around, "queueing", nowOf(context), approvals),
    context.runtime.logger,
  );
  const pause = await pauseWatchOf(context).stops({ ...entry, since: options.since ?? context.runtime.clock.now() });
  return queued(entry, judgement, { stale: isStale(entry, around, approvals), pause });
}

/** How long a call waits for a worker of another process that has the entry, and how often it looks. Milliseconds. */
const waitMs = 30_000;
const lookMs = 250;

/** Goes on with an entry that is there. */
async function resume(desk: Desk, row: OutboxRow, send: Send, options: LetOutOptions): Promise<OutboxEntry> {
  const entry = row.value;
  switch (entry.state) {
    case "sent":
      // The like of it waits only where a pause stopped it.
      return entry.steps.some(({ step, status }) => step === "like" && status === "pending") ? likeAfter(desk, row, options) : entry;
    case "held":
      return isPaused(entry) ? again(desk, row, send, options) : entry;
    case "queued":
      return letOutOrWait(desk, row, options);
    case "rejected": {
      // What a person refused stays refused; anything else may be tried again, because nothing happened.
      if (entry.error?.code === "declined") return entry;
      return again(desk, row, send, options);
    }
    case "unknown":
    case "sending": {
      if (entry.state === "sending" && !workerIsGone(desk, entry)) return elsewhere(desk, row, options);
      // A switch may be asked for again: the network counts it as done when it stands as asked.
      if (!adds(entry.operation)) return again(desk, row, send, options);
      const settled = await reconcileEntry(desk, row);
      if (settled === undefined) {
        // Another process has settled it: from there this call goes on like any other.
        const found = await findEntry(desk.context, entry.id);
        return found === undefined ? entry : resume(desk, found, send, options);
      }
      const { state, error } = settled.value;
      if (state === "queued") return letOutOrWait(desk, settled, options);
      if (textIsOut(settled.value)) return likeAfter(desk, settled, options);
      return state === "rejected" && error?.code !== "declined" ? again(desk, settled, send, options) : settled.value;
    }
  }
}

/** Starts a new attempt where nothing happened: the parts that are out stay out. */
async function again(desk: Desk, row: OutboxRow, send: Send, options: LetOutOptions): Promise<OutboxEntry> {
  const { context } = desk;
  const meta = send.meta ?? row.value.meta;
  const fresh: OutboxEntry = {
    ...without(row.value, "error", "hold", "lease", "checkAt"),
    by: send.by,
    ...(meta !== undefined && { meta }),
    state: "queued",
    steps: row.value.steps.filter(({ status }) => status === "sent"),
  };
  const { entry } = await consider(desk, fresh, options);
  const changed = await changeEntry(context, row, entry);
  if (changed === undefined) return goAlong(desk, entry, options);
  return entry.state === "queued" ? letOutOrWait(desk, changed, options) : entry;
}

/** Goes along with another process that was faster: what is queued goes out from wherever it is taken first, and its outcome is ours. */
async function goAlong(desk: Desk, entry: OutboxEntry, options: LetOutOptions): Promise<OutboxEntry> {
  const found = await findEntry(desk.context, entry.id);
  if (found?.value.state === "queued") return letOutOrWait(desk, found, options);
  return found?.value.state === "sending" ? elsewhere(desk, found, options) : (found?.value ?? entry);
}

/** Lets an entry out; where another process was faster, waits for that one. */
async function letOutOrWait(desk: Desk, row: OutboxRow, options: LetOutOptions): Promise<OutboxEntry> {
  const entry = await letOut(desk, row, options);
  const taken = entry.state === "sending" && entry.lease?.worker !== desk.worker;
  return taken ? elsewhere(desk, { value: entry, version: row.version }, options) : entry;
}

/** Waits while another process sends: its outcome is ours. */
async function elsewhere(desk: Desk, row: OutboxRow, options: LetOutOptions): Promise<OutboxEntry> {
  const { clock } = desk.context.runtime;
  const until = clock.now() + waitMs;
  let entry = row.value;
  while (entry.state === "sending" && !leaseIsDead(entry, clock.now()) && clock.now() < until) {
    await clock.sleep(lookMs, options.signal === undefined ? {} : { signal: options.signal });
    entry = (await findEntry(desk.context, entry.id))?.value ?? entry;
  }
  return entry;
}
