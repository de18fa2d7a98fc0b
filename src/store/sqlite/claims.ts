/**
 * Claiming and settling. A claim reads the heads that are free from an index, and only what is new from the journal: what is finished, and
 * what did not match, was passed once a filter and is never looked at again.
 * @module
 */
import { isBelow } from "../below.js";
import type { Claim, ClaimMatch, ClaimRequest, Settlement } from "../store.js";
import { valueInRow } from "./claim-entry.js";
import { applyBatch, countOn, type Prepared } from "./batch.js";
import type { SqliteSession } from "./file.js";
import { filterIn, filterOf, matcherIn, putIn, takeOut } from "./open-entries.js";
import { tableOf } from "./shapes.js";

/** So many filters of a consumer are remembered; a forgotten one reads the journal again. */
const mostViews = 64;

/** Entries read from the journal at once, and in one transaction. */
const piece = 250;
const slice = 2_000;

/** How seldom the use of a view is noted. Milliseconds. */
const usedEveryMs = 3_600_000;

interface View {
  readonly id: number;
  readonly filter: string;
  readTo: number;
}

/** Hands out the oldest free entries. `more` says that nothing was found so far, and that the journal goes on. */
export function claimSome(session: SqliteSession, request: ClaimRequest): { readonly claims: Claim<unknown>[]; readonly more: boolean } {
  const { prepare } = session;
  const { from, consumer, now } = request;
  const limit = Math.min(Math.max(Math.ceil(request.limit), 0), 1_000_000);
  const view = viewOf(session, request);
  const free = (): readonly number[] =>
    prepare(
      `SELECT seq FROM folkmoot_open WHERE view = ?1 AND head = 1 AND free_at = 0
       UNION ALL SELECT seq FROM folkmoot_open WHERE view = ?1 AND head = 1 AND free_at > 0 AND free_at <= ?2 ORDER BY 1 LIMIT ?3`,
    )
      .all(view.id, now, limit)
      .map(({ seq }) => Number(seq));
  let found = free();
  let read = 0;
  let ended = false;
  while (found.length < limit && read < slice && !ended) {
    const { rows, matched } = feed(session, request, view);
    read += rows;
    ended = rows < piece;
    if (matched) found = free();
  }
  if (read > 0) prepare("UPDATE folkmoot_views SET read_to = ? WHERE id = ?").run(view.readTo, view.id);

  const until = now + request.leaseMs;
  let fence = found.length === 0 ? 0 : countOn(session, found.length);
  const claims = found.map((seq): Claim<unknown> => {
    fence += 1;
    const row = prepare(`SELECT key, body FROM ${tableOf(from)} WHERE id = ?`).get(seq);
    const progress = prepare(
      `INSERT INTO folkmoot_progress (seq, consumer, fence, attempt, free_at, finished) VALUES (?, ?, ?, 1, ?, 0)
       ON CONFLICT DO UPDATE SET fence = excluded.fence, attempt = attempt + 1, free_at = excluded.free_at, finished = 0 RETURNING attempt`,
    ).get(seq, consumer, fence, until);
    freeFrom(session, seq, request, until);
    return { key: String(row?.["key"]), value: JSON.parse(String(row?.["body"])), attempt: Number(progress?.["attempt"]), fence };
  });
  return { claims, more: claims.length === 0 && limit > 0 && !ended };
}

/** Ends claims with the writes that belong to them; tells whether it did. */
export function settleAll(session: SqliteSession, settlements: readonly Settlement[], writes: readonly Prepared[]): boolean {
  const { prepare } = session;
  const held: { readonly one: Settlement; readonly seq: number }[] = [];
  for (const one of settlements) {
    const row = prepare(
      `SELECT r.id FROM ${tableOf(one.from)} r JOIN folkmoot_progress p ON p.seq = r.id AND p.consumer = ? AND p.finished = 0 AND p.fence = ? WHERE r.key = ?`,
    ).get(one.consumer, one.fence, one.key);
    if (row === undefined) return false;
    held.push({ one, seq: Number(row["id"]) });
  }
  if (!applyBatch(session, writes).ok) return false;
  for (const { one, seq } of held) {
    const freeAt = Math.max(0, one.retryAt ?? 0);
    const { changes } = prepare("UPDATE folkmoot_progress SET finished = ?, free_at = ? WHERE seq = ? AND consumer = ?").run(
      one.as === "retry" ? 0 : 1,
      freeAt,
      seq,
      one.consumer,
    );
    // Gone with one of the writes.
    if (changes === 0) continue;
    if (one.as === "retry") freeFrom(session, seq, one, freeAt);
    else takeOut(session, seq, one);
  }
  return true;
}

