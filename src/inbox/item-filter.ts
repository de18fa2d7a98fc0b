/**
 * Filters that run above the store, so that every store answers alike: words, hashtags, the team's state.
 * @module
 */
import type { ItemQuery } from "./look.js";
import type { Message } from "../model/message.js";
import type { Workflow } from "../store/collections.js";

/** Without regard to case, and to how an accent was typed. */
const plain = (text: string): string => text.normalize("NFC").toLowerCase();

/** A hashtag without its sign, to be compared. */
export const bareTag = (hashtag: string): string => plain(hashtag.replace(/^[#\uFF03]/, "")).trim();

/** Makes the filter of words: any of them in text or subject. */
export function saysAny(keywords: readonly string[] | undefined): (message: Message) => boolean {
  if (keywords === undefined) return () => true;
  const wanted = keywords.map(plain);
  return ({ text, subject = "" }) => {
    const said = plain(`${subject}\n${text}`);
    return wanted.some((word) => said.includes(word));
  };
}

/** Makes the filter of hashtags: any of them, with or without the sign. */
export function tagsAny(hashtags: readonly string[] | undefined): (message: Message) => boolean {
  if (hashtags === undefined) return () => true;
  const wanted = new Set(hashtags.map(bareTag));
  return ({ text, entities }) => {
    const tags = entities.filter(({ type }) => type === "hashtag").map(({ value }) => bareTag(value));
    // Networks without entities leave the sign in the text.
    const written = tags.length > 0 ? tags : [...text.matchAll(/[#\uFF03]([\p{L}\p{N}\p{M}_]+)/gu)].map(([, tag = ""]) => bareTag(tag));
    return written.some((tag) => wanted.has(tag));
  };
}

/** Makes the filter of the team's state. */
export function inState({ status, assignee, labels }: Pick<ItemQuery, "status" | "assignee" | "labels">): (workflow: Workflow) => boolean {
  return (workflow) =>
    (status === undefined || workflow.status === status) &&
    (assignee === undefined || workflow.assignee === assignee) &&
    (labels === undefined || labels.some((label) => workflow.labels.includes(label)));
}
