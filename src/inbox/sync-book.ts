/**
 * Keeps the book of one list: how far it is read, and which stretches are open.
 * @module
 */
import { cursorRow } from "./storage-keys.js";
import { overlapMs, type Kept, type ListSource, type SyncRun } from "./sync-run.js";
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
  /** Stores items, and that the stretch goes on at `rest`; without `rest` it is done. `news` is that of {@link PageMark}. */
  commit(stretch: Stretch, items: readonly T[], rest: string | undefined, news?: ReadonlySet<string>): Promise<Kept>;
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

  const write = async (
    items: readonly T[],
    news: ReadonlySet<string>,
    first: boolean,
    readUntil: Timestamp | undefined,
    holes: readonly SyncHole[],
  ): Promise<Kept> => {
    const value: SyncCursor = {
      account,
      surface: source.name,
      connectedAt,
      ...(readUntil !== undefined && { readUntil }),
      ...(holes[0] !== undefined && { cursor: holes[0].cursor, holes }),
      ...completeness(holes.length === 0 ? readUntil : state.completeUntil),
    };
    // What was said just before the connection and indexed after it is news, unless it is the first reading that finds it.
    const historyBefore = first ? connectedAt : new Date(Date.parse(connectedAt) - overlapMs).toISOString();
    const kept = await source.keep(items, { cursor: { key, value, expect }, historyBefore, news, first });
    if (kept === "kept") {
      state = value;
      expect = expect === "absent" ? 1 : expect + 1;
    }
    return kept;
  };

  return {
    get state() {
      return state;
    },
    connectedAt,
    commit: ({ top, from, above, below }, items, rest, news = new Set()) => {
      const hole: readonly SyncHole[] = rest === undefined ? [] : [{ cursor: rest, ...(from !== undefined && { from }) }];
      return write(items, news, from === undefined && source.whole !== true, top ? startedAt : state.readUntil, [
        ...above,
        ...hole,
        ...below,
      ]);
    },
    giveUp: ({ from, below }) => write([], new Set(), false, from, below),
  };
}

const completeness = (completeUntil: Timestamp | undefined): { readonly completeUntil?: Timestamp } =>
  completeUntil === undefined ? {} : { completeUntil };
