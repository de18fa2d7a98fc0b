/**
 * Reads one surface of one account: the lease, the list behind it, the line of the report.
 * @module
 */
import { conversationSource, readCommentsOfPosts, type Tally } from "./sync-conversations.js";
import { cursorRow } from "./storage-keys.js";
import { errorInfo } from "../errors.js";
import { keepsOf, withFlatList } from "./sync-sources.js";
import { hull } from "./gap.js";
import { isLiveOnly, lookForListener } from "./gap-live.js";
import { lookForPush } from "./gap-pushed.js";
import { readList } from "./sync-list.js";
import { supports } from "../adapter/can.js";
import { tellReauthorize } from "./reauthorize.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { InboxContext } from "./context.js";
import type { ListOutcome, SyncRun } from "./sync-run.js";
import type { Surface } from "../adapter/surface.js";
import type { Gap, SurfaceReport } from "./intake.js";

/** How long a list stays ours without a sign of life. Milliseconds. */
const leaseMs = 60_000;

/** How often the thread under a post is read as a whole. Milliseconds. */
const threadsEveryMs = 600_000;

/** What a surface is read by. */
export interface SurfaceJob {
  readonly adapter: AnyAdapter;
  readonly surface: Surface;
  /** No further page after this instant. Milliseconds since 1970. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** As in {@link SyncRun}. */
  readonly newsAt?: number | undefined;
}

/** Reads one surface and says how it went. Never throws: what fails is in the line. */
export async function readSurface(context: InboxContext, job: SurfaceJob): Promise<SurfaceReport> {
  const { adapter, surface, signal } = job;
  const { account } = adapter;
  const line = { account, surface: surface.name };
  const { clock, coordinator, logger } = context.runtime;
  // A poll costs the same budget whichever tenant asks, so the lease knows no tenant.
  const lease = `poll:${adapter.network}:${adapter.app.id}:${account}:${surface.name}`;
  const owner = globalThis.crypto.randomUUID();
  let gap: Gap | undefined;
  const run: SyncRun = {
    context,
    adapter,
    account,
    signal,
    outOfTime: () => signal.aborted || clock.now() >= job.deadline,
    renew: async () => (await coordinator.acquire(lease, owner, leaseMs)) !== undefined,
    quarantine: (reason, path) => {
      context.emit("quarantined", { ...line, reason, ...(path !== undefined && { path }) });
    },
    gap: (one) => {
      gap = hull(gap, one);
      context.emit("gap", { ...line, ...one });
    },
    warn: (what) => logger.warn?.(what, line),
    ...(job.newsAt !== undefined && { newsAt: job.newsAt }),
  };
  try {
    if (!(await run.renew())) return { ...line, fetched: 0, stoppedBy: "busy" };
    try {
      const { fetched, stoppedBy, cursor } = await read(run, surface);
      return { ...line, fetched, stoppedBy, ...(cursor !== undefined && { cursor }), ...(gap !== undefined && { gap }) };
    } finally {
      await coordinator.release(lease, owner);
    }
  } catch (error) {
    return { ...line, fetched: 0, ...(gap !== undefined && { gap }), ...failure(context, adapter, error) };
  }
}

/** Reports a failure: as data, and as news where a person has to log in again. */
export function failure(
  context: InboxContext,
  adapter: Pick<AnyAdapter, "account" | "network">,
  error: unknown,
): Pick<SurfaceReport, "error" | "retryAt"> {
  const info = errorInfo(error);
  tellReauthorize(context, adapter, info);
  return { error: info, ...(info.retryAt !== undefined && { retryAt: info.retryAt }) };
}

async function read(run: SyncRun, surface: Surface): Promise<ListOutcome> {
  const { name, under } = surface;
  const { adapter } = run;
  if (isLiveOnly(surface)) {
    const gap = await lookForListener(run.context, run.account, name);
    if (gap !== undefined) run.gap(gap);
    return { fetched: 0, stoppedBy: "end", complete: true };
  }
  const missed = await lookForPush(run, surface);
  if (missed !== undefined) run.gap(missed);
  if (name === "comments" && under === "posts" && supports(adapter, "listComments"))
    return readCommentsOfPosts(run, adapter, { name, connectedAt: await connection(run, name), keeps: keepsOf(surface) });
  // A thread is a tree: what is new may stand anywhere in it, so it is read as a whole, and rarely.
  if (name === "threads" && supports(adapter, "listComments"))
    return readCommentsOfPosts(run, adapter, { name, connectedAt: await connection(run, name), whole: true, everyMs: threadsEveryMs });
  if (name === "messages" && supports(adapter, "listConversations") && supports(adapter, "listMessages")) {
    const tally: Tally = { fetched: 0 };
    const outcome = await readList(run, conversationSource(run, adapter, name, await connection(run, name), tally, keepsOf(surface)));
    return { ...outcome, fetched: tally.fetched };
  }
  return (await withFlatList(run, surface, (source) => readList(run, source), true)) ?? { fetched: 0, stoppedBy: "end", complete: true };
}

/** When a surface was connected: stored with its first reading, so that lists that appear later know it. */
export async function connection({ context, account }: Pick<SyncRun, "context" | "account">, surface: string): Promise<string> {
  const key = context.stored(cursorRow(account, surface));
  const [row] = await context.store.read("cursor", [key]);
  if (row?.value.connectedAt !== undefined) return row.value.connectedAt;
  const connectedAt = new Date(context.runtime.clock.now()).toISOString();
  const { ok } = await context.store.write([{ collection: "cursor", key, value: { account, surface, connectedAt }, expect: "absent" }]);
  return ok ? connectedAt : connection({ context, account }, surface);
}
