/**
 * Tokens in PostgreSQL.
 * @module
 */
import type { Versioned } from "../store.js";
import type { TokenStore } from "../token-store.js";
import type { TokenSet } from "../tokens.js";
import { commitOnce, lockName } from "./commit.js";
import type { PostgresConnection } from "./connection.js";
import { identifier, text, whole } from "./literal.js";
import { jsonOf } from "./row.js";
import { namesIn, tokenTables } from "./tables.js";
import { storable, word } from "./words.js";

/** Makes a token store. Opens nothing before it is used. */
export function tokensIn(connection: PostgresConnection): TokenStore {
  const { tokens } = namesIn(identifier(connection.schema));
  return {
    load: (name) =>
      connection.run("loading a token", tokenTables, async ({ query }): Promise<Versioned<TokenSet> | undefined> => {
        const [[row] = []] = await query(`SELECT version::text AS version, body::text AS body FROM ${tokens} WHERE name = ${word(name)}`);
        return row === undefined ? undefined : { value: JSON.parse(String(row["body"])) as TokenSet, version: Number(row["version"]) };
      }),
    swap: async (name, next, expect) => {
      const body = jsonOf(next);
      return commitOnce(connection, {
        doing: "storing a token",
        tables: tokenTables,
        lock: lockName(`${tokens} ${storable(name)}`),
        read: [`SELECT version::text AS version FROM ${tokens} WHERE name = ${word(name)}`],
        decide: ([rows = []]) => {
          const [row] = rows;
          const version = row === undefined ? "absent" : Number(row["version"]);
          if (version !== expect) return { result: false, write: undefined };
          const values = `${text(storable(name))}, ${whole(row === undefined ? 1 : Number(row["version"]) + 1)}, ${text(body)}::json`;
          return {
            result: true,
            write: `INSERT INTO ${tokens} VALUES (${values}) ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body`,
          };
        },
      });
    },
  };
}
