/**
 * Reads one stretch of a newest-first list, from its cursor down to what is known.
 *
 * Times are hints only, for on some networks authors choose them: what ends a stretch is meeting items that were stored before
 * and are older than the last reading. What is old and unknown ends it only after several pages of nothing else.
 * @module
 */
import { firstDepthMs, overlapMs, type ListSource, type SyncRun } from "./sync-run.js";
import { gapOf } from "./gap.js";
import { isFolkmootError } from "../errors.js";
import type { Book, Stretch } from "./sync-book.js";
import type { Gap } from "./intake.js";
import type { Page, StoppedBy } from "../model/page.js";

/** Pages held back so that what is new is journaled oldest first; what lies beyond is journaled page by page. */
const pagesAtOnce = 4;

/** Pages of nothing but old, unknown items after which a stretch ends; one is enough once something known was met. */
const mostStalePages = 3;

/** Items at the end of a page that have to be known: one alone may have come by another route. */
const lastItems = 3;

/** How a stretch was read. */
export interface StretchOutcome {
  /** Items read, known ones included. */
  readonly fetched: number;
  /** `end` or `since` = down to the known; `more` = time is up; `busy` = another process took over. */
  readonly stoppedBy: StoppedBy;
}

/** Reads a stretch. `seen` collects the keys met in this reading: meeting them again says nothing about what is below. */
export async function readStretch<T>(
  run: SyncRun,
  source: ListSource<T>,
  book: Book<T>,
  stretch: Stretch,
  seen: Set<string>,
): Promise<StretchOutcome> {
  const floor = stretch.from === undefined ? Date.parse(book.connectedAt) - firstDepthMs : Date.parse(stretch.from) - overlapMs;
  const isOld = (item: T): boolean => Date.parse(source.timeOf(item) ?? "") < floor;
  const isNew = (item: T): boolean => Date.parse(source.timeOf(item) ?? "") >= floor;
  let met = false;
  let stale = 0;
  let aboveKnown = true;
  const news = new Set<string>();

  /** Whether everything below a page is known. */
  const reachesKnown = async (items: readonly T[]): Promise<boolean> => {
    if (source.whole === true || items.length === 0) return false;
    stale = items.every(isOld) ? stale + 1 : 0;
    if (stretch.from === undefined) return stale > 0;
    const known = await source.known(items);
    const settled = (item: T): boolean => known.has(source.keyOf(item)) && !seen.has(source.keyOf(item)) && !isNew(item);
    met ||= items.some(settled);
    // Authors claim what times they like; what a list shows above everything known has arrived since.
    for (const key of items.map((item) => source.keyOf(item))) {
      aboveKnown &&= !known.has(key) || seen.has(key);
      if (aboveKnown) news.add(key);
    }
    return items.slice(-lastItems).every(settled) || (met && stale > 0) || stale >= mostStalePages;
  };

  const holdBack = stretch.top && stretch.from !== undefined ? pagesAtOnce : 1;
  let held: T[] = [];
  let pages = 0;
  let fetched = 0;
  let rest = stretch.cursor;

  /** Why reading ends after a page; `undefined` = it goes on. */
  const stopAfter = async (page: Page<T>, done: boolean): Promise<StoppedBy | undefined> => {
    if (done) return page.stoppedBy === "since" ? "since" : "end";
    if (page.stoppedBy === "budget") return "budget";
    if (page.next === undefined) return page.stoppedBy === "since" ? "since" : "end";
    if (run.outOfTime()) return "more";
    return (await run.renew()) ? undefined : "busy";
  };
  let oldest: number | undefined;
  let gap: Gap | undefined;
  /** What is missing where a list ended without coming to what is known. */
  const gapAfter = (page: Page<T>, reached: boolean): Gap | undefined => {
    if (reached || met || page.next !== undefined || page.stoppedBy === "budget") return undefined;
    const now = run.context.runtime.clock.now();
    return gapOf(source.keeps, { from: stretch.from, items: stretch.top ? fetched : undefined, oldest, now });
  };
  const flush = async (stopped: StoppedBy | undefined): Promise<StoppedBy | undefined> => {
    const done = stopped === "end" || stopped === "since";
    // Cut short before the first cursor: nothing says where to go on, so the stretch is read again as a whole.
    if (!done && rest === undefined) return stopped;
    const kept = await book.commit(stretch, held, done ? undefined : rest, news, done ? gap : undefined);
    held = [];
    if (kept === "overtaken") return "busy";
    return kept === "again" ? "more" : stopped;
  };

  try {
    const list = source.read({
      signal: run.signal,
      ...(stretch.cursor !== undefined && { after: stretch.cursor }),
      ...(source.filtersSince && { since: new Date(floor).toISOString() }),
    });
    for await (const page of list.pages()) {
      pages += 1;
      fetched += page.items.length;
      for (const { reason, path } of page.quarantined) run.quarantine(reason, path);
      const items = page.items.filter((item) => {
        const reason = source.unfit(item);
        if (reason !== undefined) run.quarantine(reason);
        return reason === undefined;
      });
      const done = await reachesKnown(items);
      const times = items.map((item) => Date.parse(source.timeOf(item) ?? "")).filter((at) => !Number.isNaN(at));
      oldest = [...times, ...(oldest === undefined ? [] : [oldest])].sort((one, other) => one - other)[0];
      gap = gapAfter(page, done);
      for (const item of items) seen.add(source.keyOf(item));
      held.push(...items);
      rest = page.next ?? rest;
      let stopped = await stopAfter(page, done);
      if (stopped !== undefined || pages >= holdBack) stopped = await flush(stopped);
      if (stopped !== undefined) return { fetched, stoppedBy: stopped };
    }
    return { fetched, stoppedBy: (await flush("end")) ?? "end" };
  } catch (error) {
    // What was read before it broke is stored, and the stretch goes on from there.
    if (held.length > 0) await flush("more");
    if (run.signal.aborted) return { fetched, stoppedBy: "more" };
    if (pages > 0 || stretch.cursor === undefined || !isFolkmootError(error, "invalid-request")) throw error;
    run.warn("The network knows the stored cursor no longer; the list is read again from the top.");
    return { fetched, stoppedBy: (await book.giveUp(stretch)) === "kept" ? "more" : "busy" };
  }
}
