/**
 * What is known of a message before anybody answers it, and conditions over that.
 * @module
 */
import type { Message, MessageKind } from "../model/message.js";
import type { Timestamp } from "../model/ref.js";
import { FolkmootError } from "../errors.js";
import type { Signal } from "./classify.js";
import { findSpans } from "../text/spans.js";
import { readIntents, scoreOf, type IntentSignals } from "./classify-intent.js";

/** What the caller knows besides the message. What is absent is unknown. */
export interface TriageKnowledge {
  /** The time that decides how long the member has waited. `replyContext` tells it. */
  readonly now: Timestamp;
  /** How soon an answer is due, in minutes. @defaultValue 240 */
  readonly respondWithinMinutes?: number;
  /** How sure a label must be to count, 0 to 1. @defaultValue 0.5 */
  readonly minScore?: number;
  /** How often this author has complained before. */
  readonly complaintsBefore?: number;
  /** True when the author is one of our most faithful. */
  readonly superfan?: boolean;
  /** Signals found by looking at many messages, such as `findCopies`; they speak for spam. */
  readonly spamSignals?: readonly Signal[];
}

/** What rules are asked about. Plain data. */
export interface TriageFacts {
  /** The message. */
  readonly message: Message;
  /** How sure of each label: read from the words, or thought by others (`annotations`). Those below `minScore` are not here. */
  readonly labels: Readonly<Record<string, number>>;
  /** What in the text spoke for each. */
  readonly signals: Readonly<Record<string, readonly Signal[]>>;
  /** Whether somebody waits for an answer. */
  readonly needsReply: boolean;
  /** Why, as words: `question`, `complaint`, `mention`, `direct`; or why not: `tag-a-friend`, `emoji-only`, `spam`, `own`, `gone`, `nothing-asked`. */
  readonly why: readonly string[];
  /** How long it has waited, in minutes. */
  readonly ageMinutes: number;
  /** What the caller knows. */
  readonly known: TriageKnowledge;
}

/** When a rule holds: everything that is given must. What is not known does not hold. Plain data, so that rules can live in a database. */
export interface TriageCondition {
  /** It has one of these labels. */
  readonly labels?: readonly string[];
  /** It has none of these. */
  readonly without?: readonly string[];
  /** It is of one of these kinds. */
  readonly kinds?: readonly MessageKind[];
  /** It came from one of these networks. */
  readonly networks?: readonly string[];
  /** Whether somebody waits for an answer. */
  readonly needsReply?: boolean;
  /** The author has so many followers, or more. */
  readonly followersFrom?: number;
  /** The message has so many likes, or more. */
  readonly likesFrom?: number;
  /** The author has complained so often before, or more. */
  readonly complaintsFrom?: number;
  /** It has waited so many minutes, or longer. */
  readonly ageMinutesFrom?: number;
}

/** A condition, or a function of yours. It must be pure. */
export type TriageWhen = TriageCondition | ((facts: TriageFacts) => boolean);

/** Reads what is known of a message. */
export function readFacts(message: Message, known: TriageKnowledge): TriageFacts {
  const now = Date.parse(known.now);
  if (Number.isNaN(now)) throw new FolkmootError("invalid-request", "`now` is no time: give an ISO 8601 one, such as replyContext tells.");
  const { minScore = 0.5, spamSignals = [] } = known;
  const read = readMessage(message, spamSignals);
  const thought = message.annotations ?? {};
  // Somebody else thought about what it wants: words that only look like praise or a complaint say nothing beside that.
  const isThought = thought["intent"] !== undefined && !thought["intent"].by.startsWith("intents@");
  const signs: readonly string[] = ["spam", "tag-a-friend", "emoji-only"];
  const labels = new Map<string, number>();
  for (const [label, signals] of Object.entries(read)) if (!isThought || signs.includes(label)) labels.set(label, scoreOf(signals));
  // What our own classifier thought is read anew: here it is known whom a mention means.
  for (const [subject, { label, score, by }] of Object.entries(thought))
    if (subject !== "language" && subject !== "priority" && !by.startsWith("intents@"))
      labels.set(label, Math.max(score, labels.get(label) ?? 0));
  const sure = Object.fromEntries([...labels].filter(([, score]) => score >= minScore));
  const { needs, why } = needsReply(message, sure);
  return {
    message,
    labels: sure,
    signals: Object.fromEntries(Object.entries(read).filter(([label]) => label in sure)),
    needsReply: needs,
    why,
    ageMinutes: Math.max(0, Math.round((now - Date.parse(message.createdAt)) / 60_000)),
    known,
  };
}

