/**
 * The columns of every file.
 * @module
 */
import type { Conversation } from "../../model/conversation.js";
import type { Measure } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import type { ObservedValue } from "../observed.js";
import type { Post } from "../../model/post.js";
import { authorColumns, contentColumns, countColumns } from "./content-columns.js";
import { column, type ExportColumn, type ReadableColumn } from "./column.js";

/** A measure with its name, and with what tells it from the same one of another account or week. */
export interface NamedMeasure {
  /** What was measured: `responseTimes.median`, or a word of your own. */
  readonly metric: string;
  /** The measure. */
  readonly measure: Measure;
  /** Of which account, network or brand, when: words of your own. */
  readonly labels?: Readonly<Record<string, string>>;
}

const messageColumns: readonly ReadableColumn<Message>[] = [
  column("key", "string", "Key of the message", ({ key }) => key),
  column("network", "string", "Where it was said", ({ network }) => network),
  column("accountId", "string", "The network's own id of the account through which we see it", ({ accountId }) => accountId),
  column("id", "string", "The network's own id", ({ id }) => id),
  column("kind", "string", "How it is answered: direct, chat, review, comment, quote, mention, other", ({ kind }) => kind),
  column("surface", "string", "The network's own word for the place", ({ surface }) => surface),
  column("direction", "string", "inbound = to us, outbound = from us", ({ direction }) => direction),
  column("conversation", "string", "Key of the conversation", ({ conversation }) => conversation),
  column("post", "string", "Key of the post that it is under", ({ post }) => post),
  column("parent", "string", "Key of the message that it answers", ({ parent }) => parent),
  column("root", "string", "Key of the first message of its tree; absent on the first itself", ({ root }) => root),
  ...authorColumns,
  ...contentColumns,
  column("mentionsUs", "boolean", "True when the text mentions the account", ({ mentionsUs }) => mentionsUs),
  column("subject", "string", "Subject line", ({ subject }) => subject),
  column("rating", "number", "Of a review, in the network's own scale", ({ rating }) => rating),
  column("tipAmountMicros", "number", "Money that came with it, in millionths of the currency", ({ tip }) => tip?.amountMicros),
  column("tipCurrency", "string", "ISO 4217, or the network's own word", ({ tip }) => tip?.currency),
  column("shell", "json", "Why only a shell is left, and what it was: own, bot, spam, hidden, held", ({ shell }) => shell),
  column("via", "string", "How we first heard of it: poll, webhook, stream, send", ({ via }) => via),
  ...countColumns,
];

const postColumns: readonly ReadableColumn<Post>[] = [
  column("key", "string", "Key of the post", ({ key }) => key),
  column("network", "string", "Where it stands", ({ network }) => network),
  column("accountId", "string", "The network's own id of the account through which we see it", ({ accountId }) => accountId),
  column("id", "string", "The network's own id", ({ id }) => id),
  column("isOwn", "boolean", "True when it is the account's own", ({ isOwn }) => isOwn),
  column("title", "string", "Title", ({ title }) => title),
  ...authorColumns,
  ...contentColumns,
  ...countColumns,
];

const conversationColumns: readonly ReadableColumn<Conversation>[] = [
  column("key", "string", "Key of the conversation", ({ key }) => key),
  column("network", "string", "Where it is held", ({ network }) => network),
  column("accountId", "string", "The network's own id of the account that takes part", ({ accountId }) => accountId),
  column("id", "string", "The network's own id", ({ id }) => id),
  column("kind", "string", "direct, chat, review, or comment = the thread under a post", ({ kind }) => kind),
  column("title", "string", "Title or subject", ({ title }) => title),
  column("post", "string", "Key of the post that it is about", ({ post }) => post),
  column("participants", "json", "Keys of those who take part, as far as told", ({ participants }) =>
    participants.length === 0 ? undefined : participants.map(({ key }) => key),
  ),
  column("isGroup", "boolean", "True when more than two take part", ({ isGroup }) => isGroup),
  column("state", "string", "open, request, archived, closed", ({ state }) => state),
  column("unread", "number", "Messages that we have not read, as the network counts", ({ unread }) => unread),
  column("lastInboundAt", "instant", "When somebody last wrote to us", ({ lastInboundAt }) => lastInboundAt),
  column("lastOutboundAt", "instant", "When we last wrote", ({ lastOutboundAt }) => lastOutboundAt),
  column("lastActivityAt", "instant", "When something was last said, by whomever", ({ lastActivityAt }) => lastActivityAt),
  column("waitingSince", "instant", "The oldest inbound message that nobody answered", ({ waitingSince }) => waitingSince),
];

