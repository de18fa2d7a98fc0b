/**
 * Takes a verified delivery in: what belongs to accounts of ours goes into the journal, the rest is told.
 * @module
 */
import { absorb } from "./absorb.js";
import { accountKey, parseKey, type AccountKey, type AuthorKey } from "../model/keys.js";
import { foundInDelivery, unfitChange } from "./found-in-delivery.js";
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
 * People whom the network wants forgotten are forgotten at the end, before anybody says that the delivery was taken in.
 * @returns the lists of our accounts that have to be asked
 * @throws what the store or the host's function threw, after the other accounts were taken in.
 */
export async function deliver(arrivals: Arrivals, app: string, delivery: Delivery): Promise<readonly Pull[]> {
  const { context, knows } = arrivals;
  const { changes, pull = [], forget = [] } = delivery;
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
  for (const { key } of forget) await forgetPerson(arrivals, app, key);
  return pulls;
}

/** Forgets somebody as the network wants it. An account of ours goes by a person's hand only: with it would go all that others said to it. */
async function forgetPerson({ context, knows }: Arrivals, app: string, key: AuthorKey): Promise<void> {
  const parts = parseKey(key);
  if (parts?.kind !== "author") return;
  if (await knows(accountKey(parts.network, parts.id))) {
    context.runtime.logger.warn?.(
      "The network asks that the data of an account of this inbox be deleted; `inbox.forget` does it by the account's key.",
      {
        app,
        network: parts.network,
      },
    );
    return;
  }
  const { forget } = await import("./forget.js");
  await forget(context, { author: key }, { by: { type: "system", id: app } });
}
