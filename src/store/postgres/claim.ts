/**
 * Claiming. Each consumer notes what it has read of the log and is not through with; a claim looks at that and at nothing else.
 *
 * A view is a consumer with one filter, and how far it has read the log in order of arrival. What it reads and what matches becomes a row of
 * progress, which leaves the indexes once it is finished. So what a filter passes over is looked at once, and what is finished never again.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { Claim, ClaimRequest } from "../store.js";
import { begin, lockName } from "./commit.js";
import type { PostgresConnection, Row } from "./connection.js";
import { text, whole } from "./literal.js";
import { onItsWay } from "./row.js";
import { storeTables, type Names } from "./tables.js";
import { isBelowAny, number, storable, unstorable, word, words } from "./words.js";
import { lockProgress, matchesView } from "./write.js";

/** So many entries of the log are read at once: a consumer that begins late keeps nobody waiting. */
const readAtOnce = 2_000;

/** So many unfinished entries are looked at in order of arrival, before the first of every unit is looked for. */
const lookAhead = 500;

/** Looks further where more is wanted, because some of it will wait behind others. */
const aheadOf = (limit: number): number => Math.max(lookAhead, 4 * limit);

/** More than anybody works on at once. */
const mostClaims = 1_000;

/** Hands out the oldest free entries. One round trip, unless there is a lot to read. */
export async function claimEntries(
  connection: PostgresConnection,
  names: Names,
  request: ClaimRequest,
): Promise<readonly Claim<unknown>[]> {
  if (!(request.leaseMs > 0)) throw new FolkmootError("invalid-request", "A claim needs a leaseMs above 0.");
  const claims: Claim<unknown>[] = [];
  let everyUnit: boolean = false;
  for (;;) {
    const limit = Math.min(Math.floor(request.limit), mostClaims) - claims.length;
    if (!(limit > 0)) return claims;
    const found = await connection.run("claiming entries", storeTables, async ({ query }) => {
      const results = await query(claiming(connection, names, { ...request, limit }, everyUnit));
      const [rows = [], [state] = []] = results.slice(-3);
      return { rows, read: Number(state?.["read"]), looked: Number(state?.["looked"]) };
    });
    claims.push(...found.rows.map(claimIn));
    if (claims.length >= request.limit) return claims;
    const hidden: boolean = !everyUnit && found.looked >= aheadOf(limit);
    if (found.read < readAtOnce && !hidden) return claims;
    everyUnit = hidden;
  }
}

function claimIn(row: Row): Claim<unknown> {
  const value: unknown = JSON.parse(String(row["body"]));
  return { key: unstorable(String(row["key"])), value, attempt: Number(row["attempt"]), fence: Number(row["fence"]) };
}

/**
 * Writes a claim, from the beginning of its transaction to the end. Workers of one consumer take turns, which is a matter of a moment as
 * no round trip lies within it; those of different consumers do not wait for each other.
 */
