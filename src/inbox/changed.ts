/**
 * Tells what is new about an object that is known.
 * @module
 */
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Names the fields that make an update worth telling: edited, hidden, held, released or counted anew. */
export function changedFields(old: Message | Post, now: Message | Post): readonly string[] {
  const kinds = (of: Message | Post): readonly string[] => of.attachments.map(({ type }) => type);
  return [
    ...(old.text === now.text ? [] : ["text"]),
    ...(old.editedAt === now.editedAt ? [] : ["editedAt"]),
    // Networks sign addresses anew on each read, so only the kinds of attachments count.
    ...(same(kinds(old), kinds(now)) ? [] : ["attachments"]),
    ...(old.visibility === now.visibility ? [] : ["visibility"]),
    ...(same(old.counts, now.counts) ? [] : ["counts"]),
  ];
}

/** True when the row has to be written: anything differs, the network's own object aside. */
export function differs(old: object, now: object): boolean {
  return !same({ ...old, raw: undefined }, { ...now, raw: undefined });
}

/** Numbers of a network that are known now and were not, or were others: by metric. */
export function newNumbers(old: Message | Post | undefined, now: Message | Post): readonly (readonly [metric: string, value: number])[] {
  const { reactions, ...plain } = now.counts;
  const before = old?.counts;
  return [
    ...Object.entries(plain).filter(([metric, value]) => before?.[metric as keyof typeof plain] !== value),
    ...Object.entries(reactions ?? {})
      .filter(([word, value]) => before?.reactions?.[word] !== value)
      .map(([word, value]) => [`reactions.${word}`, value] as const),
  ];
}
