/**
 * Takes a verified delivery in: what belongs to accounts of ours goes into the journal, the rest is told.
 * @module
 */
import { absorb } from "./absorb.js";
import { foundInDelivery, unfitChange } from "./found-in-delivery.js";
import type { AccountKey } from "../model/keys.js";
import type { App, Delivery, Pull } from "../adapter/app.js";
import type { InboxContext } from "./context.js";

/** Where deliveries arrive. */
export interface Arrivals {
  /** Of the inbox. */
  readonly context: InboxContext;
  /** Whose webhooks arrive here; `undefined` when nobody named them. */
  readonly apps: readonly App[] | undefined;
  /** Says whether an account is one of ours. Rejects where the host's function does. */
  readonly knows: (account: AccountKey) => Promise<boolean>;
}

/**
 * Takes in what a delivery says, account by account and in its order: each change with its journal entry in one transaction, so that a
 * delivery that was cut off is completed by the next one and nothing is taken in twice. One account that fails does not keep the others.
 * @param app - id of the app, for the news of accounts that are not ours
 * @returns the lists of our accounts that have to be asked
 * @throws what the store or the host's function threw, after the other accounts were taken in.
 */
export async function deliver({ context, knows }: Arrivals, app: string, { changes, pull = [] }: Delivery): Promise<readonly Pull[]> {
  const named = new Set<AccountKey>([...changes, ...pull].map(({ account }) => account));
  const pulls: Pull[] = [];
  const takeIn = async (account: AccountKey): Promise<void> => {
    if (!(await knows(account))) {
      context.emit("unrouted", { app, account });
      return;
    }
    for (const change of changes) {
      if (change.account !== account) continue;
      const reason = unfitChange(change);
      if (reason === undefined) await absorb(context, account, await foundInDelivery(context, change));
      else context.emit("quarantined", { account, surface: "webhook", reason });
    }
    pulls.push(...pull.filter((one) => one.account === account));
  };
  const outcomes = await Promise.allSettled([...named].map(takeIn));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return pulls;
}
