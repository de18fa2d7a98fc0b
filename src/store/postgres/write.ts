/**
 * Writing: what a batch locks and reads, and the statements that it comes to. A few of them, however many rows there are.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { ownerOf } from "../below.js";
import type { CollectionName } from "../collections.js";
import type { Claimable, Write } from "../store.js";
import { stepsOf, type Found, type Prepared, type Step } from "./batch.js";
import { lockName } from "./commit.js";
import type { Row } from "./connection.js";
import { identifier, text, whole } from "./literal.js";
import { isClaimable, shapes, type Names } from "./tables.js";
import type { Turn } from "./row.js";
import { storable, unstorable, wordOrNull, words } from "./words.js";

/** Locks of owners are so many, so that a batch that touches thousands of accounts does not fill the table of locks. */
const ownerLocks = 1_024;

/**
 * Writes the statement that locks the accounts of a batch, in one order, so that no two batches wait in a circle. It makes writers of one
 * account take turns: so a row that is not there yet stays away until the commit, which no lock of a row could promise. Owners are locked
 * by number, because a row that is not there cannot be locked and locking one writes it.
 * @param watched - keys that have to stay away and are not written: those who only watch an owner do not wait for each other
 */
export function lockOwners(names: Names, keys: readonly string[], watched: readonly string[] = []): string {
  const alone = [...new Set(keys.map(ownerOf))];
  const shared = [...new Set(watched.map(ownerOf))].filter((owner) => !alone.includes(owner));
  if (alone.length + shared.length === 0) return "";
  const hash = `hashtextextended(${text(`${names.views} owner `)} || owner, 0)`;
  const numbered = `SELECT hashtextextended(${text(names.views)}, 0) + (${hash} & ${ownerLocks - 1}) AS key, alone`;
  const owners = `SELECT owner, true AS alone FROM unnest(${words(alone)}) AS a(owner) UNION ALL SELECT owner, false FROM unnest(${words(shared)}) AS s(owner)`;
  return `SELECT CASE WHEN alone THEN pg_advisory_xact_lock(key) ELSE pg_advisory_xact_lock_shared(key) END FROM (SELECT key, bool_or(alone) AS alone FROM (${numbered} FROM (${owners}) AS o) AS n GROUP BY key ORDER BY key OFFSET 0) AS k`;
}

/** Tells a write that only demands that a row stays away. */
export const isWatch = ({ value, expect }: Write): boolean => value === null && expect === "absent";

/**
 * Writes the statement that keeps consumers from reading a log (`shared`) while entries that they may have noted change or go (`alone`):
 * a consumer that reads at that moment would note what is no longer so. Consumers do not wait for each other.
 */
export function lockProgress(names: Names, from: Claimable, how: "shared" | "alone"): string {
  return `SELECT pg_advisory_xact_lock${how === "shared" ? "_shared" : ""}(hashtextextended(${text(`${names.progress(from)} notes`)}, 0))`;
}

/** Writes the statements that read what is there under the keys of a batch, a statement for each of its collections. */
export function readFound(names: Names, batch: Prepared): readonly string[] {
  return collectionsOf(batch).map((collection) => {
    const keys = batch.flatMap(({ write }) => (write.collection === collection ? [write.key] : []));
    const more = isClaimable(collection) ? ", seq::text AS seq, unit, type, origin, message_kind" : "";
    return `SELECT key, version::text AS version${more} FROM ${names.rows(collection)} WHERE key = ANY (${words([...new Set(keys)])})`;
  });
}

/** Reads the answers to {@link readFound}. */
export function foundIn(
  batch: Prepared,
  answers: readonly (readonly Row[])[],
): (collection: CollectionName, key: string) => Found | undefined {
  const found = new Map<string, Found>();
  collectionsOf(batch).forEach((collection, index) => {
    for (const row of answers[index] ?? []) {
      const { seq } = row;
      found.set(`${collection} ${unstorable(String(row["key"]))}`, {
        version: Number(row["version"]),
        ...(typeof seq === "string" && { seq, turn: turnIn(row) }),
      });
    }
  });
  return (collection, key) => found.get(`${collection} ${key}`);
}

/** Writes the statements of a batch. The journal comes last, so that its lock is held for the shortest time. */
export function writeBatch(
  names: Names,
  batch: Prepared,
  find: (collection: CollectionName, key: string) => Found | undefined,
): readonly string[] {
  const steps = stepsOf(batch, find);
  const statements: string[] = [];
  for (const collection of [...collectionsOf(batch)].sort((a, b) => Number(isClaimable(a)) - Number(isClaimable(b)))) {
    const ours = steps.filter((step) => step.collection === collection);
    const gone = ours.filter(({ removes }) => removes);
    const kept = ours.filter(({ kept: value }) => value !== undefined);
    const moved = kept.filter(hasMoved);
    if (isClaimable(collection) && kept.some(({ found, removes }) => found === undefined || removes))
      statements.push(lockArrivals(names, collection));
    if (isClaimable(collection) && gone.length + moved.length > 0) statements.push(lockProgress(names, collection, "alone"));
    if (gone.length > 0) {
      statements.push(`DELETE FROM ${names.rows(collection)} WHERE key = ANY (${words(gone.map(({ key }) => key))})`);
      if (isClaimable(collection)) statements.push(`DELETE FROM ${names.progress(collection)} WHERE seq IN (${seqsOf(gone).join(",")})`);
    }
    if (kept.length > 0) statements.push(upsert(names, collection, kept));
    if (isClaimable(collection) && moved.length > 0) statements.push(...noteMoved(names, collection, moved));
  }
  return statements;
}