function readMessage(message: Message, spamSignals: readonly Signal[]): IntentSignals {
  const { text, language, entities, mentionsUs } = message;
  const mentions = entities.filter(({ type }) => type === "mention").map(({ start, end }) => [start, end] as const);
  // Offsets are those of the text as it is told; networks tell it in NFC but for a few, where names without an @ are not told from words.
  const found = readIntents({ text, ...(language !== undefined && { language }), ...(text === text.normalize("NFC") && { mentions }) });
  const { "tag-a-friend": tag, ...rest } = found;
  // Who tags us alone means us.
  const tagged = mentions.length > 0 ? mentions.length : findSpans(text).filter(({ type }) => type === "mention").length;
  const isFriend = tag !== undefined && !(mentionsUs === true && tagged <= 1);
  const spam = [...(found.spam ?? []), ...spamSignals];
  return { ...rest, ...(isFriend && { "tag-a-friend": tag }), ...(spam.length > 0 && { spam }) };
}

function needsReply(
  message: Message,
  labels: Readonly<Record<string, number>>,
): { readonly needs: boolean; readonly why: readonly string[] } {
  const no = (why: string): { readonly needs: boolean; readonly why: readonly string[] } => ({ needs: false, why: [why] });
  if (message.direction === "outbound" || message.author?.isOwn === true) return no("own");
  if (message.deletedAt !== undefined) return no("gone");
  if ("spam" in labels) return no("spam");
  if ("complaint" in labels || "unhappy-customer" in labels)
    return { needs: true, why: ["complaint", ...("question" in labels ? ["question"] : [])] };
  if ("tag-a-friend" in labels) return no("tag-a-friend");
  if ("emoji-only" in labels) return no("emoji-only");
  const isAsked = "question" in labels;
  const isTold = message.kind === "direct";
  const isCalled = message.mentionsUs === true || message.kind === "mention";
  // Thanks end a talk, also one in private.
  const isEnd = "thanks" in labels && !isAsked && message.parent !== undefined;
  const why = [...(isAsked ? ["question"] : []), ...(isTold ? ["direct"] : []), ...(isCalled ? ["mention"] : [])];
  return why.length === 0 || isEnd ? no("nothing-asked") : { needs: true, why };
}

/** Says whether a condition holds. */
export function holdsFor(when: TriageWhen, facts: TriageFacts): boolean {
  if (typeof when === "function") return when(facts);
  const { message, labels, known, ageMinutes } = facts;
  const from = (value: number | undefined, least: number | undefined): boolean =>
    least === undefined || (value !== undefined && value >= least);
  return (
    (when.labels === undefined || when.labels.some((one) => one in labels)) &&
    !(when.without ?? []).some((one) => one in labels) &&
    (when.kinds === undefined || when.kinds.includes(message.kind)) &&
    (when.networks === undefined || when.networks.includes(message.network)) &&
    (when.needsReply === undefined || when.needsReply === facts.needsReply) &&
    from(message.author?.followers, when.followersFrom) &&
    from(message.counts.likes, when.likesFrom) &&
    from(known.complaintsBefore, when.complaintsFrom) &&
    from(ageMinutes, when.ageMinutesFrom)
  );
}
