/**
 * What the server pushes, as changes. One thing has one id, whether it was pushed, polled, or both.
 * @module
 */
import { fieldsOf, listOf, present, textOf, timestampOf } from "../../adapter/fields.js";
import { isDirect, toMessage, toPost } from "./normalize.js";
import { keyOf } from "./ids.js";
import { onceId, updateId } from "../../model/change-id.js";
import { toAuthor } from "./normalize-author.js";
import { Unreadable } from "../../adapter/read-items.js";
import { wireAccount, wireNotification, wireStatus, type WireNotification, type WireStatus } from "./wire.js";
import type { Author } from "../../model/author.js";
import type { Change } from "../../model/change.js";
import type { MastodonTask } from "./task.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";

/** One event of a socket: what happened, and about what. */
export interface Pushed {
  /** The server's word. */
  readonly event: string;
  /** JSON, already read; the text itself for a deletion. */
  readonly payload: unknown;
}

/** Reads a frame. The payload is JSON in a text inside JSON. `undefined` for a heartbeat, and for what is no event. */
export function readFrame(text: string): Pushed | undefined {
  const frame = fieldsOf(parsed(text));
  const event = textOf(frame["event"]);
  if (event === undefined) return undefined;
  const { payload } = frame;
  return { event, payload: event !== "delete" && typeof payload === "string" ? parsed(payload) : payload };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Events about the look of somebody's screen, and Pleroma's answer to who subscribes. */
const idle = /^(?:filters_changed|notifications_merged|announcement(?:\.\w+)?|encrypted_message|hello|pong|pleroma:respond)$/;

/** Says what an event means. Empty for what does not concern the account. Throws `Unreadable` for what is broken. */
export async function changesOf(task: MastodonTask, { event, payload }: Pushed): Promise<readonly Change[]> {
  switch (event) {
    case "notification":
      return fromNotification(task, payload);
    case "update":
      return fromStatus(task, checkedStatus(payload), "created");
    case "status.update":
      return fromStatus(task, checkedStatus(payload), "updated");
    case "conversation": {
      const { last_status: last } = fieldsOf(payload);
      return last === null || last === undefined ? [] : [await messageChange(task, checkedStatus(last), "created")];
    }
    case "delete":
      return fromDeletion(task, payload);
    default:
      return idle.test(event) ? [] : [networkEvent(task, event, `${event}:${task.now()}`, task.now(), undefined, payload)];
  }
}

function checkedStatus(payload: unknown): WireStatus {
  if (wireStatus.accepts(payload)) return payload;
  throw new Unreadable(wireStatus.complaint(payload));
}

/** Reads a notification of any type: messages, likes of ours, edits of what we took part in, and whatever else is told. */
export async function fromNotification(task: MastodonTask, payload: unknown): Promise<readonly Change[]> {
  if (!wireNotification.accepts(payload)) throw new Unreadable(wireNotification.complaint(payload));
  const { type, status } = payload;
  switch (type) {
    case "mention":
    case "quote":
      return status === null || status === undefined ? [] : [await messageChange(task, checkedStatus(status), "created", payload)];
    case "update":
    case "quoted_update":
      return status === null || status === undefined ? [] : fromStatus(task, checkedStatus(status), "updated");
    case "favourite":
      return status === null || status === undefined ? [] : [liked(task, payload, checkedStatus(status))];
    default:
      return [networkEvent(task, type, `${type}:${payload.id}`, instantOf(task, payload), authorOf(task, payload), payload)];
  }
}

const instantOf = (task: MastodonTask, { created_at: at }: WireNotification): string => timestampOf(at) ?? task.now();

function authorOf(task: MastodonTask, { account }: WireNotification): Author | undefined {
  return wireAccount.accepts(account) ? toAuthor(task.us, account) : undefined;
}

function liked(task: MastodonTask, wire: WireNotification, status: WireStatus): Change {
  const author = authorOf(task, wire);
  const target = keyOf(task.us, (status.in_reply_to_id ?? "") === "" && !isDirect(status) ? "post" : "message", status.id);
  return present({
    type: "reaction.added" as const,
    id: `reaction.added:${target}:like:${author?.id ?? wire.id}`,
    origin: "live" as const,
    at: instantOf(task, wire),
    account: task.account,
    target,
    reaction: "like",
    author,
  });
}

function networkEvent(task: MastodonTask, name: string, id: string, at: string, author: Author | undefined, raw: unknown): Change {
  return present({
    type: "network.event" as const,
    id: `network.event:${task.account}:${id}`,
    origin: "live" as const,
    at,
    account: task.account,
    name,
    author,
    raw,
  });
}

/** The home timeline brings everything that those whom we follow say: ours is what we wrote, and what answers us. */
async function fromStatus(task: MastodonTask, wire: WireStatus, how: "created" | "updated"): Promise<readonly Change[]> {
  const { us } = task;
  if (typeof wire["reblog"] === "object" && wire["reblog"] !== null) return [];
  const own = wire.account.id === us.id;
  const isFirst = (wire.in_reply_to_id ?? "") === "";
  if (own && isFirst && !isDirect(wire)) return [postChange(task, toPost(us, wire), how)];
  const named = listOf(wire["mentions"]).some((one) => fieldsOf(one)["id"] === us.id);
  const ours = own || wire.in_reply_to_account_id === us.id || named || task.threads.known(wire.id) !== undefined;
  return ours ? [await messageChange(task, wire, how)] : [];
}

async function messageChange(
  task: MastodonTask,
  wire: WireStatus,
  how: "created" | "updated",
  notification?: { readonly id: string; readonly type: string },
): Promise<Change> {
  const message: Message = toMessage(task.us, wire, await task.threadOf(wire), present({ via: "stream" as const, notification }));
  if (how === "created") return messageCreated(task, message);
  const base = { origin: "live" as const, account: task.account, conversation: message.conversation, message };
  return {
    ...base,
    type: "message.updated",
    id: updateId("message.updated", message),
    at: message.editedAt ?? task.now(),
    changed: ["text", "editedAt"],
  };
}

/** Tells of a message that is new. */
export function messageCreated({ account }: MastodonTask, message: Message): Change {
  const { conversation, key, createdAt } = message;
  return { type: "message.created", id: onceId("message.created", key), origin: "live", at: createdAt, account, conversation, message };
}

function postChange(task: MastodonTask, post: Post, how: "created" | "updated"): Change {
  const base = { origin: "live" as const, account: task.account, post };
  return how === "created"
    ? { ...base, type: "post.created", id: onceId("post.created", post.key), at: post.createdAt }
    : { ...base, type: "post.updated", id: updateId("post.updated", post), at: post.editedAt ?? task.now(), changed: ["text", "editedAt"] };
}

/** A deletion names an id and nothing else. What was never seen may be a post or a message: both are told, and one of them is nowhere. */
function fromDeletion(task: MastodonTask, payload: unknown): readonly Change[] {
  const id = textOf(payload);
  if (id === undefined) return [];
  const { us } = task;
  const at = task.now();
  const thread = task.threads.known(id);
  const base = { origin: "live" as const, at, account: task.account };
  const message = keyOf(us, "message", id);
  const post = keyOf(us, "post", id);
  const conversation = thread === undefined ? {} : { conversation: keyOf(us, "conversation", thread.rootId) };
  const messageGone: Change = { ...base, ...conversation, type: "message.deleted", id: onceId("message.deleted", message), message };
  const postGone: Change = { ...base, type: "post.deleted", id: onceId("post.deleted", post), post };
  // A thread of ours begins with a post, or with a direct message.
  const mayBePost = thread === undefined || (thread.rootId === id && thread.rootAuthor === us.id);
  const mayBeMessage = thread === undefined || !mayBePost || thread.rootId === id;
  return [...(mayBeMessage ? [messageGone] : []), ...(mayBePost ? [postGone] : [])];
}
