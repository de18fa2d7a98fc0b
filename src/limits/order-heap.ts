/**
 * Who comes first of many: binary heaps whose items know where they stand, so that any of them can leave.
 * @module
 */

/** Something that stands in a heap. */
export interface Ordered {
  /** The lowest comes first. */
  readonly order: number;
  /** Where it stands. Owned by the heap. */
  index: number;
}

function rise<O extends Ordered>(heap: O[], item: O): void {
  let { index } = item;
  while (index > 0) {
    const above = heap[(index - 1) >> 1];
    if (above === undefined || above.order <= item.order) break;
    heap[index] = above;
    [above.index, index] = [index, above.index];
  }
  heap[index] = item;
  item.index = index;
}

function sink<O extends Ordered>(heap: O[], item: O): void {
  let { index } = item;
  for (;;) {
    const left = heap[index * 2 + 1];
    const right = heap[index * 2 + 2];
    const below = right !== undefined && left !== undefined && right.order < left.order ? right : left;
    if (below === undefined || below.order >= item.order) break;
    heap[index] = below;
    [below.index, index] = [index, below.index];
  }
  heap[index] = item;
  item.index = index;
}

/** Adds an item: a step where it comes last, else as many as the heap has levels. */
export function enter<O extends Ordered>(heap: O[], item: O): void {
  item.index = heap.push(item) - 1;
  rise(heap, item);
}

/** Puts an item right whose order has changed. */
export function settle<O extends Ordered>(heap: O[], item: O): void {
  rise(heap, item);
  sink(heap, item);
}

/** Takes an item out that stands in this heap. */
export function depart<O extends Ordered>(heap: O[], item: O): void {
  const last = heap.pop();
  if (last === undefined || last === item) return;
  last.index = item.index;
  settle(heap, last);
}
