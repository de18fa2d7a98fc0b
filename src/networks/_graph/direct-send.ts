/**
 * Sending into Messenger and Instagram: one form for both (Send API).
 * @module
 */
import { anyObject, idOf } from "./wire.js";
import { checkPrivateReply, directMode, type DirectMode } from "./direct-window.js";
import { fieldsOf, present, textOf } from "../../adapter/fields.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { makeKey } from "../../model/keys.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Actor } from "../../model/actor.js";
import type { DirectUs } from "./direct-normalize.js";
import type { Draft, DraftAttachment } from "../../model/draft.js";
import type { GraphTask } from "./task.js";
import type { Message } from "../../model/message.js";
import type { Receipt } from "../../adapter/operations.js";
import type { Refs, Timestamp } from "../../model/ref.js";
import type { Schema } from "../../http/request.js";

/** To whom: a person, the author of a comment, or that of a post on the Page's timeline. The last two are private replies. */
export type DirectRecipient = { readonly id: string } | { readonly comment_id: string } | { readonly post_id: string };

/** What is sent. */
export interface DirectSending {
  /** To whom. */
  readonly to: DirectRecipient;
  /** What is said: a text, or files; never both in one message. */
  readonly draft: Draft;
  /** Most pictures in one message. @defaultValue 1 */
  readonly mostImages?: number;
  /** The message that it answers, by the network's id. */
  readonly replyTo?: string | undefined;
  /** Who writes. Absent = an automation. */
  readonly by?: Actor | undefined;
  /** When the person last wrote; of a private reply, when they commented. Not known: the network decides. */
  readonly since?: Timestamp | undefined;
  /** The network's own id of the conversation (`t_…`), where it is known. */
  readonly threadId?: string | undefined;
  /** What the meter prices the call by, where networks count sound and film apart. @defaultValue nothing */
  readonly resource?: string | undefined;
}

/** What the network answers. */
export interface DirectSent {
  /** Id of the message. */
  readonly messageId: string;
  /** Whom it went to; not told of everybody. */
  readonly recipientId?: string;
}

const sent: Schema<DirectSent> = {
  parse: (value) => {
    const { message_id: message, recipient_id: recipient } = fieldsOf(value);
    const messageId = idOf(message);
    if (messageId === undefined) throw new Unreadable("message_id: no string");
    return present({ messageId, recipientId: idOf(recipient) });
  },
};

const fileTypes: ReadonlySet<DraftAttachment["type"]> = new Set(["image", "gif", "video", "audio", "file"]);

/** The network's word for what is attached. */
const wordOf = (type: DraftAttachment["type"]): string => (type === "gif" ? "image" : type);

/** Checks what the text rules do not: files, and that they stand alone. Throws `invalid-request`, naming which and the remedy. */
export function checkDirectDraft(task: GraphTask, { text, attachments = [] }: Draft, mostImages: number = 1): void {
  if (attachments.length === 0) return;
  if (text.trim() !== "")
    task.refuse(
      "invalid-request",
      "a direct message holds a text or files, not both; send the files first and the text as a message of its own.",
    );
  attachments.forEach(({ type, url }, index) => {
    if (!fileTypes.has(type))
      task.refuse("invalid-request", `\`attachments[${index}]\` is no picture, video, sound or file; links go as text.`);
    if (!/^https:/i.test(url))
      task.refuse("invalid-request", `\`attachments[${index}].url\` must begin with https: the network fetches the file itself.`);
  });
  if (attachments.length === 1) return;
  if (!attachments.every(({ type }) => type === "image" || type === "gif"))
    task.refuse("invalid-request", "a direct message holds one file; send the others as messages of their own.");
  if (attachments.length > mostImages)
    task.refuse(
      "invalid-request",
      `a direct message holds at most ${mostImages} picture${mostImages === 1 ? "" : "s"}; send the others as messages of their own.`,
    );
}

function messageBody({ text, attachments = [] }: Draft): Readonly<Record<string, unknown>> {
  const files = attachments.map(({ type, url }) => ({ type: wordOf(type), payload: { url } }));
  if (files.length === 0) return { text };
  return files.length === 1 ? { attachment: files[0] } : { attachments: files };
}

