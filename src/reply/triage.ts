/**
 * What to do with a message before anybody writes: ordered rules, the first that holds decides and says why.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Annotations } from "../model/annotation.js";
import type { Message } from "../model/message.js";
import type { Timestamp } from "../model/ref.js";
import type { Signal } from "./classify.js";
import { holdsFor, readFacts, type TriageKnowledge, type TriageWhen } from "./triage-facts.js";
import { communityRules, escalationTiers } from "./triage-presets.js";
import { priorityOf, type Priority, type PriorityWeights } from "./triage-priority.js";

/**
 * What is done. `respond` answers; `concur` answers praise or thanks; `like` is answer enough; `share-success` passes it on; `let-stand` does
 * nothing; `monitor` watches without answering; `fix-facts` answers with the facts; `restore` makes good; `wait-for-community` gives members a
 * chance to answer first; `moderate` leaves it to the moderation rules; `escalate` hands it to somebody.
 */
export type TriageAction =
  | "respond"
  | "concur"
  | "like"
  | "share-success"
  | "let-stand"
  | "monitor"
  | "fix-facts"
  | "restore"
  | "wait-for-community"
  | "moderate"
  | "escalate";

/** One rule. */
export interface TriageRule {
  /** Its name. Unique in its list. */
  readonly id: string;
  /** When it holds. */
  readonly when: TriageWhen;
  /** What is done. */
  readonly action: TriageAction;
  /** Why, in a sentence for a person. */
  readonly because: string;
  /** Whom to tell: words of yours, such as `headquarters`. */
  readonly notify?: readonly string[];
}

/** When somebody higher up has to see it. */
export interface EscalationRule {
  /** Its name. Unique in its list. */
  readonly id: string;
  /** 1 = the team. Of several that hold the highest tier is taken. */
  readonly tier: number;
  /** When it holds. */
  readonly when: TriageWhen;
  /** Why, in a sentence for a person. */
  readonly because: string;
  /** How soon they answer, in minutes. */
  readonly respondWithinMinutes: number;
  /** Whom to tell. */
  readonly notify: readonly string[];
}

/** How triage is done. */
export interface TriageOptions extends TriageKnowledge {
  /** In order; the first that holds decides. @defaultValue `communityRules` */
  readonly rules?: readonly TriageRule[];
  /** @defaultValue `escalationTiers` */
  readonly escalation?: readonly EscalationRule[];
  /** How much each term of the priority weighs. */
  readonly weights?: Partial<PriorityWeights>;
}

/** What was decided, and everything that it rests on. Plain data. */
export interface Triage {
  /** What to do. */
  readonly action: TriageAction;
  /** The rule that decided; `final` = none held, and whether somebody waits for an answer did. */
  readonly rule: string;
  /** Why. */
  readonly because: string;
  /** Rules that were asked before and did not hold, in order. */
  readonly passed: readonly string[];
  /** Whom to tell. */
  readonly notify: readonly string[];
  /** Whether somebody waits for an answer. */
  readonly needsReply: boolean;
  /** Why, or why not, as words. */
  readonly needsReplyWhy: readonly string[];
  /** How sure of each label. */
  readonly labels: Readonly<Record<string, number>>;
  /** What in the text spoke for each. */
  readonly signals: Readonly<Record<string, readonly Signal[]>>;
  /** How urgent it is. */
  readonly priority: Priority;
  /** Who has to see it. Absent = nobody in particular. */
  readonly escalation?: Omit<EscalationRule, "when">;
}

/**
 * Decides what to do with a message, and says why. Pure: reads the words and what others thought (`annotations`), writes nothing.
 * Words find questions, complaints, praise, thanks, tags and spam; that somebody is a troll or errs about facts is for a person or a classifier
 * of yours to say (labels `troll`, `rager`, `misguided`).
 *
 * @throws FolkmootError `invalid-request` when `now` is no time, `misconfigured` for rules of one name.
 *
 * @example
 * const { action, because, priority } = triage(message, { now: context.now, rules: airForce });
 */
export function triage(message: Message, options: TriageOptions): Triage {
  const { rules = communityRules, escalation = escalationTiers, weights, ...known } = options;
  checkIds("rules", rules);
  checkIds("escalation", escalation);
  const facts = readFacts(message, known);
  const isOpen = !facts.why.includes("own") && !facts.why.includes("gone");
  const place = isOpen ? rules.findIndex(({ when }) => holdsFor(when, facts)) : -1;
  const rule = rules[place] ?? finalRule(facts.needsReply, isOpen);
  const higher = escalation.toSorted((a, b) => b.tier - a.tier);
  const tier = isOpen ? higher.find((one) => holdsFor(one.when, facts)) : undefined;
  return {
    action: rule.action,
    rule: rule.id,
    because: rule.because,
    passed: rules.slice(0, place < 0 ? (isOpen ? rules.length : 0) : place).map(({ id }) => id),
    notify: rule.notify ?? [],
    needsReply: facts.needsReply,
    needsReplyWhy: facts.why,
    labels: facts.labels,
    signals: facts.signals,
    priority: priorityOf(facts, weights),
    ...(tier !== undefined && { escalation: withoutWhen(tier) }),
  };
}

/** Conditions may be functions; what was decided is plain data. */
function withoutWhen({ id, tier, because, respondWithinMinutes, notify }: EscalationRule): Omit<EscalationRule, "when"> {
  return { id, tier, because, respondWithinMinutes, notify };
}

function finalRule(needsReply: boolean, isOpen: boolean): Pick<TriageRule, "id" | "action" | "because" | "notify"> {
  if (!isOpen) return { id: "final", action: "let-stand", because: "It is ours, or it is gone." };
  return needsReply
    ? { id: "final", action: "respond", because: "No rule held, and somebody waits for an answer." }
    : { id: "final", action: "let-stand", because: "No rule held, and nobody waits for an answer." };
}

function checkIds(name: string, rules: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of rules) {
    if (seen.has(id)) throw new FolkmootError("misconfigured", `${name}: "${id}" is there twice: give each rule an id of its own.`);
    seen.add(id);
  }
}

/**
 * Makes annotations of a triage: `triage` (the action) and `priority` (as its value; the label is the tier, `tier-2`, or `none`). For `enrich`.
 *
 * @example
 * const enrich: Enrich = async (messages) => messages.map((message) => triageAnnotations(triage(message, { now }), now));
 */
export function triageAnnotations({ action, rule, priority, escalation, labels }: Triage, now: Timestamp): Annotations {
  const scores = Object.values(labels);
  return {
    triage: { label: action, score: rule === "final" || scores.length === 0 ? 0.5 : Math.max(...scores), by: `triage:${rule}`, at: now },
    priority: {
      label: escalation === undefined ? "none" : `tier-${escalation.tier}`,
      score: 1,
      value: priority.score,
      by: `triage:${escalation?.id ?? "priority"}`,
      at: now,
    },
  };
}
