/**
 * Checks what a host asks for, before anything is stored or sent: every refusal names the field and the remedy.
 * @module
 */
import { isActor, isRecord } from "./check.js";
import { checkDraft } from "../adapter/check-draft.js";
import { checkPlan } from "./plan-check.js";
import { FolkmootError } from "../errors.js";
import { parseKey } from "../model/keys.js";
import { supports } from "../adapter/can.js";
import { leavingHash, partOf, saidHash } from "./plan.js";
import { planOf } from "./plan-of.js";
import { outboxId } from "./outbox.js";
import { isVisible } from "../text/visible.js";
import { shapes } from "./act-table.js";
import { isForgotten } from "./act-target.js";
import type { Actor } from "../model/actor.js";
import type { ActOptions } from "./answer.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { BanInput, WriteName } from "../model/write.js";
import type { InboxContext } from "./context.js";
import type { Key, KeyKind, KeyParts } from "../model/keys.js";
import type { Refs } from "../model/ref.js";
import type { ReplyPlan, Sayable } from "../model/draft.js";
import type { Send } from "../store/collections.js";
import type { WriteShape } from "./act-table.js";

/** Anything that a write may point at: a whole object, or its key and refs. */
export interface AnyTarget {
  /** Of the kind that the operation wants. */
  readonly key: Key;
  /** What the network needs besides. */
  readonly refs?: Refs;
}

/** A write that was checked: ready for the outbox. */
export interface Asked {
  /** As policies see it. */
  readonly send: Send;
  /** Of the account that writes. */
  readonly adapter: AnyAdapter;
}

const refuse = (message: string): never => {
  throw new FolkmootError("invalid-request", message);
};

/** Half of a surrogate pair: no network takes it, and some cut the whole text off there. */
const lone = /\p{Surrogate}/u;

function checkText(value: unknown, field: string): void {
  if (typeof value !== "string") refuse(`\`${field}\` must be a string.`);
  else if (lone.test(value))
    refuse(`\`${field}\` holds half of a surrogate pair, so an emoji was cut in two; cut texts between graphemes (\`fit\` does).`);
}

/**
 * Checks who acts.
 * @throws FolkmootError `invalid-request` when somebody acts without saying who.
 */
export function checkActor(by: unknown, call: string): asserts by is Actor {
  if (!isActor(by))
    refuse(`${call}: \`by\` must say who acts: { type: "human" | "automation" | "system", id } with an id that is not empty.`);
}

/**
 * Checks that a key is of a kind that the operation takes.
 * @throws FolkmootError `invalid-request` naming the kinds
 */
export function checkKind(parts: KeyParts, operation: string, at: readonly KeyKind[], field: string): void {
  if (!at.includes(parts.kind))
    refuse(`${operation} on ${parts.network}: ${field} is that of ${withArticle([parts.kind])}; give the key of ${withArticle(at)}.`);
}

const withArticle = (kinds: readonly KeyKind[]): string => kinds.map((kind) => `${/^a/.test(kind) ? "an" : "a"} ${kind}`).join(" or ");

/** Checks the target, and takes its key apart. */
function checkTarget(target: unknown, operation: WriteName, shape: WriteShape): KeyParts {
  const key: unknown = isRecord(target) ? target["key"] : undefined;
  if (typeof key !== "string") return refuse(`${operation}: the target must be an object with a \`key\`; \`adapter.ref\` makes one.`);
  const parts = parseKey(key);
  if (parts === undefined)
    return refuse(`${operation}: the target's \`key\` is no key; take it from a stored object, or make it with \`makeKey\`.`);
  checkKind(parts, operation, shape.at, "the target's `key`");
  const refs: unknown = isRecord(target) ? target["refs"] : undefined;
  if (refs !== undefined && !(isRecord(refs) && Object.values(refs).every((value) => typeof value === "string")))
    refuse(`${operation}: the target's \`refs\` must be a record of strings, as the network gave them.`);
  return parts;
}

/**
 * Checks what is said, and makes the plan of it.
 * @throws FolkmootError `invalid-request` naming field and remedy
 */
export function readPlan(input: unknown, operation: WriteName, shape: WriteShape, adapter: AnyAdapter): ReplyPlan {
  const { network, account } = adapter;
  const where = `${operation} on ${network}`;
  if (typeof input !== "string" && !isRecord(input)) return refuse(`${where}: give a text, a draft with \`text\`, or a plan.`);
  const draft: Readonly<Record<string, unknown>> = typeof input === "string" ? { text: input } : input;
  for (const field of ["title", "subject", "contentWarning", "language", "audience"])
    if (draft[field] !== undefined) checkText(draft[field], field);
  const { attachments } = draft;
  if (
    attachments !== undefined &&
    !(Array.isArray(attachments) && attachments.every((one) => isRecord(one) && typeof one["url"] === "string"))
  )
    return refuse(`${where}: \`attachments\` must be a list of objects with a \`url\`.`);
  if ("parts" in draft) checkPlan(draft, where);
  else checkText(draft["text"], "text");
  const rules = adapter.textRules(shape.rules ?? "reply");
  const plan = planOf(input as Sayable, rules);
  if (plan.parts.length > 1 && shape.parts !== true)
    refuse(`${where}: it takes one part and the plan has ${plan.parts.length}; compose with \`onOverflow: "shorten"\`.`);
  // Each part is a text of its own: all of them are checked before the first one leaves.
  plan.parts.forEach((_, index) => checkDraft(partOf(plan, index), rules, { network, operation, account }));
  return plan;
}

