/**
 * Posts of others that are for the Page: those that tag it anywhere, and those on its own timeline. Two edges, given as one list.
 * @module
 */
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { FolkmootError } from "../../errors.js";
import { postFields } from "./fields.js";
import { readItems } from "../../adapter/read-items.js";
import { spanQuery } from "./span-query.js";
import { toMention } from "./normalize.js";
import { wirePost, type WirePost } from "./wire.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { ListQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Page, Paged, Quarantined } from "../../model/page.js";

const edges = ["tagged", "visitor_posts"] as const;
type EdgeName = (typeof edges)[number];

/** How far one edge was given. */
interface Spot {
  /** Cursor of the page that is being given; absent on the first. */
  readonly cursor?: string;
  /** Id of the last of that page that was given. */
  readonly last?: string;
  /** When that one was written: where it is deleted meanwhile, what is older follows. */
  readonly at?: string;
  /** True when there is no more. */
  readonly over?: boolean;
}

interface Loaded {
  readonly cursor: string | undefined;
  readonly items: readonly Message[];
  readonly next: string | undefined;
}

/** One edge while a page is made. */
interface Run {
  readonly edge: EdgeName;
  spot: Spot;
  readonly page: Loaded;
  /** What was not given yet. */
  readonly rest: Message[];
}

/** Lists posts that tag the Page, and visitors' posts. Comments that mention it elsewhere are told by webhooks only. */
export function mentions(begin: BeginFacebook): Pick<Operations, "listMentions"> {
  return {
    listMentions: (query) => {
      const task = begin("listMentions", query);
      return endingAtSince(merged(task, query), query);
    },
  };
}

function toNamed(task: FacebookTask, edge: EdgeName, wire: WirePost): Message | undefined {
  const message = edge === "tagged" ? toMention(task.us, wire, { tagged: true }) : toMention(task.us, wire, { surface: "visitor-post" });
  // The Page may tag itself.
  return message.direction === "outbound" ? undefined : message;
}

const newestFirst = (one: Message, other: Message): number =>
  one.createdAt === other.createdAt ? 0 : one.createdAt < other.createdAt ? 1 : -1;

/** Gives both edges in one order. Each page lasts until one of the two has to be asked again, because its next page may be newer than the rest. */
function merged(task: FacebookTask, query: ListQuery = {}): Paged<Message> {
  const inTime = keeper(query);
  const loaded = new Map<EdgeName, Loaded>();
  const used = new Map<EdgeName, Set<string>>();

  const load = async (edge: EdgeName, { cursor }: Spot, size: number | undefined, aside: Quarantined[]): Promise<Loaded> => {
    const known = loaded.get(edge);
    if (known !== undefined && known.cursor === cursor) return known;
    const { data, next } = await task.page(`/${task.us.id}/${edge}`, { fields: postFields, query: spanQuery(query), cursor, size });
    const cursors = used.get(edge) ?? new Set();
    if (next !== undefined && cursors.has(next))
      throw new FolkmootError(
        "unexpected-response",
        `facebook listMentions of ${task.account}: the network gave a cursor that was used before, so the list would never end; start it anew.`,
      );
    if (next !== undefined) used.set(edge, cursors.add(next));
    const { items, quarantined } = readItems(edge, data, wirePost, (wire) => toNamed(task, edge, wire));
    aside.push(...quarantined);
    const fresh: Loaded = { cursor, items: items.filter(inTime).sort(newestFirst), next };
    loaded.set(edge, fresh);
    return fresh;
  };

  return task.list(async (cursor, size) => {
    const spots = readSpots(task, cursor);
    const quarantined: Quarantined[] = [];
    const runs: Run[] = [];
    for (const edge of edges) {
      const spot = spots[edge];
      if (spot.over === true) continue;
      const page = await load(edge, spot, size, quarantined);
      runs.push({ edge, spot, page, rest: restOf(page.items, spot) });
    }
    const items: Message[] = [];
    // As many as one request gives: a host that goes on from a cursor asks again for what was left of both.
    const most = Math.min(size ?? Infinity, Math.max(1, ...runs.map(({ page }) => page.items.length)));
    for (;;) {
      if (items.length >= most) break;
      const waits = runs.some(({ rest, page }) => rest.length === 0 && page.next !== undefined);
      if (waits) break;
      const [first] = runs.flatMap(({ rest }) => rest[0] ?? []).sort(newestFirst);
      if (first === undefined) break;
      // A visitor's post that tags the Page is on both; it is told once, as what both say of it.
      const both = runs.filter(({ rest }) => rest[0]?.key === first.key).map((run) => ({ run, message: run.rest.shift() }));
      items.push(together(both.flatMap(({ message }) => message ?? [])) ?? first);
      for (const { run, message } of both) if (message !== undefined) run.spot = { ...run.spot, last: message.id, at: message.createdAt };
    }
    const after = Object.fromEntries(
      edges.map((edge): [EdgeName, Spot] => {
        const run = runs.find((one) => one.edge === edge);
        if (run === undefined) return [edge, { over: true }];
        if (run.rest.length > 0) return [edge, run.spot];
        return [edge, run.page.next === undefined ? { over: true } : { cursor: run.page.next }];
      }),
    );
    const isOver = edges.every((edge) => after[edge]?.over === true);
    return { items, quarantined, next: isOver ? undefined : JSON.stringify(after) };
  }, query);
}

