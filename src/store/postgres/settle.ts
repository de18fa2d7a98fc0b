/**
 * Settling: claims end together with the writes that belong to them.
 * @module
 */
import { isClaimable, storeTables, type Names } from "./tables.js";
import type { Claimable, Settlement, Write } from "../store.js";
import { conflictsOf, prepare } from "./batch.js";
import { commitOnce } from "./commit.js";
import type { PostgresConnection, Row } from "./connection.js";
import { text } from "./literal.js";
import { number, storable, unstorable, word } from "./words.js";
import { foundIn, lockOwners, readFound, writeBatch } from "./write.js";

/** How far a consumer is with an entry. */
interface Standing {
  readonly seq: string;
  readonly consumer: string;
  readonly fence: number;
  finished: boolean;
  until: number;
}

/** Ends claims, with writes: all of it or nothing. */
export async function settleClaims(
  connection: PostgresConnection,
  names: Names,
  settlements: readonly Settlement[],
  writes: readonly Write[],
): Promise<readonly boolean[]> {
  const batch = prepare(writes);
  const sources = [...new Set(settlements.map(({ from }) => from))].sort();
  // Who writes entries of a journal waits for the owners of those that end as well: see `lockProgress`.
  const locked = writes.some(({ collection }) => isClaimable(collection)) ? [...keysOf(writes), ...keysOf(settlements)] : keysOf(writes);
  const ended = await commitOnce(connection, {
    doing: "settling claims",
    tables: storeTables,
    lock: lockOwners(names, locked),
    read: [...readFound(names, batch), ...sources.map((from) => readStanding(names, from, settlements))],
    decide: (answers) => {
      const find = foundIn(batch, answers);
      const standings = standingsIn(sources, answers.slice(answers.length - sources.length));
      const held = settlements.every((one) => {
        const standing = standings.get(idOf(one));
        return standing !== undefined && !standing.finished && standing.fence === one.fence;
      });
      if (!held || conflictsOf(batch, find).length > 0) return { result: false, write: undefined };
      for (const one of settlements) {
        const standing = standings.get(idOf(one));
        if (standing === undefined) continue;
        standing.finished = one.as !== "retry";
        standing.until = one.retryAt ?? 0;
      }
      const statements = [...sources.flatMap((from) => noteEnds(names, from, settlements, standings)), ...writeBatch(names, batch, find)];
      return { result: true, write: statements.join(";\n") };
    },
  });
  return settlements.map(() => ended);
}

/** Locks progress in the order of arrival, so that no two who settle wait in a circle. */
function readStanding(names: Names, from: Claimable, settlements: readonly Settlement[]): string {
  const pairs = settlements.flatMap((one) => (one.from === from ? [`(${text(storable(one.key))},${text(storable(one.consumer))})`] : []));
  return `SELECT t.key, p.consumer, p.seq::text AS seq, p.fence::text AS fence, p.finished::text AS finished
    FROM (VALUES ${pairs.join(",")}) AS s(key, consumer)
    JOIN ${names.rows(from)} AS t ON t.key = s.key COLLATE "C" JOIN ${names.progress(from)} AS p ON p.seq = t.seq AND p.consumer = s.consumer COLLATE "C"
    ORDER BY p.seq, p.consumer FOR UPDATE OF p`;
}

function standingsIn(sources: readonly Claimable[], answers: readonly (readonly Row[])[]): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>();
  sources.forEach((from, index) => {
    for (const row of answers[index] ?? []) {
      const [key, consumer] = [unstorable(String(row["key"])), unstorable(String(row["consumer"]))];
      standings.set(idOf({ from, key, consumer }), {
        seq: String(row["seq"]),
        consumer,
        fence: Number(row["fence"]),
        finished: row["finished"] === "true",
        until: 0,
      });
    }
  });
  return standings;
}

function noteEnds(
  names: Names,
  from: Claimable,
  settlements: readonly Settlement[],
  standings: ReadonlyMap<string, Standing>,
): readonly string[] {
  const ours = new Set(settlements.flatMap((one) => (one.from === from ? (standings.get(idOf(one)) ?? []) : [])));
  return [
    `UPDATE ${names.progress(from)} AS p SET finished = e.finished, until = e.until
      FROM (VALUES ${[...ours].map(({ seq, consumer, finished, until }) => `(${seq}::bigint,${word(consumer)},${String(finished)},${number(until)})`).join(",")}) AS e(seq, consumer, finished, until)
      WHERE p.seq = e.seq AND p.consumer = e.consumer`,
  ];
}

const keysOf = (of: readonly { readonly key: string }[]): readonly string[] => of.map(({ key }) => key);

const idOf = ({ from, key, consumer }: Pick<Settlement, "from" | "key" | "consumer">): string => JSON.stringify([from, key, consumer]);
