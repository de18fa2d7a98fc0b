/**
 * The team's own state: who takes care, what it is called, whether it is done. The network never sees it.
 * @module
 */
import { auditRow } from "./audit.js";
import { checkActor } from "./act-input.js";
import { checkName, checkNames, checkPeriod, checkTexts, isRecord, refuse } from "./check.js";
import { ConflictError, FolkmootError } from "../errors.js";
import { nowOf } from "./can.js";
import { opened, stateOf, workflowKey } from "./workflow.js";
import { parseKey } from "../model/keys.js";
import type { Actor } from "../model/actor.js";
import type { AuditAction, Workflow } from "../store/collections.js";
import type { InboxContext } from "./context.js";
import type { TeamWork, WorkflowOptions } from "./workflow-care.js";

type WorkflowKey = Workflow["key"];

/** What a turn of the state may go by. */
interface Moment {
  readonly by: Actor;
  readonly at: string;
}

/** One call that changes the state. */
interface Deed {
  readonly action: Extract<AuditAction, keyof TeamWork>;
  /** What is new; the same object when nothing is. */
  readonly turn: (now: Workflow, moment: Moment) => Workflow;
  /** Ids and times for the audit trail; no words. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** How often a change is tried again because a colleague was faster. */
const tries = 50;

const optionNames = { by: true, version: true } as const satisfies Readonly<Record<keyof WorkflowOptions, true>>;

/** Makes the part of the inbox that keeps the team's state. */
export function createTeamWork(context: InboxContext): TeamWork {
  const run = (key: WorkflowKey, options: WorkflowOptions, deed: Deed): Promise<Workflow> => change(context, key, options, deed);
  return {
    assign: async (key, to, options) => {
      const given: unknown = to;
      if (given !== null && typeof given !== "string")
        refuse("assign", "`to` must be the id of a person, or null to take the assignment away.");
      checkName("assign", "to", to ?? undefined);
      return run(key, options, {
        action: "assign",
        turn: (now) => {
          const { assignee, ...nobody } = now;
          return to === assignee ? now : to === null ? nobody : { ...nobody, assignee: to };
        },
        ...(to !== null && { meta: { to } }),
      });
    },
    label: async (key, labels, options) => {
      checkNames("label", labels, { add: true, remove: true });
      const { add = [], remove = [] } = labels;
      checkTexts("label", "add", add);
      checkTexts("label", "remove", remove);
      if (add.length + remove.length === 0) refuse("label", "there is nothing to `add` or to `remove`; name at least one label.");
      if (add.some((one) => remove.includes(one))) refuse("label", "one label stands in `add` and in `remove`; decide.");
      return run(key, options, {
        action: "label",
        turn: (now) => ({ ...now, labels: [...new Set([...now.labels.filter((one) => !remove.includes(one)), ...add])] }),
      });
    },
    resolve: (key, options) => run(key, options, { action: "resolve", turn: (now) => ({ ...opened(now), status: "resolved" }) }),
    markPending: (key, options) => run(key, options, { action: "markPending", turn: (now) => ({ ...opened(now), status: "pending" }) }),
    reopen: (key, options) => run(key, options, { action: "reopen", turn: opened }),
    snooze: async (key, until, options) => {
      const now = context.runtime.clock.now();
      const given: unknown = until;
      if (typeof given !== "string") return refuse("snooze", "`until` is missing; give the instant when it opens again, ISO 8601 in UTC.");
      checkPeriod("snooze", undefined, until, now);
      if (Date.parse(until) <= now) refuse("snooze", "`until` has passed; give an instant to come.");
      const snoozedUntil = new Date(until).toISOString();
      return run(key, options, {
        action: "snooze",
        turn: (state) => ({ ...state, status: "snoozed", snoozedUntil }),
        meta: { until: snoozedUntil },
      });
    },
    note: async (key, text, options) => {
      const given: unknown = text;
      if (typeof given !== "string" || given.trim() === "") return refuse("note", "`text` is empty; say something, or leave it.");
      return run(key, options, { action: "note", turn: (now, { by, at }) => ({ ...now, notes: [...now.notes, { at, by, text }] }) });
    },
  };
}

async function change(context: InboxContext, given: WorkflowKey, options: WorkflowOptions, deed: Deed): Promise<Workflow> {
  const { action, turn, meta } = deed;
  if (!isRecord(options)) refuse(action, "the options must say who acts (`by`).");
  checkNames(action, options, optionNames);
  const { by: who, version } = options;
  checkActor(who, action);
  if (version !== undefined && !(Number.isSafeInteger(version) && version >= 0))
    refuse(action, "`version` must be that of the state that was seen (`workflow.version`); leave it out to have the last word.");
  const by: Actor = { type: who.type, id: who.id };
  const { account, key } = await placeOf(context, action, given);
  const lost = (): ConflictError =>
    new ConflictError(`${action} for ${account}: a colleague has changed the state since it was read; read it again, then decide.`);

  for (let attempt = 0; attempt < tries; attempt++) {
    const [row] = await context.store.read("workflow", [context.stored(key)]);
    const now = stateOf(row, key, context.runtime.clock.now());
    if (version !== undefined && version !== now.version) throw lost();
    const at = nowOf(context);
    const next: Workflow = { ...turn(now, { by, at }), version: now.version + 1 };
    if (isSame(now, next)) return now;
    const written = await context.store.write([
      { collection: "workflow", key: context.stored(key), value: next, expect: row?.version ?? "absent" },
      auditRow(context, { at, by, action, account, target: key, ...(meta !== undefined && { meta }) }, next.version),
    ]);
    if (written.ok) return next;
    if (version !== undefined) throw lost();
  }
  throw new FolkmootError("conflict", `${action} for ${account}: ${tries} colleagues were faster; try again.`, { retryable: true });
}

/** Says whether nothing has changed but the number. */
function isSame(now: Workflow, next: Workflow): boolean {
  const { status, assignee, snoozedUntil, labels, notes } = next;
  return (
    status === now.status &&
    assignee === now.assignee &&
    snoozedUntil === now.snoozedUntil &&
    notes.length === now.notes.length &&
    labels.length === now.labels.length &&
    labels.every((label) => now.labels.includes(label))
  );
}

/** Finds where the state is kept: of any message that is its conversation or the first message of its tree. */
async function placeOf(
  context: InboxContext,
  call: string,
  key: WorkflowKey,
): Promise<{ readonly account: string; readonly key: WorkflowKey }> {
  const parts = typeof key === "string" ? parseKey(key) : undefined;
  if (parts?.kind !== "message" && parts?.kind !== "conversation")
    return refuse(call, "`key` must be that of a conversation or of a message; take `workflow.key` of an item.");
  const { account } = parts;
  await context.adapter(account);
  const unknown = (): FolkmootError =>
    new FolkmootError(
      "not-found",
      `${call} for ${account}: the store holds nothing under this key; sync first, or take \`workflow.key\` of an item.`,
    );
  if (parts.kind === "message") {
    const [message] = await context.store.read("message", [context.stored(key)]);
    if (message === undefined) throw unknown();
    return { account, key: workflowKey(message.value) };
  }
  const [conversation] = await context.store.read("conversation", [context.stored(key)]);
  if (conversation === undefined) throw unknown();
  if (conversation.value.kind === "comment")
    return refuse(call, "comments are worked on one by one, not by post; give the key of a message, or `workflow.key` of an item.");
  return { account, key };
}
