/**
 * Measures a surface: one list, or lists that lie below others.
 * @module
 */
import { addPrices, priceOf, type Price } from "./estimate-price.js";
import { isFolkmootError } from "../errors.js";
import { lastSaid } from "./sync-conversations.js";
import { measure, pagesOf, type Measure, type MeasuredList, type Span } from "./estimate-list.js";
import { probePage } from "./estimate-probe.js";
import { isFoundInStore, seenInStore } from "./estimate-known.js";
import { supports } from "../adapter/can.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { ConversationReader } from "./sync-conversations.js";
import type { InboxContext } from "./context.js";
import type { ListOfJob } from "./estimate-job.js";
import type { Operations } from "../adapter/operations.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";

/** What a surface takes. */
export interface SurfacePrice extends Price {
  /** How many lists it consists of, each with budgets of its own where a network keeps them by conversation or route. */
  readonly lists: number;
}

/** Lower lists that are looked at: the first, the middle and the last of those on the page. */
const lowerProbes = 3;

const timeOf = ({ createdAt }: { readonly createdAt: Timestamp }): Timestamp => createdAt;

/** Measures a surface. `undefined` where nobody can tell. */
export async function measureSurface(context: InboxContext, list: ListOfJob, span: Span): Promise<SurfacePrice | undefined> {
  const { adapter, surface } = list;
  const { name, under } = surface;
  if (name === "messages")
    return supports(adapter, "listConversations") && supports(adapter, "listMessages") ? measureTalks(adapter, list, span) : undefined;
  if (name === "threads" || (name === "comments" && under === "posts")) return measureBelowPosts(adapter, span, name === "threads");
  const one = await measureFlat(context, list, span);
  return one && { ...one.price, lists: 1 };
}

async function measureFlat(context: InboxContext, { adapter, surface }: ListOfJob, span: Span): Promise<Measure<unknown> | undefined> {
  const { name, jumps, perPage } = surface;
  const stored = await seenInStore(context, adapter.account, name, span.from);
  const isStored = (item: object): boolean => isFoundInStore(name, item);
  const flat = { adapter, of: adapter.account, timeOf, jumps, perPage, stored, isStored };
  switch (name) {
    case "posts":
      return supports(adapter, "listPosts") ? measure({ ...flat, operation: "listPosts", read: adapter.listPosts }, span) : undefined;
    case "comments":
      return supports(adapter, "listComments")
        ? measure({ ...flat, operation: "listComments", read: (query) => adapter.listComments(null, query) }, span)
        : undefined;
    case "mentions":
      return supports(adapter, "listMentions")
        ? measure({ ...flat, operation: "listMentions", read: adapter.listMentions }, span)
        : undefined;
    case "reviews":
      return supports(adapter, "listReviews") ? measure({ ...flat, operation: "listReviews", read: adapter.listReviews }, span) : undefined;
    case "held":
      // A queue has no timeline: it is read to its end, however old that is.
      return supports(adapter, "listHeld")
        ? measure({ ...flat, operation: "listHeld", read: adapter.listHeld }, { ...span, from: -Infinity })
        : undefined;
    default:
      return undefined;
  }
}

/** Conversations in which something was said since, and the messages of each. */
async function measureTalks(
  adapter: AnyAdapter & ConversationReader,
  { surface: { jumps, perPage } }: ListOfJob,
  span: Span,
): Promise<SurfacePrice | undefined> {
  const talks = await measure(
    { adapter, of: adapter.account, operation: "listConversations", read: (query) => adapter.listConversations(query), timeOf: lastSaid },
    span,
  );
  if (talks?.probe === undefined) return undefined;
  const candidates = talks.probe.items.filter((one) => !(Date.parse(lastSaid(one) ?? "") < span.from));
  return lower(talks.price, talks.items, candidates, async (one) => {
    const messages = { adapter, of: one.key, timeOf, jumps, perPage } as const;
    const read: MeasuredList<{ readonly createdAt: Timestamp }>["read"] = (query) => adapter.listMessages(one, query);
    return (await measure({ ...messages, operation: "listMessages", read }, span))?.price;
  });
}

/** Posts of the stretch, and what was said under each. The list of posts is read for it in any case. */
async function measureBelowPosts(adapter: AnyAdapter, span: Span, whole: boolean): Promise<SurfacePrice | undefined> {
  if (!supports(adapter, "listPosts") || !supports(adapter, "listComments")) return undefined;
  const posts = await measure(
    { adapter, of: adapter.account, operation: "listPosts", read: (query) => adapter.listPosts(query), timeOf },
    span,
  );
  if (posts?.probe === undefined) return undefined;
  const { everyMs, probe } = posts;
  const after = probe.items.filter(({ createdAt }) => Date.parse(createdAt) >= span.to).length;
  const lastSeen = Date.parse(probe.items.at(-1)?.createdAt ?? "");
  // Below the page the posts after the stretch are as dense as the others.
  const unseen = everyMs === undefined || !(lastSeen > span.to) ? 0 : (lastSeen - span.to) / everyMs;
  const within = probe.items.filter(({ createdAt }) => Date.parse(createdAt) >= span.from && Date.parse(createdAt) < span.to);
  return lower(posts.price, Math.max(0, posts.items - after - unseen), within.length > 0 ? within : probe.items, (one) =>
    whole ? measureThread(adapter, one, span) : measureComments(adapter, one, span),
  );
}

async function measureComments(adapter: AnyAdapter & Pick<Operations, "listComments">, post: Post, span: Span): Promise<Price | undefined> {
  const read: MeasuredList<{ readonly createdAt: Timestamp }>["read"] = (query) => adapter.listComments(post, query);
  return (await measure({ adapter, of: post.key, operation: "listComments", read, timeOf }, span))?.price;
}

/** A thread is a tree, which is read as a whole: how long it is the post itself tells, if anything does. */
async function measureThread(
  adapter: AnyAdapter & Pick<Operations, "listComments">,
  post: Post,
  { signal }: Span,
): Promise<Price | undefined> {
  const probe = await probePage((query) => adapter.listComments(post, query), {}, signal);
  const seen = probe.items.length;
  const told = post.counts.replies;
  if (!probe.last && (told === undefined || seen === 0)) return undefined;
  const items = probe.last ? seen : Math.max(seen, told ?? seen);
  return priceOf({ adapter, operation: "listComments", of: post.key, pages: pagesOf(items, Math.max(1, seen)), items, probe });
}

/** Adds to a list what lies below its items, of which a few are looked at. */
async function lower<T>(
  list: Price,
  count: number,
  candidates: readonly T[],
  look: (one: T) => Promise<Price | undefined>,
): Promise<SurfacePrice | undefined> {
  if (count === 0) return { ...list, lists: 1 };
  const last = candidates.length - 1;
  const chosen = [...new Set(Array.from({ length: lowerProbes }, (_, index) => Math.round((index * last) / (lowerProbes - 1))))];
  const prices: Price[] = [];
  for (const one of chosen.flatMap((index) => candidates[index] ?? [])) {
    const price = await readable(look(one));
    if (price !== undefined) prices.push(price);
  }
  if (prices.length === 0) return undefined;
  const sum = prices.reduce((total, price) => addPrices(total, price, count / prices.length), list);
  return { ...sum, lists: 1 + Math.ceil(count) };
}

/** One that is gone or closed to us does not stop its neighbours; a reading passes it over as well. */
async function readable<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFolkmootError(error, "not-found") || isFolkmootError(error, "forbidden")) return undefined;
    throw error;
  }
}
