/**
 * Reads a target again before a write leaves that has waited: people edit and delete, and polls are minutes apart.
 * @module
 */
import { absorb } from "./absorb.js";
import { errorInfo, isFolkmootError } from "../errors.js";
import { lookAround } from "./act-target.js";
import { nowOf } from "./can.js";
import { parseKey } from "../model/keys.js";
import { shapes } from "./act-table.js";
import { supports } from "../adapter/can.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Approval, OutboxEntry } from "../store/collections.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { InboxContext } from "./context.js";
import type { Key } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { MessageTarget, PostTarget } from "../model/target.js";
import type { Post } from "../model/post.js";
import type { Surroundings } from "./act-target.js";

/** A write that is older than this has waited, approved or not. Milliseconds. */
const waitedMs = 5 * 60_000;

/** Absence of what is younger proves nothing: networks list late. Milliseconds; more where the network settles later. */
const listedMs = 60_000;

/** What reading again gave. */
export type Reread =
  /** What stands around the target now. */
  | { readonly is: "read"; readonly around: Surroundings }
  /** The network could not be asked; without an error, the signal ended the wait. */
  | { readonly is: "failed"; readonly error?: ErrorInfo };

/** The message or post that an entry answers. */
function answeredBy(entry: OutboxEntry): Key | undefined {
  if (shapes[entry.operation].takes !== "text") return undefined;
  const key = entry.escalates?.key ?? entry.plan?.provenance.target?.key ?? entry.target.key;
  const kind = parseKey(key)?.kind;
  return kind === "message" || kind === "post" ? key : undefined;
}

/** Says whether a write has waited: for a person, or longer than five minutes. What a person sends at once has not. */
function hasWaited(context: InboxContext, entry: OutboxEntry, approvals: readonly Approval[]): boolean {
  return approvals.some(({ verdict }) => verdict === "approved") || context.runtime.clock.now() - Date.parse(entry.createdAt) >= waitedMs;
}

/**
 * Reads the target of a write again that has waited, where the network lets us: an edit is stored, and what is gone becomes a shell.
 * Costs one call, two for what is gone, and none for a write that leaves at once.
 */
export async function rereadTarget(
  context: InboxContext,
  adapter: AnyAdapter,
  entry: OutboxEntry,
  given: { readonly around: Surroundings; readonly approvals: readonly Approval[]; readonly signal?: AbortSignal },
): Promise<Reread> {
  const { around, approvals, signal } = given;
  const key = answeredBy(entry);
  if (key === undefined || around.gone || !hasWaited(context, entry, approvals)) return { is: "read", around };
  const { target } = key === entry.target.key ? around : await lookAround(context, { key });
  let found: Found;
  try {
    found = await fetchAgain(adapter, target, signal);
  } catch (error) {
    if (signal?.aborted === true && error === signal.reason) return { is: "failed" };
    const code = isFolkmootError(error) ? error.code : undefined;
    if (code === "not-found") found = "gone";
    // Such a target cannot be asked for at all: nothing would be gained by waiting.
    else if (code === "invalid-request" || code === "unsupported") return { is: "read", around };
    else return { is: "failed", error: unread(error, entry, adapter) };
  }
  if (found === "unreadable") return { is: "read", around };
  if (found === "gone" || found.deletedAt !== undefined) {
    await bury(context, adapter, entry, key);
    return { is: "read", around: { ...around, gone: true } };
  }
  return { is: "read", around: await takeIn(context, entry, around, found) };
}

/** `unreadable`: it stands there, or the network has no way to say. */
type Found = Message | Post | "gone" | "unreadable";

/** Reads a target. One that an answer leaves out is asked for once more: a network with a hiccup leaves out what stands, and a burial is for good. */
async function fetchAgain(adapter: AnyAdapter, target: { readonly key: Key }, signal: AbortSignal | undefined): Promise<Found> {
  const found = await fetchOnce(adapter, target, signal);
  return found === "gone" ? fetchOnce(adapter, target, signal) : found;
}

async function fetchOnce(adapter: AnyAdapter, target: { readonly key: Key }, signal: AbortSignal | undefined): Promise<Found> {
  const options = { lane: "interactive" as const, ...(signal !== undefined && { signal }) };
  const isMessage = parseKey(target.key)?.kind === "message";
  if (!isMessage) return supports(adapter, "getPost") ? adapter.getPost(target as PostTarget, options) : "unreadable";
  if (!supports(adapter, "getMessages")) return "unreadable";
  let broken = 0;
  for await (const { items, quarantined } of adapter.getMessages([target as MessageTarget], options).pages()) {
    const message = items.find(({ key }) => key === target.key);
    if (message !== undefined) return message;
    broken += quarantined.length;
  }
  return broken === 0 ? "gone" : "unreadable";
}

/** Shrinks what is gone, unless it is so new that the network may not list it yet: then the write waits, and nothing is thrown away. */
async function bury(context: InboxContext, adapter: AnyAdapter, { account, operation }: OutboxEntry, key: Key): Promise<void> {
  const kind = parseKey(key)?.kind;
  const [row] = await context.store.read(kind === "post" ? "post" : "message", [context.stored(key)]);
  if (row === undefined || (kind !== "message" && kind !== "post")) return;
  if (context.runtime.clock.now() - Date.parse(row.value.createdAt) < Math.max(listedMs, adapter.settlingMs(operation))) return;
  await absorb(context, account, { deleted: [{ kind, key, at: nowOf(context) }] });
}

/** Stores what is new about the target. What the store does not hold stays out of it: the write alone looks at it. */
async function takeIn(context: InboxContext, entry: OutboxEntry, around: Surroundings, found: Message | Post): Promise<Surroundings> {
  if (!("conversation" in found)) {
    if (around.post?.key === found.key) await absorb(context, entry.account, { posts: [found] });
    return around;
  }
  const [row] = await context.store.read("message", [context.stored(found.key)]);
  if (row === undefined) return { ...around, message: found };
  await absorb(context, entry.account, { messages: [found] });
  const { message = found, target, gone } = await lookAround(context, { key: found.key });
  const isTarget = entry.target.key === found.key;
  // What the host handed in along with the key stays: it may know refs that the store does not.
  const refs = isTarget ? { ...target.refs, ...around.target.refs } : undefined;
  return { ...around, message, gone, ...(isTarget && { target: { ...target, ...(refs !== undefined && { refs }) } }) };
}

/** What a failed read leaves in the outbox. */
function unread(error: unknown, { operation }: OutboxEntry, { network }: AnyAdapter): ErrorInfo {
  const info = errorInfo(error);
  const where = `${operation} on ${network}: it has waited, and its target could not be read again before sending`;
  return { ...info, message: `${where}; \`recover\` and the same call try anew. ${info.message}` };
}
