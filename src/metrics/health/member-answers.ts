/**
 * How many questions members answer before we do.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import { readTime } from "../read-time.js";
import { oncePerKey } from "./once.js";
import { checkOptions, isSeen, readPeriod, saysSo, shareOf, speakers, Tally } from "./people.js";
import type { MemberMessage, MemberOptions, PeriodOptions, Speaker } from "./people.js";
import { plantTrees, type Trees } from "./trees.js";

/** What is read of a message that may be a question, or an answer to one. */
export type AskedMessage = MemberMessage & Partial<Pick<Message, "parent" | "root" | "annotations">>;

/** Which messages are questions. */
export interface ResponseCoverageOptions extends MemberOptions, PeriodOptions {
  /**
   * Tells which messages of members are questions. @defaultValue those whose annotation `intent` has the label `question`; a message without
   * that annotation is unknown
   */
  readonly isQuestion?: (message: AskedMessage) => boolean;
}

/** The earliest answer below a message. */
interface Answer {
  readonly at: number;
  readonly key: string;
  readonly speaker: Speaker;
}

/**
 * Computes the share of the members' questions that another member answered first, before us. Fraction, of all questions: what nobody has
 * answered and what we answered first is below the line only.
 *
 * An answer is the first message below the question, by anybody but who asked; if the asker adds something, what answers that answers the
 * question. Bots answer nobody, nor does what people cannot see; a like is no answer. A question belongs to the period in which it was asked,
 * whenever it was answered, so give all messages.
 *
 * Where nobody thought about what messages want (`intent`), where a reply does not tell its parent, or where the first answer is a shell of
 * which nobody knows who wrote it, `missing` says so, and `coverage` how much of the members' messages is judged.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time or option, naming it.
 *
 * @example
 * responseCoverageByMembers(messages, { isQuestion: ({ key }) => questions.has(key) }).value; // 0.35
 */
export function responseCoverageByMembers(messages: readonly AskedMessage[], options: ResponseCoverageOptions = {}): Measure {
  checkOptions(options, ["isQuestion"]);
  const isInPeriod = readPeriod(options);
  const { isQuestion } = options;
  const byKey = oncePerKey(messages);
  const speakerOf = speakers(options);
  const answers = findAnswers(byKey, plantTrees(byKey), speakerOf);
  const tally = new Tally();
  let judged = 0;
  let questions = 0;
  let byMembers = 0;

  for (const message of byKey.values()) {
    const { key, parent, root } = message;
    if (!isInPeriod(readTime(message.createdAt, `createdAt of ${key}`))) continue;
    const speaker = speakerOf(message);
    if (speaker !== "bot" && parent === undefined && root !== undefined && root !== key) tally.miss("parent");
    if (speaker === "own") continue;
    if (speaker === "bot") tally.leaveOut("bot");
    else if (!isSeen(message)) tally.leaveOut("hidden");
    else if (speaker === "unknown") tally.miss("author");
    else {
      const intent = message.annotations?.["intent"]?.label;
      const isAsked = isQuestion === undefined ? intent === "question" : saysSo(isQuestion(message), "isQuestion");
      if (isQuestion === undefined && intent === undefined) tally.miss("intent");
      else if (isAsked && answers.get(key)?.speaker === "unknown") tally.miss("author");
      else {
        judged++;
        if (!isAsked) continue;
        questions++;
        if (answers.get(key)?.speaker === "member") byMembers++;
      }
    }
  }
  return shareOf(byMembers, questions, options, tally.details(judged));
}

/** Finds the earliest answer below each message, by anybody but its author. */
function findAnswers(
  byKey: ReadonlyMap<string, AskedMessage>,
  trees: Trees,
  speakerOf: (message: AskedMessage) => Speaker,
): ReadonlyMap<string, Answer> {
  const levels: AskedMessage[][] = [];
  for (const message of byKey.values()) {
    const depth = message.parent === undefined ? undefined : trees.placeOf(message.key)?.depth;
    if (depth !== undefined) (levels[depth] ??= []).push(message);
  }
  const found = new Map<string, Answer>();
  // From the bottom up, so that what was said below an asker's own addition is known when the question above is reached.
  for (let depth = levels.length - 1; depth > 0; depth--)
    for (const message of levels[depth] ?? []) {
      const parent = byKey.get(message.parent ?? "");
      if (parent === undefined) continue;
      const answer = sameAuthor(message, parent) ? found.get(message.key) : answerOf(message, speakerOf(message));
      const before = found.get(parent.key);
      if (answer !== undefined && (before === undefined || isEarlier(answer, before))) found.set(parent.key, answer);
    }
  return found;
}

function answerOf(message: AskedMessage, speaker: Speaker): Answer | undefined {
  if (speaker === "bot" || !isSeen(message)) return undefined;
  return { at: readTime(message.createdAt, `createdAt of ${message.key}`), key: message.key, speaker };
}

const sameAuthor = (a: AskedMessage, b: AskedMessage): boolean => a.author !== undefined && a.author.key === b.author?.key;
const isEarlier = (a: Answer, b: Answer): boolean => a.at < b.at || (a.at === b.at && a.key < b.key);
