/**
 * Waiting episodes: when members waited for us, and for how long.
 * @module
 */
import type { ConversationKey, MessageKey } from "../../model/keys.js";
import type { Message } from "../../model/message.js";
import type { Timestamp } from "../../model/ref.js";
import { checkList, isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";

/** What response times read of a message. A shell, whose text and author are gone, is enough. */
export type TimedMessage = Pick<Message, "key" | "conversation" | "direction" | "createdAt"> &
  Partial<Pick<Message, "kind" | "root" | "parent" | "author" | "visibility" | "deletedAt">>;

/** Which messages count, and when. */
export interface EpisodeOptions {
  /** The instant of the question. What came later is left out; who is not answered waits until then. */
  readonly now: Timestamp;
  /** Episodes that opened before are left out. */
  readonly from?: Timestamp;
  /** Episodes that opened at this instant or later are left out. */
  readonly to?: Timestamp;
  /** A member who writes after so long a silence on both sides waits anew. Hours. @defaultValue 24 */
  readonly gapHours?: number;
  /** Tells which inbound messages ask for a reply. @defaultValue all but those of bots, and those hidden, removed or held */
  readonly needsReply?: (message: TimedMessage) => boolean;
  /** Tells which outbound messages wrote themselves; they answer nobody. @defaultValue those whose author is a bot */
  readonly isAutomatic?: (message: TimedMessage) => boolean;
}

/** One wait of a member, until our first reply. */
export interface WaitingEpisode {
  /** Where it was. */
  readonly conversation: ConversationKey;
  /** The first message that waited. */
  readonly opened: MessageKey;
  /** When it was written. */
  readonly openedAt: Timestamp;
  /** Our reply. Absent while nobody answered. */
  readonly closed?: MessageKey;
  /** When we replied. */
  readonly closedAt?: Timestamp;
  /** How long it took, or until `now` when nobody answered. Milliseconds. */
  readonly waitedMs: number;
}

/** The episodes of a period. */
export interface Episodes {
  /** In the order of their opening. */
  readonly episodes: readonly WaitingEpisode[];
  /** How many ended because the members deleted all that waited before we replied. They are in no other number. */
  readonly withdrawn: number;
}

const hourMs = 3_600_000;
// Of a shell nobody knows any more whether it was visible; when it went is in `deletedAt`.
const isSeen = ({ visibility, deletedAt }: TimedMessage): boolean =>
  visibility !== "internal" && visibility !== "held" && (visibility !== "removed" || deletedAt !== undefined);
const asksForReply = (message: TimedMessage): boolean =>
  isSeen(message) && message.visibility !== "hidden" && message.author?.isBot !== true && message.author?.isOwn !== true;
const isByBot = ({ author }: TimedMessage): boolean => author?.isBot === true;

/** What happens in a thread: a message asks, somebody speaks, we reply, a member deletes. */
interface Happening {
  readonly at: number;
  readonly type: "asks" | "speaks" | "replies" | "deletes";
  readonly message: TimedMessage;
}
// Of two things in one instant the question comes first, so that the order of the input never matters.
const order: readonly Happening["type"][] = ["asks", "speaks", "replies", "deletes"];

/**
 * Finds the waiting episodes. One opens with the first inbound message that asks for a reply; more of them do not start it anew; our first
 * outbound message that people can see and that a person wrote closes it. It belongs to the period in which it opened.
 *
 * A thread is a direct conversation or chat, or below a post the tree under one comment. A reply elsewhere whose `parent` is a message of the
 * thread (a private reply to a comment) closes it too.
 */
export function findEpisodes(messages: readonly TimedMessage[], options: EpisodeOptions): Episodes {
  const { now, from, to, gapMs } = readOptions(options);
  checkList(messages, "messages", "message");
  const found: WaitingEpisode[] = [];
  let withdrawn = 0;
  const inPeriod = (at: number): boolean => at >= from && at < to;

  for (const happenings of threads(messages, options, now).values()) {
    let waiting: Happening[] = [];
    let lastAt = Number.NEGATIVE_INFINITY;
    const end = (reply?: Happening): void => {
      const first = waiting[0];
      if (first !== undefined && inPeriod(first.at)) found.push(episode(first, reply, now));
      waiting = [];
    };
    for (const happening of happenings) {
      const { at, type, message } = happening;
      if (type === "deletes") {
        const first = waiting[0];
        waiting = waiting.filter((one) => one.message.key !== message.key);
        if (first !== undefined && waiting.length === 0 && inPeriod(first.at)) withdrawn++;
        continue;
      }
      if (type === "replies") end(happening);
      if (type === "asks") {
        if (at - lastAt >= gapMs) end();
        waiting.push(happening);
      }
      lastAt = at;
    }
    end();
  }
  found.sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.opened < b.opened ? -1 : 1));
  return { episodes: found, withdrawn };
}

