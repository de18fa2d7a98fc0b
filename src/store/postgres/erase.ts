/**
 * Erasing: a page of rows after the other, each a transaction, until nothing is left.
 * @module
 */
import { speaksOf } from "../speaks-of.js";
import type { CollectionName } from "../collections.js";
import type { Below, Write } from "../store.js";
import { prepare } from "./batch.js";
import { commitOnce } from "./commit.js";
import type { PostgresConnection } from "./connection.js";
import { aboutTag } from "./row.js";
import { collections, isClaimable, storeTables, type Names } from "./tables.js";
import { unstorable, word, words } from "./words.js";
import { foundIn, lockOwners, readFound, writeBatch } from "./write.js";

/** So many rows of a collection go at once: writers of the same account wait that long. */
const rowsAtOnce = 1_000;

/** A row that is to go. */
interface Doomed {
  readonly collection: CollectionName;
  readonly key: string;
}

/** Erases everything below a prefix. Returns how many rows went. */
export async function eraseBelow(connection: PostgresConnection, names: Names, below: Below): Promise<number> {
  let erased = 0;
  for (;;) {
    const found = await connection.run("looking for rows to erase", storeTables, async ({ query }) => {
      const answers = await query(collections.map((name) => keysBelow(names, name, below)).join(";\n"));
      return collections.flatMap((collection, index) =>
        (answers[index] ?? []).map((row): Doomed => ({ collection, key: unstorable(String(row["key"])) })),
      );
    });
    if (found.length === 0) return erased;
    erased += await eraseRows(connection, names, found);
  }
}

/** Erases the entries of journal and outbox that speak of something. Returns how many went. */
export async function eraseAbout(connection: PostgresConnection, names: Names, about: string): Promise<number> {
  let erased = 0;
  for (const collection of collections.filter(isClaimable)) {
    let last: string | undefined;
    do {
      const page = await connection.run("looking for entries to erase", storeTables, async ({ query }) => {
        const behind = last === undefined ? "" : ` AND t.key > ${word(last)}`;
        const [rows = []] = await query(
          `SELECT t.key, t.body::text AS body FROM ${names.rows(collection)} AS t WHERE t.tags @> ${words([aboutTag(about)])}${behind} ORDER BY t.key LIMIT ${rowsAtOnce}`,
        );
        return rows.map((row): Doomed & { value: unknown } => ({
          collection,
          key: unstorable(String(row["key"])),
          value: JSON.parse(String(row["body"])) as unknown,
        }));
      });
      erased += await eraseRows(
        connection,
        names,
        page.filter(({ key, value }) => speaksOf(key, value, about)),
      );
      last = page.length < rowsAtOnce ? undefined : page.at(-1)?.key;
    } while (last !== undefined);
  }
  return erased;
}

async function eraseRows(connection: PostgresConnection, names: Names, rows: readonly Doomed[]): Promise<number> {
  if (rows.length === 0) return 0;
  const batch = prepare(rows.map((row): Write => ({ ...row, value: null })));
  return commitOnce(connection, {
    doing: "erasing rows",
    tables: storeTables,
    lock: lockOwners(
      names,
      rows.map(({ key }) => key),
    ),
    read: readFound(names, batch),
    decide: (answers) => {
      const find = foundIn(batch, answers);
      const result = rows.filter(({ collection, key }) => find(collection, key) !== undefined).length;
      return { result, write: result === 0 ? undefined : writeBatch(names, batch, find).join(";\n") };
    },
  });
}

/** The row itself, and a range of those behind it: an index answers each. */
function keysBelow(names: Names, name: CollectionName, below: Below): string {
  const table = names.rows(name);
  const page = `ORDER BY key LIMIT ${rowsAtOnce}`;
  // ";" is what follows ":", and "0" what follows "/".
  if (below.endsWith("/"))
    return `SELECT key FROM ${table} WHERE key >= ${word(below)} AND key < ${word(`${below.slice(0, -1)}0`)} ${page}`;
  return `SELECT key FROM ${table} WHERE key = ${word(below)} UNION ALL (SELECT key FROM ${table} WHERE key >= ${word(`${below}:`)} AND key < ${word(`${below};`)} ${page})`;
}
