/**
 * Asks every surface of every account for what is new.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { checkDuration, checkNames, checkSignal, checkWords } from "./check.js";
import { cursorRow } from "./storage-keys.js";
import { errorInfo, errorName, FolkmootError } from "../errors.js";
import { holdAdapter } from "./accounts-found.js";
import { failure, readSurface } from "./sync-surface.js";
import { isLoggedOut, noteWorking } from "./reauthorize.js";
import { readInsights } from "./sync-insights.js";
import { purgeExpired } from "./retention-purge.js";
import { readAccount } from "./sync-account.js";
import { renewSubscriptions } from "./subscribe-keep.js";
import { surfaceNames } from "./words.js";
import { surfacesOf } from "../adapter/surface.js";
import { tellWindows } from "./window-closing.js";
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { InboxContext } from "./context.js";
import type { Surface } from "../adapter/surface.js";
import type { SurfaceReport, SyncOptions, SyncReport } from "./intake.js";

/** Accounts that are read at once; the surfaces of one are read one after the other. */
const accountsAtOnce = 8;

const names = { accounts: true, surfaces: true, deadlineMs: true, signal: true } as const satisfies Readonly<
  Record<keyof SyncOptions, true>
>;

/**
 * Asks for what is new. Where time is up the rest is left open and goes on next time; aborting ends it the same way,
 * with the report of what was read by then.
 * @param newsAt - as in `SyncRun`: what another tenant read before does not count
 */
export async function sync(context: InboxContext, options: SyncOptions = {}, newsAt?: number): Promise<SyncReport> {
  checkNames("sync", options, names);
  const accounts = accountsOf(context, "sync", options.accounts);
  checkDuration("sync", "deadlineMs", options.deadlineMs);
  checkWords("sync", "surfaces", options.surfaces, surfaceNames());
  checkSignal("sync", options.signal);
  // Aborted before it began, it read nothing: that is no report.
  options.signal?.throwIfAborted();
  const signal = options.signal === undefined ? context.closing : AbortSignal.any([options.signal, context.closing]);
  const deadline = options.deadlineMs === undefined ? Number.POSITIVE_INFINITY : context.runtime.clock.now() + options.deadlineMs;

  const read = new Map<AccountKey, AccountLines>();
  const queue = await accountsInTurn(context, accounts, deadline);
  const worker = async (): Promise<void> => {
    for (let account = queue.shift(); account !== undefined; account = queue.shift())
      read.set(account, await syncAccount(context, account, { deadline, signal, surfaces: options.surfaces, newsAt }));
  };
  await Promise.all(Array.from({ length: Math.min(accountsAtOnce, accounts.length) }, worker));
  if (!signal.aborted) await tellWindows(context, accounts);
  const offered = [...read.values()].flatMap(({ offers }) => offers ?? []);
  const nowhere = [...new Set(options.surfaces)].filter((name) => !offered.includes(name));
  const surfaces = accounts.flatMap((account) => {
    const { lines = [], offers } = read.get(account) ?? {};
    return offers === undefined ? lines : [...lines, ...nowhere.map((surface) => lacking(account, surface, offers))];
  });
  return { ok: surfaces.every(({ error }) => error === undefined), surfaces };
}

/** Says that an account has no such list. */
function lacking(account: AccountKey, surface: string, offers: readonly string[]): SurfaceReport {
  const message = `sync: ${account} has no list \`${surface}\`; it has ${offers.join(", ") || "none"}. Leave \`surfaces\` out for all.`;
  return { account, surface, fetched: 0, error: errorInfo(new FolkmootError("unsupported", message)) };
}

/** With a deadline, those accounts first whose turn is longest ago. */
async function accountsInTurn(context: InboxContext, accounts: readonly AccountKey[], deadline: number): Promise<AccountKey[]> {
  if (deadline === Number.POSITIVE_INFINITY || accounts.length <= accountsAtOnce) return [...accounts];
  const known = surfaceNames();
  const rows = await context.store.read(
    "cursor",
    accounts.flatMap((account) => known.map((name) => context.stored(cursorRow(account, name)))),
  );
  const turnOf = (index: number): string =>
    rows
      .slice(index * known.length, (index + 1) * known.length)
      .flatMap((row) => row?.value.readUntil ?? [])
      .reduce((last, at) => (at > last ? at : last), "");
  return accounts
    .map((account, index) => ({ account, at: turnOf(index) }))
    .sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
    .map(({ account }) => account);
}

