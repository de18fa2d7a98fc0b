/**
 * Plans: their parts as drafts, and their hashes.
 * @module
 */
import { hashOf } from "../model/hash.js";
import type { Draft, ReplyPlan } from "../model/draft.js";
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
export function partCount(send: Pick<Send, "plan">): number {
  return send.plan?.parts.length ?? 1;
}

/** What a write says or does, and to whom: everything of it that readers would see, without the like that goes along. */
type Said = Pick<Send, "operation" | "target" | "plan" | "input">;

const said = ({ operation, target, plan, input }: Said): unknown => [
  operation,
  target.key,
  plan === undefined ? null : plan.parts.map((_, index) => partOf(plan, index)),
  input ?? null,
];

/**
 * Makes the hash of what a write says: two with the same hash say the same thing to the same target, so the outbox takes them for one.
 * A like that goes along is left out: whoever composes the same reply again finds the like already given.
 */
export function saidHash(send: Said): string {
  return hashOf(said(send));
}

/** Makes the hash of all that would leave, the like too: an approval is bound to it. */
export function leavingHash(send: Said): string {
  return hashOf([said(send), (send.plan?.actions ?? []).map(({ type }) => type)]);
}
