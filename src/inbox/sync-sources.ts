/**
 * The lists behind the surfaces, as the reading sees them.
 * @module
 */
import { absorb } from "./absorb.js";
import { rowsOf } from "./rows.js";
import { supports } from "../adapter/can.js";
import { unfit, unfitMessage } from "./clean.js";
import type { Collections } from "../store/collections.js";
import type { Keeps } from "./gap.js";
import type { ListQuery } from "../adapter/operations.js";
import type { ListSource, SyncRun } from "./sync-run.js";
import type { Message } from "../model/message.js";
import type { Paged } from "../model/page.js";
import type { Post } from "../model/post.js";
import type { Surface } from "../adapter/surface.js";
import type { Timestamp } from "../model/ref.js";

/** What a tenant thinks of an object, or made of what it has. */
const theirOwn: readonly string[] = ["annotations", "waitingSince"];

function without<T extends object>(value: T, fields: readonly string[]): T {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field))) as T;
}

/** Reads rows of another tenant; what it thinks of them, and what is gone, stays with it. */
export async function rowsOfTenant<C extends "message" | "post" | "conversation">(
  run: Pick<SyncRun, "context">,
  collection: C,
  tenant: string,
  keys: readonly string[],
): Promise<readonly Collections[C][]> {
  const rows = await run.context.store.read(
    collection,
    keys.map((key) => `${tenant}/${key}`),
  );
  return rows.flatMap((row) => (row === undefined || "deletedAt" in row.value ? [] : [without(row.value, theirOwn)]));
}

/** What a list of messages differs in. */
export interface MessageList {
  readonly name: string;
  readonly read: (query: ListQuery) => Paged<Message>;
  readonly filtersSince?: boolean;
  readonly whole?: boolean;
  readonly connectedAt?: Timestamp;
  readonly keeps?: Keeps;
}

/** Describes a list of messages. */
export function messageSource(run: SyncRun, list: MessageList): ListSource<Message> {
  return {
    ...list,
    filtersSince: list.filtersSince ?? false,
    keyOf: (message) => message.key,
    timeOf: (message) => message.createdAt,
    unfit: (message) => unfitMessage(message, run.account),
    ofTenant: (tenant, keys) => rowsOfTenant(run, "message", tenant, keys),
    known: async (messages) =>
      new Set(
        (
          await rowsOf(
            run.context,
            "message",
            messages.map(({ key }) => key),
          )
        ).keys(),
      ),
    keep: async (messages, mark) => {
      const arrived = inOrderOfArrival(messages, list.whole);
      return (await absorb(run.context, run.account, { messages: arrived }, mark)) === undefined ? "overtaken" : "kept";
    },
  };
}

/** Describes the list of the account's posts. */
export function postSource(run: SyncRun, name: string, read: (query: ListQuery) => Paged<Post>, filtersSince: boolean): ListSource<Post> {
  return {
    name,
    filtersSince,
    read,
    keyOf: (post) => post.key,
    timeOf: (post) => post.createdAt,
    unfit: (post) => unfit(post, "post", run.account),
    ofTenant: (tenant, keys) => rowsOfTenant(run, "post", tenant, keys),
    known: async (posts) =>
      new Set(
        (
          await rowsOf(
            run.context,
            "post",
            posts.map(({ key }) => key),
          )
        ).keys(),
      ),
    keep: async (posts, mark) =>
      (await absorb(run.context, run.account, { posts: inOrderOfArrival(posts) }, mark)) === undefined ? "overtaken" : "kept",
  };
}

/** How far the lists of a surface reach back. */
export function keepsOf({ keepsMs, keepsItems }: Surface): Keeps {
  return { ms: keepsMs, items: keepsItems };
}

/**
 * Reads a surface that is one list over the whole account; `undefined` where the adapter has no such list.
 * @param directs - whether mentions are read with private ones, which no list of messages may lead to; history does without what that costs
 */
export async function withFlatList<R>(
  run: SyncRun,
  surface: Surface,
  read: <T>(source: ListSource<T>) => Promise<R>,
  directs = false,
): Promise<R | undefined> {
  const { adapter } = run;
  const { name, under, filtersSince = false } = surface;
  const keeps = keepsOf(surface);
  if (name === "comments" && under !== "posts" && supports(adapter, "listComments"))
    return read(messageSource(run, { name, filtersSince, keeps, read: (query) => adapter.listComments(null, query) }));
  if (name === "mentions" && supports(adapter, "listMentions"))
    return read(
      messageSource(run, { name, filtersSince, keeps, read: (query) => adapter.listMentions(directs ? { ...query, directs } : query) }),
    );
  if (name === "reviews" && supports(adapter, "listReviews"))
    return read(messageSource(run, { name, filtersSince, keeps, read: (query) => adapter.listReviews(query) }));
  if (name === "held" && supports(adapter, "listHeld"))
    return read(messageSource(run, { name, whole: true, read: (query) => adapter.listHeld(query) }));
  if (name === "posts" && supports(adapter, "listPosts"))
    return read({ ...postSource(run, name, (query) => adapter.listPosts(query), filtersSince), keeps });
  return undefined;
}

/**
 * Turns a newest-first list around: the journal sorts by time and keeps this order where times are equal.
 * A list that is read whole has no such order: a thread names each reply before what answers it, and stays as it is.
 */
function inOrderOfArrival<T>(listed: readonly T[], whole = false): readonly T[] {
  return whole ? listed : listed.toReversed();
}
