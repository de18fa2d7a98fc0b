/**
 * Keeps the book of one list: how far it is read, and which stretches are open.
 * @module
 */
import { cursorRow } from "./storage-keys.js";
import { firstDepthMs, overlapMs, type Kept, type ListSource, type SyncRun } from "./sync-run.js";
import type { Gap } from "./intake.js";
import type { SyncCursor, SyncHole } from "../store/collections.js";
import type { Timestamp } from "../model/ref.js";

/** A stretch that is being read: the fresh top, or a hole. */
export interface Stretch {
  readonly top: boolean;
  /** What is older is known. Absent = it goes back as far as a first reading does. */
  readonly from?: Timestamp;
  /** Where reading goes on. Absent = at the top. */
  readonly cursor?: string;
  /** Newer open stretches. */
  readonly above: readonly SyncHole[];
  /** Older open stretches. */
  readonly below: readonly SyncHole[];
}

/** The book of one list. */
export interface Book<T> {
  /** As it stands in the store. */
  readonly state: SyncCursor;
  /** When the surface was connected. */
  readonly connectedAt: Timestamp;
  /** Stores items, and that the stretch goes on at `rest`; without `rest` it is done. `news` is that of {@link PageMark}. `gap` is told when it is stored. */
  commit(stretch: Stretch, items: readonly T[], rest: string | undefined, news?: ReadonlySet<string>, gap?: Gap): Promise<Kept>;
  /** Keys of everything that was stored through this book, newest first. */
  readonly listed: readonly string[];
  /** When it was opened: what is read through it is complete up to then. */
  readonly openedAt: Timestamp;
  /** Stores what another tenant has read, as if it had been read here. */
  follow(items: readonly T[], readAt: Timestamp, news: ReadonlySet<string>): Promise<Kept>;
  /** Gives a stretch up whose cursor is no longer valid: it is read from the top, next time. */
  giveUp(stretch: Stretch): Promise<Kept>;
}

/** Opens the book of a list. */
export async function openBook<T>(run: SyncRun, source: ListSource<T>): Promise<Book<T>> {
  const { context, account } = run;
  const key = context.stored(cursorRow(account, source.name));
  const [row] = await context.store.read("cursor", [key]);
  const startedAt = new Date(context.runtime.clock.now()).toISOString();
  const connectedAt = row?.value.connectedAt ?? source.connectedAt ?? startedAt;
  let state: SyncCursor = row?.value ?? { account, surface: source.name, connectedAt };
  let expect: number | "absent" = row?.version ?? "absent";
  const listed: string[] = [];
  // A page is stored whole: what stands on it beyond the depth of a first reading is history that nobody waits for.
  const waitsFrom = new Date(Date.parse(connectedAt) - firstDepthMs).toISOString();

  const write = async (
    items: readonly T[],
    news: ReadonlySet<string>,
    first: boolean,
    readUntil: Timestamp | undefined,
    holes: readonly SyncHole[],
    gap?: Gap,
    followedSince?: Timestamp,
  ): Promise<Kept> => {
    const latest = gap ?? state.gap;
    const value: SyncCursor = {
      account,
      surface: source.name,
      connectedAt,
      ...(readUntil !== undefined && { readUntil }),
      ...(holes[0] !== undefined && { cursor: holes[0].cursor, holes }),
      ...(latest !== undefined && { gap: latest }),
      ...(followedSince !== undefined && { followedSince }),
      ...completeness(holes.length === 0 ? readUntil : state.completeUntil),
    };
    // What was said just before the connection and indexed after it is news, unless it is the first reading that finds it.
    const historyBefore = first ? connectedAt : new Date(Date.parse(connectedAt) - overlapMs).toISOString();
    const kept = await source.keep(items, { cursor: { key, value, expect }, historyBefore, news, first, waitsFrom });
    if (kept === "kept") {
      state = value;
      listed.push(...items.map((item) => source.keyOf(item)));
      expect = expect === "absent" ? 1 : expect + 1;
      if (gap !== undefined) run.gap(gap);
    }
    return kept;
  };

  return {
    get state() {
      return state;
    },
    connectedAt,
    listed,
    openedAt: startedAt,
    follow: (items, readAt, news) =>
      write(items, news, state.readUntil === undefined && source.whole !== true, readAt, [], undefined, state.followedSince ?? startedAt),
    commit: ({ top, from, above, below }, items, rest, news = new Set(), gap?) => {
      const hole: readonly SyncHole[] = rest === undefined ? [] : [{ cursor: rest, ...(from !== undefined && { from }) }];
      const holes = [...above, ...hole, ...below];
      return write(items, news, from === undefined && source.whole !== true, top ? startedAt : state.readUntil, holes, gap);
    },
    giveUp: ({ from, below }) => write([], new Set(), false, from, below),
  };
}

const completeness = (completeUntil: Timestamp | undefined): { readonly completeUntil?: Timestamp } =>
  completeUntil === undefined ? {} : { completeUntil };