function readBan(input: unknown, network: string): BanInput {
  if (!isRecord(input)) return refuse(`ban on ${network}: give { durationMs?, reason?, deleteHistoryMs? }; {} bans without end.`);
  for (const field of ["durationMs", "deleteHistoryMs"]) {
    const value = input[field];
    if (value !== undefined && !(Number.isSafeInteger(value) && Number(value) > 0))
      refuse(`ban on ${network}: \`${field}\` must be a whole number of milliseconds above 0; leave it out otherwise.`);
  }
  if (input["reason"] !== undefined) checkText(input["reason"], "reason");
  return input;
}

function readInput(input: unknown, operation: WriteName, shape: WriteShape, adapter: AnyAdapter): Pick<Send, "plan" | "input"> {
  switch (shape.takes) {
    case "text":
      return { plan: readPlan(input, operation, shape, adapter) };
    case "ban":
      return { input: readBan(input, adapter.network) };
    case "reaction":
      checkText(input, "reaction");
      if (typeof input !== "string" || !isVisible(input))
        return refuse(`${operation} on ${adapter.network}: give the reaction as the network's word or an emoji.`);
      return { input };
    case "nothing":
      if (input !== null && input !== undefined) refuse(`${operation} on ${adapter.network} takes nothing but its target; give \`null\`.`);
      return {};
  }
}

/**
 * Checks who writes, and under which key.
 * @throws FolkmootError `invalid-request` naming field and remedy
 */
export function checkOptions(options: unknown, operation: string): void {
  if (!isRecord(options)) refuse(`${operation}: the options must say who acts (\`by\`).`);
  else {
    checkActor(options["by"], operation);
    const { idempotencyKey: key, meta } = options;
    if (key !== undefined && (typeof key !== "string" || key.trim() === "" || key.length > 200 || lone.test(key)))
      refuse(`${operation}: \`idempotencyKey\` must be a string of 1 to 200 characters; leave it out to have one made of target and text.`);
    if (meta !== undefined && !(isRecord(meta) && Object.values(meta).every((value) => typeof value === "string")))
      refuse(`${operation}: \`meta\` must be a record of strings.`);
  }
}

/**
 * Checks a write and makes the entry-to-be of it. Reads no store and sends nothing.
 * @throws FolkmootError `invalid-request` naming field and remedy, `unsupported` where the network has no such operation,
 * `misconfigured` for an account that the inbox does not know.
 */
export async function readAct(
  context: InboxContext,
  operation: WriteName,
  target: unknown,
  input: unknown,
  options: ActOptions,
  about?: Key,
): Promise<Asked> {
  const shape = Object.hasOwn(shapes, operation) ? (shapes as Readonly<Record<string, WriteShape | undefined>>)[operation] : undefined;
  if (shape === undefined) return refuse("act: there is no such write; `WriteName` lists them.");
  checkOptions(options, operation);
  const { account } = checkTarget(target, operation, shape);
  const adapter = await context.adapter(account);
  if (!supports(adapter, operation))
    throw new FolkmootError(
      "unsupported",
      `${operation}: ${adapter.network} has no such operation for ${account}; ask \`supports\` or \`inbox.can\` before.`,
    );
  const { key, refs } = target as AnyTarget;
  for (const one of about === undefined ? [key] : [key, about])
    if (await isForgotten(context, one))
      throw new FolkmootError(
        "not-found",
        `${operation} for ${account}: what it answers was forgotten, and the outbox would name it again; let go of what you still hold of it.`,
      );
  const what = { operation, target: { key, ...(refs !== undefined && { refs }) }, ...readInput(input, operation, shape, adapter) };
  // By default saying the same thing twice to the same target is one write: a handler that runs again says nothing twice.
  const idempotencyKey = options.idempotencyKey ?? saidHash({ ...what, target: { key: about ?? key } });
  const { by, meta } = options;
  return {
    adapter,
    send: {
      id: outboxId(account, idempotencyKey),
      idempotencyKey,
      account,
      ...what,
      hash: leavingHash(what),
      by: { type: by.type, id: by.id },
      ...(meta !== undefined && { meta: { ...meta } }),
    },
  };
}
