/**
 * The unfinished entries of each view: what a consumer still has to do under one filter. Of each unit the oldest is its head, and only
 * heads are handed out.
 * @module
 */
import { matcherOf } from "../claim-order.js";
import type { Claimable, ClaimRequest } from "../store.js";
import type { ClaimEntry } from "./claim-entry.js";
import type { SqliteSession } from "./file.js";

/** The filter of a view, as text. */
export function filterOf({ below, match }: Pick<ClaimRequest, "below" | "match">): string {
  return JSON.stringify([below ?? null, match ?? null]);
}

/** Reads the filter of a view back. */
export function filterIn(text: string): Pick<ClaimRequest, "below" | "match"> {
  const [below, match] = JSON.parse(text) as readonly [ClaimRequest["below"] | null, ClaimRequest["match"] | null];
  return { ...(below !== null && below !== undefined && { below }), ...(match !== null && match !== undefined && { match }) };
}

/** Makes the test that a view stands for. */
export function matcherIn(from: Claimable, text: string): ReturnType<typeof matcherOf> {
  return matcherOf({ from, consumer: "", limit: 1, leaseMs: 1, now: 0, ...filterIn(text) });
}

/** Puts an entry into a view, in order of arrival within its unit. */
export function putIn({ prepare }: SqliteSession, view: number, seq: number, unit: string, freeAt: number): void {
  const found = prepare("SELECT min(seq) AS seq FROM folkmoot_open WHERE view = ? AND unit = ?").get(view, unit);
  const first = found?.["seq"];
  const head = typeof first !== "number" || first > seq;
  if (head && typeof first === "number") prepare("UPDATE folkmoot_open SET head = 0 WHERE seq = ? AND view = ?").run(first, view);
  prepare("INSERT INTO folkmoot_open (seq, view, unit, head, free_at) VALUES (?, ?, ?, ?, ?)").run(seq, view, unit, head ? 1 : 0, freeAt);
}

/** Takes an entry out of the views of a consumer, or of all; the next of its unit becomes the head. */
export function takeOut({ prepare }: SqliteSession, seq: number, of?: { readonly from: Claimable; readonly consumer: string }): void {
  const gone =
    of === undefined
      ? prepare("DELETE FROM folkmoot_open WHERE seq = ? RETURNING view, unit, head").all(seq)
      : prepare(
          "DELETE FROM folkmoot_open WHERE seq = ? AND view IN (SELECT id FROM folkmoot_views WHERE source = ? AND consumer = ?) RETURNING view, unit, head",
        ).all(seq, of.from, of.consumer);
  for (const { view, unit, head } of gone)
    if (head === 1)
      prepare(
        "UPDATE folkmoot_open SET head = 1 WHERE view = ?1 AND seq = (SELECT min(seq) FROM folkmoot_open WHERE view = ?1 AND unit = ?2)",
      ).run(Number(view), String(unit));
}

/** Forgets what is known of an entry that is gone. */
export function forgetEntry(session: SqliteSession, seq: number): void {
  session.prepare("DELETE FROM folkmoot_progress WHERE seq = ?").run(seq);
  takeOut(session, seq);
}

/** Looks again at an entry that was written anew: it may match now, or no longer, or belong to another unit. */
export function changedEntry(session: SqliteSession, from: Claimable, seq: number, key: string, { unit, value }: ClaimEntry): void {
  const { prepare } = session;
  takeOut(session, seq);
  const views = prepare(
    `SELECT v.id, v.filter, p.finished, p.free_at FROM folkmoot_views v
     LEFT JOIN folkmoot_progress p ON p.seq = ? AND p.consumer = v.consumer WHERE v.source = ? AND v.read_to >= ?`,
  ).all(seq, from, seq);
  for (const view of views) {
    if (view["finished"] === 1 || !matcherIn(from, String(view["filter"]))({ key, value })) continue;
    putIn(session, Number(view["id"]), seq, unit, Number(view["free_at"] ?? 0));
  }
}
