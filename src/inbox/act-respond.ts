/**
 * Answers a message the way it wants to be answered.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { lookAround } from "./act-target.js";
import { parseKey } from "../model/keys.js";
import { runAct } from "./act.js";
import type { ActOptions } from "./answer.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Desk } from "./outbox-desk.js";
import type { Message } from "../model/message.js";
import type { MessageTarget } from "../model/target.js";
import type { Outcome } from "../model/outcome.js";
import type { Sayable } from "../model/draft.js";

/**
 * Chooses the operation by how the message is answered: into its conversation in private, and in chats where nobody can point at the
 * line that is answered; else under the message.
 */
export function replyOperation({ kind }: Pick<Message, "kind">, adapter: Pick<AnyAdapter, "operations">): "reply" | "sendMessage" {
  return kind === "direct" || (kind === "chat" && !adapter.operations.has("reply")) ? "sendMessage" : "reply";
}

/** Answers a message: `inbox.respond`. */
export async function respondTo(desk: Desk, target: MessageTarget, say: Sayable, options: ActOptions): Promise<Outcome> {
  // Hosts without types hand in anything.
  const key: unknown = (target as MessageTarget | null | undefined)?.key;
  const parts = typeof key === "string" ? parseKey(key) : undefined;
  if (parts?.kind !== "message")
    throw new FolkmootError(
      "invalid-request",
      "respond: the target must be a message, or an object with the `key` of one; for a post or a conversation use `act`.",
    );
  const around = await lookAround(desk.context, target);
  const { message, conversation } = around;
  // What the store does not hold can only be answered where it stands.
  if (message === undefined || replyOperation(message, await desk.context.adapter(parts.account)) === "reply")
    return runAct(desk, "reply", target, say, options);
  if (around.gone && !hasTarget(say))
    throw new FolkmootError(
      "not-found",
      `respond for ${parts.account}: the message was deleted, so there is nothing to answer; look at the conversation again.`,
    );
  // The same words to the next message of the conversation are another answer.
  return runAct(desk, "sendMessage", conversation ?? { key: message.conversation }, say, options, message.key);
}

/** Says whether a plan was made while the message was there. */
function hasTarget(say: unknown): boolean {
  const provenance: unknown = typeof say === "object" && say !== null && "provenance" in say ? say.provenance : undefined;
  return typeof provenance === "object" && provenance !== null && "target" in provenance && provenance.target !== undefined;
}
