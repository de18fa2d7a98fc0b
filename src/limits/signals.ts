/**
 * One listener for each signal: a thousand calls that share one would otherwise make adding and removing slow.
 * @module
 */

/** Those who wait, by the signal that ends their waiting. */
export interface Signals<W> {
  /** Begins to listen for somebody. */
  add(one: W, signal: AbortSignal): void;
  /** Nobody waits any more for this one. */
  remove(one: W, signal: AbortSignal): void;
}

/** Makes an empty collection. `ended` is called for each who waited with a signal, with its reason. */
export function signalsOf<W>(ended: (one: W, reason: unknown) => void): Signals<W> {
  const bySignal = new Map<AbortSignal, { readonly waiting: Set<W>; readonly stop: () => void }>();
  return {
    add: (one, signal) => {
      let entry = bySignal.get(signal);
      if (entry === undefined) {
        const waiting = new Set<W>();
        const abort = (): void => {
          bySignal.delete(signal);
          for (const other of waiting) ended(other, signal.reason);
        };
        signal.addEventListener("abort", abort, { once: true });
        entry = { waiting, stop: () => signal.removeEventListener("abort", abort) };
        bySignal.set(signal, entry);
      }
      entry.waiting.add(one);
    },
    remove: (one, signal) => {
      const entry = bySignal.get(signal);
      if (entry === undefined) return;
      entry.waiting.delete(one);
      if (entry.waiting.size > 0) return;
      entry.stop();
      bySignal.delete(signal);
    },
  };
}
