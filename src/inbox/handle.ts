/**
 * Works the journal off: claim, handle, commit.
 * @module
 */
import { checkFunction } from "./check.js";
import { claimsOf, type Claims, type HeldChange } from "./handle-claims.js";
import { errorName } from "../errors.js";
import { planOf, type HandlePlan } from "./handle-options.js";
import type { Handler, HandleOptions } from "./work.js";
import type { InboxContext } from "./context.js";

/** How long a worker waits before it looks for what other processes put into the journal. Milliseconds. */
export const lookEveryMs: number = 1_000;

/** Works the journal off until aborted, or with `drain` until nothing is left. */
export async function handle(context: InboxContext, handler: Handler, options: HandleOptions = {}): Promise<void> {
  // Before anything is claimed: what cannot be called would put every change off until it is dead.
  checkFunction("handle", "handler", handler);
  const plan = planOf(context, "handle", options);
  const signal = options.signal === undefined ? context.closing : AbortSignal.any([options.signal, context.closing]);
  await work(context, handler, plan, signal);
}

/** A change that is being handled. */
interface Running {
  held: HeldChange;
  readonly lost: AbortController;
  leaseEnds: number;
}

async function work(context: InboxContext, handler: Handler, plan: HandlePlan, signal: AbortSignal): Promise<void> {
  const { clock } = context.runtime;
  const claims = claimsOf(context, plan);
  const running = new Map<string, Running>();
  const ends = new Set<Promise<void>>();
  /** What this call has put off, and when it is due: with `drain` it is work that is left. */
  const putOff = new Map<string, number>();

  const start = (held: HeldChange): void => {
    const leaseEnds = clock.now() + plan.leaseMs;
    const known = running.get(held.key);
    if (known !== undefined) {
      // Our own lease had run out and nobody else took it: the claim goes on, the handler is not called twice at once.
      known.held = { ...held, attempt: known.held.attempt };
      known.leaseEnds = leaseEnds;
      return;
    }
    const one: Running = { held, lost: new AbortController(), leaseEnds };
    running.set(held.key, one);
    putOff.delete(held.key);
    const ended = run(context, claims, handler, one, signal).then((dueAt) => {
      running.delete(held.key);
      ends.delete(ended);
      if (dueAt !== undefined) putOff.set(held.key, dueAt);
      // A conversation has become free.
      context.bell.ring();
    });
    ends.add(ended);
  };

  while (!signal.aborted) {
    const { rings } = context.bell;
    const free = plan.concurrency - running.size;
    const held = free > 0 ? await take(context, claims, free, plan.drain) : [];
    for (const one of held) start(one);
    if (held.length > 0) continue;
    // What ended while the store was looking may have made room that it did not see.
    if (plan.drain && running.size === 0 && putOff.size === 0 && context.bell.rings === rings) break;
    const now = clock.now();
    // Claimed again it would have left this list: what was due and is not ours is another worker's now.
    for (const [key, at] of putOff) if (at <= now) putOff.delete(key);
    for (const one of running.values())
      if (one.leaseEnds <= now)
        one.lost.abort(new DOMException("The lease of this change has run out; another worker may have it.", "TimeoutError"));
    const due = Math.min(...putOff.values(), now + lookEveryMs);
    if (!plan.drain || running.size > 0 || putOff.size > 0) await context.bell.wait(rings, due - now, signal);
  }
  await Promise.all(ends);
}

/** Takes changes. A store that fails is asked again, unless the caller waits for the end. */
async function take(context: InboxContext, claims: Claims, free: number, drain: boolean): Promise<readonly HeldChange[]> {
  try {
    return await claims.take(free);
  } catch (error) {
    if (drain) throw error;
    context.runtime.logger.error?.("Claiming changes failed; it is tried again.", { error: errorName(error) });
    return [];
  }
}

/** Hands one change to the handler. @returns when it is due again; `undefined` when it is done or dead. Never throws. */
async function run(context: InboxContext, claims: Claims, handler: Handler, one: Running, stop: AbortSignal): Promise<number | undefined> {
  const { logger } = context.runtime;
  const { value, attempt } = one.held;
  const settle = async <T>(settling: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await settling();
    } catch (error) {
      // Nothing is lost: the lease runs out and the change is delivered again.
      logger.error?.("Ending a claim failed; the change comes again when its lease runs out.", {
        change: value.type,
        error: errorName(error),
      });
      return undefined;
    }
  };
  try {
    await handler(value, { attempt, signal: AbortSignal.any([stop, one.lost.signal]) });
  } catch (error) {
    if (stop.aborted) {
      await settle(() => claims.release(one.held));
      return undefined;
    }
    logger.warn?.("A handler threw; the change is delivered again, or is dead after the last attempt.", {
      change: value.type,
      account: value.account,
      attempt,
      error: errorName(error),
    });
    return settle(() => claims.failed(one.held, error));
  }
  await settle(() => claims.done(one.held));
  return undefined;
}
