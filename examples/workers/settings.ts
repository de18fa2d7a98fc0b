/** What scheduler and workers share: where everything is, and which accounts there are. */
import { readFileSync } from "node:fs";
import type { QueueOptions } from "bullmq";
import { createMastodonAdapter, type MastodonAdapter } from "folkmoot/mastodon";
import type { AccountKey } from "folkmoot";

/** An account as this host keeps it. Yours come from a table, and their tokens from a vault. */
interface Row {
  readonly server: string;
  readonly accountId: string;
  readonly token: string;
}

/** What a job says: one list of one account. */
export interface Poll {
  readonly account: AccountKey;
  readonly surface: string;
}

const needed = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name} in the environment.`);
  return value;
};

export const postgres: string = needed("POSTGRES_URL");
export const redis: string = needed("REDIS_URL");
/** A PostgreSQL schema and a prefix in Redis, so that nothing else of yours is touched. */
export const space: string = process.env["SPACE"] ?? "folkmoot_workers";
export const queueName = "polls";
/** BullMQ takes the same Redis; its keys have a prefix of their own. */
export const queueOptions: QueueOptions = { connection: { url: redis, maxRetriesPerRequest: null }, prefix: `${space}:bull` };

const rows = JSON.parse(readFileSync(needed("ACCOUNTS_FILE"), "utf8")) as readonly Row[];
const adapterOf = (row: Row): MastodonAdapter => createMastodonAdapter(row);
const byKey = new Map(rows.map((row) => [adapterOf(row).account, row]));

/** All accounts. */
export const accounts: readonly AccountKey[] = [...byKey.keys()];

/** Finds the adapter of an account: `createInbox` takes this function, and keeps as many adapters as it is allowed to. */
export function findAdapter(account: AccountKey): MastodonAdapter | undefined {
  const row = byKey.get(account);
  return row && adapterOf(row);
}