function episode(first: Happening, reply: Happening | undefined, now: number): WaitingEpisode {
  const { key: opened, conversation, createdAt: openedAt } = first.message;
  return {
    conversation,
    opened,
    openedAt,
    ...(reply !== undefined && { closed: reply.message.key, closedAt: reply.message.createdAt }),
    waitedMs: (reply?.at ?? now) - first.at,
  };
}

/** Sorts what happened into threads, each in the order of time. */
function threads(messages: readonly TimedMessage[], options: EpisodeOptions, now: number): ReadonlyMap<string, readonly Happening[]> {
  const { needsReply = asksForReply, isAutomatic = isByBot } = options;
  const byKey = new Map(messages.map((message) => [message.key, message]));
  const threadOf = threadFinder(byKey);
  const found = new Map<string, Happening[]>();
  const add = (thread: string, happening: Happening): void => {
    if (happening.at > now) return;
    const list = found.get(thread);
    if (list === undefined) found.set(thread, [happening]);
    else list.push(happening);
  };
  for (const message of byKey.values()) {
    const at = readTime(message.createdAt, `createdAt of ${message.key}`);
    const thread = threadOf(message);
    if (message.direction === "inbound") {
      add(thread, { at, type: needsReply(message) ? "asks" : "speaks", message });
      if (message.deletedAt === undefined) continue;
      add(thread, { at: Math.max(at, readTime(message.deletedAt, `deletedAt of ${message.key}`)), type: "deletes", message });
    } else if (isSeen(message) && !isAutomatic(message)) {
      const parent = message.parent === undefined ? undefined : byKey.get(message.parent);
      for (const one of new Set([thread, parent === undefined ? thread : threadOf(parent)])) add(one, { at, type: "replies", message });
    }
  }
  for (const happenings of found.values())
    happenings.sort((a, b) => a.at - b.at || order.indexOf(a.type) - order.indexOf(b.type) || (a.message.key < b.message.key ? -1 : 1));
  return found;
}

/** Under a post each first comment has a thread of its own: who answers one member has not answered the others. */
function threadFinder(byKey: ReadonlyMap<string, TimedMessage>): (message: TimedMessage) => string {
  return (message) => {
    const seen = new Set<string>();
    for (let one = message; ;) {
      if (one.kind === "direct" || one.kind === "chat" || one.kind === undefined) return one.conversation;
      const up = one.root ?? one.parent;
      if (up === undefined || seen.has(one.key)) return one.key;
      seen.add(one.key);
      const parent = byKey.get(up);
      if (parent === undefined) return up;
      one = parent;
    }
  };
}

function readOptions(options: EpisodeOptions): {
  readonly now: number;
  readonly from: number;
  readonly to: number;
  readonly gapMs: number;
} {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now`, the instant of the question");
  const from = options.from === undefined ? Number.NEGATIVE_INFINITY : readTime(options.from, "from");
  const to = options.to === undefined ? Number.POSITIVE_INFINITY : readTime(options.to, "to");
  if (from > to) refuse("from is later than to", "swap the two");
  const { gapHours = 24 } = options;
  if (!(gapHours > 0)) refuse("gapHours is no number above 0", "give hours, such as 24, or Infinity for never");
  return { now: readTime(options.now, "now"), from, to, gapMs: gapHours * hourMs };
}
