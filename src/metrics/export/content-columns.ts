/**
 * Columns that messages and posts share.
 * @module
 */
import type { Content } from "../../model/content.js";
import type { Counts } from "../../model/counts.js";
import { column, type ReadableColumn } from "./column.js";

const listed = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);
const filled = (record: object | undefined): object | undefined =>
  record === undefined || Object.keys(record).length === 0 ? undefined : record;

/** Who said it. */
export const authorColumns: readonly ReadableColumn<Content>[] = [
  column("author", "string", "Key of the author", ({ author }) => author?.key),
  column("authorHandle", "string", "Name in addresses, without @", ({ author }) => author?.handle),
  column("authorName", "string", "Name as people see it", ({ author }) => author?.name),
  column("authorIsOwn", "boolean", "True when the author is us", ({ author }) => author?.isOwn),
  column("authorIsBot", "boolean", "True when the network marks the author as automated", ({ author }) => author?.isBot),
  column("authorFollowers", "number", "How many follow the author, as last told", ({ author }) => author?.followers),
];

/** What was said, and when. */
export const contentColumns: readonly ReadableColumn<Content>[] = [
  column("text", "string", "Plain text; empty where it was deleted, has expired or was forgotten", ({ text }) => text),
  column("language", "string", "BCP 47", ({ language }) => language),
  column("hashtags", "json", "Hashtags in the text, without #", ({ entities }) =>
    listed(entities.filter(({ type }) => type === "hashtag").map(({ value }) => value)),
  ),
  column("mentions", "json", "Handles in the text, without @", ({ entities }) =>
    listed(entities.filter(({ type }) => type === "mention").map(({ value }) => value)),
  ),
  column("attachments", "json", "Types of what lies beside the text: image, video, link", ({ attachments }) =>
    listed(attachments.map(({ type }) => type)),
  ),
  column("createdAt", "instant", "When it was said", ({ createdAt }) => createdAt),
  column("editedAt", "instant", "When it was last edited", ({ editedAt }) => editedAt),
  column("deletedAt", "instant", "When it was deleted, or when we saw that it is gone", ({ deletedAt }) => deletedAt),
  column(
    "visibility",
    "string",
    "Who can see it: public, hidden, held, removed, private, internal, unknown",
    ({ visibility }) => visibility,
  ),
  column("url", "string", "Public address", ({ url }) => url),
  column("isAd", "boolean", "True when it is paid for", ({ isAd }) => isAd),
  column("sentiment", "string", "Label of the annotation sentiment", ({ annotations }) => annotations?.sentiment?.label),
  column("annotations", "json", "What was thought about it, by subject", ({ annotations }) => filled(annotations)),
];

const count = (name: keyof Omit<Counts, "reactions">, says: string): ReadableColumn<{ readonly counts: Counts }> =>
  column(name, "number", says, ({ counts }) => counts[name]);

/** What the network told about reactions. */
export const countColumns: readonly ReadableColumn<{ readonly counts: Counts }>[] = [
  count("likes", "The network's default reaction"),
  count("replies", "Comments and replies"),
  count("shares", "Passed on"),
  count("quotes", "Passed on with words"),
  count("saves", "Kept for later"),
  count("views", "Times played or shown, as the network counts it"),
  count("dislikes", "Reactions against it"),
  column("reactions", "json", "Reactions by the network's word or emoji", ({ counts }) => filled(counts.reactions)),
];
