/**
 * Listen and handle as one loop.
 * @module
 */
import { claimsOf, type HeldChange } from "./handle-claims.js";
import { errorName } from "../errors.js";
import { listen } from "./listen.js";
import { lookEveryMs } from "./handle.js";
import type { HandlePlan } from "./handle-options.js";
import type { Change } from "../model/change.js";
import type { HandleOptions } from "./work.js";
import type { InboxContext } from "./context.js";

/** Yields changes one by one. Asking for the next commits the last; leaving the loop gives it back. */
export async function* changesOf(context: InboxContext, plan: HandlePlan, options: HandleOptions): AsyncGenerator<Change, void, undefined> {
  const claims = claimsOf(context, plan);
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, context.closing, ...(options.signal === undefined ? [] : [options.signal])]);
  const listening = plan.drain
    ? Promise.resolve()
    : context.track(listen(context, { signal, ...(options.accounts !== undefined && { accounts: options.accounts }) }));
  // Said at the end; until then an error must not count as unhandled.
  listening.catch(() => undefined);
  try {
    while (!signal.aborted) {
      const { rings } = context.bell;
      const [held] = await claims.take(1);
      if (held !== undefined) {
        yield* commitWhenAskedOn(context, claims, held);
        continue;
      }
      if (plan.drain) break;
      await context.bell.wait(rings, lookEveryMs, signal);
    }
  } finally {
    left.abort();
    await listening;
  }
}

async function* commitWhenAskedOn(
  context: InboxContext,
  claims: ReturnType<typeof claimsOf>,
  held: HeldChange,
): AsyncGenerator<Change, void, undefined> {
  let askedOn = false;
  try {
    yield held.value;
    askedOn = true;
  } finally {
    try {
      await (askedOn ? claims.done(held) : claims.release(held));
    } catch (error) {
      context.runtime.logger.error?.("Ending a claim failed; the change comes again when its lease runs out.", {
        change: held.value.type,
        error: errorName(error),
      });
    }
  }
}
