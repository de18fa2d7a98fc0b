/**
 * Asks the policies: the strictest verdict wins, and one that throws holds.
 * @module
 */
import { errorName } from "../errors.js";
import { leavingHash } from "./plan.js";
import type { Approval, OutboxEntry, Send } from "../store/collections.js";
import type { Logger } from "../logger.js";
import type { Policy, PolicyContext, Verdict } from "./policy.js";

/** What all policies together say. */
export type Judgement =
  | { readonly do: "send" }
  | { readonly do: "hold"; readonly hold: NonNullable<OutboxEntry["hold"]> }
  | { readonly do: "reject"; readonly reason: string };

/** Says whether a person's approval lifts a hold. */
export function admits(
  hold: { readonly approvers?: readonly string[]; readonly notBy?: readonly string[] },
  { by }: Pick<Approval, "by">,
): boolean {
  return by.type === "human" && (hold.approvers?.includes(by.id) ?? true) && !(hold.notBy?.includes(by.id) ?? false);
}

/** A policy that fails says nothing, so the write waits; no approval lifts that, because nobody knows what the policy would have asked. */
const failed = (reason: string): Verdict => ({ do: "hold", reason: `${reason} This waits until it is mended.`, approvers: [] });

const mustReturn = 'It must return { do: "send" }, { do: "hold", reason } or { do: "reject", reason }.';

/** Says whether a host's policy gave one of the three verdicts: it may not be typed. */
function isVerdict(verdict: unknown): verdict is Verdict {
  if (typeof verdict !== "object" || verdict === null) return false;
  const { do: word, reason } = verdict as Readonly<Record<string, unknown>>;
  return word === "send" || ((word === "hold" || word === "reject") && typeof reason === "string");
}

/** Names a policy by its place in the list, from 1, and by its function's name where it has one. */
function nameOf(policy: unknown, index: number): string {
  const name = typeof policy === "function" ? policy.name : "";
  return `Policy ${index + 1}${name === "" ? "" : ` (${name})`}`;
}

/** Says what is wrong with an answer that is no verdict; quotes nothing of it. */
function complaint(policy: unknown, answer: unknown): string {
  if (typeof policy !== "function") return "is no function.";
  if (typeof answer === "function") return `returned a function, so it was listed without being called: list ${policy.name || "it"}().`;
  return "gave no verdict.";
}

async function askOne(policy: Policy, index: number, send: Send, context: PolicyContext, logger: Logger): Promise<Verdict> {
  const who = nameOf(policy, index);
  const about = { account: send.account, operation: send.operation, policy: index + 1, name: policy.name };
  try {
    const answer: unknown = typeof policy === "function" ? await policy(send, context) : undefined;
    if (isVerdict(answer)) return answer;
    const why = `${who} ${complaint(policy, answer)} ${mustReturn}`;
    logger.error?.(`${why} The write waits.`, about);
    return failed(why);
  } catch (error) {
    // Its message may quote the text, so only the kind of error is told.
    const kind = errorName(error);
    logger.error?.(`${who} failed; the write waits.`, { ...about, kind });
    return failed(`${who} failed with ${kind}. ${mustReturn}`);
  }
}

/** Asks every policy. A hold stands until somebody whom it admits has approved this very plan. */
export async function judge(policies: readonly Policy[], send: Send, context: PolicyContext, logger: Logger): Promise<Judgement> {
  const verdicts = await Promise.all(policies.map((policy, index) => askOne(policy, index, send, context, logger)));
  const reject = verdicts.find((verdict) => verdict.do === "reject");
  if (reject !== undefined) return reject;
  const approvals = context.approvals.filter(({ verdict }) => verdict === "approved");
  const hold = verdicts.find((verdict) => verdict.do === "hold" && !approvals.some((approval) => admits(verdict, approval)));
  if (hold?.do !== "hold") return { do: "send" };
  const { reason, approvers, notBy } = hold;
  return { do: "hold", hold: { reason, ...(approvers !== undefined && { approvers }), ...(notBy !== undefined && { notBy }) } };
}

/** The approvals and refusals that were given for this very plan: those of another one do not count. */
export function admitted(entry: OutboxEntry): readonly Approval[] {
  const hash = leavingHash(entry);
  return entry.approvals.filter((approval) => approval.hash === hash);
}
