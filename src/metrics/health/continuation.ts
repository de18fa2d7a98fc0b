/**
 * How often a reply of ours keeps the talk going.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse } from "../measure.js";
import { sortNumbers } from "../percentile.js";
import { readTime } from "../read-time.js";
import { oncePerKey } from "./once.js";
import { checkLength, checkOptions, isSeen, readPeriod, shareOf, speakers, Tally } from "./people.js";
import type { MemberMessage, MemberOptions, PeriodOptions } from "./people.js";
import { plantTrees } from "./trees.js";

/** What is read of a message to see whether talk went on. A shell is enough. */
export type ContinuedMessage = MemberMessage & Pick<Message, "conversation"> & Partial<Pick<Message, "parent" | "root">>;

/** Which replies count, and how long they are given. */
export interface ContinuationOptions extends MemberOptions, PeriodOptions {
  /** The instant of the question. What came later is left out. */
  readonly now: Timestamp;
  /** Within so many milliseconds a member has to write again. @defaultValue 24 hours */
  readonly withinMs?: number;
}

/** One thread: when members wrote, and when we did. */
interface Thread {
  readonly inbound: number[];
  readonly replies: { readonly at: number; readonly answers: boolean }[];
}

const dayMs = 86_400_000;

/**
 * Computes the share of our replies after which a member wrote again in the same thread, within `withinMs`. Fraction.
 *
 * A thread is a direct conversation or a chat, or below a post the tree under one comment. Any member counts, not only the one we answered;
 * in a busy chat somebody always writes next. Our first message in a thread where nobody wrote before is no reply (`excluded.no-reply`); what
 * bots say counts on neither side. Two replies of ours in a row count each.
 *
 * A reply whose time is not over by `now` is left out (`excluded.too-young`), also when somebody has written by then: of the young only
 * those that went well could be counted, and the share would be too high.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time or option, naming it.
 *
 * @example
 * continuationRate(messages, { now, withinMs: 7 * 86_400_000 }).value; // 0.25: a quarter of our replies led on within a week
 */
export function continuationRate(messages: readonly ContinuedMessage[], options: ContinuationOptions): Measure {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now`, the instant of the question");
  checkOptions(options);
  const now = readTime(options.now, "now");
  const { withinMs = dayMs } = options;
  checkLength(withinMs, "withinMs");
  const isInPeriod = readPeriod(options);
  const tally = new Tally();
  let n = 0;
  let continued = 0;
  for (const { inbound, replies } of readThreads(messages, options, now, tally)) {
    const sorted = sortNumbers(inbound);
    const first = sorted[0] ?? Number.POSITIVE_INFINITY;
    for (const { at, answers } of replies) {
      if (!isInPeriod(at)) continue;
      if (!answers && first > at) tally.leaveOut("no-reply");
      else if (at + withinMs > now) tally.leaveOut("too-young");
      else {
        n++;
        if (firstAfter(sorted, at) <= at + withinMs) continued++;
      }
    }
  }
  return shareOf(continued, n, options, tally.details(n));
}

function readThreads(messages: readonly ContinuedMessage[], options: ContinuationOptions, now: number, tally: Tally): Iterable<Thread> {
  const unique = oncePerKey(messages);
  const { tops } = plantTrees(unique);
  const speakerOf = speakers(options);
  // By conversation where talk is flat, else by the index of the first message of the tree.
  const found = new Map<string | number, Thread>();
  for (const [index, message] of unique.list.entries()) {
    const { key, kind, conversation, parent } = message;
    const at = readTime(message.createdAt, `createdAt of ${key}`);
    if (at > now) continue;
    const speaker = speakerOf(message);
    if (speaker === "bot") tally.leaveOut("bot");
    else if (!isSeen(message)) tally.leaveOut("hidden");
    else {
      if (typeof conversation !== "string") refuse(`\`conversation\` of ${key} is no key`, "give messages as they were read");
      const isFlat = kind === "direct" || kind === "chat" || kind === undefined;
      const top = tops[index] ?? -1;
      const name = isFlat ? conversation : top < 0 ? index : top;
      const thread = found.get(name) ?? { inbound: [], replies: [] };
      found.set(name, thread);
      if (speaker === "own") thread.replies.push({ at, answers: parent !== undefined });
      else thread.inbound.push(at);
    }
  }
  return found.values();
}

/** Finds the first instant after another one; `Infinity` when there is none. */
function firstAfter(sorted: readonly number[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? Number.POSITIVE_INFINITY;
}
