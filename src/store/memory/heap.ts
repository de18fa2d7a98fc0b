/**
 * A binary heap.
 * @module
 */

/** Things of which the first is always at hand. */
export interface Heap<T> {
  /** The first, left in place; `undefined` when empty. */
  peek(): T | undefined;
  /** Takes the first out; `undefined` when empty. */
  pop(): T | undefined;
  /** Puts one in. */
  push(item: T): void;
}

/** Makes an empty heap. `before(a, b)` says that `a` comes out first. */
export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];

  const sink = (item: T): void => {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      const left = items[child];
      if (left === undefined) break;
      const right = items[child + 1];
      let first = left;
      if (right !== undefined && before(right, left)) {
        first = right;
        child += 1;
      }
      if (!before(first, item)) break;
      items[hole] = first;
      hole = child;
    }
    items[hole] = item;
  };

  return {
    peek: () => items[0],
    pop: () => {
      const first = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(last);
      return first;
    },
    push: (item) => {
      let hole = items.length;
      items.push(item);
      while (hole > 0) {
        const up = (hole - 1) >> 1;
        const parent = items[up];
        if (parent === undefined || !before(item, parent)) break;
        items[hole] = parent;
        hole = up;
      }
      items[hole] = item;
    },
  };
}
