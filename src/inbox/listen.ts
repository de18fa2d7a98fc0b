/**
 * Runs sockets and polls until aborted; what arrives goes into the journal.
 * @module
 */
import { absorb } from "./absorb.js";
import { accountsOf } from "./accounts-of.js";
import { checkNames, checkSignal, refuse } from "./check.js";
import { holdAdapter } from "./accounts-found.js";
import { sync } from "./sync.js";
import { errorName, isFolkmootError } from "../errors.js";
import { foundIn } from "./stream-changes.js";
import { watchLine } from "./gap-live.js";
import { supports } from "../adapter/can.js";
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { InboxContext } from "./context.js";

/** What `listen` takes. */
export interface ListenOptions {
  readonly accounts?: readonly AccountKey[];
  readonly signal: AbortSignal;
}

const names = { accounts: true, signal: true } as const satisfies Readonly<Record<keyof ListenOptions, true>>;

/** Wait before an account that could not be found or followed is tried again. Milliseconds. */
const tryAgainMs = 30_000;

/** Wait before a line is opened again that was open, where nothing else tells what is said meanwhile. Milliseconds. */
const againMs = 1_000;

/** Listens to accounts until aborted. A failing account never ends it. */
export async function listen(context: InboxContext, options: ListenOptions): Promise<void> {
  checkNames("listen", options, names);
  const given: unknown = options.signal;
  if (given === undefined) refuse("listen", "`signal` is missing; it is what ends listening.");
  checkSignal("listen", given);
  const accounts = accountsOf(context, "listen", options.accounts);
  const signal = AbortSignal.any([options.signal, context.closing]);
  await Promise.all(accounts.map((account) => listenTo(context, account, signal)));
}

async function listenTo(context: InboxContext, account: AccountKey, signal: AbortSignal): Promise<void> {
  const following = await untilFound(context, account, signal);
  if (following === undefined) return;
  const letGo = holdAdapter(following);
  try {
    await Promise.all([poll(context, following, signal), ...(supports(following, "stream") ? [follow(context, following, signal)] : [])]);
  } finally {
    letGo();
  }
}

async function untilFound(context: InboxContext, account: AccountKey, signal: AbortSignal): Promise<AnyAdapter | undefined> {
  while (!signal.aborted) {
    try {
      return await context.adapter(account);
    } catch (error) {
      context.runtime.logger.error?.("An account cannot be listened to: its adapter was not found.", { account, error: errorName(error) });
      await rest(context, tryAgainMs, signal);
    }
  }
  return undefined;
}

/** Polls one account. A reading that takes long ends at the next poll, so that what is fresh comes before history. */
async function poll(context: InboxContext, adapter: AnyAdapter, signal: AbortSignal): Promise<void> {
  const { account, pollEveryMs } = adapter;
  while (!signal.aborted) {
    const { surfaces } = await sync(context, { accounts: [account], deadlineMs: pollEveryMs, signal }).catch((error: unknown) => {
      context.runtime.logger.error?.("A poll failed.", { account, error: errorName(error) });
      return { surfaces: [] };
    });
    const now = context.runtime.clock.now();
    const named = surfaces.flatMap(({ retryAt }) => (retryAt === undefined ? [] : [Date.parse(retryAt) - now]));
    // Every surface that failed has to wait before the account is asked again; the others can wait that long at most once.
    const wait = surfaces.length > 0 && named.length === surfaces.length ? Math.max(pollEveryMs, Math.min(...named)) : pollEveryMs;
    await rest(context, wait, signal);
  }
}

/** Follows an account's stream; adapters reconnect by themselves, this takes up what they give up. */
async function follow(
  context: InboxContext,
  adapter: AnyAdapter & { stream: NonNullable<AnyAdapter["stream"]> },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const line = watchLine(context, adapter, signal);
    let wasOpen: boolean;
    try {
      for await (const change of adapter.stream({ signal })) {
        line.heard();
        if (change.account === adapter.account) await absorb(context, adapter.account, await foundIn(context, change));
      }
    } catch (error) {
      if (isOver(signal)) return;
      if (isFolkmootError(error, "unsupported")) {
        context.runtime.logger.debug?.("The adapter is made without what a stream needs; its account is polled.", {
          account: adapter.account,
        });
        return;
      }
      context.runtime.logger.error?.("A stream broke; it is followed again.", {
        account: adapter.account,
        error: errorName(error),
        // The messages of errors of ours hold no content, and say what to do.
        ...(isFolkmootError(error) && { code: error.code, message: error.message }),
      });
    } finally {
      wasOpen = await line.ended();
    }
    // Where only the stream tells, every second counts; a line that did not open is no better for asking at once.
    await rest(context, wasOpen ? againMs : tryAgainMs, signal);
  }
}

const isOver = (signal: AbortSignal): boolean => signal.aborted;

async function rest(context: InboxContext, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await context.runtime.clock.sleep(ms, { signal });
  } catch {
    // Told to stop; the loop looks at the signal.
  }
}
