/**
 * Rule: who may let out what, and who did.
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
import { pauseWrites, resumeWrites } from "./pause.js";
import type { Actor } from "../model/actor.js";
import type { AccountKey, Key } from "../model/keys.js";
import type { Approval, AuditAction, AuditEntry, OutboxEntry, PauseScope } from "../store/collections.js";
import type { Desk } from "./outbox-desk.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { InboxContext } from "./context.js";
import type { Outcome } from "../model/outcome.js";
import type { Paged } from "../model/page.js";
import type { Timestamp } from "../model/ref.js";

/** Whose writes stop, and why. */
export interface PauseOptions {
  /** `all` stops every write, `automation` what automations wrote, approved or not. */
  readonly scope: PauseScope;
  /** Where. @defaultValue all accounts, those that are added later too */
  readonly accounts?: readonly AccountKey[];
  /** Why. Whoever asks for a write meanwhile reads it, and it is audited: write no names into it. */
  readonly reason: string;
  /** Who stops them. */
  readonly by: Actor;
}

/** Which pause is lifted: the one of the same scope and the same accounts. */
export interface ResumeOptions extends Omit<PauseOptions, "reason"> {}

/** Which deeds to list. Fields are and, the values of one field are or. */
export interface AuditQuery {
  /** In which accounts. @defaultValue all, and what was done to all accounts at once: a pause */
  readonly accounts?: readonly AccountKey[];
  /** What was done. @defaultValue everything */
  readonly actions?: readonly AuditAction[];
  /** Ids of the actors. @defaultValue anybody */
  readonly by?: readonly string[];
  /** To what: a message, post, author, conversation or account. */
  readonly target?: Key;
  /** Done at this instant or later. */
  readonly since?: Timestamp;
  /** Done before this instant. */
  readonly until?: Timestamp;
  /** Most rows over all pages. @defaultValue no end; a page has 100 */
  readonly limit?: number;
  /** Continues behind an earlier page of the same query: its `next`. @defaultValue the start */
  readonly after?: string;
  /** Ends the list between pages. */
  readonly signal?: AbortSignal;
}

/** Who may let out what, and who did. */
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
  /**
   * Stops writes, in every process over the same store within a second: what has not left by then stays, also what waits for budget.
   * What has left goes on to its answer. Reading goes on.
   * What is asked for meanwhile is `pending` with this reason, and so is the rest of what was under way; no approval lifts a pause.
   * A second pause of the same scope and accounts replaces the first.
   * @throws FolkmootError `invalid-request` naming field and remedy, `misconfigured` for an account that the inbox does not have.
   *
   * @example
   * await inbox.pause({ scope: "automation", reason: "It answers the wrong people.", by });
   */
  pause(options: PauseOptions): Promise<void>;
  /**
   * Lifts the pause of the same scope and the same accounts; one of all accounts and one of a single account are two, and each is lifted by itself.
   * Sends nothing: what waited goes on when it is approved or asked for again with the same key, and `recover` leaves it alone.
   * @throws FolkmootError `forbidden` for an automation, `invalid-request` and `misconfigured` as `pause` does.
   *
   * @example
   * await inbox.resume({ scope: "automation", by });
   * for await (const { id, hold } of inbox.outbox({ states: ["held"] })) if (hold?.pause) await inbox.approveReply(id, by);
   */
  resume(options: ResumeOptions): Promise<void>;
  /**
   * Reads who did what, newest first: every write that was asked for and what became of it, decisions, pauses, the team's work.
   * Keys and hashes, no text.
   * @throws FolkmootError `invalid-request` at once, naming field and remedy.
   */
  audit(query?: AuditQuery): Paged<AuditEntry>;
}

/** Makes the part of the inbox that lets a person decide. */
export function createRule(context: InboxContext): Omit<Rule, "audit"> {
  const desk = deskOf(context);
  return {
    pause: (options) => pauseWrites(context, options),
    resume: (options) => resumeWrites(context, options),
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
  // A plan that names its target holds as stale by itself once that is edited; of any other only the approver knows what it answers.
  const named = [entry.publicPlan, entry.plan].some((plan) => plan?.provenance.target !== undefined);
  const saw = (entry.hold?.reason === "stale" || !named) && message !== undefined ? { target: messageHash(message) } : {};
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
