/**
 * Reads one list backwards, a page and its cursor in one transaction.
 * @module
 */
import { backfillRow, cursorRow } from "./storage-keys.js";
import { isFolkmootError } from "../errors.js";
import type { BackfillProgress } from "./intake.js";
import type { ListSource, SyncRun } from "./sync-run.js";
import type { Page, StoppedBy } from "../model/page.js";
import type { SyncCursor } from "../store/collections.js";
import type { Timestamp } from "../model/ref.js";

/** One surface of one account, as a job reads it. */
export interface BackfillRun extends SyncRun {
  /** Of the job. */
  readonly id: string;
  /** Nothing older. */
  readonly from: Timestamp;
  /** Only what is older; exclusive. Never later than the connection: what came since is news, and the sync's to tell. */
  readonly to: Timestamp;
  /** Tells how far it is: one more page. */
  progress(page: Pick<BackfillProgress, "cursor" | "reached"> & { readonly items: number }): void;
}

/** How a list is read. */
export interface BackwardOptions {
  /** True where the list begins at `until`: then nothing newer is on its first page. @defaultValue false */
  readonly jumps?: boolean;
  /** False where the time of an item says only when it last moved: there may be history in it, however busy it is. @defaultValue true */
  readonly dated?: boolean;
  /** False where only the lists below it count, and tell how far they are. @defaultValue true */
  readonly told?: boolean;
}

/** How reading backwards ended. */
export interface BackwardOutcome {
  /** `end` = done. */
  readonly stoppedBy: StoppedBy;
  /** Where it goes on. */
  readonly cursor?: string;
}

/** Says how far the job has read a list. */
export async function rowOf(
  run: Pick<BackfillRun, "context" | "account" | "id">,
  list: string,
): Promise<{ readonly value: SyncCursor; readonly version: number } | undefined> {
  const [row] = await run.context.store.read("cursor", [run.context.stored(backfillRow(run.account, run.id, list))]);
  return row;
}

/** Reads a list down to where the span begins, from where the job left it. What was read is stored, however it ends. */
export async function readBackwards<T>(run: BackfillRun, source: ListSource<T>, options: BackwardOptions = {}): Promise<BackwardOutcome> {
  const row = await rowOf(run, source.name);
  if (row?.value.done === true) return { stoppedBy: "end" };
  try {
    return await readFrom(run, source, options, row, row?.value.cursor);
  } catch (error) {
    const lost = row?.value.cursor !== undefined && isFolkmootError(error, "invalid-request");
    if (!lost || run.signal.aborted || (await rowOf(run, source.name))?.version !== row.version) throw error;
    run.warn("The network knows the stored cursor of a backfill no longer; the list is read again from the top.");
    return readFrom(run, source, options, row, undefined);
  }
}

async function readFrom<T>(
  run: BackfillRun,
  source: ListSource<T>,
  { jumps = false, dated = true, told = true }: BackwardOptions,
  row: { readonly value: SyncCursor; readonly version: number } | undefined,
  begin: string | undefined,
): Promise<BackwardOutcome> {
  const { context, account, id, from, to } = run;
  const key = context.stored(backfillRow(account, id, source.name));
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const timeOf = (item: T): number => Date.parse(source.timeOf(item) ?? "");
  const isOld = (item: T): boolean => timeOf(item) < first;
  const isAhead = (item: T): boolean => dated && timeOf(item) >= last;
  let expect: number | "absent" = row?.version ?? "absent";
  let cursor = begin;
  let reached = row?.value.reached;
  let news = cursor === undefined && dated && !jumps && (await isSynced(run, source.name));

  /** Leaves out what stands above all that is known: it has arrived since the last sync, whatever time its author claims. */
  const withoutNews = async (items: readonly T[]): Promise<readonly T[]> => {
    if (!news) return items;
    news = false;
    const known = await source.known(items);
    const top = items.findIndex((item) => known.has(source.keyOf(item)));
    return top < 0 ? items : items.slice(top);
  };
  const commit = async (items: readonly T[], next: string | undefined): Promise<StoppedBy | undefined> => {
    const value: SyncCursor = {
      account,
      surface: source.name,
      backfill: id,
      span: { from, to },
      ...(reached !== undefined && { reached }),
      ...(next === undefined ? { done: true } : { cursor: next }),
    };
    const kept = await source.keep(items, {
      cursor: { key, value, expect },
      historyBefore: to,
      news: new Set(),
      first: true,
      waitsFrom: to,
      backfill: true,
    });
    if (kept === "overtaken") return "busy";
    if (kept === "again") return "more";
    expect = expect === "absent" ? 1 : expect + 1;
    cursor = next;
    return undefined;
  };
  const stopAfter = async (page: Page<T>): Promise<StoppedBy | undefined> => {
    if (page.stoppedBy === "budget") return "budget";
    if (run.outOfTime()) return "more";
    return (await run.renew()) ? undefined : "busy";
  };

  const list = source.read({
    signal: run.signal,
    lane: "sync",
    ...(cursor !== undefined && { after: cursor }),
    ...(dated && { until: to }),
    ...(source.filtersSince && { since: from }),
  });
  for await (const page of list.pages()) {
    for (const { reason, path } of page.quarantined) run.quarantine(reason, path);
    const fit = page.items.filter((item) => {
      const reason = source.unfit(item);
      if (reason !== undefined) run.quarantine(reason);
      return reason === undefined;
    });
    const wanted = await withoutNews(fit.filter((item) => source.whole === true || !isOld(item)).filter((item) => !isAhead(item)));
    // One liar about its age ends nothing; a page of nothing else does.
    const passed = source.whole !== true && fit.length > 0 && fit.every(isOld);
    const done = passed || (page.next === undefined && page.stoppedBy !== "budget");
    reached = done ? from : oldest(reached, fit.map(timeOf), first, last);
    const next = done ? undefined : page.next;
    // Cut short without a place to go on from: the page is read again.
    if (!done && next === undefined) return { stoppedBy: page.stoppedBy, ...(cursor !== undefined && { cursor }) };
    const stopped = await commit(wanted, next);
    if (stopped !== undefined) return { stoppedBy: stopped, ...(cursor !== undefined && { cursor }) };
    if (told)
      run.progress({ items: page.items.length, ...(next !== undefined && { cursor: next }), ...(reached !== undefined && { reached }) });
    if (done) return { stoppedBy: "end" };
    const end = await stopAfter(page);
    if (end !== undefined) return { stoppedBy: end, ...(cursor !== undefined && { cursor }) };
  }
  return { stoppedBy: "end" };
}

/** True when a sync has read the list: what stands above all that it knows is news. */
async function isSynced(run: BackfillRun, list: string): Promise<boolean> {
  const [row] = await run.context.store.read("cursor", [run.context.stored(cursorRow(run.account, list))]);
  return row?.value.readUntil !== undefined;
}

/** The oldest instant of a page, within the span. */
function oldest(reached: Timestamp | undefined, times: readonly number[], from: number, to: number): Timestamp | undefined {
  const within = times.filter((at) => at >= from && at < to);
  const before = reached === undefined ? [] : [Date.parse(reached)];
  return within.length + before.length === 0 ? undefined : new Date(Math.min(...within, ...before)).toISOString();
}
