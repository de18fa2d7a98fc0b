/**
 * Keeps the account's own row, and a line of how many follow it.
 * @module
 */
import { cursorRow, observationRow } from "./storage-keys.js";
import { differs } from "./changed.js";
import { dropRaw } from "./clean.js";
import { known } from "./merge.js";
import { supports } from "../adapter/can.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { InboxContext } from "./context.js";
import type { Write } from "../store/store.js";

/**
 * How often the account itself is read: followers move slowly, and each reading costs a call. Milliseconds: an hour less than a day, so that
 * what runs once a day, and a little earlier today than yesterday, leaves no day out.
 */
const everyMs = 23 * 3_600_000;

/**
 * Reads the account on its first sync and once a day; stores its row and, where told, how many follow it.
 * @returns true when the network was asked
 */
export async function readAccount(context: InboxContext, adapter: AnyAdapter, signal: AbortSignal): Promise<boolean> {
  if (!supports(adapter, "getAccount")) return false;
  const { account } = adapter;
  const at = context.runtime.clock.now();
  const now = new Date(at).toISOString();
  const [[mark], [row]] = await Promise.all([
    context.store.read("cursor", [context.stored(cursorRow(account, "account"))]),
    context.store.read("account", [context.stored(account)]),
  ]);
  if (row !== undefined && mark?.value.readUntil !== undefined && at - Date.parse(mark.value.readUntil) < everyMs) return false;
  const read = dropRaw(known(await adapter.getAccount({ signal, lane: "sync" })), { raw: context.raw });
  const value = { ...row?.value, ...read };
  const batch: Write[] = [
    { collection: "cursor", key: context.stored(cursorRow(account, "account")), value: { account, surface: "account", readUntil: now } },
    ...(row !== undefined && !differs(row.value, value) ? [] : [{ collection: "account", key: context.stored(account), value } as const]),
  ];
  if (read.followers !== undefined)
    batch.push({
      collection: "observation",
      key: context.stored(observationRow(account, account, "followers", now)),
      value: { subject: account, metric: "followers", value: read.followers, at: now },
    });
  // Two processes may both read it: the later one wins, and either is right.
  await context.store.write(batch);
  return true;
}