const observationColumns: readonly ReadableColumn<ObservedValue>[] = [
  column("subject", "string", "Key of the account, author, post or message", ({ subject }) => subject),
  column("metric", "string", "followers, likes, reach, reactions.<word>", ({ metric }) => metric),
  column("value", "number", "The number, as the network told it", ({ value }) => value),
  column("at", "instant", "When it was told", ({ at }) => at),
];

const measureColumns: readonly ReadableColumn<NamedMeasure>[] = [
  column("metric", "string", "What was measured", ({ metric }) => metric),
  column("labels", "json", "Of what, and when: the host's own words", ({ labels }) => labels),
  column("value", "number", "The value; absent where there is none", ({ measure }) => measure.value ?? undefined),
  column("unit", "string", "fraction, count, ms, points, per-1000, or a currency", ({ measure }) => measure.unit),
  column("reason", "string", "Why there is no value", ({ measure }) => (measure.value === null ? measure.reason : undefined)),
  column("numerator", "number", "Above the line", ({ measure }) => measure.numerator),
  column("denominator", "number", "Below the line", ({ measure }) => measure.denominator),
  column("n", "number", "How many observations went in", ({ measure }) => measure.n),
  column("base", "string", "What it is measured against", ({ measure }) => measure.base),
  column("aggregation", "string", "How many became one", ({ measure }) => measure.aggregation),
  column("low", "number", "Lower end of the interval", ({ measure }) => (measure.value === null ? undefined : measure.interval?.low)),
  column("high", "number", "Upper end of the interval", ({ measure }) => (measure.value === null ? undefined : measure.interval?.high)),
  column("level", "number", "0.95 for 95 %", ({ measure }) => (measure.value === null ? undefined : measure.interval?.level)),
  column("complete", "boolean", "False when a part of the input was unknown", ({ measure }) => measure.complete),
  column("missing", "json", "Names of the inputs that were unknown", ({ measure }) =>
    measure.missing.length === 0 ? undefined : measure.missing,
  ),
  column("details", "json", "All else that the measure says", ({ measure }) => detailsOf(measure)),
];

const told = new Set([
  "value",
  "unit",
  "reason",
  "numerator",
  "denominator",
  "n",
  "base",
  "aggregation",
  "interval",
  "complete",
  "missing",
]);

function detailsOf(measure: Measure): object | undefined {
  const rest = Object.entries(measure).filter(([name]) => !told.has(name));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

/** What each file has in it, by what it is made of. */
export interface ExportRows {
  /** Messages, inbound and outbound. */
  readonly messages: Message;
  /** Posts. */
  readonly posts: Post;
  /** Conversations. */
  readonly conversations: Conversation;
  /** Numbers in time. */
  readonly observations: ObservedValue;
  /** Measures. */
  readonly measures: NamedMeasure;
}

/** The columns, and how to read them. */
export const readableColumns: { readonly [K in keyof ExportRows]: readonly ReadableColumn<ExportRows[K]>[] } = {
  messages: messageColumns,
  posts: postColumns,
  conversations: conversationColumns,
  observations: observationColumns,
  measures: measureColumns,
};

const bare = (columns: readonly ExportColumn[]): readonly ExportColumn[] => columns.map(({ name, type, says }) => ({ name, type, says }));

/** Lists the columns of each file, in their order: for table definitions and documentation. */
export const exportColumns: Readonly<Record<keyof ExportRows, readonly ExportColumn[]>> = {
  messages: bare(messageColumns),
  posts: bare(postColumns),
  conversations: bare(conversationColumns),
  observations: bare(observationColumns),
  measures: bare(measureColumns),
};
