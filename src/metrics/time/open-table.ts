/**
 * Sums of open time, so that a span of years costs no more than one of minutes.
 * @module
 */
import type { Span } from "./open-times.js";

/** Open time in milliseconds, between instants in milliseconds since 1970, UTC. */
export interface OpenTable {
  /** How much is open from `from` to `to`, which is not before it. */
  between(from: number, to: number): number;
  /** The first instant, not after `until`, at which `ms` of open time have passed since `at`. */
  add(at: number, ms: number, until: number): number | undefined;
  /** Says whether it is open. */
  isOpen(at: number): boolean;
  /** The first instant from `at` on, and before `until`, at which it is open. */
  nextOpen(at: number, until: number): number | undefined;
}

const dayMs = 86_400_000;
const daysInBlock = 256;
const blockMs = daysInBlock * dayMs;
// 360 years: four megabytes for hours of three intervals a day.
const mostBlocks = 512;

/** The open spans of some days, from a first of no length at the beginning of the block, so that every instant has one before it. */
interface Block {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** How much of the block is open before each span. */
  readonly before: Float64Array;
  /** For each day of UTC, the last span that starts not after it. */
  readonly firsts: Int32Array;
  /** How much of the block is open. */
  readonly total: number;
}

/** Makes a table from what finds open spans. It grows by what is asked about, in blocks of 256 days. */
export function openTable(openTimes: (from: number, to: number) => readonly Span[]): OpenTable {
  const blocks = new Map<number, Block>();
  // A number for a block: these may stay when the blocks have to go.
  const totals = new Map<number, number>();

  const blockAt = (index: number): Block => blocks.get(index) ?? fill(index);
  const fill = (index: number): Block => {
    const block = makeBlock(openTimes(index * blockMs, (index + 1) * blockMs), index * blockMs);
    if (blocks.size >= mostBlocks) blocks.clear();
    blocks.set(index, block);
    totals.set(index, block.total);
    return block;
  };
  const totalOf = (index: number): number => totals.get(index) ?? blockAt(index).total;

  const between = (from: number, to: number): number => {
    const first = Math.floor(from / blockMs);
    const final = Math.floor(to / blockMs);
    const before = openBefore(blockAt(first), from, first);
    if (first === final) return openBefore(blockAt(first), to, first) - before;
    let sum = totalOf(first) - before;
    for (let index = first + 1; index < final; index++) sum += totalOf(index);
    return sum + openBefore(blockAt(final), to, final);
  };
  const add = (at: number, ms: number, until: number): number | undefined => {
    if (ms === 0) return at;
    let index = Math.floor(at / blockMs);
    let wanted = ms + openBefore(blockAt(index), at, index);
    for (; index * blockMs <= until; index++) {
      const total = totalOf(index);
      if (wanted <= total) {
        const due = instantAfter(blockAt(index), wanted);
        return due <= until ? due : undefined;
      }
      wanted -= total;
    }
    return undefined;
  };
  const isOpen = (at: number): boolean => {
    const index = Math.floor(at / blockMs);
    const block = blockAt(index);
    return at < (block.ends[spanAt(block, at, index)] ?? 0);
  };
  const nextOpen = (at: number, until: number): number | undefined => {
    if (isOpen(at)) return at;
    let index = Math.floor(at / blockMs);
    let next = blockAt(index).starts[spanAt(blockAt(index), at, index) + 1];
    for (index++; next === undefined && index * blockMs < until; index++) if (totalOf(index) > 0) next = firstOpen(blockAt(index));
    return next !== undefined && next < until ? next : undefined;
  };
  return { between, add, isOpen, nextOpen };
}

function makeBlock(spans: readonly Span[], start: number): Block {
  const starts = Float64Array.from([start, ...spans.map((span) => span.start)]);
  const ends = Float64Array.from([start, ...spans.map((span) => span.end)]);
  const before = new Float64Array(starts.length);
  let total = 0;
  for (const [index, span] of spans.entries()) {
    before[index + 1] = total;
    total += span.end - span.start;
  }
  const firsts = new Int32Array(daysInBlock);
  for (let day = 0, first = 0; day < daysInBlock; day++) {
    while ((starts[first + 1] ?? Number.POSITIVE_INFINITY) <= start + day * dayMs) first++;
    firsts[day] = first;
  }
  return { starts, ends, before, firsts, total };
}

/** The last span that starts not after an instant. */
function spanAt({ starts, firsts }: Block, at: number, index: number): number {
  let span = firsts[Math.floor((at - index * blockMs) / dayMs)] ?? 0;
  while ((starts[span + 1] ?? Number.POSITIVE_INFINITY) <= at) span++;
  return span;
}

/** How much of a block is open before an instant in it. */
function openBefore(block: Block, at: number, index: number): number {
  const span = spanAt(block, at, index);
  return (block.before[span] ?? 0) + Math.min(at, block.ends[span] ?? 0) - (block.starts[span] ?? 0);
}

/** The first instant of a block before which so much of it is open. */
function instantAfter({ starts, ends, before }: Block, wanted: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((before[middle] ?? 0) + (ends[middle] ?? 0) - (starts[middle] ?? 0) >= wanted) high = middle;
    else low = middle + 1;
  }
  return (starts[low] ?? 0) + wanted - (before[low] ?? 0);
}

/** Where a block that opens at all opens first. */
const firstOpen = ({ starts }: Block): number | undefined => starts[1];
