/**
 * Tokens in a SQLite file.
 * @module
 */
import type { TokenSet } from "../tokens.js";
import type { TokenStore } from "../token-store.js";
import type { SqliteFile } from "./file.js";
import { textOf } from "./row-text.js";
import { storeTables } from "./store-tables.js";

/** Makes the token store of a file. */
export function tokensIn(file: SqliteFile): TokenStore {
  return {
    load: (name) =>
      file.read("loading a token", storeTables, ({ prepare }) => {
        const row = prepare("SELECT version, body FROM folkmoot_tokens WHERE name = ?").get(name);
        return row && { value: JSON.parse(String(row["body"])) as TokenSet, version: Number(row["version"]) };
      }),
    swap: async (name, next, expect) => {
      const { body } = textOf(next);
      return file.write("storing a token", storeTables, ({ prepare }) => {
        const { changes } =
          expect === "absent"
            ? prepare("INSERT INTO folkmoot_tokens (name, version, body) VALUES (?, 1, ?) ON CONFLICT DO NOTHING").run(name, body)
            : prepare("UPDATE folkmoot_tokens SET version = version + 1, body = ? WHERE name = ? AND version = ?").run(body, name, expect);
        return changes === 1;
      });
    },
  };
}
