/**
 * When a step may speak, as data.
 * @module
 */
import type { CanAnswers } from "../model/can.js";
import type { Visibility } from "../model/content.js";
import type { Message, MessageKind } from "../model/message.js";

/** When a step may speak. Everything that is given must hold; plain data, so that a framework can live in a database. */
export interface StepCondition {
  /** The message is of one of these kinds. */
  readonly kinds?: readonly MessageKind[];
  /** It came from one of these networks. */
  readonly networks?: readonly string[];
  /** It stands in one of these places, in the network's word: `story-reply`. */
  readonly surfaces?: readonly string[];
  /** It can be seen by these. `private` = the two only. */
  readonly visibility?: readonly Visibility[];
  /** The reply is in one of these languages (BCP 47); `da` holds for `da-DK` too. */
  readonly languages?: readonly string[];
  /** What was thought about the message, by subject: `{ triage: ["complaint"] }`. Does not hold where nobody thought about it. */
  readonly annotations?: Readonly<Record<string, readonly string[]>>;
  /** One of these operations is allowed, such as `replyPrivately`. Does not hold where `can` does not tell. */
  readonly can?: readonly string[];
  /** None of these operations is allowed, as far as `can` tells. */
  readonly cannot?: readonly string[];
  /** So many public replies of ours, or more, are in the conversation. Does not hold where that is not told. */
  readonly publicReplies?: number;
}

/** What conditions are held against. */
export interface Circumstances {
  /** The message that is answered. */
  readonly to: Message;
  /** What the network would allow. */
  readonly can?: CanAnswers | undefined;
  /** The language of the reply. */
  readonly language?: string | undefined;
  /** How many public replies of ours the conversation holds. */
  readonly publicReplies?: number | undefined;
}

/** Says whether a step may speak. */
export function holds(condition: StepCondition | undefined, { to, can = {}, language, publicReplies }: Circumstances): boolean {
  if (condition === undefined) return true;
  const { kinds, networks, surfaces, visibility, languages, annotations = {}, can: wanted, cannot } = condition;
  const allowed = (operation: string): boolean => can[operation]?.ok === true;
  return (
    isIn(to.kind, kinds) &&
    isIn(to.network, networks) &&
    isIn(to.surface, surfaces) &&
    isIn(to.visibility, visibility) &&
    (languages === undefined || languages.some((one) => serves(one, language))) &&
    Object.entries(annotations).every(([subject, labels]) => isIn(to.annotations?.[subject]?.label, labels)) &&
    (wanted === undefined || wanted.some(allowed)) &&
    (cannot === undefined || !cannot.some(allowed)) &&
    (condition.publicReplies === undefined || (publicReplies !== undefined && publicReplies >= condition.publicReplies))
  );
}

const isIn = (value: string | undefined, allowed: readonly string[] | undefined): boolean =>
  allowed === undefined || (value !== undefined && allowed.includes(value));

/** Says whether an entry for one language serves another: `da` serves `da-DK`. */
function serves(entry: string, language: string | undefined): boolean {
  const [short, long] = [entry.toLowerCase(), language?.toLowerCase() ?? ""];
  return long === short || long.startsWith(`${short}-`);
}
