/**
 * Time: the only file that asks the system for an instant or waits.
 * @module
 */

/** Time. Every wait goes through `sleep`, every instant through `now`, so that a test clock moves all of it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits that many milliseconds; rejects with the signal's reason when it ends first. */
  sleep(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** The system's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", end);
          resolve();
        },
        Math.max(0, ms),
      );
      signal?.addEventListener("abort", end, { once: true });
    }),
};
