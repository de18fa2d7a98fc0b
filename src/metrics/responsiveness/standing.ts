/**
 * What a message is to those who wait: a question, a reply, or something that is left out, and why.
 * @module
 */
import type { Author } from "../../model/author.js";
import type { Message } from "../../model/message.js";

/** What response times read of a message. A shell, whose text and author are gone, is enough. */
export type TimedMessage = Pick<Message, "key" | "conversation" | "direction" | "createdAt"> &
  Partial<
    Pick<Message, "kind" | "root" | "parent" | "post" | "author" | "visibility" | "deletedAt" | "annotations" | "mentionsUs" | "shell">
  >;

/** Tells which messages ask, and which answer. */
export interface StandingOptions {
  /**
   * Tells which inbound messages ask for a reply, in the place of the rule of the house. A rule that reads texts or names gives other figures
   * once they are forgotten. @defaultValue all but our own, those of bots, spam, and what is hidden, held, removed or internal
   */
  readonly needsReply?: (message: TimedMessage) => boolean;
  /** Tells which outbound messages wrote themselves; they answer nobody. @defaultValue those whose author is a bot */
  readonly isAutomatic?: (message: TimedMessage) => boolean;
  /** Tells which authors are bots, beside those that the network marks as such. */
  readonly isBot?: (author: Author) => boolean;
}

/** What a message is to those who wait. From `asks` to `replies` it takes part; what follows is left out, by reason. */
export const standings = [
  "none",
  "asks",
  "replies",
  "automatic",
  "own",
  "bot",
  "spam",
  "hidden",
  "held",
  "removed",
  "note",
  "needs-no-reply",
  "our-note",
  "our-held",
  "our-removed",
] as const;

/** By name. */
export type Standing = (typeof standings)[number];

/** The number of each standing, as columns hold it. */
export const codeOf: Readonly<Record<Standing, number>> = Object.fromEntries(standings.map((name, code) => [name, code])) as Record<
  Standing,
  number
>;

/** Under which name what is left out is counted; what we wrote as what they wrote. */
export const reasonOf: Readonly<Partial<Record<Standing, string>>> = {
  automatic: "automatic",
  own: "own",
  bot: "bot",
  spam: "spam",
  hidden: "hidden",
  held: "held",
  removed: "removed",
  note: "note",
  "needs-no-reply": "needs-no-reply",
  "our-note": "note",
  "our-held": "held",
  "our-removed": "removed",
};

const { asks, replies, automatic, own, bot, spam, hidden, held, removed, note } = codeOf;

/** As sure as a label of spam has to be; `triage` takes the same. */
const leastScore = 0.5;

function isSpam({ annotations, shell }: TimedMessage): boolean {
  if (shell?.was.includes("spam") === true) return true;
  if (annotations === undefined) return false;
  for (const subject in annotations) {
    const one = annotations[subject];
    if (one?.label === "spam" && one.score >= leastScore) return true;
  }
  return false;
}

/** Says whether a bot wrote a message. */
export function isByBot({ author, shell }: TimedMessage, isBot: StandingOptions["isBot"]): boolean {
  if (author?.isBot === true || shell?.was.includes("bot") === true) return true;
  return isBot !== undefined && author !== undefined && isBot(author);
}

/** Why people cannot see a message; 0 when they can. Of an old shell nobody knows any more, and most were seen. */
function unseen({ visibility, deletedAt, shell }: TimedMessage): number {
  if (shell !== undefined) {
    for (const was of shell.was)
      if (was === "internal" || was === "held" || was === "removed") return was === "internal" ? note : codeOf[was];
    return 0;
  }
  if (visibility === "internal") return note;
  if (visibility === "held") return held;
  return visibility === "removed" && deletedAt === undefined ? removed : 0;
}

/** Says whether we hid a message. */
const isHidden = ({ visibility, shell }: TimedMessage): boolean => visibility === "hidden" || shell?.was.includes("hidden") === true;

/** Gives the code of what an inbound message is to those who wait. */
function standingOfInbound(message: TimedMessage, { needsReply, isBot }: StandingOptions): number {
  if (needsReply !== undefined) return needsReply(message) ? asks : codeOf["needs-no-reply"];
  if (message.author?.isOwn === true || message.shell?.was.includes("own") === true) return own;
  if (isByBot(message, isBot)) return bot;
  if (isSpam(message)) return spam;
  if (isHidden(message)) return hidden;
  const why = unseen(message);
  return why === 0 ? asks : why;
}

/** Gives the code of what one of our messages is to those who wait. */
function standingOfOutbound(message: TimedMessage, { isAutomatic, isBot }: StandingOptions): number {
  const why = unseen(message);
  if (why !== 0) return why === note ? codeOf["our-note"] : why === held ? codeOf["our-held"] : codeOf["our-removed"];
  return (isAutomatic === undefined ? isByBot(message, isBot) : isAutomatic(message)) ? automatic : replies;
}

/** Gives the code of what a message is to those who wait. */
export const standingOf = (message: TimedMessage, options: StandingOptions): number =>
  message.direction === "inbound" ? standingOfInbound(message, options) : standingOfOutbound(message, options);
