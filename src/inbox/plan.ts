/**
 * Plans: their parts as drafts, and their hashes.
 * @module
 */
import { hashOf } from "../model/hash.js";
import type { Draft, PlanAction, ReplyPlan } from "../model/draft.js";
import type { Send } from "../store/collections.js";

/** Takes the draft of one part out of a plan. Title, subject and attachments go with the first part only. */
export function partOf(plan: ReplyPlan, index: number): Draft {
  const { language, attachments, title, subject, audience, sensitive, contentWarning } = plan;
  return {
    text: plan.parts[index] ?? "",
    ...(language !== undefined && { language }),
    ...(audience !== undefined && { audience }),
    ...(sensitive !== undefined && { sensitive }),
    ...(contentWarning !== undefined && { contentWarning }),
    ...(index === 0 && {
      ...(attachments !== undefined && { attachments }),
      ...(title !== undefined && { title }),
      ...(subject !== undefined && { subject }),
    }),
  };
}

/** Counts the calls of a write that say or do something; a write without a plan is one. */
export function partCount({ plan, publicPlan }: Pick<Send, "plan" | "publicPlan">): number {
  return (publicPlan?.parts.length ?? 0) + (plan?.parts.length ?? 1);
}

/** The side actions of a write, of the public half of an escalation first. */
export function actionsOf({ plan, publicPlan }: Pick<Send, "plan" | "publicPlan">): readonly PlanAction[] {
  return [...(publicPlan?.actions ?? []), ...(plan?.actions ?? [])];
}

/** What a write says or does, and to whom: everything of it that readers would see, without the like that goes along. */
type Said = Pick<Send, "operation" | "target" | "plan" | "input" | "publicPlan" | "escalates">;

const draftsOf = (plan: ReplyPlan | undefined): unknown => (plan === undefined ? null : plan.parts.map((_, index) => partOf(plan, index)));

// The same words are the same escalation whichever way into private is open at the moment: the first call chooses it for all.
const said = ({ operation, target, plan, input, publicPlan, escalates }: Said): unknown =>
  escalates === undefined
    ? [operation, target.key, draftsOf(plan), input ?? null]
    : ["escalate", escalates.key, draftsOf(publicPlan), draftsOf(plan)];

/**
 * Makes the hash of what a write says: two with the same hash say the same thing to the same target, so the outbox takes them for one.
 * A like that goes along is left out: whoever composes the same reply again finds the like already given.
 */
export function saidHash(send: Said): string {
  return hashOf(said(send));
}

/** Makes the hash of all that would leave, the like too: an approval is bound to it. */
export function leavingHash(send: Said): string {
  const way = send.escalates === undefined ? [] : [send.operation, send.target.key];
  return hashOf([said(send), actionsOf(send).map(({ type, value }) => (value === undefined ? type : [type, value])), ...way]);
}
