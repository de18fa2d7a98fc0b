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

/** What is known of a surface that is pushed. Milliseconds since 1970. */
interface Known {
  /** When somebody of ours was there last. */
  readonly there: number;
  /** When it was last told whether it is pushed. */
  readonly told: number;
  /** False where it was told that it is not. */
  readonly pushed: boolean;
}

/** What was lost, and up to when. While it was not pushed everything was; else only what the network had given up by the time we came back. */
function lostSince({ there, told, pushed: before }: Known, pushed: boolean | undefined, now: number, pushedMs: number): Gap | undefined {
  const [from, to] = pushed === false || (pushed === true && !before) ? [told, now] : [there, now - pushedMs];
  return from < to ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() } : undefined;
}

/**
 * Looks whether a surface is pushed, and gives what was lost since it was last. What is found is stored with the mark, and so told once.
 * Asks one call of the network every ten minutes; where that cannot be told, only long outages of our own are known.
 */
export async function lookForPush(run: SyncRun, { name, pushedMs }: Surface): Promise<Gap | undefined> {
  const { context, account } = run;
  if (pushedMs === undefined) return undefined;
  const surface = `${name}:pushed`;
  const key = context.stored(cursorRow(account, surface));
  const now = context.runtime.clock.now();
  const [row] = await context.store.read("cursor", [key]);
  const { readUntil, completeUntil = readUntil, cursor, connectedAt } = row?.value ?? {};
  const there = Date.parse(readUntil ?? "");
  if (now - there < askEveryMs) return undefined;
  const pushed = await isPushed(run, name);
  const before = { there, told: Date.parse(completeUntil ?? ""), pushed: cursor !== notPushed };
  const gap = readUntil === undefined ? undefined : lostSince(before, pushed, now, pushedMs);
  const at = new Date(now).toISOString();
  const value = {
    account,
    surface,
    connectedAt: connectedAt ?? at,
    readUntil: at,
    completeUntil: pushed === undefined ? (completeUntil ?? at) : at,
    ...((pushed ?? before.pushed) ? {} : { cursor: notPushed }),
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
    run.warn("Whether this is pushed could not be asked; what is lost meanwhile may be told later.");
    return undefined;
  }
}
