/**
 * Sends messages: at most once for each idempotency key, found again after a write without an answer.
 * @module
 */
import { ConflictError, FolkmootError, isFolkmootError } from "../../errors.js";
import { messageAnswer, channelAnswer, type WireMessage } from "./wire.js";
import { nonceOf, toBody, type BodyParts } from "./draft.js";
import { isSnowflake } from "./ids.js";
import { toMessage } from "./normalize.js";
import type { DiscordTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { Place } from "./places.js";
import type { Receipt } from "../../adapter/operations.js";

/**
 * Sends into a channel, thread or direct channel. Safe to repeat: the same nonce within minutes gives the message that is there already
 * (reference, create message, `enforce_nonce`; read 2026-11).
 * @throws FolkmootError `conflict` when the key belongs to another text; `outcome-unknown` with `refs.channelId` and `refs.nonce`.
 */
export async function sendTo(
  task: DiscordTask,
  channel: string,
  draft: Draft,
  idempotencyKey: string | undefined,
  parts: BodyParts = {},
): Promise<WireMessage> {
  const nonce = nonceOf(task, idempotencyKey);
  const body = await toBody(task, draft, { ...parts, nonce, enforce_nonce: true });
  // Who we are is needed to read the answer, and asking may fail: it is asked before anything is out.
  await task.us();
  const sent = await withRefs(task.send("POST", `/channels/${channel}/messages`, messageAnswer, { body, safeToRepeat: true }), {
    channelId: channel,
    nonce,
  });
  // Blanks around a text are taken off by the network.
  if (sent.content !== "" && sent.content.trim() !== draft.text.trim())
    throw new ConflictError(
      `discord ${task.operation} failed for ${task.account}: the idempotency key belongs to a message with another text; use a new key for a new text.`,
    );
  return { ...sent, nonce };
}

/** Puts what helps to find a write again onto the error that it ended with. */
export async function withRefs<T>(work: Promise<T>, refs: Readonly<Record<string, string>>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isFolkmootError(error, "outcome-unknown")) throw error;
    throw new FolkmootError("outcome-unknown", error.message, { cause: error, retryable: error.retryable, refs });
  }
}

/** Makes the receipt of a message that `sendTo` sent: by then the bot is known, and nothing is asked. */
export async function receiptOf(task: DiscordTask, place: Place, wire: WireMessage): Promise<Receipt> {
  const message = toMessage(await task.us(), wire, place, { via: "send" });
  return { message, visibility: message.visibility, refs: message.refs ?? {} };
}

/** Opens the direct channel of a person, or finds it. Whether they take messages is known only when one is sent. */
export async function directWith(task: DiscordTask, person: string): Promise<Place> {
  if (!isSnowflake(person)) return task.refuse("invalid-request", "the author's key must hold the id of a user.");
  if (person === (await task.us()).bot) return task.refuse("invalid-request", "the author is the bot itself.");
  const known = task.channels.directWith(person);
  if (known !== undefined) return known;
  const body = { recipient_id: person };
  // The network gives the channel that is there, so asking again does no harm.
  return task.channels.keepDirect(person, await task.send("POST", "/users/@me/channels", channelAnswer, { body, safeToRepeat: true }));
}
