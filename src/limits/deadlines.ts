/**
 * The nearest of many instants: a binary heap.
 * @module
 */

/** Something that ends at an instant. */
export interface Ending {
  /** Milliseconds since 1970. */
  readonly until: number;
  /** True once nobody waits for it any more; it is dropped when it comes up. */
  readonly over: boolean;
}

/** Many instants, of which the nearest is known. */
export interface Deadlines<E extends Ending> {
  /** Adds one. */
  add(ending: E): void;
  /** The nearest that is not over. Milliseconds since 1970; Infinity when there is none. */
  nearest(): number;
  /** Takes the nearest that has come. */
  takeDue(now: number): E | undefined;
}

/** Makes an empty collection. */
export function deadlines<E extends Ending>(): Deadlines<E> {
  let heap: E[] = [];
  let cleanAt = 128;
  const untilOf = (index: number): number => heap[index]?.until ?? Infinity;
  const swap = (one: number, other: number): void => {
    const [first, second] = [heap[one], heap[other]];
    if (first === undefined || second === undefined) return;
    heap[one] = second;
    heap[other] = first;
  };
  const pop = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let index = 0; ;) {
      const left = index * 2 + 1;
      const smaller = untilOf(left + 1) < untilOf(left) ? left + 1 : left;
      if (untilOf(smaller) >= untilOf(index)) return;
      swap(index, smaller);
      index = smaller;
    }
  };
  const clean = (): E | undefined => {
    while (heap[0]?.over === true) pop();
    return heap[0];
  };
  return {
    add: (ending) => {
      if (heap.length >= cleanAt) {
        // Most are over long before they come up. A sorted list is a heap.
        heap = heap.filter(({ over }) => !over).sort((one, other) => one.until - other.until);
        cleanAt = Math.max(128, heap.length * 2);
      }
      let index = heap.push(ending) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (untilOf(parent) <= ending.until) return;
        swap(index, parent);
        index = parent;
      }
    },
    nearest: () => clean()?.until ?? Infinity,
    takeDue: (now) => {
      const first = clean();
      if (first === undefined || first.until > now) return undefined;
      pop();
      return first;
    },
  };
}