/** Notes in every view of a consumer from when on an entry is free. */
function freeFrom(
  { prepare }: SqliteSession,
  seq: number,
  { from, consumer }: Pick<ClaimRequest, "from" | "consumer">,
  freeAt: number,
): void {
  prepare(
    "UPDATE folkmoot_open SET free_at = ? WHERE seq = ? AND view IN (SELECT id FROM folkmoot_views WHERE source = ? AND consumer = ?)",
  ).run(freeAt, seq, from, consumer);
}

/** Reads a piece of the journal into a view. */
function feed(session: SqliteSession, { from, consumer }: ClaimRequest, view: View): { readonly rows: number; readonly matched: boolean } {
  const told = from === "outbox" ? "r.state" : "r.type, r.origin, r.carries";
  const rows = session
    .prepare(
      `SELECT r.id, r.key, r.unit, ${told}, p.finished, p.free_at FROM ${tableOf(from)} r
       LEFT JOIN folkmoot_progress p ON p.seq = r.id AND p.consumer = ? WHERE r.id > ? ORDER BY r.id LIMIT ${piece}`,
    )
    .all(consumer, view.readTo);
  const matches = matcherIn(from, view.filter);
  let matched = false;
  for (const row of rows) {
    view.readTo = Number(row["id"]);
    if (row["finished"] === 1 || !matches({ key: String(row["key"]), value: valueInRow(from, row) })) continue;
    putIn(session, view.id, view.readTo, String(row["unit"]), Number(row["free_at"] ?? 0));
    matched = true;
  }
  return { rows: rows.length, matched };
}

function viewOf(session: SqliteSession, request: ClaimRequest): View {
  const { prepare } = session;
  const { from, consumer } = request;
  const now = Math.floor(request.now);
  const filter = filterOf(request);
  const row = prepare("SELECT id, read_to, used FROM folkmoot_views WHERE source = ? AND consumer = ? AND filter = ?").get(
    from,
    consumer,
    filter,
  );
  if (row !== undefined) {
    const id = Number(row["id"]);
    if (now - Number(row["used"]) > usedEveryMs) prepare("UPDATE folkmoot_views SET used = ? WHERE id = ?").run(now, id);
    return { id, filter, readTo: Number(row["read_to"]) };
  }
  const views = prepare("SELECT id, filter, read_to FROM folkmoot_views WHERE source = ? AND consumer = ? ORDER BY used DESC").all(
    from,
    consumer,
  );
  let readTo = 0;
  for (const other of views) {
    if (!isWider(filterIn(String(other["filter"])), request)) continue;
    const first = prepare("SELECT min(seq) AS seq FROM folkmoot_open WHERE view = ?").get(Number(other["id"]))?.["seq"];
    readTo = Math.max(readTo, typeof first === "number" ? first - 1 : Number(other["read_to"]));
  }
  for (const { id } of views.slice(mostViews - 1)) {
    prepare("DELETE FROM folkmoot_open WHERE view = ?").run(Number(id));
    prepare("DELETE FROM folkmoot_views WHERE id = ?").run(Number(id));
  }
  const made = prepare(
    "INSERT INTO folkmoot_views (id, source, consumer, filter, read_to, used) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
  ).get(countOn(session, 1) + 1, from, consumer, filter, readTo, now);
  return { id: Number(made?.["id"]), filter, readTo };
}

/** Tells whether one filter lets everything through that another does: what it has left behind is done under both. */
function isWider(wide: Pick<ClaimRequest, "below" | "match">, narrow: Pick<ClaimRequest, "below" | "match">): boolean {
  const { below } = wide;
  if (below !== undefined && narrow.below?.every((one) => below.some((other) => isBelow(one, other))) !== true) return false;
  return (["types", "kinds", "origins"] as const satisfies readonly (keyof ClaimMatch)[]).every((name) => {
    const words: readonly string[] | undefined = wide.match?.[name];
    return words === undefined || narrow.match?.[name]?.every((word) => words.includes(word)) === true;
  });
}
