/** Puts one repeating job into the queue for each list of each account. Run it after each change of the accounts; twice does no harm. */
import { Queue } from "bullmq";
import { accounts, findAdapter, queueName, queueOptions, type Poll } from "./settings.ts";

const everyMs = Number(process.env["EVERY_MS"] ?? 60_000);
const queue = new Queue<Poll>(queueName, queueOptions);
const wanted = new Set<string>();
for (const account of accounts)
  for (const { name: surface } of findAdapter(account)?.surfaces ?? []) {
    const id = `${account} ${surface}`;
    await queue.upsertJobScheduler(
      id,
      { every: everyMs },
      { name: surface, data: { account, surface }, opts: { removeOnComplete: true, removeOnFail: 100 } },
    );
    wanted.add(id);
  }
// Accounts that have left are read no more.
for (const { key } of await queue.getJobSchedulers(0, -1)) if (!wanted.has(key)) await queue.removeJobScheduler(key);
console.log(`${wanted.size} lists of ${accounts.length} accounts are polled every ${everyMs} ms`);
await queue.close();
