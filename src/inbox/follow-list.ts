/**
 * Takes over what another tenant has just read of a list, instead of asking the network for it again.
 *
 * Tenants that have one account connected share its budgets, so they share its readings: whoever reads a list leaves the keys of what was
 * listed, the others take the objects from that tenant's rows as if they had been on a page of their own, with their own cursor, age and
 * tombstones, in one transaction. Where the reading does not join on to what they know, they ask the network.
 * @module
 */
import { cursorRow, escapePart } from "./storage-keys.js";
import { errorName } from "../errors.js";
import { isTold } from "./reauthorize.js";
import type { Book } from "./sync-book.js";
import type { ListOutcome, ListSource, SyncRun } from "./sync-run.js";
import type { SharedReading, SyncCursor } from "../store/collections.js";
import type { Timestamp } from "../model/ref.js";
import type { Versioned } from "../store/store.js";

/** How long a tenant goes by the readings of others: then it asks with its own token, which the network may have refused since. Milliseconds. */
const followMs = 3_600_000;

/** Most keys of a shared reading: what is longer is a first reading or a long absence, and rare. */
const mostKeys = 500;

/** How far back readings of one tenant are joined, for those who read less often. Milliseconds. */
const joinedMs = 15 * 60_000;

/** The tenant of an inbox; `undefined` where it has none, or nobody may read for it. */
function tenantOf({ context, account }: SyncRun): string | undefined {
  return context.prefix === "" || isTold(context, account) ? undefined : context.prefix.slice(0, -1);
}

/** The row that the tenants of a list share. `%` is no tenant's name. Apps see what their own scopes show, so each has its own. */
const sharedRow = ({ adapter, account }: SyncRun, list: string): string =>
  `%/${cursorRow(account, `${escapePart(adapter.app.id)}:${list}`)}`;

async function readShared(run: SyncRun, list: string): Promise<Versioned<SharedReading> | undefined> {
  const [row] = await run.context.store.read("cursor", [sharedRow(run, list)]);
  return row?.value.shared === undefined ? undefined : { value: row.value.shared, version: row.version };
}

async function writeShared(run: SyncRun, list: string, shared: SharedReading, old: Versioned<SharedReading> | undefined): Promise<void> {
  const value = { account: run.account, surface: list, shared };
  // Lost to another tenant, it costs a call at most: the list is asked once more.
  await run.context.store.write([{ collection: "cursor", key: sharedRow(run, list), value, expect: old?.version ?? "absent" }]);
}

/**
 * Takes over another tenant's reading of a list.
 * @returns how it went; `undefined` where there is none to take over: then the network has to be asked
 */
export async function followReading<T>(run: SyncRun, source: ListSource<T>, book: Book<T>): Promise<ListOutcome | undefined> {
  const tenant = tenantOf(run);
  if (tenant === undefined || source.ofTenant === undefined) return undefined;
  const { by, at, from, keys } = (await readShared(run, source.name))?.value ?? {};
  if (by === undefined || by === tenant || at === undefined || keys === undefined) return undefined;
  if (!isFresh(run, at) || !joins(run, source, book, { at, from })) return undefined;
  const items = (await source.ofTenant(by, keys)).filter((item) => source.unfit(item) === undefined);
  const kept = await book.follow(items, at, source.whole === true ? new Set() : await aboveKnown(source, items));
  if (kept === "overtaken") return { fetched: 0, stoppedBy: "busy", complete: false };
  return { fetched: items.length, stoppedBy: kept === "again" ? "more" : "end", complete: kept === "kept" };
}

/** Says whether nobody would ask again yet. */
function isFresh({ adapter, context, newsAt }: SyncRun, at: Timestamp): boolean {
  const readAt = Date.parse(at);
  return context.runtime.clock.now() - readAt < adapter.pollEveryMs && readAt >= (newsAt ?? 0);
}

/** Says whether nothing lies between what is known here and what was read there. */
function joins<T>(
  { context }: SyncRun,
  source: ListSource<T>,
  { state }: Book<T>,
  { at, from }: Required<Pick<SharedReading, "at">> & { readonly from: Timestamp | undefined },
): boolean {
  const { readUntil, holes, followedSince } = state;
  if (holes !== undefined) return false;
  // A list below another appears when that other one is read; everything else a tenant reads first by itself, for it has to be let in.
  if (readUntil === undefined) return from === undefined && source.name.includes(":");
  if (followedSince !== undefined && context.runtime.clock.now() - Date.parse(followedSince) >= followMs) return false;
  return readUntil <= at && (from === undefined || from <= readUntil);
}

/** Names what stands above everything known: it has arrived since, whatever time its author claims. */
async function aboveKnown<T>(source: ListSource<T>, items: readonly T[]): Promise<ReadonlySet<string>> {
  const known = await source.known(items);
  const keys = items.map((item) => source.keyOf(item));
  const first = keys.findIndex((key) => known.has(key));
  return new Set(first < 0 ? keys : keys.slice(0, first));
}

/** Says which tenants read a surface, this one included from now on. Written once a tenant. */
export async function joinReaders(run: SyncRun, surface: string): Promise<readonly string[]> {
  const tenant = tenantOf(run);
  if (tenant === undefined) return [];
  const old = await readShared(run, surface);
  const { tenants = [] } = old?.value ?? {};
  if (tenants.includes(tenant)) return tenants;
  const all = [...tenants, tenant];
  await writeShared(run, surface, { ...old?.value, tenants: all }, old);
  return all;
}

/**
 * Leaves a reading for other tenants. Costs a read where nobody else has the list, and never fails what was read.
 * @param before - how the book stood
 */
export async function leaveReading<T>(run: SyncRun, source: ListSource<T>, book: Book<T>, before: SyncCursor): Promise<void> {
  const tenant = tenantOf(run);
  if (tenant === undefined || source.ofTenant === undefined) return;
  try {
    // Lists below others come and go, so it is the surface that knows who reads.
    const tenants = await joinReaders(run, source.name.split(":", 1)[0] ?? source.name);
    if (tenants.length < 2) return;
    const old = await readShared(run, source.name);
    await writeShared(run, source.name, readingOf(run, source, book, { tenants, before, tenant, old: old?.value }), old);
  } catch (error) {
    run.warn(`What was read could not be left for other tenants (${errorName(error)}); they ask by themselves.`);
  }
}

interface Left {
  readonly tenants: readonly string[];
  readonly tenant: string;
  readonly before: SyncCursor;
  readonly old: SharedReading | undefined;
}

/** Joins a reading to the one before where that is the same tenant's, so that others may read half as often. */
function readingOf<T>(run: SyncRun, source: ListSource<T>, book: Book<T>, { tenants, tenant, before, old }: Left): SharedReading {
  const whole = source.whole === true;
  const from = before.readUntil;
  const keys = [...new Set(book.listed)];
  // What was missed here the others may have, or have to be told of in their own way.
  if (keys.length > mostKeys || book.state.gap?.to !== before.gap?.to) return { tenants };
  const now = run.context.runtime.clock.now();
  const reading = { tenants, by: tenant, at: book.openedAt, keys, ...(from !== undefined && !whole && { from }) };
  const isNext = !whole && old?.by === tenant && old.at !== undefined && from === old.at && now - Date.parse(old.from ?? old.at) < joinedMs;
  if (!isNext) return reading;
  const joined = [...new Set([...keys, ...(old.keys ?? [])])];
  if (joined.length > mostKeys) return reading;
  return { tenants, by: tenant, at: book.openedAt, keys: joined, ...(old.from !== undefined && { from: old.from }) };
}
