/**
 * Reads one list without leaving a hole.
 *
 * A reading begins at the top and goes down to what the last one knew. Where it is cut short (deadline, budget, crash), the stretch
 * between its cursor and the known part stays open in the book; the next reading takes the fresh top first, then what is open.
 * @module
 */
import { followReading, leaveReading } from "./follow-list.js";
import { openBook } from "./sync-book.js";
import { readStretch } from "./sync-stretch.js";
import type { ListOutcome, ListSource, SyncRun } from "./sync-run.js";
import type { StoppedBy } from "../model/page.js";

/** Open stretches from which on no further one is begun: deadlines are too short for what arrives, and those come first. */
const mostHoles = 4;

const ended = (stoppedBy: StoppedBy): boolean => stoppedBy === "end" || stoppedBy === "since";

/** Reads a list: the fresh top first, then what earlier readings left open. */
export async function readList<T>(run: SyncRun, source: ListSource<T>): Promise<ListOutcome> {
  const book = await openBook(run, source);
  const before = book.state;
  const { holes: open = [], readUntil } = before;
  const followed = await followReading(run, source, book);
  if (followed !== undefined) return followed;
  const seen = new Set<string>();
  let fetched = 0;
  let stoppedBy: StoppedBy = "end";

  // A queue has no top to come back to: what is open is read to its end, and the next reading begins anew.
  if (open.length < (source.whole === true ? 1 : mostHoles)) {
    const top = await readStretch(
      run,
      source,
      book,
      { top: true, above: [], below: open, ...(readUntil !== undefined && source.whole !== true && { from: readUntil }) },
      seen,
    );
    fetched += top.fetched;
    stoppedBy = top.stoppedBy;
  }

  let filled = 0;
  // With little time only the first one gets a page. Which end that is, is left to chance: so neither history nor news starves.
  for (const hole of run.context.runtime.random() < 0.5 ? open : open.toReversed()) {
    // One page of what is open is read even when time is up: a short deadline would never get to it otherwise.
    if (run.signal.aborted || stoppedBy === "busy" || stoppedBy === "budget" || (filled > 0 && run.outOfTime())) break;
    const now = book.state.holes ?? [];
    const index = now.findIndex(({ cursor }) => cursor === hole.cursor);
    if (index < 0) continue;
    if (!(await run.renew())) {
      stoppedBy = "busy";
      break;
    }
    const read = await readStretch(
      run,
      source,
      book,
      { ...hole, top: false, above: now.slice(0, index), below: now.slice(index + 1) },
      seen,
    );
    filled += 1;
    fetched += read.fetched;
    if (!ended(read.stoppedBy)) stoppedBy = read.stoppedBy;
  }

  const cursor = book.state.cursor;
  if (ended(stoppedBy) && cursor !== undefined) stoppedBy = "more";
  const complete = ended(stoppedBy);
  if (complete) await leaveReading(run, source, book, before);
  return { fetched, stoppedBy, complete, ...(cursor !== undefined && { cursor }) };
}