/** What of a page was not given yet. */
function restOf(items: readonly Message[], { last, at }: Spot): Message[] {
  if (last === undefined) return [...items];
  const index = items.findIndex(({ id }) => id === last);
  if (index >= 0) return items.slice(index + 1);
  return items.filter(({ createdAt }) => at !== undefined && createdAt < at);
}

function together([one, other]: readonly Message[]): Message | undefined {
  if (one === undefined || other === undefined) return one;
  const surface = one.surface ?? other.surface;
  return { ...one, ...(surface !== undefined && { surface }), mentionsUs: true };
}

/** Keeps what is in the time that was asked for: neither edge promises an order, so nothing old ends the list. */
function keeper({ since, until }: ListQuery): (message: Message) => boolean {
  const from = since === undefined ? -Infinity : Date.parse(since);
  const to = until === undefined ? Infinity : Date.parse(until);
  return ({ createdAt }) => {
    const at = Date.parse(createdAt);
    return at >= from && at < to;
  };
}

function readSpots(task: FacebookTask, cursor: string | undefined): Readonly<Record<EdgeName, Spot>> {
  if (cursor === undefined) return { tagged: {}, visitor_posts: {} };
  let told: unknown;
  try {
    told = JSON.parse(cursor);
  } catch {
    return task.refuse("invalid-request", "`after` is no cursor of this list; give the `next` of one of its pages.");
  }
  const spot = (edge: EdgeName): Spot => {
    const { cursor: at, last, at: time, over } = fieldsOf(fieldsOf(told)[edge]);
    const [place, id, when] = [textOf(at), textOf(last), textOf(time)];
    return {
      ...(place !== undefined && { cursor: place }),
      ...(id !== undefined && { last: id }),
      ...(when !== undefined && { at: when }),
      ...(over === true && { over: true }),
    };
  };
  return { tagged: spot("tagged"), visitor_posts: spot("visitor_posts") };
}

/** Says that a list with `since` ended there: the network was asked for nothing older, so its end is not that of all there is. */
function endingAtSince<T>(list: Paged<T>, query: ListQuery | undefined): Paged<T> {
  if (query?.since === undefined) return list;
  const told = (page: Page<T>): Page<T> => (page.stoppedBy === "end" ? { ...page, stoppedBy: "since" } : page);
  return {
    then: (fulfilled, rejected) => Promise.resolve(list.then(told)).then(fulfilled, rejected),
    async *pages() {
      for await (const page of list.pages()) yield told(page);
    },
    [Symbol.asyncIterator]: () => list[Symbol.asyncIterator](),
  };
}
