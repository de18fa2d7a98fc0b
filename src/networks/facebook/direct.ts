/**
 * Messenger, as the Page speaks it.
 * @module
 */
import { directMessageFields, personOf, toDirectMessage, type DirectUs, type WireDirectMessage } from "../_graph/direct.js";
import { Unreadable } from "../../adapter/read-items.js";
import { wireDirectMessage } from "../_graph/direct-normalize.js";
import type { GraphUs } from "../_graph/task.js";
import type { Message } from "../../model/message.js";
import type { Refs } from "../../model/ref.js";

export { wireDirectMessage as wireDirect };

/** What is asked of a direct message. */
export const directFields: readonly string[] = directMessageFields.messenger;

/** The Page in Messenger. */
export function directUs(us: GraphUs, humanAgent: boolean): DirectUs {
  return { ...us, inboxId: us.id, actors: [us.id], platform: "messenger", humanAgent };
}

/** Reads a direct message that was asked for by its id. Whose conversation it is in, the message tells, or what is known of it. */
export function toDirect(us: GraphUs, wire: WireDirectMessage, refs: Refs): Message | undefined {
  const inMessenger = directUs(us, false);
  const person = refs["personId"] ?? personOf(inMessenger, wire);
  if (person === undefined) throw new Unreadable("from, to: nobody but us");
  return toDirectMessage(inMessenger, wire, { person, threadId: refs["threadId"] });
}
