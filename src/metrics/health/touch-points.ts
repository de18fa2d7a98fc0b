/**
 * Where we look, and how long ago we looked.
 * @module
 */
import type { AccountKey } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { StoppedBy } from "../../model/page.js";
import type { Timestamp } from "../../model/ref.js";
import { checkList, counted, isObject, refuse } from "../measure.js";
import { proportion, readMinN, type SampleOptions } from "../proportion.js";
import { readTime } from "../read-time.js";
import { checkLength } from "./people.js";

/**
 * One list of one account, and when it was read. A cursor of the store is such, and so is a line of a sync report with `checkedAt` beside it.
 * Without any time it was never read.
 */
export interface TouchPoint {
  /** Whose list. */
  readonly account: AccountKey;
  /** Which list: `mentions`, `comments`, `messages`. */
  readonly surface: string;
  /** When it was read. Of a sync report: when that sync began. */
  readonly checkedAt?: Timestamp;
  /** Of a cursor: where the latest reading began. */
  readonly readUntil?: Timestamp;
  /** Of a cursor: up to when nothing is missing. */
  readonly completeUntil?: Timestamp;
  /** Of the cursor of a backfill: its job. Reading history is no look at what is new, so these are left out. */
  readonly backfill?: string;
  /** Of a sync report: why reading ended. Who found another process `busy` with the list, or the `budget` used up, has not read it. */
  readonly stoppedBy?: StoppedBy;
  /** Of a sync report: why it failed. What failed was not read. */
  readonly error?: object;
}

/** When a look is recent. */
export interface TouchPointOptions extends SampleOptions {
  /** The instant of the question. */
  readonly now: Timestamp;
  /** How long ago a list may have been read. Milliseconds. */
  readonly withinMs: number;
}

/** Where we look. */
export interface CheckedTouchPoint {
  /** Whose list. */
  readonly account: AccountKey;
  /** Which list. */
  readonly surface: string;
  /** When it was read last. Absent = never. */
  readonly checkedAt?: Timestamp;
  /** How long that is ago. Milliseconds. Absent = never read. */
  readonly ageMs?: number;
}

/** How many of the places where people speak to us are looked at. */
export interface TouchPointCoverage {
  /** The share of lists that were read within `withinMs`. */
  readonly covered: Measure;
  /** How many lists were read, but longer ago. */
  readonly stale: Measure;
  /** How many lists were never read. */
  readonly never: Measure;
  /** Those that are not covered: the never read first, then the longest ago. */
  readonly uncovered: readonly CheckedTouchPoint[];
}

/**
 * Computes the share of touch-points that were looked at lately. A touch-point is one list of one account: `x:1` and `mentions`.
 *
 * Of several entries for one touch-point the latest reading counts. Only what is given can be counted, so give an entry without time for each
 * list that should be read and has no cursor yet. Cursors of backfills are left out. Readings say that we looked, not that somebody answered.
 *
 * @throws FolkmootError `invalid-request` for what is no touch-point, time or option, and for a reading later than `now`.
 *
 * @example
 * const report = await inbox.sync();
 * const checkedAt = "2026-03-02T08:00:00.000Z";
 * const { covered, uncovered } = touchPointCoverage(
 *   report.surfaces.map((line) => ({ ...line, checkedAt })),
 *   { now: "2026-03-02T09:00:00.000Z", withinMs: 4 * 3_600_000 },
 * );
 */
export function touchPointCoverage(touchPoints: readonly TouchPoint[], options: TouchPointOptions): TouchPointCoverage {
  if (!isObject(options)) refuse("`options` is missing", "give `now` and `withinMs`");
  const now = readTime(options.now, "now");
  const { withinMs } = options;
  checkLength(withinMs, "withinMs");
  readMinN(options);
  checkList(touchPoints, "touchPoints", "touch-point");

  const latest = new Map<string, { readonly point: TouchPoint; readonly at: number | undefined }>();
  let backfills = 0;
  for (const [index, point] of touchPoints.entries()) {
    const at = readChecked(point, index, now);
    if (point.backfill !== undefined) {
      backfills++;
      continue;
    }
    const name = JSON.stringify([point.account, point.surface]);
    const before = latest.get(name);
    if (before === undefined || (at ?? Number.NEGATIVE_INFINITY) > (before.at ?? Number.NEGATIVE_INFINITY)) latest.set(name, { point, at });
  }

  const all = [...latest.values()];
  const never = all.filter(({ at }) => at === undefined).length;
  const open = all.filter(({ at }) => at === undefined || now - at > withinMs);
  open.sort(
    (a, b) =>
      (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY) ||
      (a.point.account === b.point.account ? (a.point.surface < b.point.surface ? -1 : 1) : a.point.account < b.point.account ? -1 : 1),
  );
  const excluded = backfills > 0 ? { excluded: { backfill: backfills } } : {};
  return {
    covered: proportion(all.length - open.length, all.length, options, excluded),
    stale: counted(open.length - never),
    never: counted(never),
    uncovered: open.map(({ point: { account, surface }, at }) => ({
      account,
      surface,
      ...(at !== undefined && { checkedAt: new Date(at).toISOString(), ageMs: now - at }),
    })),
  };
}

/** Reads when a list was read last; nothing when it was not. */
function readChecked(point: TouchPoint, index: number, now: number): number | undefined {
  const { account, surface, error, stoppedBy } = point;
  if (typeof account !== "string" || account === "" || typeof surface !== "string" || surface === "")
    refuse(`\`touchPoints\` has no account or surface at position ${index}`, "say whose list it is, and which");
  const times = [point.checkedAt, point.readUntil, point.completeUntil].flatMap((time, which) => {
    const name = ["checkedAt", "readUntil", "completeUntil"][which] ?? "";
    return time === undefined ? [] : [{ name, at: readTime(time, `${name} of ${account} ${surface}`) }];
  });
  for (const { name, at } of times)
    if (at > now) refuse(`${name} of ${account} ${surface} is later than now`, "give readings up to the instant of the question");
  if (error !== undefined || stoppedBy === "busy" || stoppedBy === "budget") return undefined;
  const last = times.toSorted((a, b) => b.at - a.at)[0];
  return last?.at;
}
