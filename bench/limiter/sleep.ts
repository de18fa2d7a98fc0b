/** Waits by the timers that are there: the virtual ones where `time.ts` has replaced them. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