/** Makes the body of the call. */
export function directBody({ to, draft, replyTo }: DirectSending, mode: DirectMode): Readonly<Record<string, unknown>> {
  // A private reply opens with its recipient alone; what kind of answer it is goes without saying.
  const kind = !("id" in to)
    ? {}
    : mode === "human"
      ? { messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" }
      : { messaging_type: "RESPONSE" };
  return { recipient: to, ...kind, message: messageBody(draft), ...(replyTo !== undefined && { reply_to: { mid: replyTo } }) };
}

/**
 * Sends a message, once. Refuses before anything leaves what the window does not allow.
 * @throws FolkmootError `window-closed`; `outcome-unknown` with `refs.personId` or `refs.commentId`
 */
export async function sendDirect(task: GraphTask, us: DirectUs, sending: DirectSending): Promise<Receipt> {
  const { to, draft, by, since } = sending;
  const now = task.runtime.clock.now();
  checkDirectDraft(task, draft, sending.mostImages);
  let mode: DirectMode = "standard";
  if ("id" in to) mode = directMode(task, since, now, { by, humanAgent: us.humanAgent });
  else checkPrivateReply(task, since, now);
  const answer = await withRefs(
    task.post(`/${us.inboxId}/messages`, sent, directBody(sending, mode), {
      subject: present({ conversation: "id" in to ? to.id : undefined, resource: sending.resource }),
    }),
    "id" in to ? { personId: to.id } : "comment_id" in to ? { commentId: to.comment_id } : { postId: to.post_id },
  );
  const person = "id" in to ? to.id : answer.recipientId;
  const refs = present({ messageId: answer.messageId, personId: person, threadId: sending.threadId });
  // A second private reply would be refused.
  const once = "id" in to ? {} : { allows: { replyPrivately: false } };
  // Whom a private reply went to is not always told: then its conversation is not known either.
  if (person === undefined) return { visibility: "private", refs, ...once };
  return { message: toSent(us, answer.messageId, person, sending, task.now()), visibility: "private", refs, ...once };
}

/** What we sent, as far as we know it: the answer holds its id only. */
function toSent(us: DirectUs, id: string, person: string, { draft, replyTo, threadId }: DirectSending, createdAt: Timestamp): Message {
  return present({
    key: makeKey(us.account, "message", id),
    refs: present({ personId: person, threadId }),
    network: us.network,
    accountId: us.id,
    id,
    kind: "direct" as const,
    direction: "outbound" as const,
    conversation: makeKey(us.account, "conversation", person),
    author: { key: makeKey(us.account, "author", us.id), id: us.id, isOwn: true },
    text: draft.text,
    entities: [],
    attachments: (draft.attachments ?? []).map(({ type, url, alt, mimeType }) => present({ type, url, alt, mimeType })),
    counts: {},
    createdAt,
    visibility: "private" as const,
    parent: replyTo === undefined ? undefined : makeKey(us.account, "message", replyTo),
    via: "send" as const,
  });
}

/** Puts what helps to find a write again onto the error that it ended with. */
export async function withRefs<T>(work: Promise<T>, refs: Refs): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isFolkmootError(error, "outcome-unknown")) throw error;
    throw new FolkmootError("outcome-unknown", error.message, { cause: error, retryable: error.retryable, refs });
  }
}

/** What is done to a conversation without a message. */
export type DirectAction =
  | { readonly action: "mark_seen" | "typing_on" | "typing_off" }
  | { readonly action: "react"; readonly messageId: string; readonly reaction: string }
  | { readonly action: "unreact"; readonly messageId: string };

/** Marks as seen, or reacts to a message. Doing it again changes nothing. */
export async function actDirect(task: GraphTask, us: DirectUs, person: string, act: DirectAction): Promise<void> {
  const payload =
    act.action === "react"
      ? { message_id: act.messageId, reaction: act.reaction }
      : act.action === "unreact"
        ? { message_id: act.messageId }
        : undefined;
  const body = { recipient: { id: person }, sender_action: act.action, payload };
  await task.post(`/${us.inboxId}/messages`, anyObject, body, { safeToRepeat: true, subject: { conversation: person } });
}

/** Gives what a target knows of the person's last message: a whole conversation tells it, and so does an inbound message. */
export function knownInbound(target: object): Timestamp | undefined {
  const { lastInboundAt, direction, createdAt } = fieldsOf(target);
  return textOf(lastInboundAt) ?? (direction === "inbound" ? textOf(createdAt) : undefined);
}
