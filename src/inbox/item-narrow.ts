/**
 * Narrows a question about the team's state to the conversations that can answer it, by the indexes of the team's rows.
 * @module
 */
import { parseKey } from "../model/keys.js";
import { rowsOf } from "./rows.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { ItemQuery } from "./look.js";

/** Most rows that narrow; with more of them walking through the messages costs less. */
const mostRows = 500;

/**
 * Finds the conversations whose messages a question can be about; `undefined` = any.
 * What nobody touched has no row and is open, so `status: "open"` alone narrows nothing.
 */
export async function narrowed(
  context: InboxContext,
  accounts: readonly AccountKey[],
  { status, assignee, labels }: Pick<ItemQuery, "status" | "assignee" | "labels">,
): Promise<readonly string[] | undefined> {
  // A snooze that is over is open, though its row says otherwise.
  const byStatus = status !== undefined && status !== "open";
  if (!byStatus && assignee === undefined && labels === undefined) return undefined;
  const { items, next } = await context.store.query("workflow", {
    below: accounts.map(context.stored),
    where: {
      ...(byStatus && { status: [status] }),
      ...(assignee !== undefined && { assignee: [assignee] }),
      ...(labels !== undefined && { label: labels }),
    },
    limit: mostRows,
  });
  if (next !== undefined) return undefined;
  const keys = items.map(({ value }) => value.key);
  const isMessage = (key: string): boolean => parseKey(key)?.kind === "message";
  const first = await rowsOf(context, "message", keys.filter(isMessage));
  return [...new Set([...keys.filter((key) => !isMessage(key)), ...[...first.values()].map(({ value }) => value.conversation)])];
}
