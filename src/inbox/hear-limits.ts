/**
 * Between the inbox and the limits of its accounts: tells listeners what budgets do, and tells budgets who wrote to us.
 * @module
 */
import { budgetDeskOf } from "../adapter/budgets.js";
import { errorName } from "../errors.js";
import { parseKey } from "../model/keys.js";
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { BudgetDesk, LimitListener } from "../adapter/budgets.js";
import type { InboxContext } from "./context.js";
import type { Logger } from "../logger.js";
import type { Message } from "../model/message.js";
import type { Timestamp } from "../model/ref.js";

const timestamp = (ms: number): Timestamp => new Date(Math.min(ms, 8.64e15)).toISOString();

/** The inbox's ear at the limits of its accounts. */
export interface LimitEar {
  /** Listens to the limits of an adapter; gives the function that ends it. */
  readonly join: (adapter: AnyAdapter) => () => void;
  /** Tells budgets that begin anew with them of messages that were just stored. Returns at once; never throws. */
  readonly arrived: (messages: readonly Message[]) => void;
  /** Ends all listening. */
  readonly close: () => void;
}

/** Makes the ear of one inbox. Asks and loads nothing. */
export function limitEar({ emit, track }: Pick<InboxContext, "emit" | "track">, logger: Logger): LimitEar {
  const stops = new Set<() => void>();
  let closed = false;
  const restarting = new Map<AccountKey, NonNullable<BudgetDesk["inbound"]>>();
  const listener: LimitListener = (news) => {
    const { rule } = news;
    const whose = news.account === undefined ? {} : { account: news.account };
    if (news.type === "throttled") emit("throttled", { ...whose, rule, retryAt: timestamp(news.retryAt) });
    else {
      const { remaining, resetsAt } = news;
      emit("budget-low", { ...whose, rule, remaining, ...(resetsAt !== undefined && { resetsAt: timestamp(resetsAt) }) });
    }
  };
  return {
    join: (adapter) => {
      const desk = budgetDeskOf(adapter);
      // One that was being found while the inbox closed.
      if (desk === undefined || closed) return () => undefined;
      const { account } = adapter;
      const end = desk.listen(listener);
      if (desk.inbound !== undefined) restarting.set(account, desk.inbound);
      const stop = (): void => {
        end();
        stops.delete(stop);
        if (restarting.get(account) === desk.inbound) restarting.delete(account);
      };
      stops.add(stop);
      return stop;
    },
    arrived: (messages) => {
      if (restarting.size === 0) return;
      for (const { key, direction, conversation, createdAt } of messages) {
        const tell = direction === "inbound" ? restarting.get(parseKey(key)?.account ?? "") : undefined;
        const id = parseKey(conversation)?.id;
        if (tell === undefined || id === undefined) continue;
        // Lost, it costs a wait and no message.
        const told = tell(id, Date.parse(createdAt)).catch((error: unknown) => {
          logger.warn?.("A budget could not be told of a message.", { error: errorName(error) });
        });
        void track(told);
      }
    },
    close: () => {
      closed = true;
      for (const stop of stops) stop();
    },
  };
}
