/**
 * Rule: who may let out what.
 * @module
 */
import { alone, deskOf } from "./outbox-desk.js";
import { admits, admitted } from "./policies-ask.js";
import { auditWrite } from "./audit.js";
import { changeEntry, leaseIsDead, outcomeOf, readEntry, without } from "./outbox.js";
import { checkActor } from "./act-input.js";
import { ConflictError, FolkmootError } from "../errors.js";
import { leavingHash } from "./plan.js";
import { letOut } from "./steps.js";
import { surroundingsOf } from "./act-target.js";
import { messageHash } from "../model/hash.js";
import { nowOf } from "./can.js";
import type { Actor } from "../model/actor.js";
import type { Approval, OutboxEntry } from "../store/collections.js";
import type { Desk } from "./outbox-desk.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { InboxContext } from "./context.js";
import type { Outcome } from "../model/outcome.js";

/** Who may let out what. */
export interface Rule {
  /**
   * Approves the plan as it is now; a changed plan has to be approved anew. Sends it when nothing else holds it.
   * What it answers is read again first, where the network can be asked: gone or edited meanwhile = held as `stale`; not readable = `pending`, and
   * `recover` tries anew.
   * A plan that is held as `stale` goes out when a person who saw the edited target approves it; a deleted target holds it for good.
   * @param id - of the outcome, or of the entry in `outbox()`
   * @throws FolkmootError `forbidden` when the actor is no human or may not approve this one, `not-found` for an unknown id,
   * ConflictError when it no longer waits for approval.
   */
  approveReply(id: string, by: Actor): Promise<Outcome>;
  /**
   * Ends as `rejected` with the code `declined`; asked for again with the same key it stays so.
   * @param why - kept in the outbox entry and the audit trail: write no names into it
   * @throws FolkmootError `invalid-request` without a reason, `not-found` for an unknown id, ConflictError when it no longer waits.
   */
  declineReply(id: string, by: Actor, why: string): Promise<Outcome>;
}

/** Makes the part of the inbox that lets a person decide. */
export function createRule(context: InboxContext): Rule {
  const desk = deskOf(context);
  return {
    approveReply: (id, by) => decide(desk, id, by, "approveReply", (call) => approve(desk, id, by, call)),
    declineReply: (id, by, why) =>
      decide(desk, id, by, "declineReply", (call) => {
        if (typeof why !== "string" || why.trim() === "")
          throw new FolkmootError("invalid-request", `${call}: \`why\` is empty; say why, for those who wrote it.`);
        return decline(desk, id, by, why, call);
      }),
  };
}

async function decide(desk: Desk, id: string, by: Actor, call: string, then: (call: string) => Promise<Outcome>): Promise<Outcome> {
  checkActor(by, call);
  await readEntry(desk.context, id, call);
  return alone(desk, id, () => then(call));
}

/** Makes the record of a decision. */
function decision(
  entry: OutboxEntry,
  verdict: Approval["verdict"],
  by: Actor,
  at: string,
  more: Pick<Approval, "target" | "why">,
): Approval {
  return { verdict, by: { type: by.type, id: by.id }, at, hash: leavingHash(entry), ...more };
}

async function approve(desk: Desk, id: string, by: Actor, call: string): Promise<Outcome> {
  const { context } = desk;
  const row = await readEntry(context, id, call);
  const entry = row.value;
  if (entry.state !== "held") {
    // The same person's second click: it is approved already.
    if (admitted(entry).some((given) => given.verdict === "approved" && given.by.id === by.id)) return outcomeOf(entry);
    throw new ConflictError(
      `${call} for ${entry.account}: it is \`${entry.state}\` and no longer waits for approval; look at \`inbox.outbox()\`.`,
    );
  }
  if (by.type !== "human")
    throw new FolkmootError(
      "forbidden",
      `${call} for ${entry.account}: only a human may approve; let a person do it (\`by.type\` is ${by.type}).`,
    );
  if (entry.hold !== undefined && !admits(entry.hold, { by }))
    throw new FolkmootError(
      "forbidden",
      `${call} for ${entry.account}: this actor may not approve it (${entry.hold.reason}); ask one who may.`,
    );
  const at = nowOf(context);
  const { message } = await surroundingsOf(context, entry, undefined);
  const saw = entry.hold?.reason === "stale" && message !== undefined ? { target: messageHash(message) } : {};
  const next: OutboxEntry = {
    ...without(entry, "hold"),
    state: "queued",
    hash: leavingHash(entry),
    approvals: [...entry.approvals, decision(entry, "approved", by, at, saw)],
  };
  const changed = await changeEntry(context, row, next, [auditWrite(context, next, at, { action: "approveReply", by })]);
  if (changed === undefined) return approve(desk, id, by, call);
  return outcomeOf(await letOut(desk, changed, {}));
}

async function decline(desk: Desk, id: string, by: Actor, why: string, call: string): Promise<Outcome> {
  const { context } = desk;
  const row = await readEntry(context, id, call);
  const entry = row.value;
  if (entry.state === "rejected" && entry.error?.code === "declined") return outcomeOf(entry);
  if (entry.state !== "held" && !(entry.state === "queued" && leaseIsDead(entry, context.runtime.clock.now())))
    throw new ConflictError(
      `${call} for ${entry.account}: it is \`${entry.state}\` and can no longer be declined; look at \`inbox.outbox()\`.`,
    );
  const at = nowOf(context);
  const error: ErrorInfo = { code: "declined", message: "A person declined it; the reason stands in the outbox entry.", retryable: false };
  const next: OutboxEntry = {
    ...without(entry, "hold"),
    state: "rejected",
    error,
    approvals: [...entry.approvals, decision(entry, "declined", by, at, { why })],
  };
  const changed = await changeEntry(context, row, next, [
    auditWrite(context, next, at, { action: "declineReply", by, status: "rejected", reason: why }),
  ]);
  return changed === undefined ? decline(desk, id, by, why, call) : outcomeOf(changed.value);
}