/**
 * Writes the statement by which entries of a journal come one transaction after the other. A number of arrival is drawn before the commit.
 * Were two drawn at the same time, the later one could be seen first, and a consumer that has read up to it would never look at the earlier
 * one again. The lock is taken behind everything else and travels with the commit, so that it is held for no round trip; PostgreSQL shows
 * what was committed before it lets go of the lock, so that whoever sees a number sees all before it.
 */
function lockArrivals(names: Names, from: Claimable): string {
  return lockName(`${names.arrivals} ${from}`);
}

function upsert(names: Names, collection: CollectionName, steps: readonly Step[]): string {
  const { fields } = shapes[collection];
  const table = names.rows(collection);
  const claimable = isClaimable(collection);
  const columns = [
    ...["key", "version", "owner", "time", "placed", "retain", "tags"],
    ...fields.map(identifier),
    ...(claimable ? ["unit", "type", "origin", "message_kind", "seq"] : []),
    "body",
  ];
  const rows = steps.map(({ key, kept, version }) => {
    if (kept === undefined) throw new FolkmootError("unexpected-error", "A row without a value was to be written.");
    const { owner, time, retain, tags, turn, body } = kept;
    const values = [
      text(storable(key)),
      whole(version),
      text(storable(owner)),
      text(storable(time)),
      "pg_current_xact_id()",
      wordOrNull(retain),
      tags.length === 0 ? "NULL" : words(tags),
      ...kept.fields.map(wordOrNull),
      ...(turn === undefined
        ? []
        : [
            text(storable(turn.unit)),
            text(storable(turn.type)),
            wordOrNull(turn.origin),
            wordOrNull(turn.kind),
            `nextval(${text(names.arrivals)}::regclass)`,
          ]),
      `${text(body)}::json`,
    ];
    return `(${values.join(",")})`;
  });
  const changed = columns
    .filter((column) => !["key", "owner", "placed", "seq"].includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} AS t (${columns.join(", ")}) VALUES ${rows.join(",\n")}
    ON CONFLICT (key) DO UPDATE SET ${changed.join(", ")}, placed = CASE WHEN t.time = excluded.time THEN t.placed ELSE excluded.placed END`;
}

/** Tells whether an entry that was there changes its place among those that consumers work off. */
function hasMoved({ found, removes, kept }: Step): boolean {
  const [one, other] = [found?.turn, kept?.turn];
  if (removes || one === undefined || other === undefined) return false;
  return one.unit !== other.unit || one.type !== other.type || one.origin !== other.origin || one.kind !== other.kind;
}

/** Notes for every consumer what an entry has become that was there before: it may match now, or no longer, or block others. */
function noteMoved(names: Names, from: Claimable, moved: readonly Step[]): readonly string[] {
  return [
    `INSERT INTO ${names.progress(from)} AS p (seq, consumer, key, unit, type, origin, message_kind)
      SELECT DISTINCT ON (t.seq, v.consumer) t.seq, v.consumer, t.key, t.unit, t.type, t.origin, t.message_kind
      FROM ${names.rows(from)} AS t JOIN ${names.views} AS v ON v.source = ${text(from)} AND v.fed >= t.seq
      WHERE t.seq IN (${seqsOf(moved).join(",")}) AND ${matchesView("t")}
      ON CONFLICT (seq, consumer) DO NOTHING`,
    `UPDATE ${names.progress(from)} AS p SET unit = t.unit, type = t.type, origin = t.origin, message_kind = t.message_kind
      FROM ${names.rows(from)} AS t WHERE t.seq = p.seq AND t.seq IN (${seqsOf(moved).join(",")})`,
  ];
}

/** Writes the condition that an entry is what the filter of a view `v` stands for. */
export function matchesView(entry: string): string {
  return `(v.types IS NULL OR ${entry}.type = ANY (v.types)) AND (v.origins IS NULL OR ${entry}.origin = ANY (v.origins)) AND (v.message_kinds IS NULL OR ${entry}.message_kind = ANY (v.message_kinds))`;
}

function turnIn(row: Row): Turn {
  const read = (name: string): string | undefined => {
    const found = row[name];
    return typeof found === "string" ? unstorable(found) : undefined;
  };
  return { unit: read("unit") ?? "", type: read("type") ?? "", origin: read("origin"), kind: read("message_kind") };
}

const seqsOf = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap(({ found }) => (found?.seq === undefined ? [] : [`${found.seq}::bigint`]));

const collectionsOf = (batch: Prepared): readonly CollectionName[] => [...new Set(batch.map(({ write }) => write.collection))].sort();
