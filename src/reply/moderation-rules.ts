/**
 * Moderation by rules: first a list of what would be done, then, only when it is asked for, the deeds.
 * @module
 */
import { FolkmootError, errorInfo } from "../errors.js";
import type { CanAnswers } from "../model/can.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { MessageKey } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { AuthorRef, MessageRef } from "../model/ref.js";
import type { Signal } from "./classify.js";
import { holdsFor, readFacts, type TriageKnowledge, type TriageWhen } from "./triage-facts.js";

/** What a rule may do to a message, or (`ban`, `mute`) to who wrote it. The names of `inbox.act`. */
export type ModerationOperation = "hide" | "delete" | "approve" | "deny" | "ban" | "mute";

/** One rule. */
export interface ModerationRule {
  /** Its name. Unique in its list. */
  readonly id: string;
  /** When it holds. */
  readonly when: TriageWhen;
  /** What is done. */
  readonly operation: ModerationOperation;
  /** Why, in a sentence for a person, and for the audit: no names. */
  readonly because: string;
}

/** What moderation is decided by. */
export interface ModerationOptions extends TriageKnowledge {
  /** What is known of one message only: copies of it, whether its author complained before. */
  readonly about?: (message: Message) => Partial<TriageKnowledge>;
  /** What the network would allow. Decisions that it would refuse are marked. */
  readonly can?: (message: Message) => CanAnswers;
  /** Messages that no rule may touch: of faithful members, of the press. What is ours is never touched. */
  readonly spare?: (message: Message) => boolean;
}

/** Why something is to be done to one message. Plain data. */
export interface ModerationReason {
  /** The message that it is about. */
  readonly message: MessageKey;
  /** The rule. */
  readonly rule: string;
  /** Why. */
  readonly because: string;
  /** How sure of each label. */
  readonly labels: Readonly<Record<string, number>>;
  /** What in the text spoke for each. */
  readonly signals: Readonly<Record<string, readonly Signal[]>>;
  /** Why the network would refuse it. Absent = it would not, as far as is known. */
  readonly refused?: string;
}

/** Something to be done to a message. */
export interface MessageDecision extends ModerationReason {
  /** What would be done. */
  readonly operation: Exclude<ModerationOperation, "ban" | "mute">;
  /** The message. */
  readonly target: MessageRef;
}

/** Something to be done to who wrote it. */
export interface AuthorDecision extends ModerationReason {
  /** What would be done. */
  readonly operation: "ban" | "mute";
  /** The author. */
  readonly target: AuthorRef;
}

/** What a rule wants done. */
export type ModerationDecision = MessageDecision | AuthorDecision;

/** How decisions are carried out. */
export interface RunModerationOptions {
  /** True = nothing is done. @defaultValue true */
  readonly dryRun?: boolean;
  /** More than so many at once are a wrong rule and no flood of spam: nothing is done. @defaultValue 20 */
  readonly most?: number;
  /** Ends between two deeds. */
  readonly signal?: AbortSignal;
}

/** What became of one decision. */
export interface ModerationResult<T> {
  /** What was to be done. */
  readonly decision: ModerationDecision;
  /** `would`: a dry run. `refused`: the network would refuse it, so it was not tried. */
  readonly status: "would" | "done" | "refused" | "failed";
  /** What `act` gave. */
  readonly outcome?: T;
  /** Why it failed. */
  readonly error?: ErrorInfo;
}

/**
 * Decides what rules want done. Of each message the first rule that holds speaks. Own and deleted messages are left alone, and so is what is
 * hidden or removed already. Pure: does nothing.
 *
 * @throws FolkmootError `misconfigured` for two rules of one name, `invalid-request` when `now` is no time.
 */
export function planModeration(
  messages: readonly Message[],
  rules: readonly ModerationRule[],
  options: ModerationOptions,
): readonly ModerationDecision[] {
  const { about, can, spare, ...known } = options;
  if (new Set(rules.map(({ id }) => id)).size < rules.length)
    throw new FolkmootError("misconfigured", "Two moderation rules have one id: give each an id of its own.");
  return messages.flatMap((message): readonly ModerationDecision[] => {
    if (spare?.(message) === true) return [];
    const facts = readFacts(message, { ...known, ...about?.(message) });
    if (facts.why.includes("own") || facts.why.includes("gone")) return [];
    const rule = rules.find(({ when, operation }) => !isDone(message, operation) && holdsFor(when, facts));
    if (rule === undefined) return [];
    const { id, operation, because } = rule;
    const answer = can?.(message)[operation];
    const reason: ModerationReason = {
      message: message.key,
      rule: id,
      because,
      labels: facts.labels,
      signals: facts.signals,
      ...(answer?.ok === false && { refused: answer.detail }),
    };
    if (operation !== "ban" && operation !== "mute") return [{ ...reason, operation, target: refOf(message) }];
    // Who is not told cannot be banned.
    return message.author === undefined ? [] : [{ ...reason, operation, target: refOf(message.author) }];
  });
}

/**
 * Carries decisions out, one after the other, or only says what would be done: without `dryRun: false` nothing happens. One that fails does not
 * stop the others.
 *
 * @param act - does one, by `inbox.act`
 * @throws FolkmootError `invalid-request` when more than `most` are to be done: nothing is.
 *
 * @example
 * const hide = (one: ModerationDecision) => inbox.act("hide", { key: one.message }, null, { by });
 * const report = await runModeration(decisions, hide); // says what would be hidden; add { dryRun: false } and it is
 */
export async function runModeration<T>(
  decisions: readonly ModerationDecision[],
  act: (decision: ModerationDecision) => Promise<T>,
  options: RunModerationOptions = {},
): Promise<readonly ModerationResult<T>[]> {
  const { dryRun = true, most = 20, signal } = options;
  if (dryRun) return decisions.map((decision) => ({ decision, status: decision.refused === undefined ? "would" : "refused" }));
  const wanted = decisions.filter(({ refused }) => refused === undefined).length;
  if (wanted > most)
    throw new FolkmootError(
      "invalid-request",
      `${wanted} messages would be moderated at once, more than ${most}: look at the rule, or raise \`most\`.`,
    );
  const results: ModerationResult<T>[] = [];
  for (const decision of decisions) {
    signal?.throwIfAborted();
    if (decision.refused !== undefined) {
      results.push({ decision, status: "refused" });
      continue;
    }
    try {
      results.push({ decision, status: "done", outcome: await act(decision) });
    } catch (error) {
      results.push({ decision, status: "failed", error: errorInfo(error) });
    }
  }
  return results;
}

const refOf = <R extends MessageRef | AuthorRef>({ key, refs }: R): { readonly key: R["key"]; readonly refs?: NonNullable<R["refs"]> } => ({
  key,
  ...(refs !== undefined && { refs }),
});

function isDone({ visibility }: Message, operation: ModerationOperation): boolean {
  if (operation === "hide") return visibility === "hidden" || visibility === "removed";
  if (operation === "approve" || operation === "deny") return visibility !== "held";
  return operation === "delete" && visibility === "removed";
}
