/**
 * The search over a guild's messages, for bots since 2026-03-19 (change log, read 2026-11).
 * @module
 */
import { fieldsOf, listOf } from "../../adapter/fields.js";
import { contentRemedy } from "./errors.js";
import { isSaid } from "./normalize.js";
import { lastOffset, mostOfSearch } from "./limits.js";
import { compareIds, isSnowflake } from "./ids.js";
import { readItems } from "../../adapter/read-items.js";
import { searchAnswer, wireMessage, type WireMessage } from "./wire.js";
import { startOf } from "./reading.js";
import type { DiscordTask } from "./task.js";
import type { GivenQuery } from "../../adapter/task.js";
import type { ListQuery } from "../../adapter/operations.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Place } from "./places.js";

/** Most channels that one search takes (reference, search guild messages; read 2026-11). */
const mostChannels = 500;

/** Refuses a search where the bot is not told what people write. */
export function checkSearch(task: DiscordTask): void {
  if (!task.set.messageContent)
    task.refuse(
      "unsupported",
      `searching needs the privileged intent, and the adapter is made with \`messageContent: false\`; ${contentRemedy} and leave the option out.`,
    );
}

/**
 * Reads one page of a search, newest first. While the index is being made the network says so, and the page is asked for again, five times
 * at most. Nothing behind 10,000 hits can be read: narrow the search by `until`.
 * @param words - what is searched for
 * @param read - makes the model's object of a hit and its place
 */
export async function searchPage<T>(
  task: DiscordTask,
  words: GivenQuery,
  query: ListQuery,
  cursor: string | undefined,
  size: number | undefined,
  read: (wire: WireMessage, place: Place) => T | undefined,
): Promise<PageRead<T>> {
  const { guild, channels } = task.set;
  const [at = "0", last] = cursor?.split(" ") ?? [];
  const offset = Number(at);
  const limit = Math.min(size ?? mostOfSearch, mostOfSearch);
  const answer = await task.get(`/guilds/${guild}/messages/search`, searchAnswer, {
    ...words,
    channel_id: channels === undefined ? undefined : [...channels].slice(0, mostChannels),
    max_id: startOf(query),
    sort_by: "timestamp",
    sort_order: "desc",
    limit,
    offset,
  });
  await task.channels.learn(task, listOf(answer.threads));
  const hits = answer.messages.map((group) => listOf(group).find((one) => fieldsOf(one)["hit"] === true) ?? listOf(group)[0]);
  const places = await placesOf(task, hits);
  // What was written meanwhile moves everything down a page: what was given before is not given again.
  const isNew = ({ id }: WireMessage): boolean => last === undefined || compareIds(id, last) < 0;
  const found = readItems("messages", hits, wireMessage, (wire) => {
    const place = places.get(wire.channel_id);
    return place === undefined || !isSaid(wire) || !isNew(wire) ? undefined : read(wire, place);
  });
  const oldest = hits.map((hit) => fieldsOf(hit)["id"]).findLast(isSnowflake) ?? last;
  // A page may be shorter than it was asked for, and empty before the end: what comes twice by that is given once.
  const following = offset + (hits.length === 0 ? limit : hits.length);
  const { total_results: total } = answer;
  const more = following <= lastOffset && (total === undefined ? hits.length > 0 : following < total);
  return { ...found, ...(more && { next: oldest === undefined ? String(following) : `${following} ${oldest}` }) };
}

/** The places of hits. One that cannot be looked up any more is left out, with what was said there. */
async function placesOf(task: DiscordTask, hits: readonly unknown[]): Promise<ReadonlyMap<string, Place>> {
  const ids = new Set(hits.map((hit) => fieldsOf(hit)["channel_id"]).filter(isSnowflake));
  const places = new Map<string, Place>();
  for (const id of ids) {
    const place = await task.channels.lookUp(task, id);
    if (place !== undefined) places.set(id, place);
  }
  return places;
}
