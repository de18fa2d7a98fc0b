/**
 * Moves a public message into private.
 * @module
 */
import { ask } from "./can.js";
import { checkNames, isRecord, refuse } from "./check.js";
import { checkOptions, readPlan } from "./act-input.js";
import { findEntry, outboxId } from "./outbox.js";
import { FolkmootError } from "../errors.js";
import { leavingHash, saidHash } from "./plan.js";
import { lookAround } from "./act-target.js";
import { parseKey } from "../model/keys.js";
import { refuseClosed } from "./closed.js";
import { runSend } from "./act.js";
import { shapes } from "./act-table.js";
import { supports } from "../adapter/can.js";
import type { Actor } from "../model/actor.js";
import type { ActOptions, EscalatePlans } from "./answer.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { AuthorKey } from "../model/keys.js";
import type { Conversation } from "../model/conversation.js";
import type { Desk } from "./outbox-desk.js";
import type { InboxContext } from "./context.js";
import type { MessageTarget } from "../model/target.js";
import type { Outcome } from "../model/outcome.js";
import type { Send, SendTarget } from "../store/collections.js";
import type { Surroundings } from "./act-target.js";

const names = { publicPlan: true, privatePlan: true } as const satisfies Readonly<Record<keyof EscalatePlans, true>>;

/** Where the private half goes, and how. */
interface Way {
  readonly operation: "replyPrivately" | "sendMessage";
  readonly target: SendTarget;
}

/** Direct conversations of one person that are looked at. */
const mostConversations = 50;

/** Escalates a message: `inbox.escalate`. */
export async function escalateMessage(desk: Desk, message: MessageTarget, plans: EscalatePlans, options: ActOptions): Promise<Outcome> {
  const { context } = desk;
  refuseClosed(context, "escalate");
  checkOptions(options, "escalate");
  // Hosts without types hand in anything.
  const key: unknown = isRecord(message) ? message["key"] : undefined;
  const parts = typeof key === "string" ? parseKey(key) : undefined;
  if (parts?.kind !== "message")
    return refuse("escalate", "the target must be a message, or an object with the `key` of one; `adapter.ref` makes one.");
  checkNames("escalate", plans, names);
  const { publicPlan, privatePlan } = plans;
  const adapter = await context.adapter(parts.account);
  const around = await lookAround(context, message);
  if (around.message?.kind === "direct")
    return refuse(`escalate for ${parts.account}`, "the message is private already; answer it with `respond`.");
  if (publicPlan !== undefined && !supports(adapter, "reply"))
    throw unsupported(adapter, "it cannot reply in public; leave `publicPlan` out");

  const { refs } = around.target;
  const escalates: SendTarget = { key: message.key, ...(refs !== undefined && { refs }) };
  const first = publicPlan === undefined ? {} : { publicPlan: readPlan(publicPlan, "reply", shapes.reply, adapter) };
  const say = (way: Way): Omit<Send, "id" | "idempotencyKey" | "account" | "hash" | "by" | "meta"> => ({
    ...way,
    escalates,
    ...first,
    plan: readPlan(privatePlan, way.operation, shapes[way.operation], adapter),
  });
  const { by, meta } = options;
  // What is said decides the key, whichever way is open: so an earlier call with it is found, and its way is kept.
  const chosen = say(await chooseWay(context, adapter, around, { message: escalates, by }));
  const idempotencyKey = options.idempotencyKey ?? saidHash(chosen);
  const id = outboxId(parts.account, idempotencyKey);
  const known = (await findEntry(context, id))?.value;
  const { operation, target } = known?.escalates === undefined ? chosen : known;
  const what = { ...chosen, operation, target };
  const send: Send = {
    id,
    idempotencyKey,
    account: parts.account,
    ...what,
    hash: leavingHash(what),
    by: { type: by.type, id: by.id },
    ...(meta !== undefined && { meta: { ...meta } }),
  };
  return runSend(desk, send, message, options);
}

function unsupported({ network, account }: AnyAdapter, why: string): FolkmootError {
  return new FolkmootError("unsupported", `escalate: ${network} has no such way for ${account}: ${why}.`);
}

/** Chooses how to reach the author: the network's own answer in private where it is allowed, else a direct message. */
async function chooseWay(
  context: InboxContext,
  adapter: AnyAdapter,
  around: Surroundings,
  { message, by }: { readonly message: SendTarget; readonly by: Actor },
): Promise<Way> {
  const [privately, directly] = [supports(adapter, "replyPrivately"), supports(adapter, "sendMessage")];
  if (!privately && !directly)
    throw unsupported(
      adapter,
      "it can neither reply in private nor send a message; answer with `respond`, and name a place where the author may write to you",
    );
  const inPrivate: Way = { operation: "replyPrivately", target: message };
  if (privately && (!directly || (await ask(context, adapter, "replyPrivately", around, by)).ok)) return inPrivate;
  const author = around.message?.author;
  if (author === undefined) {
    if (privately) return inPrivate;
    throw new FolkmootError(
      "not-found",
      `escalate for ${adapter.account}: nobody knows who wrote the message; sync first, or hand in the whole message.`,
    );
  }
  const to = (await directWith(context, adapter, author.key)) ?? author;
  const way: Way = { operation: "sendMessage", target: { key: to.key, ...(to.refs !== undefined && { refs: to.refs }) } };
  if (!privately) return way;
  // Neither may be open now: then the refusal of the answer in private says more to whoever reads it.
  return (await ask(context, adapter, "sendMessage", await lookAround(context, way.target), by)).ok ? way : inPrivate;
}

/** Finds the direct conversation with a person: the latest, with nobody else in it. */
async function directWith(context: InboxContext, adapter: AnyAdapter, author: AuthorKey): Promise<Conversation | undefined> {
  const { items } = await context.store.query("conversation", {
    below: [context.stored(adapter.account)],
    where: { author: [author] },
    order: "newest",
    limit: mostConversations,
  });
  return items.map(({ value }) => value).find(({ kind, isGroup, state }) => kind === "direct" && isGroup !== true && state !== "closed");
}
