/**
 * Lists messages with the team's state and what may be done with them. Reads the store only.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { answersFor } from "./item-can.js";
import { checkItemQuery } from "./item-check.js";
import { cursorsOf } from "./cursor.js";
import { inState, saysAny, tagsAny } from "./item-filter.js";
import { keptMessage, readAt } from "./retention.js";
import { paged, type PageRead } from "../adapter/paged.js";
import { rankedOrder, type RankedPage } from "./item-order.js";
import { refuseClosed } from "./closed.js";
import { rowsOf } from "./rows.js";
import { narrowed } from "./item-narrow.js";
import { stateOf, workflowKey } from "./workflow.js";
import type { InboxContext } from "./context.js";
import type { Item, ItemQuery } from "./look.js";
import type { Message } from "../model/message.js";
import type { OperationName } from "../adapter/operations.js";
import type { Paged } from "../model/page.js";
import type { StorePage, StoreQuery } from "../store/store.js";

/** Messages on a page. */
const pageSize = 50;

/** What a page of the store leaves after all filters. */
export type Candidate = Pick<Item, "message" | "workflow">;

/** Reads candidates: a place in the list, and how many at most. */
type ReadCandidates = (after: string | undefined, want: number) => Promise<{ items: readonly Candidate[]; next: string | undefined }>;

/** Lists messages. The query is checked at once, the store is read when the list is used. */
export function listItems<O extends OperationName = never>(context: InboxContext, query: ItemQuery<O> = {}): Paged<Item<O>> {
  checkItemQuery(query, context.runtime.clock.now());
  const accounts = accountsOf(context, "items", query.accounts);
  const { order = "newest", limit, signal, after } = query;
  const cursors = cursorsOf("items", order, after);
  const where = storeQuery(context, accounts, query, order === "oldest" ? "oldest" : "newest");
  const admit = admission(context, query);

  const list = (): Paged<Item<O>> => {
    const places = once(() => narrowed(context, accounts, query));
    const ask: Ask = async (page) => {
      const conversations = await places();
      if (conversations?.length === 0) return { items: [] };
      const narrow = conversations === undefined ? where : { ...where, where: { ...where.where, conversation: conversations } };
      return context.store.query("message", { ...narrow, ...page });
    };
    const candidates = order === "newest" || order === "oldest" ? inTime(query, ask, admit) : inRank(context, query, ask, admit);
    const read = async (cursor: string | undefined, size: number | undefined): Promise<PageRead<Item<O>>> => {
      refuseClosed(context, "items");
      const { items, next } = await candidates(cursors.read(cursor), Math.min(size ?? pageSize, pageSize));
      return { items: await dress(context, query, items), next: cursors.write(next) };
    };
    return paged(
      read,
      { ...(limit !== undefined && { limit }), ...(signal !== undefined && { signal }), ...(after !== undefined && { after }) },
      { name: "items" },
    );
  };
  // Each use is a reading of its own, and an order is made for one reading.
  return {
    then: (fulfilled, rejected) => list().then(fulfilled, rejected),
    pages: () => list().pages(),
    [Symbol.asyncIterator]: () => list()[Symbol.asyncIterator](),
  };
}

/** Adds what may be done. */
async function dress<O extends OperationName>(
  context: InboxContext,
  query: ItemQuery<O>,
  found: readonly Candidate[],
): Promise<readonly Item<O>[]> {
  const can = await answersFor(
    context,
    found.map(({ message }) => message),
    query.can ?? [],
    query.by,
  );
  return found.map((candidate) => ({ ...candidate, can: can(candidate.message) }));
}

/** Reads a page of messages of the store: those that a list can be about. */
type Ask = (page: Pick<StoreQuery, "limit" | "after">) => Promise<StorePage<"message">>;

/** Does something at the first use, and gives the same ever after. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Reads in the order of the store. */
function inTime(query: ItemQuery, ask: Ask, admit: Admit): ReadCandidates {
  // A cursor of the store stands behind whole pages. So without filters above it exactly what is wanted is read; with them
  // more at once, because most may be left out.
  const filtered = [query.keywords, query.hashtags, query.labels, query.status, query.assignee].some((filter) => filter !== undefined);
  return async (cursor, want) => {
    const items: Candidate[] = [];
    let after = cursor;
    do {
      query.signal?.throwIfAborted();
      const limit = filtered ? 200 : want - items.length;
      const page = await ask({ limit, ...(after !== undefined && { after }) });
      items.push(...(await admit(page.items.map(({ value }) => value))));
      after = page.next;
    } while (after !== undefined && items.length < want);
    return { items, next: after };
  };
}

/** Reads in an order that is made at the first page and kept for those that follow. */
function inRank(context: InboxContext, { order, signal }: ItemQuery, ask: Ask, admit: Admit): ReadCandidates {
  const all = async function* (): AsyncGenerator<readonly Candidate[], void, undefined> {
    let after: string | undefined;
    do {
      signal?.throwIfAborted();
      const page = await ask({ limit: 500, ...(after !== undefined && { after }) });
      yield await admit(page.items.map(({ value }) => value));
      after = page.next;
    } while (after !== undefined);
  };
  let made: Promise<(after: string | undefined, want: number) => RankedPage> | undefined;
  return async (after, want) => {
    const pageOf = await (made ??= rankedOrder(context, order === "priority" ? "priority" : "waiting", all()));
    const { keys, next } = pageOf(after, want);
    const rows = await rowsOf(context, "message", keys);
    return { items: await admit(keys.flatMap((key) => rows.get(key)?.value ?? [])), next };
  };
}

function storeQuery(
  context: InboxContext,
  accounts: readonly string[],
  query: ItemQuery,
  order: "newest" | "oldest",
): Omit<StoreQuery, "limit"> {
  const { kinds, surfaces, direction, since, until } = query;
  return {
    below: accounts.map(context.stored),
    where: {
      ...(kinds !== undefined && { kind: kinds }),
      ...(surfaces !== undefined && { surface: surfaces }),
      ...(direction !== undefined && { direction: [direction] }),
    },
    order,
    // Stored times have one form; those of hosts may be shorter.
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  };
}

/** Leaves out what the filters above the store do not let through, and adds the team's state. */
type Admit = (messages: readonly Message[]) => Promise<readonly Candidate[]>;

/** Makes the filters that run above the store; shells do not pass, and neither does what has expired. */
function admission(context: InboxContext, query: ItemQuery): Admit {
  const says = saysAny(query.keywords);
  const tags = tagsAny(query.hashtags);
  const inTeam = inState(query);
  return async (found) => {
    const at = readAt(context);
    const messages = found.map((one) => keptMessage(one, at)).filter((one) => one.deletedAt === undefined && says(one) && tags(one));
    const rows = await rowsOf(context, "workflow", messages.map(workflowKey));
    return messages
      .map((message): Candidate => {
        const key = workflowKey(message);
        return { message, workflow: stateOf(rows.get(key), key, context.runtime.clock.now()) };
      })
      .filter(({ workflow }) => inTeam(workflow));
  };
}
