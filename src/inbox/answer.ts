/**
 * Answer: outbox entry first, policies, then the network, then the audit trail.
 * @module
 */
import { canNow } from "./can.js";
import { checkActor } from "./act-input.js";
import { escalateMessage } from "./escalate.js";
import { deskOf } from "./outbox-desk.js";
import { gatherReplyContext } from "./reply-context.js";
import { respondTo } from "./act-respond.js";
import { runAct } from "./act.js";
import type { Actor } from "../model/actor.js";
import type { CanAnswer } from "../model/can.js";
import type { InboxContext } from "./context.js";
import type { InputOf, OperationName, TargetOf } from "../adapter/operations.js";
import type { MessageKey } from "../model/keys.js";
import type { MessageTarget } from "../model/target.js";
import type { Outcome } from "../model/outcome.js";
import type { ReplyContext } from "../model/reply-context.js";
import type { Sayable } from "../model/draft.js";
import type { WriteName } from "../model/write.js";

/** Who writes, and under which key. */
export interface ActOptions {
  /** Who acts. Policies, human-only windows and the audit trail go by it. */
  readonly by: Actor;
  /**
   * Names this one thing that is said: 1 to 200 characters. However often it is asked for, in however many processes, it is sent once;
   * the same key goes on after the last part that is out, and with another plan it is a `ConflictError`.
   * Saying the same text to the same target twice is one reply by default: pass a key to say it twice.
   * @defaultValue made of the operation, the target and the hash of what is said
   */
  readonly idempotencyKey?: string;
  /** The host's own words for policies and audit; never sent. Write no names and no text into them. */
  readonly meta?: Readonly<Record<string, string>>;
  /** Ends waiting. What has left is not undone: a call cut off ends as `unknown`, and parts that are left wait for the same key. */
  readonly signal?: AbortSignal;
}

/** What an escalation says. */
export interface EscalatePlans {
  /** Said in public, under the message, before anything goes out in private. Absent = nothing. */
  readonly publicPlan?: Sayable;
  /** Said in private. */
  readonly privatePlan: Sayable;
}

/** Everything that writes to a network. */
export interface Answer {
  /**
   * Loads account, conversation, window and budget, then asks the adapter. No request.
   * @throws FolkmootError `invalid-request` for what is no key or no actor, `misconfigured` for an account that the inbox does not know.
   */
  can<O extends OperationName>(operation: O, key: TargetOf<O>["key"], options: { readonly by: Actor }): Promise<CanAnswer>;
  /**
   * Gathers what `compose` needs. No request; `can` answers as for an automation.
   * @throws FolkmootError `not-found` when the store does not hold the message.
   */
  replyContext(key: MessageKey): Promise<ReplyContext>;
  /**
   * Replies the way the message wants it: under a comment, mention, quote or review, under a line of chat where the
   * network can point at one (else into the chat), into a direct conversation.
   * The parts of a plan are sent in order, each under the one before where the network has trees; its like follows and never changes the status.
   * @throws FolkmootError before anything is stored or sent, naming field and remedy, for what no network would take. ConflictError for a key
   * that stands for another text. What becomes of the reply is never thrown: it is the outcome.
   *
   * @example
   * const outcome = await inbox.respond(message, "Tak!", { by: { type: "human", id: "sandra" } });
   * if (outcome.status === "unknown") await inbox.reconcile(outcome.id);
   */
  respond(message: MessageTarget, say: Sayable, options: ActOptions): Promise<Outcome>;
  /**
   * Moves a public message into private: says so in public first, where there is a public plan, then writes to its author by `replyPrivately`
   * where the network has it and allows it, else into their direct conversation, or a new one, by `sendMessage`.
   * Both halves are one write: policies see both, one approval lets both out, `can` is asked for both before the network hears of any.
   * It stops at the first part that is not sent, so nothing is sent in private that was not announced; the same key goes on there.
   * The steps of the private half are called `private`.
   * @throws FolkmootError before anything is stored or sent: as `respond` does; `unsupported` where the network has no way into private,
   * `not-found` where only the author could be written to and nobody knows who that is.
   *
   * @example
   * await inbox.escalate(message, { publicPlan: "I have sent you a message.", privatePlan: "What is your order number?" }, { by });
   */
  escalate(message: MessageTarget, plans: EscalatePlans, options: ActOptions): Promise<Outcome>;
  /**
   * The one door for every write. `input` is what the operation needs besides its target, else `null`.
   * Asked again with the same key: a sent one answers as before, a rejected one is tried anew, an unknown one is reconciled first;
   * a switch (hide, like, ban) whose answer is unknown is turned again.
   * @throws FolkmootError before anything is stored or sent: `invalid-request` naming field and remedy, `unsupported`, `misconfigured`,
   * `not-found` for a target that is known to be deleted. ConflictError for a key that stands for another write.
   */
  act<O extends WriteName>(operation: O, target: TargetOf<O>, input: InputOf<O>, options: ActOptions): Promise<Outcome>;
}

/** Makes the part of the inbox that writes. */
export function createAnswer(context: InboxContext): Answer {
  const desk = deskOf(context);
  return {
    can: async (operation, key, options) => {
      checkActor((options as { readonly by: unknown } | undefined)?.by, `can ${operation}`);
      return canNow(context, operation, key, options.by);
    },
    replyContext: (key) => gatherReplyContext(context, key),
    respond: (message, say, options) => respondTo(desk, message, say, options),
    escalate: (message, plans, options) => escalateMessage(desk, message, plans, options),
    act: (operation, target, input, options) => runAct(desk, operation, target, input, options),
  };
}
