/**
 * Takes up what died: reconciled, never sent again unseen. Uses the store only, so it works across processes.
 * @module
 */
import { errorName } from "../errors.js";
import { alone } from "./outbox-desk.js";
import { belowAccounts } from "./outbox-list.js";
import { findEntry, outcomeOf } from "./outbox.js";
import { letOut, likeAfter } from "./steps.js";
import { reconcileEntry, workerIsGone } from "./reconcile.js";
import type { Desk } from "./outbox-desk.js";
import type { LetOutOptions } from "./steps.js";
import type { Outcome } from "../model/outcome.js";
import type { OutboxEntry } from "../store/collections.js";

const pageSize = 100;

/** Says whether an entry has nobody who cares for it, now. */
function lies(desk: Desk, entry: OutboxEntry): boolean {
  const now = desk.context.runtime.clock.now();
  switch (entry.state) {
    case "queued":
      return entry.error?.retryAt === undefined || Date.parse(entry.error.retryAt) <= now;
    case "sending":
      return workerIsGone(desk, entry);
    case "unknown":
      return entry.checkAt === undefined || Date.parse(entry.checkAt) <= now;
    default:
      return false;
  }
}

/** Works off what lies in the outbox: `inbox.recover`. One entry that fails does not stop the others; it is logged and left for the next time. */
export async function recoverAll(desk: Desk): Promise<readonly Outcome[]> {
  const { context } = desk;
  const { logger } = context.runtime;
  const below = belowAccounts(context, undefined);
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await context.store.query("outbox", {
      ...(below !== undefined && { below }),
      where: { state: ["queued", "sending", "unknown"] },
      order: "oldest",
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    ids.push(...page.items.map(({ value }) => value.id));
    after = page.next;
  } while (after !== undefined);

  // A pause that comes and goes while this runs stops all that follows: resuming fires nothing.
  const since = context.runtime.clock.now();
  const outcomes: Outcome[] = [];
  for (const id of ids) {
    // Somebody in this process has it in hand.
    if (desk.flights.has(id)) continue;
    try {
      const outcome = await takeUp(desk, id, { since });
      if (outcome !== undefined) outcomes.push(outcome);
    } catch (error) {
      logger.error?.("An outbox entry could not be recovered.", { outbox: id, kind: errorName(error) });
    }
  }
  return outcomes;
}

async function takeUp(desk: Desk, id: string, options: LetOutOptions): Promise<Outcome | undefined> {
  // Read under the tenant's own key: without a list of accounts a query may have shown those of other tenants.
  const seen = await findEntry(desk.context, id);
  if (seen === undefined || !lies(desk, seen.value)) return undefined;
  return alone(desk, id, async () => {
    const row = (await findEntry(desk.context, id)) ?? seen;
    if (!lies(desk, row.value)) return outcomeOf(row.value);
    const settled = row.value.state === "queued" ? row : await reconcileEntry(desk, row);
    if (settled === undefined) return outcomeOf((await findEntry(desk.context, id))?.value ?? row.value);
    return outcomeOf(settled.value.state === "queued" ? await letOut(desk, settled, options) : await likeAfter(desk, settled, options));
  });
}
