/**
 * Where the team's state of a message is kept: by its conversation, or by the first message of its comment tree.
 * @module
 */
import type { Key } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";
import { codeOf, type TimedMessage } from "./standing.js";
import { readTimeline } from "./timeline.js";

/** Somebody wrote where the team keeps a state. */
export interface Arrival {
  /** Of the state. */
  readonly key: Key;
  /** When. */
  readonly at: Timestamp;
  /** When. Milliseconds since 1970. */
  readonly ms: number;
  /** False for our own, bots, spam, and what nobody sees. */
  readonly asks: boolean;
}

/**
 * Finds for each message that came in where its state is kept. A review has its state by its conversation, like direct messages; comments theirs by the first of their tree.
 *
 * @param keys - Where states are known to be kept: a tree takes the one that lies in it.
 */
export function workPlaces(messages: readonly TimedMessage[], keys: ReadonlySet<Key>): readonly Arrival[] {
  const timeline = readTimeline(messages, {}, keys);
  const { thread, standing, at, threadOf } = timeline;
  const known = new Map<number, Key>();
  for (const key of keys) {
    const place = threadOf(key);
    const other = place === undefined ? undefined : known.get(place);
    if (place !== undefined && (other === undefined || key < other)) known.set(place, key);
  }
  const firsts = new Map<number, number>();
  const isBefore = (one: number, other: number): boolean => {
    const [a, b] = [at[one] ?? 0, at[other] ?? 0];
    return a < b || (a === b && (messages[one]?.key ?? "") < (messages[other]?.key ?? ""));
  };
  for (let index = 0; index < messages.length; index++) {
    if (standing[index] === codeOf.none) continue;
    const first = firsts.get(thread[index] ?? 0);
    if (first === undefined || isBefore(index, first)) firsts.set(thread[index] ?? 0, index);
  }
  const nameOf = ({ kind, conversation, key }: TimedMessage, place: number): Key => {
    if (kind === undefined || kind === "direct" || kind === "chat" || kind === "review") return conversation;
    const first = messages[firsts.get(place) ?? 0];
    return known.get(place) ?? first?.root ?? first?.key ?? key;
  };
  return messages.flatMap((message, index) => {
    if (message.direction !== "inbound" || standing[index] === codeOf.none) return [];
    const asks = standing[index] === codeOf.asks;
    return [{ key: nameOf(message, thread[index] ?? 0), at: message.createdAt, ms: at[index] ?? 0, asks }];
  });
}
