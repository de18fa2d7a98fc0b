/**
 * Lists the changes that a consumer gave up on.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { checkName, checkNames } from "./check.js";
import { cursorsOf } from "./cursor.js";
import { changeRow } from "./storage-keys.js";
import { paged } from "../adapter/paged.js";
import { refuseClosed } from "./closed.js";
import { rowsOf } from "./rows.js";
import type { DeadChange, FailedQuery } from "./work.js";
import type { InboxContext } from "./context.js";
import type { Paged } from "../model/page.js";

/** Dead letters on a page of the store. */
const pageSize = 50;

const names = { consumer: true, accounts: true, after: true } as const satisfies Readonly<Record<keyof FailedQuery, true>>;

/** Lists the dead with their changes, newest first. A change that was forgotten since is left out. */
export function listFailed(context: InboxContext, query: FailedQuery = {}): Paged<DeadChange> {
  checkNames("failed", query, names);
  checkName("failed", "consumer", query.consumer);
  const cursors = cursorsOf("failed", "newest", query.after);
  const everywhere = query.accounts === undefined && context.accounts === undefined;
  const below = everywhere
    ? context.prefix === ""
      ? undefined
      : [context.prefix]
    : accountsOf(context, "failed", query.accounts).map(context.stored);
  return paged(
    async (cursor) => {
      refuseClosed(context, "failed");
      const after = cursors.read(cursor);
      const page = await context.store.query("dead", {
        order: "newest",
        limit: pageSize,
        ...(below !== undefined && { below }),
        ...(after !== undefined && { after }),
      });
      const letters = page.items
        .map(({ value }) => value)
        .filter(({ consumer }) => query.consumer === undefined || consumer === query.consumer);
      const changes = await rowsOf(
        context,
        "change",
        letters.map(({ account, id }) => changeRow(account, id)),
      );
      const { keptChange, readAt } = await import("./retention.js");
      const now = readAt(context);
      const items = letters.flatMap((letter): DeadChange[] => {
        const change = changes.get(changeRow(letter.account, letter.id))?.value;
        return change === undefined ? [] : [{ ...letter, change: keptChange(change, now) }];
      });
      return { items, next: cursors.write(page.next) };
    },
    query.after === undefined ? {} : { after: query.after },
    { name: "failed" },
  );
}
