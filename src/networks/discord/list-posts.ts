/**
 * Lists posts, newest first: active threads and announcements together, then the archived public threads, channel by channel.
 * @module
 */
import { compareIds } from "./ids.js";
import { fieldsOf, listOf, textOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { isPost, isSaid, toPost } from "./normalize.js";
import { mostOfPage } from "./limits.js";
import { rawPage, readMessage, startOf } from "./reading.js";
import { readItems } from "../../adapter/read-items.js";
import { threadsAnswer, wireMessage, type WireMessage } from "./wire.js";
import type { DiscordTask } from "./task.js";
import type { ListQuery } from "../../adapter/operations.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Paged, Quarantined } from "../../model/page.js";
import type { Place } from "./places.js";
import type { Post } from "../../model/post.js";
import type { Us } from "./ids.js";

/** Posts of one page: what begins a thread is a request of its own. */
const pageOfPosts = 25;
/** How long the first message of a thread is remembered. Milliseconds. `getPost` reads it anew. */
const rememberedMs = 600_000;
const mostRemembered = 1_000;

interface Remembered {
  readonly wire: WireMessage | undefined;
  readonly until: number;
}

/** Makes the list of one adapter. It remembers the first messages of threads, so that asking for news costs little. */
export function postLister(): (task: DiscordTask, query?: ListQuery) => Paged<Post> {
  const firsts = new Map<string, Remembered>();

  const firstOf = async (task: DiscordTask, thread: Place): Promise<WireMessage | undefined> => {
    const now = task.runtime.clock.now();
    const known = firsts.get(thread.id);
    if (known !== undefined && known.until > now) return known.wire;
    const wire = await readFirst(task, thread);
    if (firsts.size >= mostRemembered) firsts.clear();
    firsts.set(thread.id, { wire, until: now + rememberedMs });
    return wire;
  };
  const asPost = async (task: DiscordTask, us: Us, thread: Place): Promise<Post> => toPost(us, thread, await firstOf(task, thread));

  /** Active threads and announcements. The cursor is the id of the last post. */
  const recent = async (task: DiscordTask, before: string | undefined, size: number): Promise<PageRead<Post>> => {
    const us = await task.us();
    const threads = await task.channels.threads(task, before === undefined);
    const news = await announcements(task, us, before, size);
    const older = (id: string): boolean => before === undefined || compareIds(id, before) < 0;
    // Below the end of a full page there may be more of that channel, so nothing older is given yet.
    const isSettled = (id: string): boolean => news.horizon === undefined || compareIds(id, news.horizon) >= 0;
    const found: (readonly [id: string, make: () => Promise<Post> | Post])[] = [
      ...threads.map((thread) => [thread.id, () => asPost(task, us, thread)] as const),
      ...news.items.map((post) => [post.id, () => post] as const),
    ];
    // An announcement and the thread under it are one post.
    const told = new Set(news.items.map(({ id }) => id));
    const sorted = found
      .filter(([id], index) => older(id) && isSettled(id) && !(index < threads.length && told.has(id)))
      .sort(([one], [other]) => compareIds(other, one));
    const items: Post[] = [];
    for (const [, make] of sorted.slice(0, size)) items.push(await make());
    const more = sorted.length > size || news.horizon !== undefined;
    const next = more ? (sorted.length > size ? items.at(-1)?.id : news.horizon) : await firstArchive(task);
    return { items, quarantined: news.quarantined, next };
  };

  /** Archived threads of one channel. The cursor is the channel and the instant before which the last one was archived. */
  const archived = async (task: DiscordTask, cursor: string, size: number, since: string | undefined): Promise<PageRead<Post>> => {
    const [, channel = "", before] = cursor.split(" ");
    const us = await task.us();
    const parents = await parentsOf(task);
    const following = parents[parents.findIndex(({ id }) => id === channel) + 1];
    const nextChannel = following === undefined ? undefined : `archive ${following.id}`;
    const page = await readArchive(task, channel, before, size);
    const threads = await task.channels.learn(task, page.threads);
    const items: Post[] = [];
    for (const thread of threads) items.push(await asPost(task, us, thread));
    const last = page.last;
    // They come in the order in which they were archived; what was archived before `since` was begun before it.
    const goesOn = page.more && last !== undefined && last !== before && (since === undefined || Date.parse(last) >= Date.parse(since));
    return { items, next: goesOn ? `archive ${channel} ${last}` : nextChannel };
  };

  return (task, query = {}) => {
    const { since, until } = query;
    const wanted = ({ createdAt }: Post): boolean =>
      (since === undefined || createdAt >= since) && (until === undefined || createdAt < until);
    return task.list(async (cursor, left) => {
      const size = Math.min(left ?? pageOfPosts, pageOfPosts);
      const read =
        cursor?.startsWith("archive ") === true
          ? await archived(task, cursor, size, since)
          : await recent(task, cursor ?? startOf(query), size);
      return { ...read, items: read.items.filter(wanted) };
    }, query);
  };
}

/** The message that a thread begins with, where it has one: in the thread itself in a forum, else in the channel above. */
async function readFirst(task: DiscordTask, thread: Place): Promise<WireMessage | undefined> {
  const channel = thread.surface === "forum" ? thread.id : thread.parentId;
  if (channel === undefined) return undefined;
  try {
    return await readMessage(task, { channel, message: thread.id });
  } catch (error) {
    if (isFolkmootError(error, "forbidden")) return undefined;
    throw error;
  }
}

interface Announcements {
  readonly items: readonly Post[];
  readonly quarantined: readonly Quarantined[];
  /** The newest of the oldest messages of full pages: everything from there on is known. */
  readonly horizon: string | undefined;
}

async function announcements(task: DiscordTask, us: Us, before: string | undefined, size: number): Promise<Announcements> {
  const items: Post[] = [];
  const quarantined: Quarantined[] = [];
  let horizon: string | undefined;
  for (const place of await task.channels.all(task)) {
    if (place.kind !== "announcement" || task.channels.isShut(place.id)) continue;
    const page = await readable(rawPage(task, place.id, before, size));
    if (page === undefined) continue;
    const read = readItems("messages", page.list, wireMessage, (wire) =>
      isSaid(wire) && isPost(wire, place) ? toPost(us, place, wire) : undefined,
    );
    items.push(...read.items);
    quarantined.push(...read.quarantined);
    if (page.next !== undefined && (horizon === undefined || compareIds(page.next, horizon) > 0)) horizon = page.next;
  }
  return { items, quarantined, horizon };
}

/** What could be read; `undefined` for a channel that is closed to the bot or gone. */
async function readable<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFolkmootError(error, "forbidden") || isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}

