/**
 * Reads the history of one surface of one account: the lease, the list behind it, the line of the report.
 * @module
 */
import { backfillComments, backfillConversations } from "./backfill-below.js";
import { backfillRow } from "./storage-keys.js";
import { connection, failure } from "./sync-surface.js";
import { errorName, FolkmootError, isFolkmootError } from "../errors.js";
import { holdingLease, type HeldLease } from "./backfill-lease.js";
import { readBackwards, rowOf, type BackfillRun, type BackwardOutcome } from "./backfill-list.js";
import { supports } from "../adapter/can.js";
import { withFlatList } from "./sync-sources.js";
import type { BackfillJob, SurfaceReport } from "./intake.js";
import type { InboxContext } from "./context.js";
import type { ListOfJob } from "./estimate-job.js";

/** Reads history of one surface and says how it went. Never throws: what fails is in the line. */
export async function backfillSurface(
  context: InboxContext,
  job: BackfillJob,
  { adapter, surface }: ListOfJob,
  signal: AbortSignal,
): Promise<SurfaceReport> {
  const { account } = adapter;
  const line = { account, surface: surface.name };
  let fetched = 0;
  let lease: HeldLease | undefined;
  const { logger } = context.runtime;
  const tell = (news: Parameters<BackfillRun["progress"]>[0]): void => {
    const { items, ...rest } = news;
    fetched += items;
    try {
      job.onProgress?.({ ...line, fetched, ...rest });
    } catch (error) {
      logger.error?.("onProgress threw; the backfill goes on. Catch errors inside it.", { ...line, error: errorName(error) });
    }
  };
  const read = async (held: HeldLease): Promise<BackwardOutcome> => {
    lease = held;
    const ended = AbortSignal.any([signal, held.lost]);
    const base = { context, adapter, account };
    const connectedAt = await connection(base, surface.name);
    const to = job.to === undefined || Date.parse(job.to) > Date.parse(connectedAt) ? connectedAt : new Date(job.to).toISOString();
    const from = new Date(job.from).toISOString();
    // All of it is later than the connection: the sync has it.
    if (to <= from) return { stoppedBy: "end" };
    const run: BackfillRun = {
      ...base,
      id: job.id,
      from,
      to,
      signal: ended,
      outOfTime: () => ended.aborted,
      renew: held.renew,
      quarantine: (reason, path) => {
        context.emit("quarantined", { ...line, reason, ...(path !== undefined && { path }) });
      },
      // What a network tells no more is not there for a backfill, which promises nothing about it.
      gap: () => undefined,
      warn: (what) => logger.warn?.(what, line),
      progress: tell,
    };
    return readHistory(run, surface);
  };
  try {
    const outcome = await holdingLease(context, `backfill:${context.stored(backfillRow(account, job.id, surface.name))}`, read);
    if (outcome === undefined) return { ...line, fetched, stoppedBy: "busy" };
    const { stoppedBy, cursor } = outcome;
    return { ...line, fetched, stoppedBy, ...(cursor !== undefined && { cursor }) };
  } catch (error) {
    if (signal.aborted) return { ...line, fetched, stoppedBy: "more", ...(await openAt(context, job, line)) };
    if (lease?.lost.aborted === true) return { ...line, fetched, stoppedBy: "busy" };
    const { error: info, retryAt } = failure(context, adapter, error);
    // Where calls may not wait for their budget, its end is no failure: the job goes on once it is back.
    if (isFolkmootError(error, "rate-limited"))
      return {
        ...line,
        fetched,
        stoppedBy: "budget",
        ...(await openAt(context, job, line)),
        ...(retryAt !== undefined && { retryAt }),
      };
    return { ...line, fetched, ...(info !== undefined && { error: info }), ...(retryAt !== undefined && { retryAt }) };
  }
}

/** Where a list goes on. */
async function openAt(
  context: InboxContext,
  { id }: BackfillJob,
  { account, surface }: Pick<SurfaceReport, "account" | "surface">,
): Promise<Pick<SurfaceReport, "cursor">> {
  const row = await rowOf({ context, account, id }, surface);
  return row?.value.cursor === undefined ? {} : { cursor: row.value.cursor };
}

async function readHistory(run: BackfillRun, surface: ListOfJob["surface"]): Promise<BackwardOutcome> {
  const { adapter } = run;
  const { name, under, jumps = false } = surface;
  if (name === "messages" && supports(adapter, "listConversations") && supports(adapter, "listMessages"))
    return backfillConversations(run, adapter, name, jumps);
  if ((name === "threads" || (name === "comments" && under === "posts")) && supports(adapter, "listComments")) {
    if (!supports(adapter, "listPosts"))
      throw new FolkmootError("unsupported", `${run.account} lists comments by post and has no list of posts; sync reads what is new.`);
    return backfillComments(run, adapter, name, { whole: name === "threads", jumps });
  }
  return (await withFlatList(run, surface, (source) => readBackwards(run, source, { jumps }))) ?? { stoppedBy: "end" };
}
