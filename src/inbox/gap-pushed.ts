/**
 * Surfaces of which some part is pushed and never listed (mentions on Instagram): whether it is pushed at all, and what was lost while it
 * was not, or while nobody of ours was there for longer than the network goes on trying.
 * @module
 */
import { cursorRow } from "./storage-keys.js";
import { supports } from "../adapter/can.js";
import type { Gap } from "./intake.js";
import type { Surface } from "../adapter/surface.js";
import type { SyncRun } from "./sync-run.js";

/** How often it is asked whether the network pushes. Milliseconds. */
const askEveryMs = 600_000;

/** Stands in the mark while nothing is pushed. */
const notPushed = "not pushed";

/**
 * Looks whether a surface is pushed, and gives what was lost since it was last. What is found is stored with the mark, and so told once.
 * Asks one call of the network every ten minutes; where that fails, nothing is said.
 */
export async function lookForPush(run: SyncRun, { name, pushedMs }: Surface): Promise<Gap | undefined> {
  const { context, account } = run;
  if (pushedMs === undefined) return undefined;
  const surface = `${name}:pushed`;
  const key = context.stored(cursorRow(account, surface));
  const now = context.runtime.clock.now();
  const at = (ms: number): string => new Date(ms).toISOString();
  const [row] = await context.store.read("cursor", [key]);
  const last = row?.value.readUntil;
  if (last !== undefined && now - Date.parse(last) < askEveryMs) return undefined;
  const pushed = await isPushed(run, name);
  if (pushed === undefined) return undefined;
  // While it was not pushed everything was lost; else only what the network had given up by the time we came back.
  const end = pushed && row?.value.cursor !== notPushed ? now - pushedMs : now;
  const gap = last !== undefined && Date.parse(last) < end ? { from: last, to: at(end) } : undefined;
  const value = {
    account,
    surface,
    connectedAt: row?.value.connectedAt ?? at(now),
    readUntil: at(now),
    ...(!pushed && { cursor: notPushed }),
    ...(gap !== undefined && { gap }),
  };
  // Another process that was faster has told it.
  const { ok } = await context.store.write([{ collection: "cursor", key, value, expect: row?.version ?? "absent" }]);
  return ok ? gap : undefined;
}

/** `undefined` where the network does not tell. */
async function isPushed(run: SyncRun, name: string): Promise<boolean | undefined> {
  const { adapter, signal } = run;
  if (!supports(adapter, "listSubscriptions")) return undefined;
  try {
    for await (const { surface, state } of adapter.listSubscriptions({ signal, lane: "sync" }))
      if (surface === name && state === "active") return true;
    return false;
  } catch {
    run.warn("Whether this is pushed could not be asked; a gap may be told later.");
    return undefined;
  }
}