interface AccountJob {
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly surfaces: readonly string[] | undefined;
  readonly newsAt: number | undefined;
}

/** How an account was read. */
interface AccountLines {
  readonly lines: readonly SurfaceReport[];
  /** The lists that the account has; absent when its adapter was not found. */
  readonly offers?: readonly string[];
}

async function syncAccount(context: InboxContext, account: AccountKey, job: AccountJob): Promise<AccountLines> {
  let adapter: AnyAdapter;
  try {
    adapter = await context.adapter(account);
  } catch (error) {
    const [network = ""] = account.split(":");
    return { lines: [{ account, surface: "account", fetched: 0, ...failure(context, { account, network }, error) }] };
  }
  const letGo = holdAdapter(adapter);
  try {
    return await syncFound(context, adapter, job);
  } finally {
    letGo();
  }
}

async function syncFound(context: InboxContext, adapter: AnyAdapter, job: AccountJob): Promise<AccountLines> {
  const { account } = adapter;
  const offered = surfacesOf(adapter);
  const surfaces = await inTurn(
    context,
    account,
    offered.filter(({ name }) => job.surfaces?.includes(name) ?? true),
    job.deadline,
  );
  const lines: SurfaceReport[] = [];
  const late = (): boolean => job.signal.aborted || context.runtime.clock.now() >= job.deadline;
  /** What every further call would be refused with. */
  let refused: Pick<SurfaceReport, "error" | "retryAt"> | undefined;
  const note = (line: SurfaceReport): void => {
    lines.push(line);
    const { error, retryAt, fetched } = line;
    if (error !== undefined && isLoggedOut(error)) refused = { error, ...(retryAt !== undefined && { retryAt }) };
    else if (fetched > 0) noteWorking(context, account, "one");
  };
  try {
    if (!late() && (await readAccount(context, adapter, job.signal))) noteWorking(context, account, "one");
  } catch (error) {
    // The surfaces may answer all the same, unless nobody is logged in.
    if (!job.signal.aborted) note({ account, surface: "account", fetched: 0, ...failure(context, adapter, error) });
  }
  try {
    if (!late() && refused === undefined) await renewSubscriptions(context, adapter, job.signal);
  } catch (error) {
    if (!job.signal.aborted) note({ account, surface: "account", fetched: 0, ...failure(context, adapter, error) });
  }
  for (const surface of surfaces) {
    if (refused !== undefined) lines.push({ account, surface: surface.name, fetched: 0, ...refused });
    else if (late()) lines.push({ account, surface: surface.name, fetched: 0, stoppedBy: "more" });
    else note(await readSurface(context, { adapter, surface, deadline: job.deadline, signal: job.signal, newsAt: job.newsAt }));
  }
  try {
    // After all news: with little time these can wait.
    if (refused === undefined) await readInsights(context, adapter, { signal: job.signal, late });
  } catch (error) {
    if (!job.signal.aborted) note({ account, surface: "insights", fetched: 0, ...failure(context, adapter, error) });
  }
  try {
    await purgeExpired(context, account);
  } catch (error) {
    // Nothing of it is handed out meanwhile; the next sync tries again.
    context.runtime.logger.error?.("What may no longer be kept could not be purged.", { account, error: errorName(error) });
  }
  const clean = lines.length >= offered.length && lines.every(({ error, stoppedBy }) => works(error) && stoppedBy !== "busy");
  if (clean && !late()) noteWorking(context, account, "every");
  return { lines, offers: offered.map(({ name }) => name) };
}

const works = (error: SurfaceReport["error"]): boolean => error?.code !== "unauthenticated" && error?.reauthorize === undefined;

/** With a deadline, those first whose turn is longest ago: else the last of the list would never be read. */
async function inTurn(
  context: InboxContext,
  account: AccountKey,
  surfaces: readonly Surface[],
  deadline: number,
): Promise<readonly Surface[]> {
  if (deadline === Number.POSITIVE_INFINITY) return surfaces;
  const rows = await context.store.read(
    "cursor",
    surfaces.map(({ name }) => context.stored(cursorRow(account, name))),
  );
  return surfaces
    .map((surface, index) => ({ surface, at: rows[index]?.value.readUntil ?? "" }))
    .sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
    .map(({ surface }) => surface);
}
