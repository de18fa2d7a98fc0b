/**
 * Who waits, and until when: one walk through the messages in the order of time.
 * @module
 */
import { parseKey } from "../../model/keys.js";
import type { EpisodeRules } from "./episode-options.js";
import { codeOf } from "./standing.js";
import type { Timeline } from "./timeline.js";

/** What becomes of a wait. */
export const waitStates = { open: 0, answered: 1, lapsed: 2, withdrawn: 3 } as const;

/** Waits as columns, in the order in which they opened; except where the first message of one was deleted while others waited on. */
export interface Waits {
  /** How many. */
  readonly count: number;
  /** Position of the first message that waited. */
  readonly head: Int32Array;
  /** Position of the reply; -1 where there is none, and where a like answered. */
  readonly reply: Int32Array;
  /** When it was answered. Milliseconds since 1970. */
  readonly answeredAt: Float64Array;
  /** From when the wait counts. Milliseconds since 1970. */
  readonly since: Float64Array;
  /** One of `waitStates`. */
  readonly state: Uint8Array;
  /** 1 where it is the first of its conversation, or the first after a silence. */
  readonly first: Uint8Array;
  /** True where they are no longer in the order of their first messages. */
  readonly isShuffled: boolean;
  /** The wait to which each message belongs, by position; -1 for none. Only for rules with deletions or likes. */
  readonly waitOf: Int32Array | undefined;
}

/** What happens in one instant comes in this order: who asks is answered by what is said in the same millisecond. */
const ranks = { asks: 0, speaks: 1, automatic: 2, replies: 3, likes: 4, deletes: 5 } as const;

/** What no row of the timeline tells by itself. */
interface Extra {
  readonly at: number;
  readonly rank: number;
  readonly index: number;
  readonly thread: number;
  readonly key: string;
}

/** Walks through the messages. @param tracks - true keeps, for every message, the wait to which it belongs */
export function walk(timeline: Timeline, rules: EpisodeRules, tracks = false): Waits {
  const { messages, at, standing, thread, threads, order } = timeline;
  const { now, gapMs, autoRepliesClose, fromLastActivity } = rules;
  const extras = extrasOf(timeline, rules);
  const size = messages.length;
  let count = 0;
  for (let index = 0; index < size; index++) if (standing[index] === codeOf.asks) count++;
  const head = new Int32Array(count);
  const reply = new Int32Array(count).fill(-1);
  const answeredAt = new Float64Array(count);
  const since = new Float64Array(count);
  const state = new Uint8Array(count);
  const first = new Uint8Array(count);
  count = 0;

  const open = new Int32Array(threads).fill(-1);
  const lastAt = new Float64Array(threads).fill(Number.NEGATIVE_INFINITY);
  const lastActivity = new Float64Array(fromLastActivity ? threads : 0).fill(Number.NEGATIVE_INFINITY);
  const isUnderWay = new Uint8Array(threads);
  const isTracked = tracks || rules.likes.length > 0 || timeline.deleted.length > 0;
  const waitOf = isTracked ? new Int32Array(size).fill(-1) : undefined;
  // Those who wait together: how many, the last of them, and who came after whom.
  const together = new Int32Array(isTracked ? head.length : 0);
  const last = new Int32Array(isTracked ? head.length : 0);
  const after = new Int32Array(isTracked ? size : 0).fill(-1);
  let isShuffled = false;

  const settle = (wait: number, where: number, what: number): void => {
    state[wait] = what;
    open[where] = -1;
    if (fromLastActivity) since[wait] = Math.max(since[wait] ?? 0, lastActivity[where] ?? 0);
  };
  const ask = (index: number, time: number, where: number): void => {
    let wait = open[where] ?? -1;
    if (time - (lastAt[where] ?? 0) >= gapMs) {
      if (wait >= 0) settle(wait, where, waitStates.lapsed);
      wait = -1;
      isUnderWay[where] = 0;
    }
    if (wait < 0) {
      wait = count++;
      open[where] = wait;
      head[wait] = index;
      since[wait] = time;
      first[wait] = isUnderWay[where] === 1 ? 0 : 1;
      isUnderWay[where] = 1;
    }
    if (waitOf !== undefined) {
      waitOf[index] = wait;
      const others = together[wait] ?? 0;
      if (others > 0) after[last[wait] ?? 0] = index;
      last[wait] = index;
      together[wait] = others + 1;
    }
    lastAt[where] = time;
  };
  const speak = (time: number, where: number): void => {
    if ((open[where] ?? -1) < 0 && time - (lastAt[where] ?? 0) >= gapMs) isUnderWay[where] = 0;
    lastAt[where] = time;
  };
  const answer = (index: number, time: number, where: number): void => {
    const wait = open[where] ?? -1;
    if (wait < 0) {
      speak(time, where);
      return;
    }
    reply[wait] = index;
    answeredAt[wait] = time;
    settle(wait, where, waitStates.answered);
    lastAt[where] = time;
  };
  const like = (index: number, time: number, where: number): void => {
    const wait = open[where] ?? -1;
    // Without a message it is one of whatever waits there.
    if (wait < 0 || (index >= 0 && waitOf?.[index] !== wait)) return;
    answeredAt[wait] = time;
    settle(wait, where, waitStates.answered);
  };
  const withdraw = (index: number, where: number): void => {
    const wait = open[where] ?? -1;
    if (wait < 0 || waitOf?.[index] !== wait) return;
    waitOf[index] = -1;
    together[wait] = (together[wait] ?? 0) - 1;
    if (together[wait] === 0) {
      if (first[wait] === 1) isUnderWay[where] = 0;
      settle(wait, where, waitStates.withdrawn);
    } else if (head[wait] === index) {
      let next = after[index] ?? 0;
      while (waitOf[next] !== wait) next = after[next] ?? 0;
      head[wait] = next;
      since[wait] = at[next] ?? 0;
      isShuffled = true;
    }
  };

  const turn = (index: number, time: number): void => {
    const where = thread[index] ?? 0;
    const code = standing[index] ?? 0;
    if (code === codeOf.asks) ask(index, time, where);
    else if (code === codeOf.replies || (code === codeOf.automatic && autoRepliesClose)) answer(index, time, where);
    else if (code === codeOf.automatic) {
      if (fromLastActivity) lastActivity[where] = time;
    } else if (code >= codeOf.own && code <= codeOf["needs-no-reply"]) speak(time, where);
  };
  const extraTurn = ({ rank, index, at: time, thread: where }: Extra): void => {
    if (rank === ranks.replies) answer(index, time, where);
    else if (rank === ranks.likes) like(index, time, where);
    else if (rank === ranks.deletes) withdraw(index, where);
    else if (fromLastActivity) lastActivity[where] = time;
  };
  const tie = tieBreaker(timeline, autoRepliesClose);

  let extra = 0;
  const upTo = (time: number): void => {
    for (let one = extras[extra]; one !== undefined && one.at < time; one = extras[++extra]) extraTurn(one);
  };
  for (let place = 0; place < size;) {
    const index = order === undefined ? place : (order[place] ?? 0);
    const time = at[index] ?? 0;
    if (time > now) break;
    if (extra < extras.length) upTo(time);
    let end = place + 1;
    while (end < size && at[order === undefined ? end : (order[end] ?? 0)] === time) end++;
    if (end === place + 1 && extras[extra]?.at !== time) turn(index, time);
    else {
      const tied: (number | Extra)[] = [];
      for (let one = place; one < end; one++) tied.push(order === undefined ? one : (order[one] ?? 0));
      for (let one = extras[extra]; one?.at === time; one = extras[++extra]) tied.push(one);
      for (const one of tied.sort(tie))
        if (typeof one === "number") turn(one, time);
        else extraTurn(one);
    }
    place = end;
  }
  upTo(Number.POSITIVE_INFINITY);
  if (fromLastActivity)
    for (const [where, wait] of open.entries()) if (wait >= 0) since[wait] = Math.max(since[wait] ?? 0, lastActivity[where] ?? 0);
  return { count, head, reply, answeredAt, since, state, first, isShuffled, waitOf };
}

