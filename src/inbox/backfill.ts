/**
 * Reads history: every list of a job backwards, from the connection down to where the job begins.
 * @module
 */
import { backfillSurface } from "./backfill-surface.js";
import { checkJob } from "./estimate-job.js";
import { connection, failure } from "./sync-surface.js";
import { isLoggedOut, noteWorking } from "./reauthorize.js";
import { openJob } from "./backfill-job.js";
import { readAccount } from "./sync-account.js";
import { refuse } from "./check.js";
import { surfacesOf } from "../adapter/surface.js";
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { BackfillJob, SurfaceReport, SyncReport } from "./intake.js";
import type { InboxContext } from "./context.js";
import type { Surface } from "../adapter/surface.js";

/** Accounts that are read at once; the surfaces of one are read one after the other. */
const accountsAtOnce = 8;

/** An account of a job, or why it cannot be asked. */
interface Member {
  readonly account: AccountKey;
  readonly adapter?: AnyAdapter;
  readonly offers: readonly Surface[];
  readonly failed?: SurfaceReport;
}

/** Runs a job, or goes on with it. */
export async function backfill(context: InboxContext, job: BackfillJob): Promise<SyncReport> {
  const accounts = checkJob(context, "backfill", job);
  // Aborted before it began, it read nothing: that is no report.
  job.signal?.throwIfAborted();
  const signal = job.signal === undefined ? context.closing : AbortSignal.any([job.signal, context.closing]);
  const members = await Promise.all(accounts.map((account) => memberOf(context, account)));
  refuseUnknown(job, members);
  // Every account is held against what was begun before the first one is read.
  for (const { account } of members) await openJob(context, account, job);
  // Lists are read one after the other, perhaps for days: what is said from now on is news in each of them.
  for (const { account, offers } of members) for (const { name } of offersOf(job, offers)) await connection({ context, account }, name);

  const read = new Map<AccountKey, readonly SurfaceReport[]>();
  const queue = [...members];
  const worker = async (): Promise<void> => {
    for (let member = queue.shift(); member !== undefined; member = queue.shift())
      read.set(member.account, await backfillAccount(context, job, member, signal));
  };
  await Promise.all(Array.from({ length: Math.min(accountsAtOnce, members.length) }, worker));
  const surfaces = accounts.flatMap((account) => read.get(account) ?? []);
  return { ok: surfaces.every(({ error }) => error === undefined), surfaces };
}

/** The lists of a job that an account has. */
function offersOf({ surfaces }: BackfillJob, offers: readonly Surface[]): readonly Surface[] {
  return offers.filter(({ name }) => surfaces.includes(name));
}

async function memberOf(context: InboxContext, account: AccountKey): Promise<Member> {
  try {
    const adapter = await context.adapter(account);
    return { account, adapter, offers: surfacesOf(adapter) };
  } catch (error) {
    const [network = ""] = account.split(":");
    return { account, offers: [], failed: { account, surface: "account", fetched: 0, ...failure(context, { account, network }, error) } };
  }
}

/** Refuses a list that none of the accounts has. */
function refuseUnknown({ surfaces }: BackfillJob, members: readonly Member[]): void {
  if (members.some(({ failed }) => failed !== undefined)) return;
  const offered = new Set(members.flatMap(({ offers }) => offers.map(({ name }): string => name)));
  const lacking = surfaces.find((name) => !offered.has(name));
  if (lacking !== undefined)
    refuse("backfill", `\`surfaces\`: none of the accounts has a list \`${lacking}\`; they have ${[...offered].join(", ") || "none"}.`);
}

async function backfillAccount(
  context: InboxContext,
  job: BackfillJob,
  { account, adapter, offers, failed }: Member,
  signal: AbortSignal,
): Promise<readonly SurfaceReport[]> {
  if (adapter === undefined) return failed === undefined ? [] : [failed];
  const lines: SurfaceReport[] = [];
  let refused: Pick<SurfaceReport, "error" | "retryAt"> | undefined;
  const note = (line: SurfaceReport): void => {
    lines.push(line);
    const { error, retryAt, fetched } = line;
    if (error !== undefined && isLoggedOut(error)) refused = { error, ...(retryAt !== undefined && { retryAt }) };
    else if (fetched > 0) noteWorking(context, account, "one");
  };
  try {
    // Whoever counts as us has to be known, or our own words would be stored as somebody else's.
    if (!signal.aborted) await readAccount(context, adapter, signal);
  } catch (error) {
    if (!signal.aborted) note({ account, surface: "account", fetched: 0, ...failure(context, adapter, error) });
  }
  for (const surface of offersOf(job, offers)) {
    if (refused !== undefined) lines.push({ account, surface: surface.name, fetched: 0, ...refused });
    else if (signal.aborted) lines.push({ account, surface: surface.name, fetched: 0, stoppedBy: "more" });
    else note(await backfillSurface(context, job, { adapter, surface }, signal));
  }
  return lines;
}
