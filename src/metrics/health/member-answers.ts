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

/** A message, its time, and who wrote it. */
interface Read {
  readonly message: AskedMessage;
  readonly at: number;
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
  const unique = oncePerKey(messages);
  const speakerOf = speakers(options);
  const read = unique.list.map((message): Read => {
    const at = readTime(message.createdAt, `createdAt of ${message.key}`);
    return { message, at, speaker: speakerOf(message) };
  });
  const answers = findAnswers(read, plantTrees(unique));
  const tally = new Tally();
  let judged = 0;
  let questions = 0;
  let byMembers = 0;

  for (const [index, { message, at, speaker }] of read.entries()) {
    const { key, parent, root } = message;
    if (!isInPeriod(at)) continue;
    const answer = answers[index]?.speaker;
    if (speaker !== "bot" && parent === undefined && root !== undefined && root !== key) tally.miss("parent");
    if (speaker === "own") continue;
    if (speaker === "bot") tally.leaveOut("bot");
    else if (!isSeen(message)) tally.leaveOut("hidden");
    else if (speaker === "unknown") tally.miss("author");
    else {
      const intent = message.annotations?.["intent"]?.label;
      const isAsked = isQuestion === undefined ? intent === "question" : saysSo(isQuestion(message), "isQuestion");
      if (isQuestion === undefined && intent === undefined) tally.miss("intent");
      else if (isAsked && answer === "unknown") tally.miss("author");
      else {
        judged++;
        if (!isAsked) continue;
        questions++;
        if (answer === "member") byMembers++;
      }
    }
  }
  return shareOf(byMembers, questions, options, tally.details(judged));
}

/** Finds the earliest answer below each message, by anybody but its author. */
function findAnswers(read: readonly Read[], { depths, parents }: Trees): readonly (Read | undefined)[] {
  const levels: number[][] = [];
  for (const index of read.keys()) {
    const depth = depths[index] ?? -1;
    if ((parents[index] ?? -1) >= 0 && depth >= 0) (levels[depth] ??= []).push(index);
  }
  const found: (Read | undefined)[] = read.map(() => undefined);
  // From the bottom up, so that what was said below an asker's own addition is known when the question above is reached.
  for (let depth = levels.length - 1; depth > 0; depth--)
    for (const index of levels[depth] ?? []) {
      const above = parents[index] ?? -1;
      const [one, parent] = [read[index], read[above]];
      if (one === undefined || parent === undefined) continue;
      const answer = isSameAuthor(one, parent) ? found[index] : isAnswer(one) ? one : undefined;
      const before = found[above];
      if (answer !== undefined && (before === undefined || isEarlier(answer, before))) found[above] = answer;
    }
  return found;
}

const isAnswer = ({ message, speaker }: Read): boolean => speaker !== "bot" && isSeen(message);
const isSameAuthor = ({ message: { author } }: Read, { message }: Read): boolean =>
  author !== undefined && author.key === message.author?.key;
const isEarlier = (a: Read, b: Read): boolean => a.at < b.at || (a.at === b.at && a.message.key < b.message.key);
