/**
 * Surfaces that only a stream tells of: until when somebody listened, and what was missed while nobody did.
 * @module
 */
import { cursorRow } from "./storage-keys.js";
import { errorName } from "../errors.js";
import { surfacesOf, type Surface } from "../adapter/surface.js";
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Gap } from "./intake.js";
import type { InboxContext } from "./context.js";

/** How often whoever listens says so. Milliseconds. */
const beatMs = 30_000;
/** After this long without a sign nobody listens. Milliseconds. */
const staleMs = 2 * beatMs;
/** Most tries against other processes that listen. */
const tries = 5;

/** True where only a stream tells. */
export const isLiveOnly = ({ keepsMs }: Surface): boolean => keepsMs === 0;

/** What was listened to: from when until now, without a break. Milliseconds since 1970. */
interface Heard {
  readonly since: number;
  readonly until: number;
}

/**
 * Writes down until when a surface was heard. What lies between the last sign of anybody and the beginning is missed for good: it is stored
 * with the mark, and so told once.
 */
async function noteHeard(context: InboxContext, account: AccountKey, surface: string, { since, until }: Heard): Promise<Gap | undefined> {
  const key = context.stored(cursorRow(account, surface));
  const at = (ms: number): string => new Date(ms).toISOString();
  for (let attempt = 0; attempt < tries; attempt++) {
    const [row] = await context.store.read("cursor", [key]);
    const last = row?.value.readUntil;
    const gap = last !== undefined && Date.parse(last) < since ? { from: last, to: at(since) } : undefined;
    const value = {
      account,
      surface,
      ...row?.value,
      connectedAt: row?.value.connectedAt ?? at(since),
      readUntil: last !== undefined && Date.parse(last) > until ? last : at(until),
      ...(gap !== undefined && { gap }),
    };
    const { ok } = await context.store.write([{ collection: "cursor", key, value, expect: row?.version ?? "absent" }]);
    if (ok) return gap;
  }
  return undefined;
}

/** Looks whether anybody listens to a surface that cannot be asked. Where nobody does, what went by since the last look is a gap. */
export async function lookForListener(context: InboxContext, account: AccountKey, surface: string): Promise<Gap | undefined> {
  const now = context.runtime.clock.now();
  const [row] = await context.store.read("cursor", [context.stored(cursorRow(account, surface))]);
  const last = row?.value.readUntil;
  if (last !== undefined && now - Date.parse(last) <= staleMs) return undefined;
  return noteHeard(context, account, surface, { since: now, until: now });
}

/** Somebody who listens to a stream. */
export interface Listener {
  /** Something was heard: the line is open. */
  readonly heard: () => void;
  /** The line ended. True when it was open. */
  readonly ended: () => Promise<boolean>;
}

/**
 * Watches a stream for the surfaces that nothing else tells of. The first mark comes with the first beat: whoever listens in another
 * process has said so by then, and a start beside them is no gap.
 */
export function watchLine(context: InboxContext, adapter: AnyAdapter, signal: AbortSignal): Listener {
  const { account } = adapter;
  const { clock, logger } = context.runtime;
  const surfaces = surfacesOf(adapter).filter(isLiveOnly);
  const done = new AbortController();
  let since = clock.now();
  let open = false;
  const mark = async (): Promise<void> => {
    const until = clock.now();
    for (const { name } of surfaces) {
      const gap = await noteHeard(context, account, name, { since, until });
      if (gap !== undefined) context.emit("gap", { account, surface: name, ...gap });
    }
    since = until;
  };
  const markOrTell = async (): Promise<void> => {
    try {
      await mark();
    } catch (error) {
      logger.error?.("It could not be stored that an account is listened to; a gap may be told that is none.", {
        account,
        error: errorName(error),
      });
    }
  };
  const beat = async (): Promise<void> => {
    for (;;) {
      try {
        await clock.sleep(beatMs, { signal: done.signal });
      } catch {
        return;
      }
      open = true;
      await markOrTell();
    }
  };
  const beating = surfaces.length === 0 ? Promise.resolve() : beat();
  return {
    heard: () => {
      open = true;
    },
    ended: async () => {
      done.abort();
      await beating;
      // A line that never opened was not listened to.
      if ((open || signal.aborted) && surfaces.length > 0) await markOrTell();
      return open && surfaces.length > 0;
    },
  };
}
