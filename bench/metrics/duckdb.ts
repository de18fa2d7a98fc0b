/** The full set in SQL, by DuckDB in this process on one thread. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { Message } from "../../src/index.js";
import { accountKey } from "../../src/model/keys.js";
import { row } from "./ours.js";
import { withinMs, workday, type Answers } from "./questions.js";
import { month } from "./talk.js";

/** Writes what SQL asks about as CSV, the form that DuckDB reads fastest. */
export async function writeCsv(messages: readonly Message[], path: string): Promise<void> {
  const file = createWriteStream(path);
  for (let at = 0; at < messages.length; at += 5000) {
    const lines = messages.slice(at, at + 5000).map((message) => {
      const { key, network, accountId, kind, root = key, conversation, direction, author, createdAt } = message;
      // A thread is a direct conversation, or what is below one comment.
      const thread = kind === "direct" ? conversation : root;
      return `${network},${accountKey(network, accountId)},${thread},${direction === "inbound" ? 1 : 0},${Date.parse(createdAt)},${author?.key ?? ""}\n`;
    });
    if (!file.write(lines.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

/** Opens a database in memory. */
export async function open(): Promise<DuckDBConnection> {
  return (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
}

/** Loads the CSV. */
export async function load(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run("DROP TABLE IF EXISTS m");
  const columns = "{network: 'VARCHAR', account: 'VARCHAR', thread: 'VARCHAR', inbound: 'UTINYINT', ms: 'BIGINT', author: 'VARCHAR'}";
  await connection.run(`CREATE TABLE m AS SELECT * FROM read_csv('${path}', header = false, columns = ${columns})`);
}

const zone = month.timeZone;
/** Business hours until an instant, in milliseconds: those of whole weeks since a Monday, of whole days, and of the day. */
const worked = (at: string): string => {
  const length = (workday.closes - workday.opens) * 3_600_000;
  const local = `epoch_ms(timezone('${zone}', make_timestamptz((${at}) * 1000)))`;
  const weeks = `floor((${local} - 345600000) / 604800000)`;
  const inWeek = `((${local} - 345600000) - ${weeks} * 604800000)`;
  const days = `floor(${inWeek} / 86400000)`;
  const inDay = `greatest(0, least(${length}, ${inWeek} - ${days} * 86400000 - ${workday.opens * 3_600_000}))`;
  return `(${weeks} * ${5 * length} + least(${days}, 5) * ${length} + CASE WHEN ${days} < 5 THEN ${inDay} ELSE 0 END)`;
};

/** Asks everything. */
export async function bySql(connection: DuckDBConnection): Promise<Answers> {
  const all = async (sql: string): Promise<readonly unknown[][]> => (await connection.runAndReadAll(sql)).getRowsJS();
  const now = Date.parse(month.now);
  const volume = await all(`
    SELECT account, epoch_ms(timezone('${zone}', day)) AS start, sum(inbound), sum(1 - inbound)
    FROM (SELECT account, network, inbound, date_trunc('day', timezone('${zone}', make_timestamptz(ms * 1000))) AS day FROM m)
    GROUP BY network, account, day`);
  // A wait opens with an inbound message after our reply, at the beginning, or after a day of silence; our next message closes it.
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE e AS
    SELECT opened, closed FROM (
      SELECT ms AS opened, opens,
        CASE WHEN lead(opens) OVER w = 0 THEN lead(ms) OVER w END AS closed
      FROM (
        SELECT thread, ms, inbound,
          CASE WHEN inbound = 1 THEN CASE WHEN lag(inbound) OVER v = 1 AND ms - lag(ms) OVER v < 86400000 THEN NULL ELSE 1 END ELSE 0 END AS opens
        FROM m WINDOW v AS (PARTITION BY thread ORDER BY ms))
      WHERE opens IS NOT NULL
      WINDOW w AS (PARTITION BY thread ORDER BY ms))
    WHERE opens = 1`);
  const [times = []] = await all(`
    SELECT count(closed), count(*) - count(closed), avg(closed - opened), quantile_cont(closed - opened, 0.5), quantile_cont(closed - opened, 0.9),
      count(*) FILTER (closed - opened <= ${withinMs}),
      count(*) FILTER (closed IS NOT NULL OR ${now} - opened > ${withinMs})
    FROM e`);
  const [working = []] = await all(`SELECT quantile_cont(${worked("closed")} - ${worked("opened")}, 0.9) FROM e WHERE closed IS NOT NULL`);
  const [authors = []] = await all("SELECT count(DISTINCT author) FROM m WHERE inbound = 1");
  const top = await all("SELECT author, count(*) AS n FROM m WHERE inbound = 1 GROUP BY author ORDER BY n DESC, author LIMIT 50");
  const [answered, unanswered, mean, median, p90, withinMet, withinDue] = times.map(Number);
  return {
    volume: volume
      .map(([account, start, inbound, outbound]) =>
        row(String(account), new Date(Number(start)).toISOString(), Number(inbound), Number(outbound)),
      )
      .sort(),
    answered: answered ?? 0,
    unanswered: unanswered ?? 0,
    mean: mean ?? 0,
    median: median ?? 0,
    p90: p90 ?? 0,
    withinMet: withinMet ?? 0,
    withinDue: withinDue ?? 0,
    workingP90: Number(working[0]),
    authors: Number(authors[0]),
    top: top.map(([author, n]) => [String(author), Number(n)]),
    bounds: {},
  };
}
