/**
 * The lease of a worker on an entry: renewed while a call is under way, so that a call may wait for budget as long as the host allows.
 * @module
 */
import { changeEntry, leaseIsDead, stamp } from "./outbox.js";
import { FolkmootError } from "../errors.js";
import { pauseWatchOf } from "./pause-watch.js";
import type { Desk } from "./outbox-desk.js";
import type { OutboxEntry } from "../store/collections.js";
import type { OutboxRow } from "./outbox.js";

/** How long a worker may be silent before others take it for dead. Milliseconds. */
const leaseMs = 30_000;
/** How often it says that it lives. Milliseconds. */
const beatMs = 10_000;

/** Makes a lease from now on. */
export function leaseOf({ context, worker }: Desk): NonNullable<OutboxEntry["lease"]> {
  return { worker, until: stamp(context.runtime.clock.now() + leaseMs) };
}

/**
 * Does a piece of work, and renews the lease meanwhile. The signal that the work gets is aborted when the host's is, and when the entry was
 * lost to another worker: what still waits then must not leave any more.
 * @returns what the work gave, and the entry as it is now
 */
export async function holding<T>(
  desk: Desk,
  row: OutboxRow,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly result: T; readonly row: OutboxRow }> {
  const { clock } = desk.context.runtime;
  const done = new AbortController();
  const lost = new AbortController();
  let current = row;

  const renew = async (): Promise<boolean> => {
    const next = await changeEntry(desk.context, current, { ...current.value, lease: leaseOf(desk) });
    if (next !== undefined) current = next;
    return next !== undefined;
  };
  const beat = async (): Promise<void> => {
    for (;;) {
      try {
        await clock.sleep(beatMs, { signal: done.signal });
      } catch {
        return;
      }
      await pauseWatchOf(desk.context).look();
      // A store that fails for a moment costs nothing as long as the lease is alive.
      const alive = await renew().catch(() => !leaseIsDead(current.value, clock.now()));
      if (!alive) {
        lost.abort(new FolkmootError("conflict", "Another worker has taken the outbox entry over; look at its outcome."));
        return;
      }
    }
  };

  const beating = beat();
  try {
    const result = await work(signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]));
    done.abort();
    await beating;
    return { result, row: current };
  } finally {
    done.abort();
  }
}