/** What happened beside the messages, until now, in the order of time. */
function extrasOf(timeline: Timeline, { now, handOffs, likes, autoRepliesClose }: EpisodeRules): readonly Extra[] {
  const { messages, at, standing, thread, elsewhere, deleted, indexOf, threadOf } = timeline;
  const extras: Extra[] = [];
  const add = (time: number, rank: number, index: number, where: number, key: string): void => {
    if (time <= now) extras.push({ at: time, rank, index, thread: where, key });
  };
  const keyOf = (index: number): string => messages[index]?.key ?? "";
  for (const [index, other] of elsewhere) {
    const code = standing[index];
    const closes = code === codeOf.replies || (code === codeOf.automatic && autoRepliesClose);
    if (closes || code === codeOf.automatic) add(at[index] ?? 0, closes ? ranks.replies : ranks.automatic, index, other, keyOf(index));
  }
  for (const [index, time] of deleted) add(time, ranks.deletes, index, thread[index] ?? 0, keyOf(index));
  for (const { key, at: time } of likes) {
    const index = indexOf(key);
    const where = index !== undefined ? thread[index] : namesConversation(key) ? threadOf(key) : undefined;
    if (where !== undefined) add(time, ranks.likes, index ?? -1, where, key);
  }
  for (const { key, at: time } of handOffs) {
    const where = threadOf(key);
    if (where !== undefined) add(time, ranks.automatic, -1, where, key);
  }
  return extras.sort((a, b) => a.at - b.at || a.rank - b.rank || compare(a.key, b.key));
}

/** Says whether a key is that of a conversation. A like that went along with a direct message names it instead of the message. */
export const namesConversation = (key: string): boolean => parseKey(key)?.kind === "conversation";

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Compares what happened in one instant, so that the order of the input never matters. */
function tieBreaker({ messages, standing }: Timeline, autoRepliesClose: boolean): (a: number | Extra, b: number | Extra) => number {
  const rankOf = (one: number | Extra): number => {
    if (typeof one !== "number") return one.rank;
    const code = standing[one] ?? 0;
    if (code === codeOf.asks) return ranks.asks;
    if (code === codeOf.replies) return ranks.replies;
    return code === codeOf.automatic ? (autoRepliesClose ? ranks.replies : ranks.automatic) : ranks.speaks;
  };
  const keyOf = (one: number | Extra): string => (typeof one === "number" ? (messages[one]?.key ?? "") : one.key);
  return (a, b) => rankOf(a) - rankOf(b) || compare(keyOf(a), keyOf(b));
}
