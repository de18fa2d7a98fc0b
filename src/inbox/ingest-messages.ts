/**
 * Asks for messages of which a network told the ids only, where no list has them.
 * @module
 */
import { absorb } from "./absorb.js";
import { askAgain } from "./ingest-pull.js";
import { FolkmootError, isFolkmootError } from "../errors.js";
import { supports } from "../adapter/can.js";
import { unfitMessage } from "./clean.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { InboxContext } from "./context.js";
import type { MessageRef } from "../model/ref.js";
import type { Operations } from "../adapter/operations.js";
import type { Pull } from "../adapter/app.js";

/** How the messages are asked for. */
export interface AskNamedOptions {
  /** Longest wait. What is not there by then is read all the same, but nobody is told. Milliseconds. @defaultValue no end */
  readonly withinMs?: number;
}

/**
 * Asks for the messages that pulls name, and stores what is there. What is gone is left out; an account that may not read them is told to
 * the logger, and asked no more.
 * @throws FolkmootError as the network's answers say, where asking again may help; `timeout` when the time is over: the delivery has to come
 * again, for nothing else would find them.
 */
export async function askNamed(context: InboxContext, pulls: readonly Pull[], { withinMs }: AskNamedOptions = {}): Promise<void> {
  const asked = pulls.flatMap((pull) =>
    pull.messages === undefined || pull.messages.length === 0 ? [] : [context.track(ask(context, pull, pull.messages))],
  );
  if (asked.length === 0) return;
  const all = Promise.allSettled(asked);
  const outcomes = withinMs === undefined ? await all : await withoutWaiting(context, all, withinMs);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function withoutWaiting<T>({ runtime, closing }: InboxContext, work: Promise<T>, ms: number): Promise<T> {
  const over = new AbortController();
  const late = runtime.clock.sleep(ms, { signal: AbortSignal.any([over.signal, closing]) }).then(
    () => "late" as const,
    () => "late" as const,
  );
  const first = await Promise.race([work, late]);
  over.abort();
  if (first !== "late") return first;
  throw new FolkmootError("timeout", `A message that a webhook points at was not there within ${ms} ms; the network is to deliver again.`, {
    retryable: true,
  });
}

async function ask(context: InboxContext, pull: Pull, messages: readonly MessageRef[]): Promise<void> {
  const { account, surface } = pull;
  const { clock, logger } = context.runtime;
  const adapter = await context.adapter(account);
  // Where single messages cannot be read, the list is all there is.
  if (!canRead(adapter)) return askAgain(context, { account, surface }, clock.now());
  try {
    for await (const { items, quarantined, stoppedBy } of adapter
      .getMessages(messages, { lane: "sync", signal: context.closing })
      .pages()) {
      for (const { reason } of quarantined) context.emit("quarantined", { account, surface, reason });
      const fit = items.filter((message) => unfitMessage(message, account) === undefined);
      if (fit.length > 0) await absorb(context, account, { messages: fit });
      if (stoppedBy === "budget")
        throw new FolkmootError(
          "rate-limited",
          `No budget is left for a message that a webhook points at (${account}); the network is to deliver again.`,
          {
            retryable: true,
          },
        );
    }
  } catch (error) {
    if (!isFolkmootError(error) || error.retryable) throw error;
    logger.warn?.("A message that a webhook points at cannot be read.", { account, surface, code: error.code, message: error.message });
  }
}

type Reader = AnyAdapter & Pick<Operations, "getMessages">;

const canRead = (adapter: AnyAdapter): adapter is Reader => supports(adapter, "getMessages");
