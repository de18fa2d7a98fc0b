/**
 * The like that goes along with a reply: after the text, and never changing its status.
 * @module
 */
import { actionsOf } from "./plan.js";
import { ask, nowOf, refusal, waitsForBudget } from "./can.js";
import { auditWrite } from "./audit.js";
import { callLike } from "./steps-call.js";
import { changeEntry, findEntry, wantsLike, without } from "./outbox.js";
import { keepLike } from "./steps-keep.js";
import { lookAround } from "./act-target.js";
import { pauseWatchOf } from "./pause-watch.js";
import { parseKey } from "../model/keys.js";
import { supports } from "../adapter/can.js";
import type { AnyTarget } from "./act-input.js";
import type { OutboxEntry } from "../store/collections.js";
import type { OutboxRow } from "./outbox.js";
import type { OutcomeStep } from "../model/outcome.js";
import type { Sending } from "./steps.js";
import type { Write } from "../store/store.js";

/** What is liked: the message that the plan answers, also when the answer goes into a conversation. */
function likeTarget({ target, plan, escalates }: OutboxEntry): AnyTarget | undefined {
  if (escalates !== undefined) return escalates;
  const kind = parseKey(target.key)?.kind;
  if (kind === "message" || kind === "post") return target;
  const answered = plan?.provenance.target?.key;
  return answered === undefined ? undefined : { key: answered };
}

/** Tries the like, and ends the entry as sent. */
export async function giveLike(sending: Sending, row: OutboxRow): Promise<OutboxEntry> {
  const { context } = sending.desk;
  const entry = row.value;
  const step = wantsLike(entry) ? await likeOnce(sending, entry) : undefined;
  const done: OutboxEntry = {
    ...without(entry, "lease", "error", "hold", "checkAt"),
    state: "sent",
    steps: [...entry.steps.filter(({ step: kind }) => kind !== "like"), ...(step === undefined ? [] : [step.step])],
  };
  if (entry.state === "sent" && step === undefined) return entry;
  const written = (await changeEntry(context, row, done, step?.writes)) ?? (await changeEntry(context, row, done));
  // The text is out whoever writes it down; a like that nobody wrote down is a switch, and stands.
  return written?.value ?? (await findEntry(context, entry.id))?.value ?? done;
}

interface Liked {
  readonly step: OutcomeStep;
  readonly writes: readonly Write[];
}

async function likeOnce({ desk, adapter, by, options, since }: Sending, entry: OutboxEntry): Promise<Liked | undefined> {
  const { context } = desk;
  const target = likeTarget(entry);
  const around = target === undefined ? undefined : await lookAround(context, target);
  const answer =
    around === undefined || !supports(adapter, "like")
      ? ({ ok: false, reason: "unsupported", detail: `There is no like here on ${adapter.network}.` } as const)
      : await ask(context, adapter, "like", around, by);
  if (around === undefined || (!answer.ok && !waitsForBudget(context, answer)))
    return answer.ok || answer.reason === "already" ? undefined : leftOut(context, entry, refusal(answer, `like on ${adapter.network}`));
  const like = { step: "like", index: 0 } as const;
  // It waits for the same key: a like is a write, and a pause stops it.
  const waits: Liked = { step: { ...like, status: "pending" }, writes: [] };
  const pauses = pauseWatchOf(context);
  const writer = { ...entry, since };
  if ((await pauses.stops(writer)) !== undefined) return waits;
  const called = await pauses.guard(writer, options.signal, (signal) =>
    callLike(adapter, around.target, { idempotencyKey: `${entry.idempotencyKey}#like`, by, signal }),
  );
  const at = nowOf(context);
  if (called.is !== "sent") {
    if (called.is === "stopped") return (await pauses.stops(writer)) === undefined ? undefined : waits;
    const status = called.is === "unknown" ? "unknown" : "rejected";
    return { step: { ...like, status, error: called.error }, writes: [auditWrite(context, entry, at, { action: "like", status })] };
  }
  const { refs } = called.receipt;
  return {
    step: { ...like, status: "sent", ...(refs !== undefined && { refs }) },
    writes: [
      auditWrite(context, entry, at, { action: "like", status: "sent" }),
      ...(await keepLike(context, around.target.key, called.receipt)),
    ],
  };
}

/** A like that the network would refuse: left out silently, with a line in the log, or as a rejected step. As the plan wants it. */
function leftOut(context: Sending["desk"]["context"], entry: OutboxEntry, error: NonNullable<OutcomeStep["error"]>): Liked | undefined {
  const wish = actionsOf(entry).find(({ type }) => type === "like")?.onUnsupported ?? "skip";
  if (wish === "skip") return undefined;
  context.runtime.logger.warn?.("A like was left out.", { account: entry.account, outbox: entry.id, code: error.code });
  return wish === "warn" ? undefined : { step: { step: "like", index: 0, status: "rejected", error }, writes: [] };
}
