/**
 * The lease on a list that a backfill reads: renewed while a page is waited for, which may take as long as a budget wants.
 * @module
 */
import type { InboxContext } from "./context.js";

/** How long a list stays ours without a sign of life. Milliseconds. */
const leaseMs = 60_000;
/** How often we say that we live. Milliseconds. */
const beatMs = 20_000;

/** A lease that is held. */
export interface HeldLease {
  /** Aborted when another process has it now. */
  readonly lost: AbortSignal;
  /** Says that we live. False = another process has it now. */
  readonly renew: () => Promise<boolean>;
}

/** Works while nobody else does; `undefined` where somebody else is at it. */
export async function holdingLease<T>(context: InboxContext, name: string, work: (lease: HeldLease) => Promise<T>): Promise<T | undefined> {
  const { clock, coordinator } = context.runtime;
  const owner = globalThis.crypto.randomUUID();
  const lost = new AbortController();
  const done = new AbortController();
  const renew = async (): Promise<boolean> => {
    const ours = (await coordinator.acquire(name, owner, leaseMs)) !== undefined;
    if (!ours) lost.abort(new DOMException("Another process reads this list.", "AbortError"));
    return ours;
  };
  const beat = async (): Promise<void> => {
    for (let ours = true; ours;) {
      try {
        await clock.sleep(beatMs, { signal: done.signal });
      } catch {
        return;
      }
      // A coordinator that fails for a moment costs nothing: the row's version keeps pages from being stored twice.
      ours = await renew().catch(() => true);
    }
  };
  if (!(await renew())) return undefined;
  const beating = beat();
  try {
    return await work({ lost: lost.signal, renew });
  } finally {
    done.abort();
    await beating;
    if (!lost.signal.aborted) await coordinator.release(name, owner);
  }
}