/** The channels that can have public threads. */
async function parentsOf(task: DiscordTask): Promise<readonly Place[]> {
  return (await task.channels.all(task)).filter(({ kind, surface }) => kind === "posts" || kind === "announcement" || surface === "text");
}

async function firstArchive(task: DiscordTask): Promise<string | undefined> {
  const [first] = await parentsOf(task);
  return first === undefined ? undefined : `archive ${first.id}`;
}

interface Archive {
  readonly threads: readonly unknown[];
  readonly more: boolean;
  /** When the last of them was archived, as the network writes it. */
  readonly last: string | undefined;
}

async function readArchive(task: DiscordTask, channel: string, before: string | undefined, size: number): Promise<Archive> {
  // The network takes no fewer than two (reference, list public archived threads; read 2026-11).
  const limit = Math.min(Math.max(size, 2), mostOfPage);
  const read = (): Promise<{ readonly threads: readonly unknown[]; readonly has_more?: boolean }> =>
    task.get(`/channels/${channel}/threads/archived/public`, threadsAnswer, { before, limit });
  const answer = task.channels.isShut(channel) ? undefined : await readable(task.channels.reading(task, channel, read));
  const threads = listOf(answer?.threads);
  return {
    threads,
    more: answer?.has_more === true,
    last: textOf(fieldsOf(fieldsOf(threads.at(-1))["thread_metadata"])["archive_timestamp"]),
  };
}
