/**
 * Orders that no store keeps: by priority, by who waits longest.
 *
 * The order is made once for each reading of a list. What is shown of it is read when its page comes: so what was answered, changed or
 * deleted in the meantime is shown as it is then, or left out, and never breaks the list.
 * @module
 */
import { refuse } from "./check.js";
import { rowsOf } from "./rows.js";
import type { Candidate } from "./items.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";

/** Most messages that are put in such an order: the newest that match. */
const mostRanked = 10_000;

/** A place in such an order. */
interface Place {
  /** Lower comes first. */
  readonly rank: number;
  readonly createdAt: string;
  readonly key: string;
}

/** A page of an order. */
export interface RankedPage {
  /** Keys of messages, in order. */
  readonly keys: readonly string[];
  /** The place of the last of them, where more follow. */
  readonly next: string | undefined;
}

/** Ranks messages, and gives the function that reads the order page by page. */
export async function rankedOrder(
  context: InboxContext,
  order: "priority" | "waiting",
  all: AsyncIterable<readonly Candidate[]>,
): Promise<(after: string | undefined, want: number) => RankedPage> {
  const places: Place[] = [];
  for await (const found of all) {
    const messages = found.slice(0, mostRanked - places.length).map(({ message }) => message);
    const ranks = order === "priority" ? messages.map(priorityOf) : await waits(context, messages);
    for (const [index, { key, createdAt }] of messages.entries()) places.push({ rank: ranks[index] ?? Number.MAX_VALUE, createdAt, key });
    if (places.length >= mostRanked) break;
  }
  places.sort(inOrder);
  return (after, want) => {
    const from = after === undefined ? undefined : placeOf(after);
    const start = from === undefined ? 0 : places.findIndex((place) => inOrder(place, from) > 0);
    const shown = start < 0 ? [] : places.slice(start, start + want);
    const last = shown.at(-1);
    const more = start >= 0 && start + want < places.length;
    return { keys: shown.map(({ key }) => key), next: more && last !== undefined ? written(last) : undefined };
  };
}

/** By rank; equals newest first, as stores list them. Total. */
function inOrder(one: Place, other: Place): number {
  if (one.rank !== other.rank) return one.rank - other.rank;
  if (one.createdAt !== other.createdAt) return one.createdAt > other.createdAt ? -1 : 1;
  return one.key === other.key ? 0 : one.key > other.key ? -1 : 1;
}

const written = ({ rank, createdAt, key }: Place): string => `${String(rank)} ${createdAt} ${key}`;

function placeOf(after: string): Place {
  const [, rank = "", createdAt = "", key = ""] = /^(\S+) (\S+) (.+)$/s.exec(after) ?? [];
  if (key === "" || Number.isNaN(Number(rank))) refuse("items", "`after` is no cursor of this list; leave it out to begin at the start.");
  return { rank: Number(rank), createdAt, key };
}

/** The annotation's value decides, else how sure it is; without one a message comes last. */
function priorityOf({ annotations }: Message): number {
  const priority = annotations?.["priority"];
  return priority === undefined ? Number.MAX_VALUE : -(priority.value ?? priority.score);
}

/** Longest first; where nobody waits, last. */
async function waits(context: InboxContext, messages: readonly Message[]): Promise<readonly number[]> {
  const rows = await rowsOf(
    context,
    "conversation",
    messages.map(({ conversation }) => conversation),
  );
  return messages.map(({ conversation, direction, createdAt }) => {
    const since = rows.get(conversation)?.value.waitingSince;
    // What was said before, and our own words, wait for nothing.
    const waiting = since !== undefined && direction === "inbound" && createdAt >= since;
    return waiting ? Date.parse(since) : Number.MAX_VALUE;
  });
}