function claiming(connection: PostgresConnection, names: Names, request: ClaimRequest, everyUnit: boolean): string {
  const { from, consumer, limit, leaseMs, now, below } = request;
  const match = from === "change" ? (request.match ?? {}) : { types: [onItsWay] };
  const { types, origins, kinds } = { origins: undefined, kinds: undefined, ...match };
  const filter = JSON.stringify([types, origins, kinds].map((list) => (list === undefined ? null : [...new Set<string>(list)].sort())));
  const view = `v.source = ${text(from)} AND v.consumer = ${word(consumer)} AND v.filter = ${word(filter)}`;
  const list = (values: readonly string[] | undefined): string => (values === undefined ? "NULL" : words(values));
  const allowed = (column: string, values: readonly string[] | undefined): string[] =>
    values === undefined ? [] : [`p.${column} = ANY (${words(values)})`];
  const rows = names.rows(from);
  const progress = names.progress(from);
  const open = [
    `p.consumer = ${word(consumer)}`,
    `NOT p.finished`,
    // What another filter of this consumer has read and this one has not: there may be something before it in its unit.
    `p.seq <= (SELECT fed FROM ${names.views} AS v WHERE ${view})`,
    ...allowed("type", types),
    ...allowed("origin", origins),
    ...allowed("message_kind", kinds),
    ...(below === undefined ? [] : [isBelowAny("p.key", below)]),
  ].join(" AND ");
  const front = `SELECT p.seq, p.unit, p.until FROM ${progress} AS p WHERE ${open} ORDER BY p.seq LIMIT ${aheadOf(limit)}`;
  // What was read already is looked at first: a consumer that begins late reads the log as it works it off.
  const enough = everyUnit ? "" : ` AND (SELECT count(*) FROM (${front}) AS f) < ${aheadOf(limit)}`;
  const heads = everyUnit
    ? `WITH RECURSIVE units AS (
        (SELECT min(p.unit) AS unit FROM ${progress} AS p WHERE p.consumer = ${word(consumer)} AND NOT p.finished)
        UNION ALL
        SELECT (SELECT min(p.unit) FROM ${progress} AS p WHERE p.consumer = ${word(consumer)} AND NOT p.finished AND p.unit > u.unit)
        FROM units AS u WHERE u.unit IS NOT NULL),
      heads AS (SELECT h.seq, h.until FROM units AS u CROSS JOIN LATERAL (
        SELECT p.seq, p.until FROM ${progress} AS p WHERE p.unit = u.unit AND ${open} ORDER BY p.seq LIMIT 1) AS h)`
    : `WITH front AS MATERIALIZED (${front}), heads AS (SELECT DISTINCT ON (unit) seq, until FROM front ORDER BY unit, seq)`;
  return `${begin(connection)};
    ${lockName(`${names.views} consumer ${from} ${storable(consumer)}`)};
    ${lockProgress(names, from, "shared")};
    INSERT INTO ${names.views} (source, consumer, filter, types, origins, message_kinds)
      VALUES (${text(from)}, ${word(consumer)}, ${word(filter)}, ${list(types)}, ${list(origins)}, ${list(kinds)}) ON CONFLICT DO NOTHING;
    WITH v AS MATERIALIZED (SELECT * FROM ${names.views} AS v WHERE ${view}),
      log AS MATERIALIZED (SELECT t.seq, t.key, t.unit, t.type, t.origin, t.message_kind FROM ${rows} AS t
        WHERE t.seq > (SELECT fed FROM v)${enough} ORDER BY t.seq LIMIT ${readAtOnce}),
      noted AS (INSERT INTO ${progress} (seq, consumer, key, unit, type, origin, message_kind)
        SELECT t.seq, v.consumer, t.key, t.unit, t.type, t.origin, t.message_kind FROM log AS t CROSS JOIN v WHERE ${matchesView("t")}
        ON CONFLICT (seq, consumer) DO NOTHING),
      moved AS (UPDATE ${names.views} AS v SET fed = (SELECT max(seq) FROM log) WHERE ${view} AND EXISTS (SELECT FROM log))
    SELECT set_config('folkmoot.read', count(*)::text, true) FROM log;
    ${heads},
      taken AS (SELECT p.seq FROM ${progress} AS p JOIN heads AS h ON p.seq = h.seq
        WHERE p.consumer = ${word(consumer)} AND h.until <= ${number(now)} AND p.until <= ${number(now)} AND NOT p.finished
        ORDER BY p.seq LIMIT ${whole(limit)} FOR UPDATE OF p SKIP LOCKED),
      ours AS (UPDATE ${progress} AS p SET fence = nextval(${text(names.fences)}::regclass), attempt = p.attempt + 1, until = ${number(now + leaseMs)}
        FROM taken WHERE p.seq = taken.seq AND p.consumer = ${word(consumer)} RETURNING p.seq, p.fence, p.attempt)
    SELECT t.key, t.body::text AS body, o.fence::text AS fence, o.attempt::text AS attempt FROM ours AS o JOIN ${rows} AS t ON t.seq = o.seq ORDER BY o.seq;
    SELECT current_setting('folkmoot.read') AS read, ${everyUnit ? "'0'" : `(SELECT count(*)::text FROM (${front}) AS f)`} AS looked;
    COMMIT`;
}
